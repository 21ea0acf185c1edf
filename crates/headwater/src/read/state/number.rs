//! Numbers in a clause: their value, what they count, and how exact they are.

use crate::knowledge::{Duties, Phrase, Word};
use crate::{Number, Span, Wording};

/// The numbers among these words, in order.
pub(super) fn numbers(text: &str, words: &[Word], wording: &Wording) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match value(words, at, wording) {
            Some((count, value, glued)) => {
                numbers.extend(number(text, words, at, count, value, glued, wording));
                at += count;
            }
            None => at += 1,
        }
    }
    numbers
}

/// The value that begins at a word, how many words it has, and the unit glued to its last digits: "12mph".
fn value<'w>(words: &'w [Word], at: usize, wording: &Wording) -> Option<(usize, f64, &'w str)> {
    let (mut value, glued) = figure(&words[at].lower).or_else(|| Some((spelled(words, at, wording)?, "")))?;
    let mut count = 1;
    let tens = figure(&words[at].lower).is_none() && value >= 20.0 && value % 10.0 == 0.0;
    if let Some(one) = words.get(at + 1).and_then(|word| wording.one(&word.lower)).filter(|_| tens) {
        value += one;
        count += 1;
    }
    if let Some(scale) = wording.scale(glued) {
        return Some((count, value * scale, ""));
    }
    while let Some(scale) =
        words.get(at + count).and_then(|word| wording.scale(&word.lower)).filter(|_| glued.is_empty())
    {
        value *= scale;
        count += 1;
    }
    Some((count, value, glued))
}

/// Digits with points and commas, and the letters glued to them. Ordinals ("21st") and scores ("2-1") are no numbers.
fn figure(word: &str) -> Option<(f64, &str)> {
    let end =
        word.find(|letter: char| !letter.is_ascii_digit() && letter != ',' && letter != '.').unwrap_or(word.len());
    let (digits, glued) = word.split_at(end);
    let ordinal = matches!(glued, "st" | "nd" | "rd" | "th" | "s");
    if !digits.starts_with(|digit: char| digit.is_ascii_digit()) || ordinal || glued.starts_with('\'') {
        return None;
    }
    let value = digits.replace(',', "").parse().ok()?;
    let unit = glued.strip_prefix('-').unwrap_or(glued);
    (!unit.starts_with(|letter: char| letter.is_ascii_digit())).then_some((value, unit))
}

/// A number in letters, "twenty-one" included.
fn spelled(words: &[Word], at: usize, wording: &Wording) -> Option<f64> {
    let word = words[at].lower.as_ref();
    let (tens, one) = word.split_once('-').unwrap_or((word, ""));
    let tens = wording.number(tens)?;
    match one {
        "" => Some(tens),
        _ => Some(tens + wording.one(one)?),
    }
}

/// A value with its unit and bound; `None` for what has neither and looks like a year.
fn number(
    text: &str,
    words: &[Word],
    at: usize,
    count: usize,
    value: f64,
    glued: &str,
    wording: &Wording,
) -> Option<Number> {
    let currency = currency_before(text, words, at, wording);
    let next = words.get(at + count);
    let named = next.and_then(|word| wording.currency(&word.lower)).map(str::to_owned);
    let unit = match currency.clone().or(named) {
        Some(sign) => sign,
        None if !glued.is_empty() => glued.to_owned(),
        None => counted(text, words, at, count),
    };
    let year = unit.is_empty() && value.fract() == 0.0 && (1900.0..2100.0).contains(&value);
    if year {
        return None;
    }
    let (start, bound) = bound(words, at, wording);
    let sign = if currency.is_some() { currency_start(text, words, at) } else { words[at].span.start() };
    Some(Number { span: Span::new(start.unwrap_or(sign), words[at + count - 1].span.end()), value, unit, bound })
}

/// The currency sign or word right before a number.
fn currency_before(text: &str, words: &[Word], at: usize, wording: &Wording) -> Option<String> {
    let sign = text[..words[at].span.start()].chars().next_back()?;
    let word = at.checked_sub(1).and_then(|before| wording.currency(&words[before].lower));
    wording.currency(sign.encode_utf8(&mut [0; 4])).or(word).map(str::to_owned)
}

fn currency_start(text: &str, words: &[Word], at: usize) -> usize {
    let start = words[at].span.start();
    let sign = text[..start].chars().next_back().filter(|sign| !sign.is_alphanumeric() && !sign.is_whitespace());
    start - sign.map_or(0, char::len_utf8)
}

/// What a number counts: percent, or the word behind it that means something.
fn counted(text: &str, words: &[Word], at: usize, count: usize) -> String {
    let last = words[at + count - 1].span.end();
    if text[last..].starts_with('%') {
        return "percent".to_owned();
    }
    let behind = words[at + count..].iter().take(4).find(|word| !word.duties.does(Duties::BETWEEN));
    match behind {
        Some(word) if word.duties.does(Duties::PERCENT) => "percent".to_owned(),
        Some(word) if is_noun(word) => word.lower.clone().into_owned(),
        _ => String::new(),
    }
}

fn is_noun(word: &Word) -> bool {
    let small = word.duties.does(Duties::STOP) || word.duties.does(Duties::FINITE);
    !small && word.lower.starts_with(char::is_alphabetic)
}

/// The words before a number that make it inexact, and where they start.
fn bound(words: &[Word], at: usize, wording: &Wording) -> (Option<usize>, String) {
    for length in (1..=at.min(4)).rev() {
        let before = &words[at - length..at];
        let found = wording.phrase(before.iter().map(|word| word.lower.as_ref()));
        if let Some((count, Phrase::Bound)) = found.filter(|(count, _)| *count == length) {
            let bound: Vec<&str> = before[..count].iter().map(|word| word.lower.as_ref()).collect();
            return (before.first().map(|word| word.span.start()), bound.join(" "));
        }
    }
    (None, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(f64, &str, &str)]) {
        let wording = Wording::bundled();
        let words = wording.words(text, Span::new(0, text.len()));
        let found = numbers(text, &words, &wording);
        let found: Vec<(f64, &str, &str)> =
            found.iter().map(|number| (number.value, number.unit.as_str(), number.bound.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_have_value_unit_and_bound() {
        check("at least 34 people were hurt", &[(34.0, "people", "at least")]);
        check("Twenty-one miners and twenty one goats", &[(21.0, "miners", ""), (21.0, "goats", "")]);
        check("about $2.5 billion in aid", &[(2.5e9, "$", "about")]);
        check("up 3.4% to €9.49", &[(3.4, "percent", ""), (9.49, "€", "")]);
        check("a limit of 12mph", &[(12.0, "mph", "")]);
        check("1,200 of the goats", &[(1200.0, "goats", "")]);
        check("in 2014 the 21st goat won 2-1", &[]);
        check("it paid USD 15 a share", &[(15.0, "$", "")]);
    }
}
