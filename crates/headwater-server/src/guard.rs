//! The door: who may ask at all. Every request passes here first, and every answer leaves with the same strict headers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::pages;
use crate::problem::Problem;

/// The longest path and query.
const LONGEST_TARGET: usize = 4_096;

/// On every answer.
const HEADERS: [(HeaderName, &str); 9] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

/// The keys of one desk, and where it stands.
pub(crate) struct Guard {
    /// In the printed address; good once.
    start: String,
    used: AtomicBool,
    /// In the browser's cookie, once the start key was shown.
    session: String,
    /// For programs: `Authorization: Bearer`.
    bearer: String,
    /// What `Host` may say.
    hosts: Vec<String>,
    port: u16,
}

impl Guard {
    /// Fresh keys for a desk at this address.
    pub(crate) fn new(address: std::net::SocketAddr) -> Result<Guard, getrandom::Error> {
        let port = address.port();
        let mut hosts = vec![format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")];
        if !address.ip().is_loopback() {
            hosts.push(address.to_string());
        }
        Ok(Guard { start: key()?, used: AtomicBool::new(false), session: key()?, bearer: key()?, hosts, port })
    }

    pub(crate) fn start_key(&self) -> &str {
        &self.start
    }

    pub(crate) fn bearer(&self) -> &str {
        &self.bearer
    }

    fn cookie(&self) -> String {
        format!("headwater-{}", self.port)
    }

    fn is_local_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Whether the request carries the cookie or the program's key.
    fn knows(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie();
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let bearer = bearer.and_then(|value| value.strip_prefix("Bearer "));
        pairs.any(|(key, value)| key == name && same(value, &self.session))
            || bearer.is_some_and(|value| same(value.trim(), &self.bearer))
    }
}

/// 128 bits that nobody can guess, as hexadecimal digits.
fn key() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether two keys are one, in a time that tells nothing of where they part: hashes compare so.
fn same(given: &str, held: &str) -> bool {
    blake3::hash(given.as_bytes()) == blake3::hash(held.as_bytes())
}

/// Lets a request in or sends it away, and dresses the answer.
pub(crate) async fn door(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let wants_page = wants_page(&request);
    let mut response = match admit(&guard, &request) {
        Ok(None) => next.run(request).await,
        Ok(Some(redirect)) => redirect,
        Err(problem) => problem.into_response(),
    };
    if wants_page && let Some(problem) = response.extensions().get::<Problem>() {
        response = pages::problem(problem);
    }
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a person in front of a browser asks, who is better served with a page than with JSON.
fn wants_page(request: &Request) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    !request.uri().path().starts_with("/api/v1") && accepts.is_some_and(|accepts| accepts.contains("text/html"))
}

/// `Ok(None)` lets the request in; `Ok(Some)` answers it here, with a cookie for the key.
fn admit(guard: &Guard, request: &Request) -> Result<Option<Response>, Problem> {
    well_formed(request)?;
    from_here(guard, request)?;
    if guard.knows(request.headers()) {
        return Ok(None);
    }
    if let Some(given) = start_key(request) {
        return exchange(guard, given).map(Some);
    }
    let detail =
        "This desk opens with its key only. Use the address that `headwater serve` printed, or start it again.";
    let status = match request.uri().path().starts_with("/api/v1") {
        true => StatusCode::UNAUTHORIZED,
        false => StatusCode::FORBIDDEN,
    };
    Err(Problem::new(status, detail))
}

fn well_formed(request: &Request) -> Result<(), Problem> {
    let target = request.uri().path_and_query().map_or("", |target| target.as_str());
    if LONGEST_TARGET < target.len() {
        return Err(Problem::new(StatusCode::URI_TOO_LONG, "The address is too long. Shorten the search."));
    }
    if !is_decodable(request.uri().path()) {
        return Err(Problem::wrong("The address is not well formed."));
    }
    Ok(())
}

/// Whether percent-encoding undone gives UTF-8 without control characters.
fn is_decodable(path: &str) -> bool {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(rest.next()), digit(rest.next())) else { return false };
        bytes.push((high * 16 + low) as u8);
    }
    std::str::from_utf8(&bytes).is_ok_and(|path| !path.chars().any(char::is_control))
}

/// Whether the request was made for this desk, and not by another site's page.
fn from_here(guard: &Guard, request: &Request) -> Result<(), Problem> {
    let headers = request.headers();
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(&header::HOST).unwrap_or_default();
    let several = 1 < headers.get_all(header::HOST).iter().count();
    if several || !guard.is_local_host(host) {
        let detail = "This desk answers only under the address that `headwater serve` printed.";
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail));
    }
    let foreign = || Problem::new(StatusCode::FORBIDDEN, "A page of another site may not use this desk.");
    let site = text(&HeaderName::from_static("sec-fetch-site"));
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if safe {
        let navigates = text(&HeaderName::from_static("sec-fetch-mode")) == Some("navigate");
        let elsewhere = site.is_some_and(|site| site != "same-origin" && site != "none");
        return if elsewhere && !navigates { Err(foreign()) } else { Ok(()) };
    }
    // Under `no-referrer`, browsers name no origin even to the same site; then `Sec-Fetch-Site` alone tells.
    let origin = text(&header::ORIGIN);
    let own = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| guard.is_local_host(host));
    let allowed = match site {
        Some("same-origin" | "none") => origin.is_none_or(|origin| origin == "null" || own(origin)),
        Some(_) => false,
        None => origin.is_none_or(own),
    };
    if allowed { Ok(()) } else { Err(foreign()) }
}

fn start_key(request: &Request) -> Option<&str> {
    let query = request.uri().query()?;
    query.split('&').find_map(|pair| pair.strip_prefix("key="))
}

fn exchange(guard: &Guard, given: &str) -> Result<Response, Problem> {
    if !same(given, &guard.start) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "This key opens nothing. Use the address last printed."));
    }
    if guard.used.swap(true, Ordering::SeqCst) {
        let detail = "This key was used already, and works once. Start `headwater serve` again for another browser.";
        return Err(Problem::new(StatusCode::FORBIDDEN, detail));
    }
    let cookie = format!("{}={}; HttpOnly; SameSite=Strict; Path=/", guard.cookie(), guard.session);
    let headers = [(header::LOCATION, "/".to_owned()), (header::SET_COOKIE, cookie)];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

#[cfg(test)]
mod tests {
    use super::is_decodable;

    #[test]
    fn paths_are_utf8_without_control_characters() {
        for good in ["/", "/s/s-1", "/s/%C3%A9", "/%20"] {
            assert!(is_decodable(good), "{good}");
        }
        for bad in ["/%", "/%4", "/%zz", "/%ff", "/%C0%AF", "/%00", "/a%0Ab"] {
            assert!(!is_decodable(bad), "{bad}");
        }
    }
}
