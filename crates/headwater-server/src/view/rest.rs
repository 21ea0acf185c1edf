//! The lower half of a story: timeline, positions, articles, what was set aside, how it was made.

use std::collections::{BTreeMap, BTreeSet};

use headwater_output::wire::{Article, Derivation, OriginAppearance, Position, SCHEMA};

use crate::days;
use crate::link::{self, Address};
use crate::told::{Tale, Told, counted, number, shorten};
use crate::view::passage::{Passage, passage};
use crate::view::{Extent, Home};

const MOMENTS: usize = 60;
const PARTIES: usize = 30;
const ARTICLES: usize = 50;
const PIECES: usize = 40;

/// What happened on one day, or between two.
pub(crate) struct Day {
    /// The same date in every spelling of EDTF's marks, for `<time>`; empty where no single day is known.
    pub(crate) machine: String,
    pub(crate) words: String,
    pub(crate) moments: Vec<Happening>,
}

/// One thing that happened.
pub(crate) struct Happening {
    pub(crate) text: String,
    pub(crate) passages: Vec<Passage>,
}

/// The timeline by day, and how many moments are left out.
pub(crate) fn timeline(tale: &Tale, extent: Extent, home: Home) -> (Vec<Day>, usize) {
    let all = &tale.story.timeline;
    let shown = all.len().min(extent.first(MOMENTS));
    let mut found: Vec<Day> = Vec::new();
    for moment in all.iter().take(shown) {
        let words = days::in_words(&moment.date);
        if found.last().is_none_or(|day| day.words != words) {
            let exact = days::days(&moment.date).is_some_and(|days| days.from == days.to);
            let machine = moment.date.trim_end_matches(['?', '~', '%']).to_owned();
            found.push(Day { machine: if exact { machine } else { String::new() }, words, moments: Vec::new() });
        }
        let passages = moment.appearances.iter().take(6).filter_map(|at| passage(tale, at, home)).collect();
        if let Some(day) = found.last_mut() {
            day.moments.push(Happening { text: moment.text.clone(), passages });
        }
    }
    (found, all.len() - shown)
}

/// Parties against what they do.
pub(crate) struct Matrix {
    /// What is done by anyone, as heads of columns.
    pub(crate) stances: Vec<String>,
    pub(crate) parties: Vec<Party>,
    pub(crate) more: usize,
}

/// A party and what it does.
pub(crate) struct Party {
    pub(crate) name: String,
    /// One cell a stance.
    pub(crate) cells: Vec<Cell>,
}

/// What a party does, in one way.
pub(crate) struct Cell {
    pub(crate) stance: String,
    pub(crate) taken: Vec<Taken>,
}

/// One stand.
pub(crate) struct Taken {
    pub(crate) on: String,
    pub(crate) toward: String,
    pub(crate) condition: String,
    pub(crate) passages: Vec<Passage>,
}

/// Where the parties stand.
pub(crate) fn positions(tale: &Tale, extent: Extent, home: Home) -> Matrix {
    let order = ["offers", "accepts", "conditional", "demands", "rejects", "confirms", "denies", "declines"];
    let there: BTreeSet<&str> = tale.story.positions.iter().map(|position| position.stance.as_str()).collect();
    let stances: Vec<&str> = order.into_iter().filter(|stance| there.contains(stance)).collect();
    let mut parties: BTreeMap<&str, Vec<&Position>> = BTreeMap::new();
    for position in &tale.story.positions {
        parties.entry(&position.actor).or_default().push(position);
    }
    let mut parties: Vec<(&str, Vec<&Position>)> = parties.into_iter().collect();
    parties.sort_by_key(|(name, taken)| (std::cmp::Reverse(taken.len()), *name));
    let shown = parties.len().min(extent.first(PARTIES));
    let more = parties.len() - shown;
    let cell = |taken: &[&Position], stance: &str| Cell {
        stance: stance_word(stance).to_owned(),
        taken: taken
            .iter()
            .filter(|position| position.stance == stance)
            .map(|position| stand(tale, position, home))
            .collect(),
    };
    let parties = parties.into_iter().take(shown).map(|(name, taken)| Party {
        name: name.to_owned(),
        cells: stances.iter().map(|stance| cell(&taken, stance)).collect(),
    });
    Matrix {
        parties: parties.collect(),
        stances: stances.iter().map(|one| stance_word(one).to_owned()).collect(),
        more,
    }
}

