//! Persons, bodies and places known by name; titles and roles.

use std::collections::BTreeMap;

use foldhash::fast::RandomState;
use foldhash::{HashMap, HashSet};
use serde::Deserialize;

use crate::EntityKind;

/// Persons, bodies and places known by name; titles and roles.
///
/// Names are kept by the hash of their words in lower case, so that looking up costs no allocation.
pub struct Names {
    words: HashMap<u64, u32>,
    phrases: HashMap<u64, Phrase>,
    things: Vec<Thing>,
    /// A demonym's state.
    demonyms: HashMap<u64, String>,
    /// Small lists that are looked up by the word in lower case.
    lists: Lists,
    /// A role, and which other roles it may stand for.
    roles: BTreeMap<String, Vec<String>>,
}

/// A thing that the gazetteers know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// The name it goes by.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// The same in every article.
    pub key: String,
}

/// A name of one word and more.
#[derive(Clone, Copy, Default)]
struct Phrase {
    /// What it may be; 0 for one that only begins a longer name.
    classes: u32,
    thing: Option<u32>,
    /// How many words the longest name has that begins so; 0 for one that is not a first word.
    longest: u8,
}

/// About how many words and names the lists have: room for them is made once.
const MANY: usize = 16_000;

/// What a word or name is known as, a bit each.
pub(crate) mod class {
    pub(crate) const STATE: u32 = 1;
    pub(crate) const DEMONYM: u32 = 1 << 1;
    pub(crate) const TOWN: u32 = 1 << 2;
    pub(crate) const REGION: u32 = 1 << 3;
    pub(crate) const BODY: u32 = 1 << 4;
    pub(crate) const GIVEN: u32 = 1 << 5;
    pub(crate) const FAMILY: u32 = 1 << 6;
    pub(crate) const TITLE: u32 = 1 << 7;
    pub(crate) const BODY_WORD: u32 = 1 << 8;
    pub(crate) const PLACE_WORD: u32 = 1 << 9;
    pub(crate) const INSIDE: u32 = 1 << 10;
    pub(crate) const CALENDAR: u32 = 1 << 11;
    pub(crate) const COMPANY_FORM: u32 = 1 << 12;
    pub(crate) const GENERATION: u32 = 1 << 13;
    pub(crate) const ABBREVIATION: u32 = 1 << 14;
    pub(crate) const ROLE: u32 = 1 << 15;
    pub(crate) const COMMON: u32 = 1 << 16;
    /// How many bits there are.
    pub(crate) const COUNT: u32 = 17;
}

#[derive(Deserialize)]
struct Words {
    abbreviations: Vec<String>,
    titles: Vec<String>,
    #[serde(flatten)]
    lists: Lists,
    roles: Vec<Vec<String>>,
    organizations: Vec<String>,
    company_forms: Vec<String>,
    places: Vec<String>,
    inside: Vec<String>,
    calendar: Vec<String>,
    generations: Vec<String>,
}

/// The most bytes that words between two names of one thing have.
const LONGEST_ALIAS: usize = 40;

/// Small lists that are looked up by the word in lower case.
#[derive(Default, Deserialize)]
struct Lists {
    honorifics: HashSet<String>,
    role_modifiers: HashSet<String>,
    describing: HashSet<String>,
    narrowing: HashSet<String>,
    particles: HashSet<String>,
    place_openers: HashSet<String>,
    aliases: HashSet<String>,
}

#[derive(Deserialize)]
struct States {
    state: Vec<State>,
    part: Vec<State>,
    region: Vec<State>,
}

#[derive(Default, Deserialize)]
struct State {
    code: Option<String>,
    name: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    capital: Option<String>,
    #[serde(default)]
    capital_names: Vec<String>,
}

impl State {
    /// A thing of one name.
    fn called(name: &str) -> State {
        State { name: name.to_owned(), ..State::default() }
    }
}

#[derive(Deserialize)]
struct Organizations {
    companies: String,
    organization: Vec<State>,
}

#[derive(Deserialize)]
struct Gazetteer {
    #[serde(default)]
    towns: String,
    #[serde(default)]
    regions: String,
    #[serde(default)]
    given: String,
    #[serde(default)]
    family: String,
    #[serde(default)]
    common: String,
}

