//! A story with its articles, and what several answers tell of it in the same way.

use headwater_output::wire::{Appearance, Article, Claim, Derivation, Difference, Record, Story};
use headwater_output::{Book, articles_of, counted, line_of, origin_words, range};
use serde::Serialize;

use crate::quote::{Untrusted, shown};

/// The most characters of a name, a title and a date.
pub(crate) const NAME: usize = 80;
pub(crate) const TITLE: usize = 160;
const DATE: usize = 40;
/// The most characters of a passage in a short answer.
pub(crate) const PASSAGE: usize = 260;

/// A story, and its articles looked up by id.
pub(crate) struct Tale<'a> {
    pub(crate) story: &'a Story,
    book: Book<'a>,
}

impl<'a> Tale<'a> {
    /// The first story among records.
    pub(crate) fn of(records: &'a [Record]) -> Option<Tale<'a>> {
        let story = records.iter().find_map(|record| match record {
            Record::Story(story) => Some(story),
            _ => None,
        })?;
        Some(Tale { story, book: Book::new(records) })
    }

    pub(crate) fn article(&self, id: &str) -> Option<&'a Article> {
        self.book.article(id)
    }

    /// The story's articles that are there, earliest published first.
    pub(crate) fn articles(&self) -> impl Iterator<Item = &'a Article> {
        self.story.articles.iter().filter_map(|id| self.book.article(id))
    }

    /// What to call an article: its outlet, or the end of its path; for what is no article's id, what it says.
    pub(crate) fn name(&self, id: &str) -> String {
        let name = |article: &'a Article| article.outlet.as_deref().unwrap_or_else(|| self.book.name(id));
        shown(self.book.article(id).map_or(id, name), NAME)
    }

    pub(crate) fn words(&self, at: &Appearance) -> &'a str {
        self.book.words(at)
    }

    pub(crate) fn passage(&self, at: &Appearance, most: usize) -> Option<Passage> {
        let article = self.book.article(&at.article)?;
        Some(Passage {
            article: article.id.clone(),
            outlet: self.name(&at.article),
            line: line_of(article, at.start),
            quote: shown(self.words(at), most),
            untrusted: Untrusted,
        })
    }

    pub(crate) fn rest(&self, derivation: &Derivation) -> Rest {
        let from = self.book.article(&derivation.from);
        let words = derivation.evidence.first().map(|evidence| shown(&evidence.words, 120));
        Rest {
            article: derivation.article.clone(),
            outlet: self.name(&derivation.article),
            how: derivation.how.clone(),
            from: self.name(&derivation.from),
            from_article: from.map(|article| article.id.clone()),
            shown_by: words,
            untrusted: Untrusted,
        }
    }

    pub(crate) fn linked(&self, claim: &Claim) -> Vec<Linked> {
        let link = |link: &headwater_output::wire::ClaimLink| {
            let other = self.story.claims.iter().find(|other| other.id == link.claim)?;
            let text = shown(&other.text, TITLE);
            Some(Linked { how: link.how.clone(), claim: link.claim.clone(), text, untrusted: Untrusted })
        };
        claim.linked.iter().filter_map(link).collect()
    }
}

/// An article in a list.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleLine {
    pub(crate) id: String,
    pub(crate) outlet: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) headline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<String>,
    pub(crate) untrusted: Untrusted,
}

pub(crate) fn article_line(tale: &Tale, article: &Article) -> ArticleLine {
    ArticleLine {
        id: article.id.clone(),
        outlet: tale.name(&article.id),
        headline: article.title.as_deref().map(|title| shown(title, 100)),
        published: article.published.as_ref().map(|published| date(&published.date)),
        untrusted: Untrusted,
    }
}

/// A claim in a list.
#[derive(Debug, Serialize)]
pub(crate) struct ClaimLine {
    pub(crate) id: String,
    pub(crate) text: String,
    /// "5 articles, 1–2 origins".
    pub(crate) counted: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) rests_on: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) accounts: Option<&'static str>,
    pub(crate) untrusted: Untrusted,
}

/// A claim, with so many of its origins.
pub(crate) fn claim_line(claim: &Claim, origins: usize) -> ClaimLine {
    let more = claim.origins.len().saturating_sub(origins);
    let named = claim.origins.iter().take(origins).map(|origin| shown(&origin_words(origin), 120));
    let rest = (0 < more).then(|| format!("{more} more"));
    ClaimLine {
        id: claim.id.clone(),
        text: shown(&claim.text, 220),
        counted: counting(claim),
        rests_on: named.chain(rest).collect(),
        accounts: accounts(&claim.differences),
        untrusted: Untrusted,
    }
}

/// "5 articles, 1–2 origins".
pub(crate) fn counting(claim: &Claim) -> String {
    let articles = counted(articles_of(claim).len(), "article", "articles");
    match (claim.origins.len(), claim.independent) {
        (0, _) => format!("{articles}, no origin named"),
        (_, [1, 1]) => format!("{articles}, 1 origin"),
        _ => format!("{articles}, {} origins", range(claim)),
    }
}

/// Whether accounts differ; `None` where they do not.
pub(crate) fn accounts(differences: &[Difference]) -> Option<&'static str> {
    match differences {
        [] => None,
        some if some.iter().any(|difference| difference.contradiction) => Some("contradict"),
        _ => Some("differ"),
    }
}

/// Where something is said.
#[derive(Debug, Serialize)]
pub(crate) struct Passage {
    pub(crate) article: String,
    pub(crate) outlet: String,
    pub(crate) line: usize,
    pub(crate) quote: String,
    pub(crate) untrusted: Untrusted,
}

/// An article that rests on another, or on an outlet that is not among them.
#[derive(Debug, Serialize)]
pub(crate) struct Rest {
    pub(crate) article: String,
    pub(crate) outlet: String,
    /// `credits`, `copies`, `paraphrases`.
    pub(crate) how: String,
    pub(crate) from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) from_article: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shown_by: Option<String>,
    pub(crate) untrusted: Untrusted,
}

/// A claim that bears on another.
#[derive(Debug, Serialize)]
pub(crate) struct Linked {
    /// `denies`, `updates`, `narrows`.
    pub(crate) how: String,
    pub(crate) claim: String,
    pub(crate) text: String,
    pub(crate) untrusted: Untrusted,
}

/// A date, EDTF.
pub(crate) fn date(date: &str) -> String {
    shown(date, DATE)
}

/// "12 more claims: ask with offset 8", where any are left.
pub(crate) fn left(total: usize, shown: usize, one: &str, many: &str, how: &str) -> Option<String> {
    let more = total.saturating_sub(shown);
    let noun = if more == 1 { one } else { many };
    (0 < more).then(|| format!("{more} more {noun}: {how}"))
}
