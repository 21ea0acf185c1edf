//! A user's corrections beside what was found. They outlive re-reading: a note hangs on words of documents, not on ids.

use std::collections::{BTreeMap, BTreeSet};

use headwater_output::wire;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::error::Trouble;
use crate::find::{article_record, story_record};
use crate::page::{pack_json, unpack_json};
use crate::row::NOTE;
use crate::{Store, StoreError};

/// The longest note, in bytes.
const LONGEST: usize = 64 << 10;

/// What a user wrote beside something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its own id: `n-1`. [`Store::forget`] takes it.
    pub id: String,
    /// The id of what it was written to, as it was then.
    pub about: String,
    /// What was written.
    pub text: String,
    /// When, UTC.
    pub written: String,
}

/// What a note was written to.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Story,
    Claim,
    Article,
}

#[derive(Serialize, Deserialize)]
struct KeptNote {
    kind: Kind,
    about: String,
    text: String,
    written: String,
    anchors: Vec<Anchor>,
}

/// Words of a document; no words for the whole of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Anchor {
    document: i64,
    words: String,
}

/// What an id means: its kind, and the words that it is.
struct Meant {
    kind: Kind,
    anchors: Vec<Anchor>,
}

impl Store {
    /// Writes a note beside a story, a claim or an article.
    pub fn note(&self, id: &str, text: &str) -> Result<Note, StoreError> {
        let text = text.trim();
        if text.is_empty() || LONGEST < text.len() {
            return Err(StoreError::NoNote { longest: LONGEST >> 10 });
        }
        let written = self.time();
        let noted = self.changing(|connection| {
            let Some(Meant { kind, anchors }) = meant(connection, id)? else { return Ok(None) };
            let note = KeptNote { kind, about: id.to_owned(), text: text.to_owned(), written, anchors };
            let key = NOTE.next_key(connection)?;
            write(connection, key, &note)?;
            Ok(Some(shown(key, note)))
        })?;
        noted.ok_or_else(|| StoreError::Unknown(id.to_owned()))
    }

    /// The notes beside a story, a claim or an article, in the order in which they were written.
    ///
    /// A claim has the notes on any of its statements, whatever claim they were in then; a story those on a story that
    /// began with one of its articles; an article those on any revision of it.
    pub fn notes(&self, id: &str) -> Result<Vec<Note>, StoreError> {
        self.asking(|connection| {
            let Some(meant) = meant(connection, id)? else { return Ok(Vec::new()) };
            let mut found = BTreeMap::new();
            for document in meant.anchors.iter().map(|anchor| anchor.document).collect::<BTreeSet<_>>() {
                for (key, note) in of_document(connection, document)? {
                    if hangs_on(&note, &meant) {
                        found.insert(key, note);
                    }
                }
            }
            Ok(found.into_iter().map(|(key, note)| shown(key, note)).collect())
        })
    }
}

/// Whether a note was written to what is meant now.
fn hangs_on(note: &KeptNote, meant: &Meant) -> bool {
    let anchors = match note.kind {
        Kind::Story => &note.anchors[..note.anchors.len().min(1)],
        Kind::Claim | Kind::Article => note.anchors.as_slice(),
    };
    note.kind == meant.kind && anchors.iter().any(|anchor| meant.anchors.contains(anchor))
}

fn shown(key: i64, note: KeptNote) -> Note {
    Note { id: format!("n-{key}"), about: note.about, text: note.text, written: note.written }
}

fn meant(connection: &Connection, id: &str) -> Result<Option<Meant>, Trouble> {
    let whole = |document| Anchor { document, words: String::new() };
    if let Some(document) = document_of(connection, id)? {
        return Ok(Some(Meant { kind: Kind::Article, anchors: vec![whole(document)] }));
    }
    let found: Option<(i64, Option<usize>)> = connection
        .prepare_cached(
            "SELECT key, NULL FROM story WHERE id = ?1 UNION ALL SELECT story, turn FROM claim WHERE id = ?1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((story, turn)) = found else { return Ok(None) };
    let story = story_record(connection, story)?;
    let Some(turn) = turn else {
        let documents = story.articles.iter().map(|id| document_of(connection, id));
        let documents: Vec<Option<i64>> = documents.collect::<Result<_, _>>()?;
        return Ok(Some(Meant { kind: Kind::Story, anchors: documents.into_iter().flatten().map(whole).collect() }));
    };
    let claim = story.claims.get(turn);
    let anchors = claim.map_or(Ok(Vec::new()), |claim| worded(connection, &claim.appearances))?;
    Ok(Some(Meant { kind: Kind::Claim, anchors }))
}

fn document_of(connection: &Connection, article: &str) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT document FROM page WHERE id = ?";
    connection.prepare_cached(sql)?.query_row([article], |row| row.get(0)).optional()
}

fn worded(connection: &Connection, appearances: &[wire::Appearance]) -> Result<Vec<Anchor>, Trouble> {
    let mut anchors = Vec::new();
    for at in appearances {
        let Some(document) = document_of(connection, &at.article)? else { continue };
        let text = article_record(connection, &at.article)?.text;
        let words: String = text.chars().skip(at.start).take(at.end.saturating_sub(at.start)).collect();
        anchors.push(Anchor { document, words });
    }
    Ok(anchors)
}

fn of_document(connection: &Connection, document: i64) -> Result<Vec<(i64, KeptNote)>, Trouble> {
    let sql = "SELECT DISTINCT note FROM note_anchor WHERE document = ? ORDER BY note";
    let mut statement = connection.prepare_cached(sql)?;
    let keys: Vec<i64> = statement.query_map([document], |row| row.get(0))?.collect::<Result<_, _>>()?;
    keys.into_iter().map(|key| Ok((key, NOTE.body(connection, key)?))).collect()
}

fn write(connection: &Connection, key: i64, note: &KeptNote) -> Result<(), Trouble> {
    NOTE.put(connection, &[key.into(), pack_json(note).into()])?;
    connection.prepare_cached("DELETE FROM note_anchor WHERE note = ?")?.execute([key])?;
    for (turn, anchor) in note.anchors.iter().enumerate() {
        let sql = "INSERT INTO note_anchor (document, note, turn) VALUES (?, ?, ?)";
        connection.prepare_cached(sql)?.execute(params![anchor.document, key, turn])?;
    }
    Ok(())
}

/// Takes a document's words out of all notes; notes that hung on nothing else go.
pub(crate) fn forget_document(connection: &Connection, document: i64) -> Result<(), Trouble> {
    for (key, mut note) in of_document(connection, document)? {
        note.anchors.retain(|anchor| anchor.document != document);
        match note.anchors.is_empty() {
            true => remove(connection, key).map(drop)?,
            false => write(connection, key, &note)?,
        }
    }
    Ok(())
}

/// Removes a note; whether it was there.
pub(crate) fn remove(connection: &Connection, key: i64) -> Result<bool, Trouble> {
    connection.prepare_cached("DELETE FROM note_anchor WHERE note = ?")?.execute([key])?;
    Ok(0 < connection.prepare_cached("DELETE FROM note WHERE key = ?")?.execute([key])?)
}

/// The documents that a note's body says it hangs on, by turn.
pub(crate) fn documents(body: &[u8]) -> Result<Vec<i64>, String> {
    let note: KeptNote = unpack_json(body)?;
    Ok(note.anchors.into_iter().map(|anchor| anchor.document).collect())
}
