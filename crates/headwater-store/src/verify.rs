//! Whether a store is as it was written: SQLite's own check, the hash of every row, and whether what follows from the
//! pages is there.

use std::collections::{BTreeMap, BTreeSet};

use headwater_output::wire;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row};

use crate::error::Trouble;
use crate::row::{SEALED, Table, is_sound};
use crate::search::{HitKind, number};
use crate::settle::is_settled;
use crate::{Store, StoreError, notes, page, told};

/// The most faults that SQLite's own check lists.
const MOST_LISTED: i64 = 100;

/// Something in a store that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: a table, and the key of its row; with the id where it can be told.
    pub at: String,
    /// What is wrong.
    pub what: String,
    /// Whether [`Store::settle_anew`] mends it. Pages and notes cannot be made again: a damaged page is mended by adding
    /// it again from where it was, or by forgetting it.
    pub mends: bool,
}

impl Store {
    /// Looks at every row. Without a fault, the list is empty.
    pub fn verify(&self) -> Result<Vec<Fault>, StoreError> {
        self.asking_afresh(|connection| {
            let mut faults = Faults::default();
            integrity(connection, &mut faults);
            for table in SEALED {
                let checked = hashes(connection, table, &mut faults);
                faults.of(table.name, checked);
            }
            let checked = pages(connection, &mut faults);
            faults.of("page", checked);
            let checked = follows(connection, &mut faults);
            faults.of("the store", checked);
            Ok(faults.0)
        })
    }
}

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, table: &str, at: impl std::fmt::Display, what: impl std::fmt::Display) {
        let mends = !matches!(table, "page" | "note" | "the file");
        self.0.push(Fault { at: format!("{table} {at}").trim_end().to_owned(), what: what.to_string(), mends });
    }

    /// What could not be checked at all is a fault too.
    fn of(&mut self, table: &str, checked: Result<(), Trouble>) {
        if let Err(trouble) = checked {
            self.add(table, "", format!("cannot be read to its end: {trouble}"));
        }
    }
}

fn integrity(connection: &Connection, faults: &mut Faults) {
    let check = || -> rusqlite::Result<Vec<String>> {
        let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MOST_LISTED})"))?;
        statement.query_map([], |row| row.get(0))?.collect()
    };
    match check() {
        Ok(lines) => lines.iter().filter(|line| *line != "ok").for_each(|line| faults.add("the file", "", line)),
        Err(error) => faults.add("the file", "", error),
    }
}

fn hashes(connection: &Connection, table: &Table, faults: &mut Faults) -> Result<(), Trouble> {
    let sql = format!("SELECT {}, hash FROM {} NOT INDEXED ORDER BY key", table.columns.join(", "), table.name);
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if !is_sound(table, row)? {
            faults.add(table.name, named(table, row), "its bytes are not those that were written");
        }
    }
    Ok(())
}

/// A row's key, with its id where it has one.
fn named(table: &Table, row: &Row) -> String {
    let key = row.get_ref(0).ok().and_then(|key| key.as_i64().ok()).map_or("?".to_owned(), |key| key.to_string());
    match (table.columns.get(1), row.get_ref(1)) {
        (Some(&"id"), Ok(ValueRef::Text(id))) => format!("{key} ({})", String::from_utf8_lossy(id)),
        _ => key,
    }
}

fn pages(connection: &Connection, faults: &mut Faults) -> Result<(), Trouble> {
    let mut statement = connection.prepare("SELECT key, id, body FROM page ORDER BY key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (key, body) = (row.get::<_, i64>(0)?, row.get_ref(2)?);
        let body = body.as_blob().map_err(|error| error.to_string());
        if let Err(what) = body.and_then(|body| page::unpack(body).map(drop)) {
            let id = row.get_ref(1)?.as_str().unwrap_or("?").to_owned();
            faults.add("page", format!("{key} ({id})"), format!("it cannot be unpacked: {what}"));
        }
    }
    Ok(())
}

/// What follows from the pages, as far as the store is settled: every newest revision in one story, every row of a
/// story as its record says, every word in the index.
fn follows(connection: &Connection, faults: &mut Faults) -> Result<(), Trouble> {
    signed(connection, faults)?;
    anchored(connection, faults)?;
    if !is_settled(connection)? {
        return Ok(());
    }
    let sql = "SELECT key, id FROM page WHERE key NOT IN (SELECT key FROM article)";
    each(connection, sql, |key, id| faults.add("article", format!("{key} ({id})"), "it is gone"))?;
    let sql = "SELECT key, '' FROM signature WHERE key NOT IN (SELECT article FROM member)";
    each(connection, sql, |key, _| faults.add("article", key, "it is in no story"))?;
    let sql = "SELECT article, '' FROM member WHERE article NOT IN (SELECT key FROM signature)";
    each(connection, sql, |key, _| faults.add("article", key, "a story tells it, and it is no newest revision"))?;
    let mut expected: BTreeSet<i64> = BTreeSet::new();
    let sql = "SELECT key, id FROM story ORDER BY key";
    let mut stories = Vec::new();
    each(connection, sql, |key, _| stories.push(key))?;
    for key in stories {
        match story(connection, key, &mut expected) {
            Ok(None) => {}
            Ok(Some(what)) => faults.add("story", key, what),
            Err(trouble) => faults.add("story", key, trouble),
        }
    }
    let mut found: BTreeSet<i64> = BTreeSet::new();
    each(connection, "SELECT rowid, '' FROM word", |number, _| {
        found.insert(number);
    })?;
    if found != expected {
        let (missing, more) = (expected.difference(&found).count(), found.difference(&expected).count());
        faults.add("word", "", format!("the search index lacks {missing} entries and has {more} that nothing is"));
    }
    Ok(())
}

