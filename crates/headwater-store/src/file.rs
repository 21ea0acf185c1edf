//! The file of a store: made whole or not at all, opened with care, one connection to write and as many to read as ask.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction};

use crate::StoreError;
use crate::error::Trouble;
use crate::schema::{Layout, layout, upgrade};
use crate::still;
use crate::wait::{PATIENCE, begin};

/// The most connections that are kept for readers to come.
const MOST_KEPT: usize = 16;

/// What tells the time: when a page was added, when a note was written. No answer depends on it.
pub type Clock = fn() -> Timestamp;

/// A store: one file, or memory that is gone with the last handle.
///
/// A handle is cheap to clone and may be used from many threads: each question is answered over a connection of its
/// own, sees one whole state of the store, and waits for no writer.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    place: Place,
    /// Before the writer, for they are dropped in this order: the last connection puts the log into the file, which
    /// one that only reads cannot.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    clock: Clock,
}

enum Place {
    File(PathBuf),
    /// Where nothing may be written, not even a lock.
    Still(PathBuf),
    /// The name under which connections of this program find it.
    Memory(String),
}

impl Store {
    /// Opens a store that is there. One that an earlier version wrote is taken to the newest layout.
    pub fn open(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        if still::may_only_be_read(path)? {
            let writer = still::opened(path).map_err(|fault| fault.of(path))??;
            return Ok(Store::new(Place::Still(path.to_owned()), writer));
        }
        let writer = opened(path).map_err(|fault| fault.of(path))??;
        Ok(Store::new(Place::File(path.to_owned()), writer))
    }

    /// Opens a store, or makes one: built under another name beside it, and then renamed, so that at no moment there
    /// is half a store.
    pub fn create_or_open(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        if !path.exists() {
            create(path)?;
        }
        Store::open(path)
    }

