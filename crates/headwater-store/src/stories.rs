//! Lists of stories: filtered, sorted, a page at a time, with what the rest could be narrowed down by.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::error::Trouble;
use crate::words::question;
use crate::{Store, StoreError};

/// Which stories to list. Without anything set: all of them, the largest first, none shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryQuery {
    /// Words that all stand in one of its articles, headline and text. Never syntax.
    pub words: Option<String>,
    /// An outlet that tells it, by the name it goes by.
    pub outlet: Option<String>,
    /// Published on this day or later: `2025-04-22`, `2025-04` or `2025`.
    pub from: Option<String>,
    /// Published on this day or earlier; a month or year means its end.
    pub to: Option<String>,
    /// With at least so many of [`StoryLine::fewest_origins`].
    pub at_least: Option<usize>,
    /// With at most so many of them.
    pub at_most: Option<usize>,
    /// In which order.
    pub sort: Sort,
    /// How many to pass over.
    pub offset: usize,
    /// How many to show at most.
    pub limit: usize,
}

/// In which order stories are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Most articles first: the order of a report, and of the numbers in it.
    #[default]
    Largest,
    /// Latest published first.
    Newest,
    /// Earliest published first.
    Oldest,
    /// Fewest origins first, of these the largest first.
    FewestOrigins,
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryLine {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// How many articles tell it.
    pub articles: usize,
    /// How many claims are in it.
    pub claims: usize,
    /// The fewest independent origins (counted at most) of a claim that several articles make; of any claim, where no
    /// claim of several articles has an origin; `None` where no claim names one.
    pub fewest_origins: Option<usize>,
    /// The first day of publication, EDTF.
    pub first: Option<String>,
    /// The last.
    pub last: Option<String>,
}

/// Stories, and how many more there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryPage {
    /// Those asked for.
    pub stories: Vec<StoryLine>,
    /// How many there are in all.
    pub total: usize,
    /// By what all of them could be narrowed down.
    pub facets: Facets,
}

/// Counts over all stories found, shown or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By outlet, the one with most stories first.
    pub outlets: Vec<Counted<String>>,
    /// By month of first publication, `2025-04`, the latest first.
    pub months: Vec<Counted<String>>,
    /// By the fewest origins, 1 first; stories without are left out.
    pub origins: Vec<Counted<usize>>,
}

/// A value, and how many stories have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted<T> {
    /// What they have.
    pub value: T,
    /// How many have it.
    pub stories: usize,
}

impl Store {
    /// Lists stories.
    pub fn stories(&self, query: &StoryQuery) -> Result<StoryPage, StoreError> {
        self.asking(|connection| {
            let Some(filter) = Filter::of(query) else { return Ok(StoryPage::default()) };
            let found = filter.found(connection)?;
            Ok(StoryPage {
                stories: page(connection, found, query)?,
                total: connection
                    .prepare_cached(&format!("SELECT count(*) FROM {found}"))?
                    .query_row([], |row| row.get(0))?,
                facets: facets(connection, found)?,
            })
        })
    }

    /// The `number`th story in the order of [`Sort::Largest`], from 1.
    pub fn story_numbered(&self, number: usize) -> Result<Option<String>, StoreError> {
        let Some(offset) = number.checked_sub(1) else { return Ok(None) };
        let page = self.asking(|connection| {
            let query = StoryQuery { offset, limit: 1, ..StoryQuery::default() };
            page(connection, ALL, &query)
        })?;
        Ok(page.into_iter().next().map(|line| line.id))
    }

    /// The number of the story with this id: its place in the order of [`Sort::Largest`], from 1.
    pub fn number_of(&self, id: &str) -> Result<Option<usize>, StoreError> {
        self.asking(|connection| place(connection, id))
    }
}

/// The place of a story in the order of [`Sort::Largest`], from 1.
fn place(connection: &Connection, id: &str) -> Result<Option<usize>, Trouble> {
    let sql = "SELECT count(*) FROM story AS other, story AS this WHERE this.id = ? AND (
        this.articles < other.articles
        OR this.articles = other.articles AND (
            other.first IS NULL AND this.first IS NOT NULL OR other.first < this.first
            OR other.first IS this.first AND other.id <= this.id))";
    let place: usize = connection.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
    Ok((0 < place).then_some(place))
}

/// A query as a condition on rows of `story`.
#[derive(Default)]
struct Filter {
    conditions: Vec<&'static str>,
    values: Vec<Value>,
}

