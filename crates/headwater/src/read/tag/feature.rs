//! What speaks for the label of a token: the words around it, their classes, the quotation marks, the nearest cue.

use super::hint::{Hint, layout};
use super::token::{Passage, Quote, Shape, Token};
use super::word_class::{Class, classes, mix};
use crate::Tagger;

/// How far a cue is looked for from the mark before it, in tokens.
const TAIL: usize = 14;

/// From this likelihood bucket on, a word counts as a cue that others are seen from.
const STRONG: u8 = 2;

/// What stands for "nowhere" in a list of token indices.
const NOWHERE: u32 = u32::MAX;

/// How likely words are to be cues or sources: a bucket for each, 0 to 4.
pub trait Likelihoods {
    /// Which kind of meaning a word has: 0 if that is not known.
    fn kind(&self, word: u32) -> u8;
    /// How likely a word of this class is a cue.
    fn cue(&self, word: u32, class: Class) -> u8;
    /// How likely a word of this class stands in a source.
    fn source(&self, word: u32, class: Class) -> u8;
}

impl Likelihoods for Tagger {
    fn kind(&self, word: u32) -> u8 {
        Tagger::kind(self, word)
    }

    fn cue(&self, word: u32, class: Class) -> u8 {
        Tagger::cue(self, likelihood_key(word, class))
    }

    fn source(&self, word: u32, class: Class) -> u8 {
        Tagger::source(self, likelihood_key(word, class))
    }
}

/// What the likelihoods of a word of a class are kept under.
pub fn likelihood_key(word: u32, class: Class) -> u32 {
    mix(200, word, class as u32)
}

/// A passage, with all that features are made of.
pub struct View<'passage> {
    passage: &'passage Passage,
    classes: Vec<Class>,
    kinds: Vec<u8>,
    cues: Vec<u8>,
    sources: Vec<u8>,
    /// For each token, where the nearest strong cue, verb and mark are in its sentence.
    near: Vec<Near>,
    /// For each token, which sentence it is in.
    sentence_of: Vec<u32>,
    facts: Vec<Facts>,
    /// For each token in quotation marks, where they open and close.
    quotations: Vec<(u32, u32)>,
    /// What rules say of each token, and what the form of the paragraph says.
    hints: Vec<Hint>,
    layout: Vec<u8>,
    /// Commas and quotation marks up to each token.
    commas: Vec<u16>,
    marks: Vec<u16>,
}

/// Where the nearest things are in the sentence, before a token and from the next token on.
#[derive(Clone, Copy)]
struct Near {
    cue_before: u32,
    cue_after: u32,
    verb_before: u32,
    verb_after: u32,
    noun_before: u32,
    clause: u32,
    mark_after: u32,
}

/// What is true of a whole sentence.
#[derive(Clone, Copy, Default)]
struct Facts {
    cues: u32,
    quotes: u32,
    /// The mark and the cue of an attribution at the end: ", she said."
    tail: Option<(usize, usize)>,
    first: u32,
}

impl<'passage> View<'passage> {
    /// Looks at a passage of which rules say this.
    pub fn new(passage: &'passage Passage, hints: Vec<Hint>, tagger: &Tagger) -> View<'passage> {
        View::with_classes(passage, classes(passage, tagger), hints, tagger)
    }

    /// Looks at a passage whose word classes are known.
    pub fn with_classes(
        passage: &'passage Passage,
        classes: Vec<Class>,
        hints: Vec<Hint>,
        likelihoods: &impl Likelihoods,
    ) -> View<'passage> {
        let tokens = &passage.tokens;
        let pairs = || tokens.iter().zip(&classes);
        let kinds: Vec<u8> = tokens.iter().map(|token| likelihoods.kind(token.word)).collect();
        let cues: Vec<u8> = pairs().map(|(token, class)| likelihoods.cue(token.word, *class)).collect();
        let sources: Vec<u8> = pairs().map(|(token, class)| likelihoods.source(token.word, *class)).collect();
        let mut near = Vec::with_capacity(tokens.len());
        let mut sentence_of = Vec::with_capacity(tokens.len());
        let mut facts = Vec::with_capacity(passage.sentences.len());
        for (number, &(start, end)) in passage.sentences.iter().enumerate() {
            look_around(&passage.tokens, &classes, &cues, (start, end), &mut near);
            sentence_of.resize(end, number as u32);
            facts.push(sentence_facts(&passage.tokens, &cues, start, end));
        }
        let commas = running(tokens, |token| token.shape == Shape::Comma);
        let marks = running(tokens, |token| token.shape == Shape::QuoteMark);
        View {
            passage,
            classes,
            kinds,
            cues,
            sources,
            near,
            sentence_of,
            facts,
            quotations: quotations(tokens),
            hints,
            layout: layout(tokens),
            commas,
            marks,
        }
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.passage.tokens.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.passage.tokens.is_empty()
    }

