//! The web desk of headwater: stories as pages to read, share and print, and as JSON for programs.
//!
//! [`Desk`] holds what is asked, [`serve`] answers over HTTP on this computer only, [`share`] makes one story a file.
//! Pages are drawn on the server and work without script. Words of articles reach a page through one escaping function.

mod escape;
mod days;
mod link;
mod told;
mod view;
mod csv;
mod questions;
mod records;
mod problem;
mod guard;
mod notes;
mod pages;
mod upload;
mod api;
mod routes;
mod serve;

pub use self::api::openapi;
pub use self::serve::{Desk, Door, ServeError, bind, interrupted, serve};
pub use self::view::story::share;
