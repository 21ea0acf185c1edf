//! Whether a shape fits the tokens at a place, and which parts it finds there.

use crate::{
    Part,
    knowledge::calendar::{Calendar, Choice, Fills, Item, Kind, Made, Member, Token},
};

/// What a shape found, part by part.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts<'k> {
    pub(super) year: Option<i16>,
    pub(super) decade: Option<i16>,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    pub(super) weekday: Option<u8>,
    pub(super) ordinal: Option<u8>,
    /// "last" is -1, "this" 0, "next" 1; "yesterday" -1.
    pub(super) relative: Option<i32>,
    /// "ago", "later": -1 or 1.
    pub(super) sign: Option<i32>,
    pub(super) count: Option<Count>,
    pub(super) unit: Option<&'k str>,
    /// "SU", "Q", "H".
    pub(super) code: Option<&'k str>,
    /// "TMO", "TNI".
    pub(super) daypart: Option<&'k str>,
    /// Hour and minute of a clock.
    pub(super) clock: Option<(u8, Option<u8>)>,
    /// 12 for "p.m.".
    pub(super) half: Option<i32>,
    /// "UTC".
    pub(super) universal: bool,
    pub(super) edge: Option<Part>,
    pub(super) rough: bool,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    /// So many halves: "2 1/2" are 5.
    Halves(i32),
    /// "Several", "a few".
    Some,
}

impl Count {
    /// The whole number, if it is one.
    pub(super) fn whole(self) -> Option<i32> {
        match self {
            Count::Halves(halves) if halves % 2 == 0 => Some(halves / 2),
            _ => None,
        }
    }
}

/// Where the shape ends and what it found, the longest way it fits.
pub(super) fn fit<'k>(calendar: &'k Calendar, items: &[Item], tokens: &[Token]) -> Option<(usize, Parts<'k>)> {
    go_on(calendar, items, tokens, 0, Parts::default())
}

/// Whether one place of a shape fits one token or phrase.
pub(super) fn stands(calendar: &Calendar, item: &Item, tokens: &[Token]) -> bool {
    item.choices.iter().any(|choice| take(calendar, *choice, tokens, Parts::default()).is_some())
}

fn go_on<'k>(
    calendar: &'k Calendar,
    items: &[Item],
    tokens: &[Token],
    at: usize,
    parts: Parts<'k>,
) -> Option<(usize, Parts<'k>)> {
    let Some((item, rest)) = items.split_first() else { return Some((at, parts)) };
    for choice in &item.choices {
        let Some((length, taken)) = take(calendar, *choice, &tokens[at..], parts) else { continue };
        if let Some(found) = go_on(calendar, rest, tokens, at + length, taken) {
            return Some(found);
        }
    }
    if item.optional { go_on(calendar, rest, tokens, at, parts) } else { None }
}

fn take<'k>(calendar: &'k Calendar, choice: Choice, tokens: &[Token], parts: Parts<'k>) -> Option<(usize, Parts<'k>)> {
    let first = tokens.first()?;
    match choice {
        Choice::Word(word) => (first.kind == Kind::Known(word)).then_some((1, parts)),
        Choice::Mark(mark) => (first.kind == Kind::Mark(mark)).then_some((1, parts)),
        Choice::Class(class) => {
            let (length, member) = calendar.member(class, tokens)?;
            Some((length, with_member(calendar, member, parts)))
        }
        Choice::Made(made) => made_of(calendar, made, tokens, parts),
    }
}

/// What a word of a class adds.
fn with_member<'k>(calendar: &'k Calendar, member: &'k Member, mut parts: Parts<'k>) -> Parts<'k> {
    let small = u8::try_from(member.number).ok();
    match calendar.fills(member.class) {
        Fills::Month => parts.month = small,
        Fills::Weekday => parts.weekday = small,
        Fills::Unit => parts.unit = Some(&member.code),
        Fills::Relative => parts.relative = Some(member.number),
        Fills::Sign => parts.sign = Some(member.number),
        Fills::Code => parts.code = Some(&member.code),
        Fills::Daypart => parts.daypart = Some(&member.code),
        Fills::Half => parts.half = Some(member.number),
        Fills::Universal => parts.universal = true,
        Fills::Rough => parts.rough = true,
        Fills::Edge => {
            parts.edge = Some(match member.code.as_str() {
                "start" => Part::Start,
                "middle" => Part::Middle,
                "end" => Part::End,
                _ => Part::Whole,
            })
        }
        Fills::Nothing => {}
    }
    parts
}

