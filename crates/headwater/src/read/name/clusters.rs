//! Words that are used alike: a group of some dozens of words and one of some hundreds for each word of a vocabulary.
//!
//! Written by `training/names/clusters.py` from the vectors of `models/likeness`. Seven bytes a word, sorted by the low
//! half of its hash, so that the table is searched where it lies.

/// Stands for a word that is not in the vocabulary.
pub(crate) const UNKNOWN: (u16, u8) = (u16::MAX, u8::MAX);

static TABLE: &[u8] = include_bytes!("../../../models/names/clusters.bin");

/// The small and the large group of the word with this hash.
pub(crate) fn clusters(hash: u64) -> (u16, u8) {
    let (rows, _) = TABLE.as_chunks::<7>();
    let key = (hash & u64::from(u32::MAX)) as u32;
    let found = rows.binary_search_by_key(&key, |row| u32::from_le_bytes([row[0], row[1], row[2], row[3]]));
    found.map_or(UNKNOWN, |at| (u16::from_le_bytes([rows[at][4], rows[at][5]]), rows[at][6]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::names::hash_word;

    #[test]
    fn words_used_alike_are_together() {
        let large = |word: &str| clusters(hash_word(word)).1;
        assert_eq!(large("Sweden"), large("Finland"));
        assert_ne!(large("Sweden"), large("apology"));
        assert_eq!(clusters(hash_word("qqxzv")), UNKNOWN);
    }
}
