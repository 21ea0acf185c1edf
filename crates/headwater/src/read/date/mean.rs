//! What the parts of a time expression mean together.

use jiff::civil::Date;

use crate::{
    Direction, Grain, Meaning, Part, TimeKind, Unit, When,
    knowledge::calendar::{Means, TimeRule},
};

use super::fit::{Count, Parts};

/// What was told before in the article, for expressions that count from it.
#[derive(Default)]
pub(super) struct Memory {
    sentence: usize,
    /// The quarter or half told last.
    stretch: Option<Meaning>,
    /// The date told last.
    date: Option<Meaning>,
    /// The day told last, and in which sentence.
    day: Option<(usize, Meaning)>,
}

impl Memory {
    /// Notes which sentence is read.
    pub(super) fn enter(&mut self, sentence: usize) {
        self.sentence = sentence;
    }

    /// Remembers what was told.
    pub(super) fn keep(&mut self, meaning: &Meaning) {
        match meaning {
            Meaning::Stretch { code, .. } if code.starts_with(['Q', 'H']) => self.stretch = Some(meaning.clone()),
            Meaning::Vague(_) | Meaning::From { .. } | Meaning::Fixed { when: None, .. } => return,
            _ => {}
        }
        if is_day(meaning) {
            self.day = Some((self.sentence, meaning.clone()));
        }
        self.date = Some(meaning.clone());
    }
}

fn is_day(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Fixed { when: Some(when), .. } => when.is_day(),
        Meaning::Counted { grain, .. } => *grain == Grain::Day,
        Meaning::Weekday { .. } => true,
        Meaning::Yearless { day, .. } => day.is_some(),
        _ => false,
    }
}

/// TIMEX3's type: a date with a time of day is a time.
pub(super) fn kind(rule: &TimeRule, parts: &Parts) -> TimeKind {
    let timed = parts.daypart.is_some() || parts.clock.is_some();
    if rule.kind == TimeKind::Date && timed { TimeKind::Time } else { rule.kind }
}

/// What the parts that a rule found mean; `None` if nothing that can be.
pub(super) fn meaning(rule: &TimeRule, parts: &Parts, direction: Direction, memory: &Memory) -> Option<Meaning> {
    match rule.means {
        Means::Calendar => calendar_date(rule, parts, direction, memory),
        Means::Counted => counted(rule, parts, direction, memory),
        Means::From => from_told(rule, parts, direction, memory),
        Means::Stretch => stretch(rule, parts, direction),
        Means::SameStretch => Some(memory.stretch.clone().unwrap_or_else(|| {
            let last = Counting { count: -1, unit: Unit::Quarter, grain: Grain::Month };
            last.meaning(parts, direction)
        })),
        Means::Weekend => Some(Meaning::Weekend { weeks: parts.relative, direction }),
        Means::Decade => decade(parts.decade?),
        Means::Century => century(i16::from(parts.ordinal?)),
        Means::Duration => Some(fixed(duration(parts.unit.unwrap_or(&rule.unit), parts.count, rule.count)?)),
        Means::Set => Some(fixed(set(rule, parts)?)),
        Means::Vague => Some(Meaning::Vague(rule.value.clone())),
        Means::Nothing => None,
    }
}

fn fixed(value: String) -> Meaning {
    Meaning::Fixed { value, when: None }
}

/// What follows the date in the value: the part of the day, or the clock's hour and minute.
fn suffix(parts: &Parts) -> String {
    let Some((hour, minute)) = parts.clock else { return parts.daypart.unwrap_or("").to_owned() };
    let half = match (parts.half, parts.daypart) {
        (Some(half), _) => half,
        (None, Some("TAF" | "TEV" | "TNI")) => 12,
        (None, _) => return clock(i32::from(hour), minute, parts.universal),
    };
    clock(i32::from(hour) % 12 + half, minute, parts.universal)
}

fn clock(hour: i32, minute: Option<u8>, universal: bool) -> String {
    format!("T{hour:02}:{:02}{}", minute.unwrap_or(0), if universal { "Z" } else { "" })
}

fn calendar_date(rule: &TimeRule, parts: &Parts, direction: Direction, memory: &Memory) -> Option<Meaning> {
    let suffix = suffix(parts);
    let related = match parts.relative {
        Some(-1) => Direction::Before,
        Some(1) => Direction::After,
        _ => direction,
    };
    let (month, day) = named_day(&rule.value).unwrap_or((parts.month, parts.day));
    match (parts.year, month, day, parts.weekday) {
        (Some(year), month, day, _) => on(year, month, day, &suffix),
        (None, Some(month), None, _) if parts.relative == Some(0) || rule.unit == "Y" => {
            Some(month_of_counted_year(month, parts))
        }
        (None, Some(month), day, _) if possible(month, day) => {
            Some(Meaning::Yearless { month, day, direction: related, suffix })
        }
        (None, None, None, Some(weekday)) => Some(Meaning::Weekday { weekday, direction: related, suffix }),
        (None, None, None, None) if !suffix.is_empty() => Some(on_day_told(suffix, memory)),
        _ => None,
    }
}

