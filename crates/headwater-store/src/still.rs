//! A store where nothing may be written: on a disc, in a folder of somebody else. It is read as it lies there.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::StoreError;
use crate::error::Trouble;
use crate::file::{careful, refused};
use crate::schema::{Layout, layout};

/// Whether a file can be read, and no lock can be made beside it. A store whose log has more than the file has cannot be
/// read there.
pub(crate) fn may_only_be_read(path: &Path) -> Result<bool, StoreError> {
    let look = |flags| layout(&Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?);
    let found = look(OpenFlags::SQLITE_OPEN_READ_ONLY);
    if found.is_ok() || found.is_err_and(|error| error.sqlite_error_code() != Some(ErrorCode::CannotOpen)) {
        return Ok(false);
    }
    let failed = |why| StoreError::File { place: path.to_owned(), why };
    std::fs::File::open(path).map_err(failed)?;
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(log).is_ok_and(|log| 0 < log.len()) {
        return Err(StoreError::LogLeft(path.to_owned()));
    }
    Ok(true)
}

/// A connection to it.
pub(crate) fn opened(path: &Path) -> Result<Result<Connection, StoreError>, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(name(path), flags)?;
    careful(&connection)?;
    let found = layout(&connection)?;
    Ok(match refused(found, path) {
        Some(refused) => Err(refused),
        // It would have to be written to be read.
        None if found == Layout::Older => Err(StoreError::ReadOnly(path.to_owned())),
        None => Ok(connection),
    })
}

/// Its address, which says that nobody changes it while it is open.
pub(crate) fn name(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut name = String::from("file://");
    let path = path.to_string_lossy().replace('\\', "/");
    name.extend((!path.starts_with('/')).then_some('/'));
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b':' => name.push(char::from(byte)),
            byte => name += &format!("%{byte:02X}"),
        }
    }
    name + "?immutable=1"
}
