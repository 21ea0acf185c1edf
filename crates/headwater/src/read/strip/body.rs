//! Which pieces of a page are body.

use crate::knowledge::Verdict;
use crate::{FurnitureKind, FurnitureRules};

use super::lines::ends_sentence;
use super::pieces::Piece;

/// The fewest words of a line that is body by itself.
const FEWEST_WORDS: usize = 8;

/// Marks every piece of a scraped page that is not body.
pub(super) fn decide(text: &str, pieces: &mut [Piece], title: Option<&str>, _rules: &FurnitureRules) {
    mark_title(text, pieces, title);
    let is_body = |piece: &Piece| piece.verdict.is_none() && is_prose(piece.span.of(text));
    let Some(first) = pieces.iter().position(is_body) else { return };
    let last = pieces.iter().rposition(is_body).unwrap_or(first);
    let heads: Vec<usize> = (0..first).filter(|&at| pieces[at].verdict.is_none()).collect();
    for &at in &heads {
        let near = heads.len() <= 3 || first - at <= 3;
        let verdict = match near {
            true => Verdict::new(FurnitureKind::Title, "line-before-body"),
            false => Verdict::new(FurnitureKind::Navigation, "before-body"),
        };
        pieces[at].verdict = Some(verdict);
    }
    for piece in &mut pieces[last + 1..] {
        piece.verdict.get_or_insert_with(|| Verdict::new(FurnitureKind::Teaser, "after-body"));
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

/// A line of running text: a sentence, or very long.
fn is_prose(line: &str) -> bool {
    let words = line.split_whitespace().take(4 * FEWEST_WORDS).count();
    FEWEST_WORDS <= words && ends_sentence(line) || 4 * FEWEST_WORDS <= words
}
