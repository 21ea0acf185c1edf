//! How long an answer may be. What does not fit is left out, and said to be.

use serde::Serialize;

/// What the items of a short answer may take, in tokens; with what stands around them they stay near 800 and always below 1,500.
const SHORT: usize = 680;
/// What those of a long one may take; with what stands around them they stay below 8,000.
const LONG: usize = 6_000;

/// The room that is left in an answer.
#[derive(Debug)]
pub(crate) struct Room {
    left: usize,
}

impl Room {
    /// For an answer that is short.
    pub(crate) fn short() -> Room {
        Room { left: SHORT }
    }

    /// For one that was asked to be long.
    pub(crate) fn long() -> Room {
        Room { left: LONG }
    }

    /// As many of the items as fit, and at most `most`. The first always fits where anything does: an answer that
    /// holds nothing but a way to the next page would lead nowhere.
    pub(crate) fn fill<T: Serialize>(&mut self, items: impl IntoIterator<Item = T>, most: usize) -> Vec<T> {
        let mut taken = Vec::new();
        for item in items.into_iter().take(most) {
            let size = size(&item);
            if self.left < size && !taken.is_empty() {
                break;
            }
            self.left = self.left.saturating_sub(size);
            taken.push(item);
            if self.left == 0 {
                break;
            }
        }
        taken
    }
}

fn size(item: &impl Serialize) -> usize {
    serde_json::to_string(item).map_or(0, |json| tokens(&json))
}

/// About how many tokens a text is, rather too many than too few: three characters of English each, and two tokens for
/// any character beyond ASCII.
pub(crate) fn tokens(text: &str) -> usize {
    let ascii = text.bytes().filter(u8::is_ascii).count();
    let others = text.chars().filter(|letter| !letter.is_ascii()).count();
    ascii.div_ceil(3) + 2 * others
}

#[cfg(test)]
mod tests {
    use super::{Room, tokens};

    #[test]
    fn what_does_not_fit_is_left_out() {
        let words = || std::iter::repeat_n("w".repeat(298), 40);
        assert_eq!(Room::short().fill(words(), 40).len(), super::SHORT / 100);
        assert_eq!(Room::short().fill(words(), 3).len(), 3);
        assert_eq!(Room::short().fill(["w".repeat(20_000)], 3).len(), 1);
        assert_eq!(tokens("abc “é”"), 2 + 2 * 3);
    }
}
