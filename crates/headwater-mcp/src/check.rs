//! `check_text`: who is credited with what in a text, and which claims here it repeats.
//!
//! The text is read as a page is, put beside the articles of the story that it most likely tells, and told with them
//! afresh: so "repeats" means what it means everywhere in headwater. Nothing of it is kept.

use std::collections::BTreeMap;

use headwater::{Body, ClaimedDate, Hints, Knowledge, Page, Reading};
use headwater_output::wire::{Appearance, Article, Attribution, Claim, Record, Span};
use headwater_output::{cut, records};
use headwater_store::{Store, StoryFound};
use serde::Serialize;

use crate::asked::{self, CheckText, Detail};
use crate::quote::{LONGEST, Untrusted, shown};
use crate::refusal::Refusal;
use crate::room::Room;
use crate::tale::{ClaimLine, NAME, PASSAGE, Rest, Tale, accounts, claim_line, left};

/// What the text is called among articles.
const TEXT: &str = "the text given";
/// The most articles that it is put beside.
const ARTICLES: usize = 12;
/// The most characters of all of them.
const CHARACTERS: usize = 200_000;
/// The most stories that are tried.
const STORIES: usize = 2;
/// The most questions to the index on the way to its story.
const QUESTIONS: usize = 12;
/// How many hits of each are looked at.
const HITS: usize = 12;

#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    /// Who is credited with what in the text.
    credits: Vec<Credit>,
    /// The story that it was put beside.
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<Beside>,
    /// Claims of that story which the text repeats.
    repeats: Vec<Repeat>,
    /// Articles of it that the text has words from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rests: Vec<Rest>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
    note: &'static str,
}

#[derive(Debug, Serialize)]
struct Credit {
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// How the text says it: said, denied, warned...
    how: String,
    cue: String,
    quote: String,
    /// From whom the source has it, where the text says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    via: Vec<String>,
    untrusted: Untrusted,
}

#[derive(Debug, Serialize)]
struct Beside {
    story: String,
    title: String,
    articles: usize,
    untrusted: Untrusted,
}

#[derive(Debug, Serialize)]
struct Repeat {
    /// The words of the text.
    in_text: String,
    /// Whether the text differs from those who tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    text_and_others: Option<&'static str>,
    claim: ClaimLine,
    untrusted: Untrusted,
}

pub(crate) fn answer(store: &Store, knowledge: &Knowledge, asked: &CheckText) -> Result<Checked, Refusal> {
    let text = asked::text(&asked.text)?;
    let (mut room, most, longest) = match asked.detail.unwrap_or_default() {
        Detail::Brief => (Room::short(), 6, PASSAGE / 2),
        Detail::Full => (Room::long(), 40, LONGEST),
    };
    let reading = headwater::read(&page(TEXT, text, Hints::default()), knowledge);
    let Some(article) = alone(&reading) else { return Ok(nothing()) };
    let (beside, Common { repeats, rests }) = closest(store, knowledge, &reading, &article, longest)?;
    let all = [repeats.len(), article.attributions.len(), rests.len()];
    let repeats = room.fill(repeats, most);
    let rests = room.fill(rests, most / 2);
    let credits = room.fill(article.attributions.iter().map(|one| credit(&article, one, longest)), most);
    let full = "check_text with detail full, or less text";
    let left_out = [
        left(all[0], repeats.len(), "repeated claim", "repeated claims", full),
        left(all[1], credits.len(), "credit", "credits", full),
        left(all[2], rests.len(), "link", "links", full),
    ];
    Ok(Checked {
        beside,
        credits,
        repeats,
        rests,
        left_out: left_out.into_iter().flatten().collect(),
        note: "repeating a claim says nothing on whether it is so; trace_claim shows on whose word it rests",
    })
}

fn nothing() -> Checked {
    let note = "nothing in the text could be read";
    Checked { credits: Vec::new(), beside: None, repeats: Vec::new(), rests: Vec::new(), left_out: Vec::new(), note }
}

