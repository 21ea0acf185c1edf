//! `headwater verify`: is a store as it was written?

use std::fmt::Write;

use headwater_store::{Fault, Store};
use serde_json::json;

use crate::args::{Told, Verify};
use crate::store::{counted, in_file};
use crate::{Outcome, read, screen};

pub(crate) fn run(verify: &Verify) -> anyhow::Result<Outcome> {
    let store = Store::open(in_file(&verify.keep.store, "verify")?)?;
    let faults = store.verify()?;
    match verify.format {
        Told::Text => screen::say(&sentences(&faults))?,
        Told::Json => screen::say(&object(&store, &faults))?,
    }
    if faults.is_empty() {
        return Ok(Outcome::Found);
    }
    let said = counted(faults.len(), "fault", "faults");
    let file = read::quoted(&verify.keep.store);
    match faults.iter().all(|fault| fault.mends) {
        true => eprintln!("headwater: {said}; `headwater doctor --rebuild --store {file}` mends all of it"),
        false => eprintln!(
            "headwater: {said}; a damaged page is mended by reading it again with --store, or by `headwater forget`; the rest by `headwater doctor --rebuild --store {file}`"
        ),
    }
    Ok(Outcome::Unread)
}

fn sentences(faults: &[Fault]) -> String {
    let mut out = String::new();
    for fault in faults {
        let _ = writeln!(out, "{}: {}", fault.at, fault.what);
    }
    if faults.is_empty() {
        out.push_str("sound: every row is as it was written\n");
    }
    out
}

fn object(store: &Store, faults: &[Fault]) -> String {
    let fault = |fault: &Fault| json!({"at": fault.at, "what": fault.what, "mends": fault.mends});
    let faults: Vec<_> = faults.iter().map(fault).collect();
    let place = store.place().display().to_string();
    format!("{:#}\n", json!({"store": place, "sound": faults.is_empty(), "faults": faults}))
}
