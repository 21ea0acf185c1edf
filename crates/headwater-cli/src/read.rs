//! `headwater read`: the main job.

use std::io::{BufWriter, Write};

use headwater::Knowledge;

use crate::Outcome;
use crate::args::{Format, Read};
use crate::pages::gather;

pub(crate) fn run(read: &Read) -> anyhow::Result<Outcome> {
    let knowledge = Knowledge::bundled();
    let gathered = gather(&read.inputs, &knowledge)?;
    let stories = headwater::compare(&gathered.readings, &knowledge);
    let (none, broken) = (stories.is_empty(), !gathered.unread.is_empty());
    let records = headwater_output::records(&gathered.readings, &stories, gathered.unread);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match read.format {
        Format::Text | Format::Jsonl => headwater_output::jsonl(&records, &mut out)?,
    }
    out.flush()?;
    Ok(match (broken, none) {
        (true, _) => Outcome::Unread,
        (false, true) => Outcome::Nothing,
        (false, false) => Outcome::Found,
    })
}
