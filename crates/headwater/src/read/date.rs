//! Time expressions: where they stand and what they mean, not yet hung on the article's day.

use crate::{
    Article, Calendar, Sentence, Span, Time,
    knowledge::calendar::{Kind, TimeRule, Token},
};

mod fit;
mod look;
mod mean;

use self::fit::Parts;
use self::mean::Memory;

/// The time expressions of an article, in order.
///
/// Where several rules fit, the one that fits the most words wins, and among those the first in the table.
pub fn date(article: &Article, sentences: &[Sentence], calendar: &Calendar) -> Vec<Time> {
    let tokens = calendar.tokens(&article.text);
    let traces = calendar.traces(&tokens);
    let looks = look::Looks::new(calendar, &article.text);
    let (mut found, mut memory) = (Vec::new(), Memory::default());
    let (mut at, mut sentence) = (0, 0);
    while at < tokens.len() {
        let Some((end, rule, parts)) = longest(calendar, &tokens, at, traces[at]) else {
            at += 1;
            continue;
        };
        let start = tokens[at].span.start();
        sentence += sentences[sentence..].iter().take_while(|sentence| sentence.span.end() <= start).count();
        let bounds = sentences.get(sentence).map_or(Span::new(0, article.text.len()), |sentence| sentence.span);
        memory.enter(sentence);
        let direction = looks.direction(&tokens, at..end, bounds);
        if let Some(meaning) = mean::meaning(rule, &parts, direction, &memory) {
            memory.keep(&meaning);
            let kind = mean::kind(rule, &parts);
            found.push(Time { span: words(&tokens[at..end]), kind, meaning, rule: rule.name.clone().into() });
        }
        at = end;
    }
    found
}

fn words(tokens: &[Token]) -> Span {
    tokens[0].span.cover(tokens[tokens.len() - 1].span)
}

/// The rule that fits the most tokens from here.
fn longest<'k>(
    calendar: &'k Calendar,
    tokens: &[Token],
    at: usize,
    traces: u64,
) -> Option<(usize, &'k TimeRule, Parts<'k>)> {
    let starts = calendar.starts(&tokens[at]);
    if starts.is_empty() || !can_begin(tokens, at) {
        return None;
    }
    let mut best: Option<(usize, &TimeRule, Parts)> = None;
    for (number, shape) in starts {
        let rule = calendar.time_rule(*number);
        let shape = &rule.shapes[*shape];
        if !shape.can_fit(traces) {
            continue;
        }
        let Some((length, parts)) = fit::fit(calendar, &shape.items, &tokens[at..]) else { continue };
        let end = at + length;
        let longer = best.as_ref().is_none_or(|(best, ..)| *best < end);
        if longer && can_end(tokens, end) && surroundings_fit(calendar, rule, tokens, at, end) {
            best = Some((end, rule, parts));
        }
    }
    best
}

/// Not within a word or number: not the 380 of "A380", nor the 15 of "8:15" or "$15".
fn can_begin(tokens: &[Token], at: usize) -> bool {
    if !tokens[at].glued || at == 0 {
        return true;
    }
    let number = matches!(tokens[at].kind, Kind::Number(..));
    match tokens[at - 1].kind {
        Kind::Mark('$' | '£' | '€' | '#' | '¥') => !number,
        Kind::Mark('.' | ',' | ':' | '/') => !number || at < 2 || !matches!(tokens[at - 2].kind, Kind::Number(..)),
        Kind::Mark('\'') => tokens[at].kind != Kind::Mark('\''),
        Kind::Mark(_) | Kind::Break => true,
        _ => tokens[at].kind == Kind::Mark('\''),
    }
}

/// Not within a word or number: not "1989" of "1989a", nor "5" of "5%". A possessive ends nothing.
fn can_end(tokens: &[Token], end: usize) -> bool {
    tokens.get(end).is_none_or(|next| {
        !next.glued
            || match next.kind {
                Kind::Mark(mark) => mark != '%',
                Kind::Break => true,
                _ => next.apostrophe,
            }
    })
}

fn surroundings_fit(calendar: &Calendar, rule: &TimeRule, tokens: &[Token], at: usize, end: usize) -> bool {
    let before = rule
        .after
        .as_ref()
        .is_none_or(|item| (1..=2.min(at)).any(|back| fit::stands(calendar, item, &tokens[at - back..at])));
    let after = rule.unless_before.as_ref().is_none_or(|item| !fit::stands(calendar, item, &tokens[end..]));
    before && after
}

#[cfg(test)]
mod tests;
