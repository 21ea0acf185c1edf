//! How alike two sentences are, from a bundled table of word vectors.
//!
//! The table is distilled from the sentence encoder all-MiniLM-L6-v2: every piece of its
//! vocabulary was sent through the encoder once, and a sentence's vector is the weighted mean
//! of its pieces. Reducing by principal components and weighting by rank follows Model2Vec; the
//! weights themselves follow Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for
//! Sentence Embeddings" (ICLR 2017). `training/likeness/` rebuilds the table;
//! `models/likeness/CARD.md` has its figures.
//!
//! The file is used where it lies: nothing is copied or indexed at start-up, because its
//! strings are sorted and can be searched as they are. All numbers are little endian.
//!
//! ```text
//! 8 bytes    the word "likeness"
//! 6 × u32    version 1, words W, continuations C, dimensions D, bytes of strings S, accents A
//! 2 × u32 × A          a small letter with an accent, and the letter beneath; sorted
//! u32 × (W + C + 1)    where each string begins, and where the last one ends
//! f32 × D              what one step of a dimension is worth
//! f32 × (W + C)        how much each piece counts in a mean
//! S bytes              the strings: words sorted by bytes, then continuations sorted by bytes
//! i8 × (W + C) × D     the vectors, one row a piece
//! ```

use std::cmp::Ordering;
use std::ops::Range;

/// A table of word pieces and their vectors. Cheap to copy: it only points into the program.
#[derive(Clone, Copy, Debug)]
pub struct Likeness {
    words: usize,
    continuations: usize,
    dimensions: usize,
    accents: &'static [u8],
    offsets: &'static [u8],
    scales: &'static [u8],
    weights: &'static [u8],
    strings: &'static [u8],
    rows: &'static [u8],
}

impl Likeness {
    /// The table that ships with the program.
    pub fn bundled() -> Likeness {
        Likeness::over(include_bytes!("../../models/likeness/table.bin"))
            .expect("the bundled table is whole, a test of this module reads all of it")
    }

    /// The length of every vector that [`Likeness::embed`] returns.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The vector of a text: [`Likeness::dimensions`] numbers, of length one.
    ///
    /// It is the mean of the text's word pieces, each counted by its weight. A text without any
    /// known piece (empty, or in a script the table does not hold) gets all zeros, so that its
    /// [`cosine`] with anything is 0.
    pub fn embed(&self, text: &str) -> Vec<f32> {
        let mut sum = vec![0.0; self.dimensions];
        self.each_piece(text, |piece| self.add(piece, &mut sum));
        for (value, scale) in sum.iter_mut().zip(self.scales.chunks_exact(4)) {
            *value *= number(scale);
        }
        normalise(&mut sum);
        sum
    }

    /// The word pieces a text falls into, as BERT writes them (`##` before a continuation).
    ///
    /// Lower case, no accents, then the longest piece that fits, from left to right. One thing
    /// differs from BERT: every sign that is neither letter nor digit stands alone, so that the
    /// number in "£5m" is found. A word with an unknown part is passed over as a whole.
    pub fn pieces(&self, text: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        self.each_piece(text, |piece| {
            let mark = if piece < self.words { "" } else { "##" };
            pieces.push(format!("{mark}{}", String::from_utf8_lossy(self.string(piece))));
        });
        pieces
    }

    /// Lays the table over its bytes, or says `None` if their number does not fit their head.
    fn over(bytes: &'static [u8]) -> Option<Likeness> {
        let (magic, rest) = bytes.split_at_checked(8)?;
        let (head, rest) = rest.split_at_checked(24)?;
        let field = |at: usize| integer(&head[4 * at..]);
        let (words, continuations, dimensions) = (field(1), field(2), field(3));
        let pieces = words + continuations;
        let (accents, rest) = rest.split_at_checked(8 * field(5))?;
        let (offsets, rest) = rest.split_at_checked(4 * (pieces + 1))?;
        let (scales, rest) = rest.split_at_checked(4 * dimensions)?;
        let (weights, rest) = rest.split_at_checked(4 * pieces)?;
        let (strings, rows) = rest.split_at_checked(field(4))?;
        let whole = magic == b"likeness" && field(0) == 1 && rows.len() == pieces * dimensions;
        let table = Likeness { words, continuations, dimensions, accents, offsets, scales, weights, strings, rows };
        whole.then_some(table)
    }

