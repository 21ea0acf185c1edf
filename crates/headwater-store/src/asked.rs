//! What addresses said when they were last asked, so that they are asked rarely and gently.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Store, StoreError};

/// What is known of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The `ETag` of its words.
    pub etag: Option<String>,
    /// Their `Last-Modified`.
    pub modified: Option<String>,
    /// What another place, such as a feed, said of their version: a date, as written.
    pub version: Option<String>,
    /// When it may be asked again; `None` if nobody asks to wait.
    pub again: Option<Timestamp>,
    /// Whether [`Store::forget`] took the article away that was there: it is not to come back by itself.
    pub forgotten: bool,
}

impl Store {
    /// What is known of an address, if it was asked before.
    pub fn asked(&self, address: &str) -> Result<Option<Asked>, StoreError> {
        self.asking(|connection| {
            let sql = "SELECT etag, modified, version, again, forgotten FROM asked WHERE address = ?";
            let read = |row: &rusqlite::Row| {
                let again: Option<String> = row.get(3)?;
                Ok(Asked {
                    etag: row.get(0)?,
                    modified: row.get(1)?,
                    version: row.get(2)?,
                    again: again.and_then(|again| again.parse().ok()),
                    forgotten: row.get(4)?,
                })
            };
            Ok(connection.prepare_cached(sql)?.query_row([name(address)], read).optional()?)
        })
    }

    /// Notes what an address said, and the id of the article that its words are, if they are one. An address that was
    /// forgotten stays so.
    pub fn note_asked(&self, address: &str, asked: &Asked, article: Option<&str>) -> Result<(), StoreError> {
        self.changing(|connection| {
            let sql = "INSERT INTO asked (address, document, etag, modified, version, again)
                VALUES (?1, (SELECT document FROM page WHERE id = ?2), ?3, ?4, ?5, ?6)
                ON CONFLICT (address) DO UPDATE SET document = coalesce(excluded.document, document),
                    etag = excluded.etag, modified = excluded.modified, version = excluded.version,
                    again = excluded.again
                WHERE NOT forgotten";
            let again = asked.again.map(|again| again.to_string());
            let values = params![name(address), article, asked.etag, asked.modified, asked.version, again];
            connection.prepare_cached(sql)?.execute(values)?;
            Ok(())
        })
    }
}

/// The hash that stands for an address.
fn name(address: &str) -> Vec<u8> {
    blake3::hash(address.as_bytes()).as_bytes().to_vec()
}

/// Keeps of a document's addresses only that they are not to be asked again.
pub(crate) fn forget_document(connection: &Connection, document: i64) -> rusqlite::Result<()> {
    let addresses: Vec<String> = connection
        .prepare_cached("SELECT url FROM page WHERE document = ? AND url IS NOT NULL")?
        .query_map([document], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for address in addresses {
        let sql = "INSERT OR IGNORE INTO asked (address, document) VALUES (?, ?)";
        connection.prepare_cached(sql)?.execute(params![name(&address), document])?;
    }
    let sql = "UPDATE asked SET forgotten = 1, document = NULL, etag = NULL, modified = NULL, version = NULL,
        again = NULL WHERE document = ?";
    connection.prepare_cached(sql)?.execute([document]).map(drop)
}
