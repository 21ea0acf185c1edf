//! How fast pages are read, stage by stage, and readings compared: `cargo bench -p headwater`. An item is a word, so
//! "Kitem/s" are thousands of words a second. `docs/SPEED.md` has figures.
//!
//! "invented" pages are made up here, "real" ones are articles of ../shared, left out where that folder is absent.

mod invented;
mod real;

use std::sync::LazyLock;

use divan::{Bencher, counter::ItemsCount};
use headwater::{Body, Hints, Knowledge, Page, Reading, stages};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::bundled);

/// How many pages the stages are measured on.
const PAGES: usize = 100;

fn main() {
    divan::main();
}

fn page(place: usize, text: String) -> Page {
    Page { place: place.to_string(), body: Body::Exact(text), hints: Hints::default() }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Some pages, and all that reading finds in them.
struct Sample {
    pages: Vec<Page>,
    readings: Vec<Reading>,
    words: usize,
}

impl Sample {
    fn read(texts: Vec<String>) -> Sample {
        let words = texts.iter().map(|text| words(text)).sum();
        let pages: Vec<Page> = texts.into_iter().enumerate().map(|(at, text)| page(at, text)).collect();
        let readings = pages.iter().map(|page| headwater::read(page, &KNOWLEDGE)).collect();
        Sample { pages, readings, words }
    }
}

static INVENTED: LazyLock<Sample> =
    LazyLock::new(|| Sample::read((0..PAGES as u64).map(|seed| invented::article(seed, 6_000)).collect()));
static REAL: LazyLock<Sample> = LazyLock::new(|| Sample::read(real::articles(PAGES)));

/// The samples that are there.
fn names() -> Vec<&'static str> {
    if real::articles(1).is_empty() { vec!["invented"] } else { vec!["invented", "real"] }
}

fn sample(name: &str) -> &'static Sample {
    if name == "real" { &REAL } else { &INVENTED }
}

/// Measures one stage over all readings of a sample.
fn each<T>(bencher: Bencher, name: &str, stage: impl Fn(&Reading) -> T + Sync) {
    let sample = sample(name);
    let run = || sample.readings.iter().for_each(|reading| drop(divan::black_box(stage(reading))));
    bencher.counter(ItemsCount::new(sample.words)).bench(run);
}

/// The tables, each and together: what a start costs.
#[divan::bench_group(sample_count = 20)]
mod load {
    use headwater::*;

    #[divan::bench]
    fn all() -> Knowledge {
        Knowledge::bundled()
    }

    #[divan::bench]
    fn furniture() -> FurnitureRules {
        FurnitureRules::bundled()
    }

    #[divan::bench]
    fn outlets() -> Outlets {
        Outlets::bundled()
    }

    #[divan::bench]
    fn names() -> Names {
        Names::bundled()
    }

    #[divan::bench]
    fn calendar() -> Calendar {
        Calendar::bundled()
    }

    #[divan::bench]
    fn cues() -> Cues {
        Cues::bundled()
    }

    #[divan::bench]
    fn unnamed() -> Unnamed {
        Unnamed::bundled()
    }

    #[divan::bench]
    fn wording() -> Wording {
        Wording::bundled()
    }

    #[divan::bench]
    fn words() -> Words {
        Words::bundled()
    }

    #[divan::bench]
    fn stances() -> Stances {
        Stances::bundled()
    }

    #[divan::bench]
    fn tagger() -> Tagger {
        Tagger::bundled()
    }
}

#[divan::bench_group(sample_count = 10)]
mod read {
    use super::*;

    #[divan::bench(args = names())]
    fn all(bencher: Bencher, name: &str) {
        let sample = sample(name);
        let read = || sample.pages.iter().for_each(|page| drop(divan::black_box(headwater::read(page, &KNOWLEDGE))));
        bencher.counter(ItemsCount::new(sample.words)).bench(read);
    }

    #[divan::bench(args = names())]
    fn stage_1_strip(bencher: Bencher, name: &str) {
        let sample = sample(name);
        let dump = |page: &Page| match &page.body {
            Body::Exact(text) => Page { body: Body::Dump(text.clone()), ..page.clone() },
            _ => page.clone(),
        };
        let dumps: Vec<Page> = sample.pages.iter().map(dump).collect();
        let strip = |page| stages::strip(page, &KNOWLEDGE.furniture, &KNOWLEDGE.outlets, &KNOWLEDGE.calendar);
        let run = || dumps.iter().for_each(|page| drop(divan::black_box(strip(page))));
        bencher.counter(ItemsCount::new(sample.words)).bench(run);
    }

    #[divan::bench(args = names())]
    fn stage_2_split(bencher: Bencher, name: &str) {
        each(bencher, name, |reading| stages::split(&reading.article, &KNOWLEDGE.abbreviations));
    }

