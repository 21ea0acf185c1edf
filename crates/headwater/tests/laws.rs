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
