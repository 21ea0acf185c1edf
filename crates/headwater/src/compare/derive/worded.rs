//! The members' texts as numbered words, so that shared passages are found by comparing numbers.

use foldhash::HashMap;

use super::super::Members;
use crate::{Reading, Span};

/// A member's text as words.
pub(crate) struct Worded {
    /// The words by number: the same word has the same number in every member.
    pub(crate) words: Vec<u32>,
    /// Where each stands.
    pub(crate) spans: Vec<Span>,
    /// Which stand between quotation marks: somebody else's words, which nobody copies by quoting them too.
    pub(crate) quoted: Vec<bool>,
}

/// The most words of a text that are looked at.
const MOST_WORDS: usize = 20_000;

/// The members' texts as words, in the order of the members.
pub(crate) fn worded(members: &Members) -> Vec<Worded> {
    let mut numbers: HashMap<String, u32> = HashMap::default();
    members.articles.iter().map(|article| words_of(&members.readings[*article], &mut numbers)).collect()
}

fn words_of(reading: &Reading, numbers: &mut HashMap<String, u32>) -> Worded {
    let text = &reading.article.text;
    let spans: Vec<Span> = word_spans(text).take(MOST_WORDS).collect();
    let number = |span: &Span| {
        let next = numbers.len() as u32;
        *numbers.entry(span.of(text).to_lowercase()).or_insert(next)
    };
    let words = spans.iter().map(number).collect();
    let quoted = quoted(reading, &spans);
    Worded { words, spans, quoted }
}

/// Runs of letters and digits.
fn word_spans(text: &str) -> impl Iterator<Item = Span> {
    let pieces = text.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty());
    pieces.map(|piece| {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + piece.len())
    })
}

/// Which of the words stand in a quotation; both lists run through the text, so one pass is enough.
fn quoted(reading: &Reading, spans: &[Span]) -> Vec<bool> {
    let mut quotes = reading.sentences.iter().flat_map(|sentence| &sentence.quotes).peekable();
    let within = |span: &Span| {
        while quotes.next_if(|quote| quote.end() <= span.start()).is_some() {}
        quotes.peek().is_some_and(|quote| quote.contains(*span))
    };
    spans.iter().map(within).collect()
}
