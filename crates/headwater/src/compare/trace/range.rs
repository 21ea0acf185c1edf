//! How many origins are independent: provably at least, and at most.

use std::collections::BTreeSet;

use crate::{Independent, Source};

use super::party::Party;

/// The range for these parties, this many articles that name nobody, and outlets that credit each other in a circle.
pub(super) fn range(parties: &[Party], untold: usize, circle: &BTreeSet<String>) -> Independent {
    let named = parties.iter().filter(|party| party.is_named()).count();
    let somebody = circle.is_empty() || !parties.is_empty() || 0 < untold;
    let at_least = named.max(usize::from(somebody));
    let at_most = (parties.len() + untold).max(at_least);
    Independent { at_least, at_most, because: reasons(parties, named, untold, circle) }
}

fn reasons(parties: &[Party], named: usize, untold: usize, circle: &BTreeSet<String>) -> Vec<String> {
    let mut because = Vec::new();
    if !circle.is_empty() {
        because.push(match circle.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [only] => format!("A circle, which is no origin: {only} rests on itself by way of others."),
            ref several => format!("A circle, which is no origin: {} rest on each other alone.", several.join(", ")),
        });
    }
    let list = |keep: &dyn Fn(&Party) -> bool| {
        let names: Vec<String> = parties.iter().filter(|party| keep(party)).map(shown).collect();
        names.join("; ")
    };
    if named > 1 {
        because.push(format!("Named and different: {}.", list(&Party::is_named)));
    }
    let unnamed = parties.len() - named;
    if unnamed > 0 && parties.len() > 1 {
        because.push(format!("May be the same people as others here: {}.", list(&|party| !party.is_named())));
    }
    match untold {
        0 => {}
        1 => because.push("One article does not say where it has it from.".to_owned()),
        _ => because.push(format!("{untold} articles do not say where they have it from.")),
    }
    if because.is_empty() {
        because.push(match parties {
            [] => "Nobody is credited.".to_owned(),
            [party, ..] => format!("Everything leads to one origin: {}.", shown(party)),
        });
    }
    because
}

fn shown(party: &Party) -> String {
    match (party.source(), party.outlet()) {
        (Source::Outlet(name), _) => name.clone(),
        (source, Some(outlet)) => format!("{} ({outlet})", source.name()),
        (source, None) => source.name().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::range;
    use crate::Source;
    use crate::compare::trace::end::End;
    use crate::compare::trace::party::Party;

    fn party(source: Source, outlet: Option<&str>) -> Party {
        Party { ends: vec![End::credited(0, source, outlet)], borrowed: Vec::new() }
    }

    fn person(name: &str) -> Party {
        party(Source::Person(name.to_owned()), None)
    }

    fn unnamed(outlet: &str) -> Party {
        party(Source::Unnamed { described: "two people".to_owned(), count: Some(2) }, Some(outlet))
    }

    fn check(parties: &[Party], untold: usize, circle: &[&str], expected: (usize, usize), because: &[&str]) {
        let circle: BTreeSet<String> = circle.iter().map(|outlet| (*outlet).to_owned()).collect();
        let found = range(parties, untold, &circle);
        let told: Vec<&str> = found.because.iter().map(String::as_str).collect();
        assert_eq!(((found.at_least, found.at_most), told.as_slice()), (expected, because));
    }

    #[test]
    fn who_is_named_and_different_counts_and_the_others_may() {
        let (one, other, third) = (|| person("Per Ekdal"), || person("Ines Brandal"), || person("Oda Revik"));
        check(&[one()], 0, &[], (1, 1), &["Everything leads to one origin: Per Ekdal."]);
        check(&[one(), other()], 0, &[], (2, 2), &["Named and different: Per Ekdal; Ines Brandal."]);
        check(
            &[one(), other(), third()],
            0,
            &[],
            (3, 3),
            &["Named and different: Per Ekdal; Ines Brandal; Oda Revik."],
        );
        check(
            &[one(), unnamed("Quarn Herald")],
            0,
            &[],
            (1, 2),
            &["May be the same people as others here: two people (Quarn Herald)."],
        );
        check(
            &[one(), unnamed("Quarn Herald"), other(), unnamed("Tolmeza Post")],
            0,
            &[],
            (2, 4),
            &[
                "Named and different: Per Ekdal; Ines Brandal.",
                "May be the same people as others here: two people (Quarn Herald); two people (Tolmeza Post).",
            ],
        );
    }

    #[test]
    fn without_a_name_there_is_one_at_least() {
        let herald = "Everything leads to one origin: two people (Quarn Herald).";
        check(&[unnamed("Quarn Herald")], 0, &[], (1, 1), &[herald]);
        let outlet = party(Source::Outlet("Quarn Herald".to_owned()), Some("Quarn Herald"));
        check(&[outlet], 0, &[], (1, 1), &["Everything leads to one origin: Quarn Herald."]);
        check(&[], 0, &[], (1, 1), &["Nobody is credited."]);
    }

    #[test]
    fn articles_that_do_not_say_may_have_origins_of_their_own() {
        let one = "One article does not say where it has it from.";
        let two = "2 articles do not say where they have it from.";
        check(&[person("Per Ekdal")], 1, &[], (1, 2), &[one]);
        check(&[person("Per Ekdal")], 2, &[], (1, 3), &[two]);
        check(&[], 1, &[], (1, 1), &[one]);
        check(&[], 2, &[], (1, 2), &[two]);
    }

    #[test]
    fn a_circle_is_no_origin() {
        let both = "A circle, which is no origin: Quarn Herald, Tolmeza Post rest on each other alone.";
        let one = "A circle, which is no origin: Quarn Herald rests on itself by way of others.";
        check(&[], 0, &["Quarn Herald", "Tolmeza Post"], (0, 0), &[both]);
        check(&[], 0, &["Quarn Herald"], (0, 0), &[one]);
        check(&[], 1, &["Quarn Herald"], (1, 1), &[one, "One article does not say where it has it from."]);
        check(&[unnamed("Varnik Ledger")], 0, &["Quarn Herald"], (1, 1), &[one]);
    }
}
