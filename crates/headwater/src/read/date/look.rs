//! Whether the words around a time look back or ahead. The verbs of the sentence tell: "said on Tuesday", "will meet on
//! Friday".

use std::ops::Range;

use crate::{
    Calendar, Direction, Span,
    knowledge::calendar::{Kind, Token},
};

/// How far the verb may be from the time, in words and marks.
const FAR: usize = 30;

/// The classes of words that tell.
pub(super) struct Looks<'k> {
    calendar: &'k Calendar,
    text: &'k str,
    will: usize,
    ahead: usize,
    opens: usize,
    past: usize,
    been: usize,
    not_past: usize,
    to: usize,
    since: usize,
    ahead_of: usize,
    determiner: usize,
}

/// What one word says of the time near it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Will,
    Ahead,
    /// A verb for what is on the calendar, in a form that may be present: "opens", "meet".
    Opens,
    Past,
    None,
}

impl<'k> Looks<'k> {
    pub(super) fn new(calendar: &'k Calendar, text: &'k str) -> Looks<'k> {
        let class = |name: &str| calendar.class(name);
        Looks {
            calendar,
            text,
            will: class("will"),
            ahead: class("ahead"),
            opens: class("opens"),
            past: class("past"),
            been: class("been"),
            not_past: class("not-past"),
            to: class("to"),
            since: class("since"),
            ahead_of: class("ahead-of"),
            determiner: class("determiner"),
        }
    }

    /// Where the words around look; `Nearest` if they do not tell.
    pub(super) fn direction(&self, tokens: &[Token], time: Range<usize>, sentence: Span) -> Direction {
        let inside = |token: &&Token| sentence.contains(token.span) && token.kind != Kind::Break;
        let before = tokens[..time.start].iter().rev().take(FAR).take_while(inside).count();
        let after = tokens[time.end..].iter().take(FAR).take_while(inside).count();
        let before = &tokens[time.start - before..time.start];
        let after = &tokens[time.end..time.end + after];
        if before.iter().rev().take(2).any(|token| self.is(token, self.since)) {
            return Direction::Past;
        }
        if after.first().is_some_and(|token| token.apostrophe) {
            let ahead = before.iter().rev().take(2).any(|token| self.is(token, self.ahead_of));
            return if ahead || self.wills_soon(after) { Direction::Future } else { Direction::Past };
        }
        self.nearest_verb(before, (0..before.len()).rev())
            .or_else(|| self.nearest_verb(after, 0..after.len()))
            .unwrap_or(Direction::Nearest)
    }

    /// Whether what belongs to the time will be: "Wednesday's talks will".
    fn wills_soon(&self, after: &[Token]) -> bool {
        let verbs = (0..after.len().min(8)).map(|at| self.verb(after, at));
        verbs.filter(|verb| *verb != Verb::None).take(1).any(|verb| verb == Verb::Will)
    }

    fn nearest_verb(&self, tokens: &[Token], order: impl Iterator<Item = usize>) -> Option<Direction> {
        for at in order {
            let earlier = &tokens[at.saturating_sub(4)..at];
            match self.verb(tokens, at) {
                Verb::Will | Verb::Ahead => return Some(Direction::Future),
                Verb::Opens => {
                    return Some(if self.helped_by_past(earlier) { Direction::Past } else { Direction::Future });
                }
                Verb::Past if self.is_to_be(earlier) => return Some(Direction::Future),
                Verb::Past => return Some(Direction::Past),
                Verb::None => {}
            }
        }
        None
    }

    fn verb(&self, tokens: &[Token], at: usize) -> Verb {
        let token = &tokens[at];
        match token.kind {
            Kind::Known(_) if self.is(token, self.will) => Verb::Will,
            Kind::Known(_) if self.is(token, self.ahead) => Verb::Ahead,
            Kind::Known(_) if self.is(token, self.opens) && self.can_be_verb(&tokens[..at]) => Verb::Opens,
            Kind::Known(_) if self.is(token, self.past) => Verb::Past,
            Kind::Known(_) if self.is(token, self.not_past) => Verb::None,
            Kind::Known(_) | Kind::Unknown if self.looks_past(token) => Verb::Past,
            _ => Verb::None,
        }
    }

    /// Whether a participle stands after "will be", "to be", "expected to be".
    fn is_to_be(&self, earlier: &[Token]) -> bool {
        let helpers = earlier.iter().any(|token| self.is(token, self.been));
        earlier.iter().any(|token| self.is(token, self.will) || self.is(token, self.ahead))
            || helpers && earlier.iter().any(|token| self.is(token, self.to))
    }

    /// Not after "the" or "of": "the close of business".
    fn can_be_verb(&self, earlier: &[Token]) -> bool {
        earlier.last().is_none_or(|token| !self.is(token, self.determiner))
    }

    /// "Did not open": the helper carries the past.
    fn helped_by_past(&self, earlier: &[Token]) -> bool {
        earlier.last().is_some_and(|token| self.is(token, self.past))
    }

    fn is(&self, token: &Token, class: usize) -> bool {
        self.calendar.belongs(token, class)
    }

    /// The regular ending of the past.
    fn looks_past(&self, token: &Token) -> bool {
        let word = token.span.of(self.text);
        4 < word.len() && self.calendar.past_endings().iter().any(|ending| word.ends_with(ending.as_str()))
    }
}
