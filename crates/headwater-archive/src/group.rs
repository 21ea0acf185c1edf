//! From shards to stories.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Instant;

use datafusion::arrow::array::types::Int64Type;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::common::{DataFusionError, Result, exec_err};
use datafusion::prelude::SessionContext;
use headwater_output::wire::{Record, Unread};

use crate::extract::unread_beside;
use crate::plan::{self, Planned, Step};
use crate::tables::Files;
use crate::{ArchiveError, Engine, engine, shard};

/// The most rounds of connected components: each at least halves what is left, and articles are at most 2^32.
const MOST_ROUNDS: usize = 64;

/// How often a step is run whose rows are not whole.
const MOST_ATTEMPTS: usize = 3;

/// What to group, where, and where to.
pub struct Group<'a> {
    /// Folders of the files that [`crate::extract`] made; or such files.
    pub shards: &'a [PathBuf],
    /// The folder for what is found; made if it is not there.
    pub out: &'a Path,
    /// What runs the plan.
    pub engine: Engine,
    /// Whether the records are written too, as `headwater read --format jsonl` does.
    pub records: bool,
}

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grouped {
    /// Articles, each once.
    pub articles: usize,
    /// Stories.
    pub stories: usize,
    /// How much of the shards could not be read.
    pub unread: usize,
}

/// Finds copies, stories and origins in what was extracted, and writes them as tables into a folder.
///
/// The steps lie in a folder `steps` there until all is done: a run that was stopped is taken up where it was. `told`
/// hears of each step.
pub fn group(task: &Group<'_>, told: &mut dyn FnMut(&Step)) -> std::result::Result<Grouped, ArchiveError> {
    let files = files(task.shards)?;
    let unread = unread(&files)?;
    let steps = std::path::absolute(task.out).map_err(|why| ArchiveError::file("find", task.out, why))?.join("steps");
    std::fs::create_dir_all(&steps).map_err(|why| ArchiveError::file("make", &steps, why))?;
    same_task(&steps, &files, task.records)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|why| ArchiveError::Engine { step: "start".to_owned(), why: why.to_string() })?;
    let grouped = runtime.block_on(async {
        let context = task.engine.session(&steps).await.map_err(ArchiveError::engine("start"))?;
        let mut run = Run { context, on_cluster: matches!(task.engine, Engine::Cluster { .. }), steps: &steps, told };
        run.shards(&files).await.map_err(ArchiveError::engine("shards"))?;
        run.all(task, &unread).await
    })?;
    std::fs::remove_dir_all(&steps).map_err(|why| ArchiveError::file("remove", &steps, why))?;
    Ok(grouped)
}

/// The shards, each read by this build.
fn files(shards: &[PathBuf]) -> std::result::Result<Vec<PathBuf>, ArchiveError> {
    let mut files = Vec::new();
    for given in shards {
        if given.is_file() {
            files.push(given.clone());
            continue;
        }
        let cannot = |why| ArchiveError::file("read", given, why);
        for entry in std::fs::read_dir(given).map_err(cannot)? {
            let path = entry.map_err(cannot)?.path();
            let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if !hidden && path.extension().is_some_and(|extension| extension == "parquet") {
                files.push(path);
            }
        }
    }
    let absolute = |path: PathBuf| std::path::absolute(&path).map_err(|why| ArchiveError::file("find", &path, why));
    let mut files: Vec<PathBuf> = files.into_iter().map(absolute).collect::<std::result::Result<_, _>>()?;
    files.sort();
    files.dedup();
    files.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
    if let Some(same) = files.windows(2).find(|two| two[0].file_name() == two[1].file_name()) {
        let name = same[0].file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Err(ArchiveError::SameName { one: same[0].clone(), other: same[1].clone(), name });
    }
    for path in &files {
        let (by, _) = shard::about(path)
            .ok_or_else(|| ArchiveError::file("read", path, "no file that `headwater archive extract` made"))?;
        if by != headwater_store::reader() {
            return Err(ArchiveError::OtherReader { path: path.clone(), by });
        }
    }
    if files.is_empty() {
        let given: Vec<String> = shards.iter().map(|path| format!("`{}`", path.display())).collect();
        return Err(ArchiveError::NoShards(given.join(", ")));
    }
    Ok(files)
}