    /// A store in memory.
    pub fn in_memory() -> Result<Store, StoreError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("file:/headwater-{}?vfs=memdb", COUNT.fetch_add(1, Ordering::Relaxed));
        let make = || {
            let mut writer = Connection::open(&name)?;
            upgrade(&mut writer)?;
            careful(&writer)?;
            Ok(writer)
        };
        let writer = make().map_err(|error: rusqlite::Error| Trouble::from(error).of(Path::new("in memory")))?;
        Ok(Store::new(Place::Memory(name), writer))
    }

    fn new(place: Place, writer: Connection) -> Store {
        Store(Arc::new(Inner { place, writer: Mutex::new(writer), readers: Mutex::new(Vec::new()), clock: now }))
    }

    /// The same store with another clock, for tests. Other handles keep theirs; none may ask while this one is made.
    pub fn with_clock(self, clock: Clock) -> Store {
        match Arc::try_unwrap(self.0) {
            Ok(inner) => Store(Arc::new(Inner { clock, ..inner })),
            Err(shared) => Store(shared),
        }
    }

    /// The file, or `in memory`.
    pub fn place(&self) -> &Path {
        self.file().unwrap_or(Path::new("in memory"))
    }

    /// The file, if it is one.
    fn file(&self) -> Option<&Path> {
        match &self.0.place {
            Place::File(path) | Place::Still(path) => Some(path),
            Place::Memory(_) => None,
        }
    }

    /// What time it is, to the second.
    pub(crate) fn time(&self) -> String {
        let now = (self.0.clock)();
        now.round(jiff::Unit::Second).unwrap_or(now).to_string()
    }

    /// Asks something: sees one state of the store however long it takes.
    pub(crate) fn asking<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, Trouble>) -> Result<T, StoreError> {
        let answer = || {
            let kept = locked(&self.0.readers).pop();
            let mut connection = kept.map_or_else(|| self.reader(), Ok)?;
            let answer = within(&mut connection, ask)?;
            let mut kept = locked(&self.0.readers);
            if kept.len() < MOST_KEPT {
                kept.push(connection);
            }
            Ok(answer)
        };
        answer().map_err(|fault: Trouble| fault.of(self.place()))
    }

    /// Asks something over a connection that has read nothing before: what it sees is what is on disk.
    pub(crate) fn asking_afresh<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        let answer = || within(&mut self.reader()?, ask);
        answer().map_err(|trouble: Trouble| trouble.of(self.place()))
    }

    /// Changes something: all of it or nothing. What it did is on disk when this returns.
    pub(crate) fn changing<T>(&self, change: impl FnOnce(&Transaction) -> Result<T, Trouble>) -> Result<T, StoreError> {
        let act = || {
            let writer = locked(&self.0.writer);
            let transaction = begin(&writer, self.file())?;
            let done = change(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        act().map_err(|fault: Trouble| fault.of(self.place()))
    }

    /// Lets the file grow to so many bytes and no more, as if the disk were full then. Until the store is closed.
    pub fn limit_size(&self, bytes: u64) -> Result<(), StoreError> {
        let writer = locked(&self.0.writer);
        let limit = || {
            let page: u64 = writer.pragma_query_value(None, "page_size", |row| row.get(0))?;
            writer.pragma_update_and_check(None, "max_page_count", (bytes / page) as i64, |_| Ok(()))
        };
        limit().map_err(|error: rusqlite::Error| Trouble::from(error).of(self.place()))
    }

    /// Writes the file anew without what was removed, and empties the log; whether both could be done.
    pub(crate) fn wipe(&self) -> Result<bool, StoreError> {
        let act = || {
            let writer = locked(&self.0.writer);
            locked(&self.0.readers).clear();
            // Removed entries stay in the index's segments until these are merged into one.
            writer.execute("INSERT INTO word (word) VALUES ('optimize')", [])?;
            if let Place::Memory(_) = self.0.place {
                return Ok(true);
            }
            writer.execute_batch("VACUUM")?;
            let busy: i64 = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            Ok(busy == 0)
        };
        act().map_err(|error: rusqlite::Error| Trouble::from(error).of(self.place()))
    }

    /// A connection that only asks.
    pub(crate) fn reader(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = match &self.0.place {
            Place::File(path) => Connection::open_with_flags(path, flags)?,
            Place::Still(path) => Connection::open_with_flags(still::name(path), flags | OpenFlags::SQLITE_OPEN_URI)?,
            Place::Memory(name) => Connection::open_with_flags(name, flags | OpenFlags::SQLITE_OPEN_URI)?,
        };
        careful(&connection)?;
        Ok(connection)
    }
}

fn within<T>(connection: &mut Connection, ask: impl FnOnce(&Connection) -> Result<T, Trouble>) -> Result<T, Trouble> {
    let whole = connection.transaction()?;
    let answer = ask(&whole)?;
    whole.commit()?;
    Ok(answer)
}

/// A lock, also after a thread that held it panicked: what a transaction left undone was rolled back.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[expect(clippy::disallowed_methods, reason = "the one place where a store reads the clock; no answer depends on it")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// The connection to write over. Looks at the file before it touches it: what is no store stays as it is.
fn opened(path: &Path) -> Result<Result<Connection, StoreError>, Trouble> {
    let look = |way| layout(&Connection::open_with_flags(path, way | OpenFlags::SQLITE_OPEN_NO_MUTEX)?);
    let found = match look(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        // What a program left undone when it was killed has to be undone first, and that writes.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
            look(OpenFlags::SQLITE_OPEN_READ_WRITE)?
        }
        found => found?,
    };
    if let Some(refused) = refused(found, path) {
        return Ok(Err(refused));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    careful(&connection)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    if found == Layout::Older {
        upgrade(&mut connection)?;
    }
    Ok(Ok(connection))
}

/// Why a file is not opened as a store, if it is not.
pub(crate) fn refused(found: Layout, path: &Path) -> Option<StoreError> {
    match found {
        Layout::Other => Some(StoreError::NotAStore(path.to_owned())),
        Layout::Newer(found) => Some(StoreError::Newer { place: path.to_owned(), found, known: crate::schema::LATEST }),
        Layout::Older | Layout::Latest => None,
    }
}

/// A file may come from anywhere: it gets no say in what runs. What is deleted is overwritten.
pub(crate) fn careful(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(
        "PRAGMA cell_size_check = on; PRAGMA secure_delete = on; PRAGMA temp_store = memory; PRAGMA cache_size = -32768;",
    )
}

/// Makes an empty store. Another program that makes the same at the same time is no trouble: one of the two stays.
fn create(path: &Path) -> Result<(), StoreError> {
    let made = named(path, |file| build(file).map_err(|error| Trouble::from(error).of(path)));
    match made {
        Err(StoreError::Taken(_)) => Ok(()),
        made => made,
    }
}

/// Has a file made under another name beside its own, syncs it and renames it: it is there whole or not at all. One that
/// is there already stays.
pub(crate) fn named(path: &Path, make: impl FnOnce(&Path) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let failed = |why| StoreError::File { place: path.to_owned(), why };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".headwater-").suffix(".new").tempfile_in(folder).map_err(failed)?;
    make(file.path())?;
    file.as_file().sync_all().map_err(failed)?;
    match file.persist_noclobber(path) {
        Ok(_) => {}
        Err(_) if path.exists() => return Err(StoreError::Taken(path.to_owned())),
        Err(error) => return Err(failed(error.error)),
    }
    // The name is on disk only once its folder is; not every system lets a folder be opened.
    if let Ok(folder) = std::fs::File::open(folder) {
        folder.sync_all().map_err(failed)?;
    }
    Ok(())
}

/// Builds in a file that nobody else knows yet, so it needs no journal beside it. It gets its log here too: to be given one
/// under its own name it would need a journal there.
fn build(path: &Path) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update_and_check(None, "journal_mode", "memory", |_| Ok(()))?;
    upgrade(&mut connection)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)
}
