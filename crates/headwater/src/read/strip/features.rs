//! What can be told of a line by its shape, its neighbours and its page: the numbers that the line model looks at.
//!
//! `training/lines/train.py` reads these very numbers, written by the ignored test at the bottom. Whoever changes them
//! trains anew.

use foldhash::HashMap;

use crate::knowledge::bare;
use crate::{FurnitureKind, FurnitureRules};

use super::lines::ends_sentence;
use super::pieces::Piece;

/// Which numbers of a line its neighbours look at: length, end, capitals, common words, kind.
const NEIGHBOURLY: [usize; 5] = [0, 3, 5, 6, 11];
const NEIGHBOURS: [isize; 6] = [-3, -2, -1, 1, 2, 3];
const WINDOWS: [usize; 3] = [3, 8, 20];
/// Distances are counted up to here.
const FAR: usize = 99;

/// The shape of one line.
const SHAPE: usize = 15;
type Shape = [f32; SHAPE];

/// The numbers of every piece of a page, in order.
pub(super) fn features(text: &str, pieces: &[Piece], rules: &FurnitureRules) -> Vec<Vec<f32>> {
    let lines: Vec<&str> = pieces.iter().map(|piece| piece.span.of(text)).collect();
    let shapes: Vec<Shape> = pieces.iter().zip(&lines).map(|(piece, line)| shape(line, piece, rules)).collect();
    let page = PageView::new(&lines, &shapes, rules);
    (0..pieces.len()).map(|at| page.features(at)).collect()
}

/// Whether a line is running text by its shape: a sentence, or very long.
pub(super) fn is_prose(line: &str) -> bool {
    let words = line.split_whitespace().take(32).count();
    8 <= words && ends_sentence(line) || 32 <= words
}

fn shape(line: &str, piece: &Piece, rules: &FurnitureRules) -> Shape {
    let mut counts = Counts::default();
    line.chars().for_each(|letter| counts.add(letter));
    let (mut words, mut capitals, mut wordlike, mut common) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
    for word in line.split_whitespace() {
        words += 1.0;
        wordlike += f32::from(word.starts_with(char::is_alphabetic));
        capitals += f32::from(word.starts_with(char::is_uppercase));
        let bare = bare(word);
        common += f32::from(bare.len() <= 8 && rules.is_common_word(bare));
    }
    let share = |part: f32, whole: f32| part / whole.max(1.0);
    [
        counts.all.min(2000.0),
        words.min(300.0),
        share(counts.letters, words),
        last_mark(line),
        first_mark(line),
        share(capitals, wordlike),
        share(common, words),
        share(counts.digits, counts.all),
        share(counts.capitals, counts.letters),
        counts.stops.min(20.0),
        counts.commas.min(20.0),
        piece.verdict.as_ref().map_or(0.0, |verdict| code(verdict.kind)),
        f32::from(piece.verdict.as_ref().is_some_and(|verdict| verdict.heads)),
        f32::from(line.contains("http") || line.contains('@') || line.contains("www."))
            + 2.0 * f32::from(line.contains('©')),
        counts.bars.min(3.0),
    ]
}

/// How many letters of which sort a line has.
#[derive(Default)]
struct Counts {
    all: f32,
    letters: f32,
    capitals: f32,
    digits: f32,
    commas: f32,
    bars: f32,
    /// Full stops with a capital after the next space.
    stops: f32,
    since_stop: u8,
}

impl Counts {
    fn add(&mut self, letter: char) {
        self.all += 1.0;
        self.letters += f32::from(letter.is_alphabetic());
        self.capitals += f32::from(letter.is_uppercase());
        self.digits += f32::from(letter.is_ascii_digit());
        self.commas += f32::from(letter == ',');
        self.bars += f32::from("|•»›".contains(letter));
        self.since_stop = match (letter, self.since_stop) {
            ('.' | '!' | '?', _) => 1,
            (' ', 1) => 2,
            ('"' | '“' | '”' | '’' | ')' | '(', since) => since,
            _ => {
                self.stops += f32::from(self.since_stop == 2 && letter.is_uppercase());
                0
            }
        };
    }
}

fn last_mark(line: &str) -> f32 {
    let line = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
    match line.chars().last() {
        Some('.' | '。') => 1.0,
        Some('!' | '！') => 2.0,
        Some('?' | '？') => 3.0,
        Some('…') => 4.0,
        Some(':') => 5.0,
        Some(',') => 6.0,
        _ => 0.0,
    }
}

