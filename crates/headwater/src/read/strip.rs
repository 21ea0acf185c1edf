//! Takes the furniture away: what is left is the article. Nothing is lost: what is taken away is kept, with its kind.

mod lines;
mod pieces;
mod pictures;
mod features;
mod asides;
mod body;
mod facts;
mod day;
mod language;

use crate::knowledge::Verdict;
use crate::{Article, ArticleId, Body, Calendar, Furniture, FurnitureRules, Outlets, Page, Span};

use self::pieces::Piece;

/// The article in a page. Body and furniture together are the whole page.
pub fn strip(page: &Page, furniture: &FurnitureRules, outlets: &Outlets, _calendar: &Calendar) -> Article {
    match &page.body {
        Body::Exact(text) => exact(page, text, furniture),
        Body::Dump(text) => {
            let mut pieces = pieces::cut(text, furniture);
            body::decide(text, &mut pieces, page.hints.title.as_deref(), furniture);
            facts::cut_dateline(text, &mut pieces, outlets);
            assemble(page, text, &pieces, &[], furniture)
        }
        Body::Extracted { text, rest } => {
            let mut pieces = pieces::cut(text, furniture);
            body::trust(text, &mut pieces, page.hints.title.as_deref());
            facts::cut_dateline(text, &mut pieces, outlets);
            assemble(page, text, &pieces, rest, furniture)
        }
    }
}

/// The article of a text taken to the letter.
fn exact(page: &Page, text: &str, rules: &FurnitureRules) -> Article {
    let paragraphs = lines::paragraphs(text);
    let dateline = paragraphs.first().and_then(|first| facts::dateline(first.of(text)));
    let mut article = blank(page, text, rules);
    article.text = text.to_owned();
    article.paragraphs = paragraphs;
    article.dateline = dateline.map(str::to_owned);
    article
}

/// The article of the pieces that nothing was found against.
fn assemble(page: &Page, page_text: &str, pieces: &[Piece], rest: &[Furniture], rules: &FurnitureRules) -> Article {
    let mut article = blank(page, page_text, rules);
    for piece in pieces {
        let words = lines::on_one_line(piece.span.of(page_text));
        match &piece.verdict {
            None => {
                article.text.push_str(if article.text.is_empty() { "" } else { "\n\n" });
                let start = article.text.len();
                article.text.push_str(&words);
                article.paragraphs.push(Span::new(start, article.text.len()));
            }
            Some(Verdict { kind, rule, .. }) => {
                article.furniture.push(Furniture { text: words, kind: *kind, rule: rule.clone() });
            }
        }
    }
    article.furniture.extend_from_slice(rest);
    if article.text.is_empty() && !page_text.trim().is_empty() {
        article.notes.push("No body was found: all of the page looks like furniture.".to_owned());
    }
    facts::complete(&mut article, page_text, pieces, rules);
    article
}

/// What is known of a page before its words are looked at.
fn blank(page: &Page, page_text: &str, rules: &FurnitureRules) -> Article {
    let language = language::language(page_text, page.hints.language.as_deref(), rules);
    let mut article = Article {
        id: identify(page, page_text),
        place: page.place.clone(),
        url: page.hints.canonical.clone().or_else(|| page.hints.url.clone()),
        outlet: page.hints.outlet.clone(),
        title: page.hints.title.clone(),
        byline: page.hints.byline.clone(),
        dateline: None,
        published: None,
        language,
        text: String::new(),
        paragraphs: Vec::new(),
        furniture: Vec::new(),
        notes: page.hints.notes.clone(),
    };
    article.published = facts::claimed(&page.hints.dates, &article.id, rules);
    if article.language == language::UNSURE {
        article.notes.push("The text does not look English; the rules for English were used.".to_owned());
    }
    article
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FurnitureKind, Hints, Knowledge};

    fn stripped(text: &str, hints: Hints) -> Article {
        let knowledge = Knowledge::once();
        let page = Page { place: "page.txt".to_owned(), body: Body::Dump(text.to_owned()), hints };
        let article = strip(&page, &knowledge.furniture, &knowledge.outlets, &knowledge.calendar);
        assert_nothing_lost(text, &article);
        article
    }

    /// Body and furniture hold the same letters as the page, each as often.
    fn assert_nothing_lost(text: &str, article: &Article) {
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
            letters.sort_unstable();
            letters
        };
        let furniture: String = article.furniture.iter().map(|furniture| furniture.text.as_str()).collect();
        assert_eq!(letters(text), letters(&format!("{}{furniture}", article.text)));
    }

    /// Strips `text`; what is left is `body`, and the furniture has these kinds.
    fn check(text: &str, body: &str, kinds: &[FurnitureKind]) {
        let article = stripped(text, Hints::default());
        assert_eq!(article.text, body);
        let found: Vec<FurnitureKind> = article.furniture.iter().map(|furniture| furniture.kind).collect();
        assert_eq!(found, kinds);
        assert!(article.paragraphs.iter().all(|span| !span.of(&article.text).is_empty()));
    }

    #[test]
    fn menus_and_teasers_go() {
        check(
            "Home\nNews\nHarbour toll to rise again\nThe toll at the harbour will rise again in May, the port said.\nShippers are angry and want to be heard before then.\nREAD NEXT\nRents up 8 per cent\n",
            "The toll at the harbour will rise again in May, the port said.\n\nShippers are angry and want to be heard before then.",
            &[
                FurnitureKind::Navigation,
                FurnitureKind::Navigation,
                FurnitureKind::Title,
                FurnitureKind::Teaser,
                FurnitureKind::Teaser,
            ],
        );
    }

    #[test]
    fn an_article_without_furniture_stays_whole() {
        let text = "The toll at the harbour will rise again in May, the port said.\n\n“We knew.”\n\nShippers are angry and want to be heard.";
        check(text, text, &[]);
    }

    #[test]
    fn the_page_states_its_day() {
        let text = "HARBOUR POST\nThursday 6 March 2025, 9.20 am\nToll to rise\nOSTREVAAL, March 6 (Norvane) - The toll will rise, the port said on Thursday.\n© Harbour Post";
        let article = stripped(text, Hints::default());
        assert_eq!(article.published.map(|published| published.when.edtf()).as_deref(), Some("2025-03-06"));
        assert_eq!(article.dateline.as_deref(), Some("OSTREVAAL, March 6 (Norvane)"));
        assert_eq!(article.outlet.as_deref(), Some("Harbour Post"));
    }

    #[test]
    fn any_page_is_stripped_without_panic() {
        for text in [
            "",
            "\n\n",
            "©",
            "Photo",
            "…",
            "[",
            "by",
            "1/2 2/2",
            "日本語のページ\nメニュー",
            "© —",
            "(",
            "date 2025-01-01",
        ] {
            stripped(text, Hints::default());
        }
    }
}