impl Names {
    /// The table that comes with headwater.
    pub fn bundled() -> Names {
        let mut names = Names {
            words: HashMap::with_capacity_and_hasher(MANY, RandomState::default()),
            phrases: HashMap::with_capacity_and_hasher(MANY, RandomState::default()),
            things: Vec::new(),
            demonyms: HashMap::default(),
            lists: Lists::default(),
            roles: BTreeMap::new(),
        };
        names.add_words(toml::from_str(include_str!("../../data/en/names.toml")).expect("bundled, and tested"));
        names.add_states(toml::from_str(include_str!("../../data/shared/states.toml")).expect("bundled, and tested"));
        let organizations = include_str!("../../data/shared/organizations.toml");
        let Organizations { companies, organization } = toml::from_str(organizations).expect("bundled, and tested");
        for name in companies.split([';', '\n']).filter(|name| !name.is_empty()) {
            names.add_thing(&State::called(name), EntityKind::Organization, class::BODY, slug(name));
        }
        for body in organization {
            names.add_thing(&body, EntityKind::Organization, class::BODY, slug(&body.name));
        }
        names.add_lists(toml::from_str(include_str!("../../data/shared/cities.toml")).expect("bundled, and tested"));
        names.add_lists(toml::from_str(include_str!("../../data/shared/persons.toml")).expect("bundled, and tested"));
        names.add_lists(toml::from_str(include_str!("../../data/en/common.toml")).expect("bundled, and tested"));
        names
    }

    /// What one word is known as; `hash` is its [`hash_word`].
    pub(crate) fn word(&self, hash: u64) -> u32 {
        self.words.get(&hash).copied().unwrap_or(0)
    }

    /// What a word is known as.
    pub(crate) fn word_classes(&self, word: &str) -> u32 {
        self.word(hash_word(word))
    }

    /// How many words the longest known name has that begins with this word.
    pub(crate) fn longest_from(&self, hash: u64) -> usize {
        self.phrases.get(&hash).map_or(0, |phrase| usize::from(phrase.longest))
    }

    /// What a name is known as; `hash` joins the hashes of its words ([`hash_join`]).
    pub(crate) fn phrase(&self, hash: u64) -> u32 {
        self.phrases.get(&hash).map_or(0, |phrase| phrase.classes)
    }

    /// The thing that a name means in the gazetteers.
    pub fn thing(&self, name: &str) -> Option<&Thing> {
        let thing = self.phrases.get(&hash_phrase(name))?.thing?;
        self.things.get(thing as usize)
    }

    /// The key of the state that a demonym belongs to: "Ukrainian".
    pub fn state_of(&self, demonym: &str) -> Option<&str> {
        self.demonyms.get(&hash_word(demonym)).map(String::as_str)
    }

    /// The roles that somebody called this may have been introduced with; `None` if it is no role.
    pub(crate) fn roles_behind(&self, role: &str) -> Option<&[String]> {
        self.roles.get(role).map(Vec::as_slice)
    }

    /// Whether only persons have this title.
    pub(crate) fn is_honorific(&self, word: &str) -> bool {
        self.lists.honorifics.contains(word.to_lowercase().as_str())
    }

    /// Whether this word before a place is part of its name.
    pub(crate) fn opens_place(&self, word: &str) -> bool {
        self.lists.place_openers.contains(word)
    }

    /// Whether a name can begin with this small word.
    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.lists.particles.contains(word)
    }

    /// Whether this word before a role belongs to it.
    pub(crate) fn is_role_modifier(&self, word: &str) -> bool {
        self.lists.role_modifiers.contains(word.to_lowercase().as_str())
    }

    /// Whether these words between two names say that they are one thing's.
    pub(crate) fn says_alias(&self, between: &str) -> bool {
        let words = between.trim_matches(|letter: char| letter.is_whitespace() || ",(".contains(letter));
        words.len() <= LONGEST_ALIAS && self.lists.aliases.contains(words.to_lowercase().as_str())
    }

    /// Whether this word opens a description of somebody named before.
    pub(crate) fn opens_description(&self, word: &str) -> bool {
        self.lists.describing.contains(word.to_lowercase().as_str())
    }

    /// Whether this word behind a description narrows it.
    pub(crate) fn narrows_description(&self, word: &str) -> bool {
        self.lists.narrowing.contains(word)
    }

    fn add_words(&mut self, words: Words) {
        let lists = [
            (&words.abbreviations, class::ABBREVIATION),
            (&words.titles, class::TITLE),
            (&words.organizations, class::BODY_WORD),
            (&words.company_forms, class::COMPANY_FORM),
            (&words.places, class::PLACE_WORD),
            (&words.inside, class::INSIDE),
            (&words.calendar, class::CALENDAR),
            (&words.generations, class::GENERATION),
        ];
        for (list, class) in lists {
            for word in list {
                self.add_word(word, class);
            }
        }
        self.lists = words.lists;
        for role in words.roles {
            self.add_word(role[0].rsplit(' ').next().unwrap_or(""), class::ROLE);
            self.roles.entry(role[0].clone()).or_default().extend(role);
        }
    }

    fn add_states(&mut self, states: States) {
        for state in states.state.iter().chain(&states.part).chain(&states.region) {
            let key = state.code.clone().map_or_else(|| slug(&state.name), |code| code.to_lowercase());
            for demonym in &state.demonyms {
                self.add_word(demonym.rsplit(' ').next().unwrap_or(""), class::DEMONYM);
                self.add_phrase(demonym, class::DEMONYM, None);
                self.demonyms.entry(hash_word(demonym)).or_insert_with(|| key.clone());
            }
            if let Some(capital) = &state.capital {
                let town = State {
                    code: None,
                    name: capital.clone(),
                    names: state.capital_names.clone(),
                    demonyms: Vec::new(),
                    capital: None,
                    capital_names: Vec::new(),
                };
                self.add_thing(&town, EntityKind::Place, class::TOWN, slug(capital));
            }
            self.add_thing(state, EntityKind::Place, class::STATE, key);
        }
    }

    fn add_thing(&mut self, entry: &State, kind: EntityKind, class: u32, key: String) {
        let thing = self.things.len() as u32;
        self.things.push(Thing { name: entry.name.clone(), kind, key });
        for name in std::iter::once(&entry.name).chain(&entry.names) {
            self.add_phrase(name, class, Some(thing));
        }
    }

    fn add_lists(&mut self, lists: Gazetteer) {
        for (list, class) in [(&lists.towns, class::TOWN), (&lists.regions, class::REGION)] {
            for name in list.split([';', '\n']).filter(|name| !name.is_empty()) {
                self.add_phrase(name, class, None);
            }
        }
        let words = [(&lists.given, class::GIVEN), (&lists.family, class::FAMILY), (&lists.common, class::COMMON)];
        for (list, class) in words {
            for name in list.split([';', '\n']).filter(|name| !name.is_empty()) {
                self.add_word(name, class);
            }
        }
    }

    fn add_word(&mut self, word: &str, class: u32) {
        *self.words.entry(hash_word(word)).or_default() |= class;
    }

    fn add_phrase(&mut self, name: &str, class: u32, thing: Option<u32>) {
        let mut joined = None;
        let mut count = 0u8;
        for word in parts(name) {
            joined = Some(hash_join(joined, hash_word(word)));
            count = count.saturating_add(1);
        }
        let (Some(joined), Some(first)) = (joined, parts(name).next()) else { return };
        let first = self.phrases.entry(hash_word(first)).or_default();
        first.longest = first.longest.max(count);
        let phrase = self.phrases.entry(joined).or_default();
        phrase.classes |= class;
        phrase.thing = phrase.thing.or(thing);
    }
}

