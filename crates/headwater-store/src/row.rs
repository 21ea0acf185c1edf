//! Rows with a hash: SQLite does not notice a changed byte, so each row of what matters carries the hash of the others.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use serde::de::DeserializeOwned;

use crate::error::Trouble;
use crate::page::unpack_json;

/// A table whose rows carry a hash. Its last column, `hash`, is not listed.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// The first is `key`.
    pub(crate) columns: &'static [&'static str],
}

pub(crate) const PAGE: Table =
    Table { name: "page", columns: &["key", "id", "document", "turn", "place", "url", "added", "body"] };
pub(crate) const SIGNATURE: Table = Table { name: "signature", columns: &["key", "body"] };
pub(crate) const ARTICLE: Table =
    Table { name: "article", columns: &["key", "id", "place", "outlet", "title", "url", "published", "words", "body"] };
pub(crate) const STORY: Table = Table {
    name: "story",
    columns: &["key", "id", "title", "articles", "claims", "fewest_origins", "first", "last", "first_day", "last_day"],
};
pub(crate) const STORY_RECORD: Table = Table { name: "story_record", columns: &["key", "body"] };
pub(crate) const CLAIM: Table = Table {
    name: "claim",
    columns: &["key", "id", "story", "turn", "text", "articles", "origins", "at_least", "at_most"],
};
pub(crate) const NOTE: Table = Table { name: "note", columns: &["key", "body"] };

/// All tables whose rows carry a hash.
pub(crate) const SEALED: [&Table; 7] = [&PAGE, &SIGNATURE, &ARTICLE, &STORY, &STORY_RECORD, &CLAIM, &NOTE];

impl Table {
    /// Writes a row with its hash, in place of one with the same key.
    pub(crate) fn put(&self, connection: &Connection, values: &[Value]) -> rusqlite::Result<()> {
        debug_assert_eq!(values.len(), self.columns.len(), "{}", self.name);
        let marks = vec!["?"; self.columns.len() + 1].join(", ");
        let sql = format!("INSERT OR REPLACE INTO {} ({}, hash) VALUES ({marks})", self.name, self.columns.join(", "));
        let hash = hash(self.name, values.iter().map(ValueRef::from));
        let hash = Value::Blob(hash.as_bytes().to_vec());
        connection.prepare_cached(&sql)?.execute(params_from_iter(values.iter().chain([&hash])))?;
        Ok(())
    }

    /// The body of a row, if it is there and as it was written. It is the last column of every table that has one.
    pub(crate) fn body<T: DeserializeOwned>(&self, connection: &Connection, key: i64) -> Result<T, Trouble> {
        let bytes = self.bytes(connection, key)?;
        unpack_json(&bytes).map_err(|what| Trouble::damaged(self.name, key, what))
    }

    pub(crate) fn bytes(&self, connection: &Connection, key: i64) -> Result<Vec<u8>, Trouble> {
        let sql = format!("SELECT {}, hash FROM {} WHERE key = ?", self.columns.join(", "), self.name);
        let read = |row: &Row| Ok((is_sound(self, row)?, row.get(self.columns.len() - 1)?));
        match connection.prepare_cached(&sql)?.query_row([key], read).optional()? {
            Some((true, bytes)) => Ok(bytes),
            Some((false, _)) => Err(Trouble::damaged(self.name, key, "its bytes are not those that were written")),
            None => Err(Trouble::damaged(self.name, key, "it is gone")),
        }
    }

    /// A key that no row has, and none had before it.
    pub(crate) fn next_key(&self, connection: &Connection) -> rusqlite::Result<i64> {
        let sql = format!("SELECT coalesce(max(key), 0) + 1 FROM {}", self.name);
        connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))
    }
}

/// The hash of a row: of its table's name and each value with its kind and length, so that no two rows look the same.
pub(crate) fn hash<'v>(table: &str, values: impl Iterator<Item = ValueRef<'v>>) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut part = |kind: u8, bytes: &[u8]| {
        hasher.update(&[kind]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    };
    part(b'n', table.as_bytes());
    for value in values {
        match value {
            ValueRef::Null => part(b'0', &[]),
            ValueRef::Integer(number) => part(b'i', &number.to_le_bytes()),
            ValueRef::Real(number) => part(b'r', &number.to_le_bytes()),
            ValueRef::Text(text) => part(b't', text),
            ValueRef::Blob(bytes) => part(b'b', bytes),
        }
    }
    hasher.finalize()
}

/// Whether the row of a table, all its columns and then its hash, is as it was written.
pub(crate) fn is_sound(table: &Table, row: &Row) -> rusqlite::Result<bool> {
    let count = table.columns.len();
    let values: Vec<ValueRef> = (0..count).map(|column| row.get_ref(column)).collect::<Result<_, _>>()?;
    Ok(matches!(row.get_ref(count)?, ValueRef::Blob(bytes) if hash(table.name, values.into_iter()).as_bytes() == bytes))
}
