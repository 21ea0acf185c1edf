//! A user's notes stay with what they were written to, whatever happens to ids.

use headwater_store::{Store, StoreError};

use crate::{knowledge, page_at, put, store_of};

const FERRY: &str = "A ferry with forty passengers ran aground off Tolmeza island on Monday, the coastguard said.";
const AGAIN: &str = "A ferry with forty passengers ran aground off Tolmeza island on Monday, coastguard Ivo Tell said.";
const BANK: &str = "Brundel Bank will cut a third of its branches, chief executive Ada Brun told shareholders.";

fn ferry() -> headwater::Page {
    page_at("https://a.example/1", "2024-05-06", FERRY)
}

fn first_story(store: &Store) -> String {
    store.story_numbered(1).expect("asked").expect("a story")
}

fn first_claim(store: &Store) -> String {
    store.story(&first_story(store)).expect("asked").expect("a story").story.claims[0].id.clone()
}

fn check(store: &Store, id: &str, expected: &[&str]) {
    let notes = store.notes(id).expect("asked");
    assert_eq!(notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), expected, "{id}");
}

#[test]
fn notes_survive_another_article_in_the_story_and_reading_anew() {
    let store = store_of([ferry()]);
    let (story, claim) = (first_story(&store), first_claim(&store));
    let article = headwater::read(&ferry(), knowledge()).article.id.0;
    store.note(&story, "The story is older.").expect("noted");
    store.note(&claim, "  It was fifty. ").expect("noted");
    store.note(&claim, "Asked the coastguard.").expect("noted");
    store.note(&article, "By a freelance.").expect("noted");
    put(
        &store,
        [page_at("https://b.example/1", "2024-05-07", AGAIN), page_at("https://b.example/2", "2024-05-07", BANK)],
    );
    let (now_story, now_claim) = (first_story(&store), first_claim(&store));
    assert_ne!((&story, &claim), (&now_story, &now_claim), "the ids changed");
    store.settle_anew(knowledge()).expect("settled");
    check(&store, &now_story, &["The story is older."]);
    check(&store, &now_claim, &["It was fifty.", "Asked the coastguard."]);
    check(&store, &article, &["By a freelance."]);
    check(&store, &story, &[]);
    let bank = store.search("Brundel", 1).expect("searched").remove(0).story;
    check(&store, &bank, &[]);
}

#[test]
fn notes_on_an_article_stay_with_its_revisions() {
    let store = store_of([ferry()]);
    let old = headwater::read(&ferry(), knowledge()).article.id.0;
    store.note(&old, "By a freelance.").expect("noted");
    let revised = page_at("https://a.example/1", "2024-05-06", AGAIN);
    put(&store, [revised.clone()]);
    for id in [old, headwater::read(&revised, knowledge()).article.id.0] {
        check(&store, &id, &["By a freelance."]);
    }
}

#[test]
fn a_note_has_an_id_by_which_it_is_forgotten() {
    let store = store_of([ferry()]);
    let story = first_story(&store);
    let note = store.note(&story, "Wrong.").expect("noted");
    assert_eq!((note.id.as_str(), note.about.as_str()), ("n-1", story.as_str()));
    assert_eq!(store.forget("n-1", knowledge()).expect("forgotten").notes, 1);
    check(&store, &story, &[]);
    assert!(matches!(store.forget("n-1", knowledge()), Err(StoreError::Unknown(_))));
}

#[test]
fn a_note_needs_words_and_something_to_hang_on() {
    let store = store_of([ferry()]);
    assert!(matches!(store.note("s-0", "Words."), Err(StoreError::Unknown(_))));
    assert!(matches!(store.note(&first_story(&store), "  "), Err(StoreError::NoNote { .. })));
    assert!(matches!(store.note(&first_story(&store), &"x".repeat(70_000)), Err(StoreError::NoNote { .. })));
}

/// What a story's page shows, as `where: note`.
fn shown(store: &Store, story: &str) -> Vec<String> {
    let notes = store.notes_in(story).expect("asked");
    let story = notes.story.iter().map(|note| format!("story: {}", note.text));
    let claims = notes.claims.iter().map(|(claim, note)| format!("{claim}: {}", note.text));
    let adrift = notes.adrift.iter().map(|(words, note)| format!("“{words}”: {}", note.text));
    story.chain(claims).chain(adrift).collect()
}

#[test]
fn a_story_has_the_notes_on_its_claims_beside_them() {
    let store = store_of([ferry()]);
    let (story, claim) = (first_story(&store), first_claim(&store));
    store.note(&claim, "It was fifty.").expect("noted");
    store.note(&story, "The story is older.").expect("noted");
    assert_eq!(shown(&store, &story), ["story: The story is older.".to_owned(), format!("{claim}: It was fifty.")]);
    put(&store, [page_at("https://b.example/1", "2024-05-07", AGAIN)]);
    let now = first_story(&store);
    let claim = first_claim(&store);
    assert_eq!(shown(&store, &now), ["story: The story is older.".to_owned(), format!("{claim}: It was fifty.")]);
    assert_eq!(shown(&store, "s-none"), Vec::<String>::new());
}

#[test]
fn a_note_stays_with_a_claim_that_is_cut_otherwise_and_is_shown_when_there_is_none() {
    let cut = |words: &str| page_at("https://a.example/1", "2024-05-06", words);
    let store = store_of([ferry()]);
    store.note(&first_claim(&store), "It was fifty.").expect("noted");
    put(&store, [cut("A ferry with forty passengers ran aground off Tolmeza island, the coastguard said.")]);
    assert_eq!(shown(&store, &first_story(&store)), [format!("{}: It was fifty.", first_claim(&store))]);
    check(&store, &first_claim(&store), &["It was fifty."]);
    put(&store, [cut("Ferries to Tolmeza island are full on Mondays, the harbour office said.")]);
    let shown = shown(&store, &first_story(&store));
    assert!(shown.len() == 1 && shown[0].starts_with("“A ferry with forty passengers"), "{shown:?}");
    check(&store, &first_claim(&store), &[]);
}
