//! A story and its articles as rows: written together, removed together.

use std::collections::{BTreeMap, BTreeSet};

use headwater_output::wire;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::error::Trouble;
use crate::page::pack_json;
use crate::row::{ARTICLE, CLAIM, STORY, STORY_RECORD};
use crate::search::{HitKind, number};

/// The records of one story, or of an article that is in none.
pub(crate) struct Told {
    story: Option<wire::Story>,
    articles: Vec<wire::Article>,
    keys: BTreeMap<String, i64>,
}

impl Told {
    /// These records, and the keys of the articles' pages by id.
    pub(crate) fn new(records: Vec<wire::Record>, keys: BTreeMap<String, i64>) -> Told {
        let mut told = Told { story: None, articles: Vec::new(), keys };
        for record in records {
            match record {
                wire::Record::Story(story) => told.story = Some(story),
                wire::Record::Article(article) => told.articles.push(article),
                wire::Record::Run(_) | wire::Record::Unread(_) => {}
            }
        }
        told
    }
}

pub(crate) fn write(connection: &Connection, told: &Told) -> Result<(), Trouble> {
    for article in &told.articles {
        write_article(connection, told.keys[&article.id], article, told.story.is_some())?;
    }
    match &told.story {
        Some(story) => write_story(connection, story, told),
        None => Ok(()),
    }
}

/// The columns of an article's row.
pub(crate) fn article_row(key: i64, article: &wire::Article) -> Vec<Value> {
    vec![
        key.into(),
        article.id.clone().into(),
        article.place.clone().into(),
        article.outlet.clone().into(),
        article.title.clone().into(),
        article.url.clone().into(),
        article.published.as_ref().map(|published| published.date.clone()).into(),
        (article.text.split_whitespace().count() as i64).into(),
        pack_json(article).into(),
    ]
}

/// Writes an article's record; its words can be searched for only while a story tells it.
fn write_article(connection: &Connection, key: i64, article: &wire::Article, in_story: bool) -> Result<(), Trouble> {
    ARTICLE.put(connection, &article_row(key, article))?;
    match in_story {
        true => index(connection, HitKind::Article, key, article.title.as_deref().unwrap_or_default(), &article.text),
        false => Ok(()),
    }
}

/// The columns of a story's row.
pub(crate) fn story_row(key: i64, story: &wire::Story) -> Vec<Value> {
    let days = |date: &Option<String>| date.as_deref().map(days);
    vec![
        key.into(),
        story.id.clone().into(),
        story.title.clone().into(),
        (story.articles.len() as i64).into(),
        (story.claims.len() as i64).into(),
        fewest_origins(story).map(|count| count as i64).into(),
        story.first.clone().into(),
        story.last.clone().into(),
        days(&story.first).map(|(from, _)| from).into(),
        days(&story.last).map(|(_, to)| to).into(),
    ]
}

/// The columns of a claim's row.
pub(crate) fn claim_row(key: i64, story: i64, turn: usize, claim: &wire::Claim) -> Vec<Value> {
    vec![
        key.into(),
        claim.id.clone().into(),
        story.into(),
        (turn as i64).into(),
        claim.text.clone().into(),
        (articles_of(claim) as i64).into(),
        (claim.origins.len() as i64).into(),
        (claim.independent[0] as i64).into(),
        (claim.independent[1] as i64).into(),
    ]
}

/// The outlets that tell a story, each once.
pub(crate) fn outlets(articles: &[wire::Article]) -> BTreeSet<&str> {
    articles.iter().filter_map(|article| article.outlet.as_deref()).collect()
}

fn write_story(connection: &Connection, story: &wire::Story, told: &Told) -> Result<(), Trouble> {
    let key = STORY.next_key(connection)?;
    STORY.put(connection, &story_row(key, story))?;
    STORY_RECORD.put(connection, &[key.into(), pack_json(story).into()])?;
    for id in &story.articles {
        let sql = "INSERT INTO member (story, article) VALUES (?, ?)";
        connection.prepare_cached(sql)?.execute(params![key, told.keys[id]])?;
    }
    for outlet in outlets(&told.articles) {
        let sql = "INSERT INTO story_outlet (outlet, story) VALUES (?, ?)";
        connection.prepare_cached(sql)?.execute(params![outlet, key])?;
    }
    index(connection, HitKind::Story, key, &story.title, "")?;
    let first = CLAIM.next_key(connection)?;
    for (turn, claim) in story.claims.iter().enumerate() {
        let claim_key = first + turn as i64;
        CLAIM.put(connection, &claim_row(claim_key, key, turn, claim))?;
        index(connection, HitKind::Claim, claim_key, "", &claim.text)?;
    }
    Ok(())
}

