//! Which article rests on which: credits, copies, rewrites.

mod copies;
mod credits;
mod passages;
mod worded;

use crate::{Derivation, Evidence, Knowledge, Span};

use self::copies::copies;
use self::credits::{Credited, credited};
pub(crate) use self::credits::{full_name, is_outlet_of};
use self::worded::{Worded, worded};
use super::Members;

/// The derivations among the articles of a story, and on outlets whose articles are not among them.
///
/// Nothing without words that show it. Copies make a forest: nobody copies in a circle, and the earliest is the root.
pub(crate) fn derive(members: &Members, knowledge: &Knowledge) -> Vec<Derivation> {
    let worded = worded(members);
    let credited = credited(members, &knowledge.outlets);
    let mut derivations: Vec<Derivation> = credited.iter().map(Credited::derivation).collect();
    derivations.extend(copies(members, &worded, &credited));
    derivations.sort_by(|a, b| (a.article, a.how, &a.from).cmp(&(b.article, b.how, &b.from)));
    derivations
}

/// What one article rests on, among derivations as [`derive`] sorts them.
pub(crate) fn derivations_of(derivations: &[Derivation], article: usize) -> &[Derivation] {
    let from = derivations.partition_point(|derivation| derivation.article < article);
    let count = derivations[from..].partition_point(|derivation| derivation.article == article);
    &derivations[from..from + count]
}

/// Words of a member's text, as evidence.
fn shown(members: &Members, article: usize, span: Span) -> Evidence {
    let article = &members.readings[article].article;
    Evidence { article: article.id.clone(), span: Some(span), words: span.of(&article.text).to_owned() }
}

/// What shows something but stands nowhere in a text.
fn told(members: &Members, article: usize, words: String) -> Evidence {
    Evidence { article: members.readings[article].article.id.clone(), span: None, words }
}

#[cfg(test)]
mod floor;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArticleId, Body, Derived, Hints, How, Page, Published, Sentence, Upstream, When, read};

    /// The copies among these texts, each with its day (or none): "1 < 0" is "the second is a copy of the first".
    fn check(texts: &[(&str, &str)], expected: &[&str]) {
        let knowledge = Knowledge::once();
        let readings: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(index, (day, text))| {
                let page =
                    Page { place: String::new(), body: Body::Exact((*text).to_owned()), hints: Hints::default() };
                let mut reading = read(&page, knowledge);
                reading.article.id = ArticleId(index.to_string());
                let published = |date| Published { when: When::day(date), how: How::Metadata, because: Vec::new() };
                reading.article.published = day.parse().ok().map(published);
                reading.sentences =
                    vec![Sentence { span: Span::new(0, text.len()), paragraph: 0, quotes: quotes(text) }];
                reading
            })
            .collect();
        let articles = (0..readings.len()).collect();
        let published = readings.iter().map(|reading| reading.article.published.clone()).collect();
        let members = Members::new(&readings, articles, published);
        let copies = derive(&members, knowledge);
        let shown = |derivation: &Derivation| match derivation.from {
            Upstream::Article(from) if derivation.how == Derived::Copies => {
                Some(format!("{} < {from}", derivation.article))
            }
            _ => None,
        };
        let found: Vec<String> = copies.iter().filter_map(shown).collect();
        assert_eq!(found, expected);
    }

    /// What stands between straight quotation marks.
    fn quotes(text: &str) -> Vec<Span> {
        let marks: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
        marks.chunks_exact(2).map(|marks| Span::new(marks[0] + 1, marks[1])).collect()
    }

    const REPORT: &str = "The harbour of Tolmeza was closed on Monday after a ferry with forty passengers ran aground \
        off the island. All of them were brought ashore by fishing boats within two hours, and nobody was hurt. \
        The owner had been told twice this year that the channel was no longer deep enough for its ships.";
    const EDITED: &str = "A ferry has run aground. The harbour of Tolmeza was closed on Monday after a ferry with forty \
        passengers ran aground off the island. All of them were brought ashore by fishing boats within two hours.";
    const SAME_QUOTE: &str = "\"The harbour of Tolmeza was closed on Monday after a ferry with forty passengers ran \
        aground off the island. All of them were brought ashore by fishing boats within two hours, and nobody was \
        hurt,\" the mayor wrote.";
    const OTHER: &str = "Fishing crews in Tolmeza spent their Monday morning saving passengers from a stranded ferry.";

    #[test]
    fn the_later_text_is_the_copy() {
        check(&[("2021-03-01", REPORT), ("2021-03-02", EDITED)], &["1 < 0"]);
        check(&[("2021-03-02", REPORT), ("2021-03-01", EDITED)], &["0 < 1"]);
    }

    #[test]
    fn copies_never_run_in_a_circle() {
        check(&[("", REPORT), ("", REPORT), ("", EDITED)], &["1 < 0", "2 < 0"]);
    }

    #[test]
    fn other_words_and_the_same_quotation_are_no_copy() {
        check(&[("2021-03-01", REPORT), ("2021-03-02", OTHER)], &[]);
        check(&[("2021-03-01", REPORT), ("2021-03-02", SAME_QUOTE)], &[]);
    }

    #[test]
    fn an_agency_is_known_by_its_mark_below_the_headline() {
        let credited = |text: &str| -> Vec<Upstream> {
            let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
            let readings = [read(&page, Knowledge::once())];
            let derivations = derive(&Members::new(&readings, vec![0], vec![None]), Knowledge::once());
            derivations.into_iter().filter(|found| found.how == Derived::Copies).map(|found| found.from).collect()
        };
        let reuters: Vec<Upstream> = vec![Upstream::Outlet("Reuters".to_owned())];
        assert_eq!(credited(&format!("Ferry runs aground\n\nTOLMEZA (Reuters) - {REPORT}")), reuters);
        assert_eq!(credited(&format!("TOLMEZA, March 6 (Reuters) — {REPORT}")), reuters);
        let associated: Vec<Upstream> = vec![Upstream::Outlet("Associated Press".to_owned())];
        assert_eq!(credited(&format!("Ferry runs aground\n\nTOLMEZA (AP) — {REPORT}")), associated);
        assert_eq!(credited(&format!("Ferry runs aground (Reuters)\n\n{REPORT}")), Vec::new());
        assert_eq!(credited(&format!("Ferry runs aground\n\n{REPORT}\n\n(Photo: Reuters) - {REPORT}")), Vec::new());
    }
}
