//! One thing at a time: a story, a claim, an article, by id; and records, as `headwater read` prints them.

use headwater_output::wire;
use rusqlite::{Connection, OptionalExtension};

use crate::error::Trouble;
use crate::row::{ARTICLE, STORY_RECORD};
use crate::{Store, StoreError};

/// A story with its articles.
#[derive(Clone, Debug)]
pub struct StoryFound {
    /// The story.
    pub story: wire::Story,
    /// Its articles, in the order in which the story lists them.
    pub articles: Vec<wire::Article>,
}

impl StoryFound {
    /// As records, so that every printer works on it.
    pub fn records(&self) -> Vec<wire::Record> {
        let mut articles = self.articles.clone();
        articles.sort_by(|a, b| (&a.place, &a.id).cmp(&(&b.place, &b.id)));
        let articles = articles.into_iter().map(wire::Record::Article);
        let story = wire::Record::Story(self.story.clone());
        std::iter::once(run()).chain(articles).chain([story]).collect()
    }
}

/// A claim, and where it belongs.
#[derive(Clone, Debug)]
pub struct ClaimFound {
    /// The claim.
    pub claim: wire::Claim,
    /// The id of its story.
    pub story: String,
    /// Its number in the story, from 1.
    pub number: usize,
}

/// An article, where it belongs, and what it said before.
#[derive(Clone, Debug)]
pub struct ArticleFound {
    /// The article.
    pub article: wire::Article,
    /// The ids of the stories that tell it: none for a revision that was followed by another.
    pub stories: Vec<String>,
    /// All revisions of it, the first first; itself is among them.
    pub revisions: Vec<Revision>,
}

/// One wording of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The id of the article so worded.
    pub id: String,
    /// When it was added, UTC.
    pub added: String,
}

/// The first line of records: what made them.
pub(crate) fn run() -> wire::Record {
    let headwater = env!("CARGO_PKG_VERSION").to_owned();
    wire::Record::Run(wire::Run { schema: wire::SCHEMA, headwater })
}

impl Store {
    /// The id that `asked` is, or is the beginning of: of a story, a claim or an article.
    pub fn id(&self, asked: &str) -> Result<String, StoreError> {
        let found = self.asking(|connection| {
            let mut found = std::collections::BTreeSet::new();
            for table in ["story", "claim", "page"] {
                let sql = format!("SELECT DISTINCT id FROM {table} WHERE ?1 <= id AND id < ?1 || '~' LIMIT 2");
                let mut statement = connection.prepare_cached(&sql)?;
                let rows = statement.query_map([asked], |row| row.get::<_, String>(0))?;
                found.extend(rows.collect::<Result<Vec<_>, _>>()?);
            }
            Ok(found)
        })?;
        let mut found = found.into_iter().filter(|id| 4 <= asked.len() || id == asked);
        match (found.next(), found.next()) {
            (Some(id), second) if id == asked || second.is_none() => Ok(id),
            (Some(_), _) => Err(StoreError::Several(asked.to_owned())),
            (None, _) => Err(StoreError::Unknown(asked.to_owned())),
        }
    }

    /// The story with this id.
    pub fn story(&self, id: &str) -> Result<Option<StoryFound>, StoreError> {
        self.asking(|connection| {
            let sql = "SELECT key, id FROM story WHERE id = ?";
            let key = connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
            key.map(|key| story_found(connection, key)).transpose()
        })
    }

    /// The story with this id, without its articles: for those who have the one they need.
    pub fn story_alone(&self, id: &str) -> Result<Option<wire::Story>, StoreError> {
        self.asking(|connection| {
            let sql = "SELECT key FROM story WHERE id = ?";
            let key = connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
            key.map(|key| story_record(connection, key)).transpose()
        })
    }

