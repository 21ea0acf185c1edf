//! Standard output: how wide it is, and whether it shows colour.

use std::fmt::Display;
use std::io::{Stdout, Write};

use anstream::{AutoStream, ColorChoice};
use headwater_output::for_terminal;

use crate::args::{Colour, Look};

/// Columns of a report that goes into a pipe or a file.
const PIPE: usize = 100;

/// The columns to fill.
pub(crate) fn width(look: &Look) -> usize {
    let terminal = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    look.width.or_else(terminal).unwrap_or(PIPE).min(200)
}

/// Writes a report; styles are stripped where they cannot be shown or are not wanted.
pub(crate) fn show(report: &str, look: &Look) -> std::io::Result<()> {
    let mut out = stream(look);
    out.write_all(for_terminal(report).as_bytes())?;
    out.flush()
}

/// Writes lines without styles.
pub(crate) fn say(lines: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(for_terminal(lines).as_bytes())?;
    out.flush()
}

/// Says on standard error what went wrong, in words that may be those of a file's name or of a page.
pub(crate) fn complain(why: impl Display) {
    eprintln!("headwater: {}", for_terminal(&why.to_string()));
}

fn stream(look: &Look) -> AutoStream<Stdout> {
    let out = std::io::stdout();
    match look.color {
        Colour::Auto => AutoStream::auto(out),
        Colour::Always => AutoStream::new(out, ColorChoice::Always),
        Colour::Never => AutoStream::new(out, ColorChoice::Never),
    }
}
