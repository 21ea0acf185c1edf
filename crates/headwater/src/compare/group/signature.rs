//! What grouping needs of one reading: its words with how often they stand, its day, its name. Small enough to keep.

use foldhash::HashMap;

use jiff::civil::Date;

use super::terms::{Terms, terms};
use crate::{FurnitureKind, Knowledge, Reading};

/// How many words from the start of the body count as its lead.
const LEAD: usize = 60;
/// A word of the headline counts this often, one of the lead that often.
const TITLE_WEIGHT: f32 = 2.0;
const LEAD_WEIGHT: f32 = 1.5;
/// The most words of a body that are looked at: what a story is about is said by then.
const MOST_WORDS: usize = 1200;
/// Longer words are cut: they are no words.
const LONGEST_WORD: usize = 40;
/// How bytes of a signature begin. The number grows when what is in them changes its meaning.
const VERSION: &[u8] = b"headwater signature 2\n";

/// What [`crate::group`] needs of one reading, and nothing else.
///
/// A store keeps signatures instead of readings: they are a small part of their size. What is in one is no promise;
/// its bytes are read by the version that wrote them, and by no other.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// The article's id: groups are ordered by it.
    pub(crate) id: String,
    /// The day of publication, counted in days, if known.
    pub(crate) day: Option<i32>,
    /// Its words in the order in which they first stand there, each followed by a blank: words hold none.
    pub(crate) words: String,
    /// How often each stands there, those of headline and lead counted for more; same order.
    pub(crate) counts: Vec<f32>,
}

impl Signature {
    /// The signature as bytes, for a store.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = VERSION.to_vec();
        bytes.extend(self.day.unwrap_or(i32::MIN).to_le_bytes());
        for part in [&self.id, &self.words] {
            bytes.extend((part.len() as u32).to_le_bytes());
            bytes.extend(part.as_bytes());
        }
        // Counts are halves: `TITLE_WEIGHT` and the others are.
        bytes.extend(self.counts.iter().flat_map(|count| ((count * 2.0) as u16).to_le_bytes()));
        bytes
    }

    /// The signature that [`Signature::to_bytes`] wrote; `None` for other bytes, also those of another version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Signature> {
        let mut rest = bytes.strip_prefix(VERSION)?;
        let day = i32::from_le_bytes(*take(&mut rest)?);
        let mut part = || {
            let length = u32::from_le_bytes(*take(&mut rest)?) as usize;
            let (words, after) = rest.split_at_checked(length)?;
            rest = after;
            std::str::from_utf8(words).ok().map(str::to_owned)
        };
        let (id, words) = (part()?, part()?);
        let (halves, left) = rest.as_chunks::<2>();
        let counts: Vec<f32> = halves.iter().map(|half| f32::from(u16::from_le_bytes(*half)) / 2.0).collect();
        let whole = left.is_empty() && counts.len() == words.matches(' ').count();
        whole.then_some(Signature { id, day: (day != i32::MIN).then_some(day), words, counts })
    }

    /// What grouping in [`crate::steps`] needs of it.
    pub fn terms(&self, knowledge: &Knowledge) -> Terms {
        terms(self, &knowledge.words)
    }

    /// Each word with how often it stands there.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, f32)> {
        self.words.split_terminator(' ').zip(self.counts.iter().copied())
    }
}

fn take<'b, const N: usize>(rest: &mut &'b [u8]) -> Option<&'b [u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(taken)
}

/// What grouping needs of a reading.
pub(crate) fn signature(reading: &Reading) -> Signature {
    let mut counted = Counted::default();
    let title = reading.article.title.as_deref().unwrap_or_default();
    each_word(title, |_, word| counted.add(word, TITLE_WEIGHT));
    // Headline and standfirst that stood above the body tell what a page is about as well.
    let above =
        reading.article.furniture.iter().filter(|piece| piece.kind == FurnitureKind::Title && piece.text != title);
    above.for_each(|piece| each_word(&piece.text, |_, word| counted.add(word, TITLE_WEIGHT)));
    each_word(&reading.article.text, |index, word| {
        counted.add(word, if index < LEAD { LEAD_WEIGHT } else { 1.0 });
    });
    let day = reading.article.published.as_ref().map(|published| days(published.when.from));
    Signature { id: reading.article.id.0.clone(), day, words: counted.words, counts: counted.counts }
}

/// Words with their counts, in the order in which they were first seen.
#[derive(Default)]
struct Counted {
    places: HashMap<String, usize>,
    words: String,
    counts: Vec<f32>,
}

impl Counted {
    fn add(&mut self, word: &str, weight: f32) {
        if let Some(place) = self.places.get(word) {
            self.counts[*place] += weight;
            return;
        }
        self.places.insert(word.to_owned(), self.counts.len());
        self.words.push_str(word);
        self.words.push(' ');
        self.counts.push(weight);
    }
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

fn days(date: Date) -> i32 {
    date.since(jiff::civil::date(2000, 1, 1)).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Hints, Knowledge, Page, read};

    fn of(text: &str) -> Signature {
        let body = Body::Exact(text.to_owned());
        let page = Page { place: "a.txt".to_owned(), body, hints: Hints::default() };
        signature(&read(&page, &Knowledge::bundled()))
    }

    #[test]
    fn bytes_give_back_what_they_were_made_of() {
        for text in ["", "The ferry's crew left the ferry at Tolmeza.", "ÀÉ ß 'tis 日本 \u{130}stanbul it's"] {
            let signature = of(text);
            assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature));
        }
    }

    #[test]
    fn other_bytes_are_no_signature() {
        let bytes = of("The ferry sank off Tolmeza.").to_bytes();
        for end in 0..bytes.len() {
            assert_eq!(Signature::from_bytes(&bytes[..end]), None, "cut at {end}");
        }
        assert_eq!(Signature::from_bytes(b"headwater signature 0\nanything"), None);
        let mut absurd = bytes.clone();
        absurd[VERSION.len() + 4..VERSION.len() + 8].fill(0xFF);
        assert_eq!(Signature::from_bytes(&absurd), None, "a length beyond the end");
    }

    #[test]
    fn words_stand_in_their_first_order_and_lead_words_count_more() {
        let signature = of("Ferry sinks. The ferry sank.");
        assert_eq!(
            signature.words().collect::<Vec<_>>(),
            [("ferry", 3.0), ("sinks", 1.5), ("the", 1.5), ("sank", 1.5)]
        );
    }
}
