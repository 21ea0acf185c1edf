//! The records as tables: the same columns whether they become CSV or Parquet. Keys are ids; a row that rests on words
//! has the article, where in its text, and the words.

use headwater_output::wire::{Appearance, Article, Claim, Evidence, Record, Story};
use headwater_output::{Book, articles_of, cut, origin_words};

/// A table.
pub struct Table {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// What its rows are.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// A cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column: its name, what it holds, and what it means.
pub type Column = (&'static str, Kind, &'static str);

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// Whether something is so.
    Truth,
}

/// One value; `None` where it is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(Option<String>),
    /// A whole number.
    Number(Option<i64>),
    /// Whether something is so.
    Truth(bool),
}

use self::Kind::{Number, Text, Truth};

const ARTICLES: &[Column] = &[
    ("article", Text, "id of the article"),
    ("ref", Text, "what the input called it"),
    ("url", Text, "where it was found"),
    ("outlet", Text, "who published it"),
    ("title", Text, "its headline"),
    ("byline", Text, "who wrote it"),
    ("dateline", Text, "where and by whom it was filed"),
    ("published", Text, "when it was published, EDTF"),
    ("published_how", Text, "stated, metadata or inferred"),
    ("language", Text, "BCP 47"),
    ("text", Text, "its words, without furniture"),
    ("notes", Text, "what a reader should know of the reading"),
];
const STORIES: &[Column] = &[
    ("story", Text, "id of the story"),
    ("title", Text, "what it is about"),
    ("articles", Number, "how many articles tell it"),
    ("claims", Number, "how many claims it has"),
    ("first", Text, "first day of publication, EDTF"),
    ("last", Text, "last day of publication, EDTF"),
];
const STORY_ARTICLES: &[Column] = &[
    ("story", Text, "id of the story"),
    ("position", Number, "place in the story, earliest published first, from 1"),
    ("article", Text, "id of the article"),
];
const CLAIMS: &[Column] = &[
    ("claim", Text, "id of the claim"),
    ("story", Text, "id of the story"),
    ("position", Number, "place in the story, weightiest first, from 1"),
    ("text", Text, "its plainest wording, to the letter"),
    ("articles", Number, "how many articles say it"),
    ("origins_min", Number, "independent origins, at least"),
    ("origins_max", Number, "independent origins, at most"),
    ("resting_on", Text, "its origins in words"),
    ("because", Text, "why so many"),
    ("first_article", Text, "the earliest article that says it, among those read"),
    ("dates", Text, "the days it is about, EDTF"),
];
const APPEARANCES: &[Column] = &[
    ("claim", Text, "id of the claim"),
    ("story", Text, "id of the story"),
    ("article", Text, "id of the article"),
    ("start", Number, "first code point in the article's text"),
    ("end", Number, "one past the last code point"),
    ("words", Text, "the words, to the letter"),
];
const ORIGINS: &[Column] = &[
    ("claim", Text, "id of the claim"),
    ("story", Text, "id of the story"),
    ("origin", Text, "id of the origin"),
    ("name", Text, "who, or how they are described"),
    ("kind", Text, "person, organization, outlet, document, anonymous, unresolved"),
    ("anonymous", Truth, "whether they are not named"),
    ("count", Number, "how many unnamed people, if told"),
    ("outlet", Text, "the outlet that had it"),
    ("via", Text, "the outlets that passed it on"),
    ("appearances", Number, "in how many places it is credited"),
];
const CHAINS: &[Column] = &[
    ("claim", Text, "id of the claim"),
    ("origin", Text, "id of the origin"),
    ("article", Text, "id of the article"),
    ("start", Number, "first code point in the article's text"),
    ("end", Number, "one past the last code point"),
    ("words", Text, "the words, to the letter"),
    ("via", Text, "the outlets between the article and the origin, nearest to the article first"),
    ("evidence", Text, "what else shows it"),
];
const DIFFERENCES: &[Column] = &[
    ("claim", Text, "id of the claim"),
    ("story", Text, "id of the story"),
    ("kind", Text, "wording, number, date, place, actor, condition, scope, modality, negation"),
    ("contradiction", Truth, "whether both cannot be so"),
    ("note", Text, "what differs, in a sentence"),
    ("article", Text, "id of the article"),
    ("start", Number, "first code point in the article's text"),
    ("end", Number, "one past the last code point"),
    ("words", Text, "the words, to the letter"),
];
const LINKS: &[Column] = &[
    ("claim", Text, "id of the claim"),
    ("how", Text, "denies, updates, narrows"),
    ("other", Text, "id of the other claim"),
    ("story", Text, "id of the story"),
];
const DERIVATIONS: &[Column] = &[
    ("story", Text, "id of the story"),
    ("article", Text, "id of the article"),
    ("how", Text, "credits, copies, paraphrases"),
    ("from", Text, "id of an article, or the name of an outlet that is not among them"),
    ("from_is_article", Truth, "whether it is an article's id"),
    ("evidence", Text, "the words that show it"),
];
const ATTRIBUTIONS: &[Column] = &[
    ("article", Text, "id of the article"),
    ("number", Number, "place in the article, from 0"),
    ("source", Text, "who is credited, as written"),
    ("name", Text, "who the source is, resolved"),
    ("kind", Text, "person, organization, outlet, document, anonymous"),
    ("cue", Text, "the words that credit"),
    ("content", Text, "what is credited"),
    ("start", Number, "first code point of the content"),
    ("end", Number, "one past its last code point"),
    ("mode", Text, "direct, indirect or mixed"),
    ("polarity", Text, "said, denied, confirmed, warned, offered, accepted, rejected, demanded, declined"),
    ("rule", Text, "what found it"),
];
const POSITIONS: &[Column] = &[
    ("story", Text, "id of the story"),
    ("actor", Text, "the party"),
    ("stance", Text, "offers, accepts, rejects, demands, conditional, denies, confirms, declines"),
    ("about", Text, "what it is about"),
    ("toward", Text, "toward whom"),
    ("condition", Text, "on what condition"),
    ("articles", Text, "ids of the articles that tell it"),
];
const MOMENTS: &[Column] = &[
    ("story", Text, "id of the story"),
    ("date", Text, "EDTF"),
    ("text", Text, "what happened, in an article's words"),
    ("articles", Text, "ids of the articles that tell it"),
];
const SET_ASIDE: &[Column] = &[
    ("article", Text, "id of the article"),
    ("kind", Text, "navigation, teaser, caption, credit, metadata, title, advert, comment, related"),
    ("rule", Text, "what found it"),
    ("text", Text, "the words that were taken out"),
];
const UNREAD: &[Column] =
    &[("ref", Text, "the file, and the line or record in it"), ("why", Text, "what was wrong with it")];

