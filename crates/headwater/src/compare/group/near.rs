//! Which readings may tell one story: those that share telling terms.

use foldhash::HashMap;

use super::heap::Ordered;
use super::link::ALIKE;
use super::terms::{Term, Terms, likeness};
use super::time::timely;

/// How many readings before it, in order of time, one meets at each of its telling terms.
const REACH: usize = 60;
/// How many of those that a reading meets are compared with it term by term: those that share most.
const COMPARED: usize = 32;
/// The nearest that are kept of each reading.
const KEPT: usize = 24;
/// How crowded it is around a reading is how alike its nearest are on average: of so many.
const CROWD: usize = 20;
/// No place is emptier than this.
const EMPTIEST: f32 = 0.15;
/// How much less likeness counts in a crowd: its power.
const CROWDED: f32 = 0.30;

/// Two articles that are alike enough for one story.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The one with the smaller number.
    pub first: u32,
    /// The other.
    pub second: u32,
    /// How alike they are, for where they are: among many that are alike it counts less.
    pub likeness: f32,
}

/// The nearest of each reading, nearest first, each with how alike they are.
#[derive(Default)]
pub(super) struct Near {
    kept: Vec<Vec<(u32, f32)>>,
}

/// The neighbours of all readings, which stand in the order of their days.
///
/// Each reading is looked up once by each of its telling terms, and meets at most `REACH` earlier ones there: the cost
/// grows with the number of readings and not with its square, however many of them share a term.
pub(super) fn near(terms: &Ordered) -> Near {
    let mut near = Near { kept: vec![Vec::new(); terms.len()] };
    let mut index = Index::default();
    for reading in 0..terms.len() as u32 {
        near.meet(&mut index, reading, |at| terms.get(at as usize));
    }
    near
}

impl Near {
    /// Makes room for one more reading.
    pub(super) fn more(&mut self) {
        self.kept.push(Vec::new());
    }

    /// Compares a reading with those before it that share most with it.
    pub(super) fn meet<'t>(&mut self, index: &mut Index, reading: u32, terms: impl Fn(u32) -> &'t Terms) {
        let one = terms(reading);
        for other in index.meet(reading, &one.telling()) {
            let alike = alike(one, terms(other));
            keep(&mut self.kept[reading as usize], other, alike);
            keep(&mut self.kept[other as usize], reading, alike);
        }
    }

    /// The nearest of a reading, nearest first.
    pub(super) fn of(&self, reading: u32) -> &[(u32, f32)] {
        &self.kept[reading as usize]
    }

    /// By what a reading's weights are multiplied: among many that are alike, likeness tells less.
    pub(super) fn factor(&self, reading: u32) -> f32 {
        factor(self.of(reading))
    }

    /// The factors of all readings.
    pub(super) fn factors(&self) -> Vec<f32> {
        (0..self.kept.len() as u32).map(|reading| self.factor(reading)).collect()
    }

    /// The pairs that are alike enough for one story, each once.
    pub(super) fn pairs(&self, factors: &[f32]) -> Vec<Pair> {
        let alike = |reading: u32| {
            let factor = |of: u32| (of, factors[of as usize]);
            self.of(reading).iter().filter_map(move |(other, alike)| pair(factor(reading), factor(*other), *alike))
        };
        let mut pairs: Vec<Pair> = (0..self.kept.len() as u32).flat_map(alike).collect();
        pairs.sort_unstable_by_key(|pair| (pair.first, pair.second));
        pairs.dedup_by_key(|pair| (pair.first, pair.second));
        pairs
    }
}

/// How alike two readings are by what they say and when.
pub(super) fn alike(one: &Terms, other: &Terms) -> f32 {
    likeness(&one.weights, &other.weights) * timely(one.dated.into(), other.dated.into())
}

/// Puts a reading among the nearest of another, if it is one of them.
pub(super) fn keep(kept: &mut Vec<(u32, f32)>, other: u32, alike: f32) {
    let nearer = |(there, than): &(u32, f32)| (alike, *there) < (*than, other);
    let place = kept.partition_point(nearer);
    if place < KEPT {
        kept.truncate(KEPT - 1);
        kept.insert(place, (other, alike));
    }
}

/// By what the weights of a reading with these nearest are multiplied.
pub(super) fn factor(nearest: &[(u32, f32)]) -> f32 {
    let sum: f32 = nearest.iter().take(CROWD).map(|(_, alike)| alike).sum();
    (sum / CROWD as f32).max(EMPTIEST).powf(-CROWDED)
}

/// Two readings, each with its factor, as a pair; `None` if they are not alike enough for one story.
pub(super) fn pair(one: (u32, f32), other: (u32, f32), alike: f32) -> Option<Pair> {
    let (first, second) = if one.0 < other.0 { (one, other) } else { (other, one) };
    let likeness = alike * first.1 * second.1;
    (ALIKE <= likeness).then_some(Pair { first: first.0, second: second.0, likeness })
}

/// By term, the latest readings that have it.
#[derive(Default)]
pub(super) struct Index {
    latest: HashMap<u32, Vec<(u32, u16)>>,
    /// By reading, how much of the reading at hand it shares; all 0 between two readings.
    shared: Vec<u32>,
}

impl Index {
    /// Those that share most with a reading, which is then in the index itself.
    pub(super) fn meet(&mut self, reading: u32, telling: &[Term]) -> Vec<u32> {
        if self.shared.len() <= reading as usize {
            self.shared.resize(reading as usize + 1, 0);
        }
        let mut met: Vec<u32> = Vec::new();
        for term in telling {
            let with = self.latest.entry(term.word()).or_default();
            for (other, weight) in &with[with.len().saturating_sub(REACH)..] {
                let shared = &mut self.shared[*other as usize];
                if *shared == 0 {
                    met.push(*other);
                }
                *shared += u32::from(term.weight) * u32::from(*weight);
            }
            put(with, reading, *term);
        }
        self.most(met)
    }

    /// Puts a reading into the index that meets nobody.
    pub(super) fn add(&mut self, reading: u32, telling: &[Term]) {
        telling.iter().for_each(|term| put(self.latest.entry(term.word()).or_default(), reading, *term));
    }

    /// Those of `met` that share most; of as much, the smaller.
    fn most(&mut self, met: Vec<u32>) -> Vec<u32> {
        let shared = met.into_iter().map(|other| (std::mem::take(&mut self.shared[other as usize]), other));
        let mut least: Vec<(u32, u32)> = shared.map(|(shared, other)| (u32::MAX - shared, other)).collect();
        if COMPARED < least.len() {
            least.select_nth_unstable(COMPARED);
            least.truncate(COMPARED);
        }
        least.into_iter().map(|(_, other)| other).collect()
    }
}

/// Puts a reading behind the latest that have a term.
fn put(with: &mut Vec<(u32, u16)>, reading: u32, term: Term) {
    if with.len() == 2 * REACH {
        with.drain(..REACH);
    }
    with.push((reading, term.weight));
}

/// From where on those that have a term are within reach of the one at `place` among them.
pub(super) fn reach(place: usize) -> usize {
    place.saturating_sub(REACH)
}
