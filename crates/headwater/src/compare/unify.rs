//! Which entities of a story's articles are one thing.
//!
//! Two names are joined if they are spelled alike, if the gazetteers know them for one thing, or if one can be short
//! for the other and for nothing else in the story. Two candidates mean no answer (invariant 7).

use std::collections::{BTreeMap, BTreeSet};

use super::Members;
use crate::{
    Entity, EntityKind, Names, Reading,
    knowledge::{
        names::{class, parts, slug},
        naming::{acronym_key, acronyms, body_key, letters, may_be_given, one_letter_apart, person_words, short_for},
    },
};

/// Names shorter than this are not joined over a letter: too many are a letter apart and different.
const SHORTEST_VARIANT: usize = 10;

/// So many candidates are looked at; with more, a name is surely shared.
const MOST_CANDIDATES: usize = 8;

/// The entities of a story's articles, joined to things.
#[derive(Debug, Default)]
pub(crate) struct Unified {
    things: BTreeMap<(usize, usize), usize>,
    shared: Vec<Shared>,
}

/// A thing that the articles of a story name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shared {
    /// The same for every name of it: from the gazetteers, or made of its fullest name.
    pub(crate) key: String,
    /// Its fullest name.
    pub(crate) name: String,
    /// What most articles take it for.
    pub(crate) kind: EntityKind,
}

impl Unified {
    /// The thing that an article's entity is; `article` is the index of its reading.
    pub(crate) fn thing(&self, article: usize, entity: usize) -> Option<&Shared> {
        self.shared.get(*self.things.get(&(article, entity))?)
    }

    /// For each article of a story, the things that its reading's entities are.
    pub(crate) fn of(&self, members: &Members) -> Vec<Vec<Entity>> {
        let thing = |article: usize, at: usize, entity: &Entity| match self.thing(article, at) {
            Some(shared) => Entity { name: shared.name.clone(), kind: shared.kind, key: Some(shared.key.clone()) },
            None => entity.clone(),
        };
        let entities = |article: &usize| {
            let entities = members.readings[*article].entities.iter().enumerate();
            entities.map(|(at, entity)| thing(*article, at, entity)).collect()
        };
        members.articles.iter().map(entities).collect()
    }
}

/// Joins the entities of these readings' articles.
pub(crate) fn unify(readings: &[Reading], articles: &[usize], names: &Names) -> Unified {
    let places: Vec<(usize, usize, &Entity)> = articles
        .iter()
        .flat_map(|article| readings[*article].entities.iter().enumerate().map(|(at, entity)| (*article, at, entity)))
        .collect();
    // Entities that are equal are one from here on; the order no longer depends on that of the articles.
    let mut counts: BTreeMap<&Entity, usize> = BTreeMap::new();
    places.iter().for_each(|(_, _, entity)| *counts.entry(entity).or_default() += 1);
    let entities: Vec<&Entity> = counts.keys().copied().collect();
    let mut joins = Joins((0..entities.len()).collect());
    join_spellings(&entities, names, &mut joins);
    join_persons(&entities, names, &mut joins);
    join_forms(&entities, names, &mut joins);
    join_surnames(&entities, names, &mut joins);
    join_acronyms(&entities, names, &mut joins);
    join_aliases(readings, articles, &entities, names, &mut joins);
    gather(&places, &entities, &counts, &mut joins)
}

/// Which entities are joined: each points to an earlier one or to itself.
struct Joins(Vec<usize>);

impl Joins {
    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

/// Joins entities of one key, names of the same letters, and long names a letter apart.
fn join_spellings(entities: &[&Entity], names: &Names, joins: &mut Joins) {
    let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_letters: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entity) in entities.iter().enumerate() {
        if let Some(key) = &entity.key {
            joins.join(at, *by_key.entry(key).or_insert(at));
        }
        let spelling = spelling(entity, names);
        // "Hans Peter Merrow" and "Hanspeter Merrow".
        let unsorted = person_words(&entity.name, names).concat();
        if entity.kind == EntityKind::Person && unsorted != spelling {
            by_letters.entry(unsorted).or_default().push(at);
        }
        by_letters.entry(spelling).or_default().push(at);
    }
    for alike in by_letters.values() {
        for pair in alike.windows(2) {
            if may_be_one(entities[pair[0]], entities[pair[1]]) {
                joins.join(pair[0], pair[1]);
            }
        }
    }
    let spellings: Vec<(&String, usize)> = by_letters.iter().map(|(letters, alike)| (letters, alike[0])).collect();
    for pair in spellings.windows(2) {
        let [(one, at), (other, next)] = pair else { continue };
        let plain = |name: &str| SHORTEST_VARIANT <= name.len() && !name.contains(|letter: char| letter.is_numeric());
        let (left, right) = (entities[*at], entities[*next]);
        let words = parts(&left.name).count() == parts(&right.name).count();
        if plain(one) && plain(other) && words && left.kind == right.kind && one_letter_apart(one, other) {
            joins.join(*at, *next);
        }
    }
}