/// The words of a name as names are compared: full stops and apostrophes belong to them, nothing else does.
pub(crate) fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '.' | '\'' | '’' | '&')))
        .filter(|part| part.contains(char::is_alphanumeric))
        .map(|part| part.strip_suffix("'s").or_else(|| part.strip_suffix("’s")).unwrap_or(part))
}

/// The hash of a word in lower case, accents and full stops left out, so that "U.S." is "US" and "Türkiye" "Turkiye".
pub(crate) fn hash_word(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for letter in word.chars() {
        let letter = if letter.is_ascii() { letter.to_ascii_lowercase() } else { fold(letter) };
        if letter != '.' && letter != '\'' {
            hash = (hash ^ u64::from(letter as u32)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

/// The hash of some words and one more.
pub(crate) fn hash_join(words: Option<u64>, word: u64) -> u64 {
    words.map_or(word, |words| words.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word)
}

/// The hash of a name of any number of words.
pub(crate) fn hash_phrase(name: &str) -> u64 {
    parts(name).fold(None, |joined, word| Some(hash_join(joined, hash_word(word)))).unwrap_or(0)
}

/// A name as a key: lower case, plain letters, hyphens between words.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for word in parts(name) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().map(fold).filter(|letter| letter.is_alphanumeric()));
    }
    slug
}

/// A letter in lower case without its accent.
fn fold(letter: char) -> char {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ğ' => 'g',
        '’' | '‘' | 'ʼ' => '\'',
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(Names::bundled().thing(name).map(|thing| thing.key.as_str()), expected, "{name}");
    }

    #[test]
    fn spellings_of_one_thing_have_one_key() {
        for (one, other) in [
            ("Kiev", "Kyiv"),
            ("U.S.", "United States"),
            ("St. Petersburg", "Saint Petersburg"),
            ("UN", "United Nations"),
            ("Türkiye", "Turkey"),
            ("al-Qaida", "Al Qaeda"),
        ] {
            let names = Names::bundled();
            let key = names.thing(one).map(|thing| thing.key.clone());
            assert!(key.is_some(), "{one}");
            check(other, key.as_deref());
        }
    }

    #[test]
    fn seats_of_power_are_bodies() {
        let names = Names::bundled();
        for name in ["Kremlin", "White House", "Downing Street"] {
            assert_eq!(names.thing(name).map(|thing| thing.kind), Some(EntityKind::Organization), "{name}");
        }
        assert_eq!(names.thing("Moscow").map(|thing| thing.kind), Some(EntityKind::Place));
        check("Harbourtown", None);
    }

    #[test]
    fn demonyms_know_their_state() {
        let names = Names::bundled();
        assert_eq!(names.state_of("Ukrainian"), Some("ua"));
        assert_eq!(names.state_of("Harbourish"), None);
    }
}
