//! Which ends of chains are one party: one person under several names, a body and who speaks for it, the unnamed people
//! of one outlet.

use std::collections::BTreeMap;

use crate::{Evidence, Source, StatementRef};

use super::end::{End, copies};

/// One party on whose word a claim rests.
pub(super) struct Party {
    /// The ends of chains that are this party.
    pub(super) ends: Vec<End>,
    /// Statements that name nobody and copy one of this party's, with the words they copy.
    pub(super) borrowed: Vec<(StatementRef, Evidence)>,
}

impl Party {
    /// Who it is: whom most accounts credit; the person rather than the body, the full name rather than a part.
    pub(super) fn source(&self) -> &Source {
        let all = self.votes();
        let votes = |end: &End| all.get(&(end.name.as_slice(), &end.source)).copied();
        let best = self.ends.iter().max_by_key(|end| {
            let person = matches!(end.source, Source::Person(_));
            let outlet = matches!(end.source, Source::Outlet(_));
            let name = end.source.name();
            (end.telling, !outlet, votes(end), person, end.name.len(), std::cmp::Reverse((name, end.turn)))
        });
        best.map_or(&self.ends[0].source, |end| &end.source)
    }

    /// How many ends have each name and source, or one like it. Many articles credit a party in few words.
    fn votes(&self) -> BTreeMap<(&[String], &Source), usize> {
        let mut counts: BTreeMap<(&[String], &Source), usize> = BTreeMap::new();
        self.ends.iter().for_each(|end| *counts.entry((&end.name, &end.source)).or_default() += 1);
        let votes = |(name, source): &(&[String], &Source)| {
            let same = counts.iter().filter(|((other, own), _)| same_named(name, other) || source == own);
            same.map(|(_, count)| count).sum()
        };
        counts.keys().map(|key| (*key, votes(key))).collect()
    }

    /// The outlet that most accounts of it are from or go back to; of several the first.
    fn teller(&self) -> Option<String> {
        let mut votes: BTreeMap<&String, usize> = BTreeMap::new();
        self.ends.iter().filter_map(|end| end.own.as_ref()).for_each(|own| *votes.entry(own).or_default() += 1);
        let told = self.ends.iter().filter_map(|end| Some((end.own.as_ref()?, end.turn)));
        told.max_by_key(|(own, turn)| (votes[own], std::cmp::Reverse(*turn))).map(|(own, _)| own.clone())
    }

    /// Whether it tells who it is.
    pub(super) fn tells(&self) -> bool {
        self.ends.iter().any(|end| end.telling)
    }

    /// The outlet that had it. For unnamed people without one in the chain, the outlet that credits them.
    pub(super) fn outlet(&self) -> Option<String> {
        let told = self.ends.iter().find_map(|end| end.outlet.clone());
        match self.source() {
            Source::Unnamed { .. } => told.or_else(|| self.teller()),
            Source::Outlet(name) => Some(name.clone()),
            _ => told,
        }
    }

    /// Whether it is named: a person, a body, a paper.
    pub(super) fn is_named(&self) -> bool {
        matches!(self.source(), Source::Person(_) | Source::Organization(_) | Source::Document(_))
    }

    /// Whether it is unnamed people called by one word, whom no outlet in a chain vouches for.
    pub(super) fn is_loose(&self) -> bool {
        let loose =
            |end: &End| matches!(end.source, Source::Unnamed { .. }) && end.outlet.is_none() && end.name.len() <= 1;
        self.ends.iter().all(loose)
    }

    /// Whether an end of a chain is this party.
    pub(super) fn holds(&self, end: &End) -> bool {
        self.ends.iter().any(|known| same_party(known, end))
    }
}

