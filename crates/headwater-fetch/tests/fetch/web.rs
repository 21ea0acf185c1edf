//! A web in this process: real sockets on this computer, under names and numbers of the open web. Whatever the gate
//! lets through that is none of these numbers ends at a canary.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use headwater_fetch::Network;

/// The number that sites have, unless they are given others.
pub(crate) const OPEN: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(93, 184, 216, 34));

/// A request as a site got it.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) at: Instant,
}

/// What a site does with a request.
pub(crate) enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Sends the first, then the second again and again, with a pause between.
    Endless(Vec<u8>, Vec<u8>, Duration),
}

type Site = Box<dyn Fn(&Got) -> Reply + Send + Sync>;

/// See the top of this file.
pub(crate) struct Web {
    names: Mutex<BTreeMap<String, Vec<Vec<IpAddr>>>>,
    sites: Mutex<BTreeMap<String, Site>>,
    log: Mutex<Vec<Got>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
    server: SocketAddr,
    canary: SocketAddr,
    pub(crate) alarms: AtomicUsize,
}

impl std::fmt::Debug for Web {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("a web of this process")
    }
}

impl Network for Web {
    /// A name that has several answers gives them one after another.
    fn numbers(&self, name: &str) -> std::io::Result<Vec<IpAddr>> {
        let mut names = self.names.lock().expect("names");
        let answers = names.get_mut(name).ok_or_else(|| std::io::Error::other("no such name"))?;
        Ok(if answers.len() == 1 { answers[0].clone() } else { answers.remove(0) })
    }

    fn road(&self, address: SocketAddr) -> SocketAddr {
        if address.ip() == OPEN { self.server } else { self.canary }
    }
}

impl Web {
    pub(crate) fn new() -> Arc<Web> {
        let listen = || TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let (server, canary) = (listen(), listen());
        let at = |listener: &TcpListener| listener.local_addr().expect("an address");
        let web = Arc::new(Web {
            names: Mutex::default(),
            sites: Mutex::default(),
            log: Mutex::default(),
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
            server: at(&server),
            canary: at(&canary),
            alarms: AtomicUsize::new(0),
        });
        let (one, other) = (web.clone(), web.clone());
        std::thread::spawn(move || {
            for stream in server.incoming().flatten() {
                let web = one.clone();
                std::thread::spawn(move || web.serve(stream));
            }
        });
        std::thread::spawn(move || {
            for _ in canary.incoming() {
                other.alarms.fetch_add(1, Ordering::SeqCst);
            }
        });
        web
    }

    /// A site under a name of the open web.
    pub(crate) fn site(&self, name: &str, site: impl Fn(&Got) -> Reply + Send + Sync + 'static) {
        self.name(name, vec![vec![OPEN]]);
        self.sites.lock().expect("sites").insert(name.to_owned(), Box::new(site));
    }

    /// What a name stands for: these numbers at first, those when asked again.
    pub(crate) fn name(&self, name: &str, answers: Vec<Vec<IpAddr>>) {
        self.names.lock().expect("names").insert(name.to_owned(), answers);
    }

    /// What sites were asked for, without their robots.txt.
    pub(crate) fn asked(&self) -> Vec<Got> {
        let log = self.log.lock().expect("a log");
        log.iter().filter(|got| got.path != "/robots.txt").cloned().collect()
    }

    /// The same as addresses, in order, and the log is empty then.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let mut addresses: Vec<String> = self.asked().iter().map(|got| format!("{}{}", got.host, got.path)).collect();
        addresses.sort();
        self.log.lock().expect("a log").clear();
        addresses
    }

    /// How many connections were open at one time.
    pub(crate) fn most_open(&self) -> usize {
        self.most_open.load(Ordering::SeqCst)
    }

    fn serve(&self, stream: TcpStream) {
        let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_open.fetch_max(open, Ordering::SeqCst);
        let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
        if let Some(got) = request(&mut reader) {
            self.log.lock().expect("a log").push(got.clone());
            let reply = self.sites.lock().expect("sites").get(&got.host).map(|site| site(&got));
            send(stream, reply.unwrap_or_else(|| status(404)));
        }
        self.open.fetch_sub(1, Ordering::SeqCst);
    }
}

fn request(reader: &mut impl BufRead) -> Option<Got> {
    let mut first = Vec::new();
    // What is no request, such as a handshake, is left unanswered for as long as it likes.
    reader.take(8192).read_until(b'\n', &mut first).ok()?;
    let first = String::from_utf8(first).ok()?;
    let path = first.strip_prefix("GET ")?.split(' ').next()?.to_owned();
    let mut headers = BTreeMap::new();
    for line in reader.lines() {
        let line = line.ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let host = headers.get("host")?.clone();
    Some(Got { host, path, headers, at: Instant::now() })
}

fn send(mut stream: TcpStream, reply: Reply) {
    match reply {
        Reply::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Reply::Endless(first, again, pause) => {
            let mut sent = stream.write_all(&first);
            while sent.is_ok() {
                std::thread::sleep(pause);
                sent = stream.write_all(&again);
            }
        }
    }
}

/// An answer with these headers and words.
pub(crate) fn answer(status: u16, headers: &str, words: &[u8]) -> Reply {
    let mut bytes =
        format!("HTTP/1.1 {status} X\r\n{headers}Connection: close\r\nContent-Length: {}\r\n\r\n", words.len());
    bytes.retain(|letter| letter != '\n');
    let mut bytes = bytes.replace('\r', "\r\n").into_bytes();
    bytes.extend(words);
    Reply::Bytes(bytes)
}

pub(crate) fn status(status: u16) -> Reply {
    answer(status, "", b"")
}

pub(crate) fn html(words: &str) -> Reply {
    answer(200, "Content-Type: text/html; charset=utf-8\r\n", words.as_bytes())
}

pub(crate) fn rss(items: &[(&str, &str)]) -> Reply {
    answer(200, "Content-Type: application/rss+xml\r\n", rss_words(items).as_bytes())
}

/// A feed that announces these pages with these dates.
pub(crate) fn rss_words(items: &[(&str, &str)]) -> String {
    let item = |(link, date): &(&str, &str)| {
        format!("<item><title>A title of the feed</title><link>{link}</link><pubDate>{date}</pubDate></item>")
    };
    let items: String = items.iter().map(item).collect();
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Feed</title>{items}</channel></rss>")
}

const OF_FERRIES: &str = "The coastguard said that nobody was hurt and that the passengers were brought to Tolmeza by \
    boat in the evening. Ola Venn, who runs the line, told the Courier that the ferry would be pulled free at high water.";
const OF_BRIDGES: &str = "Drivers will be sent over the old mill road, where the town wants to mend the paving in spring. \
    Traders in the market street fear for their custom, their guild wrote in a letter that the town made public.";

/// A page with an article in it.
pub(crate) fn article(title: &str, words: &str) -> String {
    let more = if title.contains("Ferry") { OF_FERRIES } else { OF_BRIDGES };
    format!(
        "<!doctype html><html><head><title>{title}</title><meta property=\"og:site_name\" content=\"Brundel Courier\">\
         </head><body><nav>Home News Sport</nav><article><h1>{title}</h1><p>{words}</p><p>{more}</p></article></body></html>"
    )
}
