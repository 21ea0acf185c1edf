//! Feeds, lists, archives and what is packed.

use std::io::Write;

use super::{Item, SAID, item, large};

pub(super) fn items() -> Vec<Item> {
    let mut items = xml();
    items.extend(long_xml());
    items.extend(odd_xml());
    items.extend(archives());
    items.extend(broken_archives());
    items.extend(unpacking());
    items.extend(packs());
    items
}

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn feed(before: &str, title: &str, items: &str) -> Vec<u8> {
    let good = format!(
        "<item><title>Toll</title><link>https://courier.example/toll</link><description>{SAID}</description></item>"
    );
    format!("<?xml version=\"1.0\"?>{before}<rss version=\"2.0\"><channel><title>{title}</title>{good}{items}</channel></rss>").into_bytes()
}

fn xml() -> Vec<Item> {
    vec![
        item(
            "49-laughs.xml",
            || {
                let mut entities = "<!ENTITY a0 \"ha\">".to_owned();
                (1..10).for_each(|level| {
                    entities += &format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10))
                });
                feed(&format!("<!DOCTYPE rss [{entities}]>"), "&a9;", "")
            },
            "ok",
        ),
        item(
            "50-blow-up.xml",
            || feed(&format!("<!DOCTYPE rss [<!ENTITY a \"{}\">]>", "a".repeat(50_000)), &"&a;".repeat(50_000), ""),
            "ok",
        ),
        item(
            "51-outside.xml",
            || {
                feed(
                    "<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\"><!ENTITY % p SYSTEM \"http://127.0.0.1:9/\"> %p;]>",
                    "&f;",
                    "<item><description>&f;</description></item>",
                )
            },
            "ok",
        ),
    ]
}

fn long_xml() -> Vec<Item> {
    vec![
        item(
            "52-attributes.xml",
            || {
                feed(
                    "",
                    "x",
                    &format!("<item{}/>", (0..80_000).map(|number| format!(" a{number}='1'")).collect::<String>()),
                )
            },
            "skipped: ",
        ),
        item(
            "52-namespaces.xml",
            || {
                feed(
                    "",
                    "x",
                    &format!(
                        "<item{}/>",
                        (0..80_000).map(|number| format!(" xmlns:a{number}='u'")).collect::<String>()
                    ),
                )
            },
            "refused: ",
        ),
        item("53-deep.xml", || feed("", "x", &"<a>".repeat(1_000_000)), "refused: "),
        item(
            "54-items.xml",
            || {
                feed(
                    "",
                    "x",
                    &(0..large(200_000))
                        .map(|number| format!("<item><title>T{number}</title></item>"))
                        .collect::<String>(),
                )
            },
            "skipped: ",
        ),
        item("55-title.xml", || feed("", &"a".repeat(50_000_000), ""), "ok"),
    ]
}

fn odd_xml() -> Vec<Item> {
    vec![
        item(
            "56-lies.xml",
            || {
                [&b"<?xml version='1.0' encoding='utf-16'?><rss version='2.0'><channel><title>caf\xE9</title><item><description>"[..], SAID.as_bytes(), b"</description></item></channel></rss>"].concat()
            },
            "refused: no feed",
        ),
        item(
            "57-dates.xml",
            || {
                feed("", "x", &["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Feb 2999 25:61:61 +9999", "0000-00-00", "soon"].map(|day| format!("<item><title>T</title><pubDate>{day}</pubDate><description>{SAID} {day}</description></item>")).concat())
            },
            "ok",
        ),
        item(
            "58-deep.opml",
            || format!("<opml version='2.0'><body>{}", "<outline text='x'>".repeat(10_000)).into_bytes(),
            "refused: ",
        ),
        item(
            "58-itself.opml",
            || {
                b"<opml version='2.0'><body><outline type='include' url='58-itself.opml'/><outline xmlUrl='58-itself.opml'/></body></opml>".to_vec()
            },
            "refused: a list of 1 feed",
        ),
        item(
            "62-sitemap.xml",
            || {
                b"<?xml version='1.0'?><sitemapindex><sitemap><loc>https://courier.example/62-sitemap.xml</loc></sitemap></sitemapindex>".to_vec()
            },
            "ok",
        ),
        item(
            "62-long-sitemap.xml",
            || {
                format!(
                    "<?xml version='1.0'?><urlset>{}</urlset>",
                    "<url><loc>https://courier.example/a</loc></url>".repeat(large(1_000_000))
                )
                .into_bytes()
            },
            "refused: over 2 MiB of text",
        ),
    ]
}

fn record(headers: &str, block: &[u8]) -> Vec<u8> {
    [
        format!("WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/x\r\n{headers}\r\n\r\n")
            .as_bytes(),
        block,
        b"\r\n\r\n",
    ]
    .concat()
}

