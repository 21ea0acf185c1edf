//! Parquet, a file a table, with a `datapackage.json` that describes them. Written column by column, without Arrow.

use std::sync::Arc;

use headwater_output::wire::{Record, SCHEMA};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result as Written};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::tables::{Cell, Column, Kind, Table, tables};
use crate::{ExportError, File, package};

/// The tables of records as Parquet.
pub(crate) fn parquet(records: &[Record]) -> Result<Vec<File>, ExportError> {
    let tables = tables(records);
    let mut files = Vec::new();
    for table in &tables {
        let bytes = file(table).map_err(|error| ExportError::Write("Parquet", error.to_string()))?;
        files.push(File { name: format!("{}.parquet", table.name), bytes });
    }
    files.push(package::package(&tables, &files, "parquet"));
    Ok(files)
}

fn file(table: &Table) -> Written<Vec<u8>> {
    let about = |key: &str, value: String| KeyValue::new(key.to_owned(), value);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("headwater {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(vec![
            about("headwater_schema", SCHEMA.to_string()),
            about("description", table.about.to_owned()),
        ]))
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema(table)?), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for index in 0..table.columns.len() {
        let missing = || ParquetError::General("a column is missing".to_owned());
        let mut column = group.next_column()?.ok_or_else(missing)?;
        write(column.untyped(), table, index)?;
        column.close()?;
    }
    group.close()?;
    writer.into_inner()
}

/// Every column may be unknown but those of truth, which are never.
fn schema(table: &Table) -> Written<Type> {
    let field = |(name, kind, _): &Column| {
        let (physical, logical, repetition) = match kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::OPTIONAL),
            Kind::Number => (Physical::INT64, None, Repetition::OPTIONAL),
            Kind::Truth => (Physical::BOOLEAN, None, Repetition::REQUIRED),
        };
        let field = Type::primitive_type_builder(name, physical).with_logical_type(logical);
        field.with_repetition(repetition).build().map(Arc::new)
    };
    let fields: Written<Vec<_>> = table.columns.iter().map(field).collect();
    Type::group_type_builder(table.name).with_fields(fields?).build()
}

fn write(column: &mut ColumnWriter<'_>, table: &Table, index: usize) -> Written<()> {
    let cells = || table.rows.iter().map(|row| &row[index]);
    let known: Vec<i16> =
        cells().map(|cell| i16::from(!matches!(cell, Cell::Text(None) | Cell::Number(None)))).collect();
    match column {
        ColumnWriter::ByteArrayColumnWriter(column) => {
            let text = |cell: &Cell| {
                if let Cell::Text(Some(words)) = cell { Some(ByteArray::from(words.as_str())) } else { None }
            };
            column.write_batch(&cells().filter_map(text).collect::<Vec<_>>(), Some(&known), None)?;
        }
        ColumnWriter::Int64ColumnWriter(column) => {
            let number = |cell: &Cell| if let Cell::Number(number) = cell { *number } else { None };
            column.write_batch(&cells().filter_map(number).collect::<Vec<_>>(), Some(&known), None)?;
        }
        ColumnWriter::BoolColumnWriter(column) => {
            let truths: Vec<bool> = cells().map(|cell| *cell == Cell::Truth(true)).collect();
            column.write_batch(&truths, None, None)?;
        }
        _ => return Err(ParquetError::General("a column of an unknown kind".to_owned())),
    }
    Ok(())
}
