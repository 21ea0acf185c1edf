//! The connection, and the tables at its other end.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use headwater_store::{StoreError, reader};
use postgres::error::SqlState;
use postgres::{Client, Config, NoTls};

/// The version of the tables.
const LAYOUT: &str = "1";
/// Who makes the tables, and who plans, does it alone; two numbers that nobody else is likely to lock.
pub(crate) const MAKING: i64 = 0x6865_6164_0001;
pub(crate) const PLANNING: i64 = 0x6865_6164_0002;
/// How long a server may take to answer a knock.
const PATIENCE: Duration = Duration::from_secs(10);

/// A store that several machines share.
pub struct SharedStore {
    client: Mutex<Client>,
    place: String,
}

impl SharedStore {
    /// Connects to a database, and makes the tables in it where they are missing.
    ///
    /// Nothing is encrypted on the way: the server is on this machine, or in a network of one's own.
    pub fn connect(address: &str) -> Result<SharedStore, StoreError> {
        let named = |why: &str| StoreError::Shared { place: "postgres://".to_owned(), why: why.to_owned() };
        let mut config: Config = address.parse().map_err(|_| named("no address of a database"))?;
        let place = place(&config);
        config.application_name("headwater").connect_timeout(PATIENCE).keepalives_idle(Duration::from_secs(30));
        let client = config.connect(NoTls).map_err(|error| trouble(&place, &error))?;
        let store = SharedStore { client: Mutex::new(client), place };
        store.make()?;
        Ok(store)
    }

    /// Where it is, without the name and the password that open it.
    pub fn place(&self) -> &str {
        &self.place
    }

    pub(crate) fn client(&self) -> MutexGuard<'_, Client> {
        self.client.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something again where the database says that it came into the way of another.
    pub(crate) fn tried<T>(
        &self,
        mut act: impl FnMut(&mut Client) -> Result<T, postgres::Error>,
    ) -> Result<T, StoreError> {
        let mut client = self.client();
        loop {
            match act(&mut client) {
                Err(error) if is_passing(&error) => {}
                done => return done.map_err(|error| trouble(&self.place, &error)),
            }
        }
    }

    pub(crate) fn damaged(&self, what: impl std::fmt::Display) -> StoreError {
        StoreError::Shared { place: self.place.clone(), why: format!("it is damaged: {what}") }
    }

    fn make(&self) -> Result<(), StoreError> {
        self.tried(|client| {
            // A worker whose machine is gone must not hold pages for longer than this.
            client.batch_execute(
                "SET idle_in_transaction_session_timeout = '10min'; SET client_min_messages = warning",
            )?;
            let mut whole = client.transaction()?;
            whole.execute("SELECT pg_advisory_xact_lock($1)", &[&MAKING])?;
            whole.batch_execute(include_str!("schema.sql"))?;
            let note = "INSERT INTO headwater.about VALUES ('layout', $1), ('read by', $2) ON CONFLICT DO NOTHING";
            whole.execute(note, &[&LAYOUT, &reader()])?;
            whole.commit()
        })?;
        let noted = |name: &str| {
            let sql = "SELECT value FROM headwater.about WHERE name = $1";
            self.tried(|client| client.query_opt(sql, &[&name])).map(|row| row.map(|row| row.get::<_, String>(0)))
        };
        let refused = |why: &str| Err(StoreError::Shared { place: self.place.clone(), why: why.to_owned() });
        if noted("layout")?.is_none_or(|layout| layout != LAYOUT) {
            return refused("another version of headwater made its tables; use that one");
        }
        match noted("read by")?.is_some_and(|by| by == reader()) {
            true => Ok(()),
            false => refused(
                "another build of headwater reads its pages, and would find other things in them; use one build on all \
                 machines, or a new database",
            ),
        }
    }
}

/// `postgres://host:port/database`.
fn place(config: &Config) -> String {
    let host = config.get_hosts().first().map_or("localhost".to_owned(), |host| match host {
        postgres::config::Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        postgres::config::Host::Unix(path) => path.display().to_string(),
    });
    let port = config.get_ports().first().map_or(String::new(), |port| format!(":{port}"));
    format!("postgres://{host}{port}/{}", config.get_dbname().unwrap_or_default())
}

/// Whether trying again may do.
fn is_passing(error: &postgres::Error) -> bool {
    matches!(error.code(), Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED))
}

/// What the server, or the network before it, says.
pub(crate) fn trouble(place: &str, error: &postgres::Error) -> StoreError {
    let source = || std::error::Error::source(error).map(ToString::to_string);
    let why = error.as_db_error().map(|error| error.message().to_owned()).or_else(source);
    StoreError::Shared { place: place.to_owned(), why: why.unwrap_or_else(|| error.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn names_and_passwords_are_told_to_nobody() {
        let check = |address: &str, told: &str| assert_eq!(place(&address.parse().expect("an address")), told);
        check("postgres://ilse:secret@db.example:5433/news", "postgres://db.example:5433/news");
        // Where an address names no port, it is the usual one.
        check("postgres://ilse@localhost/news?password=secret", "postgres://localhost:5432/news");
    }
}
