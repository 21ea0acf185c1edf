//! headwater for assistants: an MCP server with six tools that only ask.
//!
//! [`Assistant`] holds a store and answers; [`serve`] speaks the protocol on standard input and output. No tool writes,
//! opens an address or takes a path. Words of pages stand only in fields of objects that say `"untrusted": true`, with
//! nothing hidden in them, and every answer keeps to a size.

mod refusal;
mod room;
mod quote;
mod asked;
mod tale;
mod list;
mod story;
mod trace;
mod compare;
mod find;
mod check;
mod assistant;
mod serve;

pub use self::assistant::Assistant;
pub use self::refusal::Refusal;
pub use self::serve::{ServeError, serve};
