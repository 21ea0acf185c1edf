//! Noun phrases, found without a parser: from a verb of speech back to where its subject begins, and from there on to
//! where a source ends.

use std::ops::Range;

use super::line::{Kind, Line};
use crate::knowledge::Class;

/// The most words a source is looked for in. The longest in print are descriptions of unnamed people.
const LONGEST: usize = 40;

/// The most words of a source within quotation marks.
const LONGEST_QUOTED: usize = 14;

/// What stands between a subject and its verb.
pub(super) struct Lead {
    /// One past the subject's last token.
    pub(super) end: usize,
    /// The first token of the verb: "had also said".
    pub(super) verb: usize,
    pub(super) negated: bool,
    pub(super) modal: bool,
    pub(super) passive: bool,
}

/// Walks back from a verb over what belongs to it.
pub(super) fn lead(line: &Line, cue: usize) -> Lead {
    let mut lead = Lead { end: cue, verb: cue, negated: false, modal: false, passive: false };
    let mut at = cue;
    while 0 < at {
        let token = &line.tokens[at - 1];
        if !token.is_word() || token.quoted {
            break;
        }
        let clitic = token.kind == Kind::Possessive && token.is(Class::Auxiliary) && lead.end != cue;
        if token.is(Class::Negation) {
            lead.negated = true;
        } else if token.is(Class::Modal) && !token.capital {
            lead.modal = true;
        } else if token.is(Class::Be) {
            lead.passive = true;
        } else if token.kind == Kind::Possessive && !clitic {
            break;
        } else if !(token.is(Class::Auxiliary) || adverb(line, at - 1)) {
            match time_before(line, at) {
                Some(before) => {
                    at = before;
                    lead.end = at;
                    continue;
                }
                None => break,
            }
        }
        at -= 1;
        lead.verb = if token.is(Class::Auxiliary) || token.is(Class::Modal) { at } else { lead.verb };
        lead.end = at;
    }
    lead
}

fn adverb(line: &Line, at: usize) -> bool {
    line.is(at, Class::Adverb) && (at == 0 || !line.tokens[at].capital || line.is(at, Class::Time))
}

/// Where an expression of time that ends before `end` begins: "on Tuesday", "last week", "Thursday".
fn time_before(line: &Line, end: usize) -> Option<usize> {
    let last = end.checked_sub(1)?;
    let number_of_month = line.kind(last) == Kind::Number && 0 < last && line.is(last - 1, Class::Month);
    if !(line.is(last, Class::Time) || number_of_month) {
        return None;
    }
    let mut start = if number_of_month { last - 1 } else { last };
    while 0 < start && line.is_any(start - 1, &[Class::TimeLead, Class::Time]) && start + 4 > last {
        start -= 1;
    }
    (0 < start).then_some(start)
}

impl Line<'_> {
    /// Whether a token is in any of some classes.
    pub(super) fn is_any(&self, at: usize, classes: &[Class]) -> bool {
        self.get(at).is_some_and(|token| token.word.is_any(classes))
    }
}

/// The subject that ends before `end`: where it begins. `None` if no noun stands there.
pub(super) fn subject(line: &Line, end: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(1)?;
    if line.is(last, Class::Pronoun) {
        return if line.is(last, Class::Relative) { antecedent(line, last) } else { Some(last..end) };
    }
    if line.is(last, Class::Relative) {
        return antecedent(line, last);
    }
    match line.kind(last) {
        Kind::Comma => before_apposition(line, last),
        Kind::Close => subject_before_parenthesis(line, last),
        Kind::Mark => quoted_subject(line, last),
        Kind::Word | Kind::Number | Kind::Possessive => {
            let found = noun_phrase_back(line, end)?;
            unclosed_apposition(line, &found).or(Some(found))
        }
        _ => None,
    }
}

/// "Jana Holt, the Gazette's editor told": the name before a role whose second comma is missing.
fn unclosed_apposition(line: &Line, role: &Range<usize>) -> Option<Range<usize>> {
    let comma = role.start.checked_sub(1).filter(|at| line.kind(*at) == Kind::Comma)?;
    let described = line.is(role.start, Class::Article) || line.kind(role.start + 1) == Kind::Possessive;
    let named = role.clone().any(|at| line.is(at, Class::Role));
    let name = noun_phrase_back(line, comma)?;
    let opens = name.start == 0 || line.kind(name.start - 1) != Kind::Comma;
    (described && named && opens && full_name(line, name.clone())).then_some(name)
}