fn made_of<'k>(calendar: &Calendar, made: Made, tokens: &[Token], mut parts: Parts<'k>) -> Option<(usize, Parts<'k>)> {
    let length = match made {
        Made::Count => {
            let (length, count) = count(calendar, tokens)?;
            parts.count = Some(count);
            length
        }
        Made::Year => {
            let (length, year) = year(calendar, tokens)?;
            parts.year = Some(year);
            length
        }
        Made::ShortYear => {
            parts.year = Some(1900 + two_digits_after_apostrophe(tokens)?);
            2
        }
        Made::Decade => {
            let (length, decade) = decade(calendar, tokens)?;
            parts.decade = Some(decade);
            length
        }
        Made::Clock => {
            let (length, clock) = clock(tokens)?;
            parts.clock = Some(clock);
            length
        }
        Made::Day | Made::Ordinal => {
            let (length, number) = if made == Made::Day { day(calendar, tokens)? } else { ordinal(calendar, tokens)? };
            if made == Made::Day {
                parts.day = Some(number)
            } else {
                parts.ordinal = Some(number)
            }
            length
        }
        Made::TwoDigits => {
            let Kind::Number(value @ 1..=12, 1..=2) = tokens.first()?.kind else { return None };
            parts.month = u8::try_from(value).ok();
            1
        }
        Made::Number => matches!(tokens.first()?.kind, Kind::Number(..)).then_some(1)?,
    };
    Some((length, parts))
}

/// "three", "25", "1,000", "2 1/2", "2.5", "twenty-five", "a hundred", "several".
fn count(calendar: &Calendar, tokens: &[Token]) -> Option<(usize, Count)> {
    if let Kind::Number(value, _) = tokens.first()?.kind {
        return figures(value, tokens);
    }
    if let Some((length, member)) = calendar.member(calendar.asked().vague_count, tokens) {
        let count = if member.number == 0 { Count::Some } else { Count::Halves(member.number.saturating_mul(2)) };
        return Some((length, count));
    }
    let (length, value) = number_in_words(calendar, tokens)?;
    Some((length, Count::Halves(value.saturating_mul(2))))
}

fn figures(value: u32, tokens: &[Token]) -> Option<(usize, Count)> {
    let value = i32::try_from(value).ok()?;
    let kinds = |at: usize| tokens.get(at).map(|token| token.kind);
    let half_after = |at: usize| {
        kinds(at) == Some(Kind::Number(1, 1))
            && kinds(at + 1) == Some(Kind::Mark('/'))
            && kinds(at + 2) == Some(Kind::Number(2, 1))
    };
    if half_after(1) {
        return Some((4, Count::Halves(value.saturating_mul(2).saturating_add(1))));
    }
    if kinds(1) == Some(Kind::Mark('-')) && half_after(2) {
        return Some((5, Count::Halves(value.saturating_mul(2).saturating_add(1))));
    }
    match (kinds(1), kinds(2)) {
        (Some(Kind::Mark(',')), Some(Kind::Number(rest, 3))) if tokens[1].glued && tokens[2].glued => {
            let rest = i32::try_from(rest).ok()?;
            Some((3, Count::Halves(value.saturating_mul(1000).saturating_add(rest).saturating_mul(2))))
        }
        (Some(Kind::Mark('.')), Some(Kind::Number(rest, _))) if tokens[1].glued && tokens[2].glued => {
            let halves = value.saturating_mul(2);
            Some((3, if rest == 5 { Count::Halves(halves.saturating_add(1)) } else { Count::Some }))
        }
        _ => Some((1, Count::Halves(value.saturating_mul(2)))),
    }
}

/// A number written in words, up to some thousands.
fn number_in_words(calendar: &Calendar, tokens: &[Token]) -> Option<(usize, i32)> {
    let numeral = calendar.asked().numeral;
    let (mut at, mut value) = (0, 0i32);
    let mut last = i32::MAX;
    loop {
        let dash = 0 < at && tokens.get(at).is_some_and(|token| token.kind == Kind::Mark('-') && token.glued);
        let next = at + usize::from(dash);
        let Some((length, member)) = tokens.get(next..).and_then(|tokens| calendar.member(numeral, tokens)) else {
            break;
        };
        let number = member.number;
        let scale = 100 <= number && 0 < at;
        if scale {
            value = value.saturating_mul(number);
        } else if number < 10 && (20..100).contains(&last) || last == i32::MAX || 100 <= last && number < 100 {
            value = value.saturating_add(number);
        } else {
            break;
        }
        (last, at) = (number, next + length);
    }
    (0 < at).then_some((at, value))
}

