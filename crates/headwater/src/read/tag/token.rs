//! Words and marks, with what the model looks at in each: its letters, its ending, its shape, its place in quotation marks.

use crate::{Article, Sentence, Span};

/// The longest run of tokens read as one. A paragraph is far shorter; a page in one line is not.
const LONGEST: usize = 1024;

/// One word or mark.
#[derive(Clone, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its letters in lower case, hashed.
    pub word: u32,
    /// Its last three letters, hashed.
    pub ending: u32,
    /// Its last two letters, hashed.
    pub tail: u32,
    /// What it is made of.
    pub shape: Shape,
    /// Whether it stands in quotation marks.
    pub quote: Quote,
    /// The mark itself, if it is a single one.
    pub mark: Option<char>,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Small letters only.
    Small,
    /// A capital, then small letters.
    Capital,
    /// One capital letter.
    Single,
    /// Capitals only, also with full stops.
    Capitals,
    /// Capitals and small letters otherwise.
    Mixed,
    /// Digits only.
    Digits,
    /// Digits and letters.
    Number,
    /// A comma.
    Comma,
    /// An end of a sentence.
    Stop,
    /// A colon, a semicolon, a dash.
    Pause,
    /// A quotation mark.
    QuoteMark,
    /// Any other mark.
    Mark,
    /// What is left of a word after an apostrophe: "'s", "'t".
    Short,
}

/// How a token stands to quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Not between any.
    Outside,
    /// Between them.
    Inside,
    /// The mark that opens.
    Opens,
    /// The mark that closes.
    Closes,
}

/// Tokens that are labelled together: a paragraph, or a piece of a very long one.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// First token and one past the last of each sentence.
    pub sentences: Vec<(usize, usize)>,
}

/// The passages of an article, in order.
pub fn passages(article: &Article, sentences: &[Sentence]) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut paragraph = None;
    for sentence in sentences {
        let pieces = pieces(&article.text, sentence.span);
        for (index, tokens) in pieces.into_iter().enumerate() {
            let longer = passages.last().map_or(0, |last| last.tokens.len()) + tokens.len();
            if paragraph != Some(sentence.paragraph) || 0 < index || LONGEST < longer {
                passages.push(Passage::default());
            }
            paragraph = Some(sentence.paragraph);
            let Some(last) = passages.last_mut() else { continue };
            last.sentences.push((last.tokens.len(), last.tokens.len() + tokens.len()));
            last.tokens.extend(tokens);
        }
    }
    passages.iter_mut().for_each(|passage| mark_quotes(&article.text, &mut passage.tokens));
    passages
}

/// The tokens of a sentence, cut where it is longer than any sentence should be.
fn pieces(text: &str, span: Span) -> Vec<Vec<Token>> {
    let mut pieces = Vec::new();
    let mut tokens = Vec::new();
    let mut at = span.start();
    while at < span.end() {
        let rest = &text[at..span.end()];
        let skipped = rest.len() - rest.trim_start().len();
        if skipped == rest.len() {
            break;
        }
        let start = at + skipped;
        let end = start + length(&rest[skipped..], start == at && at != span.start());
        tokens.push(token(text, Span::new(start, end)));
        at = end;
        if tokens.len() == LONGEST {
            pieces.push(std::mem::take(&mut tokens));
        }
    }
    if !tokens.is_empty() {
        pieces.push(tokens);
    }
    pieces
}

/// How many bytes the token at the start of `rest` has; `glued`: whether it follows the one before without a space.
fn length(rest: &str, glued: bool) -> usize {
    let mut letters = rest.chars();
    let Some(first) = letters.next() else { return 0 };
    if first.is_alphanumeric() {
        return word_length(rest);
    }
    let next = letters.next();
    if is_apostrophe(first) && glued && next.is_some_and(char::is_alphabetic) {
        let short = short_length(rest);
        if 0 < short {
            return short;
        }
    }
    if matches!(first, '@' | '#') && next.is_some_and(char::is_alphanumeric) {
        return 1 + word_length(&rest[1..]);
    }
    if is_apostrophe(first) && next == Some(first) {
        return 2 * first.len_utf8();
    }
    if matches!(first, '.' | '-') {
        return rest.len() - rest.trim_start_matches(first).len();
    }
    first.len_utf8()
}

