//! A story's page: all its sections as they are laid out.

use askama::Template;
use headwater_output::wire::{Article, Story};

use crate::questions::{Remark, Whole};
use crate::told::Tale;
use crate::view::claims::{Claims, claims};
use crate::view::differences::{Differences, differences};
use crate::view::graph::{Graph, graph};
use crate::view::head::{Head, head};
use crate::view::lay::{Drawing, lay};
use crate::view::rest::{self, Aside, Day, Listed, Made, Matrix};
use crate::view::{Extent, Home};

/// The style of all pages.
pub(crate) const STYLE: &str = include_str!("../../assets/desk.css");

/// A story's page.
#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage<'a> {
    home: Home,
    /// Whether notes can be written here.
    noting: bool,
    /// Those beside the story, and those whose words no claim has any more.
    notes: Vec<&'a Remark>,
    style: &'static str,
    id: String,
    head: Head,
    drawing: Option<Drawing>,
    graph: Graph,
    claims: Claims,
    differences: Differences,
    timeline: Vec<Day>,
    more_moments: usize,
    matrix: Matrix,
    articles: Vec<Listed>,
    more_articles: usize,
    asides: Vec<Aside>,
    more_asides: usize,
    pieces: usize,
    made: Made,
    cut: bool,
}

/// A story in one HTML file that needs nothing else: to send, to print, to keep. Nothing of it is left out but notes, and
/// opening it asks no other machine for anything.
pub fn share(story: &Story, articles: &[Article]) -> String {
    drawn(story, articles, Notes { shown: &[], more: false }, Extent::All, Home::File)
}

/// A story's page at the desk.
pub(crate) fn page(whole: &Whole, extent: Extent) -> String {
    let notes = Notes { shown: &whole.notes, more: whole.keeps_notes };
    drawn(&whole.story, &whole.articles, notes, extent, Home::Desk)
}

/// Notes beside a story and its claims, and whether more can be written.
struct Notes<'a> {
    shown: &'a [Remark],
    more: bool,
}

fn drawn(story: &Story, articles: &[Article], notes: Notes, extent: Extent, home: Home) -> String {
    let tale = Tale::new(story, articles);
    let graph = graph(&tale, extent, home);
    let (timeline, more_moments) = rest::timeline(&tale, extent, home);
    let (listed, more_articles) = rest::articles(&tale, extent, home);
    let (asides, more_asides, pieces) = rest::aside(&tale, extent, home);
    let mut claims = claims(&tale, extent, home);
    claims.set_notes(notes.shown);
    let of_claim = |note: &Remark| story.claims.iter().any(|claim| note.about.as_ref() == Some(&claim.id));
    let differences = differences(&tale, extent, home);
    let cut = 0 < more_moments + more_articles + claims.more + differences.more + graph.more;
    let page = StoryPage {
        home,
        noting: notes.more,
        notes: notes.shown.iter().filter(|note| !of_claim(note)).collect(),
        style: STYLE,
        id: crate::link::slug(&story.id),
        head: head(&tale),
        drawing: lay(&graph),
        graph,
        claims,
        differences,
        timeline,
        more_moments,
        matrix: rest::positions(&tale, extent, home),
        articles: listed,
        more_articles,
        asides,
        more_asides,
        pieces,
        made: rest::made(&tale, extent),
        cut,
    };
    page.render().unwrap_or_default()
}
