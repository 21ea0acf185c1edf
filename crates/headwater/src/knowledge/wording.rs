//! The small words of statements: where a clause begins, how sure, on what condition, how many.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::HashMap;
use serde::Deserialize;

use crate::{Modality, Span};

/// One word of a text, with what it does.
#[derive(Clone, Debug)]
pub(crate) struct Word<'t> {
    /// Where it stands.
    pub(crate) span: Span,
    /// In lower case, with straight apostrophes.
    pub(crate) lower: Cow<'t, str>,
    /// Whether it is written with a capital.
    pub(crate) capital: bool,
    /// What it does.
    pub(crate) duties: Duties,
}

/// The most letters of a word that are compared.
const STEM: usize = 6;

/// The fewest letters that are left of a word without its ending.
const SHORTEST_STEM: usize = 3;

/// What a word does in a clause; a word may do several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Duties(u16);

impl Duties {
    /// Means nothing by itself.
    pub(crate) const STOP: Duties = Duties(1);
    /// Is a finite verb.
    pub(crate) const FINITE: Duties = Duties(1 << 1);
    /// Looks like a finite verb and is none.
    pub(crate) const INFINITE: Duties = Duties(1 << 2);
    /// Opens a clause: "after", "because".
    pub(crate) const SUBORDINATOR: Duties = Duties(1 << 3);
    /// Opens a clause about what stands before it: "which".
    pub(crate) const RELATIVE: Duties = Duties(1 << 4);
    /// Joins two clauses: "and".
    pub(crate) const COORDINATOR: Duties = Duties(1 << 5);
    /// Begins a subject: "the", "he".
    pub(crate) const SUBJECT: Duties = Duties(1 << 6);
    /// Opens a clause without a finite verb: "with".
    pub(crate) const OPENER: Duties = Duties(1 << 7);
    /// Says that it is not so.
    pub(crate) const NEGATION: Duties = Duties(1 << 8);
    /// Stands between a number and what it counts.
    pub(crate) const BETWEEN: Duties = Duties(1 << 9);
    /// Is a hundredth.
    pub(crate) const PERCENT: Duties = Duties(1 << 10);

    /// Whether all of `duty` is done.
    pub(crate) fn does(self, duty: Duties) -> bool {
        self.0 & duty.0 == duty.0
    }
}

/// What a run of words means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Phrase {
    /// How sure.
    Modality(Modality),
    /// Opens a condition.
    Condition,
    /// Looks like a condition and is none.
    NoCondition,
    /// Holds a negation and negates nothing.
    NoNegation,
    /// Makes a number inexact.
    Bound,
}

/// The small words of statements: where a clause begins, how sure, on what condition, how many.
pub struct Wording {
    endings: Vec<String>,
    duties: HashMap<String, Duties>,
    /// By first word; longest first.
    phrases: HashMap<String, Vec<(Vec<String>, Phrase)>>,
    numbers: HashMap<String, f64>,
    ones: HashMap<String, f64>,
    scales: HashMap<String, f64>,
    /// What a number is about, not below or above.
    rough: Vec<String>,
    /// Currency words and signs, to the sign.
    currencies: HashMap<String, String>,
    /// What passes a thing on as heard from somebody who is not named, word by word.
    hearsay: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct Table {
    stop: Vec<String>,
    endings: Vec<String>,
    finite: Vec<String>,
    infinite: Vec<String>,
    subordinators: Vec<String>,
    relatives: Vec<String>,
    coordinators: Vec<String>,
    subjects: Vec<String>,
    openers: Vec<String>,
    negations: Vec<String>,
    harmless: Vec<String>,
    hearsay: Vec<String>,
    modality: Modalities,
    conditions: Conditions,
    numbers: Numbers,
}

#[derive(Deserialize)]
struct Modalities {
    will: Vec<String>,
    would: Vec<String>,
    could: Vec<String>,
    should: Vec<String>,
}

#[derive(Deserialize)]
struct Conditions {
    openers: Vec<String>,
    harmless: Vec<String>,
}

#[derive(Deserialize)]
struct Numbers {
    bounds: Vec<String>,
    rough: Vec<String>,
    currencies: Vec<Currency>,
    between: Vec<String>,
    percent: Vec<String>,
    words: BTreeMap<String, f64>,
    small: BTreeMap<String, f64>,
    scales: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
struct Currency {
    sign: String,
    words: Vec<String>,
}

impl Wording {
    /// The table that comes with headwater.
    pub fn bundled() -> Wording {
        let table: Table =
            toml::from_str(include_str!("../../data/en/wording.toml")).expect("the bundled table is well-formed");
        Wording::from_table(table)
    }

