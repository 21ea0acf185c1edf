//! What one article says, on somebody's word or its own.

use super::{Chain, Polarity, Span};

/// One clause of an article that says something is so.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its words: unbroken, a clause of the article.
    pub span: Span,
    /// Which of [`crate::Reading::attributions`] carries it; `None` for what the article says by itself.
    pub attribution: Option<usize>,
    /// On whose word, link by link. Several where the sources stand side by side; none for what the article says by itself.
    pub chains: Vec<Chain>,
    /// What its source does with it; `Said` for what the article says by itself.
    pub polarity: Polarity,
    /// How sure it is put.
    pub modality: Modality,
    /// Whether the clause itself is negated: "will not", "never".
    pub negated: bool,
    /// The words of a condition on it: "once a ceasefire is in place".
    pub conditions: Vec<Span>,
    /// Which of [`crate::Reading::times`] belong to it.
    pub times: Vec<usize>,
    /// The numbers in it.
    pub numbers: Vec<Number>,
    /// Whether it stands wholly in quotation marks.
    pub quoted: bool,
}

/// How sure a statement is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Modality {
    /// It is so, or was.
    Is,
    /// It will be so.
    Will,
    /// It would be so, on a condition.
    Would,
    /// It could, may or might be so.
    Could,
    /// It should or must be so.
    Should,
}

/// A number in a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The words: "at least 34", "$9.49".
    pub span: Span,
    /// Its value.
    pub value: f64,
    /// What it counts or measures, lower case: "dead", "$", "percent"; empty if not told.
    pub unit: String,
    /// "At least", "more than", "about": the words around it, lower case; empty if exact.
    pub bound: String,
}
