//! Which readings tell one story.
//!
//! Each reading becomes a list of weighted terms; readings that share telling terms within a stretch of time are
//! neighbours; neighbours are joined from the nearest on, as long as the groups are near each other on average.

mod link;
mod near;
mod signature;
mod terms;

use crate::Knowledge;

use self::link::link;
use self::near::near;
use self::terms::{Terms, terms};

pub use self::signature::Signature;
pub(crate) use self::signature::signature;

/// The readings by story. Every reading is in one story; within a story and between stories the order is by article id.
pub(crate) fn group(signatures: &[Signature], knowledge: &Knowledge) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..signatures.len()).collect();
    order.sort_by(|a, b| signatures[*a].id.cmp(&signatures[*b].id));
    let sorted: Vec<&Signature> = order.iter().map(|index| &signatures[*index]).collect();
    let terms = terms(&sorted, &knowledge.words);
    let neighbours = near(&terms);
    let stories = link(&terms, &neighbours);
    stories.into_iter().map(|story| story.into_iter().map(|index| order[index]).collect()).collect()
}

#[cfg(test)]
mod floor;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Hints, Page, Reading, read};

    /// The stories of these texts, each dated or not: their indices, stories in order of their smallest.
    fn check(texts: &[(&str, &str)], stories: &[&[usize]]) {
        let knowledge = Knowledge::once();
        let readings: Vec<Reading> = texts.iter().map(|(day, text)| reading(day, text, knowledge)).collect();
        let signatures: Vec<Signature> = readings.iter().map(signature).collect();
        let mut found = group(&signatures, knowledge);
        found.iter_mut().for_each(|story| story.sort());
        found.sort();
        assert_eq!(found, stories);
    }

    fn reading(day: &str, text: &str, knowledge: &Knowledge) -> Reading {
        let body = Body::Exact(text.to_owned());
        let mut reading = read(&Page { place: String::new(), body, hints: Hints::default() }, knowledge);
        reading.article.id = crate::ArticleId(format!("{day} {text}"));
        reading.article.published = day.parse().ok().map(|date| crate::Published {
            when: crate::When::day(date),
            how: crate::How::Metadata,
            because: Vec::new(),
        });
        reading
    }

    const FERRY: &str = "A ferry with forty passengers ran aground off Tolmeza island on Monday, the coastguard said.";
    const FERRY_AGAIN: &str =
        "Coastguard boats took forty passengers off a ferry that ran aground near Tolmeza island.";
    const BANK: &str = "Brundel Bank will cut a third of its branches, its chief executive told shareholders.";

    #[test]
    fn one_happening_is_one_story() {
        check(&[("", FERRY), ("", BANK), ("", FERRY_AGAIN)], &[&[0, 2], &[1]]);
    }

    #[test]
    fn a_look_alike_years_before_stays_apart() {
        check(&[("2019-03-04", FERRY), ("2021-07-19", FERRY_AGAIN)], &[&[0], &[1]]);
        check(&[("2021-07-19", FERRY), ("2021-07-19", FERRY_AGAIN)], &[&[0, 1]]);
    }

    #[test]
    fn nothing_and_empty_texts_are_no_trouble() {
        check(&[], &[]);
        check(&[("", ""), ("", BANK)], &[&[0], &[1]]);
    }
}