    /// Calls `found` with the number of each word piece of the text, in the order of the text.
    fn each_piece(&self, text: &str, mut found: impl FnMut(usize)) {
        let mut word = String::new();
        let mut pieces = Vec::new();
        let mut finish = |word: &mut String| {
            self.split(word, &mut pieces);
            pieces.drain(..).for_each(&mut found);
            word.clear();
        };
        let letters = text.chars().flat_map(char::to_lowercase).filter(|&letter| !is_unseen(letter));
        for letter in letters.map(|letter| self.without_accent(letter)) {
            if letter.is_alphanumeric() {
                word.push(letter);
                continue;
            }
            finish(&mut word);
            if !letter.is_whitespace() {
                word.push(letter);
                finish(&mut word);
            }
        }
        finish(&mut word);
    }

    /// The letter beneath the accent of a small Latin letter. No other script is in the table.
    fn without_accent(&self, letter: char) -> char {
        if letter.is_ascii() {
            return letter;
        }
        let (pairs, _) = self.accents.as_chunks::<8>();
        let found = pairs.binary_search_by_key(&(letter as usize), |pair| integer(pair));
        found.ok().and_then(|at| char::from_u32(integer(&pairs[at][4..]) as u32)).unwrap_or(letter)
    }

    /// Splits a word into the longest pieces from left to right; into none if a part is unknown.
    fn split(&self, word: &str, pieces: &mut Vec<usize>) {
        let mut rest = word.as_bytes();
        if rest.len() > LONGEST_WORD {
            return;
        }
        let mut range = 0..self.words;
        while !rest.is_empty() {
            let Some(piece) = self.longest_prefix(rest, range) else {
                pieces.clear();
                return;
            };
            pieces.push(piece);
            rest = &rest[self.string(piece).len()..];
            range = self.words..self.words + self.continuations;
        }
    }

    /// The longest piece of the range that the word begins with.
    ///
    /// A prefix of a word sorts before it. If the last string at or before the word is no prefix
    /// of it, then any prefix lies within what the two share, so the search goes on with that.
    /// This takes one or two searches where trying every length would take one for each letter.
    fn longest_prefix(&self, word: &[u8], range: Range<usize>) -> Option<usize> {
        let mut word = word;
        let mut end = range.end;
        loop {
            let piece = self.last_at_or_before(word, range.start..end)?;
            let string = self.string(piece);
            let shared = string.iter().zip(word).take_while(|(a, b)| a == b).count();
            if shared == string.len() {
                return Some(piece);
            }
            word = &word[..shared];
            end = piece;
        }
    }

    /// The last piece of the range whose string does not sort after the word.
    fn last_at_or_before(&self, word: &[u8], range: Range<usize>) -> Option<usize> {
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.string(middle).cmp(word) {
                Ordering::Greater => high = middle,
                Ordering::Less | Ordering::Equal => low = middle + 1,
            }
        }
        (low > range.start).then(|| low - 1)
    }

    /// The letters of a piece, without the mark of a continuation.
    fn string(&self, piece: usize) -> &'static [u8] {
        let begin = integer(&self.offsets[4 * piece..]);
        let end = integer(&self.offsets[4 * piece + 4..]);
        &self.strings[begin..end]
    }

    /// Adds a piece's row, times its weight, to a sum that is still in steps of each dimension.
    fn add(&self, piece: usize, sum: &mut [f32]) {
        let weight = number(&self.weights[4 * piece..]);
        let row = &self.rows[piece * self.dimensions..][..self.dimensions];
        for (value, &step) in sum.iter_mut().zip(row) {
            *value += weight * f32::from(step.cast_signed());
        }
    }
}