/// `"a source close to the talks" told the paper`: unnamed people described within quotation marks.
fn quoted_subject(line: &Line, mark: usize) -> Option<Range<usize>> {
    let open = (mark.saturating_sub(LONGEST_QUOTED)..mark).rev().find(|at| line.kind(*at) == Kind::Mark)?;
    let words = open + 1..mark;
    let one = words.clone().all(|at| line.tokens[at].quoted && line.tokens[at].is_word());
    let clause = words.clone().any(|at| line.is(at, Class::Finite) && !ends_ed(line, at));
    let described = line.is_any(open + 1, &[Class::Article, Class::Indefinite, Class::Informant]);
    (one && !clause && described && words.clone().any(|at| line.is(at, Class::Informant))).then_some(words)
}

fn subject_before_parenthesis(line: &Line, close: usize) -> Option<Range<usize>> {
    let open = (0..close).rev().find(|at| line.kind(*at) == Kind::Open)?;
    let found = subject(line, open)?;
    Some(found.start..close + 1)
}

/// What a relative pronoun stands for: the noun phrase before it.
fn antecedent(line: &Line, pronoun: usize) -> Option<Range<usize>> {
    let end = if 0 < pronoun && line.kind(pronoun - 1) == Kind::Comma { pronoun - 1 } else { pronoun };
    if end == 0 || line.is(end - 1, Class::Pronoun) || line.is(end - 1, Class::Finite) {
        return None;
    }
    noun_phrase_back(line, end)
}

/// "Name, 41, a lawyer, said": the noun phrase before the appositions; `None` if a clause stands there.
fn before_apposition(line: &Line, comma: usize) -> Option<Range<usize>> {
    let mut closing = comma;
    for _ in 0..4 {
        let Some(opening) = (0..closing).rev().find(|at| line.kind(*at) == Kind::Comma || line.in_quote(*at)) else {
            return single_comma(line, comma).filter(|_| closing == comma);
        };
        if line.kind(opening) != Kind::Comma || LONGEST < comma - opening {
            return None;
        }
        if !apposition(line, opening + 1..closing) {
            return None;
        }
        if let Some(found) = noun_phrase_back(line, opening) {
            if full_name(line, opening + 1..closing) && !line.tokens[opening - 1].capital {
                return Some(opening + 1..closing);
            }
            let inserted = 0 < found.start && line.kind(found.start - 1) == Kind::Comma && found.len() < 4;
            let behind_comma = 1 < found.start && line.kind(found.start - 1) == Kind::Comma;
            let role = line.is(found.start, Class::Article) && !line.tokens[found.start].capital;
            let named_before = behind_comma && line.tokens[found.start - 2].capital;
            let named_before = named_before && (inserted || role && named_alone(line, found.start - 1));
            if !named_before && (!inserted || names(line, &found)) {
                return Some(found);
            }
        }
        closing = opening;
    }
    None
}

/// Whether what ends before a comma is a name that no preposition leads to: "Holt, a regular at the bar, who …".
fn named_alone(line: &Line, comma: usize) -> bool {
    let name = noun_phrase_back(line, comma);
    name.is_some_and(|name| name.start.checked_sub(1).is_none_or(|before| !line.is(before, Class::Preposition)))
}

/// "Sources close to the talks, told the paper": the comma is one too many.
fn single_comma(line: &Line, comma: usize) -> Option<Range<usize>> {
    let found = noun_phrase_back(line, comma)?;
    let opens = (0..found.start).all(|at| line.is_any(at, &[Class::Opener, Class::Article]));
    (opens && found.clone().any(|at| line.is(at, Class::Informant))).then_some(found)
}

/// Whether the words are a person's name: "the party's leader, Jana Holt, said".
fn full_name(line: &Line, words: Range<usize>) -> bool {
    (2..=4).contains(&words.len()) && words.clone().all(|at| line.tokens[at].capital && line.kind(at) == Kind::Word)
}

