//! Days and stretches of days, and expressions that mean them.

use jiff::{
    ToSpan,
    civil::{Date, ISOWeekDate, Weekday},
};

use super::{RuleName, Span};

/// A day, or the days between which something lies; how sure its bounds are.
///
/// Shown as EDTF (ISO 8601-2): `2025-04-22`, `2025-04-13~`, `2025-04-14/2025-04-20`, `2025-04`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The first day it can be.
    pub from: Date,
    /// The last day it can be.
    pub to: Date,
    /// As fine as the words are.
    pub grain: Grain,
    /// "About": EDTF's `~`.
    pub approximate: bool,
    /// Rests on a date that was itself inferred: EDTF's `?`.
    pub uncertain: bool,
}

/// How fine a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A day, or days from `from` to `to`.
    Day,
    /// A calendar week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl When {
    /// One certain day.
    pub fn day(date: Date) -> When {
        When { from: date, to: date, grain: Grain::Day, approximate: false, uncertain: false }
    }

    /// Whether it is a single day, however sure.
    pub fn is_day(&self) -> bool {
        self.from == self.to
    }

    /// As EDTF.
    pub fn edtf(&self) -> String {
        let mark = match (self.approximate, self.uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        };
        match self.grain {
            Grain::Year => format!("{:04}{mark}", self.from.year()),
            Grain::Month => format!("{:04}-{:02}{mark}", self.from.year(), self.from.month()),
            _ if self.is_day() => format!("{}{mark}", self.from),
            _ => format!("{}{mark}/{}{mark}", self.from, self.to),
        }
    }
}

/// A time expression where it stands (a TIMEX3).
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// The words.
    pub span: Span,
    /// TIMEX3's type.
    pub kind: TimeKind,
    /// What the words mean, not yet hung on the article's date.
    pub meaning: Meaning,
    /// What found it.
    pub rule: RuleName,
}

/// TIMEX3's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeKind {
    /// A day or coarser.
    Date,
    /// A time of day, or a part of a day.
    Time,
    /// A stretch of time: "three weeks".
    Duration,
    /// A repeated time: "every Tuesday".
    Set,
}

/// What a time expression means. Some need the day of the article: an article without one keeps its meanings open
/// until `compare` has worked its day out from others.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Means the same whenever it was written: the TIMEX3 value and, where it is a calendar date, the days.
    Fixed {
        /// TIMEX3 value.
        value: String,
        /// The days, for a calendar date.
        when: Option<When>,
    },
    /// Counted from the article's day: "ten days ago" is -10 days, "last month" -1 months.
    Counted {
        /// How many, before (negative) or after.
        count: i32,
        /// Of what.
        unit: Unit,
        /// Only roughly: "about ten days ago"; also counts of ten days and more.
        approximate: bool,
        /// As fine as the words are: "ten days ago" is a day, "last month" a month.
        grain: Grain,
        /// "early", "late", "earlier this", "later this": TIMEX3's mod.
        part: Part,
        /// Whether the words around it look back or ahead: "met this week", "will meet this week".
        direction: Direction,
        /// As in `Weekday`.
        suffix: String,
    },
    /// A day of the week near the article's day: "on Tuesday".
    Weekday {
        /// 1 is Monday, 7 is Sunday.
        weekday: u8,
        /// Which one.
        direction: Direction,
        /// What follows the date in the TIMEX3 value: "TMO" for Tuesday morning, "T15:00".
        suffix: String,
    },
    /// A day and month, or a month, without a year: the one nearest to the article's day in the direction told.
    Yearless {
        /// 1 to 12.
        month: u8,
        /// 1 to 31, if told.
        day: Option<u8>,
        /// Which one.
        direction: Direction,
        /// As in `Weekday`.
        suffix: String,
    },
    /// A named stretch of months: a quarter, a half, a season, or a month of a counted year ("June last year").
    Stretch {
        /// What follows the year in the TIMEX3 value: "Q3", "H1", "SU", "06".
        code: String,
        /// Its first month, 1 to 12.
        month: u8,
        /// How many months it has.
        months: u8,
        /// Its year counted from the article's: "last year's third quarter" is -1. `None`: by the direction.
        years: Option<i32>,
        /// Which one, where the year is not told.
        direction: Direction,
        /// As in `Counted`.
        part: Part,
    },
    /// Counted from what another expression before it means: "the following month", "that day", "a year earlier".
    From {
        /// What the other expression means.
        base: Box<Meaning>,
        /// How many, before (negative) or after.
        count: i32,
        /// Of what.
        unit: Unit,
        /// As fine as the words are.
        grain: Grain,
        /// As in `Weekday`.
        suffix: String,
    },
    /// Saturday and Sunday of a week counted from the article's: "the weekend".
    Weekend {
        /// How many weeks before (negative) or after; `None`: by the direction.
        weeks: Option<i32>,
        /// Which one, where the week is not told.
        direction: Direction,
    },
    /// Vague: "now", "recently", "soon"; the TIMEX3 value (PRESENT_REF, PAST_REF, FUTURE_REF).
    Vague(String),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Quarters of a year.
    Quarter,
    /// Years.
    Year,
    /// Decades.
    Decade,
    /// Centuries.
    Century,
}

