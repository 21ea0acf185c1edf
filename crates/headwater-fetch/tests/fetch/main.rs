//! Fetching, over real sockets.

#![allow(clippy::disallowed_methods, reason = "tests measure time")]

mod hostile;
mod inside;
mod polite;
mod rounds;
mod tree;
mod web;

use std::sync::Arc;
use std::time::Duration;

use headwater::Knowledge;
use headwater_fetch::{Settings, Stop, Told, Watched, gate, watch};
use headwater_store::Store;

use crate::web::Web;

/// The knowledge that comes with headwater, loaded once.
pub(crate) fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    KNOWLEDGE.get_or_init(Knowledge::bundled)
}

/// A round over this web that is in a hurry.
pub(crate) fn hasty(web: &Arc<Web>) -> Settings {
    Settings {
        network: web.clone(),
        patience: Duration::from_secs(2),
        pause: Duration::ZERO,
        clock: || "2024-05-06T10:00:00Z".parse().expect("a time"),
        ..Settings::default()
    }
}

/// A round; what it came to, and what it said could not be had.
pub(crate) fn round(store: &Store, settings: &Settings, feeds: &[&str]) -> (Watched, Vec<String>) {
    let mut problems = Vec::new();
    let feeds: Vec<_> = feeds.iter().map(|feed| gate::address(feed).expect("open")).collect();
    let mut tell = |told: Told| {
        if let Told::Problem(address, why) = told {
            problems.push(format!("{address}: {why}"));
        }
    };
    let watched = watch(store, knowledge(), &feeds, settings, &Stop::default(), &mut tell).expect("a round");
    (watched, problems)
}
