//! One file in, its pages out, one at a time.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use headwater::{Body, Hints, Page};

use crate::find::{kind, plain};
use crate::form::Form;
use crate::{MOST_BYTES, Problem, decode, feed, html, jsonl, opml};

/// What happens to the words of a page before they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleaning {
    /// Furniture is taken out.
    Clean,
    /// The words are taken to the letter: `--no-clean`.
    ToTheLetter,
}

/// The pages of one file, in order; what could not be read stands in its place.
pub struct Pages(Box<dyn Iterator<Item = Result<Page, Problem>> + Send>);

impl Iterator for Pages {
    type Item = Result<Page, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl Pages {
    fn one(page: Result<Page, Problem>) -> Pages {
        Pages(Box::new(std::iter::once(page)))
    }
}

/// Opens a file, whose format its extension and its first bytes tell; `.gz` is undone.
pub fn open(path: &Path, cleaning: Cleaning) -> Pages {
    let place = path.display().to_string();
    match File::open(path) {
        Ok(file) => read(Box::new(file), place, kind(path), cleaning),
        Err(error) => Pages::one(Err(Problem::new(place, plain(&error)))),
    }
}

/// Reads standard input, named `-`. What it holds is told by its first bytes.
pub fn standard_input(cleaning: Cleaning) -> Pages {
    read(Box::new(std::io::stdin()), "-".to_owned(), None, cleaning)
}

/// Reads pages that are in memory; `name` is what to call them, its extension tells their kind.
pub fn in_memory(name: &str, bytes: &'static [u8], cleaning: Cleaning) -> Pages {
    read(Box::new(bytes), name.to_owned(), kind(Path::new(name)), cleaning)
}

/// Reads pages that somebody sent; `name` is what to call them, its extension tells their kind.
pub fn from_bytes(name: &str, bytes: Vec<u8>, cleaning: Cleaning) -> Pages {
    read(Box::new(std::io::Cursor::new(bytes)), name.to_owned(), kind(Path::new(name)), cleaning)
}

fn read(raw: Box<dyn Read + Send>, place: String, kind: Option<String>, cleaning: Cleaning) -> Pages {
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    let zipped = raw.fill_buf().is_ok_and(|bytes| bytes.starts_with(&[0x1F, 0x8B]));
    let mut plain: Box<dyn BufRead + Send> =
        if zipped { Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(raw))) } else { Box::new(raw) };
    let form = match plain.fill_buf() {
        Ok(start) => Form::tell(kind.as_deref(), start),
        Err(error) => return Pages::one(Err(Problem::new(place, error))),
    };
    match form {
        Form::Lines => Pages(Box::new(Lines { input: plain, place, line: 0, cleaning, over: false })),
        Form::Feed => match all(plain, &place) {
            Ok(bytes) => Pages(Box::new(feed::pages(&bytes, &place, cleaning).into_iter())),
            Err(problem) => Pages::one(Err(problem)),
        },
        Form::Opml => {
            Pages::one(Err(all(plain, &place).map_or_else(|problem| problem, |bytes| opml::problem(&bytes, &place))))
        }
        Form::Text | Form::Html => Pages::one(whole(plain, place, form, cleaning)),
    }
}

/// All bytes of what is one page or one feed.
fn all(input: impl Read, place: &str) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = input.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| Problem::new(place, plain(&error)))?;
    if MOST_BYTES < bytes.len() as u64 {
        return Err(Problem::new(place, format!("over {} MiB; one page has far less", MOST_BYTES >> 20)));
    }
    Ok(bytes)
}

/// The one page of a text or HTML file.
fn whole(input: impl Read, place: String, form: Form, cleaning: Cleaning) -> Result<Page, Problem> {
    let bytes = all(input, &place)?;
    let is_html = form == Form::Html;
    let declared = if is_html { decode::declared_in_html(&bytes) } else { None };
    let Some(decoded) = decode::decode(&bytes, declared.as_deref()) else {
        return Err(Problem::new(place, "no text: it has NUL bytes"));
    };
    if decoded.text.trim().is_empty() {
        return Err(Problem::new(place, "nothing in it"));
    }
    let hints = Hints { notes: decoded.note.into_iter().collect(), ..Hints::default() };
    match is_html {
        true => Ok(page_of_html(&decoded.text, place, hints, cleaning)),
        false => Ok(page_of_text(decoded.text, place, hints, cleaning)),
    }
}

/// A page of plain text.
pub fn page_of_text(text: String, place: String, hints: Hints, cleaning: Cleaning) -> Page {
    let body = match cleaning {
        Cleaning::Clean => Body::Dump(text),
        Cleaning::ToTheLetter => Body::Exact(text),
    };
    Page { place, body, hints }
}

/// A page of HTML.
pub(crate) fn page_of_html(text: &str, place: String, given: Hints, cleaning: Cleaning) -> Page {
    let extracted = html::extract(text, given);
    let body = match cleaning {
        Cleaning::Clean => extracted.body,
        Cleaning::ToTheLetter => Body::Exact(html::all_words(text)),
    };
    Page { place, body, hints: extracted.hints }
}

/// The lines of a JSON Lines file.
struct Lines {
    input: Box<dyn BufRead + Send>,
    place: String,
    line: usize,
    cleaning: Cleaning,
    over: bool,
}

impl Iterator for Lines {
    type Item = Result<Page, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let bytes = match self.next_line()? {
                Ok(bytes) => bytes,
                Err(problem) => return Some(Err(problem)),
            };
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes).trim_ascii();
            if !bytes.is_empty() {
                return Some(self.page(bytes));
            }
        }
        None
    }
}

impl Lines {
    /// The next line; a line beyond the limit is passed over, so that the memory stays bounded.
    fn next_line(&mut self) -> Option<Result<Vec<u8>, Problem>> {
        let mut bytes = Vec::new();
        self.line += 1;
        match (&mut self.input).take(MOST_BYTES).read_until(b'\n', &mut bytes) {
            Ok(0) => None,
            Ok(_) if bytes.ends_with(b"\n") || (bytes.len() as u64) < MOST_BYTES => Some(Ok(bytes)),
            Ok(_) => {
                let skipped = self.input.skip_until(b'\n');
                self.over = skipped.is_err();
                Some(Err(self.problem(format!("over {} MiB", MOST_BYTES >> 20))))
            }
            Err(error) => {
                self.over = true;
                Some(Err(self.problem(plain(&error))))
            }
        }
    }

    fn page(&self, bytes: &[u8]) -> Result<Page, Problem> {
        let line = std::str::from_utf8(bytes).map_err(|_| self.problem("not UTF-8".to_owned()))?;
        let place = format!("{}:{}", self.place, self.line);
        jsonl::page(line, &place, self.cleaning).map_err(|why| Problem { place, why })
    }

    fn problem(&self, why: String) -> Problem {
        Problem { place: format!("{}:{}", self.place, self.line), why }
    }
}