/// What is alike when a name is spelled in two ways: persons' words in any order, the letters of anything else.
fn spelling(entity: &Entity, names: &Names) -> String {
    if entity.kind != EntityKind::Person {
        return letters(&entity.name, names);
    }
    let mut words = person_words(&entity.name, names);
    if 2 < words.len() {
        words.retain(|word| names.word_classes(word) & class::TITLE == 0);
        words.sort();
    }
    words.concat()
}

/// Whether two names that are spelled alike can be one thing: not if the gazetteers know both, or a person and a place.
fn may_be_one(one: &Entity, other: &Entity) -> bool {
    let both_known = one.key.is_some() && other.key.is_some();
    let kinds = [one.kind, other.kind];
    let apart = kinds.contains(&EntityKind::Person) && kinds.contains(&EntityKind::Place);
    one.key == other.key || !(both_known || apart)
}

/// Joins persons to the only fuller name that theirs can be short for.
fn join_persons(entities: &[&Entity], names: &Names, joins: &mut Joins) {
    let words: BTreeMap<usize, Vec<String>> = entities
        .iter()
        .enumerate()
        .filter(|(_, entity)| entity.kind == EntityKind::Person)
        .map(|(at, entity)| (at, person_words(&entity.name, names)))
        .collect();
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, words) in words.iter().filter(|(_, words)| 1 < words.len()) {
        let (first, last) = (words[0].as_str(), words[words.len() - 1].as_str());
        by_word.entry(first).or_default().push(*at);
        if first != last {
            by_word.entry(last).or_default().push(*at);
        }
    }
    // A single word that another article takes for a body is no surname: "Harbour", beside "Harbour Merrow".
    let others: BTreeSet<String> = entities
        .iter()
        .filter(|entity| entity.kind != EntityKind::Person)
        .map(|entity| letters(&entity.name, names))
        .collect();
    let mut found = Vec::new();
    for (at, short) in words.iter().filter(|(_, words)| words.len() != 1 || !others.contains(&words[0])) {
        let near =
            |word: Option<&String>| word.and_then(|word| by_word.get(word.as_str())).map_or(&[][..], Vec::as_slice);
        let by_last = near(short.last());
        let by_first = near(short.first().filter(|_| may_be_given(short, names)));
        let fuller = only_fuller(*at, short, by_last, &words, joins);
        found.extend(fuller.or_else(|| only_fuller(*at, short, by_first, &words, joins)).map(|fuller| (*at, fuller)));
    }
    found.into_iter().for_each(|(short, fuller)| joins.join(short, fuller));
}

/// The person among these that a name can be short for, all its spellings counting once; `None` if there are two.
fn only_fuller(
    at: usize,
    short: &[String],
    near: &[usize],
    words: &BTreeMap<usize, Vec<String>>,
    joins: &mut Joins,
) -> Option<usize> {
    if MOST_CANDIDATES < near.len() {
        return None;
    }
    let own = joins.root(at);
    let mut fits: Vec<usize> = near
        .iter()
        .filter(|other| short.len() <= words[other].len() && short_for(short, &words[other]))
        .map(|other| joins.root(*other))
        .filter(|other| *other != own)
        .collect();
    // Two fuller names of one person are one candidate: "Jane A. Merrow" and "Jane Anne Merrow".
    fits.sort_by_key(|other| (words.get(other).map_or(0, Vec::len), *other));
    fits.dedup();
    let longest = fits.last().copied()?;
    let all_one = fits.iter().all(|other| match (words.get(other), words.get(&longest)) {
        (Some(one), Some(full)) => *other == longest || (1 < one.len() && short_for(one, full)),
        _ => *other == longest,
    });
    all_one.then_some(longest)
}

