//! Text cut into words, numbers and marks, as the rules for times see it.

use crate::Span;

/// A word of the calendar's lexicon, by number.
pub(crate) type WordId = u16;

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Token {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) kind: Kind,
    /// Whether it begins with a capital letter.
    pub(crate) capital: bool,
    /// Whether it is an apostrophe with a letter: "'s".
    pub(crate) apostrophe: bool,
    /// Whether nothing stands between it and the token before.
    pub(crate) glued: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A word of the lexicon.
    Known(WordId),
    /// Any other word.
    Unknown,
    /// Digits, and how many of them.
    Number(u32, u8),
    /// Anything else that can be seen; dashes and apostrophes in one form.
    Mark(char),
    /// The end of a paragraph: a blank line.
    Break,
}

/// Cuts text into tokens; `know` finds a word, given in lower case, in the lexicon.
pub(crate) fn tokens(text: &str, know: impl Fn(&[u8]) -> Option<WordId>) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        let end = token_end(text, at);
        let words = &bytes[at..end];
        let kind = if words[0].is_ascii_digit() {
            Some(Kind::Number(number(words), u8::try_from(words.len()).unwrap_or(u8::MAX)))
        } else if words[0].is_ascii_whitespace() {
            (1 < words.iter().filter(|byte| **byte == b'\n').count()).then_some(Kind::Break)
        } else {
            Some(word_or_mark(text, at, end, &know))
        };
        if let Some(kind) = kind {
            let glued = found.last().is_some_and(|token| token.span.end() == at) && kind != Kind::Break;
            let capital = words[0].is_ascii_uppercase();
            let apostrophe = text[at..end].starts_with(['\'', '’']) && text[at..end].ends_with(char::is_alphabetic);
            found.push(Token { span: Span::new(at, end), kind, capital, apostrophe, glued });
        }
        at = end;
    }
    found
}

/// Where the token at a byte ends. White space is one token, so are digits, so are letters.
fn token_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let run = |same: fn(&u8) -> bool| at + bytes[at..].iter().take_while(|byte| same(byte)).count();
    match bytes[at] {
        byte if byte.is_ascii_whitespace() => run(u8::is_ascii_whitespace),
        byte if byte.is_ascii_digit() => run(u8::is_ascii_digit),
        byte if byte.is_ascii_alphabetic() => letters_end(text, at),
        byte if byte < 128 => apostrophe_end(bytes, at, at + 1),
        _ => {
            let first = text[at..].chars().next().map_or(1, char::len_utf8);
            if text[at..].starts_with('’') {
                apostrophe_end(bytes, at, at + first)
            } else if text[at..].starts_with(char::is_alphabetic) {
                letters_end(text, at)
            } else {
                at + first
            }
        }
    }
}

fn letters_end(text: &str, at: usize) -> usize {
    let plain = at + text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return plain;
    }
    text[at..].find(|letter: char| !letter.is_alphabetic()).map_or(text.len(), |length| at + length)
}

/// An apostrophe with a lone letter after it, as in "year's", is one token.
fn apostrophe_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let apostrophe = bytes[at] == b'\'' || 1 < end - at;
    if apostrophe && 0 < at && letter(at - 1) && letter(end) && !letter(end + 1) { end + 1 } else { end }
}

fn number(digits: &[u8]) -> u32 {
    digits.iter().take(9).fold(0, |value, digit| value * 10 + u32::from(digit - b'0'))
}

fn word_or_mark(text: &str, at: usize, end: usize, know: &impl Fn(&[u8]) -> Option<WordId>) -> Kind {
    let mut lower = [0; LONGEST];
    let words = &text.as_bytes()[at..end];
    let apostrophe = text[at..].starts_with(['\'', '’']);
    if words[0].is_ascii_alphabetic()
        || !words[0].is_ascii() && !apostrophe
        || apostrophe && text[..end].ends_with(char::is_alphabetic)
    {
        let known = lower_case(&text[at..end], &mut lower).and_then(know);
        if known.is_some() || text[at..].starts_with(char::is_alphabetic) {
            return known.map_or(Kind::Unknown, Kind::Known);
        }
    }
    Kind::Mark(match text[at..].chars().next() {
        Some('’' | '‘') => '\'',
        Some('–' | '—' | '‑' | '‐') => '-',
        Some(mark) => mark,
        None => ' ',
    })
}

/// No word of the lexicon is longer.
const LONGEST: usize = 24;

fn lower_case<'a>(word: &str, lower: &'a mut [u8; LONGEST]) -> Option<&'a [u8]> {
    let apostrophe = word.strip_prefix('’').map(|rest| (rest, 1)).unwrap_or((word, 0));
    let (rest, start) = apostrophe;
    let end = start + rest.len();
    if LONGEST < end || !rest.is_ascii() {
        return None;
    }
    lower[0] = b'\'';
    lower[start..end].copy_from_slice(rest.as_bytes());
    lower[..end].make_ascii_lowercase();
    Some(&lower[..end])
}
