//! What the desk is asked, whoever asks: pages, programs, exports. Every door calls these and only dresses the answer.

use headwater::{Knowledge, Page};
use headwater_output::wire::{Article, Claim, Record, Story};
use headwater_store::{Counted, HitKind, Note, Revision, Sort, Store, StoreError, StoryQuery};

use crate::days;
use crate::records::Records;

/// Which stories to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) words: String,
    pub(crate) outlet: String,
    /// `2024-10`.
    pub(crate) month: String,
    /// The fewest origins of a claim that several articles make.
    pub(crate) origins: Option<usize>,
    pub(crate) sort: Order,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

/// In which order stories are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    #[default]
    Largest,
    Newest,
    Oldest,
    FewestOrigins,
}

impl Order {
    pub(crate) const ALL: [Order; 4] = [Order::Largest, Order::Newest, Order::Oldest, Order::FewestOrigins];

    /// How it is written in an address.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Order::Largest => "largest",
            Order::Newest => "newest",
            Order::Oldest => "oldest",
            Order::FewestOrigins => "fewest-origins",
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Order::Largest => "most articles",
            Order::Newest => "newest",
            Order::Oldest => "oldest",
            Order::FewestOrigins => "fewest origins",
        }
    }

    pub(crate) fn of(key: &str) -> Option<Order> {
        Order::ALL.into_iter().find(|order| order.key() == key)
    }
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Line {
    /// Its id.
    pub(crate) id: String,
    /// What it is about.
    pub(crate) title: String,
    /// How many articles tell it.
    pub(crate) articles: usize,
    /// How many claims are in it.
    pub(crate) claims: usize,
    /// The fewest independent origins, counted at most, of a claim that several articles make; `null` where none is named.
    pub(crate) fewest_origins: Option<usize>,
    /// The first day of publication, EDTF.
    pub(crate) first: Option<String>,
    /// The last day of publication, EDTF.
    pub(crate) last: Option<String>,
}

/// A value that stories have, and how many have it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Facet {
    /// An outlet, a month (`2024-10`), or a number of origins.
    pub(crate) value: String,
    /// How many stories have it.
    pub(crate) stories: usize,
}

/// Stories, how many there are in all, and what they could be narrowed down by.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Listing {
    /// The stories asked for.
    pub(crate) stories: Vec<Line>,
    /// How many there are in all.
    pub(crate) total: usize,
    /// Outlets that tell them, the one with most stories first.
    pub(crate) outlets: Vec<Facet>,
    /// Months of their first publication, the latest first.
    pub(crate) months: Vec<Facet>,
    /// Their fewest origins, 1 first.
    pub(crate) origins: Vec<Facet>,
}

/// A story with its articles.
pub(crate) struct Whole {
    pub(crate) story: Story,
    pub(crate) articles: Vec<Article>,
    /// Those beside the story, then those beside its claims, then those whose words no claim has.
    pub(crate) notes: Vec<Remark>,
    /// Whether more can be written: a saved run keeps nothing.
    pub(crate) keeps_notes: bool,
}

/// What the desk's owner wrote beside something.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Remark {
    /// The id of the story, claim or article that it stands beside; `null` where no claim has its words any more.
    pub(crate) about: Option<String>,
    /// The words that it was written to, where no claim has them any more.
    pub(crate) words: Option<String>,
    /// What was written.
    pub(crate) text: String,
    /// When, UTC.
    pub(crate) written: String,
}

impl Remark {
    /// The day on which it was written.
    pub(crate) fn day(&self) -> String {
        days::in_words(self.written.get(..10).unwrap_or(&self.written))
    }

    fn beside(about: &str, note: Note) -> Remark {
        Remark { about: Some(about.to_owned()), words: None, text: note.text, written: note.written }
    }

    fn adrift(words: String, note: Note) -> Remark {
        Remark { about: None, words: Some(words), text: note.text, written: note.written }
    }
}

