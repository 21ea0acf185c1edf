//! Where the parties stand. No stance is inferred that nobody expressed.
//!
//! A party takes a stand where a word of stance has it as its subject, or where it says in its own words what must or
//! must not be. `line` has the sentence as words, `subject` finds who, `matter` finds what about, `stand` puts both
//! together, and `merge` joins what several articles tell of one stand.

mod line;
mod matter;
mod merge;
mod stand;
mod subject;

use crate::{Claim, Knowledge, Place, Position, Reading, Stance};

use self::line::Line;
use self::merge::merge;
use self::stand::stands;
use super::Members;

/// A stand as one sentence tells it.
pub(crate) struct Stand {
    actor: String,
    stance: Stance,
    on: String,
    toward: Option<String>,
    condition: Option<String>,
    place: Place,
}

/// The positions told in a story.
pub(crate) fn positions(members: &Members, _claims: &[Claim], knowledge: &Knowledge) -> Vec<Position> {
    let mut found: Vec<Stand> = Vec::new();
    for article in &members.articles {
        let reading = &members.readings[*article];
        for (sentence, credited) in by_sentence(reading).iter().enumerate() {
            let line = Line::new(reading, *article, sentence, credited, knowledge);
            stands(&line, &mut found);
        }
    }
    merge(found, &knowledge.wording)
}

/// Which attributions have their source or content in each sentence.
fn by_sentence(reading: &Reading) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); reading.sentences.len()];
    for (index, attribution) in reading.attributions.iter().enumerate() {
        for part in attribution.source.iter().chain(&attribution.content) {
            let first = reading.sentences.partition_point(|sentence| sentence.span.end() <= part.start());
            let reached = reading.sentences[first..].iter().take_while(|sentence| sentence.span.start() < part.end());
            for credited in found.iter_mut().skip(first).take(reached.count()) {
                if credited.last() != Some(&index) {
                    credited.push(index);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Hints, Page, read};

    /// The positions in a text, as "actor stance: on | condition".
    fn check(text: &str, expected: &[&str]) {
        let knowledge = Knowledge::once();
        let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        let readings = [read(&page, knowledge)];
        let members = Members::new(&readings, vec![0], vec![None]);
        let found = positions(&members, &[], knowledge);
        let shown = |position: &Position| {
            let condition = position.condition.iter().map(|condition| format!(" | {condition}")).collect::<String>();
            format!("{} {:?}: {}{condition}", position.actor, position.stance, position.on).replace(text, "")
        };
        assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_verb_of_stance_has_a_party_as_its_subject() {
        check("Tolmeza has offered to halt the works.", &["Tolmeza Offers: halt the works"]);
        check("The government rejected the bid on Monday.", &["government Rejects: bid on Monday"]);
        check("The weather rejected nothing.", &[]);
    }

    #[test]
    fn a_turned_stand_is_its_opposite_or_none() {
        check("Tolmeza refused to accept the border.", &["Tolmeza Rejects: accept the border"]);
        check("Tolmeza did not demand a vote.", &[]);
    }

    #[test]
    fn a_passive_stand_is_its_agents() {
        check("The bid was rejected by Tolmeza.", &["Tolmeza Rejects: The bid"]);
        check("The bid was rejected.", &[]);
    }

    #[test]
    fn the_noun_of_a_stand_belongs_to_its_owner() {
        check("Tolmeza’s offer to halt the works came late.", &["Tolmeza Offers: halt the works came late"]);
        check("Quarn made an offer for the plant.", &["Quarn Offers: offer for the plant"]);
    }

    #[test]
    fn a_condition_stands_apart() {
        check(
            "Tolmeza would hold talks once a truce is in place.",
            &["Tolmeza Conditional: hold talks | once a truce is in place"],
        );
    }

    #[test]
    fn strange_text_is_survived() {
        check("", &[]);
        check("’s offer to rejected by 拒否 offered, “", &[]);
    }
}
