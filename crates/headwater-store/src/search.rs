//! Words in, what has them out: stories, claims and articles, the best first, each with the place where they stand.

use headwater_output::wire;
use rusqlite::{Connection, OptionalExtension};

use crate::error::Trouble;
use crate::row::ARTICLE;
use crate::words::{question, terms};
use crate::{Store, StoreError};

/// How many matches are weighed against each other. Of words that more have than that, the weights say little, and
/// working them out means going through all that have any of the words.
const MOST_WEIGHED: i64 = 2_000;
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
            let numbers = found(connection, &question, limit, MOST_WEIGHED)?;
            let hits = numbers.into_iter().map(|number| hit(connection, number, &terms));
            hits.filter_map(Result::transpose).collect()
        })
    }
}

/// What has the words, the best first: weighed against each other, if these are not too many.
fn found(connection: &Connection, question: &str, limit: usize, most_weighed: i64) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT ?)";
    let count: i64 = connection.prepare_cached(sql)?.query_row((question, most_weighed + 1), |row| row.get(0))?;
    match count <= most_weighed {
        true => weighed(connection, question, limit),
        false => latest(connection, question, limit),
    }
}

/// What has the words, by the weight they have in it: rare words, in few others, in a title.
fn weighed(connection: &Connection, question: &str, limit: usize) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT rowid FROM word WHERE word MATCH ? ORDER BY bm25(word, 4.0, 1.0), rowid LIMIT ?";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    connection.prepare_cached(sql)?.query_map((question, limit), |row| row.get(0))?.collect()
}

/// What has the words, in a title first, of these what was told last.
fn latest(connection: &Connection, question: &str, limit: usize) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT rowid FROM word WHERE word MATCH ? ORDER BY rowid DESC LIMIT ?";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found: Vec<i64> = Vec::new();
    for question in [format!("title : ({question})"), question.to_owned()] {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        for number in statement.query_map((&question, limit), |row| row.get(0))? {
            let number = number?;
            if !found.contains(&number) {
                found.push(number);
            }
        }
    }
    found.truncate(limit);
    Ok(found)
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
    use headwater::{Body, Hints, Knowledge, Page};

    use super::{found, snippet};
    use crate::Store;

    #[test]
    fn what_too_many_have_is_shown_titles_first_and_is_the_same() {
        let page = |number: usize| {
            let title = number.is_multiple_of(4).then(|| format!("Ferry number {number}"));
            let text = format!("A ferry ran aground off Tolmeza {number}, the coastguard said.");
            let hints = Hints { title, ..Hints::default() };
            Page { place: number.to_string(), body: Body::Exact(text), hints }
        };
        let (store, knowledge) = (Store::in_memory().expect("a store"), Knowledge::bundled());
        store.add((0..12).map(page), &knowledge, &mut |_| {}).expect("added");
        store.settle(&knowledge).expect("settled");
        let numbers = |question: &str, limit, most| {
            store.asking(|connection| Ok(found(connection, question, limit, most)?)).expect("asked")
        };
        let (mut few, mut many) = (numbers("\"ferry\"", 99, 99), numbers("\"ferry\"", 99, 2));
        let titled = many.iter().filter(|number| *number & 3 == 2).take(3).copied().collect::<Vec<_>>();
        assert_eq!(numbers("title : (\"ferry\")", 99, 2).iter().filter(|number| *number & 3 == 2).count(), 3);
        assert!(titled.iter().all(|number| numbers("title : (\"ferry\")", 99, 99).contains(number)), "{many:?}");
        assert_eq!(numbers("\"ferry\"", 5, 2), many[..5]);
        few.sort_unstable();
        many.sort_unstable();
        assert_eq!(few, many);
        assert!(12 < many.len());
    }

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
