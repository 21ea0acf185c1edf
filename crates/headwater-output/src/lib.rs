//! Stories in, words out. One file for each format; all of them show [`wire`] records, so a saved run shows the same
//! report as a fresh one.

pub mod wire;
mod convert;
mod jsonl;
mod points;

pub use self::convert::records;
pub use self::jsonl::{ReadError, jsonl, read_jsonl};