fn same_party(known: &End, end: &End) -> bool {
    use Source::{Document, Organization, Outlet, Person, Unnamed, Unresolved};
    let uttered = known.uttered.as_ref().zip(end.uttered.as_ref());
    if known.key.is_some() && known.key == end.key || uttered.is_some_and(|(one, other)| one_utterance(one, other)) {
        return true;
    }
    match (&known.source, &end.source) {
        (Person(_) | Organization(_), Person(_) | Organization(_)) => {
            same_named(&known.name, &end.name) || speaks_for(end, known) || speaks_for(known, end)
        }
        (Organization(_) | Person(_), Unnamed { .. }) => speaks_for(end, known) && known.outlet == end.outlet,
        (Organization(_) | Document(_), Document(_)) => same_body(&known.name, &end.name),
        (Unnamed { .. }, Unnamed { .. }) => same_unnamed(known, end),
        // An outlet that credits another one is a step on the way.
        (Outlet(one), Outlet(other)) => {
            one == other || known.own.as_ref() == Some(other) || end.own.as_ref() == Some(one)
        }
        (Unresolved(_), Unresolved(_)) => known.name == end.name,
        // An outlet credited without its source adds nothing where its source is told elsewhere.
        (_, Outlet(name)) => {
            known.outlet.as_ref() == Some(name) || known.own.as_ref() == Some(name) || known.via.contains(name)
        }
        _ => false,
    }
}

/// Whether two quotations are one utterance, and so have one speaker, whoever is credited.
fn one_utterance(one: &[String], other: &[String]) -> bool {
    one.len().min(other.len()) >= 3 && one == other || copies(one, other)
}

/// Whether two names are one person's or one body's.
fn same_named(one: &[String], other: &[String]) -> bool {
    same_person(one, other) || same_body(one, other)
}

/// One person: the shorter name stands in the longer one, and they end alike.
fn same_person(one: &[String], other: &[String]) -> bool {
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    !shorter.is_empty() && shorter.last() == longer.last() && shorter.iter().all(|word| longer.contains(word))
}

/// One body: the shorter name stands in the longer one and begins or ends like it, or is its initials.
fn same_body(one: &[String], other: &[String]) -> bool {
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let edges = shorter.first() == longer.first() || shorter.last() == longer.last();
    let short = shorter.len() == 1 && longer.len() > 1 && shorter[0].chars().eq(initials(longer));
    !shorter.is_empty() && (short || edges && shorter.iter().all(|word| longer.contains(word)))
}

fn initials(name: &[String]) -> impl Iterator<Item = char> {
    name.iter().filter_map(|word| word.chars().next())
}

/// Whether the article introduces a person by a body: "harbour office spokesman Per Ek".
fn speaks_for(person: &End, body: &End) -> bool {
    let is_short = |word: &String| word.chars().eq(initials(&body.name));
    let short = body.name.len() > 1 && person.introduced.iter().any(is_short);
    !body.name.is_empty() && (short || body.name.iter().all(|word| person.introduced.contains(word)))
}

/// Unnamed people of one outlet are one origin for one claim, however described. Where no outlet is told, people
/// described alike may be the same, and are not counted twice.
fn same_unnamed(one: &End, other: &End) -> bool {
    match (&one.outlet, &other.outlet) {
        (Some(left), Some(right)) => left == right,
        (Some(told), None) => other.own.as_ref() == Some(told) || alike(&one.name, &other.name),
        (None, Some(told)) => one.own.as_ref() == Some(told) || alike(&one.name, &other.name),
        (None, None) => one.own.is_some() && one.own == other.own || alike(&one.name, &other.name),
    }
}

/// Most words of the shorter description stand in the longer.
pub(super) fn alike(one: &[String], other: &[String]) -> bool {
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let shared = shorter.iter().filter(|word| longer.contains(word)).count();
    shorter == longer || 2 * shared > shorter.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &str) -> Vec<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn one_person_has_several_names() {
        assert!(same_person(&list("per ek"), &list("ek")));
        assert!(!same_person(&list("per ek"), &list("per")));
        assert!(!same_person(&[], &list("per")));
    }

    #[test]
    fn a_body_goes_by_its_initials() {
        assert!(same_body(&list("harbour safety board"), &list("hsb")));
        assert!(same_body(&list("tolmeza harbour police"), &list("police")));
        assert!(!same_body(&list("tolmeza police"), &list("quarn police")));
    }
}
