//! How fast a large store is. Not a test that fails: it prints figures, for docs/SPEED.md.
//!
//! `HEADWATER_ARTICLES=100000 cargo test --release -p headwater-store --test store -- --ignored --nocapture speed`
//!
//! `HEADWATER_SENTENCES` says how long an article is (10), `HEADWATER_SPEED_STORE` where the store is to stay.

#![allow(clippy::print_stdout, reason = "figures are what it is for")]

use std::time::{Duration, Instant};

use headwater::{Body, ClaimedDate, Hints, Page};
use headwater_store::{Sort, Store, StoryQuery};

use crate::{Dice, knowledge};

const SYLLABLES: [&str; 16] = [
    "bor", "dun", "vel", "ostre", "vaal", "mez", "tol", "karu", "lin", "sha", "quen", "rif", "gar", "pel", "nor", "ith",
];
const VERBS: [&str; 8] =
    ["would stop", "had reached", "will not accept", "could delay", "has cost", "rejected", "plans to pay for", "left"];
const OBJECTS: [&str; 8] = [
    "the talks on the border",
    "300 houses",
    "a third of its branches",
    "the offer made last week",
    "$4.5 million in aid",
    "the road to the capital",
    "the ceasefire",
    "the vote",
];

fn name(dice: &mut Dice) -> String {
    let name: String = (0..4).map(|_| SYLLABLES[dice.below(SYLLABLES.len())]).collect();
    name[..1].to_uppercase() + &name[1..]
}

/// Articles about so many happenings that each has a few articles, and some have many; of about 15 words a sentence.
fn articles(count: usize) -> impl Iterator<Item = Page> {
    let sentences = given("HEADWATER_SENTENCES", 10);
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut left = 0;
    let (mut things, mut day) = (Vec::new(), 0);
    (0..count).map(move |number| {
        if left == 0 {
            left = [1, 1, 1, 2, 2, 3, 5, 8, 20][dice.below(9)];
            things = (0..8).map(|_| name(&mut dice)).collect();
            day = dice.below(700);
        }
        left -= 1;
        let mut text = String::new();
        for _ in 0..sentences {
            let mut thing = || things[dice.below(8)].clone();
            let (who, where_, whom) = (thing(), thing(), thing());
            let what = format!("{} {}", VERBS[dice.below(8)], OBJECTS[dice.below(8)]);
            text += &match dice.below(4) {
                0 => format!("{who} {whom}, mayor of {where_}, said that the port {what}. "),
                1 => format!("“The {who} company {what},” {whom} told reporters in {where_}.\n\n"),
                2 => format!("According to a senior official in {where_}, {who} {what}. "),
                _ => format!("The union of {where_} {what}, while {who} {whom} was still in the city. "),
            };
        }
        let date = format!("{}-{:02}-{:02}", 2023 + day / 365, 1 + day % 365 / 31, 1 + day % 28);
        let hints = Hints {
            url: Some(format!("https://news.example/{number}")),
            outlet: Some(format!("{} Gazette", SYLLABLES[dice.below(16)])),
            title: Some(format!("{} and {} in {}", things[0], things[1], things[dice.below(8)])),
            dates: vec![ClaimedDate { written: date, place: "input".to_owned() }],
            ..Hints::default()
        };
        Page { place: number.to_string(), body: Body::Exact(text), hints }
    })
}

#[expect(clippy::disallowed_methods, reason = "it measures time")]
fn timed<T>(what: &str, mut act: impl FnMut() -> T) -> T {
    let begun = Instant::now();
    let done = act();
    let first = begun.elapsed();
    println!("{what:<60} {:>12}", shown(first));
    done
}

