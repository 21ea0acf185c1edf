//! Records in memory: what one run found, asked the same questions as a store.

use std::collections::{BTreeMap, BTreeSet};

use headwater_output::wire::{Article, Record, Story};

use crate::days;
use crate::questions::{Facet, Hit, Line, Listing, Order, Piece, Placed, Wanted, Whole};
use crate::told::{articles_of, shorten};

/// What one run found.
#[derive(Default)]
pub(crate) struct Records {
    articles: BTreeMap<String, Article>,
    /// The largest first, as a report has them.
    stories: Vec<Story>,
}

impl Records {
    pub(crate) fn new(records: Vec<Record>) -> Records {
        let mut held = Records::default();
        for record in records {
            match record {
                Record::Article(article) => drop(held.articles.insert(article.id.clone(), article)),
                Record::Story(story) => held.stories.push(story),
                Record::Run(_) | Record::Unread(_) => {}
            }
        }
        held
    }

    pub(crate) fn stories(&self, wanted: &Wanted) -> Listing {
        let mut found: Vec<&Story> = self.stories.iter().filter(|story| self.fits(story, wanted)).collect();
        let first = |story: &Story| story.first.as_deref().and_then(days::days);
        match wanted.sort {
            Order::Largest => {}
            Order::Newest => found.sort_by_key(|story| std::cmp::Reverse(story.last.as_deref().and_then(days::days))),
            Order::Oldest => found.sort_by_key(|story| (first(story).is_none(), first(story))),
            Order::FewestOrigins => found.sort_by_key(|story| fewest(story).unwrap_or(usize::MAX)),
        }
        Listing {
            stories: found.iter().skip(wanted.offset).take(wanted.limit).map(|story| line(story)).collect(),
            total: found.len(),
            ..self.facets(&found)
        }
    }

    pub(crate) fn story(&self, id: &str) -> Option<Whole> {
        let story = self.stories.iter().find(|story| story.id == id)?.clone();
        let articles = story.articles.iter().filter_map(|id| self.articles.get(id).cloned()).collect();
        Some(Whole { story, articles, notes: Vec::new(), keeps_notes: false })
    }

    pub(crate) fn article(&self, id: &str) -> Option<Piece> {
        let article = self.articles.get(id)?.clone();
        let telling = self.stories.iter().filter(|story| story.articles.iter().any(|one| one == id));
        Some(Piece { article, stories: telling.cloned().collect(), notes: Vec::new(), wordings: Vec::new() })
    }

    pub(crate) fn claim(&self, id: &str) -> Option<Placed> {
        self.stories.iter().find_map(|story| {
            let index = story.claims.iter().position(|claim| claim.id == id)?;
            Some(Placed {
                story: story.id.clone(),
                number: index + 1,
                claim: story.claims[index].clone(),
                notes: Vec::new(),
            })
        })
    }

    pub(crate) fn search(&self, words: &str, limit: usize) -> Vec<Hit> {
        let wanted = terms(words);
        if wanted.is_empty() {
            return Vec::new();
        }
        let hit = |kind: &str, id: &str, title: &str, text: &str| {
            has_all(&[title, text], &wanted).then(|| Hit {
                kind: kind.to_owned(),
                id: id.to_owned(),
                title: shorten(title, 200),
                snippet: around(text, &wanted),
            })
        };
        let stories = self.stories.iter().filter_map(|story| hit("story", &story.id, &story.title, ""));
        let claims = self.stories.iter().flat_map(|story| story.claims.iter().map(move |claim| (story, claim)));
        let claims = claims.filter(|(_, claim)| has_all(&[&claim.text], &wanted)).map(|(story, claim)| Hit {
            kind: "claim".to_owned(),
            id: claim.id.clone(),
            title: shorten(&story.title, 200),
            snippet: claim.text.clone(),
        });
        let articles = self.articles.values().filter_map(|article| {
            hit("article", &article.id, article.title.as_deref().unwrap_or_default(), &article.text)
        });
        stories.chain(claims).chain(articles).take(limit).collect()
    }
}

