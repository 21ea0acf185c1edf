//! Takes the fingerprint of all that reading and comparing follow: rules, models and the library's own lines.

#![allow(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]

#[path = "src/fingerprint.rs"]
mod fingerprint;

use std::path::Path;

/// The library's folders, beside this crate's.
const FOLLOWED: [&str; 3] = ["../headwater/data", "../headwater/models", "../headwater/src"];

fn main() {
    for folder in FOLLOWED {
        println!("cargo::rerun-if-changed={folder}");
    }
    println!("cargo::rerun-if-changed=src/fingerprint.rs");
    let rules = fingerprint::of(&FOLLOWED.map(Path::new)).expect("the library's folders can be read");
    println!("cargo::rustc-env=HEADWATER_RULES={rules}");
}
