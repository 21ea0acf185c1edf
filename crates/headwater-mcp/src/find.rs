//! `find_passages`: where words stand.

use headwater_store::{Hit, HitKind, Store};
use serde::Serialize;

use crate::asked::{self, FindPassages};
use crate::quote::{Untrusted, shown};
use crate::refusal::Refusal;
use crate::room::Room;
use crate::tale::PASSAGE;

/// How many are shown where nobody says how many.
const USUAL: usize = 8;
/// The most that can be asked for.
const MOST: usize = 30;

#[derive(Debug, Serialize)]
pub(crate) struct Found {
    passages: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    try_this: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Place {
    /// `story`, `claim` or `article`.
    kind: &'static str,
    id: String,
    /// The story it is in, where it is none itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    quote: String,
    untrusted: Untrusted,
}

pub(crate) fn answer(store: &Store, asked: &FindPassages) -> Result<Found, Refusal> {
    let limit = asked::limit(asked.limit, USUAL, MOST)?;
    let words = asked::words("words", Some(&asked.words))?
        .filter(|words| words.chars().any(char::is_alphanumeric))
        .ok_or_else(|| Refusal::Bounds { name: "words", why: "has no words to look for".to_owned() })?;
    // One more than asked for tells whether there are more.
    let hits = store.search(&words, limit + 1)?;
    let all = hits.len();
    let mut room = if USUAL < limit { Room::long() } else { Room::short() };
    let passages = room.fill(hits.into_iter().map(place), limit);
    Ok(Found {
        left_out: (passages.len() < all).then_some("there are more: ask with a higher limit (up to 30) or more words"),
        try_this: (all == 0).then_some("nothing has all these words; try fewer, or other forms of them"),
        passages,
    })
}

fn place(hit: Hit) -> Place {
    let (kind, title, words) = match hit.kind {
        HitKind::Story => ("story", None, &hit.title),
        HitKind::Claim => ("claim", None, &hit.snippet),
        HitKind::Article => ("article", Some(shown(title(&hit.title), 100)), &hit.snippet),
    };
    let quote = shown(words, PASSAGE);
    let story = (hit.kind != HitKind::Story).then_some(hit.story);
    Place { kind, id: hit.id, story, title, quote, untrusted: Untrusted }
}

/// A title; of the path or address that an article without one goes by, the end.
fn title(title: &str) -> &str {
    if title.contains(char::is_whitespace) && !title.starts_with(['/', '\\']) {
        return title;
    }
    let title = title.trim_end_matches('/');
    title.rsplit(['/', '\\']).next().unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn no_path_is_told() {
        assert_eq!(title("/home/me/my pages/b.txt"), "b.txt");
        assert_eq!(title("https://example.org/news/1"), "1");
        assert_eq!(title("Toll and/or levy"), "Toll and/or levy");
        assert_eq!(title("d-1"), "d-1");
    }
}
