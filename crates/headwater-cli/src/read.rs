//! `headwater read`: the main job.

use std::io::{BufWriter, Write};

use headwater_output::wire::Record;
use headwater_output::{Extent, json, jsonl, markdown, set_aside, text};

use crate::Outcome;
use crate::args::{Format, Inputs, Look, Read};
use crate::{export, gather, keep, screen};

pub(crate) fn run(read: &Read) -> anyhow::Result<Outcome> {
    match &read.inputs.store {
        Some(_) if read.inputs.demo && read.inputs.quiet => {}
        Some(store) if read.inputs.demo => {
            eprintln!("the example pages are kept nowhere: nothing is added to {}", store.display());
        }
        Some(store) => return keep::run(read, store),
        None => {}
    }
    let records = gather::records(&read.inputs)?;
    if let Some(folder) = &read.out {
        export::all(&records, folder, read.inputs.quiet)?;
    }
    show(&records, read.format, &read.look, || report(read, &records))?;
    Ok(outcome(&records, read.inputs.quiet))
}

/// Shows records in a format; `report` makes the one to read on a terminal.
pub(crate) fn show(
    records: &[Record],
    format: Format,
    look: &Look,
    report: impl FnOnce() -> String,
) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    match format {
        Format::Jsonl => jsonl(records, &mut out)?,
        Format::Json => json(records, &mut out)?,
        Format::Markdown => out.write_all(markdown(records).as_bytes())?,
        Format::Text => {
            drop(out);
            return Ok(screen::show(&report(), look)?);
        }
    }
    Ok(out.flush()?)
}

fn report(read: &Read, records: &[Record]) -> String {
    let width = screen::width(&read.look);
    let extent = if read.all { Extent::All } else { Extent::Short };
    let dropped = if read.show_dropped { set_aside(records, width) } else { String::new() };
    dropped + &text(records, width, extent, &typed(&read.inputs))
}

/// The inputs as they were typed, to offer the next command with.
fn typed(inputs: &Inputs) -> String {
    let mut words: Vec<String> = inputs.paths.iter().take(4).map(|path| quoted(path)).collect();
    words.extend((4 < inputs.paths.len()).then(|| "...".to_owned()));
    words.extend(inputs.demo.then(|| "--demo".to_owned()));
    words.extend(inputs.no_clean.then(|| "--no-clean".to_owned()));
    words.join(" ")
}

/// A path as it is typed: in quotation marks where a shell would take it for something else.
pub(crate) fn quoted(path: &std::path::Path) -> String {
    let path = path.display().to_string();
    let plain = path.chars().all(|letter| letter.is_alphanumeric() || "-_./~+:,@".contains(letter));
    if plain { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

pub(crate) fn outcome(records: &[Record], quiet: bool) -> Outcome {
    if records.iter().any(|record| matches!(record, Record::Unread(_))) {
        return Outcome::Unread;
    }
    let found = records.iter().any(|record| matches!(record, Record::Story(story) if !story.claims.is_empty()));
    if !found && !quiet {
        eprintln!("no story was found: {}", nothing_because(records));
    }
    if found { Outcome::Found } else { Outcome::Nothing }
}

fn nothing_because(records: &[Record]) -> &'static str {
    let read = records.iter().any(|record| matches!(record, Record::Article(_)));
    if read {
        "no statement stands in what was read (--show-dropped lists what was set aside)"
    } else {
        "nothing was there to read"
    }
}
