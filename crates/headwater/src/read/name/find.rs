//! Where names stand in an article, and of what kind each is; not yet which thing.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};

use crate::{
    EntityKind, Names, Outlets, RuleName, Span, Surety,
    knowledge::names::{class, hash_join, hash_phrase},
};

use super::{
    tag::{Bundled, cover, features, spans, tag},
    tokens::{Shape, Token},
    written,
};

/// A name where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) span: Span,
    pub(crate) kind: EntityKind,
    pub(crate) outlet: Option<usize>,
    pub(crate) rule: RuleName,
}

/// The names in an article, in order; none overlaps another.
pub(crate) fn find(text: &str, sentences: &[Vec<Token>], names: &Names, outlets: &Outlets) -> Vec<Found> {
    let mut seen = HashMap::default();
    sentences.iter().for_each(|tokens| written(tokens, &mut seen));
    let mut tagged = Vec::new();
    for tokens in sentences {
        let rows = features(text, tokens, &seen);
        let tags = tag(&rows, &Bundled, |_| true);
        for (start, end, kind) in spans(tokens, &tags) {
            let titled = start.checked_sub(1).is_some_and(|at| names.is_honorific(tokens[at].span.of(text)));
            let kind = if titled || names_person(&tokens[start..end]) { EntityKind::Person } else { kind };
            if let Some((start, end)) = trim(text, tokens, (start, end), kind, names) {
                tagged.push(Found { span: cover(tokens, start, end), kind, outlet: None, rule: "tagger".into() });
            }
        }
    }
    agree(text, &mut tagged, names);
    let listed = listed_outlets(text, &tagged, outlets);
    let mut found = merge(listed, tagged);
    let known = sentences.iter().flat_map(|tokens| known_names(text, tokens, names)).collect();
    found = merge(found, known);
    let surnames = surnames(text, sentences, &found, &seen);
    found = merge(found, surnames);
    for one in &mut found {
        correct_kind(text, one, names, outlets);
    }
    found
}

/// Whether a name is a given name and a family name, and the lists know it for nothing else.
fn names_person(tokens: &[Token]) -> bool {
    let [first, .., last] = tokens else { return false };
    let other = class::STATE | class::BODY | class::TOWN | class::REGION;
    first.classes & class::GIVEN != 0
        && last.classes & class::FAMILY != 0
        && last.classes & (class::BODY_WORD | class::PLACE_WORD) == 0
        && (first.begins | last.continues) & other == 0
}

/// A tagged name without what is surely no part of it: small words at its ends, a person's title, what follows "of".
/// A name all in small letters stays only if the gazetteers know it and it has two words: "tampa bay".
fn trim(
    text: &str,
    tokens: &[Token],
    (mut start, mut end): (usize, usize),
    kind: EntityKind,
    names: &Names,
) -> Option<(usize, usize)> {
    let capitals = (start..end).any(|at| tokens[at].shape.is_capital());
    if !capitals {
        return (1 < end - start && tokens[start].begins != 0).then_some((start, end));
    }
    let ends_name = |token: &Token| match token.shape {
        Shape::Lower if token.classes & class::INSIDE == 0 => token.continues == 0,
        Shape::Lower => kind == EntityKind::Person && names.narrows_description(token.span.of(text)),
        _ => false,
    };
    start = (start..end).find(|at| tokens[*at].shape.is_capital()).unwrap_or(start);
    end = (start..end).find(|at| ends_name(&tokens[*at])).unwrap_or(end);
    if kind == EntityKind::Person {
        let title = (start..end.saturating_sub(1)).rev().find(|at| tokens[*at].classes & class::TITLE != 0);
        start = title.map_or(start, |title| title + 1);
    }
    let closes = |token: &Token| !matches!(token.shape, Shape::Lower | Shape::Mark) || token.span.of(text) == "!";
    let last = (start..end).rev().find(|at| closes(&tokens[*at]))?;
    let alone = &tokens[start];
    let known = class::GIVEN | class::STATE | class::BODY | class::TOWN;
    let common = alone.classes & class::COMMON != 0 && (alone.classes | alone.begins) & known == 0;
    // A lone capital letter, or an everyday word with a capital, is most often no name.
    let demonym = alone.classes & class::DEMONYM != 0 && alone.begins & (known & !class::TOWN) == 0;
    let none = start == last && (alone.shape == Shape::Initial || common || demonym);
    (start <= last && !none).then_some((start, last + 1))
}

/// Gives names that are written alike the kind that most of them have; ties go to the first.
fn agree(text: &str, tagged: &mut [Found], names: &Names) {
    let mut votes: BTreeMap<u64, Vec<(EntityKind, usize)>> = BTreeMap::new();
    for found in tagged.iter() {
        let kinds = votes.entry(hash_phrase(found.span.of(text))).or_default();
        match kinds.iter_mut().find(|(kind, _)| *kind == found.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((found.kind, 1)),
        }
    }
    for found in tagged {
        let name = found.span.of(text);
        if let Some(kinds) = votes.get(&hash_phrase(name)).filter(|_| names.thing(name).is_none()) {
            let most = kinds.iter().map(|(_, count)| *count).max().unwrap_or(0);
            found.kind = kinds.iter().find(|(_, count)| *count == most).map_or(found.kind, |(kind, _)| *kind);
        }
    }
}

