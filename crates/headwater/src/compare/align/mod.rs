//! Which statements say one thing.
//!
//! Pairs that share a telling word are weighed by a handful of signs; average link keeps a claim from growing along a
//! chain of look-alikes. Every pair is never looked at: the cost grows with the statements, not with their square.

mod cluster;
mod profile;

use crate::{Derivation, Knowledge, StatementRef};

use super::Members;

pub(super) use self::profile::{longest_run, speakers};

/// The statements of a story by claim. A statement and its denial are two claims.
pub(crate) fn align(members: &Members, _derivations: &[Derivation], knowledge: &Knowledge) -> Vec<Vec<StatementRef>> {
    let profiles = profile::profiles(members, knowledge);
    let clusters = cluster::clusters(&profiles, &knowledge.joining);
    let statements = |cluster: Vec<usize>| {
        let mut places: Vec<StatementRef> =
            cluster.iter().flat_map(|index| &profiles.list[*index].places).map(|(at, _)| *at).collect();
        places.sort_by_key(|at| members.turn(*at));
        places
    };
    clusters.into_iter().map(statements).collect()
}

/// The statements of a story as they are weighed, and the signs of each pair of neighbours: for learning the weights.
pub(crate) struct Weighed {
    /// By statement: every place where it is worded so.
    pub(crate) statements: Vec<Vec<StatementRef>>,
    /// Pairs of statements with the signs that they are one claim.
    pub(crate) pairs: Vec<(usize, usize, [f32; crate::knowledge::SIGNS])>,
}

/// What [`align`] weighs.
pub(crate) fn weighed(members: &Members, knowledge: &Knowledge) -> Weighed {
    let profiles = profile::profiles(members, knowledge);
    let pairs = cluster::pairs_with_signs(&profiles).collect();
    let places = |profile: &profile::Profile| profile.places.iter().map(|(at, _)| *at).collect();
    Weighed { statements: profiles.list.iter().map(places).collect(), pairs }
}