    /// The claim with this id.
    pub fn claim(&self, id: &str) -> Result<Option<ClaimFound>, StoreError> {
        self.asking(|connection| {
            let sql = "SELECT story, turn FROM claim WHERE id = ? ORDER BY key LIMIT 1";
            let found: Option<(i64, usize)> =
                connection.prepare_cached(sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let Some((key, turn)) = found else { return Ok(None) };
            let story = story_record(connection, key)?;
            let claim = story.claims.into_iter().nth(turn);
            let claim = claim.ok_or_else(|| Trouble::damaged("story_record", key, "a claim is missing"))?;
            Ok(Some(ClaimFound { claim, story: story.id, number: turn + 1 }))
        })
    }

    /// The article with this id: as it is now, or as it was in an earlier revision.
    pub fn article(&self, id: &str) -> Result<Option<ArticleFound>, StoreError> {
        self.asking(|connection| {
            let Some(key) = article_key(connection, id)? else { return Ok(None) };
            let article = ARTICLE.body(connection, key)?;
            let sql = "SELECT story.id FROM member JOIN story ON story.key = member.story WHERE member.article = ?";
            let mut statement = connection.prepare_cached(sql)?;
            let stories = statement.query_map([key], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(Some(ArticleFound { article, stories, revisions: revisions(connection, key)? }))
        })
    }

    /// All records, as `headwater read` prints them: the run, the articles, the stories.
    pub fn records(&self) -> Result<Vec<wire::Record>, StoreError> {
        self.asking(|connection| {
            let mut records = vec![run()];
            let keys = |sql: &str| -> rusqlite::Result<Vec<i64>> {
                connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
            };
            for key in keys("SELECT key FROM article WHERE key IN (SELECT article FROM member) ORDER BY place, id")? {
                records.push(wire::Record::Article(ARTICLE.body(connection, key)?));
            }
            for key in keys("SELECT key FROM story ORDER BY articles DESC, first, id")? {
                records.push(wire::Record::Story(story_record(connection, key)?));
            }
            Ok(records)
        })
    }

    /// The records of the stories that tell these articles, and of all articles in them.
    pub fn records_about(&self, articles: &[String]) -> Result<Vec<wire::Record>, StoreError> {
        self.asking(|connection| {
            let mut keys = std::collections::BTreeSet::new();
            for id in articles {
                let sql = "SELECT story FROM member JOIN page ON page.key = member.article WHERE page.id = ?";
                keys.extend(connection.prepare_cached(sql)?.query_row([id], |row| row.get::<_, i64>(0)).optional()?);
            }
            let mut found: Vec<StoryFound> =
                keys.into_iter().map(|key| story_found(connection, key)).collect::<Result<_, _>>()?;
            let mut articles: Vec<wire::Article> =
                found.iter_mut().flat_map(|story| std::mem::take(&mut story.articles)).collect();
            articles.sort_by(|a, b| (&a.place, &a.id).cmp(&(&b.place, &b.id)));
            let mut stories: Vec<wire::Story> = found.into_iter().map(|found| found.story).collect();
            stories.sort_by(|a, b| (b.articles.len(), &a.first, &a.id).cmp(&(a.articles.len(), &b.first, &b.id)));
            let articles = articles.into_iter().map(wire::Record::Article);
            Ok(std::iter::once(run()).chain(articles).chain(stories.into_iter().map(wire::Record::Story)).collect())
        })
    }
}

pub(crate) fn story_record(connection: &Connection, key: i64) -> Result<wire::Story, Trouble> {
    STORY_RECORD.body(connection, key)
}

fn story_found(connection: &Connection, key: i64) -> Result<StoryFound, Trouble> {
    let story = story_record(connection, key)?;
    let mut articles = Vec::with_capacity(story.articles.len());
    for id in &story.articles {
        articles.push(article_record(connection, id)?);
    }
    Ok(StoryFound { story, articles })
}

pub(crate) fn article_record(connection: &Connection, id: &str) -> Result<wire::Article, Trouble> {
    let key = article_key(connection, id)?.ok_or_else(|| Trouble::Damaged(format!("article {id}: it is gone")))?;
    ARTICLE.body(connection, key)
}

fn article_key(connection: &Connection, id: &str) -> rusqlite::Result<Option<i64>> {
    connection.prepare_cached("SELECT key FROM article WHERE id = ?")?.query_row([id], |row| row.get(0)).optional()
}

fn revisions(connection: &Connection, key: i64) -> Result<Vec<Revision>, Trouble> {
    let sql = "SELECT id, added FROM page WHERE document = (SELECT document FROM page WHERE key = ?) ORDER BY turn";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([key], |row| Ok(Revision { id: row.get(0)?, added: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
