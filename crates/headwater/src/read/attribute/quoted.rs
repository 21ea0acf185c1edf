//! Who is credited within somebody's quoted words: "“The engineers told us it was safe,” said the mayor."
//!
//! What stands in quotation marks is read once more by itself. Whoever is quoted there passes on what is credited in it.

use std::collections::BTreeMap;

use super::content::{self, Draft, Known};
use super::frame;
use super::line::Line;
use crate::knowledge::Class;
use crate::{Cues, Sentence, Span};

/// Shorter quotations credit nobody.
const SHORTEST: usize = 24;

/// How many pieces of content that begin before a cue are looked through for those that hold it.
const NEAR: usize = 12;

/// The attributions within the quotations of a sentence, of those whose source is neither the speaker nor a pronoun: whom
/// a pronoun means in somebody else's words cannot be told.
pub(super) fn within_quotes(text: &str, sentence: &Sentence, cues: &Cues, known: &Known) -> Vec<Draft> {
    let mut found = Vec::new();
    for quote in sentence.quotes.iter().filter(|quote| SHORTEST <= quote.len()) {
        let inner = Sentence { span: *quote, paragraph: sentence.paragraph, quotes: nested(text, *quote) };
        let line = Line::new(text, &inner, cues);
        let drafts = content::drafts(&line, &frame::frames(&line, cues), known);
        let heads = drafts.iter().enumerate().filter(|(_, draft)| draft.passes_on.is_empty() && !draft.awaits);
        let named = heads.filter(|(_, draft)| draft.source.is_some_and(|source| names_somebody(&line, source)));
        found.extend(named.map(|(_, draft)| draft.clone()));
    }
    found
}

/// Whether a source has a word besides pronouns.
fn names_somebody(line: &Line, source: Span) -> bool {
    let mut words = line.tokens.iter().filter(|token| source.contains(token.span) && token.is_word());
    words.clone().any(|token| !token.is(Class::Pronoun)) && words.all(|token| !token.is(Class::SelfPronoun))
}

/// The quotations within a quotation, marked by single marks.
fn nested(text: &str, quote: Span) -> Vec<Span> {
    let words = quote.of(text);
    let mut found = Vec::new();
    let mut opened = None;
    for (at, mark) in words.char_indices().filter(|(_, mark)| matches!(mark, '‘' | '’' | '\'')) {
        let behind = &words[at + mark.len_utf8()..];
        let before = words[..at].chars().next_back();
        let opens = before.is_none_or(|before| before.is_whitespace() || before == '“');
        match opened {
            None if opens && behind.starts_with(char::is_alphanumeric) => opened = Some(at + mark.len_utf8()),
            Some(start) if !behind.starts_with(char::is_alphanumeric) => {
                found.push(Span::new(quote.start() + start, quote.start() + at));
                opened = None;
            }
            _ => {}
        }
    }
    found
}

/// Puts what is credited within quotations behind those who are quoted.
pub(super) fn put_behind(drafts: &mut Vec<Draft>, inner: Vec<Draft>) {
    let mut pieces: Vec<(Span, usize)> = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        pieces.extend(draft.content.iter().map(|piece| (*piece, place)));
    }
    pieces.sort();
    for draft in inner {
        let end = pieces.partition_point(|(piece, _)| piece.start() <= draft.cue.start());
        let near = pieces[end.saturating_sub(NEAR)..end].iter();
        let mut outer: Vec<usize> =
            near.filter(|(piece, _)| piece.contains(draft.cue)).map(|(_, place)| *place).collect();
        outer.sort_unstable();
        outer.dedup();
        pass_on(drafts, &outer, draft);
    }
}

/// Credits those who are quoted with the inner words: their own content if that is nearly all of it, else once more.
fn pass_on(drafts: &mut Vec<Draft>, outer: &[usize], inner: Draft) {
    if outer.is_empty() {
        return;
    }
    let size = |draft: &Draft| draft.content.iter().map(|piece| piece.len()).sum::<usize>();
    let all = outer.iter().all(|place| 3 * size(&drafts[*place]) <= 4 * size(&inner) + 90);
    let content = inner.content.clone();
    let last = drafts.len();
    drafts.push(inner);
    let mut again = BTreeMap::new();
    for place in outer {
        let place_again = if all { *place } else { drafts.len() };
        if !all {
            let copy = Draft { rule: "passed-on", passes_on: Vec::new(), ..drafts[*place].clone() };
            drafts.push(copy);
        }
        drafts[place_again].content.clone_from(&content);
        again.insert(*place, place_again);
    }
    for (place, place_again) in &again {
        let passed = drafts[*place].passes_on.iter().filter_map(|passed| again.get(passed).copied());
        let mut passed: Vec<usize> = passed.collect();
        if passed.is_empty() {
            passed.push(last);
        }
        drafts[*place_again].passes_on.extend(passed);
        drafts[*place_again].passes_on.sort_unstable();
        drafts[*place_again].passes_on.dedup();
    }
}
