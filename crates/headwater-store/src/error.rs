//! What can go wrong with a store.

use std::path::PathBuf;

/// Why a store could not do what was asked of it. What was saved before stays saved.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file.
    #[error("there is no store at `{0}`; `headwater read --store {0} PATH...` makes one")]
    Missing(PathBuf),
    /// The file is something else.
    #[error("`{0}` is no headwater store, and was left as it is")]
    NotAStore(PathBuf),
    /// A later version of headwater wrote it.
    #[error(
        "the store `{place}` has layout {found}, this headwater knows up to {known}; a newer headwater wrote it, use that one"
    )]
    Newer {
        /// The file.
        place: PathBuf,
        /// Its layout.
        found: i64,
        /// The latest that this program knows.
        known: i64,
    },
    /// Another program holds it for longer than was waited.
    #[error("{} is writing to the store `{place}`; try again when it is done", another(*.by))]
    Busy {
        /// The file.
        place: PathBuf,
        /// The number of its process, where the system tells.
        by: Option<u32>,
    },
    /// No room for more.
    #[error(
        "no room to write the store `{0}`; what it said was saved is saved; free some space and run the same again"
    )]
    Full(PathBuf),
    /// No room for a copy.
    #[error("no room for `{0}`, and nothing of it is left there; free some space, or name a file on another disk")]
    NoRoom(PathBuf),
    /// A file is there where one was to be made.
    #[error("`{0}` is there already, and was left as it is; name another file, or move that one away")]
    Taken(PathBuf),
    /// It may be read and not written.
    #[error("the store `{0}` may be read, not written; look at its permissions")]
    ReadOnly(PathBuf),
    /// Nothing may be written where it lies, and its log was not put into it.
    #[error(
        "the store `{0}` lies where nothing may be written, and the log beside it has what is not in the file yet; copy both to another folder"
    )]
    LogLeft(PathBuf),
    /// Its bytes are not what was written.
    #[error(
        "the store `{place}` is damaged: {what}; `headwater verify` names what is, `headwater doctor` says what to do"
    )]
    Damaged {
        /// The file.
        place: PathBuf,
        /// What is damaged.
        what: String,
    },
    /// Nothing in the store has this id or address.
    #[error("nothing in the store has the id or address `{0}`; `headwater show` and `headwater search` show ids")]
    Unknown(String),
    /// The beginning of several ids.
    #[error("`{0}` is the beginning of several ids; type more of it")]
    Several(String),
    /// A note without words, or with too many.
    #[error("a note needs some words, and at most {longest} KiB of them")]
    NoNote {
        /// In KiB.
        longest: usize,
    },
    /// The file could not be opened, made or written.
    #[error("cannot use the store `{place}`: {why}")]
    File {
        /// The file.
        place: PathBuf,
        /// Why.
        why: std::io::Error,
    },
    /// A database that is shared could not be reached, or says no.
    #[error("cannot use the store `{place}`: {why}")]
    Shared {
        /// Its address, without the name and the password that open it.
        place: String,
        /// Why.
        why: String,
    },
    /// SQLite says no, for another reason.
    #[error("cannot use the store `{place}`: {why}")]
    Database {
        /// The file.
        place: PathBuf,
        /// Why.
        why: rusqlite::Error,
    },
}

/// "another program (process 4711)".
fn another(by: Option<u32>) -> String {
    let number = by.map_or_else(String::new, |by| format!(" (process {by})"));
    format!("another program{number}")
}

/// What went wrong inside, before the file's name is known.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("{0}")]
    Database(#[from] rusqlite::Error),
    #[error("{0}")]
    Damaged(String),
}

impl Trouble {
    pub(crate) fn damaged(table: &str, key: i64, what: impl std::fmt::Display) -> Trouble {
        Trouble::Damaged(format!("{table} {key}: {what}"))
    }

    /// The same with the store's name, in words that say what to do.
    pub(crate) fn of(self, place: &std::path::Path) -> StoreError {
        let place = place.to_owned();
        let error = match self {
            Trouble::Damaged(what) => return StoreError::Damaged { place, what },
            Trouble::Database(error) => error,
        };
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
                StoreError::Busy { by: crate::wait::holder(&place), place }
            }
            Some(Code::DiskFull) => StoreError::Full(place),
            Some(Code::ReadOnly) => StoreError::ReadOnly(place),
            Some(Code::NotADatabase) => StoreError::NotAStore(place),
            Some(Code::DatabaseCorrupt) => StoreError::Damaged { place, what: error.to_string() },
            _ => StoreError::Database { place, why: error },
        }
    }
}