/// Joins acronyms to the only body whose name they abbreviate.
fn join_acronyms(entities: &[&Entity], names: &Names, joins: &mut Joins) {
    let mut by_acronym: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let bodies = |entity: &Entity| matches!(entity.kind, EntityKind::Organization | EntityKind::Outlet);
    for (at, entity) in entities.iter().enumerate().filter(|(_, entity)| bodies(entity)) {
        for acronym in acronyms(&entity.name, names) {
            by_acronym.entry(acronym).or_default().push(at);
        }
    }
    for (at, entity) in entities.iter().enumerate() {
        let Some(full) = by_acronym.get(&acronym_key(&entity.name)).filter(|_| entity.key.is_none()) else { continue };
        let mut roots: Vec<usize> = full.iter().map(|full| joins.root(*full)).collect();
        roots.sort();
        roots.dedup();
        if let [only] = roots[..] {
            joins.join(at, only);
        }
    }
}

fn is_body(entity: &Entity) -> bool {
    matches!(entity.kind, EntityKind::Organization | EntityKind::Outlet)
}

/// Joins a firm's name with the form of the firm to the one without: "Merrow Group Ltd", "Merrow Group", "Merrow". One
/// word alone may have been taken for a person; it is none if no person of the story has it in the name.
fn join_forms(entities: &[&Entity], names: &Names, joins: &mut Joins) {
    let with_form = |entity: &Entity| {
        let last = parts(&entity.name).last().unwrap_or_default();
        names.word_classes(last) & class::COMPANY_FORM != 0
    };
    let mut firms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, _) in entities.iter().enumerate().filter(|(_, entity)| is_body(entity) && with_form(entity)) {
        firms.entry(body_key(&entities[at].name, names)).or_default().push(at);
    }
    let persons: BTreeSet<String> = entities
        .iter()
        .filter(|entity| entity.kind == EntityKind::Person)
        .map(|entity| person_words(&entity.name, names))
        .filter(|words| 1 < words.len())
        .flatten()
        .collect();
    for (at, entity) in entities.iter().enumerate() {
        let key = body_key(&entity.name, names);
        let fits = is_body(entity) || entity.kind != EntityKind::Place && !persons.contains(&key);
        for firm in firms.get(&key).into_iter().flatten().filter(|_| fits) {
            if may_be_one(entity, entities[*firm]) {
                joins.join(at, *firm);
            }
        }
    }
}

/// Joins a single word that was taken for a body to the only person whose surname it is, unless a body of the story has
/// the word in its name.
fn join_surnames(entities: &[&Entity], names: &Names, joins: &mut Joins) {
    let mut by_surname: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entity) in entities.iter().enumerate().filter(|(_, entity)| entity.kind == EntityKind::Person) {
        let words = person_words(&entity.name, names);
        if let Some(surname) = words.last().filter(|_| 1 < words.len()) {
            by_surname.entry(surname.clone()).or_default().push(at);
        }
    }
    let within: BTreeSet<String> = entities
        .iter()
        .filter(|entity| entity.kind != EntityKind::Person && 1 < parts(&entity.name).count())
        .flat_map(|entity| parts(&entity.name).map(slug))
        .collect();
    for (at, entity) in entities.iter().enumerate() {
        let single = entity.key.is_none() && is_body(entity) && parts(&entity.name).count() == 1;
        let word = slug(&entity.name);
        let shouted = entity.name.chars().all(char::is_uppercase);
        let Some(persons) = by_surname.get(&word).filter(|_| single && !shouted && !within.contains(&word)) else {
            continue;
        };
        let mut roots: Vec<usize> = persons.iter().map(|person| joins.root(*person)).collect();
        roots.sort();
        roots.dedup();
        if let [only] = roots[..] {
            joins.join(at, only);
        }
    }
}

/// Joins two names that an article says are one thing's: "the Harbour Works, formerly known as Quay Nine".
fn join_aliases(readings: &[Reading], articles: &[usize], entities: &[&Entity], names: &Names, joins: &mut Joins) {
    let number = |entity: &Entity| entities.binary_search(&entity).ok();
    for reading in articles.iter().map(|article| &readings[*article]) {
        for pair in reading.mentions.windows(2) {
            let between = reading.article.text.get(pair[0].span.end()..pair[1].span.start()).unwrap_or_default();
            if !names.says_alias(between) {
                continue;
            }
            let entity = |at: usize| reading.entities.get(pair[at].entity).and_then(number);
            if let (Some(one), Some(other)) = (entity(0), entity(1))
                && may_be_one(entities[one], entities[other])
            {
                joins.join(one, other);
            }
        }
    }
}

