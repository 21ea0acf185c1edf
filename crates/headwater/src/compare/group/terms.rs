//! A reading as weighted terms: what it is about, as far as single words tell.

use foldhash::HashMap;

use jiff::civil::Date;

use crate::{Reading, Words};

/// How many words from the start of the body count as its lead.
const LEAD: usize = 60;
/// A word of the headline counts this often, one of the lead that often.
const TITLE_WEIGHT: f32 = 2.0;
const LEAD_WEIGHT: f32 = 1.5;
/// The most words of a body that are looked at: what a story is about is said by then.
const MOST_WORDS: usize = 1200;
/// The most terms kept of a reading, the weightiest.
const MOST_TERMS: usize = 150;
/// Longer words are cut: they are no words.
const LONGEST_WORD: usize = 40;
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
pub(crate) fn terms(readings: &[&Reading], words: &Words) -> Vec<Terms> {
    let mut vocabulary = Vocabulary::default();
    let counted: Vec<Vec<(u32, f32)>> = readings.iter().map(|reading| count(reading, &mut vocabulary)).collect();
    let rarity = rarities(&counted, &vocabulary.words, words);
    counted.into_iter().zip(readings).map(|(counts, reading)| weighted(counts, &rarity, reading)).collect()
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

/// How often each word stands in a reading, those of headline and lead counted for more; by word.
fn count(reading: &Reading, vocabulary: &mut Vocabulary) -> Vec<(u32, f32)> {
    let mut found: Vec<(u32, f32)> = Vec::new();
    let title = reading.article.title.as_deref().unwrap_or_default();
    each_word(title, |_, word| found.push((vocabulary.number(word), TITLE_WEIGHT)));
    each_word(&reading.article.text, |index, word| {
        let weight = if index < LEAD { LEAD_WEIGHT } else { 1.0 };
        found.push((vocabulary.number(word), weight));
    });
    found.sort_by_key(|(word, _)| *word);
    found.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.iter().map(|(_, weight)| weight).sum())).collect()
}

/// Calls `found` with the number and the lower-case letters of each word, up to `MOST_WORDS`.
fn each_word(text: &str, mut found: impl FnMut(usize, &str)) {
    let pieces = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').map(bare);
    let mut word = String::new();
    for (index, piece) in pieces.filter(|piece| !piece.is_empty()).take(MOST_WORDS).enumerate() {
        word.clear();
        word.extend(piece.chars().take(LONGEST_WORD).flat_map(char::to_lowercase));
        found(index, &word);
    }
}

/// A word without apostrophes around it.
fn bare(piece: &str) -> &str {
    let piece = piece.trim_matches(['\'', '’']);
    piece.strip_suffix("'s").or(piece.strip_suffix("’s")).unwrap_or(piece)
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

fn weighted(counts: Vec<(u32, f32)>, rarity: &[f32], reading: &Reading) -> Terms {
    let weight = |(word, count): (u32, f32)| (word, (1.0 + count.ln()) * rarity[word as usize]);
    let mut weights: Vec<(u32, f32)> = counts.into_iter().map(weight).collect();
    weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weights.truncate(MOST_TERMS);
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    weights.iter_mut().for_each(|(_, weight)| *weight /= length);
    let telling = weights.iter().take(LOOKED_UP).filter(|(_, weight)| 0.0 < *weight).copied().collect();
    weights.sort_unstable_by_key(|(word, _)| *word);
    Terms { weights, telling, day: reading.article.published.as_ref().map(|published| days(published.when.from)) }
}

fn days(date: Date) -> i32 {
    date.since(jiff::civil::date(2000, 1, 1)).map_or(0, |span| span.get_days())
}
