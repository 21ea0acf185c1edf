//! What was typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Shown below `headwater --help`.
const EXAMPLES: &str = "\
Start here:
  headwater demo                          the main job on example pages that are built in
  headwater read a.txt b.html             a report on two pages
  headwater read folder/ --format jsonl   everything found, one JSON object a line
  headwater why 1.1 a.txt b.html          how the first claim of the first story was counted

Exit status: 0 stories found; 1 none found; 2 something could not be read (the rest was).
Nothing is stored, and nothing is sent over a network.";

/// Reads news and says on whose word it rests. Count origins, not articles.
#[derive(Debug, Parser)]
#[command(name = "headwater", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read files and folders; show the stories in them and what each claim rests on
    Read(Read),
    /// Show how one claim was counted: every link with its words and the rule that found it
    Why(Why),
    /// Do the main job on the example pages that are built in
    Demo(Demo),
}

/// What every command that reads pages takes.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Inputs {
    /// Files, folders, `-` for standard input, or a run saved with `--format jsonl`
    ///
    /// Text (menus and teasers may be glued on), HTML, JSON Lines with {"id", "url", "outlet", "published", "title",
    /// "text" | "html"}; each may be gzipped. Folders are read to any depth; hidden files are left out.
    #[arg(required_unless_present = "demo", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Use the example pages that are built in
    #[arg(long, conflicts_with = "paths")]
    pub(crate) demo: bool,

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

/// How a report looks.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct Look {
    /// Columns [default: the terminal's, or 100 into a pipe]
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,

    /// When to use colour; NO_COLOR is heeded
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// How to show what was found
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Show all stories, claims and differences in the report, not only the first
    #[arg(long)]
    pub(crate) all: bool,

    /// List what was taken for no part of an article, with the rule that did it, before the report
    #[arg(long)]
    pub(crate) show_dropped: bool,

    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Why {
    /// The claim: its number in the report (1.2 is the second claim of the first story), or its id
    pub(crate) claim: String,

    #[command(flatten)]
    pub(crate) inputs: Inputs,

    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Demo {
    /// How to show what was found
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,

    /// List what was taken for no part of an article
    #[arg(long)]
    show_dropped: bool,

    #[command(flatten)]
    look: Look,
}

impl Demo {
    /// The same as `headwater read --demo`.
    pub(crate) fn as_read(&self) -> Read {
        let inputs = Inputs { demo: true, ..Inputs::default() };
        Read { inputs, format: self.format, all: false, show_dropped: self.show_dropped, look: self.look }
    }
}

/// How to show what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A report to read
    Text,
    /// The report as Markdown
    Markdown,
    /// Everything, one JSON object a line
    Jsonl,
    /// Everything, one JSON object
    Json,
}
