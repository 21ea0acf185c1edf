//! Web archives, whole and broken: what is read, where it is said to come from, and what is said of the rest.

#![allow(clippy::disallowed_methods, reason = "a test makes its files")]

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use headwater::{Body, Page};
use headwater_input::{Cleaning, Problem, from_bytes, open};

fn page(words: &str) -> String {
    format!("<!DOCTYPE html><html><body><p>{words}</p></body></html>")
}

fn record(kind: &str, address: &str, more: &str, block: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-10-08T07:00:00Z\r\n{more}Content-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    out.extend_from_slice(block);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn response(address: &str, more: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n").into_bytes();
    block.extend_from_slice(body);
    record("response", address, more, &block)
}

fn simple(address: &str, words: &str) -> Vec<u8> {
    response(address, "", "", page(words).as_bytes())
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn read(archive: &[u8]) -> Vec<Result<Page, Problem>> {
    from_bytes("a.warc.gz", archive.to_vec(), Cleaning::ToTheLetter).collect()
}

/// What an archive gives: the place and the words of each page, or what could not be read.
fn check(archive: &[u8], expected: &[&str]) {
    let shown: Vec<String> = read(archive).into_iter().map(shown).collect();
    assert_eq!(shown, expected);
}

fn shown(result: Result<Page, Problem>) -> String {
    match result {
        Ok(Page {
            place, body: Body::Exact(words) | Body::Dump(words) | Body::Extracted { text: words, .. }, ..
        }) => {
            format!("{place} {words}")
        }
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn pages_are_named_by_the_byte_where_their_record_begins() {
    let records = [
        record("warcinfo", "", "", b"software: x\r\n"),
        simple("https://a.example/1", "One."),
        simple("https://a.example/2", "Two."),
    ];
    let members: Vec<Vec<u8>> = records.iter().map(|record| zipped(record)).collect();
    let (first, second) = (members[0].len(), members[0].len() + members[1].len());
    check(&members.concat(), &[&format!("a.warc.gz@{first} One."), &format!("a.warc.gz@{second} Two.")]);
    let (first, second) = (records[0].len(), records[0].len() + records[1].len());
    check(&records.concat(), &[&format!("a.warc.gz@{first} One."), &format!("a.warc.gz@{second} Two.")]);
    check(&zipped(&records.concat()), &[&format!("a.warc.gz@0+{first} One."), &format!("a.warc.gz@0+{second} Two.")]);
    let page = read(&records.concat()).remove(0).expect("a page");
    assert_eq!(page.hints.url.as_deref(), Some("https://a.example/1"));
    assert_eq!(page.hints.notes, ["captured 2024-10-08T07:00:00Z"]);
    assert!(page.hints.dates.is_empty(), "the day of the capture is not the day of publication");
}

#[test]
fn a_record_can_be_read_again_from_its_place() {
    let archive =
        [zipped(&simple("https://a.example/1", "One.")), zipped(&simple("https://a.example/2", "Two."))].concat();
    let place = read(&archive)[1].as_ref().expect("a page").place.clone();
    let offset: usize = place.strip_prefix("a.warc.gz@").and_then(|offset| offset.parse().ok()).expect("an offset");
    assert_eq!(shown(read(&archive[offset..]).remove(0)), "a.warc.gz@0 Two.");
}

#[test]
fn packed_and_chunked_bodies_are_unpacked() {
    let body = page("The ferry stops.");
    let gz = response("https://a.example/1", "", "Content-Encoding: gzip\r\n", &zipped(body.as_bytes()));
    let mut chunked = Vec::new();
    for chunk in zipped(body.as_bytes()).chunks(7) {
        chunked.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        chunked.extend_from_slice(chunk);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let both =
        response("https://a.example/2", "", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &chunked);
    let second = gz.len();
    check(&[gz, both].concat(), &["a.warc.gz@0 The ferry stops.", &format!("a.warc.gz@{second} The ferry stops.")]);
}

#[test]
fn a_bomb_is_not_unpacked_and_the_next_record_is_read() {
    let bomb = zipped(&zipped(&vec![b' '; 200 << 20]));
    let bomb = response("https://a.example/1", "", "Content-Encoding: gzip, gzip\r\n", &bomb);
    let second = bomb.len();
    let said = "cannot read `a.warc.gz@0`: unpacks to over 16 MiB; one page has far less";
    check(&[bomb, simple("https://a.example/2", "Two.")].concat(), &[said, &format!("a.warc.gz@{second} Two.")]);
    let zeros = zipped(&response("https://a.example/1", "", "", &vec![0; 64 << 20]));
    let second = zeros.len();
    let two = zipped(&simple("https://a.example/2", "Two."));
    let found = read(&[zeros, two].concat());
    assert_eq!(shown(found.into_iter().next_back().expect("a page")), format!("a.warc.gz@{second} Two."));
}

#[test]
fn what_is_no_page_is_passed_over() {
    let image = record("response", "https://a.example/i", "", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx");
    let gone =
        record("response", "https://a.example/g", "", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>x");
    let request = record("request", "https://a.example/1", "", b"GET / HTTP/1.1\r\n\r\n");
    let text = record("conversion", "https://a.example/1", "Content-Type: text/plain\r\n", b"Plain words.");
    let before = image.len() + gone.len() + request.len();
    check(&[image.clone(), gone, request, text].concat(), &[&format!("a.warc.gz@{before} Plain words.")]);
    check(&image, &["cannot read `a.warc.gz@0`: no page is among its 1 records"]);
}

#[test]
fn digests_are_checked() {
    use sha1::{Digest, Sha1};
    let body = page("One.");
    let sum: String = Sha1::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let right = response("https://a.example/1", &format!("WARC-Payload-Digest: sha1:{sum}\r\n"), "", body.as_bytes());
    let wrong = "WARC-Payload-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\n";
    let wrong = response("https://a.example/2", wrong, "", body.as_bytes());
    let block = "WARC-Block-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\n";
    let block = response("https://a.example/3", block, "", body.as_bytes());
    let (second, third) = (right.len(), right.len() + wrong.len());
    let said = "are not those that were captured: they do not have its";
    check(
        &[right, wrong, block].concat(),
        &[
            "a.warc.gz@0 One.",
            &format!("cannot read `a.warc.gz@{second}`: its words {said} payload digest"),
            &format!("cannot read `a.warc.gz@{third}`: its bytes {said} block digest"),
        ],
    );
}

#[test]
fn a_revisit_at_another_address_is_a_copy_and_one_at_the_same_says_nothing_new() {
    let digest = "WARC-Payload-Digest: x:1\r\n";
    let first = zipped(&response("https://a.example/1", digest, "", page("One.").as_bytes()));
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    let same = zipped(&record("revisit", "https://a.example/1", digest, head));
    let other = zipped(&record("revisit", "https://b.example/copy", digest, head));
    let lost = zipped(&record("revisit", "https://b.example/lost", "WARC-Payload-Digest: x:2\r\n", head));
    let third = first.len() + same.len();
    let fourth = third + other.len();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.warc.gz");
    std::fs::write(&path, [first, same, other, lost].concat()).expect("a file");
    let found: Vec<_> = open(&path, Cleaning::ToTheLetter).collect();
    assert_eq!(found.len(), 3);
    let copy = found[1].as_ref().expect("the copy");
    assert_eq!(copy.place, format!("{}@{third}", path.display()));
    assert_eq!(
        (copy.hints.url.as_deref(), &copy.body),
        (Some("https://b.example/copy"), &Body::Exact("One.".to_owned()))
    );
    let lost = found[2].as_ref().expect_err("its words are elsewhere");
    assert_eq!(lost.place, format!("{}@{fourth}", path.display()));
    assert!(lost.why.contains("in a record that is not in this file"), "{lost}");
}

#[test]
fn a_broken_record_is_named_and_the_next_one_is_read() {
    let (one, three) = (simple("https://a.example/1", "One."), simple("https://a.example/3", "Three."));
    let long = String::from_utf8(simple("https://a.example/2", "Two.")).expect("UTF-8");
    for (broken, why) in [
        (long.replace("Content-Length: ", "Content-Length: -"), "its header names no length"),
        (long.replace("Content-Length: ", "Content-Length: 1"), "its length is not that of its bytes"),
        (long.replace("Content-Length: 1", "Content-Length: "), "its length is not that of its bytes"),
        (long.replace("WARC/1.1", "XARC/1.1"), "no record begins here"),
        (long.replace("HTTP/1.1 200", "HTTPS!!! 200"), "no answer of a server"),
    ] {
        let plain = [one.clone(), broken.clone().into_bytes(), three.clone()].concat();
        let zipped = [zipped(&one), zipped(broken.as_bytes()), zipped(&three)].concat();
        for archive in [plain, zipped] {
            let found: Vec<String> = read(&archive).into_iter().map(shown).collect();
            let all = found.join("\n");
            assert!(found[0].ends_with(" One."), "{all}");
            let named =
                found.iter().any(|line| line.starts_with("cannot read `a.warc.gz@") && !line.contains("`a.warc.gz@0`"));
            assert!(named, "{why}: {all}");
            assert!(
                found.last().is_some_and(|last| last.ends_with(" Three.")) || why.starts_with("its length"),
                "{why}: {all}"
            );
        }
    }
}

#[test]
fn damaged_packed_bytes_are_named_and_the_next_member_is_found() {
    let members: Vec<Vec<u8>> =
        (1..=3).map(|n| zipped(&simple(&format!("https://a.example/{n}"), &format!("Page {n}.")))).collect();
    let starts: Vec<usize> =
        members.iter().scan(0, |at, member| Some(std::mem::replace(at, *at + member.len()))).collect();
    for at in 10..members[1].len() {
        let mut archive = members.concat();
        archive[starts[1] + at] ^= 0x55;
        let found: Vec<String> = read(&archive).into_iter().map(shown).collect();
        assert_eq!(found[0], "a.warc.gz@0 Page 1.", "byte {at}");
        assert_eq!(
            found.last().map(String::as_str),
            Some(format!("a.warc.gz@{} Page 3.", starts[2]).as_str()),
            "byte {at}: {found:?}"
        );
        let second = format!("a.warc.gz@{}", starts[1]);
        // Damage in the last byte shows only behind the record, which is whole.
        let between = &found[1..found.len() - 1];
        let named = between.last().is_some_and(|last| last.starts_with(&format!("cannot read `{second}")));
        assert!(named && (between.len() == 1 || between[0] == format!("{second} Page 2.")), "byte {at}: {found:?}");
    }
}

#[test]
fn an_archive_that_is_cut_off_anywhere_is_read_as_far_as_it_goes() {
    for archive in [
        [simple("https://a.example/1", "One."), simple("https://a.example/2", "Two.")].concat(),
        [zipped(&simple("https://a.example/1", "One.")), zipped(&simple("https://a.example/2", "Two."))].concat(),
    ] {
        for end in 20..archive.len() {
            let found = read(&archive[..end]);
            assert!((1..=3).contains(&found.len()), "{end}: {found:?}");
        }
    }
    let empty = [zipped(b"").repeat(100_000), zipped(&simple("https://a.example/1", "One."))].concat();
    assert!(shown(read(&empty).remove(0)).ends_with(" One."));
}
