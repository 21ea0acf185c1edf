//! The desk over a real socket: who gets in, what leaves, and what no request can bring about.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::OnceLock;
use std::time::Duration;

use headwater::{Body, Hints, Knowledge, Page};
use headwater_output::wire::Record;
use headwater_server::{Desk, Door, bind, serve};
use headwater_store::Store;
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};

/// A desk that was started, with its keys.
struct Started {
    address: SocketAddr,
    key: String,
    bearer: String,
}

/// Starts a desk with one small story; it ends with the test's process.
fn start() -> Started {
    let door = bind(None, Some(0), 0).expect("a free port");
    let started = started(&door);
    std::thread::spawn(move || serve(Desk::of_records(records()), door, std::future::pending()));
    started
}

fn started(door: &Door) -> Started {
    let url = door.url();
    let key = url.rsplit_once("key=").expect("a key in the address").1.to_owned();
    Started { address: door.address(), key, bearer: door.bearer().to_owned() }
}

/// One desk for all tests that do not use up its key.
fn desk() -> &'static Started {
    static DESK: OnceLock<Started> = OnceLock::new();
    DESK.get_or_init(start)
}

fn records() -> Vec<Record> {
    let text = "The mill will close, Ina Pross said. The mill will not close.";
    let span = |start: usize, end: usize| serde_json::json!({"article": "a-1", "start": start, "end": end});
    let article = serde_json::json!({
        "type": "article", "id": "a-1", "ref": "x/a.txt", "url": "javascript:alert(1)", "outlet": "Quay Times",
        "title": "The mill", "byline": null, "dateline": null,
        "published": {"date": "2024-10-08", "how": "stated", "because": []}, "language": "en", "text": text,
        "furniture": [{"text": "Menu", "kind": "navigation", "rule": "menu"}], "sentences": [[0, 36], [37, 61]],
        "mentions": [], "times": [], "attributions": [], "notes": []
    });
    let origin = serde_json::json!({
        "id": "o-1", "name": "Ina Pross", "kind": "person", "anonymous": false, "count": null, "outlet": null,
        "via": [], "appearances": [{"article": "a-1", "start": 0, "end": 19, "via": [], "attributions": [7], "because": []}]
    });
    let claim = serde_json::json!({
        "id": "c-1", "text": "=The mill will close", "appearances": [span(0, 19), span(50, 9_999)], "origins": [origin],
        "independent": [1, 1], "because": ["One."], "differences": [], "dates": ["2024-10-08"], "linked": []
    });
    let story = serde_json::json!({
        "type": "story", "id": "s-1", "title": "The mill", "articles": ["a-1", "a-gone"], "first": "2024-10-08",
        "last": "2024-10-08", "claims": [claim], "derivations": [], "positions": [], "timeline": []
    });
    [article, story].map(|one| serde_json::from_value(one).expect("a record")).into()
}

/// An answer, as far as tests look at it.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

/// Sends bytes as they are.
fn send(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
    // The desk may answer and close before all was sent: what it said counts.
    let _sent = stream.write_all(request);
    let mut answer = Vec::new();
    let _read = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
}

/// A request with these header lines; `Host` is the desk's own unless one is given.
fn ask(desk: &Started, method: &str, target: &str, headers: &[&str], body: &[u8]) -> Answer {
    let mut request = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|header| header.starts_with("Host:")) {
        request += &format!("Host: {}\r\n", desk.address);
    }
    for header in headers {
        request += &format!("{header}\r\n");
    }
    if method == "POST" {
        request += &format!("Content-Length: {}\r\n", body.len());
    }
    request += "\r\n";
    send(desk.address, &[request.as_bytes(), body].concat())
}

fn known(desk: &Started) -> String {
    format!("Authorization: Bearer {}", desk.bearer)
}

/// Every kind of page there is, and some that are not.
const TARGETS: [&str; 24] = [
    "/",
    "/stories.json",
    "/stories.csv",
    "/stories.md",
    "/s/s-1",
    "/s/s-1.json",
    "/s/s-1.md",
    "/s/s-1.csv",
    "/s/s-1.html",
    "/a/a-1",
    "/a/a-1.json",
    "/a/a-1.md",
    "/a/a-1.csv",
    "/c/c-1",
    "/upload",
    "/api",
    "/static/desk.css",
    "/static/desk.js",
    "/api/v1/stories",
    "/api/v1/stories/s-1",
    "/api/v1/claims/c-1",
    "/api/v1/articles/a-1",
    "/api/v1/search?words=mill",
    "/api/v1/openapi.json",
];

