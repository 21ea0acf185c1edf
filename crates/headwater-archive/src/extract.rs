//! Shards to Parquet: a file in, a file out, whole or not at all.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use datafusion::parquet::arrow::ArrowWriter;
use headwater::Knowledge;
use headwater_input::{Cleaning, Problem, ToMake, Way};
use headwater_output::wire::{Record, Unread};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::ArchiveError;
use crate::shard::{self, ROWS, Row};

/// What to read, and where to.
pub struct Extract<'a> {
    /// The shards: a web archive, a file of JSON Lines, or any other file that headwater reads.
    pub files: &'a [PathBuf],
    /// The folder of the Parquet files; made if it is not there.
    pub out: &'a Path,
    /// How pages are read.
    pub way: Way,
}

/// What became of a shard.
#[derive(Debug)]
pub enum Extracted {
    /// It was read: so many articles, and what could not be read.
    Read {
        /// How many.
        articles: usize,
        /// Each with its place and the reason.
        unread: Vec<Problem>,
    },
    /// It was done before.
    Before,
    /// It could not be read or written; the others were.
    Failed(ArchiveError),
}

/// Makes a Parquet file of each shard that has none yet, under its own name, and says of each what became of it.
///
/// A file is there when all of its shard was read, and not before. Files of another build of headwater are made anew.
/// Pages are read on the threads of the current rayon pool; `page` hears of each.
pub fn extract(
    task: &Extract<'_>,
    knowledge: &Knowledge,
    page: &(dyn Fn() + Sync),
    told: &mut dyn FnMut(&Path, Extracted),
) -> Result<(), ArchiveError> {
    std::fs::create_dir_all(task.out).map_err(|why| ArchiveError::file("make", task.out, why))?;
    let mut names: BTreeMap<String, &Path> = BTreeMap::new();
    for file in task.files {
        let name = name_of(file);
        if let Some(other) = names.insert(name.clone(), file) {
            return Err(ArchiveError::SameName { one: other.to_owned(), other: file.clone(), name });
        }
    }
    for file in task.files {
        told(file, one(task, file, knowledge, page).unwrap_or_else(Extracted::Failed));
    }
    Ok(())
}

/// What the Parquet file of a shard is called.
fn name_of(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!("{name}.parquet")
}

/// Where it is written what of a shard could not be read.
pub(crate) fn unread_beside(parquet: &Path) -> PathBuf {
    parquet.with_extension("unread.jsonl")
}

fn one(
    task: &Extract,
    file: &Path,
    knowledge: &Knowledge,
    page: &(dyn Fn() + Sync),
) -> Result<Extracted, ArchiveError> {
    let name = name_of(file);
    let done = task.out.join(&name);
    let cleaning = if task.way.cleaning == Cleaning::ToTheLetter { "to the letter" } else { "clean" };
    let wanted = (headwater_store::reader(), cleaning.to_owned());
    if shard::about(&done).is_some_and(|about| about == wanted) {
        return Ok(Extracted::Before);
    }
    let part = task.out.join(format!(".{name}.{}.part", std::process::id()));
    let written = written(task, file, &part, cleaning, knowledge, page);
    let written = written.and_then(|(articles, unread)| {
        note_unread(&unread_beside(&done), &unread)?;
        std::fs::rename(&part, &done).map_err(|why| ArchiveError::file("write", &done, why))?;
        Ok(Extracted::Read { articles, unread })
    });
    if written.is_err() {
        std::fs::remove_file(&part).ok();
    }
    written
}

fn written(
    task: &Extract,
    file: &Path,
    part: &Path,
    cleaning: &str,
    knowledge: &Knowledge,
    page: &(dyn Fn() + Sync),
) -> Result<(usize, Vec<Problem>), ArchiveError> {
    let cannot = |why: &dyn std::fmt::Display| ArchiveError::file("write", part, why);
    let to = File::create(part).map_err(|why| cannot(&why))?;
    let mut writer: ArrowWriter<File> = shard::writer(to, cleaning).map_err(|why| cannot(&why))?;
    let shard = name_of(file);
    let mut pages = headwater_input::open(file, task.way.clone()).to_make();
    let (mut articles, mut unread) = (0, Vec::new());
    loop {
        let some: Vec<ToMake> = pages.by_ref().take(ROWS).collect();
        if some.is_empty() {
            break;
        }
        let row = |make: ToMake| {
            let row = make().map(|page| Row::new(&page, &shard, knowledge));
            page();
            row
        };
        let read: Vec<Result<Row, Problem>> = some.into_par_iter().map(row).collect();
        let mut rows = Vec::new();
        for one in read {
            match one {
                Ok(row) => rows.push(row),
                Err(problem) => unread.push(problem),
            }
        }
        articles += rows.len();
        shard::batch(rows).and_then(|batch| writer.write(&batch)).map_err(|why| cannot(&why))?;
    }
    let file = writer.into_inner().map_err(|why| cannot(&why))?;
    file.sync_all().map_err(|why| cannot(&why))?;
    Ok((articles, unread))
}

/// Writes down what could not be read, as records; nothing where all was.
fn note_unread(path: &Path, unread: &[Problem]) -> Result<(), ArchiveError> {
    if unread.is_empty() {
        std::fs::remove_file(path).ok();
        return Ok(());
    }
    let cannot = |why: std::io::Error| ArchiveError::file("write", path, why);
    let mut out = BufWriter::new(File::create(path).map_err(cannot)?);
    let record = |problem: &Problem| Record::Unread(Unread { place: problem.place.clone(), why: problem.why.clone() });
    let records: Vec<Record> = unread.iter().map(record).collect();
    headwater_output::jsonl(&records, &mut out).and_then(|()| out.flush()).map_err(cannot)
}