fn answer(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n").as_bytes(), body].concat()
}

/// A sound record, and behind it another one.
fn beside(other: Vec<u8>) -> Vec<u8> {
    let block = answer("", format!("<html><body><p>{SAID}</p></body></html>").as_bytes());
    [record(&format!("Content-Length: {}", block.len()), &block), other].concat()
}

fn archives() -> Vec<Item> {
    vec![
        item("59-length-below-zero.warc", || beside(record("Content-Length: -1", b"x")), "skipped: "),
        item("59-length-beyond-all.warc", || beside(record("Content-Length: 18446744073709551615", b"x")), "skipped: "),
        item(
            "59-length-too-small.warc",
            || beside(record("Content-Length: 2", &answer("", b"<p>Ferries stop.</p>"))),
            "skipped: ",
        ),
        item(
            "59-length-too-large.warc",
            || beside(record("Content-Length: 900", &answer("", b"<p>Ferries stop.</p>"))),
            "skipped: ",
        ),
    ]
}

fn broken_archives() -> Vec<Item> {
    vec![
        item(
            "59-no-blank-line.warc",
            || beside(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 1".to_vec()),
            "skipped: ",
        ),
        item(
            "59-header-without-end.warc",
            || beside(format!("WARC/1.1\r\nX: {}", "a".repeat(5 << 20)).into_bytes()),
            "skipped: ",
        ),
        item(
            "59-a-million-headers.warc",
            || beside(format!("WARC/1.1\r\n{}", "X: y\r\n".repeat(1_000_000)).into_bytes()),
            "skipped: ",
        ),
        item(
            "59-digest.warc",
            || {
                let block = answer("", b"<p>Ferries stop.</p>");
                beside(record(
                    &format!(
                        "WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nContent-Length: {}",
                        block.len()
                    ),
                    &block,
                ))
            },
            "skipped: its words are not those that were captured",
        ),
        item(
            "59-revisit.warc",
            || {
                let block = answer("", b"");
                [
                    b"WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Refers-To: <urn:uuid:0>\r\n".to_vec(),
                    format!("WARC-Target-URI: https://courier.example/y\r\nContent-Length: {}\r\n\r\n", block.len())
                        .into_bytes(),
                    block,
                    b"\r\n\r\n".to_vec(),
                ]
                .concat()
            },
            "refused: ",
        ),
    ]
}

fn unpacking() -> Vec<Item> {
    vec![
        item(
            "60-chunks-that-lie.warc",
            || {
                let block = answer("Transfer-Encoding: chunked\r\n", b"ffffffffffffffff\r\n<p>Ferries stop.</p>");
                beside(record(&format!("Content-Length: {}", block.len()), &block))
            },
            "ok",
        ),
        item(
            "60-packed-twice.warc",
            || {
                let block = answer("Content-Encoding: gzip, gzip\r\n", &packed(&packed(&vec![0; large(1 << 30)])));
                beside(record(&format!("Content-Length: {}", block.len()), &block))
            },
            "skipped: ",
        ),
        item(
            "60-packed-often.warc",
            || {
                let block = answer("Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n", &packed(b"x"));
                beside(record(&format!("Content-Length: {}", block.len()), &block))
            },
            "skipped: ",
        ),
    ]
}

fn packs() -> Vec<Item> {
    vec![
        item(
            "60-zeros.warc.gz",
            || {
                [
                    packed(&beside(Vec::new())),
                    packed(
                        &[
                            b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 1073741824\r\n\r\n".to_vec(),
                            vec![0; large(1 << 30)],
                        ]
                        .concat(),
                    ),
                ]
                .concat()
            },
            "skipped: ",
        ),
        item("60-zeros.txt.gz", || packed(&vec![0; large(1 << 30)]), "refused: "),
        item("60-empty-members.txt.gz", || packed(b"").repeat(large(1_000_000)), "refused: "),
        item(
            "60-empty-members.warc.gz",
            || [packed(&beside(Vec::new())), packed(b"").repeat(large(1_000_000))].concat(),
            "ok",
        ),
        item("60-one-member.warc.gz", || packed(&beside(beside(Vec::new()))), "ok"),
        item(
            "60-wrong-sum.warc.gz",
            || {
                let mut bytes = packed(&beside(Vec::new()));
                let at = bytes.len() - 8;
                bytes[at] ^= 1;
                bytes
            },
            "refused: its gzip member is damaged",
        ),
        item(
            "61-slip.wacz",
            || b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\x04\0\0\0\x0D\0\0\0../../evil.sh".to_vec(),
            "refused: ",
        ),
        item("61-nothing.zip", || [&b"PK\x05\x06"[..], &[0; 18]].concat(), "refused: "),
    ]
}
