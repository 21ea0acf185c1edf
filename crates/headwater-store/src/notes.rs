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
/// The least share of a claim's letters that must be there again for its notes to stay with it.
const SHARE: f64 = 0.6;

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

/// All notes that a story's page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryNotes {
    /// Those beside the story itself.
    pub story: Vec<Note>,
    /// Those beside its claims, with the claim's id, in the order of the claims.
    pub claims: Vec<(String, Note)>,
    /// Those beside words of its articles that no claim has now, with the words.
    pub adrift: Vec<(String, Note)>,
}

/// What a note was written to.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Story,
    Claim,
    Article,
}

#[derive(Clone, Serialize, Deserialize)]
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

impl Store {
    /// The notes beside a story, beside its claims, and beside words of its articles that were a claim's once. None is
    /// lost when claims are cut otherwise. Empty where there is no such story.
    pub fn notes_in(&self, story: &str) -> Result<StoryNotes, StoreError> {
        self.asking(|connection| {
            let sql = "SELECT key FROM story WHERE id = ?";
            let key: Option<i64> = connection.prepare_cached(sql)?.query_row([story], |row| row.get(0)).optional()?;
            match key {
                Some(key) => in_story(connection, story, key),
                None => Ok(StoryNotes::default()),
            }
        })
    }
}

fn in_story(connection: &Connection, id: &str, key: i64) -> Result<StoryNotes, Trouble> {
    let mut notes: BTreeMap<i64, KeptNote> = BTreeMap::new();
    let sql = "SELECT DISTINCT document FROM page WHERE key IN (SELECT article FROM member WHERE story = ?)
        AND document IN (SELECT document FROM note_anchor)";
    let documents: Vec<i64> =
        connection.prepare_cached(sql)?.query_map([key], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for document in &documents {
        notes.extend(of_document(connection, *document)?);
    }
    let mut found = StoryNotes::default();
    if notes.is_empty() {
        return Ok(found);
    }
    let story = meant(connection, id)?;
    let claims = claims_in(connection, key, &documents)?;
    for (key, note) in notes {
        let on: Vec<&String> =
            claims.iter().filter(|(_, claim)| hangs_on(&note, claim)).map(|(claim, _)| claim).collect();
        match note.kind {
            Kind::Story if story.as_ref().is_some_and(|story| hangs_on(&note, story)) => {
                found.story.push(shown(key, note))
            }
            Kind::Story | Kind::Article => {}
            Kind::Claim if on.is_empty() => {
                let words = note.anchors.first().map(|anchor| anchor.words.clone()).unwrap_or_default();
                found.adrift.push((words, shown(key, note)));
            }
            Kind::Claim => found.claims.extend(on.into_iter().map(|claim| (claim.clone(), shown(key, note.clone())))),
        }
    }
    let place = |id: &String| claims.iter().position(|(claim, _)| claim == id);
    found.claims.sort_by_key(|(claim, _)| place(claim));
    Ok(found)
}

/// A story's claims by the words that they are in these documents.
fn claims_in(connection: &Connection, story: i64, documents: &[i64]) -> Result<Vec<(String, Meant)>, Trouble> {
    let mut texts: BTreeMap<String, (i64, Vec<char>)> = BTreeMap::new();
    let record = story_record(connection, story)?;
    for id in &record.articles {
        if let Some(document) = document_of(connection, id)?.filter(|document| documents.contains(document)) {
            texts.insert(id.clone(), (document, article_record(connection, id)?.text.chars().collect()));
        }
    }
    let claims = record.claims.iter().map(|claim| {
        let anchors = claim.appearances.iter().filter_map(|at| {
            let (document, text) = texts.get(&at.article)?;
            let words: String = text.get(at.start..at.end)?.iter().collect();
            Some(Anchor { document: *document, words })
        });
        (claim.id.clone(), Meant { kind: Kind::Claim, anchors: anchors.collect() })
    });
    Ok(claims.collect())
}

/// Whether a note was written to what is meant now.
fn hangs_on(note: &KeptNote, meant: &Meant) -> bool {
    let anchors = match note.kind {
        Kind::Story => &note.anchors[..note.anchors.len().min(1)],
        Kind::Claim | Kind::Article => note.anchors.as_slice(),
    };
    let found = |anchor: &Anchor| meant.anchors.iter().any(|now| is_again(anchor, now));
    note.kind == meant.kind && anchors.iter().any(found)
}

/// Whether words of a document are there again: as they were, or cut otherwise by other rules. Words of which less than
/// [`SHARE`] stayed are others.
fn is_again(then: &Anchor, now: &Anchor) -> bool {
    if then.document != now.document {
        return false;
    }
    let letters =
        |words: &str| words.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let (then, now): (String, String) = (letters(&then.words), letters(&now.words));
    let (short, long) = if then.len() < now.len() { (&then, &now) } else { (&now, &then) };
    then == now || long.len() as f64 * SHARE <= short.len() as f64 && long.contains(short.as_str())
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
