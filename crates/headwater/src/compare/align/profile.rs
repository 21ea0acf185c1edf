//! What a statement is compared by.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::compare::Members;
use crate::{Knowledge, Polarity, Span, Statement, StatementRef};

/// The least weight that a statement's words are taken to have, so that two words in common do not make a copy.
const LEAST_WEIGHT: f32 = 8.0;

/// The most that one word weighs, however large the story.
const MOST_WORD: f32 = 7.0;

/// The most copies of a statement that are looked at: what holds for the first ones holds for all.
const MOST_PLACES: usize = 12;

/// What a statement is compared by.
pub(super) struct Profile {
    /// The statements that are worded so, in order of article and place: copies are profiled once.
    pub(super) places: Vec<(StatementRef, Span)>,
    /// Its words in order, without their endings, as numbers.
    pub(super) sequence: Vec<u32>,
    /// Its words that mean something, each once, in order of number, with their weight.
    pub(super) terms: Vec<(u32, f32)>,
    /// What they weigh together.
    pub(super) weight: f32,
    /// The values of its numbers.
    pub(super) numbers: Vec<f64>,
    /// Whether it says that something is not so.
    pub(super) denies: bool,
}

/// A profile of every statement of a story, copies once, in order of article and place.
pub(super) fn profiles(members: &Members, knowledge: &Knowledge) -> Vec<Profile> {
    let mut lexicon: HashMap<String, u32> = HashMap::new();
    let mut alike: HashMap<(Vec<u32>, bool), usize> = HashMap::new();
    let mut profiles: Vec<Profile> = Vec::new();
    for article in &members.articles {
        let reading = &members.readings[*article];
        for (index, statement) in reading.statements.iter().enumerate() {
            let at = StatementRef { article: *article, statement: index };
            let profile = profile(at, statement, &reading.article.text, &mut lexicon, knowledge);
            match alike.entry((profile.sequence.clone(), profile.denies)) {
                Entry::Occupied(known) => profiles[*known.get()].places.extend(profile.places),
                Entry::Vacant(new) => {
                    new.insert(profiles.len());
                    profiles.push(profile);
                }
            }
        }
    }
    weigh_terms(&mut profiles, lexicon.len());
    profiles
}

fn profile(
    at: StatementRef,
    statement: &Statement,
    text: &str,
    lexicon: &mut HashMap<String, u32>,
    knowledge: &Knowledge,
) -> Profile {
    let words = knowledge.wording.words(text, statement.span);
    let mut sequence = Vec::with_capacity(words.len());
    let mut terms = Vec::new();
    for word in &words {
        let stem = knowledge.wording.stem(&word.lower);
        let next = lexicon.len() as u32;
        let term = lexicon.get(stem).copied().unwrap_or_else(|| *lexicon.entry(stem.to_owned()).or_insert(next));
        sequence.push(term);
        if !word.duties.does(crate::knowledge::Duties::STOP) {
            terms.push((term, 0.0));
        }
    }
    terms.sort_unstable_by_key(|(term, _)| *term);
    terms.dedup_by_key(|(term, _)| *term);
    let mut numbers: Vec<f64> = statement.numbers.iter().map(|number| number.value).collect();
    numbers.sort_by(f64::total_cmp);
    let denies = statement.negated != (statement.polarity == Polarity::Denied);
    Profile { places: vec![(at, statement.span)], sequence, terms, weight: 0.0, numbers, denies }
}

/// A word weighs the more the fewer statements of the story have it.
fn weigh_terms(profiles: &mut [Profile], words: usize) {
    let mut counts = vec![0_u32; words];
    for (term, _) in profiles.iter().flat_map(|profile| &profile.terms) {
        counts[*term as usize] += 1;
    }
    let all = profiles.len() as f32 + 1.0;
    for profile in profiles {
        for (term, weight) in &mut profile.terms {
            *weight = (all / (counts[*term as usize] as f32 + 0.5)).ln().clamp(0.0, MOST_WORD);
        }
        profile.weight = profile.terms.iter().map(|(_, weight)| weight).sum();
    }
}

/// The signs that two statements are one claim, in the order of the weights in `models/align`.
pub(super) fn signs(one: &Profile, other: &Profile) -> [f32; 8] {
    let shared = shared_weight(one, other);
    let all = one.weight + other.weight - shared;
    let overlap = if all > 0.0 { shared / all } else { 0.0 };
    let held = shared / one.weight.min(other.weight).max(LEAST_WEIGHT);
    let run = longest_run(&one.sequence, &other.sequence) as f32;
    let common = one.numbers.iter().any(|number| other.numbers.contains(number));
    let rival = !common && !one.numbers.is_empty() && !other.numbers.is_empty();
    let shorter = one.sequence.len().min(other.sequence.len()).max(3) as f32;
    [
        shared / 10.0,
        overlap,
        held,
        run.min(8.0) / 8.0,
        if common { (0.3 + 2.0 * overlap).min(1.0) } else { 0.0 },
        f32::from(u8::from(rival)),
        f32::from(u8::from(meet(one, other, |_, _| true))),
        run / shorter,
    ]
}

/// Whether two statements can be one claim at all: they are not parts of each other, nor one the other's denial.
pub(super) fn may_join(one: &Profile, other: &Profile) -> bool {
    let nested = meet(one, other, Span::overlaps);
    let denial =
        one.denies != other.denies && shared_weight(one, other) > 0.55 * one.weight.min(other.weight).max(LEAST_WEIGHT);
    !nested && !denial
}

/// Whether two statements stand in one article, in such places.
fn meet(one: &Profile, other: &Profile, such: impl Fn(Span, Span) -> bool) -> bool {
    one.places.iter().take(MOST_PLACES).any(|(at, span)| {
        other.places.iter().take(MOST_PLACES).any(|(second, rival)| at.article == second.article && such(*span, *rival))
    })
}

fn shared_weight(one: &Profile, other: &Profile) -> f32 {
    let (mut left, mut right) = (one.terms.iter().peekable(), other.terms.iter().peekable());
    let mut shared = 0.0;
    while let (Some((first, weight)), Some((second, _))) = (left.peek(), right.peek()) {
        match first.cmp(second) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                shared += weight;
                left.next();
                right.next();
            }
        }
    }
    shared
}

/// How many words in a row two statements share at most.
pub(in crate::compare) fn longest_run<W: PartialEq>(one: &[W], other: &[W]) -> usize {
    let mut before = vec![0_usize; other.len() + 1];
    let mut best = 0;
    for word in one {
        let mut left = 0;
        for (at, second) in other.iter().enumerate() {
            let here = if word == second { left + 1 } else { 0 };
            left = std::mem::replace(&mut before[at + 1], here);
            best = best.max(here);
        }
    }
    best
}
