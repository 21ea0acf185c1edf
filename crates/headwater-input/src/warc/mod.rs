//! Web archives: WARC, gzipped or not. One record is in memory at a time, and a page is named by its file and by the
//! byte at which its record begins, so that it can be found there again: `crawl.warc.gz@10482`.
//!
//! What is broken in one record is a [`Problem`] with that place; reading goes on with the next record that can be found.

mod source;
mod record;
mod http;
mod digest;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use headwater::{Hints, Page};

use self::record::{Broken, Head, Record};
use self::source::{Source, Spot};
use crate::open::{Cleaning, ToMake, page_of_html, page_of_text};
use crate::{Problem, decode};

/// The most bytes that a record may have, and that it may unpack to: 16 MiB. Real pages stay below 3.
pub(crate) const MOST: u64 = 16 << 20;

/// The most pages whose digest is kept to find again what a revisit means: some hundred MiB of memory at the worst.
const MOST_KNOWN: usize = 1_000_000;

/// The records of an archive that are pages, in order.
pub(crate) struct Archive {
    source: Source,
    place: String,
    /// The file, where it is one: what a revisit means is read from it again.
    file: Option<PathBuf>,
    cleaning: Cleaning,
    known: BTreeMap<String, Known>,
    records: usize,
    given: usize,
    over: bool,
}

/// Where a page with some digest stands.
struct Known {
    spot: Spot,
    address: Option<String>,
}

/// Whether bytes begin an archive; `raw` may be gzipped.
pub(crate) fn begins(raw: &[u8]) -> bool {
    let mut start = [0; 5];
    if raw.starts_with(&[0x1F, 0x8B]) {
        return flate2::bufread::GzDecoder::new(raw).read_exact(&mut start).is_ok() && &start == b"WARC/";
    }
    raw.starts_with(b"WARC/")
}

impl Archive {
    /// The archive in a stream, which may be the file `file`.
    pub(crate) fn new(
        raw: Box<dyn BufRead + Send>,
        place: String,
        file: Option<PathBuf>,
        cleaning: Cleaning,
    ) -> Archive {
        let source = Source::new(raw);
        Archive { source, place, file, cleaning, known: BTreeMap::new(), records: 0, given: 0, over: false }
    }

    fn problem(&self, spot: Spot, why: impl std::fmt::Display) -> ToMake {
        let problem = Problem::new(format!("{}@{spot}", self.place), why);
        Box::new(move || Err(problem))
    }

    /// The page that a record is, if it is one.
    fn page(&mut self, record: Record) -> Option<ToMake> {
        let (spot, cleaning) = (record.spot, self.cleaning);
        let place = format!("{}@{spot}", self.place);
        match record.head.kind.as_str() {
            "response" | "resource" | "conversion" if is_page(&record) => {
                self.remember(&record);
                Some(Box::new(move || made(&record, &place, cleaning)))
            }
            "revisit" => self.revisit(record),
            _ => None,
        }
    }

    fn remember(&mut self, record: &Record) {
        if let Some(digest) = &record.head.payload_digest
            && self.known.len() < MOST_KNOWN
        {
            let known = Known { spot: record.spot, address: record.head.address.clone() };
            self.known.entry(digest.clone()).or_insert(known);
        }
    }

    /// A page that was the same as an earlier one. At the same address it says nothing new; at another one it is a copy.
    fn revisit(&mut self, record: Record) -> Option<ToMake> {
        let address = record.head.address.clone();
        if address.is_some() && address == record.head.refers_to {
            return None;
        }
        let Some(known) = record.head.payload_digest.as_ref().and_then(|digest| self.known.get(digest)) else {
            let shown = address.as_deref().unwrap_or("no address");
            return Some(
                self.problem(record.spot, format!("{shown} is as it was before, in a record that is not in this file")),
            );
        };
        if known.address == address {
            return None;
        }
        let Some(file) = self.file.clone() else {
            return Some(self.problem(record.spot, "the same as an earlier record, which a stream cannot go back to"));
        };
        let (earlier, place, cleaning) = (known.spot, format!("{}@{}", self.place, record.spot), self.cleaning);
        Some(Box::new(move || {
            let mut found = again(&file, earlier).map_err(|why| Problem::new(&place, why))?;
            found.head.address = record.head.address;
            found.head.date = record.head.date;
            made(&found, &place, cleaning)
        }))
    }
}

