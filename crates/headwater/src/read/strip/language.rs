//! In which language a text is, as far as the common words of English can tell.

use crate::FurnitureRules;
use crate::knowledge::bare;

/// BCP 47 for a language that could not be told.
pub(super) const UNSURE: &str = "und";

/// How many words are looked at.
const SAMPLE: usize = 3000;
/// The fewest words that tell anything.
const FEWEST: usize = 25;
/// In English text about four of ten words are common ones; in menus and tables far fewer, so one of ten is asked for.
const COMMON_OF: usize = 10;

/// "en", the language declared if the text is not English, or `und`.
pub(super) fn language(text: &str, declared: Option<&str>, rules: &FurnitureRules) -> String {
    let (mut words, mut common) = (0, 0);
    for word in text.split_whitespace().map(bare).filter(|word| word.chars().any(char::is_alphabetic)).take(SAMPLE) {
        words += 1;
        // The longest common word is short; a longer one need not be looked up.
        common += usize::from(word.len() <= 8 && rules.is_common_word(word));
    }
    let declared = declared.map(str::trim).filter(|declared| !declared.is_empty());
    let is_english = if words < FEWEST { 0 < common || text.is_ascii() } else { words <= common * COMMON_OF };
    match declared {
        _ if is_english => "en".to_owned(),
        Some(declared) if !declared.to_ascii_lowercase().starts_with("en") => declared.to_owned(),
        _ => UNSURE.to_owned(),
    }
}
