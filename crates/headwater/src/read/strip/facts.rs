//! What a page says of itself: title, byline, dateline, outlet, the day it was published.

use crate::{Article, ArticleId, ClaimedDate, Evidence, FurnitureKind, FurnitureRules, How, Published, When};

use super::day;
use super::pieces::Piece;

/// The longest dateline, in bytes, up to its dash.
const LONGEST_DATELINE: usize = 90;
/// The most words of a line that states a date.
const MOST_DATE_WORDS: usize = 16;
/// The most words of a headline.
const MOST_TITLE_WORDS: usize = 30;

/// Fills in what the furniture and the first paragraph tell.
pub(super) fn complete(article: &mut Article, page_text: &str, pieces: &[Piece], rules: &FurnitureRules) {
    if article.title.is_none() {
        article.title = title(page_text, pieces, rules);
    }
    if article.byline.is_none() {
        article.byline = byline(page_text, pieces);
    }
    if article.outlet.is_none() {
        article.outlet = outlet(page_text, pieces, rules);
    }
    if article.published.is_none() {
        article.published = stated(page_text, pieces, &article.id, rules);
    }
    let first = article.paragraphs.first().map_or("", |first| first.of(&article.text));
    article.dateline = dateline(first).map(str::to_owned);
}

/// The surest date that came with the page and can be read.
pub(super) fn claimed(dates: &[ClaimedDate], article: &ArticleId, rules: &FurnitureRules) -> Option<Published> {
    dates.iter().find_map(|claimed| {
        let when = day::coarse(&claimed.written).or_else(|| day::one_date(&claimed.written, rules))?;
        let words = format!("{}: {}", claimed.place, claimed.written);
        let because = vec![Evidence { article: article.clone(), span: None, words }];
        Some(Published { when, how: How::Metadata, because })
    })
}

/// The pieces before the first paragraph of the body.
fn head(pieces: &[Piece]) -> &[Piece] {
    let body = pieces.iter().position(|piece| piece.verdict.is_none()).unwrap_or(0);
    &pieces[..body]
}

fn is_kind(piece: &Piece, kind: FurnitureKind) -> bool {
    piece.verdict.as_ref().is_some_and(|verdict| verdict.kind == kind)
}

/// The first line of those before the body that belong to it.
fn title(text: &str, pieces: &[Piece], rules: &FurnitureRules) -> Option<String> {
    let is_title =
        |piece: &&Piece| is_kind(piece, FurnitureKind::Title) && date_line(piece.span.of(text), rules).is_none();
    let found = head(pieces).iter().find(is_title)?.span.of(text);
    found.split_whitespace().nth(MOST_TITLE_WORDS).is_none().then(|| super::lines::on_one_line(found))
}

/// The names on a byline before the body.
fn byline(text: &str, pieces: &[Piece]) -> Option<String> {
    let is_byline = |piece: &&Piece| piece.verdict.as_ref().is_some_and(|verdict| verdict.rule == "byline");
    let line = head(pieces).iter().find(is_byline)?.span.of(text);
    let names = line.trim_start_matches(|letter: char| !letter.is_uppercase());
    let mut words = names.split_whitespace();
    // What the rule matched comes first and says nothing of who: "By", "Written by".
    words.next();
    let rest: Vec<&str> = words.skip_while(|word| word.starts_with(char::is_lowercase)).collect();
    (!rest.is_empty()).then(|| rest.join(" "))
}

/// The holder of the copyright, where the page also names itself so on a line of its own.
fn outlet(text: &str, pieces: &[Piece], rules: &FurnitureRules) -> Option<String> {
    let holders = pieces.iter().filter_map(|piece| holder(piece.span.of(text), rules));
    let mut sure = holders.filter(|holder| {
        pieces.iter().any(|piece| piece.verdict.is_some() && piece.span.of(text).eq_ignore_ascii_case(holder))
    });
    let found = sure.next()?;
    sure.all(|other| other == found).then(|| found.to_owned())
}

/// "© 2025 The Harbour Post. All rights reserved": the name.
fn holder<'t>(line: &'t str, rules: &FurnitureRules) -> Option<&'t str> {
    let (_, after) = line.split_once('©')?;
    let after = after.trim_start_matches(|letter: char| !letter.is_alphabetic());
    let name = after.split(['.', '|', ',', ';']).next()?.trim();
    let words = name.split_whitespace().count();
    let plain = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || rules.is_common(word));
    ((1..=6).contains(&words) && plain).then_some(name)
}

/// The day that a line before the body states: one marked as the day of publication, else the only one.
fn stated(text: &str, pieces: &[Piece], article: &ArticleId, rules: &FurnitureRules) -> Option<Published> {
    let lines = head(pieces).iter().filter(|piece| {
        is_kind(piece, FurnitureKind::Metadata)
            || is_kind(piece, FurnitureKind::Title)
            || is_kind(piece, FurnitureKind::Navigation)
    });
    let stated: Vec<(&str, When, bool)> = lines.filter_map(|piece| date_line(piece.span.of(text), rules)).collect();
    let marked: Vec<_> = stated.iter().filter(|line| line.2).collect();
    let chosen = if marked.is_empty() { stated.iter().collect() } else { marked };
    let (words, when, _) = chosen.first()?;
    let because = vec![Evidence { article: article.clone(), span: None, words: (*words).to_owned() }];
    chosen.iter().all(|line| line.1 == *when).then_some(Published { when: *when, how: How::Stated, because })
}

/// The date of a line that holds little else, and whether the line says that it is the day of publication.
fn date_line<'t>(line: &'t str, rules: &FurnitureRules) -> Option<(&'t str, When, bool)> {
    let mut end = 0;
    let mut marked = false;
    for word in line.split_whitespace().take(MOST_DATE_WORDS) {
        let lower = word.to_lowercase();
        let mut parts = lower.split(|letter: char| !letter.is_alphabetic()).filter(|part| !part.is_empty());
        if rules.says_updated(lower.trim_end_matches(':')) {
            break;
        }
        marked |= rules.says_published(lower.trim_end_matches(':'));
        if !parts.all(|part| rules.goes_with_date(part)) {
            break;
        }
        end = word.as_ptr() as usize - line.as_ptr() as usize + word.len();
    }
    let words = &line[..end];
    let all = end == line.trim_end().len() || rules.sure(line).is_some_and(|verdict| verdict.rule == "dated-head");
    let when = day::one_date(words, rules)?;
    (all || marked).then_some((words, when, marked))
}

/// "OTTAWA, Nov 30 (Reuters)": the words in front of the dash, if they say where and by whom it was filed.
pub(super) fn dateline(paragraph: &str) -> Option<&str> {
    let mut limit = paragraph.len().min(LONGEST_DATELINE);
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let front = &paragraph[..limit];
    let dash =
        [" — ", " – ", " - ", " -- ", "— ", "– ", ") — ", "—"].iter().filter_map(|dash| front.find(dash)).min()?;
    let line = front[..dash].trim();
    let first = line.split_whitespace().next()?;
    let capitals = first.chars().filter(|letter| letter.is_uppercase()).count();
    let in_capitals = 3 <= capitals && !first.chars().any(char::is_lowercase);
    let by_agency = line.ends_with(')') && line.contains(" (") && first.starts_with(char::is_uppercase);
    let few = line.split_whitespace().nth(9).is_none();
    (few && (in_capitals || by_agency)).then_some(line)
}
