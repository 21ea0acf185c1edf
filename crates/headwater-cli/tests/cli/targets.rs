//! What is done to any bytes: each function takes some, and panics where something does not hold. The tests beside this
//! drive them with mutants of good input; the targets in `fuzz/`, with cargo-fuzz for as long as one likes.

use std::sync::OnceLock;

use headwater::{Body, Hints, Knowledge, Page, Reading};
use headwater_input::Cleaning;
use headwater_output::wire::Record;
use headwater_store::Store;

use crate::oracle;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(Knowledge::bundled)
}

/// Text in any encoding.
pub(crate) fn decode(bytes: &[u8]) {
    file("a.txt", bytes);
}

pub(crate) fn html(bytes: &[u8]) {
    file("a.html", bytes);
}

pub(crate) fn feed(bytes: &[u8]) {
    file("a.rss", bytes);
}

pub(crate) fn warc(bytes: &[u8]) {
    file("a.warc", bytes);
    file("a.warc.gz", bytes);
}

pub(crate) fn table(bytes: &[u8]) {
    file("a.csv", bytes);
    file("a.tsv", bytes);
}

pub(crate) fn json_lines(bytes: &[u8]) {
    file("a.jsonl", bytes);
}

pub(crate) fn opml(bytes: &[u8]) {
    let _told = headwater_input::parse_opml(bytes, "a.opml");
    file("a.opml", bytes);
}

/// Columns of a table: read from its end, so it has to be a file.
pub(crate) fn parquet(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.parquet");
    std::fs::write(&path, bytes).expect("written");
    let pages: Vec<_> = headwater_input::open(&path, Cleaning::ToTheLetter).take(1000).collect();
    assert!(!pages.is_empty(), "a page, or why there is none");
    let pages: Vec<Page> = pages.into_iter().filter_map(Result::ok).take(20).collect();
    sound(&pages);
}

/// A file of any kind: it gives pages or problems, no more than it has bytes, and what is read of it is sound.
fn file(name: &str, bytes: &[u8]) {
    for cleaning in [Cleaning::Clean, Cleaning::ToTheLetter] {
        let pages: Vec<_> = headwater_input::from_bytes(name, bytes.to_vec(), cleaning).collect();
        assert!(pages.len() <= bytes.len() + 1, "{} pages of {} bytes", pages.len(), bytes.len());
        let pages: Vec<Page> = pages.into_iter().filter_map(Result::ok).take(20).collect();
        sound(&pages);
    }
}

/// Text, through every stage of reading.
pub(crate) fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let dump = Page { place: "a".to_owned(), body: Body::Dump(text.clone()), hints: Hints::default() };
    let exact = Page { place: "b".to_owned(), body: Body::Exact(text.clone()), hints: Hints::default() };
    let readings = sound(&[dump, exact]);
    assert_eq!(readings[1].article.text, text, "text to the letter stays as it is");
    let words = |text: &str| text.split_whitespace().map(str::len).sum::<usize>();
    let kept: usize = readings[0].article.furniture.iter().map(|piece| words(&piece.text)).sum();
    assert_eq!(words(&readings[0].article.text) + kept, words(&text), "no words are lost");
}

/// Expressions of time in a sentence: none means a day that does not exist.
pub(crate) fn dates(bytes: &[u8]) {
    let words = String::from_utf8_lossy(bytes);
    read(format!("The ferries stopped {words}, Ina Pross said on {words}.").as_bytes());
}

fn sound(pages: &[Page]) -> Vec<Reading> {
    let readings: Vec<Reading> = pages.iter().map(|page| headwater::read(page, knowledge())).collect();
    let stories = headwater::compare(&readings, knowledge());
    let records = headwater_output::records(&readings, &stories, Vec::new());
    let values: Vec<serde_json::Value> =
        records.iter().map(|record| serde_json::to_value(record).expect("JSON")).collect();
    assert_eq!(oracle::fault(&values), None);
    come_back(&records);
    readings
}

/// Records are the same after they were written and read again, and go out in every format.
fn come_back(records: &[Record]) {
    let mut out = Vec::new();
    headwater_output::jsonl(records, &mut out).expect("memory");
    let again = headwater_output::read_jsonl(std::io::Cursor::new(&out)).expect("our own records");
    let mut twice = Vec::new();
    headwater_output::jsonl(&again, &mut twice).expect("memory");
    assert_eq!(out, twice, "records come back as they went");
    // Its own colours are set apart by the same letter, so the one without colours is looked at.
    assert!(!headwater_output::markdown(records).contains('\u{1B}'), "no code for a terminal comes from a page");
    let _shown = headwater_output::text(records, 80, headwater_output::Extent::All, "a.txt");
}

