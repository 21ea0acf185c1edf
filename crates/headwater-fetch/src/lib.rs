//! Fetches feeds and the pages they link to into a store.
//!
//! It is the only crate that opens a connection, and it opens one in one place: `client.rs`. Every address passes
//! [`gate`] before it is asked, and every number that a name stands for passes it again before it is connected to, also
//! after a redirect: nothing that a feed or a page says leads into the network of whoever runs this. [`watch()`] asks
//! politely: robots.txt, one request at a time to a host, pauses, conditional requests, Retry-After.

mod client;
mod feed;
pub mod gate;
mod manners;
mod network;
mod robots;
mod round;
mod sources;
mod watch;

pub use self::network::{Network, OpenWeb};
pub use self::sources::{Sources, sources};
pub use self::watch::{Settings, Stop, Told, Watched, watch};
pub use url::Url;