#[test]
fn nothing_is_open_without_the_key() {
    let desk = desk();
    let wrong = format!("/?key={}", "0".repeat(32));
    let wrong_bearer = format!("Authorization: Bearer {}", "0".repeat(32));
    let wrong_cookie = format!("Cookie: headwater-{}={}", desk.address.port(), "0".repeat(32));
    for target in TARGETS.iter().copied().chain(["/nothing", "/static/nothing", wrong.as_str()]) {
        let expected = if target.starts_with("/api/v1") { 401 } else { 403 };
        for headers in [&[][..], &[wrong_bearer.as_str()], &[wrong_cookie.as_str()]] {
            let answer = ask(desk, "GET", target, headers, b"");
            assert_eq!(answer.status, expected, "{target} {headers:?}");
            assert!(!answer.body.contains("mill"), "{target}");
        }
    }
    for target in ["/upload", "/api/v1/read"] {
        assert!([401, 403].contains(&ask(desk, "POST", target, &[], b"").status));
    }
}

#[test]
fn the_key_opens_once_and_becomes_a_cookie() {
    let desk = start();
    let target = format!("/?key={}", desk.key);
    let answer = ask(&desk, "GET", &target, &[], b"");
    assert_eq!(answer.status, 303, "{}", answer.head);
    assert!(answer.head.contains("location: /\r\n"), "{}", answer.head);
    let cookie = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
    for part in ["httponly", "samesite=strict", "path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = format!("Cookie: other=1; {}", cookie.split(';').next().expect("a pair"));
    assert_eq!(ask(&desk, "GET", "/", &[&cookie], b"").status, 200);
    assert_eq!(ask(&desk, "GET", &target, &[], b"").status, 403, "a second time");
}

#[test]
fn every_page_is_there_and_has_the_strict_headers() {
    let desk = desk();
    for target in TARGETS {
        let answer = ask(desk, "GET", target, &[&known(desk)], b"");
        let expected = if target.starts_with("/c/") { 303 } else { 200 };
        assert_eq!(answer.status, expected, "{target}: {}", answer.body);
    }
    for (target, headers) in [("/", vec![known(desk)]), ("/nothing", vec![known(desk)]), ("/s/s-1", vec![])] {
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let answer = ask(desk, "GET", target, &headers, b"");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cross-origin-opener-policy: same-origin",
            "cross-origin-resource-policy: same-origin",
            "cache-control: no-store",
        ] {
            assert!(answer.head.contains(part), "{target} lacks {part}");
        }
        assert!(!answer.head.contains("unsafe-inline") && !answer.head.contains("access-control-"), "{target}");
    }
}

#[test]
fn other_hosts_are_misdirected() {
    let desk = desk();
    let port = desk.address.port();
    let good =
        [format!("Host: 127.0.0.1:{port}"), format!("Host: localhost:{port}"), format!("Host: LOCALHOST:{port}")];
    for host in &good {
        assert_eq!(ask(desk, "GET", "/", &[&known(desk), host], b"").status, 200, "{host}");
    }
    let bad = [
        format!("Host: evil.example:{port}"),
        format!("Host: 127.0.0.1.evil.example:{port}"),
        "Host: 127.0.0.1:1".to_owned(),
        "Host: 127.0.0.1".to_owned(),
        format!("Host: 127.0.0.1:{port}\r\nHost: evil.example"),
        "Host:".to_owned(),
    ];
    for host in &bad {
        let answer = ask(desk, "GET", "/", &[&known(desk), host], b"");
        assert!([400, 421].contains(&answer.status), "{host}: {}", answer.status);
    }
}

