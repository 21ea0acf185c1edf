//! What each frame of a sentence credits: the stretches of words, and which frame passes on which.

use std::collections::BTreeSet;
use std::ops::Range;

use super::frame::{Frame, Place, denies, words};
use super::line::{Kind, Line};
use crate::knowledge::{Class, Takes};
use crate::{OutletKind, Outlets, Polarity, Span, Surety};

/// An attribution of one sentence, before it is given its place in the article.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) source: Option<Span>,
    pub(super) cue: Span,
    pub(super) content: Vec<Span>,
    pub(super) polarity: Polarity,
    pub(super) rule: &'static str,
    /// Drafts of the same sentence that this one passes on.
    pub(super) passes_on: Vec<usize>,
    /// The content stands in the next sentences.
    pub(super) awaits: bool,
    /// A colon says so, whether they are quoted or not.
    pub(super) announces: bool,
    /// Whether the content is, or begins or ends with, a quotation.
    pub(super) quoted: bool,
}

/// What is known of outlets: those of the list, and what those named in the article are called for short.
pub(super) struct Known<'a> {
    outlets: &'a Outlets,
    nicknames: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    /// The outlets, and the nicknames of those named in full in `text`.
    pub(super) fn new(text: &'a str, outlets: &'a Outlets) -> Known<'a> {
        let found = outlets.find(text);
        let full = found.iter().filter(|(_, _, surety)| *surety == Surety::Full);
        let nicknames = full.filter_map(|(span, _, _)| outlets.nickname(span.of(text))).collect();
        Known { outlets, nicknames }
    }

    fn is_outlet(&self, name: &str) -> bool {
        self.outlets.by_name(name).is_some() || self.outlets.looks_like(name) || self.nicknames.contains(name)
    }
}

/// The drafts of a sentence.
pub(super) fn drafts(line: &Line, frames: &[Frame], known: &Known) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut owners = Vec::new();
    for (index, frame) in frames.iter().enumerate() {
        let pieces = match frame.place {
            Place::Shared => Vec::new(),
            _ => pieces(line, frames, index),
        };
        owners.push(drafts.len());
        drafts.push(draft(line, frame, &pieces));
    }
    share(frames, &owners, &mut drafts);
    layer(&mut drafts);
    credited_twice(&mut drafts);
    recipients(line, frames, known, &mut drafts);
    side_by_side(line, known, &mut drafts);
    drafts.retain(|draft| !draft.content.is_empty() || draft.awaits || draft.polarity == Polarity::Declined);
    drafts
}

/// "Holt: No Rule Was Broken": what a headline puts in front of its colon, if that is a name or "Report".
pub(super) fn headline(line: &Line) -> Option<Draft> {
    let colon = (1..=4).find(|at| line.kind(*at) == Kind::Colon)?;
    let name = |at: usize| {
        let token = &line.tokens[at];
        matches!(token.kind, Kind::Word | Kind::Possessive) && (token.capital || token.kind == Kind::Possessive)
    };
    let label = (0..colon).any(|at| line.is(at, Class::Label));
    if !(0..colon).all(name) || label || words(line, colon + 1..line.tokens.len()) < 3 {
        return None;
    }
    let frame = Frame {
        cue: colon..colon + 1,
        verb: None,
        source: Some(0..colon),
        told: None,
        place: Place::After,
        opens: 0,
        closes: colon + 1,
        rule: "headline",
    };
    Some(draft(line, &frame, &[colon + 1..line.tokens.len()]))
}

fn draft(line: &Line, frame: &Frame, pieces: &[Range<usize>]) -> Draft {
    let content: Vec<Span> = pieces.iter().filter_map(|piece| line.span(piece.start, piece.end)).collect();
    let declined = frame.verb.is_some_and(|verb| verb.takes == Takes::Nothing);
    Draft {
        source: frame.source.as_ref().and_then(|source| line.span(source.start, source.end)),
        cue: line.tokens[frame.cue.start].span.cover(line.tokens[frame.cue.end - 1].span),
        quoted: pieces.iter().flat_map(|piece| [piece.start, piece.end.saturating_sub(1)]).any(|at| line.in_quote(at)),
        content,
        polarity: frame.verb.map_or(Polarity::Said, |verb| verb.polarity),
        rule: frame.rule,
        passes_on: Vec::new(),
        awaits: frame.place == Place::Next && !declined,
        announces: line.tokens.last().is_some_and(|last| last.kind == Kind::Colon),
    }
}

