//! A reading as weighted terms: what it is about, as far as single words tell.

use foldhash::HashMap;

use crate::Words;

use super::Signature;

/// The most terms kept of a reading, the weightiest.
const MOST_TERMS: usize = 150;
/// How many of a reading's weightiest terms it is looked up by.
const LOOKED_UP: usize = 40;
/// With this many readings, half of a term's rarity is what it is among them, the other half what it is in everyday prose.
const HALF_LOCAL: f32 = 300.0;

/// A reading as weighted terms, of length 1.
pub(crate) struct Terms {
    /// Terms and weights, by term.
    pub(crate) weights: Vec<(u32, f32)>,
    /// The weightiest of them, weightiest first: a reading is looked up by these.
    pub(crate) telling: Vec<(u32, f32)>,
    /// The day of publication, counted in days, if known.
    pub(crate) day: Option<i32>,
}

/// The readings as weighted terms, same order.
pub(crate) fn terms(signatures: &[&Signature], words: &Words) -> Vec<Terms> {
    let mut vocabulary = Vocabulary::default();
    let counted: Vec<Vec<(u32, f32)>> =
        signatures.iter().map(|signature| numbered(signature, &mut vocabulary)).collect();
    let rarity = rarities(&counted, &vocabulary.words, words);
    counted.into_iter().zip(signatures).map(|(counts, signature)| weighted(counts, &rarity, signature.day)).collect()
}

/// Words by number, in the order in which they were first seen.
#[derive(Default)]
struct Vocabulary {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
}

impl Vocabulary {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.numbers.insert(word.to_owned(), number);
        self.words.push(word.to_owned());
        number
    }
}

/// How often each word stands in a reading, by word.
fn numbered(signature: &Signature, vocabulary: &mut Vocabulary) -> Vec<(u32, f32)> {
    let mut found: Vec<(u32, f32)> = signature.words().map(|(word, count)| (vocabulary.number(word), count)).collect();
    found.sort_unstable_by_key(|(word, _)| *word);
    found
}

/// How much each word stands out: among many readings mostly against these, among few mostly against everyday prose.
fn rarities(counted: &[Vec<(u32, f32)>], names: &[String], words: &Words) -> Vec<f32> {
    let mut readings_with = vec![0f32; names.len()];
    for (word, _) in counted.iter().flatten() {
        readings_with[*word as usize] += 1.0;
    }
    let total = counted.len() as f32;
    let local = total / (total + HALF_LOCAL);
    let rarity = |(word, count): (&String, &f32)| local * (total / count).ln() + (1.0 - local) * words.rarity(word);
    names.iter().zip(&readings_with).map(rarity).collect()
}

fn weighted(counts: Vec<(u32, f32)>, rarity: &[f32], day: Option<i32>) -> Terms {
    let weight = |(word, count): (u32, f32)| (word, (1.0 + count.ln()) * rarity[word as usize]);
    let mut weights: Vec<(u32, f32)> = counts.into_iter().map(weight).collect();
    weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weights.truncate(MOST_TERMS);
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    weights.iter_mut().for_each(|(_, weight)| *weight /= length);
    let telling = weights.iter().take(LOOKED_UP).filter(|(_, weight)| 0.0 < *weight).copied().collect();
    weights.sort_unstable_by_key(|(word, _)| *word);
    Terms { weights, telling, day }
}
