//! The way out: what names stand for, and the connection to a number. Tests put a network of their own in its place;
//! the gate stays where it is.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout, TcpConnector};

use crate::gate;

/// The most numbers of one name that are tried.
const MOST_NUMBERS: usize = 4;

/// What names stand for, and where numbers are.
pub trait Network: std::fmt::Debug + Send + Sync + 'static {
    /// The numbers that a name stands for.
    fn numbers(&self, name: &str) -> std::io::Result<Vec<IpAddr>>;

    /// Where to connect for an address that passed the gate.
    fn road(&self, address: SocketAddr) -> SocketAddr {
        address
    }
}

/// The network of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenWeb;

impl Network for OpenWeb {
    fn numbers(&self, name: &str) -> std::io::Result<Vec<IpAddr>> {
        Ok((name, 0).to_socket_addrs()?.map(|address| address.ip()).collect())
    }
}

/// Asks the network for numbers, and lets none through that is not the open web's.
#[derive(Clone, Debug)]
pub(crate) struct Guard(pub(crate) Arc<dyn Network>);

impl Resolver for Guard {
    /// One number of several that is not the open web's spoils all: a name that stands for both is a trap.
    fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().ok_or_else(|| Error::BadUri("no host".to_owned()))?;
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let numbers = match bare.parse() {
            Ok(number) => vec![number],
            Err(_) => self.ask(bare.to_owned(), timeout)?,
        };
        for number in &numbers {
            gate::open(*number).map_err(|refusal| Error::Other(refusal.into()))?;
        }
        let mut addresses = self.empty();
        for number in numbers.into_iter().take(MOST_NUMBERS) {
            addresses.push(SocketAddr::new(number, port));
        }
        if addresses.is_empty() { Err(Error::HostNotFound) } else { Ok(addresses) }
    }
}

impl Guard {
    /// Name servers may be slow, and the system's call knows no end: it is waited for in another thread.
    fn ask(&self, name: String, timeout: NextTimeout) -> Result<Vec<IpAddr>, Error> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let network = self.0.clone();
        std::thread::spawn(move || sender.send(network.numbers(&name)).ok());
        match receiver.recv_timeout(*timeout.after) {
            Ok(numbers) => numbers.map_err(|_| Error::HostNotFound),
            Err(RecvTimeoutError::Timeout) => Err(Error::Timeout(timeout.reason)),
            Err(RecvTimeoutError::Disconnected) => Err(Error::HostNotFound),
        }
    }
}

impl Connector<()> for Guard {
    type Out = <TcpConnector as Connector<()>>::Out;

    /// The last place before a connection: whatever came before, a number that is not the open web's ends here.
    fn connect(&self, details: &ConnectionDetails, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        let mut addrs = self.empty();
        for address in &details.addrs {
            gate::open(address.ip()).map_err(|refusal| Error::Other(refusal.into()))?;
            addrs.push(self.0.road(*address));
        }
        let details = ConnectionDetails {
            uri: details.uri,
            addrs,
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        TcpConnector::default().connect(&details, chained)
    }
}