impl Records {
    fn fits(&self, story: &Story, wanted: &Wanted) -> bool {
        let tells = || story.articles.iter().filter_map(|id| self.articles.get(id));
        let by_outlet = || tells().any(|article| article.outlet.as_deref() == Some(wanted.outlet.as_str()));
        let in_month = || story.first.as_deref().and_then(days::month) == Some(wanted.month.as_str());
        let terms = terms(&wanted.words);
        let worded = || {
            has_all(&[&story.title], &terms)
                || story.claims.iter().any(|claim| has_all(&[&claim.text], &terms))
                || tells()
                    .any(|article| has_all(&[article.title.as_deref().unwrap_or_default(), &article.text], &terms))
        };
        (wanted.outlet.is_empty() || by_outlet())
            && (wanted.month.is_empty() || in_month())
            && (wanted.origins.is_none() || wanted.origins == fewest(story))
            && (wanted.words.trim().is_empty() || !terms.is_empty() && worded())
    }

    fn facets(&self, found: &[&Story]) -> Listing {
        let mut outlets: BTreeMap<String, usize> = BTreeMap::new();
        let mut months: BTreeMap<String, usize> = BTreeMap::new();
        let mut origins: BTreeMap<usize, usize> = BTreeMap::new();
        for story in found {
            let of = story.articles.iter().filter_map(|id| self.articles.get(id)?.outlet.clone());
            for outlet in of.collect::<BTreeSet<_>>() {
                *outlets.entry(outlet).or_default() += 1;
            }
            if let Some(month) = story.first.as_deref().and_then(days::month) {
                *months.entry(month.to_owned()).or_default() += 1;
            }
            if let Some(count) = fewest(story) {
                *origins.entry(count).or_default() += 1;
            }
        }
        let facet = |(value, stories): (String, usize)| Facet { value, stories };
        let mut outlets: Vec<Facet> = outlets.into_iter().map(facet).collect();
        outlets.sort_by(|a, b| (b.stories, &a.value).cmp(&(a.stories, &b.value)));
        Listing {
            outlets,
            months: months.into_iter().rev().map(facet).collect(),
            origins: origins.into_iter().map(|(count, stories)| facet((count.to_string(), stories))).collect(),
            ..Listing::default()
        }
    }
}

fn line(story: &Story) -> Line {
    Line {
        id: story.id.clone(),
        title: story.title.clone(),
        articles: story.articles.len(),
        claims: story.claims.len(),
        fewest_origins: fewest(story),
        first: story.first.clone(),
        last: story.last.clone(),
    }
}

/// The fewest origins, counted at most, of a claim that several articles make; of any claim, where none of those has one.
pub(crate) fn fewest(story: &Story) -> Option<usize> {
    let with_origin = || story.claims.iter().filter(|claim| !claim.origins.is_empty());
    let shared = with_origin().filter(|claim| 1 < articles_of(&claim.appearances).len());
    let most = |claim: &headwater_output::wire::Claim| claim.independent[1];
    shared.map(most).min().or_else(|| with_origin().map(most).min())
}

fn terms(words: &str) -> Vec<String> {
    let split = words.split(|letter: char| !letter.is_alphanumeric());
    split.filter(|word| !word.is_empty()).take(16).map(str::to_lowercase).collect()
}

fn has_all(texts: &[&str], terms: &[String]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    terms.iter().all(|term| texts.iter().any(|text| text.contains(term)))
}

/// The sentence or so in which the first of the terms stands.
fn around(text: &str, terms: &[String]) -> String {
    let lower = text.to_lowercase();
    let at = terms.iter().filter_map(|term| lower.find(term)).min().unwrap_or_default();
    let before = lower[..at].chars().count().saturating_sub(60);
    let words: String = text.chars().skip(before).take(240).collect();
    shorten(&words, 180)
}
