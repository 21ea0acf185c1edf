//! Who is credited with what: as written, and resolved. Two types, so that no unresolved credit can end up in a chain.

use super::{RuleName, Span};

/// A credit exactly as worded: source, cue and content, the field's terms (PARC, PolNeAR).
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who is credited, as written: "the report", "she", "three people familiar with the talks".
    pub source: Option<Span>,
    /// The words that credit: "told", "according to". May be in pieces.
    pub cue: Vec<Span>,
    /// What is credited, in text order. A quotation split by its cue has several pieces.
    pub content: Vec<Span>,
    /// How far the content is in quotation marks.
    pub mode: Mode,
    /// What the source does with the content.
    pub polarity: Polarity,
    /// What found it.
    pub rule: RuleName,
    /// Which attributions of the same article these words pass on, as worded: in "the FT reported, citing two people",
    /// the FT's passes on the people's.
    pub passes_on: Vec<usize>,
    /// Whether the cue is one of speech or report: "said", "according to". What somebody thinks, wants or is said to feel
    /// is credited too, but no statement rests on it.
    pub reported: bool,
}

/// How far a content is in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// What a source does with a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Polarity {
    /// States it.
    Said,
    /// States that it is not so. The content is what is denied.
    Denied,
    /// States that it is so, after somebody else.
    Confirmed,
    /// Warns of it.
    Warned,
    /// Offers or proposes it.
    Offered,
    /// Accepts it.
    Accepted,
    /// Rejects it.
    Rejected,
    /// Demands it.
    Demanded,
    /// Would not comment on it.
    Declined,
}

/// The source of an attribution, resolved from the whole article.
#[derive(Clone, Debug, PartialEq)]
pub struct Credit {
    /// Who it is.
    pub source: Source,
    /// Which of [`crate::Reading::entities`] it is, if it is one.
    pub entity: Option<usize>,
    /// The attributions that this one rests on: in "the FT reported, citing three people", the FT's rests on the people's.
    pub via: Vec<usize>,
    /// Whether this attribution passes the article's own statement on (a head), or only stands behind another.
    pub rule: RuleName,
}

/// Somebody or something on whose word a statement rests.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A named person.
    Person(String),
    /// A body that speaks: "the White House", a ministry, the police.
    Organization(String),
    /// A publisher of news.
    Outlet(String),
    /// A paper, report, court file, statement, post.
    Document(String),
    /// People who are not named.
    Unnamed {
        /// As described: "people familiar with the matter".
        described: String,
        /// How many, if told.
        count: Option<u32>,
    },
    /// Credited, but who it is could not be told: none or two candidates. Never counted as surely different.
    Unresolved(String),
}

impl Source {
    /// The name it goes by, or its description.
    pub fn name(&self) -> &str {
        match self {
            Source::Person(name) | Source::Organization(name) | Source::Outlet(name) | Source::Document(name) => name,
            Source::Unnamed { described, .. } => described,
            Source::Unresolved(words) => words,
        }
    }
}

/// The links from the article upstream to the last source in sight: outlet, outlet, person. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    links: Vec<Link>,
}

/// One hop of a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Who.
    pub source: Source,
    /// Which of [`crate::Reading::attributions`] says so.
    pub attribution: usize,
}

impl Chain {
    /// A chain of these links, nearest to the article first; `None` without links.
    pub fn new(links: Vec<Link>) -> Option<Chain> {
        (!links.is_empty()).then_some(Chain { links })
    }

    /// The links, nearest to the article first.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Where it ends: the last source in sight.
    pub fn end(&self) -> &Link {
        &self.links[self.links.len() - 1]
    }
}
