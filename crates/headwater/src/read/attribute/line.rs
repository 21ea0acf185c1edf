//! A sentence as tokens, each with what the cue table knows of it and whether it stands in a quotation.

use crate::knowledge::{Class, CueWord};
use crate::{Cues, Sentence, Span};

/// A sentence taken apart.
pub(crate) struct Line<'a> {
    /// The article's text.
    pub(crate) text: &'a str,
    /// The words and marks, in order.
    pub(crate) tokens: Vec<Token>,
}

/// A word or a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) kind: Kind,
    /// What the cue table knows of it.
    pub(crate) word: CueWord,
    /// Whether it begins with a capital letter.
    pub(crate) capital: bool,
    /// Whether it stands between quotation marks.
    pub(crate) quoted: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    Possessive,
    Comma,
    Colon,
    Semicolon,
    Dash,
    Stop,
    Mark,
    Open,
    Close,
    Other,
}

impl Token {
    /// Whether it is a word in this class.
    pub(crate) fn is(&self, class: Class) -> bool {
        self.word.is(class)
    }

    /// Whether it is a word, a number or the mark of a possessive.
    pub(crate) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number | Kind::Possessive)
    }
}

impl<'a> Line<'a> {
    /// Takes a sentence apart.
    pub(crate) fn new(text: &'a str, sentence: &Sentence, cues: &Cues) -> Line<'a> {
        let mut tokens = Vec::new();
        let mut lower = String::new();
        let (mut at, end) = (sentence.span.start(), sentence.span.end());
        while let Some(first) = text.get(at..end).and_then(|rest| rest.chars().next()) {
            if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            }
            let (length, kind) = measure(&text[at..end], first, tokens.last());
            let span = Span::new(at, at + length);
            lower.clear();
            lower.extend(span.of(text).chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
            tokens.push(Token {
                span,
                kind,
                word: known(cues, &lower, span.of(text)),
                capital: first.is_uppercase(),
                quoted: false,
            });
            at += length;
        }
        mark_quotes(text, &mut tokens, &sentence.quotes);
        take_names_apart(&mut tokens);
        take_first_names(&mut tokens);
        Line { text, tokens }
    }

    /// The words of a token, in lower case.
    pub(crate) fn lower(&self, at: usize) -> String {
        self.tokens[at].span.of(self.text).to_lowercase()
    }

    /// The token, if there is one.
    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The kind of a token; what lies beyond the ends is a stop.
    pub(crate) fn kind(&self, at: usize) -> Kind {
        self.tokens.get(at).map_or(Kind::Stop, |token| token.kind)
    }

    /// Whether a token is in a class.
    pub(crate) fn is(&self, at: usize, class: Class) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(class))
    }

    /// Whether a token stands in a quotation or is one of its marks.
    pub(crate) fn in_quote(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.quoted || token.kind == Kind::Mark)
    }

    /// From the first token to before the last one, without punctuation at the ends.
    pub(crate) fn span(&self, from: usize, to: usize) -> Option<Span> {
        let to = to.min(self.tokens.len());
        let first = (from..to).find(|at| self.has_word(*at))?;
        let last = (first..to).rev().find(|at| self.has_word(*at))?;
        let closing = (last + 1..to).take_while(|at| self.kind(*at) == Kind::Close).count().min(1);
        let unclosed = (first..=last).any(|at| self.kind(at) == Kind::Open);
        let last = if unclosed { last + closing } else { last };
        Some(self.tokens[first].span.cover(self.tokens[last].span))
    }

    fn has_word(&self, at: usize) -> bool {
        self.tokens[at].is_word() || self.tokens[at].kind == Kind::Other
    }
}

/// What the cue table knows of a word. An abbreviation in capitals is no pronoun: "the WHO", "US officials".
fn known(cues: &Cues, lower: &str, written: &str) -> CueWord {
    if 30 <= written.len() {
        return CueWord::default();
    }
    let word = cues.word(lower);
    let shouted = 1 < written.len() && written.chars().all(char::is_uppercase);
    if shouted && word.is(Class::Pronoun) { CueWord::default() } else { word }
}

