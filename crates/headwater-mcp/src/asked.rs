//! What the tools take. The words beside the fields are those that an assistant reads.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::quote::shown;
use crate::refusal::Refusal;

/// The most characters of words to look for, of an outlet's name, of an id.
const LONGEST_WORDS: usize = 300;
/// The most characters of a text to check.
const LONGEST_TEXT: usize = 20_000;
/// The most that can be passed over.
const FURTHEST: u32 = 1_000_000;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListStories {
    /// All must occur; "in quotes" side by side
    pub(crate) words: Option<String>,
    /// Exact name of an outlet that tells it
    pub(crate) outlet: Option<String>,
    /// Published then or later: 2025-04-22, 2025-04 or 2025
    pub(crate) from: Option<String>,
    /// Published then or earlier
    pub(crate) to: Option<String>,
    /// 1 to 50, default 10
    pub(crate) limit: Option<u32>,
    /// Stories to skip
    pub(crate) offset: Option<u32>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetStory {
    /// Story id, s-…
    pub(crate) id: String,
    /// Default brief
    pub(crate) detail: Option<Detail>,
    /// Claims to skip
    pub(crate) offset: Option<u32>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TraceClaim {
    /// Claim id, c-…
    pub(crate) id: String,
    /// Default brief
    pub(crate) detail: Option<Detail>,
    /// Passages to skip
    pub(crate) offset: Option<u32>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompareArticles {
    /// One story id, or 2 to 10 article ids (a-…) of a story
    pub(crate) ids: Vec<String>,
    /// Default brief
    pub(crate) detail: Option<Detail>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindPassages {
    /// All must occur; "in quotes" side by side
    pub(crate) words: String,
    /// 1 to 30, default 8
    pub(crate) limit: Option<u32>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckText {
    /// Up to 20,000 characters
    pub(crate) text: String,
    /// Default brief
    pub(crate) detail: Option<Detail>,
}

/// How much to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(crate) enum Detail {
    #[default]
    Brief,
    Full,
}

/// Words to look for; `None` where there are none.
pub(crate) fn words(name: &'static str, asked: Option<&str>) -> Result<Option<String>, Refusal> {
    let asked = asked.unwrap_or_default().trim();
    measured(name, asked, LONGEST_WORDS)?;
    Ok((!asked.is_empty()).then(|| asked.to_owned()))
}

/// A text to check.
pub(crate) fn text(asked: &str) -> Result<&str, Refusal> {
    measured("text", asked, LONGEST_TEXT)?;
    if !asked.chars().any(char::is_alphanumeric) {
        return Err(Refusal::Bounds { name: "text", why: "has no words".to_owned() });
    }
    Ok(asked)
}

fn measured(name: &'static str, asked: &str, most: usize) -> Result<(), Refusal> {
    let length = asked.chars().count();
    let why = || format!("has {length} characters, and at most {most} are taken; give less of it");
    if length <= most { Ok(()) } else { Err(Refusal::Bounds { name, why: why() }) }
}

/// A day, a month or a year, as written.
pub(crate) fn day(name: &'static str, asked: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(day) = words(name, asked)? else { return Ok(None) };
    let sizes: Vec<usize> = day.split('-').map(str::len).collect();
    let digits = day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if digits && [4, 2, 2].starts_with(&sizes) {
        return Ok(Some(day));
    }
    let why = format!("is `{}`, and is to be a day like 2025-04-22, a month like 2025-04 or a year", shown(&day, 40));
    Err(Refusal::Bounds { name, why })
}

/// How many, from 1 up to `most`; `usual` where it is not said.
pub(crate) fn limit(asked: Option<u32>, usual: usize, most: usize) -> Result<usize, Refusal> {
    let Some(asked) = asked else { return Ok(usual) };
    let fits = usize::try_from(asked).ok().filter(|asked| (1..=most).contains(asked));
    fits.ok_or_else(|| Refusal::Bounds { name: "limit", why: format!("is {asked}, and goes from 1 to {most}") })
}

/// How many to pass over.
pub(crate) fn offset(asked: Option<u32>) -> Result<usize, Refusal> {
    let asked = asked.unwrap_or_default();
    let why = || format!("is {asked}, and goes up to {FURTHEST}");
    let fits = usize::try_from(asked).ok().filter(|_| asked <= FURTHEST);
    fits.ok_or_else(|| Refusal::Bounds { name: "offset", why: why() })
}

#[cfg(test)]
mod tests {
    use super::{day, limit, offset, text, words};

    fn check_day(asked: &str, fine: bool) {
        assert_eq!(day("from", Some(asked)).is_ok(), fine, "{asked}");
    }

    #[test]
    fn days_are_days_months_or_years() {
        for fine in ["2025-04-22", "2025-04", "2025", " 2025 ", ""] {
            check_day(fine, true);
        }
        for wrong in ["yesterday", "22.4.2025", "2025-4", "2025-04-22-01", "-", "20٢5", "2025-04-22' OR 1"] {
            check_day(wrong, false);
        }
    }

    #[test]
    fn bounds_are_said() {
        let message = limit(Some(900), 10, 50).expect_err("too many").to_string();
        assert_eq!(message, "`limit` is 900, and goes from 1 to 50");
        assert!(limit(Some(0), 10, 50).is_err() && limit(Some(50), 10, 50).is_ok());
        assert!(offset(Some(u32::MAX)).is_err() && offset(None).is_ok_and(|offset| offset == 0));
        assert!(words("words", Some(&"w".repeat(301))).is_err());
        assert!(text(&"w ".repeat(10_001)).is_err() && text(" …").is_err() && text("w").is_ok());
    }
}
