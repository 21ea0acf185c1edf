//! Runs the release binary through every scorer, prints one table beside the floors and the bars, and fails below a
//! floor. `cargo run -p headwater-eval` is the whole command.
//!
//! The scorers and their data lie beside the repository, in `../shared`; where they are absent this says so and succeeds.

#![allow(clippy::print_stdout, reason = "a command that prints its tables")]
#![allow(clippy::disallowed_methods, reason = "it reads its floors and the place of the build")]

mod floors;
mod pairs;
mod pronouns;
mod score;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use clap::Parser;
use comfy_table::{CellAlignment, Table, presets};

use crate::floors::{Figure, Floors};

/// Measures headwater and holds it above its floors.
#[derive(Parser)]
struct Args {
    /// Where the scorers and their data lie
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,

    /// The binary to measure, instead of building it
    #[arg(long)]
    binary: Option<PathBuf>,

    /// Only the scorers whose names hold this word
    #[arg(long, default_value = "")]
    only: String,

    /// Raise every floor that was beaten, with a margin for other machines; never lowers one
    #[arg(long)]
    raise: bool,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("headwater-eval: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether every figure is at its floor or above.
fn run(args: &Args) -> anyhow::Result<bool> {
    let root = root()?;
    let shared = root.join(&args.shared);
    if !shared.join("eval").is_dir() {
        println!("nothing measured: {} is not there", args.shared.display());
        return Ok(true);
    }
    let binary = match &args.binary {
        Some(binary) => binary.clone(),
        None => build(&root)?,
    };
    let path = root.join("eval/floors.toml");
    let mut floors = Floors::load(&path)?;
    let mut held = true;
    for scorer in floors.scorers().into_iter().filter(|scorer| scorer.contains(&args.only)) {
        let scores = score::run(&scorer, &shared, &binary)?;
        for figure in floors.figures_mut(&scorer) {
            figure.measure(&scores)?;
        }
        held &= show(&scorer, floors.figures_mut(&scorer));
    }
    if args.raise {
        floors.raise();
        floors.save(&path)?;
    }
    Ok(held)
}

/// The repository's root: where `eval/floors.toml` is.
fn root() -> anyhow::Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).context("the crate lies in no workspace")?;
    Ok(root.to_owned())
}

fn build(root: &Path) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.current_dir(root).args(["build", "--release", "--quiet", "-p", "headwater-cli"]);
    if !build.status().context("cannot run cargo")?.success() {
        bail!("the release build failed");
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("release/headwater"))
}

/// Prints the figures of one scorer; whether all are at their floors.
fn show(scorer: &str, figures: &[Figure]) -> bool {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_header([scorer, "measured", "floor", "bar", ""]);
    for figure in figures {
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
        let measured = number(figure.measured);
        table.add_row([
            figure.name.clone(),
            measured,
            number(figure.floor),
            number(figure.bar),
            figure.verdict().into(),
        ]);
    }
    for at in 1..4 {
        if let Some(column) = table.column_mut(at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    println!("{table}\n");
    figures.iter().all(Figure::holds)
}
