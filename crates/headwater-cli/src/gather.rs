//! From paths to records: finds files, opens them, reads pages on all cores. Threads start here and nowhere else.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use headwater::{Knowledge, Page, Reading};
use headwater_input::{Cleaning, Found, Problem, ToMake, Way};
use headwater_output::wire::{Record, Unread};
use rayon::iter::{ParallelBridge, ParallelIterator};
use serde_json::Value;

use crate::args::Inputs;
use crate::demo;
use crate::progress::Progress;
use crate::screen;
use crate::store::counted;

/// The most bytes that the first line of a saved run has.
const LONGEST_FIRST_LINE: u64 = 4096;

/// The records of the inputs: read afresh, or from a saved run. Says on standard error what could not be read.
pub(crate) fn records(inputs: &Inputs) -> anyhow::Result<Vec<Record>> {
    if let [path] = inputs.paths.as_slice()
        && let Some(saved) = saved_run(path)
    {
        return headwater_output::read_jsonl(saved).with_context(|| format!("cannot read `{}`", path.display()));
    }
    let knowledge = Knowledge::bundled();
    let (readings, unread) = readings(inputs, &knowledge)?;
    let stories = headwater::compare(&readings, &knowledge);
    Ok(headwater_output::records(&readings, &stories, unread))
}

/// The records of a saved run, if that is what the inputs are.
pub(crate) fn saved(inputs: &Inputs) -> anyhow::Result<Option<Vec<Record>>> {
    let [path] = inputs.paths.as_slice() else { return Ok(None) };
    let Some(saved) = saved_run(path) else { return Ok(None) };
    let records = headwater_output::read_jsonl(saved).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(Some(records))
}

/// The file, opened, if it holds a run that `--format jsonl` saved.
pub(crate) fn saved_run(path: &Path) -> Option<impl BufRead> {
    if !path.is_file() {
        return None;
    }
    let mut file = BufReader::new(std::fs::File::open(path).ok()?);
    let mut first = Vec::new();
    file.by_ref().take(LONGEST_FIRST_LINE).read_until(b'\n', &mut first).ok()?;
    let record: Value = serde_json::from_slice(&first).ok()?;
    (record["type"] == "run").then(|| std::io::Cursor::new(first).chain(file))
}

fn readings(inputs: &Inputs, knowledge: &Knowledge) -> anyhow::Result<(Vec<Reading>, Vec<Unread>)> {
    let found = find(inputs);
    let pool = threads(inputs)?;
    let progress = Progress::start(inputs.quiet);
    let read = |page: ToMake| {
        let reading = page().map(|page| headwater::read(&page, knowledge));
        progress.one_more();
        reading
    };
    let results: Vec<Result<Reading, Problem>> =
        pool.install(|| pages_to_make(inputs, &found).par_bridge().map(read).collect());
    progress.finish();
    let opened = results.iter().filter(|result| result.is_ok()).count();
    let (readings, unread) = sort(results, found.problems);
    if readings.len() < opened && !inputs.quiet {
        let again = counted(opened - readings.len(), "page was", "pages were");
        eprintln!("{again} given again, word for word and under the same name, and counted once");
    }
    Ok((readings, unread))
}

/// As many threads as were asked for.
pub(crate) fn threads(inputs: &Inputs) -> anyhow::Result<rayon::ThreadPool> {
    pool(inputs.threads)
}

/// So many threads, or one a core.
pub(crate) fn pool(threads: Option<usize>) -> anyhow::Result<rayon::ThreadPool> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    pool.context("cannot start threads")
}

/// The pages of all inputs, opened one after another as they are asked for.
pub(crate) fn pages<'a>(
    inputs: &Inputs,
    found: &'a Found,
) -> Box<dyn Iterator<Item = Result<Page, Problem>> + Send + 'a> {
    Box::new(pages_to_make(inputs, found).map(|page| page()))
}

/// The same, each to be made by whoever takes it.
fn pages_to_make<'a>(inputs: &Inputs, found: &'a Found) -> Box<dyn Iterator<Item = ToMake> + Send + 'a> {
    let cleaning = if inputs.no_clean { Cleaning::ToTheLetter } else { Cleaning::Clean };
    if inputs.demo {
        return Box::new(demo::pages(cleaning).map(|page| -> ToMake { Box::new(move || page) }));
    }
    let way = Way { cleaning, columns: inputs.columns.clone().unwrap_or_default() };
    let opened = move |file: &'a std::path::PathBuf| {
        let pages = match file.as_path() == Path::new("-") {
            true => headwater_input::standard_input(way.clone()),
            false => headwater_input::open(file, way.clone()),
        };
        pages.to_make()
    };
    Box::new(found.files.iter().flat_map(opened))
}

pub(crate) fn find(inputs: &Inputs) -> Found {
    let (input, paths): (Vec<_>, Vec<_>) = inputs.paths.iter().cloned().partition(|path| path == Path::new("-"));
    let mut found = headwater_input::find(&paths);
    found.files.extend(input.into_iter().take(1));
    if inputs.why_skipped {
        for skipped in &found.skipped {
            let line = format!("skipped {}: {}", skipped.path.display(), skipped.why);
            eprintln!("{}", headwater_output::for_terminal(&line));
        }
    } else if !inputs.quiet && !found.skipped.is_empty() {
        eprintln!("passed over {} files that are no pages (--why-skipped says why)", found.skipped.len());
    }
    found
}

/// In an order that the threads did not choose; says on standard error what could not be read.
fn sort(results: Vec<Result<Reading, Problem>>, problems: Vec<Problem>) -> (Vec<Reading>, Vec<Unread>) {
    let (readings, unread) = headwater_input::in_order(results, problems);
    for problem in &unread {
        screen::complain(problem);
    }
    let unread = unread.into_iter().map(|problem| Unread { place: problem.place, why: problem.why }).collect();
    (readings, unread)
}
