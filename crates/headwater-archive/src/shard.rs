//! The Parquet file that one shard becomes: a row an article.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BinaryArray, Int32Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::errors::Result as Written;
use datafusion::parquet::file::metadata::KeyValue;
use datafusion::parquet::file::properties::WriterProperties;
use datafusion::parquet::file::reader::{FileReader, SerializedFileReader};
use headwater::{Knowledge, Page};

/// The name under which a file says what read it.
const READER: &str = "headwater_reader";
/// The name under which a file says how its words were cleaned.
const CLEANING: &str = "headwater_cleaning";
/// Rows in one group: what is in memory at one time, and what one task reads.
pub(crate) const ROWS: usize = 2048;

/// An article as a shard keeps it.
pub(crate) struct Row {
    id: String,
    /// Where it stands, and in which shard: no two articles have both in common.
    source: String,
    day: Option<i32>,
    terms: Vec<u8>,
    page: Vec<u8>,
    outlet: Option<String>,
    title: Option<String>,
    url: Option<String>,
    published: Option<String>,
}

impl Row {
    pub(crate) fn new(page: &Page, shard: &str, knowledge: &Knowledge) -> Row {
        let reading = headwater::read(page, knowledge);
        let terms = headwater::signature(&reading).terms(knowledge);
        let article = reading.article;
        Row {
            id: article.id.0,
            source: format!("{}\0{shard}", article.place),
            day: terms.day(),
            terms: terms.to_bytes(),
            page: headwater_store::pack_page(page),
            outlet: article.outlet,
            title: article.title,
            url: article.url,
            published: article.published.map(|published| published.when.edtf()),
        }
    }
}

pub(crate) fn schema() -> SchemaRef {
    let field = |name: &str, kind: DataType, open: bool| Field::new(name, kind, open);
    Arc::new(Schema::new(vec![
        field("id", DataType::Utf8, false),
        field("source", DataType::Utf8, false),
        field("day", DataType::Int32, true),
        field("terms", DataType::Binary, false),
        field("page", DataType::Binary, false),
        field("outlet", DataType::Utf8, true),
        field("title", DataType::Utf8, true),
        field("url", DataType::Utf8, true),
        field("published", DataType::Utf8, true),
    ]))
}

/// Opens a file to write rows to.
pub(crate) fn writer(file: File, cleaning: &str) -> Written<ArrowWriter<File>> {
    let about = |key: &str, value: String| KeyValue::new(key.to_owned(), value);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_max_row_group_row_count(Some(ROWS))
        .set_created_by(format!("headwater {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(vec![
            about(READER, headwater_store::reader()),
            about(CLEANING, cleaning.to_owned()),
        ]))
        .build();
    ArrowWriter::try_new(file, schema(), Some(properties))
}

pub(crate) fn batch(rows: Vec<Row>) -> Written<RecordBatch> {
    let texts =
        |text: fn(&Row) -> Option<&String>| Arc::new(rows.iter().map(text).collect::<StringArray>()) as ArrayRef;
    let bytes =
        |bytes: fn(&Row) -> &Vec<u8>| Arc::new(BinaryArray::from_iter_values(rows.iter().map(bytes))) as ArrayRef;
    let columns = vec![
        texts(|row| Some(&row.id)),
        texts(|row| Some(&row.source)),
        Arc::new(rows.iter().map(|row| row.day).collect::<Int32Array>()),
        bytes(|row| &row.terms),
        bytes(|row| &row.page),
        texts(|row| row.outlet.as_ref()),
        texts(|row| row.title.as_ref()),
        texts(|row| row.url.as_ref()),
        texts(|row| row.published.as_ref()),
    ];
    Ok(RecordBatch::try_new(schema(), columns)?)
}

/// What read a shard and how it was cleaned; `None` if the file is no such Parquet file.
pub(crate) fn about(path: &Path) -> Option<(String, String)> {
    let reader = SerializedFileReader::new(File::open(path).ok()?).ok()?;
    let pairs = reader.metadata().file_metadata().key_value_metadata()?;
    let of = |key: &str| pairs.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone());
    Some((of(READER)?, of(CLEANING)?))
}