/// Names the things: by the gazetteers if they know one of its names, else by the fullest.
fn gather(
    places: &[(usize, usize, &Entity)],
    entities: &[&Entity],
    counts: &BTreeMap<&Entity, usize>,
    joins: &mut Joins,
) -> Unified {
    let mut groups: BTreeMap<usize, Vec<&Entity>> = BTreeMap::new();
    for (at, entity) in entities.iter().enumerate() {
        groups.entry(joins.root(at)).or_default().push(entity);
    }
    let mut unified = Unified::default();
    let mut thing_of: BTreeMap<&Entity, usize> = BTreeMap::new();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for group in groups.values() {
        let mut shared = shared(group, counts);
        // Two things of one name, a person and a place, get keys that differ.
        let times = taken.entry(shared.key.clone()).or_default();
        *times += 1;
        if 1 < *times {
            shared.key = format!("{}-{times}", shared.key);
        }
        group.iter().for_each(|entity| {
            thing_of.insert(entity, unified.shared.len());
        });
        unified.shared.push(shared);
    }
    unified.things = places.iter().map(|(article, at, entity)| ((*article, *at), thing_of[entity])).collect();
    unified
}

fn shared(group: &[&Entity], counts: &BTreeMap<&Entity, usize>) -> Shared {
    let known = group.iter().find(|entity| entity.key.is_some());
    let fullest = group.iter().max_by_key(|entity| (parts(&entity.name).count(), counts[*entity], entity.name.len()));
    let named = known.or(fullest).copied();
    let mut kinds: BTreeMap<EntityKind, usize> = BTreeMap::new();
    group.iter().for_each(|entity| *kinds.entry(entity.kind).or_default() += counts[entity]);
    let kind = kinds.iter().rev().max_by_key(|(_, count)| **count).map_or(EntityKind::Other, |(kind, _)| *kind);
    let name = named.map(|entity| entity.name.clone()).unwrap_or_default();
    let key = known.and_then(|entity| entity.key.clone()).unwrap_or_else(|| slug(&name));
    Shared { key, name, kind: known.map_or(kind, |entity| entity.kind) }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "a test of measured data reads its files")]
mod tests {
    use crate::{Body, Hints, Knowledge, Page, read};

    use super::*;

    fn reading(text: &str, knowledge: &Knowledge) -> Reading {
        read(&Page { place: "p".into(), body: Body::Exact(text.into()), hints: Hints::default() }, knowledge)
    }

    const TITLES: [&str; 6] = ["mr", "dr", "professor", "prince", "sheikh", "the"];

    /// The keys that a name's mentions have in these readings.
    fn keys(name: &str, readings: &[Reading], unified: &Unified) -> BTreeSet<String> {
        let wanted = name.to_lowercase();
        let mut keys = BTreeSet::new();
        for (article, reading) in readings.iter().enumerate() {
            for mention in &reading.mentions {
                let words = mention.span.of(&reading.article.text).to_lowercase();
                let titled = wanted.strip_suffix(&words).is_some_and(|title| {
                    !title.is_empty() && parts(title).all(|word| TITLES.contains(&word.trim_end_matches('.')))
                });
                if words == wanted || titled || format!("the {wanted}") == words {
                    keys.extend(unified.thing(article, mention.entity).map(|thing| thing.key.clone()));
                }
            }
        }
        keys
    }

    #[track_caller]
    fn check(texts: &[&str], same: &[[&str; 2]], apart: &[[&str; 2]]) {
        let knowledge = Knowledge::once();
        let readings: Vec<Reading> = texts.iter().map(|text| reading(text, knowledge)).collect();
        let all: Vec<usize> = (0..readings.len()).collect();
        let unified = unify(&readings, &all, &knowledge.names);
        let keys = |name: &str| keys(name, &readings, &unified);
        for [one, other] in same {
            assert!(!keys(one).is_disjoint(&keys(other)), "{one} is {other}: {:?} {:?}", keys(one), keys(other));
        }
        for [one, other] in apart {
            assert!(keys(one).is_disjoint(&keys(other)), "{one} is not {other}");
        }
    }

    #[test]
    fn names_are_joined_across_articles() {
        check(
            &[
                "Jane Merrow told the BBC on Monday that the Office for Harbour Safety had agreed in Kiev.",
                "Officials in Kyiv said Mr. Merrow of the OHS would resign. Paul Tolland told the British Broadcasting Corporation.",
            ],
            &[["Jane Merrow", "Mr. Merrow"], ["Kiev", "Kyiv"], ["BBC", "British Broadcasting Corporation"]],
            &[["Jane Merrow", "Paul Tolland"]],
        );
    }

