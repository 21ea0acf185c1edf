//! What a feed lists: pages to ask for.

use headwater_input::Feed;
use url::Url;

/// The most entries of one feed that are looked at: feeds list tens, and archives a few hundred.
const MOST_ENTRIES: usize = 500;

/// A page that a feed announces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Announced {
    /// Its address as written, made whole with the feed's.
    pub(crate) address: String,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    /// When it was published, as written.
    pub(crate) published: Option<String>,
    /// What changes when the page does: the newest date that the feed gives it.
    pub(crate) version: Option<String>,
}

/// The pages that an RSS, Atom or JSON feed announces; the error says why there are none.
pub(crate) fn announced(bytes: &[u8], at: &Url) -> Result<Vec<Announced>, String> {
    let feed = headwater_input::parse_feed(bytes, at.as_str()).map_err(|problem| match looks_like_page(bytes) {
        true => "it is a web page, no feed; give the address of its feed".to_owned(),
        false => problem.why,
    })?;
    Ok(pages(feed, at))
}

fn pages(feed: Feed, at: &Url) -> Vec<Announced> {
    let entries = feed.entries.into_iter().take(MOST_ENTRIES);
    let page = |entry: headwater_input::Entry| {
        let link = entry.link?;
        Some(Announced {
            address: at.join(&link).map_or(link, String::from),
            title: entry.title,
            byline: entry.author,
            version: entry.updated.or_else(|| entry.published.clone()),
            published: entry.published,
        })
    };
    entries.filter_map(page).collect()
}

fn looks_like_page(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(512)].trim_ascii_start().to_ascii_lowercase();
    head.starts_with(b"<!doctype html") || head.starts_with(b"<html")
}
