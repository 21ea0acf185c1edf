//! Which article rests on which: credits, copies, rewrites.

use crate::{Derivation, Outlets};

use super::Members;

/// The derivations among the articles of a story, and on outlets whose articles are not among them.
pub(crate) fn derive(_members: &Members, _outlets: &Outlets) -> Vec<Derivation> {
    Vec::new()
}
