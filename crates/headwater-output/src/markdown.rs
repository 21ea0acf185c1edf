//! The report as Markdown, to paste into a message or a note: the same facts in the same order.

use std::fmt::Write;

use crate::book::{Book, articles_of, counted, in_circle, origin_words, range};
use crate::hidden::sign;
use crate::wire::{Record, Story};

/// The report on a run as Markdown (CommonMark with tables).
pub fn markdown(records: &[Record]) -> String {
    let book = Book::new(records);
    let mut out = String::new();
    let articles = counted(book.articles.len(), "article", "articles");
    let _ = writeln!(out, "# {articles} in {}", counted(book.stories.len(), "story", "stories"));
    for (index, story) in book.stories.iter().enumerate() {
        tell(&mut out, &book, story, index + 1);
    }
    if !book.unread.is_empty() {
        out += "\n## Could not be read\n\n";
        for unread in &book.unread {
            let _ = writeln!(out, "- {}: {}", plain(&unread.place), plain(&unread.why));
        }
    }
    let version = book.run.map_or("", |run| run.headwater.as_str());
    let _ = writeln!(out, "\n---\nMade by headwater {version}. Counts origins, not articles; never says what is true.");
    out
}

fn tell(out: &mut String, book: &Book, story: &Story, number: usize) {
    let _ = writeln!(out, "\n## {number}. {}\n", plain(&story.title));
    for id in &story.articles {
        let Some(article) = book.article(id) else { continue };
        let outlet = article.outlet.as_deref().unwrap_or("outlet not told");
        let date = article.published.as_ref().map(|published| format!("{} ({})", published.date, published.how));
        let date = date.unwrap_or_else(|| "no date".to_owned());
        let _ = writeln!(out, "- {}: {}, {date}", plain(book.name(id)), plain(outlet));
    }
    claims(out, story, number);
    differences(out, book, story, number);
    positions(out, story);
    timeline(out, story);
}

fn claims(out: &mut String, story: &Story, number: usize) {
    out.push_str("\n### Claims\n\n| | claim | articles | origins | resting on |\n| --- | --- | ---: | ---: | --- |\n");
    for (index, claim) in story.claims.iter().enumerate() {
        let names: Vec<String> = claim.origins.iter().map(|origin| plain(&origin_words(origin))).collect();
        let resting = match names.is_empty() {
            true if in_circle(claim) => "no origin: a circle".to_owned(),
            true => "no source named".to_owned(),
            false => names.join("; "),
        };
        let count = articles_of(claim).len();
        let (text, range) = (plain(&claim.text), range(claim));
        let _ = writeln!(out, "| {number}.{} | {text} | {count} | {range} | {resting} |", index + 1);
    }
}

fn differences(out: &mut String, book: &Book, story: &Story, number: usize) {
    let mut heading = "\n### Where the accounts differ\n\n";
    for (index, claim) in story.claims.iter().enumerate() {
        for difference in &claim.differences {
            out.push_str(std::mem::take(&mut heading));
            let _ = writeln!(out, "- {number}.{} {}: {}", index + 1, difference.kind, plain(&difference.note));
            for at in &difference.appearances {
                let _ = writeln!(out, "  - {}: “{}”", plain(book.name(&at.article)), plain(book.words(at)));
            }
        }
    }
}

fn positions(out: &mut String, story: &Story) {
    let mut heading = "\n### Where the parties stand\n\n";
    for position in &story.positions {
        out.push_str(std::mem::take(&mut heading));
        let condition = position.condition.as_deref().map(|words| format!(", if: {}", plain(words)));
        let (actor, on) = (plain(&position.actor), plain(&position.on));
        let _ = writeln!(out, "- {actor} {}: {on}{}", position.stance, condition.unwrap_or_default());
    }
}

fn timeline(out: &mut String, story: &Story) {
    let mut heading = "\n### Timeline\n\n";
    for moment in &story.timeline {
        out.push_str(std::mem::take(&mut heading));
        let _ = writeln!(out, "- {}: {}", moment.date, plain(&moment.text));
    }
}

/// Words of a page as words: nothing in them is markup, and they stay on one line.
pub fn plain(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !safe.is_empty() {
            safe.push(' ');
        }
        for letter in word.chars() {
            if "\\`*_{}[]<>#|~&".contains(letter) {
                safe.push('\\');
            }
            safe.push(sign(letter));
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_of_a_page_are_no_markup() {
        assert_eq!(plain("a | b\n<script> *x*"), "a \\| b \\<script\\> \\*x\\*");
        assert_eq!(plain("a\u{1B}[31mb"), "a␛\\[31mb");
    }
}
