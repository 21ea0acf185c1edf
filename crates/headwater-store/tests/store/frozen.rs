//! Stores that earlier versions wrote: one file for each layout there ever was. They open, and say what they said.

use std::io::Read;
use std::path::PathBuf;

use headwater_store::{Store, StoryQuery};

use crate::{knowledge, printed};

/// The layouts that were written, with the hash of all records as they were printed then.
const FROZEN: [(&str, &str); 2] = [
    ("1.hw.gz", "5b9af59d1b3e88bd486789ed3a55dc3ba3b27a97c8daad8b0f287686be575494"),
    ("2.hw.gz", "5b9af59d1b3e88bd486789ed3a55dc3ba3b27a97c8daad8b0f287686be575494"),
];

fn thawed(name: &str, folder: &tempfile::TempDir) -> PathBuf {
    let packed = std::fs::File::open(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/frozen").join(name));
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed.expect("a frozen store")).read_to_end(&mut bytes).expect("unpacked");
    let file = folder.path().join("old.hw");
    std::fs::write(&file, bytes).expect("written");
    file
}

#[test]
fn an_older_store_opens_and_says_what_it_said() {
    for (name, expected) in FROZEN {
        let folder = tempfile::tempdir().expect("a folder");
        let file = thawed(name, &folder);
        let store = Store::open(&file).expect("opened");
        assert_eq!(blake3::hash(printed(&store).as_bytes()).to_hex().as_str(), expected, "{name}");
        assert_eq!(store.verify().expect("looked"), [], "{name}");
        let health = store.doctor().expect("looked");
        assert_eq!((health.layout, health.earlier, health.notes), (3, 1, 0), "{name}");
        let first = store.story_numbered(1).expect("asked").expect("a story");
        store.note(&first, "Still here.").expect("noted");
        drop(store);
        let store = Store::open(&file).expect("opened again");
        assert_eq!(store.notes(&first).expect("asked").len(), 1, "{name}");
        let before = store.stories(&StoryQuery::default()).expect("listed").facets.outlets;
        assert!(0 < store.settle_anew(knowledge()).expect("settled").told, "{name}");
        let after = store.stories(&StoryQuery::default()).expect("listed").facets.outlets;
        assert_eq!(before.len(), after.len(), "{name}: read anew, no outlet is lost");
        assert_eq!(store.verify().expect("looked"), [], "{name}");
    }
}

#[test]
fn an_upgrade_that_stops_halfway_leaves_the_old_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = thawed("1.hw.gz", &folder);
    let other = rusqlite::Connection::open(&file).expect("opened");
    // In the way of the second step's last statement.
    other.execute_batch("CREATE INDEX story_last ON story (title)").expect("made");
    assert!(Store::open(&file).is_err());
    let version: i64 = other.pragma_query_value(None, "user_version", |row| row.get(0)).expect("asked");
    let tables: i64 =
        other.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'note'", [], |row| row.get(0)).expect("asked");
    assert_eq!((version, tables), (1, 0));
    other.execute_batch("DROP INDEX story_last").expect("dropped");
    drop(other);
    assert_eq!(Store::open(&file).expect("opened").doctor().expect("looked").layout, 3);
}

#[test]
fn a_store_that_other_rules_of_the_same_version_read_is_read_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("news.hw");
    let store = Store::create_or_open(&file).expect("made");
    crate::put(&store, crate::demo());
    let before = printed(&store);
    let read_by = store.doctor().expect("looked").read_by;
    let (version, rules) = read_by.split_once(", rules ").expect("the rules are named");
    assert!(version.starts_with("headwater ") && rules.len() == 12, "{read_by}");
    assert!(store.is_settled().expect("asked"));
    drop(store);
    let other = rusqlite::Connection::open(&file).expect("opened");
    let old = format!("{version}, rules 000000000000");
    assert_eq!(other.execute("UPDATE about SET value = ? WHERE value = ?", [&old, &read_by]).expect("written"), 1);
    drop(other);
    let store = Store::open(&file).expect("opened");
    let advice = store.doctor().expect("looked").advice;
    assert!(advice[0].contains("reads them again"), "{advice:?}");
    assert!(!store.is_settled().expect("asked"));
    let settled = store.settle(knowledge()).expect("settled");
    assert_eq!((settled.told, printed(&store)), (settled.stories, before));
}
