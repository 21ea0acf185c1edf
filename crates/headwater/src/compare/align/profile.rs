//! What a statement is compared by.

use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt};

use crate::compare::Members;
use crate::compare::weigh::denies;
use crate::knowledge::{Duties, SIGNS, dot};
use crate::{Knowledge, Reading, Source, Span, Statement, StatementRef};

/// The least weight that a statement's words are taken to have, so that two words in common do not make a copy.
const LEAST_WEIGHT: f32 = 8.0;

/// The most words of a story that are compared with each other.
const MOST_WORDS: usize = 3000;

/// Words less alike than this have nothing to do with each other.
const LEAST_LIKENESS: f32 = 0.4;

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
    /// How much its words stand out from everyday prose, in the order of `terms`.
    pub(super) rarity: Vec<f32>,
    /// What they weigh together.
    pub(super) weight: f32,
    /// Its numbers: value and unit.
    pub(super) numbers: Vec<(f64, String)>,
    /// Those of its words that are names, in order of number.
    pub(super) names: Vec<u32>,
    /// What it means, as a vector.
    pub(super) meaning: Vec<f32>,
    /// What the sentence around it means.
    pub(super) around: Vec<f32>,
    /// The last words of the names of those who are credited with it, in order.
    pub(super) speakers: Vec<String>,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
    /// Whether it says that something is not so.
    pub(super) denies: bool,
}

/// The statements of a story as they are compared.
pub(super) struct Profiles {
    /// Copies once, in order of article and place.
    pub(super) list: Vec<Profile>,
    /// By word, the others that mean nearly the same, and how nearly.
    pub(super) alike: Alike,
}

/// By a word's number, the words that mean nearly the same, in order of number, and how nearly.
pub(super) struct Alike(Vec<Vec<(u32, f32)>>);

impl Alike {
    /// Compares each two of the words that most statements have; a word beyond those is like itself only.
    fn of(lexicon: &Lexicon, counts: &[u32]) -> Alike {
        let mut words: Vec<u32> = (0..counts.len() as u32).filter(|word| counts[*word as usize] > 0).collect();
        words.sort_by_key(|word| (std::cmp::Reverse(counts[*word as usize]), *word));
        words.truncate(MOST_WORDS);
        words.sort_unstable();
        let mut alike = vec![Vec::new(); counts.len()];
        for (at, one) in words.iter().enumerate() {
            let meaning = &lexicon.meanings[*one as usize];
            for other in &words[at + 1..] {
                let likeness = dot(meaning, &lexicon.meanings[*other as usize]);
                if LEAST_LIKENESS <= likeness {
                    alike[*one as usize].push((*other, likeness));
                    alike[*other as usize].push((*one, likeness));
                }
            }
        }
        Alike(alike)
    }

    /// How near the nearest of these terms is to a word: 1 if it is among them.
    fn nearest(&self, word: u32, terms: &[(u32, f32)]) -> f32 {
        let among = |word: u32| terms.binary_search_by_key(&word, |(term, _)| *term).is_ok();
        if among(word) {
            return 1.0;
        }
        let near = self.0[word as usize].iter().filter(|(other, _)| among(*other));
        near.map(|(_, likeness)| *likeness).fold(0.0, f32::max)
    }
}

/// The words of a story by number.
#[derive(Default)]
struct Lexicon {
    numbers: HashMap<String, u32>,
    meanings: Vec<Vec<f32>>,
    rarity: Vec<f32>,
}

impl Lexicon {
    fn number(&mut self, word: &str, knowledge: &Knowledge) -> u32 {
        let stem = knowledge.wording.stem(word);
        if let Some(number) = self.numbers.get(stem) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(stem.to_owned(), number);
        self.meanings.push(knowledge.likeness.embed(word));
        self.rarity.push(knowledge.words.rarity(word));
        number
    }
}