/// The stretches of tokens that a frame credits.
fn pieces(line: &Line, frames: &[Frame], index: usize) -> Vec<Range<usize>> {
    let frame = &frames[index];
    let last = line.tokens.len();
    match frame.place {
        Place::After => vec![frame.closes..cut(line, frames, index, frame.closes)],
        Place::Before => {
            let begin = begin(line, frames, index);
            let mut pieces = vec![begin..frame.opens];
            if let Some(rest) = remainder(line, frames, index) {
                pieces.push(rest);
            }
            pieces
        }
        Place::Next | Place::Shared => vec![last..last],
    }
}

/// Where the content before a frame begins: behind the last frame that is closed off from it.
fn begin(line: &Line, frames: &[Frame], index: usize) -> usize {
    let frame = &frames[index];
    let mut begin = super::frame::region_start(line, frame.opens);
    for earlier in &frames[..index] {
        let between = earlier.closes + 1..frame.opens.max(earlier.closes + 1);
        let closed = earlier.place == Place::Before && line.kind(earlier.closes) == Kind::Comma;
        if closed && 2 < words(line, between) {
            begin = begin.max(earlier.closes + 1);
        }
    }
    while line.is(begin, Class::But) || line.is(begin, Class::And) {
        begin += 1;
    }
    begin.min(frame.opens)
}

/// What follows an inserted frame: "the bridge, the mayor said, would stay shut". Behind a quotation only what is in
/// quotation marks again: "“It is shut,” she said, pointing at the bridge, “and will stay so.”"
fn remainder(line: &Line, frames: &[Frame], index: usize) -> Option<Range<usize>> {
    let frame = &frames[index];
    let comma = frame.closes;
    if !matches!(line.kind(comma), Kind::Comma | Kind::Close) {
        return None;
    }
    let end = cut(line, frames, index, comma + 1);
    let again = 0 < frame.opens && line.in_quote(frame.opens - 1);
    let begin = match again {
        true => (comma + 1..end).find(|at| line.in_quote(*at))?,
        false => comma + 1,
    };
    let taken = frames[index + 1..].iter().any(|later| later.opens <= begin && begin <= later.cue.start);
    let own = line.in_quote(begin) || !line.is_any(begin, &[Class::Conjunction, Class::But, Class::Relative]);
    (own && !taken && 1 < words(line, begin..end.max(begin))).then_some(begin..end)
}

/// Where the content behind a frame ends: with the sentence, or where another frame closes it off.
fn cut(line: &Line, frames: &[Frame], index: usize, begin: usize) -> usize {
    let last = line.tokens.len();
    if frames[index].rule == "quotes-who" {
        return last;
    }
    for (later, frame) in frames.iter().enumerate().skip(index + 1) {
        if frame.opens < begin {
            continue;
        }
        let closes_off = match frame.place {
            Place::Before => begin < frame.opens,
            Place::Shared => true,
            Place::Next => line.kind(frame.opens) == Kind::Comma,
            Place::After => detached(line, frame),
        };
        if closes_off {
            return clause_end(line, frames, later, begin);
        }
    }
    last
}

/// Whether a frame with its content behind it is no part of what stands before it.
fn detached(line: &Line, frame: &Frame) -> bool {
    if frame.rule == "participle" || frame.rule == "said-again" {
        return true;
    }
    let comma = line.kind(frame.opens) == Kind::Comma;
    let conjunction = frame.source.as_ref().map_or(0, |source| source.start).checked_sub(1);
    let joined = conjunction.is_some_and(|at| line.is(at, Class::But) || line.is(at, Class::And));
    joined && (comma || 1 < frame.opens && line.kind(frame.opens - 2) == Kind::Comma)
}

/// Before a frame, and before the comma and conjunction that lead to it.
fn clause_end(line: &Line, frames: &[Frame], later: usize, begin: usize) -> usize {
    let mut end = frames[later].opens;
    while begin < end
        && (line.is(end - 1, Class::But) || line.is(end - 1, Class::And) || line.kind(end - 1) == Kind::Comma)
    {
        end -= 1;
    }
    end.max(begin)
}

/// "The paper reported, citing two people, that …": one content, and the paper passes the people on.
fn share(frames: &[Frame], owners: &[usize], drafts: &mut [Draft]) {
    for (index, frame) in frames.iter().enumerate() {
        if frame.place != Place::Shared {
            continue;
        }
        let before = (0..index).rev().find(|at| frames[*at].place != Place::Shared);
        let Some(owner) = before.or_else(|| (index + 1..frames.len()).find(|at| frames[*at].place != Place::Shared))
        else {
            continue;
        };
        drafts[owners[index]].content = drafts[owners[owner]].content.clone();
        drafts[owners[index]].awaits = drafts[owners[owner]].awaits;
        drafts[owners[index]].quoted = drafts[owners[owner]].quoted;
        let cited = owners[index];
        drafts[owners[owner]].passes_on.push(cited);
    }
}

