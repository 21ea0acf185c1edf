//! Frames: a cue with its source and its place in the sentence. What it credits is cut out in `content`.

use std::ops::Range;

use super::line::{Kind, Line};
use super::phrase::{self, Lead, Reach};
use crate::knowledge::{Class, Form, PhraseKind, Takes, Verb};
use crate::{Cues, Polarity};

/// A cue with its source and place.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The tokens of the cue.
    pub(super) cue: Range<usize>,
    /// The verb, unless the cue is a phrase.
    pub(super) verb: Option<Verb>,
    /// The tokens of the source.
    pub(super) source: Option<Range<usize>>,
    /// Who is told, if the words say so.
    pub(super) told: Option<Range<usize>>,
    /// Where the content stands.
    pub(super) place: Place,
    /// Where the frame begins; what stands before belongs to others.
    pub(super) opens: usize,
    /// Where the frame ends: past its source, recipients and adverbials.
    pub(super) closes: usize,
    /// What found it.
    pub(super) rule: &'static str,
}

/// Where the content of a frame stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind it, from `closes`.
    After,
    /// Before it, up to `opens`; what follows a closing comma belongs to it too.
    Before,
    /// In the sentences that follow.
    Next,
    /// That of the frame it stands beside.
    Shared,
}

/// The frames of a sentence, in order.
pub(super) fn frames(line: &Line, cues: &Cues) -> Vec<Frame> {
    let mut found: Vec<Frame> = Vec::new();
    let mut at = 0;
    while at < line.tokens.len() {
        let frame = match line.tokens[at].quoted {
            true => None,
            false => phrase_frame(line, cues, at, &found)
                .or_else(|| reports_that(line, at))
                .or_else(|| verb_frame(line, at, &found)),
        };
        at = frame.as_ref().map_or(at, |frame| frame.cue.end - 1) + 1;
        found.extend(frame);
    }
    spoken_to(line, &mut found);
    found
}

/// "Speaking to the Tarn Gazette, Holt said", "In an interview with …, she said": who was spoken to passes it on.
fn spoken_to(line: &Line, frames: &mut [Frame]) {
    let Some(frame) = frames.first_mut().filter(|frame| frame.told.is_none() && frame.verb.is_some()) else { return };
    let Some(source) = frame.source.clone() else { return };
    let last = (0..source.start).rev().find(|at| line.kind(*at) != Kind::Mark);
    let comma = last.filter(|at| 2 <= *at && line.kind(*at) == Kind::Comma);
    let told = comma.and_then(|comma| spoken_to_before(line, comma));
    let told = told.or_else(|| contacted_by(line, source.start, frame.cue.start));
    frame.told = told.filter(|told| told.end <= frame.cue.start);
}

/// At the head of the sentence, up to a comma: who was spoken to.
fn spoken_to_before(line: &Line, comma: usize) -> Option<Range<usize>> {
    let start = region_start(line, comma);
    if line.is(start, Class::Speaking) && line.is_any(start + 1, &[Class::WithOrOn, Class::With]) {
        return recipient(line, start + 2);
    }
    if !line.is(start, Class::Place) {
        return None;
    }
    let noun = phrase::noun_phrase_on(line, start + 1, Reach::Short)?;
    if line.is(noun.end - 1, Class::Talk) && line.is(noun.end, Class::WithOrOn) {
        return phrase::noun_phrase_on(line, noun.end + 1, Reach::Short);
    }
    let own = line.is(start, Class::OnAir) && noun.end <= comma;
    own.then_some(noun)
}

/// "Holt's office, when contacted by the Tarn Gazette, said".
fn contacted_by(line: &Line, from: usize, to: usize) -> Option<Range<usize>> {
    let by = (from..to).find(|at| line.is(*at, Class::By) && line.is(at.saturating_sub(1), Class::Contacted))?;
    recipient(line, by + 1)
}

/// "denied reports that the bridge was unsafe", "reports claiming that": the reports are who says so.
fn reports_that(line: &Line, at: usize) -> Option<Frame> {
    if !line.is(at, Class::Hearsay) {
        return None;
    }
    let claiming = line.get(at + 1).is_some_and(|token| {
        token.word.verb.is_some_and(|verb| verb.form == Form::Progressive) && !line.is(at + 1, Class::Cite)
    });
    let that = at + 1 + usize::from(claiming);
    let before = at.checked_sub(1).and_then(|before| line.get(before));
    let noun = before.is_none_or(|before| {
        (before.word.verb.is_some() && !before.capital) || before.word.is_any(&[Class::Preposition, Class::Determiner])
    });
    if before.is_some_and(|before| before.is(Class::Negation)) {
        return None;
    }
    let described = (0..at).rev().take_while(|at| line.tokens[*at].is_word()).take(3).any(|at| line.is(at, Class::Be));
    let own = claiming && at < 3;
    let denied = !claiming && before.is_some_and(|before| before.word.verb.is_some_and(|verb| denies(verb.polarity)));
    let bare = denied && soon_finite(line, that);
    let clause = line.is(that, Class::That) && that_clause(line, that) && (noun || described || own);
    if !clause && !bare {
        return None;
    }
    let source = phrase::noun_within(line, at);
    let opens = source.start;
    let (verb, told, cue) = (None, None, at..at + 1);
    let (place, closes) = (Place::After, past_that(line, that));
    Some(Frame { cue, verb, source: Some(source), told, place, opens, closes, rule: "reports-that" })
}

