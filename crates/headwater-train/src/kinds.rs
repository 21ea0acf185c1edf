//! Kinds of meaning: the words of the likeness table, in groups of near ones (k-means).

use headwater::training::token::hash;

/// How many kinds. They must fit a byte, with one left for "not known" and one for "nowhere".
const KINDS: usize = 200;

/// How often the groups are formed anew.
const ROUNDS: usize = 12;

/// Words longer than this many bytes, or not of letters only, are left out.
const LONGEST: usize = 24;

/// The words of a likeness table.
struct Words {
    names: Vec<String>,
    dimensions: usize,
    /// One row a word, of length one.
    vectors: Vec<f32>,
}

/// The kind of each word, by hash; `None` if the bytes are no such table.
pub(crate) fn kinds(table: &[u8]) -> Option<Vec<(u32, [i8; 1])>> {
    let words = words(table)?;
    let mut centres: Vec<Vec<f32>> = Vec::new();
    for number in 0..KINDS {
        // The table is sorted by spelling, so words at even distances are as good as any at random.
        centres.push(words.vector(number * words.names.len() / KINDS).to_vec());
    }
    let mut kinds = vec![0; words.names.len()];
    for _ in 0..ROUNDS {
        for (word, kind) in kinds.iter_mut().enumerate() {
            *kind = nearest(words.vector(word), &centres);
        }
        centres = means(&words, &kinds, &centres);
    }
    let mut found: Vec<(u32, [i8; 1])> = Vec::new();
    for (name, kind) in words.names.iter().zip(kinds) {
        found.push((hash(name), [(kind + 1) as u8 as i8]));
    }
    found.sort_unstable();
    found.dedup_by_key(|entry| entry.0);
    Some(found)
}

fn nearest(vector: &[f32], centres: &[Vec<f32>]) -> usize {
    let mut best = (f32::MIN, 0);
    for (kind, centre) in centres.iter().enumerate() {
        let mut lanes = [0.0f32; 8];
        for (left, right) in vector.chunks_exact(8).zip(centre.chunks_exact(8)) {
            lanes.iter_mut().zip(left.iter().zip(right)).for_each(|(lane, (left, right))| *lane += left * right);
        }
        let likeness: f32 = lanes.iter().sum();
        best = if best.0 < likeness { (likeness, kind) } else { best };
    }
    best.1
}

fn means(words: &Words, kinds: &[usize], old: &[Vec<f32>]) -> Vec<Vec<f32>> {
    let mut sums = vec![vec![0.0; words.dimensions]; KINDS];
    for (word, kind) in kinds.iter().enumerate() {
        sums[*kind].iter_mut().zip(words.vector(word)).for_each(|(sum, value)| *sum += value);
    }
    for (sum, old) in sums.iter_mut().zip(old) {
        unit(sum);
        if sum.iter().all(|value| *value == 0.0) {
            sum.clone_from(old);
        }
    }
    sums
}

fn unit(vector: &mut [f32]) {
    let length: f32 = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if 0.0 < length {
        vector.iter_mut().for_each(|value| *value /= length);
    }
}

impl Words {
    fn vector(&self, word: usize) -> &[f32] {
        &self.vectors[word * self.dimensions..(word + 1) * self.dimensions]
    }
}

/// The whole words of a likeness table; `knowledge/likeness.rs` describes its format.
fn words(table: &[u8]) -> Option<Words> {
    let rest = table.strip_prefix(b"likeness")?;
    let number = |bytes: &[u8], at: usize| {
        bytes.get(4 * at..4 * at + 4).and_then(|four| Some(u32::from_le_bytes(four.try_into().ok()?)))
    };
    let field = |at: usize| number(rest, at).map(|value| value as usize);
    let (count, continuations, dimensions, length, accents) = (field(1)?, field(2)?, field(3)?, field(4)?, field(5)?);
    let rest = rest.get(24 + 8 * accents..)?;
    let (offsets, rest) = rest.split_at_checked(4 * (count + continuations + 1))?;
    let (scales, rest) = rest.split_at_checked(4 * dimensions)?;
    let rest = rest.get(4 * (count + continuations)..)?;
    let (strings, rows) = rest.split_at_checked(length)?;
    let mut words = Words { names: Vec::new(), dimensions, vectors: Vec::new() };
    for word in 0..count {
        let place = number(offsets, word)? as usize..number(offsets, word + 1)? as usize;
        let name = std::str::from_utf8(strings.get(place)?).ok()?;
        if LONGEST < name.len() || !name.chars().all(char::is_alphabetic) {
            continue;
        }
        let mut vector = Vec::with_capacity(dimensions);
        for (at, value) in rows.get(word * dimensions..(word + 1) * dimensions)?.iter().enumerate() {
            let scale = f32::from_bits(number(scales, at)?);
            vector.push(f32::from(i8::from_le_bytes([*value])) * scale);
        }
        unit(&mut vector);
        words.vectors.extend(vector);
        words.names.push(name.to_owned());
    }
    Some(words)
}
