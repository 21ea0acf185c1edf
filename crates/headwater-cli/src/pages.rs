//! From paths to readings: finds files, opens them, reads pages on all cores. Threads start here and nowhere else.

use std::path::Path;

use anyhow::Context;
use headwater::{Knowledge, Page, Reading};
use headwater_input::{Cleaning, Found, Problem};
use headwater_output::wire::Unread;
use rayon::iter::{ParallelBridge, ParallelIterator};

use crate::args::Inputs;
use crate::progress::Progress;

/// What became of the inputs.
pub(crate) struct Gathered {
    /// One for each page, in order of article id.
    pub(crate) readings: Vec<Reading>,
    /// What could not be read.
    pub(crate) unread: Vec<Unread>,
}

/// Reads all pages of the inputs. Says on standard error what could not be read.
pub(crate) fn gather(inputs: &Inputs, knowledge: &Knowledge) -> anyhow::Result<Gathered> {
    let found = find(inputs);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(inputs.threads.unwrap_or(0)).build();
    let pool = pool.context("cannot start threads")?;
    let progress = Progress::start(inputs.quiet);
    let cleaning = if inputs.no_clean { Cleaning::ToTheLetter } else { Cleaning::Clean };
    let pages = found.files.iter().flat_map(|file| open(file, cleaning));
    let read = |page: Result<Page, Problem>| {
        let reading = page.map(|page| headwater::read(&page, knowledge));
        progress.one_more();
        reading
    };
    let results: Vec<Result<Reading, Problem>> = pool.install(|| pages.par_bridge().map(read).collect());
    progress.finish();
    Ok(sort(results, found.problems))
}

fn find(inputs: &Inputs) -> Found {
    let (input, paths): (Vec<_>, Vec<_>) = inputs.paths.iter().cloned().partition(|path| path == Path::new("-"));
    let mut found = headwater_input::find(&paths);
    found.files.extend(input.into_iter().take(1));
    if inputs.why_skipped {
        for skipped in &found.skipped {
            eprintln!("skipped {}: {}", skipped.path.display(), skipped.why);
        }
    } else if !inputs.quiet && !found.skipped.is_empty() {
        eprintln!("passed over {} files that are no pages (--why-skipped tells)", found.skipped.len());
    }
    found
}

fn open(file: &Path, cleaning: Cleaning) -> headwater_input::Pages {
    if file == Path::new("-") {
        headwater_input::standard_input(cleaning)
    } else {
        headwater_input::open(file, cleaning)
    }
}

/// In an order that the threads did not choose: readings by id, problems by place. A page given twice is read once.
fn sort(results: Vec<Result<Reading, Problem>>, problems: Vec<Problem>) -> Gathered {
    let mut readings = Vec::new();
    let mut unread = problems;
    for result in results {
        match result {
            Ok(reading) => readings.push(reading),
            Err(problem) => unread.push(problem),
        }
    }
    let key = |reading: &Reading| (reading.article.id.clone(), reading.article.place.clone());
    readings.sort_by_cached_key(key);
    readings.dedup_by(|a, b| a.article.id == b.article.id);
    unread.sort_by(|a, b| (&a.place, &a.why).cmp(&(&b.place, &b.why)));
    for problem in &unread {
        eprintln!("headwater: {problem}");
    }
    let unread = unread.into_iter().map(|problem| Unread { place: problem.place, why: problem.why }).collect();
    Gathered { readings, unread }
}
