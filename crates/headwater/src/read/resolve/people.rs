//! The persons an article names: their full names, and what they are called besides.

use std::collections::BTreeMap;

use super::words::{Word, words};
use crate::knowledge::Noun;
use crate::{Sentence, Unnamed};

/// The persons an article names.
pub(super) struct People {
    list: Vec<Person>,
    /// Which persons a word of a name belongs to.
    by_word: BTreeMap<String, Vec<usize>>,
    /// Where sentences begin that open with a person.
    openings: Vec<(usize, usize)>,
}

/// A person an article names.
pub(super) struct Person {
    /// The full name, without titles.
    pub(super) name: String,
    /// Titles and roles that stand with the name, lower case.
    pub(super) roles: Vec<String>,
    /// Where it is named in full first.
    pub(super) first: usize,
}

/// The longest a name can be, in words.
const LONGEST_NAME: usize = 5;

impl People {
    /// Finds the full names: two and more words with capitals, a title before them or a surname that comes again.
    pub(super) fn of(text: &str, sentences: &[Sentence], unnamed: &Unnamed, is_name: &dyn Fn(&str) -> bool) -> People {
        let mut people = People { list: Vec::new(), by_word: BTreeMap::new(), openings: Vec::new() };
        for sentence in sentences {
            let words = words(text, sentence.span);
            for run in runs(&words) {
                people.add(text, &words, run, unnamed, is_name);
            }
        }
        people.find_openings(text, sentences, unnamed);
        people
    }

    fn add(
        &mut self,
        text: &str,
        words: &[Word],
        run: std::ops::Range<usize>,
        unnamed: &Unnamed,
        is_name: &dyn Fn(&str) -> bool,
    ) {
        let begin = run.clone().rev().find(|at| unnamed.is(&words[*at].lower, Noun::Title) || words[*at].possessive);
        let start = begin.map_or(run.start, |at| at + 1);
        let titled = begin.is_some() || 0 < start && unnamed.is(&words[start - 1].lower, Noun::Title);
        let length = run.end - start;
        if length == 0 || LONGEST_NAME < length || (length == 1 && !titled) {
            return;
        }
        let name = words[start].span.cover(words[run.end - 1].span).of(text);
        if !is_name(name) {
            return;
        }
        let roles = roles(words, start, run.end, unnamed);
        if length == 1 && roles.is_empty() {
            return;
        }
        let place = self.list.iter().position(|person| person.name == name).unwrap_or_else(|| {
            self.list.push(Person { name: name.to_owned(), roles: Vec::new(), first: words[start].span.start() });
            for word in &words[start..run.end] {
                self.by_word.entry(word.lower.clone()).or_default().push(self.list.len() - 1);
            }
            self.list.len() - 1
        });
        self.list[place].roles.extend(roles);
    }

    /// The person at an index.
    pub(super) fn get(&self, person: usize) -> Option<&Person> {
        self.list.get(person)
    }

    /// The only person that all of these words belong to.
    pub(super) fn named(&self, name: &[&str]) -> Option<usize> {
        let (last, before) = name.split_last()?;
        let mut found = self.by_word.get(*last)?.iter().copied().filter(|person| {
            let own = self.list[*person].name.to_lowercase();
            before.iter().all(|word| own.contains(word))
        });
        let first = found.next()?;

        found.try_fold(first, |best, next| self.same(best, next))
    }

    /// The fuller of two names, if one is a part of the other.
    fn same(&self, one: usize, other: usize) -> Option<usize> {
        let (a, b) = (&self.list[one].name, &self.list[other].name);
        let words = |name: &str| name.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (wa, wb) = (words(a), words(b));
        if wa.iter().all(|word| wb.contains(word)) {
            return Some(other);
        }
        wb.iter().all(|word| wa.contains(word)).then_some(one)
    }

    /// The persons introduced in this role before `at`: "the minister". Of several, those that the words before the role
    /// fit best, then those called by this very word.
    pub(super) fn in_role(&self, role: &str, before: &[&str], at: usize, unnamed: &Unnamed) -> Vec<usize> {
        let score = |person: &Person| {
            let fits = person.roles.iter().any(|own| unnamed.alike(own, role));
            let exact = person.roles.iter().any(|own| own == role);
            let described = before.iter().filter(|word| person.roles.iter().any(|own| own == *word)).count();
            (fits && person.first < at).then_some((described, exact))
        };
        let best = self.list.iter().filter_map(score).max();
        (0..self.list.len()).filter(|person| best.is_some() && score(&self.list[*person]) == best).collect()
    }

    /// The only person named before `at`, if there is only one.
    pub(super) fn only_one_before(&self, at: usize) -> Option<&str> {
        let mut known = self.list.iter().filter(|person| person.first < at);
        let only = known.next()?;
        known.next().is_none().then_some(only.name.as_str())
    }

    /// The person that the sentence before `at` opens with, and where, if one does.
    pub(super) fn opening_before(&self, at: usize) -> Option<(usize, usize)> {
        let place = self.openings.partition_point(|(start, _)| *start < at);
        place.checked_sub(1).map(|place| self.openings[place])
    }

    /// Finds the sentences that open with a name.
    fn find_openings(&mut self, text: &str, sentences: &[Sentence], unnamed: &Unnamed) {
        for sentence in sentences {
            let all = words(text, sentence.span);
            let Some(run) = runs(&all).into_iter().next().filter(|run| run.start < OPENING) else { continue };
            let name = run.clone().rev().take_while(|at| !unnamed.is(&all[*at].lower, Noun::Title)).collect::<Vec<_>>();
            let owner = name.first().is_some_and(|last| all[*last].possessive);
            let lower: Vec<&str> = name.iter().rev().map(|at| all[*at].lower.as_str()).collect();
            if let Some(person) = self.named(&lower).filter(|_| !owner) {
                self.openings.push((sentence.span.start(), person));
            }
        }
    }
}

/// A name that begins within so many words opens its sentence.
const OPENING: usize = 5;

/// Runs of words with capitals, nothing but a space between them.
fn runs(words: &[Word]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=words.len() {
        let goes_on =
            words.get(at).is_some_and(|word| word.capital && word.lower.len() > 1 || word.capital && at > start);
        let broken = at > start && (words[at - 1].breaks || words[at - 1].possessive);
        if goes_on && !broken {
            continue;
        }
        if start < at {
            found.push(start..at);
        }
        start = if goes_on { at } else { at + 1 };
    }
    found
}

/// What stands with a name: the words of its phrase before it, and the apposition behind it.
fn roles(words: &[Word], start: usize, end: usize, unnamed: &Unnamed) -> Vec<String> {
    let before = words[..start].iter().rev().take(6).take_while(|word| {
        !word.breaks && !(unnamed.is(&word.lower, Noun::EndsNoun) && word.lower != "of" && word.lower != "for")
    });
    let mut found: Vec<String> = before.map(|word| word.lower.clone()).collect();
    if words[end - 1].breaks {
        let after = words[end..].iter().take(8);
        let stop = after.clone().position(|word| word.breaks).map_or(0, |at| at + 1);
        let opens = words.get(end).is_some_and(|word| !word.capital || unnamed.is(&word.lower, Noun::Title));
        if opens {
            found.extend(after.take(stop).map(|word| word.lower.clone()));
        }
    }
    found.retain(|word| !unnamed.is(word, Noun::Determiner));
    found
}
