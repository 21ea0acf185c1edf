//! One file in, its pages out, one at a time.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use headwater::{Body, Hints, Page};

use crate::find::{kind, plain};
use crate::form::Form;
#[cfg(feature = "parquet")]
use crate::parquet;
use crate::table::Columns;
use crate::{MOST_BYTES, MOST_TEXT, Problem, decode, feed, honest, html, jsonl, opml, table, warc};

/// What happens to the words of a page before they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleaning {
    /// Furniture is taken out.
    Clean,
    /// The words are taken to the letter: `--no-clean`.
    ToTheLetter,
}

/// A page that is found but not yet made: its bytes are there, and the work of unpacking and cleaning them is not done.
pub type ToMake = Box<dyn FnOnce() -> Result<Page, Problem> + Send>;

/// The pages of one file, in order; what could not be read stands in its place.
pub struct Pages(Box<dyn Iterator<Item = ToMake> + Send>);

impl Iterator for Pages {
    type Item = Result<Page, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|page| page())
    }
}

impl Pages {
    /// The pages as work to do, so that many threads can make them while one reads the file.
    pub fn to_make(self) -> impl Iterator<Item = ToMake> + Send + 'static {
        self.0
    }

    pub(crate) fn made(pages: impl IntoIterator<Item = Result<Page, Problem>, IntoIter: Send + 'static>) -> Pages {
        Pages(Box::new(pages.into_iter().map(|page| -> ToMake { Box::new(move || page) })))
    }

    fn one(page: Result<Page, Problem>) -> Pages {
        Pages::made([page])
    }

    /// The same, without those that have more words than an article can have.
    fn bounded(self) -> Pages {
        Pages(Box::new(self.0.map(|page| -> ToMake { Box::new(move || page().and_then(article_sized)) })))
    }
}

/// The page, if its text is not longer than [`MOST_TEXT`]: reading more would take the time of thousands of articles.
///
/// What cannot be seen in it is noted.
fn article_sized(mut page: Page) -> Result<Page, Problem> {
    let text = match &page.body {
        Body::Dump(text) | Body::Exact(text) | Body::Extracted { text, .. } => text,
    };
    if MOST_TEXT < text.len() {
        let why = format!("over {} MiB of text; one article has far less, so several may stand in it", MOST_TEXT >> 20);
        return Err(Problem::new(page.place, why));
    }
    let notes = honest::notes(&page, text);
    page.hints.notes.extend(notes);
    Ok(page)
}

/// How pages are to be read.
#[derive(Clone, Debug)]
pub struct Way {
    /// What happens to their words.
    pub cleaning: Cleaning,
    /// Which columns of tables hold what, where that was said.
    pub columns: Columns,
}

impl From<Cleaning> for Way {
    fn from(cleaning: Cleaning) -> Way {
        Way { cleaning, columns: Columns::default() }
    }
}

/// Opens a file, whose format its extension and its first bytes tell; `.gz` is undone.
pub fn open(path: &Path, way: impl Into<Way>) -> Pages {
    let place = path.display().to_string();
    match File::open(path) {
        Ok(file) => {
            let opening = Opening { place, kind: kind(path), file: Some(path.to_owned()), way: way.into() };
            opening.read(Box::new(file))
        }
        Err(error) => Pages::one(Err(Problem::new(place, plain(&error)))),
    }
}

/// Reads standard input, named `-`. What it holds is told by its first bytes.
pub fn standard_input(way: impl Into<Way>) -> Pages {
    Opening { place: "-".to_owned(), kind: None, file: None, way: way.into() }.read(Box::new(std::io::stdin()))
}

/// Reads pages that are in memory; `name` is what to call them, its extension tells their kind.
pub fn in_memory(name: &str, bytes: &'static [u8], cleaning: Cleaning) -> Pages {
    named(name, cleaning).read(Box::new(bytes))
}

/// Reads pages that somebody sent; `name` is what to call them, its extension tells their kind.
pub fn from_bytes(name: &str, bytes: Vec<u8>, cleaning: Cleaning) -> Pages {
    named(name, cleaning).read(Box::new(std::io::Cursor::new(bytes)))
}

fn named(name: &str, cleaning: Cleaning) -> Opening {
    Opening { place: name.to_owned(), kind: kind(Path::new(name)), file: None, way: cleaning.into() }
}

/// What is known of a file before its first byte.
struct Opening {
    place: String,
    /// Its extension.
    kind: Option<String>,
    /// Where it is, if it is a file that can be gone back to.
    file: Option<PathBuf>,
    way: Way,
}

impl Opening {
    fn read(self, raw: Box<dyn Read + Send>) -> Pages {
        self.all(raw).bounded()
    }

    fn all(self, raw: Box<dyn Read + Send>) -> Pages {
        let Opening { place, kind, file, way } = self;
        let cleaning = way.cleaning;
        let mut raw = BufReader::with_capacity(1 << 16, raw);
        let (zipped, archive) = match raw.fill_buf() {
            Ok(start) => (start.starts_with(&[0x1F, 0x8B]), warc::begins(start)),
            Err(error) => return Pages::one(Err(Problem::new(place, plain(&error)))),
        };
        if archive || kind.as_deref() == Some("warc") {
            return Pages(Box::new(warc::Archive::new(Box::new(raw), place, file, cleaning)));
        }
        let mut text: Box<dyn BufRead + Send> =
            if zipped { Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(raw))) } else { Box::new(raw) };
        let form = match text.fill_buf() {
            Ok(start) => Form::tell(kind.as_deref(), start),
            Err(error) => return Pages::one(Err(Problem::new(place, error))),
        };
        match form {
            Form::Lines => Pages::made(Lines { input: text, place, line: 0, cleaning, over: false }),
            #[cfg(feature = "parquet")]
            Form::Parquet => parquet::pages(file.as_deref(), place, way),
            #[cfg(not(feature = "parquet"))]
            Form::Parquet => {
                let why = "a Parquet file; this program was built without `--features parquet`";
                Pages::one(Err(Problem::new(place, why)))
            }
            Form::Table(separator) => table::pages(text, separator, place, way),
            Form::Feed => match all(text, &place) {
                Ok(bytes) => Pages::made(feed::pages(&bytes, &place, cleaning)),
                Err(problem) => Pages::one(Err(problem)),
            },
            Form::Opml => {
                let bytes = all(text, &place);
                Pages::one(Err(bytes.map_or_else(|problem| problem, |bytes| opml::problem(&bytes, &place))))
            }
            Form::Text | Form::Html => Pages::one(whole(text, place, form, cleaning)),
        }
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

/// The page that a line of JSON holds; `place` is what to call it where the line does not say.
pub fn page_of_line(line: &str, place: &str, cleaning: Cleaning) -> Result<Page, Problem> {
    jsonl::page(line, place, cleaning).map_err(|why| Problem::new(place, why))
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
        page_of_line(line, &place, self.cleaning)
    }

    fn problem(&self, why: String) -> Problem {
        Problem { place: format!("{}:{}", self.place, self.line), why }
    }
}