/// Whether the words between two commas describe what stands before: an age, a role, a relative clause.
fn apposition(line: &Line, words: Range<usize>) -> bool {
    let first = words.start;
    if words.is_empty() {
        return false;
    }
    if line.is(first, Class::Relative) || line.kind(first) == Kind::Number {
        return true;
    }
    let participle = |at: usize| {
        ends_ed(line, at) || (first < at && (line.is(at, Class::Participle) || line.is(at + 1, Class::Preposition)))
    };
    let clause = words.clone().any(|at| line.is(at, Class::Finite) && !line.tokens[at].capital && !participle(at));
    let asked = line.is(first, Class::Subordinator) && words.clone().any(|at| line.is(at, Class::Contacted));
    asked || (!clause && !line.is_any(first, &[Class::Pronoun, Class::Subordinator]))
}

fn ends_ed(line: &Line, at: usize) -> bool {
    line.lower(at).ends_with("ed")
}

/// Whether a noun phrase holds a name.
pub(super) fn names(line: &Line, range: &Range<usize>) -> bool {
    range.clone().any(|at| line.tokens[at].capital && !line.is(at, Class::Determiner) && at != 0)
        || range.clone().filter(|at| line.tokens[*at].capital).count() > 1
}

/// A noun with the adjectives before it: "unconfirmed reports".
pub(super) fn noun_within(line: &Line, noun: usize) -> Range<usize> {
    let describes = |at: &usize| {
        let token = &line.tokens[*at];
        token.kind == Kind::Word
            && token.word.verb.is_none()
            && (!token.is(Class::Finite) || ends_ed(line, *at))
            && !token.word.is_any(&[
                Class::Preposition,
                Class::Pronoun,
                Class::Conjunction,
                Class::Auxiliary,
                Class::To,
            ])
    };
    let start = (0..noun).rev().take(3).take_while(describes).last().unwrap_or(noun);
    trimmed(line, start, noun + 1)..noun + 1
}

/// The noun phrase that ends before `end`.
fn noun_phrase_back(line: &Line, end: usize) -> Option<Range<usize>> {
    let opening = segment_start(line, end);
    let start = match described_by_clause(line, opening, end) {
        Some(start) => start,
        None => chunk_start(line, opening, end),
    };
    let start = trimmed(line, start, end);
    let noun = (start..end).any(|at| line.tokens[at].kind == Kind::Word && !adverb(line, at));
    (start < end && noun && end - start <= LONGEST).then_some(start..end)
}

/// Where the stretch without commas and other breaks begins.
fn segment_start(line: &Line, end: usize) -> usize {
    let mut depth = 0usize;
    for at in (0..end).rev() {
        match line.kind(at) {
            Kind::Close => depth += 1,
            Kind::Open => depth = depth.saturating_sub(1),
            Kind::Comma | Kind::Colon | Kind::Semicolon | Kind::Dash | Kind::Stop if depth == 0 => return at + 1,
            Kind::Mark if depth == 0 && !short_quote(line, at) => return at + 1,
            _ => {}
        }
    }
    0
}

/// Whether a mark belongs to a quotation of a few words within a phrase: a nickname, a title.
fn short_quote(line: &Line, mark: usize) -> bool {
    let inner = (0..mark).rev().take_while(|at| line.tokens[*at].quoted).count();
    let after = (mark + 1..line.tokens.len()).take_while(|at| line.tokens[*at].quoted).count();
    let size = inner.max(after);
    let punctuated = 0 < inner && matches!(line.kind(mark - 1), Kind::Comma | Kind::Stop);
    0 < size && size <= 4 && !punctuated
}

/// "Officials who spoke on Tuesday": with a relative clause inside, the phrase is the whole segment.
fn described_by_clause(line: &Line, opening: usize, end: usize) -> Option<usize> {
    let relative = (opening + 1..end).find(|at| line.is(*at, Class::Relative) && line.is(*at, Class::Pronoun))?;
    let clause_before = (opening..relative).any(|at| line.is(at, Class::Finite) && !ends_ed(line, at));
    let second = (relative + 1..end).any(|at| line.is(at, Class::Conjunction) && line.is(at + 1, Class::Determiner));
    (!clause_before && !second).then_some(opening)
}

