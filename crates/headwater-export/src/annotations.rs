//! W3C Web Annotations: every passage of every claim, as the quotation with what stands around it and as its place.
//!
//! Places are code points into the article's text as the records have it, so that text is the source; the page that it
//! was taken from is the scope.

use headwater_output::wire::{Appearance, Claim, Record};
use headwater_output::{Book, cut};
use serde_json::{Value, json};

use crate::safe;

/// How many code points before and after a quotation tell it from others.
const AROUND: usize = 32;

/// The annotations of all claims of records, as JSON-LD.
pub(crate) fn annotations(records: &[Record]) -> String {
    let book = Book::new(records);
    let mut items = Vec::new();
    for record in records {
        if let Record::Story(story) = record {
            items.extend(story.claims.iter().flat_map(|claim| of_claim(claim, &book)));
        }
    }
    safe::json(&json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:headwater:annotations",
        "type": "AnnotationCollection",
        "label": "Claims where they are said",
        "total": items.len(),
        "first": { "id": "urn:headwater:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": items },
    }))
}

fn of_claim(claim: &Claim, book: &Book) -> Vec<Value> {
    let number = claim.appearances.iter().enumerate();
    number.map(|(index, at)| annotation(claim, index, at, book)).collect()
}

fn annotation(claim: &Claim, index: usize, at: &Appearance, book: &Book) -> Value {
    let article = book.article(&at.article);
    let text = article.map_or("", |article| article.text.as_str());
    let id = safe::token(&claim.id);
    let mut source = json!({
        "id": format!("urn:headwater:article:{}:text", safe::token(&at.article)),
        "type": "Text",
        "format": "text/plain",
    });
    if let Some(language) = article.map(|article| article.language.as_str()).filter(|language| *language != "und") {
        source["language"] = language.into();
    }
    let mut target = json!({
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": cut(text, at.start, at.end),
                "prefix": cut(text, at.start.saturating_sub(AROUND), at.start),
                "suffix": cut(text, at.end, at.end + AROUND),
            },
            { "type": "TextPositionSelector", "start": at.start, "end": at.end },
        ],
    });
    if let Some(url) = safe::address(article.and_then(|article| article.url.as_deref())) {
        target["scope"] = url.into();
    }
    json!({
        "id": format!("urn:headwater:annotation:{id}:{}", index + 1),
        "type": "Annotation",
        "motivation": "identifying",
        "body": {
            "id": format!("urn:headwater:claim:{id}"),
            "type": "TextualBody",
            "format": "text/plain",
            "value": claim.text,
            "purpose": "identifying",
        },
        "target": target,
    })
}
