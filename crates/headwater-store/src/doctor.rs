//! How a store is: how large, how old, what is in it, what to do.

use std::path::{Path, PathBuf};

use crate::schema::LATEST;
use crate::settle::{count, is_settled, noted, reader};
use crate::{Store, StoreError};

/// How a store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// The file, or `in memory`.
    pub place: PathBuf,
    /// Its layout.
    pub layout: i64,
    /// The version of SQLite that this program has built in.
    pub sqlite: String,
    /// What read its articles: a version of headwater and of the records. Empty where none was read yet.
    pub read_by: String,
    /// Whether all its pages are in stories, as this version tells them.
    pub settled: bool,
    /// Bytes of the file; of these, bytes that hold nothing.
    pub bytes: u64,
    /// Bytes that the next page will be written to first.
    pub free: u64,
    /// Bytes of the log beside it: what was written and is not yet in the file. Part of the store.
    pub log: u64,
    /// Articles, the newest revision of each.
    pub articles: usize,
    /// Earlier revisions.
    pub earlier: usize,
    /// Stories.
    pub stories: usize,
    /// Claims.
    pub claims: usize,
    /// Notes.
    pub notes: usize,
    /// What to do, if anything, in sentences.
    pub advice: Vec<String>,
}

impl Store {
    /// How the store is, without looking at every row; [`Store::verify`] does.
    pub fn doctor(&self) -> Result<Health, StoreError> {
        let place = self.place().to_owned();
        let mut health = self.asking(|connection| {
            let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, u64>(0));
            let pages = count(connection, "page")?;
            let articles = count(connection, "signature")?;
            Ok(Health {
                place: place.clone(),
                layout: LATEST,
                sqlite: rusqlite::version().to_owned(),
                read_by: noted(connection, crate::settle::READ_BY)?.unwrap_or_default(),
                settled: is_settled(connection)? || pages == 0,
                bytes: number("page_count")? * number("page_size")?,
                free: number("freelist_count")? * number("page_size")?,
                log: size(&beside(&place, "-wal")),
                articles,
                earlier: pages.saturating_sub(articles),
                stories: count(connection, "story")?,
                claims: count(connection, "claim")?,
                notes: count(connection, "note")?,
                advice: Vec::new(),
            })
        })?;
        health.advice = advice(&health);
        Ok(health)
    }
}

fn advice(health: &Health) -> Vec<String> {
    let mut advice = Vec::new();
    let store = health.place.display();
    if health.settled {
        advice
            .extend((health.articles == 0).then(|| format!("It is empty: `headwater read --store {store} PATH...`.")));
    } else if !health.read_by.is_empty() && health.read_by != reader() {
        advice.push(format!(
            "Its articles were read by {}, this is {}: the next command on it reads them again, which takes a while.",
            health.read_by,
            reader()
        ));
    } else {
        advice.push("Pages were added and their stories not told: the next command on it tells them.".to_owned());
    }
    if let Some(folder) = open_to_all(&health.place) {
        advice.push(format!(
            "Anyone may write to the folder {}, and so could put another file in the store's place: `chmod o-w` it.",
            folder.display()
        ));
    }
    if health.bytes / 2 < health.free {
        advice.push("More than half of the file holds nothing; new pages will fill it.".to_owned());
    }
    if health.bytes.max(64 << 20) < health.log {
        advice.push(
            "The log is larger than the file: a program that reads the store has kept it open for long.".to_owned(),
        );
    }
    advice
}

/// The folder of a store, if anyone may rename what lies in it.
#[cfg(unix)]
fn open_to_all(place: &Path) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    /// Others may write; only who owns a file may rename it.
    const OTHERS_WRITE: u32 = 0o002;
    const STICKY: u32 = 0o1000;
    let folder = std::path::absolute(place).ok()?.parent()?.to_owned();
    let mode = folder.metadata().ok()?.permissions().mode();
    (mode & OTHERS_WRITE != 0 && mode & STICKY == 0).then_some(folder)
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> Option<PathBuf> {
    None
}

fn beside(place: &Path, end: &str) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |file| file.len())
}
