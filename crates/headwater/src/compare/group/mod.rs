//! Which readings tell one story.
//!
//! Each reading becomes a list of weighted terms, which follow from it alone. Readings that share telling terms within
//! a stretch of time are neighbours. Neighbours are joined from the nearest on, as long as their groups are alike on
//! average; where many readings are alike, as on a matter that is long in the news, they must be more so.

mod heap;
mod link;
mod near;
mod signature;
pub mod steps;
mod stream;
mod terms;
mod time;

use crate::Knowledge;

pub use self::heap::Heap;
pub use self::signature::Signature;
pub(crate) use self::signature::signature;
pub use self::stream::Stream;

/// The readings by story. Every reading is in one story; within a story and between stories the order is by article id.
pub(crate) fn group(signatures: &[Signature], knowledge: &Knowledge) -> Vec<Vec<usize>> {
    let mut heap = Heap::new(knowledge);
    signatures.iter().for_each(|signature| heap.add(signature));
    heap.stories()
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

    /// Some texts that tell few stories, each text another, days and none among them.
    fn invented() -> Vec<Signature> {
        let knowledge = Knowledge::once();
        let mut found = Vec::new();
        for (number, place) in ["Tolmeza", "Quarn", "Varnik", "Ostrevaal", "Brundel"].iter().enumerate() {
            for (turn, day) in ["2021-07-19", "", "2021-07-20", "2021-08-30"].iter().enumerate() {
                let text = FERRY.replace("Tolmeza", place).replace("forty", &format!("{}", number * 10 + turn));
                found.push(signature(&reading(day, &format!("{text} {BANK}"), knowledge)));
                found.push(signature(&reading(day, &format!("{turn} {FERRY_AGAIN} {place} {place}"), knowledge)));
            }
        }
        found
    }

    #[test]
    fn a_settled_stream_is_the_heap_in_any_order_and_after_any_article() {
        let mut signatures = invented();
        let count = signatures.len();
        let ids = |stories: Vec<Vec<usize>>, signatures: &[Signature]| -> Vec<Vec<String>> {
            stories.iter().map(|story| story.iter().map(|at| signatures[*at].id.clone()).collect()).collect()
        };
        let expected = ids(group(&signatures, Knowledge::once()), &signatures);
        for turn in 0..count {
            signatures.rotate_left(turn);
            signatures.swap(turn, count / 2);
            let mut stream = Stream::new(Knowledge::once());
            for (at, signature) in signatures.iter().enumerate() {
                stream.add(signature);
                assert_eq!(stream.stories().iter().flatten().count(), at + 1);
                if at % 7 == turn % 7 {
                    stream.settle();
                }
            }
            assert_eq!(ids(stream.settle(), &signatures), expected, "turn {turn}");
        }
    }
}
