//! What a source is by the noun it goes by, and how people are described who are not named.

use foldhash::HashMap;

/// How people are described who are not named.
pub struct Unnamed {
    words: HashMap<String, u64>,
    numbers: HashMap<String, u32>,
    alike: HashMap<String, u64>,
}

macro_rules! nouns {
    ($($noun:ident $name:literal $doc:literal)*) => {
        /// What a word tells of a source.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(clippy::enum_variant_names, reason = "one of them tells where a noun ends")]
        pub(crate) enum Noun { $(#[doc = $doc] $noun,)* }
        const NOUNS: &[(&str, Noun)] = &[$(($name, Noun::$noun),)*];
    };
}

nouns! {
    Singular "singular" "One who is not named."
    Plural "plural" "Several who are not named."
    Rumour "rumour" "Nobody in particular."
    Spokesperson "spokesperson" "Speaks for a body."
    Organization "organization" "A body."
    Force "force" "Police, by any of its names."
    Outlet "outlet" "An outlet whose name is not given."
    Outlets "outlets" "Several of them."
    Report "report" "Goes back to what was credited before."
    Document "document" "A paper."
    He "he" "he"
    She "she" "she"
    They "they" "they"
    It "it" "it"
    Speaker "speaker" "Whoever speaks."
    Definite "definite" "Points back."
    Determiner "determiner" "Opens a noun phrase."
    One "one" "Tells that it is one."
    EndsNoun "ends_noun" "Ends a noun; what follows describes it."
    Title "title" "Stands before a person's name."
    Man "man" "Tells a man."
    Woman "woman" "Tells a woman."
    ManName "man_name" "A given name that men have."
    WomanName "woman_name" "A given name that women have."
    NoName "no_name" "Has a capital, but is no part of a person's name."
    Portfolio "portfolio" "What a title is of."
    Camp "camp" "Tells which side somebody is on."
    JoinsTitle "joins_title" "Stands within a title or the name of an office: of, and."
    People "people_noun" "One of a people: an American."
    When "when_noun" "Tells when something was said."
    StationWord "station_word" "Stands in the names of broadcasters."
    PaperWord "paper_word" "Stands in the names of newspapers."
    PublishedIn "published_in" "Leads from a report to the outlet that has it."
    Reports "reports" "Several of what an outlet publishes."
    Own "own" "Means the outlet that speaks."
    PublishedFrom "published_from" "Leads from a report to an outlet or a body."
    PublishedOn "published_on" "Leads from a report to the site that has it, if it is called a site."
    Paper "paper_noun" "What a newspaper goes by."
    Station "station_noun" "What a broadcaster goes by."
    Magazine "magazine_noun" "What a magazine goes by."
    Agency "agency_noun" "What a news agency goes by."
}

impl Unnamed {
    /// The table that comes with headwater.
    pub fn bundled() -> Unnamed {
        let table: toml::Table =
            include_str!("../../data/en/unnamed.toml").parse().expect("the bundled table is tested");
        let mut unnamed = Unnamed { words: HashMap::default(), numbers: HashMap::default(), alike: HashMap::default() };
        for (name, noun) in NOUNS {
            for word in list(&table, name) {
                *unnamed.words.entry(word).or_default() |= 1 << *noun as u64;
            }
        }
        for (value, word) in list(&table, "numbers").into_iter().enumerate() {
            unnamed.numbers.insert(word, value as u32);
        }
        let groups = table.get("alike").and_then(toml::Value::as_array).into_iter().flatten();
        for (place, group) in groups.enumerate() {
            for word in group.as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
                *unnamed.alike.entry(word.to_owned()).or_default() |= 1 << place;
            }
        }
        unnamed
    }

    /// Whether a word, in lower case, tells this of a source.
    pub(crate) fn is(&self, lower: &str, noun: Noun) -> bool {
        self.words.get(lower).is_some_and(|nouns| nouns & (1 << noun as u64) != 0)
    }

    /// The number that a word or its digits mean.
    pub(crate) fn number(&self, lower: &str) -> Option<u32> {
        self.numbers.get(lower).copied().or_else(|| lower.parse().ok().filter(|number| *number < 1000))
    }

    /// Whether one person may be called by both words in turn.
    pub(crate) fn alike(&self, one: &str, other: &str) -> bool {
        let groups = |word| self.alike.get(word).copied().unwrap_or(0);
        one == other || groups(one) & groups(other) != 0
    }
}

fn list(table: &toml::Table, name: &str) -> Vec<String> {
    let values = table.get(name).and_then(toml::Value::as_array).into_iter().flatten();
    values.filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{NOUNS, Noun, Unnamed};

    #[test]
    fn every_list_is_there() {
        let unnamed = Unnamed::bundled();
        for (name, noun) in NOUNS {
            assert!(unnamed.words.values().any(|nouns| nouns & (1 << *noun as u64) != 0), "{name} is empty");
        }
    }

    #[test]
    fn words_tell_what_a_source_is() {
        let unnamed = Unnamed::bundled();
        assert!(unnamed.is("sources", Noun::Plural));
        assert!(!unnamed.is("sources", Noun::Singular));
        assert_eq!(unnamed.number("three"), Some(3));
        assert!(unnamed.alike("president", "leader"));
    }
}
