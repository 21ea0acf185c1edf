//! A desk that listens on this computer.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use headwater::Knowledge;
use headwater_output::wire::Record;
use headwater_store::Store;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::guard::Guard;
use crate::questions::Shelf;
use crate::records::Records;
use crate::routes;

/// Connections held at one time; more wait in the system's queue.
const CONNECTIONS: usize = 64;

/// Pages read at one time: reading takes a core each.
const READINGS: usize = 2;

/// The most bytes of a request's head.
const HEAD: usize = 16 << 10;

/// The longest a request's head may take to arrive.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// Why a desk could not be opened or had to close.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else has the port.
    #[error("cannot listen on port {port}: {why}; try another with --port, or none to have one picked")]
    Taken {
        /// Which port.
        port: u16,
        /// What the system says.
        why: String,
    },
    /// No key could be made.
    #[error("cannot make a key: the system gives no random numbers: {0}")]
    Random(String),
    /// The connection loop could not start.
    #[error("cannot serve: {0}")]
    System(#[from] std::io::Error),
}

/// What is asked at a desk.
pub struct Desk {
    pub(crate) shelf: Shelf,
    /// Room to read pages; taken along by the reading itself, which goes on when the asker has left.
    pub(crate) readers: Arc<Semaphore>,
    knowledge: OnceLock<Knowledge>,
}

impl Desk {
    /// A desk over the records of one run, which can be read and not added to.
    pub fn of_records(records: Vec<Record>) -> Desk {
        Desk::over(Shelf::Records(Records::new(records)))
    }

    /// A desk over a store, on disk or in memory.
    pub fn of_store(store: Store) -> Desk {
        Desk::over(Shelf::Store(store))
    }

    fn over(shelf: Shelf) -> Desk {
        Desk { shelf, readers: Arc::new(Semaphore::new(READINGS)), knowledge: OnceLock::new() }
    }

    /// What reading needs, loaded when something is first read.
    pub(crate) fn knowledge(&self) -> &Knowledge {
        self.knowledge.get_or_init(Knowledge::bundled)
    }
}

/// A port that is taken, with the keys that open the desk behind it.
pub struct Door {
    listener: std::net::TcpListener,
    pub(crate) guard: Arc<Guard>,
    address: SocketAddr,
}

impl Door {
    /// What to open in a browser: the address with a key that is good once.
    pub fn url(&self) -> String {
        format!("http://{}/?key={}", self.address, self.guard.start_key())
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What programs show: `Authorization: Bearer KEY`.
    pub fn bearer(&self) -> &str {
        self.guard.bearer()
    }
}

/// Takes a port: the one asked for, or the first free one from `first` on.
///
/// `host` other than this computer's own address lets others on the network knock; who asks for it should be warned.
pub fn bind(host: Option<IpAddr>, wanted: Option<u16>, first: u16) -> Result<Door, ServeError> {
    let host = host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let candidates: Vec<u16> = match wanted {
        Some(port) => vec![port],
        None => (first..first.saturating_add(20)).chain([0]).collect(),
    };
    let mut taken = None;
    for port in candidates {
        match std::net::TcpListener::bind((host, port)) {
            Ok(listener) => return door(listener),
            Err(error) => taken = taken.or(Some(ServeError::Taken { port, why: error.to_string().to_lowercase() })),
        }
    }
    Err(taken.unwrap_or(ServeError::Taken { port: first, why: "no port is free".to_owned() }))
}

fn door(listener: std::net::TcpListener) -> Result<Door, ServeError> {
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let guard = Guard::new(address).map_err(|error| ServeError::Random(error.to_string()))?;
    Ok(Door { listener, guard: Arc::new(guard), address })
}

/// Waits for the key that interrupts a program.
pub async fn interrupted() {
    // Where the system tells of no key, the desk is closed by ending the program.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Answers until `stop` comes, then lets what is under way finish, for a second at most.
pub fn serve(desk: Desk, door: Door, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build()?;
    let served = runtime.block_on(accept(desk, door, stop));
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}

async fn accept(desk: Desk, door: Door, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
    let listener = TcpListener::from_std(door.listener)?;
    let app = routes::routes(Arc::new(desk), door.guard);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { return Ok(()) };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => return Ok(()),
        };
        match accepted {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, app.clone(), place))),
            // Out of file handles, or a peer that went away: wait a little and go on.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// One connection, to its end. A broken one is nobody else's concern.
async fn connection(stream: TcpStream, app: axum::Router, place: OwnedSemaphorePermit) {
    let service = TowerToHyperService::new(app);
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD).keep_alive(true);
    let _ended = http.serve_connection(TokioIo::new(stream), service).await;
    drop(place);
}
