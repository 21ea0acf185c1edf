//! `headwater why`: how one claim was counted.

use crate::args::Why;
use crate::{Outcome, gather, read, screen};

pub(crate) fn run(why: &Why) -> anyhow::Result<Outcome> {
    let records = gather::records(&why.inputs)?;
    let report = headwater_output::why(&records, &why.claim, screen::width(&why.look))?;
    screen::show(&report, &why.look)?;
    Ok(read::outcome(&records, true))
}