/// The tables of records. Every table is there, also without rows, so that queries need not ask which are.
pub fn tables(records: &[Record]) -> Vec<Table> {
    let mut tables = empty();
    let book = Book::new(records);
    for record in records {
        match record {
            Record::Run(_) => {}
            Record::Article(article) => add_article(&mut tables, article),
            Record::Story(story) => add_story(&mut tables, &book, story),
            Record::Unread(unread) => add(&mut tables, "unread", vec![text(&unread.place), text(&unread.why)]),
        }
    }
    tables
}

fn empty() -> Vec<Table> {
    let all: [(&str, &str, &'static [Column]); 14] = [
        ("articles", "documents as read", ARTICLES),
        ("stories", "articles on one happening", STORIES),
        ("story_articles", "which articles tell which story", STORY_ARTICLES),
        ("claims", "what articles say in common", CLAIMS),
        ("appearances", "where each claim is said, with the words", APPEARANCES),
        ("origins", "on whose word each claim rests", ORIGINS),
        ("chains", "where each origin is credited, and through whom", CHAINS),
        ("differences", "where accounts of one claim differ, a row a passage", DIFFERENCES),
        ("links", "how claims bear on each other", LINKS),
        ("derivations", "which article rests on which", DERIVATIONS),
        ("attributions", "who is credited with what", ATTRIBUTIONS),
        ("positions", "where the parties stand", POSITIONS),
        ("moments", "what happened when", MOMENTS),
        ("set_aside", "what was taken for no part of an article", SET_ASIDE),
    ];
    let last = ("unread", "what could not be read", UNREAD);
    all.into_iter()
        .chain([last])
        .map(|(name, about, columns)| Table { name, about, columns, rows: Vec::new() })
        .collect()
}

fn add(tables: &mut [Table], name: &str, row: Vec<Cell>) {
    if let Some(table) = tables.iter_mut().find(|table| table.name == name) {
        debug_assert_eq!(table.columns.len(), row.len(), "{name}");
        table.rows.push(row);
    }
}

fn text(words: impl AsRef<str>) -> Cell {
    Cell::Text(Some(words.as_ref().to_owned()))
}

fn maybe(words: Option<&String>) -> Cell {
    Cell::Text(words.cloned())
}

/// Several in one cell; a line each, as their words may hold any other mark.
fn several(words: impl IntoIterator<Item = impl AsRef<str>>) -> Cell {
    let lines: Vec<String> = words.into_iter().map(|words| crate::safe::line(words.as_ref())).collect();
    Cell::Text(Some(lines.join("\n")).filter(|lines| !lines.is_empty()))
}

fn number(count: usize) -> Cell {
    Cell::Number(i64::try_from(count).ok())
}

fn words_of(evidence: &[Evidence]) -> Cell {
    several(evidence.iter().map(|evidence| &evidence.words))
}

fn ids(appearances: &[Appearance]) -> Cell {
    let mut ids: Vec<&str> = Vec::new();
    for at in appearances {
        if !ids.contains(&at.article.as_str()) {
            ids.push(&at.article);
        }
    }
    several(ids)
}

fn add_article(tables: &mut [Table], article: &Article) {
    let published = article.published.as_ref();
    let row = vec![
        text(&article.id),
        text(&article.place),
        maybe(article.url.as_ref()),
        maybe(article.outlet.as_ref()),
        maybe(article.title.as_ref()),
        maybe(article.byline.as_ref()),
        maybe(article.dateline.as_ref()),
        maybe(published.map(|published| &published.date)),
        maybe(published.map(|published| &published.how)),
        text(&article.language),
        text(&article.text),
        several(&article.notes),
    ];
    add(tables, "articles", row);
    for piece in &article.furniture {
        add(tables, "set_aside", vec![text(&article.id), text(&piece.kind), text(&piece.rule), text(&piece.text)]);
    }
    for (index, one) in article.attributions.iter().enumerate() {
        let words = |spans: &[[usize; 2]]| several(spans.iter().map(|span| cut(&article.text, span[0], span[1])));
        let row = vec![
            text(&article.id),
            number(index),
            words(one.source.as_slice()),
            maybe(one.name.as_ref()),
            maybe(one.source_kind.as_ref()),
            words(&one.cue),
            words(&one.content),
            Cell::Number(one.content.first().and_then(|span| i64::try_from(span[0]).ok())),
            Cell::Number(one.content.last().and_then(|span| i64::try_from(span[1]).ok())),
            text(&one.mode),
            text(&one.polarity),
            text(&one.rule),
        ];
        add(tables, "attributions", row);
    }
}

fn add_story(tables: &mut [Table], book: &Book, story: &Story) {
    let (articles, claims) = (number(story.articles.len()), number(story.claims.len()));
    let (first, last) = (maybe(story.first.as_ref()), maybe(story.last.as_ref()));
    add(tables, "stories", vec![text(&story.id), text(&story.title), articles, claims, first, last]);
    for (index, article) in story.articles.iter().enumerate() {
        add(tables, "story_articles", vec![text(&story.id), number(index + 1), text(article)]);
    }
    for (index, claim) in story.claims.iter().enumerate() {
        add_claim(tables, book, story, claim, index + 1);
    }
    for one in &story.derivations {
        let is_article = book.article(&one.from).is_some();
        let (how, from) = (text(&one.how), text(&one.from));
        let evidence = words_of(&one.evidence);
        add(
            tables,
            "derivations",
            vec![text(&story.id), text(&one.article), how, from, Cell::Truth(is_article), evidence],
        );
    }
    for one in &story.positions {
        let (toward, condition) = (maybe(one.toward.as_ref()), maybe(one.condition.as_ref()));
        let (actor, stance, on) = (text(&one.actor), text(&one.stance), text(&one.on));
        add(tables, "positions", vec![text(&story.id), actor, stance, on, toward, condition, ids(&one.appearances)]);
    }
    for one in &story.timeline {
        add(tables, "moments", vec![text(&story.id), text(&one.date), text(&one.text), ids(&one.appearances)]);
    }
}

fn add_claim(tables: &mut [Table], book: &Book, story: &Story, claim: &Claim, position: usize) {
    let said_in = articles_of(claim);
    let first = story.articles.iter().find(|article| said_in.contains(&article.as_str()));
    let row = vec![
        text(&claim.id),
        text(&story.id),
        number(position),
        text(&claim.text),
        number(said_in.len()),
        number(claim.independent[0]),
        number(claim.independent[1]),
        several(claim.origins.iter().map(origin_words)),
        several(&claim.because),
        maybe(first),
        several(&claim.dates),
    ];
    add(tables, "claims", row);
    let passage = |at: &Appearance| [text(&at.article), number(at.start), number(at.end), text(book.words(at))];
    for at in &claim.appearances {
        add(tables, "appearances", [text(&claim.id), text(&story.id)].into_iter().chain(passage(at)).collect());
    }
    for one in &claim.differences {
        let head =
            || [text(&claim.id), text(&story.id), text(&one.kind), Cell::Truth(one.contradiction), text(&one.note)];
        for at in &one.appearances {
            add(tables, "differences", head().into_iter().chain(passage(at)).collect());
        }
    }
    for link in &claim.linked {
        add(tables, "links", vec![text(&claim.id), text(&link.how), text(&link.claim), text(&story.id)]);
    }
    add_origins(tables, book, story, claim);
}

fn add_origins(tables: &mut [Table], book: &Book, story: &Story, claim: &Claim) {
    for origin in &claim.origins {
        let row = vec![
            text(&claim.id),
            text(&story.id),
            text(&origin.id),
            text(&origin.name),
            text(&origin.kind),
            Cell::Truth(origin.anonymous),
            Cell::Number(origin.count.map(i64::from)),
            maybe(origin.outlet.as_ref()),
            several(&origin.via),
            number(origin.appearances.len()),
        ];
        add(tables, "origins", row);
        for at in &origin.appearances {
            let words = book.article(&at.article).map_or("", |article| cut(&article.text, at.start, at.end));
            let row = vec![
                text(&claim.id),
                text(&origin.id),
                text(&at.article),
                number(at.start),
                number(at.end),
                text(words),
                several(&at.via),
                words_of(&at.because),
            ];
            add(tables, "chains", row);
        }
    }
}
