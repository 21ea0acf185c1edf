//! The stands that a sentence tells.

use super::Stand;
use super::line::{Gap, Line};
use super::matter::{Matter, matter, matter_toward};
use super::subject::{Subject, agent, party, subject};
use crate::knowledge::{Duties, Inflection, Role, Rule};
use crate::{Modality, Place, Span, Stance, Statement};

/// Between a verb that puts something forward and the noun for it stand at most this many words: "made a first offer".
const NOUN_WITHIN: usize = 6;

/// Adds the stands that a sentence tells.
pub(super) fn stands(line: &Line, found: &mut Vec<Stand>) {
    let mut at = 0;
    while at < line.words.len() {
        let before = found.len();
        let taken = by_verb(line, at, found);
        found.extend(by_noun(line, at));
        found.extend(by_making(line, at));
        at += if before < found.len() { taken.max(1) } else { 1 };
    }
    let sentence = line.reading.sentences[line.sentence].span;
    let statements = &line.reading.statements;
    let first = statements.partition_point(|statement| statement.span.start() < sentence.start());
    let here = statements[first..].iter().take_while(|statement| statement.span.start() < sentence.end());
    found.extend(here.filter_map(|statement| by_condition(line, statement)));
}

/// Adds the stand that a verb or turn of phrase takes, and tells how many words its wording has.
fn by_verb(line: &Line, at: usize, found: &mut Vec<Stand>) -> usize {
    let Some((rule, words, form)) = line.knowledge.stances.find(line.from(at)) else { return 0 };
    if line.is_denied(at) {
        return words;
    }
    let subject = subject(line, at);
    let turned = subject.as_ref().is_some_and(|subject| subject.turned);
    let stance = match turned {
        true => line.knowledge.stances.opposite(rule.stance),
        false => Some(rule.stance),
    };
    let who = who(line, at, at + words, rule, form, subject.as_ref());
    let about = match rule.toward {
        true => matter_toward(line, at + words),
        false => matter(line, at + words),
    };
    if let (Some(stance), Some((actor, done_to)), Some(about)) = (stance, who, about) {
        found.push(stand(line, actor, stance, about, done_to));
    }
    words
}

/// Who takes the stand of a verb; with the words it is about, where they stand in front of a passive verb.
fn who(
    line: &Line,
    at: usize,
    end: usize,
    rule: &Rule,
    form: Inflection,
    subject: Option<&Subject>,
) -> Option<(String, Option<Span>)> {
    if rule.speaker {
        return line.speaker(at).and_then(|attribution| line.source(attribution)).map(|actor| (actor, None));
    }
    let subject = match subject {
        Some(subject) => subject,
        None => return of_sentence(line, at, form).map(|actor| (actor, None)),
    };
    match form == Inflection::Past && subject.passive {
        true => agent(line, end).map(|actor| (actor, line.span(subject.from, subject.to))),
        false => party(line, subject.from, subject.to).map(|actor| (actor, None)),
    }
}

/// The subject of the sentence, for a verb behind a comma or "and": "Brundel met the union, offering a pause".
fn of_sentence(line: &Line, at: usize, form: Inflection) -> Option<String> {
    let behind =
        line.gap(at) == Gap::Comma || at.checked_sub(1).is_some_and(|before| line.does(before, Duties::COORDINATOR));
    if !behind || form == Inflection::Plain {
        return None;
    }
    let verb = (1..at).find(|word| line.does(*word, Duties::FINITE))?;
    subject(line, verb).filter(|subject| subject.from == 0).and_then(|subject| party(line, subject.from, subject.to))
}

/// "Brundel's offer to halt", "an offer by Brundel to halt".
fn by_noun(line: &Line, at: usize) -> Option<Stand> {
    let stance = line.knowledge.stances.noun(&line.words[at].lower)?;
    let owner = (at.saturating_sub(3)..at).rev().find(|word| line.is_owner(*word));
    let actor = match owner {
        Some(owner) if (owner + 1..=at).all(|word| line.gap(word) == Gap::None) => owner_name(line, owner),
        _ if line.plays(at + 1, Role::Agent) => agent(line, at + 1),
        _ => None,
    }?;
    let lead = (at + 1..line.words.len()).take(NOUN_WITHIN).find(|word| line.plays(*word, Role::Lead))?;
    Some(stand(line, actor, stance, matter(line, lead)?, None))
}

fn owner_name(line: &Line, at: usize) -> Option<String> {
    match line.mention(at) {
        Some((_, entity)) => Line::is_party(entity).then(|| entity.name.clone()),
        None => {
            let written = line.words[at].span.of(line.text());
            Some(written.trim_end_matches(['s', 'S']).trim_end_matches(['\'', '’']).to_owned())
        }
    }
}

/// "Brundel made a first offer for the plant".
fn by_making(line: &Line, at: usize) -> Option<Stand> {
    if !line.knowledge.stances.makes(&line.words[at].lower) {
        return None;
    }
    let nouns = (at + 1..line.words.len()).take(NOUN_WITHIN);
    let stance = nouns
        .take_while(|word| *word == at + 1 || line.gap(*word) == Gap::None)
        .take_while(|word| !line.does(*word, Duties::NEGATION))
        .find_map(|word| line.knowledge.stances.noun(&line.words[word].lower))?;
    let subject = subject(line, at).filter(|subject| !subject.turned && !subject.passive)?;
    Some(stand(line, party(line, subject.from, subject.to)?, stance, matter(line, at + 1)?, None))
}

/// What a statement says will or would be so on a condition: its subject's stand, or its speaker's. What is so anyway, or
/// only could be, is nobody's stand.
fn by_condition(line: &Line, statement: &Statement) -> Option<Stand> {
    let condition = statement.conditions.first().copied()?;
    if !matches!(statement.modality, Modality::Would | Modality::Will) {
        return None;
    }
    let inside = |at: &usize| {
        let span = line.words[*at].span;
        statement.span.contains(span) && !condition.overlaps(span)
    };
    let words: Vec<usize> = (0..line.words.len()).filter(inside).collect();
    let (first, last) = (*words.first()?, *words.last()?);
    let verb = words.iter().copied().find(|at| line.does(*at, Duties::FINITE))?;
    let speaker = || line.speaker(verb).and_then(|attribution| line.source(attribution));
    let own = subject(line, verb).and_then(|subject| party(line, subject.from, subject.to));
    let (actor, from) = match (own, speaker()) {
        (Some(actor), _) => (actor, verb + 1),
        (None, Some(actor)) => (actor, first),
        (None, None) => return None,
    };
    let cut = line.words[from..=last].iter().take_while(|word| !condition.overlaps(word.span)).last()?;
    let on = line.words.get(from)?.span.cover(cut.span);
    let about = Matter { on, toward: None, condition: Some(condition) };
    Some(stand(line, actor, Stance::Conditional, about, None))
}

fn stand(line: &Line, actor: String, stance: Stance, about: Matter, done_to: Option<Span>) -> Stand {
    let text = line.text();
    let on = done_to.unwrap_or(about.on);
    let conditional = stance == Stance::Accepts && about.condition.is_some();
    Stand {
        actor,
        stance: if conditional { Stance::Conditional } else { stance },
        on: on.of(text).to_owned(),
        toward: about.toward,
        condition: about.condition.map(|condition| condition.of(text).to_owned()),
        place: Place { article: line.article, span: line.reading.sentences[line.sentence].span },
    }
}
