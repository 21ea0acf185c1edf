//! Feeds: RSS, Atom and JSON Feed. The one place that reads them, whether they come from a file or from a network.
//!
//! Dates are kept as the feed wrote them: the day that a publisher means is the day of its own time zone.

use std::sync::{Arc, Mutex};

use chrono::DateTime;
use feed_rs::model::{self, FeedType};
use headwater::{Body, ClaimedDate, Furniture, FurnitureKind, Hints, Page};

use crate::html::{self, Block};
use crate::open::Cleaning;
use crate::{Problem, xml};

/// The most entries that one feed is read to.
const MOST_ENTRIES: usize = 50_000;

/// What stands between an outlet's name and a section's in a feed's title.
const BETWEEN: [&str; 7] = [" - ", " | ", " – ", " — ", " » ", " :: ", ": "];

/// A feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// What it calls itself.
    pub title: Option<String>,
    /// The site that it is of.
    pub link: Option<String>,
    /// The language it declares.
    pub language: Option<String>,
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
}

/// One entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What the feed names it by, if it does.
    pub id: Option<String>,
    /// The page that it announces, as an absolute address where the feed gives one.
    pub link: Option<String>,
    /// Its headline, without markup.
    pub title: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// When it was changed, as written, where that is told apart from when it was published.
    pub updated: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its words.
    pub words: Words,
}

/// The words of an entry, by what the feed says they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// The content: as a rule the whole article, as HTML.
    Content(String),
    /// A summary or description, as HTML: as a rule the first words of the article, or words about it.
    Summary(String),
    /// None.
    #[default]
    None,
}

/// Reads a feed. `place` is what to call it: its file, or its address, against which links are completed.
pub fn parse_feed(bytes: &[u8], place: &str) -> Result<Feed, Problem> {
    let problem = |why: String| Problem::new(place, why);
    xml::check_depth(bytes).map_err(problem)?;
    let written: Arc<Mutex<Vec<String>>> = Arc::default();
    let parser = feed_rs::parser::Builder::new()
        .base_uri(place.contains("://").then_some(place))
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(keep_written(written.clone()))
        .build();
    // The parser is not ours to prove free of panics, and one feed must not end a run.
    let parsed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| parser.parse(bytes)));
    let feed = parsed.map_err(|_| problem("no feed that can be read".to_owned()))?;
    let feed = feed.map_err(|error| problem(format!("no feed: {error}")))?;
    if MOST_ENTRIES < feed.entries.len() {
        return Err(problem(format!("over {MOST_ENTRIES} entries; a feed has far less")));
    }
    let dates = written.lock().map(|dates| dates.clone()).unwrap_or_default();
    Ok(of_model(feed, &dates))
}

/// Keeps each date as written, and hands its place in the list through as if it were a time.
fn keep_written(
    written: Arc<Mutex<Vec<String>>>,
) -> impl Fn(&str) -> Option<DateTime<chrono::Utc>> + Send + Sync + 'static {
    move |date| {
        let mut written = written.lock().ok()?;
        written.push(date.trim().to_owned());
        DateTime::from_timestamp(i64::try_from(written.len()).ok()?, 0)
    }
}

fn of_model(feed: model::Feed, dates: &[String]) -> Feed {
    let is_rss = matches!(feed.feed_type, FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2);
    Feed {
        title: feed.title.and_then(|title| plain(&title, is_rss)),
        link: page_link(&feed.links),
        language: feed.language.filter(|language| !language.is_empty()),
        entries: feed.entries.into_iter().map(|entry| of_entry(entry, is_rss, dates)).collect(),
    }
}

fn of_entry(entry: model::Entry, is_rss: bool, dates: &[String]) -> Entry {
    let date = |kept: Option<DateTime<chrono::Utc>>| {
        let index = usize::try_from(kept?.timestamp()).ok()?.checked_sub(1)?;
        dates.get(index).filter(|date| !date.is_empty()).cloned()
    };
    let published = date(entry.published);
    let authors: Vec<String> = entry.authors.into_iter().filter_map(|author| author.name).collect();
    Entry {
        link: page_link(&entry.links).or_else(|| Some(entry.id.clone()).filter(|id| id.starts_with("http"))),
        id: Some(entry.id).filter(|id| !id.is_empty()),
        title: entry.title.and_then(|title| plain(&title, is_rss)),
        updated: date(entry.updated).filter(|updated| published.as_ref() != Some(updated)),
        published,
        author: Some(authors.join(", ")).filter(|authors| !authors.trim().is_empty()),
        words: words(entry.content, entry.summary),
    }
}