    fn from_table(table: Table) -> Wording {
        let mut currencies = HashMap::default();
        for currency in &table.numbers.currencies {
            currencies.insert(currency.sign.clone(), currency.sign.clone());
            currencies.extend(currency.words.iter().map(|word| (word.clone(), currency.sign.clone())));
        }
        Wording {
            duties: duties(&table),
            endings: table.endings.clone(),
            phrases: phrases(&table),
            numbers: table.numbers.words.into_iter().collect(),
            ones: table.numbers.small.into_iter().collect(),
            scales: table.numbers.scales.into_iter().collect(),
            rough: table.numbers.rough,
            currencies,
            hearsay: table.hearsay.iter().map(|words| words.split(' ').map(str::to_owned).collect()).collect(),
        }
    }

    /// The words in a stretch of text: letters and digits, with the points, commas and apostrophes inside them.
    pub(crate) fn words<'t>(&self, text: &'t str, span: Span) -> Vec<Word<'t>> {
        let mut words = Vec::new();
        let mut start = None;
        let mut letters = span.of(text).char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let joins = |next: Option<&(usize, char)>| next.is_some_and(|(_, next)| next.is_alphanumeric());
            let inside = letter.is_alphanumeric()
                || start.is_some() && matches!(letter, '.' | ',' | '\'' | '’' | '-') && joins(letters.peek());
            if inside {
                start = start.or(Some(at));
            }
            let end = at + letter.len_utf8();
            if let Some(from) = start.filter(|_| !inside || letters.peek().is_none()) {
                let until = if inside { end } else { at };
                words.push(self.word(text, Span::new(span.start() + from, span.start() + until)));
                start = None;
            }
        }
        words
    }

    fn word<'t>(&self, text: &'t str, span: Span) -> Word<'t> {
        let written = span.of(text);
        let plain = written.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let lower = match plain {
            true => Cow::Borrowed(written),
            false => Cow::Owned(written.to_lowercase().replace('’', "'")),
        };
        let duties = self.duties(&lower);
        Word { span, lower, capital: written.starts_with(char::is_uppercase), duties }
    }

    /// The beginning of a word, in lower case, that all its forms share: "derail" of "derailed" and "derailment".
    pub(crate) fn stem<'w>(&self, word: &'w str) -> &'w str {
        let word = word.strip_suffix("'s").unwrap_or(word);
        let shorter = |ending: &String| {
            let stem = word.strip_suffix(ending.as_str())?;
            (stem.chars().count() >= SHORTEST_STEM).then_some(stem)
        };
        let stem = self.endings.iter().find_map(shorter).unwrap_or(word);
        let mut last = stem.chars().rev();
        let doubled = stem.len() > 4 && last.next() == last.next();
        let most = if doubled { (stem.chars().count() - 1).min(STEM) } else { STEM };
        stem.char_indices().nth(most).map_or(stem, |(end, _)| &stem[..end])
    }

    /// What a word, in lower case, does.
    pub(crate) fn duties(&self, word: &str) -> Duties {
        self.duties.get(word).copied().unwrap_or_default()
    }

    /// The longest phrase that these words, in lower case, begin with, and how many words it has.
    pub(crate) fn phrase<'w>(&self, words: impl Iterator<Item = &'w str> + Clone) -> Option<(usize, &Phrase)> {
        let first = words.clone().next()?;
        let known = self.phrases.get(first)?;
        let (phrase, meaning) =
            known.iter().find(|(phrase, _)| words.clone().take(phrase.len()).eq(phrase.iter().map(String::as_str)))?;
        Some((phrase.len(), meaning))
    }

    /// The value of a number word; "one" only counts behind one of the tens.
    pub(crate) fn number(&self, word: &str) -> Option<f64> {
        self.numbers.get(word).copied()
    }

    /// The value of a word behind one of the tens: "one" in "twenty-one".
    pub(crate) fn one(&self, word: &str) -> Option<f64> {
        self.ones.get(word).or_else(|| self.numbers.get(word)).copied().filter(|value| *value < 10.0)
    }

    /// What a word multiplies the number before it by.
    pub(crate) fn scale(&self, word: &str) -> Option<f64> {
        self.scales.get(word).copied()
    }

    /// Whether words before a number, in lower case, leave it as it is: "about 20" is 20, "at least 20" may be more.
    pub(crate) fn is_rough(&self, bound: &str) -> bool {
        bound.is_empty() || self.rough.iter().any(|rough| rough == bound)
    }

    /// Whether words, in lower case, pass a thing on as heard from somebody: "is said to", "reportedly".
    pub(crate) fn is_hearsay(&self, words: &[String]) -> bool {
        self.hearsay.iter().any(|phrase| words.windows(phrase.len()).any(|window| window == phrase.as_slice()))
    }

    /// The sign of a currency that this word or sign names.
    pub(crate) fn currency(&self, word: &str) -> Option<&str> {
        self.currencies.get(word).map(String::as_str)
    }
}

