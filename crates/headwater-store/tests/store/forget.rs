//! What is forgotten is nowhere in the bytes of the file.

use std::path::Path;

use headwater::Page;
use headwater_store::{Asked, Store, StoreError};

use crate::{demo, knowledge, page_at, printed, put, store_of};

const URL: &str = "https://courier.example/zyx";

/// An article with a word that no other has, next to one that tells the same without it.
fn planted() -> Vec<Page> {
    vec![
        page_at(URL, "2024-05-06", "Qwyxzel Marn said a ferry with forty passengers ran aground off Tolmeza island."),
        page_at(
            URL,
            "2024-05-06",
            "Qwyxzel Marn, 40, said a ferry with fifty passengers ran aground off Tolmeza island.",
        ),
    ]
}

fn others() -> Vec<Page> {
    let told = "Forty passengers were on a ferry that ran aground off Tolmeza island, the coastguard said.";
    let mut pages = demo();
    pages.push(page_at("https://post.example/1", "2024-05-07", told));
    pages
}

/// Which of a store's files hold the word: in plain bytes, or in what was compressed.
fn holders(folder: &Path, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let bytes = std::fs::read(&entry).expect("read");
        let lower = bytes.to_ascii_lowercase();
        if lower.windows(word.len()).any(|window| window == word.as_bytes()) || inflated(&bytes, word) {
            found.push(entry.display().to_string());
        }
    }
    found
}

/// Whether anything in the bytes that looks like a compressed stream starts so that it holds the word.
fn inflated(bytes: &[u8], word: &str) -> bool {
    let starts = bytes.windows(2).enumerate().filter(|(_, two)| matches!(two, [0x78, 0x01 | 0x5E | 0x9C | 0xDA]));
    starts.into_iter().any(|(at, _)| {
        let mut some = vec![0; 64 << 10];
        let mut inflate = flate2::Decompress::new(true);
        // A stream that goes on in another place of the file breaks off; what came out until then is enough.
        let _ = inflate.decompress(&bytes[at..], &mut some, flate2::FlushDecompress::Sync);
        let out = &some[..inflate.total_out() as usize];
        out.to_ascii_lowercase().windows(word.len()).any(|window| window == word.as_bytes())
    })
}

#[test]
fn a_forgotten_article_is_nowhere_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("news.hw");
    let store = Store::create_or_open(&file).expect("made");
    put(&store, others());
    put(&store, planted()[..1].iter().cloned());
    put(&store, planted()[1..].iter().cloned());
    let id = headwater::read(&planted()[0], knowledge()).article.id.0;
    store.note(&id, "A note on qwyxzel.").expect("noted");
    drop(store);
    assert!(!holders(folder.path(), "qwyxzel").is_empty(), "the test finds what is there");

    let store = Store::open(&file).expect("opened");
    let forgotten = store.forget(URL, knowledge()).expect("forgotten");
    assert_eq!((forgotten.articles, forgotten.revisions, forgotten.wiped), (1, 2, true));
    assert_eq!(holders(folder.path(), "qwyxzel"), Vec::<String>::new(), "while it is open");
    drop(store);
    assert_eq!(holders(folder.path(), "qwyxzel"), Vec::<String>::new(), "closed");

    let store = Store::open(&file).expect("opened");
    assert_eq!(printed(&store), printed(&store_of(others())), "as if it had never been there");
    assert_eq!(store.verify().expect("looked"), []);
    assert!(store.article(&id).expect("asked").is_none());
    assert!(store.search("qwyxzel", 9).expect("searched").is_empty());
}

#[test]
fn forgetting_works_by_id_and_in_memory_and_can_be_taken_back_by_adding() {
    let store = store_of(others().into_iter().chain(planted()));
    let id = headwater::read(&planted()[1], knowledge()).article.id.0;
    assert_eq!(store.forget(&id, knowledge()).expect("forgotten").revisions, 2);
    assert_eq!(printed(&store), printed(&store_of(others())));
    assert_eq!(put(&store, planted()[1..].iter().cloned()).new, 1);
    let again = store_of(others().into_iter().chain(planted().pop()));
    assert_eq!(printed(&store), printed(&again));
}

#[test]
fn what_is_not_there_cannot_be_forgotten() {
    let store = store_of(others());
    let before = printed(&store);
    for what in ["", "a-0", "https://nowhere.example/", "n-7", "%"] {
        assert!(matches!(store.forget(what, knowledge()), Err(StoreError::Unknown(_))), "{what}");
    }
    assert_eq!(printed(&store), before);
}

#[test]
fn an_address_that_was_forgotten_is_known_to_be_so_by_a_hash_alone() {
    let store = store_of(planted());
    let asked = Asked { etag: Some("qwyx-tag".to_owned()), version: Some("2024".to_owned()), ..Asked::default() };
    let id = headwater::read(&planted()[1], knowledge()).article.id.0;
    store.note_asked("https://short.example/1", &asked, Some(&id)).expect("noted");
    assert_eq!(store.asked("https://short.example/1").expect("asked"), Some(asked.clone()));
    assert_eq!(store.asked("https://short.example/2").expect("asked"), None);
    store.forget(URL, knowledge()).expect("forgotten");
    let forgotten = Some(Asked { forgotten: true, ..Asked::default() });
    for address in ["https://short.example/1", URL] {
        assert_eq!(store.asked(address).expect("asked"), forgotten);
        store.note_asked(address, &asked, None).expect("noted");
        assert_eq!(store.asked(address).expect("asked"), forgotten, "it stays so");
    }
}
