//! What a stand is about: the words behind the verb, and the condition apart from them.

use super::line::{Gap, Line};
use crate::Span;
use crate::knowledge::{Duties, Phrase, Role};

/// What a stand is about.
pub(super) struct Matter {
    pub(super) on: Span,
    pub(super) toward: Option<String>,
    pub(super) condition: Option<Span>,
}

/// It has at most this many words.
const LONGEST: usize = 18;
/// A comma ends it after this many.
const COMMA_AFTER: usize = 3;

/// What stands behind the word before `start`.
pub(super) fn matter(line: &Line, start: usize) -> Option<Matter> {
    let start = (start..line.words.len()).find(|at| !line.plays(*at, Role::Opener))?;
    between(line, start, None)
}

/// The same behind a verb that names first whom it is directed at: "urged Brundel to halt the works".
pub(super) fn matter_toward(line: &Line, start: usize) -> Option<Matter> {
    let named = (start..line.words.len()).find(|at| !line.plays(*at, Role::Article))?;
    let to = (named..line.words.len()).take(8).find(|at| line.plays(*at, Role::Lead) && start < *at);
    let Some(to) = to else { return matter(line, start) };
    let toward = line.span(named, to).map(|span| span.of(line.text()).to_owned());
    let start = (to..line.words.len()).find(|at| !line.plays(*at, Role::Opener))?;
    between(line, start, toward)
}

fn between(line: &Line, start: usize, toward: Option<String>) -> Option<Matter> {
    let end = end(line, start);
    let on = line.span(start, end)?;
    let says = (start..end).any(|at| !line.does(at, Duties::STOP) && 2 < line.words[at].lower.len());
    says.then(|| Matter { on, toward, condition: condition(line, start, end) })
}

/// Where the words that start at `start` end: at the end of their clause, or at a condition.
fn end(line: &Line, start: usize) -> usize {
    let ends = |at: &usize| {
        let count = at - start;
        let gap = match line.gap(*at) {
            Gap::None => false,
            Gap::Comma => COMMA_AFTER <= count,
            Gap::Quote => closes(line, *at),
            Gap::Break => true,
        };
        0 < count && (gap || line.plays(*at, Role::End) || is_condition(line, *at))
    };
    let last = line.words.len().min(start + LONGEST);
    (start..last).find(ends).unwrap_or(last)
}

/// Whether the quotation mark before the word at `at` closes a quotation: white space follows it.
fn closes(line: &Line, at: usize) -> bool {
    let text = line.text();
    let before = text.get(..line.words[at].span.start()).unwrap_or_default();
    before.ends_with(char::is_whitespace)
}

fn is_condition(line: &Line, at: usize) -> bool {
    matches!(line.knowledge.wording.phrase(line.from(at)), Some((_, Phrase::Condition)))
}

/// The condition on what stands in the words from `start` to `end`: behind them, or in front of the whole sentence.
fn condition(line: &Line, start: usize, end: usize) -> Option<Span> {
    let clause = |from: usize| {
        let stops = |at: &usize| from < *at && line.gap(*at) != Gap::None;
        let to = (from..line.words.len()).find(stops).unwrap_or(line.words.len());
        line.span(from, to)
    };
    if end < line.words.len() && is_condition(line, end) {
        return clause(end);
    }
    (is_condition(line, 0) && 0 < start).then(|| clause(0)).flatten()
}
