//! The `headwater` command. `main` parses, calls one function a subcommand, and turns the outcome into an exit code.

mod args;
mod pages;
mod progress;
mod read;

use std::process::ExitCode;

use clap::Parser;

/// How a command ended.
pub(crate) enum Outcome {
    /// Stories were found and shown.
    Found,
    /// Nothing was found.
    Nothing,
    /// Something could not be read; the rest was done.
    Unread,
}

fn main() -> ExitCode {
    let args = args::Args::parse();
    let outcome = match &args.command {
        args::Command::Read(read) => read::run(read),
    };
    match outcome {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Unread) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("headwater: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether the reader of our output has gone, as `head` does: no error of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kind = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>()).map(std::io::Error::kind);
    kind == Some(std::io::ErrorKind::BrokenPipe)
}
