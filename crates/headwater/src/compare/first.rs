//! Who of all had a claim first, as far as it is told.

use std::collections::BTreeSet;

use super::Members;
use super::derive::{derivations_of, full_name, is_outlet_of};
use crate::{Derivation, Evidence, First, How, Knowledge, Origin, Published, StatementRef, Upstream};

/// At most this many places show it.
const MOST_EVIDENCE: usize = 3;

/// Who had first what these statements say; `None` for one article alone, and where it is not told or two could have.
///
/// Credits come before days: anybody can put a day on a page, but whoever says to have it from another has it later.
pub(crate) fn first(
    members: &Members,
    statements: &[StatementRef],
    origins: &[Origin],
    derivations: &[Derivation],
    knowledge: &Knowledge,
) -> Option<First> {
    let articles: BTreeSet<usize> = statements.iter().map(|at| at.article).collect();
    if articles.len() < 2 {
        return None;
    }
    credited(members, &articles, origins, derivations, knowledge).or_else(|| dated(members, &articles, derivations))
}

/// The one outlet that had it by all chains, and that all the others rest on.
fn credited(
    members: &Members,
    articles: &BTreeSet<usize>,
    origins: &[Origin],
    derivations: &[Derivation],
    knowledge: &Knowledge,
) -> Option<First> {
    let outlet = origins.first()?.outlet.clone()?;
    if origins.iter().any(|origin| origin.outlet.as_ref() != Some(&outlet)) {
        return None;
    }
    let mut own = articles.iter().filter(|at| is_outlet_of(&members.readings[**at], &outlet, &knowledge.outlets));
    let article = own.next().copied();
    let resting: BTreeSet<usize> =
        origins.iter().flat_map(|origin| &origin.appearances).map(|at| at.statement.article).collect();
    let others = || articles.iter().filter(|at| Some(**at) != article);
    if own.next().is_some() || !others().all(|at| resting.contains(at)) {
        return None;
    }
    let credits = others().flat_map(|at| derivations_of(derivations, *at)).filter(|found| match &found.from {
        Upstream::Article(from) => Some(*from) == article,
        Upstream::Outlet(name) => full_name(name, &knowledge.outlets) == outlet,
    });
    let because: Vec<Evidence> =
        credits.filter_map(|found| found.evidence.first().cloned()).take(MOST_EVIDENCE).collect();
    let day = article.and_then(|at| published(members, at));
    let is_earlier = |at: &&usize| day.is_some_and(|day| published(members, **at).is_some_and(|own| before(own, day)));
    let earlier: Vec<usize> = others().filter(is_earlier).copied().collect();
    let dated = article.is_some_and(|at| is_earliest(members, at, articles));
    (!because.is_empty()).then_some(First { article, outlet: Some(outlet), credited: true, dated, earlier, because })
}

/// The one article that was published before all others, by the days that the pages themselves give.
fn dated(members: &Members, articles: &BTreeSet<usize>, derivations: &[Derivation]) -> Option<First> {
    let ends = |at: &usize| published(members, *at).map(|own| own.when.to);
    let article = articles.iter().copied().min_by_key(ends).filter(|at| is_earliest(members, *at, articles))?;
    let own = published(members, article).filter(|own| own.how != How::Inferred)?;
    let rests =
        |at: &usize| derivations_of(derivations, *at).iter().any(|found| found.from == Upstream::Article(article));
    // Whoever rests on somebody else does not have it from itself.
    if !derivations_of(derivations, article).is_empty() {
        return None;
    }
    let credited = articles.iter().any(rests);
    let outlet = members.readings[article].article.outlet.clone();
    let because = own.because.iter().take(MOST_EVIDENCE).cloned().collect();
    Some(First { article: Some(article), outlet, credited, dated: true, earlier: Vec::new(), because })
}

/// Whether an article was published on a day before those of all others.
fn is_earliest(members: &Members, article: usize, articles: &BTreeSet<usize>) -> bool {
    let Some(own) = published(members, article) else { return false };
    let later = |at: &usize| published(members, *at).is_some_and(|other| before(own, other));
    articles.iter().filter(|at| **at != article).all(later)
}

fn before(one: &Published, other: &Published) -> bool {
    one.when.to < other.when.from
}

fn published<'m>(members: &'m Members, article: usize) -> Option<&'m Published> {
    members.published[*members.turns.get(&article)?].as_ref()
}
