//! From pages to stories: groups all signatures, and tells again only the stories whose articles changed.

use std::collections::{BTreeMap, BTreeSet};

use headwater::{Heap, Knowledge, Page, Reading, Signature};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rusqlite::{Connection, OptionalExtension};

use crate::add::rename;
use crate::error::Trouble;
use crate::row::{PAGE, SIGNATURE, is_sound};
use crate::told::{self, Told};
use crate::{Store, StoreError, page};

/// About the most articles that are read and told at one time.
const MOST_TOGETHER: usize = 256;
/// The name under which a store notes that pages came since it was settled.
const UNSETTLED: &str = "unsettled";
/// The name under which a store notes what read its articles.
pub(crate) const READ_BY: &str = "read by";

/// What settling did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// All stories there are now.
    pub stories: usize,
    /// Those that were told afresh.
    pub told: usize,
    /// Those that are no longer told: their articles are in others now.
    pub gone: usize,
}

/// What reads the articles: another version, or the same with other rules or models, may read them differently, so its
/// stories are told afresh. The build script takes the rules' fingerprint.
pub fn reader() -> String {
    let (version, schema) = (env!("CARGO_PKG_VERSION"), headwater_output::wire::SCHEMA);
    format!("headwater {version}, records {schema}, rules {}", env!("HEADWATER_RULES"))
}

/// Notes that pages changed.
pub(crate) fn unsettle(connection: &Connection) -> rusqlite::Result<()> {
    note(connection, UNSETTLED, "yes")
}

/// Whether all pages are in stories, as this version of headwater tells them.
pub(crate) fn is_settled(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(noted(connection, UNSETTLED)?.is_none() && noted(connection, READ_BY)?.is_some_and(|by| by == reader()))
}

pub(crate) fn noted(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    connection.prepare_cached("SELECT value FROM about WHERE name = ?")?.query_row([name], |row| row.get(0)).optional()
}

pub(crate) fn note(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)";
    connection.prepare_cached(sql)?.execute([name, value]).map(drop)
}

impl Store {
    /// Tells the stories of what was added. In one transaction: until it is done, questions see the stories as before.
    ///
    /// Where another version of headwater read the pages, all of them are read again.
    pub fn settle(&self, knowledge: &Knowledge) -> Result<Settled, StoreError> {
        self.changing(|connection| settle(connection, knowledge))
    }

    /// Whether every page is in the stories. If not, [`Store::settle`] makes it so.
    pub fn is_settled(&self) -> Result<bool, StoreError> {
        self.asking(|connection| Ok(is_settled(connection)?))
    }

    /// Reads every page again and tells every story afresh: mends whatever is damaged beside pages and notes.
    pub fn settle_anew(&self, knowledge: &Knowledge) -> Result<Settled, StoreError> {
        self.changing(|connection| {
            connection.execute("DELETE FROM about WHERE name = ?", [READ_BY])?;
            settle(connection, knowledge)
        })
    }
}

/// A story's articles, by key of their pages.
type Members = BTreeSet<i64>;

fn settle(connection: &Connection, knowledge: &Knowledge) -> Result<Settled, Trouble> {
    if is_settled(connection)? {
        return Ok(Settled { stories: count(connection, "story")?, ..Settled::default() });
    }
    if noted(connection, READ_BY)?.is_none_or(|by| by != reader()) {
        told::clear(connection)?;
        sign_anew(connection, knowledge)?;
    }
    let mut earlier = members(connection)?;
    let stale = stale(connection)?;
    let mut afresh = Vec::new();
    let groups = groups(connection, knowledge)?;
    let stories = groups.len();
    for group in groups {
        let members: Members = group.iter().copied().collect();
        let same = members.is_disjoint(&stale) && earlier.remove(&members).is_some();
        if !same {
            afresh.push(group);
        }
    }
    for story in earlier.values() {
        told::remove(connection, *story)?;
    }
    tell(connection, &afresh, knowledge)?;
    superseded(connection, knowledge)?;
    connection.execute("DELETE FROM stale", [])?;
    connection.execute("DELETE FROM about WHERE name = ?", [UNSETTLED])?;
    note(connection, READ_BY, &reader())?;
    Ok(Settled { stories, told: afresh.len(), gone: earlier.len() })
}

pub(crate) fn count(connection: &Connection, table: &str) -> rusqlite::Result<usize> {
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
}

/// The stories as they were last told: their articles, and their key.
fn members(connection: &Connection) -> rusqlite::Result<BTreeMap<Members, i64>> {
    let mut by_story: BTreeMap<i64, Members> = BTreeMap::new();
    let mut statement = connection.prepare("SELECT story, article FROM member")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        by_story.entry(row.get(0)?).or_default().insert(row.get(1)?);
    }
    Ok(by_story.into_iter().map(|(story, members)| (members, story)).collect())
}

