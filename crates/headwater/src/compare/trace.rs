//! On whose word a claim rests: the ends of its chains, each once, and how many of them are independent.

use crate::{Derivation, Independent, Origin, Outlets, StatementRef};

use super::Members;

/// The origins of the claim that these statements make, and how many are independent. Articles are never counted.
pub(crate) fn trace(
    _members: &Members,
    _statements: &[StatementRef],
    _derivations: &[Derivation],
    _outlets: &Outlets,
) -> (Vec<Origin>, Independent) {
    (Vec::new(), Independent { at_least: 1, at_most: 1, because: Vec::new() })
}