/// A day of the year that a rule names: "12-31".
fn named_day(value: &str) -> Option<(Option<u8>, Option<u8>)> {
    let (month, day) = value.split_once('-')?;
    Some((month.parse().ok(), day.parse().ok()))
}

fn possible(month: u8, day: Option<u8>) -> bool {
    // 2000 has a 29 February.
    let (month, day) = (i8::try_from(month), i8::try_from(day.unwrap_or(1)));
    matches!((month, day), (Ok(month), Ok(day)) if Date::new(2000, month, day).is_ok())
}

/// A date with its year.
fn on(year: i16, month: Option<u8>, day: Option<u8>, suffix: &str) -> Option<Meaning> {
    let (value, when) = match (month, day) {
        (Some(month), Some(day)) => {
            let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            (format!("{date}{suffix}"), When::day(date))
        }
        (Some(month), None) => (format!("{year:04}-{month:02}"), When::month(year, month)?),
        _ => (format!("{year:04}"), When::year(year)?),
    };
    Some(Meaning::Fixed { value, when: Some(when) })
}

/// "January this year", "June last year".
fn month_of_counted_year(month: u8, parts: &Parts) -> Meaning {
    Meaning::Stretch {
        code: format!("{month:02}"),
        month,
        months: 1,
        years: parts.relative,
        direction: Direction::Nearest,
        part: parts.edge.unwrap_or(Part::Whole),
    }
}

/// A time of day belongs to the day told in this sentence or the one before, else to the article's.
fn on_day_told(suffix: String, memory: &Memory) -> Meaning {
    match &memory.day {
        Some((sentence, day)) if memory.sentence <= sentence + 1 => {
            Meaning::From { base: Box::new(day.clone()), count: 0, unit: Unit::Day, grain: Grain::Day, suffix }
        }
        _ => Meaning::Counted {
            count: 0,
            unit: Unit::Day,
            approximate: false,
            grain: Grain::Day,
            part: Part::Whole,
            direction: Direction::Nearest,
            suffix,
        },
    }
}

/// A number of units.
#[derive(Clone, Copy)]
struct Counting {
    count: i32,
    unit: Unit,
    grain: Grain,
}

impl Counting {
    /// From the article's day.
    fn meaning(self, parts: &Parts, direction: Direction) -> Meaning {
        let Counting { count, unit, grain } = self;
        // Nobody counts ten days on the fingers; from there on a count is taken as rough.
        let rough = parts.rough || unit == Unit::Day && 10 <= count.abs();
        Meaning::Counted {
            count,
            unit,
            approximate: rough,
            grain,
            part: parts.edge.unwrap_or(Part::Whole),
            direction,
            suffix: suffix(parts),
        }
    }
}

/// How many of what a rule counts, and whether "several" makes it vague.
enum Counted {
    Exactly(Counting),
    Vaguely(i32),
}

fn how_many(rule: &TimeRule, parts: &Parts) -> Option<Counted> {
    let code = parts.unit.unwrap_or(&rule.unit);
    let sign = parts.sign.or(rule.count).unwrap_or(1);
    let (unit, grain, months) = unit(code)?;
    let exactly = |count, unit, grain| Some(Counted::Exactly(Counting { count, unit, grain }));
    match (parts.count, parts.relative) {
        (Some(Count::Some), _) => Some(Counted::Vaguely(sign)),
        (Some(count), _) => match (count, count.whole()) {
            (_, Some(count)) if unit == Unit::Decade => exactly(sign * count.checked_mul(10)?, Unit::Year, grain),
            (_, Some(count)) => exactly(sign.checked_mul(count)?, unit, grain),
            (Count::Halves(halves), None) if 0 < months => {
                exactly(sign * (halves.checked_mul(months)? / 2), Unit::Month, Grain::Month)
            }
            _ => Some(Counted::Vaguely(sign)),
        },
        (None, Some(relative)) => exactly(relative, unit, grain),
        (None, None) if unit == Unit::Decade => exactly(sign * 10, Unit::Year, grain),
        (None, None) => exactly(sign, unit, grain),
    }
}

fn vague(sign: i32) -> Meaning {
    Meaning::Vague(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }.to_owned())
}

fn counted(rule: &TimeRule, parts: &Parts, direction: Direction, memory: &Memory) -> Option<Meaning> {
    match how_many(rule, parts)? {
        Counted::Vaguely(sign) => Some(vague(sign)),
        Counted::Exactly(counting) => {
            let stretch = memory.stretch.as_ref().filter(|_| rule.value == "stretch");
            match stretch {
                Some(base) if counting.unit == Unit::Year && counting.count.abs() == 1 => {
                    Some(counting_from(base, counting, String::new()))
                }
                _ => Some(counting.meaning(parts, direction)),
            }
        }
    }
}

fn counting_from(base: &Meaning, counting: Counting, suffix: String) -> Meaning {
    let Counting { count, unit, grain } = counting;
    Meaning::From { base: Box::new(base.clone()), count, unit, grain, suffix }
}

