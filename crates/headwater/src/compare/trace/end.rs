//! The ends of the chains of a claim's statements.

use crate::compare::Members;
use crate::compare::align::longest_run;
use crate::{Chain, Knowledge, Link, OriginAppearance, Source, StatementRef};

/// The end of one chain of one statement.
pub(super) struct End {
    pub(super) statement: StatementRef,
    pub(super) source: Source,
    /// The words of its name or description, lower case.
    pub(super) name: Vec<String>,
    /// The words by which the article introduces it.
    pub(super) introduced: Vec<String>,
    /// Its key in the gazetteer.
    pub(super) key: Option<String>,
    /// The outlet that had it, as the chain tells.
    pub(super) outlet: Option<String>,
    /// The outlet of the article itself.
    pub(super) own: Option<String>,
    /// The outlets between the article and the end, nearest to the article first.
    pub(super) via: Vec<String>,
    attributions: Vec<usize>,
}

/// The ends of all chains of these statements, each person once a statement.
pub(super) fn ends(members: &Members, statements: &[StatementRef], knowledge: &Knowledge) -> Vec<End> {
    let mut ends = Vec::new();
    for at in statements {
        for chain in &members.readings[at.article].statements[at.statement].chains {
            ends.extend(end(members, *at, chain, knowledge));
        }
    }
    ends
}

fn end(members: &Members, at: StatementRef, chain: &Chain, knowledge: &Knowledge) -> Option<End> {
    let reading = &members.readings[at.article];
    let own = reading.article.outlet.clone();
    let links = speakers(chain);
    let (last, before) = links.split_last()?;
    if matches!(&last.source, Source::Outlet(name) if own.as_ref() == Some(name)) {
        return None;
    }
    let outlets: Vec<String> = before.iter().filter_map(|link| outlet_name(&link.source)).collect();
    let via: Vec<String> = outlets.iter().filter(|name| own.as_ref() != Some(*name)).cloned().collect();
    let credit = reading.credits.get(last.attribution);
    let key = credit.and_then(|credit| credit.entity).and_then(|entity| reading.entities.get(entity)?.key.clone());
    Some(End {
        statement: at,
        source: last.source.clone(),
        name: words(last.source.name(), knowledge),
        introduced: introduced(members, at.article, last, knowledge),
        key,
        outlet: outlets.last().cloned(),
        own,
        via,
        attributions: chain.links().iter().map(|link| link.attribution).collect(),
    })
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

/// The words of a name that mean something, lower case.
pub(super) fn words(name: &str, knowledge: &Knowledge) -> Vec<String> {
    let span = crate::Span::new(0, name.len());
    let words = knowledge.wording.words(name, span);
    let meaning = words.iter().filter(|word| !word.duties.does(crate::knowledge::Duties::STOP));
    meaning.map(|word| word.lower.strip_suffix("'s").unwrap_or(&word.lower).to_owned()).collect()
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
    /// Where it is credited.
    pub(super) fn appearance(&self) -> OriginAppearance {
        OriginAppearance {
            statement: self.statement,
            via: self.via.clone(),
            attributions: self.attributions.clone(),
            because: Vec::new(),
        }
    }
}
