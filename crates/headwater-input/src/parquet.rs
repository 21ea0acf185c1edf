//! Parquet: a page a row, a row group in memory at a time. Columns go by the same names as those of CSV.

use std::collections::VecDeque;
use std::fs::File;
use std::panic::AssertUnwindSafe;
use std::path::Path;

use headwater::Page;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Map, Value};

use crate::open::{Pages, Way};
use crate::{Problem, jsonl};

/// The pages of a Parquet file. It is read from its end, so it must be a file.
pub(crate) fn pages(file: Option<&Path>, place: String, way: Way) -> Pages {
    let Some(file) = file else {
        let why = "Parquet is read from its end, so name the file, unpacked, instead of a stream";
        return Pages::made([Err(Problem::new(place, why))]);
    };
    match Rows::new(file, place.clone(), way) {
        Ok(rows) => Pages::made(rows),
        Err(why) => Pages::made([Err(Problem::new(place, why))]),
    }
}

/// The rows of a file.
struct Rows {
    reader: SerializedFileReader<File>,
    /// What each column holds.
    fields: Vec<String>,
    group: usize,
    row: usize,
    ready: VecDeque<Result<Page, Problem>>,
    place: String,
    way: Way,
}

impl Rows {
    fn new(file: &Path, place: String, way: Way) -> Result<Rows, String> {
        let file = File::open(file).map_err(|error| error.to_string())?;
        let reader = guarded(|| SerializedFileReader::new(file).map_err(|error| error.to_string()))?;
        let columns = reader.metadata().file_metadata().schema().get_fields();
        let header: Vec<String> = columns.iter().map(|column| column.name().to_owned()).collect();
        let fields = way.columns.fields(&header)?;
        Ok(Rows { reader, fields, group: 0, row: 0, ready: VecDeque::new(), place, way })
    }

    /// Reads the next row group.
    fn fill(&mut self) -> Result<(), String> {
        let group = self.reader.get_row_group(self.group).map_err(|error| error.to_string())?;
        for row in group.get_row_iter(None).map_err(|error| error.to_string())? {
            self.row += 1;
            let page = row.map_err(|error| error.to_string()).and_then(|row| self.page(&row));
            let place = || format!("{}:{}", self.place, self.row);
            self.ready.push_back(page.map_err(|why| Problem::new(place(), why)));
        }
        Ok(())
    }

    fn page(&self, row: &Row) -> Result<Page, String> {
        let mut fields = Map::new();
        for (name, (_, value)) in self.fields.iter().zip(row.get_column_iter()) {
            fields.insert(name.clone(), json(value));
        }
        let place = format!("{}:{}", self.place, self.row);
        let page = jsonl::page_of_fields(&fields, &place, self.way.cleaning);
        page.map_err(|_| "its cell for the text is empty".to_owned())
    }
}

impl Iterator for Rows {
    type Item = Result<Page, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && self.group < self.reader.num_row_groups() {
            let filled = guarded(|| self.fill());
            self.group += 1;
            if let Err(why) = filled {
                self.ready.push_back(Err(Problem::new(format!("{}:{}", self.place, self.row + 1), why)));
            }
        }
        self.ready.pop_front()
    }
}

/// The library is not ours to prove free of panics, and one damaged file must not end a run.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let done = std::panic::catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|_| Err("a Parquet file that cannot be read".to_owned()))
}

fn json(value: &Field) -> Value {
    match value {
        Field::Null => Value::Null,
        Field::Str(words) => Value::String(words.clone()),
        Field::Bytes(bytes) => Value::String(String::from_utf8_lossy(bytes.data()).into_owned()),
        // Days and moments come out as `1970-01-01` and `1970-01-01 00:00:00 +00:00`.
        other => Value::String(other.to_string()),
    }
}
