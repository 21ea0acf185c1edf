//! The one client. It asks for one address at a time, within bounds, and follows nothing: where an answer leads
//! elsewhere, that is a new address to pass the gate.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use ureq::http::{HeaderMap, Response, header};
use ureq::unversioned::transport::{Connector, RustlsConnector};
use ureq::{Agent, Body};
use url::Url;

use crate::gate::{self, Refusal};
use crate::network::{Guard, Network};

/// The most bytes of an answer, packed or not.
pub(crate) const MOST_BYTES: u64 = 8 << 20;
/// The most bytes of all headers of an answer.
const MOST_HEADERS: usize = 64 << 10;
/// The longest that a host is believed when it says how long its answer holds, or when to come again: a day.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Feed,
    Page,
    Robots,
}

impl Kind {
    fn accepts(self) -> &'static str {
        match self {
            Kind::Feed => {
                "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1"
            }
            Kind::Page => "text/html, application/xhtml+xml, text/plain;q=0.5",
            Kind::Robots => "text/plain",
        }
    }

    /// Whether an answer of this media type is what was asked for. Feeds come under many names; what they are is told
    /// by their words.
    fn takes(self, media: &str) -> bool {
        match self {
            Kind::Page => ["text/html", "application/xhtml+xml", "text/plain"].contains(&media),
            Kind::Robots => media.starts_with("text/"),
            Kind::Feed => {
                let application = media.strip_prefix("application/");
                media.starts_with("text/")
                    || application.is_some_and(|name| name.contains("xml") || name.contains("json"))
            }
        }
    }
}

/// What an address said of its words when it was last asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
}

/// The words of an address.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) bytes: Vec<u8>,
    /// The encoding that the host gives.
    pub(crate) charset: Option<String>,
    pub(crate) stamp: Stamp,
    /// How long they hold.
    pub(crate) holds: Duration,
}

/// What an address answered.
#[derive(Debug)]
pub(crate) enum Answer {
    Words(Words),
    /// They are as they were when it was last asked.
    Same,
    /// They are at another address.
    Elsewhere(Url),
}

/// Why there are no words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    #[error("the host says no: status {0}")]
    Status(u16),
    #[error("the host asks to come again in {} min", minutes(*.0))]
    Later(Duration),
    #[error("over {} MiB", MOST_BYTES >> 20)]
    Large,
    #[error("its headers are over {} KiB", MOST_HEADERS >> 10)]
    Headers,
    #[error("it is `{0}`, not what was asked for")]
    Other(String),
    #[error("packed as `{0}`, which was not asked for")]
    Packed(String),
    #[error("no answer within {} s", .0.as_secs())]
    Slow(Duration),
    #[error("{0}")]
    Broken(String),
}

impl Failure {
    /// Whether it will not be otherwise in an hour.
    pub(crate) fn lasts(&self) -> bool {
        match self {
            Failure::Refused(_) | Failure::Large | Failure::Headers | Failure::Other(_) | Failure::Packed(_) => true,
            Failure::Status(status) => (400..500).contains(status),
            Failure::Later(_) | Failure::Slow(_) | Failure::Broken(_) => false,
        }
    }
}

fn minutes(wait: Duration) -> u64 {
    wait.as_secs().div_ceil(60)
}

/// See the top of this file. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    agent: Agent,
    patience: Duration,
}

impl Client {
    /// A client that calls itself `name` and waits so long for a whole answer.
    pub(crate) fn new(network: Arc<dyn Network>, name: &str, patience: Duration) -> Client {
        let guard = Guard(network);
        let config = Agent::config_builder()
            .user_agent(name)
            .accept_encoding("gzip")
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_response_header_size(MOST_HEADERS)
            .timeout_global(Some(patience))
            .build();
        let road = ().chain(guard.clone()).chain(RustlsConnector::default());
        Client { agent: Agent::with_parts(config, road, guard), patience }
    }

    /// Ends what is under way.
    pub(crate) fn stop(self) {
        self.agent.shutdown();
    }

    /// Asks one address, which passed the gate.
    pub(crate) fn get(&self, url: &Url, kind: Kind, known: &Stamp) -> Result<Answer, Failure> {
        let mut request = self.agent.get(url.as_str()).header(header::ACCEPT, kind.accepts());
        if let Some(etag) = &known.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = &known.modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        let response = request.call().map_err(|error| self.failure(error))?;
        let headers = response.headers();
        match response.status().as_u16() {
            304 => Ok(Answer::Same),
            301 | 302 | 303 | 307 | 308 => {
                let to = text(headers, header::LOCATION).ok_or(Failure::Status(response.status().as_u16()))?;
                Ok(Answer::Elsewhere(gate::redirected(url, to)?))
            }
            200 | 203 => self.words(response, kind).map(Answer::Words),
            429 | 503 => Err(Failure::Later(retry_after(headers).unwrap_or(Duration::from_secs(60 * 60)))),
            status => Err(Failure::Status(status)),
        }
    }

