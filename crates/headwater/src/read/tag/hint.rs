//! What the rules found and how the paragraph is laid out, for each token: what the model learns how far to trust.

use super::lattice::{Role, State, states_of};
use super::token::{Passage, Quote, Shape, Token, hash};
use crate::{Attribution, Span};

/// The most tokens that one piece of an attribution is followed over.
const LONGEST: usize = 512;

/// The most tokens in a name before a colon or behind a dash.
const NAME: usize = 8;

/// What the rules say of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// The number of the state that the rules' first attribution gives it.
    pub state: u8,
    /// Its role in a second attribution: 1 source, 2 cue, 3 content, 0 if there is none.
    pub second: u8,
    /// The rule, hashed; 0 outside.
    pub rule: u32,
    /// How many tokens from here on stand in the same piece.
    pub left: u16,
}

/// What rules say of the tokens of each passage.
pub fn hints(passages: &[Passage], ruled: &[Attribution]) -> Vec<Vec<Hint>> {
    let mut owners: Vec<Vec<Owner>> =
        passages.iter().map(|passage| vec![Owner::default(); passage.tokens.len()]).collect();
    for (number, attribution) in ruled.iter().enumerate() {
        for (role, span) in pieces(attribution) {
            let first = passages.partition_point(|passage| end(passage) <= span.start());
            for (passage, owners) in passages[first..].iter().zip(&mut owners[first..]) {
                if passage.tokens.first().is_none_or(|token| span.end() <= token.span.start()) {
                    break;
                }
                claim(&passage.tokens, owners, span, (role, number));
            }
        }
    }
    owners.iter().map(|owners| told(owners, ruled)).collect()
}

/// Whose a token is: in the first attribution that claims it, and in the second.
#[derive(Clone, Copy, Default)]
struct Owner {
    first: Option<(Role, usize)>,
    second: u8,
}

fn end(passage: &Passage) -> usize {
    passage.tokens.last().map_or(0, |token| token.span.end())
}

fn pieces(attribution: &Attribution) -> impl Iterator<Item = (Role, Span)> + '_ {
    let source = attribution.source.iter().map(|span| (Role::Source, *span));
    let cue = attribution.cue.iter().map(|span| (Role::Cue, *span));
    source.chain(cue).chain(attribution.content.iter().map(|span| (Role::Content, *span)))
}

fn claim(tokens: &[Token], owners: &mut [Owner], span: Span, claimed: (Role, usize)) {
    let begin = tokens.partition_point(|token| token.span.end() <= span.start());
    let within = tokens[begin..].iter().take_while(|token| token.span.start() < span.end());
    for (_, owner) in within.zip(&mut owners[begin..]).take(LONGEST) {
        match owner.first {
            None => owner.first = Some(claimed),
            Some(first) if first.1 != claimed.1 && owner.second == 0 => owner.second = 1 + claimed.0 as u8,
            Some(_) => {}
        }
    }
}

fn told(owners: &[Owner], ruled: &[Attribution]) -> Vec<Hint> {
    let first: Vec<Option<(Role, usize)>> = owners.iter().map(|owner| owner.first).collect();
    let states = states_of(&first);
    let mut left = 0;
    let mut hints: Vec<Hint> = Vec::with_capacity(owners.len());
    for index in (0..owners.len()).rev() {
        let goes_on = index + 1 < owners.len() && first[index + 1] == first[index];
        left = if goes_on { left + 1 } else { 0 };
        let rule = first[index].map_or(0, |(_, number)| hash(&ruled[number].rule));
        let state = State::number(states[index]) as u8;
        hints.push(Hint { state, second: owners[index].second, rule, left });
    }
    hints.reverse();
    hints
}

/// What a paragraph's form says of a token; 0 where it says nothing.
///
/// "NAME: words" in a transcript: 1 the name, 2 the colon, 3 the words. "“Words” — Name" under a picture or in a row of
/// voices: 4 the words, 5 the dash, 6 the name.
pub(crate) fn layout(tokens: &[Token]) -> Vec<u8> {
    if let Some(colon) = speaker(tokens) {
        return (0..tokens.len()).map(|index| if index < colon { 1 } else { 2 + u8::from(colon < index) }).collect();
    }
    if let Some(dash) = signature(tokens) {
        return (0..tokens.len()).map(|index| if index < dash { 4 } else { 5 + u8::from(dash < index) }).collect();
    }
    vec![0; tokens.len()]
}

/// The colon behind a name that a paragraph begins with.
fn speaker(tokens: &[Token]) -> Option<usize> {
    let colon = tokens.iter().take(NAME + 1).position(|token| token.mark == Some(':'))?;
    let named = |token: &Token| {
        matches!(token.shape, Shape::Capital | Shape::Single | Shape::Capitals | Shape::Mixed)
            || token.mark.is_some_and(|mark| matches!(mark, '.' | ',' | '(' | ')' | '[' | ']'))
    };
    (0 < colon && colon + 1 < tokens.len() && tokens[..colon].iter().all(named)).then_some(colon)
}

/// The dash behind a quotation, before a name that a paragraph ends with.
fn signature(tokens: &[Token]) -> Option<usize> {
    let from = tokens.len().saturating_sub(NAME + 1);
    let is_dash =
        |index: &usize| tokens[*index].shape == Shape::Pause && !matches!(tokens[*index].mark, Some(':' | ';'));
    let dash = (from.max(1)..tokens.len()).rev().find(is_dash)?;
    let behind = &tokens[dash + 1..];
    let named =
        behind.first().is_some_and(|token| matches!(token.shape, Shape::Capital | Shape::Mixed | Shape::Capitals));
    (tokens[dash - 1].quote == Quote::Closes && named).then_some(dash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Hints, Knowledge, Page};

    /// For each token of a text the state that rules give it, and what the form of its paragraph says.
    fn check(text: &str, states: &[u8], form: &[u8]) {
        let knowledge = Knowledge::once();
        let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
        let reading = crate::read(&page, knowledge);
        let ruled = super::super::ruled(&reading.article, &reading.sentences, knowledge);
        let passages = super::super::token::passages(&reading.article, &reading.sentences);
        let hints = hints(&passages, &ruled);
        assert_eq!(hints.iter().flatten().map(|hint| hint.state).collect::<Vec<_>>(), states, "{text}");
        let forms = passages.iter().flat_map(|passage| layout(&passage.tokens));
        assert_eq!(forms.collect::<Vec<_>>(), form, "{text}");
    }

    #[test]
    fn rules_give_states() {
        check("The mayor said it rained.", &[8, 12, 17, 27, 31, 0], &[0; 6]);
        check("It rained.", &[0; 3], &[0; 3]);
        check("", &[], &[]);
    }

    #[test]
    fn paragraphs_have_forms() {
        check("ODUYA: It rained.", &[0; 5], &[1, 2, 3, 3, 3]);
        check("“It rained.” — Mira Oduya", &[24, 28, 28, 28, 28, 18, 11, 15], &[4, 4, 4, 4, 4, 5, 6, 6]);
    }
}
