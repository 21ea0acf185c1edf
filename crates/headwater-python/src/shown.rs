//! How findings and tables look in a notebook: like a story at the desk, small. Words of pages reach the output through
//! [`escape_html`] only. Colours are the notebook's own, so that it may be dark.

use std::fmt::Write;

use headwater_export::{escape_html, short};
use headwater_output::wire::{Record, Story};
use headwater_output::{articles_of, counted, origin_words, range};

use crate::table::Table;

/// How many stories, claims of each, and rows are shown.
const STORIES: usize = 3;
const CLAIMS: usize = 8;
const ROWS: usize = 10;
/// The most letters of a cell.
const LETTERS: usize = 120;

const SERIF: &str = "font-family:Charter,Georgia,serif;font-weight:600";
const SOFT: &str = "opacity:.7;font-size:.875em";
const CELL: &str = "text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #8886";
const COUNT: &str =
    "text-align:right;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #8886;white-space:nowrap";

/// "6 articles in 2 stories".
pub(crate) fn counts(records: &[Record]) -> String {
    let articles = records.iter().filter(|record| matches!(record, Record::Article(_))).count();
    let stories = stories(records).count();
    let unread = records.iter().filter(|record| matches!(record, Record::Unread(_))).count();
    let rest = if unread == 0 { String::new() } else { format!(", {unread} could not be read") };
    format!("{} in {}{rest}", counted(articles, "article", "articles"), counted(stories, "story", "stories"))
}

fn stories(records: &[Record]) -> impl Iterator<Item = &Story> {
    records.iter().filter_map(|record| if let Record::Story(story) = record { Some(story) } else { None })
}

/// The first stories with their weightiest claims.
pub(crate) fn findings(records: &[Record]) -> String {
    let mut out = format!("<div style=\"max-width:60em\"><p style=\"{SOFT}\">{}</p>", counts(records));
    for (index, told) in stories(records).take(STORIES).enumerate() {
        story(&mut out, told, index + 1);
    }
    let more = stories(records).count().saturating_sub(STORIES);
    if 0 < more {
        let _ =
            write!(out, "<p style=\"{SOFT}\">{} more: <code>.stories</code></p>", counted(more, "story", "stories"));
    }
    out + "</div>"
}

fn story(out: &mut String, story: &Story, number: usize) {
    let days = match (&story.first, &story.last) {
        (Some(first), Some(last)) if first == last => format!(" · {}", escape_html(first)),
        (Some(first), Some(last)) => format!(" · {} to {}", escape_html(first), escape_html(last)),
        _ => String::new(),
    };
    let articles = counted(story.articles.len(), "article", "articles");
    let title = escape_html(&short(&story.title, 2 * LETTERS));
    let _ = write!(
        out,
        "<p style=\"{SERIF};font-size:1.25em;line-height:1.25;margin:1em 0 .2em\">{number}. {title}</p>\
         <p style=\"{SOFT};margin:0 0 .5em\">{articles}{days}</p><table style=\"border-collapse:collapse;width:100%\">\
         <thead><tr><th style=\"{CELL}\"></th><th style=\"{CELL}\">claim</th><th style=\"{COUNT}\">articles</th>\
         <th style=\"{COUNT}\">origins</th><th style=\"{CELL}\">resting on</th></tr></thead><tbody>"
    );
    for (index, claim) in story.claims.iter().take(CLAIMS).enumerate() {
        let origins: Vec<String> = claim.origins.iter().take(3).map(origin_words).collect();
        let mut resting = escape_html(&short(&origins.join(" · "), 2 * LETTERS));
        if 3 < claim.origins.len() {
            let _ = write!(resting, " and {} more", claim.origins.len() - 3);
        }
        let _ = write!(
            out,
            "<tr><td style=\"{COUNT};opacity:.7\">{number}.{}</td><td style=\"{CELL}\">{}</td><td style=\"{COUNT}\">{}</td>\
             <td style=\"{COUNT};font-weight:600\">{}</td><td style=\"{CELL}\">{resting}</td></tr>",
            index + 1,
            escape_html(&short(&claim.text, 2 * LETTERS)),
            articles_of(claim).len(),
            range(claim),
        );
    }
    out.push_str("</tbody></table>");
    if CLAIMS < story.claims.len() {
        let more = counted(story.claims.len() - CLAIMS, "claim", "claims");
        let _ = write!(out, "<p style=\"{SOFT}\">{more} more: <code>.claims</code></p>");
    }
}

/// The first rows.
pub(crate) fn table(table: &Table) -> String {
    let mut out = format!(
        "<p style=\"{SOFT}\"><b>{}</b>: {}</p><table style=\"border-collapse:collapse\"><thead><tr>",
        table.called(),
        table.says()
    );
    for name in table.names() {
        let _ = write!(out, "<th style=\"{CELL}\">{name}</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for row in 0..table.rows().min(ROWS) {
        out.push_str("<tr>");
        for column in 0..table.names().count() {
            let words = table.words(row, column).unwrap_or_default();
            let _ = write!(out, "<td style=\"{CELL}\">{}</td>", escape_html(&short(&words, LETTERS)));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    let rows = counted(table.rows(), "row", "rows");
    let shown = if table.rows() <= ROWS { rows } else { format!("the first {ROWS} of {rows}") };
    let _ = write!(out, "<p style=\"{SOFT}\">{shown}</p>");
    out
}