fn stance_word(stance: &str) -> &str {
    match stance {
        "conditional" => "only if",
        "declines" => "no comment",
        stance => stance,
    }
}

fn stand(tale: &Tale, position: &Position, home: Home) -> Taken {
    Taken {
        on: position.on.clone(),
        toward: position.toward.clone().unwrap_or_default(),
        condition: position.condition.clone().unwrap_or_default(),
        passages: position.appearances.iter().take(4).filter_map(|at| passage(tale, at, home)).collect(),
    }
}

/// An article in the list of a story.
pub(crate) struct Listed {
    pub(crate) anchor: String,
    pub(crate) name: String,
    pub(crate) headline: String,
    pub(crate) byline: String,
    pub(crate) day: String,
    pub(crate) how: &'static str,
    pub(crate) because: Vec<String>,
    pub(crate) words: String,
    /// How much of it stands in another article word by word, in percent.
    pub(crate) copied: Option<usize>,
    pub(crate) rests: Vec<String>,
    /// Whether a claim rests on somebody whom only this article credits.
    pub(crate) own_sources: usize,
    pub(crate) claims: usize,
    pub(crate) here: String,
    pub(crate) there: Option<Address>,
    pub(crate) url: String,
}

/// The articles of a story, and how many are left out.
pub(crate) fn articles(tale: &Tale, extent: Extent, home: Home) -> (Vec<Listed>, usize) {
    let shown = tale.articles.len().min(extent.first(ARTICLES));
    let mut derivations: BTreeMap<&str, Vec<&Derivation>> = BTreeMap::new();
    for derivation in &tale.story.derivations {
        derivations.entry(&derivation.article).or_default().push(derivation);
    }
    let (claims, own) = shares(tale);
    let none = Vec::new();
    let listed = tale.articles.iter().take(shown).map(|told| {
        let id = told.article.id.as_str();
        let rests = derivations.get(id).unwrap_or(&none);
        Listed {
            claims: claims.get(id).copied().unwrap_or_default(),
            own_sources: own.get(id).copied().unwrap_or_default(),
            ..listed(tale, told, rests, home)
        }
    });
    (listed.collect(), tale.articles.len() - shown)
}

type Counts<'a> = BTreeMap<&'a str, usize>;

/// For each article, how many claims it tells, and how many origins only it credits.
fn shares<'a>(tale: &Tale<'a>) -> (Counts<'a>, Counts<'a>) {
    let mut claims = Counts::new();
    let copies = tale.story.derivations.iter().filter(|derivation| derivation.how == "copies");
    let copying: BTreeSet<&str> = copies.map(|derivation| derivation.article.as_str()).collect();
    let mut crediting: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for claim in &tale.story.claims {
        for id in crate::told::articles_of(&claim.appearances) {
            *claims.entry(id).or_default() += 1;
        }
        for origin in &claim.origins {
            let first_hand = |at: &&OriginAppearance| at.via.is_empty() && !copying.contains(at.article.as_str());
            let own = origin.appearances.iter().filter(first_hand).map(|at| at.article.as_str());
            crediting.entry(crate::view::head::key(origin)).or_default().extend(own);
        }
    }
    let mut own = Counts::new();
    for articles in crediting.values().filter(|articles| articles.len() == 1) {
        for id in articles {
            *own.entry(id).or_default() += 1;
        }
    }
    (claims, own)
}

fn listed(tale: &Tale, told: &Told, rests: &[&Derivation], home: Home) -> Listed {
    let article = told.article;
    let published = article.published.as_ref();
    Listed {
        anchor: format!("article-{}", link::slug(&article.id)),
        name: told.name.clone(),
        headline: told.headline().to_owned(),
        byline: article.byline.clone().unwrap_or_default(),
        day: told.day().replace(" (worked out)", ""),
        how: published.map_or("", |published| how_known(&published.how)),
        because: published.iter().flat_map(|one| &one.because).take(3).map(|one| shorten(&one.words, 90)).collect(),
        words: number(article.text.split_whitespace().count()),
        copied: copied(told, rests),
        rests: rests.iter().map(|derivation| rested(tale, derivation)).collect(),
        own_sources: 0,
        claims: 0,
        here: home.article(&article.id, None),
        there: article.url.as_deref().and_then(link::address),
        url: article.url.clone().unwrap_or_default(),
    }
}

