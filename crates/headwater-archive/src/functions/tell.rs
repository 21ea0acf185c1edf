//! `headwater_tell([page], lines)`, of all pages that tell one story: the rows of every table, and with `lines` the
//! records too, each with what orders it among those of other stories.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Int64Array, StringArray, UInt32Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result};
use headwater::Reading;
use headwater_export::{Cell, tables};
use headwater_output::wire::Record;

use super::lists::{as_lists, bytes, end, list, made, ranges, structure, structures};
use super::{Function, KNOWLEDGE};

/// The name under which the records of articles go, and that of stories: they are no tables.
pub(crate) const ARTICLE_LINES: &str = "article lines";
pub(crate) const STORY_LINES: &str = "story lines";

pub(super) fn function() -> Function {
    let element = structure(&[
        ("table", DataType::Utf8),
        ("major", DataType::Int64),
        ("minor", DataType::Utf8),
        ("id", DataType::Utf8),
        ("position", DataType::UInt32),
        ("row", DataType::Utf8),
    ]);
    Function::new("headwater_tell", 2, list(element), run)
}

/// What orders a row: articles by place and id, stories by size, first day and id, as in a run.
#[derive(Clone, Default)]
struct Key {
    major: i64,
    minor: Option<String>,
    id: String,
}

#[derive(Default)]
struct Rows {
    tables: Vec<&'static str>,
    keys: Vec<Key>,
    positions: Vec<u32>,
    rows: Vec<String>,
}

fn run(given: &[ArrayRef]) -> Result<ArrayRef> {
    let stories = as_lists(&given[0])?;
    let lines = given[1].as_boolean();
    let mut rows = Rows::default();
    let mut ends = Vec::new();
    for (at, range) in ranges(stories).enumerate() {
        let readings = range.map(|place| reading(stories.values(), place)).collect::<Result<Vec<Reading>>>()?;
        rows.add(&records(readings), lines.value(at))?;
        ends.push(end(rows.rows.len())?);
    }
    let text = |words: Vec<Option<String>>| Arc::new(StringArray::from(words)) as ArrayRef;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("table", Arc::new(StringArray::from(rows.tables))),
        ("major", Arc::new(Int64Array::from_iter_values(rows.keys.iter().map(|key| key.major)))),
        ("minor", text(rows.keys.iter().map(|key| key.minor.clone()).collect())),
        ("id", text(rows.keys.into_iter().map(|key| Some(key.id)).collect())),
        ("position", Arc::new(UInt32Array::from(rows.positions))),
        ("row", Arc::new(StringArray::from(rows.rows))),
    ];
    made(ends, structures(columns, None)?)
}

fn reading(pages: &ArrayRef, at: usize) -> Result<Reading> {
    let page = headwater_store::unpack_page(bytes(pages, at)?)
        .map_err(|why| DataFusionError::Execution(format!("a page is not as it was written: {why}")))?;
    Ok(headwater::read(&page, &KNOWLEDGE))
}

/// The records of one story, as a run of its pages alone has them.
fn records(mut readings: Vec<Reading>) -> Vec<Record> {
    readings.sort_by(|a, b| (&a.article.id, &a.article.place).cmp(&(&b.article.id, &b.article.place)));
    readings.dedup_by(|a, b| a.article.id == b.article.id);
    let story = headwater::tell(&readings, &KNOWLEDGE);
    headwater_output::records(&readings, std::slice::from_ref(&story), Vec::new())
}

impl Rows {
    fn add(&mut self, records: &[Record], lines: bool) -> Result<()> {
        let mut story = Key::default();
        let mut articles: BTreeMap<&str, Key> = BTreeMap::new();
        for record in records {
            let (table, key) = match record {
                Record::Story(told) => {
                    let major = -(told.articles.len() as i64);
                    story = Key { major, minor: told.first.clone(), id: told.id.clone() };
                    (STORY_LINES, &story)
                }
                Record::Article(article) => {
                    let key = Key { major: 0, minor: Some(article.place.clone()), id: article.id.clone() };
                    (ARTICLE_LINES, &*articles.entry(&article.id).or_insert(key))
                }
                Record::Run(_) | Record::Unread(_) => continue,
            };
            if lines {
                let line = serde_json::to_string(record).map_err(|error| DataFusionError::External(error.into()))?;
                self.push(table, key.clone(), 0, line);
            }
        }
        for table in tables(records) {
            let of_article = table.columns[0].0 == "article";
            for (position, row) in table.rows.iter().enumerate() {
                let key = match row.first() {
                    Some(Cell::Text(Some(id))) if of_article => articles.get(id.as_str()).unwrap_or(&story),
                    _ => &story,
                };
                self.push(table.name, key.clone(), position as u32, line_of(row));
            }
        }
        Ok(())
    }

    fn push(&mut self, table: &'static str, key: Key, position: u32, row: String) {
        self.tables.push(table);
        self.keys.push(key);
        self.positions.push(position);
        self.rows.push(row);
    }
}

/// A row as a JSON array.
fn line_of(row: &[Cell]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Text(words) => serde_json::json!(words),
        Cell::Number(number) => serde_json::json!(number),
        Cell::Truth(truth) => serde_json::json!(truth),
    };
    serde_json::Value::Array(row.iter().map(cell).collect()).to_string()
}
