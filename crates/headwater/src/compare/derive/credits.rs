//! Which outlets an article credits: in its text by an attribution, at its head by a dateline, a byline or a credit line.

use std::collections::{BTreeMap, BTreeSet};

use super::{shown, told};
use crate::{
    Derivation, Derived, Evidence, FurnitureKind, OutletKind, Outlets, Reading, Source, Span, Upstream, chains,
};

use super::super::Members;

/// An outlet that an article credits.
pub(crate) struct Credited {
    /// Which reading credits.
    pub(crate) article: usize,
    /// Whom: the article of that outlet, if one is among the members, or else the outlet.
    pub(crate) from: Upstream,
    /// Whether the article says to be that outlet's own text: "(Agency) -".
    pub(crate) wire: bool,
    evidence: Vec<Evidence>,
}

impl Credited {
    /// The credit as a derivation.
    pub(crate) fn derivation(&self) -> Derivation {
        let how = if self.wire { Derived::Copies } else { Derived::Credits };
        Derivation { article: self.article, from: self.from.clone(), how, evidence: self.evidence.clone() }
    }
}

/// At most this many places show one credit.
const MOST_EVIDENCE: usize = 3;

/// Whom the members credit, by article, each outlet once.
pub(crate) fn credited(members: &Members, outlets: &Outlets) -> Vec<Credited> {
    let mut found = Vec::new();
    let by_outlet = by_outlet(members, outlets);
    for article in &members.articles {
        let reading = &members.readings[*article];
        let mut names: BTreeMap<String, (bool, Vec<Evidence>)> = BTreeMap::new();
        for (name, words) in wire(reading, outlets) {
            names.entry(name).or_insert((true, vec![told(members, *article, words)]));
        }
        for (name, span) in attributed(reading, outlets) {
            let (_, evidence) = names.entry(name).or_insert((false, Vec::new()));
            if evidence.len() < MOST_EVIDENCE {
                evidence.push(shown(members, *article, span));
            }
        }
        let others = names.into_iter().filter(|(name, _)| !is_outlet_of(reading, name, outlets));
        found.extend(others.map(|(name, (wire, evidence))| {
            let from = upstream(&by_outlet, *article, name);
            Credited { article: *article, from, wire, evidence }
        }));
    }
    found
}

/// The agencies that dateline, byline and the desk's sign-off say the text is from, with the words that say so. Picture
/// credits say nothing of the text.
fn wire(reading: &Reading, outlets: &Outlets) -> Vec<(String, String)> {
    let article = &reading.article;
    let set_aside = |kind: FurnitureKind| article.furniture.iter().filter(move |piece| piece.kind == kind);
    let head = article.dateline.iter().chain(&article.byline).map(String::as_str);
    let titles = set_aside(FurnitureKind::Title).flat_map(|piece| agency_marks(&piece.text));
    let marks: Vec<&str> = head.chain(agency_marks(&article.text)).chain(titles).collect();
    let named = marks.iter().filter_map(|line| Some((agency(line, outlets)?, (*line).to_owned())));
    let credits = set_aside(FurnitureKind::Credit).map(|piece| piece.text.as_str());
    let feet = article.text.lines().rev().filter(|line| !line.trim().is_empty()).take(LAST_LINES).chain(credits);
    // Many desks sign alike: where a mark names an agency, known or not, the text is that one's.
    let marked = marks.iter().any(|mark| mark.contains('('));
    let feet = feet.filter(|_| !marked);
    let signed = feet.filter_map(|line| Some((outlets.signed_by(line)?.name.clone(), line.to_owned())));
    named.chain(signed).collect()
}

/// How many lines from the end of a text its desk may sign in.
const LAST_LINES: usize = 3;

/// How many lines from the start of a text may have the agency's mark: headlines and standfirsts stand before it.
const FIRST_LINES: usize = 4;
/// The longest mark, in bytes.
const LONGEST_MARK: usize = 80;

