//! Readings in, stories out. Only this half knows that there is more than one article, and it never sees a page
//! (invariant 4).

mod group;
mod place;
mod derive;
mod first;
mod align;
mod relate;
mod trace;
mod weigh;
mod positions;
mod timeline;
mod title;
mod unify;

pub(crate) use self::align::{align, weighed};
pub(crate) use self::derive::{derivations_of, derive};
pub(crate) use self::first::first;
pub use self::group::{Heap, Signature, Stream, steps};
pub(crate) use self::group::{group, signature};
pub(crate) use self::place::place;
pub(crate) use self::positions::positions;
pub(crate) use self::relate::relate;
pub(crate) use self::timeline::{dates, timeline};
pub(crate) use self::title::{title, wording};
pub(crate) use self::trace::trace;
pub(crate) use self::unify::{Unified, unify};
pub(crate) use self::weigh::weigh;

use std::collections::BTreeMap;

use crate::{Published, Reading, StatementRef};

/// The articles of one story, side by side: what every stage of `compare` sees.
pub(crate) struct Members<'a> {
    /// All readings that are compared; indices in stories point into them.
    pub(crate) readings: &'a [Reading],
    /// Which of them tell this story, earliest published first, then by id.
    pub(crate) articles: Vec<usize>,
    /// When each of `articles` was published, same order: as its page tells, or worked out from the others.
    pub(crate) published: Vec<Option<Published>>,
    /// By article, its place in `articles`.
    turns: BTreeMap<usize, usize>,
}

impl<'a> Members<'a> {
    /// These articles of these readings, with when each was published.
    pub(crate) fn new(readings: &'a [Reading], articles: Vec<usize>, published: Vec<Option<Published>>) -> Members<'a> {
        let turns = articles.iter().copied().zip(0..).collect();
        Members { readings, articles, published, turns }
    }

    /// Where a statement stands in the story: its article's turn, then its own.
    pub(crate) fn turn(&self, at: StatementRef) -> (usize, usize) {
        (self.turns.get(&at.article).copied().unwrap_or(usize::MAX), at.statement)
    }
}
