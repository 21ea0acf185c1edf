//! The layout of a store: its tables, its version, and how an older one becomes the newest.

use rusqlite::Connection;

/// "hdwt": what tells a store from any other SQLite file.
pub(crate) const APPLICATION: i64 = 0x6864_7774;

/// Each step makes the layout of its number from the one before; the first makes it from nothing.
const STEPS: [&str; 3] = [include_str!("schema/1.sql"), include_str!("schema/2.sql"), include_str!("schema/3.sql")];

/// The layout that this program writes.
pub(crate) const LATEST: i64 = STEPS.len() as i64;

/// What a file says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A store of the layout that this program writes.
    Latest,
    /// A store that an earlier version wrote.
    Older,
    /// A store that a later version wrote.
    Newer(i64),
    /// No store.
    Other,
}

pub(crate) fn layout(connection: &Connection) -> rusqlite::Result<Layout> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if number("application_id")? != APPLICATION {
        return Ok(Layout::Other);
    }
    Ok(match number("user_version")? {
        LATEST => Layout::Latest,
        0 => Layout::Other,
        found if LATEST < found => Layout::Newer(found),
        _ => Layout::Older,
    })
}

/// Takes a store, or an empty database, to the newest layout, in one transaction.
pub(crate) fn upgrade(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in STEPS.iter().skip(found.max(0) as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", LATEST)?;
    transaction.commit()
}
