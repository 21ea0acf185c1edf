//! Cuts a page into lines, and lines where furniture is glued to them; marks what is furniture by its own words.

use foldhash::HashMap;

use crate::knowledge::Verdict;
use crate::{FurnitureKind, FurnitureRules, Span};

use super::lines;

/// The most words of a line that can be a caption.
const MOST_CAPTION_WORDS: usize = 60;
/// How far into a line a caption glued to its front is looked for, in bytes.
const LONGEST_GLUED_CAPTION: usize = 600;

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
    pieces
}

/// One line: a glued front, what is left, a credit at its end.
fn cut_line(text: &str, line: Span, rules: &FurnitureRules) -> Vec<Piece> {
    let words = line.of(text);
    let caption = || captioned(words, rules).then(|| Verdict::new(FurnitureKind::Caption, "credited-caption"));
    if let Some(verdict) = rules.sure(words).or_else(|| gallery(words)).or_else(caption) {
        return vec![Piece { span: line, verdict: Some(verdict) }];
    }
    let mut pieces = Vec::new();
    let mut start = line.start();
    if let Some((end, verdict)) = rules.glued(words) {
        pieces.push(Piece { span: Span::new(start, start + end), verdict: Some(verdict) });
        start += end;
    }
    if let Some(end) = credit_within(Span::new(start, line.end()).of(text), rules) {
        let verdict = Verdict::new(FurnitureKind::Caption, "glued-caption");
        pieces.push(Piece { span: Span::new(start, start + end), verdict: Some(verdict) });
        start += end;
    }
    let rest = Span::new(start, line.end()).trim(text);
    match credit_at_end(rest.of(text), rules) {
        Some((at, verdict)) => {
            pieces.push(Piece { span: Span::new(rest.start(), rest.start() + at).trim(text), verdict: None });
            pieces.push(Piece { span: Span::new(rest.start() + at, rest.end()), verdict: Some(verdict) });
        }
        None => pieces.push(Piece { span: rest, verdict: None }),
    }
    pieces.retain(|piece| !piece.span.is_empty());
    pieces
}

/// "1/8 ... 2/8 ...": the captions of a gallery on one line.
fn gallery(words: &str) -> Option<Verdict> {
    let mut counted = 0;
    let mut total = None;
    for word in words.split_whitespace() {
        let Some((number, of)) = word.split_once('/') else { continue };
        let (Ok(number), Ok(of)) = (number.parse::<u16>(), of.parse::<u16>()) else { continue };
        if number == counted + 1 && number <= of && total.is_none_or(|total| total == of) {
            counted = number;
            total = Some(of);
        }
    }
    (2 <= counted && total.is_some_and(|total| 2 <= total)).then(|| Verdict::new(FurnitureKind::Caption, "gallery"))
}

/// Whether a line ends with the owner of a picture: "The quay (Jo Doe/Norvane)", "The quay at dawn. (Harbour Archive)".
fn captioned(words: &str, rules: &FurnitureRules) -> bool {
    if words.split_whitespace().nth(MOST_CAPTION_WORDS).is_some() {
        return false;
    }
    let end = words.trim_end_matches(['.', ')', ']', ' ']);
    if end.rsplit_once(['/', '|']).is_some_and(|(_, owner)| rules.is_picture_agency(owner.trim())) {
        return true;
    }
    let Some((before, owner)) = words.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else { return false };
    let is_sign_off = rules.is_picture_agency(owner) && lines::ends_sentence(before.trim_end());
    before.split_whitespace().nth(7).is_some() && rules.are_names(owner.split_whitespace()) && !is_sign_off
}

/// Where a caption with its credit ends that is glued to the front of a paragraph: "... JO DOE/NORVANE The harbour".
fn credit_within(words: &str, rules: &FurnitureRules) -> Option<usize> {
    let mut reach = words.len().min(LONGEST_GLUED_CAPTION);
    while !words.is_char_boundary(reach) {
        reach -= 1;
    }
    let slashes = words[..reach].rmatch_indices('/');
    slashes.map(|(at, _)| at + 1).find_map(|start| {
        let owner = words[start..].split(char::is_whitespace).next()?;
        let end = start + owner.len();
        let capitals = !owner.chars().any(char::is_lowercase);
        let body = words[end..].trim_start();
        let begins = body.starts_with(|first: char| first.is_uppercase() || "\"“‘".contains(first));
        let long = body.split_whitespace().nth(7).is_some();
        (capitals && begins && long && rules.is_picture_agency(owner)).then_some(end)
    })
}

/// A credit in brackets after the last sentence of a line.
fn credit_at_end(words: &str, rules: &FurnitureRules) -> Option<(usize, Verdict)> {
    let open = if words.ends_with(')') {
        '('
    } else if words.ends_with(']') {
        '['
    } else {
        return None;
    };
    let at = words.rfind(open)?;
    if !lines::ends_sentence(words[..at].trim_end()) {
        return None;
    }
    let verdict = rules.sure(&words[at..])?;
    (verdict.kind == FurnitureKind::Credit).then_some((at, verdict))
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
