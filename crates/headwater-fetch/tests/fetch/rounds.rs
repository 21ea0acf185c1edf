//! What rounds put into a store, one after another.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use headwater_fetch::{Settings, Stop, Told, gate, watch};
use headwater_store::{Kept, Store, StoryQuery};

use crate::web::{Reply, Web, answer, article, html, rss, status};
use crate::{hasty, knowledge, round};

const FERRY: &str = "A ferry with forty passengers ran aground off Tolmeza island on Monday, the harbour office said.";
const BRIDGE: &str = "The bridge over the Sarn will be closed for a year, the mayor of Brundel, Ada Kessel, said.";
const DAY: &str = "Mon, 06 May 2024 08:00:00 +0200";

const ATOM: &str = r#"<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>f</id>
<updated>2024-05-06T08:00:00Z</updated><entry><title>T</title><id>1</id><updated>2024-05-06T08:00:00Z</updated>
<link rel="alternate" href="/bridge"/><link rel="edit" href="/edit"/></entry></feed>"#;
const JSON: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1",
"url": "https://json.example/ferry", "title": "T", "date_published": "2024-05-06T08:00:00+02:00"}]}"#;

fn texts(store: &Store) -> String {
    store.records().expect("records").iter().map(|record| format!("{record:?}\n")).collect()
}

#[test]
fn rss_atom_and_json_feeds_lead_to_pages() {
    let web = Web::new();
    web.site("rss.example", |got| match got.path.as_str() {
        "/feed" => rss(&[("http://rss.example/ferry", DAY), ("http://rss.example/ferry#again", DAY)]),
        "/ferry" => html(&article("Ferry aground", FERRY)),
        _ => status(404),
    });
    web.site("atom.example", |got| match got.path.as_str() {
        "/feed" => answer(200, "Content-Type: application/atom+xml\r\n", ATOM.as_bytes()),
        "/bridge" => html(&article("Bridge closed", BRIDGE)),
        _ => status(404),
    });
    web.site("json.example", |got| match got.path.as_str() {
        "/feed" => answer(
            200,
            "Content-Type: application/feed+json\r\n",
            JSON.replace("https://json.example", "http://json.example").as_bytes(),
        ),
        "/ferry" => answer(302, "Location: /moved\r\n", b""),
        "/moved" => html(&article("Ferry off Tolmeza", &format!("{FERRY} It had left Brundel at noon."))),
        _ => status(404),
    });
    let store = Store::in_memory().expect("a store");
    let feeds = ["http://rss.example/feed", "http://atom.example/feed", "http://json.example/feed"];
    let (watched, problems) = round(&store, &hasty(&web), &feeds);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!((watched.read, watched.added.new, watched.missing), (3, 3, 0));
    let asked = web.addresses();
    let pages = ["atom.example/bridge", "json.example/ferry", "json.example/moved", "rss.example/ferry"];
    assert!(pages.iter().all(|page| asked.contains(&(*page).to_owned())) && asked.len() == 7, "{asked:?}");
    let list = store.stories(&StoryQuery { limit: 9, ..StoryQuery::default() }).expect("listed");
    assert_eq!((list.total, list.stories[0].articles), (2, 2), "the ferry is one story");
    let all = texts(&store);
    for words in ["Brundel Courier", "http://json.example/moved", "2024-05-06", "Ferry aground"] {
        assert!(all.contains(words), "{words}: {all}");
    }
}

/// The same later on.
fn later(settings: Settings) -> Settings {
    Settings { clock: || "2024-05-06T11:00:00Z".parse().expect("a time"), ..settings }
}

#[test]
fn a_second_round_asks_only_for_what_is_new_and_says_what_it_has() {
    static ROUND: AtomicUsize = AtomicUsize::new(0);
    let web = Web::new();
    web.site("news.example", |got| {
        let round = ROUND.load(Ordering::SeqCst);
        let has = |name: &str, value: &str| got.headers.get(name).is_some_and(|got| got == value);
        match got.path.as_str() {
            "/feed" if round == 2 && has("if-none-match", "\"one\"") => status(304),
            "/feed" if round < 3 => answer(
                200,
                "Content-Type: text/xml\r\nETag: \"one\"\r\n",
                crate::web::rss_words(&[("http://news.example/ferry", DAY)]).as_bytes(),
            ),
            "/feed" => rss(&[("http://news.example/ferry", "Mon, 06 May 2024 12:00:00 +0200"), ("/bridge", DAY)]),
            "/ferry" if round < 3 => {
                let headers = "Content-Type: text/html\r\nLast-Modified: Mon, 06 May 2024 06:00:00 GMT\r\n";
                answer(200, headers, article("Ferry aground", FERRY).as_bytes())
            }
            "/ferry" if has("if-modified-since", "Mon, 06 May 2024 06:00:00 GMT") => {
                html(&article("Ferry aground", &FERRY.replace("forty", "fifty")))
            }
            "/bridge" => html(&article("Bridge closed", BRIDGE)),
            _ => status(404),
        }
    });
    let store = Store::in_memory().expect("a store");
    let feed = ["http://news.example/feed"];
    let begin = |number| ROUND.store(number, Ordering::SeqCst);
    begin(1);
    let (first, problems) = round(&store, &hasty(&web), &feed);
    assert_eq!((first.added.new, problems), (1, Vec::new()));
    let early = round(&store, &hasty(&web), &feed).0;
    assert_eq!(
        (early.early, early.read, early.next.map(|next| next.to_string()).as_deref()),
        (1, 0, Some("2024-05-06T10:15:00Z"))
    );
    assert_eq!(web.addresses(), ["news.example/feed", "news.example/ferry"], "asked once in a quarter of an hour");
    begin(2);
    let watched = round(&store, &later(hasty(&web)), &feed).0;
    assert_eq!((watched.same, watched.added.new), (1, 0));
    assert_eq!(web.addresses(), ["news.example/feed"], "what is there is not asked for again");
    begin(3);
    let evening = Settings { clock: || "2024-05-06T20:00:00Z".parse().expect("a time"), ..hasty(&web) };
    let (watched, problems) = round(&store, &evening, &feed);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!((watched.read, watched.added.new, watched.added.revised), (1, 1, 1), "a newer date: it is asked again");
    assert!(texts(&store).contains("fifty passengers"));
}

