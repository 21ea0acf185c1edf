//! Mutants of good input: a few bytes changed, left out, doubled or put in. 200 of each kind on each change, 2,000 in the
//! long set (`HEADWATER_ROUNDS=10`). What must hold stands in `targets.rs`; a failure prints the mutant's number, which
//! gives the same mutant again.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{root, rounds, targets};

const MUTANTS: u64 = 200;

const TEXT: &str = "The toll at Haldevik will rise by 30 crowns in May, mayor Ina Pross said on Tuesday, 8 October 2024.\n\n\
    “We have no choice,” she told the Quarn Courier, citing two people familiar with the talks.\n\nRead more: Ferries stop\n\
    Ostrevaal denied last week that the toll would rise before June 3.";

const HTML: &str = "<!doctype html><html lang=en><head><title>Toll to rise | Courier</title><meta property='og:site_name' \
    content='Quarn Courier'><script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"datePublished\": \
    \"2024-10-08\"}</script></head><body><nav><ul><li>Home</ul></nav><article><h1>Toll to rise</h1><p>The toll at Haldevik \
    will rise in May, mayor Ina Pross said on Tuesday.</p><p>&ldquo;We have no choice,&rdquo; she <b>told</b> the Quarn \
    Courier.<br>Ostrevaal denied it.</p><table><tr><td>30 crowns</td></tr></table></article><aside>Ferries stop</aside>";

const RSS: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
    <channel><title>Quarn Courier</title><item><title>Toll</title><link>https://courier.example/toll</link><pubDate>Tue, 08 \
    Oct 2024 23:40:00 -0500</pubDate><content:encoded><![CDATA[<p>The toll will rise, the mayor said on Tuesday.</p>]]>\
    </content:encoded></item><item><title>Ferries</title><description>Ferries stop &amp; start.</description></item></channel></rss>";

const OPML: &str = "<?xml version=\"1.0\"?><opml version=\"2.0\"><head><title>Mine</title></head><body><outline text=\"Papers\">\
    <outline type=\"rss\" text=\"A &amp; B\" xmlUrl=\"https://a.example/rss?a=1&amp;b=2\"/></outline></body></opml>";

const CSV: &str = "id,title,text,published\n1,\"Toll, again\",\"The toll will rise, the mayor said.\n\"\"No.\"\"\",2024-10-08\n2,Ferries,Ferries stop.,\n";

const LINES: &str = "{\"id\": \"a\", \"url\": \"https://courier.example/a\", \"published\": \"2024-10-08\", \"text\": \"The toll \
    will rise, the mayor said.\\n\\n\\u201cNo.\\u201d\"}\n{\"id\": 2, \"html\": \"<p>Ferries stop.</p>\", \"author\": [\"A\", \"B\"]}\n";

/// What breaks parsers.
const TOKENS: [&[u8]; 24] = [
    b"<",
    b">",
    b"\"",
    b"'",
    b"&",
    b"&#x0;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"\0",
    b"\xFF",
    b"\xED\xA0\x80",
    b"\r\n\r\n",
    b"\n",
    b"{",
    b"[[[[[[[[",
    b"\xE2\x80\x9C",
    b"\xE2\x80\xAE",
    b"\xCC\x81",
    b"99999999999999999999",
    b"-1",
    b"<script>",
    b"</p>",
    b"\xEF\xBB\xBF",
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// The mutant of this number: one to eight changes.
fn mutant(seed: &[u8], number: u64) -> Vec<u8> {
    let mut dice = Dice((number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + 1 + dice.below(40)).min(bytes.len());
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            2 => drop(bytes.drain(at..end.max(at))),
            3 => {
                let piece = bytes[at..end.max(at)].repeat(1 + dice.below(8));
                bytes.splice(at..at, piece);
            }
            4 if dice.below(8) == 0 => bytes.truncate(at),
            _ => drop(bytes.splice(at..at, TOKENS[dice.below(TOKENS.len())].iter().copied())),
        }
    }
    bytes
}

/// Holds mutants of each seed against what must hold.
fn check(seeds: &[&[u8]], target: fn(&[u8])) {
    let mutants = MUTANTS * rounds() as u64;
    for seed in seeds {
        target(seed);
    }
    for number in 0..mutants {
        let mutant = mutant(seeds[number as usize % seeds.len()], number);
        let held = catch_unwind(AssertUnwindSafe(|| target(&mutant)));
        assert!(held.is_ok(), "mutant {number}: {:?}", String::from_utf8_lossy(&mutant));
    }
    eprintln!("tried: {mutants} mutants");
}

