//! The article in a page, and what was taken away from it.

use super::{Span, When};

/// The name of the rule or model that found something, as in its data file.
pub type RuleName = std::borrow::Cow<'static, str>;

/// An article's name: from its words and its address, so the same on every machine and on every run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub String);

/// The article in a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Same content at the same address, same id.
    pub id: ArticleId,
    /// What the caller named the page by.
    pub place: String,
    /// Where it was found.
    pub url: Option<String>,
    /// Who published it, by the name the outlet goes by.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it, as written.
    pub byline: Option<String>,
    /// Where and by whom it says it was filed: "OTTAWA, Nov 30 (Reuters)".
    pub dateline: Option<String>,
    /// When it was published, if the page itself tells.
    pub published: Option<Published>,
    /// BCP 47; `und` if unsure.
    pub language: String,
    /// The body. Paragraphs are separated by a blank line, unless the page was taken to the letter.
    pub text: String,
    /// The paragraphs of `text`, in order.
    pub paragraphs: Vec<Span>,
    /// What is on the page but not in the body, in page order. Nothing is lost.
    pub furniture: Vec<Furniture>,
    /// What a reader should know: what could not be found, what was cut.
    pub notes: Vec<String>,
}

/// Words of a page that are not body.
#[derive(Clone, Debug, PartialEq)]
pub struct Furniture {
    /// The words.
    pub text: String,
    /// What they are there for.
    pub kind: FurnitureKind,
    /// What found them to be so.
    pub rule: RuleName,
}

/// What words outside the body are there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FurnitureKind {
    /// Menus, breadcrumbs, buttons, share bars, cookie notices.
    Navigation,
    /// Headlines and leads of other stories.
    Teaser,
    /// Words under a picture or video. They stay usable as evidence.
    Caption,
    /// Photo, wire and author credits. They stay usable as evidence.
    Credit,
    /// The page's own title, standfirst, dates, section.
    Metadata,
    /// The headline or standfirst of this article.
    Title,
    /// Advertising, sign-up forms.
    Advert,
    /// What readers wrote.
    Comment,
    /// Links to other stories inside the body: "Read more:".
    Related,
}

/// When an article was published, and how that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The day, or the days between which it lies.
    pub when: When,
    /// How it is known.
    pub how: How,
    /// The words that show it.
    pub because: Vec<Evidence>,
}

/// How a publication date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The page's words say so.
    Stated,
    /// The page's metadata or the caller say so.
    Metadata,
    /// Worked out from clues; `because` has them.
    Inferred,
}

/// Words that show something: a place in an article's text, or words that are no part of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Whose words.
    pub article: ArticleId,
    /// Where they stand in its text; `None` for furniture and metadata.
    pub span: Option<Span>,
    /// The words, and where need be what they are ("metadata: 2025-04-22").
    pub words: String,
}
