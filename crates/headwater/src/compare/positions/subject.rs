//! Who takes the stand: the subject in front of a word, the agent behind it, or the speaker.

use super::line::{Gap, Line};
use crate::EntityKind;
use crate::knowledge::{Duties, Role};

/// What stands in front of a verb.
pub(super) struct Subject {
    /// The first word of the subject, and one past its last.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether the words between subject and verb turn the stand into its opposite.
    pub(super) turned: bool,
    /// Whether they make the subject the one it is done to.
    pub(super) passive: bool,
}

/// A subject has at most this many words.
const LONGEST: usize = 8;
/// Between a subject and its verb stand at most this many words.
const FARTHEST: usize = 16;

/// The subject in front of the verb at `verb`.
pub(super) fn subject(line: &Line, verb: usize) -> Option<Subject> {
    let mut turned = false;
    let mut passive = None;
    let mut at = verb;
    while 0 < at && verb - at < FARTHEST {
        if line.gap(at) != Gap::None {
            at = over_apposition(line, at)?;
            break;
        }
        let before = at - 1;
        let helps = line.plays(before, Role::Helper) || line.is_time(before);
        let relative = line.does(before, Duties::RELATIVE);
        let turns = line.plays(before, Role::Turn);
        if !helps && !turns && !relative {
            break;
        }
        turned ^= turns;
        passive = passive.or(line.plays(before, Role::Helper).then(|| line.plays(before, Role::Passive)));
        at = before;
    }
    let from = start(line, at);
    (from < at).then(|| Subject { from, to: at, turned, passive: passive.unwrap_or(false) })
}

/// Where the subject ends when a comma stands before `at`: before the apposition that the comma closes.
fn over_apposition(line: &Line, at: usize) -> Option<usize> {
    if line.gap(at) != Gap::Comma {
        return None;
    }
    let opened = (1..at).rev().take(FARTHEST).find(|word| line.gap(*word) != Gap::None)?;
    (line.gap(opened) == Gap::Comma).then_some(opened)
}

/// Where the run of words that ends at `end` begins, as far as one subject can go.
fn start(line: &Line, end: usize) -> usize {
    let mut from = end;
    while 0 < from && end - from < LONGEST {
        let next = from - 1;
        let broken = from < end && line.gap(from) != Gap::None;
        let inside = line.mention(next).is_some() || line.plays(next, Role::Within) && from < end;
        let other = line.plays(next, Role::Before)
            || line.plays(next, Role::Helper)
            || line.does(next, Duties::FINITE)
            || line.does(next, Duties::COORDINATOR)
            || line.does(next, Duties::SUBORDINATOR)
            || line.does(next, Duties::RELATIVE);
        if broken || other && !inside {
            break;
        }
        from = next;
    }
    from
}

/// The party that a run of words names.
pub(super) fn party(line: &Line, from: usize, to: usize) -> Option<String> {
    let last = to.checked_sub(1).filter(|last| from <= *last)?;
    if to - from == 1 && (line.plays(last, Role::Pronoun) || line.plays(last, Role::Speaker)) {
        return pronoun(line, last);
    }
    if line.is_owner(last) {
        return None;
    }
    let first = (from..to).find(|at| !line.plays(*at, Role::Article)).unwrap_or(to);
    let described = (first..to).any(|at| line.plays(at, Role::Within));
    match line.mention(last) {
        Some((_, entity)) if !described => Line::is_party(entity).then(|| entity.name.clone()),
        _ if names_party(line, first, to) => line.span(first, to).map(|span| span.of(line.text()).to_owned()),
        _ => None,
    }
}

/// Whether a run of words, its article left out, names somebody or describes a body that takes a stand.
fn names_party(line: &Line, first: usize, to: usize) -> bool {
    let named = |at: usize| line.words[at].capital && !line.does(at, Duties::STOP) && !line.is_time(at);
    let body = |at: usize| line.plays(at, Role::Party);
    (first..to).any(named) || (first..to).next_back().is_some_and(body) || (first..to).next().is_some_and(body)
}

/// Whom a pronoun means: the source it is, the speaker in whose words it stands, or the only person named just before.
fn pronoun(line: &Line, at: usize) -> Option<String> {
    let span = line.words[at].span;
    let is_source = |index: &usize| line.reading.attributions[*index].source.is_some_and(|source| source == span);
    let source = line.credited.iter().copied().find(is_source);
    if let Some(attribution) = source.or_else(|| line.speaker(at)) {
        return line.source(attribution);
    }
    line.plays(at, Role::Person).then(|| person_before(line)).flatten()
}

/// The person named in the sentence before, if there is only one.
fn person_before(line: &Line) -> Option<String> {
    let sentence = line.reading.sentences.get(line.sentence.checked_sub(1)?)?;
    let mentions = &line.reading.mentions;
    let first = mentions.partition_point(|mention| mention.span.start() < sentence.span.start());
    let named = mentions[first..].iter().take_while(|mention| mention.span.start() < sentence.span.end());
    let mut persons: Vec<usize> = named.map(|mention| mention.entity).collect();
    persons.retain(|entity| line.reading.entities.get(*entity).is_some_and(|entity| entity.kind == EntityKind::Person));
    persons.sort_unstable();
    persons.dedup();
    match persons[..] {
        [only] => Some(line.reading.entities[only].name.clone()),
        _ => None,
    }
}

/// The party behind "by", within a few words of a passive verb.
pub(super) fn agent(line: &Line, verb_end: usize) -> Option<String> {
    let by = (verb_end..line.words.len()).take(LONGEST).find(|at| line.plays(*at, Role::Agent))?;
    let end = (by + 1..line.words.len()).take(LONGEST).find(|at| {
        (by + 1 < *at && line.gap(*at) != Gap::None)
            || line.does(*at, Duties::FINITE)
            || line.plays(*at, Role::Before) && line.mention(*at).is_none()
    });
    let end = end.unwrap_or(line.words.len().min(by + 1 + LONGEST));
    party(line, by + 1, end)
}
