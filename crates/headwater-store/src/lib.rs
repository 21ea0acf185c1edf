//! Keeps what was read in one file, and answers questions about it.
//!
//! [`Store::add`] takes pages, [`Store::settle`] tells the stories they belong to; everything else asks. What is
//! settled is, byte for byte, what a fresh `headwater read` over the newest revision of every page would say.
//!
//! A store is one SQLite file. Pages, and the notes that a user adds, are what it keeps; articles, stories, claims and
//! the search index follow from the pages and can be made again ([`Store::settle_anew`]).

mod error;
mod schema;
mod row;
mod wait;
mod still;
mod file;
mod page;
mod add;
#[cfg(test)]
mod fingerprint;
mod settle;
mod told;
mod find;
mod stories;
mod search;
mod words;
mod notes;
mod revisions;
mod asked;
mod forget;
mod backup;
mod keep;
mod mirror;
mod verify;
mod doctor;

pub use self::add::{Added, Kept, Saved};
pub use self::asked::Asked;
pub use self::doctor::Health;
pub use self::error::StoreError;
pub use self::file::{Clock, Store};
pub use self::find::{ArticleFound, ClaimFound, Revision, StoryFound};
pub use self::forget::Forgotten;
pub use self::keep::Keep;
pub use self::mirror::PageElsewhere;
pub use self::notes::{Note, StoryNotes};
pub use self::page::{pack as pack_page, pack_json, unpack as unpack_page, unpack_json};
pub use self::revisions::{Change, Changed};
pub use self::search::{Hit, HitKind};
pub use self::settle::{Settled, reader};
pub use self::stories::{Counted, Facets, Sort, StoryLine, StoryPage, StoryQuery};
pub use self::verify::Fault;
pub use self::wait::{Waits, on_wait};
