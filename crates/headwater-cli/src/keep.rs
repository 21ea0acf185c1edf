//! `headwater read --store FILE`: pages into the store, then the report on the stories they are in.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, bail};
use headwater::Knowledge;
use headwater_input::Problem;
use headwater_output::wire::{Record, Unread};
use headwater_output::{Extent, set_aside, text_of_store};
use headwater_store::{Added, Keep, Saved, Store};

use crate::args::Read;
use crate::progress::Progress;
use crate::store::counted;
use crate::{Outcome, export, gather, read, screen, store};

/// Set by the first Ctrl-C: what is being saved is saved, and no more is begun.
static STOP: AtomicBool = AtomicBool::new(false);
/// Whether pages are being added. Later a stop needs no care: what was not done is undone when the store is opened.
static ADDING: AtomicBool = AtomicBool::new(true);

/// What adding came to.
struct Kept {
    added: Added,
    /// The articles of all pages that were given, those too that were there already.
    ids: Vec<String>,
    unread: Vec<Problem>,
}

pub(crate) fn run(asked: &Read, file: &Path) -> anyhow::Result<Outcome> {
    if asked.inputs.paths.is_empty() {
        bail!("nothing to read was named; `headwater show --store {}` shows what is there", named(file));
    }
    if let [path] = asked.inputs.paths.as_slice()
        && gather::saved_run(path).is_some()
    {
        bail!("`{}` holds records, not pages; name the pages that it was made of", path.display());
    }
    if asked.later {
        return later(asked, file);
    }
    let keeper = store::keeper(file)?;
    heed_stop(file)?;
    let knowledge = Knowledge::bundled();
    let kept = add(asked, keeper.as_ref(), &knowledge)?;
    if STOP.load(Ordering::Relaxed) {
        eprintln!("stopped: {}; run the same again for the rest", said(&kept.added, file));
        return Ok(Outcome::Interrupted);
    }
    ADDING.store(false, Ordering::Relaxed);
    let settled = gather::threads(&asked.inputs)?.install(|| keeper.settle(&knowledge))?;
    if !asked.inputs.quiet {
        let told = counted(settled.told, "story", "stories");
        eprintln!("{}; told {told} anew, {} in all", said(&kept.added, file), settled.stories);
    }
    if asked.inputs.quiet || asked.show_saved {
        return Ok(match (kept.unread.is_empty(), kept.ids.is_empty()) {
            (false, _) => Outcome::Unread,
            (true, true) => Outcome::Nothing,
            (true, false) => Outcome::Found,
        });
    }
    report(asked, &keeper.asked(&knowledge)?, file, &kept)
}

/// The store as it is typed, but for a password in it.
fn named(file: &Path) -> String {
    read::quoted(&store::shown(file))
}

/// Leaves the pages to workers.
#[cfg(feature = "postgres")]
fn later(asked: &Read, file: &Path) -> anyhow::Result<Outcome> {
    let Some(address) = store::address(file) else {
        bail!("cannot leave pages for later in `{}`: only a database has workers", file.display());
    };
    let shared = headwater_postgres::SharedStore::connect(address)?;
    heed_stop(file)?;
    let found = gather::find(&asked.inputs);
    let mut unread = found.problems.clone();
    let progress = Progress::start(asked.inputs.quiet);
    let pages = gather::pages(&asked.inputs, &found).take_while(|_| !STOP.load(Ordering::Relaxed));
    let pages = pages.filter_map(|page| page.map_err(|problem| unread.push(problem)).ok());
    let queued = shared.queue(&mut pages.inspect(|_| progress.one_more()))?;
    progress.finish();
    unread.iter().for_each(screen::complain);
    if !asked.inputs.quiet {
        eprintln!("{} in {} for `headwater work`", counted(queued, "page waits", "pages wait"), shared.place());
    }
    Ok(match (STOP.load(Ordering::Relaxed), unread.is_empty()) {
        (true, _) => Outcome::Interrupted,
        (false, true) => Outcome::Found,
        (false, false) => Outcome::Unread,
    })
}