/// Walks back through articles, adjectives, nouns and the prepositions that join nouns.
fn chunk_start(line: &Line, opening: usize, end: usize) -> usize {
    let mut at = end;
    let mut depth = 0usize;
    while opening < at {
        let before = at - 1;
        let token = &line.tokens[before];
        match token.kind {
            Kind::Close => depth += 1,
            Kind::Open => depth = depth.saturating_sub(1),
            _ if 0 < depth => {}
            Kind::Word | Kind::Number => {
                if breaks(line, opening, before, at == end) {
                    return at;
                }
                let opens = token.is(Class::Determiner) || token.is(Class::Possessive);
                if opens && !joined_on(line, opening, before) {
                    return before;
                }
            }
            _ => {}
        }
        at = before;
    }
    at
}

/// Whether a word cannot stand within a noun phrase.
fn breaks(line: &Line, opening: usize, at: usize, last: bool) -> bool {
    let token = &line.tokens[at];
    let name = token.capital && at != opening;
    if token.is(Class::That) {
        return true;
    }
    if token.is(Class::Determiner) || (name && !token.is(Class::Pronoun)) || noun_by_place(line, at) {
        return false;
    }
    if token.is(Class::Conjunction) {
        return token.is(Class::But) || !noun_like(line, opening, at) || clause_in(line, opening, at);
    }
    if token.is(Class::NounPreposition) {
        let passive = token.is(Class::By) && 1 < at && ends_ed(line, at - 1) && line.is(at - 2, Class::Be);
        return passive || !noun_like(line, opening, at);
    }
    token.is_any_of(&[Class::Pronoun, Class::Preposition, Class::Subordinator, Class::Negation])
        || (token.is(Class::Opener) && at == opening)
        || (token.is(Class::Finite) && !token.capital && token.kind == Kind::Word && !(ends_ed(line, at) && !last))
}

impl super::line::Token {
    fn is_any_of(&self, classes: &[Class]) -> bool {
        self.word.is_any(classes)
    }
}

/// Whether a word stands behind an article or "his", and so is a noun even if it could be a verb: "the plans".
fn noun_by_place(line: &Line, at: usize) -> bool {
    let verb_like = line.is(at, Class::Finite) && !line.is_any(at, &[Class::Auxiliary, Class::Modal, Class::Pronoun]);
    let owned = 0 < at && line.kind(at - 1) == Kind::Possessive && line.lower(at).ends_with('s');
    verb_like && 0 < at && (owned || line.is_any(at - 1, &[Class::Article, Class::Possessive]))
}

/// Whether a noun can end before `at`.
fn noun_like(line: &Line, opening: usize, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let token = &line.tokens[before];
    opening < at
        && token.is_word()
        && (token.capital
            || !(token.word.is_any(&[
                Class::Finite,
                Class::Preposition,
                Class::Pronoun,
                Class::Conjunction,
                Class::Opener,
            ]) && !token.is(Class::NounPreposition)))
        && !token.is(Class::Article)
}

/// Whether an article or "his" only continues the phrase: "the wife of the mayor".
fn joined_on(line: &Line, opening: usize, at: usize) -> bool {
    if at <= opening {
        return false;
    }
    let before = at - 1;
    (line.is(before, Class::NounPreposition) && noun_like(line, opening, before))
        || line.is(before, Class::Determiner)
        || (line.is(before, Class::And) && noun_like(line, opening, before) && !clause_in(line, opening, before))
}

fn clause_in(line: &Line, opening: usize, end: usize) -> bool {
    (opening..end).any(|at| line.is(at, Class::Finite) && line.kind(at) == Kind::Word)
}

/// Without the words that open a sentence and expressions of time at the front: "But on Friday the paper".
fn trimmed(line: &Line, start: usize, end: usize) -> usize {
    let mut start = start;
    while start + 1 < end {
        let token = &line.tokens[start];
        let month = token.is(Class::Month) && line.kind(start + 1) == Kind::Number;
        let year = token.kind == Kind::Number && line.lower(start).len() == 4 && 0 < start;
        let opener = token.is(Class::Opener) && !token.is(Class::Determiner);
        if month {
            start += 1;
        } else if !(token.is(Class::Time) || year || opener || token.kind == Kind::Possessive) {
            break;
        }
        start += 1;
    }
    start
}

