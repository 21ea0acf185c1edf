//! Where the parties stand. No stance is inferred that nobody expressed.

use crate::{Claim, Knowledge, Position};

use super::Members;

/// The positions told in a story.
pub(crate) fn positions(_members: &Members, _claims: &[Claim], _knowledge: &Knowledge) -> Vec<Position> {
    Vec::new()
}
