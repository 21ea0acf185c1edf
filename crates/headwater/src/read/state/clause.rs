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

/// The words of a stretch of text and what stands between them.
struct Line<'w, 't> {
    text: &'t str,
    words: &'w [Word<'t>],
}

/// Where a new clause begins: the index of its first word.
fn cuts(text: &str, words: &[Word]) -> Vec<(usize, Cut)> {
    let line = Line { text, words };
    let mut cuts: Vec<(usize, Cut)> = Vec::new();
    let mut last = 0;
    let mut depth = 0_usize;
    for at in 1..words.len() {
        let gap = line.gap(at);
        depth = (depth + gap.matches(['(', '[']).count()).saturating_sub(gap.matches([')', ']']).count());
        let fewest = if words[at].duties.does(Duties::RELATIVE) { 1 } else { FEWEST };
        if depth > 0 || at - last < fewest || words.len() - at < FEWEST {
            continue;
        }
        if let Some(cut) = line.opens(last, at) {
            cuts.push((at, cut));
            last = at;
        }
    }
    cuts
}

impl Line<'_, '_> {
    /// What stands between a word and the one before it.
    fn gap(&self, at: usize) -> &str {
        &self.text[self.words[at - 1].span.end()..self.words[at].span.start()]
    }

    /// Whether a clause begins at a word, and how.
    fn opens(&self, last: usize, at: usize) -> Option<Cut> {
        let (word, gap) = (&self.words[at], self.gap(at));
        let before = self.words[last..at].iter().any(is_finite);
        let comma = gap.contains(',');
        if gap.contains(';') || gap.contains(": ") {
            return Some(Cut::Beside);
        }
        if gap.contains(['–', '—']) || gap.contains(" - ") || gap.contains("--") {
            let behind = self.finite_within(at, 12) || is_participle(&word.lower);
            return (before && behind).then_some(Cut::Beside);
        }
        if word.duties.does(Duties::RELATIVE) {
            return (comma && self.finite_within(at + 1, 12)).then_some(Cut::Inside);
        }
        if !before {
            return None;
        }
        let clause = match word.duties {
            duties if duties.does(Duties::COORDINATOR) => self.joins(at, comma),
            duties if duties.does(Duties::SUBORDINATOR) => self.subordinates(at),
            _ => comma && self.is_aside(at),
        };
        clause.then_some(Cut::Beside)
    }

    /// Whether "and" joins two clauses: a subject with its verb follows, or behind a comma a verb.
    fn joins(&self, at: usize, comma: bool) -> bool {
        let Some(next) = self.words.get(at + 1) else { return false };
        let subject = next.duties.does(Duties::SUBJECT) || next.capital || !is_finite(next);
        match subject {
            true => self.finite_within(at + 2, if comma { 10 } else { 6 }),
            false => comma || next.duties.does(Duties::FINITE),
        }
    }

    /// Whether "after" and its like open a clause. A short one ("as") needs a word that begins a subject.
    fn subordinates(&self, at: usize) -> bool {
        let Some(next) = self.words.get(at + 1) else { return false };
        let sure = self.words[at].lower.len() > 2 || next.duties.does(Duties::SUBJECT) || next.capital;
        sure && self.finite_within(at + 2, 8)
    }

    /// Whether a clause without a finite verb begins behind a comma: "with a deal done", "adding", "brokered by".
    fn is_aside(&self, at: usize) -> bool {
        let word = &self.words[at];
        let opens = word.duties.does(Duties::OPENER) || is_participle(&word.lower) || is_regular(word);
        opens && self.words.len() - at > FEWEST
    }

    /// Whether a finite verb stands among the next words, before the next comma.
    fn finite_within(&self, from: usize, most: usize) -> bool {
        let stops = |at: &usize| *at > from && self.gap(*at).contains([',', ';', '–', '—', '(']);
        (from..self.words.len()).take(most).take_while(|at| !stops(at)).any(|at| is_finite(&self.words[at]))
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