impl Filter {
    /// `None` where words were asked for and none of what was typed is one: then nothing can be found.
    fn of(query: &StoryQuery) -> Option<Filter> {
        let mut filter = Filter::default();
        if let Some(typed) = query.words.as_deref().filter(|typed| !typed.trim().is_empty()) {
            filter.add(WITH_WORDS, question(typed)?);
        }
        let some = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        if let Some(outlet) = some(&query.outlet) {
            filter.add("key IN (SELECT story FROM story_outlet WHERE outlet = ?)", outlet);
        }
        if let Some(from) = some(&query.from) {
            filter.add("? <= last_day", from);
        }
        if let Some(to) = some(&query.to) {
            // What follows a hyphen and a digit: so "2025-04" takes in all days of the month.
            filter.add("first_day <= ?", to + "~");
        }
        if let Some(least) = query.at_least {
            filter.add("? <= fewest_origins", least as i64);
        }
        if let Some(most) = query.at_most {
            filter.add("fewest_origins <= ?", most as i64);
        }
        Some(filter)
    }

    fn add(&mut self, condition: &'static str, value: impl Into<Value>) {
        self.conditions.push(condition);
        self.values.push(value.into());
    }

    /// The stories that fit, as something to select from: looked for once, however often they are asked for then.
    fn found(&self, connection: &Connection) -> Result<&'static str, Trouble> {
        if self.conditions.is_empty() {
            return Ok(ALL);
        }
        connection
            .execute_batch("CREATE TEMP TABLE IF NOT EXISTS found (key INTEGER PRIMARY KEY); DELETE FROM temp.found")?;
        let sql = format!("INSERT INTO temp.found SELECT key FROM story WHERE {}", self.conditions.join(" AND "));
        connection.prepare_cached(&sql)?.execute(params_from_iter(&self.values))?;
        Ok("temp.found JOIN story USING (key)")
    }
}

/// All stories, as something to select from.
const ALL: &str = "story";

fn page(connection: &Connection, found: &str, query: &StoryQuery) -> Result<Vec<StoryLine>, Trouble> {
    let order = match query.sort {
        Sort::Largest => "articles DESC, first, id",
        Sort::Newest => "last_day DESC, id",
        Sort::Oldest => "first_day IS NULL, first_day, id",
        Sort::FewestOrigins => "fewest_origins IS NULL, fewest_origins, articles DESC, first, id",
    };
    let sql = format!(
        "SELECT id, title, articles, claims, fewest_origins, first, last FROM {found} ORDER BY {order} LIMIT ? OFFSET ?"
    );
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let lines = statement.query_map([number(query.limit), number(query.offset)], line)?;
    Ok(lines.collect::<Result<_, _>>()?)
}

fn facets(connection: &Connection, found: &str) -> Result<Facets, Trouble> {
    // The plus keeps SQLite from looking each story up on its own: going through all rows once is faster.
    let within = if found == ALL { "" } else { "WHERE +story IN (SELECT key FROM temp.found)" };
    let sql =
        format!("SELECT outlet, count(*) FROM story_outlet {within} GROUP BY outlet ORDER BY count(*) DESC, outlet");
    let mut statement = connection.prepare_cached(&sql)?;
    let counted = |row: &Row| Ok(Counted { value: row.get(0)?, stories: row.get(1)? });
    let outlets = statement.query_map([], counted)?.collect::<Result<_, _>>()?;
    let mut statement =
        connection.prepare_cached(&format!("SELECT substr(first_day, 1, 7), fewest_origins FROM {found}"))?;
    let mut rows = statement.query([])?;
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    let mut origins: BTreeMap<usize, usize> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        if let Some(month) = row.get::<_, Option<String>>(0)? {
            *months.entry(month).or_default() += 1;
        }
        if let Some(count) = row.get::<_, Option<usize>>(1)? {
            *origins.entry(count).or_default() += 1;
        }
    }
    let months = months.into_iter().rev().map(|(value, stories)| Counted { value, stories }).collect();
    let origins = origins.into_iter().map(|(value, stories)| Counted { value, stories }).collect();
    Ok(Facets { outlets, months, origins })
}

/// Stories that have the words in an article. Titles of stories and texts of claims are words of their articles, to the
/// letter, so the articles' rows of the index have all of them; the others are there to be found by themselves.
const WITH_WORDS: &str = "key IN (
    SELECT member.story FROM word JOIN member ON member.article = word.rowid >> 2
    WHERE word MATCH ? AND word.rowid & 3 = 2)";

fn line(row: &Row) -> rusqlite::Result<StoryLine> {
    Ok(StoryLine {
        id: row.get(0)?,
        title: row.get(1)?,
        articles: row.get(2)?,
        claims: row.get(3)?,
        fewest_origins: row.get(4)?,
        first: row.get(5)?,
        last: row.get(6)?,
    })
}
