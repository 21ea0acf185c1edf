//! Joins neighbours to stories: average link, from the nearest pair on.

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

use super::Terms;
use super::near::likeness;

/// Two groups are one story if their readings are this alike on average.
const ALIKE: f32 = 0.18;
/// Days between two groups that make no difference, and after how many more their likeness counts half.
const FREE_DAYS: f32 = 3.0;
const FADING_DAYS: f32 = 14.0;

/// Readings joined so far.
struct Group {
    readings: Vec<usize>,
    weights: Vec<(u32, f32)>,
    days: Option<(i32, i32)>,
    neighbours: BTreeSet<usize>,
    joined: bool,
}

/// Two groups that may be one.
#[derive(PartialEq)]
struct Pair {
    likeness: f32,
    first: usize,
    second: usize,
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Pair) -> Ordering {
        self.likeness.total_cmp(&other.likeness).then((other.first, other.second).cmp(&(self.first, self.second)))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Pair) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The readings by story.
pub(crate) fn link(terms: &[Terms], neighbours: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Group> = terms.iter().enumerate().map(alone).collect();
    for (first, second) in neighbours {
        groups[*first].neighbours.insert(*second);
        groups[*second].neighbours.insert(*first);
    }
    let mut queue: BinaryHeap<Pair> =
        neighbours.iter().filter_map(|(first, second)| pair(&groups, *first, *second)).collect();
    while let Some(next) = queue.pop() {
        if !groups[next.first].joined && !groups[next.second].joined {
            queue.extend(join(&mut groups, next.first, next.second));
        }
    }
    let mut stories: Vec<Vec<usize>> =
        groups.into_iter().filter(|group| !group.joined).map(|group| group.readings).collect();
    stories.iter_mut().for_each(|story| story.sort_unstable());
    stories.sort();
    stories
}

/// Joins two groups to a new one; the pairs that it makes with its neighbours.
fn join(groups: &mut Vec<Group>, first: usize, second: usize) -> Vec<Pair> {
    let whole = groups.len();
    let joined = both(groups, first, second);
    let around: Vec<usize> = joined.neighbours.iter().copied().collect();
    groups.push(joined);
    for other in &around {
        groups[*other].neighbours.remove(&first);
        groups[*other].neighbours.remove(&second);
        groups[*other].neighbours.insert(whole);
    }
    around.into_iter().filter_map(|other| pair(groups, other, whole)).collect()
}

fn alone((index, terms): (usize, &Terms)) -> Group {
    let days = terms.day.map(|day| (day, day));
    Group { readings: vec![index], weights: terms.weights.clone(), days, neighbours: BTreeSet::new(), joined: false }
}

fn pair(groups: &[Group], first: usize, second: usize) -> Option<Pair> {
    let (a, b) = (&groups[first], &groups[second]);
    let sizes = (a.readings.len() * b.readings.len()) as f32;
    let likeness = likeness(&a.weights, &b.weights) / sizes * timely(a.days, b.days);
    (ALIKE <= likeness).then_some(Pair { likeness, first, second })
}

/// How far two stretches of days allow one story.
fn timely(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> f32 {
    let (Some(a), Some(b)) = (a, b) else { return 1.0 };
    let gap = (a.0 - b.1).max(b.0 - a.1).max(0) as f32;
    1.0 / (1.0 + (gap - FREE_DAYS).max(0.0) / FADING_DAYS)
}

fn both(groups: &mut [Group], first: usize, second: usize) -> Group {
    let take = |group: &mut Group| {
        group.joined = true;
        (std::mem::take(&mut group.readings), std::mem::take(&mut group.weights), std::mem::take(&mut group.neighbours))
    };
    let days = match (groups[first].days, groups[second].days) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    };
    let (mut readings, one, mut neighbours) = take(&mut groups[first]);
    let (more, other, others) = take(&mut groups[second]);
    readings.extend(more);
    neighbours.extend(others);
    neighbours.remove(&first);
    neighbours.remove(&second);
    Group { readings, weights: sum(&one, &other), days, neighbours, joined: false }
}

fn sum(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vec<(u32, f32)> {
    let mut both: Vec<(u32, f32)> = a.iter().chain(b).copied().collect();
    both.sort_by_key(|(term, _)| *term);
    both.chunk_by(|x, y| x.0 == y.0).map(|same| (same[0].0, same.iter().map(|(_, weight)| weight).sum())).collect()
}
