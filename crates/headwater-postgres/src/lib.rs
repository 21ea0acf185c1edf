//! Pages and stories in a Postgres database that several machines share: the same as a store in a file, but that any
//! number of workers read pages and tell stories at one time.
//!
//! A page waits in a queue until a worker takes it (`FOR UPDATE SKIP LOCKED`), reads it, and keeps it: in one transaction,
//! so that a worker that dies leaves the page to the others. When no page waits, one worker groups all articles and puts
//! the stories whose articles changed into a second queue; when that is empty, the new stories are shown, all at once.
//! What they say is what one `headwater read` over the newest revision of every page would say, byte for byte.

mod ask;
mod connect;
mod plan;
mod read;
mod tell;
mod work;

pub use self::connect::SharedStore;
pub use self::work::Until;