fn words(content: Option<model::Content>, summary: Option<model::Text>) -> Words {
    let content = content.and_then(|content| Some((content.content_type.to_string(), content.body?)));
    let content = content.map(|(kind, body)| as_html(&kind, body)).filter(|words| !words.trim().is_empty());
    let summary = summary.map(|text| as_html(text.content_type.as_ref(), text.content));
    match (content, summary.filter(|words| !words.trim().is_empty())) {
        (Some(content), _) => Words::Content(content),
        (None, Some(summary)) => Words::Summary(summary),
        (None, None) => Words::None,
    }
}

/// Words as HTML: those that are none are escaped, a line a paragraph.
fn as_html(kind: &str, words: String) -> String {
    if !kind.starts_with("text/plain") {
        return words;
    }
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;");
    escaped.lines().map(|line| format!("<p>{line}</p>")).collect()
}

/// A title without markup. RSS does not say whether its titles have any, and most readers take it that they do.
fn plain(text: &model::Text, is_rss: bool) -> Option<String> {
    let words = match is_rss || !text.content_type.as_ref().starts_with("text/plain") {
        true => html::all_words(&text.content),
        false => text.content.clone(),
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(words).filter(|words| !words.is_empty())
}

/// The address of the page among links: none that is the feed itself, a comment or an attachment.
fn page_link(links: &[model::Link]) -> Option<String> {
    let is_page =
        |link: &&model::Link| matches!(link.rel.as_deref(), None | Some("alternate")) && link.target.is_none();
    let found =
        links.iter().filter(is_page).find(|link| link.media_type.as_deref().is_none_or(|kind| kind.contains("html")));
    Some(found?.href.trim().to_owned()).filter(|link| !link.is_empty())
}

/// The pages of a feed: each entry with words is one.
pub(crate) fn pages(bytes: &[u8], place: &str, cleaning: Cleaning) -> Vec<Result<Page, Problem>> {
    let feed = match parse_feed(bytes, place) {
        Ok(feed) => feed,
        Err(problem) => return vec![Err(problem)],
    };
    if feed.entries.is_empty() {
        return vec![Err(Problem::new(place, "a feed without entries"))];
    }
    let entries = feed.entries.iter().enumerate();
    entries.map(|(index, entry)| page_of_entry(entry, &feed, &format!("{place}#{}", index + 1), cleaning)).collect()
}

/// An entry as a page. `place` is what to call it if it has no address. The error says that it has no words.
pub fn page_of_entry(entry: &Entry, feed: &Feed, place: &str, cleaning: Cleaning) -> Result<Page, Problem> {
    let mut notes = Vec::new();
    let words = match &entry.words {
        Words::Content(words) => words,
        Words::Summary(words) => {
            notes.push("only the feed's summary of it was read".to_owned());
            words
        }
        Words::None => {
            let link = entry.link.as_deref().unwrap_or("no address given");
            return Err(Problem::new(place, format!("an entry without words; its page is elsewhere: {link}")));
        }
    };
    let date = |written: &Option<String>, place: &str| {
        written.clone().map(|written| ClaimedDate { written, place: place.to_owned() })
    };
    let hints = Hints {
        url: entry.link.clone(),
        outlet: feed.title.clone().filter(|title| !BETWEEN.iter().any(|between| title.contains(between))),
        title: entry.title.clone(),
        byline: entry.author.clone(),
        language: feed.language.clone(),
        dates: date(&entry.published, "feed published")
            .into_iter()
            .chain(date(&entry.updated, "feed updated"))
            .collect(),
        notes,
        ..Hints::default()
    };
    let place = entry.link.clone().unwrap_or_else(|| place.to_owned());
    Ok(Page { place, body: body(words, cleaning), hints })
}

/// What a feed gives is the article without its site around it, so all its words are text but captions and the like.
fn body(words: &str, cleaning: Cleaning) -> Body {
    if cleaning == Cleaning::ToTheLetter {
        return Body::Exact(html::all_words(words));
    }
    let (text, rest): (Vec<Block>, Vec<Block>) =
        html::blocks(words).into_iter().partition(|block| block.kind.is_none());
    let furniture = |block: Block| Furniture {
        text: block.text,
        kind: block.kind.unwrap_or(FurnitureKind::Caption),
        rule: "html-in-feed".into(),
    };
    let text: Vec<String> = text.into_iter().map(|block| block.text).collect();
    Body::Extracted { text: text.join("\n\n"), rest: rest.into_iter().map(furniture).collect() }
}

#[cfg(test)]
mod tests {
    use headwater::Body;

    use super::{Cleaning, Feed, Words, page_of_entry, pages, parse_feed};

    const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel><title>Haldevik Courier</title><link>https://courier.example/</link><language>en</language>
        <item><title>Toll &amp;amp; tide</title><link>https://courier.example/toll</link><dc:creator>Ada Vell</dc:creator>
        <pubDate>Tue, 08 Oct 2024 23:40:00 -0500</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>The toll will rise, the port said.</p><figcaption>A quay.</figcaption><script>x()</script>
        <p>Shippers are angry &amp; loud.</p>]]></content:encoded></item>
        <item><title>Only words about it</title><link>https://courier.example/b</link><description>&lt;b&gt;Ferries&lt;/b&gt; stop.</description></item>
        <item><title>Nothing</title></item></channel></rss>"#;

    fn feed(text: &str) -> Feed {
        parse_feed(text.as_bytes(), "feed.xml").expect("a feed")
    }

    #[test]
    fn an_entry_keeps_its_link_title_author_and_its_date_as_written() {
        let found = feed(RSS);
        assert_eq!(found.title.as_deref(), Some("Haldevik Courier"));
        let first = &found.entries[0];
        assert_eq!(first.link.as_deref(), Some("https://courier.example/toll"));
        assert_eq!(first.title.as_deref(), Some("Toll & tide"));
        assert_eq!(first.author.as_deref(), Some("Ada Vell"));
        assert_eq!(first.published.as_deref(), Some("Tue, 08 Oct 2024 23:40:00 -0500"));
        assert_eq!(first.updated, None);
        assert_eq!(found.entries[2].words, Words::None);
    }

    #[test]
    fn content_is_the_page_and_its_captions_are_furniture() {
        let found = feed(RSS);
        let page = page_of_entry(&found.entries[0], &found, "feed.xml#1", Cleaning::Clean).expect("a page");
        let Body::Extracted { text, rest } = page.body else { panic!("extracted") };
        assert_eq!(text, "The toll will rise, the port said.\n\nShippers are angry & loud.");
        assert_eq!(rest.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>(), ["A quay."]);
        assert_eq!(page.place, "https://courier.example/toll");
        assert_eq!(page.hints.outlet.as_deref(), Some("Haldevik Courier"));
    }

    #[test]
    fn what_is_only_a_summary_says_so_and_what_has_no_words_is_named() {
        let found = pages(RSS.as_bytes(), "feed.xml", Cleaning::Clean);
        let second = found[1].as_ref().expect("a page");
        assert_eq!(second.hints.notes, ["only the feed's summary of it was read"]);
        assert_eq!(second.body, Body::Extracted { text: "Ferries stop.".to_owned(), rest: vec![] });
        let third = found[2].as_ref().expect_err("no words").to_string();
        assert_eq!(third, "cannot read `feed.xml#3`: an entry without words; its page is elsewhere: no address given");
    }

    #[test]
    fn atom_and_json_feed_are_read_too() {
        let atom = feed(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Norvane - World</title><entry><id>urn:x:1</id>
            <title type="html">A &amp;lt;b&amp;gt; c</title><link rel="alternate" href="https://norvane.example/1"/>
            <link rel="enclosure" href="https://norvane.example/1.mp3"/><updated>2024-10-09</updated>
            <published>2024-10-08T07:40:00+02:00</published><content type="text">One &lt;two.
Three.</content></entry></feed>"#,
        );
        let entry = &atom.entries[0];
        assert_eq!(entry.title.as_deref(), Some("A <b> c"));
        assert_eq!(entry.link.as_deref(), Some("https://norvane.example/1"));
        assert_eq!(entry.published.as_deref(), Some("2024-10-08T07:40:00+02:00"));
        assert_eq!(entry.updated.as_deref(), Some("2024-10-09"));
        let page = page_of_entry(entry, &atom, "x", Cleaning::ToTheLetter).expect("a page");
        assert_eq!(page.body, Body::Exact("One <two.\nThree.".to_owned()));
        assert_eq!(page.hints.outlet, None, "which part of the title is the outlet cannot be told");

        let json = feed(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1",
            "url": "https://j.example/1", "content_text": "Words.", "date_published": "2024-10-08"}]}"#,
        );
        assert_eq!(json.entries[0].words, Words::Content("<p>Words.</p>".to_owned()));
        assert_eq!(json.entries[0].published.as_deref(), Some("2024-10-08"));
    }

    #[test]
    fn hostile_feeds_are_refused_or_read_in_one_pass() {
        let deep = format!("<rss version='2.0'><channel>{}", "<a>".repeat(100_000));
        assert!(parse_feed(deep.as_bytes(), "x").is_err());
        let laughs = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><rss version='2.0'><channel><title>&b;</title>\
            <item><description>&b; words</description></item></channel></rss>";
        let found = parse_feed(laughs.as_bytes(), "x");
        assert!(!format!("{found:?}").contains("haha"), "{found:?}");
        for text in ["", "<", "{}", "<rss>", "<rss version='2.0'/>", "<feed", "\u{0}"] {
            let _ = parse_feed(text.as_bytes(), "x");
        }
    }
}
