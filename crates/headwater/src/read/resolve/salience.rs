//! Whom "he" and "she" go back to: of those credited and named so far, who stands out most.
//!
//! Everybody credited or named in the last sentences gets a weight, which fades from sentence to sentence. The heaviest is
//! meant, unless another is as good as equal: then it could be either (invariant 7).

use std::collections::BTreeMap;

use super::people::People;
use crate::{Sentence, Span};

/// How many sentences back a pronoun is looked for.
const REACH: usize = 8;

/// How many credits back: a sentence holds few.
const RECENT: usize = 40;

/// What remains of a weight one sentence on.
const FADING: f64 = 0.6;

/// What it weighs to be credited with words.
const CREDITED: f64 = 2.5;

/// What it weighs to open a sentence, and to open the one in which the pronoun stands.
const OPENS: f64 = 2.0;
const OPENS_THIS: f64 = 4.0;

/// What it weighs to be named elsewhere, and as the owner of something.
const NAMED: f64 = 0.8;
const OWNS: f64 = 0.4;

/// What remains of a weight when the name stands in somebody's quoted words.
const QUOTED: f64 = 0.3;

/// The share of the heaviest weight from which on a second candidate could be meant as well.
const EQUAL: f64 = 0.92;

/// Somebody a pronoun may go back to: a person of the article's, or the source of an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Candidate {
    Person(usize),
    Source(usize),
}

/// Who stands out at a place of the text.
pub(super) struct Salience<'a> {
    pub(super) sentences: &'a [Sentence],
    pub(super) people: &'a People,
    /// Who was credited so far, and where.
    pub(super) credited: &'a [(usize, Candidate)],
}

impl Salience<'_> {
    /// The candidate that stands out most before `at`, of those that `fits` lets pass; names within `own`, the words that
    /// are being credited, do not count.
    pub(super) fn most(&self, at: usize, own: &[Span], fits: impl Fn(Candidate) -> bool) -> Option<Candidate> {
        let mut weights = self.weights(at, own);
        weights.retain(|candidate, _| fits(*candidate));
        let mut ranked: Vec<(Candidate, f64)> = weights.into_iter().collect();
        ranked.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        match ranked[..] {
            [] => None,
            [(first, weight), (_, second), ..] => (second < weight * EQUAL).then_some(first),
            [(only, _)] => Some(only),
        }
    }

    fn weights(&self, at: usize, own: &[Span]) -> BTreeMap<Candidate, f64> {
        let begin = own.iter().map(|piece| piece.start()).min().unwrap_or(at).min(at);
        let here = self.sentence(begin);
        let from = self.sentences.get(here.saturating_sub(REACH)).map_or(0, |sentence| sentence.span.start());
        let mut weights = BTreeMap::new();
        let mut add = |candidate: Candidate, place: usize, weight: f64| {
            let distance = here.saturating_sub(self.sentence(place)) as i32;
            *weights.entry(candidate).or_insert(0.0) += weight * FADING.powi(distance);
        };
        for seen in self.people.seen_between(from, at) {
            if own.iter().any(|piece| piece.contains(seen.span)) {
                continue;
            }
            let this = here == self.sentence(seen.span.start());
            let opens = if this { OPENS_THIS } else { OPENS };
            let plain = if seen.opens { opens } else { NAMED };
            let weight = if seen.owns { OWNS } else { plain };
            let quoted = if self.quoted(seen.span) { QUOTED } else { 1.0 };
            add(Candidate::Person(seen.person), seen.span.start(), weight * quoted);
        }
        for (place, candidate) in self.credited.iter().rev().take(RECENT) {
            if from <= *place && *place < at {
                add(*candidate, *place, CREDITED);
            }
        }
        weights
    }

    /// Which sentence a place stands in.
    fn sentence(&self, place: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.start() <= place).saturating_sub(1)
    }

    fn quoted(&self, span: Span) -> bool {
        let sentence = self.sentences.get(self.sentence(span.start()));
        sentence.is_some_and(|sentence| sentence.quotes.iter().any(|quote| quote.contains(span)))
    }
}
