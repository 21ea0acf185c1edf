//! Cuts a page into lines, and lines where furniture is glued to them; marks what is furniture by its own words.

use foldhash::HashMap;

use crate::knowledge::Verdict;
use crate::{FurnitureKind, FurnitureRules, Span};

use super::features::is_prose;
use super::{lines, pictures};

/// A line of a page, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// Where it stands in the page's text.
    pub(super) span: Span,
    /// What it is, if it is not body.
    pub(super) verdict: Option<Verdict>,
}

/// The pieces of a page, in order; those that are surely furniture are marked.
pub(super) fn cut(text: &str, rules: &FurnitureRules) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines::joined(text) {
        pieces.extend(cut_line(text, line, rules));
    }
    mark_repeated(text, &mut pieces);
    pictures::mark_numbered(text, &mut pieces);
    pieces
}

/// One line: what is furniture as a whole, what holds a gallery, else an article's prose with furniture glued to it.
fn cut_line(text: &str, line: Span, rules: &FurnitureRules) -> Vec<Piece> {
    let words = line.of(text);
    if let Some(verdict) = rules.sure(words).or_else(|| pictures::caption(words, rules)) {
        // A form with the article's first sentences behind it, on one line.
        let goes_on = |(_, end, _): (usize, usize, Verdict)| is_prose(&words[end..]);
        if verdict.kind == FurnitureKind::Advert && rules.glued(words).is_some_and(goes_on) {
            return cut_prose(text, line, rules);
        }
        return vec![Piece { span: line, verdict: Some(verdict) }];
    }
    let Some((start, end)) = pictures::gallery(words, rules) else { return cut_prose(text, line, rules) };
    let captions = Span::new(line.start() + start, line.start() + end);
    let mut pieces = cut_prose(text, Span::new(line.start(), captions.start()).trim(text), rules);
    let verdict = Some(Verdict::new(FurnitureKind::Caption, "gallery"));
    pieces.push(Piece { span: captions.trim(text), verdict });
    pieces.extend(cut_prose(text, Span::new(captions.end(), line.end()).trim(text), rules));
    pieces
}

/// A line without a gallery: a glued front, what is left, a credit at its end.
fn cut_prose(text: &str, line: Span, rules: &FurnitureRules) -> Vec<Piece> {
    let words = line.of(text);
    let mut pieces = Vec::new();
    let mut start = line.start();
    if let Some((at, end, verdict)) = rules.glued(words) {
        // What stands before a form and is no sentence is cut off in its middle, as teasers are.
        let teaser = !lines::ends_sentence(&words[..at]);
        let before = teaser.then(|| Verdict::new(FurnitureKind::Teaser, "glued-before-form"));
        pieces.push(Piece { span: Span::new(start, start + at).trim(text), verdict: before });
        pieces.push(Piece { span: Span::new(start + at, start + end).trim(text), verdict: Some(verdict) });
        start += end;
    }
    if let Some(end) = pictures::credit_within(Span::new(start, line.end()).of(text), rules) {
        let verdict = Verdict::new(FurnitureKind::Caption, "glued-caption");
        pieces.push(Piece { span: Span::new(start, start + end), verdict: Some(verdict) });
        start += end;
    }
    let rest = Span::new(start, line.end()).trim(text);
    match pictures::credit_at_end(rest.of(text), rules) {
        Some((at, verdict)) => {
            pieces.push(Piece { span: Span::new(rest.start(), rest.start() + at).trim(text), verdict: None });
            pieces.push(Piece { span: Span::new(rest.start() + at, rest.end()), verdict: Some(verdict) });
        }
        None => pieces.push(Piece { span: rest, verdict: None }),
    }
    pieces.retain(|piece| !piece.span.is_empty());
    pieces
}

/// Headline, lead, "Read more", headline again: a line that stands twice on the page with no more than three between is
/// a teaser's, and so is what stands between.
fn mark_repeated(text: &str, pieces: &mut [Piece]) {
    let mut seen: HashMap<&str, usize> = HashMap::default();
    for at in 0..pieces.len() {
        let words = pieces[at].span.of(text);
        if words.split_whitespace().nth(3).is_none() {
            continue;
        }
        if let Some(first) = seen.insert(words, at)
            && at - first <= 4
        {
            for piece in &mut pieces[first..=at] {
                piece.verdict.get_or_insert_with(|| Verdict::new(FurnitureKind::Teaser, "headline-repeated"));
            }
        }
    }
}