/// How many bytes the word at the start of `rest` has: letters and digits, joined by hyphens and the stops of "U.S.".
fn word_length(rest: &str) -> usize {
    let mut before: Option<char> = None;
    let mut run = 0;
    let mut stopped = false;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let joins = |test: fn(char) -> bool| before.is_some_and(test) && next.is_some_and(test);
        if letter.is_alphanumeric() || letter == '_' {
            run += 1;
        } else if letter == '.' && run == 1 && before.is_some_and(char::is_alphabetic) {
            // "U.S." keeps its stops, "Mr." and the end of a sentence do not.
            if !next.is_some_and(char::is_alphabetic) {
                return if stopped { at + 1 } else { at };
            }
            (run, stopped) = (0, true);
        } else if is_apostrophe(letter) {
            if short_length(&rest[at..]) != 0 || !joins(char::is_alphabetic) {
                return at;
            }
        } else if letter == '-' && joins(char::is_alphanumeric) {
            run = 0;
        } else if !(matches!(letter, '.' | ',') && joins(|other| other.is_ascii_digit())) {
            return at;
        }
        before = Some(letter);
    }
    rest.len()
}

/// The length of "'s", "'ll" and the like at the start of `rest`: an apostrophe and one or two letters; 0 if there is none.
fn short_length(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    let end = letters.by_ref().find(|(_, letter)| !letter.is_alphanumeric()).map_or(rest.len(), |(at, _)| at);
    let count = rest[..end].chars().skip(1).take(3).count();
    if (1..=2).contains(&count) { end } else { 0 }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’')
}

/// A token with all that is looked at in it.
fn token(text: &str, span: Span) -> Token {
    let word = span.of(text);
    let mut letters = word.chars();
    let first = letters.next().unwrap_or(' ');
    let mark = match letters.next() {
        None if !first.is_alphanumeric() => Some(first),
        // Two apostrophes are how some type quotation marks.
        Some(second) if is_apostrophe(first) && is_apostrophe(second) => Some('"'),
        _ => None,
    };
    let from_end = |count: usize| word.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
    Token {
        span,
        word: hash(word),
        ending: hash(&word[from_end(3)..]),
        tail: hash(&word[from_end(2)..]),
        shape: shape(word, first),
        quote: Quote::Outside,
        mark,
    }
}

/// FNV-1a over the letters in lower case.
pub fn hash(word: &str) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    let mut add = |byte: u8| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    for letter in word.chars() {
        if letter.is_ascii() {
            add(letter.to_ascii_lowercase() as u8);
        } else if letter == '’' {
            add(b'\'');
        } else {
            let mut buffer = [0; 4];
            letter.to_lowercase().for_each(|small| small.encode_utf8(&mut buffer).bytes().for_each(&mut add));
        }
    }
    hash
}

fn shape(word: &str, first: char) -> Shape {
    if first.is_alphabetic() {
        return letters_shape(word);
    }
    if first.is_ascii_digit() {
        return if word.chars().any(char::is_alphabetic) { Shape::Number } else { Shape::Digits };
    }
    match first {
        ',' => Shape::Comma,
        '.' | '?' | '!' | '…' => Shape::Stop,
        ':' | ';' | '-' | '–' | '—' | '―' => Shape::Pause,
        '\'' | '’' if word.chars().any(char::is_alphabetic) => Shape::Short,
        '"' | '“' | '”' | '‘' | '’' | '\'' | '«' | '»' | '„' | '`' => Shape::QuoteMark,
        _ => Shape::Mark,
    }
}

