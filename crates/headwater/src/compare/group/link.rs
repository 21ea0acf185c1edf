//! Joins neighbours to stories: average link, from the nearest pair on.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use foldhash::HashMap;

use super::heap::Ordered;
use super::near::Pair;
use super::terms::{Terms, WHOLE};
use super::time::{Stretch, timely};

/// Two groups are one story if their readings are this alike on average, each counted by its factor.
pub(super) const ALIKE: f32 = 0.50;

/// Readings joined so far.
struct Group {
    readings: Vec<u32>,
    sums: Sums,
    stretch: Stretch,
    /// How often it grew.
    grown: u32,
}

/// The sums of the readings' weights by word. Whole numbers: their order makes no difference.
type Sums = HashMap<u32, u64>;

/// Two groups that may be one, by any of their readings: how alike they were when they had grown so often.
#[derive(PartialEq)]
struct Next {
    likeness: f32,
    first: u32,
    second: u32,
    grown: (u32, u32),
}

impl Eq for Next {}

impl Ord for Next {
    fn cmp(&self, other: &Next) -> Ordering {
        self.likeness.total_cmp(&other.likeness).then((other.first, other.second).cmp(&(self.first, self.second)))
    }
}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Next) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Whose group is whose.
struct Roots(Vec<u32>);

impl Roots {
    /// So many readings, each for itself.
    fn new(count: usize) -> Roots {
        Roots((0..count as u32).collect())
    }

    /// The reading that stands for this one's group.
    fn of(&mut self, reading: u32) -> u32 {
        let (mut root, mut at) = (reading, reading);
        while self.0[root as usize] != root {
            root = self.0[root as usize];
        }
        while self.0[at as usize] != root {
            at = std::mem::replace(&mut self.0[at as usize], root);
        }
        root
    }

    /// Puts two groups together under the first of their roots, which it returns with the other.
    fn join(&mut self, one: u32, other: u32) -> (u32, u32) {
        let (one, other) = (self.of(one), self.of(other));
        self.0[one.max(other) as usize] = one.min(other);
        (one.min(other), one.max(other))
    }

    /// The readings by group, each group in order, groups in order of their first.
    fn groups(mut self) -> Vec<Vec<u32>> {
        let mut places: Vec<usize> = vec![usize::MAX; self.0.len()];
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for reading in 0..self.0.len() as u32 {
            let root = self.of(reading) as usize;
            if places[root] == usize::MAX {
                places[root] = groups.len();
                groups.push(Vec::new());
            }
            groups[places[root]].push(reading);
        }
        groups
    }
}

/// The readings by story, from pairs that are [`ALIKE`].
///
/// Two groups without such a pair between them are not alike on average either, so each set of readings that pairs hold
/// together is linked by itself: the work and the memory are those of the largest set.
pub(super) fn link(terms: &Ordered, factors: &[f32], mut pairs: Vec<Pair>) -> Vec<Vec<u32>> {
    let mut together = Roots::new(terms.len());
    for pair in &pairs {
        together.join(pair.first, pair.second);
    }
    pairs.sort_by_key(|pair| (together.of(pair.first), pair.first, pair.second));
    let mut stories = Roots::new(terms.len());
    for set in pairs.chunk_by(|a, b| together.of(a.first) == together.of(b.first)) {
        for story in linked(set, |reading| (terms.get(reading as usize), factors[reading as usize])) {
            for reading in &story {
                stories.join(story[0], *reading);
            }
        }
    }
    stories.groups()
}

/// The readings of some pairs by story.
pub(super) fn linked<'t>(pairs: &[Pair], of: impl Fn(u32) -> (&'t Terms, f32)) -> Vec<Vec<u32>> {
    let mut readings: Vec<u32> = pairs.iter().flat_map(|pair| [pair.first, pair.second]).collect();
    readings.sort_unstable();
    readings.dedup();
    let place = |reading: u32| readings.binary_search(&reading).unwrap_or_default() as u32;
    let next = |pair: &Pair| {
        let (first, second) = (place(pair.first), place(pair.second));
        Next { likeness: pair.likeness, first, second, grown: (0, 0) }
    };
    let groups = readings.iter().map(|reading| alone(*reading, of(*reading))).map(Some).collect();
    let linking = Linking { groups, queue: pairs.iter().map(next).collect(), roots: Roots::new(readings.len()) };
    linking.run()
}

/// Readings on their way to stories.
struct Linking {
    /// By place of the first of their readings.
    groups: Vec<Option<Group>>,
    queue: BinaryHeap<Next>,
    roots: Roots,
}

impl Linking {
    /// Joins the nearest two groups as long as any are near enough.
    ///
    /// A pair is not looked at again when one of its groups grows: the average over a larger group is at most what the
    /// nearer of its parts had, so it is early enough when its turn comes.
    fn run(mut self) -> Vec<Vec<u32>> {
        while let Some(next) = self.queue.pop() {
            let (first, second) = (self.roots.of(next.first), self.roots.of(next.second));
            let (Some(one), Some(other)) = (&self.groups[first as usize], &self.groups[second as usize]) else {
                continue;
            };
            let grown = (one.grown, other.grown);
            if first != second && grown == next.grown {
                self.join(first, second);
            } else if first != second {
                let likeness = alike(one, other);
                if ALIKE <= likeness {
                    self.queue.push(Next { likeness, grown, ..next });
                }
            }
        }
        self.groups.into_iter().flatten().map(|group| group.readings).collect()
    }

    fn join(&mut self, one: u32, other: u32) {
        let (root, under) = self.roots.join(one, other);
        let joined = self.groups[root as usize].take().zip(self.groups[under as usize].take());
        self.groups[root as usize] = joined.map(|(one, other)| both(one, other));
    }
}

fn alone(reading: u32, (terms, factor): (&Terms, f32)) -> Group {
    let weight = |weight: u16| (f32::from(weight) * factor).round() as u64;
    let sums = terms.weights.iter().map(|term| (term.word(), weight(term.weight))).collect();
    Group { readings: vec![reading], sums, stretch: terms.dated.into(), grown: 0 }
}

#[allow(clippy::iter_over_hash_type, reason = "sums of whole numbers are the same in any order")]
fn alike(one: &Group, other: &Group) -> f32 {
    let (few, many) = if one.sums.len() <= other.sums.len() { (one, other) } else { (other, one) };
    let mut sum = 0_u64;
    for (word, weight) in &few.sums {
        sum = sum.saturating_add(weight * many.sums.get(word).unwrap_or(&0));
    }
    let pairs = one.readings.len() as f32 * other.readings.len() as f32;
    sum as f32 / (pairs * WHOLE * WHOLE) * timely(one.stretch, other.stretch)
}

#[allow(clippy::iter_over_hash_type, reason = "sums of whole numbers are the same in any order")]
fn both(one: Group, other: Group) -> Group {
    let grown = one.grown + other.grown + 1;
    let stretch = one.stretch.cover(other.stretch);
    let (few, mut many) = if one.sums.len() <= other.sums.len() { (one, other) } else { (other, one) };
    for (word, weight) in few.sums {
        *many.sums.entry(word).or_default() += weight;
    }
    many.readings.extend(few.readings);
    many.readings.sort_unstable();
    Group { stretch, grown, ..many }
}
