//! `headwater archive`: archives of any size.

use std::path::Path;
use std::thread::available_parallelism;

use anyhow::Context;
use headwater::Knowledge;
use headwater_archive::{Engine, Executor, Extract, Extracted, Group, Step};
use headwater_input::{Cleaning, Way};

use crate::args::{Archive, ArchiveExecutor, ArchiveExtract, ArchiveGroup};
use crate::progress::Progress;
use crate::store::counted;
use crate::{Outcome, gather, screen};

pub(crate) fn run(archive: &Archive) -> anyhow::Result<Outcome> {
    match archive {
        Archive::Extract(extract) => run_extract(extract),
        Archive::Group(group) => run_group(group),
        Archive::Scheduler(scheduler) => {
            eprintln!("scheduling for whoever reaches {}; Ctrl-C ends it", scheduler.listen);
            headwater_archive::scheduler(scheduler.listen)?;
            Ok(Outcome::Found)
        }
        Archive::Executor(executor) => run_executor(executor),
    }
}

/// What became of all shards.
#[derive(Default)]
struct Shards {
    read: usize,
    before: usize,
    failed: usize,
    articles: usize,
    unread: usize,
}

fn run_extract(extract: &ArchiveExtract) -> anyhow::Result<Outcome> {
    let found = headwater_input::find(&extract.paths);
    found.problems.iter().for_each(screen::complain);
    let cleaning = if extract.no_clean { Cleaning::ToTheLetter } else { Cleaning::Clean };
    let way = Way { cleaning, columns: extract.columns.clone().unwrap_or_default() };
    let task = Extract { files: &found.files, out: &extract.out, way };
    let progress = Progress::start(extract.quiet);
    let mut shards = Shards { failed: found.problems.len(), ..Shards::default() };
    let mut told = |file: &Path, became: Extracted| shards.add(file, became, &progress);
    let knowledge = Knowledge::bundled();
    let page = || progress.one_more();
    gather::pool(extract.threads)?.install(|| headwater_archive::extract(&task, &knowledge, &page, &mut told))?;
    progress.finish();
    if !extract.quiet {
        eprintln!("{}", shards.sentence(&extract.out));
    }
    let nothing = shards.read + shards.before == 0;
    Ok(match shards.failed + shards.unread {
        0 if nothing => Outcome::Nothing,
        0 => Outcome::Found,
        _ => Outcome::Unread,
    })
}

impl Shards {
    fn add(&mut self, file: &Path, became: Extracted, progress: &Progress) {
        match became {
            Extracted::Read { articles, unread } => {
                self.read += 1;
                self.articles += articles;
                self.unread += unread.len();
                progress.beside(|| unread.iter().for_each(screen::complain));
            }
            Extracted::Before => self.before += 1,
            Extracted::Failed(why) => {
                self.failed += 1;
                progress.beside(|| screen::complain(format!("{}: {why}", file.display())));
            }
        }
    }

    fn sentence(&self, out: &Path) -> String {
        let (articles, shards) = (counted(self.articles, "article", "articles"), counted(self.read, "shard", "shards"));
        let before = match self.before {
            0 => String::new(),
            count => format!("; {} had been read before", counted(count, "shard", "shards")),
        };
        format!("read {articles} of {shards} into {}{before}", out.display())
    }
}

fn run_group(group: &ArchiveGroup) -> anyhow::Result<Outcome> {
    let engine = match &group.cluster {
        Some(scheduler) => Engine::Cluster { scheduler: scheduler.clone(), parts: group.parts },
        None => Engine::Here { threads: threads(group.threads), memory: group.memory.as_u64() as usize },
    };
    let task = Group { shards: &group.shards, out: &group.out, engine, records: !group.no_records };
    if !group.quiet {
        eprintln!("{:<8} {:>12} {:>9} {:>10}", "step", "rows", "seconds", "on disk");
    }
    let found = headwater_archive::group(&task, &mut |step| {
        if !group.quiet {
            eprintln!("{}", line(step));
        }
    })?;
    if !group.quiet {
        let stories = counted(found.stories, "story", "stories");
        let articles = counted(found.articles, "article", "articles");
        eprintln!("found {stories} in {articles}; they are in {}", group.out.display());
    }
    Ok(match (found.unread, found.stories) {
        (0, 0) => Outcome::Nothing,
        (0, _) => Outcome::Found,
        _ => Outcome::Unread,
    })
}

/// A step in the list of steps.
fn line(step: &Step) -> String {
    let took = step.took.map_or("before".to_owned(), |took| format!("{:.1}", took.as_secs_f64()));
    let bytes = if step.bytes == 0 { String::new() } else { bytesize::ByteSize(step.bytes).to_string() };
    format!("{:<8} {:>12} {took:>9} {bytes:>10}", step.name, step.rows)
}

fn run_executor(given: &ArchiveExecutor) -> anyhow::Result<Outcome> {
    let address = given.scheduler.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse().ok()?)));
    let (host, port) =
        address.with_context(|| format!("`{}` is no HOST:PORT, like 10.0.0.1:50050", given.scheduler))?;
    let executor = Executor {
        scheduler: (host.to_owned(), port),
        listen: given.listen,
        host: given.host.clone(),
        work: given.work.clone(),
        threads: threads(given.threads),
        memory: given.memory.as_u64(),
    };
    eprintln!("working for {}; Ctrl-C ends it", given.scheduler);
    headwater_archive::executor(&executor)?;
    Ok(Outcome::Found)
}

fn threads(given: Option<usize>) -> usize {
    given.unwrap_or_else(|| available_parallelism().map_or(1, usize::from))
}
