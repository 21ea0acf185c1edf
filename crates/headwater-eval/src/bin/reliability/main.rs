//! Runs the tests behind each promise of `eval/reliability.toml` and writes the table in `docs/RELIABILITY.md`.
//!
//! `cargo run -p headwater-eval --bin reliability` is the set that runs on each change, with `--rounds 10` the long one.
//! `./test` runs the same tests once, without this.

#![allow(clippy::print_stdout, reason = "a command that prints its table")]
#![allow(clippy::disallowed_methods, reason = "it reads the rows and the page that it writes")]

mod outcome;
mod page;
mod parts;
mod rows;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use crate::rows::Row;

/// Runs what stands behind each promise, and writes docs/RELIABILITY.md.
#[derive(Parser)]
struct Args {
    /// How many times as much as on each change
    #[arg(long, default_value_t = 1)]
    rounds: u32,

    /// Only the rows whose ids begin with one of these, like `A,H7`; the others stay as they are on the page
    #[arg(long, default_value = "", value_name = "ID,...")]
    only: String,

    /// Leave the page as it is
    #[arg(long)]
    print: bool,

    /// Run nothing; print the parts that the program is built of, as CycloneDX
    #[arg(long)]
    parts: bool,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("reliability: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether every promise that is tested holds.
fn run(args: &Args) -> anyhow::Result<bool> {
    let root = root()?;
    if args.parts {
        println!("{:#}", parts::cyclonedx(&parts::parts(&root)?));
        return Ok(true);
    }
    let all = rows::load(&root)?;
    let chosen = |row: &&Row| args.only.split(',').any(|start| row.id.starts_with(start));
    let mut rows: Vec<Row> = all.iter().filter(chosen).cloned().collect();
    if 1 < args.rounds {
        rows.iter_mut().for_each(|row| row.tests.append(&mut row.long));
    }
    let outcomes = outcome::of(&rows, &root, args.rounds)?;
    let lines = page::lines(&rows, &outcomes);
    println!("{}", lines.join("\n"));
    if !args.print {
        page::write(&root, args.rounds, &all, &lines)?;
    }
    Ok(!rows.iter().any(|row| page::fails(row, &outcomes)))
}

fn root() -> anyhow::Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.ancestors().nth(2).context("the crate lies in no workspace")?.to_owned())
}
