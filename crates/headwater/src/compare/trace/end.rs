//! The ends of the chains of a claim's statements.

use std::collections::BTreeSet;

use super::party::alike;
use crate::compare::Members;
use crate::compare::align::longest_run;
use crate::compare::derivations_of;
use crate::compare::unify::{Shared, Unified};
use crate::knowledge::Noun;
use crate::{
    Chain, Derivation, EntityKind, Evidence, Knowledge, Link, OriginAppearance, Source, StatementRef, Upstream,
};

/// The end of one chain of one statement.
pub(super) struct End {
    pub(super) statement: StatementRef,
    /// Where the statement stands in the story: the article's turn, then its own.
    pub(super) turn: (usize, usize),
    pub(super) source: Source,
    /// The words of its name or description, lower case, without their endings.
    pub(super) name: Vec<String>,
    /// The words by which the article introduces it.
    pub(super) introduced: Vec<String>,
    /// The key of the thing that it is, the same in all articles of the story.
    pub(super) key: Option<String>,
    /// The outlet that had it, as the chain tells.
    pub(super) outlet: Option<String>,
    /// The outlet of the article itself, or of the one whose account it passes on.
    pub(super) own: Option<String>,
    /// Whether it tells who it is: "reports" and "a spokesman" do not.
    pub(super) telling: bool,
    /// The words of the statement, if it stands in quotation marks: one utterance has one speaker.
    pub(super) uttered: Option<Vec<String>>,
    /// The outlets between the article and the end, nearest to the article first.
    pub(super) via: Vec<String>,
    attributions: Vec<usize>,
    /// What shows it, where no attribution of the statement does.
    because: Vec<Evidence>,
}

/// The ends of all chains of these statements, each person once a statement.
pub(super) fn ends(
    members: &Members,
    things: &Unified,
    statements: &[StatementRef],
    derivations: &[Derivation],
    knowledge: &Knowledge,
) -> Vec<End> {
    let mut ends = Vec::new();
    for at in statements {
        for chain in &members.readings[at.article].statements[at.statement].chains {
            ends.extend(end(members, things, *at, chain, derivations, knowledge));
        }
    }
    let mut outlets: Vec<String> =
        ends.iter().flat_map(|end: &End| end.via.iter().chain(&end.outlet).chain(&end.own)).cloned().collect();
    // "A recent report" is nobody's name.
    outlets.retain(|name| tells(&Source::Outlet(name.clone()), knowledge));
    outlets.sort_by_key(|name| (name.len(), name.clone()));
    outlets.dedup();
    let known: Vec<(Vec<String>, String)> = outlets.into_iter().map(|name| (words(&name, knowledge), name)).collect();
    ends.iter_mut().for_each(|end| end.settle(&known, knowledge));
    ends
}

fn end(
    members: &Members,
    things: &Unified,
    at: StatementRef,
    chain: &Chain,
    derivations: &[Derivation],
    knowledge: &Knowledge,
) -> Option<End> {
    let reading = &members.readings[at.article];
    let home = reading.article.outlet.clone();
    let links = speakers(chain);
    let (last, before) = links.split_last()?;
    let credit = reading.credits.get(last.attribution);
    let thing = credit.and_then(|credit| credit.entity).and_then(|entity| things.thing(at.article, entity));
    let source = fullest(settled(&last.source, knowledge), thing, knowledge);
    let source = counted(members, at.article, source, knowledge);
    if matches!(&source, Source::Outlet(name) if home.as_ref() == Some(name)) {
        return None;
    }
    let outlets: Vec<String> =
        before.iter().filter_map(|link| outlet_name(&settled(&link.source, knowledge))).collect();
    let via: Vec<String> = outlets.iter().filter(|name| home.as_ref() != Some(*name)).cloned().collect();
    // No person is called like a place.
    let place = thing.is_some_and(|thing| thing.kind == EntityKind::Place) && matches!(source, Source::Person(_));
    let statement = &reading.statements[at.statement];
    Some(End {
        statement: at,
        turn: members.turn(at),
        name: words(source.name(), knowledge),
        telling: !place && tells(&source, knowledge),
        introduced: introduced(members, at.article, last, knowledge),
        key: thing.map(|thing| thing.key.clone()),
        outlet: outlets.last().cloned(),
        own: passed_on(members, at.article, derivations).or(home),
        uttered: statement.quoted.then(|| plain(members, at, knowledge)),
        via,
        attributions: chain.links().iter().map(|link| link.attribution).collect(),
        because: Vec::new(),
        source,
    })
}