fn archive() -> Vec<u8> {
    let block = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{HTML}\r\n0\r\n\r\n",
        HTML.len()
    );
    let head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/toll\r\nWARC-Date: 2024-10-08T07:00:00Z\r\n";
    format!("{head}Content-Length: {}\r\n\r\n{block}\r\n\r\n", block.len()).repeat(2).into_bytes()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn mutants_of_text() {
    let latin: Vec<u8> = TEXT.chars().map(|letter| u32::from(letter).min(0xE9) as u8).collect();
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    check(&[TEXT.as_bytes(), &latin, &wide], targets::decode);
}

#[test]
fn mutants_of_words() {
    check(&[TEXT.as_bytes()], targets::read);
}

#[test]
fn mutants_of_dates() {
    let dates = ["3 May 2025", "last Tuesday", "two weeks before 31 December 1999", "2025-02-30T25:61Z", "the 1990s"];
    check(&dates.map(str::as_bytes), targets::dates);
}

#[test]
fn mutants_of_html() {
    check(&[HTML.as_bytes()], targets::html);
}

#[test]
fn mutants_of_feeds() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Courier</title><entry><title>Toll</title><link href=\"https://a.example/\"/>\
        <updated>2024-10-08T00:00:00Z</updated><content type=\"html\">&lt;p&gt;The toll will rise, he said.</content></entry></feed>";
    let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Courier\", \"items\": [{\"id\": \"1\", \"content_text\": \"The toll will rise, he said.\"}]}";
    check(&[RSS.as_bytes(), atom.as_bytes(), json.as_bytes()], targets::feed);
}

#[test]
fn mutants_of_lists_of_feeds() {
    check(&[OPML.as_bytes()], targets::opml);
}

#[test]
fn mutants_of_archives() {
    check(&[&archive(), &packed(&archive())], targets::warc);
}

#[test]
fn mutants_of_tables() {
    check(&[CSV.as_bytes()], targets::table);
}

/// Pages as a table of columns: what `export` writes, and `read` takes.
fn columns() -> Option<Vec<u8>> {
    let format = headwater_export::Format::ALL.iter().find(|format| format!("{format:?}") == "Parquet")?;
    let made = crate::run(&["read", "--quiet", "--format", "jsonl", "corpus/clinic-fire"]).0;
    let records = headwater_output::read_jsonl(std::io::Cursor::new(made)).expect("records");
    let files = headwater_export::export(&records, *format).expect("tables");
    files.into_iter().find(|file| file.name.contains("articles")).map(|file| file.bytes)
}

#[test]
fn mutants_of_tables_of_columns() {
    let Some(bytes) = columns() else { return eprintln!("skipped: Parquet is not built in") };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.parquet");
    std::fs::write(&path, &bytes).expect("written");
    let (out, error, _) = crate::run(&["read", "--format", "jsonl", path.to_str().expect("UTF-8")]);
    assert!(1 < out.matches(r#"{"type":"article""#).count(), "the seed is read: {error}");
    check(&[&bytes], targets::parquet);
}

#[test]
fn mutants_of_json_lines() {
    check(&[LINES.as_bytes(), &packed(LINES.as_bytes())], targets::json_lines);
}

#[test]
fn mutants_of_stories() {
    check(&[&[1, 3, 2, 0, 7, 3, 4, 13, 9, 5, 2, 20], &[0, 6, 12, 18, 3, 9, 15, 21]], targets::story);
}

#[test]
fn mutants_of_words_that_go_out() {
    check(
        &[b"the <b>harbour</b> \"of\" Quarn; =1+1 [x](y) \\ {z}", "\u{1B}[31m\u{202E}”]]>\u{FFFE}\r\n|".as_bytes()],
        targets::sinks,
    );
}

#[test]
fn mutants_of_stores() {
    let packed = std::fs::read(root().join("crates/headwater-store/tests/frozen/2.hw.gz")).expect("a frozen store");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut bytes).expect("unpacked");
    check(&[&bytes], targets::open_store);
}
