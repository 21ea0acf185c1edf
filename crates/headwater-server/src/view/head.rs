//! The top of a story: what it rests on in one sentence, and its small facts.

use std::collections::BTreeMap;

use headwater_output::wire::{Claim, Origin};

use crate::days;
use crate::told::{Tale, articles_of, counted, number};

/// The most origins named in the sentence.
const NAMED: usize = 3;

/// The top of a story.
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) sentence: String,
    pub(crate) articles: String,
    pub(crate) origins: String,
    pub(crate) claims: String,
    pub(crate) outlets: String,
    pub(crate) published: String,
    pub(crate) events: Option<String>,
    pub(crate) languages: String,
    /// What a reader should know before reading on.
    pub(crate) cautions: Vec<String>,
}

/// The top of a story.
pub(crate) fn head(tale: &Tale) -> Head {
    let origins = origins(tale);
    let outlets: std::collections::BTreeSet<&str> =
        tale.articles.iter().filter_map(|told| told.article.outlet.as_deref()).collect();
    let languages: std::collections::BTreeSet<&str> =
        tale.articles.iter().map(|told| told.article.language.as_str()).collect();
    Head {
        title: title(&tale.story.title),
        sentence: sentence(tale, &origins),
        articles: number(tale.articles.len()),
        origins: number(origins.len()),
        claims: number(tale.story.claims.len()),
        outlets: number(outlets.len()),
        published: published(tale),
        events: events(tale),
        languages: languages.into_iter().collect::<Vec<_>>().join(", "),
        cautions: cautions(tale),
    }
}

/// A title that is never empty.
pub(crate) fn title(words: &str) -> String {
    if words.trim().is_empty() { "A story without a title".to_owned() } else { words.to_owned() }
}

/// An origin of the story, and in how many of its claims it is one.
pub(crate) struct Credited<'a> {
    pub(crate) origin: &'a Origin,
    pub(crate) claims: usize,
    pub(crate) articles: usize,
}

/// The origins of all claims, each once: the one most is credited to first.
pub(crate) fn origins<'a>(tale: &Tale<'a>) -> Vec<Credited<'a>> {
    let story = tale.story;
    let mut found: BTreeMap<String, (&Origin, usize, std::collections::BTreeSet<&str>)> = BTreeMap::new();
    for origin in story.claims.iter().flat_map(|claim| &claim.origins) {
        let entry = found.entry(key(origin)).or_insert_with(|| (origin, 0, std::collections::BTreeSet::new()));
        entry.1 += 1;
        entry.2.extend(origin.appearances.iter().map(|at| at.article.as_str()));
    }
    let mut origins: Vec<Credited> = found
        .into_values()
        .map(|(origin, claims, articles)| Credited { origin, claims, articles: articles.len() })
        .collect();
    origins.sort_by(|a, b| (b.claims, b.articles, &a.origin.name).cmp(&(a.claims, a.articles, &b.origin.name)));
    origins
}

/// What makes two origins of different claims one: the name; for those without one, also who had it from them.
pub(crate) fn key(origin: &Origin) -> String {
    let name = origin.name.to_lowercase();
    if origin.anonymous { format!("{name}\u{1F}{}", origin.outlet.as_deref().unwrap_or_default()) } else { name }
}

/// "2 articles rest on 1 origin: the Financial Times, citing three unnamed people."
fn sentence(tale: &Tale, origins: &[Credited]) -> String {
    let articles = counted(tale.articles.len(), "article", "articles");
    let verb = if tale.articles.len() == 1 { "rests" } else { "rest" };
    if origins.is_empty() {
        let (says, whose) =
            if tale.articles.len() == 1 { ("names", "it has its") } else { ("name", "they have their") };
        return format!("{articles} {says} nobody on whose word {whose} claims.");
    }
    let named: Vec<String> = origins.iter().take(NAMED).map(|credited| told(credited.origin)).collect();
    let more = origins.len() - named.len();
    let list = match (named.as_slice(), more) {
        ([one], 0) => one.clone(),
        (_, 0) => format!("{} and {}", named[..named.len() - 1].join("; "), named[named.len() - 1]),
        _ => format!("{} and {more} more", named.join("; ")),
    };
    format!("{articles} {verb} on {}: {list}.", counted(origins.len(), "origin", "origins"))
}

/// An origin within a sentence: "Haldevik Courier, citing three people familiar with the talks".
pub(crate) fn told(origin: &Origin) -> String {
    let outlet = origin.outlet.as_deref().filter(|outlet| *outlet != origin.name);
    match (outlet, origin.anonymous) {
        (Some(outlet), true) => format!("{outlet}, citing {}", unnamed(origin)),
        (None, true) => unnamed(origin),
        _ => origin.name.clone(),
    }
}

/// "three people familiar with the talks (3, unnamed)".
fn unnamed(origin: &Origin) -> String {
    let name = &origin.name;
    match origin.count {
        Some(count) => format!("{name} ({count}, unnamed)"),
        None => format!("{name} (unnamed)"),
    }
}

/// How many origins a claim surely and at most has: "1", "1–2", "–" where nobody is named.
pub(crate) fn range(claim: &Claim) -> String {
    match (claim.origins.len(), claim.independent) {
        (0, _) => "–".to_owned(),
        (_, [least, most]) if least == most => least.to_string(),
        (_, [least, most]) => format!("{least}–{most}"),
    }
}

fn published(tale: &Tale) -> String {
    match (&tale.story.first, &tale.story.last) {
        (Some(first), Some(last)) => days::from_to(first, last),
        _ => "no date known".to_owned(),
    }
}

/// The days that the story's claims are about, from first to last.
fn events(tale: &Tale) -> Option<String> {
    let told = tale.story.timeline.iter().filter_map(|moment| days::days(&moment.date)).collect::<Vec<_>>();
    let from = told.iter().map(|days| days.from).min()?;
    let to = told.iter().map(|days| days.to).max()?;
    Some(days::in_words(&if from == to { from.to_string() } else { format!("{from}/{to}") }))
}

fn cautions(tale: &Tale) -> Vec<String> {
    let mut cautions = Vec::new();
    let undated = tale.articles.iter().filter(|told| told.published().is_none()).count();
    let inferred = |told: &&crate::told::Told| told.article.published.as_ref().is_some_and(|day| day.how == "inferred");
    let inferred = tale.articles.iter().filter(inferred).count();
    let missing = tale.story.articles.len() - tale.articles.len();
    let hidden = |told: &&crate::told::Told| told.article.text.chars().any(crate::escape::hides);
    let hidden = tale.articles.iter().filter(hidden).count();
    let mut say = |count: usize, one: &str, many: &str| {
        if 0 < count {
            cautions.push(counted(count, one, many));
        }
    };
    say(undated, "article has no date", "articles have no date");
    say(inferred, "article’s date was worked out", "articles’ dates were worked out");
    say(missing, "article is not there any more", "articles are not there any more");
    say(hidden, "article holds hidden characters", "articles hold hidden characters");
    let notes = tale.articles.iter().flat_map(|told| told.article.notes.iter().map(|note| (&told.name, note)));
    cautions.extend(notes.take(5).map(|(name, note)| format!("{name}: {note}")));
    cautions
}

/// How many articles tell a claim.
pub(crate) fn breadth(claim: &Claim) -> usize {
    articles_of(&claim.appearances).len()
}
