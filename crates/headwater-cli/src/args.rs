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
  headwater export folder/ --format html --out report.html   one page to print; `export --help` lists the formats

Keep what you read, in one file of yours:
  headwater read --store news.hw folder/  adds the pages; run it again at any time, nothing is added twice
  headwater show --store news.hw          the stories in it; `show 1`, `why 1.1`, `search WORDS` go on from there

Exit status: 0 found; 1 nothing found; 2 something could not be read or done (the rest was); 130 interrupted.
Nothing is stored but where --store says, and nothing is sent over a network (but by `watch`, where it is built in).";

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
    /// Hand what was found to other programs: tables, graphs, annotations, claims, one page to print
    Export(Export),
    /// Print the JSON Schema of the records that `--format jsonl` prints
    Schema,
    /// Open a desk in the browser: stories to read, search, print and share, for this computer only
    Serve(Serve),
    /// Answer an assistant: an MCP server on standard input and output, with tools that only ask
    Mcp(Mcp),
    /// Fetch feeds and the pages they link to into a store, again and again
    #[cfg(feature = "fetch")]
    Watch(Watch),
    /// Fetch feeds: not built in
    #[cfg(not(feature = "fetch"))]
    #[command(hide = true, disable_help_flag = true)]
    Watch {
        /// What it would have taken.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        _args: Vec<String>,
    },
    /// Read pages and tell stories that wait in a database, beside other workers
    #[cfg(feature = "postgres")]
    Work(Work),
    /// Read what waits in a database: not built in
    #[cfg(not(feature = "postgres"))]
    #[command(hide = true, disable_help_flag = true)]
    Work {
        /// What it would have taken.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        _args: Vec<String>,
    },
    /// Read archives of any size: shards to Parquet, and the stories of all shards, on one machine or many
    #[cfg(feature = "archive")]
    #[command(subcommand, after_help = ARCHIVE_EXAMPLES)]
    Archive(Archive),
    /// Read archives: not built in
    #[cfg(not(feature = "archive"))]
    #[command(hide = true, disable_help_flag = true)]
    Archive {
        /// What it would have taken.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        _args: Vec<String>,
    },
    /// Do the main job on the example pages that are built in
    Demo(Demo),
    /// Show what a store has: its stories, or one story, claim or article
    Show(Show),
    /// Find stories, claims and articles in a store by their words
    Search(Search),
    /// Write a note of yours beside a story, a claim or an article of a store
    Note(Note),
    /// Remove an article, all its revisions and every trace of it from a store
    Forget(Forget),
    /// Copy a store to another file, also while programs write to it
    ///
    /// The copy holds the store as it was at one moment. It is looked at row by row before it gets its name, so FILE is
    /// whole and sound, or not there. It is a store like any other: `headwater show --store FILE` shows it, and to go back
    /// to it, use it in the place of the first. A file that is there already is left as it is.
    #[command(after_help = BACKUP_EXAMPLES)]
    Backup(Backup),
    /// Look at every row of a store: is it as it was written?
    Verify(Verify),
    /// Say how a store is, and what to do
    Doctor(Doctor),
}

/// Shown below `headwater backup --help`.
const BACKUP_EXAMPLES: &str = "\
  headwater backup --store news.hw news-2025-04-22.hw    one file a day
  headwater verify --store news-2025-04-22.hw            is it still as it was written?

Do not copy a store with other tools while a program has it open: what was saved last stands in a log beside it.
What you `forget` later stays in copies made before; forget it there too.";

