//! Stories in, words out. One file for each format; all of them show [`wire`] records, so a saved run shows the same
//! report as a fresh one.

pub mod wire;
mod book;
mod convert;
mod hidden;
mod json;
mod jsonl;
mod markdown;
mod page;
mod points;
mod text;
mod why;

pub use self::book::{Book, ClaimError, articles_of, counted, cut, in_circle, origin_words, range};
pub use self::convert::records;
pub use self::hidden::{for_terminal, hides};
pub use self::json::json;
pub use self::jsonl::{ReadError, jsonl, read_jsonl};
pub use self::markdown::{markdown, plain};
pub use self::text::{Extent, set_aside, text, text_of_store};
pub use self::why::{crediting, hops, line_of, why, why_in};
