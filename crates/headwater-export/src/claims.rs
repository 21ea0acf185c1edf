//! Claims as schema.org has them, with every article they appear in; and drafts of fact checks that carry no rating:
//! who checks a claim says what came of it, not headwater.

use std::collections::BTreeSet;

use headwater_output::wire::{Article, Claim, Origin, Record, Story};
use headwater_output::{Book, articles_of};
use serde_json::{Map, Value, json};

use crate::safe;

/// The claims of records, as JSON-LD.
pub(crate) fn claims(records: &[Record]) -> String {
    graph(records, |claim, story, known| vec![claim_of(claim, story, known)])
}

/// A draft of a fact check for each claim of records, as JSON-LD.
pub(crate) fn claim_reviews(records: &[Record]) -> String {
    graph(records, |claim, story, known| {
        let draft = json!({
            "@type": "ClaimReview",
            "@id": format!("urn:headwater:draft:{}", safe::token(&claim.id)),
            "creativeWorkStatus": "Draft",
            "claimReviewed": claim.text,
            "itemReviewed": claim_of(claim, story, known),
        });
        vec![draft]
    })
}

fn graph(records: &[Record], of_claim: impl Fn(&Claim, &Story, &Known) -> Vec<Value>) -> String {
    let known = Known::new(records);
    let mut found = Vec::new();
    for record in records {
        if let Record::Story(story) = record {
            found.extend(story.claims.iter().flat_map(|claim| of_claim(claim, story, &known)));
        }
    }
    safe::json(&json!({ "@context": { "@vocab": "https://schema.org/" }, "@graph": found }))
}

fn claim_of(claim: &Claim, story: &Story, known: &Known) -> Value {
    let said_in = articles_of(claim);
    let appearance: Vec<Value> = said_in.iter().map(|id| known.article(id)).collect();
    let first = story.articles.iter().find(|id| said_in.contains(&id.as_str()));
    let mut found = json!({
        "@type": "Claim",
        "@id": format!("urn:headwater:claim:{}", safe::token(&claim.id)),
        "text": claim.text,
        "appearance": appearance,
    });
    // The first among the articles that were read; whether one before them said it, nobody here can know.
    if let Some(first) = first {
        found["firstAppearance"] = json!({ "@id": known.address(first) });
    }
    let authors: Vec<Value> = claim.origins.iter().filter(|origin| !origin.anonymous).filter_map(author).collect();
    if !authors.is_empty() {
        found["author"] = authors.into();
    }
    found
}

fn author(origin: &Origin) -> Option<Value> {
    let kind = match origin.kind.as_str() {
        "person" => "Person",
        "organization" | "outlet" => "Organization",
        _ => return None,
    };
    Some(json!({ "@type": kind, "name": safe::visible(&origin.name) }))
}

/// The articles by id, and which web addresses several of them have.
struct Known<'a> {
    book: Book<'a>,
    shared: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new(records: &'a [Record]) -> Known<'a> {
        let (mut once, mut shared) = (BTreeSet::new(), BTreeSet::new());
        for record in records {
            if let Record::Article(Article { url: Some(url), .. }) = record
                && !once.insert(url.as_str())
            {
                shared.insert(url.as_str());
            }
        }
        Known { book: Book::new(records), shared }
    }

    /// What an article is called: its own address, unless another has it too; or else one made of its id.
    fn address(&self, id: &str) -> String {
        let own = url(self.book.article(id)).filter(|url| !self.shared.contains(url));
        safe::article_address(id, own)
    }

    fn article(&self, id: &str) -> Value {
        article(id, self.address(id), self.book.article(id))
    }
}

fn url(article: Option<&Article>) -> Option<&str> {
    article.and_then(|article| article.url.as_deref())
}

fn article(id: &str, address: String, found: Option<&Article>) -> Value {
    let mut value = Map::new();
    value.insert("@type".to_owned(), "NewsArticle".into());
    value.insert("@id".to_owned(), address.into());
    let mut add = |name: &str, words: Option<&str>| {
        if let Some(words) = words {
            value.insert(name.to_owned(), safe::visible(words).into());
        }
    };
    add("identifier", Some(id));
    add("url", safe::address(url(found)));
    add("headline", found.and_then(|article| article.title.as_deref()));
    add("inLanguage", found.map(|article| article.language.as_str()).filter(|language| *language != "und"));
    // schema.org has whole days only: what is uncertain is left out rather than said with certainty.
    let published = found.and_then(|article| article.published.as_ref()).map(|published| published.date.as_str());
    add(
        "datePublished",
        published.filter(|date| date.len() == 10 && safe::days(date).is_some_and(|days| days.0.day.is_some())),
    );
    if let Some(outlet) = found.and_then(|article| article.outlet.as_deref()) {
        value.insert("publisher".to_owned(), json!({ "@type": "Organization", "name": safe::visible(outlet) }));
    }
    Value::Object(value)
}
