//! The `headwater` command. `main` parses, calls one function a subcommand, and turns the outcome into an exit code.

#[cfg(feature = "archive")]
mod archive;
mod args;
mod backup;
mod demo;
mod doctor;
mod export;
mod forget;
mod gather;
mod keep;
mod mcp;
mod note;
mod progress;
mod read;
mod screen;
mod search;
mod serve;
mod schema;
mod show;
mod store;
mod verify;
#[cfg(feature = "fetch")]
mod watch;
mod why;
#[cfg(feature = "postgres")]
mod work;

use std::process::ExitCode;

use clap::Parser;

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Stories were found and shown.
    Found,
    /// Nothing was found.
    Nothing,
    /// Something could not be read; the rest was done.
    Unread,
    /// The user stopped it.
    Interrupted,
}

fn main() -> ExitCode {
    let args = args::Args::parse();
    headwater_store::on_wait(store::waits);
    let outcome = match &args.command {
        args::Command::Read(read) => read::run(read),
        args::Command::Why(why) => why::run(why),
        args::Command::Export(export) => export::run(export),
        args::Command::Schema => schema::run(),
        args::Command::Serve(serve) => serve::run(serve),
        args::Command::Mcp(mcp) => mcp::run(mcp),
        #[cfg(feature = "fetch")]
        args::Command::Watch(watch) => watch::run(watch),
        #[cfg(not(feature = "fetch"))]
        args::Command::Watch { .. } => Err(anyhow::anyhow!(
            "this headwater was built without the part that fetches; build it with `cargo build --release -p \
             headwater-cli --features fetch`, or save feeds as files and read those"
        )),
        #[cfg(feature = "postgres")]
        args::Command::Work(work) => work::run(work),
        #[cfg(not(feature = "postgres"))]
        args::Command::Work { .. } => Err(store::without_postgres()),
        #[cfg(feature = "archive")]
        args::Command::Archive(archive) => archive::run(archive),
        #[cfg(not(feature = "archive"))]
        args::Command::Archive { .. } => Err(anyhow::anyhow!(
            "this headwater was built without the engine for archives; build it with `cargo build --release -p \
             headwater-cli --features archive` (half an hour), or read fewer pages with `headwater read --store FILE`"
        )),
        args::Command::Demo(demo) => read::run(&demo.as_read()),
        args::Command::Show(show) => show::run(show),
        args::Command::Search(search) => search::run(search),
        args::Command::Note(note) => note::run(note),
        args::Command::Forget(forget) => forget::run(forget),
        args::Command::Backup(backup) => backup::run(backup),
        args::Command::Verify(verify) => verify::run(verify),
        args::Command::Doctor(doctor) => doctor::run(doctor),
    };
    match outcome {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Unread) => ExitCode::from(2),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            screen::complain(format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Whether the reader of our output has gone, as `head` does: no error of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kinds = error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>()).map(std::io::Error::kind);
    kinds.into_iter().any(|kind| kind == std::io::ErrorKind::BrokenPipe)
}
