//! An article with everything that was found in it, underlined where it stands.

use std::collections::BTreeSet;

use headwater_output::wire::{Article, Story};

use crate::days;
use crate::link::{self, Address};
use crate::told::{Told, counted, number};
use crate::view::Extent;
use crate::view::head;
use crate::view::rest::{Taking, taken};

/// Longer texts are cut here, with a note, until all is asked for: in code points.
const LONGEST: usize = 200_000;

/// An article's own page.
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) byline: String,
    pub(crate) dateline: String,
    pub(crate) day: String,
    pub(crate) because: Vec<String>,
    pub(crate) language: String,
    pub(crate) words: String,
    pub(crate) there: Option<Address>,
    pub(crate) url: String,
    pub(crate) notes: Vec<String>,
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) cut: bool,
    pub(crate) aside: Vec<Taking>,
    pub(crate) more_aside: usize,
    pub(crate) stories: Vec<InStory>,
    pub(crate) credits: String,
}

/// A story that tells it.
pub(crate) struct InStory {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// A paragraph of it.
pub(crate) struct Paragraph {
    pub(crate) pieces: Vec<Piece>,
}

/// Words with what was found in them.
pub(crate) struct Piece {
    pub(crate) words: String,
    /// Classes for the findings: `claim`, `source`, `cue`, `name`, `time`.
    pub(crate) classes: String,
    /// What the findings are, in words, for those who hover.
    pub(crate) title: String,
    /// The sentence that begins here, as an anchor.
    pub(crate) anchor: Option<usize>,
    /// Claims that begin here: story, number, id.
    pub(crate) claims: Vec<(String, usize, String)>,
}

/// A finding in the text.
struct Finding {
    start: usize,
    end: usize,
    class: &'static str,
    title: String,
}

/// The page of an article, with the stories that tell it.
pub(crate) fn article(article: &Article, stories: &[&Story], extent: Extent) -> Shown {
    let told = Told::alone(article);
    let published = article.published.as_ref();
    let (aside, more_aside) = taken(article, extent);
    let most = extent.first(LONGEST);
    Shown {
        id: link::slug(&article.id),
        name: told.name.clone(),
        title: head_line(&told),
        byline: article.byline.clone().unwrap_or_default(),
        dateline: article.dateline.clone().unwrap_or_default(),
        day: told.day(),
        because: published.iter().flat_map(|one| &one.because).take(4).map(|one| one.words.clone()).collect(),
        language: article.language.clone(),
        words: number(article.text.split_whitespace().count()),
        there: article.url.as_deref().and_then(link::address),
        url: article.url.clone().unwrap_or_default(),
        notes: article.notes.clone(),
        paragraphs: paragraphs(&told, &findings(article, stories), &begun(article, stories), most),
        cut: told.byte(most) < article.text.len(),
        aside,
        more_aside,
        stories: stories
            .iter()
            .map(|one| InStory { id: link::slug(&one.id), title: head::title(&one.title) })
            .collect(),
        credits: counted(article.attributions.len(), "credit", "credits"),
    }
}

fn head_line(told: &Told) -> String {
    let words = told.headline();
    match told.article.outlet {
        _ if !words.trim().is_empty() => words.to_owned(),
        Some(_) => format!("An article of {}", told.name),
        None => told.name.clone(),
    }
}

fn findings(article: &Article, stories: &[&Story]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |start: usize, end: usize, class, title: String| {
        if start < end {
            found.push(Finding { start, end, class, title });
        }
    };
    for story in stories {
        for claim in &story.claims {
            for at in claim.appearances.iter().filter(|at| at.article == article.id) {
                add(at.start, at.end, "claim", String::new());
            }
        }
    }
    for attribution in &article.attributions {
        let name = attribution.name.as_deref().unwrap_or("could not be told");
        for [start, end] in attribution.source.iter().copied() {
            add(start, end, "source", format!("credited: {name}"));
        }
        for [start, end] in attribution.cue.iter().copied() {
            add(start, end, "cue", format!("{} ({})", attribution.polarity, attribution.rule));
        }
    }
    for mention in &article.mentions {
        add(mention.start, mention.end, "name", mention.kind.clone());
    }
    for time in &article.times {
        let date = time.date.as_deref().map(days::in_words);
        add(time.start, time.end, "time", date.unwrap_or_else(|| "no calendar date".to_owned()));
    }
    found
}

/// The claims that begin at a code point of the article.
struct Begun {
    at: usize,
    story: String,
    number: usize,
    id: String,
}

fn begun(article: &Article, stories: &[&Story]) -> Vec<Begun> {
    let mut begun = Vec::new();
    for story in stories {
        for (index, claim) in story.claims.iter().enumerate() {
            for at in claim.appearances.iter().filter(|at| at.article == article.id) {
                begun.push(Begun {
                    at: at.start,
                    story: link::slug(&story.id),
                    number: index + 1,
                    id: link::slug(&claim.id),
                });
            }
        }
    }
    begun.sort_by_key(|begun| (begun.at, begun.number));
    begun
}

/// The text cut wherever a finding begins or ends, and at every sentence.
fn paragraphs(told: &Told, findings: &[Finding], begun: &[Begun], most: usize) -> Vec<Paragraph> {
    let article = told.article;
    let end = article.text.chars().take(most).count();
    let mut cuts: BTreeSet<usize> = [0, end].into();
    cuts.extend(findings.iter().flat_map(|finding| [finding.start, finding.end]));
    cuts.extend(article.sentences.iter().map(|sentence| sentence[0]));
    cuts.extend(begun.iter().map(|begun| begun.at));
    let breaks = breaks(&article.text);
    cuts.extend(breaks.iter().copied());
    let cuts: Vec<usize> = cuts.into_iter().filter(|cut| *cut <= end).collect();
    let mut starting: Vec<&Finding> = findings.iter().collect();
    starting.sort_by_key(|finding| (finding.start, finding.end));
    let mut waiting = starting.into_iter().peekable();
    let mut open: Vec<&Finding> = Vec::new();
    let mut paragraphs = vec![Paragraph { pieces: Vec::new() }];
    for pair in cuts.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        open.retain(|finding| from < finding.end);
        while let Some(finding) = waiting.next_if(|finding| finding.start <= from) {
            open.push(finding);
        }
        if breaks.binary_search(&from).is_ok() {
            paragraphs.push(Paragraph { pieces: Vec::new() });
        }
        let anchor = article.sentences.binary_search_by_key(&from, |sentence| sentence[0]).ok();
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.pieces.push(piece(told.cut(from, to), &open, anchor, begun, from));
        }
    }
    paragraphs.retain(|paragraph| paragraph.pieces.iter().any(|piece| !piece.words.trim().is_empty()));
    paragraphs
}

/// Where paragraphs begin, by code point: behind every line break.
fn breaks(text: &str) -> Vec<usize> {
    text.chars().enumerate().filter(|(_, letter)| *letter == '\n').map(|(at, _)| at + 1).collect()
}

fn piece(words: &str, open: &[&Finding], anchor: Option<usize>, begun: &[Begun], from: usize) -> Piece {
    let classes: BTreeSet<&str> = open.iter().map(|finding| finding.class).collect();
    let titles: BTreeSet<&str> =
        open.iter().map(|finding| finding.title.as_str()).filter(|title| !title.is_empty()).collect();
    let first = begun.partition_point(|begun| begun.at < from);
    let here = begun[first..].iter().take_while(|begun| begun.at == from);
    Piece {
        words: words.to_owned(),
        classes: classes.into_iter().collect::<Vec<_>>().join(" "),
        title: titles.into_iter().collect::<Vec<_>>().join(" · "),
        anchor,
        claims: here.map(|begun| (begun.story.clone(), begun.number, begun.id.clone())).collect(),
    }
}
