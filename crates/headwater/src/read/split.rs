//! Sentences and quotations: spans only, no character is changed.

use crate::{Abbreviations, Article, Sentence, Span};

/// The sentences of an article, in order.
pub(crate) fn split(article: &Article, _abbreviations: &Abbreviations) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in article.text.match_indices(['.', '\n']) {
        let span = Span::new(start, at + 1).trim(&article.text);
        if !span.is_empty() {
            sentences.push(Sentence { span, paragraph: 0, quotes: Vec::new() });
        }
        start = at + 1;
    }
    sentences
}