/// Which of the candidates around the article's day is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// The last one, the article's own day included.
    Past,
    /// The next one, the article's own day included.
    Future,
    /// The last one before the article's own day: "last Tuesday".
    Before,
    /// The next one after the article's own day: "next Tuesday".
    After,
    /// Not told: the nearest one.
    Nearest,
}

/// Which part of the stretch is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// "early 2014", "earlier this month".
    Start,
    /// "mid-June".
    Middle,
    /// "late 2014", "later this week".
    End,
}

impl Meaning {
    /// The TIMEX3 value, hung on the article's day. Without a day, what can be said without one.
    pub fn value(&self, anchor: Option<Date>) -> Option<String> {
        match (self, anchor) {
            (Meaning::Fixed { value, .. } | Meaning::Vague(value), _) => Some(value.clone()),
            (Meaning::Weekday { weekday, suffix, .. }, None) => Some(format!("XXXX-WXX-{weekday}{suffix}")),
            (Meaning::Yearless { month, day: Some(day), suffix, .. }, None) => {
                Some(format!("XXXX-{month:02}-{day:02}{suffix}"))
            }
            (Meaning::Yearless { month, day: None, .. }, None) => Some(format!("XXXX-{month:02}")),
            (Meaning::Stretch { code, .. }, None) => Some(format!("XXXX-{code}")),
            (Meaning::Weekend { .. }, None) => Some("XXXX-WXX-WE".to_owned()),
            (Meaning::From { base, .. }, None) if !base.is_open() => self.value_near(Date::default()),
            (Meaning::Counted { .. } | Meaning::From { .. }, None) => None,
            (_, Some(anchor)) => self.value_near(anchor),
        }
    }

    /// The days it means, hung on the article's day. None where it means no calendar date.
    ///
    /// What hangs on a day that is itself not sure is marked uncertain; what hangs on a day known only roughly is as rough.
    pub fn when(&self, anchor: Option<When>) -> Option<When> {
        if let Meaning::Fixed { when, .. } = self {
            return *when;
        }
        if !self.is_open() {
            return self.days_near(Date::default());
        }
        let anchor = anchor?;
        let first = self.days_near(anchor.from)?;
        let found = if anchor.is_day() { first } else { first.or_until(self.days_near(anchor.to)?)? };
        let doubtful = anchor.uncertain || anchor.approximate || !anchor.is_day();
        Some(When { uncertain: found.uncertain || doubtful, ..found })
    }