/// The length of the token that the rest begins with, and its kind.
fn measure(rest: &str, first: char, before: Option<&Token>) -> (usize, Kind) {
    if (first == '\'' || first == '’') && before.is_some_and(|token| token.kind == Kind::Word) {
        let clitic: usize = rest.chars().skip(1).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        if 0 < clitic && clitic <= 2 {
            return (first.len_utf8() + clitic, Kind::Possessive);
        }
    }
    if first.is_alphanumeric() || matches!(first, '@' | '#' | '$' | '€' | '£') {
        let kind = if first.is_numeric() { Kind::Number } else { Kind::Word };
        return (word_length(rest), kind);
    }
    let kind = match first {
        ',' => Kind::Comma,
        ':' => Kind::Colon,
        ';' => Kind::Semicolon,
        '—' | '–' | '―' | '-' => Kind::Dash,
        '.' | '!' | '?' | '…' => Kind::Stop,
        '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '`' => Kind::Mark,
        '(' | '[' => Kind::Open,
        ')' | ']' => Kind::Close,
        _ => Kind::Other,
    };
    (first.len_utf8(), kind)
}

/// A verb with a capital letter within a sentence is part of a name: "the United States". Not in a headline, where most
/// words have one, nor where a sentence begins: behind a mark or a colon.
fn take_names_apart(tokens: &mut [Token]) {
    let long = |token: &&Token| token.kind == Kind::Word && 4 <= token.span.len();
    let capitals = tokens.iter().filter(long).filter(|token| token.capital).count();
    let small = tokens.iter().filter(long).count() - capitals;
    if 2 * small < capitals {
        return;
    }
    for at in 1..tokens.len() {
        let within = matches!(tokens[at - 1].kind, Kind::Word | Kind::Possessive | Kind::Comma);
        if within && tokens[at].capital {
            tokens[at].word.verb = None;
        }
    }
}

/// "Per" is a first name, and credits nobody, where the name goes on and a verb of speech follows, or a comma or a word
/// in small letters stands before: "Per Ek said", "chairman Per Ek resigned".
fn take_first_names(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let behind = tokens[at + 1..].iter().take_while(|token| token.capital && token.kind == Kind::Word).count();
        let speaks = tokens.get(at + 1 + behind).is_some_and(|token| token.word.verb.is_some());
        let inside = 0 < at
            && (tokens[at - 1].kind == Kind::Comma || tokens[at - 1].kind == Kind::Word && !tokens[at - 1].capital);
        if tokens[at].capital && tokens[at].is(Class::Per) && 0 < behind && (speaks || inside) {
            tokens[at].word = CueWord::default();
        }
    }
}

/// A word goes on through inner points, hyphens and slashes, and through an apostrophe that is no clitic.
fn word_length(rest: &str) -> usize {
    let mut length = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let inner = |c: char| matches!(c, '.' | '-' | '/' | '&' | '_' | '@' | ',');
        let joins = next.is_some_and(char::is_alphanumeric)
            && match character {
                ',' => rest[..at].ends_with(|c: char| c.is_numeric()) && next.is_some_and(char::is_numeric),
                '\'' | '’' => apostrophe_joins(&rest[at + character.len_utf8()..], &rest[..at]),
                _ => inner(character),
            };
        let initial = character == '.' && ends_abbreviation(&rest[..at], &rest[at + 1..]);
        if !(character.is_alphanumeric() || joins || initial || (at == 0 && !character.is_whitespace())) {
            break;
        }
        length = at + character.len_utf8();
    }
    length
}

/// Whether an apostrophe stands inside a word ("O'Neil", "didn't") and does not open a clitic ("paper's").
fn apostrophe_joins(after: &str, before: &str) -> bool {
    let letters = after.chars().take_while(|c| c.is_alphanumeric()).count();
    let negation = after.starts_with('t') && letters == 1 && before.ends_with('n');
    negation || 2 < letters
}

/// Whether a full stop belongs to the word: more of the sentence follows in small letters or a name, or the word has
/// points within.
fn ends_abbreviation(before: &str, after: &str) -> bool {
    if before.is_empty() || before.ends_with('.') {
        return false;
    }
    let last = before.rsplit(['-', '/']).next().unwrap_or(before);
    let initials = last.chars().count() == 1 || last.contains('.');
    let short = last.chars().count() <= 5 && last.starts_with(char::is_uppercase);
    let more = after.starts_with(' ') && after.trim_start().starts_with(|c: char| c.is_alphanumeric());
    (initials && last.chars().any(char::is_alphabetic)) || (short && more)
}

/// Marks the tokens that stand in the quotations of the sentence. A mark that no quotation has is the mark of a
/// possessive ("the workers’ union").
fn mark_quotes(text: &str, tokens: &mut [Token], quotes: &[Span]) {
    let mut next = 0;
    for (at, token) in tokens.iter_mut().enumerate() {
        let span = token.span;
        while quotes.get(next).is_some_and(|quote| quote.end() < span.start()) {
            next += 1;
        }
        let Some(quote) = quotes.get(next) else {
            unmark(at == 0, token, text);
            continue;
        };
        token.quoted = quote.start() <= span.start() && span.end() <= quote.end();
        let edge = span.end() == quote.start() || span.start() == quote.end();
        if !edge {
            unmark(at == 0, token, text);
        }
    }
}

fn unmark(line_start: bool, token: &mut Token, text: &str) {
    let single = matches!(token.span.of(text), "'" | "’" | "‘" | "`");
    if token.kind == Kind::Mark && single && !line_start {
        token.kind = if token.quoted { Kind::Other } else { Kind::Possessive };
    }
}
