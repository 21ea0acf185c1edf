//! `get_story`: one story, its articles, its claims with articles and origins side by side.

use headwater_output::counted;
use headwater_output::wire::{Moment, Position};
use headwater_store::Store;
use serde::Serialize;

use crate::asked::{self, Detail, GetStory};
use crate::quote::{Untrusted, shown};
use crate::refusal::Refusal;
use crate::room::Room;
use crate::tale::{ArticleLine, ClaimLine, NAME, Rest, TITLE, Tale, article_line, claim_line, date, left};

/// How much of each kind is told.
struct Extent {
    articles: usize,
    rests: usize,
    /// Positions, and moments of the timeline.
    others: usize,
    claims: usize,
    origins: usize,
}

const BRIEF: Extent = Extent { articles: 5, rests: 2, others: 0, claims: 5, origins: 2 };
const FULL: Extent = Extent { articles: 20, rests: 12, others: 10, claims: 40, origins: 6 };

#[derive(Debug, Serialize)]
pub(crate) struct Told {
    id: String,
    title: String,
    counted: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    untrusted: Untrusted,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    articles: Vec<ArticleLine>,
    /// Which article has it from which.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rests: Vec<Rest>,
    claims: Vec<ClaimLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    positions: Vec<Stand>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    timeline: Vec<Happening>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
}

/// Where a party stands.
#[derive(Debug, Serialize)]
struct Stand {
    actor: String,
    stance: String,
    on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    toward: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    untrusted: Untrusted,
}

/// What happened on a day.
#[derive(Debug, Serialize)]
struct Happening {
    date: String,
    text: String,
    untrusted: Untrusted,
}

pub(crate) fn answer(store: &Store, id: &str, asked: &GetStory) -> Result<Told, Refusal> {
    let offset = asked::offset(asked.offset)?;
    let records = store.story(id)?.ok_or_else(|| Refusal::Unknown(id.to_owned()))?.records();
    let tale = Tale::of(&records).ok_or_else(|| Refusal::Unknown(id.to_owned()))?;
    Ok(match asked.detail.unwrap_or_default() {
        Detail::Brief => told(&tale, offset, Room::short(), &BRIEF),
        Detail::Full => told(&tale, offset, Room::long(), &FULL),
    })
}

fn told(tale: &Tale, offset: usize, mut room: Room, extent: &Extent) -> Told {
    let story = tale.story;
    // The pages after the first have claims only; the rest was told.
    let first = |most: usize| if offset == 0 { most } else { 0 };
    let articles = room.fill(tale.articles().map(|article| article_line(tale, article)), first(extent.articles));
    let rests = room.fill(story.derivations.iter().map(|one| tale.rest(one)), first(extent.rests));
    let positions = room.fill(story.positions.iter().map(stand), first(extent.others));
    let timeline = room.fill(story.timeline.iter().map(happening), first(extent.others));
    let claims = story.claims.iter().skip(offset).map(|claim| claim_line(claim, extent.origins));
    let claims = room.fill(claims, extent.claims);
    let next = offset + claims.len();
    let mut left_out = Vec::new();
    if offset == 0 {
        let full = "get_story with detail full, or the desk";
        left_out.extend(left(story.articles.len(), articles.len(), "article", "articles", full));
        left_out.extend(left(story.derivations.len(), rests.len(), "link", "links", "compare_articles with this id"));
        left_out.extend(left(story.positions.len(), positions.len(), "position", "positions", full));
        left_out.extend(left(story.timeline.len(), timeline.len(), "day", "days", full));
    }
    let how = "get_story with this next_offset as offset";
    left_out.extend(left(story.claims.len(), next, "claim", "claims", how));
    Told {
        id: story.id.clone(),
        title: shown(&story.title, TITLE),
        counted: counts(tale),
        first: story.first.as_deref().map(date),
        last: story.last.as_deref().map(date),
        untrusted: Untrusted,
        articles,
        rests,
        claims,
        positions,
        timeline,
        next_offset: (next < story.claims.len()).then_some(next),
        left_out,
    }
}

fn counts(tale: &Tale) -> String {
    let articles = counted(tale.story.articles.len(), "article", "articles");
    format!("{articles}, {}", counted(tale.story.claims.len(), "claim", "claims"))
}

fn stand(position: &Position) -> Stand {
    Stand {
        actor: shown(&position.actor, NAME),
        stance: position.stance.clone(),
        on: shown(&position.on, TITLE),
        toward: position.toward.as_deref().map(|party| shown(party, NAME)),
        condition: position.condition.as_deref().map(|words| shown(words, TITLE)),
        untrusted: Untrusted,
    }
}

fn happening(moment: &Moment) -> Happening {
    Happening { date: date(&moment.date), text: shown(&moment.text, TITLE), untrusted: Untrusted }
}
