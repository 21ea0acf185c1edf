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

pub use crate::compare::{Heap, Signature, Stream, steps};
pub use crate::{knowledge::*, model::*};

/// The inside of the models, for the crate that trains them. No promise is made about it.
#[doc(hidden)]
pub mod training {
    pub use crate::read::tag::{feature, hint, lattice, ruled, tag, token, word_class};

    use crate::{Knowledge, Reading, StatementRef, compare};

    /// The statements of these readings, taken as one story, each with every place where it is worded so; and pairs of
    /// them with the signs that they are one claim.
    #[allow(clippy::type_complexity, reason = "one caller takes it apart at once")]
    pub fn pairs(
        readings: &[Reading],
        knowledge: &Knowledge,
    ) -> (Vec<Vec<StatementRef>>, Vec<(usize, usize, Vec<f32>)>) {
        let articles: Vec<usize> = (0..readings.len()).collect();
        let members = compare::place(readings, &articles, &knowledge.calendar);
        let weighed = compare::weighed(&members, knowledge);
        let pairs = weighed.pairs.into_iter().map(|(one, other, signs)| (one, other, signs.to_vec()));
        (weighed.statements, pairs.collect())
    }

    /// How likely two statements with these signs are one claim, from 0 to 1, and whether they would be joined.
    pub fn likely(signs: &[f32], knowledge: &Knowledge) -> Option<(f32, bool)> {
        let likely = knowledge.joining.likely(signs.try_into().ok()?);
        Some((likely, knowledge.joining.threshold() <= likely))
    }
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
/// The order of `readings` makes no difference to the stories, only to the indices in them. A store, which cannot hold
/// all readings at once, calls the steps one by one: [`signature`], [`group`], [`tell`].
pub fn compare(readings: &[Reading], knowledge: &Knowledge) -> Vec<Story> {
    let signatures: Vec<Signature> = readings.iter().map(signature).collect();
    group(&signatures, knowledge).iter().map(|articles| story(readings, articles, knowledge)).collect()
}

/// What grouping needs of one reading: small enough to keep for each article of an archive.
pub fn signature(reading: &Reading) -> Signature {
    compare::signature(reading)
}

/// Which readings tell one story: each in one, by its place in `signatures`. Within a story and between stories the
/// order is by article id.
pub fn group(signatures: &[Signature], knowledge: &Knowledge) -> Vec<Vec<usize>> {
    compare::group(signatures, knowledge)
}

/// Tells one story from all its readings. Their order makes no difference to it, only to the indices in it.
pub fn tell(readings: &[Reading], knowledge: &Knowledge) -> Story {
    let articles: Vec<usize> = (0..readings.len()).collect();
    story(readings, &articles, knowledge)
}

/// Tells one story from those of the readings that tell it.
fn story(readings: &[Reading], articles: &[usize], knowledge: &Knowledge) -> Story {
    let members = compare::place(readings, articles, &knowledge.calendar);
    let things = compare::unify(readings, &members.articles, &knowledge.names);
    let derivations = compare::derive(&members, knowledge);
    let claims = compare::align(&members, &derivations, knowledge)
        .into_iter()
        .map(|statements| claim(&members, &things, statements, &derivations, knowledge))
        .collect();
    let claims = compare::relate(&members, &things, claims, knowledge);
    let positions = compare::positions(&members, &claims, knowledge);
    let timeline = compare::timeline(&members, &claims, &knowledge.calendar);
    let title = compare::title(&members, &claims, knowledge);

    let entities = things.of(&members);
    let compare::Members { articles, published, .. } = members;

    Story { articles, published, entities, title, claims, derivations, positions, timeline }
}

/// Weighs the statements that say one thing.
fn claim(
    members: &compare::Members,
    things: &compare::Unified,
    statements: Vec<StatementRef>,
    derivations: &[Derivation],
    knowledge: &Knowledge,
) -> Claim {
    let (origins, independent) = compare::trace(members, things, &statements, derivations, knowledge);
    let differences = compare::weigh(members, things, &statements, knowledge);
    let dates = compare::dates(members, &statements, &knowledge.calendar);
    let text = compare::wording(members, &statements, knowledge);
    let first = compare::first(members, &statements, &origins, derivations, knowledge);

    Claim { text, statements, origins, independent, first, differences, dates, linked: Vec::new() }
}
