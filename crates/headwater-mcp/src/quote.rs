//! Words of pages, as they are handed on: data, on one line, with nothing hidden in them.

use headwater_output::hides;
use serde::{Serialize, Serializer};

/// The longest string in any answer, in characters.
pub(crate) const LONGEST: usize = 1_000;

/// Serialized as `true`: the object it stands in holds words that anybody may have written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Untrusted;

impl Serialize for Untrusted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

/// Words without what hides in them, white space as one blank, cut between words after `most` characters with "…".
pub(crate) fn shown(words: &str, most: usize) -> String {
    let most = most.min(LONGEST);
    // A text of megabytes is looked at only as far as it can be shown.
    let seen: String = words.chars().filter(|letter| !hidden(*letter)).take(4 * most + 64).collect();
    let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= most {
        return words;
    }
    let cut: String = words.chars().take(most.saturating_sub(1)).collect();
    let end = cut.rfind(' ').filter(|end| cut.len() / 2 < *end).unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

/// Beside what is not to be seen, the variation selectors that can carry bytes behind any letter.
fn hidden(letter: char) -> bool {
    hides(letter) || ('\u{E0100}'..='\u{E01EF}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::shown;

    fn check(words: &str, most: usize, expected: &str) {
        assert_eq!(shown(words, most), expected);
    }

    #[test]
    fn words_are_one_line_and_cut_between_words() {
        check("Talks  on the\nharbour wall", 40, "Talks on the harbour wall");
        check("Talks on the harbour wall", 16, "Talks on the…");
        check("北京北京北京", 4, "北京北…");
        check("", 4, "");
    }

    #[test]
    fn nothing_stays_hidden() {
        check("a\u{202E}b\u{200B}c\u{E0049}\u{E0100}\u{0}d", 40, "abcd");
    }

    #[test]
    fn no_string_is_longer_than_any_may_be() {
        assert_eq!(shown(&"w".repeat(5_000), 4_000).chars().count(), super::LONGEST);
    }
}