    /// Whether its days hang on the article's day.
    pub fn is_open(&self) -> bool {
        match self {
            Meaning::Fixed { .. } | Meaning::Vague(_) => false,
            Meaning::From { base, .. } => base.is_open(),
            _ => true,
        }
    }

    fn value_near(&self, anchor: Date) -> Option<String> {
        let days = self.days_near(anchor)?;
        Some(match self {
            Meaning::Weekday { suffix, .. } | Meaning::Yearless { day: Some(_), suffix, .. } => {
                format!("{}{suffix}", days.from)
            }
            Meaning::Stretch { code, .. } => format!("{:04}-{code}", days.from.year()),
            Meaning::Weekend { .. } => format!("{}-WE", week_value(days.from)),
            Meaning::From { base, unit: Unit::Year, .. } if base.code().is_some() => {
                format!("{:04}-{}", days.from.year(), base.code()?)
            }
            Meaning::From { unit, grain, suffix, .. } => counted_value(days.from, *unit, *grain, suffix),
            Meaning::Counted { unit, grain, suffix, count, direction, .. } => {
                let anchor = counted_from(anchor, *count, *unit, *direction)?;
                counted_value(shifted(anchor, *count, *unit)?, *unit, *grain, suffix)
            }
            _ => format!("{:04}-{:02}", days.from.year(), days.from.month()),
        })
    }

    /// What names the stretch of the year, if it is one.
    fn code(&self) -> Option<&str> {
        match self {
            Meaning::Stretch { code, .. } => Some(code),
            Meaning::From { base, unit: Unit::Year, .. } => base.code(),
            _ => None,
        }
    }

    fn days_near(&self, anchor: Date) -> Option<When> {
        match self {
            Meaning::Fixed { when, .. } => *when,
            Meaning::Vague(_) => None,
            Meaning::Counted { count, unit, approximate, grain, part, direction, .. } => {
                let anchor = counted_from(anchor, *count, *unit, *direction)?;
                let day = shifted(anchor, *count, *unit)?;
                let whole = When { approximate: *approximate, ..around(day, *unit, *grain)? };
                Some(if *count == 0 { cut(whole, anchor, *part, *direction) } else { whole })
            }
            Meaning::From { base, count, unit, grain, .. } => {
                let found = base.days_near(anchor)?;
                let from = shifted(found.from, *count, *unit)?;
                match base.code() {
                    Some(_) if *unit == Unit::Year => {
                        Some(When { from, to: shifted(found.to, *count, *unit)?, ..found })
                    }
                    _ => around(from, *unit, *grain),
                }
            }
            Meaning::Weekday { weekday, direction, .. } => weekday_near(anchor, *weekday, *direction).map(When::day),
            Meaning::Yearless { month, day, direction, .. } => {
                nearest(anchor, *direction, |year| month_or_day(year, *month, *day))
            }
            Meaning::Stretch { month, months, years: Some(years), .. } => {
                let year = anchor.year().checked_add(i16::try_from(*years).ok()?)?;
                stretch(year, *month, *months)
            }
            Meaning::Stretch { month, months, years: None, direction, .. } => {
                nearest(anchor, *direction, |year| stretch(year, *month, *months))
            }
            Meaning::Weekend { weeks, direction } => weekend_near(anchor, *weeks, *direction),
        }
    }
}

impl When {
    /// A calendar month.
    pub fn month(year: i16, month: u8) -> Option<When> {
        stretch(year, month, 1)
    }

    /// A calendar year.
    pub fn year(year: i16) -> Option<When> {
        Some(When { grain: Grain::Year, ..stretch(year, 1, 12)? })
    }

    /// The days from one to another.
    pub fn between(from: Date, to: Date) -> When {
        When { from: from.min(to), to: from.max(to), ..When::day(from) }
    }