/// The first time, and the median of more times.
#[expect(clippy::disallowed_methods, reason = "it measures time")]
fn asked(what: &str, mut ask: impl FnMut() -> usize) {
    let mut times: Vec<Duration> = Vec::new();
    let mut found = 0;
    for _ in 0..9 {
        let begun = Instant::now();
        found = ask();
        times.push(begun.elapsed());
    }
    let first = times[0];
    times.sort();
    println!("{what:<48} {found:>11} {:>12} {:>12}", shown(first), shown(times[4]));
}

fn shown(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{seconds:.1} s"),
    }
}

/// The most memory that the program has had.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: ?");
    line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
}

fn given(name: &str, or: usize) -> usize {
    std::env::var(name).ok().and_then(|given| given.parse().ok()).unwrap_or(or)
}

#[test]
#[ignore = "prints figures, in minutes"]
fn speed() {
    let count = given("HEADWATER_ARTICLES", 10_000);
    let folder = tempfile::tempdir().expect("a folder");
    let kept = std::env::var("HEADWATER_SPEED_STORE").ok().map(std::path::PathBuf::from);
    let file = kept.unwrap_or_else(|| folder.path().join("news.hw"));
    let store = Store::create_or_open(&file).expect("made");
    println!("{count} articles");
    timed("add", || store.add(articles(count), knowledge(), &mut |_| {}).expect("added"));
    println!("{:<60} {:>12}", "most memory after adding", memory());
    let settled = timed("settle", || store.settle(knowledge()).expect("settled"));
    println!("{:<60} {:>12}", "stories", settled.stories);
    println!("{:<60} {:>12}", "most memory after settling", memory());
    let one = articles(count + 1).last();
    timed("add one more", || store.add(one.clone(), knowledge(), &mut |_| {}).expect("added"));
    timed("settle again", || store.settle(knowledge()).expect("settled"));
    let health = store.doctor().expect("looked");
    println!("{:<60} {:>9} MB", "file", health.bytes / 1_000_000);
    questions(&Store::open(&file).expect("opened"));
    timed("verify", || assert_eq!(store.verify().expect("looked"), []));
    timed("forget", || store.forget("https://news.example/0", knowledge()).expect("forgotten"));
}

fn questions(store: &Store) {
    println!("{:<48} {:>11} {:>12} {:>12}", "question", "found", "first time", "median of 9");
    let list = |query: StoryQuery| move || store.stories(&query).expect("listed").total;
    let all = StoryQuery { limit: 50, ..StoryQuery::default() };
    asked("stories, largest first", list(all.clone()));
    asked("stories, newest first", list(StoryQuery { sort: Sort::Newest, ..all.clone() }));
    asked("stories, fewest origins first", list(StoryQuery { sort: Sort::FewestOrigins, ..all.clone() }));
    asked("stories, page 100", list(StoryQuery { offset: 5_000, ..all.clone() }));
    asked("stories of an outlet", list(StoryQuery { outlet: Some("mez Gazette".to_owned()), ..all.clone() }));
    asked(
        "stories of a month",
        list(StoryQuery { from: Some("2024-02".to_owned()), to: Some("2024-02".to_owned()), ..all.clone() }),
    );
    let title = articles(1).next().and_then(|page| page.hints.title).expect("a title");
    let rare = title.split(' ').next().expect("a word");
    let words = |words: &str| StoryQuery { words: Some(words.to_owned()), ..all.clone() };
    asked("stories with a rare word", list(words(rare)));
    asked("stories with a word that most have", list(words("reporters")));
    asked("search, a rare word", || store.search(rare, 20).expect("searched").len());
    asked("search, a word that most have", || store.search("reporters", 20).expect("searched").len());
    asked("search, two words", || store.search("mayor ceasefire", 20).expect("searched").len());
    asked("search, a phrase", || store.search("\"senior official\"", 20).expect("searched").len());
    let first = store.story_numbered(1).expect("asked").expect("a story");
    asked("the largest story", || store.story(&first).expect("asked").expect("a story").articles.len());
    asked("its number", || store.number_of(&first).expect("asked").expect("a number"));
}
