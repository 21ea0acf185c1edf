//! A reading as weighted terms: what it is about, as far as single words tell.

use crate::Words;

use super::Signature;

/// The most terms kept of a reading, the weightiest.
pub(super) const MOST_TERMS: usize = 120;
/// How many of a reading's weightiest terms it is looked up by.
const LOOKED_UP: usize = 40;
/// The weight of a reading's only term. Weights are whole numbers, so that their sums are the same in any order.
pub(super) const WHOLE: f32 = 4095.0;
/// The years that a number of four figures may be.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2099;

/// One word of a reading with its weight, in six bytes: a million readings have a hundred million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term {
    word: [u16; 2],
    /// At most [`WHOLE`].
    pub(super) weight: u16,
}

impl Term {
    pub(super) fn new(word: u32, weight: u16) -> Term {
        Term { word: [(word >> 16) as u16, word as u16], weight }
    }

    /// The word, by the hash of its letters.
    pub(super) fn word(self) -> u32 {
        u32::from(self.word[0]) << 16 | u32::from(self.word[1])
    }
}

/// A reading as weighted terms, of length [`WHOLE`]. They follow from it alone, whatever else is read.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Terms and weights, by word.
    pub(super) weights: Box<[Term]>,
    /// When it was written.
    pub(super) dated: Dated,
}

/// When a reading was written, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    /// The day of publication, counted in days.
    pub(super) day: Option<i32>,
    /// The latest year that it speaks of.
    pub(super) year: Option<i32>,
}

/// A reading as weighted terms.
pub(super) fn terms(signature: &Signature, words: &Words) -> Terms {
    let weight = |(word, count): (&str, f32)| (number(word), (1.0 + count.ln()) * words.rarity(word));
    let mut weights: Vec<(u32, f32)> = signature.words().map(weight).filter(|(_, weight)| 0.0 < *weight).collect();
    weights.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weights.truncate(MOST_TERMS);
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    weights.sort_unstable_by_key(|(word, _)| *word);
    weights.dedup_by_key(|(word, _)| *word);
    let term = |(word, weight): (u32, f32)| Term::new(word, (weight / length * WHOLE).round() as u16);
    let weights = weights.into_iter().map(term).filter(|term| 0 < term.weight).collect();
    Terms { weights, dated: Dated { day: signature.day, year: latest_year(signature) } }
}

impl Terms {
    /// The weightiest terms, weightiest first: a reading is looked up by these.
    pub(super) fn telling(&self) -> Vec<Term> {
        let mut telling = self.weights.to_vec();
        telling.sort_unstable_by_key(|term| (u16::MAX - term.weight, term.word()));
        telling.truncate(LOOKED_UP);
        telling
    }
}

/// The number of a word: the same wherever and whenever it is read.
fn number(word: &str) -> u32 {
    let hash = word
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash ^ hash >> 32) as u32
}

fn latest_year(signature: &Signature) -> Option<i32> {
    let years = signature.words().filter(|(word, _)| word.len() == 4).filter_map(|(word, _)| word.parse().ok());
    years.filter(|year| YEARS.contains(year)).max()
}

/// How alike two readings are: the cosine of their weights.
pub(super) fn likeness(a: &[Term], b: &[Term]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0_u32);
    while let (Some(one), Some(other)) = (a.get(i), b.get(j)) {
        match one.word().cmp(&other.word()) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += u32::from(one.weight) * u32::from(other.weight);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum as f32 / (WHOLE * WHOLE)
}
