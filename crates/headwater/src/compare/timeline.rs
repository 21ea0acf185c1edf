//! What happened when.

use crate::{Calendar, Claim, Moment, StatementRef, When};

use super::Members;

/// The days on which what a claim says happened or is to happen.
pub(crate) fn dates(_members: &Members, _statements: &[StatementRef], _calendar: &Calendar) -> Vec<When> {
    Vec::new()
}

/// The moments of a story, earliest first.
pub(crate) fn timeline(_members: &Members, _claims: &[Claim], _calendar: &Calendar) -> Vec<Moment> {
    Vec::new()
}
