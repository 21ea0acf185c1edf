//! A settled store says what a fresh batch run says, byte for byte, however the pages came.

use headwater::{Page, Reading};
use headwater_store::Store;

use crate::{Dice, demo, knowledge, lines, page, page_at, pages_of, printed, put, root};

/// What `headwater read` over these pages prints.
fn batch(pages: &[Page]) -> String {
    let mut readings: Vec<Reading> = pages.iter().map(|page| headwater::read(page, knowledge())).collect();
    readings.sort_by_cached_key(|reading| (reading.article.id.clone(), reading.article.place.clone()));
    readings.dedup_by(|a, b| a.article.id == b.article.id);
    let stories = headwater::compare(&readings, knowledge());
    lines(&headwater_output::records(&readings, &stories, Vec::new()))
}

/// Adds the pages in orders and batches drawn by chance.
fn check(mut pages: Vec<Page>, rounds: u64) {
    let expected = batch(&pages);
    for round in 1..=rounds {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ round);
        dice.shuffle(&mut pages);
        let store = Store::in_memory().expect("a store");
        let mut rest = pages.as_slice();
        while !rest.is_empty() {
            let (some, after) = rest.split_at(1 + dice.below(rest.len()));
            rest = after;
            store.add(some.iter().cloned(), knowledge(), &mut |_| {}).expect("added");
            if dice.below(2) == 0 || rest.is_empty() {
                store.settle(knowledge()).expect("settled");
            }
        }
        assert_eq!(printed(&store), expected, "round {round}");
    }
}

#[test]
fn the_demo_comes_out_the_same_in_any_order_and_in_any_batches() {
    let pages = demo().into_iter().chain(pages_of(&root().join("corpus/clinic-fire")));
    check(pages.collect(), 6);
}

#[test]
fn an_article_found_at_two_places_has_the_same_name_in_any_order() {
    let text = "A ferry ran aground off Tolmeza island on Monday, the coastguard said.";
    check(vec![page("b/a.txt", text), page("a/a.txt", text), page("c/a.txt", text)], 6);
}

/// One page in so many is taken from the cases: all of them take a minute of unoptimised code.
fn every() -> usize {
    std::env::var("HEADWATER_EVERY").ok().and_then(|every| every.parse().ok()).unwrap_or(4)
}

#[test]
fn shared_cases_come_out_the_same() {
    let cases = root().join("../shared/cases");
    let Ok(folders) = cases.read_dir() else {
        eprintln!("skipped: no cases at {}", cases.display());
        return;
    };
    let folders = folders.map(|folder| folder.expect("a folder").path()).filter(|folder| folder.is_dir());
    let pages: Vec<Page> = folders.flat_map(|folder| pages_of(&folder)).step_by(every()).collect();
    assert!(!pages.is_empty());
    check(pages, 1);
}

#[test]
fn reading_the_same_again_adds_nothing() {
    let store = Store::in_memory().expect("a store");
    let first = put(&store, demo());
    assert_eq!((first.new, first.known, first.revised), (demo().len(), 0, 0));
    let before = printed(&store);
    let again = put(&store, demo());
    assert_eq!((again.new, again.known, again.revised), (0, demo().len(), 0));
    assert_eq!(printed(&store), before);
    assert_eq!(store.settle(knowledge()).expect("settled").told, 0);
}

#[test]
fn the_newest_revision_counts_and_the_older_stay() {
    let url = "https://courier.example/ferry";
    let (old, new) = (
        page_at(url, "2024-05-03", "A ferry ran aground off Tolmeza, the coastguard said."),
        page_at(url, "2024-05-03", "A ferry sank off Tolmeza, the coastguard said."),
    );
    for settle_between in [true, false] {
        let store = Store::in_memory().expect("a store");
        put(&store, demo());
        store.add([old.clone()], knowledge(), &mut |_| {}).expect("added");
        if settle_between {
            store.settle(knowledge()).expect("settled");
        }
        assert_eq!(put(&store, [new.clone()]).revised, 1);
        let pages: Vec<Page> = demo().into_iter().chain([new.clone()]).collect();
        assert_eq!(printed(&store), batch(&pages));
        let id = headwater::read(&new, knowledge()).article.id.0;
        let found = store.article(&id).expect("asked").expect("an article");
        assert_eq!(found.revisions.len(), 2);
        let earlier = store.article(&found.revisions[0].id).expect("asked").expect("kept");
        assert!(earlier.article.text.contains("ran aground") && earlier.stories.is_empty());
        assert!(store.search("aground", 10).expect("searched").iter().all(|hit| hit.id != earlier.article.id));
        assert_eq!(put(&store, [old.clone(), new.clone()]).known, 2, "what was seen before changes nothing");
    }
}

#[test]
fn telling_everything_anew_changes_nothing() {
    let store = Store::in_memory().expect("a store");
    put(&store, demo());
    let before = printed(&store);
    let settled = store.settle_anew(knowledge()).expect("settled");
    assert_eq!(settled.told, settled.stories);
    assert_eq!(printed(&store), before);
}
