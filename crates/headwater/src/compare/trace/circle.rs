//! Outlets that credit each other and nobody else: a circle, which has no origin.

use std::collections::{BTreeMap, BTreeSet};

use super::end::{End, settled};
use crate::compare::Members;
use crate::{Knowledge, Source, Statement, StatementRef};

/// The outlets that rest, for these statements, on each other alone; in order of name.
///
/// An outlet whose article says it by itself, names anybody else, or is none of the articles here is where a chain ends,
/// and so is whoever rests on it.
pub(super) fn circle(
    members: &Members,
    statements: &[StatementRef],
    ends: &[End],
    knowledge: &Knowledge,
) -> BTreeSet<String> {
    let mut outlets = outlets(ends);
    let mut rests: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut grounded: BTreeSet<String> = BTreeSet::new();
    for at in statements {
        let reading = &members.readings[at.article];
        let Some(home) = reading.article.outlet.clone() else { continue };
        let home = settled(&Source::Outlet(home), knowledge).name().to_owned();
        let mut on = outlets.remove(at).unwrap_or(Some(BTreeSet::new()));
        if let Some(on) = on.as_mut().filter(|_| returns(&reading.statements[at.statement])) {
            on.insert(home.clone());
        }
        match on {
            Some(on) if !on.is_empty() => rests.entry(home).or_default().extend(on),
            _ => drop(grounded.insert(home)),
        }
    }
    floating(&rests, grounded)
}

/// The outlets that each statement's chains end at; `None` if one ends elsewhere.
fn outlets(ends: &[End]) -> BTreeMap<StatementRef, Option<BTreeSet<String>>> {
    let mut outlets: BTreeMap<StatementRef, Option<BTreeSet<String>>> = BTreeMap::new();
    for end in ends {
        let all = outlets.entry(end.statement).or_insert_with(|| Some(BTreeSet::new()));
        match (&end.source, all.as_mut()) {
            (Source::Outlet(name), Some(names)) => drop(names.insert(name.clone())),
            _ => *all = None,
        }
    }
    outlets
}

/// Whether an article has what it says from itself by way of others: "the Post reported, citing this paper".
fn returns(statement: &Statement) -> bool {
    let outlet = |source: &Source| matches!(source, Source::Outlet(_));
    statement
        .chains
        .iter()
        .any(|chain| 1 < chain.links().len() && chain.links().iter().all(|link| outlet(&link.source)))
}

/// Those of the outlets that no way along `rests` leads out of.
fn floating(rests: &BTreeMap<String, BTreeSet<String>>, mut grounded: BTreeSet<String>) -> BTreeSet<String> {
    loop {
        let leads = |name: &String| grounded.contains(name) || !rests.contains_key(name);
        let more: Vec<String> = rests
            .iter()
            .filter(|(name, on)| !grounded.contains(*name) && on.iter().any(leads))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return rests.keys().filter(|name| !grounded.contains(*name)).cloned().collect();
        }
        grounded.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{End, floating, outlets};
    use crate::{Source, StatementRef};

    fn set(names: &str) -> BTreeSet<String> {
        names.split_whitespace().map(str::to_owned).collect()
    }

    fn check(rests: &[(&str, &str)], grounded: &str, expected: &str) {
        let rests: BTreeMap<String, BTreeSet<String>> =
            rests.iter().map(|(name, on)| ((*name).to_owned(), set(on))).collect();
        assert_eq!(floating(&rests, set(grounded)), set(expected), "{rests:?} {grounded:?}");
    }

    #[test]
    fn who_rests_on_each_other_alone_floats() {
        check(&[("Herald", "Post"), ("Post", "Herald")], "", "Herald Post");
        check(&[("Herald", "Herald")], "", "Herald");
        check(&[("Echo", "Post"), ("Herald", "Post"), ("Post", "Herald")], "", "Echo Herald Post");
    }

    #[test]
    fn one_way_out_is_enough() {
        // Somebody says it by themselves, or is none of the articles here.
        check(&[("Herald", "Post"), ("Post", "Herald")], "Post", "");
        check(&[("Herald", "Post"), ("Post", "Ledger")], "", "");
        check(&[("Herald", "Ledger Post"), ("Post", "Herald")], "", "");
        check(&[("Herald", "Post"), ("Post", "Herald"), ("Echo", "Ledger")], "Ledger", "Herald Post");
    }

    #[test]
    fn a_statement_that_ends_elsewhere_too_is_no_outlets_alone() {
        let outlet = |article, name: &str| End::credited(article, Source::Outlet(name.to_owned()), None);
        let person = |article| End::credited(article, Source::Person("Per Ekdal".to_owned()), None);
        let ends = [outlet(0, "Post"), outlet(0, "Echo"), person(1), outlet(1, "Post"), outlet(2, "Post"), person(2)];
        let at = |article| StatementRef { article, statement: 0 };
        let expected = [(at(0), Some(set("Echo Post"))), (at(1), None), (at(2), None)];
        assert_eq!(outlets(&ends), BTreeMap::from(expected));
    }
}
