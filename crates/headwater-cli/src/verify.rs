//! `headwater verify`: is a store as it was written?

use std::fmt::Write;

use headwater_store::Store;

use crate::args::Keep;
use crate::store::{counted, in_file};
use crate::{Outcome, read, screen};

pub(crate) fn run(keep: &Keep) -> anyhow::Result<Outcome> {
    let store = Store::open(in_file(&keep.store, "verify")?)?;
    let faults = store.verify()?;
    let mut out = String::new();
    for fault in &faults {
        let _ = writeln!(out, "{}: {}", fault.at, fault.what);
    }
    if faults.is_empty() {
        out.push_str("sound: every row is as it was written\n");
    }
    screen::say(&out)?;
    if faults.is_empty() {
        return Ok(Outcome::Found);
    }
    let said = counted(faults.len(), "fault", "faults");
    let file = read::quoted(&keep.store);
    match faults.iter().all(|fault| fault.mends) {
        true => eprintln!("headwater: {said}; `headwater doctor --rebuild --store {file}` mends all of it"),
        false => eprintln!(
            "headwater: {said}; a damaged page is mended by reading it again with --store, or by `headwater forget`; the rest by `headwater doctor --rebuild --store {file}`"
        ),
    }
    Ok(Outcome::Unread)
}
