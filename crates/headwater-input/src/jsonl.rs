//! JSON Lines: one page a line, `{"id", "url", "outlet", "published", "title", "text" | "html"}`.

use headwater::{ClaimedDate, Hints, Page};
use serde_json::{Map, Value};

use crate::open::{Cleaning, page_of_html, page_of_text};

/// Other names that a field goes by in the exports of common tools, tried in this order.
const TEXT: [&str; 5] = ["text", "body", "content", "article", "maintext"];
const HTML: [&str; 2] = ["html", "raw_html"];
const PUBLISHED: [&str; 6] = ["published", "date_published", "date", "publish_date", "published_at", "pubDate"];
const OUTLET: [&str; 6] = ["outlet", "publisher", "source", "site_name", "sitename", "source_domain"];
const URL: [&str; 3] = ["url", "link", "canonical_url"];
const TITLE: [&str; 2] = ["title", "headline"];
const BYLINE: [&str; 3] = ["byline", "author", "authors"];
const LANGUAGE: [&str; 2] = ["language", "lang"];

/// The fields of a page, each with all names it goes by.
pub(crate) const FIELDS: [(&str, &[&str]); 9] = [
    ("id", &["id"]),
    ("text", &TEXT),
    ("html", &HTML),
    ("published", &PUBLISHED),
    ("outlet", &OUTLET),
    ("url", &URL),
    ("title", &TITLE),
    ("byline", &BYLINE),
    ("language", &LANGUAGE),
];

/// The page that a line holds; the error says what is missing.
pub(crate) fn page(line: &str, place: &str, cleaning: Cleaning) -> Result<Page, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| format!("no JSON: {error}"))?;
    let Value::Object(fields) = value else { return Err("no JSON object".to_owned()) };
    page_of_fields(&fields, place, cleaning)
}

/// The page that named fields make.
pub(crate) fn page_of_fields(fields: &Map<String, Value>, place: &str, cleaning: Cleaning) -> Result<Page, String> {
    let hints = hints(fields);
    let place = text(fields, &["id"]).or_else(|| hints.url.clone()).unwrap_or_else(|| place.to_owned());
    if let Some(words) = text(fields, &TEXT) {
        return Ok(page_of_text(words, place, hints, cleaning));
    }
    match text(fields, &HTML) {
        Some(html) => Ok(page_of_html(&html, place, hints, cleaning)),
        None => Err(format!("neither `text` nor `html` in it; its fields are {}", names(fields))),
    }
}

fn hints(fields: &Map<String, Value>) -> Hints {
    let date = |written| ClaimedDate { written, place: "input".to_owned() };
    Hints {
        url: text(fields, &URL),
        canonical: None,
        outlet: text(fields, &OUTLET),
        title: text(fields, &TITLE),
        byline: text(fields, &BYLINE),
        language: text(fields, &LANGUAGE),
        dates: text(fields, &PUBLISHED).map(date).into_iter().collect(),
        ..Hints::default()
    }
}

/// The first of these fields that holds words. Numbers count as words: ids often are.
fn text(fields: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let words = |value: &Value| match value {
        Value::String(words) => Some(words.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(several) => {
            let words: Vec<&str> = several.iter().filter_map(Value::as_str).collect();
            Some(words.join(", "))
        }
        _ => None,
    };
    let found = names.iter().filter_map(|name| fields.get(*name)).filter_map(words);
    found.into_iter().find(|words| !words.trim().is_empty())
}

fn names(fields: &Map<String, Value>) -> String {
    let names: Vec<String> = fields.keys().take(8).map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