/// "The following month", "a year earlier", "that day".
fn from_told(rule: &TimeRule, parts: &Parts, direction: Direction, memory: &Memory) -> Option<Meaning> {
    let counting = match how_many(rule, parts)? {
        Counted::Vaguely(sign) => return Some(vague(sign)),
        Counted::Exactly(counting) => counting,
    };
    let base = match (&memory.stretch, &memory.date) {
        (Some(stretch), _) if counting.unit == Unit::Year && rule.value == "stretch" => Some(stretch),
        (_, date) => date.as_ref(),
    };
    match base {
        Some(base) => Some(counting_from(base, counting, suffix(parts))),
        None => Some(counting.meaning(parts, direction)),
    }
}

/// A unit by its TIMEX3 letter: the unit, the grain of a date counted in it, and its months.
fn unit(code: &str) -> Option<(Unit, Grain, i32)> {
    Some(match code {
        "TH" | "TM" | "TS" => (Unit::Hour, Grain::Day, 0),
        "D" => (Unit::Day, Grain::Day, 0),
        "W" => (Unit::Week, Grain::Week, 0),
        "M" => (Unit::Month, Grain::Month, 1),
        "Q" => (Unit::Quarter, Grain::Month, 3),
        "Y" => (Unit::Year, Grain::Year, 12),
        "E" => (Unit::Decade, Grain::Year, 120),
        "C" => (Unit::Century, Grain::Year, 0),
        _ => return None,
    })
}

fn stretch(rule: &TimeRule, parts: &Parts, direction: Direction) -> Option<Meaning> {
    let (code, month, months) = match (parts.code?, parts.ordinal) {
        ("Q", Some(number @ 1..=4)) => (format!("Q{number}"), number * 3 - 2, 3),
        ("H", Some(number @ 1..=2)) => (format!("H{number}"), number * 6 - 5, 6),
        ("H", None) => ("H2".to_owned(), 7, 6),
        ("SP", _) => ("SP".to_owned(), 3, 3),
        ("SU", _) => ("SU".to_owned(), 6, 3),
        ("FA", _) => ("FA".to_owned(), 9, 3),
        ("WI", _) => ("WI".to_owned(), 12, 3),
        _ => return None,
    };
    if let Some(year) = parts.year {
        let from = When::month(year, month)?.from;
        let to = from.checked_add(jiff::Span::new().months(i64::from(months))).ok()?.yesterday().ok()?;
        return Some(Meaning::Fixed { value: format!("{year:04}-{code}"), when: Some(When::between(from, to)) });
    }
    let counted_year = rule.unit == "Y";
    let direction = match parts.relative.or(rule.count) {
        Some(-1) => Direction::Before,
        Some(1) => Direction::After,
        Some(_) => Direction::Nearest,
        None if code.starts_with(['Q', 'H']) && direction == Direction::Past => Direction::Nearest,
        None => direction,
    };
    let years = parts.relative.filter(|_| counted_year);
    Some(Meaning::Stretch { code, month, months, years, direction, part: parts.edge.unwrap_or(Part::Whole) })
}

fn decade(first: i16) -> Option<Meaning> {
    let from = Date::new(first, 1, 1).ok()?;
    let to = Date::new(first.checked_add(9)?, 12, 31).ok()?;
    Some(Meaning::Fixed { value: format!("{:03}", first / 10), when: Some(When::between(from, to)) })
}

fn century(number: i16) -> Option<Meaning> {
    let first = number.checked_sub(1)?.checked_mul(100)?;
    let from = Date::new(first, 1, 1).ok()?;
    let to = Date::new(first.checked_add(99)?, 12, 31).ok()?;
    Some(Meaning::Fixed { value: format!("{:02}", first / 100), when: Some(When::between(from, to)) })
}

/// The TIMEX3 value of a length: "P3D", "PT5H30M", "PXY".
fn duration(code: &str, count: Option<Count>, times: Option<i32>) -> Option<String> {
    let (time, letter) = match code.strip_prefix('T') {
        Some(letter) => ("T", letter),
        None => ("", code),
    };
    let finer = match code {
        "Y" => "6M",
        "TH" => "30M",
        "TM" => "30S",
        "D" => "T12H",
        _ => "",
    };
    Some(match (count, times) {
        (Some(Count::Halves(halves)), _) if halves % 2 == 1 && !finer.is_empty() => {
            format!("P{time}{}{letter}{finer}", halves / 2)
        }
        (Some(Count::Halves(halves)), _) => format!("P{time}{}{letter}", halves / 2),
        (None, Some(times)) => format!("P{time}{times}{letter}"),
        (Some(Count::Some) | None, _) => format!("P{time}X{letter}"),
    })
}

fn set(rule: &TimeRule, parts: &Parts) -> Option<String> {
    if let Some(weekday) = parts.weekday {
        return Some(format!("XXXX-WXX-{weekday}{}", suffix(parts)));
    }
    if !rule.value.is_empty() {
        return Some(rule.value.clone());
    }
    duration(parts.unit.unwrap_or(&rule.unit), parts.count, Some(1))
}
