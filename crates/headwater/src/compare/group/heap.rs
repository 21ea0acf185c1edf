//! Readings to be grouped all at once.

use super::Signature;
use super::link::link;
use super::near::near;
use super::terms::{Terms, terms};
use crate::{Knowledge, Words};

/// Articles to be grouped, in under a kilobyte each: a signature is no longer needed once it was added.
pub struct Heap<'k> {
    words: &'k Words,
    ids: Vec<Box<str>>,
    terms: Vec<Terms>,
}

impl<'k> Heap<'k> {
    /// No articles yet.
    pub fn new(knowledge: &'k Knowledge) -> Heap<'k> {
        Heap { words: &knowledge.words, ids: Vec::new(), terms: Vec::new() }
    }

    /// Adds an article. Articles are numbered in the order in which they were added, from 0.
    pub fn add(&mut self, signature: &Signature) {
        self.ids.push(signature.id.as_str().into());
        self.terms.push(terms(signature, self.words));
    }

    /// The articles by story, the same for the same articles in whatever order they were added. Every article is in
    /// one story; within a story and between stories the order is by id.
    pub fn stories(&self) -> Vec<Vec<usize>> {
        let (ids, day) = (&self.ids, |at: u32| self.terms[at as usize].dated.day);
        let mut order: Vec<u32> = (0..self.ids.len() as u32).collect();
        order.sort_by(|a, b| {
            (day(*a).is_none(), day(*a), &ids[*a as usize]).cmp(&(day(*b).is_none(), day(*b), &ids[*b as usize]))
        });
        let ordered = Ordered { terms: &self.terms, order: &order };
        let near = near(&ordered);
        let factors = near.factors();
        let pairs = near.pairs(&factors);
        drop(near);
        let mut stories: Vec<Vec<usize>> = link(&ordered, &factors, pairs)
            .into_iter()
            .map(|story| story.into_iter().map(|at| order[at as usize] as usize).collect())
            .collect();
        stories.iter_mut().for_each(|story| story.sort_by_key(|at| &ids[*at]));
        stories.sort_by_key(|story| story.first().map(|at| &ids[*at]));
        stories
    }

    pub(super) fn terms(&self) -> &[Terms] {
        &self.terms
    }
}

/// Terms in the order of their days and ids, those of no day last, which is not how they lie.
pub(super) struct Ordered<'t> {
    terms: &'t [Terms],
    order: &'t [u32],
}

impl Ordered<'_> {
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn get(&self, at: usize) -> &Terms {
        &self.terms[self.order[at] as usize]
    }
}