fn signed(connection: &Connection, faults: &mut Faults) -> Result<(), Trouble> {
    let sql = "SELECT key, id FROM page AS one
        WHERE turn = (SELECT max(turn) FROM page WHERE document = one.document)
        AND key NOT IN (SELECT key FROM signature)";
    each(connection, sql, |key, id| faults.add("signature", format!("{key} ({id})"), "it is gone"))
}

fn anchored(connection: &Connection, faults: &mut Faults) -> Result<(), Trouble> {
    let mut found: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let sql = "SELECT note, document FROM note_anchor ORDER BY note, turn";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    let mut statement = connection.prepare("SELECT key, body FROM note ORDER BY key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (key, body): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        match notes::documents(&body) {
            Ok(documents) if documents == found.remove(&key).unwrap_or_default() => {}
            Ok(_) => faults.add("note", key, "what it hangs on is not what it says"),
            Err(what) => faults.add("note", key, format!("it cannot be unpacked: {what}")),
        }
    }
    found.keys().for_each(|key| faults.add("note", key, "it is gone"));
    Ok(())
}

fn each(connection: &Connection, sql: &str, mut found: impl FnMut(i64, String)) -> Result<(), Trouble> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        found(row.get(0)?, row.get(1)?);
    }
    Ok(())
}

/// What is wrong with a story's rows, held against its record; adds the index's numbers that it should have.
fn story(connection: &Connection, key: i64, expected: &mut BTreeSet<i64>) -> Result<Option<String>, Trouble> {
    let record = crate::find::story_record(connection, key)?;
    let differs = |what: &str| Ok(Some(format!("{what} are not what its record says")));
    expected.insert(number(HitKind::Story, key));
    if rows(connection, "story", "key", key, &crate::row::STORY)? != [told::story_row(key, &record)] {
        return differs("its columns");
    }
    let claims = rows(connection, "claim", "story", key, &crate::row::CLAIM)?;
    let keys = claims.iter().filter_map(|claim| match claim[0] {
        Value::Integer(key) => Some(key),
        _ => None,
    });
    let keys: Vec<i64> = keys.collect();
    expected.extend(keys.iter().map(|key| number(HitKind::Claim, *key)));
    let told: Vec<Vec<Value>> = keys
        .iter()
        .zip(&record.claims)
        .enumerate()
        .map(|(turn, (claim, told))| told::claim_row(*claim, key, turn, told))
        .collect();
    if claims != told || told.len() != record.claims.len() {
        return differs("its claims");
    }
    let mut members = BTreeSet::new();
    let sql =
        format!("SELECT article, article.id FROM member JOIN article ON article.key = article WHERE story = {key}");
    each(connection, &sql, |article, id| {
        expected.insert(number(HitKind::Article, article));
        members.insert(id);
    })?;
    if members != record.articles.iter().cloned().collect() {
        return differs("its articles");
    }
    if !outlets_fit(connection, key, &record)? {
        return differs("its outlets");
    }
    Ok(None)
}

fn outlets_fit(connection: &Connection, key: i64, record: &wire::Story) -> Result<bool, Trouble> {
    let mut statement = connection.prepare_cached("SELECT outlet FROM story_outlet WHERE story = ?")?;
    let found: BTreeSet<String> = statement.query_map([key], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let articles = record.articles.iter().map(|id| crate::find::article_record(connection, id));
    let articles: Vec<wire::Article> = articles.collect::<Result<_, _>>()?;
    Ok(told::outlets(&articles).into_iter().eq(found.iter().map(String::as_str)))
}

/// The rows of a table where a column has this value, without their hash, by key.
fn rows(
    connection: &Connection,
    name: &str,
    column: &str,
    value: i64,
    table: &Table,
) -> Result<Vec<Vec<Value>>, Trouble> {
    let columns = table.columns.join(", ");
    let mut statement =
        connection.prepare_cached(&format!("SELECT {columns} FROM {name} WHERE {column} = ? ORDER BY key"))?;
    let read = |row: &Row| (0..table.columns.len()).map(|column| row.get(column)).collect();
    Ok(statement.query_map([value], read)?.collect::<Result<_, _>>()?)
}
