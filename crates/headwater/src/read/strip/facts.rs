//! What a page says of itself: title, byline, dateline, outlet, the day it was published.

use crate::knowledge::Verdict;
use crate::{
    Article, ArticleId, ClaimedDate, Evidence, FurnitureKind, FurnitureRules, How, Outlets, Published, Span, When,
};

use super::day;
use super::pieces::Piece;

/// The longest dateline, in bytes, up to its dash.
const LONGEST_DATELINE: usize = 90;
/// How many days after it was written a page may say that it was updated, to tell the year of a day at its head.
const LONGEST_BEFORE_UPDATE: i32 = 31;
/// The rule by which the dateline is no part of the body.
const DATELINE: &str = "dateline";
const DASHES: [char; 4] = [' ', '-', '–', '—'];
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
    let filed = pieces.iter().find(|piece| piece.verdict.as_ref().is_some_and(|verdict| verdict.rule == DATELINE));
    let first = article.paragraphs.first().map_or("", |first| first.of(&article.text));
    let filed = filed.map_or_else(|| dateline(first), |piece| Some(without_dash(piece.span.of(page_text))));
    article.dateline = filed.map(str::to_owned);
    if article.published.is_none() {
        let head = article.dateline.as_deref().or_else(|| first.split_once(':').map(|(head, _)| head));
        article.published = head.and_then(|head| filed_before_update(head, page_text, pieces, &article.id, rules));
    }
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

/// The day that the head of the text tells without a year ("Ostwick, Nov 24"), in the year of the update that the page
/// states, if it was updated within a month.
fn filed_before_update(
    head: &str,
    text: &str,
    pieces: &[Piece],
    article: &ArticleId,
    rules: &FurnitureRules,
) -> Option<Published> {
    if LONGEST_DATELINE < head.len() || head.split_whitespace().any(|word| word.starts_with(char::is_lowercase)) {
        return None;
    }
    let mut updates = pieces.iter().filter_map(|piece| updated(piece.span.of(text), rules));
    let (words, update) = updates.next()?;
    if updates.any(|(_, other)| other != update) {
        return None;
    }
    let dates = (0..2).filter_map(|back| day::one_date(&format!("{head} {}", update.from.year() - back), rules));
    let when = dates.filter(|when| when.from <= update.from).max_by_key(|when| when.from)?;
    let month = When::between(when.from, update.from).length() <= LONGEST_BEFORE_UPDATE;
    let because = [head, words]
        .map(|words| Evidence { article: article.clone(), span: None, words: words.trim().to_owned() })
        .to_vec();
    month.then_some(Published { when: When { uncertain: true, ..when }, how: How::Inferred, because })
}

/// A line that says when the page was updated: "Modified Date: November 25, 2014 10:42 AM".
fn updated<'t>(line: &'t str, rules: &FurnitureRules) -> Option<(&'t str, When)> {
    let mut first = line.split_whitespace().take(2).map(|word| word.trim_end_matches(':').to_lowercase());
    let short = line.split_whitespace().nth(MOST_DATE_WORDS).is_none();
    let says = short && first.any(|word| rules.says_updated(&word));
    says.then(|| Some((line, day::one_date(line, rules)?))).flatten()
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

/// Cuts off the dateline at the front of the body.
pub(super) fn cut_dateline(text: &str, pieces: &mut Vec<Piece>, outlets: &Outlets) {
    let Some(at) = pieces.iter().position(|piece| piece.verdict.is_none()) else { return };
    let body = pieces[at].span;
    let Some(end) = dateline_end(body.of(text), outlets) else { return };
    let verdict = Some(Verdict::new(FurnitureKind::Credit, DATELINE));
    pieces[at].span = Span::new(body.start() + end, body.end()).trim(text);
    pieces.insert(at, Piece { span: Span::new(body.start(), body.start() + end).trim(text), verdict });
}

/// Where a dateline at the front of a paragraph ends that names who filed it, with its dash: names and dates only, and a
/// sentence behind it. One that only names a place ("OSTREVAAL —") stays, as the words that say where it was.
fn dateline_end(paragraph: &str, outlets: &Outlets) -> Option<usize> {
    let line = match bracketed_outlet(paragraph, outlets) {
        Some(line) => line,
        None => dateline(paragraph).filter(|line| {
            line.ends_with(')') && line.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
        })?,
    };
    let at = paragraph.find(line)? + line.len();
    let rest = paragraph[at..].trim_start_matches(DASHES);
    let begins = rest.starts_with(|first: char| !first.is_lowercase());
    let long = rest.split_whitespace().nth(5).is_some();
    (begins && long).then_some(paragraph.len() - rest.len())
}

/// "(Reuters)": an outlet in brackets at the very front.
fn bracketed_outlet<'t>(paragraph: &'t str, outlets: &Outlets) -> Option<&'t str> {
    let close = paragraph.starts_with('(').then(|| paragraph.find(')')).flatten()?;
    let name = &paragraph[1..close];
    let known = outlets.find(name).iter().any(|(span, _, _)| span.of(name) == name);
    (known && paragraph[close + 1..].starts_with(' ')).then_some(&paragraph[..=close])
}

fn without_dash(line: &str) -> &str {
    line.trim_end_matches(DASHES)
}

/// "OTTAWA, Nov 30 (Reuters)": the words in front of the dash, if they say where and by whom it was filed.
pub(super) fn dateline(paragraph: &str) -> Option<&str> {
    let mut limit = paragraph.len().min(LONGEST_DATELINE);
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let front = &paragraph[..limit];
    let dash = [" — ", " – ", " - ", " -- ", "— ", "– ", "—"].iter().filter_map(|dash| front.find(dash)).min()?;
    let line = front[..dash].trim();
    let first = line.split_whitespace().next()?;
    let capitals = first.chars().filter(|letter| letter.is_uppercase()).count();
    let in_capitals = 3 <= capitals && !first.chars().any(char::is_lowercase);
    let by_agency = line.ends_with(')') && line.contains(" (") && first.starts_with(char::is_uppercase);
    let few = line.split_whitespace().nth(9).is_none();
    (few && (in_capitals || by_agency)).then_some(line)
}
