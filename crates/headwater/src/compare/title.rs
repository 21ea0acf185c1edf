//! Words to call a claim or a story by: always an article's own, to the letter.

use std::collections::{BTreeMap, BTreeSet};

use crate::knowledge::{Class, Duties};
use crate::{Claim, Knowledge, Span, StatementRef};

use super::Members;

/// The most wordings among which the plainest is looked for.
const MOST_WORDINGS: usize = 200;

/// The plainest wording among the statements of a claim: it has the words that the others have, a verb, and no more.
pub(crate) fn wording(members: &Members, statements: &[StatementRef], knowledge: &Knowledge) -> String {
    let texts = statements.iter().take(MOST_WORDINGS).map(|at| {
        let reading = &members.readings[at.article];
        reading.statements[at.statement].span.of(&reading.article.text)
    });
    plainest(&texts.collect::<Vec<_>>(), knowledge).map(|text| bare(text, knowledge)).unwrap_or_default().to_owned()
}

/// A clause without the word that hung it on its verb: "that the harbour is shut". Not "that is wrong".
fn bare<'t>(text: &'t str, knowledge: &Knowledge) -> &'t str {
    let Some((first, rest)) = text.split_once(' ') else { return text };
    let words = knowledge.wording.words(rest, Span::new(0, rest.len()));
    let subject = words.first().is_some_and(|word| !word.duties.does(Duties::FINITE));
    if subject && knowledge.cues.word(first).is(Class::That) { rest } else { text }
}

/// What a story is about: the plainest headline of its articles, or else its first claim.
pub(crate) fn title(members: &Members, claims: &[Claim], knowledge: &Knowledge) -> String {
    let headlines = members.articles.iter().filter_map(|article| members.readings[*article].article.title.as_deref());
    let headlines: Vec<&str> = headlines.take(MOST_WORDINGS).collect();
    let headline = plainest(&headlines, knowledge).map(str::to_owned);
    headline.or_else(|| claims.first().map(|claim| claim.text.clone())).unwrap_or_default()
}

/// The text whose words the others share most, for its length; one with a verb before one without.
fn plainest<'t>(texts: &[&'t str], knowledge: &Knowledge) -> Option<&'t str> {
    // Copies have no say: the plainest wording must not hang on how often one was reprinted.
    let texts: Vec<&str> = texts.iter().copied().collect::<BTreeSet<&str>>().into_iter().collect();
    let mut counts: BTreeMap<String, f32> = BTreeMap::new();
    let read: Vec<(bool, BTreeSet<String>, usize)> = texts.iter().map(|text| taken_apart(text, knowledge)).collect();
    for term in read.iter().flat_map(|(_, terms, _)| terms) {
        *counts.entry(term.clone()).or_default() += 1.0;
    }
    let score = |index: usize| {
        let (verb, terms, length) = &read[index];
        let shared: f32 = terms.iter().map(|term| counts[term]).sum();
        let whole = if *verb { 1.0 } else { 0.5 };
        let clear = if points_back(texts[index], knowledge) { 0.7 } else { 1.0 };
        whole * clear * shared / (*length as f32 + 6.0)
    };
    let best = (0..texts.len()).max_by(|left, right| score(*left).total_cmp(&score(*right)).then(right.cmp(left)))?;
    Some(texts[best])
}

/// Whether a clause begins with a word that stands for somebody named elsewhere: "that she had left".
fn points_back(text: &str, knowledge: &Knowledge) -> bool {
    let first = bare(text, knowledge).split(' ').next().unwrap_or_default().to_lowercase();
    let word = knowledge.cues.word(&first);
    word.is(Class::Pronoun) && !word.is(Class::Relative)
}

/// Whether a text has a finite verb, its words that mean something, and how many words it has.
fn taken_apart(text: &str, knowledge: &Knowledge) -> (bool, BTreeSet<String>, usize) {
    let words = knowledge.wording.words(text, Span::new(0, text.len()));
    let verb = words.iter().any(|word| word.duties.does(Duties::FINITE) || word.lower.ends_with("ed"));
    let meaning = words.iter().filter(|word| !word.duties.does(Duties::STOP));
    (verb, meaning.map(|word| knowledge.wording.stem(&word.lower).to_owned()).collect(), words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &str) {
        assert_eq!(plainest(texts, Knowledge::once()), Some(expected));
    }

    #[test]
    fn a_claim_stands_by_itself() {
        let bare = |text| bare(text, Knowledge::once());
        assert_eq!(bare("that the harbour is shut"), "the harbour is shut");
        assert_eq!(bare("that is wrong"), "that is wrong");
        assert_eq!(bare("That the harbour is shut"), "That the harbour is shut");
        assert_eq!(bare("that"), "that");
    }

    #[test]
    fn the_plainest_wording_has_what_the_others_have() {
        check(
            &[
                "the ferry sank off Tolmeza on a night that nobody there will forget",
                "the ferry sank off Tolmeza",
                "a loss for Tolmeza",
            ],
            "the ferry sank off Tolmeza",
        );
        check(&["she had sold the ferry", "Ilva Oduya had sold the old ferry"], "Ilva Oduya had sold the old ferry");
    }
}
