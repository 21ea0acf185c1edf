//! `headwater why`: how one claim was counted.

use anyhow::bail;
use headwater_output::Book;

use crate::args::Why;
use crate::store::{self, Thing};
use crate::{Outcome, gather, read, screen};

pub(crate) fn run(why: &Why) -> anyhow::Result<Outcome> {
    let width = screen::width(&why.look);
    if why.inputs.paths.is_empty()
        && !why.inputs.demo
        && let Some(file) = &why.inputs.store
    {
        let store = store::open(file)?;
        let Thing::Claim { story, claim } = store::find(&store, &why.claim)? else {
            bail!("`{}` is no claim; `headwater show {} --store` shows what it is", why.claim, why.claim);
        };
        screen::show(&stored(&store, &story, &claim, width)?, &why.look)?;
        return Ok(Outcome::Found);
    }
    let records = gather::records(&why.inputs)?;
    let report = headwater_output::why(&records, &why.claim, width)?;
    screen::show(&report, &why.look)?;
    Ok(read::outcome(&records, true))
}

/// How a claim of a store was counted, and the notes beside it.
pub(crate) fn stored(store: &headwater_store::Store, story: &str, claim: &str, width: usize) -> anyhow::Result<String> {
    let (found, number) = store::story(store, story)?;
    let records = found.records();
    let numbers = [number];
    let report = headwater_output::why_in(&Book::numbered_as(&records, &numbers), claim, width)?;
    Ok(report + &store::notes(store, claim, width)?)
}
