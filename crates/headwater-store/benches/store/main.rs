//! How fast a large store answers, and how fast it takes in. Figures are in docs/SPEED.md.
//!
//! `HEADWATER_ARTICLES=100000 cargo bench -p headwater-store` makes a store of so many articles once, which takes
//! minutes, and asks the same again the next time. `HEADWATER_SENTENCES` says how long an article is.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads its settings")]

mod invented;

use std::path::Path;
use std::sync::OnceLock;

use divan::Bencher;
use headwater::Knowledge;
use headwater_store::{Sort, Store, StoryQuery};

use crate::invented::articles;

/// The articles of the store that is only taken into.
const FEW: usize = 500;

fn main() {
    divan::main();
}

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(Knowledge::bundled)
}

fn given(name: &str, or: usize) -> usize {
    std::env::var(name).ok().and_then(|given| given.parse().ok()).unwrap_or(or)
}

fn sentences() -> usize {
    given("HEADWATER_SENTENCES", 2)
}

/// The store that is asked: made the first time, and kept below the target folder.
fn large() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(|| {
        let (count, sentences) = (given("HEADWATER_ARTICLES", 10_000), sentences());
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("speed-{count}-{sentences}.hw"));
        let store = Store::create_or_open(&file).expect("made");
        let health = store.doctor().expect("looked");
        if health.articles < count {
            store.add(articles(count, sentences), knowledge(), &mut |_| {}).expect("added");
        }
        // A store that other rules read answers as fast: it is not read anew.
        if health.articles < count || health.stories == 0 {
            store.settle(knowledge()).expect("settled");
        }
        store
    })
}

fn all() -> StoryQuery {
    StoryQuery { limit: 50, ..StoryQuery::default() }
}

/// A word that only the first story has.
fn rare() -> String {
    let title = articles(1, 1).next().and_then(|page| page.hints.title).expect("a title");
    title.split(' ').next().expect("a word").to_owned()
}

#[divan::bench_group(sample_count = 9, sample_size = 1)]
mod list {
    use super::*;

    fn ask(bencher: Bencher, query: StoryQuery) {
        let store = large();
        bencher.bench(|| store.stories(&query).expect("listed").total);
    }

    #[divan::bench]
    fn largest(bencher: Bencher) {
        ask(bencher, all());
    }

    #[divan::bench]
    fn newest(bencher: Bencher) {
        ask(bencher, StoryQuery { sort: Sort::Newest, ..all() });
    }

    #[divan::bench]
    fn fewest_origins(bencher: Bencher) {
        ask(bencher, StoryQuery { sort: Sort::FewestOrigins, ..all() });
    }

    #[divan::bench]
    fn page_100(bencher: Bencher) {
        ask(bencher, StoryQuery { offset: 5_000, ..all() });
    }

    #[divan::bench]
    fn of_an_outlet(bencher: Bencher) {
        ask(bencher, StoryQuery { outlet: Some("mez Gazette".to_owned()), ..all() });
    }

    #[divan::bench]
    fn of_a_month(bencher: Bencher) {
        let month = Some("2024-02".to_owned());
        ask(bencher, StoryQuery { from: month.clone(), to: month, ..all() });
    }

    #[divan::bench]
    fn with_a_rare_word(bencher: Bencher) {
        ask(bencher, StoryQuery { words: Some(rare()), ..all() });
    }

    #[divan::bench]
    fn with_a_word_that_most_have(bencher: Bencher) {
        ask(bencher, StoryQuery { words: Some("reporters".to_owned()), ..all() });
    }

    #[divan::bench]
    fn with_two_words_that_most_have(bencher: Bencher) {
        ask(bencher, StoryQuery { words: Some("port company".to_owned()), ..all() });
    }
}

#[divan::bench_group(sample_count = 9, sample_size = 1)]
mod search {
    use super::*;

    fn ask(bencher: Bencher, words: &str) {
        let store = large();
        bencher.bench(|| store.search(words, 20).expect("searched").len());
    }

    #[divan::bench]
    fn a_rare_word(bencher: Bencher) {
        ask(bencher, &rare());
    }

    #[divan::bench]
    fn a_word_that_most_have(bencher: Bencher) {
        ask(bencher, "reporters");
    }

    #[divan::bench]
    fn two_words(bencher: Bencher) {
        ask(bencher, "mayor ceasefire");
    }

    #[divan::bench]
    fn a_phrase_that_most_have(bencher: Bencher) {
        ask(bencher, "\"senior official\"");
    }
}

#[divan::bench_group(sample_count = 9, sample_size = 1)]
mod one {
    use super::*;

    #[divan::bench]
    fn largest_story(bencher: Bencher) {
        let store = large();
        let id = store.story_numbered(1).expect("asked").expect("a story");
        bencher.bench(|| store.story(&id).expect("asked").expect("a story").articles.len());
    }

    #[divan::bench]
    fn number_of_a_story(bencher: Bencher) {
        let store = large();
        let id = store.story_numbered(1).expect("asked").expect("a story");
        bencher.bench(|| store.number_of(&id).expect("asked").expect("a number"));
    }
}

/// An empty store in memory.
fn empty() -> Store {
    Store::in_memory().expect("a store")
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn add_500(bencher: Bencher) {
    let add = |store: Store| store.add(articles(FEW, sentences()), knowledge(), &mut |_| {}).expect("added").new;
    bencher.with_inputs(empty).bench_values(add);
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn settle_500(bencher: Bencher) {
    let full = || {
        let store = empty();
        store.add(articles(FEW, sentences()), knowledge(), &mut |_| {}).expect("added");
        store
    };
    bencher.with_inputs(full).bench_values(|store| store.settle(knowledge()).expect("settled").stories);
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn verify(bencher: Bencher) {
    let store = large();
    bencher.bench(|| assert_eq!(store.verify().expect("looked"), []));
}
