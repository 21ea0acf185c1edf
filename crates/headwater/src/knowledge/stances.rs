//! How a party is worded to take a stand.

use foldhash::{HashMap, HashSet};
use serde::Deserialize;

use crate::Stance;

/// How a party is worded to take a stand: verbs, turns of phrase, nouns, and the small words around them.
pub struct Stances {
    rules: Vec<Rule>,
    /// The rules that a word may begin, longest wording first.
    by_word: HashMap<String, Vec<(usize, Vec<String>, Inflection)>>,
    nouns: HashMap<String, Stance>,
    making: HashSet<String>,
    opposite: Vec<(Stance, Stance)>,
    roles: HashMap<String, u16>,
}

/// A rule that finds a stand.
pub(crate) struct Rule {
    pub(crate) stance: Stance,
    /// Whether it names whom it is directed at, right behind.
    pub(crate) toward: bool,
    /// Whether only a speaker's own words take the stand.
    pub(crate) speaker: bool,
    except: Vec<String>,
    needs: Vec<String>,
}

/// Which form of a verb was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inflection {
    /// "offer", "offers", or a turn of phrase.
    Plain,
    /// "offered".
    Past,
    /// "offering".
    Running,
}

/// What a small word does around a stand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    Helper,
    Passive,
    Turn,
    Speaker,
    Pronoun,
    Person,
    Party,
    Article,
    Within,
    Before,
    End,
    Opener,
    Lead,
    Agent,
}

#[derive(Deserialize)]
struct Table {
    helpers: Vec<String>,
    passive: Vec<String>,
    turns: Vec<String>,
    opposite: Vec<Opposite>,
    words: Roles,
    verb: Vec<Entry>,
    phrase: Vec<Entry>,
    noun: Vec<Noun>,
    making: Vec<Making>,
}

#[derive(Deserialize)]
struct Opposite {
    of: Named,
    is: Named,
}

#[derive(Deserialize)]
struct Roles {
    speakers: Vec<String>,
    pronouns: Vec<String>,
    persons: Vec<String>,
    parties: Vec<String>,
    articles: Vec<String>,
    within: Vec<String>,
    before: Vec<String>,
    ends: Vec<String>,
    openers: Vec<String>,
    leads: Vec<String>,
    agent: Vec<String>,
}

#[derive(Deserialize)]
struct Entry {
    stance: Named,
    #[serde(default)]
    forms: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    tail: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    toward: bool,
    #[serde(default)]
    needs_speaker: bool,
    #[cfg(test)]
    name: String,
    #[cfg(test)]
    finds: Vec<String>,
    #[cfg(test)]
    skips: Vec<String>,
}

#[derive(Deserialize)]
struct Noun {
    stance: Named,
    forms: Vec<String>,
}

#[derive(Deserialize)]
struct Making {
    forms: Vec<String>,
}

/// A stance by its name in the data file.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Named {
    Offers,
    Accepts,
    Rejects,
    Demands,
    Denies,
}

impl From<Named> for Stance {
    fn from(named: Named) -> Stance {
        match named {
            Named::Offers => Stance::Offers,
            Named::Accepts => Stance::Accepts,
            Named::Rejects => Stance::Rejects,
            Named::Demands => Stance::Demands,
            Named::Denies => Stance::Denies,
        }
    }
}

fn table() -> Table {
    toml::from_str(include_str!("../../data/en/stances.toml")).expect("the bundled table is well-formed")
}

impl Stances {
    /// The table that comes with headwater.
    pub fn bundled() -> Stances {
        let table = table();
        let mut by_word: HashMap<String, Vec<(usize, Vec<String>, Inflection)>> = HashMap::default();
        let mut rules = Vec::new();
        for entry in table.verb.iter().chain(&table.phrase) {
            for (words, form) in wordings(entry) {
                let first = words.first().cloned().unwrap_or_default();
                by_word.entry(first).or_default().push((rules.len(), words, form));
            }
            rules.push(rule(entry));
        }
        by_word.values_mut().for_each(|rules| rules.sort_by_key(|(_, words, _)| usize::MAX - words.len()));
        let nouns =
            table.noun.iter().flat_map(|noun| noun.forms.iter().map(|form| (form.clone(), Stance::from(noun.stance))));
        Stances {
            rules,
            by_word,
            nouns: nouns.collect(),
            making: table.making.iter().flat_map(|making| making.forms.iter().cloned()).collect(),
            opposite: table.opposite.iter().map(|pair| (pair.of.into(), pair.is.into())).collect(),
            roles: roles(&table),
        }
    }

