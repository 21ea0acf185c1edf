//! Reads a written date whose year is told: ISO 8601, RFC 2822, "6 March 2025", "March 6, 2025", "2025/03/06".

use jiff::civil::Date;

use crate::{FurnitureRules, Grain, When};

/// The one date that `written` tells; `None` if it tells none, or two.
pub(super) fn one_date(written: &str, rules: &FurnitureRules) -> Option<When> {
    let dates = dates(written, rules);
    let (first, others) = dates.split_first()?;
    others.iter().all(|other| other == first).then_some(*first)
}

/// Every date with a year in `written`.
pub(super) fn dates(written: &str, rules: &FurnitureRules) -> Vec<When> {
    let mut tokens = tokens(written);
    // The time of day and the zone of "2025-04-22T10:00:00+02:00" say nothing of the day.
    tokens.retain(|token| !token.is_empty());
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match read(&tokens[at..], rules) {
            Some((when, used)) => {
                found.push(when);
                at += used;
            }
            None => at += 1,
        }
    }
    found
}

/// Runs of letters and runs of digits. A "-" or "/" between digits is kept, so that "2025-04-22" is told from "2025 4 22".
fn tokens(written: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, letter) in written.char_indices() {
        let same = before.is_some_and(|before| {
            before.is_alphabetic() && letter.is_alphabetic() || before.is_ascii_digit() && letter.is_ascii_digit()
        });
        if !same {
            tokens.push(&written[start..at]);
            start = at;
        }
        before = Some(letter);
    }
    tokens.push(&written[start..]);
    tokens.retain(|token| token.chars().any(|letter| letter.is_alphanumeric() || "-/.:".contains(letter)));
    tokens
}

/// The date at the front of `tokens`, and how many it takes.
fn read(tokens: &[&str], rules: &FurnitureRules) -> Option<(When, usize)> {
    in_figures(tokens).or_else(|| day_first(tokens, rules)).or_else(|| month_first(tokens, rules))
}

/// "2025-04-22", "2025/04/22", "22/04/2025" where only one reading is a date, "20250422".
fn in_figures(tokens: &[&str]) -> Option<(When, usize)> {
    if let [eight, ..] = tokens
        && eight.len() == 8
        && eight.bytes().all(|letter| letter.is_ascii_digit())
    {
        return Some((day(&eight[..4], &eight[4..6], &eight[6..])?, 1));
    }
    let [first, mark, second, again, third, ..] = tokens else { return None };
    if mark != again || !matches!(*mark, "-" | "/" | ".") {
        return None;
    }
    let when = match (first.len(), third.len()) {
        (4, _) => day(first, second, third),
        (1..=2, 4) if first == second => day(third, second, first),
        (1..=2, 4) => match (day(third, second, first), day(third, first, second)) {
            (Some(when), None) | (None, Some(when)) => Some(when),
            _ => None,
        },
        _ => None,
    };
    Some((when?, 5))
}

/// "6 March 2025", "6th of March, 2025", "06 Mar 2025".
fn day_first(tokens: &[&str], rules: &FurnitureRules) -> Option<(When, usize)> {
    let date = tokens.first().filter(|date| date.len() <= 2)?;
    let month_at = tokens.iter().take(4).position(|token| rules.month(&token.to_lowercase()).is_some())?;
    let month = rules.month(&tokens[month_at].to_lowercase())?;
    let (year, used) = year_after(tokens, month_at + 1)?;
    Some((When::day(Date::new(year, month, date.parse().ok()?).ok()?), used))
}

/// "March 6, 2025", "Mar. 6th 2025".
fn month_first(tokens: &[&str], rules: &FurnitureRules) -> Option<(When, usize)> {
    let month = rules.month(&tokens.first()?.to_lowercase())?;
    let date_at = tokens.iter().take(3).position(|token| token.parse::<i8>().is_ok() && token.len() <= 2)?;
    let (year, used) = year_after(tokens, date_at + 1)?;
    Some((When::day(Date::new(year, month, tokens[date_at].parse().ok()?).ok()?), used))
}

/// A year of four figures among the next tokens.
fn year_after(tokens: &[&str], from: usize) -> Option<(i16, usize)> {
    let at = (from..tokens.len().min(from + 3)).find(|&at| is_year(tokens[at]))?;
    Some((tokens[at].parse().ok()?, at + 1))
}

fn is_year(token: &str) -> bool {
    token.len() == 4 && token.parse::<i16>().is_ok_and(|year| (1000..3000).contains(&year))
}

fn day(year: &str, month: &str, date: &str) -> Option<When> {
    if !is_year(year) || 2 < month.len() || 2 < date.len() {
        return None;
    }
    Some(When::day(Date::new(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?).ok()?))
}

/// "2025-04", "2025": a caller's date that is no finer.
pub(super) fn coarse(written: &str) -> Option<When> {
    let (year, month) = written.trim().split_once('-').unwrap_or((written.trim(), ""));
    if !is_year(year) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let (from, to, grain) = match month {
        "" => (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?, Grain::Year),
        month => {
            let from = Date::new(year, month.parse().ok()?, 1).ok()?;
            (from, from.last_of_month(), Grain::Month)
        }
    };
    Some(When { from, to, grain, approximate: false, uncertain: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, date: Option<&str>) {
        let rules = FurnitureRules::bundled();
        assert_eq!(one_date(written, &rules).map(|when| when.edtf()).as_deref(), date, "{written}");
    }

    #[test]
    fn dates_with_a_year_are_read() {
        check("2025-04-22", Some("2025-04-22"));
        check("2025-04-22T23:10:00+02:00", Some("2025-04-22"));
        check("Tue, 22 Apr 2025 10:00:00 GMT", Some("2025-04-22"));
        check("Thursday 6 March 2025, 9.20 am", Some("2025-03-06"));
        check("March 6th, 2025", Some("2025-03-06"));
        check("Sept. 6, 2025", Some("2025-09-06"));
        check("2025/3/6", Some("2025-03-06"));
        check("22/04/2025", Some("2025-04-22"));
        check("05/05/2025", Some("2025-05-05"));
        check("20250306", Some("2025-03-06"));
    }

    #[test]
    fn two_readings_are_none() {
        check("04/05/2025", None);
        check("6 March", None);
        check("31 June 2025", None);
        check("6 March 2025 or 7 March 2025", None);
        check("", None);
    }
}
