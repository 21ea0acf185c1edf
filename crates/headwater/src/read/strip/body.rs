//! Which pieces of a page are body: rules say what is surely furniture, the line model decides the rest.

use crate::knowledge::Verdict;
use crate::{FurnitureKind, FurnitureRules};

use super::asides;
use super::features::{features, is_prose};
use super::lines::ends_sentence;
use super::pieces::Piece;

/// A line is body from this likelihood on. Tuned on the training pages of `models/lines`.
const BODY: f32 = 0.45;
/// Prose needs less where nearly all of the page is prose: such a page is an article already.
const BODY_OF_ARTICLE: f32 = 0.0;
/// The share of letters in prose from which a page is taken to be an article already.
const ARTICLE_SHARE: f32 = 0.85;
/// With fewer letters of prose than this, in bytes, a page is smaller than those that the model has learnt from.
const SMALL_PAGE: f32 = 1200.0;
/// With fewer lines of body than this, their shares tell nothing.
const FEW_LINES: usize = 8;
/// Up to this likelihood a line without a full stop at the end of the body is taken for a headline.
const SURE_BODY: f32 = 0.97;
/// The most words of a headline.
const MOST_HEADLINE_WORDS: usize = 30;
/// The most links at the end of a page below one head, and the most words of one.
const MOST_LINKS: usize = 12;
const MOST_LINK_WORDS: usize = 22;
/// How many lines before the body can be its headline and standfirst.
const TITLE_LINES: usize = 3;

/// Marks every piece of a scraped page that is not body.
pub(super) fn decide(text: &str, pieces: &mut [Piece], title: Option<&str>, rules: &FurnitureRules) {
    mark_title(text, pieces, title);
    let mut body = body(text, pieces, rules);
    asides::mark(text, pieces, &mut body, rules);
    let first = body.iter().position(|&body| body).unwrap_or(0);
    let after = body.iter().rposition(|&body| body).map_or(0, |last| last + 1);
    mark_head(text, &mut pieces[..first]);
    let mut below = None;
    for (at, piece) in pieces.iter_mut().enumerate().skip(first) {
        match &piece.verdict {
            Some(verdict) if verdict.heads => below = Some(verdict.kind),
            None if body[at] => below = None,
            None if !body[at] => piece.verdict = Some(loose(piece.span.of(text), below, at < after)),
            _ => {}
        }
    }
}

/// Marks what is surely not body in a text that a library found to be the article.
pub(super) fn trust(text: &str, pieces: &mut [Piece], title: Option<&str>) {
    mark_title(text, pieces, title);
    for piece in pieces {
        piece.verdict = piece.verdict.take().filter(|verdict| {
            !matches!(verdict.kind, FurnitureKind::Comment | FurnitureKind::Navigation | FurnitureKind::Metadata)
        });
    }
}

/// A line of the first few that has the words of the title the caller gave.
fn mark_title(text: &str, pieces: &mut [Piece], title: Option<&str>) {
    let Some(title) = title else { return };
    let found = pieces.iter_mut().take(200).find(|piece| piece.span.of(text).eq_ignore_ascii_case(title.trim()));
    if let Some(piece) = found {
        piece.verdict = Some(Verdict::new(FurnitureKind::Title, "title-given"));
    }
}

/// Which pieces are body. A page on which the model finds none keeps all that no rule spoke against.
fn body(text: &str, pieces: &[Piece], rules: &FurnitureRules) -> Vec<bool> {
    let open: Vec<bool> = pieces.iter().map(|piece| piece.verdict.is_none()).collect();
    let threshold = if is_article(text, pieces) { BODY_OF_ARTICLE } else { BODY };
    let likely: Vec<f32> =
        features(text, pieces, rules).iter().map(|numbers| rules.lines.likelihood(numbers)).collect();
    let enough = |at: usize| {
        let least = if is_prose(pieces[at].span.of(text)) { threshold } else { BODY };
        open[at] && least <= likely[at]
    };
    let mut body: Vec<bool> = (0..pieces.len()).map(enough).collect();
    trim_lists(text, pieces, &mut body);
    if !body.contains(&true) {
        return open;
    }
    trim_headlines(text, pieces, &likely, &mut body);
    body
}