/// Whether the content is what is denied: whoever claims it does not rest on who denies it.
pub(super) fn denies(polarity: Polarity) -> bool {
    matches!(polarity, Polarity::Denied | Polarity::Rejected)
}

fn phrase_frame(line: &Line, cues: &Cues, at: usize, before: &[Frame]) -> Option<Frame> {
    let lower = line.lower(at);
    let phrase = cues.phrases().iter().find(|phrase| {
        // "As Per Ek said": what begins with a capital behind a small word is a name.
        let small = |n: usize| line.tokens[at].capital || !line.tokens[at + n].capital;
        let word = |n: usize| at + n < line.tokens.len() && line.lower(at + n) == phrase.words[n] && small(n);
        phrase.words[0] == lower && (1..phrase.words.len()).all(word)
    })?;
    let cue = at..at + phrase.words.len();
    match phrase.kind {
        PhraseKind::According => according(line, cue),
        PhraseKind::Citing => citing(line, cue, before),
        PhraseKind::By => reported_by(line, cue),
    }
}

fn according(line: &Line, cue: Range<usize>) -> Option<Frame> {
    let source = phrase::noun_phrase_on(line, cue.end, Reach::Whole)?;
    let bare = !line.tokens[source.start].capital && !line.is(source.start, Class::Determiner);
    // One word alone credits only as "per" does: not before a thing, and not as a first name.
    if cue.len() == 1 && (bare || !line.is(cue.start, Class::Per)) {
        return None;
    }
    let opens = without_comma(line, cue.start);
    let before = region_start(line, opens)..opens;
    let other = [Class::Opener, Class::Adverb, Class::Preposition];
    let inserted = before.clone().any(|at| line.tokens[at].capital && !line.is_any(at, &other));
    let inner = [Class::That, Class::Relative, Class::Subordinator, Class::Conjunction];
    let leads = (words(line, before) < 2 && !inserted) || line.is_any(opens.wrapping_sub(1), &inner);
    let closes = past_apposition(line, source.end);
    let place = if leads { Place::After } else { Place::Before };
    // What leads leaves something behind it: "According to Jana Holt, a man fell."
    let closes = if leads && line.kind(closes) == Kind::Stop { source.end } else { closes };
    let closes = if leads { past_relative(line, closes) } else { closes };
    let closes = if leads && line.kind(closes) == Kind::Comma { closes + 1 } else { closes };
    let told = picked_up_by(line, &source);
    Some(Frame { cue, verb: None, source: Some(source), told, place, opens, closes, rule: "according-to" })
}

/// Past "that cites two officials", up to the comma behind it: what describes a report is not what it says.
fn past_relative(line: &Line, end: usize) -> usize {
    let describes = line.is(end, Class::That) || line.is(end, Class::Relative);
    let noun = [Class::Determiner, Class::Pronoun, Class::Possessive];
    let verb = line.get(end + 1).is_some_and(|next| next.is_word() && !next.capital && !next.word.is_any(&noun));
    if !(describes && verb) {
        return end;
    }
    let comma = |at: &usize| line.kind(*at) == Kind::Comma && !line.tokens[*at].quoted;
    (end + 1..line.tokens.len().min(end + 24)).find(comma).unwrap_or(end)
}

/// "sources contacted by the paper": who passes them on. Not where the paper itself is meant: "a report published by".
fn picked_up_by(line: &Line, source: &Range<usize>) -> Option<Range<usize>> {
    let by = source.clone().find(|at| line.is(*at, Class::By))?;
    let passed_on = (source.start..by).any(|at| line.is(at, Class::Finite) && line.tokens[at].word.verb.is_none());
    let report = (source.start..by).any(|at| line.tokens[at].word.verb.is_some() || line.is(at, Class::OutletNoun));
    (passed_on && !report && by + 1 < source.end).then_some(by + 1..source.end)
}

/// Past ", a friend of the family,": from one comma to the next, if the words between open with a small word.
fn past_apposition(line: &Line, end: usize) -> usize {
    if line.kind(end) != Kind::Comma {
        return end;
    }
    let last = line.tokens.len() - 1;
    let ends = |at: &usize| line.kind(*at) == Kind::Comma || (*at == last && line.kind(*at) == Kind::Stop);
    let Some(next) = (end + 1..line.tokens.len().min(end + 24)).find(ends) else {
        return end;
    };
    // "According to the mayor, a man had fallen": with a verb of its own it is a clause.
    let main = (end + 2..next).take_while(|at| !line.is(*at, Class::Relative));
    let clause = || main.clone().any(|at| line.is_any(at, &[Class::Auxiliary, Class::Modal, Class::Be]));
    let described = line.is(end + 1, Class::Relative) || line.is(end + 1, Class::Indefinite) && !clause();
    if described && !line.in_quote(next) { next } else { end }
}

