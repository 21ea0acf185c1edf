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