/// The source that begins at `from`: behind a verb ("said the mayor") or a preposition ("according to the mayor").
pub(super) fn noun_phrase_on(line: &Line, from: usize, reach: Reach) -> Option<Range<usize>> {
    let mut at = from;
    let mut named = false;
    let mut depth = 0usize;
    while at < line.tokens.len() && at - from < LONGEST {
        let token = &line.tokens[at];
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close if depth == 0 => break,
            Kind::Close => depth -= 1,
            _ if 0 < depth => {}
            Kind::Word | Kind::Number => {
                if from < at && ends_source(line, from, at, named, reach) {
                    break;
                }
                named |= token.capital && !token.is(Class::Determiner);
            }
            Kind::Possessive | Kind::Other => {}
            Kind::Mark if short_quote(line, at) => {}
            _ if token.quoted => {}
            _ => break,
        }
        at += 1;
    }
    let single_pronoun = line.is(from, Class::Pronoun) && at == from + 1;
    let noun = (from..at).any(|at| line.tokens[at].kind == Kind::Word && !line.is(at, Class::Article));
    (from < at && (noun || single_pronoun)).then_some(from..at)
}

/// How far a source may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// To the end of its phrase, with what describes it.
    Whole,
    /// Only one noun and what stands before it: who is told.
    Short,
}

fn ends_source(line: &Line, from: usize, at: usize, named: bool, reach: Reach) -> bool {
    let token = &line.tokens[at];
    let before = &line.tokens[at - 1];
    if line.is(at - 1, Class::Pronoun) && !(line.is(at - 1, Class::Relative) && reach == Reach::Whole) {
        return true;
    }
    if reach == Reach::Short {
        let fresh = token.is(Class::Determiner) || token.is(Class::Possessive);
        let compound = line.lower(at - 1).contains('-');
        let lowered =
            before.capital && !compound && !token.capital && !before.is(Class::Article) && token.kind == Kind::Word;
        let outlet = token.word.is_any(&[Class::OutletNoun, Class::OutletEnding]);
        if (fresh && from + 1 < at + 1)
            || (lowered && !outlet)
            || token.is(Class::Pronoun)
            || token.is(Class::Preposition)
        {
            return !(token.is(Class::Of) && before.capital);
        }
    }
    if !named && token.is(Class::Preposition) && ends_ed(line, at - 1) && reach == Reach::Whole {
        return false;
    }
    if token.is(Class::NounPreposition) || token.is(Class::Of) {
        return !token.is(Class::Of) && (named && reach == Reach::Whole && away(line, at) || time_follows(line, at));
    }
    let described = token.is(Class::Relative) && token.is(Class::Pronoun);
    if described && reach == Reach::Whole {
        return false;
    }
    // "Per Tarnbeat the bridge is shut": behind a name, an article opens the clause.
    let clause = named && before.capital && before.kind == Kind::Word && token.is(Class::Article) && !token.capital;
    if clause && !before.is(Class::Article) {
        return true;
    }
    token.word.is_any(&[Class::Subordinator, Class::Preposition, Class::But])
        || (token.is(Class::Time)
            && !line.is(at + 1, Class::OutletEnding)
            && !(token.capital && line.tokens[at - 1].is(Class::Article)))
        || (token.is(Class::Finite)
            && !token.capital
            && !noun_by_place(line, at)
            && !ends_ed(line, at)
            && !described_before(line, from, at))
        || (token.is(Class::Pronoun) && !described_before(line, from, at))
}

/// Behind a name, "in" and the like lead away from it: "said Jana Holt in a letter".
fn away(line: &Line, at: usize) -> bool {
    !line.is(at - 1, Class::Role) && line.tokens[at - 1].capital
}

fn time_follows(line: &Line, at: usize) -> bool {
    line.is_any(at + 1, &[Class::Time, Class::Month])
        || line.is_any(at + 1, &[Class::Article]) && line.is_any(at + 2, &[Class::Talk])
}

fn described_before(line: &Line, from: usize, at: usize) -> bool {
    (from..at).any(|at| line.is(at, Class::Relative) && line.is(at, Class::Pronoun))
}