/// The ends of statements without an attribution of their own, in articles that credit one outlet with their account:
/// that outlet. Not where its own article is among those that state it: that one credits nobody, and copies change nothing.
pub(super) fn rested(
    members: &Members,
    statements: &[StatementRef],
    derivations: &[Derivation],
    knowledge: &Knowledge,
) -> Vec<End> {
    let here: BTreeSet<usize> = statements.iter().map(|at| at.article).collect();
    let copied = |from: &Upstream| matches!(from, Upstream::Article(from) if here.contains(from));
    let end = |at: &StatementRef| {
        if derivations_of(derivations, at.article).iter().any(|derivation| copied(&derivation.from)) {
            return None;
        }
        let name = passed_on(members, at.article, derivations)?;
        let source = settled(&Source::Outlet(name), knowledge);
        let shown = derivations_of(derivations, at.article).iter();
        Some(End {
            statement: *at,
            turn: members.turn(*at),
            name: words(source.name(), knowledge),
            telling: tells(&source, knowledge),
            introduced: Vec::new(),
            key: None,
            outlet: None,
            own: None,
            uttered: None,
            via: Vec::new(),
            attributions: Vec::new(),
            because: shown.flat_map(|derivation| derivation.evidence.iter().take(1).cloned()).collect(),
            source,
        })
    };
    statements.iter().filter_map(end).collect()
}

/// The outlet whose account an article passes on, if it is one. Not one that credits it in turn.
fn passed_on(members: &Members, article: usize, derivations: &[Derivation]) -> Option<String> {
    let back = |from: usize| derivations_of(derivations, from).iter().any(|one| one.from == Upstream::Article(article));
    let mut outlets = derivations_of(derivations, article).iter().filter_map(|derivation| match &derivation.from {
        Upstream::Outlet(name) => Some(name.clone()),
        Upstream::Article(from) if back(*from) => None,
        Upstream::Article(from) => members.readings[*from].article.outlet.clone(),
    });
    let first = outlets.next()?;
    outlets.all(|other| other == first).then_some(first)
}

/// An outlet by the name it goes by, where its name is among the words: "a Saturday Example Times report".
pub(super) fn settled(source: &Source, knowledge: &Knowledge) -> Source {
    let Source::Outlet(name) = source else { return source.clone() };
    match knowledge.outlets.settle(&knowledge.outlets.find(name)).as_slice() {
        [(_, outlet)] => Source::Outlet(knowledge.outlets.all()[*outlet].name.clone()),
        _ => source.clone(),
    }
}

/// Unnamed people as the article describes them where it tells how many they are: "people familiar with the matter" are
/// the "three people familiar with the talks" of the next paragraph, if it speaks of no others like them.
fn counted(members: &Members, article: usize, source: Source, knowledge: &Knowledge) -> Source {
    let Source::Unnamed { described, count: None } = &source else { return source };
    let own = words(described, knowledge);
    // "Officials" could be any.
    if own.len() < 2 {
        return source;
    }
    let like = |other: &Source| match other {
        Source::Unnamed { described, count: Some(many) } if 1 < *many => alike(&own, &words(described, knowledge)),
        _ => false,
    };
    let mut found: Vec<&Source> =
        members.readings[article].credits.iter().map(|credit| &credit.source).filter(|other| like(other)).collect();
    found.sort();
    found.dedup();
    match found[..] {
        [only] => only.clone(),
        _ => source,
    }
}

/// A source under the fullest name that the story has for it.
fn fullest(source: Source, thing: Option<&Shared>, knowledge: &Knowledge) -> Source {
    let Some(thing) = thing else { return source };
    let (own, full) = (words(source.name(), knowledge), words(&thing.name, knowledge));
    let fuller = own.len() < full.len() && own.iter().all(|word| full.contains(word));
    match source {
        Source::Person(_) if fuller => Source::Person(thing.name.clone()),
        Source::Organization(_) if fuller => Source::Organization(thing.name.clone()),
        source => source,
    }
}

/// Whether a source is more than a word for a source.
fn tells(source: &Source, knowledge: &Knowledge) -> bool {
    let name = source.name();
    let words = knowledge.wording.words(name, crate::Span::new(0, name.len()));
    let is = |word: &crate::knowledge::Word, nouns: &[Noun]| {
        nouns.iter().any(|noun| knowledge.unnamed.is(&word.lower, *noun))
    };
    let meaning = || words.iter().filter(|word| !word.duties.does(crate::knowledge::Duties::STOP));
    let vague = [Noun::Rumour, Noun::Outlet, Noun::Outlets, Noun::Report, Noun::Spokesperson, Noun::Document];
    // "eNews", "5Talk": a capital anywhere makes a name.
    let capital = |word: &crate::knowledge::Word| word.span.of(name).contains(char::is_uppercase);
    let named = meaning().any(|word| capital(word) && !is(word, &vague));
    let opened = words.first().is_some_and(|word| is(word, &[Noun::One, Noun::Determiner]));
    // What stands before the first small word: "right" of "right to stop people".
    let mut head =
        words.iter().skip(usize::from(opened)).take_while(|word| !word.duties.does(crate::knowledge::Duties::STOP));
    match source {
        Source::Unnamed { .. } => {
            opened || head.any(|word| is(word, &[Noun::Singular, Noun::Plural, Noun::Organization]))
        }
        Source::Unresolved(_) => false,
        Source::Organization(_) => named || meaning().any(|word| is(word, &[Noun::Organization])),
        Source::Person(_) | Source::Outlet(_) => named,
        Source::Document(_) => meaning().next().is_some(),
    }
}