fn how_known(how: &str) -> &'static str {
    match how {
        "stated" => "as the article says",
        "metadata" => "as its page says",
        _ => "worked out",
    }
}

/// The share of an article's text that is another's, by the passages that show it.
fn copied(told: &Told, rests: &[&Derivation]) -> Option<usize> {
    let own = |derivation: &&&Derivation| derivation.how == "copies";
    let spans = rests.iter().filter(own).flat_map(|derivation| &derivation.evidence);
    let mut spans: Vec<(usize, usize)> = spans
        .filter(|evidence| evidence.article == told.article.id)
        .filter_map(|evidence| evidence.start.zip(evidence.end))
        .collect();
    spans.sort_unstable();
    let mut reached = 0;
    let mut sum = 0;
    for (start, end) in spans {
        let start = start.max(reached);
        sum += end.saturating_sub(start);
        reached = reached.max(end);
    }
    let all = told.article.text.chars().count();
    (0 < sum && 0 < all).then(|| (100 * sum / all).clamp(1, 100))
}

fn rested(tale: &Tale, derivation: &Derivation) -> String {
    let from = match tale.article(&derivation.from) {
        Some(told) => told.name.clone(),
        None => format!("{} (not among these articles)", derivation.from),
    };
    let how = match derivation.how.as_str() {
        "copies" => "copies",
        "paraphrases" => "rewrites",
        _ => "says it is from",
    };
    format!("{how} {from}")
}

/// What was taken for no part of an article.
pub(crate) struct Aside {
    pub(crate) name: String,
    pub(crate) here: String,
    pub(crate) pieces: Vec<Taking>,
    pub(crate) more: usize,
}

/// One piece that was taken out, and why.
pub(crate) struct Taking {
    pub(crate) kind: String,
    pub(crate) rule: String,
    pub(crate) text: String,
}

/// What was set aside in the articles of a story, how many articles are left out, and how many pieces there are in all.
pub(crate) fn aside(tale: &Tale, extent: Extent, home: Home) -> (Vec<Aside>, usize, usize) {
    let having: Vec<&Told> = tale.articles.iter().filter(|told| !told.article.furniture.is_empty()).collect();
    let pieces = having.iter().map(|told| told.article.furniture.len()).sum();
    let shown = having.len().min(extent.first(ARTICLES));
    let asides = having.iter().take(shown).map(|told| {
        let (taken, more) = taken(told.article, extent);
        Aside { name: told.name.clone(), here: home.article(&told.article.id, None), pieces: taken, more }
    });
    (asides.collect(), having.len() - shown, pieces)
}

/// What was taken out of one article.
pub(crate) fn taken(article: &Article, extent: Extent) -> (Vec<Taking>, usize) {
    let shown = article.furniture.len().min(extent.first(PIECES));
    let piece = |piece: &headwater_output::wire::Furniture| Taking {
        kind: piece.kind.clone(),
        rule: piece.rule.clone(),
        text: shorten(&piece.text, 400),
    };
    (article.furniture.iter().take(shown).map(piece).collect(), article.furniture.len() - shown)
}

/// How a story was made.
pub(crate) struct Made {
    pub(crate) version: &'static str,
    pub(crate) schema: u32,
    pub(crate) inputs: Vec<(String, String)>,
    pub(crate) more: usize,
    pub(crate) rules: String,
    pub(crate) command: String,
}

/// How a story was made, and from what.
pub(crate) fn made(tale: &Tale, extent: Extent) -> Made {
    let shown = tale.articles.len().min(extent.first(ARTICLES));
    let inputs = tale.articles.iter().take(shown).map(|told| {
        let place = told.article.place.rsplit(['/', '\\']).next().unwrap_or_default();
        (shorten(place, 80), told.article.id.clone())
    });
    let rules: BTreeSet<&str> = tale
        .articles
        .iter()
        .flat_map(|told| &told.article.attributions)
        .flat_map(|attribution| [attribution.rule.as_str(), attribution.resolved_by.as_str()])
        .collect();
    let rules = format!("{} at work in these articles", counted(rules.len(), "rule was", "rules were"));
    let inputs: Vec<(String, String)> = inputs.collect();
    let more = tale.articles.len() - shown;
    let command = format!("headwater read {} files --format jsonl", number(tale.articles.len()));
    let command = command.replace(" 1 files ", " 1 file ");
    Made { version: env!("CARGO_PKG_VERSION"), schema: SCHEMA, inputs, more, rules, command }
}
