//! Forgetting: what is forgotten leaves the file, byte for byte.

use headwater::Knowledge;
use rusqlite::Connection;

use crate::error::Trouble;
use crate::settle::unsettle;
use crate::{Settled, Store, StoreError, asked, notes};

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// How many articles.
    pub articles: usize,
    /// How many revisions of them, the newest ones too.
    pub revisions: usize,
    /// How many notes that were asked for by their id.
    pub notes: usize,
    /// What became of the stories.
    pub settled: Settled,
    /// Whether the words are out of the file already. If not, another program still reads a state that has them; they
    /// are out once it has closed the store.
    pub wiped: bool,
}

impl Store {
    /// Removes an article with all its revisions, by the id of one of them or by its address; or a note, by its id.
    ///
    /// Its page, record, words in the index and traces in stories go, the stories are told again without it, and the
    /// file is written anew, so that no byte of it is left. That takes time on a large store.
    pub fn forget(&self, what: &str, knowledge: &Knowledge) -> Result<Forgotten, StoreError> {
        let mut forgotten = self.changing(|connection| remove(connection, what))?;
        if forgotten.articles + forgotten.notes == 0 {
            return Err(StoreError::Unknown(what.to_owned()));
        }
        forgotten.settled = self.settle(knowledge)?;
        forgotten.wiped = self.wipe()?;
        Ok(forgotten)
    }
}

fn remove(connection: &Connection, what: &str) -> Result<Forgotten, Trouble> {
    let mut forgotten = Forgotten::default();
    if let Some(note) = what.strip_prefix("n-").and_then(|number| number.parse().ok()) {
        forgotten.notes = usize::from(notes::remove(connection, note)?);
    }
    let sql = "SELECT DISTINCT document FROM page WHERE id = ?1 OR url = ?1";
    let documents: Vec<i64> =
        connection.prepare(sql)?.query_map([what], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for document in documents {
        forgotten.articles += 1;
        forgotten.revisions += remove_document(connection, document)?;
    }
    if 0 < forgotten.articles {
        unsettle(connection)?;
    }
    Ok(forgotten)
}

fn remove_document(connection: &Connection, document: i64) -> Result<usize, Trouble> {
    notes::forget_document(connection, document)?;
    asked::forget_document(connection, document)?;
    for table in ["signature", "stale", "article"] {
        let sql = format!("DELETE FROM {table} WHERE key IN (SELECT key FROM page WHERE document = ?)");
        connection.execute(&sql, [document])?;
    }
    Ok(connection.execute("DELETE FROM page WHERE document = ?", [document])?)
}