fn citing(line: &Line, cue: Range<usize>, before: &[Frame]) -> Option<Frame> {
    let lead = phrase::lead(line, cue.start);
    if lead.passive && !lead.negated {
        return quoted_as_saying(line, cue, &lead);
    }
    let marked = usize::from(line.kind(cue.end) == Kind::Mark);
    let source = phrase::noun_phrase_on(line, cue.end + marked, Reach::Whole)?;
    let opens = without_comma(line, cue.start);
    if lead.negated || lead.modal {
        return None;
    }
    if as_saying(line, source.end) {
        let speaker = phrase::subject(line, lead.end);
        let closes = past_that(line, source.end + 2);
        let opens = speaker.as_ref().map_or(opens, |speaker| without_comma(line, speaker.start));
        return Some(Frame {
            cue,
            verb: None,
            source: Some(source),
            told: speaker,
            place: Place::After,
            opens,
            closes,
            rule: "quoted-as-saying",
        });
    }
    if !line.is(cue.start, Class::Cite) && speaks_behind_who(line, source.clone()) {
        return quotes_who(line, cue, &lead);
    }
    let informant = source
        .clone()
        .any(|at| line.is(at, Class::Informant) || (line.tokens[at].capital && !line.is(at, Class::Determiner)));
    let beside = !before.is_empty() || source.end < line.tokens.len();
    let closes = source.end;
    (informant && beside).then_some(Frame {
        cue,
        verb: None,
        source: Some(source),
        told: None,
        place: Place::Shared,
        opens,
        closes,
        rule: "citing",
    })
}

/// Whether a source goes on in "who" and a verb of speech.
fn speaks_behind_who(line: &Line, source: Range<usize>) -> bool {
    let who = source.into_iter().find(|at| line.is(*at, Class::Relative) && line.is(*at, Class::Pronoun));
    let verb = |who: usize| (who + 1..who + 4).any(|at| line.get(at).is_some_and(|token| token.word.verb.is_some()));
    who.is_some_and(verb)
}

/// Whether "as saying" stands here.
fn as_saying(line: &Line, at: usize) -> bool {
    let saying = |token: &super::line::Token| token.word.verb.is_some_and(|verb| verb.form == Form::Progressive);
    line.is(at, Class::As) && line.get(at + 1).is_some_and(saying)
}

/// "The paper quotes an official who said that …": the paper passes on what the official is credited with.
fn quotes_who(line: &Line, cue: Range<usize>, lead: &Lead) -> Option<Frame> {
    let outlet = phrase::subject(line, lead.end)?;
    let opens = without_comma(line, outlet.start);
    let closes = cue.end;
    let source = Some(outlet);
    Some(Frame { cue, verb: None, source, told: None, place: Place::After, opens, closes, rule: "quotes-who" })
}

/// "An official was quoted as saying that …", "…, an official was quoted by the paper as saying": the paper, if it is
/// named, is who passes it on.
fn quoted_as_saying(line: &Line, cue: Range<usize>, lead: &Lead) -> Option<Frame> {
    let source = phrase::subject(line, lead.end)?;
    let opens = without_comma(line, source.start);
    let outlet_from = |at: usize| {
        let by = line.is_any(at, &[Class::By, Class::Place, Class::To]);
        by.then(|| phrase::noun_phrase_on(line, at + 1, Reach::Short)).flatten()
    };
    let early = outlet_from(cue.end);
    let at = early.as_ref().map_or(cue.end, |outlet| outlet.end);
    if !as_saying(line, at) {
        return None;
    }
    let late = outlet_from(at + 2);
    let closes = late.as_ref().map_or(at + 2, |outlet| outlet.end);
    let behind = adverbials(line, closes).end;
    let ended = matches!(line.kind(behind), Kind::Stop | Kind::Comma | Kind::Mark | Kind::Semicolon);
    let place = if 3 <= opens && ended && !line.in_quote(behind + 1) { Place::Before } else { Place::After };
    let closes = if place == Place::Before { behind } else { past_that(line, past_colon(line, closes)) };
    let told = early.or(late);
    Some(Frame { cue, verb: None, source: Some(source), told, place, opens, closes, rule: "quoted-as-saying" })
}

/// Past a comma or colon before a quotation.
fn past_colon(line: &Line, at: usize) -> usize {
    at + usize::from(matches!(line.kind(at), Kind::Colon | Kind::Comma))
}

fn reported_by(line: &Line, cue: Range<usize>) -> Option<Frame> {
    let source = phrase::noun_phrase_on(line, cue.end, Reach::Whole)?;
    let lead = phrase::lead(line, cue.start);
    let as_reported = lead.end == 0 || line.is(lead.end - 1, Class::As);
    let mut opens = without_comma(line, lead.end);
    if as_reported {
        opens = without_comma(line, lead.end.saturating_sub(1));
    }
    let leads = words(line, 0..opens) < 2;
    if leads && line.kind(source.end) != Kind::Comma {
        return None;
    }
    let closes = if leads { source.end + 1 } else { source.end };
    let place = if leads { Place::After } else { Place::Before };
    Some(Frame { cue, verb: None, source: Some(source), told: None, place, opens, closes, rule: "reported-by" })
}