#[cfg(not(feature = "postgres"))]
fn later(_: &Read, _: &Path) -> anyhow::Result<Outcome> {
    Err(store::without_postgres())
}

/// Until pages are added, Ctrl-C ends that; a second one, or one later, ends the program at once.
fn heed_stop(file: &Path) -> anyhow::Result<()> {
    let file = store::shown(file).display().to_string();
    let stop = move || {
        if STOP.swap(true, Ordering::Relaxed) || !ADDING.load(Ordering::Relaxed) {
            eprintln!("stopped; what was saved is in {file}, and the next command on it tells its stories");
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(stop).context("cannot heed Ctrl-C")
}

fn add(asked: &Read, keeper: &dyn Keep, knowledge: &Knowledge) -> anyhow::Result<Kept> {
    let found = gather::find(&asked.inputs);
    let mut unread = Vec::new();
    let mut ids = Vec::new();
    let progress = Progress::start(asked.inputs.quiet || asked.show_saved);
    let pages = gather::pages(&asked.inputs, &found).take_while(|_| !STOP.load(Ordering::Relaxed));
    let mut pages = pages.filter_map(|page| page.map_err(|problem| unread.push(problem)).ok());
    let mut saved = |page: &Saved| {
        progress.one_more();
        if asked.show_saved {
            eprintln!("saved {} {}", page.id, headwater_output::for_terminal(&page.place));
        }
        ids.push(page.id.clone());
    };
    let added = gather::threads(&asked.inputs)?.install(|| keeper.add(&mut pages, knowledge, &mut saved));
    progress.finish();
    drop(pages);
    let added = added?;
    unread.extend(found.problems);
    unread.sort_by(|a, b| (&a.place, &a.why).cmp(&(&b.place, &b.why)));
    unread.iter().for_each(screen::complain);
    Ok(Kept { added, ids, unread })
}

/// "saved in news.hw: 3 new, 1 with other words than before, 2 known".
fn said(added: &Added, file: &Path) -> String {
    let mut parts = vec![format!("{} new", added.new)];
    parts.extend((0 < added.revised).then(|| format!("{} with other words than before", added.revised)));
    parts.extend((0 < added.known).then(|| format!("{} known", added.known)));
    format!("saved in {}: {}", store::shown(file).display(), parts.join(", "))
}

/// Shows the stories that the pages given are in, whether or not these were new: so a run that was stopped and is done
/// again shows in the end what it would have shown at once.
fn report(asked: &Read, store: &Store, file: &Path, kept: &Kept) -> anyhow::Result<Outcome> {
    let mut records = store.records_about(&kept.ids)?;
    let unread = kept.unread.iter().map(|problem| Unread { place: problem.place.clone(), why: problem.why.clone() });
    records.extend(unread.map(Record::Unread));
    if let Some(folder) = &asked.out {
        export::all(&records, folder, asked.inputs.quiet)?;
    }
    let numbers = numbers(store, &records)?;
    let typed = format!("--store {}", named(file));
    let width = screen::width(&asked.look);
    read::show(&records, asked.format, &asked.look, || {
        let extent = if asked.all { Extent::All } else { Extent::Short };
        let dropped = if asked.show_dropped { set_aside(&records, width) } else { String::new() };
        dropped + &text_of_store(&records, &numbers, width, extent, &typed)
    })?;
    Ok(read::outcome(&records, false))
}

/// What the stories among the records are numbered in the store.
pub(crate) fn numbers(store: &Store, records: &[Record]) -> anyhow::Result<Vec<usize>> {
    let mut numbers = Vec::new();
    for record in records {
        if let Record::Story(story) = record {
            numbers.push(store.number_of(&story.id)?.with_context(|| format!("there is no story `{}`", story.id))?);
        }
    }
    Ok(numbers)
}