    /// The class of a token.
    pub fn class_of(&self, index: usize) -> Class {
        self.classes[index]
    }

    /// What kind of gap is before a token: a sentence's end, a comma, a quotation mark.
    pub fn gap(&self, index: usize) -> u8 {
        let starts = self.passage.sentences[self.sentence_of[index] as usize].0 == index;
        let before = match index.checked_sub(1).map(|before| &self.passage.tokens[before]) {
            None => return 0,
            Some(before) if before.quote == Quote::Opens => 1,
            Some(before) if before.quote == Quote::Closes => 2,
            Some(before) if before.shape == Shape::Comma => 3,
            Some(before) if before.mark.is_some() => 4,
            Some(_) if self.passage.tokens[index].mark.is_some() => 5,
            Some(_) => 0,
        };
        before + if starts { 6 } else { 0 }
    }

    /// The features that speak for or against labels.
    pub fn label_keys(&self, index: usize, keys: &mut Vec<u32>) {
        keys.clear();
        self.word_keys(index, keys);
        self.class_keys(index, keys);
        self.cue_keys(index, keys);
        self.clause_keys(index, keys);
        self.sentence_keys(index, keys);
        self.quotation_keys(index, keys);
        self.kind_keys(index, keys);
        self.hint_keys(index, keys);
    }

    /// The features that speak for or against states: few, and strong.
    pub fn state_keys(&self, index: usize, keys: &mut Vec<u32>) {
        keys.clear();
        let quotes = self.quote(index, -1) * 16 + self.quote(index, 0) * 4 + self.quote(index, 1);
        let class = self.class(index, 0);
        let near = &self.near[index];
        let starts = u32::from(self.facts[self.sentence_of[index] as usize].first == index as u32);
        keys.extend([
            mix(60, self.word(index, 0), 0),
            mix(61, quotes, starts),
            mix(62, class, self.class(index, 1)),
            mix(63, class, self.class(index, -1)),
            mix(64, self.cue(index, 0) * 8 + self.cue(index, 1), self.cue(index, -1)),
            mix(65, self.shape(index, -1), self.shape(index, 0)),
            mix(66, self.distance(index, near.cue_after), self.distance(index, near.cue_before)),
            mix(67, self.tail_state(index), self.quote(index, 0)),
            mix(68, self.word(index, -1), 0),
            mix(69, self.word(index, 1), 0),
            mix(70, self.cues_after(self.quotations[index].1), self.cues_before(self.quotations[index].0)),
            mix(
                71,
                self.cues_after(near.mark_after),
                self.shape_at(near.mark_after) * 16 + self.distance(index, near.mark_after),
            ),
            mix(72, self.hint(index, -1) * 64 + self.hint(index, 0), self.hint(index, 1)),
            mix(73, u32::from(self.layout[index]), self.shape(index, 0) * 4 + self.quote(index, 0)),
            mix(74, self.hint(index, 0), class),
        ]);
    }

    fn word_keys(&self, index: usize, keys: &mut Vec<u32>) {
        let word = |offset| self.word(index, offset);
        let shape = |offset| self.shape(index, offset);
        let quote = |offset| self.quote(index, offset);
        let token = &self.passage.tokens[index];
        keys.extend([
            mix(1, word(-2), 0),
            mix(2, word(-1), 0),
            mix(3, word(0), 0),
            mix(4, word(1), 0),
            mix(5, word(2), 0),
            mix(6, word(-1), word(0)),
            mix(7, word(0), word(1)),
            mix(8, word(-1), word(1)),
            mix(9, token.ending, 0),
            mix(10, token.tail, 0),
            mix(12, shape(-1) * 32 + shape(0), shape(1)),
            mix(13, shape(0) * 32 + shape(1), shape(2)),
            mix(15, quote(-1) * 16 + quote(0) * 4 + quote(1), 0),
            mix(16, word(0), quote(0)),
            mix(17, word(-1), quote(-1)),
        ]);
    }

    fn class_keys(&self, index: usize, keys: &mut Vec<u32>) {
        let class = |offset| self.class(index, offset);
        keys.extend([
            mix(20, class(-1) * 32 + class(0), class(1)),
            mix(21, class(0) * 32 + class(1), class(2)),
            mix(22, class(-2) * 32 + class(-1), class(0)),
            mix(23, self.word(index, -1), class(0)),
            mix(24, class(0), self.word(index, 1)),
            mix(25, class(1) * 32 + class(2), class(3) * 32 + class(0)),
        ]);
    }

