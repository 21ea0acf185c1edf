//! Where names stand in an article, and of what kind each is; not yet which thing.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};

use crate::{
    EntityKind, Names, Outlets, RuleName, Span, Surety,
    knowledge::names::{class, hash_join, hash_phrase},
};

use super::{
    tag::{Bundled, Casing, casing, cover, features, spans, tag},
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
        let tags = tag(&rows, &Bundled);
        for (start, end, kind) in spans(tokens, &tags) {
            let titled = start.checked_sub(1).is_some_and(|at| names.is_honorific(tokens[at].span.of(text)));
            let kind = if titled || names_person(&tokens[start..end]) { EntityKind::Person } else { kind };
            if let Some((start, end)) = trim(text, tokens, (start, end), kind, names) {
                tagged.push(Found { span: cover(tokens, start, end), kind, outlet: None, rule: "tagger".into() });
            }
        }
    }
    let spelt = sentences.iter().flat_map(|tokens| spelt_out(text, tokens)).collect();
    tagged = merge(spelt, tagged);
    let again = again(text, sentences, &tagged, &seen);
    tagged = merge(tagged, again);
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
        let sure = casing(tokens) == Casing::None || (1 < end - start && tokens[start].begins != 0);
        return (sure && tokens[start].shape == Shape::Lower).then_some((start, end));
    }
    let ends_name = |token: &Token| match token.shape {
        Shape::Lower if token.classes & class::INSIDE == 0 => token.continues == 0,
        Shape::Lower => kind == EntityKind::Person && names.narrows_description(token.span.of(text)),
        _ => false,
    };
    start = (start..end).find(|at| tokens[*at].shape.is_capital()).unwrap_or(start);
    start = particles(text, tokens, start, names);
    let saint = start.checked_sub(1).filter(|at| names.opens_place(tokens[*at].span.of(text)));
    start = saint.filter(|_| kind == EntityKind::Place).unwrap_or(start);
    end = (start..end).find(|at| ends_name(&tokens[*at])).unwrap_or(end);
    if kind == EntityKind::Person {
        start += usize::from(opens_sentence(tokens, (start, end)));
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
    let form = alone.classes & class::COMPANY_FORM != 0 && alone.begins & known == 0;
    let none = start == last && (alone.shape == Shape::Initial || common || demonym || form);
    (start <= last && !none).then_some((start, company_end(text, tokens, last + 1)))
}

/// Whether a person's name was tagged from an everyday word on that has its capital from opening the sentence.
fn opens_sentence(tokens: &[Token], (start, end): (usize, usize)) -> bool {
    let first = &tokens[start];
    let name = class::GIVEN | class::FAMILY | class::TITLE | class::INSIDE;
    start == 0 && 1 < end - start && first.classes & class::COMMON != 0 && first.classes & name == 0
}

/// Where a name ends with the form of a company behind its comma: "Google, Inc."
fn company_end(text: &str, tokens: &[Token], end: usize) -> usize {
    let form = |at: usize| {
        tokens.get(at).is_some_and(|token| token.shape.is_capital() && token.classes & class::COMPANY_FORM != 0)
    };
    let comma = tokens.get(end).is_some_and(|token| token.span.of(text) == ",");
    let at = end + usize::from(comma);
    if comma && form(at) { at + 1 } else { end }
}

/// Where a name begins with the small words before it that are part of it: "al-Sadr", "bin Laden", "van der Berg".
fn particles(text: &str, tokens: &[Token], start: usize, names: &Names) -> usize {
    let is_particle = |at: usize| tokens[at].shape == Shape::Lower && names.is_particle(tokens[at].span.of(text));
    let mut first = start;
    while let Some(before) = first.checked_sub(1) {
        let hyphen = tokens[before].span.of(text) == "-" && tokens[before].span.end() == tokens[first].span.start();
        match before.checked_sub(usize::from(hyphen)) {
            Some(before) if is_particle(before) && (hyphen || tokens[before].classes & class::COMMON == 0) => {
                first = before
            }
            _ => break,
        }
    }
    first
}

/// Names of one word where the tagger saw nothing, though it saw a name in most places where they stand.
fn again(text: &str, sentences: &[Vec<Token>], tagged: &[Found], seen: &HashMap<u64, u8>) -> Vec<Found> {
    let mut known: HashMap<&str, (usize, EntityKind)> = HashMap::default();
    let words = tagged.iter().map(|found| (found.span.of(text), found.kind));
    for (word, kind) in words.filter(|(word, _)| !word.contains(char::is_whitespace)) {
        known.entry(word).or_insert((0, kind)).0 += 1;
    }
    let mut tagged = tagged.iter().peekable();
    let mut missed: Vec<(&str, Span)> = Vec::new();
    for token in sentences.iter().flatten().filter(|token| token.shape.is_capital() && token.span.len() > 1) {
        while tagged.next_if(|found| found.span.end() <= token.span.start()).is_some() {}
        let word = token.span.of(text);
        let free = !tagged.peek().is_some_and(|found| found.span.overlaps(token.span));
        let small = seen.get(&token.hash).is_some_and(|bits| bits & super::tag::seen::LOWER != 0);
        if free && !small && token.classes & (class::COMMON | class::CALENDAR) == 0 && known.contains_key(word) {
            missed.push((word, token.span));
        }
    }
    let mut count: HashMap<&str, usize> = HashMap::default();
    missed.iter().for_each(|(word, _)| *count.entry(word).or_default() += 1);
    let often = missed.into_iter().filter(|(word, _)| count[word] <= known[word].0);
    often.map(|(word, span)| Found { span, kind: known[word].1, outlet: None, rule: "repeated".into() }).collect()
}

/// Bodies that are spelt out before their acronym: "Harbour Accident Office (HAO)". Both are names.
fn spelt_out(text: &str, tokens: &[Token]) -> Vec<Found> {
    let mut found = Vec::new();
    for at in 2..tokens.len().saturating_sub(1) {
        let bracketed = tokens[at - 1].span.of(text) == "(" && tokens[at + 1].span.of(text) == ")";
        if !bracketed || tokens[at].shape != Shape::Shouted || tokens[at].span.len() < 3 {
            continue;
        }
        if let Some(start) = spelt_start(text, &tokens[..at - 1], tokens[at].span.of(text)) {
            let one = |span| Found { span, kind: EntityKind::Organization, outlet: None, rule: "spelt-out".into() };
            found.extend([one(cover(tokens, start, at - 1)), one(tokens[at].span)]);
        }
    }
    found
}

/// Where the words begin whose capitals spell an acronym that stands behind them.
fn spelt_start(text: &str, tokens: &[Token], acronym: &str) -> Option<usize> {
    let mut left: Vec<char> = acronym.chars().filter(|letter| letter.is_alphabetic()).collect();
    for (at, token) in tokens.iter().enumerate().rev() {
        let first = token.span.of(text).chars().next()?;
        let small = token.classes & class::INSIDE != 0 || matches!(token.span.of(text), "'s" | "’s" | "-" | ",");
        match token.shape.is_capital() {
            true if left.last() == Some(&first) => drop(left.pop()),
            false if small => {}
            _ => return None,
        }
        if left.is_empty() {
            return Some(at);
        }
    }
    None
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
