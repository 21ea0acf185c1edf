//! Hosts are asked as they wish, and told who asks and nothing else.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use headwater_fetch::Settings;
use headwater_store::Store;

use crate::web::{Web, answer, article, html, rss, status};
use crate::{hasty, round};

const PAGES: [(&str, &str); 3] = [("/a", ""), ("/private/b", ""), ("/c", "")];

fn text(words: &str) -> crate::web::Reply {
    answer(200, "Content-Type: text/plain\r\n", words.as_bytes())
}

fn page() -> crate::web::Reply {
    html(&article("Ferry aground", "A ferry ran aground off Tolmeza, the harbour office said."))
}

#[test]
fn robots_txt_is_heeded() {
    let web = Web::new();
    web.site("news.example", |got| match got.path.as_str() {
        "/robots.txt" => text("User-agent: *\nDisallow: /\n\nUser-agent: Headwater\nDisallow: /private/\n"),
        "/feed" => rss(&PAGES),
        _ => page(),
    });
    web.site("shut.example", |got| match got.path.as_str() {
        "/robots.txt" => text("User-agent: *\nDisallow: /\n"),
        _ => rss(&PAGES),
    });
    web.site("ill.example", |got| match got.path.as_str() {
        "/robots.txt" => status(500),
        _ => rss(&PAGES),
    });
    let feeds = ["http://news.example/feed", "http://shut.example/feed", "http://ill.example/feed"];
    let (watched, problems) = round(&Store::in_memory().expect("a store"), &hasty(&web), &feeds);
    assert_eq!((watched.read, watched.failed, watched.missing), (1, 2, 1), "{problems:#?}");
    assert_eq!(web.addresses(), ["news.example/a", "news.example/c", "news.example/feed"]);
    let said =
        |address: &str, why: &str| problems.iter().any(|problem| problem.starts_with(address) && problem.contains(why));
    assert!(said("http://news.example/private/b", "asks that robots stay away"), "{problems:#?}");
    assert!(said("http://ill.example/feed", "could not be asked (the host says no: status 500)"), "{problems:#?}");
}

#[test]
fn robots_txt_of_the_host_that_a_redirect_leads_to_is_heeded_too() {
    let web = Web::new();
    web.site("news.example", |got| match got.path.as_str() {
        "/feed" => rss(&[("/a", "")]),
        "/a" => answer(301, "Location: http://shut.example/a\r\n", b""),
        _ => status(404),
    });
    web.site("shut.example", |got| match got.path.as_str() {
        "/robots.txt" => text("User-agent: *\nDisallow: /\n"),
        _ => page(),
    });
    let (watched, _) = round(&Store::in_memory().expect("a store"), &hasty(&web), &["http://news.example/feed"]);
    assert_eq!((watched.missing, watched.added.new), (1, 0));
    assert_eq!(web.addresses(), ["news.example/a", "news.example/feed"]);
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_with_a_pause() {
    let web = Web::new();
    for host in ["news.example", "slow.example"] {
        web.site(host, move |got| match got.path.as_str() {
            "/robots.txt" if host == "slow.example" => text("User-agent: *\nCrawl-delay: 0.6\n"),
            "/feed" => rss(&PAGES),
            _ => page(),
        });
    }
    let settings = Settings { pause: Duration::from_millis(200), ..hasty(&web) };
    let feeds = ["http://news.example/feed", "http://slow.example/feed"];
    round(&Store::in_memory().expect("a store"), &settings, &feeds);
    let asked = web.asked();
    for (host, pause) in [("news.example", 200), ("slow.example", 600)] {
        let times: Vec<_> = asked.iter().filter(|got| got.host == host).map(|got| got.at).collect();
        assert_eq!(times.len(), 4);
        assert!(times.windows(2).all(|two| Duration::from_millis(pause) <= two[1] - two[0]), "{host}: {times:?}");
    }
}

#[test]
fn a_host_that_asks_to_come_again_is_left_alone_for_so_long() {
    static BUSY: AtomicUsize = AtomicUsize::new(0);
    let web = Web::new();
    web.site("busy.example", |got| match got.path.as_str() {
        "/feed" => rss(&[("/a", "")]),
        "/a" if BUSY.fetch_add(1, Ordering::SeqCst) == 0 => answer(503, "Retry-After: 1\r\n", b""),
        _ => page(),
    });
    web.site("tired.example", |got| match got.path.as_str() {
        "/feed" => rss(&PAGES),
        "/a" => answer(429, "Retry-After: 3600\r\n", b""),
        _ => page(),
    });
    let store = Store::in_memory().expect("a store");
    let feeds = ["http://busy.example/feed", "http://tired.example/feed"];
    let (watched, problems) = round(&store, &hasty(&web), &feeds);
    assert_eq!((watched.added.new, watched.missing), (1, 3), "{problems:#?}");
    assert!(problems.iter().all(|problem| problem.contains("asks to come again in 60 min")), "{problems:#?}");
    let asked = web.asked();
    let busy: Vec<_> =
        asked.iter().filter(|got| got.host == "busy.example" && got.path == "/a").map(|got| got.at).collect();
    assert!(busy.len() == 2 && Duration::from_secs(1) <= busy[1] - busy[0]);
    assert_eq!(asked.iter().filter(|got| got.host == "tired.example").count(), 2, "its feed, and one page");
    web.addresses();
    let soon = Settings { clock: || "2024-05-06T10:30:00Z".parse().expect("a time"), ..hasty(&web) };
    round(&store, &soon, &["http://tired.example/feed"]);
    assert_eq!(web.addresses(), ["tired.example/feed"], "half an hour later its pages are left alone still");
    let later = Settings { clock: || "2024-05-06T11:01:00Z".parse().expect("a time"), ..hasty(&web) };
    round(&store, &later, &["http://tired.example/feed"]);
    assert_eq!(web.addresses(), ["tired.example/a", "tired.example/feed"]);
}

#[test]
fn a_feed_that_says_how_long_it_holds_is_left_alone_for_so_long() {
    let web = Web::new();
    web.site("news.example", |_| {
        answer(
            200,
            "Content-Type: text/xml\r\nCache-Control: public, max-age=7200\r\n",
            crate::web::rss_words(&[]).as_bytes(),
        )
    });
    let store = Store::in_memory().expect("a store");
    let (watched, _) = round(&store, &hasty(&web), &["http://news.example/feed"]);
    assert_eq!(watched.next.map(|next| next.to_string()).as_deref(), Some("2024-05-06T12:00:00Z"));
}

#[test]
fn hosts_learn_who_asks_and_nothing_else() {
    let web = Web::new();
    web.site("news.example", |got| match got.path.as_str() {
        "/feed" => answer(
            200,
            "Content-Type: text/xml\r\nSet-Cookie: id=1; Path=/\r\n",
            crate::web::rss_words(&PAGES[..1]).as_bytes(),
        ),
        _ => page(),
    });
    let settings = Settings { contact: Some("mailto:desk@paper.example".to_owned()), ..hasty(&web) };
    round(&Store::in_memory().expect("a store"), &settings, &["http://news.example/feed"]);
    let asked = web.asked();
    assert_eq!(asked.len(), 2);
    for got in asked {
        let agent = &got.headers["user-agent"];
        assert!(agent.starts_with("headwater/") && agent.ends_with("(+mailto:desk@paper.example)"), "{agent}");
        let names: Vec<&str> = got.headers.keys().map(String::as_str).collect();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
    }
}
