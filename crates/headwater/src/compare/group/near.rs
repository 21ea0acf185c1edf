//! Which readings may tell one story: those that share telling terms.

use std::collections::BTreeMap;

use super::Terms;

/// How many of a reading's weightiest terms it is looked up by.
const LOOKED_UP: usize = 40;
/// How many readings on either side, in order of time, are looked at for one term.
const REACH: usize = 60;
/// With fewer of these terms in common two readings are no neighbours.
const SHARED: usize = 2;
/// Below this likeness two readings are no neighbours.
const LEAST: f32 = 0.06;

/// The pairs of neighbours, by reading.
pub(crate) fn near(terms: &[Terms]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for list in by_term(terms).values().filter(|list| 1 < list.len()) {
        for (place, first) in list.iter().enumerate() {
            let next = list.iter().skip(place + 1).take(REACH);
            pairs.extend(next.map(|second| (*first.min(second), *first.max(second))));
        }
    }
    pairs.sort_unstable();
    let often = pairs.chunk_by(|a, b| a == b).filter(|same| SHARED <= same.len()).map(|same| same[0]);
    often.filter(|(a, b)| LEAST <= likeness(&terms[*a].weights, &terms[*b].weights)).collect()
}

/// The readings that have a term among their weightiest, in order of time, undated ones last.
fn by_term(terms: &[Terms]) -> BTreeMap<u32, Vec<usize>> {
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by_key(|index| (terms[*index].day.is_none(), terms[*index].day, *index));
    let mut with: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for index in order {
        for term in terms[index].telling.iter().take(LOOKED_UP) {
            with.entry(*term).or_default().push(index);
        }
    }
    with
}

/// The cosine of two lists of weights, each by term.
pub(crate) fn likeness(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}
