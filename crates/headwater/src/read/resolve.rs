//! Who each credited source is, and on whom it rests in turn. Two candidates mean no answer (invariant 7).

use crate::{Article, Attribution, Credit, Entity, Mention, Outlets, Sentence, Source, Unnamed};

/// One credit for each attribution.
pub(crate) fn resolve(
    article: &Article,
    _sentences: &[Sentence],
    attributions: &[Attribution],
    _mentions: &[Mention],
    _entities: &[Entity],
    _outlets: &Outlets,
    _unnamed: &Unnamed,
) -> Vec<Credit> {
    attributions
        .iter()
        .map(|attribution| Credit {
            source: Source::Unresolved(attribution.source.map_or("", |source| source.of(&article.text)).to_owned()),
            entity: None,
            via: Vec::new(),
            rule: "as-written".into(),
        })
        .collect()
}
