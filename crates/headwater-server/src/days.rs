//! Days as words: EDTF in, "about 29 September 2024" out.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date of the records in words. What is no EDTF of ours is shown as it stands.
pub(crate) fn in_words(edtf: &str) -> String {
    let Some(days) = days(edtf) else { return edtf.to_owned() };
    let mut words = span(&days, edtf);
    if edtf.contains(['~', '%']) {
        words = format!("about {words}");
    }
    if edtf.contains(['?', '%']) {
        words += " (worked out)";
    }
    words
}

/// Two dates as the ends of one stretch: "8 to 14 October 2024".
pub(crate) fn from_to(first: &str, last: &str) -> String {
    if first == last {
        return in_words(first);
    }
    match (days(first), days(last)) {
        (Some(one), Some(other)) if one.from == one.to && other.from == other.to => {
            let worked_out =
                if first.contains(['?', '%']) || last.contains(['?', '%']) { " (partly worked out)" } else { "" };
            format!("{} to {}{worked_out}", day_before(one.from, other.from), day_of(other.from))
        }
        _ => format!("{} to {}", in_words(first), in_words(last)),
    }
}

/// The same, as short as a drawing needs: "8 Oct 2024".
pub(crate) fn short(edtf: &str) -> String {
    let Some(days) = days(edtf) else { return edtf.to_owned() };
    let day = days.from;
    let month = &MONTHS[usize::from(day.month().unsigned_abs()) - 1][..3];
    let about = if edtf.contains(['~', '%', '/', '?']) { "about " } else { "" };
    match edtf.trim_end_matches(['?', '~', '%']).len() {
        4 => format!("{about}{}", day.year()),
        7 => format!("{about}{month} {}", day.year()),
        _ => format!("{about}{} {month} {}", day.day(), day.year()),
    }
}

/// The month a date begins in, `2024-10`: what stories are sifted by.
pub(crate) fn month(edtf: &str) -> Option<&str> {
    days(edtf)?;
    edtf.get(..7).filter(|month| month.as_bytes()[4] == b'-')
}

/// "October 2024" for `2024-10`.
pub(crate) fn month_in_words(month: &str) -> String {
    days(month).map_or_else(|| month.to_owned(), |days| month_of(days.from))
}

/// The first and the last day that a date may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Days {
    pub(crate) from: Date,
    pub(crate) to: Date,
}

/// Reads a date of the records.
pub(crate) fn days(edtf: &str) -> Option<Days> {
    match edtf.split_once('/') {
        Some((from, to)) => Some(Days { from: one(from)?.from, to: one(to)?.to }),
        None => one(edtf),
    }
}

fn one(edtf: &str) -> Option<Days> {
    let plain = edtf.trim_end_matches(['?', '~', '%']);
    if !plain.is_ascii() {
        return None;
    }
    let year: i16 = plain.get(..4)?.parse().ok()?;
    let month = |from: usize| plain.get(from..from + 2)?.parse::<i8>().ok();
    match plain.len() {
        4 => Some(Days { from: Date::new(year, 1, 1).ok()?, to: Date::new(year, 12, 31).ok()? }),
        7 => {
            let first = Date::new(year, month(5)?, 1).ok()?;
            Some(Days { from: first, to: first.last_of_month() })
        }
        10 => {
            let day = Date::new(year, month(5)?, month(8)?).ok()?;
            Some(Days { from: day, to: day })
        }
        _ => None,
    }
}

fn span(days: &Days, edtf: &str) -> String {
    let Days { from, to } = *days;
    let plain = edtf.trim_end_matches(['?', '~', '%']).len();
    match plain {
        4 => return from.year().to_string(),
        7 => return month_of(from),
        _ if from == to => return day_of(from),
        _ => {}
    }
    let whole = from.day() == 1 && to == to.last_of_month();
    match whole {
        true if from.year() == to.year() && from.month() == to.month() => month_of(from),
        true if from.year() == to.year() => format!("{} to {}", name(from), month_of(to)),
        true => format!("{} to {}", month_of(from), month_of(to)),
        false => format!("between {} and {}", day_before(from, to), day_of(to)),
    }
}

/// The first of two days; what both share is said once.
fn day_before(from: Date, to: Date) -> String {
    match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) => from.day().to_string(),
        (true, false) => format!("{} {}", from.day(), name(from)),
        _ => day_of(from),
    }
}

fn name(day: Date) -> &'static str {
    MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

fn month_of(day: Date) -> String {
    format!("{} {}", name(day), day.year())
}

fn day_of(day: Date) -> String {
    format!("{} {} {}", day.day(), name(day), day.year())
}

#[cfg(test)]
mod tests {
    use super::{from_to, in_words, month, short};

    fn check(edtf: &str, words: &str) {
        assert_eq!(in_words(edtf), words);
    }

    #[test]
    fn dates_are_told_in_words() {
        check("2024-10-08", "8 October 2024");
        check("2024-10", "October 2024");
        check("2024", "2024");
        check("2024-09-29~", "about 29 September 2024");
        check("2024-10-09?", "9 October 2024 (worked out)");
        check("2024-09-29%", "about 29 September 2024 (worked out)");
    }

    #[test]
    fn stretches_say_once_what_both_ends_share() {
        check("2024-09-30/2024-10-06", "between 30 September and 6 October 2024");
        check("2024-10-02/2024-10-06", "between 2 and 6 October 2024");
        check("2024-06-01/2024-08-31", "June to August 2024");
        check("2023-12-01?/2024-02-29?", "December 2023 to February 2024 (worked out)");
    }

    #[test]
    fn what_is_no_date_is_left_as_it_is() {
        check("soon", "soon");
        check("2024-13-40", "2024-13-40");
        check("20é4", "20é4");
        assert_eq!(month("soon"), None);
    }

    #[test]
    fn drawings_get_short_dates() {
        assert_eq!(from_to("2024-10-08", "2024-10-14"), "8 to 14 October 2024");
        assert_eq!(from_to("2024-10-08", "2024-10-08"), "8 October 2024");
        assert_eq!(from_to("2023-12-30", "2024-01-02?"), "30 December 2023 to 2 January 2024 (partly worked out)");
        assert_eq!(short("2024-10-08"), "8 Oct 2024");
        assert_eq!(short("2024-10?"), "about Oct 2024");
        assert_eq!(month("2024-10-08?"), Some("2024-10"));
    }
}