fn page(place: &str, text: &str, hints: Hints) -> Page {
    Page { place: place.to_owned(), body: Body::Exact(text.to_owned()), hints }
}

/// The record of one reading.
fn alone(reading: &Reading) -> Option<Article> {
    records(std::slice::from_ref(reading), &[], Vec::new()).into_iter().find_map(|record| match record {
        Record::Article(article) => Some(article),
        _ => None,
    })
}

fn credit(article: &Article, attribution: &Attribution, longest: usize) -> Credit {
    let name = |one: &Attribution| {
        let written = one.source.map(|[start, end]| cut(&article.text, start, end));
        shown(one.name.as_deref().or(written).unwrap_or("not told"), NAME)
    };
    let via = attribution.via.iter().filter_map(|index| article.attributions.get(*index));
    Credit {
        source: name(attribution),
        kind: attribution.source_kind.clone(),
        how: attribution.polarity.clone(),
        cue: shown(&pieces(article, &attribution.cue), NAME),
        quote: shown(&pieces(article, &attribution.content), longest),
        via: via.take(4).map(name).collect(),
        untrusted: Untrusted,
    }
}

fn pieces(article: &Article, spans: &[Span]) -> String {
    let pieces = spans.iter().map(|[start, end]| cut(&article.text, *start, *end));
    pieces.collect::<Vec<_>>().join(" … ")
}

fn head(found: &StoryFound) -> Beside {
    Beside {
        story: found.story.id.clone(),
        title: shown(&found.story.title, PASSAGE / 2),
        articles: found.articles.len().min(ARTICLES),
        untrusted: Untrusted,
    }
}

/// What a text and a story have in common.
#[derive(Default)]
struct Common {
    repeats: Vec<Repeat>,
    rests: Vec<Rest>,
}

/// Of the stories that the text may tell, the one of which it repeats most.
fn closest(
    store: &Store,
    knowledge: &Knowledge,
    text: &Reading,
    article: &Article,
    longest: usize,
) -> Result<(Option<Beside>, Common), Refusal> {
    let (stories, hits) = likely(store, article)?;
    let mut closest = (None, Common::default());
    for story in stories {
        let Some(found) = store.story(&story)? else { continue };
        let common = common(text.clone(), &found, &hits, knowledge, longest);
        if closest.0.is_none() || closest.1.repeats.len() < common.repeats.len() {
            closest = (Some(head(&found)), common);
        }
    }
    Ok(closest)
}

/// Ids, and how often each was found.
type Tally = BTreeMap<String, usize>;

/// The stories that share most with the text, by names that stand together in one of its sentences; and how often each
/// article was found on the way.
fn likely(store: &Store, article: &Article) -> Result<(Vec<String>, Tally), Refusal> {
    let mut stories = Tally::new();
    let mut articles = Tally::new();
    for question in questions(article) {
        for hit in store.search(&question, HITS)? {
            *stories.entry(hit.story).or_default() += 1;
            *articles.entry(hit.id).or_default() += 1;
        }
    }
    let mut stories: Vec<(String, usize)> = stories.into_iter().collect();
    stories.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    Ok((stories.into_iter().take(STORIES).map(|(story, _)| story).collect(), articles))
}

/// What to look for: pairs of names in one sentence, then the longest words of a sentence.
fn questions(article: &Article) -> Vec<String> {
    let mut named = Vec::new();
    let mut worded = Vec::new();
    for [start, end] in &article.sentences {
        let inside = article.mentions.iter().filter(|mention| *start <= mention.start && mention.end <= *end);
        let mut names: Vec<&str> = inside.map(|mention| cut(&article.text, mention.start, mention.end)).collect();
        names.dedup();
        named.extend(names.windows(2).map(phrases));
        let sentence = cut(&article.text, *start, *end);
        let mut words: Vec<&str> = sentence.split(|letter: char| !letter.is_alphanumeric()).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        worded.extend((3 <= words.len()).then(|| phrases(&words[..3])));
    }
    named.dedup();
    named.into_iter().take(QUESTIONS / 2).chain(worded).take(QUESTIONS).collect()
}

