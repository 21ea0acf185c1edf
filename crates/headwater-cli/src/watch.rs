//! `headwater watch`: feeds and the pages they link to, into a store.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use headwater::Knowledge;
use headwater_fetch::{Settings, Stop, Told, Watched};
use headwater_store::{Kept, Store};

use crate::args::Watch;
use crate::progress::Progress;
use crate::store::{counted, in_file};
use crate::{Outcome, screen};

/// How often a wait looks up.
const TICK: Duration = Duration::from_millis(200);

pub(crate) fn run(watch: &Watch) -> anyhow::Result<Outcome> {
    let sources = headwater_fetch::sources(&watch.sources);
    for (name, why) in &sources.problems {
        screen::complain(format!("cannot watch `{name}`: {why}"));
    }
    if sources.feeds.is_empty() {
        bail!("there is no feed to watch");
    }
    let store = Store::create_or_open(in_file(&watch.store, "watch")?)?;
    let knowledge = Knowledge::bundled();
    let stop = heed_stop()?;
    let settings = Settings { contact: watch.contact.clone(), ..Settings::default() };
    let mut whole = sources.problems.is_empty();
    loop {
        let watched = round(watch, &store, &knowledge, &sources.feeds, &settings, &stop)?;
        if !watch.quiet {
            eprintln!("{}", said(&watched, &watch.store));
        }
        whole &= watched.failed == 0;
        if stop.is_asked() && watched.settled.is_none() {
            return Ok(Outcome::Interrupted);
        }
        if watch.once {
            return Ok(if whole { Outcome::Found } else { Outcome::Unread });
        }
        wait(Duration::from_secs(60 * watch.every), &stop);
        if stop.is_asked() {
            return Ok(Outcome::Found);
        }
    }
}

fn round(
    watch: &Watch,
    store: &Store,
    knowledge: &Knowledge,
    feeds: &[headwater_fetch::Url],
    settings: &Settings,
    stop: &Stop,
) -> anyhow::Result<Watched> {
    let progress = Progress::of_requests(watch.quiet || watch.show_saved);
    let mut tell = |told: Told| match told {
        Told::Progress(done, known) => progress.at(done, known),
        Told::Saved(id, place, how) if watch.show_saved && how != Kept::Known => {
            eprintln!("saved {id} {place}");
        }
        Told::Saved(..) => {}
        Told::Problem(address, why) => progress.beside(|| screen::complain(format!("cannot fetch `{address}`: {why}"))),
    };
    let watched = headwater_fetch::watch(store, knowledge, feeds, settings, stop, &mut tell);
    progress.finish();
    Ok(watched?)
}

/// The first Ctrl-C ends what is under way and saves what came; a second one ends the program.
fn heed_stop() -> anyhow::Result<Stop> {
    let stop = Stop::default();
    let heard = stop.clone();
    let heed = move || {
        if heard.is_asked() {
            std::process::exit(130);
        }
        heard.now();
    };
    ctrlc::set_handler(heed).context("cannot heed Ctrl-C")?;
    Ok(stop)
}

fn wait(length: Duration, stop: &Stop) {
    let mut left = length;
    while !left.is_zero() && !stop.is_asked() {
        std::thread::sleep(TICK.min(left));
        left = left.saturating_sub(TICK);
    }
}

/// "asked 3 feeds: 2 read, 1 unchanged; saved in news.hw: 12 new, 1 with other words than before; told 4 stories anew,
/// 40 in all".
fn said(watched: &Watched, file: &Path) -> String {
    let asked = watched.read + watched.same + watched.failed;
    let some = |count: usize, what: &str| (0 < count).then(|| format!("{count} {what}"));
    let feeds = [
        some(watched.read, "read"),
        some(watched.same, "as before"),
        some(watched.failed, "not to be had"),
        some(watched.early, "asked lately and left alone"),
    ];
    let pages = [
        Some(format!("{} new", watched.added.new)),
        some(watched.added.revised, "with other words than before"),
        some(watched.added.known + watched.unchanged, "known"),
        some(watched.missing, "not to be had"),
    ];
    let listed = |parts: &[Option<String>]| parts.iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    let begun = if watched.settled.is_some() { "asked" } else { "stopped: asked" };
    let mut said = format!("{begun} {}: {}", counted(asked, "feed", "feeds"), listed(&feeds));
    said += &format!("; pages saved in {}: {}", file.display(), listed(&pages));
    said += &match (&watched.settled, watched.next) {
        (None, _) => "; the next command on it tells their stories".to_owned(),
        (Some(settled), next) => {
            let told = counted(settled.told, "story", "stories");
            let next = next.map_or(String::new(), |next| format!("; feeds may be asked again from {next} on"));
            format!("; told {told} anew, {} in all{next}", settled.stories)
        }
    };
    said
}
