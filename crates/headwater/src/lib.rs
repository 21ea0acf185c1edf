//! Reads news articles and says on whose word they rest.
//!
//! Count origins, not articles.
//!
//! ```text
//!        read: one page at a time                                      compare: side by side
//!
//! Page → Article → Sentences → Mentions, Times → Attributions → Credits → Statements   ⇒   Stories → Claims → Origins
//!    strip     split      name, date       attribute      resolve   state                group    align    trace
//! ```
//!
//! The library opens no file, reads no clock, starts no thread and prints nothing; see `docs/ARCHITECTURE.md`.

mod model;
mod knowledge;
mod read;
mod compare;

pub use crate::{knowledge::*, model::*};

/// The inside of the attribution model, for the crate that trains it. No promise is made about it.
#[doc(hidden)]
pub mod training {
    pub use crate::read::tag::{feature, lattice, tag, token, word_class};
}

/// The stages one by one, for the benchmarks. No promise is made about them.
#[doc(hidden)]
pub mod stages {
    pub use crate::read::{attribute, complete, date, name, resolve, split, state, strip};
}

/// Takes one page apart: the article in it, who is credited, what is stated.
///
/// Never fails: what could not be found is left open and noted in [`Article::notes`].
pub fn read(page: &Page, knowledge: &Knowledge) -> Reading {
    let article = read::strip(page, &knowledge.furniture, &knowledge.outlets, &knowledge.calendar);
    let sentences = read::split(&article, &knowledge.abbreviations);
    let (mentions, entities) = read::name(&article, &sentences, &knowledge.names, &knowledge.outlets);
    let times = read::date(&article, &sentences, &knowledge.calendar);
    let attributions = read::attribute(&article, &sentences, &knowledge.cues, &knowledge.outlets);
    let attributions = read::complete(&article, &sentences, attributions, &knowledge.cues, &knowledge.tagger);
    let credits = read::resolve(
        &article,
        &sentences,
        &attributions,
        &mentions,
        &entities,
        &knowledge.outlets,
        &knowledge.unnamed,
    );
    let statements = read::state(&article, &sentences, &attributions, &credits, &times, &knowledge.wording);

    Reading { article, sentences, mentions, entities, times, attributions, credits, statements }
}

/// Puts readings side by side: which stories they tell, and on whose word.
///
/// The order of `readings` makes no difference to the stories, only to the indices in them.
pub fn compare(readings: &[Reading], knowledge: &Knowledge) -> Vec<Story> {
    compare::group(readings, knowledge).iter().map(|articles| story(readings, articles, knowledge)).collect()
}

/// Tells one story from the readings that tell it.
fn story(readings: &[Reading], articles: &[usize], knowledge: &Knowledge) -> Story {
    let members = compare::place(readings, articles, &knowledge.calendar);
    let derivations = compare::derive(&members, knowledge);
    let claims = compare::align(&members, &derivations, knowledge)
        .into_iter()
        .map(|statements| claim(&members, statements, &derivations, knowledge))
        .collect();
    let claims = compare::relate(&members, claims, &knowledge.wording);
    let positions = compare::positions(&members, &claims, knowledge);
    let timeline = compare::timeline(&members, &claims, &knowledge.calendar);
    let title = compare::title(&members, &claims, knowledge);

    let entities = compare::unify(readings, &members.articles, &knowledge.names).of(&members);
    let compare::Members { articles, published, .. } = members;

    Story { articles, published, entities, title, claims, derivations, positions, timeline }
}

/// Weighs the statements that say one thing.
fn claim(
    members: &compare::Members,
    statements: Vec<StatementRef>,
    derivations: &[Derivation],
    knowledge: &Knowledge,
) -> Claim {
    let (origins, independent) = compare::trace(members, &statements, derivations, knowledge);
    let differences = compare::weigh(members, &statements, knowledge);
    let dates = compare::dates(members, &statements, &knowledge.calendar);
    let text = compare::wording(members, &statements, knowledge);

    Claim { text, statements, origins, independent, differences, dates, linked: Vec::new() }
}
