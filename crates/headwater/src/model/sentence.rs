//! Sentences and the quotations in them.

use super::Span;

/// One sentence of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Its words, white space at the ends left out.
    pub span: Span,
    /// Which of [`crate::Article::paragraphs`] it stands in.
    pub paragraph: usize,
    /// What stands between quotation marks in it, marks left out. A quotation over several sentences is cut at their ends.
    pub quotes: Vec<Span>,
}
