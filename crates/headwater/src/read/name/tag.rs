//! Which words are names, and of what: a linear tagger over hashed features.
//!
//! The weights are trained by `training/names`; the features stand here only, so that both always agree.

use crate::{EntityKind, Span, knowledge::names::class};

use super::tokens::{Shape, Token};

/// The tags: outside, then beginning and inside of persons, places and organizations.
pub(crate) const TAGS: usize = 7;

/// Rows of weights; a power of two.
pub(crate) const ROWS: usize = 1 << 17;

/// Where the weights of tags after tags stand, one row a tag before; the last row is for the start of a sentence.
pub(crate) const STEPS: usize = ROWS;

/// The most features a word can have.
const MOST_FEATURES: usize = 128;

/// What each word's tag is worth, and each tag after each.
pub(crate) trait Weights {
    /// Adds the weights of a row to the scores of the tags.
    fn add(&self, row: usize, scores: &mut [f32; TAGS]);

    /// What a tag of a word has before any weight: only training gives a lead.
    fn lead(&self, _word: usize, _tag: usize) -> f32 {
        0.0
    }

    /// The weights of rows, added up.
    fn sum(&self, rows: &[u32]) -> [f32; TAGS] {
        let mut scores = [0.0; TAGS];
        rows.iter().for_each(|row| self.add(*row as usize, &mut scores));
        scores
    }
}

/// The weights that come with headwater: a signed byte each, row by row, the root of its weight.
pub(crate) struct Bundled;

static BUNDLED: &[u8] = include_bytes!("../../../models/names/weights.bin");

impl Weights for Bundled {
    fn add(&self, row: usize, scores: &mut [f32; TAGS]) {
        if let Some(weights) = BUNDLED.get(row * TAGS..(row + 1) * TAGS) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += unpacked(*weight) as f32;
            }
        }
    }

    /// A row is read together with the first weight of the next one: eight numbers are added at once, seven are kept.
    fn sum(&self, rows: &[u32]) -> [f32; TAGS] {
        let mut sums = [0_i32; TAGS + 1];
        for row in rows {
            let weights = BUNDLED.get(*row as usize * TAGS..).and_then(|rest| rest.first_chunk::<{ TAGS + 1 }>());
            for (sum, weight) in sums.iter_mut().zip(weights.into_iter().flatten()) {
                *sum += unpacked(*weight);
            }
        }
        std::array::from_fn(|tag| sums[tag] as f32)
    }
}

/// A weight from its byte, which holds its root: small weights are told apart finely, and large ones are not cut off.
fn unpacked(byte: u8) -> i32 {
    let root = i32::from(i8::from_le_bytes([byte]));
    root * root.abs()
}

/// What the article as a whole shows about its words.
pub(crate) trait Seen {
    /// How a word of this hash is written elsewhere in the article: see [`seen`].
    fn written(&self, hash: u64) -> u8;
}

/// How a word is written in an article, a bit each.
pub(crate) mod seen {
    /// In small letters.
    pub(crate) const LOWER: u8 = 1;
    /// With a capital within a sentence.
    pub(crate) const CAPITAL: u8 = 2;
    /// After a person's title.
    pub(crate) const TITLED: u8 = 4;
}

/// The rows of the features of every word of a sentence.
pub(crate) fn features(text: &str, tokens: &[Token], article: &impl Seen) -> Rows {
    let casing = casing(tokens);
    let runs = runs(text, tokens);
    let mut rows = Rows { all: Vec::with_capacity(tokens.len() * 24), ends: Vec::with_capacity(tokens.len()) };
    for (at, run) in runs.into_iter().enumerate() {
        word_features(&mut rows, text, tokens, at, run, casing, article);
        rows.ends.push(rows.all.len());
    }
    rows
}

/// How a sentence uses capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Casing {
    /// For some words.
    Some,
    /// For most words, as headlines do.
    Most,
    /// For none, as in hurried notes; "I" does not count.
    None,
}

/// How a sentence uses capitals.
pub(crate) fn casing(tokens: &[Token]) -> Casing {
    let words = tokens.iter().filter(|token| token.shape != Shape::Mark).count();
    let capitals = tokens.iter().filter(|token| token.shape.is_capital()).count();
    let any = tokens.iter().any(|token| token.shape.is_capital() && token.shape != Shape::Initial);
    match capitals * 3 > words * 2 {
        true => Casing::Most,
        false if any => Casing::Some,
        false => Casing::None,
    }
}

/// The run of capitals that a word stands in: first and last word. A word outside runs is its own.
fn runs(text: &str, tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = (0..tokens.len()).map(|at| (at, at)).collect();
    let mut start = 0;
    while start < tokens.len() {
        let mut end = start;
        if tokens[start].shape.is_capital() {
            while let Some(next) = continues_run(text, tokens, end) {
                end = next;
            }
            runs[start..=end].fill((start, end));
        }
        start = end + 1;
    }
    runs
}