/// What of the shards could not be read, in the order of a run.
fn unread(files: &[PathBuf]) -> std::result::Result<Vec<Unread>, ArchiveError> {
    let mut unread = Vec::new();
    for path in files.iter().map(|path| unread_beside(path)).filter(|path| path.is_file()) {
        let file = File::open(&path).map_err(|why| ArchiveError::file("read", &path, why))?;
        let records = headwater_output::read_jsonl(BufReader::new(file));
        let records = records.map_err(|why| ArchiveError::file("read", &path, why))?;
        unread.extend(records.into_iter().filter_map(|record| match record {
            Record::Unread(unread) => Some(unread),
            _ => None,
        }));
    }
    unread.sort_by(|a, b| (&a.place, &a.why).cmp(&(&b.place, &b.why)));
    Ok(unread)
}

/// Forgets the steps of another task: of other shards, or by another build.
fn same_task(steps: &Path, files: &[PathBuf], records: bool) -> std::result::Result<(), ArchiveError> {
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |about| about.len());
    let lines = files.iter().map(|path| format!("{} {}\n", size(path), path.display()));
    let task = format!("{}\nrecords {records}\n{}", headwater_store::reader(), lines.collect::<String>());
    let note = steps.join("task.txt");
    if std::fs::read_to_string(&note).is_ok_and(|earlier| earlier == task) {
        return Ok(());
    }
    let cannot = |why| ArchiveError::file("clear", steps, why);
    for entry in std::fs::read_dir(steps).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }.map_err(cannot)?;
    }
    std::fs::write(&note, task).map_err(|why| ArchiveError::file("write", &note, why))
}

/// A plan on its way.
struct Run<'r> {
    context: SessionContext,
    on_cluster: bool,
    steps: &'r Path,
    told: &'r mut dyn FnMut(&Step),
}

