//! Names: persons, organizations, places, outlets, each joined to one entity within the article.

use crate::{Article, Entity, Mention, Names, Outlets, Sentence};

/// The names in an article and the things they name.
pub(crate) fn name(
    _article: &Article,
    _sentences: &[Sentence],
    _names: &Names,
    _outlets: &Outlets,
) -> (Vec<Mention>, Vec<Entity>) {
    (Vec::new(), Vec::new())
}
