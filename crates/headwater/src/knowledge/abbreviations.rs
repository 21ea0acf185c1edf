//! Which full stops end no sentence.

use foldhash::HashSet;
use serde::Deserialize;

/// Which full stops end no sentence.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abbreviations {
    before_name: HashSet<String>,
    before_number: HashSet<String>,
    may_end: HashSet<String>,
    starters: HashSet<String>,
    reporting: HashSet<String>,
    elisions: HashSet<String>,
}

/// What a full stop after a word says about the end of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It belongs to the word, which belongs to what follows.
    Never,
    /// It ends the sentence unless a number follows.
    UnlessNumber,
    /// It ends the sentence only before a word that begins sentences.
    BeforeStarter,
    /// It ends the sentence.
    Ends,
}

impl Abbreviations {
    /// The table that comes with headwater.
    pub fn bundled() -> Abbreviations {
        toml::from_str(include_str!("../../data/en/abbreviations.toml")).expect("the bundled table is tested")
    }

    /// What a full stop after `word` means; `word` has no full stop at its end.
    pub(crate) fn stop(&self, word: &str) -> Stop {
        let lower = word.to_lowercase();
        if self.before_name.contains(&lower) {
            Stop::Never
        } else if self.before_number.contains(&lower) {
            Stop::UnlessNumber
        } else if self.may_end.contains(&lower) || is_dotted(word) || is_initial(word) {
            Stop::BeforeStarter
        } else {
            Stop::Ends
        }
    }

    /// Whether sentences begin with `word` more often than not.
    pub(crate) fn starts_sentence(&self, word: &str) -> bool {
        self.starters.contains(&word.to_lowercase().replace('’', "'"))
    }

    /// Whether `word` tells that somebody speaks.
    pub(crate) fn reports(&self, word: &str) -> bool {
        self.reporting.contains(word)
    }

    /// Whether an apostrophe before `word` stands for left-out letters.
    pub(crate) fn is_elided(&self, word: &str) -> bool {
        word.starts_with(|first: char| first.is_ascii_digit()) && word.ends_with('s')
            || self.elisions.contains(&word.to_lowercase())
    }
}

/// "U.S", "a.m", "p.m": single letters with full stops between.
fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// "J": one capital.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_stops_mean_what_the_table_says() {
        let table = Abbreviations::bundled();
        for (word, stop) in [
            ("Mr", Stop::Never),
            ("No", Stop::UnlessNumber),
            ("U.S", Stop::BeforeStarter),
            ("a.m", Stop::BeforeStarter),
            ("J", Stop::BeforeStarter),
            ("Corp", Stop::BeforeStarter),
            ("talks", Stop::Ends),
            ("", Stop::Ends),
        ] {
            assert_eq!(table.stop(word), stop, "{word}");
        }
        assert!(table.starts_sentence("The") && !table.starts_sentence("President"));
        assert!(table.is_elided("90s") && table.is_elided("em") && !table.is_elided("ready"));
    }
}
