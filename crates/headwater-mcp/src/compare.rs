//! `compare_articles`: who has it from whom, what several tell, and where they differ.

use std::collections::BTreeSet;

use headwater_output::articles_of;
use headwater_output::wire::{Claim, Difference};
use headwater_store::Store;
use serde::Serialize;

use crate::asked::{CompareArticles, Detail};
use crate::quote::Untrusted;
use crate::refusal::Refusal;
use crate::room::Room;
use crate::tale::{ArticleLine, ClaimLine, PASSAGE, Rest, Tale, article_line, claim_line, left};
use crate::trace::{Differing, differing};

/// The most ids at once.
const MOST: usize = 10;

#[derive(Debug, Serialize)]
pub(crate) struct Compared {
    story: String,
    articles: Vec<ArticleLine>,
    /// Which of them has it from which, or from an outlet that is not among them.
    rests: Vec<Rest>,
    differences: Vec<InClaim>,
    /// Claims that two or more of them tell.
    shared: Vec<Shared>,
    /// How many claims each of them tells alone, within the story.
    alone: Vec<Alone>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
}

/// A difference, and the claim it is in.
#[derive(Debug, Serialize)]
struct InClaim {
    claim: String,
    #[serde(flatten)]
    differing: Differing,
}

/// A claim, and which of the articles tell it.
#[derive(Debug, Serialize)]
struct Shared {
    #[serde(flatten)]
    claim: ClaimLine,
    told_by: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Alone {
    outlet: String,
    claims: usize,
    untrusted: Untrusted,
}

/// Compares articles of one story, by their ids or the story's.
pub(crate) fn answer(store: &Store, ids: &[String], asked: &CompareArticles) -> Result<Compared, Refusal> {
    let (story, chosen) = chosen(store, ids)?;
    let unknown = || Refusal::Unknown(story.clone());
    let records = store.story(&story)?.ok_or_else(unknown)?.records();
    let tale = Tale::of(&records).ok_or_else(unknown)?;
    let chosen: BTreeSet<&str> = match &chosen {
        Some(ids) => ids.iter().map(String::as_str).collect(),
        None => tale.story.articles.iter().map(String::as_str).collect(),
    };
    let elsewhere = ids.iter().filter(|id| **id != story && !chosen.contains(id.as_str())).count();
    let mut compared = match asked.detail.unwrap_or_default() {
        Detail::Brief => compared(&tale, &chosen, Room::short(), 5),
        Detail::Full => compared(&tale, &chosen, Room::long(), 30),
    };
    let how = "compare_articles takes articles of one story";
    compared.left_out.extend(left(elsewhere, 0, "article of another story", "articles of other stories", how));
    Ok(compared)
}

/// How many ids may be compared.
pub(crate) fn bounds(ids: &[String]) -> Result<(), Refusal> {
    let why = || "takes one story id, or 2 to 10 article ids".to_owned();
    let fine = (1..=MOST).contains(&ids.len());
    if fine { Ok(()) } else { Err(Refusal::Bounds { name: "ids", why: why() }) }
}

/// The story to look at, and which of its articles; `None` for all of them. Of articles of several stories, those of
/// the story that has most of them.
fn chosen(store: &Store, ids: &[String]) -> Result<(String, Option<Vec<String>>), Refusal> {
    if let [story] = ids
        && story.starts_with("s-")
    {
        return Ok((story.clone(), None));
    }
    let mut stories: Vec<(String, Vec<String>)> = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        let found = store.article(id)?.ok_or_else(|| Refusal::Unknown(id.clone()))?;
        for story in found.stories {
            match stories.iter_mut().find(|(known, _)| *known == story) {
                Some((_, articles)) => articles.push(id.clone()),
                None => stories.push((story, vec![id.clone()])),
            }
        }
    }
    stories.retain(|(_, articles)| 1 < articles.len());
    stories.sort_by(|a, b| (b.1.len(), &a.0).cmp(&(a.1.len(), &b.0)));
    let (story, articles) = stories.into_iter().next().ok_or(Refusal::Apart)?;
    Ok((story, Some(articles)))
}

fn compared(tale: &Tale, chosen: &BTreeSet<&str>, mut room: Room, most: usize) -> Compared {
    let of = |claim: &Claim| articles_of(claim).into_iter().filter(|id| chosen.contains(id)).count();
    let lines = tale.articles().filter(|article| chosen.contains(article.id.as_str()));
    let articles = room.fill(lines.map(|article| article_line(tale, article)), most.max(MOST));
    let rests: Vec<_> = tale.story.derivations.iter().filter(|one| chosen.contains(one.article.as_str())).collect();
    let between: Vec<(&Claim, &Difference)> = tale
        .story
        .claims
        .iter()
        .flat_map(|claim| claim.differences.iter().map(move |difference| (claim, difference)))
        .filter(|(_, difference)| 1 < accounts_of(difference, chosen))
        .collect();
    let shared: Vec<&Claim> = tale.story.claims.iter().filter(|claim| 1 < of(claim)).collect();
    let alone = room.fill(alone(tale, chosen), most.max(MOST));
    let told = room.fill(rests.iter().map(|one| tale.rest(one)), most);
    let differ = room.fill(between.iter().map(|(claim, one)| difference(tale, claim, one)), most);
    let both = room.fill(shared.iter().map(|claim| share(tale, claim, chosen)), most);
    let full = "compare_articles with detail full, or trace_claim";
    let left_out = [
        left(chosen.len(), articles.len(), "article", "articles", "get_story shows them"),
        left(rests.len(), told.len(), "link", "links", full),
        left(between.len(), differ.len(), "difference", "differences", full),
        left(shared.len(), both.len(), "shared claim", "shared claims", full),
    ];
    Compared {
        story: tale.story.id.clone(),
        articles,
        rests: told,
        differences: differ,
        shared: both,
        alone,
        left_out: left_out.into_iter().flatten().collect(),
    }
}

/// How many of the articles a difference is between.
fn accounts_of(difference: &Difference, chosen: &BTreeSet<&str>) -> usize {
    let articles: BTreeSet<&str> = difference.appearances.iter().map(|at| at.article.as_str()).collect();
    articles.intersection(chosen).count()
}

fn difference(tale: &Tale, claim: &Claim, difference: &Difference) -> InClaim {
    InClaim { claim: claim.id.clone(), differing: differing(tale, difference, PASSAGE / 2) }
}

fn share(tale: &Tale, claim: &Claim, chosen: &BTreeSet<&str>) -> Shared {
    let told_by = articles_of(claim).into_iter().filter(|id| chosen.contains(id)).take(MOST);
    Shared { told_by: told_by.map(|id| tale.name(id)).collect(), claim: claim_line(claim, 2) }
}

fn alone<'a>(tale: &'a Tale<'a>, chosen: &'a BTreeSet<&'a str>) -> impl Iterator<Item = Alone> {
    let only = |id: &str| tale.story.claims.iter().filter(|claim| articles_of(claim) == [id]).count();
    let chosen = tale.articles().filter(|article| chosen.contains(article.id.as_str()));
    chosen.map(move |article| Alone { outlet: tale.name(&article.id), claims: only(&article.id), untrusted: Untrusted })
}
