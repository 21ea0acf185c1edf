//! Tables: CSV and TSV, a page a row. Columns go by the names that fields of JSON Lines go by, or by those that were said.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::ByteRecord;
use headwater::Page;
use serde_json::{Map, Value};

use crate::open::{Pages, Way};
use crate::{MOST_BYTES, Problem, decode, jsonl};

/// Which columns of a table hold what: `text=body,title=headline`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(BTreeMap<String, String>);

/// Why words do not name columns.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// There is no `=`.
    #[error("`{0}` is no FIELD=COLUMN, like text=body")]
    NoPair(String),
    /// No such field.
    #[error("`{0}` is no field; there are id, text, html, published, outlet, url, title, byline, language")]
    NoField(String),
}

impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(words: &str) -> Result<Columns, ColumnsError> {
        let mut columns = BTreeMap::new();
        for pair in words.split(',').filter(|pair| !pair.trim().is_empty()) {
            let Some((field, column)) = pair.split_once('=') else { return Err(ColumnsError::NoPair(pair.to_owned())) };
            let field = plain(field);
            let known = jsonl::FIELDS.iter().find(|(name, others)| *name == field || others.contains(&field.as_str()));
            let Some((name, _)) = known else { return Err(ColumnsError::NoField(field)) };
            columns.insert((*name).to_owned(), column.trim().to_owned());
        }
        Ok(Columns(columns))
    }
}

impl Columns {
    /// For each column of a table, the field it holds; the error says which column that was named is not there.
    pub(crate) fn fields(&self, header: &[String]) -> Result<Vec<String>, String> {
        let mut fields: Vec<String> = header.iter().map(|name| plain(name)).collect();
        for (field, column) in &self.0 {
            let Some(at) = header.iter().position(|name| name.trim().eq_ignore_ascii_case(column)) else {
                return Err(format!("there is no column `{column}`; there are {}", listed(header)));
            };
            let (_, others) = jsonl::FIELDS.iter().find(|(name, _)| name == field).ok_or("no such field")?;
            for name in fields.iter_mut().filter(|name| others.contains(&name.as_str())) {
                *name = format!("other {name}");
            }
            fields[at].clone_from(field);
        }
        let has = |wanted: &str| {
            let (_, names) = jsonl::FIELDS.iter().find(|(name, _)| *name == wanted).copied().unwrap_or_default();
            fields.iter().any(|field| names.contains(&field.as_str()))
        };
        if !has("text") && !has("html") {
            let advice = "say which column holds the text with --columns text=COLUMN";
            return Err(format!("no column is called `text` or `html`; there are {}; {advice}", listed(header)));
        }
        Ok(fields)
    }
}

/// A column's name as fields are called: `Publish Date` is `publish_date`.
fn plain(name: &str) -> String {
    let name = name.trim().trim_start_matches('\u{FEFF}');
    // The one field whose usual name has a capital letter.
    if name == "pubDate" { name.to_owned() } else { name.to_lowercase().replace([' ', '-', '.'], "_") }
}

fn listed(names: &[String]) -> String {
    let mut shown: Vec<String> = names.iter().take(12).map(|name| format!("`{}`", name.trim())).collect();
    shown.extend((12 < names.len()).then(|| format!("{} more", names.len() - 12)));
    shown.join(", ")
}

/// The pages of a table.
pub(crate) fn pages(input: Box<dyn BufRead + Send>, separator: u8, place: String, way: Way) -> Pages {
    let left = Arc::new(AtomicU64::new(MOST_BYTES));
    let bounded = Bounded { inner: input, left: left.clone() };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(bounded);
    let fields = match reader.byte_headers() {
        Ok(header) => way.columns.fields(&header.iter().map(|name| words(name).0).collect::<Vec<_>>()),
        Err(error) => Err(said(&error)),
    };
    match fields {
        Ok(fields) => Pages::made(Rows { reader, left, fields, place, way, over: false }),
        Err(why) => Pages::made([Err(Problem::new(place, why))]),
    }
}

/// The rows of a table.
struct Rows {
    reader: csv::Reader<Bounded>,
    left: Arc<AtomicU64>,
    fields: Vec<String>,
    place: String,
    way: Way,
    over: bool,
}

impl Iterator for Rows {
    type Item = Result<Page, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut row = ByteRecord::new();
        while !self.over {
            self.left.store(MOST_BYTES, Ordering::Relaxed);
            match self.reader.read_byte_record(&mut row) {
                Ok(true) if row.iter().all(|cell| cell.trim_ascii().is_empty()) => {}
                Ok(true) => return Some(self.page(&row)),
                Ok(false) => self.over = true,
                Err(error) => {
                    self.over = true;
                    return Some(Err(self.problem(self.reader.position().line(), said(&error))));
                }
            }
        }
        None
    }
}

