//! Names in an article, and the things they name.

use super::{RuleName, Span};

/// One name or description of a thing, where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// Which of [`crate::Reading::entities`] they name.
    pub entity: usize,
    /// What found it.
    pub rule: RuleName,
}

/// A thing that an article names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entity {
    /// The fullest name it has in the article, or the gazetteer's name for it.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Its key in the gazetteer, if it is in there: the same in every article.
    pub key: Option<String>,
}

/// What a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// One human being.
    Person,
    /// A body that can act: a company, a ministry, a party.
    Organization,
    /// A state, a town, a region.
    Place,
    /// A publisher of news.
    Outlet,
    /// A law, a war, a ship, a prize: named, but none of the others.
    Other,
}
