//! Passages that two texts share word for word.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::Worded;

/// How many words a shared passage has at least: shorter ones are figures of speech.
pub(crate) const SHORTEST: usize = 6;
/// Of this many neighbouring runs of words one is kept as a fingerprint (winnowing).
const WINDOW: usize = 4;
/// With this many fingerprints in common, two texts are compared word by word.
const COMMON: usize = 2;
/// Where more texts have a fingerprint, each is compared with the first of them and the last before it only: a
/// thousand copies are found to be copies without comparing each with each.
const FIRST: usize = 8;
const LAST: usize = 8;

/// A run of words that two texts share: where it starts in each, and how many words it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    pub(crate) first: usize,
    pub(crate) second: usize,
    pub(crate) words: usize,
}

/// The pairs of texts that have passages in common, by index, with the passages.
pub(crate) fn passages(texts: &[Worded]) -> BTreeMap<(usize, usize), Vec<Passage>> {
    let starts: Vec<HashMap<u64, usize>> = texts.iter().map(|text| starts(&text.words)).collect();
    let shared = |(first, second): (usize, usize)| {
        let found = compare(&texts[first].words, &starts[first], &texts[second].words);
        ((first, second), found)
    };
    candidates(texts).into_iter().map(shared).collect()
}

/// The pairs of texts with enough fingerprints in common.
fn candidates(texts: &[Worded]) -> Vec<(usize, usize)> {
    let prints = texts
        .iter()
        .enumerate()
        .flat_map(|(text, worded)| fingerprints(&worded.words).into_iter().map(move |print| (print, text)));
    let mut prints: Vec<(u64, usize)> = prints.collect();
    prints.sort_unstable();
    prints.dedup();
    let mut common: HashMap<(usize, usize), usize> = HashMap::default();
    for same in prints.chunk_by(|a, b| a.0 == b.0) {
        for (place, (_, second)) in same.iter().enumerate() {
            let last = place.saturating_sub(LAST).max(FIRST.min(place));
            for (_, first) in same[..FIRST.min(place)].iter().chain(&same[last..place]) {
                *common.entry((*first, *second)).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        common.into_iter().filter(|(_, prints)| COMMON <= *prints).map(|(pair, _)| pair).collect();
    pairs.sort_unstable();
    pairs
}

/// The hashes of all runs of `SHORTEST` words.
fn runs(words: &[u32]) -> impl Iterator<Item = u64> {
    words.windows(SHORTEST).map(|run| {
        run.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, word| {
            (hash ^ u64::from(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        })
    })
}

fn fingerprints(words: &[u32]) -> Vec<u64> {
    let runs: Vec<u64> = runs(words).collect();
    let mut kept: Vec<u64> = match runs.len() {
        0..=WINDOW => runs.iter().copied().min().into_iter().collect(),
        _ => runs.windows(WINDOW).filter_map(|window| window.iter().copied().min()).collect(),
    };
    kept.dedup();
    kept
}

/// Where each run of words starts for the first time.
fn starts(words: &[u32]) -> HashMap<u64, usize> {
    let mut starts = HashMap::default();
    for (start, run) in runs(words).enumerate() {
        starts.entry(run).or_insert(start);
    }
    starts
}

/// The passages of `second` that stand in the text of `first`, in order of `second`, none overlapping another there.
fn compare(first: &[u32], starts: &HashMap<u64, usize>, second: &[u32]) -> Vec<Passage> {
    let runs: Vec<u64> = runs(second).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let start = starts.get(&runs[at]).copied();
        let words = start.map_or(0, |start| alike(&first[start..], &second[at..]));
        match start {
            Some(start) if SHORTEST <= words => {
                found.push(Passage { first: start, second: at, words });
                at += words;
            }
            _ => at += 1,
        }
    }
    found
}

/// How many words two texts have in common from their start.
fn alike(first: &[u32], second: &[u32]) -> usize {
    first.iter().zip(second).take_while(|(a, b)| a == b).count()
}