fn phrases(words: &[&str]) -> String {
    let phrase = |word: &&str| format!("\"{}\"", word.replace('"', " "));
    words.iter().map(phrase).collect::<Vec<_>>().join(" ")
}

/// What the text repeats of the story, and from which of its articles it has words.
fn common(text: Reading, found: &StoryFound, hits: &Tally, knowledge: &Knowledge, longest: usize) -> Common {
    let mut readings = vec![text];
    readings.extend(nearest(found, hits).into_iter().map(|article| headwater::read(&again(article), knowledge)));
    let story = headwater::tell(&readings, knowledge);
    let records = records(&readings, &[story], Vec::new());
    let Some(tale) = Tale::of(&records) else { return Common::default() };
    let places: BTreeMap<&str, &str> =
        tale.articles().map(|article| (article.id.as_str(), article.place.as_str())).collect();
    let is_text = |id: &str| places.get(id) == Some(&TEXT);
    let repeats = tale.story.claims.iter().filter_map(|claim| {
        let (mine, theirs): (Vec<_>, Vec<_>) = claim.appearances.iter().partition(|at| is_text(&at.article));
        let known = same(found, &theirs, &places)?;
        let differ = claim.differences.iter().filter(|one| one.appearances.iter().any(|at| is_text(&at.article)));
        let differ: Vec<_> = differ.cloned().collect();
        Some(Repeat {
            in_text: shown(tale.words(mine.first()?), longest),
            text_and_others: accounts(&differ),
            claim: claim_line(known, 2),
            untrusted: Untrusted,
        })
    });
    let repeats = repeats.collect();
    let mine = tale.story.derivations.iter().filter(|one| is_text(&one.article));
    let rests = mine.map(|one| Rest {
        article: TEXT.to_owned(),
        outlet: TEXT.to_owned(),
        from_article: places.get(one.from.as_str()).map(|place| (*place).to_owned()),
        ..tale.rest(one)
    });
    Common { repeats, rests: rests.collect() }
}

/// The articles of a story to put a text beside: those found most often first, no more than can be read at once.
fn nearest<'a>(found: &'a StoryFound, hits: &Tally) -> Vec<&'a Article> {
    let mut articles: Vec<&Article> = found.articles.iter().collect();
    articles.sort_by_key(|article| std::cmp::Reverse(hits.get(&article.id).copied().unwrap_or_default()));
    let mut characters = 0;
    articles.truncate(ARTICLES);
    articles.retain(|article| {
        characters += article.text.len();
        characters <= CHARACTERS
    });
    articles
}

/// An article as the page it would be if it were given to the letter, named by its id.
fn again(article: &Article) -> Page {
    let date = |published: &headwater_output::wire::Published| ClaimedDate {
        written: published.date.clone(),
        place: "input".to_owned(),
    };
    let hints = Hints {
        url: article.url.clone(),
        outlet: article.outlet.clone(),
        title: article.title.clone(),
        dates: article.published.iter().map(date).collect(),
        ..Hints::default()
    };
    page(&article.id, &article.text, hints)
}

/// The claim of the story that has most of these appearances.
fn same<'a>(found: &'a StoryFound, at: &[&Appearance], places: &BTreeMap<&str, &str>) -> Option<&'a Claim> {
    let shared = |claim: &Claim| {
        let overlap = |one: &Appearance, other: &Appearance| {
            places.get(other.article.as_str()) == Some(&one.article.as_str())
                && one.start < other.end
                && other.start < one.end
        };
        claim.appearances.iter().filter(|one| at.iter().any(|other| overlap(one, other))).count()
    };
    let counted = found.story.claims.iter().map(|claim| (shared(claim), claim)).filter(|(count, _)| 0 < *count);
    counted.max_by_key(|(count, _)| *count).map(|(_, claim)| claim)
}
