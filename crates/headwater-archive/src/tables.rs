//! The files that a run leaves: a Parquet file a table, and the records as JSON Lines.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::{DataFusionError, Result};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::metadata::KeyValue;
use datafusion::parquet::file::properties::WriterProperties;
use headwater_export::{Kind, Table};
use headwater_output::wire::{Record, Run, SCHEMA, Unread};
use serde_json::Value;

use crate::functions::{ARTICLE_LINES, STORY_LINES};

/// Rows that are put together before they are written.
const ROWS: usize = 4096;

/// Files being written, under names that are theirs when all are.
pub(crate) struct Files {
    out: PathBuf,
    tables: Vec<(Table, Vec<Value>, ArrowWriter<File>)>,
    records: Option<BufWriter<File>>,
    /// How many rows came.
    pub(crate) rows: usize,
    /// How many of them are stories.
    pub(crate) stories: usize,
}

impl Files {
    pub(crate) fn new(out: &Path, records: bool) -> Result<Files> {
        let mut tables = Vec::new();
        for table in headwater_export::tables(&[]) {
            let writer = writer(&table, File::create(part(out, &format!("{}.parquet", table.name)))?)?;
            tables.push((table, Vec::new(), writer));
        }
        let mut files = Files { out: out.to_owned(), tables, records: None, rows: 0, stories: 0 };
        if records {
            let mut to = BufWriter::new(File::create(part(out, RECORDS))?);
            let run = Record::Run(Run { schema: SCHEMA, headwater: env!("CARGO_PKG_VERSION").to_owned() });
            headwater_output::jsonl(&[run], &mut to)?;
            files.records = Some(to);
        }
        Ok(files)
    }

    /// Takes a row of a table, as JSON; rows come by table, in the order in which a run has them.
    pub(crate) fn add(&mut self, table: &str, row: &str) -> Result<()> {
        self.rows += 1;
        if table == ARTICLE_LINES || table == STORY_LINES {
            if let Some(records) = &mut self.records {
                records.write_all(row.as_bytes())?;
                records.write_all(b"\n")?;
            }
            return Ok(());
        }
        self.stories += usize::from(table == "stories");
        let row = serde_json::from_str(row).map_err(|error| DataFusionError::External(error.into()))?;
        let known = self.tables.iter_mut().find(|(known, ..)| known.name == table);
        let (table, rows, writer) =
            known.ok_or_else(|| DataFusionError::Execution(format!("no table is called {table}")))?;
        rows.push(row);
        if rows.len() == ROWS { write(table, rows, writer) } else { Ok(()) }
    }

    /// Adds what could not be read, and puts all files in their places.
    pub(crate) fn finish(mut self, unread: &[Unread]) -> Result<usize> {
        for problem in unread {
            self.add("unread", &serde_json::json!([problem.place, problem.why]).to_string())?;
        }
        let mut names = Vec::new();
        for (table, mut rows, mut writer) in self.tables {
            write(&table, &mut rows, &mut writer)?;
            writer.close()?;
            names.push(format!("{}.parquet", table.name));
        }
        if let Some(mut records) = self.records {
            let unread: Vec<Record> = unread.iter().cloned().map(Record::Unread).collect();
            headwater_output::jsonl(&unread, &mut records)?;
            records.flush()?;
            names.push(RECORDS.to_owned());
        }
        for name in names {
            std::fs::rename(part(&self.out, &name), self.out.join(name))?;
        }
        Ok(self.rows)
    }
}

/// What the records are called.
const RECORDS: &str = "records.jsonl";

fn part(out: &Path, name: &str) -> PathBuf {
    out.join(format!(".{name}.part"))
}

fn schema(table: &Table) -> SchemaRef {
    let field = |(name, kind, _): &(&str, Kind, &str)| match kind {
        Kind::Text => Field::new(*name, DataType::Utf8, true),
        Kind::Number => Field::new(*name, DataType::Int64, true),
        Kind::Truth => Field::new(*name, DataType::Boolean, false),
    };
    Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()))
}

fn writer(table: &Table, file: File) -> Result<ArrowWriter<File>> {
    let about = |key: &str, value: String| KeyValue::new(key.to_owned(), value);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by(format!("headwater {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(vec![
            about("headwater_schema", SCHEMA.to_string()),
            about("description", table.about.to_owned()),
        ]))
        .build();
    Ok(ArrowWriter::try_new(file, schema(table), Some(properties))?)
}

/// Writes the rows and forgets them.
fn write(table: &Table, rows: &mut Vec<Value>, writer: &mut ArrowWriter<File>) -> Result<()> {
    let column = |(at, (_, kind, _)): (usize, &(&str, Kind, &str))| -> ArrayRef {
        let cells = rows.iter().map(|row| &row[at]);
        match kind {
            Kind::Text => Arc::new(cells.map(Value::as_str).collect::<StringArray>()),
            Kind::Number => Arc::new(cells.map(Value::as_i64).collect::<Int64Array>()),
            Kind::Truth => Arc::new(cells.map(Value::as_bool).collect::<BooleanArray>()),
        }
    };
    let columns = table.columns.iter().enumerate().map(column).collect();
    writer.write(&RecordBatch::try_new(schema(table), columns)?)?;
    rows.clear();
    Ok(())
}
