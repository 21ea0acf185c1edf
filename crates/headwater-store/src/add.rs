//! Pages into the store: each is there once, and said to be there only when it is on disk.

use headwater::{Knowledge, Page, Reading};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::error::Trouble;
use crate::row::{PAGE, SIGNATURE};
use crate::settle::unsettle;
use crate::{Store, StoreError, page};

/// The most pages, and about the most bytes of text, that are read and saved together.
const MOST_PAGES: usize = 64;
const MOST_BYTES: usize = 4 << 20;

/// What adding did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Pages that were not there before.
    pub new: usize,
    /// Pages that were there already, word for word.
    pub known: usize,
    /// Pages whose address was there with other words: they count now in place of the earlier ones, which are kept.
    pub revised: usize,
}

/// A page that is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The article's id.
    pub id: String,
    /// What the caller named the page by.
    pub place: String,
    /// How it is there.
    pub how: Kept,
}

/// How a page is in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was not there before.
    New,
    /// It was there, word for word.
    Known,
    /// Its address was there with other words.
    Revised,
}

impl Store {
    /// Adds pages. `saved` is called for each once it is on disk, and not before; [`Store::settle`] then tells its story.
    ///
    /// Pages are taken from the iterator some at a time, and read on the threads of the rayon pool it is called in.
    pub fn add(
        &self,
        pages: impl IntoIterator<Item = Page>,
        knowledge: &Knowledge,
        saved: &mut dyn FnMut(&Saved),
    ) -> Result<Added, StoreError> {
        let mut added = Added::default();
        let mut pages = pages.into_iter();
        loop {
            let some = take_some(&mut pages);
            if some.is_empty() {
                return Ok(added);
            }
            for page in self.add_together(&some, knowledge)? {
                match page.how {
                    Kept::New => added.new += 1,
                    Kept::Known => added.known += 1,
                    Kept::Revised => added.revised += 1,
                }
                saved(&page);
            }
        }
    }

    fn add_together(&self, pages: &[Page], knowledge: &Knowledge) -> Result<Vec<Saved>, StoreError> {
        let readings: Vec<Reading> = pages.par_iter().map(|page| headwater::read(page, knowledge)).collect();
        let now = self.time();
        self.changing(|connection| {
            pages.iter().zip(&readings).map(|(page, reading)| keep(connection, page, reading, &now)).collect()
        })
    }
}

fn take_some(pages: &mut impl Iterator<Item = Page>) -> Vec<Page> {
    let mut some = Vec::new();
    let mut bytes = 0;
    while some.len() < MOST_PAGES && bytes < MOST_BYTES {
        let Some(page) = pages.next() else { break };
        bytes += text(&page).len();
        some.push(page);
    }
    some
}

fn text(page: &Page) -> &str {
    match &page.body {
        headwater::Body::Dump(text) | headwater::Body::Exact(text) => text,
        headwater::Body::Extracted { text, .. } => text,
    }
}

fn keep(connection: &Connection, page: &Page, reading: &Reading, now: &str) -> Result<Saved, Trouble> {
    let id = reading.article.id.0.clone();
    let sql = "SELECT key, document, turn, place, added FROM page WHERE id = ?";
    let known = connection.prepare_cached(sql)?.query_row([&id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?, row.get::<_, String>(4)?))
    });
    let how = match known.optional()? {
        Some((key, document, turn, place, added)) => {
            // The order in which pages come must not matter: of several places, the first in order names the article.
            // And what was damaged is mended by what was given.
            if page.place < place || PAGE.bytes(connection, key).is_err() {
                write(connection, key, (document, turn), page, reading, &added)?;
                connection.prepare_cached("INSERT OR IGNORE INTO stale (key) VALUES (?)")?.execute([key])?;
                unsettle(connection)?;
            }
            Kept::Known
        }
        None => {
            let how = keep_new(connection, page, reading, now)?;
            unsettle(connection)?;
            how
        }
    };
    Ok(Saved { id, place: page.place.clone(), how })
}

fn keep_new(connection: &Connection, page: &Page, reading: &Reading, now: &str) -> Result<Kept, Trouble> {
    let key = PAGE.next_key(connection)?;
    let sql = "SELECT document, max(turn), key FROM page WHERE url = ? GROUP BY document ORDER BY document LIMIT 1";
    let earlier: Option<(i64, i64, i64)> = match &reading.article.url {
        None => None,
        Some(url) => connection
            .prepare_cached(sql)?
            .query_row([url], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?,
    };
    let (how, revision) = match earlier {
        None => (Kept::New, (key, 0)),
        Some((document, turn, replaced)) => {
            connection.prepare_cached("DELETE FROM signature WHERE key = ?")?.execute([replaced])?;
            (Kept::Revised, (document, turn + 1))
        }
    };
    write(connection, key, revision, page, reading, now)?;
    let signature = headwater::signature(reading).to_bytes();
    SIGNATURE.put(connection, &[key.into(), signature.into()])?;
    Ok(how)
}

fn write(
    connection: &Connection,
    key: i64,
    (document, turn): (i64, i64),
    page: &Page,
    reading: &Reading,
    added: &str,
) -> rusqlite::Result<()> {
    let values: [Value; 8] = [
        key.into(),
        reading.article.id.0.clone().into(),
        document.into(),
        turn.into(),
        page.place.clone().into(),
        reading.article.url.clone().into(),
        added.to_owned().into(),
        page::pack(page).into(),
    ];
    PAGE.put(connection, &values)
}

/// Writes a page's row again where another version of headwater names its article differently.
pub(crate) fn rename(connection: &Connection, key: i64, page: &Page, reading: &Reading) -> rusqlite::Result<()> {
    let sql = "SELECT id, url, document, turn, added FROM page WHERE key = ?";
    let row = connection.prepare_cached(sql)?.query_row([key], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, Option<String>>(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get::<_, String>(4)?,
        ))
    });
    let (id, url, document, turn, added) = row?;
    match id == reading.article.id.0 && url == reading.article.url {
        true => Ok(()),
        false => write(connection, key, (document, turn), page, reading, &added),
    }
}