fn verb_frame(line: &Line, at: usize, before: &[Frame]) -> Option<Frame> {
    let verb = line.tokens[at].word.verb?;
    let lead = phrase::lead(line, at);
    if lead.modal || lead.negated || (lead.passive && verb.form == Form::Past) || is_noun(line, at, verb, &lead) {
        return None;
    }
    if line.is(at, Class::WithParticle) && particle(line, at) == 0 {
        return None;
    }
    if verb.takes == Takes::Nothing {
        return declined(line, at, verb, &lead);
    }
    if verb.form == Form::Progressive && !lead.passive {
        return participle(line, at, verb, before);
    }
    if let Some(frame) = inverted(line, at, verb, &lead) {
        return Some(frame);
    }
    let joined = 0 < lead.end && line.is(lead.end - 1, Class::Conjunction);
    if joined && !before.is_empty() {
        let source = before.last().and_then(|frame| frame.source.clone());
        return after(line, at, verb, source, without_comma(line, lead.end - 1), "said-again");
    }
    if joined && verb.takes != Takes::Quote {
        let source = main_subject(line).filter(|source| source.end + 1 < lead.end - 1);
        let opens = without_comma(line, lead.end - 1);
        let frame = source.and_then(|source| after(line, at, verb, Some(source), opens, "said-again"));
        return frame.filter(|frame| line.is(frame.closes.wrapping_sub(1), Class::That));
    }
    let source = phrase::subject(line, lead.end)?;
    if source.start > 0 && behind_verb(line, source.start) {
        return None;
    }
    let behind_as = 0 < source.start && line.is(source.start - 1, Class::As);
    if let Some(frame) = behind_as.then(|| as_said(line, at, verb, &source)).flatten() {
        return Some(frame);
    }
    if let Some(frame) = in_brackets(line, at, verb, &source) {
        return Some(frame);
    }
    let opens = without_comma(line, source.start);
    let tail = tail(line, at, verb, &source, opens);
    tail.or_else(|| after(line, at, verb, Some(source), opens, "said-clause"))
}

/// "As the paper notes, …", "…, as the paper notes": what stands on the other side of the comma.
fn as_said(line: &Line, at: usize, verb: Verb, source: &Range<usize>) -> Option<Frame> {
    let opens = without_comma(line, source.start - 1);
    let closes = adverbials(line, at + 1 + particle(line, at)).end;
    let leads = words(line, region_start(line, opens)..opens) < 2;
    let ended = matches!(line.kind(closes), Kind::Stop | Kind::Comma | Kind::Semicolon | Kind::Dash);
    let place = if leads { Place::After } else { Place::Before };
    let comma = line.kind(closes) == Kind::Comma;
    if !ended || (leads && !comma) || matches!(verb.takes, Takes::Recipient | Takes::Quote) {
        return None;
    }
    let closes = closes + usize::from(leads);
    let (verb, source, told) = (Some(verb), Some(source.clone()), None);
    Some(Frame { cue: at..at + 1, verb, source, told, place, opens, closes, rule: "as-said" })
}

/// "The bridge (the paper reported) is safe": what stands around the brackets.
fn in_brackets(line: &Line, at: usize, verb: Verb, source: &Range<usize>) -> Option<Frame> {
    let open = source.start.checked_sub(1).filter(|open| line.kind(*open) == Kind::Open)?;
    let close = adverbials(line, at + 1).end;
    let around = line.kind(close) == Kind::Close && 0 < words(line, region_start(line, open)..open);
    let (source, told, place) = (Some(source.clone()), None, Place::Before);
    around.then_some(Frame {
        cue: at..at + 1,
        verb: Some(verb),
        source,
        told,
        place,
        opens: open,
        closes: close,
        rule: "in-brackets",
    })
}

/// One, if the particle of a verb stands behind it: "points out".
fn particle(line: &Line, at: usize) -> usize {
    usize::from(line.is(at, Class::WithParticle) && line.is(at + 1, Class::Particle))
}

/// Whether a form of a verb is used as a noun or an adjective here: "the reports of", "a reported case".
fn is_noun(line: &Line, at: usize, verb: Verb, lead: &Lead) -> bool {
    let close = lead.end == at;
    let article = close && 0 < at && line.is_any(at - 1, &[Class::Article, Class::Possessive, Class::NounPreposition]);
    let next = line.get(at + 1);
    let ambiguous = matches!(verb.form, Form::Base | Form::Third) && line.is(at, Class::NounToo);
    let led_on = next.is_some_and(|next| {
        particle(line, at) == 0
            && next.is_word()
            && ((next.is(Class::Preposition)
                && !next.is(Class::That)
                && !next.is(Class::To)
                && !phrase_of_time(line, at + 1))
                || (next.is(Class::Finite) && !next.capital)
                || next.is(Class::Conjunction))
    });
    let by = next.is_some_and(|_| {
        at + 1 < line.tokens.len() && line.is(at + 1, Class::Preposition) && line.is(at + 1, Class::By)
    });
    let owned =
        close && 0 < at && line.kind(at - 1) == Kind::Possessive && verb.form == Form::Past && names_next(line, at);
    article || by || owned || (ambiguous && led_on) || (verb.form == Form::Base && !plural_before(line, lead.end))
}

