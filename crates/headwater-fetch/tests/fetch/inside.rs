//! Nothing that a feed, a page or a name server says leads into one's own network.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use headwater_store::Store;

use crate::web::{OPEN, Web, answer, html, rss};
use crate::{hasty, round};

/// Addresses that are not the open web's, as they may be written.
const INSIDE: &str = "127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 0.0.0.0 [::1] [::] [::ffff:127.0.0.1] \
    [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1] [fc00::1] [fd00:ec2::254] 10.0.0.1 \
    172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254 169.254.170.2 100.64.0.1 100.100.100.200 192.0.0.192 192.0.2.1 \
    198.18.0.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 localhost LOCALHOST. a.localhost \
    metadata.google.internal 127。0。0。1";

/// What the canary heard. It is given a moment: a connection is counted by another thread.
fn alarms(web: &Arc<Web>) -> usize {
    std::thread::sleep(std::time::Duration::from_millis(100));
    web.alarms.load(Ordering::SeqCst)
}

#[test]
fn the_canary_hears_what_reaches_it() {
    let web = Web::new();
    web.name("lost.example", vec![vec!["93.184.216.99".parse().expect("a number")]]);
    round(&Store::in_memory().expect("a store"), &hasty(&web), &["http://lost.example/feed"]);
    assert_ne!(alarms(&web), 0);
}

#[test]
fn links_of_feeds_and_redirects_do_not_lead_inside() {
    let web = Web::new();
    let hosts: Vec<&'static str> = INSIDE.split_whitespace().collect();
    for host in &hosts {
        web.name(&host.trim_end_matches('.').to_lowercase(), vec![vec![IpAddr::from([127, 0, 0, 1])]]);
    }
    let links: Vec<String> = hosts.iter().map(|host| format!("http://{host}/")).collect();
    let there: Vec<String> = (0..hosts.len() * 5).map(|index| format!("http://jump.example/{index}")).collect();
    let all: Vec<String> = links.iter().chain(&there).cloned().collect();
    web.site("news.example", move |_| rss(&all.iter().map(|link| (link.as_str(), "")).collect::<Vec<_>>()));
    let count = hosts.len() * 6;
    web.site("jump.example", move |got| {
        let index: usize = got.path[1..].parse().unwrap_or_default();
        let status = [301, 302, 303, 307, 308][index % 5];
        answer(status, &format!("Location: http://{}/\r\n", hosts[index / 5 % hosts.len()]), b"")
    });
    let store = Store::in_memory().expect("a store");
    let (watched, problems) = round(&store, &hasty(&web), &["http://news.example/feed"]);
    assert_eq!((watched.read, watched.missing, watched.added.new), (1, count, 0));
    let refused = problems.iter().filter(|problem| problem.contains("refused: ")).count();
    assert_eq!(refused, count, "{problems:#?}");
    assert_eq!(alarms(&web), 0);
}

#[test]
fn names_that_stand_for_numbers_inside_are_not_followed() {
    let web = Web::new();
    let inside = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fd00::1"];
    let numbers: Vec<IpAddr> = inside.iter().map(|number| number.parse().expect("a number")).collect();
    let mut feeds = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        web.name(&format!("inside{index}.example"), vec![vec![*number]]);
        web.name(&format!("mixed{index}.example"), vec![vec![OPEN, *number]]);
        feeds.extend([format!("http://inside{index}.example/feed"), format!("http://mixed{index}.example/feed")]);
    }
    let feeds: Vec<&str> = feeds.iter().map(String::as_str).collect();
    let store = Store::in_memory().expect("a store");
    let (watched, problems) = round(&store, &hasty(&web), &feeds);
    assert_eq!((watched.failed, watched.read), (feeds.len(), 0));
    assert!(problems.iter().all(|problem| problem.contains("which is not the open web")), "{problems:#?}");
    assert!(web.asked().is_empty());
    assert_eq!(alarms(&web), 0);
}

#[test]
fn a_name_that_changes_what_it_stands_for_is_looked_at_each_time() {
    let web = Web::new();
    web.site("turn.example", |_| html("never"));
    // robots.txt is asked at the open number, the feed at the one inside.
    web.name("turn.example", vec![vec![OPEN], vec![IpAddr::from([127, 0, 0, 1])]]);
    let store = Store::in_memory().expect("a store");
    let (watched, problems) = round(&store, &hasty(&web), &["http://turn.example/feed"]);
    assert_eq!(watched.failed, 1);
    assert_eq!(problems, ["http://turn.example/feed: refused: it leads to 127.0.0.1, which is not the open web"]);
    assert_eq!(alarms(&web), 0);
}