fn first_mark(line: &str) -> f32 {
    match line.chars().next() {
        Some(first) if first.is_lowercase() => 1.0,
        Some(first) if first.is_uppercase() => 2.0,
        Some(first) if first.is_ascii_digit() => 3.0,
        Some('"' | '“' | '‘' | '\'') => 4.0,
        _ => 0.0,
    }
}

fn code(kind: FurnitureKind) -> f32 {
    match kind {
        FurnitureKind::Navigation => 1.0,
        FurnitureKind::Teaser => 2.0,
        FurnitureKind::Caption => 3.0,
        FurnitureKind::Credit => 4.0,
        FurnitureKind::Metadata => 5.0,
        FurnitureKind::Advert => 6.0,
        FurnitureKind::Comment => 7.0,
        FurnitureKind::Related => 8.0,
        FurnitureKind::Title => 9.0,
    }
}

/// A page as its lines see it: sums up to each line, so that any stretch costs the same.
struct PageView<'a> {
    shapes: &'a [Shape],
    prose_lines: Vec<f32>,
    prose_letters: Vec<f32>,
    letters: Vec<f32>,
    furniture: Vec<f32>,
    /// How many lines back and on the next prose is.
    back: Vec<usize>,
    on: Vec<usize>,
    /// How many lines in a row are prose, or are not.
    runs: Vec<usize>,
    /// The kind of the last head of a list, and how far back it stands.
    heads: Vec<(f32, usize)>,
    repeats: Vec<f32>,
    /// How far the words of a line are words of the page's prose elsewhere.
    shared: Vec<(f32, f32)>,
}

impl PageView<'_> {
    fn new<'a>(lines: &[&str], shapes: &'a [Shape], rules: &FurnitureRules) -> PageView<'a> {
        let prose: Vec<bool> =
            lines.iter().zip(shapes).map(|(line, shape)| shape[11] == 0.0 && is_prose(line)).collect();
        let one = |at: usize| f32::from(prose[at]);
        PageView {
            shapes,
            prose_lines: sums(lines.len(), one),
            prose_letters: sums(lines.len(), |at| one(at) * shapes[at][0]),
            letters: sums(lines.len(), |at| shapes[at][0]),
            furniture: sums(lines.len(), |at| f32::from(0.0 < shapes[at][11])),
            back: distances(prose.iter()),
            on: distances(prose.iter().rev()).into_iter().rev().collect(),
            runs: runs(&prose),
            heads: heads(shapes),
            repeats: repeats(lines),
            shared: shared(lines, &prose, rules),
        }
    }

    fn features(&self, at: usize) -> Vec<f32> {
        let mut features = Vec::with_capacity(SHAPE + 60);
        features.extend_from_slice(&self.shapes[at]);
        for offset in NEIGHBOURS {
            let neighbour = at.checked_add_signed(offset).and_then(|at| self.shapes.get(at));
            features.extend(NEIGHBOURLY.map(|which| neighbour.map_or(-1.0, |shape| shape[which])));
        }
        for window in WINDOWS {
            features.extend(self.around(at, window));
        }
        features.extend(self.position(at));
        features
    }

    /// The lines around: prose before and after, the share of letters that are prose's, the share of lines that are furniture.
    fn around(&self, at: usize, window: usize) -> [f32; 4] {
        let from = at.saturating_sub(window);
        let to = self.shapes.len().min(at + window + 1);
        let between = |sums: &[f32], from: usize, to: usize| sums[to] - sums[from];
        [
            between(&self.prose_lines, from, at) / window as f32,
            between(&self.prose_lines, at + 1, to) / window as f32,
            between(&self.prose_letters, from, to) / between(&self.letters, from, to).max(1.0),
            between(&self.furniture, from, to) / (to - from) as f32,
        ]
    }

    fn position(&self, at: usize) -> [f32; 17] {
        let count = self.shapes.len();
        let all_prose = self.prose_letters[count];
        let (kind, since) = self.heads[at];
        [
            at as f32 / count as f32,
            count.min(1000) as f32,
            self.prose_letters[at] / all_prose.max(1.0),
            (all_prose - self.prose_letters[at + 1]) / all_prose.max(1.0),
            all_prose.min(20000.0),
            self.prose_lines[count] / count as f32,
            all_prose / self.letters[count].max(1.0),
            self.back[at] as f32,
            self.on[at] as f32,
            self.runs[at].min(50) as f32,
            kind,
            since.min(200) as f32,
            self.repeats[at],
            self.shared[at].0,
            self.shared[at].1,
            at.min(200) as f32,
            (count - at).min(200) as f32,
        ]
    }
}

