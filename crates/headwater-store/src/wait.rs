//! One program writes to a store at a time. Who waits for another says so, and whom for.

use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

/// How long a program that wants to write waits for another in silence, and how long in all.
const SILENT: Duration = Duration::from_secs(2);
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What is told when a program waits: the store, and the number of the process that writes to it, where the system tells.
pub type Waits = fn(&Path, Option<u32>);

static TOLD: OnceLock<Waits> = OnceLock::new();

/// Has this program told when it waits for another. The first that is given stays.
pub fn on_wait(told: Waits) {
    let _first = TOLD.set(told);
}

/// Begins to write; waits for whoever writes now.
pub(crate) fn begin<'a>(writer: &'a Connection, file: Option<&Path>) -> rusqlite::Result<Transaction<'a>> {
    let begin = || Transaction::new_unchecked(writer, TransactionBehavior::Immediate);
    writer.busy_timeout(SILENT)?;
    let begun = begin();
    writer.busy_timeout(PATIENCE)?;
    match (begun, file) {
        (Err(error), Some(file)) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
            if let Some(told) = TOLD.get() {
                told(file, holder(file));
            }
            begin()
        }
        (begun, _) => begun,
    }
}

/// The process that may write to a store now: Linux lists who holds which bytes of which file, and who writes holds this
/// byte of the index of the log.
#[cfg(target_os = "linux")]
pub(crate) fn holder(file: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    const BYTE: u64 = 120;
    let mut index = file.as_os_str().to_owned();
    index.push("-shm");
    let number = std::fs::metadata(index).ok()?.ino().to_string();
    #[expect(clippy::disallowed_methods, reason = "the system's list of locks is no page")]
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    // `3: POSIX  ADVISORY  WRITE 4711 fd:01:393 120 120`; a line of one that waits has `->` in it.
    let process = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().skip(1).collect();
        let [_, _, "WRITE", process, place, first, last] = fields.as_slice() else { return None };
        let bytes = first.parse().ok()?..=last.parse().unwrap_or(u64::MAX);
        let same = place.rsplit(':').next() == Some(number.as_str()) && bytes.contains(&BYTE);
        process.parse().ok().filter(|process| same && 0 < *process)
    };
    locks.lines().find_map(process)
}

/// Other systems do not tell without more rights, or in words of their own.
#[cfg(not(target_os = "linux"))]
pub(crate) fn holder(_: &Path) -> Option<u32> {
    None
}