    /// Whether both could be the same day.
    pub fn meets(&self, other: &When) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// The days that both allow; as fine and as sure as the finer one.
    pub fn and(&self, other: &When) -> Option<When> {
        if !self.meets(other) {
            return None;
        }
        let finer = if self.length() <= other.length() { self } else { other };
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        let grain = if (from, to) == (finer.from, finer.to) { finer.grain } else { Grain::Day };
        Some(When { from, to, grain, ..*finer })
    }

    /// How many days it has.
    pub fn length(&self) -> i32 {
        self.from.until(self.to).map_or(i32::MAX, |span| span.get_days().saturating_add(1))
    }

    /// Both, as one: the days from first to last, if those are no more than a month, or hardly more than the longer of
    /// the two. More would say nothing.
    fn or_until(self, other: When) -> Option<When> {
        if self == other {
            return Some(self);
        }
        let both = When { from: self.from.min(other.from), to: self.to.max(other.to), grain: Grain::Day, ..self };
        let longer = self.length().max(other.length());
        (both.length() <= 31.max(longer + longer / 8)).then_some(both)
    }
}

/// The day that lies `count` units from another; the calendar's own rules for months that are too short.
fn shifted(anchor: Date, count: i32, unit: Unit) -> Option<Date> {
    let count = i64::from(count);
    let span = match unit {
        Unit::Hour => 0.days(),
        Unit::Day => 0.days().try_days(count).ok()?,
        Unit::Week => 0.days().try_weeks(count).ok()?,
        Unit::Month => 0.days().try_months(count).ok()?,
        Unit::Quarter => 0.days().try_months(count.checked_mul(3)?).ok()?,
        Unit::Year => 0.days().try_years(count).ok()?,
        Unit::Decade => 0.days().try_years(count.checked_mul(10)?).ok()?,
        Unit::Century => 0.days().try_years(count.checked_mul(100)?).ok()?,
    };
    anchor.checked_add(span).ok()
}

/// The day, week, month, quarter, year, decade or century around a day.
fn around(day: Date, unit: Unit, grain: Grain) -> Option<When> {
    let year = day.year();
    match (grain, unit) {
        (Grain::Day, _) => Some(When::day(day)),
        (Grain::Week, _) => {
            let monday = monday_of(day)?;
            Some(When { grain: Grain::Week, ..When::between(monday, monday.checked_add(6.days()).ok()?) })
        }
        (Grain::Month, Unit::Quarter) => stretch(year, (u8::try_from(day.month()).ok()? - 1) / 3 * 3 + 1, 3),
        (Grain::Month, _) => When::month(year, u8::try_from(day.month()).ok()?),
        (Grain::Year, Unit::Decade) => years(year - year.rem_euclid(10), 10),
        (Grain::Year, Unit::Century) => years(year - year.rem_euclid(100), 100),
        (Grain::Year, _) => When::year(year),
    }
}

fn years(first: i16, count: i16) -> Option<When> {
    let last = Date::new(first.checked_add(count)?.checked_sub(1)?, 12, 31).ok()?;
    Some(When::between(Date::new(first, 1, 1).ok()?, last))
}

/// The part of the article's own week, month or year that the words leave: "earlier this month" ends on the day itself.
fn cut(whole: When, anchor: Date, part: Part, direction: Direction) -> When {
    match (part, whole.grain, direction) {
        (_, Grain::Day, _) if whole.is_day() => whole,
        (Part::Start, ..) | (Part::Whole, Grain::Week, Direction::Past) => {
            When { grain: Grain::Day, ..When::between(whole.from, anchor) }
        }
        (Part::End, ..) | (Part::Whole, Grain::Week, Direction::Future) => {
            When { grain: Grain::Day, ..When::between(anchor, whole.to) }
        }
        _ => whole,
    }
}

/// The day that units are counted from: what is to come "this week" comes, for who writes at the weekend, in the week
/// that begins on Monday.
fn counted_from(anchor: Date, count: i32, unit: Unit, direction: Direction) -> Option<Date> {
    let weekend = 5 <= anchor.weekday().to_monday_zero_offset();
    if count != 0 || unit != Unit::Week || direction != Direction::Future || !weekend {
        return Some(anchor);
    }
    monday_of(shifted(anchor, 1, Unit::Week)?)
}

