//! `headwater work`: one of the workers of a store that several machines share.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use headwater::Knowledge;
use headwater_postgres::{SharedStore, Until};
use headwater_store::Saved;

use crate::args::Work;
use crate::store::{self, counted};
use crate::{Outcome, gather};

/// Set by the first Ctrl-C: what was taken is done, and no more is taken.
static STOP: AtomicBool = AtomicBool::new(false);

pub(crate) fn run(work: &Work) -> anyhow::Result<Outcome> {
    let address = store::address(&work.store).with_context(|| {
        format!("cannot share `{}`: workers need a database; name one like postgres://HOST/NAME", work.store.display())
    })?;
    let shared = SharedStore::connect(address)?;
    heed_stop()?;
    let mut read = 0;
    let mut saved = |page: &Saved| {
        read += 1;
        if work.show_saved {
            eprintln!("saved {} {}", page.id, page.place);
        }
    };
    let until = if work.once { Until::Done } else { Until::Stopped };
    let knowledge = Knowledge::bundled();
    let told = gather::pool(work.threads)?.install(|| shared.work(&knowledge, until, &STOP, &mut saved))?;
    if !work.quiet {
        let (pages, stories) = (counted(read, "page", "pages"), counted(told, "story", "stories"));
        eprintln!("read {pages} and told {stories} of {}", shared.place());
    }
    Ok(if STOP.load(Ordering::Relaxed) { Outcome::Interrupted } else { Outcome::Found })
}

fn heed_stop() -> anyhow::Result<()> {
    let stop = || {
        if STOP.swap(true, Ordering::Relaxed) {
            eprintln!("stopped; what was taken and not done is for the other workers");
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(stop).context("cannot heed Ctrl-C")
}
