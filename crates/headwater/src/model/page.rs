//! A document as found, before anything is known of it.

use super::Furniture;

/// A document as found.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What the caller names it by: the path, the URL, or the `id` of its input line.
    pub place: String,
    /// Its words.
    pub body: Body,
    /// What came with it: metadata that the caller or the format gave.
    pub hints: Hints,
}

/// The words of a page, by how far they can be trusted to be the article.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Text as scraped: menus, teasers and captions may be glued on.
    Dump(String),
    /// Text to the letter: nothing is taken out and no character is changed.
    Exact(String),
    /// What a library found to be the main text of an HTML page, and the rest of its visible words.
    Extracted {
        /// The main text, paragraphs separated by a blank line.
        text: String,
        /// What the library left out, in page order.
        rest: Vec<Furniture>,
    },
}

/// What came with a page beside its words. Nothing here is trusted over the article's own words without saying so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// Where it was found.
    pub url: Option<String>,
    /// The address it claims as its own.
    pub canonical: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it, as written.
    pub byline: Option<String>,
    /// BCP 47, as declared.
    pub language: Option<String>,
    /// Every date that the page or the caller claims, surest first.
    pub dates: Vec<ClaimedDate>,
    /// What was noted on opening it: a guessed encoding, a limit reached. Becomes part of [`crate::Article::notes`].
    pub notes: Vec<String>,
}

/// A date as a page claims it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedDate {
    /// As written: ISO 8601, RFC 2822, or a year, month and day in any of the usual orders.
    pub written: String,
    /// Where it stood: `input` (the caller's own field), `json-ld datePublished`, `meta article:published_time`, `url`...
    pub place: String,
}