/// Outlets of the list. A short form counts if the outlet is also named in full, or if the tagger has a body there.
fn listed_outlets(text: &str, tagged: &[Found], outlets: &Outlets) -> Vec<Found> {
    let listed = outlets.find(text);
    let full: HashSet<usize> = listed.iter().filter(|found| found.2 == Surety::Full).map(|found| found.1).collect();
    let short: HashSet<Span> = listed.iter().filter(|found| found.2 == Surety::Short).map(|found| found.0).collect();
    let bodies: HashSet<Span> =
        tagged.iter().filter(|found| found.kind == EntityKind::Organization).map(|found| found.span).collect();
    let mut tagged = tagged.iter().peekable();
    let mut found = Vec::new();
    for (span, outlet) in outlets.settle(&listed) {
        while tagged.next_if(|tag| tag.span.end() <= span.start()).is_some() {}
        let sure = !short.contains(&span) || full.contains(&outlet) || bodies.contains(&span);
        // "Brooklyn Daily News" is not the Daily News.
        let within = tagged.peek().is_some_and(|tag| tag.span.contains(span) && longer_name(text, tag.span, span));
        if sure && !within {
            found.push(Found { span, kind: EntityKind::Outlet, outlet: Some(outlet), rule: "outlet-list".into() });
        }
    }
    found
}

/// Whether a tagged span has words before the outlet in it that belong to its name.
fn longer_name(text: &str, tagged: Span, outlet: Span) -> bool {
    let before = Span::new(tagged.start(), outlet.start()).of(text).trim();
    !before.is_empty() && !before.eq_ignore_ascii_case("the")
}

/// Joins two lists of names; where they overlap the first stays.
fn merge(first: Vec<Found>, second: Vec<Found>) -> Vec<Found> {
    let mut merged = Vec::with_capacity(first.len() + second.len());
    let mut first = first.into_iter().peekable();
    for found in second {
        while let Some(sure) = first.next_if(|sure| sure.span.end() <= found.span.start()) {
            merged.push(sure);
        }
        if !first.peek().is_some_and(|sure| sure.span.overlaps(found.span)) {
            merged.push(found);
        }
    }
    merged.extend(first);
    merged
}

/// States, and bodies with names of two words and more, written with capitals.
fn known_names(text: &str, tokens: &[Token], names: &Names) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = known_end(text, tokens, at, names);
        if let Some((end, kind)) = end {
            found.push(Found { span: cover(tokens, at, end), kind, outlet: None, rule: "gazetteer".into() });
        }
        at = end.map_or(at + 1, |(end, _)| end);
    }
    found
}

/// Where the longest known name ends that starts at a word.
fn known_end(text: &str, tokens: &[Token], start: usize, names: &Names) -> Option<(usize, EntityKind)> {
    let surely = class::STATE | class::BODY;
    if !tokens[start].shape.is_capital() || tokens[start].begins & surely == 0 {
        return None;
    }
    let (mut joined, mut words, mut best) = (None, 0, None);
    for (at, token) in tokens.iter().enumerate().skip(start) {
        if names.longest_from(tokens[start].hash) <= words {
            break;
        }
        if token.shape == Shape::Mark {
            continue;
        }
        words += 1;
        joined = Some(hash_join(joined, token.hash));
        let classes = joined.map_or(0, |joined| names.phrase(joined));
        if classes & class::STATE != 0 || (classes & class::BODY != 0 && 1 < words) {
            let thing = names.thing(cover(tokens, start, at + 1).of(text));
            best = thing.map(|thing| (at + 1, thing.kind)).or(best);
        }
    }
    best
}

/// Surnames of persons who are named in full elsewhere, where the tagger saw nothing.
fn surnames(text: &str, sentences: &[Vec<Token>], found: &[Found], seen: &HashMap<u64, u8>) -> Vec<Found> {
    let known: HashSet<u64> = found
        .iter()
        .filter(|found| found.kind == EntityKind::Person)
        .filter_map(|found| found.span.of(text).rsplit_once(' '))
        .map(|(_, last)| crate::knowledge::names::hash_word(last))
        .collect();
    let fits = |token: &&Token| {
        matches!(token.shape, Shape::Capital | Shape::Mixed)
            && known.contains(&token.hash)
            && token.classes & (class::CALENDAR | class::TITLE | class::GENERATION) == 0
            && seen.get(&token.hash).is_none_or(|bits| bits & super::tag::seen::LOWER == 0)
    };
    let rule =
        |token: &Token| Found { span: token.span, kind: EntityKind::Person, outlet: None, rule: "surname".into() };
    sentences.iter().flatten().filter(fits).map(rule).collect()
}

/// The gazetteers know bodies and places better than the tagger; the looks of a name tell an outlet.
fn correct_kind(text: &str, found: &mut Found, names: &Names, outlets: &Outlets) {
    let name = found.span.of(text);
    if found.outlet.is_some() || found.kind == EntityKind::Person {
        return;
    }
    if let Some(thing) = names.thing(name) {
        found.kind = thing.kind;
    } else if let Some(outlet) = outlets.index_of(name).filter(|_| found.kind == EntityKind::Organization) {
        found.outlet = Some(outlet);
        found.kind = EntityKind::Outlet;
    } else if found.kind == EntityKind::Organization && outlets.looks_like(name) {
        found.kind = EntityKind::Outlet;
    }
}