/// What stands at the head of a text's first lines up to a bracket and a dash: "OSTREVAAL, March 6 (Norvane) -".
fn agency_marks(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(FIRST_LINES);
    lines.filter_map(|line| {
        let close = line.find(')').filter(|close| *close < LONGEST_MARK)?;
        let open = line[..close].rfind('(')?;
        let dash = line[close + 1..].trim_start().starts_with(['-', '–', '—']);
        let mark = &line[open..=close];
        (dash && !mark.contains(':')).then_some(mark)
    })
}

/// The one agency that a line names. At the head of an article a short name is enough.
fn agency(line: &str, outlets: &Outlets) -> Option<String> {
    let found = outlets.find(line);
    let named = found.iter().filter_map(|(_, outlet, _)| outlets.get(*outlet));
    let agencies: BTreeSet<&str> =
        named.filter(|outlet| outlet.kind == OutletKind::Agency).map(|outlet| outlet.name.as_str()).collect();
    (agencies.len() == 1).then(|| agencies.first().map(|name| (*name).to_owned())).flatten()
}

/// The outlets at the head of the article's chains, with the words that credit them.
fn attributed(reading: &Reading, outlets: &Outlets) -> Vec<(String, Span)> {
    let behind: BTreeSet<usize> = reading.credits.iter().flat_map(|credit| credit.via.iter().copied()).collect();
    let heads = (0..reading.credits.len()).filter(|attribution| !behind.contains(attribution));
    let outlet = |attribution: usize| {
        let chain = chains(&reading.credits, attribution).into_iter().next()?;
        match &chain.links().first()?.source {
            Source::Outlet(name) => Some((full_name(name, outlets), credit_words(reading, attribution)?)),
            _ => None,
        }
    };
    heads.filter_map(outlet).collect()
}

/// The words that credit: source and cue, from the first to the last.
fn credit_words(reading: &Reading, attribution: usize) -> Option<Span> {
    let attribution = reading.attributions.get(attribution)?;
    attribution.source.iter().chain(&attribution.cue).copied().reduce(Span::cover)
}

/// An outlet by its full name, where it is known under another one.
pub(crate) fn full_name(name: &str, outlets: &Outlets) -> String {
    outlets.by_name(name).map_or_else(|| name.to_owned(), |outlet| outlet.name.clone())
}

/// Whether a reading is an article of the outlet of this name.
pub(crate) fn is_outlet_of(reading: &Reading, name: &str, outlets: &Outlets) -> bool {
    reading.article.outlet.as_deref().is_some_and(|own| full_name(own, outlets) == name)
}

/// The members by the outlets that published them.
fn by_outlet(members: &Members, outlets: &Outlets) -> BTreeMap<String, Vec<usize>> {
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for article in &members.articles {
        if let Some(own) = &members.readings[*article].article.outlet {
            found.entry(full_name(own, outlets)).or_default().push(*article);
        }
    }
    found
}

/// The member that is the article of this outlet, if there is exactly one; or else the outlet.
fn upstream(by_outlet: &BTreeMap<String, Vec<usize>>, article: usize, name: String) -> Upstream {
    let mut candidates = by_outlet.get(&name).into_iter().flatten().filter(|other| **other != article);
    match (candidates.next(), candidates.next()) {
        (Some(only), None) => Upstream::Article(*only),
        _ => Upstream::Outlet(name),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::{Body, Hints, Knowledge, Page, read};

    /// Whose text one is by its marks.
    #[track_caller]
    fn check(text: &str, agencies: &[&str]) {
        let knowledge = Knowledge::once();
        let page = Page { place: "a".to_owned(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        let found = super::wire(&read(&page, knowledge), &knowledge.outlets);
        let found: BTreeSet<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), agencies, "{text}");
    }

    #[test]
    fn a_desk_that_signs_tells_the_agency_where_no_mark_does() {
        let foot = "(Reporting by Jo Doe; Editing by Ann Roe)";
        check(&format!("The toll at the harbour will rise in May.\n\n{foot}"), &["Reuters"]);
        check(&format!("OSTREVAAL, March 6 (Norvane) - The toll will rise in May.\n\n{foot}"), &[]);
        check(&format!("OSTREVAAL, March 6 (AP) - The toll will rise in May.\n\n{foot}"), &["Associated Press"]);
        check("The toll at the harbour will rise in May.", &[]);
    }
}
