//! Files in, pages out. One file for each format; none of them knows what an attribution is.
//!
//! [`find`] lists the files to read and says why others are passed over; [`open`] makes pages of one file, one at a
//! time, so that a file of millions of lines needs the memory of one line. A broken file or line is a [`Problem`] with
//! its name and place; the rest is read.

mod decode;
mod feed;
mod fetched;
mod find;
mod form;
mod honest;
mod html;
mod jsonl;
mod open;
mod opml;
mod order;
#[cfg(feature = "parquet")]
mod parquet;
mod table;
mod warc;
mod xml;

pub use self::feed::{Entry, Feed, Words, page_of_entry, parse_feed};
pub use self::fetched::page_of_bytes;
pub use self::find::{Found, Skipped, find};
pub use self::open::{
    Cleaning, Pages, ToMake, Way, from_bytes, in_memory, open, page_of_line, page_of_text, standard_input,
};
pub use self::opml::{Outline, parse_opml};
pub use self::order::in_order;
pub use self::table::{Columns, ColumnsError};

/// The most bytes one page may have: 64 MiB. Bigger ones are refused with a [`Problem`], never cut.
pub const MOST_BYTES: u64 = 64 << 20;

/// The most bytes of text one article may have: 2 MiB, about 300,000 words. Longer ones are refused, never cut.
pub const MOST_TEXT: usize = 2 << 20;

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot read `{place}`: {why}")]
pub struct Problem {
    /// The file, and the line in it: `dump.jsonl:3`.
    pub place: String,
    /// What was wrong with it; lower case, without full stop.
    pub why: String,
}

impl Problem {
    fn new(place: impl Into<String>, why: impl std::fmt::Display) -> Problem {
        Problem { place: place.into(), why: why.to_string() }
    }
}