    fn words(&self, response: Response<Body>, kind: Kind) -> Result<Words, Failure> {
        let headers = response.headers();
        let (media, charset) = media(text(headers, header::CONTENT_TYPE).unwrap_or_default());
        if !media.is_empty() && !kind.takes(&media) {
            return Err(Failure::Other(media));
        }
        let packing = text(headers, header::CONTENT_ENCODING).unwrap_or_default().trim().to_ascii_lowercase();
        let (etag, modified) = (text(headers, header::ETAG), text(headers, header::LAST_MODIFIED));
        let stamp = Stamp { etag: etag.map(str::to_owned), modified: modified.map(str::to_owned) };
        let holds = max_age(text(headers, header::CACHE_CONTROL).unwrap_or_default());
        let body = response.into_body().into_with_config().limit(MOST_BYTES + 1).reader();
        let bytes = match packing.as_str() {
            "" | "identity" => self.read(body),
            "gzip" | "x-gzip" => self.read(MultiGzDecoder::new(body)),
            _ => Err(Failure::Packed(packing)),
        }?;
        Ok(Words { bytes, charset, stamp, holds })
    }

    /// Reads to the end, and no further than [`MOST_BYTES`]: what unpacks to more is never held whole.
    fn read(&self, body: impl Read) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = body.take(MOST_BYTES + 1).read_to_end(&mut bytes);
        if MOST_BYTES < bytes.len() as u64 {
            return Err(Failure::Large);
        }
        match read {
            Ok(_) => Ok(bytes),
            Err(error) => Err(self.failure(ureq::Error::from(error))),
        }
    }

    fn failure(&self, error: ureq::Error) -> Failure {
        match error {
            ureq::Error::Timeout(_) => Failure::Slow(self.patience),
            ureq::Error::BodyExceedsLimit(_) => Failure::Large,
            ureq::Error::LargeResponseHeader(..) => Failure::Headers,
            ureq::Error::Io(error) => Failure::Broken(error.to_string().to_lowercase()),
            ureq::Error::HostNotFound => Failure::Broken("no host of that name was found".to_owned()),
            ureq::Error::Other(inner) => match inner.downcast::<Refusal>() {
                Ok(refusal) => Failure::Refused(*refusal),
                Err(other) => Failure::Broken(other.to_string()),
            },
            other => Failure::Broken(other.to_string().to_lowercase()),
        }
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The media type, lower case, and the encoding that a `Content-Type` gives.
fn media(written: &str) -> (String, Option<String>) {
    let mut parts = written.split(';');
    let media = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (media, charset)
}

fn max_age(written: &str) -> Duration {
    let seconds = written.split(',').find_map(|part| part.trim().strip_prefix("max-age=")?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(0)).min(LONGEST_WAIT)
}

/// How long a host asks to be left alone: in seconds, or until a day and time, told by the host's own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let written = text(headers, header::RETRY_AFTER)?.trim();
    let seconds = match written.parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            let second =
                |written: &str| jiff::fmt::rfc2822::parse(written).ok().map(|time| time.timestamp().as_second());
            let now = second(text(headers, header::DATE)?)?;
            u64::try_from(second(written)? - now).unwrap_or(0)
        }
    };
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_type_tells_the_kind_and_the_encoding() {
        let check = |written: &str, expected: (&str, Option<&str>)| {
            let (kind, charset) = media(written);
            assert_eq!((kind.as_str(), charset.as_deref()), expected, "{written}");
        };
        check("text/html; charset=UTF-8", ("text/html", Some("UTF-8")));
        check("Application/RSS+XML;v=1; Charset=\"koi8-r\"", ("application/rss+xml", Some("koi8-r")));
        check("", ("", None));
        assert!(Kind::Feed.takes("application/feed+json") && Kind::Feed.takes("text/xml"));
        assert!(!Kind::Feed.takes("image/png") && !Kind::Feed.takes("application/zip"));
        assert!(Kind::Page.takes("text/html") && !Kind::Page.takes("application/pdf"));
    }

    #[test]
    fn a_host_says_when_to_come_again() {
        let check = |after: &str, seconds: Option<u64>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, after.parse().expect("a value"));
            headers.insert(header::DATE, "Fri, 03 May 2024 10:00:00 GMT".parse().expect("a value"));
            assert_eq!(retry_after(&headers).map(|wait| wait.as_secs()), seconds, "{after}");
        };
        check("120", Some(120));
        check("Fri, 03 May 2024 10:05:00 GMT", Some(300));
        check("Fri, 03 May 2024 09:00:00 GMT", Some(0));
        check("99999999", Some(86_400));
        check("soon", None);
    }
}
