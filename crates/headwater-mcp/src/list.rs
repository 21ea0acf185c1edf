//! `list_stories`: which stories there are.

use headwater_store::{Store, StoryLine, StoryQuery};
use serde::Serialize;

use crate::asked::{self, ListStories};
use crate::quote::{Untrusted, shown};
use crate::refusal::Refusal;
use crate::room::Room;
use crate::tale::{NAME, TITLE, date, left};

/// How many stories are listed where nobody says how many.
const USUAL: usize = 10;
/// The most that can be asked for.
const MOST: usize = 50;

#[derive(Debug, Serialize)]
pub(crate) struct Stories {
    /// How many fit in all.
    total: usize,
    stories: Vec<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nothing: Option<Nothing>,
}

#[derive(Debug, Serialize)]
struct Line {
    id: String,
    title: String,
    articles: usize,
    claims: usize,
    /// The fewest origins, counted at most, of a claim that several articles make.
    #[serde(skip_serializing_if = "Option::is_none")]
    fewest_origins: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    untrusted: Untrusted,
}

/// What to try where nothing fits.
#[derive(Debug, Serialize)]
struct Nothing {
    try_this: &'static str,
    outlets_here: Vec<String>,
    untrusted: Untrusted,
}

pub(crate) fn answer(store: &Store, asked: &ListStories) -> Result<Stories, Refusal> {
    let (limit, offset) = (asked::limit(asked.limit, USUAL, MOST)?, asked::offset(asked.offset)?);
    let page = store.stories(&StoryQuery {
        words: asked::words("words", asked.words.as_deref())?,
        outlet: asked::words("outlet", asked.outlet.as_deref())?,
        from: asked::day("from", asked.from.as_deref())?,
        to: asked::day("to", asked.to.as_deref())?,
        offset,
        limit,
        ..StoryQuery::default()
    })?;
    let mut room = if USUAL < limit { Room::long() } else { Room::short() };
    let stories = room.fill(page.stories.into_iter().map(line), limit);
    let next = offset + stories.len();
    Ok(Stories {
        next_offset: (next < page.total).then_some(next),
        left_out: left(page.total, next, "story", "stories", "list_stories with this next_offset as offset"),
        nothing: if page.total == 0 { Some(nothing(store)?) } else { None },
        total: page.total,
        stories,
    })
}

fn line(line: StoryLine) -> Line {
    Line {
        id: line.id,
        title: shown(&line.title, TITLE),
        articles: line.articles,
        claims: line.claims,
        fewest_origins: line.fewest_origins,
        first: line.first.as_deref().map(date),
        last: line.last.as_deref().map(date),
        untrusted: Untrusted,
    }
}

fn nothing(store: &Store) -> Result<Nothing, Refusal> {
    let outlets = store.stories(&StoryQuery::default())?.facets.outlets;
    Ok(Nothing {
        try_this: "no story fits; try fewer words, another outlet or wider days, or list_stories without any",
        outlets_here: outlets.iter().take(12).map(|outlet| shown(&outlet.value, NAME)).collect(),
        untrusted: Untrusted,
    })
}