#[test]
fn what_is_gone_stays_in_the_store_and_what_was_forgotten_stays_away() {
    let web = Web::new();
    static GONE: AtomicUsize = AtomicUsize::new(0);
    web.site("news.example", |got| match (got.path.as_str(), GONE.load(Ordering::SeqCst)) {
        ("/feed", round) => rss(&[("/ferry", &format!("{DAY} {round}")), ("/bridge", &format!("{DAY} {round}"))]),
        ("/ferry", 0) => html(&article("Ferry aground", FERRY)),
        ("/bridge", _) => html(&article("Bridge closed", BRIDGE)),
        _ => status(410),
    });
    let store = Store::in_memory().expect("a store");
    let feed = ["http://news.example/feed"];
    assert_eq!(round(&store, &hasty(&web), &feed).0.added.new, 2);
    store.forget("http://news.example/bridge", knowledge()).expect("forgotten");
    let before = texts(&store);
    web.addresses();
    GONE.store(1, Ordering::SeqCst);
    let (watched, problems) = round(&store, &later(hasty(&web)), &feed);
    assert_eq!((watched.missing, watched.added.new), (1, 0));
    assert_eq!(problems, ["http://news.example/ferry: the host says no: status 410"]);
    assert_eq!(web.addresses(), ["news.example/feed", "news.example/ferry"]);
    assert_eq!(texts(&store), before);
    assert_eq!(store.verify().expect("looked"), []);
}

#[test]
fn a_stop_ends_a_round_at_once_and_keeps_what_came() {
    let web = Web::new();
    web.site("news.example", |got| match got.path.as_str() {
        "/feed" => rss(&[("/ferry", DAY), ("http://slow.example/a", DAY)]),
        _ => html(&article("Ferry aground", FERRY)),
    });
    web.site("slow.example", |_| Reply::Endless(Vec::new(), b"x".to_vec(), Duration::from_millis(50)));
    let store = Store::in_memory().expect("a store");
    let settings = Settings { patience: Duration::from_secs(60), ..hasty(&web) };
    let (stop, begun) = (Stop::default(), Instant::now());
    let feed = gate::address("http://news.example/feed").expect("open");
    let mut tell = |told: Told| {
        if let Told::Saved(_, address, how) = told {
            assert_eq!((address, how), ("http://news.example/ferry", Kept::New));
            stop.now();
        }
    };
    let watched = watch(&store, knowledge(), &[feed], &settings, &stop, &mut tell).expect("a round");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!((watched.added.new, watched.settled), (1, None));
    assert!(!store.is_settled().expect("asked"));
    assert_eq!(store.settle(knowledge()).expect("settled").stories, 1, "the next command tells its story");
}

#[test]
fn lists_of_feeds_are_read_from_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, words: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, words).expect("written");
        file.display().to_string()
    };
    let opml = "<opml version=\"2.0\"><body><outline xmlUrl=\"https://a.example/feed\"/>\
        <outline text=\"Inside\"><outline xmlUrl=\"http://192.168.1.1/feed\"/></outline></body></opml>";
    let named = [
        write("list.opml", opml),
        write("list.txt", "# mine\nhttps://b.example/feed\n\nhttps://a.example/feed\n"),
        "file:///etc/passwd".to_owned(),
        "https://c.example/feed".to_owned(),
        write("empty.opml", "<opml><body/></opml>"),
        folder.path().join("none.opml").display().to_string(),
    ];
    let found = headwater_fetch::sources(&named);
    let feeds: Vec<&str> = found.feeds.iter().map(|feed| feed.as_str()).collect();
    assert_eq!(feeds, ["https://a.example/feed", "https://b.example/feed", "https://c.example/feed"]);
    let why: Vec<&str> = found.problems.iter().map(|(_, why)| why.as_str()).collect();
    let inside = "refused: it leads to 192.168.1.1, which is not the open web";
    let scheme = "refused: only http and https are asked";
    assert_eq!(why[..3], [inside, scheme, "it lists no feed"]);
    assert_eq!(why.len(), 4, "{why:?}");
}