/// Sums of `value` up to each line, and to the end.
fn sums(count: usize, value: impl Fn(usize) -> f32) -> Vec<f32> {
    let mut sums = vec![0.0];
    // Added up in whole numbers: a float would lose the last letters of a very long page.
    let mut sum = 0_u64;
    for at in 0..count {
        sum += value(at) as u64;
        sums.push(sum as f32);
    }
    sums
}

/// How many lines back the last prose is, for each line.
fn distances<'a>(prose: impl Iterator<Item = &'a bool>) -> Vec<usize> {
    let mut distance = FAR;
    let step = |&prose: &bool| {
        let next = if prose { 1 } else { FAR.min(distance + 1) };
        std::mem::replace(&mut distance, next)
    };
    prose.map(step).collect()
}

fn runs(prose: &[bool]) -> Vec<usize> {
    prose.chunk_by(|before, after| before == after).flat_map(|run| std::iter::repeat_n(run.len(), run.len())).collect()
}

fn heads(shapes: &[Shape]) -> Vec<(f32, usize)> {
    let (mut kind, mut since) = (0.0, FAR);
    let mut heads = Vec::with_capacity(shapes.len());
    for shape in shapes {
        heads.push((kind, since));
        since = (since + 1).min(999);
        if shape[12] == 1.0 {
            (kind, since) = (shape[11], 1);
        }
    }
    heads
}

fn repeats(lines: &[&str]) -> Vec<f32> {
    let mut counts: HashMap<&str, u16> = HashMap::default();
    for line in lines {
        let count = counts.entry(line).or_default();
        *count = count.saturating_add(1);
    }
    lines.iter().map(|line| f32::from(counts[line].min(9))).collect()
}

/// For each line the share of its longer words that stand in prose elsewhere on the page, and in how many lines.
fn shared(lines: &[&str], prose: &[bool], rules: &FurnitureRules) -> Vec<(f32, f32)> {
    let words: Vec<Vec<u64>> = lines.iter().map(|line| telling_words(line, rules)).collect();
    let mut counts: HashMap<u64, u32> = HashMap::default();
    for word in words.iter().zip(prose).filter(|(_, prose)| **prose).flat_map(|(words, _)| words) {
        *counts.entry(*word).or_default() += 1;
    }
    let one = |(words, &prose): (&Vec<u64>, &bool)| {
        let (mut shared, mut often) = (0.0, 0.0);
        for word in words {
            let elsewhere = counts.get(word).copied().unwrap_or(0) - u32::from(prose);
            shared += f32::from(0 < elsewhere);
            often += elsewhere.min(5) as f32;
        }
        let count = words.len() as f32;
        if words.is_empty() { (-1.0, -1.0) } else { (shared / count, often / count) }
    };
    words.iter().zip(prose).map(one).collect()
}

/// The different words of a line that have more than three letters and are not common, as numbers.
fn telling_words(line: &str, rules: &FurnitureRules) -> Vec<u64> {
    let words = line.split(|letter: char| !letter.is_alphanumeric()).filter(|word| 3 < word.len());
    let mut words: Vec<u64> = words
        .filter(|word| 8 < word.len() || !rules.is_common_word(word))
        .map(|word| word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, mix))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// FNV-1a, by letter.
fn mix(hash: u64, letter: char) -> u64 {
    (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    /// Writes the numbers of the pages in the file PAGES (between form feeds) to the file FEATURES; see training/lines.
    #[test]
    #[ignore = "writes the input of training/lines/train.py"]
    #[expect(clippy::disallowed_methods, reason = "a step of training, not of the library")]
    fn write_line_features() {
        let pages = std::fs::read_to_string(std::env::var("PAGES").expect("PAGES")).expect("readable");
        let rules = FurnitureRules::bundled();
        let mut out = String::new();
        for (at, page) in pages.split('\u{c}').enumerate() {
            let pieces = super::super::pieces::cut(page, &rules);
            for (piece, numbers) in pieces.iter().zip(features(page, &pieces, &rules)) {
                let numbers: Vec<String> = numbers.iter().map(f32::to_string).collect();
                let line = super::super::lines::on_one_line(piece.span.of(page)).replace('\t', " ");
                writeln!(out, "{at}\t{}\t{line}", numbers.join(" ")).expect("a string takes all");
            }
        }
        std::fs::write(std::env::var("FEATURES").expect("FEATURES"), out).expect("writable");
    }
}