/// A profile of every statement of a story, copies once, in order of article and place.
pub(super) fn profiles(members: &Members, knowledge: &Knowledge) -> Profiles {
    let mut lexicon = Lexicon::default();
    let mut alike: HashMap<(Vec<u32>, bool), usize> = HashMap::new();
    let mut profiles: Vec<Profile> = Vec::new();
    for article in &members.articles {
        let reading = &members.readings[*article];
        for (index, statement) in reading.statements.iter().enumerate() {
            let at = StatementRef { article: *article, statement: index };
            let profile = profile(at, statement, reading, &mut lexicon, knowledge);
            match alike.entry((profile.sequence.clone(), profile.denies)) {
                Entry::Occupied(known) => profiles[*known.get()].add(profile),
                Entry::Vacant(new) => {
                    new.insert(profiles.len());
                    profiles.push(profile);
                }
            }
        }
    }
    let counts = weigh_terms(&mut profiles, lexicon.numbers.len());
    let alike = Alike::of(&lexicon, &counts);
    Profiles { list: profiles, alike }
}

fn profile(
    at: StatementRef,
    statement: &Statement,
    reading: &Reading,
    lexicon: &mut Lexicon,
    knowledge: &Knowledge,
) -> Profile {
    let text = reading.article.text.as_str();
    let words = knowledge.wording.words(text, statement.span);
    let mut sequence = Vec::with_capacity(words.len());
    let (mut terms, mut names) = (Vec::new(), Vec::new());
    for word in &words {
        let term = lexicon.number(&word.lower, knowledge);
        sequence.push(term);
        if !word.duties.does(Duties::STOP) {
            terms.push((term, 0.0));
            names.extend((word.capital && word.span != words[0].span).then_some(term));
        }
    }
    terms.sort_unstable_by_key(|(term, _)| *term);
    terms.dedup_by_key(|(term, _)| *term);
    names.sort_unstable();
    names.dedup();
    let rarity = terms.iter().map(|(term, _)| lexicon.rarity[*term as usize]).collect();
    Profile {
        rarity,
        places: vec![(at, statement.span)],
        sequence,
        terms,
        weight: 0.0,
        numbers: statement.numbers.iter().map(|number| (number.value, number.unit.clone())).collect(),
        names,
        meaning: knowledge.likeness.embed(statement.span.of(text)),
        around: knowledge.likeness.embed(sentence(reading, statement.span).of(text)),
        speakers: speakers(statement),
        quoted: statement.quoted,
        denies: denies(statement),
    }
}

/// The sentence that a statement stands in.
fn sentence(reading: &Reading, span: Span) -> Span {
    let next = reading.sentences.partition_point(|sentence| sentence.span.start() <= span.start());
    next.checked_sub(1).map_or(span, |at| reading.sentences[at].span.cover(span))
}

/// By what names those are called who are credited with a statement: the last word of each, lower case.
pub(in crate::compare) fn speakers(statement: &Statement) -> Vec<String> {
    let names = statement.chains.iter().filter_map(|chain| match &chain.end().source {
        Source::Person(name) | Source::Organization(name) => name.split_whitespace().last(),
        _ => None,
    });
    let mut speakers: Vec<String> = names.map(str::to_lowercase).collect();
    speakers.sort_unstable();
    speakers.dedup();
    speakers
}

impl Profile {
    /// Adds a copy of the same words from elsewhere.
    fn add(&mut self, copy: Profile) {
        self.places.extend(copy.places);
        if self.places.len() <= MOST_PLACES {
            self.speakers.extend(copy.speakers);
            self.speakers.sort_unstable();
            self.speakers.dedup();
            self.quoted |= copy.quoted;
        }
    }
}

/// A word weighs the more the fewer statements of the story have it. Gives how many have each.
fn weigh_terms(profiles: &mut [Profile], words: usize) -> Vec<u32> {
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
    counts
}