    fn cue_keys(&self, index: usize, keys: &mut Vec<u32>) {
        let cue = |offset| self.cue(index, offset);
        let source = |offset| self.source(index, offset);
        let near = &self.near[index];
        let class = self.class(index, 0);
        let (after, before) = (self.distance(index, near.cue_after), self.distance(index, near.cue_before));
        keys.extend([
            mix(30, cue(-1) * 64 + cue(0) * 8 + cue(1), class),
            mix(32, cue(1) * 64 + cue(2) * 8 + cue(3), cue(0)),
            mix(33, source(-1) * 64 + source(0) * 8 + source(1), class),
            mix(34, self.word_at(near.cue_after), after),
            mix(35, self.word_at(near.cue_before), before),
            mix(36, self.word_at(near.cue_after), class),
            mix(37, self.word_at(near.cue_before), class),
            mix(38, self.between(index, near.cue_after), after),
            mix(39, self.between(index, near.cue_before), before),
            mix(40, self.following(near.cue_before), before * 32 + class),
            mix(41, self.tail_state(index), class * 4 + self.quote(index, 0)),
            mix(42, self.between(index, near.cue_before), self.between(index, near.cue_after)),
        ]);
    }

    fn clause_keys(&self, index: usize, keys: &mut Vec<u32>) {
        let near = &self.near[index];
        let class = self.class(index, 0);
        let cue_at = |place: u32| self.cues.get(place as usize).map_or(7, |cue| u32::from(*cue));
        keys.extend([
            mix(45, self.word_at(near.verb_after), class),
            mix(46, self.word_at(near.verb_before), class),
            mix(47, self.distance(index, near.verb_after), cue_at(near.verb_after) * 32 + class),
            mix(48, self.distance(index, near.verb_before), cue_at(near.verb_before) * 32 + class),
            mix(49, self.word_at(near.clause), class),
            mix(50, self.following(near.mark_after), self.distance(index, near.mark_after)),
            mix(51, self.word_at(near.noun_before), class),
        ]);
    }

    fn sentence_keys(&self, index: usize, keys: &mut Vec<u32>) {
        let number = self.sentence_of[index];
        let facts = |offset: i64| usize::try_from(i64::from(number) + offset).ok().and_then(|at| self.facts.get(at));
        let summary = |offset| facts(offset).map_or(63, |facts| facts.cues * 8 + facts.quotes);
        let (start, end) = self.passage.sentences[number as usize];
        let quote = self.quote(index, 0);
        keys.extend([
            mix(54, summary(0), quote),
            mix(55, summary(-1), summary(0) * 4 + quote),
            mix(56, summary(1), summary(0) * 4 + quote),
            mix(57, number.min(3), summary(0) * 4 + quote),
            mix(58, bucket(index - start), quote),
            mix(59, bucket(end - 1 - index), self.shape(end - 1, 0) * 4 + quote),
        ]);
    }

    fn quotation_keys(&self, index: usize, keys: &mut Vec<u32>) {
        let (opens, closes) = self.quotations[index];
        let near = &self.near[index];
        let quote = self.quote(index, 0);
        let (start, _) = self.passage.sentences[self.sentence_of[index] as usize];
        let place = u32::from(index == start) + 2 * u32::from(opens as usize == index) + 4 * self.shape(index, 0);
        keys.extend([
            mix(80, self.cues_after(closes), self.cues_before(opens)),
            mix(81, self.following(closes), self.cues_after(closes)),
            mix(82, self.word_at(opens.wrapping_sub(1)), quote),
            mix(83, self.cues_after(near.mark_after), self.shape_at(near.mark_after) * 32 + self.class(index, 0)),
            mix(84, self.distance(index, near.cue_after) * 16 + self.distance(index, near.cue_before), quote),
            mix(86, place, self.cues_after(closes)),
        ]);
    }

    fn kind_keys(&self, index: usize, keys: &mut Vec<u32>) {
        let near = &self.near[index];
        let class = self.class(index, 0);
        let kind = |offset: isize| index.checked_add_signed(offset).map_or(255, |place| self.kind_at(place as u32));
        keys.extend([
            mix(90, kind(0), class),
            mix(91, kind(-1), kind(0)),
            mix(92, kind(0), kind(1)),
            mix(93, kind(-1) * 256 + kind(1), class),
            mix(95, self.kind_at(near.cue_before), kind(0)),
            mix(96, self.kind_at(near.verb_before), self.distance(index, near.verb_before) * 32 + class),
            mix(97, self.kind_at(near.verb_after), self.distance(index, near.verb_after) * 32 + class),
            mix(98, self.kind_at(near.noun_before), kind(0)),
        ]);
    }