impl Rows {
    fn page(&self, row: &ByteRecord) -> Result<Page, Problem> {
        let line = row.position().map_or(0, csv::Position::line);
        let mut notes = Vec::new();
        let mut fields = Map::new();
        for (field, cell) in self.fields.iter().zip(row.iter()) {
            let (words, note) = words(cell);
            notes.extend(note);
            fields.insert(field.clone(), Value::String(words));
        }
        if row.len() != self.fields.len() {
            notes.push(format!("its row has {} cells and the table {} columns", row.len(), self.fields.len()));
        }
        let place = format!("{}:{line}", self.place);
        let page = jsonl::page_of_fields(&fields, &place, self.way.cleaning);
        let mut page = page.map_err(|_| self.problem(line, "its cell for the text is empty".to_owned()))?;
        page.hints.notes.extend(notes);
        Ok(page)
    }

    fn problem(&self, line: u64, why: String) -> Problem {
        Problem::new(format!("{}:{line}", self.place), why)
    }
}

/// A cell as text, and how its bytes were read where they are no UTF-8.
fn words(cell: &[u8]) -> (String, Option<String>) {
    match std::str::from_utf8(cell) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => decode::decode(cell, None).map_or_else(
            || (String::from_utf8_lossy(cell).into_owned(), Some("some bytes are no text".to_owned())),
            |decoded| (decoded.text, decoded.note),
        ),
    }
}

fn said(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    }
}

/// A stream that ends with an error where one row takes too much of it: as a rule a quotation mark was never closed.
struct Bounded {
    inner: Box<dyn BufRead + Send>,
    left: Arc<AtomicU64>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.left.load(Ordering::Relaxed);
        self.left.store(left.saturating_sub(read as u64), Ordering::Relaxed);
        if left < read as u64 {
            let why = format!("a row of over {} MiB; a quotation mark may not be closed", MOST_BYTES >> 20);
            return Err(io::Error::other(why));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, ColumnsError};
    use crate::{Cleaning, Problem, Way, from_bytes};
    use headwater::{Body, Page};

    fn rows(table: &str) -> Vec<Result<Page, Problem>> {
        from_bytes("t.csv", table.as_bytes().to_vec(), Cleaning::ToTheLetter).collect()
    }

    fn check(columns: &str, header: &str, expected: Result<&str, &str>) {
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        let fields = columns.parse::<Columns>().expect("columns").fields(&header).map(|fields| fields.join(","));
        assert_eq!(fields.as_deref().map_err(|why| why.split(';').next().unwrap_or_default()), expected);
    }

    #[test]
    fn columns_are_known_by_their_usual_names_or_by_what_was_said() {
        check("", "ID,Publish Date,Body,Source", Ok("id,publish_date,body,source"));
        check("text=Volltext,date=Tag", "Tag,Volltext,Text", Ok("published,text,other text"));
        check("", "a,b", Err("no column is called `text` or `html`"));
        check("text=c", "a,b", Err("there is no column `c`"));
        assert_eq!("text".parse::<Columns>(), Err(ColumnsError::NoPair("text".to_owned())));
        assert_eq!("colour=a".parse::<Columns>(), Err(ColumnsError::NoField("colour".to_owned())));
    }

    #[test]
    fn a_row_is_a_page_named_by_its_line() {
        let found = rows("headline,body,url\n\"A, b\",\"One\n\"\"two\"\"\",https://x.example/1\n,Three,\n");
        let first = found[0].as_ref().expect("a page");
        assert_eq!(first.body, Body::Exact("One\n\"two\"".to_owned()));
        assert_eq!((first.place.as_str(), first.hints.title.as_deref()), ("https://x.example/1", Some("A, b")));
        assert_eq!(found[1].as_ref().expect("a page").place, "t.csv:4");
    }

    #[test]
    fn rows_without_words_are_named_and_the_others_are_read() {
        let found = rows("text,title\n,Nothing\nWords,\n\n");
        assert_eq!(
            found[0].as_ref().expect_err("none").to_string(),
            "cannot read `t.csv:2`: its cell for the text is empty"
        );
        assert!(found[1].is_ok() && found.len() == 2);
        assert!(rows("a;b\n1;2")[0].as_ref().expect_err("no text").to_string().contains("there are `a`, `b`"));
        let _ = Way::from(Cleaning::Clean);
    }
}
