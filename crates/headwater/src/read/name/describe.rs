//! Descriptions that stand for a person named before: "the Ukrainian leader", "the envoy". Only where one fits.

use std::collections::{BTreeMap, BTreeSet};

use crate::{EntityKind, Names, Span, knowledge::names::class};

use super::{
    join::Joined,
    tag::cover,
    tokens::{Shape, Token},
};

/// How far from a name its role may stand, in words.
const REACH: usize = 6;

/// How many words may stand between the article and the role: "the former Ukrainian finance minister".
const MOST_BETWEEN: usize = 3;

/// What the article says of a person beside the name.
#[derive(Default)]
struct Introduced {
    from: usize,
    roles: BTreeSet<String>,
    states: BTreeSet<String>,
}

/// Adds a mention for every description that fits exactly one person introduced before it.
pub(crate) fn describe(text: &str, sentences: &[Vec<Token>], names: &Names, joined: &mut Joined) {
    let introduced = introduced(text, sentences, names, joined);
    let mut by_role: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (entity, person) in &introduced {
        person.roles.iter().for_each(|role| by_role.entry(role).or_default().push(*entity));
    }
    let mut found = Vec::new();
    for tokens in sentences {
        for at in 0..tokens.len() {
            if let Some((span, role, states)) = description(text, tokens, at, names) {
                let behind = names.roles_behind(&role).unwrap_or(&[]);
                let candidates: BTreeSet<usize> =
                    behind.iter().filter_map(|role| by_role.get(role.as_str())).flatten().copied().collect();
                let mut fits = candidates.into_iter().filter(|entity| {
                    let person = &introduced[entity];
                    person.from < span.start() && (states.is_empty() || !states.is_disjoint(&person.states))
                });
                if let (Some(entity), None) = (fits.next(), fits.next()) {
                    found.push((span, entity));
                }
            }
        }
    }
    for (span, entity) in found {
        joined.mention(span, entity, "description".into());
    }
}

/// What stands right before and behind the names of persons.
fn introduced(text: &str, sentences: &[Vec<Token>], names: &Names, joined: &Joined) -> BTreeMap<usize, Introduced> {
    let mut mentions: Vec<(Span, usize)> = joined
        .mentions
        .iter()
        .filter(|mention| joined.entities[mention.entity].kind == EntityKind::Person)
        .map(|mention| (mention.span, mention.entity))
        .collect();
    mentions.sort();
    let mut introduced: BTreeMap<usize, Introduced> = BTreeMap::new();
    let mut sentences = sentences.iter().peekable();
    for (span, entity) in mentions {
        while sentences.next_if(|tokens| tokens.last().is_none_or(|last| last.span.end() <= span.start())).is_some() {}
        let Some(tokens) = sentences.peek() else { break };
        let first = tokens.partition_point(|token| token.span.start() < span.start());
        let after = tokens.partition_point(|token| token.span.start() < span.end());
        let person =
            introduced.entry(entity).or_insert_with(|| Introduced { from: span.start(), ..Introduced::default() });
        note(text, before(text, tokens, first, names), names, person);
        note(text, behind(text, tokens, after), names, person);
    }
    introduced
}

/// The words before a name up to a comma, a verb's place being unknown: titles, roles and what they belong to.
fn before<'a>(text: &str, tokens: &'a [Token], first: usize, names: &Names) -> &'a [Token] {
    let start = first.saturating_sub(REACH);
    let stop = (start..first).rev().find(|at| {
        let token = &tokens[*at];
        let joins = token.shape != Shape::Lower || token.classes & (class::ROLE | class::TITLE | class::BODY_WORD) != 0;
        let mark = token.shape == Shape::Mark && !matches!(token.span.of(text), "-" | "'s" | "’s");
        mark || !(joins || names.is_role_modifier(token.span.of(text)))
    });
    &tokens[stop.map_or(start, |stop| stop + 1)..first]
}

/// The words behind a name and its comma, up to the next mark.
fn behind<'a>(text: &str, tokens: &'a [Token], after: usize) -> &'a [Token] {
    if tokens.get(after).is_none_or(|token| token.span.of(text) != ",") {
        return &[];
    }
    let start = after + 1;
    let far = tokens.len().min(start + REACH);
    let end = (start..far)
        .find(|at| tokens[*at].shape == Shape::Mark && !matches!(tokens[*at].span.of(text), "-" | "'s" | "’s"));
    &tokens[start..end.unwrap_or(far)]
}

fn note(text: &str, tokens: &[Token], names: &Names, person: &mut Introduced) {
    for (at, token) in tokens.iter().enumerate() {
        let word = token.span.of(text);
        let lower = word.to_lowercase();
        if names.roles_behind(&lower).is_some() || token.classes & (class::ROLE | class::TITLE) != 0 {
            if let Some(two) =
                at.checked_sub(1).map(|at| format!("{} {lower}", tokens[at].span.of(text).to_lowercase()))
            {
                person.roles.insert(two);
            }
            person.roles.insert(lower);
        }
        let state = names.state_of(word).or_else(|| names.thing(word).map(|thing| thing.key.as_str()));
        person.states.extend(state.map(str::to_owned));
    }
}

/// The description that starts here: its words, its role, the states it names.
fn description(text: &str, tokens: &[Token], at: usize, names: &Names) -> Option<(Span, String, BTreeSet<String>)> {
    if !names.opens_description(tokens[at].span.of(text)) {
        return None;
    }
    let mut states = BTreeSet::new();
    for (role_at, token) in tokens.iter().enumerate().skip(at + 1).take(MOST_BETWEEN + 1) {
        let word = token.span.of(text);
        let next = tokens.get(role_at + 1);
        if token.shape == Shape::Lower && token.classes & class::ROLE != 0 {
            let goes_on = next.is_some_and(|next| {
                next.shape.is_capital()
                    || next.classes & class::ROLE != 0
                    || names.narrows_description(next.span.of(text))
            });
            let two = format!("{} {word}", tokens[role_at - 1].span.of(text).to_lowercase());
            let role = if names.roles_behind(&two).is_some() { two } else { word.to_owned() };
            return (!goes_on).then(|| (cover(tokens, at, role_at + 1), role, states));
        }
        match names.state_of(word) {
            Some(state) => states.extend([state.to_owned()]),
            // Any other word narrows the description in a way that is not understood, unless it is part of the role.
            None if next
                .is_some_and(|next| names.roles_behind(&format!("{word} {}", next.span.of(text))).is_some()) => {}
            None => return None,
        }
    }
    None
}