/// Whether a noun stands right behind: "Holt's alleged debts".
fn names_next(line: &Line, at: usize) -> bool {
    let small = [Class::That, Class::Determiner, Class::Pronoun, Class::Preposition, Class::Adverb, Class::Finite];
    line.kind(at + 1) == Kind::Word && !line.in_quote(at + 1) && !line.is_any(at + 1, &small)
}

fn phrase_of_time(line: &Line, at: usize) -> bool {
    line.is_any(at + 1, &[Class::Time, Class::Month]) || line.is_any(at + 2, &[Class::Time, Class::Talk])
}

/// Whether a plural stands before a verb in its base form: "officials say", "they say".
fn plural_before(line: &Line, end: usize) -> bool {
    let Some(last) = end.checked_sub(1) else { return false };
    let plural = |at: usize| line.is(at, Class::Plural) || line.lower(at).ends_with('s');
    // "Sources close to the talks tip that": the noun that they describe stands farther back.
    let described = || {
        phrase::subject(line, end).is_some_and(|mut words| words.any(|at| line.is(at, Class::Informant) && plural(at)))
    };
    line.is(last, Class::Pronoun) || plural(last) || described()
}

/// Whether the words before a supposed subject are a verb whose object it is: "published a report saying".
fn behind_verb(line: &Line, start: usize) -> bool {
    let before = &line.tokens[start - 1];
    before.is_word()
        && !before.quoted
        && before.word.verb.is_some()
        && !before.is(Class::Subordinator)
        && !before.is(Class::Auxiliary)
        && before.is(Class::Finite)
        && before.word.verb.is_none_or(|verb| verb.takes != Takes::Any)
}

/// Would not comment: who would not is told, and nothing else.
fn declined(line: &Line, at: usize, verb: Verb, lead: &Lead) -> Option<Frame> {
    let comment = (at + 1..line.tokens.len().min(at + 4))
        .any(|next| line.tokens[next].word.verb.is_some_and(|verb| verb.form == Form::Base));
    let source = phrase::subject(line, lead.end)?;
    let opens = without_comma(line, source.start);
    comment.then_some(Frame {
        cue: at..at + 1,
        verb: Some(verb),
        source: Some(source),
        told: None,
        place: Place::Next,
        opens,
        closes: line.tokens.len(),
        rule: "declined",
    })
}

/// ", adding that": the source is that of the frame before, or the subject of the sentence.
fn participle(line: &Line, at: usize, verb: Verb, before: &[Frame]) -> Option<Frame> {
    let detached = 0 < at && matches!(line.kind(at - 1), Kind::Comma | Kind::Dash | Kind::Mark);
    if detached || (0 < at && line.is(at - 1, Class::Conjunction)) {
        let source = match before.iter().rfind(|frame| frame.rule != "reports-that") {
            Some(frame) => frame.source.clone(),
            None => main_subject(line),
        };
        return after(line, at, verb, source, at - 1, "participle");
    }
    let source = phrase::subject(line, at)?;
    let opens = without_comma(line, source.start);
    let frame = after(line, at, verb, Some(source), opens, "participle")?;
    (line.is(frame.closes.wrapping_sub(1), Class::That) || line.in_quote(frame.closes)).then_some(frame)
}

/// The subject of the sentence: the noun phrase it begins with.
fn main_subject(line: &Line) -> Option<Range<usize>> {
    let finite = |at: &usize| line.is(*at, Class::Finite) && line.kind(*at) == Kind::Word && !line.tokens[*at].quoted;
    let verb = (1..line.tokens.len()).find(finite)?;
    let lead = phrase::lead(line, verb);
    phrase::subject(line, lead.end)
}

/// "…," said the mayor.
fn inverted(line: &Line, at: usize, verb: Verb, lead: &Lead) -> Option<Frame> {
    let detached = at == 0 || matches!(line.kind(at - 1), Kind::Comma | Kind::Mark | Kind::Dash | Kind::Stop);
    if lead.end != at || !detached || verb.takes == Takes::Recipient {
        return None;
    }
    let adverbs = (at + 1..line.tokens.len()).take_while(|next| line.is(*next, Class::Adverb)).count();
    if line.is(at + 1 + adverbs, Class::That) {
        return None;
    }
    let source = phrase::noun_phrase_on(line, at + 1, Reach::Whole)?;
    let quote = at == 0 || line.in_quote(at - 1) || (1 < at && line.in_quote(at - 2));
    if line.is(source.start, Class::Preposition) || (!quote && verb.takes == Takes::Quote) {
        return None;
    }
    if !quote && !speaker_only(line, &source) && phrase::subject(line, at).is_some() {
        return None;
    }
    let closes = adverbials(line, past_apposition(line, source.end)).end;
    let ends = matches!(
        line.kind(closes),
        Kind::Stop | Kind::Comma | Kind::Mark | Kind::Semicolon | Kind::Dash | Kind::Open | Kind::Colon
    );
    if !ends && !line.is_any(closes, &[Class::Subordinator, Class::Conjunction, Class::Preposition, Class::Relative]) {
        return None;
    }
    if line.kind(closes) == Kind::Colon {
        return Some(Frame {
            cue: at..at + 1,
            verb: Some(verb),
            source: Some(source),
            told: None,
            place: Place::After,
            opens: at,
            closes: closes + 1,
            rule: "quote-said",
        });
    }
    let opens = without_comma(line, at);
    Some(Frame {
        cue: at..at + 1,
        verb: Some(verb),
        source: Some(source),
        told: None,
        place: Place::Before,
        opens,
        closes,
        rule: "quote-said",
    })
}

