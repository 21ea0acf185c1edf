//! Words in, what has them out: stories, claims and articles, the best first, each with the place where they stand.

use headwater_output::wire;
use rusqlite::{Connection, OptionalExtension};

use crate::error::Trouble;
use crate::row::ARTICLE;
use crate::words::{question, terms};
use crate::{Store, StoreError};

/// How many matches are weighed against each other: of a word that nearly everything has, those told last.
const MOST_WEIGHED: i64 = 20_000;
/// How many characters of an article are shown around the words found.
const SNIPPET: usize = 240;

/// Something that has the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Its id.
    pub id: String,
    /// The story it is in, by id.
    pub story: String,
    /// What to call it: a title, or the story's for a claim.
    pub title: String,
    /// Where the words stand, to the letter, cut at words.
    pub snippet: String,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HitKind {
    /// A story, by its title.
    Story,
    /// A claim, by its words.
    Claim,
    /// An article, by its title or text.
    Article,
}

/// The number of a row of the index.
pub(crate) fn number(kind: HitKind, key: i64) -> i64 {
    let kind = match kind {
        HitKind::Story => 0,
        HitKind::Claim => 1,
        HitKind::Article => 2,
    };
    key << 2 | kind
}

impl Store {
    /// What has all these words, the best first. Words in quotation marks stand side by side; nothing else that is
    /// typed has a meaning of its own.
    pub fn search(&self, typed: &str, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let Some(question) = question(typed) else { return Ok(Vec::new()) };
        let terms = terms(typed);
        self.asking(|connection| {
            let sql = "SELECT number FROM (
                SELECT rowid AS number, bm25(word, 4.0, 1.0) AS weight FROM word WHERE word MATCH ? ORDER BY rowid DESC LIMIT ?
            ) ORDER BY weight, number LIMIT ?";
            let mut statement = connection.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map((&question, MOST_WEIGHED, limit), |row| row.get(0))?;
            let numbers: Vec<i64> = rows.collect::<Result<_, _>>()?;
            let hits = numbers.into_iter().map(|number| hit(connection, number, &terms));
            hits.filter_map(Result::transpose).collect()
        })
    }
}

fn hit(connection: &Connection, number: i64, terms: &[String]) -> Result<Option<Hit>, Trouble> {
    let key = number >> 2;
    match number & 3 {
        0 => titled(connection, key),
        1 => claimed(connection, key),
        _ => written(connection, key, terms),
    }
}

fn titled(connection: &Connection, key: i64) -> Result<Option<Hit>, Trouble> {
    let found = connection.prepare_cached("SELECT id, title FROM story WHERE key = ?")?.query_row([key], |row| {
        let id: String = row.get(0)?;
        Ok(Hit { kind: HitKind::Story, story: id.clone(), id, title: row.get(1)?, snippet: String::new() })
    });
    Ok(found.optional()?)
}

fn claimed(connection: &Connection, key: i64) -> Result<Option<Hit>, Trouble> {
    let sql = "SELECT claim.id, story.id, story.title, claim.text
        FROM claim JOIN story ON story.key = claim.story WHERE claim.key = ?";
    let found = connection.prepare_cached(sql)?.query_row([key], |row| {
        let kind = HitKind::Claim;
        Ok(Hit { kind, id: row.get(0)?, story: row.get(1)?, title: row.get(2)?, snippet: row.get(3)? })
    });
    Ok(found.optional()?)
}

fn written(connection: &Connection, key: i64, terms: &[String]) -> Result<Option<Hit>, Trouble> {
    let sql = "SELECT story.id FROM member JOIN story ON story.key = member.story WHERE member.article = ?";
    let found = connection.prepare_cached(sql)?.query_row([key], |row| row.get(0));
    let Some(story) = found.optional()? else { return Ok(None) };
    let article: wire::Article = ARTICLE.body(connection, key)?;
    let title = article.title.unwrap_or(article.place);
    let snippet = snippet(&article.text, terms);
    Ok(Some(Hit { kind: HitKind::Article, id: article.id, story, title, snippet }))
}

/// The words around the first place where a term stands; the beginning where it stands only in other letters.
fn snippet(text: &str, terms: &[String]) -> String {
    let at = terms.iter().filter_map(|term| find(text, term)).min().unwrap_or(0);
    let before = text[..at].char_indices().rev().nth(SNIPPET / 3).map_or(0, |(at, _)| at);
    let from = text[before..at].find(char::is_whitespace).map_or(at.min(before), |blank| before + blank + 1);
    let from = if before == 0 { 0 } else { from };
    let rest = &text[from..];
    let cut = rest.char_indices().nth(SNIPPET).map_or(rest.len(), |(at, _)| at);
    let to = if cut == rest.len() { cut } else { rest[..cut].rfind(char::is_whitespace).unwrap_or(cut) };
    let words = rest[..to].split_whitespace().collect::<Vec<_>>().join(" ");
    let start = if from == 0 { "" } else { "… " };
    let end = if to == rest.len() { "" } else { " …" };
    format!("{start}{words}{end}")
}

/// Where a term starts as a word of the text, in whatever case.
fn find(text: &str, term: &str) -> Option<usize> {
    let term: Vec<char> = term.chars().flat_map(char::to_lowercase).collect();
    let mut before = ' ';
    text.char_indices().find_map(|(at, letter)| {
        let starts = !before.is_alphanumeric();
        before = letter;
        let letters = text[at..].chars().flat_map(char::to_lowercase);
        (starts && letters.take(term.len()).eq(term.iter().copied())).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::snippet;

    fn check(text: &str, term: &str, expected: &str) {
        assert_eq!(snippet(text, &[term.to_owned()]), expected);
    }

    #[test]
    fn a_snippet_is_cut_at_words_around_the_term() {
        check("The FERRY sank.", "ferry", "The FERRY sank.");
        check("", "ferry", "");
        check("é", "ferry", "é");
        let long = format!("{}the ferry sank {}", "word ".repeat(100), "more ".repeat(100));
        let found = super::snippet(&long, &["ferry".to_owned()]);
        assert!(
            found.starts_with("… word") && found.contains("the ferry sank more") && found.ends_with("more …"),
            "{found}"
        );
    }

    #[test]
    fn a_term_is_found_as_a_word() {
        let text = format!("unferry {} ferry", "word ".repeat(100));
        assert!(super::snippet(&text, &["ferry".to_owned()]).ends_with("ferry"));
    }
}
