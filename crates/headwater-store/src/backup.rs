//! A second store with what the first holds at one moment, also while others write to that.

use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode};

use crate::error::Trouble;
use crate::file::named;
use crate::schema::layout;
use crate::{Fault, Store, StoreError};

impl Store {
    /// Copies the store, as it is at one moment, to a file that is not there yet. Writers go on meanwhile, and what they
    /// save later is not in the copy.
    ///
    /// The copy is made under another name beside the file, looked at row by row, synced, and then renamed: so it is
    /// there whole and sound, or not at all. A store that is damaged is not copied.
    pub fn back_up(&self, to: impl AsRef<Path>) -> Result<(), StoreError> {
        let to = to.as_ref();
        if let Some(taken) = taken(to) {
            return Err(StoreError::Taken(taken));
        }
        named(to, |made| {
            self.copy(made).map_err(|trouble| match trouble {
                Trouble::Database(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull) => {
                    StoreError::NoRoom(to.to_owned())
                }
                trouble => trouble.of(self.place()),
            })?;
            match Store::open(made)?.verify()?.first() {
                Some(Fault { at, what, .. }) => {
                    Err(StoreError::Damaged { place: self.place().to_owned(), what: format!("{at}: {what}") })
                }
                None => Ok(()),
            }
        })
    }

    /// All pages of the file as one reader sees them: in several steps, a writer in between would set it back.
    fn copy(&self, to: &Path) -> Result<(), Trouble> {
        let mut from = self.reader()?;
        let seen = from.transaction()?;
        layout(&seen)?;
        let mut copy = Connection::open(to)?;
        // Nobody else knows the file yet, and it is synced before it is named.
        copy.pragma_update_and_check(None, "journal_mode", "memory", |_| Ok(()))?;
        copy.pragma_update(None, "synchronous", "off")?;
        if Backup::new(&seen, &mut copy)?.step(-1)? != StepResult::Done {
            return Err(busy());
        }
        copy.close().map_err(|(_, error)| Trouble::Database(error))
    }
}

fn busy() -> Trouble {
    Trouble::Database(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None))
}

/// What is there already under the name of a file to be made, or under one that would be taken for its log.
fn taken(file: &Path) -> Option<PathBuf> {
    let named = |end: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    ["", "-wal", "-shm", "-journal"].map(named).into_iter().find(|path| path.symlink_metadata().is_ok())
}
