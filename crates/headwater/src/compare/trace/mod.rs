//! On whose word a claim rests: the ends of its chains, each once, and how many of them are independent.

mod circle;
mod end;
mod party;
mod range;

use std::collections::BTreeSet;

use crate::{
    Derivation, Evidence, Independent, Knowledge, Origin, OriginAppearance, Source, Statement, StatementRef, Upstream,
};

use self::end::{End, ends};
use self::party::Party;
use super::unify::Unified;
use super::{Members, derivations_of};

/// The origins of the claim that these statements make, and how many are independent. Articles are never counted.
pub(crate) fn trace(
    members: &Members,
    things: &Unified,
    statements: &[StatementRef],
    derivations: &[Derivation],
    knowledge: &Knowledge,
) -> (Vec<Origin>, Independent) {
    let mut ends = ends(members, things, statements, derivations, knowledge);
    let circle = circle::circle(members, statements, &ends, knowledge);
    ends.retain(|end| !matches!(&end.source, Source::Outlet(name) if circle.contains(name)));
    let mut parties = self::parties(ends);
    // What one article says by itself may be its own; what several say, and credit one outlet for, is that outlet's.
    let several = statements.iter().any(|at| at.article != statements[0].article);
    if parties.is_empty() && several && circle.is_empty() {
        parties = self::parties(end::rested(members, statements, derivations, knowledge));
    }
    let untold = untold(members, statements, derivations, &mut parties, knowledge);
    let independent = range::range(&parties, untold, &circle);
    (parties.into_iter().map(|party| origin(members, party)).collect(), independent)
}

/// The ends put together where they are one party.
fn parties(mut ends: Vec<End>) -> Vec<Party> {
    // The fullest names come first, so that short ones find them; then the order of the articles.
    ends.sort_by_cached_key(|end| {
        (rank(&end.source), std::cmp::Reverse(end.name.len()), end.name.join(" "), end.statement)
    });
    let mut parties: Vec<Party> = Vec::new();
    for end in ends {
        // Who is one with two parties makes them one.
        let (mut one, others): (Vec<Party>, Vec<Party>) =
            std::mem::take(&mut parties).into_iter().partition(|party| party.holds(&end));
        let mut ends: Vec<End> = one.drain(..).flat_map(|party| party.ends).collect();
        ends.push(end);
        parties = others;
        parties.push(Party { ends, borrowed: Vec::new() });
    }
    // A source that does not tell who it is names no origin: its statements count as untold.
    parties.retain(Party::tells);
    let mut parties = absorb(parties);
    parties.sort_by_key(|party| party.ends.iter().map(|end| end.turn).min());
    parties
}

/// "Officials" without more are whoever else speaks here, if only one party is named.
fn absorb(parties: Vec<Party>) -> Vec<Party> {
    let (mut kept, loose): (Vec<Party>, Vec<Party>) = parties.into_iter().partition(|party| !party.is_loose());
    let named: Vec<usize> = (0..kept.len()).filter(|index| kept[*index].is_named()).collect();
    match named.as_slice() {
        [only] => kept[*only].ends.extend(loose.into_iter().flat_map(|party| party.ends)),
        _ => kept.extend(loose),
    }
    kept
}

/// Outlets come last: one that is only a step on the way to somebody else joins that one.
fn rank(source: &Source) -> u8 {
    match source {
        Source::Organization(_) => 0,
        Source::Person(_) => 1,
        Source::Document(_) => 2,
        Source::Unnamed { .. } => 3,
        Source::Outlet(_) => 4,
        Source::Unresolved(_) => 5,
    }
}