    #[divan::bench(args = names())]
    fn stage_3_name(bencher: Bencher, name: &str) {
        each(bencher, name, |Reading { article, sentences, .. }| {
            stages::name(article, sentences, &KNOWLEDGE.names, &KNOWLEDGE.outlets)
        });
    }

    #[divan::bench(args = names())]
    fn stage_4_date(bencher: Bencher, name: &str) {
        each(bencher, name, |Reading { article, sentences, .. }| stages::date(article, sentences, &KNOWLEDGE.calendar));
    }

    #[divan::bench(args = names())]
    fn stage_5_attribute(bencher: Bencher, name: &str) {
        each(bencher, name, |Reading { article, sentences, .. }| {
            stages::attribute(article, sentences, &KNOWLEDGE.cues, &KNOWLEDGE.outlets)
        });
    }

    #[divan::bench(args = names())]
    fn stage_6_complete(bencher: Bencher, name: &str) {
        each(bencher, name, |Reading { article, sentences, .. }| {
            stages::complete(article, sentences, Vec::new(), &KNOWLEDGE.cues, &KNOWLEDGE.tagger)
        });
    }

    #[divan::bench(args = names())]
    fn stage_7_resolve(bencher: Bencher, name: &str) {
        each(bencher, name, |Reading { article, sentences, mentions, entities, attributions, .. }| {
            let (outlets, unnamed) = (&KNOWLEDGE.outlets, &KNOWLEDGE.unnamed);
            stages::resolve(article, sentences, attributions, mentions, entities, outlets, unnamed)
        });
    }

    #[divan::bench(args = names())]
    fn stage_8_state(bencher: Bencher, name: &str) {
        each(bencher, name, |Reading { article, sentences, times, attributions, credits, .. }| {
            stages::state(article, sentences, attributions, credits, times, &KNOWLEDGE.wording)
        });
    }
}

/// One article of so many bytes: the words a second must stay the same.
#[divan::bench_group(sample_count = 3)]
mod growth {
    use super::*;

    const SIZES: [usize; 3] = [50_000, 500_000, 5_000_000];

    fn one(bencher: Bencher, text: String) {
        let count = words(&text);
        let page = page(0, text);
        bencher.counter(ItemsCount::new(count)).bench(|| headwater::read(&page, &KNOWLEDGE));
    }

    #[divan::bench(args = SIZES)]
    fn invented(bencher: Bencher, size: usize) {
        one(bencher, invented::article(1, size));
    }

    #[divan::bench(args = SIZES)]
    fn on_one_line(bencher: Bencher, size: usize) {
        one(bencher, invented::article(1, size).replace("\n\n", " "));
    }

    #[divan::bench(args = SIZES)]
    fn one_sentence(bencher: Bencher, size: usize) {
        one(bencher, invented::article(1, size).replace(['.', '\n'], " "));
    }

    #[divan::bench(args = SIZES)]
    fn as_a_dump(bencher: Bencher, size: usize) {
        let text = invented::article(1, size);
        let count = words(&text);
        let page = Page { body: Body::Dump(text), ..page(0, String::new()) };
        bencher.counter(ItemsCount::new(count)).bench(|| headwater::read(&page, &KNOWLEDGE));
    }

    /// Many real articles as if they were one.
    #[divan::bench(args = if real::articles(1).is_empty() { Vec::new() } else { SIZES.to_vec() })]
    fn real(bencher: Bencher, size: usize) {
        let mut text = real::articles(2_000).join("\n\n");
        text.truncate(text.floor_char_boundary(size));
        one(bencher, text);
    }
}

/// So many readings side by side.
#[divan::bench_group(sample_count = 3)]
mod compare {
    use super::*;

    const COUNTS: [usize; 3] = [10, 100, 1000];

    fn stories(bencher: Bencher, texts: Vec<String>) {
        let sample = Sample::read(texts);
        let compare = || headwater::compare(&sample.readings, &KNOWLEDGE);
        bencher.counter(ItemsCount::new(sample.words)).bench(compare);
    }

    #[divan::bench(args = COUNTS)]
    fn one_story(bencher: Bencher, count: usize) {
        stories(bencher, invented::story(count));
    }

    #[divan::bench(args = COUNTS)]
    fn unrelated(bencher: Bencher, count: usize) {
        stories(bencher, (0..count as u64).map(|seed| invented::article(seed, 3_000)).collect());
    }

    #[divan::bench(args = if real::articles(1).is_empty() { Vec::new() } else { COUNTS.to_vec() })]
    fn real(bencher: Bencher, count: usize) {
        stories(bencher, real::articles(count));
    }
}