/// Lines right below a heading of other things ("Most read") that are no sentences are what it heads, within the body too.
fn trim_lists(text: &str, pieces: &[Piece], body: &mut [bool]) {
    if let Some(from) = links_at_end(text, pieces) {
        body[from..].fill(false);
    }
    let mut headed = false;
    for (at, piece) in pieces.iter().enumerate() {
        let words = piece.span.of(text);
        let short = words.split_whitespace().nth(MOST_HEADLINE_WORDS).is_none();
        headed = match &piece.verdict {
            Some(verdict) => verdict.heads || headed,
            None => headed && short && !ends_sentence(words),
        };
        body[at] &= !headed;
    }
}

/// Where links to other stories begin that end a page: nothing but short lines, most of them no sentences, below a head
/// of other things or a button with a colon ("Read more:").
fn links_at_end(text: &str, pieces: &[Piece]) -> Option<usize> {
    let start = pieces.len().saturating_sub(MOST_LINKS);
    let heads = |piece: &Piece| {
        let colon = piece.span.of(text).ends_with(':');
        piece.verdict.as_ref().is_some_and(|verdict| verdict.heads || colon && verdict.kind != FurnitureKind::Metadata)
    };
    let head = start + pieces[start..].iter().position(heads)?;
    let below = &pieces[head + 1..];
    let short = |piece: &Piece| piece.span.of(text).split_whitespace().nth(MOST_LINK_WORDS).is_none();
    let open = below.iter().filter(|piece| !ends_sentence(piece.span.of(text))).count();
    // An article below such a head ends in a sentence.
    let ends_open = below.last().is_some_and(|piece| !ends_sentence(piece.span.of(text)));
    (ends_open && below.iter().all(short) && below.len() <= open * 2).then_some(head)
}

/// Whether nearly all letters of a page are in sentences that no rule speaks against, or the page is too small for the model.
fn is_article(text: &str, pieces: &[Piece]) -> bool {
    let (mut all, mut prose) = (0.0, 0.0);
    for piece in pieces {
        let length = piece.span.len() as f32;
        all += if is_within_articles(piece) { 0.0 } else { length };
        prose += if piece.verdict.is_none() && is_prose(piece.span.of(text)) { length } else { 0.0 };
    }
    ARTICLE_SHARE * all <= prose || prose < SMALL_PAGE
}

/// What stands between the paragraphs of an article and tells nothing of the page: pictures and their owners.
fn is_within_articles(piece: &Piece) -> bool {
    let kind = piece.verdict.as_ref().map(|verdict| verdict.kind);
    matches!(kind, Some(FurnitureKind::Caption | FurnitureKind::Credit))
}

/// Where the body is sentences, lines at its two ends that are none are headlines: its own before, others' after.
fn trim_headlines(text: &str, pieces: &[Piece], likely: &[f32], body: &mut [bool]) {
    let kept = || (0..pieces.len()).filter(|&at| body[at]);
    let sentences: Vec<usize> = kept().filter(|&at| ends_sentence(pieces[at].span.of(text))).collect();
    let (Some(&first), Some(&last)) = (sentences.first(), sentences.last()) else { return };
    let count = kept().count();
    if FEW_LINES <= count && sentences.len() * 10 < count * 6 {
        return;
    }
    for at in (0..first).chain(last + 1..pieces.len()) {
        let is_short = pieces[at].span.of(text).split_whitespace().nth(MOST_HEADLINE_WORDS).is_none();
        body[at] &= !is_short || SURE_BODY < likely[at];
    }
}

/// Lines before the body: the last few that are long enough are headline and standfirst, the rest menus.
fn mark_head(text: &str, pieces: &mut [Piece]) {
    let count = pieces.len();
    for (at, piece) in pieces.iter_mut().enumerate() {
        let words = piece.span.of(text).split_whitespace().count();
        let is_near = count - at <= TITLE_LINES + 2 || count <= TITLE_LINES * 3;
        piece.verdict.get_or_insert_with(|| match words {
            3.. if is_near => Verdict::new(FurnitureKind::Title, "line-before-body"),
            _ => Verdict::new(FurnitureKind::Navigation, "line-model"),
        });
    }
}

/// What a line is that the model took out: under a heading what the heading says, else by its place and shape.
fn loose(line: &str, below: Option<FurnitureKind>, within: bool) -> Verdict {
    let kind = match below {
        Some(kind) => kind,
        None if line.split_whitespace().nth(3).is_none() => FurnitureKind::Navigation,
        None if within => FurnitureKind::Related,
        None => FurnitureKind::Teaser,
    };
    Verdict::new(kind, "line-model")
}