fn monday_of(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

fn week_value(day: Date) -> String {
    let week: ISOWeekDate = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

fn counted_value(day: Date, unit: Unit, grain: Grain, suffix: &str) -> String {
    match (grain, unit) {
        (Grain::Day, _) => format!("{day}{suffix}"),
        (Grain::Week, _) => week_value(day),
        (Grain::Month, Unit::Quarter) => format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1),
        (Grain::Month, _) => format!("{:04}-{:02}", day.year(), day.month()),
        (Grain::Year, Unit::Decade) => format!("{:03}", day.year() / 10),
        (Grain::Year, Unit::Century) => format!("{:02}", day.year() / 100),
        (Grain::Year, _) => format!("{:04}", day.year()),
    }
}

fn weekday_near(anchor: Date, weekday: u8, direction: Direction) -> Option<Date> {
    let wanted = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
    let back = i64::from(wanted.until(anchor.weekday()));
    let days = match direction {
        Direction::Past | Direction::Nearest => -back,
        Direction::Before if back == 0 => -7,
        Direction::Before => -back,
        Direction::Future if back == 0 => 0,
        Direction::Future | Direction::After => 7 - back,
    };
    anchor.checked_add(days.days()).ok()
}

fn weekend_near(anchor: Date, weeks: Option<i32>, direction: Direction) -> Option<When> {
    let early = anchor.weekday().to_monday_zero_offset() < 4;
    let weeks = weeks.unwrap_or(match direction {
        Direction::Future | Direction::After => 0,
        _ if early => -1,
        _ => 0,
    });
    let saturday = monday_of(shifted(anchor, weeks, Unit::Week)?)?.checked_add(5.days()).ok()?;
    Some(When::between(saturday, saturday.checked_add(1.days()).ok()?))
}

/// A month, or one day of it.
fn month_or_day(year: i16, month: u8, day: Option<u8>) -> Option<When> {
    let Some(day) = day else { return When::month(year, month) };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(When::day)
}

/// So many months from the first of one.
fn stretch(year: i16, month: u8, months: u8) -> Option<When> {
    let from = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    let to = from.checked_add(i64::from(months).months()).ok()?.checked_sub(1.days()).ok()?;
    Some(When { grain: if months == 1 { Grain::Month } else { Grain::Day }, ..When::between(from, to) })
}

/// How much farther, in days, the wrong side of the article's day counts: what is a few weeks off there is still
/// likelier meant than what is most of a year off on the right side, so surely do verbs not tell. Chosen on part of
/// TimeBank and AQUAINT.
const WRONG_SIDE: i32 = 150;

/// The yearly recurring stretch that lies in the direction told. Four years each way, for the sake of 29 February.
fn nearest(anchor: Date, direction: Direction, in_year: impl Fn(i16) -> Option<When>) -> Option<When> {
    let years = anchor.year().saturating_sub(4)..=anchor.year().saturating_add(4);
    let mut candidates = years.filter_map(in_year);
    let wrong = |is: bool| if is { WRONG_SIDE } else { 0 };
    match direction {
        Direction::Past => candidates.min_by_key(|when| distance(anchor, when) + wrong(anchor < when.from)),
        Direction::Future => candidates.min_by_key(|when| distance(anchor, when) + wrong(when.to < anchor)),
        Direction::Before => candidates.rfind(|when| when.to < anchor),
        Direction::After => candidates.find(|when| anchor < when.from),
        Direction::Nearest => candidates.min_by_key(|when| distance(anchor, when)),
    }
}

/// Days from a day to a stretch, none inside it.
fn distance(anchor: Date, when: &When) -> i32 {
    let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |span| span.get_days());
    days(anchor, when.from).max(days(when.to, anchor)).max(0)
}