/// Whether all that follows a verb is somebody who speaks, so that it can be no content: "…, said officials in the town."
fn speaker_only(line: &Line, source: &Range<usize>) -> bool {
    let who = source.clone().find(|at| line.is(*at, Class::Relative)).unwrap_or(source.end);
    let finite = (source.start..who).any(|at| line.is(at, Class::Finite) && !line.tokens[at].capital);
    let informant = source.clone().any(|at| line.is_any(at, &[Class::Informant, Class::Role]));
    !finite && informant && matches!(line.kind(source.end), Kind::Stop)
}

/// "…, the mayor said on Tuesday": the content stands before.
fn tail(line: &Line, at: usize, verb: Verb, source: &Range<usize>, opens: usize) -> Option<Frame> {
    let after = right(line, at + 1, verb);
    let detached = opens < source.start
        || (0 < source.start && matches!(line.kind(source.start - 1), Kind::Mark | Kind::Dash | Kind::Stop));
    let quote = 0 < opens && line.in_quote(opens - 1) && detached;
    let left = words(line, region_start(line, opens)..opens);
    let bare = matches!(after.found, Right::Nothing | Right::Parenthesis);
    let speaks = !matches!(verb.takes, Takes::Quote | Takes::As) || quote;
    let enough = 3 <= left || (0 < left && after.found == Right::Parenthesis);
    let credits = (quote && after.found != Right::That) || (bare && enough);
    let whole = quote || verb.takes != Takes::Noun;
    let comma = after.found == Right::Quote && line.kind(after.end - 1) == Kind::Comma;
    (detached && credits && speaks && whole && 0 < left).then_some(Frame {
        cue: at..at + 1,
        verb: Some(verb),
        source: Some(source.clone()),
        told: after.told,
        place: Place::Before,
        opens,
        closes: if comma { after.end - 1 } else { after.end },
        rule: if quote { "quote-said" } else { "clause-said" },
    })
}

/// "The mayor said that …": the content stands behind.
fn after(
    line: &Line,
    at: usize,
    verb: Verb,
    source: Option<Range<usize>>,
    opens: usize,
    rule: &'static str,
) -> Option<Frame> {
    let right = right(line, at + 1, verb);
    let (place, rule) = match right.found {
        Right::Next => (Place::Next, "said-quote"),
        Right::Quote if line.is(at, Class::Naming) && names(line, source.as_ref(), right.end) => return None,
        Right::Quote if verb.takes == Takes::That && scare(line, right.end) => return None,
        Right::Quote => (Place::After, "said-quote"),
        Right::That => (Place::After, rule),
        Right::Clause if bare_clause(line, &right, verb) => (Place::After, rule),
        Right::Parenthesis if clause_behind_comma(line, &right, opens) => (Place::After, rule),
        _ => return None,
    };
    let comma = usize::from(right.found == Right::Parenthesis);
    let closes = right.end + comma;
    Some(Frame { cue: at..at + 1, verb: Some(verb), source, told: right.told, place, opens, closes, rule })
}

/// "A spokeswoman told the paper on Saturday, the yard does not comment": a comma in the place of "that".
fn clause_behind_comma(line: &Line, right: &RightSide, opens: usize) -> bool {
    let leads = words(line, region_start(line, opens)..opens) < 2;
    leads && right.told.is_some() && soon_finite(line, right.end + 1)
}

/// Whether the quotation here is an adjective in its noun phrase: "revealing “tempting” eyes".
fn scare(line: &Line, mark: usize) -> bool {
    let inner = (mark + 1..line.tokens.len()).take_while(|at| line.tokens[*at].quoted).count();
    let behind = mark + inner + 2;
    let joins = [
        Class::Preposition,
        Class::Conjunction,
        Class::Subordinator,
        Class::Adverb,
        Class::Auxiliary,
        Class::Modal,
        Class::Be,
        Class::Time,
    ];
    let noun = line.kind(behind) == Kind::Word && !line.is_any(behind, &joins);
    (1..=SCARE).contains(&inner) && line.kind(mark) == Kind::Mark && noun && !line.in_quote(behind)
}

/// The most words in quotation marks that can be an adjective.
const SCARE: usize = 3;

/// Whether a quotation right behind "called" is a name: "a mode called “Harbour Light”".
fn names(line: &Line, source: Option<&Range<usize>>, quote: usize) -> bool {
    let thing = source.is_some_and(|source| line.is(source.start, Class::Indefinite));
    let capital = line.get(quote + 1).is_some_and(|token| token.capital);
    line.kind(quote) == Kind::Mark && line.is(quote - 1, Class::Naming) && (thing || capital)
}