/// One wording of an article, by the id it has so worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wording {
    pub(crate) id: String,
    pub(crate) added: String,
}

impl Whole {
    /// As records, so that every printer works on it.
    pub(crate) fn records(&self) -> Vec<Record> {
        let articles = self.articles.iter().cloned().map(Record::Article);
        articles.chain([Record::Story(self.story.clone())]).collect()
    }
}

/// An article and the stories that tell it.
pub(crate) struct Piece {
    pub(crate) article: Article,
    pub(crate) stories: Vec<Story>,
    pub(crate) notes: Vec<Remark>,
    /// All wordings of it that were read, the first first; none where only this one was.
    pub(crate) wordings: Vec<Wording>,
}

/// A claim and where it belongs.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Placed {
    /// The id of its story.
    pub(crate) story: String,
    /// Its number in the story, from 1.
    pub(crate) number: usize,
    /// The claim.
    pub(crate) claim: Claim,
    /// What the desk's owner wrote beside it.
    pub(crate) notes: Vec<Remark>,
}

/// Something that holds the words searched for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Hit {
    /// `story`, `claim` or `article`.
    pub(crate) kind: String,
    /// Its id.
    pub(crate) id: String,
    /// Its title; for a claim, its story's.
    pub(crate) title: String,
    /// The words around those found; the claim itself.
    pub(crate) snippet: String,
}

/// What a desk stands on.
pub(crate) enum Shelf {
    /// What one run found, saved.
    Records(Records),
    /// A store, on disk or in memory.
    Store(Store),
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unanswered {
    /// The store could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A saved run takes in nothing.
    #[error("a saved run can be read, not added to")]
    Closed,
}

type Answer<T> = Result<T, Unanswered>;

impl Shelf {
    pub(crate) fn stories(&self, wanted: &Wanted) -> Answer<Listing> {
        match self {
            Shelf::Records(records) => Ok(records.stories(wanted)),
            Shelf::Store(store) => Ok(listing(store.stories(&query(wanted))?)),
        }
    }

    pub(crate) fn story(&self, id: &str) -> Answer<Option<Whole>> {
        match self {
            Shelf::Records(records) => Ok(records.story(id)),
            Shelf::Store(store) => {
                let Some(found) = store.story(id)? else { return Ok(None) };
                let kept = store.notes_in(id)?;
                let story = kept.story.into_iter().map(|note| Remark::beside(id, note));
                let claims = kept.claims.into_iter().map(|(claim, note)| Remark::beside(&claim, note));
                let adrift = kept.adrift.into_iter().map(|(words, note)| Remark::adrift(words, note));
                let notes = story.chain(claims).chain(adrift).collect();
                Ok(Some(Whole { story: found.story, articles: found.articles, notes, keeps_notes: true }))
            }
        }
    }

    pub(crate) fn article(&self, id: &str) -> Answer<Option<Piece>> {
        match self {
            Shelf::Records(records) => Ok(records.article(id)),
            Shelf::Store(store) => {
                let Some(found) = store.article(id)? else { return Ok(None) };
                let mut stories = Vec::new();
                for id in &found.stories {
                    stories.extend(store.story_alone(id)?);
                }
                let wording = |one: Revision| Wording { id: one.id, added: one.added };
                let several = 1 < found.revisions.len();
                let wordings = found.revisions.into_iter().filter(|_| several).map(wording).collect();
                Ok(Some(Piece { article: found.article, stories, notes: remarks(store, id)?, wordings }))
            }
        }
    }

    pub(crate) fn claim(&self, id: &str) -> Answer<Option<Placed>> {
        match self {
            Shelf::Records(records) => Ok(records.claim(id)),
            Shelf::Store(store) => {
                let Some(found) = store.claim(id)? else { return Ok(None) };
                let notes = remarks(store, id)?;
                Ok(Some(Placed { story: found.story, number: found.number, claim: found.claim, notes }))
            }
        }
    }

