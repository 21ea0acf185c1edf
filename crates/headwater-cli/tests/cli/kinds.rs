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

#[test]
fn rows_of_a_table_are_articles_by_the_columns_that_were_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let table =
        written(folder.path(), "dump.csv", "Tag;Volltext\n2024-10-08;\"The toll will rise, the mayor said.\"\n");
    let (_, error, status) = run(&["read", &table]);
    assert_eq!(status, 2);
    assert!(error.contains("there are `Tag`, `Volltext`; say which column holds the text with --columns"), "{error}");
    let records = records(&["read", "--format", "jsonl", "--columns", "text=Volltext,date=tag", &table]);
    let article = of_type(&records, "article")[0];
    assert_eq!(article["ref"], format!("{table}:2"));
    assert_eq!(article["published"]["date"], "2024-10-08");
}

#[test]
fn a_page_of_an_archive_is_named_by_its_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = "<!doctype html><html><body><p>The toll will rise in May, the mayor said on Tuesday.</p></body></html>";
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/toll\r\n";
    let record = format!("{head}Content-Length: {}\r\n\r\n{block}\r\n\r\n", block.len());
    let broken = record.replace("Content-Length: ", "Content-Length: x");
    let archive = written(folder.path(), "crawl.warc", format!("{broken}{record}"));
    let (out, error, status) = run(&["read", "--format", "jsonl", &archive]);
    assert_eq!(status, 2);
    assert!(error.contains("crawl.warc@0`: its header names no length"), "{error}");
    assert!(out.contains(&format!("crawl.warc@{}\",\"url\":\"https://courier.example/toll\"", broken.len())), "{out}");
}
