//! How common a word is in everyday prose.

use foldhash::HashMap;

/// In how many stretches of everyday prose a word stands: the background against which a word of a story stands out.
///
/// A handful of articles cannot tell "said" from a name: both are in all of them. This table can.
pub struct Words {
    stretches: f32,
    counts: HashMap<&'static str, u16>,
}

impl Words {
    /// The table that comes with headwater; `models/words/CARD.md` tells where it is from.
    pub fn bundled() -> Words {
        let mut lines = include_str!("../../models/words/words.txt").lines();
        let stretches = lines.next().and_then(|line| line.parse().ok()).unwrap_or(1.0);
        let counts = lines.filter_map(|line| line.split_once(' ')).filter_map(counted).collect();
        Words { stretches, counts }
    }

    /// How much a lower-case word stands out: 0 for one that is everywhere, about 7 for one that is nowhere.
    pub fn rarity(&self, word: &str) -> f32 {
        let count = self.counts.get(word).map_or(0.5, |count| f32::from(*count));
        (self.stretches / count).ln().max(0.0)
    }
}

fn counted((word, count): (&'static str, &str)) -> Option<(&'static str, u16)> {
    count.parse().ok().map(|count| (word, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_do_not_stand_out() {
        let words = Words::bundled();
        assert!(words.rarity("the") < 0.1);
        assert!(words.rarity("the") < words.rarity("police"));
        assert!(words.rarity("police") < words.rarity("qqzzx"));
    }
}