/// The signs that two statements are one claim, in the order of [`crate::Joining`]'s.
pub(super) fn signs(one: &Profile, other: &Profile, alike: &Alike) -> [f32; SIGNS] {
    let shared = shared_weight(one, other);
    let all = one.weight + other.weight - shared;
    let overlap = if all > 0.0 { shared / all } else { 0.0 };
    let held = shared / one.weight.min(other.weight).max(LEAST_WEIGHT);
    let run = longest_run(&one.sequence, &other.sequence) as f32;
    let (numbers, rivals) = numbers(one, other);
    let shorter = one.sequence.len().min(other.sequence.len()).max(3) as f32;
    let (nearer, further) = (covered(one, other, alike), covered(other, one, alike));
    let (rare, rare_held) = rare(one, other);
    let longer = one.sequence.len().max(other.sequence.len()).max(3) as f32;
    [
        shared / 10.0,
        overlap,
        held,
        run.min(8.0) / 8.0,
        run / shorter,
        shorter / longer,
        numbers,
        rivals,
        common(&one.names, &other.names),
        dot(&one.meaning, &other.meaning).max(0.0),
        dot(&one.around, &other.around).max(0.0),
        same_speaker(one, other),
        f32::from(u8::from(one.quoted)) + f32::from(u8::from(other.quoted)),
        f32::from(u8::from(meet(one, other, |_, _| true))),
        one.weight.min(other.weight) / 10.0,
        nearer.max(further),
        nearer.min(further),
        rare,
        rare_held,
    ]
}

/// How much of a statement's words another one has, each as far as the nearest word there means the same: 0 to 1.
fn covered(one: &Profile, other: &Profile, alike: &Alike) -> f32 {
    let (mut held, mut all) = (0.0, 0.0);
    for ((term, weight), rarity) in one.terms.iter().zip(&one.rarity) {
        all += weight + rarity;
        held += (weight + rarity) * alike.nearest(*term, &other.terms);
    }
    if all > 0.0 { held / all } else { 0.0 }
}

/// How much the words stand out that both have, and their share of the shorter one's.
fn rare(one: &Profile, other: &Profile) -> (f32, f32) {
    let sum = |profile: &Profile| profile.rarity.iter().sum::<f32>();
    let both = one
        .terms
        .iter()
        .zip(&one.rarity)
        .filter(|((term, _), _)| other.terms.binary_search_by_key(term, |(second, _)| *second).is_ok());
    let shared: f32 = both.map(|(_, rarity)| rarity).sum();
    (shared / 10.0, shared / sum(one).min(sum(other)).max(LEAST_WEIGHT))
}

/// How many numbers both have, and how many of one unit that only one has: of the shorter one's numbers.
fn numbers(one: &Profile, other: &Profile) -> (f32, f32) {
    let (one, other) = if one.numbers.len() <= other.numbers.len() {
        (&one.numbers, &other.numbers)
    } else {
        (&other.numbers, &one.numbers)
    };
    if one.is_empty() {
        return (0.0, 0.0);
    }
    let both = one.iter().filter(|(value, _)| other.iter().any(|(second, _)| value == second)).count();
    (both as f32 / one.len() as f32, (one.len() - both) as f32 / one.len() as f32)
}

/// Which share of the shorter one's names both have; a third where one has none.
fn common(one: &[u32], other: &[u32]) -> f32 {
    if one.is_empty() || other.is_empty() {
        return 1.0 / 3.0;
    }
    let (one, other) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    one.iter().filter(|name| other.binary_search(name).is_ok()).count() as f32 / one.len() as f32
}

/// 1 where somebody is credited with both, -1 where different ones are, 0 where it is not told.
fn same_speaker(one: &Profile, other: &Profile) -> f32 {
    if one.speakers.is_empty() || other.speakers.is_empty() {
        return 0.0;
    }
    if one.speakers.iter().any(|name| other.speakers.contains(name)) { 1.0 } else { -1.0 }
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
