//! Which statements say one thing.

use crate::{Derivation, Knowledge, StatementRef};

use super::Members;

/// The statements of a story by claim. A statement and its denial are two claims.
pub(crate) fn align(members: &Members, _derivations: &[Derivation], _knowledge: &Knowledge) -> Vec<Vec<StatementRef>> {
    let every = members.articles.iter().flat_map(|article| {
        let statements = members.readings[*article].statements.len();
        (0..statements).map(|statement| StatementRef { article: *article, statement })
    });
    every.map(|statement| vec![statement]).collect()
}