/// Whether the words behind a verb are a clause that it can take without "that".
fn bare_clause(line: &Line, right: &RightSide, verb: Verb) -> bool {
    let begin = right.end;
    let first = match line.get(begin) {
        Some(first) => first,
        None => return false,
    };
    let rest = begin..line.tokens.len();
    let finite = rest.clone().skip(1).any(|at| line.is(at, Class::Finite));
    let quoted = first.quoted || first.kind == Kind::Mark;
    if first.is(Class::Topic) && line.kind(begin + 1) != Kind::Number {
        return false;
    }
    match verb.takes {
        Takes::Any | Takes::Recipient => !first.is(Class::To) && (2 < rest.len() || quoted),
        Takes::Clause => (finite || quoted || cited_behind(line, begin)) && !first.is(Class::To) && 2 < rest.len(),
        Takes::That => {
            quoted
                || (soon_finite(line, begin)
                    && opens_clause(
                        first.word.is_any(&[Class::Pronoun, Class::Determiner, Class::Possessive]),
                        first.capital,
                    ))
        }
        Takes::Quote => quoted,
        Takes::As => named_as(line, begin),
        Takes::Noun => !first.is(Class::To) && 1 < rest.len() && !first.is(Class::Preposition),
        Takes::Nothing => false,
    }
}

/// Whether a noun stands here that "as" gives another name soon: "the driver as Jana Holt".
fn named_as(line: &Line, begin: usize) -> bool {
    let name =
        |at: usize| line.get(at).is_some_and(|next| next.is_word() && next.capital) || line.is(at, Class::Indefinite);
    let named = |at: &usize| line.is(*at, Class::As) && name(at + 1);
    let end = line.tokens.len().min(begin + FAR_AS);
    let clause = |at: usize| line.is(at, Class::Finite) && !line.tokens[at].capital;
    (begin + 1..end).find(named).is_some_and(|at| !(begin..at).any(clause))
}

/// How far "as" may stand behind the verb, in words and marks.
const FAR_AS: usize = 14;

/// Whether a comma and "citing" follow soon: then a noun is what is reported, "reported a deal, citing two people".
fn cited_behind(line: &Line, begin: usize) -> bool {
    let comma = (begin + 1..line.tokens.len().min(begin + 16)).find(|at| line.kind(*at) == Kind::Comma);
    comma.is_some_and(|comma| line.is(comma + 1, Class::Cite))
}

fn opens_clause(small: bool, capital: bool) -> bool {
    small || capital
}

/// Whether a noun phrase stands here with its verb right behind.
fn soon_finite(line: &Line, begin: usize) -> bool {
    if line.is(begin, Class::Pronoun) {
        return line.is_any(begin + 1, &[Class::Finite, Class::Modal, Class::Adverb])
            || line.kind(begin + 1) == Kind::Possessive;
    }
    let Some(noun) = phrase::noun_phrase_on(line, begin, Reach::Whole) else { return false };
    line.is_any(noun.end, &[Class::Finite, Class::Modal]) && line.kind(noun.end) == Kind::Word
}

/// What stands behind a verb of speech.
struct RightSide {
    found: Right,
    told: Option<Range<usize>>,
    /// Where the content begins, or where nothing more belongs to the verb.
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    That,
    Quote,
    Clause,
    /// A colon or nothing, and the sentence ends: the content may follow.
    Next,
    /// A comma, and the sentence goes on.
    Parenthesis,
    Nothing,
}

fn right(line: &Line, from: usize, verb: Verb) -> RightSide {
    let mut told = None;
    let mut at = from + particle(line, from.saturating_sub(1));
    while line.is(at, Class::Adverb) && !line.tokens[at].capital {
        at += 1;
    }
    let recipient_follows = verb.takes == Takes::Recipient && !line.is(at, Class::That);
    let to = line.is(at, Class::To)
        && (line.tokens.get(at + 1).is_some_and(|next| next.capital || next.is(Class::Determiner)));
    if recipient_follows || to {
        let begin = if to { at + 1 } else { at };
        if let Some(range) = recipient(line, begin) {
            at = range.end;
            told = Some(range);
        }
    }
    if verb.takes == Takes::That && !line.is(at, Class::That) {
        let object = phrase::noun_phrase_on(line, at, Reach::Short).filter(|object| line.is(object.end, Class::That));
        at = object.map_or(at, |object| object.end);
    }
    let adverbial = adverbials(line, at);
    at = adverbial.end;
    told = adverbial.talked_to.or(told);
    if told.is_none() && at != from && line.is(at, Class::To) && line.get(at + 1).is_some_and(|next| next.capital) {
        told = recipient(line, at + 1);
        at = told.as_ref().map_or(at, |told| told.end);
    }
    let (found, end) = found(line, at, from);
    RightSide { found, told, end }
}

fn found(line: &Line, at: usize, from: usize) -> (Right, usize) {
    let last = line.tokens.len();
    match line.kind(at) {
        _ if last <= at => (Right::Nothing, last),
        Kind::Colon if at + 1 >= last => (Right::Next, last),
        Kind::Colon => (Right::Quote, at + 1),
        Kind::Mark => (Right::Quote, at),
        Kind::Comma if line.in_quote(at + 1) => (Right::Quote, at + 1),
        Kind::Comma => match resumed(line, at) {
            Some((found, end)) => (found, end),
            None => (Right::Parenthesis, at),
        },
        Kind::Word | Kind::Number if line.is(at, Class::That) && that_clause(line, at) => (Right::That, at + 1),
        Kind::Word if line.is(at, Class::Cite) => (Right::Nothing, at),
        Kind::Word | Kind::Number if line.is_any(at, &[Class::Conjunction, Class::But]) => (Right::Nothing, at),
        Kind::Word | Kind::Number if line.is_any(at, &[Class::Subordinator, Class::Relative]) && from < at => {
            (Right::Nothing, at)
        }
        Kind::Word | Kind::Number => (Right::Clause, at),
        Kind::Open | Kind::Dash if from < at + 1 && at + 1 < last => (Right::Nothing, at),
        _ => (Right::Nothing, at),
    }
}

