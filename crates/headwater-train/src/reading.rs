//! Text as headwater reads it.

use headwater::training::ruled;
use headwater::{Article, Attribution, Body, Hints, Knowledge, Page, Sentence, Span};

/// The article in a text taken to the letter, its sentences, and what rules find in it.
pub(crate) fn read(text: &str, knowledge: &Knowledge) -> (Article, Vec<Sentence>, Vec<Attribution>) {
    let page = Page { place: String::new(), body: Body::Exact(text.to_owned()), hints: Hints::default() };
    let reading = headwater::read(&page, knowledge);
    let ruled = ruled(&reading.article, &reading.sentences, knowledge);
    (reading.article, reading.sentences, ruled)
}

/// A text that is one sentence.
pub(crate) fn whole(text: &str) -> (Article, Vec<Sentence>) {
    let article = Article {
        id: headwater::ArticleId(String::new()),
        place: String::new(),
        url: None,
        outlet: None,
        title: None,
        byline: None,
        dateline: None,
        published: None,
        language: "en".to_owned(),
        text: text.to_owned(),
        paragraphs: vec![Span::new(0, text.len())],
        furniture: Vec::new(),
        notes: Vec::new(),
    };
    let sentence = Sentence { span: Span::new(0, text.len()), paragraph: 0, quotes: Vec::new() };
    (article, vec![sentence])
}
