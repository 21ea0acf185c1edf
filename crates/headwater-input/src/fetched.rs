//! A page that somebody fetched: bytes, and what their host said of them.

use headwater::{Hints, Page};

use crate::open::{Cleaning, page_of_html, page_of_text};
use crate::{Problem, decode, html};

/// The page that a host answered with: HTML or text. `charset` is the encoding that the host gives, which goes before
/// what the page declares.
pub fn page_of_bytes(bytes: &[u8], charset: Option<&str>, place: String, hints: Hints) -> Result<Page, Problem> {
    let is_html = html::looks_like(bytes);
    let declared = charset.map(str::to_owned).or_else(|| decode::declared_in_html(bytes).filter(|_| is_html));
    let Some(decoded) = decode::decode(bytes, declared.as_deref()) else {
        return Err(Problem::new(place, "no text: it has NUL bytes"));
    };
    if decoded.text.trim().is_empty() {
        return Err(Problem::new(place, "nothing in it"));
    }
    let mut hints = hints;
    hints.notes.extend(decoded.note);
    match is_html {
        true => Ok(page_of_html(&decoded.text, place, hints, Cleaning::Clean)),
        false => Ok(page_of_text(decoded.text, place, hints, Cleaning::Clean)),
    }
}