/// The articles whose statements of this claim have no lineage. Where another article shows it, the statement is lent
/// to that origin.
fn untold(
    members: &Members,
    statements: &[StatementRef],
    derivations: &[Derivation],
    parties: &mut [Party],
    knowledge: &Knowledge,
) -> usize {
    let told: BTreeSet<usize> = parties.iter().flat_map(|party| &party.ends).map(|end| end.statement.article).collect();
    let bare = |at: &StatementRef| !told.contains(&at.article);
    let mut seen: Vec<Vec<String>> = Vec::new();
    let mut articles: BTreeSet<usize> = BTreeSet::new();
    for at in statements.iter().filter(|at| bare(at)) {
        let words = end::plain(members, *at, knowledge);
        let lent = lend(members, *at, &words, derivations, parties, knowledge);
        let copied = seen.contains(&words) || rests_on_any(at.article, derivations, &articles);
        // "Reportedly": it has it from somebody, and somebody is in sight.
        let heard = !parties.is_empty() && knowledge.wording.is_hearsay(&words);
        seen.push(words);
        if !lent && !copied && !heard && !is_covered(members, *at) {
            articles.insert(at.article);
        }
    }
    // An article that rests on another one has its lineage there.
    articles.retain(|article| derivations_of(derivations, *article).is_empty());
    articles.len()
}

/// Lends an unattributed statement to the origins of one that it copies word for word.
fn lend(
    members: &Members,
    at: StatementRef,
    words: &[String],
    derivations: &[Derivation],
    parties: &mut [Party],
    knowledge: &Knowledge,
) -> bool {
    let mut lent = false;
    for party in parties {
        let model = party.ends.iter().take(MOST_MODELS).find(|end| {
            end::credits(members, at.article, end)
                || derived(at.article, end.statement.article, derivations)
                || end::copies(words, &end::plain(members, end.statement, knowledge))
        });
        if let Some(because) = model.map(|end| evidence(members, end.statement)) {
            party.borrowed.push((at, because));
            lent = true;
        }
    }
    lent
}

/// The most statements of an origin that an unattributed one is compared with.
const MOST_MODELS: usize = 20;

fn derived(article: usize, from: usize, derivations: &[Derivation]) -> bool {
    derivations_of(derivations, article).iter().any(|derivation| derivation.from == Upstream::Article(from))
}

fn rests_on_any(article: usize, derivations: &[Derivation], others: &BTreeSet<usize>) -> bool {
    others.iter().any(|other| derived(article, *other, derivations) || derived(*other, article, derivations))
}

/// Whether the paragraph of a statement, or a sentence next to it, credits somebody: a bare lead is backed by what
/// follows it.
fn is_covered(members: &Members, at: StatementRef) -> bool {
    let reading = &members.readings[at.article];
    let span = reading.statements[at.statement].span;
    let here = reading.sentences.partition_point(|sentence| sentence.span.end() <= span.start());
    let Some(sentence) = reading.sentences.get(here) else { return false };
    let near = reading.sentences[here.saturating_sub(1)..].iter().take(3);
    let paragraph = reading.article.paragraphs.get(sentence.paragraph).copied().unwrap_or(sentence.span);
    let around = near.map(|sentence| sentence.span).fold(paragraph, crate::Span::cover);
    reading.statements.iter().any(|other| !other.chains.is_empty() && other.span.overlaps(around))
}

fn statement<'m>(members: &'m Members, at: StatementRef) -> &'m Statement {
    &members.readings[at.article].statements[at.statement]
}

fn evidence(members: &Members, at: StatementRef) -> Evidence {
    let article = &members.readings[at.article].article;
    let span = statement(members, at).span;
    Evidence { article: article.id.clone(), span: Some(span), words: span.of(&article.text).to_owned() }
}

/// A party as an origin: under its fullest name, with every place where it is credited.
fn origin(members: &Members, party: Party) -> Origin {
    let mut via: Vec<String> = Vec::new();
    let mut ends: Vec<&End> = party.ends.iter().collect();
    ends.sort_by_key(|end| end.turn);
    for outlet in ends.into_iter().flat_map(|end| &end.via) {
        if !via.contains(outlet) {
            via.push(outlet.clone());
        }
    }
    let mut appearances: Vec<OriginAppearance> = party.ends.iter().map(End::appearance).collect();
    appearances.extend(party.borrowed.iter().map(|(statement, because)| OriginAppearance {
        statement: *statement,
        via: Vec::new(),
        attributions: Vec::new(),
        because: vec![because.clone()],
    }));
    // By the article's turn in the story, not by where it came in.
    appearances.sort_by_cached_key(|appearance| (members.turn(appearance.statement), appearance.attributions.clone()));
    let outlet = party.outlet();
    via.retain(|passed| Some(passed) != outlet.as_ref());
    Origin { source: party.source().clone(), outlet, via, appearances }
}
