//! The weights of the model that finds attributions, as `training/attribution` made them.
//!
//! What the numbers mean is known in `read/tag.rs`, which makes the features; here is only how they are kept.

/// How many labels a token can have, rounded up to a row.
pub(crate) const LABEL_ROW: usize = 8;

/// How many states a passage can be in.
pub(crate) const STATES: usize = 32;

/// How many kinds of gap between tokens are told apart.
pub(crate) const GAPS: usize = 12;

/// How many word classes there are, rounded up to a row.
pub(crate) const CLASS_ROW: usize = 24;

/// The first bytes of a model file.
const MAGIC: &[u8; 4] = b"hwt3";

/// Weights by hashed feature, found by open addressing: a row of small numbers for each key.
///
/// The high bits of a key choose the slot, so that keys in rising order fill a table from front to back; the low ones are
/// kept to tell keys apart, so the part that every look-up touches is small. A stray key is taken for another once in some
/// ten thousand times, which no score shows.
#[derive(Clone, Debug)]
struct Table<const ROW: usize> {
    marks: Vec<u16>,
    rows: Vec<[i8; ROW]>,
}

impl<const ROW: usize> Table<ROW> {
    /// A table of these rows.
    fn new(entries: &[(u32, [i8; ROW])]) -> Table<ROW> {
        let slots = (entries.len() * 2 + 1).next_power_of_two();
        let mut table = Table { marks: vec![0; slots], rows: vec![[0; ROW]; slots] };
        for (key, row) in entries {
            let slot = table.slot(*key);
            table.marks[slot] = mark(*key);
            table.rows[slot] = *row;
        }
        table
    }

    /// The row of a key.
    #[inline]
    fn get(&self, key: u32) -> Option<&[i8; ROW]> {
        let slot = self.slot(key);
        if self.marks[slot] == 0 { None } else { Some(&self.rows[slot]) }
    }

    /// The rows of keys, one on another. Plain loops: every word of an article goes through here some eighty times.
    #[inline]
    fn sum(&self, keys: &[u32]) -> [i16; ROW] {
        let mut sums = [0; ROW];
        for key in keys {
            let slot = self.slot(*key);
            if self.marks[slot] == 0 {
                continue;
            }
            for (sum, weight) in sums.iter_mut().zip(&self.rows[slot]) {
                *sum += i16::from(*weight);
            }
        }
        sums
    }

    /// The slot a key is in, or the free one it would go to. A table is at most half full, so there is one.
    #[inline]
    fn slot(&self, key: u32) -> usize {
        let marks = self.marks.as_slice();
        let last = marks.len() - 1;
        let wanted = mark(key);
        let mut slot = ((u64::from(key) * marks.len() as u64) >> 32) as usize;
        loop {
            let mark = marks[slot];
            if mark == wanted || mark == 0 {
                return slot;
            }
            slot = (slot + 1) & last;
        }
    }
}

/// What tells a key from others of the same slot; never 0, which means free.
#[inline]
fn mark(key: u32) -> u16 {
    (key as u16).max(1)
}

/// The model that finds sources, cues and contents.
#[derive(Clone, Debug)]
pub struct Tagger {
    /// The class of words that have only one.
    only: Table<1>,
    classes: Table<CLASS_ROW>,
    kinds: Table<1>,
    cues: Table<1>,
    sources: Table<1>,
    labels: Table<LABEL_ROW>,
    states: Table<STATES>,
    steps: Vec<[[i16; STATES]; STATES]>,
}