fn letters_shape(word: &str) -> Shape {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    let small = word.chars().filter(|letter| letter.is_lowercase()).count();
    match (capitals, small) {
        (0, _) => Shape::Small,
        (1, 0) => Shape::Single,
        (_, 0) => Shape::Capitals,
        (1, _) if capital => Shape::Capital,
        _ => Shape::Mixed,
    }
}

/// Sets for each token whether it stands in quotation marks. An end of the passage closes them.
fn mark_quotes(text: &str, tokens: &mut [Token]) {
    let mut open: Option<char> = None;
    for index in 0..tokens.len() {
        let spaced_before = index == 0 || tokens[index - 1].span.end() < tokens[index].span.start();
        let next = tokens.get(index + 1);
        let spaced_after = next.is_none_or(|next| tokens[index].span.end() < next.span.start());
        let mark = tokens[index].mark.unwrap_or(' ');
        let quote = match open {
            None => opens(mark, spaced_before, spaced_after),
            Some(closer) => {
                let follows = next.and_then(|next| next.span.of(text).chars().next()).unwrap_or(' ');
                let free = spaced_after || !follows.is_alphanumeric();
                closes(mark, closer, spaced_before, spaced_after, free)
            }
        };
        match quote {
            Quote::Opens => open = closer(mark),
            Quote::Closes => open = None,
            _ => {}
        }
        tokens[index].quote = quote;
    }
}

fn closer(mark: char) -> Option<char> {
    match mark {
        '“' => Some('”'),
        '«' => Some('»'),
        '„' => Some('“'),
        '"' => Some('"'),
        _ => Some('’'),
    }
}

fn opens(mark: char, spaced_before: bool, spaced_after: bool) -> Quote {
    match mark {
        '“' | '«' | '„' | '"' => Quote::Opens,
        '‘' | '\'' | '`' if spaced_before && !spaced_after => Quote::Opens,
        '”' => Quote::Closes,
        _ => Quote::Outside,
    }
}

/// Within quotation marks that `closer` ends; `free`: no letter follows at once.
fn closes(mark: char, closer: char, spaced_before: bool, spaced_after: bool, free: bool) -> Quote {
    let single = closer == '’';
    let ends = match mark {
        '’' | '\'' if single => free,
        '"' if closer == '”' => true,
        '”' if single => free,
        '”' if closer == '"' => true,
        '’' => spaced_after && !spaced_before,
        _ => mark == closer,
    };
    if ends { Quote::Closes } else { Quote::Inside }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens joined by spaces, each with its quotation state as a digit.
    fn check(text: &str, expected: &str) {
        let pieces = pieces(text, Span::new(0, text.len()));
        let mut tokens: Vec<Token> = pieces.into_iter().flatten().collect();
        mark_quotes(text, &mut tokens);
        let shown: Vec<String> =
            tokens.iter().map(|token| format!("{}{}", token.span.of(text), token.quote as u8)).collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn words_and_marks() {
        check("Mr. Ode's U.S. plan", "Mr0 .0 Ode0 's0 U.S.0 plan0");
        check("don’t pay 1,000.50, she said.", "don0 ’t0 pay0 1,000.500 ,0 she0 said0 .0");
        check("well-known O'Hara--he...", "well-known0 O'Hara0 --0 he0 ...0");
        check("@ode’s #plan", "@ode0 ’s0 #plan0");
        check("", "");
    }

    #[test]
    fn quotation_marks() {
        check("“We go,” she said.", "“2 We1 go1 ,1 ”3 she0 said0 .0");
        check("\"We 'won't' go\"", "\"2 We1 '1 won1 't1 '1 go1 \"3");
        check("the voters' 'plan' x", "the0 voters0 '0 '2 plan1 '3 x0");
        check("''We go,'' he", "''2 We1 go1 ,1 ''3 he0");
        check("“We go", "“2 We1 go1");
    }
}
