//! Words of pages where they must stay words, whatever is in them.

use std::borrow::Cow;

/// What stands for a character that cannot stand where it would.
const REPLACED: char = '\u{FFFD}';

/// Words without the characters that no XML file may hold, and without those that hide.
pub(crate) fn visible(words: &str) -> String {
    let legal = |letter: char| !headwater_output::hides(letter) && !matches!(letter, '\u{FFFE}' | '\u{FFFF}');
    words.chars().map(|letter| if legal(letter) { letter } else { REPLACED }).collect()
}

/// Words on one line.
pub(crate) fn line(words: &str) -> String {
    visible(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line of at most so many letters.
pub fn short(words: &str, most: usize) -> String {
    let words = line(words);
    if words.chars().count() <= most {
        return words;
    }
    words.chars().take(most.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
}

/// Words in HTML, between tags or in a quoted attribute.
pub fn html(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in visible(words).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

/// A cell of a table that no spreadsheet takes for a formula: one that would be begins with an apostrophe.
pub(crate) fn cell(words: &str) -> Cow<'_, str> {
    let formula = words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let control = |letter: char| letter.is_control() && !matches!(letter, '\t' | '\r' | '\n');
    if !formula && !words.contains(control) {
        return Cow::Borrowed(words);
    }
    let mark = if formula { "'" } else { "" };
    let words: String = words.chars().map(|letter| if control(letter) { REPLACED } else { letter }).collect();
    Cow::Owned(format!("{mark}{words}"))
}

/// An address that may be followed: `http` or `https`, without white space or what could end it early.
pub(crate) fn address(url: Option<&str>) -> Option<&str> {
    let url = url?;
    let lower = url.get(..8.min(url.len())).unwrap_or_default().to_ascii_lowercase();
    let web = lower.starts_with("http://") || lower.starts_with("https://");
    let plain = |letter: char| letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter);
    (web && url.chars().all(plain)).then_some(url)
}

/// What an article is called where it must be an address: its own, or one made of its id.
pub(crate) fn article_address(id: &str, url: Option<&str>) -> String {
    address(url).map_or_else(|| format!("urn:headwater:article:{}", token(id)), str::to_owned)
}

/// An id of letters, digits and hyphens, as ours are; a file from elsewhere may hold others.
pub(crate) fn token(id: &str) -> String {
    let fine = !id.is_empty() && id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if fine { id.to_owned() } else { format!("x-{}", mark(id)) }
}

/// Sixteen letters that stand for words: the same words, the same letters.
pub(crate) fn mark(words: &str) -> String {
    blake3::hash(words.as_bytes()).to_hex()[..16].to_owned()
}

/// JSON with an end of line. What `serde_json` makes of our own values cannot fail.
pub(crate) fn json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// The first day of an EDTF date, `(year, month, day)` as far as it says; and the last one of an interval.
pub(crate) fn days(date: &str) -> Option<(Day, Option<Day>)> {
    let mut ends = date.split('/').map(|end| end.trim_end_matches(['~', '?', '%']));
    let first = day(ends.next()?)?;
    Some((first, ends.next().and_then(day)))
}

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) year: i32,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
}

fn day(written: &str) -> Option<Day> {
    let mut parts = written.split('T').next()?.split('-');
    let year = parts.next()?.parse().ok()?;
    let mut part = |most: u8| parts.next().and_then(|part| part.parse().ok()).filter(|part| (1..=most).contains(part));
    let month = part(12);
    Some(Day { year, month, day: month.and_then(|_| part(31)) })
}

/// A day as a moment, where a format wants one: its first second in UTC. `1970-01-01` where nothing is told.
pub(crate) fn moment(date: Option<&str>) -> String {
    let day = date.and_then(days).map(|(day, _)| day).filter(|day| (1..=9999).contains(&day.year));
    let day = day.unwrap_or(Day { year: 1970, month: None, day: None });
    format!("{:04}-{:02}-{:02}T00:00:00.000Z", day.year, day.month.unwrap_or(1), day.day.unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::{Day, address, cell, days, html, moment, short, token, visible};

    #[test]
    fn words_stay_words() {
        assert_eq!(html("<b a='\"'>&\u{0}"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;\u{FFFD}");
        assert_eq!(visible("a\u{202E}b\u{FFFE}\u{1B}"), "a\u{FFFD}b\u{FFFD}\u{FFFD}");
        assert_eq!(short("one two three", 8), "one two…");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("1=1"), "1=1");
        assert_eq!(cell("a\u{0}b"), "a\u{FFFD}b");
        assert_eq!(cell("\u{0}=1"), "\u{FFFD}=1");
    }

    #[test]
    fn only_addresses_of_pages_are_followed() {
        assert_eq!(address(Some("https://a.example/?q=1#x")), Some("https://a.example/?q=1#x"));
        for url in
            ["javascript:alert(1)", "https://a.example/\"x", "https://a\n", "//a.example", "", "HTTPS:", "https:/é"]
        {
            assert_eq!(address(Some(url)), None, "{url}");
        }
        assert_eq!(token("a-12"), "a-12");
        assert!(token("a 12").starts_with("x-"));
    }

    #[test]
    fn dates_are_days_months_or_years() {
        let april = Day { year: 2025, month: Some(4), day: None };
        assert_eq!(days("2025-04~"), Some((april, None)));
        assert_eq!(days("2025-04/2025-04-13?").map(|days| days.1.map(|day| day.day)), Some(Some(Some(13))));
        assert_eq!(days("later"), None);
        assert_eq!(moment(Some("2025-04-13~")), "2025-04-13T00:00:00.000Z");
        assert_eq!(moment(None), "1970-01-01T00:00:00.000Z");
    }
}