    #[test]
    fn firms_are_joined_to_their_names_with_a_form() {
        check(
            &[
                "Merrowtech Group Limited offered to buy Quaynine Ltd on Monday, the firms said.",
                "Merrowtech Group declined to comment. Quaynine said it was flattered, and Merrowtech said no more.",
                "Tolland Holdings said its chairman, Paul Tolland, had resigned. Tolland declined to comment.",
            ],
            &[
                ["Merrowtech Group Limited", "Merrowtech Group"],
                ["Merrowtech Group Limited", "Merrowtech"],
                ["Quaynine Ltd", "Quaynine"],
            ],
            &[["Merrowtech", "Quaynine"], ["Tolland", "Tolland Holdings"]],
        );
    }

    #[test]
    fn an_alias_that_an_article_tells_is_joined() {
        check(
            &[
                "They were taken to Ostwick University Hospital, known as Quaynine, on Monday.",
                "Nurses at Quaynine said Ostwick Central Hospital was full.",
            ],
            &[["Ostwick University Hospital", "Quaynine"]],
            &[["Ostwick Central Hospital", "Quaynine"]],
        );
    }

    #[test]
    fn persons_are_joined_by_the_end_of_their_name_and_over_spaces() {
        check(
            &[
                "Jane al Merrow told the court of Hans Peter Tolland.",
                "Al Merrow and Hanspeter Tolland met. Mr. al Merrow resigned.",
                "Jane Tolland spoke.",
            ],
            &[["Jane al Merrow", "al Merrow"], ["Hans Peter Tolland", "Hanspeter Tolland"]],
            &[["Jane Tolland", "Hanspeter Tolland"]],
        );
    }

    #[test]
    fn two_candidates_are_not_joined() {
        check(
            &["Jane Merrow resigned.", "Paul Merrow resigned.", "Mr. Merrow resigned in London."],
            &[],
            &[["Jane Merrow", "Paul Merrow"], ["Jane Merrow", "Mr. Merrow"]],
        );
    }

    /// The annotated cases, where they are at hand: no two things joined, most names of one thing joined.
    #[test]
    fn cases_keep_their_entities_apart() {
        let Ok(folders) = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/cases")) else {
            eprintln!("skipped: the annotated cases are not here");
            return;
        };
        let knowledge = Knowledge::once();
        let (mut joined, mut asked, mut wrong) = (0, 0, Vec::new());
        let mut folders: Vec<_> = folders.flatten().map(|folder| folder.path()).collect();
        folders.sort();
        for folder in folders {
            let Ok(expected) = std::fs::read_to_string(folder.join("expected.json")) else { continue };
            let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
            let readings: Vec<Reading> = texts(&folder).iter().map(|text| reading(text, knowledge)).collect();
            let all: Vec<usize> = (0..readings.len()).collect();
            let unified = unify(&readings, &all, &knowledge.names);
            for (field, same) in [("same_entity", true), ("not_same_entity", false)] {
                for group in expected[field].as_array().into_iter().flatten() {
                    let group: Vec<&str> =
                        group.as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
                    let first = keys(group[0], &readings, &unified);
                    for name in &group[1..] {
                        let others = keys(name, &readings, &unified);
                        let meet = !first.is_disjoint(&others);
                        asked += usize::from(same);
                        joined += usize::from(same && meet);
                        if meet != same {
                            eprintln!("{field}: {} {first:?} - {name} {others:?}", group[0]);
                        }
                        wrong.extend((meet && !same).then(|| format!("{} = {name}", group[0])));
                    }
                }
            }
        }
        eprintln!("{joined} of {asked} joined");
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(asked <= 2 * joined, "{joined} of {asked}");
    }

    fn texts(folder: &std::path::Path) -> Vec<String> {
        let mut texts = Vec::new();
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|file| file.path()).collect();
        files.sort();
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            match file.extension().and_then(|extension| extension.to_str()) {
                Some("txt") => texts.push(text),
                Some("jsonl") => texts.extend(text.lines().filter_map(|line| {
                    let line: serde_json::Value = serde_json::from_str(line).ok()?;
                    line["text"].as_str().map(str::to_owned)
                })),
                _ => {}
            }
        }
        texts
    }
}
