//! Formats that go in: feeds, lists, archives, tables.

use std::path::Path;

use crate::{of_type, records, run};

fn written(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
    <channel><title>Haldevik Courier</title><item><title>Toll to rise</title><link>https://courier.example/toll</link>
    <pubDate>Tue, 08 Oct 2024 23:40:00 -0500</pubDate><content:encoded>&lt;p&gt;The toll will rise in May, the port
    authority said on Tuesday.&lt;/p&gt;</content:encoded></item><item><title>Ferries</title>
    <link>https://courier.example/ferries</link><description>Ferries stop, the mayor said.</description></item>
    </channel></rss>"#;

#[test]
fn entries_of_a_feed_are_articles_dated_as_the_feed_wrote() {
    let folder = tempfile::tempdir().expect("a folder");
    let feed = written(folder.path(), "courier.xml", FEED);
    written(folder.path(), "sitemap.xml", "<urlset><url/></urlset>");
    let records = records(&["read", "--quiet", "--format", "jsonl", folder.path().to_str().expect("UTF-8")]);
    let articles = of_type(&records, "article");
    assert_eq!(articles.len(), 2, "the sitemap beside {feed} is passed over");
    let toll = articles.iter().find(|article| article["ref"] == "https://courier.example/toll").expect("the entry");
    assert_eq!(toll["published"]["date"], "2024-10-08", "the day is that of the publisher's time zone");
    assert_eq!((&toll["outlet"], &toll["title"]), (&"Haldevik Courier".into(), &"Toll to rise".into()));
    let ferries = articles.iter().find(|article| article["ref"] == "https://courier.example/ferries").expect("it");
    assert!(ferries["notes"].to_string().contains("only the feed's summary"), "{ferries}");
}

#[test]
fn a_list_of_feeds_says_what_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = r#"<opml version="2.0"><body><outline xmlUrl="https://courier.example/rss"/></body></opml>"#;
    let (_, error, status) = run(&["read", &written(folder.path(), "mine.opml", list)]);
    assert_eq!(status, 2);
    assert!(error.contains("a list of 1 feed, not pages, and nothing is fetched"), "{error}");
    assert!(error.contains("https://courier.example/rss"), "{error}");
}