    /// What the rules and the form of the paragraph say.
    fn hint_keys(&self, index: usize, keys: &mut Vec<u32>) {
        let hint = |offset| self.hint(index, offset);
        let here = hint(0);
        let own = &self.hints[index];
        let quote = self.quote(index, 0);
        let near = &self.near[index];
        let second = |offset| self.hint_at(index, offset).map_or(0, |hint| u32::from(hint.second));
        let around = self.cue(index, 0) * 8 + self.source(index, 0);
        keys.extend([
            mix(120, hint(-1) * 64 + here, hint(1) * 64 + hint(2)),
            mix(121, hint(-2) * 64 + hint(-1), here),
            mix(122, here, self.class(index, -1) * 1024 + self.class(index, 0) * 32 + self.class(index, 1)),
            mix(123, here, self.word(index, 0)),
            mix(124, here * 4 + quote, own.rule),
            mix(125, here * 16 + second(0) * 4 + second(1), second(-1)),
            mix(126, here * 64 + hint(-1), self.word(index, -1)),
            mix(127, here * 64 + hint(1), self.word(index, 1)),
            mix(128, here, around * 16 + self.distance(index, near.cue_before)),
            mix(129, u32::from(self.layout[index]), self.shape(index, 0) * 4 + quote),
            mix(130, here * 16 + bucket(usize::from(own.left)), self.shape(index, 0) * 4 + quote),
        ]);
    }

    fn hint_at(&self, index: usize, offset: isize) -> Option<&Hint> {
        index.checked_add_signed(offset).and_then(|index| self.hints.get(index))
    }

    /// The number of the state that rules give a token.
    fn hint(&self, index: usize, offset: isize) -> u32 {
        self.hint_at(index, offset).map_or(63, |hint| u32::from(hint.state))
    }

    fn token(&self, index: usize, offset: isize) -> Option<&Token> {
        index.checked_add_signed(offset).and_then(|index| self.passage.tokens.get(index))
    }

    fn word(&self, index: usize, offset: isize) -> u32 {
        self.token(index, offset).map_or(1, |token| token.word)
    }

    fn shape(&self, index: usize, offset: isize) -> u32 {
        self.token(index, offset).map_or(31, |token| token.shape as u32)
    }

    fn quote(&self, index: usize, offset: isize) -> u32 {
        self.token(index, offset).map_or(0, |token| token.quote as u32)
    }

    fn class(&self, index: usize, offset: isize) -> u32 {
        let class = index.checked_add_signed(offset).and_then(|index| self.classes.get(index));
        class.map_or(31, |class| *class as u32)
    }

    fn cue(&self, index: usize, offset: isize) -> u32 {
        index.checked_add_signed(offset).and_then(|index| self.cues.get(index)).map_or(0, |cue| u32::from(*cue))
    }

    fn source(&self, index: usize, offset: isize) -> u32 {
        let source = index.checked_add_signed(offset).and_then(|index| self.sources.get(index));
        source.map_or(0, |source| u32::from(*source))
    }

    fn word_at(&self, place: u32) -> u32 {
        self.passage.tokens.get(place as usize).map_or(0, |token| token.word)
    }

    fn kind_at(&self, place: u32) -> u32 {
        self.kinds.get(place as usize).map_or(255, |kind| u32::from(*kind))
    }

    fn shape_at(&self, place: u32) -> u32 {
        self.passage.tokens.get(place as usize).map_or(31, |token| token.shape as u32)
    }

    /// How likely the three tokens after a place are cues, and the class of the first.
    fn cues_after(&self, place: u32) -> u32 {
        let Some(next) = place.checked_add(1).map(|next| next as usize) else { return NOWHERE };
        let cue = |offset| self.cue(next, offset);
        (cue(0) * 64 + cue(1) * 8 + cue(2)) * 32 + self.class(next, 0)
    }

    /// How likely the three tokens before a place are cues.
    fn cues_before(&self, place: u32) -> u32 {
        if place == NOWHERE {
            return NOWHERE;
        }
        let cue = |offset| self.cue(place as usize, offset);
        (cue(-1) * 64 + cue(-2) * 8 + cue(-3)) * 32 + self.shape(place as usize, -1)
    }

    /// The word after a place.
    fn following(&self, place: u32) -> u32 {
        if place == NOWHERE { 0 } else { self.word_at(place + 1) }
    }