fn stale(connection: &Connection) -> rusqlite::Result<Members> {
    connection.prepare("SELECT key FROM stale")?.query_map([], |row| row.get(0))?.collect()
}

/// The newest revisions by story, by key of their pages.
fn groups(connection: &Connection, knowledge: &Knowledge) -> Result<Vec<Vec<i64>>, Trouble> {
    let mut keys: Vec<i64> = Vec::new();
    let mut heap = Heap::new(knowledge);
    let mut statement = connection.prepare("SELECT key, body, hash FROM signature ORDER BY key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let key = row.get(0)?;
        let bytes = row.get_ref(1)?.as_blob().map_err(|error| Trouble::damaged("signature", key, error))?;
        let signature = if is_sound(&SIGNATURE, row)? { Signature::from_bytes(bytes) } else { None };
        heap.add(
            &signature
                .ok_or_else(|| Trouble::damaged("signature", key, "its bytes are not those that were written"))?,
        );
        keys.push(key);
    }
    Ok(heap.stories().into_iter().map(|group| group.into_iter().map(|index| keys[index]).collect()).collect())
}

/// Reads these stories' pages and tells them, some stories at a time, each on a thread.
fn tell(connection: &Connection, groups: &[Vec<i64>], knowledge: &Knowledge) -> Result<(), Trouble> {
    let mut rest = groups;
    while !rest.is_empty() {
        let (some, after) = rest.split_at(some_stories(rest));
        rest = after;
        let pages: Vec<Vec<(i64, Page)>> =
            some.iter().map(|group| pages(connection, group)).collect::<Result<_, _>>()?;
        let told: Vec<Told> = pages.par_iter().map(|pages| told(pages, knowledge)).collect();
        for story in &told {
            told::write(connection, story)?;
        }
    }
    Ok(())
}

/// How many of the stories to take next: at least one, and few enough that memory holds their articles.
fn some_stories(groups: &[Vec<i64>]) -> usize {
    let mut articles = 0;
    let fit = groups.iter().take_while(|group| {
        articles += group.len();
        articles <= MOST_TOGETHER
    });
    fit.count().max(1)
}

fn pages(connection: &Connection, keys: &[i64]) -> Result<Vec<(i64, Page)>, Trouble> {
    keys.iter().map(|key| Ok((*key, kept_page(connection, *key)?))).collect()
}

pub(crate) fn kept_page(connection: &Connection, key: i64) -> Result<Page, Trouble> {
    let body = PAGE.bytes(connection, key)?;
    page::unpack(&body).map_err(|what| Trouble::damaged("page", key, what))
}

fn told(pages: &[(i64, Page)], knowledge: &Knowledge) -> Told {
    let readings: Vec<Reading> = pages.par_iter().map(|(_, page)| headwater::read(page, knowledge)).collect();
    let story = headwater::tell(&readings, knowledge);
    let records = headwater_output::records(&readings, std::slice::from_ref(&story), Vec::new());
    let keys = readings.iter().zip(pages).map(|(reading, (key, _))| (reading.article.id.0.clone(), *key)).collect();
    Told::new(records, keys)
}

/// Revisions that were followed by another before they were ever told: they have a record, and no story.
pub(crate) fn superseded(connection: &Connection, knowledge: &Knowledge) -> Result<(), Trouble> {
    let sql = "SELECT key FROM page WHERE key NOT IN (SELECT key FROM article)";
    let keys: Vec<i64> = connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for key in keys {
        let reading = headwater::read(&kept_page(connection, key)?, knowledge);
        let keys = BTreeMap::from([(reading.article.id.0.clone(), key)]);
        let records = headwater_output::records(&[reading], &[], Vec::new());
        told::write(connection, &Told::new(records, keys))?;
    }
    Ok(())
}

/// Reads all pages again: another version may name them differently, and sign them differently.
fn sign_anew(connection: &Connection, knowledge: &Knowledge) -> Result<(), Trouble> {
    connection.execute("DELETE FROM signature", [])?;
    let sql =
        "SELECT key, turn = (SELECT max(turn) FROM page WHERE document = one.document) FROM page AS one ORDER BY key";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let newest: Vec<(i64, bool)> = rows.collect::<Result<_, _>>()?;
    for some in newest.chunks(MOST_TOGETHER) {
        let keys: Vec<i64> = some.iter().map(|(key, _)| *key).collect();
        let pages = pages(connection, &keys)?;
        let readings: Vec<Reading> = pages.par_iter().map(|(_, page)| headwater::read(page, knowledge)).collect();
        for ((key, page), (reading, (_, newest))) in pages.iter().zip(readings.iter().zip(some)) {
            rename(connection, *key, page, reading)?;
            if *newest {
                let signature = headwater::signature(reading).to_bytes();
                SIGNATURE.put(connection, &[(*key).into(), signature.into()])?;
            }
        }
    }
    Ok(())
}
