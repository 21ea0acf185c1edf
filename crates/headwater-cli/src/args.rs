//! What was typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Reads news and says on whose word it rests. Count origins, not articles.
#[derive(Debug, Parser)]
#[command(name = "headwater", version, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read files and folders; show the stories in them, and what each claim rests on.
    Read(Read),
}

/// What every command that reads pages takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Inputs {
    /// Files, folders, or `-` for standard input: text, HTML, JSON Lines
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Take text to the letter: strip no menus, teasers or captions
    #[arg(long)]
    pub(crate) no_clean: bool,

    /// Say of each file that was passed over why it was
    #[arg(long)]
    pub(crate) why_skipped: bool,

    /// Read on this many threads; the answer is the same with any number [default: one a core]
    #[arg(long, value_name = "N", env = "HEADWATER_THREADS")]
    pub(crate) threads: Option<usize>,

    /// Show no progress and no notes on standard error, only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// How to show what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// How to show what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A report to read
    Text,
    /// The records, one JSON object a line
    Jsonl,
}