/// A year in figures or words: "1994", "nineteen ninety-four", "two thousand".
fn year(calendar: &Calendar, tokens: &[Token]) -> Option<(usize, i16)> {
    if let Kind::Number(value @ 1400..=2199, 4) = tokens.first()?.kind {
        let next = tokens.get(1);
        let fraction = next.is_some_and(|token| token.glued && matches!(token.kind, Kind::Mark(',' | '.')))
            && tokens.get(2).is_some_and(|token| token.glued && matches!(token.kind, Kind::Number(..)));
        return if fraction { None } else { Some((1, i16::try_from(value).ok()?)) };
    }
    let (length, first) = number_in_words(calendar, tokens)?;
    if (1900..=2199).contains(&first) {
        return Some((length, i16::try_from(first).ok()?));
    }
    let (rest, second) = number_in_words(calendar, tokens.get(length..)?)?;
    let century = matches!(first, 16..=20) && (10..100).contains(&second);
    century.then_some((length + rest, i16::try_from(first * 100 + second).ok()?))
}

fn two_digits_after_apostrophe(tokens: &[Token]) -> Option<i16> {
    match (tokens.first()?.kind, tokens.get(1)?.kind) {
        (Kind::Mark('\''), Kind::Number(value, 2)) if tokens[1].glued => i16::try_from(value).ok(),
        _ => None,
    }
}

/// "1990s", "'80s", "1990's", "nineties".
fn decade(calendar: &Calendar, tokens: &[Token]) -> Option<(usize, i16)> {
    if let Some((length, member)) = calendar.member(calendar.asked().decade_word, tokens) {
        return Some((length, i16::try_from(member.number).ok()?));
    }
    let (length, first) = match tokens.first()?.kind {
        Kind::Number(value @ 1400..=2199, 4) => (1, i16::try_from(value).ok()?),
        _ => (2, 1900 + two_digits_after_apostrophe(tokens)?),
    };
    let ending = tokens.get(length..)?;
    let plural = ending.first()?.glued && calendar.member(calendar.asked().plural, ending).is_some();
    (plural && first % 10 == 0).then_some((length + 1, first))
}

fn clock(tokens: &[Token]) -> Option<(usize, (u8, Option<u8>))> {
    let Kind::Number(hour @ 0..=24, 1..=2) = tokens.first()?.kind else { return None };
    let hour = u8::try_from(hour).ok()?;
    match (tokens.get(1), tokens.get(2)) {
        (Some(colon), Some(minute)) if colon.glued && minute.glued && matches!(colon.kind, Kind::Mark(':' | '.')) => {
            match minute.kind {
                Kind::Number(value @ 0..=59, 2) => Some((3, (hour, u8::try_from(value).ok()))),
                _ => Some((1, (hour, None))),
            }
        }
        _ => Some((1, (hour, None))),
    }
}

/// A day of a month: "15", "15th", "fifteenth".
fn day(calendar: &Calendar, tokens: &[Token]) -> Option<(usize, u8)> {
    if let Kind::Number(value @ 1..=31, 1..=2) = tokens.first()?.kind {
        let value = u8::try_from(value).ok()?;
        return Some((ordinal(calendar, tokens).map_or(1, |(length, _)| length), value));
    }
    ordinal(calendar, tokens).filter(|(_, value)| *value <= 31)
}

/// "3rd", "third", "twenty-third".
fn ordinal(calendar: &Calendar, tokens: &[Token]) -> Option<(usize, u8)> {
    if let Kind::Number(value @ 1..=99, 1..=2) = tokens.first()?.kind {
        let ending = tokens.get(1..)?;
        let ends = ending.first()?.glued && calendar.member(calendar.asked().ordinal_ending, ending).is_some();
        return ends.then_some((2, u8::try_from(value).ok()?));
    }
    if let Some((length, member)) = calendar.member(calendar.asked().ordinal, tokens) {
        return Some((length, u8::try_from(member.number).ok()?));
    }
    let (length, tens) = calendar.member(calendar.asked().numeral, tokens)?;
    let dash = usize::from(tokens.get(length)?.kind == Kind::Mark('-'));
    let (rest, ones) = calendar.member(calendar.asked().ordinal, tokens.get(length + dash..)?)?;
    let fits = 20 <= tens.number && tens.number < 100 && ones.number < 10;
    fits.then_some((length + dash + rest, u8::try_from(tens.number + ones.number).ok()?))
}
