//! The shapes of time expressions: what must follow what.

use std::collections::BTreeMap;

use super::tokens::{Kind, Token, WordId};

/// One place of a shape.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    /// What may stand there.
    pub(crate) choices: Vec<Choice>,
    /// Whether it may be missing.
    pub(crate) optional: bool,
}

/// What may stand in one place of a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Choice {
    /// This word.
    Word(WordId),
    /// A word or phrase of this class, by number.
    Class(usize),
    /// This mark.
    Mark(char),
    /// Several tokens that make one thing.
    Made(Made),
}

/// What several tokens make together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// "three", "twenty-five", "2 1/2", "several".
    Count,
    /// "1994", "nineteen ninety-four".
    Year,
    /// "'94".
    ShortYear,
    /// "1990s", "'80s".
    Decade,
    /// "8:15", "8".
    Clock,
    /// "15", "15th", "fifteenth": a day of a month.
    Day,
    /// "third", "3rd".
    Ordinal,
    /// Two digits, for a month: "04".
    TwoDigits,
    /// Digits of any kind.
    Number,
}

const MADE: [(&str, Made); 9] = [
    ("count", Made::Count),
    ("year", Made::Year),
    ("short-year", Made::ShortYear),
    ("decade", Made::Decade),
    ("clock", Made::Clock),
    ("day", Made::Day),
    ("ordinal", Made::Ordinal),
    ("two-digits", Made::TwoDigits),
    ("number", Made::Number),
];

/// Reads a shape: words, marks, `<classes>`, alternatives with `|`, `?` after what may be missing.
/// `None` if it names a class that is not there.
pub(crate) fn shape(
    written: &str,
    classes: &BTreeMap<String, usize>,
    learn: &mut impl FnMut(&str) -> WordId,
) -> Option<Vec<Item>> {
    written
        .split_whitespace()
        .map(|place| {
            let (place, optional) = match place.strip_suffix('?') {
                Some(rest) if !rest.is_empty() => (rest, true),
                _ => (place, false),
            };
            let choices = place.split('|').map(|choice| self::choice(choice, classes, learn)).collect::<Option<_>>()?;
            Some(Item { choices, optional })
        })
        .collect()
}

fn choice(written: &str, classes: &BTreeMap<String, usize>, learn: &mut impl FnMut(&str) -> WordId) -> Option<Choice> {
    if let Some(class) = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let made = MADE.iter().find(|(name, _)| *name == class).map(|(_, made)| Choice::Made(*made));
        return made.or_else(|| classes.get(class).copied().map(Choice::Class));
    }
    let mut letters = written.chars();
    match (letters.next(), letters.next()) {
        (Some(mark), None) if !mark.is_alphanumeric() => Some(Choice::Mark(mark)),
        _ => Some(Choice::Word(learn(written))),
    }
}

/// Whether a token is a given word or mark.
pub(crate) fn is(token: &Token, kind: Kind) -> bool {
    match (token.kind, kind) {
        (Kind::Number(a, _), Kind::Number(b, _)) => a == b,
        (a, b) => a == b,
    }
}