    pub(crate) fn search(&self, words: &str, limit: usize) -> Answer<Vec<Hit>> {
        match self {
            Shelf::Records(records) => Ok(records.search(words, limit)),
            Shelf::Store(store) => Ok(store.search(words, limit)?.into_iter().map(hit).collect()),
        }
    }

    /// Reads pages and keeps them with the others; the ids of their articles.
    pub(crate) fn add(&self, pages: Vec<Page>, knowledge: &Knowledge) -> Answer<Vec<String>> {
        let Shelf::Store(store) = self else { return Err(Unanswered::Closed) };
        let mut ids = Vec::new();
        store.add(pages, knowledge, &mut |saved| ids.push(saved.id.clone()))?;
        store.settle(knowledge)?;
        Ok(ids)
    }

    /// Writes a note beside a story, a claim or an article.
    pub(crate) fn note(&self, id: &str, text: &str) -> Answer<()> {
        let Shelf::Store(store) = self else { return Err(Unanswered::Closed) };
        Ok(store.note(id, text).map(drop)?)
    }

    /// The stories that tell an article, by id.
    pub(crate) fn stories_of(&self, article: &str) -> Answer<Vec<String>> {
        match self {
            Shelf::Records(records) => {
                let piece = records.article(article);
                Ok(piece.into_iter().flat_map(|piece| piece.stories).map(|story| story.id).collect())
            }
            Shelf::Store(store) => Ok(store.article(article)?.map(|found| found.stories).unwrap_or_default()),
        }
    }
}

fn remarks(store: &Store, id: &str) -> Answer<Vec<Remark>> {
    Ok(store.notes(id)?.into_iter().map(|note| Remark::beside(id, note)).collect())
}

fn query(wanted: &Wanted) -> StoryQuery {
    let some = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    StoryQuery {
        words: some(&wanted.words),
        outlet: some(&wanted.outlet),
        from: some(&wanted.month),
        to: some(&wanted.month),
        at_least: wanted.origins,
        at_most: wanted.origins,
        sort: match wanted.sort {
            Order::Largest => Sort::Largest,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
            Order::FewestOrigins => Sort::FewestOrigins,
        },
        offset: wanted.offset,
        limit: wanted.limit,
    }
}

fn listing(page: headwater_store::StoryPage) -> Listing {
    let line = |line: headwater_store::StoryLine| Line {
        id: line.id,
        title: line.title,
        articles: line.articles,
        claims: line.claims,
        fewest_origins: line.fewest_origins,
        first: line.first,
        last: line.last,
    };
    fn facets<T: ToString>(counted: Vec<Counted<T>>) -> Vec<Facet> {
        counted.into_iter().map(|one| Facet { value: one.value.to_string(), stories: one.stories }).collect()
    }
    Listing {
        stories: page.stories.into_iter().map(line).collect(),
        total: page.total,
        outlets: facets(page.facets.outlets),
        months: facets(page.facets.months),
        origins: facets(page.facets.origins),
    }
}

fn hit(hit: headwater_store::Hit) -> Hit {
    let kind = match hit.kind {
        HitKind::Story => "story",
        HitKind::Claim => "claim",
        HitKind::Article => "article",
    };
    Hit { kind: kind.to_owned(), id: hit.id, title: hit.title, snippet: hit.snippet }
}

/// The records of pages, kept nowhere.
pub(crate) fn read(pages: &[Page], knowledge: &Knowledge) -> Vec<Record> {
    let mut readings: Vec<headwater::Reading> = pages.iter().map(|page| headwater::read(page, knowledge)).collect();
    readings.sort_by_cached_key(|reading| (reading.article.id.clone(), reading.article.place.clone()));
    readings.dedup_by(|a, b| a.article.id == b.article.id);
    let stories = headwater::compare(&readings, knowledge);
    headwater_output::records(&readings, &stories, Vec::new())
}