/// The links up to the last one who speaks: a statement or post is only where somebody said it.
fn speakers(chain: &Chain) -> &[Link] {
    match chain.links() {
        [before @ .., last] if matches!(last.source, Source::Document(_)) && before.last().is_some_and(speaks) => {
            before
        }
        links => links,
    }
}

fn speaks(link: &Link) -> bool {
    matches!(link.source, Source::Person(_) | Source::Organization(_))
}

fn outlet_name(source: &Source) -> Option<String> {
    match source {
        Source::Outlet(name) => Some(name.clone()),
        _ => None,
    }
}

/// The words by which an article introduces a source: "harbour office spokesman Per Ek" says whom Ek speaks for.
fn introduced(members: &Members, article: usize, link: &Link, knowledge: &Knowledge) -> Vec<String> {
    let reading = &members.readings[article];
    let same = reading.credits.iter().zip(&reading.attributions).filter(|(credit, _)| credit.source == link.source);
    let described = same.filter_map(|(_, attribution)| attribution.source);
    let mut found: Vec<String> =
        described.take(8).flat_map(|span| words(span.of(&reading.article.text), knowledge)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether an article credits this source anywhere: what it says without a credit then adds nobody.
pub(super) fn credits(members: &Members, article: usize, end: &End) -> bool {
    members.readings[article].credits.iter().any(|credit| credit.source == end.source)
}

/// The words of a name that mean something, lower case and without their endings: a state's name and what is named
/// after its people are alike.
pub(super) fn words(name: &str, knowledge: &Knowledge) -> Vec<String> {
    let span = crate::Span::new(0, name.len());
    let words = knowledge.wording.words(name, span);
    let meaning = words.iter().filter(|word| !word.duties.does(crate::knowledge::Duties::STOP));
    meaning.map(|word| knowledge.wording.stem(&word.lower).to_owned()).collect()
}

/// The words of a statement, to tell a copy by.
pub(super) fn plain(members: &Members, at: StatementRef, knowledge: &Knowledge) -> Vec<String> {
    let reading = &members.readings[at.article];
    let span = reading.statements[at.statement].span;
    knowledge.wording.words(&reading.article.text, span).iter().map(|word| word.lower.clone().into_owned()).collect()
}

/// Whether two statements are word for word one: all but the edges of the shorter stand in the longer.
pub(super) fn copies(one: &[String], other: &[String]) -> bool {
    let shorter = one.len().min(other.len());
    shorter >= 6 && 4 * longest_run(one, other) >= 3 * one.len().max(other.len()).min(2 * shorter)
}

impl End {
    /// Calls outlets by the shortest name that the story has for them: "a Saturday Example Times report" is one.
    fn settle(&mut self, known: &[(Vec<String>, String)], knowledge: &Knowledge) {
        let short = |words: &[String]| {
            known.iter().find(|(name, _)| !name.is_empty() && name.iter().all(|word| words.contains(word)))
        };
        if let Some((_, name)) = self.outlet.as_ref().and_then(|outlet| short(&words(outlet, knowledge))) {
            self.outlet = Some(name.clone());
        }
        let named = known.iter().find(|(name, _)| *name == self.name);
        let worded = short(&self.name).filter(|_| matches!(self.source, Source::Outlet(_)));
        if let Some((_, name)) = named.or(worded) {
            self.source = Source::Outlet(name.clone());
            self.telling = true;
        }
    }

    /// Where it is credited.
    pub(super) fn appearance(&self) -> OriginAppearance {
        OriginAppearance {
            statement: self.statement,
            via: self.via.clone(),
            attributions: self.attributions.clone(),
            because: self.because.clone(),
        }
    }
}

#[cfg(test)]
impl End {
    /// The end of a chain that an article's statement has, at this source of this outlet.
    pub(super) fn credited(article: usize, source: Source, outlet: Option<&str>) -> End {
        End {
            statement: StatementRef { article, statement: 0 },
            turn: (article, 0),
            name: source.name().to_lowercase().split(' ').map(str::to_owned).collect(),
            source,
            introduced: Vec::new(),
            key: None,
            outlet: outlet.map(str::to_owned),
            own: None,
            telling: true,
            uttered: None,
            via: Vec::new(),
            attributions: Vec::new(),
            because: Vec::new(),
        }
    }
}
