//! Cuts a piece of a sentence into clauses, by punctuation and the small words that open a clause.

use crate::knowledge::{Duties, Word};
use crate::{Span, Wording};

/// The fewest words a clause has; what is shorter stays with its neighbour.
const FEWEST: usize = 3;

/// How a clause begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// It stands on its own.
    Beside,
    /// It says something about what stands before it, and the clause around it may go on behind it.
    Inside,
}

/// The clauses of a stretch of text, in order of place. A clause inside another one follows it.
pub(super) fn clauses(text: &str, span: Span, wording: &Wording) -> Vec<Span> {
    let words = wording.words(text, span);
    if words.is_empty() {
        return Vec::new();
    }
    let cuts = cuts(text, &words);
    let mut clauses = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < cuts.len() {
        let (word, cut) = cuts[at];
        let next = cuts.get(at + 1).map_or(words.len(), |(next, _)| *next);
        at += 1;
        match (cut, resumes(text, &words, word, next)) {
            (Cut::Inside, Some(behind)) => {
                // The outer clause goes on behind the inner one, so it keeps the inner one's words.
                clauses.push((start, next));
                clauses.push((word, behind));
                start = next;
            }
            // A clause about what stands before it, in an outer one without a verb: there is nothing to part.
            (Cut::Inside, None) if !words[start..word].iter().any(is_finite) => {}
            _ => {
                clauses.push((start, word));
                start = word;
            }
        }
    }
    clauses.push((start, words.len()));
    clauses.retain(|(from, to)| from < to);
    clauses.into_iter().map(|(from, to)| trim(text, words[from].span.cover(words[to - 1].span))).collect()
}

/// Where a new clause begins: the index of its first word.
fn cuts(text: &str, words: &[Word]) -> Vec<(usize, Cut)> {
    let mut cuts: Vec<(usize, Cut)> = Vec::new();
    let mut last = 0;
    for at in 1..words.len() {
        let fewest = if words[at].duties.does(Duties::RELATIVE) { 1 } else { FEWEST };
        if at - last < fewest || words.len() - at < FEWEST {
            continue;
        }
        let gap = &text[words[at - 1].span.end()..words[at].span.start()];
        if let Some(cut) = opens(gap, words, last, at) {
            cuts.push((at, cut));
            last = at;
        }
    }
    cuts
}

/// Whether a clause begins at a word, and how.
fn opens(gap: &str, words: &[Word], last: usize, at: usize) -> Option<Cut> {
    let (duties, word) = (words[at].duties, words[at].lower.as_ref());
    let before = words[last..at].iter().any(is_finite);
    let behind = finite_within(words, at + 1, 12);
    let comma = gap.contains(',');
    if gap.contains(';') || gap.contains(": ") {
        return Some(Cut::Beside);
    }
    if gap.contains(['–', '—']) || gap.contains(" - ") || gap.contains("--") {
        return (before && (behind || is_participle(word))).then_some(Cut::Beside);
    }
    if duties.does(Duties::RELATIVE) {
        return (comma && behind).then_some(Cut::Inside);
    }
    if !before {
        return None;
    }
    if duties.does(Duties::COORDINATOR) {
        return joins(words, at, comma).then_some(Cut::Beside);
    }
    if duties.does(Duties::SUBORDINATOR) {
        return finite_within(words, at + 1, 9).then_some(Cut::Beside);
    }
    let aside = comma && (duties.does(Duties::OPENER) || is_participle(word) || is_regular(&words[at]));
    (aside && words.len() - at > FEWEST).then_some(Cut::Beside)
}

/// Whether "and" joins two clauses: a subject with its verb follows, or behind a comma a verb.
fn joins(words: &[Word], at: usize, comma: bool) -> bool {
    let Some(next) = words.get(at + 1) else { return false };
    let subject = next.duties.does(Duties::SUBJECT) || next.capital || !is_finite(next);
    match subject {
        true => finite_within(words, at + 2, if comma { 10 } else { 6 }),
        false => comma || next.duties.does(Duties::FINITE),
    }
}

/// Where a clause that began at `word` ends, if the clause around it goes on before `next`: at a comma with a finite
/// verb right behind it.
fn resumes(text: &str, words: &[Word], word: usize, next: usize) -> Option<usize> {
    (word + 2..next).find(|at| {
        let gap = &text[words[at - 1].span.end()..words[*at].span.start()];
        gap.contains(',') && is_finite(&words[*at]) && !is_participle(&words[*at].lower)
    })
}

fn finite_within(words: &[Word], from: usize, most: usize) -> bool {
    words.iter().skip(from).take(most).any(is_finite)
}

/// Whether a word is, or looks like, a finite verb.
pub(super) fn is_finite(word: &Word) -> bool {
    is_regular(word) || word.duties.does(Duties::FINITE)
}

/// Whether a word has the ending of a regular past.
fn is_regular(word: &Word) -> bool {
    !word.capital && word.lower.len() > 4 && word.lower.ends_with("ed") && !word.duties.does(Duties::INFINITE)
}

fn is_participle(word: &str) -> bool {
    word.len() > 5 && word.ends_with("ing")
}

/// Without the marks and the joining word at its ends: they belong to the sentence, not to the clause.
fn trim(text: &str, span: Span) -> Span {
    let joining = ["and ", "but ", "or ", "so "].iter().find(|joining| span.of(text).starts_with(**joining));
    Span::new(span.start() + joining.map_or(0, |joining| joining.len()), span.end()).trim(text)
}
