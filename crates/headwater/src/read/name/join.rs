//! Which names in an article name one thing.

use std::collections::BTreeMap;

use crate::{
    Entity, EntityKind, Mention, Names, Outlets, RuleName, Span,
    knowledge::{
        names::{parts, slug},
        naming::{acronym_key, acronyms, body_key, may_be_given, person_words, short_for},
    },
};

use super::find::Found;

/// So many candidates are looked at; with more, a name is surely shared.
const MOST_CANDIDATES: usize = 8;

/// Entities, and the names that were joined to each.
#[derive(Default)]
pub(crate) struct Joined {
    pub(crate) entities: Vec<Entity>,
    pub(crate) mentions: Vec<Mention>,
}

impl Joined {
    /// The mentions in the order of the text, and the entities by their first mention.
    pub(crate) fn in_text_order(mut self) -> (Vec<Mention>, Vec<Entity>) {
        self.mentions.sort_by_key(|mention| (mention.span, mention.entity));
        let mut place = vec![None; self.entities.len()];
        let mut entities = Vec::with_capacity(self.entities.len());
        for mention in &mut self.mentions {
            let new = *place[mention.entity].get_or_insert_with(|| {
                entities.push(self.entities[mention.entity].clone());
                entities.len() - 1
            });
            mention.entity = new;
        }
        (self.mentions, entities)
    }

    fn add(&mut self, entity: Entity) -> usize {
        self.entities.push(entity);
        self.entities.len() - 1
    }

    pub(crate) fn mention(&mut self, span: Span, entity: usize, rule: RuleName) {
        self.mentions.push(Mention { span, entity, rule });
    }
}

/// Joins names to entities: persons by surname and given names, bodies by acronym, places and outlets by the gazetteers.
pub(crate) fn join(text: &str, found: &[Found], names: &Names, outlets: &Outlets) -> Joined {
    let mut joined = Joined::default();
    let mut persons = Persons::default();
    let mut bodies = Bodies::default();
    let mut others: BTreeMap<(EntityKind, String), usize> = BTreeMap::new();
    // The fullest names come first, so that a surname in a headline finds the person named below.
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| (usize::MAX - parts(found[*at].span.of(text)).count(), *at));
    for at in order {
        let one = &found[at];
        let name = plain_name(one.span.of(text));
        let entity = match one.kind {
            EntityKind::Person => persons.entity(&name, names, &mut joined),
            EntityKind::Organization => bodies.entity(&name, names, &mut joined),
            _ => {
                let entity = named(&name, one, names, outlets);
                let key = (entity.kind, entity.key.clone().unwrap_or_else(|| slug(&name)));
                *others.entry(key).or_insert_with(|| joined.add(entity))
            }
        };
        joined.mention(one.span, entity, one.rule.clone());
    }
    joined
}

/// A name on one line, single spaces.
fn plain_name(words: &str) -> String {
    words.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// A place or an outlet.
fn named(name: &str, found: &Found, names: &Names, outlets: &Outlets) -> Entity {
    if let Some(outlet) = found.outlet.and_then(|outlet| outlets.get(outlet)) {
        return Entity { name: outlet.name.clone(), kind: EntityKind::Outlet, key: Some(slug(&outlet.name)) };
    }
    match names.thing(name).filter(|thing| thing.kind == found.kind) {
        Some(thing) => Entity { name: thing.name.clone(), kind: thing.kind, key: Some(thing.key.clone()) },
        None => Entity { name: name.to_owned(), kind: found.kind, key: None },
    }
}

/// Persons by the words of their names.
#[derive(Default)]
struct Persons {
    exact: BTreeMap<Vec<String>, usize>,
    by_first: BTreeMap<String, Vec<Vec<String>>>,
    by_last: BTreeMap<String, Vec<Vec<String>>>,
}

impl Persons {
    fn entity(&mut self, name: &str, names: &Names, joined: &mut Joined) -> usize {
        let words = person_words(name, names);
        if let Some(entity) = self.exact.get(&words) {
            return *entity;
        }
        let entity = match self.candidate(&words, names) {
            Some(entity) => entity,
            None => {
                // A single word is no full name: nothing is joined to it but itself.
                if let (Some(first), Some(last), true) = (words.first(), words.last(), 1 < words.len()) {
                    self.by_first.entry(first.clone()).or_default().push(words.clone());
                    self.by_last.entry(last.clone()).or_default().push(words.clone());
                }
                joined.add(Entity { name: name.to_owned(), kind: EntityKind::Person, key: None })
            }
        };
        self.exact.insert(words, entity);
        entity
    }

    /// The only person known by a fuller name that this one can be short for.
    fn candidate(&self, words: &[String], names: &Names) -> Option<usize> {
        let last = self.by_last.get(words.last()?);
        let first = self.by_first.get(words.first()?);
        let only = |fuller: Option<&Vec<Vec<String>>>| -> Result<Option<usize>, ()> {
            let fuller = fuller.map_or(&[][..], Vec::as_slice);
            if MOST_CANDIDATES < fuller.len() {
                return Err(());
            }
            let mut fits = fuller.iter().filter(|fuller| short_for(words, fuller));
            match (fits.next(), fits.next()) {
                (Some(one), None) => Ok(self.exact.get(one).copied()),
                (Some(_), Some(_)) => Err(()),
                (None, _) => Ok(None),
            }
        };
        match only(last) {
            Ok(Some(entity)) => Some(entity),
            Ok(None) if may_be_given(words, names) => only(first).ok().flatten(),
            Ok(None) => None,
            Err(()) => None,
        }
    }
}

/// Bodies by their names and acronyms.
#[derive(Default)]
struct Bodies {
    exact: BTreeMap<String, usize>,
    /// What the names in the article would be shortened to; `None` if two bodies would be the same.
    acronyms: BTreeMap<String, Option<usize>>,
}

impl Bodies {
    fn entity(&mut self, name: &str, names: &Names, joined: &mut Joined) -> usize {
        let thing = names.thing(name).filter(|thing| thing.kind == EntityKind::Organization);
        let key = thing.map_or_else(|| body_key(name, names), |thing| thing.key.clone());
        if let Some(entity) = self.exact.get(&key) {
            return *entity;
        }
        let short = thing.is_none().then(|| self.acronyms.get(&acronym_key(name)).copied().flatten()).flatten();
        let entity = short.unwrap_or_else(|| {
            joined.add(match thing {
                Some(thing) => Entity { name: thing.name.clone(), kind: thing.kind, key: Some(key.clone()) },
                None => Entity { name: name.to_owned(), kind: EntityKind::Organization, key: None },
            })
        });
        for acronym in acronyms(name, names) {
            let known = self.acronyms.entry(acronym).or_insert(Some(entity));
            if *known != Some(entity) {
                *known = None;
            }
        }
        self.exact.insert(key, entity);
        entity
    }
}
