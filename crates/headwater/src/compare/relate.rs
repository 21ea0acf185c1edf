//! How claims of one story bear on each other: denial, update, narrower.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Claim, ClaimLink, DifferenceKind, Knowledge, Relation, Wording};

use super::{Members, Unified, weigh};

/// A word that more claims have than this links none of them.
const MOST_POSTINGS: usize = 40;

/// The claims in order of weight, linked where one denies, updates or narrows another.
pub(crate) fn relate(members: &Members, things: &Unified, mut claims: Vec<Claim>, knowledge: &Knowledge) -> Vec<Claim> {
    claims.sort_by_cached_key(|claim| {
        let articles: BTreeSet<usize> = claim.statements.iter().map(|at| at.article).collect();
        let place = claim.statements.first().map(|at| {
            let order = members.articles.iter().position(|article| *article == at.article);
            (members.readings[at.article].statements[at.statement].span.start(), order)
        });
        (std::cmp::Reverse((articles.len(), claim.origins.len())), place)
    });
    let gists: Vec<Gist> = claims.iter().map(|claim| gist(members, claim, &knowledge.wording)).collect();
    for (one, other) in neighbours(&gists) {
        if let Some(how) = gists[one].bears_on(&gists[other]) {
            claims[one].linked.push(ClaimLink { claim: other, how });
            if how == Relation::Denies {
                claims[other].linked.push(ClaimLink { claim: one, how });
                oppose(members, things, &mut claims, one, other, knowledge);
            }
        }
    }
    claims
}

/// Tells of a claim and its denial where they stand against each other, once a claim.
fn oppose(members: &Members, things: &Unified, claims: &mut [Claim], one: usize, other: usize, knowledge: &Knowledge) {
    let (claim, denial) = (&claims[one].statements, &claims[other].statements);
    let Some(found) = weigh::denied(members, things, claim, denial, knowledge) else { return };
    for at in [one, other] {
        let differences = &mut claims[at].differences;
        if differences.iter().all(|known| known.kind != DifferenceKind::Negation) {
            differences.insert(0, found.clone());
        }
    }
}

/// What a claim says, in short.
struct Gist {
    terms: BTreeSet<String>,
    denies: bool,
}

fn gist(members: &Members, claim: &Claim, wording: &Wording) -> Gist {
    let words = wording.words(&claim.text, crate::Span::new(0, claim.text.len()));
    let meaning = words.iter().filter(|word| !word.duties.does(crate::knowledge::Duties::STOP));
    let terms = meaning.map(|word| wording.stem(&word.lower).to_owned()).collect();
    let denying =
        claim.statements.iter().filter(|at| weigh::denies(&members.readings[at.article].statements[at.statement]));
    Gist { terms, denies: 2 * denying.count() > claim.statements.len() }
}

impl Gist {
    /// How a claim bears on another with which it shares most words.
    fn bears_on(&self, other: &Gist) -> Option<Relation> {
        let shared = self.terms.intersection(&other.terms).count();
        let fewest = self.terms.len().min(other.terms.len());
        if shared < 2 || 5 * shared < 3 * fewest {
            return None;
        }
        if self.denies != other.denies {
            return Some(Relation::Denies);
        }
        (shared == self.terms.len() && other.terms.len() > shared).then_some(Relation::Narrows)
    }
}

/// Pairs of claims that share at least two words that are not everywhere.
fn neighbours(gists: &[Gist]) -> Vec<(usize, usize)> {
    let mut postings: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, gist) in gists.iter().enumerate() {
        gist.terms.iter().for_each(|term| postings.entry(term).or_default().push(index));
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for claims in postings.values().filter(|claims| claims.len() <= MOST_POSTINGS) {
        for (at, one) in claims.iter().enumerate() {
            claims[at + 1..].iter().for_each(|other| *shared.entry((*one, *other)).or_default() += 1);
        }
    }
    shared.into_iter().filter(|(_, count)| *count >= 2).map(|(pair, _)| pair).collect()
}