/// The next capital of a run, one small word such as "of" between them at most.
fn continues_run(text: &str, tokens: &[Token], end: usize) -> Option<usize> {
    let next = tokens.get(end + 1)?;
    if next.shape.is_capital() || next.shape == Shape::Number {
        return Some(end + 1);
    }
    let joins = next.classes & class::INSIDE != 0 || matches!(next.span.of(text), "-" | "&");
    let after = tokens.get(end + 2)?;
    (joins && after.shape.is_capital()).then_some(end + 2)
}

/// The rows of the features of some words, one word after the other.
pub(crate) struct Rows {
    all: Vec<u32>,
    /// Where the rows of each word end.
    ends: Vec<usize>,
}

impl Rows {
    /// How many words there are.
    pub(crate) fn words(&self) -> usize {
        self.ends.len()
    }

    /// The rows of a word.
    pub(crate) fn of(&self, word: usize) -> &[u32] {
        &self.all[self.start(word)..self.ends[word]]
    }

    fn start(&self, word: usize) -> usize {
        word.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    fn add(&mut self, template: u64, value: u64) {
        let mixed = (value ^ template.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        let row = (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 40;
        if self.all.len() - self.start(self.ends.len()) < MOST_FEATURES {
            self.all.push((row as usize & (ROWS - 1)) as u32);
        }
    }

    fn add_bits(&mut self, template: u64, classes: u32) {
        let mut left = classes & ((1 << class::COUNT) - 1);
        while left != 0 {
            self.add(template, u64::from(left.trailing_zeros()));
            left &= left - 1;
        }
    }
}

fn word_features(
    rows: &mut Rows,
    text: &str,
    tokens: &[Token],
    at: usize,
    run: (usize, usize),
    casing: Casing,
    article: &impl Seen,
) {
    let here = &tokens[at];
    let hash =
        |offset: isize| at.checked_add_signed(offset).and_then(|at| tokens.get(at)).map_or(1, |token| token.hash);
    let shape = |offset: isize| {
        at.checked_add_signed(offset).and_then(|at| tokens.get(at)).map_or(9, |token| token.shape as u64)
    };
    let form = shape(0) << 3 | u64::from(at == 0) << 2 | casing as u64;
    rows.add(1, hash(0));
    rows.add(2, hash(0) ^ form << 50);
    rows.add(3, form);
    for (template, offset) in [(4, -1), (5, 1), (6, -2), (7, 2)] {
        rows.add(template, hash(offset) ^ u64::from(here.shape.is_capital()));
    }
    if here.shape == Shape::Mark {
        return;
    }
    grouped(rows, tokens, at, form);
    if here.shape == Shape::Lower && here.begins | here.continues == 0 && casing != Casing::None {
        return;
    }
    rows.add(8, hash(-1) ^ hash(0).rotate_left(17));
    rows.add(9, hash(0) ^ hash(1).rotate_left(17));
    rows.add(10, shape(-1) * 100 + shape(0) * 10 + shape(1));
    affixes(rows, here.span.of(text));
    known(rows, tokens, at, form);
    if here.shape.is_capital() {
        run_features(rows, tokens, at, run);
        let written = u64::from(article.written(here.hash));
        rows.add(40, written << 3 | form & 7);
        rows.add(41, written << 24 | u64::from(here.classes | here.begins | here.continues));
    }
}

/// Which words are used like this one and its neighbours.
fn grouped(rows: &mut Rows, tokens: &[Token], at: usize, form: u64) {
    let groups = |offset: isize| {
        let token = at.checked_add_signed(offset).and_then(|at| tokens.get(at));
        token.map_or((0, 0), |token| (u64::from(token.groups.0) + 1, u64::from(token.groups.1) + 1))
    };
    let (small, large) = groups(0);
    rows.add(50, small << 8 | form);
    rows.add(51, large << 8 | form);
    if tokens[at].shape.is_capital() {
        for (template, offset) in [(52, -1), (53, 1), (54, -2), (55, 2)] {
            rows.add(template, groups(offset).0);
            rows.add(template + 8, groups(offset).1 << 8 | large);
        }
    }
}

fn affixes(rows: &mut Rows, word: &str) {
    for (template, count) in [(11, 2), (12, 3), (13, 4)] {
        let letters = || word.char_indices();
        if let (Some((first, _)), Some((last, _))) = (letters().nth(count), letters().nth_back(count - 1)) {
            rows.add(template, crate::knowledge::names::hash_word(&word[last..]));
            rows.add(template + 3, crate::knowledge::names::hash_word(&word[..first]));
        }
    }
}

/// What is known of the word and its neighbours.
fn known(rows: &mut Rows, tokens: &[Token], at: usize, form: u64) {
    let here = &tokens[at];
    let all = |token: &Token| token.classes | token.begins | token.continues;
    rows.add_bits(20, here.classes);
    rows.add_bits(21, here.begins);
    rows.add_bits(22, here.continues);
    rows.add(23, u64::from(here.begins) << 40 | u64::from(here.continues) << 20 | u64::from(here.classes));
    rows.add(24, u64::from(all(here)) << 8 | form);
    if let Some(before) = at.checked_sub(1).map(|at| &tokens[at]) {
        rows.add_bits(25, all(before));
        rows.add(26, u64::from(all(before)) << 24 | u64::from(all(here)));
    }
    if let Some(after) = tokens.get(at + 1) {
        rows.add_bits(27, all(after));
        rows.add(28, u64::from(all(after)) << 24 | u64::from(all(here)));
    }
}

/// What the run of capitals shows that a word stands in: its ends, its length, what stands around it.
fn run_features(rows: &mut Rows, tokens: &[Token], at: usize, (start, end): (usize, usize)) {
    let place = (u64::from(at == start) << 1) | u64::from(at == end);
    let length = (end - start).min(5) as u64;
    let first = &tokens[start];
    let last = &tokens[end];
    let before = start.checked_sub(1).map_or(1, |at| tokens[at].hash);
    let after = tokens.get(end + 1).map_or(1, |token| token.hash);
    rows.add(30, length << 2 | place);
    rows.add(31, last.hash ^ place);
    rows.add(32, first.hash ^ place);
    rows.add(33, u64::from(last.classes) << 2 | place);
    rows.add(34, u64::from(first.classes | first.begins) << 2 | place);
    rows.add(35, before ^ place << 60 ^ length.min(2) << 50);
    rows.add(36, after ^ place << 60 ^ length.min(2) << 50);
}

/// The best tags of a sentence.
pub(crate) fn tag(rows: &Rows, weights: &impl Weights) -> Vec<u8> {
    let mut steps = [[0.0; TAGS]; TAGS + 1];
    for (before, scores) in steps.iter_mut().enumerate() {
        weights.add(STEPS + before, scores);
    }
    let mut best = [0.0; TAGS];
    let mut back: Vec<[u8; TAGS]> = Vec::with_capacity(rows.words());
    for at in 0..rows.words() {
        let mut scores = weights.sum(rows.of(at));
        scores.iter_mut().enumerate().for_each(|(tag, score)| *score += weights.lead(at, tag));
        let (next, from) = step(at, &best, &steps, &scores);
        back.push(from);
        best = next;
    }
    trace(&best, &back)
}

/// The best score of each tag of a word, and the tag before it.
fn step(
    at: usize,
    best: &[f32; TAGS],
    steps: &[[f32; TAGS]; TAGS + 1],
    scores: &[f32; TAGS],
) -> ([f32; TAGS], [u8; TAGS]) {
    let mut next = [f32::NEG_INFINITY; TAGS];
    let mut from = [0u8; TAGS];
    for tag in 0..TAGS {
        if at == 0 {
            if tag == 0 || is_beginning(tag) {
                next[tag] = steps[TAGS][tag] + scores[tag];
            }
            continue;
        }
        for before in 0..TAGS {
            let score = best[before] + steps[before][tag] + scores[tag];
            if may_follow(before, tag) && next[tag] < score {
                next[tag] = score;
                from[tag] = before as u8;
            }
        }
    }
    (next, from)
}

fn trace(best: &[f32; TAGS], back: &[[u8; TAGS]]) -> Vec<u8> {
    let mut tag = (0..TAGS).fold(0, |top, tag| if best[top] < best[tag] { tag } else { top });
    let mut tags = vec![0; back.len()];
    for (place, from) in tags.iter_mut().zip(back).rev() {
        *place = tag as u8;
        tag = usize::from(from[tag]);
    }
    tags
}

fn is_beginning(tag: usize) -> bool {
    tag % 2 == 1
}

fn may_follow(before: usize, tag: usize) -> bool {
    tag == 0 || is_beginning(tag) || before == tag || before + 1 == tag
}

/// The names that tags mark.
pub(crate) fn spans(tokens: &[Token], tags: &[u8]) -> Vec<(usize, usize, EntityKind)> {
    let mut found: Vec<(usize, usize, EntityKind)> = Vec::new();
    for (at, tag) in tags.iter().take(tokens.len()).enumerate() {
        let kind = match tag {
            0 => continue,
            1 | 2 => EntityKind::Person,
            3 | 4 => EntityKind::Place,
            _ => EntityKind::Organization,
        };
        match found.last_mut() {
            Some(last) if tag % 2 == 0 && last.1 == at => last.1 = at + 1,
            _ => found.push((at, at + 1, kind)),
        }
    }
    found
}

/// The words from one token to another.
pub(crate) fn cover(tokens: &[Token], start: usize, end: usize) -> Span {
    tokens[start].span.cover(tokens[end - 1].span)
}