/// Where one attribution stands within the content of another, the outer one passes the inner one on.
fn layer(drafts: &mut Vec<Draft>) {
    let count = drafts.len();
    for outer in 0..count {
        let inner: Vec<usize> = (0..count).filter(|inner| within(drafts, *inner, outer)).collect();
        let passed: Vec<usize> = inner.iter().flat_map(|inner| drafts[*inner].passes_on.clone()).collect();
        let heads: Vec<usize> = inner.into_iter().filter(|inner| !passed.contains(inner)).collect();
        for head in heads {
            pass_on(drafts, outer, head);
        }
    }
}

/// "Holt said: “…,” according to the paper": where one credit stands beside another for the same words, the phrase passes
/// the verb's on.
fn credited_twice(drafts: &mut [Draft]) {
    for outer in 0..drafts.len() {
        let same = |inner: &usize| {
            *inner != outer
                && drafts[*inner].rule != "according-to"
                && !drafts[*inner].content.is_empty()
                && ends(&drafts[*inner]) == ends(&drafts[outer])
                && drafts.iter().all(|draft| !draft.passes_on.contains(inner))
        };
        let inner = (0..outer).rev().find(|inner| drafts[outer].rule == "according-to" && same(inner));
        if let Some(inner) = inner.filter(|_| drafts[outer].passes_on.is_empty()) {
            drafts[outer].passes_on.push(inner);
        }
    }
}

/// Where the content of a draft begins and ends.
fn ends(draft: &Draft) -> (Option<usize>, Option<usize>) {
    (draft.content.first().map(|piece| piece.start()), draft.content.last().map(|piece| piece.end()))
}

fn within(drafts: &[Draft], inner: usize, outer: usize) -> bool {
    let holds = |draft: &Draft, span: Span| draft.content.iter().any(|piece| piece.contains(span));
    inner != outer
        && drafts[inner].rule != "reports-that"
        && !(drafts[outer].rule == "reported-by" && denies(drafts[inner].polarity))
        && !drafts[inner].content.is_empty()
        && holds(&drafts[outer], drafts[inner].cue)
        && !holds(&drafts[inner], drafts[outer].cue)
        && drafts[inner].source.is_none_or(|source| holds(&drafts[outer], source))
}

/// The outer attribution is credited with the inner words: its own content if they are most of it, else once more.
fn pass_on(drafts: &mut Vec<Draft>, outer: usize, inner: usize) {
    let size = |draft: &Draft| draft.content.iter().map(|piece| piece.len()).sum::<usize>();
    let (whole, part) = (ends(&drafts[outer]), ends(&drafts[inner]));
    let opens = drafts[inner].source.is_some_and(|source| whole.0.is_some_and(|start| source.start() <= start + 5));
    let all = opens && whole.1 == part.1;
    let most = all || size(&drafts[outer]) <= 2 * size(&drafts[inner]) + 30;
    if most {
        drafts[outer].content = drafts[inner].content.clone();
        drafts[outer].passes_on.push(inner);
        return;
    }
    let again = Draft {
        content: drafts[inner].content.clone(),
        passes_on: vec![inner],
        rule: "passed-on",
        ..drafts[outer].clone()
    };
    drafts.push(again);
}

/// "told the paper": the paper passes on who told it, also what the same one is credited with in the same sentence:
/// "denied it, telling the paper that …".
fn recipients(line: &Line, frames: &[Frame], known: &Known, drafts: &mut Vec<Draft>) {
    let told = |frame: &Frame| frame.told.clone().filter(|told| outlet_like(line, told, known));
    for (index, frame) in frames.iter().enumerate() {
        let same = |other: &&Frame| other.source == frame.source && other.source.is_some();
        let beside = || frames.iter().filter(same).find_map(told).filter(|_| frame.told.is_none());
        let Some(told) = told(frame).or_else(beside).or_else(|| owner(line, frame, known)) else { continue };
        let teller = index;
        let outlet = Draft {
            source: line.span(told.start, told.end),
            rule: if frame.rule == "quoted-as-saying" { "quoted-by" } else { "told-outlet" },
            polarity: Polarity::Said,
            passes_on: vec![teller],
            ..drafts[teller].clone()
        };
        let place = drafts.len();
        for draft in drafts.iter_mut() {
            for passed in &mut draft.passes_on {
                if *passed == teller {
                    *passed = place;
                }
            }
        }
        drafts.push(outlet);
    }
}