/// Shown below `headwater archive --help`.
#[cfg(feature = "archive")]
const ARCHIVE_EXAMPLES: &str = "\
On one machine:
  headwater archive extract crawl/*.warc.gz --out shards/   a Parquet file a shard; run it again to go on
  headwater archive group shards/ --out found/              tables of stories, claims and origins; records.jsonl
  headwater show 1 --store news.hw                          what `headwater read --store` is for, on fewer pages

On many, which all see the same folders:
  any scheduler runs `archive extract SHARD --out shards/`, a shard a task
  headwater archive scheduler --listen 10.0.0.1:50050
  headwater archive executor --scheduler 10.0.0.1:50050 --listen 10.0.0.2:50051     on each machine
  headwater archive group shards/ --out found/ --cluster 10.0.0.1:50050

Ports of a scheduler and of executors are for a network that you trust: whoever reaches one can run anything there.
docs/SCALE.md has what it costs, measured.";

/// Archives.
#[cfg(feature = "archive")]
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Archive {
    /// Make a Parquet file of each shard: a web archive, a file of JSON Lines, any file that `read` takes
    ///
    /// A shard's file is there when all of the shard was read, under the shard's name; shards that have one are passed
    /// over, so a run that was stopped is taken up by running it again, and any scheduler can spread shards over machines.
    /// What of a shard could not be read stands beside it in NAME.unread.jsonl.
    Extract(ArchiveExtract),
    /// Find copies, stories and origins in what was extracted
    ///
    /// The same stories, claims and origins as one `headwater read` over all pages, to the byte. A run that was stopped is
    /// taken up by running it again.
    Group(ArchiveGroup),
    /// Start the scheduler of a cluster
    Scheduler(ArchiveScheduler),
    /// Start an executor of a cluster: it does what the scheduler hands it
    Executor(ArchiveExecutor),
}

#[cfg(feature = "archive")]
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ArchiveExtract {
    /// Files, or folders of files
    #[arg(required = true, value_name = "SHARD")]
    pub(crate) paths: Vec<PathBuf>,

    /// The folder for the Parquet files; made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// Take text to the letter: strip no menus, teasers or captions
    #[arg(long)]
    pub(crate) no_clean: bool,

    /// Which columns of tables (CSV, TSV, Parquet) hold what [default: by their names]
    #[arg(long, value_name = "FIELD=COLUMN,...")]
    pub(crate) columns: Option<headwater_input::Columns>,

    /// Read on this many threads [default: one a core]
    #[arg(long, value_name = "N", env = "HEADWATER_THREADS")]
    pub(crate) threads: Option<usize>,

    /// Show no progress and no closing sentence, only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[cfg(feature = "archive")]
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ArchiveGroup {
    /// Folders that `archive extract` wrote, or files in them
    #[arg(required = true, value_name = "DIR")]
    pub(crate) shards: Vec<PathBuf>,

    /// The folder for what is found; made if it is not there
    ///
    /// A Parquet file a table, as `export --format parquet` has them, and records.jsonl, which every other command takes.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// Run on the cluster of this scheduler, whose executors see the same folders under the same names
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) cluster: Option<String>,

    /// With --cluster: split each step into this many parts; about twice the threads of all executors
    #[arg(long, value_name = "N", default_value_t = 16, requires = "cluster")]
    pub(crate) parts: usize,

    /// Without --cluster: the most memory that sorting and collecting take before they use the disk
    #[arg(long, value_name = "SIZE", default_value = "4GiB", conflicts_with = "cluster")]
    pub(crate) memory: bytesize::ByteSize,

    /// Write no records.jsonl, only the tables: far less to write for an archive of millions of pages
    #[arg(long)]
    pub(crate) no_records: bool,

    /// Run on this many threads [default: one a core]
    #[arg(long, value_name = "N", env = "HEADWATER_THREADS")]
    pub(crate) threads: Option<usize>,

    /// Say nothing of the steps, only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[cfg(feature = "archive")]
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ArchiveScheduler {
    /// Listen on this address and port
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50050")]
    pub(crate) listen: std::net::SocketAddr,
}

#[cfg(feature = "archive")]
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ArchiveExecutor {
    /// The scheduler to work for
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050")]
    pub(crate) scheduler: String,

    /// Listen on this address, and on this port and the next
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50051")]
    pub(crate) listen: std::net::SocketAddr,

    /// By what name the others reach this machine [default: the address of --listen]
    #[arg(long, value_name = "HOST")]
    pub(crate) host: Option<String>,

    /// The folder for what it hands on to other executors; made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) work: PathBuf,

    /// Do this many tasks at one time [default: one a core]
    #[arg(long, value_name = "N", env = "HEADWATER_THREADS")]
    pub(crate) threads: Option<usize>,

    /// The most memory that sorting and collecting take before they use the disk
    #[arg(long, value_name = "SIZE", default_value = "4GiB")]
    pub(crate) memory: bytesize::ByteSize,
}

/// What every command on a store takes.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Keep {
    /// The store: a file that `headwater read --store FILE PATH...` made
    #[arg(long, value_name = "FILE", env = "HEADWATER_STORE", hide_env_values = true)]
    pub(crate) store: PathBuf,
}

/// What every command that reads pages takes.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Inputs {
    /// Files, folders, `-` for standard input, or a run saved with `--format jsonl`
    ///
    /// Text (menus and teasers may be glued on), HTML, JSON Lines with {"id", "url", "outlet", "published", "title",
    /// "text" | "html"}, RSS, Atom and JSON Feed, CSV and TSV, web archives (WARC); each may be gzipped. Folders are read to any depth; hidden files are left out.
    #[arg(required_unless_present_any = ["demo", "store"], value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// A file to keep what is read in, and to ask: `read` adds to it, and makes it if it is not there
    #[arg(long, value_name = "FILE", env = "HEADWATER_STORE", hide_env_values = true)]
    pub(crate) store: Option<PathBuf>,

    /// Use the example pages that are built in
    #[arg(long, conflicts_with = "paths")]
    pub(crate) demo: bool,

    /// Take text to the letter: strip no menus, teasers or captions
    #[arg(long)]
    pub(crate) no_clean: bool,

    /// Which columns of tables (CSV, TSV) hold what: `text=body,title=headline,date=day` [default: by their names]
    #[arg(long, value_name = "FIELD=COLUMN,...")]
    pub(crate) columns: Option<headwater_input::Columns>,

    /// Say of each file that was passed over why it was
    #[arg(long)]
    pub(crate) why_skipped: bool,

    /// Read on this many threads; the answer is the same with any number [default: one a core]
    #[arg(long, value_name = "N", env = "HEADWATER_THREADS")]
    pub(crate) threads: Option<usize>,

    /// Show no progress and no notes on standard error, only errors; with `read --store`, no report either
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// In what format
    #[arg(long, value_enum, value_name = "FORMAT", required_unless_present = "all")]
    pub(crate) format: Option<Target>,

    /// In all formats; --out names the folder
    #[arg(long, conflicts_with = "format", requires = "out")]
    pub(crate) all: bool,

    /// The file to write, or for tables the folder [default: standard output, but for tables]
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// One page to read, print and send: no script, no request
    Html,
    /// The report as Markdown
    Markdown,
    /// Everything, one JSON object a line; `headwater` reads it again
    Jsonl,
    /// Everything, one JSON object
    Json,
    /// Tables for spreadsheets, with `datapackage.json`; no cell is a formula
    Csv,
    /// Tables for programs, with `datapackage.json`
    #[cfg(feature = "parquet")]
    Parquet,
    /// Articles, outlets, claims and origins as a graph, for Gephi
    Gexf,
    /// The same graph for Cytoscape, yEd and networkx
    Graphml,
    /// Who has it from whom, for Graphviz
    Dot,
    /// Who has it from whom, for documents that draw Mermaid
    Mermaid,
    /// Every passage of every claim as a W3C Web Annotation (JSON-LD)
    Annotations,
    /// Claims with their appearances as schema.org has them (JSON-LD)
    Claims,
    /// Drafts of fact checks, schema.org's ClaimReview without a rating (JSON-LD)
    ClaimReviews,
    /// Where everything comes from, as W3C PROV-JSON
    Prov,
    /// What happened when, for TimelineJS
    Timeline,
    /// A STIX 2.1 bundle
    Stix,
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

    /// Write all that `export --all` writes into this folder too
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// List what was taken for no part of an article, with the rule that did it, before the report
    #[arg(long)]
    pub(crate) show_dropped: bool,

    /// With --store: say on standard error of each page when it is on disk, and show no report
    #[arg(long, requires = "store")]
    pub(crate) show_saved: bool,

    /// With --store and the address of a database: leave the pages to `headwater work`, and show no report
    #[arg(long, requires = "store")]
    pub(crate) later: bool,

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
pub(crate) struct Serve {
    /// Files and folders to read first, or a run saved with `--format jsonl`; without any, the desk is empty
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Serve what is in this store, and keep there what is added; without it, nothing is kept
    #[arg(long, value_name = "FILE", env = "HEADWATER_STORE", hide_env_values = true)]
    pub(crate) store: Option<PathBuf>,

    /// Listen on this port [default: the first free one from 7171 on]
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,

    /// Listen on this address instead of this computer's own; whoever reaches it can try keys, and nothing is encrypted
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<std::net::IpAddr>,

    /// Open it in the browser: that of BROWSER, or the system's
    #[arg(long)]
    pub(crate) open: bool,

    #[command(flatten)]
    pub(crate) first: First,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Mcp {
    /// Files and folders to read first; without --store, what they say is kept in memory only
    #[arg(required_unless_present_any = ["demo", "store"], value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Ask this store; paths are added to it first
    #[arg(long, value_name = "FILE", env = "HEADWATER_STORE", hide_env_values = true)]
    pub(crate) store: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) first: First,
}

/// Fetches over a network: the one command that does.
#[cfg(feature = "fetch")]
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Watch {
    /// Addresses of feeds (RSS, Atom, JSON Feed), OPML files, or files with one address a line
    #[arg(required = true, value_name = "OPML|URL")]
    pub(crate) sources: Vec<String>,

    /// A file to keep the pages in; made if it is not there
    #[arg(long, value_name = "FILE", env = "HEADWATER_STORE", hide_env_values = true)]
    pub(crate) store: PathBuf,

    /// Ask once, and end
    #[arg(long, conflicts_with = "every")]
    pub(crate) once: bool,

    /// Ask again every so many minutes, until Ctrl-C; a feed is asked once in 15 minutes at most
    #[arg(long, value_name = "MINUTES", default_value_t = 30, value_parser = clap::value_parser!(u64).range(15..=10_080))]
    pub(crate) every: u64,

    /// How hosts can reach you, a mail or web address: sent with the program's name
    #[arg(long, value_name = "ADDRESS", env = "HEADWATER_CONTACT")]
    pub(crate) contact: Option<String>,

    /// Say of each page when it is on disk
    #[arg(long)]
    pub(crate) show_saved: bool,

    /// Show no progress and no closing sentence, only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// One of the workers of a store that several machines share.
#[cfg(feature = "postgres")]
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Work {
    /// The database: postgres://USER:PASSWORD@HOST:PORT/NAME
    #[arg(long, value_name = "ADDRESS", env = "HEADWATER_STORE", hide_env_values = true)]
    pub(crate) store: PathBuf,

    /// End when every page is in a story, instead of waiting for more
    #[arg(long)]
    pub(crate) once: bool,

    /// Read on this many threads [default: one a core]
    #[arg(long, value_name = "N", env = "HEADWATER_THREADS")]
    pub(crate) threads: Option<usize>,

    /// Say on standard error of each page when it is kept
    #[arg(long)]
    pub(crate) show_saved: bool,

    /// Show no closing sentence, only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// How what is named is read first, where a command then goes on over a store.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct First {
    /// Use the example pages that are built in, and no store
    #[arg(long, conflicts_with = "paths")]
    pub(crate) demo: bool,

    /// Take text to the letter: strip no menus, teasers or captions
    #[arg(long)]
    pub(crate) no_clean: bool,

    /// Show no progress and no notes on standard error, only errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

impl First {
    /// What is read first.
    pub(crate) fn inputs(self, paths: &[PathBuf]) -> Inputs {
        let First { demo, no_clean, quiet } = self;
        Inputs { paths: paths.to_vec(), demo, no_clean, quiet, ..Inputs::default() }
    }
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
        Read {
            inputs,
            format: self.format,
            all: false,
            out: None,
            show_dropped: self.show_dropped,
            show_saved: false,
            later: false,
            look: self.look,
        }
    }
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Show {
    /// What to show: a story by its number or id, a claim like 1.2 or by its id, an article by its id [default: all
    /// stories, the largest first]
    ///
    /// The beginning of an id is enough where no other begins so. Numbers are those that `show` lists: they change when
    /// articles are added, ids of articles never do.
    pub(crate) id: Option<String>,

    #[command(flatten)]
    pub(crate) keep: Keep,

    /// How to show it; jsonl and json without an id give everything, as `read` does
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Of an article: what changed from each revision to the next
    #[arg(long)]
    pub(crate) revisions: bool,

    /// Show all stories, claims and differences, not only the first
    #[arg(long)]
    pub(crate) all: bool,

    /// Only stories that this outlet tells
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,

    /// Only stories published on this day (2025-04-22, 2025-04 or 2025) or later
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,

    /// Only stories published on this day or earlier
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<String>,

    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Search {
    /// Words that all stand there; in quotation marks, side by side. Nothing that is typed has another meaning
    #[arg(required = true)]
    pub(crate) words: Vec<String>,

    #[command(flatten)]
    pub(crate) keep: Keep,

    /// How many to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,

    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Note {
    /// The story, claim or article: its number or id
    pub(crate) id: String,

    /// What to write
    #[arg(required = true)]
    pub(crate) text: Vec<String>,

    #[command(flatten)]
    pub(crate) keep: Keep,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Forget {
    /// The article, by its id or its URL; or a note, by its id (n-1)
    #[arg(value_name = "ID|URL")]
    pub(crate) what: String,

    #[command(flatten)]
    pub(crate) keep: Keep,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) keep: Keep,

    /// How to tell it: in sentences, or as one JSON object with `sound` and `faults`
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Told::Text)]
    pub(crate) format: Told,
}

/// How something short is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Told {
    /// In sentences
    Text,
    /// As one JSON object
    Json,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Backup {
    /// The file to make
    #[arg(value_name = "FILE")]
    pub(crate) to: PathBuf,

    #[command(flatten)]
    pub(crate) keep: Keep,
}

#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) keep: Keep,

    /// Read every page again and tell every story afresh: mends all but pages and notes
    #[arg(long)]
    pub(crate) rebuild: bool,
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
