//! What holds for the origins of any claim: the motto made executable.

use headwater::{Body, Hints, Knowledge, Page, Story, compare, read};

/// Invented reports on one invented happening.
const REPORTS: &[(&str, &str, &str)] = &[
    (
        "a.txt",
        "Tolmeza Courier",
        "The ferry Alvina sank off Tolmeza on Monday night with 40 people on board, the harbour office said.\n\n\
         \"We pulled everybody out of the water within the hour,\" harbour master Per Ekdal said on Tuesday.\n\n\
         Two people familiar with the inquiry told the Tolmeza Courier that a bow door had been left open.\n\n\
         The owner of the ferry declined to comment.",
    ),
    (
        "b.txt",
        "Quarn Morning",
        "A ferry with 40 people on board sank off Tolmeza on Monday night.\n\n\
         The bow door of the ferry had been left open, the Tolmeza Courier reported, citing two people familiar with \
         the inquiry.\n\n\"We pulled everybody out of the water within the hour,\" said Per Ekdal, the harbour master.",
    ),
    (
        "c.txt",
        "Varnik Ledger",
        "Everybody was pulled out of the water after the ferry Alvina sank off Tolmeza, police said on Tuesday.\n\n\
         A bow door may have been left open, according to the Tolmeza Courier.\n\n\
         The union of seafarers denied that a bow door had been left open.",
    ),
];

fn page(place: &str, outlet: &str, text: &str) -> Page {
    let hints = Hints { outlet: Some(outlet.to_owned()), ..Hints::default() };
    Page { place: place.to_owned(), body: Body::Exact(text.to_owned()), hints }
}

fn pages() -> Vec<Page> {
    REPORTS.iter().map(|(place, outlet, text)| page(place, outlet, text)).collect()
}

fn stories(pages: &[Page]) -> Vec<Story> {
    let knowledge = Knowledge::bundled();
    let readings: Vec<_> = pages.iter().map(|page| read(page, &knowledge)).collect();
    compare(&readings, &knowledge)
}

/// Every claim by its words, with its origins' names and its range, in order of words.
fn told(pages: &[Page]) -> Vec<(String, Vec<String>, (usize, usize))> {
    let claims = stories(pages).into_iter().flat_map(|story| story.claims);
    let mut told: Vec<_> = claims
        .map(|claim| {
            let mut names: Vec<String> = claim.origins.iter().map(|origin| origin.source.name().to_owned()).collect();
            names.sort();
            (claim.text, names, (claim.independent.at_least, claim.independent.at_most))
        })
        .collect();
    told.sort();
    told
}

#[test]
fn a_second_copy_under_any_masthead_changes_no_origin_count() {
    for (index, (_, _, text)) in REPORTS.iter().enumerate() {
        let mut more = pages();
        more.push(page("copy.txt", "Another Masthead", text));
        let counts = |pages: &[Page]| -> Vec<(String, usize)> {
            told(pages).into_iter().map(|(text, names, _)| (text, names.len())).collect()
        };
        assert_eq!(counts(&pages()), counts(&more), "a copy of {index}");
    }
}

#[test]
fn the_order_of_pages_changes_nothing() {
    let mut turned = pages();
    turned.reverse();
    assert_eq!(told(&pages()), told(&turned));
}

#[test]
fn removing_an_article_never_adds_an_origin() {
    let every = |pages: &[Page]| -> std::collections::BTreeSet<String> {
        told(pages).into_iter().flat_map(|(_, names, _)| names).collect()
    };
    let all = every(&pages());
    for index in 0..REPORTS.len() {
        let mut fewer = pages();
        fewer.remove(index);
        assert!(every(&fewer).len() <= all.len(), "without {index}: {:?} against {all:?}", every(&fewer));
    }
}

#[test]
fn the_range_is_a_range() {
    for (text, names, (at_least, at_most)) in told(&pages()) {
        assert!(1 <= at_least && at_least <= at_most, "{text}");
        assert!(names.len() <= at_most, "{text}: {names:?} of {at_most}");
    }
}

/// The names of the origins of the claim whose words hold `part`, in one article.
fn origins_of(text: &str, part: &str) -> Vec<String> {
    let told = told(&[page("d.txt", "Quarn Morning", text)]);
    told.into_iter().filter(|(words, ..)| words.contains(part)).flat_map(|(_, names, _)| names).collect()
}

#[test]
fn unnamed_people_are_counted_where_the_article_counts_them() {
    let once = "Lurmark has offered to reopen the canal, the Tolmeza Courier reported on Monday, citing people familiar \
                with the matter.\n\nThe toll would be halved, according to three people familiar with the talks.";
    assert_eq!(origins_of(once, "reopen the canal"), ["three people familiar with the talks"]);
    let twice = format!("{once}\n\nThe locks would be widened, according to two people familiar with the plans.");
    assert_eq!(origins_of(&twice, "reopen the canal"), ["people familiar with the matter"]);
}
