//! HTML: main text by a library, metadata kept, the rest of the visible words as furniture.
//!
//! The library builds a tree, which costs time square in the depth of hostile nesting. So one linear pass looks first:
//! a page nested deeper than [`DEEPEST`], longer than [`LONGEST`] or with over [`MOST_ELEMENTS`] elements never reaches the library, and its words go to
//! headwater's own cleaner for plain text.

mod attributes;
mod metadata;
mod scan;

use std::collections::BTreeMap;

use headwater::{Body, Furniture, FurnitureKind, Hints};

use self::scan::{Scan, scan};

pub(crate) use self::scan::Block;

/// The deepest nesting that the library is given. Real pages stay below 100.
const DEEPEST: usize = 512;

/// The most bytes that the library is given: 3 MiB. It takes some hundred times as much memory; real pages stay below.
const LONGEST: usize = 3 << 20;

/// The most elements that the library is given. Real pages stay below 20,000.
const MOST_ELEMENTS: usize = 100_000;

/// What an HTML page gives.
pub(crate) struct Extracted {
    pub(crate) body: Body,
    pub(crate) hints: Hints,
}

/// Whether bytes start as HTML does.
pub(crate) fn looks_like(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(512)].trim_ascii_start().to_ascii_lowercase();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<?xml"].iter().any(|mark| head.starts_with(mark))
}

/// The main text of a page and what it says of itself; `given` is what the caller said, which goes first.
pub(crate) fn extract(html: &str, given: Hints) -> Extracted {
    let html = &*attributes::bounded(html);
    let page = scan(html);
    let mut hints = metadata::hints(&page, given);
    let body = match main_text(html, &page) {
        Ok(paragraphs) => Body::Extracted { rest: rest(&page.blocks, &paragraphs), text: paragraphs.join("\n\n") },
        Err(why) => {
            hints.notes.push(why);
            Body::Dump(lines(&page.blocks))
        }
    };
    Extracted { body, hints }
}

/// The visible words of a page or a part of one, block by block, with what their elements say they are there for.
pub(crate) fn blocks(html: &str) -> Vec<Block> {
    scan(&attributes::bounded(html)).blocks
}

/// All visible words of a page, a block a line.
pub(crate) fn all_words(html: &str) -> String {
    lines(&scan(&attributes::bounded(html)).blocks)
}

fn lines(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The paragraphs that the library takes for the article; the error says why the library was not asked or found none.
fn main_text(html: &str, page: &Scan) -> Result<Vec<String>, String> {
    if DEEPEST < page.depth {
        return Err(format!("nested {} deep: its words were taken without their structure", page.depth));
    }
    if MOST_ELEMENTS < page.elements {
        return Err(format!("{} elements: its words were taken without their structure", page.elements));
    }
    if LONGEST < html.len() {
        return Err(format!("over {} MiB of HTML: its words were taken without their structure", LONGEST >> 20));
    }
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_focus(trafilatura::ExtractionFocus::FavorPrecision)
        .with_exclude_comments(true);
    // The library is not ours to prove free of panics, and one page must not end a run of a million.
    let result = std::panic::catch_unwind(|| trafilatura::extract(html, &options));
    let found = result.ok().and_then(Result::ok).map(|result| scan(&result.content_html).blocks);
    let paragraphs: Vec<String> = found.into_iter().flatten().map(|block| block.text).collect();
    if paragraphs.is_empty() { Err("no main text was found in the HTML".to_owned()) } else { Ok(paragraphs) }
}

/// The visible blocks that are not among the paragraphs, in page order. A block that stands twice is taken out once.
fn rest(blocks: &[Block], paragraphs: &[String]) -> Vec<Furniture> {
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    for paragraph in paragraphs {
        *taken.entry(paragraph).or_default() += 1;
    }
    let is_rest = |block: &&Block| match taken.get_mut(block.text.as_str()) {
        Some(left) if 0 < *left => {
            *left -= 1;
            false
        }
        _ => true,
    };
    let furniture = |block: &Block| Furniture {
        text: block.text.clone(),
        kind: block.kind.unwrap_or(FurnitureKind::Navigation),
        rule: "html-outside-main-text".into(),
    };
    blocks.iter().filter(is_rest).map(furniture).collect()
}
