//! What the article states, clause by clause, on whose word.

use crate::{Article, Attribution, Credit, Modality, Polarity, Sentence, Statement, Time, Wording};

/// The statements of an article, in text order. A statement is words of the article, never a paraphrase.
pub(crate) fn state(
    _article: &Article,
    sentences: &[Sentence],
    _attributions: &[Attribution],
    _credits: &[Credit],
    _times: &[Time],
    _wording: &Wording,
) -> Vec<Statement> {
    sentences
        .iter()
        .map(|sentence| Statement {
            span: sentence.span,
            attribution: None,
            chains: Vec::new(),
            polarity: Polarity::Said,
            modality: Modality::Is,
            negated: false,
            conditions: Vec::new(),
            times: Vec::new(),
            numbers: Vec::new(),
            quoted: false,
        })
        .collect()
}
