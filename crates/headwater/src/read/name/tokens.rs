//! The words of a sentence, as names are made of them.

use crate::{
    Names, Span,
    knowledge::names::{class, hash_join, hash_word},
};

use super::{
    clusters::clusters,
    tag::{Casing, casing},
};

/// A word or mark of a sentence, with all that the tagger asks of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) span: Span,
    /// Its hash in lower case.
    pub(crate) hash: u64,
    /// Which words are used like it: a small and a large group.
    pub(crate) groups: (u16, u8),
    /// What its letters look like.
    pub(crate) shape: Shape,
    /// What the word itself is known as.
    pub(crate) classes: u32,
    /// What the names are known as that it begins.
    pub(crate) begins: u32,
    /// What the names are known as that it continues.
    pub(crate) continues: u32,
}

/// What the letters of a word look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    Lower,
    Capital,
    /// One capital, also with its full stop: "J."
    Initial,
    Shouted,
    /// Capitals and small letters mixed: "iPhone", "McArthur".
    Mixed,
    Number,
    Mark,
}

impl Shape {
    /// Whether a name can begin with it.
    pub(crate) fn is_capital(self) -> bool {
        matches!(self, Shape::Capital | Shape::Initial | Shape::Shouted | Shape::Mixed)
    }
}

/// Splits a sentence into words and marks. Words keep inner apostrophes before a capital ("O'Brien") and the full
/// stops of initials and abbreviations; the possessive and the hyphen stand alone.
pub(crate) fn tokens(text: &str, sentence: Span, names: &Names) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = sentence.start();
    let words = sentence.of(text);
    while let Some(rest) = text.get(at..sentence.end()).filter(|rest| !rest.is_empty() && !words.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let length = if first.is_alphanumeric() { word_length(rest, names) } else { mark_length(rest, first) };
        if !first.is_whitespace() {
            found.push(token(text, Span::new(at, at + length), names));
        }
        at += length;
    }
    know(text, &mut found, names);
    found
}

fn word_length(rest: &str, names: &Names) -> usize {
    let mut letters = rest.char_indices().peekable();
    let mut end = 0;
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let inner = match letter {
            '\'' | '’' => next.is_some_and(char::is_uppercase) && !rest[..at].ends_with('s'),
            '.' => next.is_some_and(char::is_alphanumeric) && initials(&rest[..at]),
            '&' => next.is_some_and(char::is_uppercase) && rest[..at].ends_with(char::is_uppercase),
            _ => letter.is_alphanumeric(),
        };
        if !inner {
            break;
        }
        end = at + letter.len_utf8();
    }
    let word = &rest[..end];
    let keeps_stop =
        rest[end..].starts_with('.') && (initials(word) || names.word_classes(word) & class::ABBREVIATION != 0);
    end + usize::from(keeps_stop)
}

/// Whether a word is one capital, or capitals each with a full stop: "J", "U.S".
fn initials(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    })
}

/// A possessive is one mark; everything else is one character.
fn mark_length(rest: &str, first: char) -> usize {
    let mut letters = rest.chars().skip(1);
    let possessive = matches!(first, '\'' | '’')
        && letters.next() == Some('s')
        && !letters.next().is_some_and(char::is_alphanumeric);
    first.len_utf8() + usize::from(possessive)
}

fn token(text: &str, span: Span, names: &Names) -> Token {
    let word = span.of(text);
    let hash = hash_word(word);
    Token { span, hash, groups: clusters(hash), shape: shape(word), classes: names.word(hash), begins: 0, continues: 0 }
}

fn shape(word: &str) -> Shape {
    let mut letters = word.chars();
    let Some(first) = letters.next() else { return Shape::Mark };
    if !first.is_alphanumeric() {
        return Shape::Mark;
    }
    if first.is_numeric() {
        return Shape::Number;
    }
    let (mut upper, mut lower) = (0, 0);
    for letter in word.chars() {
        upper += usize::from(letter.is_uppercase());
        lower += usize::from(letter.is_lowercase());
    }
    match (first.is_uppercase(), upper, lower) {
        (_, 0, _) => Shape::Lower,
        (true, 1, 0) => Shape::Initial,
        (_, _, 0) => Shape::Shouted,
        (true, 1, _) => Shape::Capital,
        _ => Shape::Mixed,
    }
}

/// Marks the words of known names with what the names are known as.
fn know(text: &str, tokens: &mut [Token], names: &Names) {
    let small = casing(tokens) == Casing::None;
    for start in 0..tokens.len() {
        let longest = names.longest_from(tokens[start].hash);
        if longest == 0 {
            continue;
        }
        let mut joined = None;
        let mut words = 0;
        for end in start..tokens.len() {
            if tokens[end].shape == Shape::Mark {
                match tokens[end].span.of(text) {
                    "-" | "'s" | "’s" | "'" | "’" | "." => continue,
                    _ => break,
                }
            }
            words += 1;
            if longest < words {
                break;
            }
            joined = Some(hash_join(joined, tokens[end].hash));
            let classes = joined.map_or(0, |joined| names.phrase(joined));
            // A name of one word in small letters is most often that word: "reading", "nice".
            if classes == 0 || (words == 1 && !small && !tokens[start].shape.is_capital()) {
                continue;
            }
            tokens[start].begins |= classes;
            tokens[start + 1..=end].iter_mut().for_each(|token| token.continues |= classes);
        }
    }
}
