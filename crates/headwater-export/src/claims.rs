//! Claims as schema.org has them, with every article they appear in; and drafts of fact checks that carry no rating:
//! who checks a claim says what came of it, not headwater.

use headwater_output::wire::{Article, Claim, Origin, Record, Story};
use headwater_output::{Book, articles_of};
use serde_json::{Map, Value, json};

use crate::safe;

/// The claims of records, as JSON-LD.
pub(crate) fn claims(records: &[Record]) -> String {
    graph(records, |claim, story, book| vec![claim_of(claim, story, book)])
}

/// A draft of a fact check for each claim of records, as JSON-LD.
pub(crate) fn claim_reviews(records: &[Record]) -> String {
    graph(records, |claim, story, book| {
        let draft = json!({
            "@type": "ClaimReview",
            "@id": format!("urn:headwater:draft:{}", safe::token(&claim.id)),
            "creativeWorkStatus": "Draft",
            "claimReviewed": claim.text,
            "itemReviewed": claim_of(claim, story, book),
        });
        vec![draft]
    })
}

fn graph(records: &[Record], of_claim: impl Fn(&Claim, &Story, &Book) -> Vec<Value>) -> String {
    let book = Book::new(records);
    let mut found = Vec::new();
    for record in records {
        if let Record::Story(story) = record {
            found.extend(story.claims.iter().flat_map(|claim| of_claim(claim, story, &book)));
        }
    }
    safe::json(&json!({ "@context": { "@vocab": "https://schema.org/" }, "@graph": found }))
}

fn claim_of(claim: &Claim, story: &Story, book: &Book) -> Value {
    let said_in = articles_of(claim);
    let appearance: Vec<Value> = said_in.iter().map(|id| article(id, book.article(id))).collect();
    let first = story.articles.iter().find(|id| said_in.contains(&id.as_str()));
    let mut found = json!({
        "@type": "Claim",
        "@id": format!("urn:headwater:claim:{}", safe::token(&claim.id)),
        "text": claim.text,
        "appearance": appearance,
    });
    // The first among the articles that were read; whether one before them said it, nobody here can know.
    if let Some(first) = first {
        found["firstAppearance"] = json!({ "@id": safe::article_address(first, url(book.article(first))) });
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

fn url(article: Option<&Article>) -> Option<&str> {
    article.and_then(|article| article.url.as_deref())
}

fn article(id: &str, found: Option<&Article>) -> Value {
    let mut value = Map::new();
    value.insert("@type".to_owned(), "NewsArticle".into());
    value.insert("@id".to_owned(), safe::article_address(id, url(found)).into());
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
