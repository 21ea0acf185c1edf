//! How far the times of readings allow that they tell one story.

use super::terms::Dated;

/// Days between two groups that make no difference, and after how many more their likeness counts half.
const FREE_DAYS: f32 = 3.0;
const FADING_DAYS: f32 = 14.0;
/// What likeness counts between texts that speak of other years.
const OTHER_YEAR: f32 = 0.85;

/// The times of a group: first and last day, first and last of the latest years that its readings speak of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    days: Option<(i32, i32)>,
    years: Option<(i32, i32)>,
}

impl From<Dated> for Stretch {
    fn from(dated: Dated) -> Stretch {
        let both = |at: Option<i32>| at.map(|at| (at, at));
        Stretch { days: both(dated.day), years: both(dated.year) }
    }
}

impl Stretch {
    /// From the first of both to the last.
    pub(super) fn cover(self, other: Stretch) -> Stretch {
        Stretch { days: cover(self.days, other.days), years: cover(self.years, other.years) }
    }
}

fn cover(one: Option<(i32, i32)>, other: Option<(i32, i32)>) -> Option<(i32, i32)> {
    match (one, other) {
        (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
        _ => one.or(other),
    }
}

/// How far two stretches of time allow one story.
pub(super) fn timely(one: Stretch, other: Stretch) -> f32 {
    let days =
        gap(one.days, other.days).map_or(1.0, |days| 1.0 / (1.0 + (days as f32 - FREE_DAYS).max(0.0) / FADING_DAYS));
    let years = if gap(one.years, other.years).is_some_and(|years| 0 < years) { OTHER_YEAR } else { 1.0 };
    days * years
}

fn gap(one: Option<(i32, i32)>, other: Option<(i32, i32)>) -> Option<i32> {
    let (one, other) = (one?, other?);
    Some((one.0 - other.1).max(other.0 - one.1).max(0))
}