/// "that" opens a clause unless it points: "said that day".
fn that_clause(line: &Line, at: usize) -> bool {
    !line.is(at + 1, Class::Time) && !line.is(at + 1, Class::Finite) || line.is(at + 1, Class::Determiner)
}

/// "said, in a letter to the council, that": past the inserted words to "that" or a quotation.
fn resumed(line: &Line, comma: usize) -> Option<(Right, usize)> {
    let close = (comma + 1..line.tokens.len().min(comma + 25))
        .find(|at| line.kind(*at) == Kind::Comma || line.in_quote(*at))?;
    let inserted = line.is(comma + 1, Class::Preposition) || line.is(comma + 1, Class::As);
    if !inserted || words(line, comma + 1..close) == 0 {
        return None;
    }
    if line.kind(close) == Kind::Comma && line.in_quote(close + 1) {
        return Some((Right::Quote, close + 1));
    }
    (line.kind(close) == Kind::Comma && line.is(close + 1, Class::That)).then_some((Right::That, close + 2))
}

/// Who is told.
fn recipient(line: &Line, begin: usize) -> Option<Range<usize>> {
    let first = line.get(begin)?;
    if first.is(Class::Crowd)
        || first.is(Class::Pronoun)
        || first.is(Class::Possessive) && line.kind(begin + 1) == Kind::Comma
    {
        return Some(begin..begin + 1);
    }
    phrase::noun_phrase_on(line, begin, Reach::Short)
}

struct Adverbials {
    end: usize,
    talked_to: Option<Range<usize>>,
}

/// Past what tells when, where and how something was said.
fn adverbials(line: &Line, from: usize) -> Adverbials {
    let mut found = Adverbials { end: from, talked_to: None };
    for _ in 0..6 {
        let at = found.end;
        let next = match line.get(at) {
            Some(token) if token.kind == Kind::Word && !token.quoted => adverbial(line, at, &mut found),
            _ => None,
        };
        match next {
            Some(next) if at < next => found.end = next,
            _ => break,
        }
    }
    found
}

fn adverbial(line: &Line, at: usize, found: &mut Adverbials) -> Option<usize> {
    if line.is(at, Class::Adverb)
        && (!line.tokens[at].capital || line.is(at, Class::Time))
        && !line.is(at, Class::Determiner)
    {
        return Some(at + 1);
    }
    if line.is(at, Class::Time) && line.kind(at + 1) == Kind::Possessive {
        return None;
    }
    if line.is(at, Class::Time) || line.is(at, Class::Month) {
        let number = usize::from(line.kind(at + 1) == Kind::Number);
        return Some(at + 1 + number);
    }
    if line.is_any(at, &[Class::TimeLead, Class::Determiner]) && line.is_any(at + 1, &[Class::Time, Class::Month]) {
        return Some(at + 1);
    }
    let preposition = line.is(at, Class::Place);
    if !preposition || line.is(at + 1, Class::Pronoun) || line.kind(at + 1) == Kind::Comma {
        return None;
    }
    if line.is_any(at + 1, &[Class::Time, Class::Month, Class::TimeLead])
        && line.is_any(at + 2, &[Class::Time, Class::Month])
    {
        return Some(at + 2);
    }
    let noun = phrase::noun_phrase_on(line, at + 1, Reach::Short)?;
    let talk = line.is(noun.end - 1, Class::Talk);
    if talk && line.is(noun.end, Class::WithOrOn) {
        let partner = phrase::noun_phrase_on(line, noun.end + 1, Reach::Short)?;
        found.talked_to = Some(partner.clone());
        return Some(partner.end);
    }
    Some(noun.end)
}

/// The token behind "that", if it stands here.
fn past_that(line: &Line, at: usize) -> usize {
    if line.is(at, Class::That) { at + 1 } else { at }
}

/// Before a comma that stands right before `at`.
pub(super) fn without_comma(line: &Line, at: usize) -> usize {
    let comma = 0 < at && matches!(line.kind(at - 1), Kind::Comma | Kind::Dash);
    if comma { at - 1 } else { at }
}

/// Where the clause that ends before `end` begins: behind a semicolon, or with the sentence.
pub(super) fn region_start(line: &Line, end: usize) -> usize {
    let opens = |at: usize| {
        line.kind(at) == Kind::Semicolon || (line.kind(at) == Kind::Colon && line.in_quote(at + 1) && at + 1 < end)
    };
    (0..end).rev().find(|at| opens(*at) && !line.in_quote(*at)).map_or(0, |at| at + 1)
}

/// How many words stand between.
pub(super) fn words(line: &Line, range: Range<usize>) -> usize {
    range.filter(|at| line.tokens[*at].is_word()).count()
}
