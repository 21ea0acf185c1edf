//! Where the statements of a claim differ. Says contradiction only when the words prove it, and never who is right.

use crate::{Difference, Knowledge, StatementRef};

use super::Members;

/// The differences among the statements of one claim, weightiest first.
pub(crate) fn weigh(_members: &Members, _statements: &[StatementRef], _knowledge: &Knowledge) -> Vec<Difference> {
    Vec::new()
}
