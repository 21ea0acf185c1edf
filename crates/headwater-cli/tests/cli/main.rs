//! The real binary, in fresh folders, on real files.

#![allow(clippy::disallowed_methods, reason = "a test reads its files")]

mod backup;
mod bounds;
mod counts;
mod docs;
mod export;
mod formats;
mod growth;
mod input;
mod kill;
mod kinds;
mod mutants;
mod oracle;
mod power;
mod report;
mod same;
mod serve;
mod shelf;
mod store;
mod sweep;
mod targets;
mod why;

use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn headwater(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("headwater").expect("the binary");
    command
        .args(args)
        .current_dir(root())
        .env_remove("HEADWATER_THREADS")
        .env_remove("HEADWATER_STORE")
        .env("NO_COLOR", "1");
    command
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").to_owned()
}

/// How many times as much as on each change: more for the long set.
fn rounds() -> usize {
    std::env::var("HEADWATER_ROUNDS").ok().and_then(|given| given.parse().ok()).unwrap_or(1)
}

/// What it printed, what it said beside, and its exit status.
fn run(args: &[&str]) -> (String, String, i32) {
    finish(headwater(args))
}

fn finish(mut command: Command) -> (String, String, i32) {
    let output = command.output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code().expect("an exit status"))
}

fn records(args: &[&str]) -> Vec<serde_json::Value> {
    let (out, error, _) = run(args);
    let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}\n{error}"));
    out.lines().map(parse).collect()
}

fn of_type<'a>(records: &'a [serde_json::Value], kind: &str) -> Vec<&'a serde_json::Value> {
    records.iter().filter(|record| record["type"] == kind).collect()
}