/// How many articles make a claim.
pub(crate) fn articles_of(claim: &wire::Claim) -> usize {
    claim.appearances.iter().map(|at| at.article.as_str()).collect::<BTreeSet<_>>().len()
}

/// The fewest origins that a claim of several articles can be said to rest on, or a claim of one where no other has
/// any: at most so many are independent.
fn fewest_origins(story: &wire::Story) -> Option<usize> {
    let with_origins = || story.claims.iter().filter(|claim| !claim.origins.is_empty());
    let several = with_origins().filter(|claim| 1 < articles_of(claim)).map(|claim| claim.independent[1]).min();
    several.or_else(|| with_origins().map(|claim| claim.independent[1]).min())
}

/// The first and the last day that an EDTF date may mean, so that dates of any grain compare as text.
fn days(edtf: &str) -> (String, String) {
    let plain = |part: &str| part.trim_end_matches(['~', '?', '%']).to_owned();
    let (from, to) = edtf.split_once('/').unwrap_or((edtf, edtf));
    let (mut from, mut to) = (plain(from), plain(to));
    from.push_str(["-01-01", "-01", ""][usize::from(4 < from.len()) + usize::from(7 < from.len())]);
    to.push_str(["-12-31", "-31", ""][usize::from(4 < to.len()) + usize::from(7 < to.len())]);
    (from, to)
}

fn index(connection: &Connection, kind: HitKind, key: i64, title: &str, text: &str) -> Result<(), Trouble> {
    let sql = "INSERT OR REPLACE INTO word (rowid, title, text) VALUES (?, ?, ?)";
    connection.prepare_cached(sql)?.execute(params![number(kind, key), title, text])?;
    Ok(())
}

fn forget_words(connection: &Connection, kind: HitKind, key: i64) -> Result<(), Trouble> {
    connection.prepare_cached("DELETE FROM word WHERE rowid = ?")?.execute([number(kind, key)])?;
    Ok(())
}

/// Removes a story. Its articles keep their records, and lose their words in the index until a story tells them again.
pub(crate) fn remove(connection: &Connection, story: i64) -> Result<(), Trouble> {
    let keys = |sql: &str| -> rusqlite::Result<Vec<i64>> {
        connection.prepare_cached(sql)?.query_map([story], |row| row.get(0))?.collect()
    };
    for article in keys("SELECT article FROM member WHERE story = ?")? {
        forget_words(connection, HitKind::Article, article)?;
    }
    for claim in keys("SELECT key FROM claim WHERE story = ?")? {
        forget_words(connection, HitKind::Claim, claim)?;
    }
    forget_words(connection, HitKind::Story, story)?;
    for table in ["member WHERE story", "story_outlet WHERE story", "claim WHERE story"] {
        connection.prepare_cached(&format!("DELETE FROM {table} = ?"))?.execute([story])?;
    }
    for table in ["story WHERE key", "story_record WHERE key"] {
        connection.prepare_cached(&format!("DELETE FROM {table} = ?"))?.execute([story])?;
    }
    Ok(())
}

/// Removes all that follows from pages and signatures.
pub(crate) fn clear(connection: &Connection) -> Result<(), Trouble> {
    for table in ["article", "story", "story_record", "member", "story_outlet", "claim"] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    connection.execute("INSERT INTO word (word) VALUES ('delete-all')", [])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn dates_of_any_grain_have_a_first_and_a_last_day() {
        let check = |edtf: &str, from: &str, to: &str| assert_eq!(days(edtf), (from.to_owned(), to.to_owned()));
        check("2024", "2024-01-01", "2024-12-31");
        check("2024-05?", "2024-05-01", "2024-05-31");
        check("2024-05-03~", "2024-05-03", "2024-05-03");
        check("2024-05-03~/2024-05-09~", "2024-05-03", "2024-05-09");
    }
}