    fn distance(&self, index: usize, place: u32) -> u32 {
        if place == NOWHERE { 15 } else { bucket(index.abs_diff(place as usize)) }
    }

    /// Commas and quotation marks between a token and a place.
    fn between(&self, index: usize, place: u32) -> u32 {
        if place == NOWHERE {
            return 99;
        }
        let (from, to) = (index.min(place as usize), index.max(place as usize));
        let commas = u32::from(self.commas[to] - self.commas[from]).min(3);
        let marks = u32::from(self.marks[to] - self.marks[from]).min(3);
        commas * 4 + marks
    }

    /// How a token stands to the attribution at the end of its sentence.
    fn tail_state(&self, index: usize) -> u32 {
        match self.facts[self.sentence_of[index] as usize].tail {
            None => 0,
            Some((mark, _)) if index < mark => 1,
            Some((mark, _)) if index == mark => 2,
            Some((_, cue)) if index < cue => 3,
            Some((_, cue)) if index == cue => 4,
            Some(_) => 5,
        }
    }
}

/// For each token of a sentence, where the nearest things are.
fn look_around(tokens: &[Token], classes: &[Class], cues: &[u8], (start, end): (usize, usize), near: &mut Vec<Near>) {
    let mut here = Near {
        cue_before: NOWHERE,
        cue_after: NOWHERE,
        verb_before: NOWHERE,
        verb_after: NOWHERE,
        noun_before: NOWHERE,
        clause: start as u32,
        mark_after: NOWHERE,
    };
    for index in start..end {
        near.push(here);
        let place = index as u32;
        here.cue_before = if STRONG <= cues[index] { place } else { here.cue_before };
        here.verb_before = if classes[index].is_verb() { place } else { here.verb_before };
        here.noun_before = if classes[index].is_nominal() { place } else { here.noun_before };
        here.clause = if tokens[index].mark.is_some() { place + 1 } else { here.clause };
    }
    for index in (start..end).rev() {
        let place = index as u32;
        near[index].cue_after = here.cue_after;
        near[index].verb_after = here.verb_after;
        near[index].mark_after = here.mark_after;
        here.cue_after = if STRONG <= cues[index] { place } else { here.cue_after };
        here.verb_after = if classes[index].is_verb() { place } else { here.verb_after };
        here.mark_after = if tokens[index].mark.is_some() { place } else { here.mark_after };
    }
}

fn sentence_facts(tokens: &[Token], cues: &[u8], start: usize, end: usize) -> Facts {
    let quoted = tokens[start..end].iter().filter(|token| token.quote != Quote::Outside).count();
    let count = (start..end).filter(|index| STRONG <= cues[*index]).count();
    let last_cue = (start..end).rev().find(|index| STRONG <= cues[*index]);
    let quotes = match quoted {
        0 => 0,
        _ if quoted == end - start => 1,
        _ if tokens[start].quote != Quote::Outside => 2,
        _ => 3,
    };
    let tail = last_cue.and_then(|cue| {
        let earliest = start.max(cue.saturating_sub(TAIL));
        let ends = |index: &usize| tokens[*index].quote == Quote::Closes || tokens[*index].shape == Shape::Comma;
        (earliest..cue).rev().find(ends).map(|mark| (mark, cue))
    });
    Facts { cues: count.min(3) as u32, quotes, tail, first: start as u32 }
}

/// How many tokens that pass a test there are up to each token, itself included.
fn running(tokens: &[Token], test: impl Fn(&Token) -> bool) -> Vec<u16> {
    let mut count: u16 = 0;
    let mut counts = Vec::with_capacity(tokens.len());
    for token in tokens {
        count = count.saturating_add(u16::from(test(token)));
        counts.push(count);
    }
    counts
}

/// For each token in quotation marks, where they open and close.
fn quotations(tokens: &[Token]) -> Vec<(u32, u32)> {
    let mut quotations = vec![(NOWHERE, NOWHERE); tokens.len()];
    let mut opens = None;
    for (index, token) in tokens.iter().enumerate() {
        match (token.quote, opens) {
            (Quote::Opens, _) => opens = Some(index),
            (Quote::Closes, Some(start)) => {
                quotations[start..=index].fill((start as u32, index as u32));
                opens = None;
            }
            _ => {}
        }
    }
    if let Some(start) = opens {
        quotations[start..].fill((start as u32, NOWHERE));
    }
    quotations
}

/// A distance as one of few numbers.
fn bucket(distance: usize) -> u32 {
    match distance {
        0..=4 => distance as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}
