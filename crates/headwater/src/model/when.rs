//! Days and stretches of days, and expressions that mean them.

use jiff::civil::Date;

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
    /// A time of day.
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
