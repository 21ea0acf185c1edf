//! Sites that would have a reader wait, fill its memory, or go round in circles.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use headwater_fetch::Settings;
use headwater_store::Store;

use crate::web::{Reply, Web, answer, article, html, rss, status};
use crate::{hasty, round};

fn packed(words: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(words).expect("packed");
    packer.finish().expect("packed")
}

fn gzip(words: &[u8], packing: &str) -> Reply {
    answer(200, &format!("Content-Type: text/html\r\nContent-Encoding: {packing}\r\n"), words)
}

/// A site's page by its path, and what is said of it.
const HOSTILE: [(&str, &str); 14] = [
    ("drip-status", "no answer within"),
    ("drip-headers", "no answer within"),
    ("drip-body", "no answer within"),
    ("endless-chunks", "over 8 MiB"),
    ("endless-body", "over 8 MiB"),
    ("huge-header", "its headers are over 64 KiB"),
    ("circle", "over 5 redirects"),
    ("chain", "over 5 redirects"),
    ("bomb", "over 8 MiB"),
    ("double", "packed as `gzip, gzip`"),
    ("brotli", "packed as `br`"),
    ("picture", "it is `image/png`"),
    ("short", "peer disconnected"),
    ("nothing", "nothing in it"),
];

fn reply(path: &str) -> Reply {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n".to_vec();
    let slowly = Duration::from_millis(100);
    let with = |more: &[u8]| [&head[..], more].concat();
    match path {
        "drip-status" => Reply::Endless(b"HTTP/1.1 200 ".to_vec(), b"O".to_vec(), slowly),
        "drip-headers" => Reply::Endless(head, b"A: b\r\n".to_vec(), slowly),
        "drip-body" => Reply::Endless(with(b"Content-Length: 9999\r\n\r\n"), b"x".to_vec(), slowly),
        "endless-chunks" => {
            let chunk = [&b"10000\r\n"[..], &[b'x'; 65536], b"\r\n"].concat();
            Reply::Endless(with(b"Transfer-Encoding: chunked\r\n\r\n"), chunk, Duration::ZERO)
        }
        "endless-body" => Reply::Endless(with(b"\r\n"), vec![b'x'; 65536], Duration::ZERO),
        "huge-header" => Reply::Endless(with(b"A: "), vec![b'x'; 65536], Duration::ZERO),
        "circle" => answer(302, "Location: /circle\r\n", b""),
        path if path.starts_with("chain") => answer(302, &format!("Location: /{path}x\r\n"), b""),
        "bomb" => gzip(&packed(&vec![b'a'; 64 << 20]), "gzip"),
        "double" => gzip(&packed(&packed(b"words")), "gzip, gzip"),
        "brotli" => gzip(b"\x0b\x02\x80", "br"),
        "picture" => answer(200, "Content-Type: image/png\r\n", b"\x89PNG"),
        "short" => Reply::Bytes(with(b"Content-Length: 100\r\n\r\n<p>cut")),
        "nothing" => html(" "),
        _ => status(404),
    }
}

#[test]
fn each_ends_soon_and_says_why_while_others_go_on() {
    let web = Web::new();
    for (name, _) in HOSTILE {
        let host = format!("{name}.example");
        web.site(&host, |got| match got.path.as_str() {
            "/robots.txt" => status(404),
            path => reply(&path[1..]),
        });
    }
    let links: Vec<String> = HOSTILE.iter().map(|(name, _)| format!("http://{name}.example/{name}")).collect();
    web.site("news.example", move |got| match got.path.as_str() {
        "/feed" => rss(&links
            .iter()
            .map(|link| (link.as_str(), ""))
            .chain([("/good", ""), ("/packed", "")])
            .collect::<Vec<_>>()),
        "/good" => html(&article("Ferry aground", "A ferry ran aground off Tolmeza, the harbour office said.")),
        "/packed" => gzip(&packed(article("Bridge", "The bridge will close, Ada Kessel said.").as_bytes()), "gzip"),
        _ => status(404),
    });
    let store = Store::in_memory().expect("a store");
    let begun = Instant::now();
    let (watched, problems) = round(&store, &hasty(&web), &["http://news.example/feed"]);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert_eq!((watched.added.new, watched.missing), (2, HOSTILE.len()), "{problems:#?}");
    for (name, said) in HOSTILE {
        let problem = problems.iter().find(|problem| problem.starts_with(&format!("http://{name}.example/")));
        assert!(problem.is_some_and(|problem| problem.contains(said)), "{name}: {problems:#?}");
    }
    assert!(web.most_open() <= 9, "{} connections at one time", web.most_open());
}

#[test]
fn a_host_that_does_not_answer_is_not_asked_for_all_it_has() {
    let web = Web::new();
    web.site("slow.example", |got| match got.path.as_str() {
        "/feed" => rss(&(0..50).map(|_| ("", "")).collect::<Vec<_>>()),
        "/robots.txt" => status(404),
        _ => Reply::Endless(Vec::new(), Vec::new(), Duration::from_millis(20)),
    });
    let links: Vec<String> = (0..50).map(|index| format!("http://slow.example/{index}")).collect();
    web.site("news.example", move |_| rss(&links.iter().map(|link| (link.as_str(), "")).collect::<Vec<_>>()));
    let settings = Settings { patience: Duration::from_millis(300), ..hasty(&web) };
    let store = Store::in_memory().expect("a store");
    let (watched, problems) = round(&store, &settings, &["http://news.example/feed"]);
    assert_eq!((watched.missing, web.asked().len()), (50, 4), "the feed, and three pages");
    assert!(problems.iter().filter(|problem| problem.contains("did not answer several times")).count() == 47);
}

#[test]
fn a_handshake_that_never_ends_is_left() {
    let web = Web::new();
    web.site("quiet.example", |_| status(404));
    let settings = Settings { patience: Duration::from_millis(500), ..hasty(&web) };
    let begun = Instant::now();
    let (watched, _) = round(&Store::in_memory().expect("a store"), &settings, &["https://quiet.example/feed"]);
    assert_eq!(watched.failed, 1);
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(web.asked().is_empty(), "nothing is asked without encryption");
}