/// "the Tarn Gazette's sources": whose sources they are. A Gazette source may be somebody who works there.
fn owner(line: &Line, frame: &Frame, known: &Known) -> Option<Range<usize>> {
    let source = frame.source.clone()?;
    let last = source.end.checked_sub(1).filter(|last| line.is(*last, Class::SourceNoun))?;
    let start = source.start + usize::from(line.is(source.start, Class::Article));
    let end = last.checked_sub(1).filter(|end| line.kind(*end) == Kind::Possessive)?;
    let name = line.span(start, end)?.of(line.text);
    (start < end && known.outlets.by_name(name).is_some()).then_some(start..end)
}

/// "Tim Arlow and Jana Holt told": one attribution for each of two names, if both can stand alone.
fn side_by_side(line: &Line, known: &Known, drafts: &mut Vec<Draft>) {
    for place in 0..drafts.len() {
        let Some((first, second)) = drafts[place].source.and_then(|source| two_names(line, source, known)) else {
            continue;
        };
        drafts[place].source = Some(first);
        let twin = Draft { source: Some(second), ..drafts[place].clone() };
        let twin_place = drafts.len();
        for draft in drafts.iter_mut() {
            if draft.passes_on.contains(&place) {
                draft.passes_on.push(twin_place);
            }
        }
        drafts.push(twin);
    }
}

/// The two names that an "and" joins: two outlets, or two names of several words.
fn two_names(line: &Line, source: Span, known: &Known) -> Option<(Span, Span)> {
    let inside = |at: &usize| source.contains(line.tokens[*at].span);
    let tokens: Vec<usize> = (0..line.tokens.len()).filter(inside).collect();
    let joint = *tokens.iter().find(|at| line.is(**at, Class::And))?;
    let (from, to) = (*tokens.first()?, *tokens.last()? + 1);
    if joint == from || joint + 1 >= to || tokens.iter().filter(|at| line.is(**at, Class::And)).count() != 1 {
        return None;
    }
    let second = joint + 1 + usize::from(line.is(joint + 1, Class::Article));
    let names = |range: Range<usize>| {
        let capital = |at: usize| line.tokens[at].capital && line.kind(at) == Kind::Word;
        1 < range.len() && range.clone().rev().take(2).all(capital)
    };
    let whole = |range: Range<usize>| 1 < range.len() && range.clone().all(|at| line.tokens[at].capital);
    let (left, right) = (line.span(from, joint)?, line.span(joint + 1, to)?);
    let outlet = known.is_outlet(left.of(line.text)) && known.is_outlet(right.of(line.text));
    let people = names(from..joint) && second < to && whole(second..to);
    (outlet || people).then_some((left, right))
}

/// Whether the words name an outlet, or call something one.
fn outlet_like(line: &Line, range: &Range<usize>, known: &Known) -> bool {
    let Some(span) = line.span(range.start, range.end) else { return false };
    let channel = known.outlets.by_name(span.of(line.text)).is_some_and(|outlet| outlet.kind == OutletKind::Channel);
    if channel || range.clone().any(|at| line.is(at, Class::Crowd)) {
        return false;
    }
    let owner = usize::from(line.kind(range.end - 1) == Kind::Possessive && 1 < range.len());
    let range = &(range.start..range.end - owner);
    let first = range.start + usize::from(line.is(range.start, Class::Article));
    let named =
        range.clone().any(|at| line.tokens[at].capital && line.is_any(at, &[Class::OutletEnding, Class::OutletNoun]));
    let domain = range.clone().any(|at| line.is(at, Class::OutletEnding));
    let described = line.is(range.end - 1, Class::OutletNoun);
    let name = line.span(first, range.end).map_or("", |name| name.of(line.text));
    named
        || domain
        || described
        || known.is_outlet(name)
        || known.is_outlet(span.of(line.text))
        || begins_with_outlet(line, first..range.end, known.outlets)
}

/// "BBC Harbour Hour": a name that goes on behind that of an outlet is a part of it.
fn begins_with_outlet(line: &Line, range: Range<usize>, outlets: &Outlets) -> bool {
    let owner = (range.start..range.end).find(|at| line.kind(*at) == Kind::Possessive).unwrap_or(range.end - 1);
    let name = line.span(range.start, owner.max(range.start + 1)).map_or("", |name| name.of(line.text));
    let capitals = range.clone().all(|at| line.tokens[at].capital || line.kind(at) == Kind::Possessive);
    1 < range.len() && (capitals || line.kind(owner) == Kind::Possessive) && outlets.by_name(name).is_some()
        || 2 < range.len() && line.kind(range.start + 1) == Kind::Word && {
            let first = line.span(range.start, range.start + 1).map_or("", |name| name.of(line.text));
            capitals && outlets.by_name(first).is_some()
        }
}
