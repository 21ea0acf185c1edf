//! The store, over real files.

#![allow(clippy::disallowed_methods, reason = "tests read files")]

mod same;
mod questions;
mod file;
mod notes;
mod forget;
mod damage;
mod frozen;

use std::path::{Path, PathBuf};

use headwater::{Body, ClaimedDate, Hints, Knowledge, Page};
use headwater_input::Cleaning;
use headwater_store::{Added, Store};

/// The knowledge that comes with headwater, loaded once.
pub(crate) fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    KNOWLEDGE.get_or_init(Knowledge::bundled)
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").to_owned()
}

/// How many times as much as on each change: more for the long set.
pub(crate) fn rounds() -> usize {
    std::env::var("HEADWATER_ROUNDS").ok().and_then(|given| given.parse().ok()).unwrap_or(1)
}

/// All pages of a file or folder.
pub(crate) fn pages_of(path: &Path) -> Vec<Page> {
    let found = headwater_input::find(&[path.to_owned()]);
    found.files.iter().flat_map(|file| headwater_input::open(file, Cleaning::Clean)).filter_map(Result::ok).collect()
}

/// The demo's pages.
pub(crate) fn demo() -> Vec<Page> {
    let pages = pages_of(&root().join("corpus/harbour-talks"));
    assert!(4 <= pages.len());
    pages
}

/// A page of text to the letter.
pub(crate) fn page(place: &str, text: &str) -> Page {
    Page { place: place.to_owned(), body: Body::Exact(text.to_owned()), hints: Hints::default() }
}

/// The same with an address and a day.
pub(crate) fn page_at(url: &str, day: &str, text: &str) -> Page {
    let dates = vec![ClaimedDate { written: day.to_owned(), place: "input".to_owned() }];
    let hints = Hints { url: Some(url.to_owned()), dates, ..Hints::default() };
    Page { place: url.to_owned(), body: Body::Exact(text.to_owned()), hints }
}

/// Adds and settles.
pub(crate) fn put(store: &Store, pages: impl IntoIterator<Item = Page>) -> Added {
    let added = store.add(pages, knowledge(), &mut |_| {}).expect("added");
    store.settle(knowledge()).expect("settled");
    added
}

/// A store in memory with these pages.
pub(crate) fn store_of(pages: impl IntoIterator<Item = Page>) -> Store {
    let store = Store::in_memory().expect("a store");
    put(&store, pages);
    store
}

/// A store's records as they are printed.
pub(crate) fn printed(store: &Store) -> String {
    lines(&store.records().expect("records"))
}

pub(crate) fn lines(records: &[headwater_output::wire::Record]) -> String {
    let mut out = Vec::new();
    headwater_output::jsonl(records, &mut out).expect("memory");
    String::from_utf8(out).expect("JSON")
}

/// Numbers that look drawn by chance, and are the same on every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}
