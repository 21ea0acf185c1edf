//! What the pages show, worked out from the records: plain data that templates lay out.

pub(crate) mod passage;
pub(crate) mod head;
pub(crate) mod claims;
pub(crate) mod graph;
pub(crate) mod lay;
pub(crate) mod differences;
pub(crate) mod rest;
pub(crate) mod article;
pub(crate) mod story;

/// How much of a long story is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The first of everything, with a link to all of it.
    First,
    /// All of it.
    All,
}

impl Extent {
    pub(crate) fn first(self, most: usize) -> usize {
        if self == Extent::All { usize::MAX } else { most }
    }
}

/// Where a page will be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// At the desk, where articles have pages of their own.
    Desk,
    /// In a file by itself, which can only point into itself.
    File,
}

impl Home {
    /// The link to an article, at a sentence of it.
    pub(crate) fn article(self, id: &str, sentence: Option<usize>) -> String {
        let id = crate::link::slug(id);
        match (self, sentence) {
            (Home::File, _) => format!("#article-{id}"),
            (Home::Desk, None) => format!("/a/{id}"),
            (Home::Desk, Some(sentence)) => format!("/a/{id}#s{sentence}"),
        }
    }
}
