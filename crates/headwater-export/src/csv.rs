//! CSV (RFC 4180), a file a table, with a `datapackage.json` that describes them. No cell is a formula.

use headwater_output::wire::Record;

use crate::tables::{Cell, Table, tables};
use crate::{ExportError, File, package, safe};

/// The tables of records as CSV.
pub(crate) fn csv(records: &[Record]) -> Result<Vec<File>, ExportError> {
    let tables = tables(records);
    let files: Result<Vec<File>, ExportError> = tables.iter().map(file).collect();
    let mut files = files?;
    files.push(package::package(&tables, &files, "csv"));
    Ok(files)
}

fn file(table: &Table) -> Result<File, ExportError> {
    let failed = |error: String| ExportError::Write("a table", error);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let names = table.columns.iter().map(|(name, _, _)| *name);
    writer.write_record(names).map_err(|error| failed(error.to_string()))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(shown)).map_err(|error| failed(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    Ok(File { name: format!("{}.csv", table.name), bytes })
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => safe::cell(words.as_deref().unwrap_or_default()).into_owned(),
        Cell::Number(number) => number.map_or_else(String::new, |number| number.to_string()),
        Cell::Truth(so) => so.to_string(),
    }
}