/// Any words in every place of a page, out in every format.
pub(crate) fn sinks(bytes: &[u8]) {
    let words = String::from_utf8_lossy(bytes).into_owned();
    let text = format!("The toll at {words} will rise, {words} said on Tuesday, citing two people.\n\n“{words}”");
    let word = || Some(words.clone());
    let hints = Hints { url: word(), outlet: word(), title: word(), byline: word(), ..Hints::default() };
    let pages = ["a", "b"].map(|place| Page {
        place: format!("{place}{words}"),
        body: Body::Exact(text.clone()),
        hints: hints.clone(),
    });
    let readings = sound(&pages);
    let stories = headwater::compare(&readings, knowledge());
    let records = headwater_output::records(&readings, &stories, Vec::new());
    for format in headwater_export::Format::ALL {
        for made in headwater_export::export(&records, *format).into_iter().flatten() {
            opens(&made);
        }
    }
}

/// Whether what was written is well formed by the rules of its kind.
fn opens(made: &headwater_export::File) {
    if made.name.ends_with(".parquet") {
        return;
    }
    let text = String::from_utf8(made.bytes.clone()).expect("UTF-8");
    match made.name.rsplit('.').next() {
        Some("json" | "jsonld") => drop(serde_json::from_str::<serde_json::Value>(&text).expect(&made.name)),
        Some("gexf" | "graphml") => {
            let mut reader = quick_xml::Reader::from_str(&text);
            while !matches!(reader.read_event().expect(&made.name), quick_xml::events::Event::Eof) {}
            assert!(!text.contains(|letter: char| letter < ' ' && !"\t\r\n".contains(letter)), "{}", made.name);
        }
        Some("csv") => assert!(!text.split("\r\n").any(|row| row.starts_with(['=', '+', '@'])), "{text}"),
        _ => {}
    }
}

/// Bytes for a store's file: an error, or a store whose every answer is sound or an error.
pub(crate) fn open_store(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.hw");
    std::fs::write(&file, bytes).expect("written");
    let Ok(store) = Store::open(&file) else { return };
    let faults = store.verify();
    let records = store.records();
    if let (Ok(faults), Ok(records)) = (&faults, &records)
        && faults.is_empty()
    {
        let values: Vec<_> = records.iter().map(|record| serde_json::to_value(record).expect("JSON")).collect();
        assert_eq!(oracle::fault(&values), None);
    }
    let _asked = (store.doctor().is_ok(), store.search("ferry", 5).is_ok(), store.story_numbered(1).is_ok());
}

/// Small reports, drawn from the bytes, that credit each other in any way: the order of pages changes no count, and no more
/// is provable than there is.
pub(crate) fn story(bytes: &[u8]) {
    const OUTLETS: [&str; 4] = ["Tolmeza Courier", "Quarn Morning", "Varnik Ledger", "Brundel Post"];
    const SAID: [&str; 6] = [
        "A bow door of the ferry Alvina had been left open, the OUTLET reported.",
        "A bow door of the ferry Alvina had been left open, two people familiar with the inquiry told the OUTLET.",
        "A bow door had been left open, harbour master Per Ekdal said on Tuesday.",
        "The ferry Alvina sank off Tolmeza on Monday night with 40 people on board.",
        "The OUTLET, citing Per Ekdal, reported that a bow door of the ferry Alvina had been left open.",
        "The union of seafarers denied that a bow door of the ferry Alvina had been left open.",
    ];
    let sentence = |byte: &u8| SAID[usize::from(*byte) % 6].replace("OUTLET", OUTLETS[usize::from(*byte) / 6 % 4]);
    let pages: Vec<Page> = bytes
        .chunks(3)
        .take(5)
        .enumerate()
        .map(|(at, chunk)| {
            let text = chunk.iter().map(sentence).collect::<Vec<_>>().join("\n\n");
            let hints = Hints { outlet: Some(OUTLETS[at % 4].to_owned()), ..Hints::default() };
            Page { place: at.to_string(), body: Body::Exact(text), hints }
        })
        .collect();
    let whole = most_origins(&pages);
    let turned: Vec<Page> = pages.iter().rev().cloned().collect();
    assert_eq!(most_origins(&turned), whole, "the order of pages");
    let (_, least, origins) = whole;
    assert!(least <= origins.max(1), "{least} provable of {origins} origins");
}

/// Of all claims: how many there are, the most that are provably independent, and the most origins.
fn most_origins(pages: &[Page]) -> (usize, usize, usize) {
    let readings = sound(pages);
    let claims: Vec<_> =
        headwater::compare(&readings, knowledge()).into_iter().flat_map(|story| story.claims).collect();
    let least = claims.iter().map(|claim| claim.independent.at_least).max().unwrap_or_default();
    let origins = claims.iter().map(|claim| claim.origins.len()).max().unwrap_or_default();
    (claims.len(), least, origins)
}
