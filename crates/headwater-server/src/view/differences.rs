//! Where the accounts differ: the wordings side by side, with what only one of them has marked.

use std::collections::BTreeSet;

use headwater_output::wire::Difference;
use similar::{ChangeTag, TextDiff};

use crate::told::{Tale, shorten};
use crate::view::passage::{Passage, passage};
use crate::view::{Extent, Home};

/// Differences beyond these are behind a link.
const DIFFERENCES: usize = 40;

/// Accounts of one difference beyond these are left out until all is asked for.
const ACCOUNTS: usize = 4;

/// Longer wordings are not compared word by word.
const LONGEST: usize = 2_000;

/// All differences of a story.
pub(crate) struct Differences {
    pub(crate) shown: Vec<Differing>,
    pub(crate) more: usize,
    pub(crate) contradictions: usize,
}

/// One difference.
pub(crate) struct Differing {
    pub(crate) claim: usize,
    pub(crate) claim_id: String,
    pub(crate) claim_text: String,
    pub(crate) kind: &'static str,
    pub(crate) caption: &'static str,
    pub(crate) contradiction: bool,
    pub(crate) accounts: Vec<Account>,
    pub(crate) more: usize,
}

/// How one article words it.
pub(crate) struct Account {
    pub(crate) passage: Passage,
    pub(crate) pieces: Vec<Piece>,
}

/// Words of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) words: String,
    /// Whether only this account has them.
    pub(crate) own: bool,
}

/// The differences of a story: contradictions first, then by how much turns on them.
pub(crate) fn differences(tale: &Tale, extent: Extent, home: Home) -> Differences {
    let claims = tale.story.claims.iter().enumerate();
    let mut all: Vec<(usize, &Difference)> =
        claims.flat_map(|(index, claim)| claim.differences.iter().map(move |difference| (index, difference))).collect();
    all.sort_by_key(|(index, difference)| (!difference.contradiction, weight(&difference.kind), *index));
    let contradictions = all.iter().filter(|(_, difference)| difference.contradiction).count();
    let shown = all.len().min(extent.first(DIFFERENCES));
    let more = all.len() - shown;
    let told = all.into_iter().take(shown).map(|(index, difference)| differing(tale, index, difference, extent, home));
    Differences { shown: told.collect(), more, contradictions }
}

fn weight(kind: &str) -> usize {
    let order = ["negation", "number", "date", "actor", "place", "condition", "scope", "modality", "wording"];
    order.iter().position(|one| *one == kind).unwrap_or(order.len())
}

fn differing(tale: &Tale, index: usize, difference: &Difference, extent: Extent, home: Home) -> Differing {
    let claim = &tale.story.claims[index];
    let mut seen = BTreeSet::new();
    let distinct = difference.appearances.iter().filter(|at| seen.insert((&at.article, tale.words(at))));
    let passages: Vec<Passage> = distinct.filter_map(|at| passage(tale, at, home)).collect();
    let shown = passages.len().min(extent.first(ACCOUNTS));
    let more = passages.len() - shown;
    let words: Vec<String> = passages.iter().take(shown).map(|passage| passage.words.clone()).collect();
    let accounts = passages.into_iter().take(shown).enumerate();
    let accounts = accounts.map(|(at, passage)| Account { pieces: pieces(&words, at), passage }).collect();
    let (kind, caption) = named(&difference.kind);
    Differing {
        claim: index + 1,
        claim_id: crate::link::slug(&claim.id),
        claim_text: shorten(&claim.text, 140),
        kind,
        caption,
        contradiction: difference.contradiction,
        accounts,
        more,
    }
}

fn named(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "wording" => ("wording", "One utterance in quotation marks, worded differently"),
        "number" => ("number", "Different numbers"),
        "date" => ("date", "Different days"),
        "place" => ("place", "Different places"),
        "actor" => ("actor", "A different person or body does it"),
        "condition" => ("condition", "A condition that others do not give"),
        "scope" => ("scope", "It covers more or less"),
        "modality" => ("certainty", "More or less sure"),
        "negation" => ("denial", "One says it is so, another that it is not"),
        _ => ("other", "The accounts differ"),
    }
}

/// The words of one account, those marked that the account it is held against has not. The first is held against the
/// second, all others against the first.
pub(crate) fn pieces(accounts: &[String], at: usize) -> Vec<Piece> {
    let own = &accounts[at];
    let other = if at == 0 { accounts.get(1) } else { accounts.first() };
    let plain = || vec![Piece { words: own.clone(), own: false }];
    let Some(other) = other.filter(|other| own.len() <= LONGEST && other.len() <= LONGEST) else { return plain() };
    let told = |words: &str| words.to_lowercase();
    let (old, new) = (told(other), told(own));
    // Case is no difference of wording; where lower case has another length, offsets would not fit.
    let (old, new) = if new.len() == own.len() { (old, new) } else { (other.clone(), own.clone()) };
    let diff = TextDiff::from_unicode_words(old.as_str(), new.as_str());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0;
    for change in diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Delete) {
        let to = from + change.value().len();
        let words = own.get(from..to).unwrap_or(change.value());
        from = to;
        let letters = words.chars().any(char::is_alphanumeric);
        push(&mut pieces, words, change.tag() == ChangeTag::Insert && letters);
    }
    if tells_apart(&pieces) { pieces } else { plain() }
}

/// Whether marks help: where nearly all of a long wording is marked, they say only that it is another sentence.
fn tells_apart(pieces: &[Piece]) -> bool {
    let letters =
        |own: bool| pieces.iter().filter(|piece| piece.own == own).map(|piece| piece.words.len()).sum::<usize>();
    let (marked, common) = (letters(true), letters(false));
    marked + common < 40 || marked < 3 * common
}

/// Adds words to the last piece if they are of its kind; white space between two marked words is marked with them.
fn push(pieces: &mut Vec<Piece>, words: &str, own: bool) {
    match pieces.last_mut() {
        Some(last) if last.own == own => last.words.push_str(words),
        _ => pieces.push(Piece { words: words.to_owned(), own }),
    }
    let count = pieces.len();
    if own && 2 < count && pieces[count - 2].words.trim().is_empty() && pieces[count - 3].own {
        let tail = pieces.split_off(count - 2);
        for piece in tail {
            pieces[count - 3].words.push_str(&piece.words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;

    fn check(accounts: [&str; 2], marked: [&str; 2]) {
        let accounts = accounts.map(str::to_owned);
        for (at, marked) in marked.into_iter().enumerate() {
            let told = pieces(&accounts, at);
            let shown: String = told
                .iter()
                .map(|piece| if piece.own { format!("[{}]", piece.words) } else { piece.words.clone() })
                .collect();
            assert_eq!(shown, marked);
            let whole: String = told.into_iter().map(|piece| piece.words).collect();
            assert_eq!(whole, accounts[at]);
        }
    }

    #[test]
    fn what_only_one_has_is_marked() {
        check(
            ["no one has got up from the table", "Nobody has got up from the table"],
            ["[no one] has got up from the table", "[Nobody] has got up from the table"],
        );
        check(["About 280,000", "280,000"], ["[About] 280,000", "280,000"]);
    }

    #[test]
    fn nothing_to_hold_against_marks_nothing() {
        check(["", "x"], ["", "[x]"]);
        let one = vec!["İstanbul said".to_owned()];
        assert_eq!(pieces(&one, 0).len(), 1);
    }
}
