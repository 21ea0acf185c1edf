//! Which readings may tell one story: those that share telling terms.

use foldhash::HashMap;

use super::Terms;

/// How many readings on either side, in order of time, are looked at for one term.
const REACH: usize = 60;
/// Two readings are neighbours if their telling terms alone make them this alike.
const LEAST: f32 = 0.04;

/// The pairs of neighbours, by reading.
///
/// Each reading is looked up once by each of its telling terms, and meets at most `REACH` earlier ones there: the cost
/// grows with the number of readings and not with its square, however many of them share a term.
pub(crate) fn near(terms: &[Terms]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by_key(|index| (terms[*index].day.is_none(), terms[*index].day, *index));
    let mut latest: HashMap<u32, Vec<(usize, f32)>> = HashMap::default();
    let mut alike: Vec<f32> = vec![0.0; terms.len()];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for reading in order {
        let mut met: Vec<usize> = Vec::new();
        for (term, weight) in &terms[reading].telling {
            let with = latest.entry(*term).or_default();
            for (other, others) in with.iter().rev().take(REACH) {
                if alike[*other] == 0.0 {
                    met.push(*other);
                }
                alike[*other] += weight * others;
            }
            with.push((reading, *weight));
        }
        for other in met {
            if LEAST <= std::mem::take(&mut alike[other]) {
                pairs.push((reading.min(other), reading.max(other)));
            }
        }
    }
    pairs.sort_unstable();
    pairs
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
