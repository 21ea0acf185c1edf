//! What holds for any input.

use std::collections::BTreeSet;

use headwater::{Body, Hints, Knowledge, Page, Reading, compare, read};

const TEXTS: [&str; 5] = [
    "A ferry with forty passengers ran aground off Tolmeza island on Monday, the coastguard said. Nobody was hurt.",
    "Coastguard boats took forty passengers off a ferry that had run aground near Tolmeza island.",
    "Brundel Bank will cut a third of its branches, its chief executive told shareholders in Quarn.",
    "A third of the branches of Brundel Bank will close, shareholders were told in Quarn on Friday.",
    "Heavy snow closed the Varnik pass for a second week.",
];

fn page(text: &str) -> Page {
    Page { place: text.to_owned(), body: Body::Exact(text.to_owned()), hints: Hints::default() }
}

/// The stories that these readings tell, each as the places of its articles.
fn stories(readings: &[Reading], knowledge: &Knowledge) -> BTreeSet<BTreeSet<String>> {
    let places = |articles: &[usize]| articles.iter().map(|index| readings[*index].article.place.clone()).collect();
    compare(readings, knowledge).iter().map(|story| places(&story.articles)).collect()
}

#[test]
fn the_order_of_pages_makes_no_difference_to_the_stories() {
    let knowledge = Knowledge::bundled();
    let mut readings: Vec<Reading> = TEXTS.iter().map(|text| read(&page(text), &knowledge)).collect();
    let expected = stories(&readings, &knowledge);
    for turn in 0..readings.len() {
        readings.rotate_left(1);
        if turn == 2 {
            readings.reverse();
        }
        assert_eq!(stories(&readings, &knowledge), expected);
    }
}

/// Who is credited in a story that is made up, how each article words it, and what it is about.
struct Told {
    place: &'static str,
    source: &'static str,
    wordings: [&'static str; 3],
}

const PLACES: [&str; 4] = ["Tolmeza", "Quarn", "Varnik", "Ostrevaal"];
const SOURCES: [&str; 4] = [
    "harbour master Per Ekdal",
    "the Union of River Pilots",
    "two people familiar with the inquiry",
    "the Tolmeza Courier",
];
/// The same claim from the same source in three wordings.
const WORDINGS: [[&str; 3]; 3] = [
    [
        "The lock at PLACE had been left open for nine days, SOURCE said on Tuesday.",
        "According to SOURCE, the lock at PLACE had been left open for nine days.",
        "SOURCE said that for nine days the lock at PLACE had been left open.",
    ],
    [
        "The ferry Alvina will not sail from PLACE before June, SOURCE told reporters.",
        "SOURCE told reporters that the ferry Alvina will not sail from PLACE before June.",
        "The ferry Alvina will not sail from PLACE before June, according to SOURCE.",
    ],
    [
        "A third of the houses in PLACE were flooded, SOURCE said.",
        "SOURCE said a third of the houses in PLACE were flooded.",
        "According to SOURCE, a third of the houses in PLACE were flooded.",
    ],
];

fn invented() -> impl Iterator<Item = Told> {
    let told = |(place, source)| WORDINGS.map(|wordings| Told { place, source, wordings });
    PLACES.iter().flat_map(|place| SOURCES.iter().map(move |source| (*place, *source))).flat_map(told)
}

impl Told {
    /// An article that tells it in this wording, among other things of its own.
    fn article(&self, name: &str, wording: usize) -> Page {
        let sentence = self.wordings[wording].replace("PLACE", self.place).replace("SOURCE", self.source);
        let sentence = sentence[..1].to_uppercase() + &sentence[1..];
        let text = format!("{sentence}\n\nThe river at {} rose by two metres in April.", self.place);
        let hints = Hints { outlet: Some(format!("{name} Ledger")), ..Hints::default() };
        Page { place: name.to_owned(), body: Body::Exact(text), hints }
    }
}

/// Of all claims, the most origins that one has.
fn origins(pages: &[Page], knowledge: &Knowledge) -> usize {
    let readings: Vec<Reading> = pages.iter().map(|page| read(page, knowledge)).collect();
    let claims = compare(&readings, knowledge).into_iter().flat_map(|story| story.claims);
    claims.map(|claim| claim.origins.len()).max().unwrap_or_default()
}

#[test]
fn copies_under_any_number_of_mastheads_change_no_origin_count() {
    let knowledge = Knowledge::bundled();
    let mut unread = 0;
    for (turn, told) in invented().enumerate() {
        let one = told.article("First", turn % 3);
        let alone = origins(std::slice::from_ref(&one), &knowledge);
        // Where reading did not find who is credited, there is no origin to count.
        if alone == 0 {
            unread += 1;
            continue;
        }
        let most = [1, 10, 200][if turn == 0 { 2 } else { usize::from(turn % 8 == 0) }];
        let masthead = |copy: usize| Page {
            place: format!("copy {copy}"),
            hints: Hints { outlet: Some(format!("Masthead {copy}")), ..Hints::default() },
            ..one.clone()
        };
        let pages: Vec<Page> = std::iter::once(one.clone()).chain((0..most).map(masthead)).collect();
        assert_eq!(origins(&pages, &knowledge), alone, "{most} copies, {} at {}", told.source, told.place);
    }
    assert!(unread <= 12, "{unread} of 48 without an origin");
}

#[test]
fn copies_of_what_nobody_is_credited_with_add_no_origin() {
    let knowledge = Knowledge::bundled();
    let told = |copy: usize| Page {
        place: format!("copy {copy}"),
        body: Body::Exact(
            "The ferry Alvina sank off Quarn on Monday. Nobody was hurt, and the pier is shut.".to_owned(),
        ),
        hints: Hints { outlet: Some(format!("Masthead {copy}")), ..Hints::default() },
    };
    for most in [1, 2, 11] {
        assert_eq!(origins(&(0..most).map(told).collect::<Vec<_>>(), &knowledge), 0, "{most} pages");
    }
}

#[test]
fn paraphrases_that_name_the_same_origin_change_no_count() {
    let knowledge = Knowledge::bundled();
    let (mut held, mut all) = (0, 0);
    for told in invented() {
        let one = [told.article("First", 0)];
        let more = [told.article("First", 0), told.article("Second", 1), told.article("Third", 2)];
        all += 1;
        held += usize::from(origins(&one, &knowledge) == origins(&more, &knowledge));
    }
    // The aim is 95 in 100; what is missing are credits that reading does not find.
    assert!(all * 88 <= held * 100, "{held} of {all}");
}

#[test]
fn removing_any_article_of_an_invented_story_adds_no_origin() {
    let knowledge = Knowledge::bundled();
    for told in invented().step_by(5) {
        let other = Told { source: "mayor Ines Brandal", ..told };
        let pages = [told.article("First", 0), told.article("Second", 1), other.article("Third", 2)];
        let all = origins(&pages, &knowledge);
        for gone in 0..pages.len() {
            let rest: Vec<Page> =
                pages.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, page)| page.clone()).collect();
            assert!(origins(&rest, &knowledge) <= all, "without {gone}: {} at {}", told.source, told.place);
        }
    }
}