/// The cosine of two vectors of one length, from -1 to 1; 0 if either is all zeros.
pub fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let lengths = (dot(a, a) * dot(b, b)).sqrt();
    if lengths > 0.0 { (dot(a, b) / lengths).clamp(-1.0, 1.0) } else { 0.0 }
}

/// Longer words are not words (BERT's own bound is 100 letters), and would only cost time.
const LONGEST_WORD: usize = 100;

/// Signs that do not split a word: the soft hyphen and its like, and accents written on their own.
fn is_unseen(letter: char) -> bool {
    let format = matches!(letter, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    format || (letter.is_control() && !letter.is_whitespace())
}

/// Brings a vector to length one; leaves all zeros as they are.
fn normalise(vector: &mut [f32]) {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
}

/// The sum of the products of two vectors: their cosine, if both are of length one. Eight sums side by side, which the
/// processor adds at once; always in this order, so that every machine gets the same bits.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((eights, rest), (others, other_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0_f32; 8];
    for (one, other) in eights.iter().zip(others) {
        for (sum, (left, right)) in sums.iter_mut().zip(one.iter().zip(other)) {
            *sum += left * right;
        }
    }
    sums.iter().sum::<f32>() + rest.iter().zip(other_rest).map(|(left, right)| left * right).sum::<f32>()
}

fn integer(bytes: &[u8]) -> usize {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize
}

fn number(bytes: &[u8]) -> f32 {
    f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the pieces of one text, or how alike the first of several is to each other one.
    fn check(texts: &str, expected: &str) {
        let likeness = Likeness::bundled();
        let shown = match texts.split_once(" | ") {
            None => likeness.pieces(texts).join(" "),
            Some((first, others)) => others
                .split(" | ")
                .map(|other| cosine(&likeness.embed(first), &likeness.embed(other)))
                .map(|cosine| format!("{cosine:.1}"))
                .collect::<Vec<_>>()
                .join(" "),
        };
        assert_eq!(shown, expected, "{texts}");
    }

    #[test]
    fn words_fall_into_the_longest_pieces() {
        check("Zelensky said no", "ze ##len ##sky said no");
        check("counteroffensive", "counter ##off ##ens ##ive");
        check("unaffable", "una ##ffa ##ble");
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        check("ÉCOLE Cafe\u{301} İstanbul Nguyễn", "ecole cafe istanbul nguyen");
        check("co\u{ad}operate\u{feff}", "cooperate");
    }

    #[test]
    fn signs_stand_alone() {
        check("£5m, he said: “No.”", "£ 5 ##m , he said : “ no . ”");
        check("a ## b", "a # # b");
    }

    #[test]
    fn unknown_words_are_passed_over() {
        check("the 日本 prime minister", "the prime minister");
        check(&format!("so {} long", "x".repeat(101)), "so long");
        check("", "");
    }

    #[test]
    fn like_sentences_are_closer() {
        check("Two killed in bus crash | Bus accident leaves two dead | New bus station opens", "0.7 0.4");
        check("Russia rejects ceasefire | Moscow turns down truce | Cup final ends in draw", "0.5 0.2");
    }

    #[test]
    fn nothing_is_like_nothing() {
        check("日本 | 日本 | Japan", "0.0 0.0");
    }

    #[test]
    fn the_whole_table_can_be_read() {
        let table = Likeness::bundled();
        let all = table.words + table.continuations;
        for piece in 0..all {
            let same_kind = piece + 1 != table.words && piece + 1 < all;
            assert!(!same_kind || table.string(piece) < table.string(piece + 1), "{piece}");
            assert!(std::str::from_utf8(table.string(piece)).is_ok(), "{piece}");
            assert!(number(&table.weights[4 * piece..]) > 0.0, "{piece}");
            table.add(piece, &mut vec![0.0; table.dimensions()]);
        }
    }
}