/// What a model is made of, before it is packed. `training/attribution` fills it.
#[derive(Clone, Debug, Default)]
pub struct TaggerParts {
    /// Words that have only one class: hashed word, class.
    pub only: Vec<(u32, [i8; 1])>,
    /// Weights of classes.
    pub classes: Vec<(u32, [i8; CLASS_ROW])>,
    /// Which kind of meaning a word has: hashed word, number.
    pub kinds: Vec<(u32, [i8; 1])>,
    /// How likely a word of a class is a cue: 1 to 4.
    pub cues: Vec<(u32, [i8; 1])>,
    /// How likely a word of a class stands in a source: 1 to 4.
    pub sources: Vec<(u32, [i8; 1])>,
    /// Weights of labels.
    pub labels: Vec<(u32, [i8; LABEL_ROW])>,
    /// Weights of states.
    pub states: Vec<(u32, [i8; STATES])>,
    /// Weights of steps: by kind of gap, state before, state.
    pub steps: Vec<i8>,
}

impl Tagger {
    /// The model that comes with headwater.
    pub fn bundled() -> Tagger {
        Tagger::from_bytes(include_bytes!("../../models/attribution/tagger.bin"))
    }

    /// A model from the bytes of its file. Bytes that are no model give one that finds nothing.
    pub fn from_bytes(bytes: &[u8]) -> Tagger {
        Tagger::new(&TaggerParts::from_bytes(bytes).unwrap_or_default())
    }

    /// A model of these parts.
    pub fn new(parts: &TaggerParts) -> Tagger {
        let mut steps = vec![[[0; STATES]; STATES]; GAPS];
        let all = steps.iter_mut().flatten().flatten();
        all.zip(&parts.steps).for_each(|(step, weight)| *step = i16::from(*weight));
        Tagger {
            only: Table::new(&parts.only),
            classes: Table::new(&parts.classes),
            kinds: Table::new(&parts.kinds),
            cues: Table::new(&parts.cues),
            sources: Table::new(&parts.sources),
            labels: Table::new(&parts.labels),
            states: Table::new(&parts.states),
            steps,
        }
    }

    /// The class of a word that has only one.
    pub(crate) fn only_class(&self, word: u32) -> Option<u8> {
        self.only.get(word).map(|row| row[0].unsigned_abs())
    }

    /// The class that features speak for most; of two alike the first.
    pub(crate) fn likely_class(&self, keys: &[u32]) -> u8 {
        let sums = self.classes.sum(keys);
        let mut best = 0;
        for (class, sum) in sums.iter().enumerate() {
            if sums[best] < *sum {
                best = class;
            }
        }
        best as u8
    }

    /// Which kind of meaning a word has; 0 if that is not known.
    pub(crate) fn kind(&self, word: u32) -> u8 {
        self.kinds.get(word).map_or(0, |row| row[0].to_le_bytes()[0])
    }

    /// How likely what has this key is a cue: 0 to 4.
    pub(crate) fn cue(&self, key: u32) -> u8 {
        self.cues.get(key).map_or(0, |row| row[0].unsigned_abs())
    }

    /// How likely what has this key stands in a source: 0 to 4.
    pub(crate) fn source(&self, key: u32) -> u8 {
        self.sources.get(key).map_or(0, |row| row[0].unsigned_abs())
    }

    /// What features say of each label, summed.
    pub(crate) fn label_scores(&self, keys: &[u32]) -> [i16; LABEL_ROW] {
        self.labels.sum(keys)
    }

    /// What features say of each state, summed.
    pub(crate) fn state_scores(&self, keys: &[u32]) -> [i16; STATES] {
        self.states.sum(keys)
    }

    /// What each step is worth: by kind of gap, state before, state.
    pub(crate) fn steps(&self) -> &[[[i16; STATES]; STATES]] {
        &self.steps
    }
}