    /// The rule whose wording these lower-case words begin with, how many words it takes, and in which form.
    pub(crate) fn find<'w>(&self, words: impl Iterator<Item = &'w str> + Clone) -> Option<(&Rule, usize, Inflection)> {
        let known = self.by_word.get(words.clone().next()?)?;
        let fits = |(rule, wording, _): &&(usize, Vec<String>, Inflection)| {
            let follows = words.clone().skip(wording.len());
            words.clone().take(wording.len()).eq(wording.iter().map(String::as_str))
                && self.rules[*rule].allows(follows)
        };
        let (rule, wording, form) = known.iter().find(fits)?;
        Some((&self.rules[*rule], wording.len(), *form))
    }

    /// The stance that a noun stands for: "offer".
    pub(crate) fn noun(&self, word: &str) -> Option<Stance> {
        self.nouns.get(word).copied()
    }

    /// Whether the word puts such a noun forward: "made".
    pub(crate) fn makes(&self, word: &str) -> bool {
        self.making.contains(word)
    }

    /// The opposite of a stance, if that is a stance.
    pub(crate) fn opposite(&self, stance: Stance) -> Option<Stance> {
        self.opposite.iter().find(|(of, _)| *of == stance).map(|(_, is)| *is)
    }

    /// Whether a lower-case word has this role.
    pub(crate) fn plays(&self, word: &str, role: Role) -> bool {
        self.roles.get(word).is_some_and(|roles| roles & (1 << role as u16) != 0)
    }
}

impl Rule {
    fn allows<'w>(&self, mut follows: impl Iterator<Item = &'w str> + Clone) -> bool {
        let needed =
            self.needs.is_empty() || follows.clone().take(10).any(|word| self.needs.iter().any(|need| need == word));
        needed && follows.next().is_none_or(|next| !self.except.iter().any(|word| word == next))
    }
}

fn rule(entry: &Entry) -> Rule {
    Rule {
        stance: entry.stance.into(),
        toward: entry.toward,
        speaker: entry.needs_speaker,
        except: entry.except.clone(),
        needs: entry.needs.clone(),
    }
}

/// All wordings of an entry: each form with each tail.
fn wordings(entry: &Entry) -> Vec<(Vec<String>, Inflection)> {
    let mut found = Vec::new();
    for forms in &entry.forms {
        let kinds = [Inflection::Plain, Inflection::Plain, Inflection::Past, Inflection::Running];
        for (form, kind) in forms.split(' ').zip(kinds) {
            match entry.tail.is_empty() {
                true => found.push((vec![form.to_owned()], kind)),
                false => found.extend(entry.tail.iter().map(|tail| (vec![form.to_owned(), tail.clone()], kind))),
            }
        }
    }
    let split = |words: &String| (words.split(' ').map(str::to_owned).collect(), Inflection::Plain);
    found.extend(entry.words.iter().map(split));
    found
}

fn roles(table: &Table) -> HashMap<String, u16> {
    let words = &table.words;
    let lists = [
        (&table.helpers, Role::Helper),
        (&table.passive, Role::Passive),
        (&table.turns, Role::Turn),
        (&words.speakers, Role::Speaker),
        (&words.pronouns, Role::Pronoun),
        (&words.persons, Role::Person),
        (&words.parties, Role::Party),
        (&words.articles, Role::Article),
        (&words.within, Role::Within),
        (&words.before, Role::Before),
        (&words.ends, Role::End),
        (&words.openers, Role::Opener),
        (&words.leads, Role::Lead),
        (&words.agent, Role::Agent),
    ];
    let mut roles: HashMap<String, u16> = HashMap::default();
    for (list, role) in lists {
        for word in list {
            *roles.entry(word.clone()).or_default() |= 1 << role as u16;
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(stances: &Stances, text: &str) -> Vec<Stance> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(' ').collect();
        let at = |start: usize| stances.find(words[start..].iter().copied()).map(|(rule, ..)| rule.stance);
        (0..words.len()).filter_map(at).collect()
    }

    #[test]
    fn every_rule_finds_and_skips_its_own_examples() {
        let stances = Stances::bundled();
        let table = table();
        for entry in table.verb.iter().chain(&table.phrase) {
            let stance = Stance::from(entry.stance);
            assert!(!entry.finds.is_empty() && !entry.skips.is_empty(), "{} has no examples", entry.name);
            for text in &entry.finds {
                assert!(found(&stances, text).contains(&stance), "{} does not find {text}", entry.name);
            }
            for text in &entry.skips {
                assert!(!found(&stances, text).contains(&stance), "{} does not skip {text}", entry.name);
            }
        }
    }

    #[test]
    fn some_stances_have_an_opposite() {
        let stances = Stances::bundled();
        assert_eq!(stances.opposite(Stance::Accepts), Some(Stance::Rejects));
        assert_eq!(stances.opposite(Stance::Demands), None);
    }
}