#[test]
fn other_sites_can_neither_read_nor_send() {
    let desk = desk();
    let own = format!("Origin: http://127.0.0.1:{}", desk.address.port());
    let other = "Origin: http://127.0.0.1:1".to_owned();
    let check = |method: &str, target: &str, headers: &[&str], allowed: bool| {
        let mut all = vec![known(desk), "Content-Type: text/plain".to_owned()];
        all.extend(headers.iter().map(|header| (*header).to_owned()));
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let status = ask(desk, method, target, &all, b" ").status;
        assert_eq!(status != 403, allowed, "{method} {target} {headers:?}: {status}");
    };
    for site in ["cross-site", "same-site", "nonsense"] {
        let site = format!("Sec-Fetch-Site: {site}");
        check("POST", "/api/v1/read", &[&site], false);
        check("POST", "/api/v1/read", &[&site, &own], false);
        check("GET", "/stories.json", &[&site], false);
        check("GET", "/stories.json", &[&site, "Sec-Fetch-Mode: no-cors"], false);
        check("GET", "/", &[&site, "Sec-Fetch-Mode: navigate"], true);
    }
    for site in ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"] {
        check("POST", "/api/v1/read", &[site], true);
        check("POST", "/api/v1/read", &[site, &own], true);
        check("POST", "/api/v1/read", &[site, &other], false);
        check("GET", "/stories.json", &[site], true);
    }
    check("POST", "/api/v1/read", &[&own], true);
    for origin in [other.as_str(), "Origin: null", "Origin: https://evil.example", "Origin: http://"] {
        check("POST", "/api/v1/read", &[origin], false);
    }
    check("POST", "/api/v1/read", &[], true);
}