impl Run<'_> {
    /// Makes one table of all shards.
    async fn shards(&self, files: &[PathBuf]) -> Result<()> {
        let paths: Vec<String> = files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let shards = self.context.read_parquet(paths, Default::default()).await?;
        self.context.register_table("shard", shards.into_view())?;
        Ok(())
    }

    async fn all(&mut self, task: &Group<'_>, unread: &[Unread]) -> std::result::Result<Grouped, ArchiveError> {
        for step in plan::TO_PAIRS {
            self.step(step.table, step).await?;
        }
        self.components().await?;
        self.step("story", plan::STORY).await?;
        self.step("told", plan::told(task.records)).await?;
        let began = Instant::now();
        let (rows, stories) = self.tables(task, unread).await.map_err(ArchiveError::engine("tables"))?;
        (self.told)(&Step { name: "tables".to_owned(), rows, bytes: 0, took: Some(began.elapsed()) });
        let articles = self.count("article").await.map_err(ArchiveError::engine("article"))?;
        Ok(Grouped { articles, stories, unread: unread.len() })
    }

    fn path(&self, file: &str) -> PathBuf {
        self.steps.join(format!("{file}.parquet"))
    }

    /// Runs a step to its file, unless that is there, and makes a table of it.
    async fn step(&mut self, file: &str, step: Planned) -> std::result::Result<(), ArchiveError> {
        let path = self.path(file);
        let began = Instant::now();
        let before = path.is_file();
        let rows = self.ran(&path, step, before).await.map_err(ArchiveError::engine(file))?;
        let bytes = std::fs::metadata(&path).map_or(0, |about| about.len());
        let took = (!before).then(|| began.elapsed());
        (self.told)(&Step { name: file.to_owned(), rows, bytes, took });
        Ok(())
    }

    /// Runs a step until its rows are all there and each once; how many there are.
    ///
    /// A cluster that loses an executor does again what that one had done, and may hand on twice what it did again; so
    /// rows are counted there, and a step whose count is wrong is run again from its beginning.
    async fn ran(&self, path: &Path, step: Planned, before: bool) -> Result<usize> {
        for attempt in 1..=MOST_ATTEMPTS {
            if !before || attempt > 1 {
                engine::run_to(&self.context, step.sql, path).await?;
            }
            engine::table(&self.context, step.table, path).await?;
            let rows = self.count(step.table).await?;
            if !self.on_cluster || self.is_whole(step, rows).await? {
                return Ok(rows);
            }
        }
        exec_err!("after {MOST_ATTEMPTS} attempts, rows are still doubled or missing")
    }

    /// Whether no row of a step is there twice, and none is missing as far as that can be told.
    async fn is_whole(&self, step: Planned, rows: usize) -> Result<bool> {
        if let Some([here, beforehand]) = step.counts
            && self.number(here).await? != self.number(beforehand).await?
        {
            return Ok(false);
        }
        let once = format!("count(*) FROM (SELECT DISTINCT {} FROM {})", step.key, step.table);
        Ok(self.number(&once).await? == rows as i64)
    }

    /// Rounds of connected components, until one changes nothing.
    async fn components(&mut self) -> std::result::Result<(), ArchiveError> {
        self.step("edge-0", plan::EDGE).await?;
        for round in 1..=MOST_ROUNDS {
            let (file, before) = (format!("edge-{round}"), self.path(&format!("edge-{}", round - 1)));
            engine::table(&self.context, "earlier", &before).await.map_err(ArchiveError::engine(&file))?;
            self.step(&file, plan::ROUND).await?;
            if !self.changed().await.map_err(ArchiveError::engine(&file))? {
                return Ok(());
            }
        }
        let why = format!("after {MOST_ROUNDS} rounds, the sets of articles still change");
        Err(ArchiveError::Engine { step: "edge".to_owned(), why })
    }

    /// Whether a round made other edges than there were.
    async fn changed(&self) -> Result<bool> {
        let counts = (self.count("edge").await?, self.count("earlier").await?);
        Ok(counts.0 != counts.1 || self.number(plan::CHANGED).await? != 0)
    }

    async fn count(&self, table: &str) -> Result<usize> {
        self.number(&format!("count(*) FROM {table}")).await.map(|count| count as usize)
    }

    /// A count, of what the words after SELECT say.
    async fn number(&self, counted: &str) -> Result<i64> {
        let mut found = None;
        engine::run(&self.context, &format!("SELECT {counted}"), |batch| {
            let column = batch.column(0).as_primitive_opt::<Int64Type>();
            found = found.or(column.filter(|column| !column.is_empty()).map(|column| column.value(0)));
            Ok(())
        })
        .await?;
        found.ok_or_else(|| DataFusionError::Execution("a count has no answer".to_owned()))
    }

    /// Writes the rows of all tables; how many, and how many stories.
    async fn tables(&self, task: &Group<'_>, unread: &[Unread]) -> Result<(usize, usize)> {
        let expected = self.count("told").await?;
        for _ in 1..=MOST_ATTEMPTS {
            let mut files = Files::new(task.out, task.records)?;
            engine::run(&self.context, plan::TABLES, |batch| add(&mut files, &batch)).await?;
            if files.rows == expected {
                let stories = files.stories;
                return Ok((files.finish(unread)?, stories));
            }
        }
        exec_err!("after {MOST_ATTEMPTS} attempts, rows are still doubled or missing")
    }
}

/// Adds rows to their tables.
fn add(files: &mut Files, batch: &RecordBatch) -> Result<()> {
    for at in 0..batch.num_rows() {
        files.add(text(batch.column(0), at)?, text(batch.column(1), at)?)?;
    }
    Ok(())
}

/// The words at a place of a column of text.
fn text(column: &ArrayRef, at: usize) -> Result<&str> {
    if let Some(views) = column.as_string_view_opt() {
        return Ok(views.value(at));
    }
    match column.as_string_opt::<i32>() {
        Some(plain) if !plain.is_null(at) => Ok(plain.value(at)),
        _ => exec_err!("text is asked for, not {}", column.data_type()),
    }
}