impl TaggerParts {
    /// The bytes of a model file: for each table a count, then for each key, in rising order, how far it is from the one
    /// before (seven bits a byte, the eighth says that more follow), a bit for each number that is not 0, and those
    /// numbers.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        pack(&self.only, &mut bytes);
        pack(&self.classes, &mut bytes);
        pack(&self.kinds, &mut bytes);
        pack(&self.cues, &mut bytes);
        pack(&self.sources, &mut bytes);
        pack(&self.labels, &mut bytes);
        pack(&self.states, &mut bytes);
        bytes.extend(self.steps.iter().map(|weight| weight.to_le_bytes()[0]));
        bytes
    }

    /// What the bytes of a model file hold; `None` if they are not one.
    pub fn from_bytes(bytes: &[u8]) -> Option<TaggerParts> {
        let rest = &mut bytes.strip_prefix(MAGIC)?;
        let mut parts = TaggerParts {
            only: unpack(rest)?,
            classes: unpack(rest)?,
            kinds: unpack(rest)?,
            cues: unpack(rest)?,
            sources: unpack(rest)?,
            labels: unpack(rest)?,
            states: unpack(rest)?,
            steps: Vec::new(),
        };
        parts.steps = rest.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        (parts.steps.len() == GAPS * STATES * STATES).then_some(parts)
    }
}

fn pack<const ROW: usize>(entries: &[(u32, [i8; ROW])], bytes: &mut Vec<u8>) {
    bytes.extend((entries.len() as u32).to_le_bytes());
    let mut before = 0;
    for (key, row) in entries {
        let mut ahead = key - before;
        while 0x7f < ahead {
            bytes.push(ahead as u8 | 0x80);
            ahead >>= 7;
        }
        bytes.push(ahead as u8);
        before = *key;
        for eight in row.chunks(8) {
            let bits = eight.iter().enumerate().map(|(bit, weight)| u8::from(*weight != 0) << bit);
            bytes.push(bits.sum());
        }
        bytes.extend(row.iter().filter(|weight| **weight != 0).map(|weight| weight.to_le_bytes()[0]));
    }
}

fn unpack<const ROW: usize>(bytes: &mut &[u8]) -> Option<Vec<(u32, [i8; ROW])>> {
    let count = number(bytes)?;
    let mut entries = Vec::with_capacity((count as usize).min(bytes.len()));
    let mut key: u32 = 0;
    for _ in 0..count {
        key = key.checked_add(ahead(bytes)?)?;
        let (bits, rest) = bytes.split_at_checked(ROW.div_ceil(8))?;
        *bytes = rest;
        let mut row = [0; ROW];
        for (at, weight) in row.iter_mut().enumerate() {
            if bits[at / 8] >> (at % 8) & 1 == 1 {
                let (first, rest) = bytes.split_first()?;
                *weight = i8::from_le_bytes([*first]);
                *bytes = rest;
            }
        }
        entries.push((key, row));
    }
    Some(entries)
}

/// How far the next key is.
fn ahead(bytes: &mut &[u8]) -> Option<u32> {
    let mut ahead = 0;
    for place in 0..5 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        ahead |= u32::from(first & 0x7f) << (7 * place);
        if *first < 0x80 {
            return Some(ahead);
        }
    }
    None
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (first, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let mut row = [0; LABEL_ROW];
        (row[1], row[6]) = (-7, 100);
        let parts = TaggerParts {
            labels: vec![(0x1_0000, row), (0x9_0009, row)],
            steps: vec![1; GAPS * STATES * STATES],
            ..Default::default()
        };
        let bytes = parts.to_bytes();
        let tagger = Tagger::from_bytes(&bytes);
        assert_eq!(tagger.label_scores(&[0x9_0009, 0x8_0008, 0x1_0000])[..], [0, -14, 0, 0, 0, 0, 200, 0]);
        assert!(TaggerParts::from_bytes(&bytes[..bytes.len() - 1]).is_none());
        assert!(TaggerParts::from_bytes(b"hwt3\xff\xff\xff\xff").is_none());
    }

    #[test]
    fn the_bundled_model_is_one() {
        let parts = TaggerParts::from_bytes(include_bytes!("../../models/attribution/tagger.bin"));
        assert!(parts.is_some_and(|parts| !parts.labels.is_empty()));
    }
}