#[test]
fn errors_are_told_as_the_standard_has_it() {
    let desk = desk();
    for (target, status) in [
        ("/api/v1/stories/none", 404),
        ("/api/v1/stories?sort=best", 400),
        ("/api/v1/stories?limit=many", 400),
        ("/api/v1/search", 400),
        ("/api/v1/nothing", 404),
    ] {
        let answer = ask(desk, "GET", target, &[&known(desk)], b"");
        assert_eq!(answer.status, status, "{target}");
        assert!(answer.head.contains("content-type: application/problem+json"), "{target}: {}", answer.head);
        let body: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(body["status"], status, "{target}");
        assert!(body["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{body}");
    }
    let page = ask(desk, "GET", "/s/none", &[&known(desk), "Accept: text/html"], b"");
    assert!(page.status == 404 && page.body.contains("<h1>"), "{}", page.body);
    assert_eq!(ask(desk, "DELETE", "/", &[&known(desk)], b"").status, 405);
}

#[test]
fn what_is_too_large_is_refused() {
    let desk = desk();
    let json = "Content-Type: application/json";
    let large = vec![b'x'; (2 << 20) + 1];
    assert_eq!(ask(desk, "POST", "/api/v1/read", &[&known(desk), json], &large).status, 413);
    let long = format!("/?words={}", "x".repeat(5_000));
    assert_eq!(ask(desk, "GET", &long, &[&known(desk)], b"").status, 414);
    let header = format!("X-Long: {}", "x".repeat(20 << 10));
    assert_eq!(ask(desk, "GET", "/", &[&known(desk), &header], b"").status, 431);
    for (kind, body, status) in [
        (json, &b"{}"[..], 400),
        (json, b"[", 400),
        (json, b"{\"text\": \" \"}", 400),
        (json, b"{\"text\": 7}", 400),
        ("Content-Type: text/plain", b"\xff\xfe\xfd", 400),
        ("Content-Type: image/png", b"x", 415),
        ("X-None: x", b"x", 415),
    ] {
        let answer = ask(desk, "POST", "/api/v1/read", &[&known(desk), kind], body);
        assert_eq!(answer.status, status, "{kind} {body:?}");
    }
    assert_eq!(ask(desk, "POST", "/upload", &[&known(desk)], b"x").status, 400);
}

#[test]
fn a_text_is_read_and_not_kept() {
    let desk = desk();
    let body =
        br#"{"text": "The bakers of Tollmere will strike, guild master Ina Pross said.", "outlet": "Quay Times"}"#;
    let headers = [&known(desk), "Content-Type: application/json"];
    let answer = ask(desk, "POST", "/api/v1/read", &headers, body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(told["articles"][0]["outlet"], "Quay Times");
    let id = told["articles"][0]["id"].as_str().expect("an id");
    assert_eq!(ask(desk, "GET", &format!("/api/v1/articles/{id}"), &[&known(desk)], b"").status, 404);
}

#[test]
fn a_store_shows_notes_and_earlier_wordings() {
    let store = Store::in_memory().expect("a store");
    let knowledge = Knowledge::bundled();
    let page = |text: &str| Page {
        place: "quay".to_owned(),
        body: Body::Dump(text.to_owned()),
        hints: Hints { url: Some("https://quay.example/mill".to_owned()), ..Hints::default() },
    };
    let mut ids = Vec::new();
    for text in ["The mill in Tollmere will close, Ina Pross said.", "The mill in Tollmere will stay, Ina Pross said."]
    {
        store.add([page(text)], &knowledge, &mut |saved| ids.push(saved.id.clone())).expect("it is added");
    }
    store.settle(&knowledge).expect("it is settled");
    let story = store.article(&ids[1]).expect("an answer").expect("an article").stories.remove(0);
    store.note(&story, "ask <the> guild").expect("a note");
    let door = bind(None, Some(0), 0).expect("a free port");
    let desk = started(&door);
    std::thread::spawn(move || serve(Desk::of_store(store), door, std::future::pending()));
    let page = ask(&desk, "GET", &format!("/s/{story}"), &[&known(&desk)], b"").body;
    assert!(page.contains("ask &lt;the&gt; guild"), "{page}");
    let share = ask(&desk, "GET", &format!("/s/{story}.html"), &[&known(&desk)], b"").body;
    assert!(share.contains("Ina Pross") && !share.contains("guild"), "a note stays at the desk");
    let article = ask(&desk, "GET", &format!("/a/{}", ids[1]), &[&known(&desk)], b"").body;
    assert!(article.contains("Read in 2 wordings") && article.contains(&format!("/a/{}", ids[0])), "{article}");
    let earlier = ask(&desk, "GET", &format!("/a/{}", ids[0]), &[&known(&desk)], b"").body;
    assert!(earlier.contains("This is an earlier one") && earlier.contains("will close"), "{earlier}");
    let found = ask(&desk, "GET", "/?words=mill%20%22%20OR%20(", &[&known(&desk)], b"");
    assert_eq!(found.status, 200, "what is searched for is never syntax");
}

#[test]
fn a_note_is_written_from_the_page_and_from_no_other_site() {
    let (store, knowledge) = (Store::in_memory().expect("a store"), Knowledge::bundled());
    let body = Body::Exact("The mill in Tollmere will close, Ina Pross said.".to_owned());
    let page = Page { place: "quay".to_owned(), body, hints: Hints::default() };
    store.add([page], &knowledge, &mut |_| {}).expect("it is added");
    store.settle(&knowledge).expect("it is settled");
    let story = store.story_numbered(1).expect("an answer").expect("a story");
    let claim = store.story(&story).expect("an answer").expect("a story").story.claims[0].id.clone();
    let door = bind(None, Some(0), 0).expect("a free port");
    let desk = started(&door);
    std::thread::spawn(move || serve(Desk::of_store(store), door, std::future::pending()));
    let form = "Content-Type: application/x-www-form-urlencoded";
    let write = |headers: &[&str], about: &str, text: &str| {
        let known = known(&desk);
        let headers: Vec<&str> = [known.as_str(), form].into_iter().chain(headers.iter().copied()).collect();
        ask(&desk, "POST", "/notes", &headers, format!("about={about}&text={text}").as_bytes())
    };
    let written = write(&[], &claim, "I+asked%3A+%3Cb%3Eno%3C%2Fb%3E");
    assert!(
        written.status == 303 && written.head.contains(&format!("location: /s/{story}#{claim}")),
        "{}",
        written.head
    );
    assert_eq!(write(&[], &story, "Older.").status, 303);
    for (headers, about, text, status) in [
        (&["Origin: https://elsewhere.example", "Sec-Fetch-Site: cross-site"][..], claim.as_str(), "x", 403),
        (&[], "c-none", "x", 404),
        (&[], claim.as_str(), "++", 400),
    ] {
        assert_eq!(write(headers, about, text).status, status, "{headers:?} {about} {text}");
    }
    let page = ask(&desk, "GET", &format!("/s/{story}"), &[&known(&desk)], b"").body;
    assert!(page.contains("I asked: &lt;b&gt;no&lt;/b&gt;") && page.contains("Older."), "{page}");
    assert_eq!(page.matches("class=\"noting\"").count(), 2, "one for the story, one for its claim");
    let told = ask(&desk, "GET", &format!("/api/v1/claims/{claim}"), &[&known(&desk)], b"").body;
    assert!(told.contains("I asked: <b>no</b>"), "{told}");
    let saved = ask(self::desk(), "POST", "/notes", &[&known(self::desk()), form], b"about=s-1&text=x");
    assert_eq!(saved.status, 400, "a saved run keeps none");
}

#[test]
fn a_saved_run_takes_in_nothing_and_says_so() {
    let form = "Content-Type: multipart/form-data; boundary=edge";
    let body =
        b"--edge\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nA ferry sank off Quarn.\r\n--edge--\r\n";
    let answer = ask(desk(), "POST", "/upload", &[&known(desk()), form], body);
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(answer.body.contains("can be read, not added to"), "{}", answer.body);
}

#[test]
fn broken_records_are_shown_as_far_as_they_go() {
    let desk = desk();
    let page = ask(desk, "GET", "/s/s-1", &[&known(desk)], b"").body;
    assert!(page.contains("1 article is not there any more"), "{page}");
    assert!(page.contains("Its address is no web address"), "{page}");
    assert!(!page.contains("href=\"javascript:"), "{page}");
    let csv = ask(desk, "GET", "/s/s-1.csv", &[&known(desk)], b"").body;
    assert!(csv.contains("'=The mill will close"), "{csv}");
}

#[test]
fn paths_that_are_no_text_are_refused() {
    let desk = desk();
    let targets =
        ["/s/%ff", "/s/%", "/s/%zz", "/s/%00", "/s/%C0%AF", "/%2e%2e/%2e%2e/etc/passwd", "/s/../../x", "//", "/s/"];
    for target in targets {
        let answer = ask(desk, "GET", target, &[&known(desk)], b"");
        assert!((400..500).contains(&answer.status), "{target}: {}", answer.status);
    }
    for request in
        [&b"\x16\x03\x01\x02\x00"[..], b"GET / HTTP/9.9\r\n\r\n", b"GET /\xff\xfe HTTP/1.1\r\n\r\n", b"\r\n\r\n"]
    {
        let answer = send(desk.address, request);
        assert!(answer.status < 500, "{request:?}: {}", answer.status);
    }
}

#[test]
fn a_port_that_is_taken_is_said_so_and_the_next_is_tried() {
    let first = bind(None, Some(0), 0).expect("a free port");
    let port = first.address().port();
    let error = bind(None, Some(port), 0).err().expect("it is taken").to_string();
    assert!(error.contains(&port.to_string()) && error.contains("--port"), "{error}");
    let next = bind(None, None, port).expect("another port");
    assert!(next.address().port() != port && next.address().ip().is_loopback());
}

#[test]
fn every_documented_path_is_answered() {
    let desk = desk();
    let document: serde_json::Value = serde_json::from_str(&headwater_server::openapi()).expect("JSON");
    assert_eq!(document["openapi"], "3.1.0");
    let ids = [("stories", "s-1"), ("claims", "c-1"), ("articles", "a-1")];
    for (path, ways) in document["paths"].as_object().expect("paths") {
        let id = ids.iter().find(|(kind, _)| path.contains(&format!("/{kind}/"))).map_or("", |(_, id)| id);
        let target = path.replace("{id}", id) + if path.ends_with("search") { "?words=mill" } else { "" };
        for way in ways.as_object().expect("methods").keys() {
            let headers = [&known(desk), "Content-Type: text/plain"];
            let status = ask(desk, &way.to_uppercase(), &target, &headers, b"The mill will close.").status;
            assert_eq!(status, 200, "{way} {target}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_request_brings_about_a_server_error(target in target(), method in "GET|HEAD|POST|PUT|OPTIONS", body in any::<Vec<u8>>()) {
        let desk = desk();
        let headers = [&known(desk), "Content-Type: application/json"];
        let answer = ask(desk, &method, &target, &headers, &body);
        assert!(answer.status < 500, "{method} {target}: {}", answer.status);
    }
}

/// Addresses near and far from those there are, with anything in their ids and queries.
fn target() -> impl Strategy<Value = String> {
    let base = proptest::sample::select(TARGETS.to_vec());
    let names = ["words", "outlet", "month", "origins", "sort", "from", "limit", "show", "key"];
    let query =
        proptest::collection::vec((proptest::sample::select(names.to_vec()), "\\PC{0,20}|[0-9]{0,30}|-1"), 0..4);
    (base, "\\PC{0,12}|", query).prop_map(|(base, id, query)| {
        let path = base.split('?').next().unwrap_or_default();
        let pairs: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        format!("{path}{}?{}", encoded(&id), pairs.join("&"))
    })
}

fn encoded(words: &str) -> String {
    words
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
