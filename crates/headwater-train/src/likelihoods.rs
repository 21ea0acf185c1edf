//! How likely a word of a class is a cue, or stands in a source: counted, in four steps.

use std::collections::BTreeMap;

use headwater::Tagger;
use headwater::training::feature::{Likelihoods, likelihood_key};
use headwater::training::lattice::{Role, State};
use headwater::training::token::Passage;
use headwater::training::word_class::Class;

/// From which share on a word is in the steps 1 to 4.
const STEPS: [f64; 4] = [0.04, 0.15, 0.35, 0.6];

/// How often a word must be seen to have a share.
const LEAST: u32 = 4;

/// How often something is a cue, in a source, and seen at all.
type Counts = BTreeMap<u32, [u32; 3]>;

/// Counts over articles.
#[derive(Default)]
pub(crate) struct Counted {
    counts: Counts,
}

impl Counted {
    /// Counts a passage.
    pub(crate) fn add(&mut self, passage: &Passage, classes: &[Class], states: &[State]) {
        for ((token, class), state) in passage.tokens.iter().zip(classes).zip(states) {
            let counts = self.counts.entry(likelihood_key(token.word, *class)).or_default();
            counts[0] += u32::from(state.role == Some(Role::Cue));
            counts[1] += u32::from(state.role == Some(Role::Source));
            counts[2] += 1;
        }
    }

    /// The steps of all that has one, for cues (0) or sources (1).
    pub(crate) fn steps(&self, which: usize) -> Vec<(u32, [i8; 1])> {
        let step = |counts: &[u32; 3]| step(counts[which], counts[2]);
        let all = self.counts.iter().map(|(key, counts)| (*key, [step(counts) as i8]));
        all.filter(|(_, step)| step[0] != 0).collect()
    }

    /// What is left without one article: how that article looks to a model that has not seen it.
    pub(crate) fn without<'counted>(
        &'counted self,
        own: &'counted Counted,
        kinds: &'counted Tagger,
    ) -> Without<'counted> {
        Without { all: self, own, kinds }
    }
}

/// Counts with one article left out.
pub(crate) struct Without<'counted> {
    all: &'counted Counted,
    own: &'counted Counted,
    kinds: &'counted Tagger,
}

impl Without<'_> {
    fn step(&self, key: u32, which: usize) -> u8 {
        let all = self.all.counts.get(&key).copied().unwrap_or_default();
        let own = self.own.counts.get(&key).copied().unwrap_or_default();
        step(all[which] - own[which], all[2] - own[2])
    }
}

impl Likelihoods for Without<'_> {
    fn kind(&self, word: u32) -> u8 {
        Likelihoods::kind(self.kinds, word)
    }

    fn cue(&self, word: u32, class: Class) -> u8 {
        self.step(likelihood_key(word, class), 0)
    }

    fn source(&self, word: u32, class: Class) -> u8 {
        self.step(likelihood_key(word, class), 1)
    }
}

fn step(hits: u32, seen: u32) -> u8 {
    if seen < LEAST {
        return 0;
    }
    let share = f64::from(hits) / f64::from(seen);
    STEPS.iter().filter(|least| **least <= share).count() as u8
}