fn duties(table: &Table) -> HashMap<String, Duties> {
    let mut duties: HashMap<String, Duties> = HashMap::default();
    let lists = [
        (&table.stop, Duties::STOP),
        (&table.finite, Duties::FINITE),
        (&table.infinite, Duties::INFINITE),
        (&table.subordinators, Duties::SUBORDINATOR),
        (&table.relatives, Duties::RELATIVE),
        (&table.coordinators, Duties::COORDINATOR),
        (&table.subjects, Duties::SUBJECT),
        (&table.openers, Duties::OPENER),
        (&table.negations, Duties::NEGATION),
        (&table.numbers.between, Duties::BETWEEN),
        (&table.numbers.percent, Duties::PERCENT),
    ];
    for (words, duty) in lists {
        for word in words {
            duties.entry(word.clone()).or_default().0 |= duty.0;
        }
    }
    duties
}

fn phrases(table: &Table) -> HashMap<String, Vec<(Vec<String>, Phrase)>> {
    let mut phrases: HashMap<String, Vec<(Vec<String>, Phrase)>> = HashMap::default();
    let lists = [
        (&table.modality.will, Phrase::Modality(Modality::Will)),
        (&table.modality.would, Phrase::Modality(Modality::Would)),
        (&table.modality.could, Phrase::Modality(Modality::Could)),
        (&table.modality.should, Phrase::Modality(Modality::Should)),
        (&table.conditions.openers, Phrase::Condition),
        (&table.conditions.harmless, Phrase::NoCondition),
        (&table.harmless, Phrase::NoNegation),
        (&table.numbers.bounds, Phrase::Bound),
    ];
    for (entries, meaning) in lists {
        for entry in entries {
            let words: Vec<String> = entry.split(' ').map(str::to_owned).collect();
            let first = words.first().cloned().unwrap_or_default();
            phrases.entry(first).or_default().push((words, meaning.clone()));
        }
    }
    phrases.values_mut().for_each(|known| known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len())));
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: Option<(usize, Phrase)>) {
        let found = Wording::bundled().phrase(words.split(' ')).map(|(count, phrase)| (count, phrase.clone()));
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn the_longest_phrase_wins() {
        check("once again it rained", Some((2, Phrase::NoCondition)));
        check("once it rains", Some((1, Phrase::Condition)));
        check("at least forty", Some((2, Phrase::Bound)));
        check("at home", None);
    }

    #[test]
    fn words_have_their_duties() {
        let wording = Wording::bundled();
        assert!(wording.duties("while").does(Duties::SUBORDINATOR));
        assert!(wording.duties("hadn't").does(Duties::NEGATION));
        assert!(!wording.duties("harbour").does(Duties::STOP));
        assert_eq!(wording.one("one"), Some(1.0));
        assert_eq!(wording.number("one"), None);
        assert_eq!(wording.currency("euros"), Some("€"));
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        let wording = Wording::bundled();
        assert_eq!(wording.stem("derailed"), wording.stem("derailment"));
        assert_eq!(wording.stem("stopped"), wording.stem("stop"));
        assert_eq!(wording.stem("mayor's"), wording.stem("mayors"));
        assert_eq!(wording.stem("ée"), "ée");
    }
}