impl Iterator for Archive {
    type Item = ToMake;

    fn next(&mut self) -> Option<ToMake> {
        while !self.over {
            match record::next(&mut self.source) {
                Ok(Some(record)) => {
                    self.records += 1;
                    if let Some(page) = self.page(record) {
                        self.given += 1;
                        return Some(page);
                    }
                }
                Ok(None) => {
                    self.over = true;
                    let none = format!("no page is among its {} records", self.records);
                    return (self.given == 0).then(|| self.problem(Spot::default(), none));
                }
                Err(Broken { spot, why, last }) => {
                    self.over = last;
                    self.given += 1;
                    return Some(self.problem(spot, why));
                }
            }
        }
        None
    }
}

/// The record that begins at `spot`.
fn again(file: &Path, spot: Spot) -> Result<Record, String> {
    let mut file = File::open(file).map_err(|error| error.to_string())?;
    file.seek(SeekFrom::Start(spot.offset)).map_err(|error| error.to_string())?;
    let mut source = Source::new(Box::new(std::io::BufReader::new(file)));
    source.skip(spot.inside).map_err(|error| error.to_string())?;
    let found = record::next(&mut source).map_err(|broken| broken.why)?;
    found.ok_or_else(|| "the earlier record is not there any more".to_owned())
}

/// Whether a record holds a page: HTML that a server gave, or text that somebody took out of one.
fn is_page(record: &Record) -> bool {
    match record.head.kind.as_str() {
        "response" => http::is_page(&record.block),
        "resource" => is_html(record.head.content_type.as_deref()),
        _ => is_html(record.head.content_type.as_deref()) || is_text(record.head.content_type.as_deref()),
    }
}

fn is_html(content_type: Option<&str>) -> bool {
    let kind = content_type.unwrap_or_default().to_ascii_lowercase();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml")
}

fn is_text(content_type: Option<&str>) -> bool {
    content_type.unwrap_or_default().to_ascii_lowercase().starts_with("text/plain")
}

/// The page of a record.
fn made(record: &Record, place: &str, cleaning: Cleaning) -> Result<Page, Problem> {
    let problem = |why: String| Problem::new(place, why);
    digest::check_block(record).map_err(problem)?;
    let (words, content_type) = match record.head.kind.as_str() {
        "response" => {
            let answer = http::answer(&record.block).map_err(problem)?;
            digest::check_payload(record, &answer).map_err(problem)?;
            (http::unpacked(&answer).map_err(problem)?, answer.content_type)
        }
        _ => (record.block.clone(), record.head.content_type.clone()),
    };
    let text_only = record.head.kind != "response" && is_text(content_type.as_deref());
    let declared = content_type.as_deref().and_then(charset);
    let declared = declared.or_else(|| if text_only { None } else { decode::declared_in_html(&words) });
    let decoded =
        decode::decode(&words, declared.as_deref()).ok_or_else(|| problem("no text: it has NUL bytes".to_owned()))?;
    if decoded.text.trim().is_empty() {
        return Err(problem("nothing in it".to_owned()));
    }
    let hints = hints(&record.head, decoded.note);
    match text_only {
        true => Ok(page_of_text(decoded.text, place.to_owned(), hints, cleaning)),
        false => Ok(page_of_html(&decoded.text, place.to_owned(), hints, cleaning)),
    }
}

/// What the archive says of a page. When it was captured is no day of publication, only a day by which it was there.
fn hints(head: &Head, note: Option<String>) -> Hints {
    let captured = head.date.as_ref().map(|date| format!("captured {date}"));
    Hints { url: head.address.clone(), notes: captured.into_iter().chain(note).collect(), ..Hints::default() }
}

/// The encoding that a content type names.
fn charset(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let label = lower.split("charset=").nth(1)?.trim_matches(['"', '\'', ' ']).to_owned();
    let end = label.find([';', ' ', '"', ',']).unwrap_or(label.len());
    Some(label[..end].to_owned()).filter(|label| !label.is_empty())
}
