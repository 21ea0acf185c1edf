//! Damage is noticed and named, and never looks like an answer.

use std::path::{Path, PathBuf};

use headwater_store::{Store, StoreError};
use rusqlite::Connection;

use crate::{Dice, demo, knowledge, printed, put, rounds};

/// A closed store with the demo's pages and a note.
fn closed(folder: &Path) -> PathBuf {
    let file = folder.join("news.hw");
    let store = Store::create_or_open(&file).expect("made");
    put(&store, demo());
    let first = store.story_numbered(1).expect("asked").expect("a story");
    store.note(&first, "A note.").expect("noted");
    assert_eq!(store.verify().expect("looked"), [], "a sound store has no fault");
    file
}

#[test]
fn a_flipped_bit_of_any_row_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = closed(folder.path());
    let store = Store::open(&file).expect("opened");
    let other = Connection::open(&file).expect("opened");
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let tables = ["page", "signature", "article", "story_record", "note"];
    let all = 200 * rounds();
    for round in 0..all {
        let table = tables[dice.below(tables.len())];
        let sql = format!("SELECT key, body FROM {table}");
        let mut statement = other.prepare(&sql).expect("SQL");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        let rows: Vec<(i64, Vec<u8>)> = rows.collect::<Result<_, _>>().expect("rows");
        let (key, sound) = &rows[dice.below(rows.len())];
        let mut body = sound.clone();
        let at = dice.below(body.len());
        body[at] ^= 1 << dice.below(8);
        let update = format!("UPDATE {table} SET body = ? WHERE key = ?");
        other.execute(&update, (&body, key)).expect("damaged");
        let faults = store.verify().expect("looked");
        let named = faults.iter().any(|fault| fault.at.split(' ').take(2).eq([table, &key.to_string()]));
        assert!(named, "round {round}: {table} {key}, byte {at}: {faults:?}");
        assert!(
            faults
                .iter()
                .filter(|fault| fault.at.starts_with(table))
                .all(|fault| fault.mends != matches!(table, "page" | "note"))
        );
        other.execute(&update, (sound, key)).expect("mended");
    }
    assert_eq!(store.verify().expect("looked"), []);
    eprintln!("tried: {all} bits in rows, {all} named");
}

#[test]
fn a_changed_column_and_a_missing_row_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = closed(folder.path());
    let before = printed(&Store::open(&file).expect("opened"));
    for (change, table) in [
        ("UPDATE page SET url = 'https://elsewhere.example/' WHERE key = 1", "page 1"),
        ("UPDATE article SET title = title || '.' WHERE key = (SELECT min(key) FROM article)", "article 1"),
        ("UPDATE story SET fewest_origins = 9 WHERE key = 1", "story 1"),
        ("UPDATE claim SET at_least = at_least + 1 WHERE key = 1", "claim 1"),
        ("DELETE FROM claim WHERE key = 1", "story 1"),
        ("DELETE FROM member WHERE article = 1", "article 1"),
        ("DELETE FROM story_outlet", "story 1"),
        ("DELETE FROM word WHERE rowid = 4", "word"),
        ("DELETE FROM signature WHERE key = 2", "signature 2"),
    ] {
        let copy = folder.path().join("copy.hw");
        std::fs::copy(&file, &copy).expect("copied");
        assert!(0 < Connection::open(&copy).expect("opened").execute(change, []).expect("changed"), "{change}");
        let store = Store::open(&copy).expect("opened");
        let faults = store.verify().expect("looked");
        assert!(faults.iter().any(|fault| fault.at.starts_with(table)), "{change}: {faults:?}");
        if faults.iter().all(|fault| fault.mends) {
            store.settle_anew(knowledge()).expect("settled");
            assert_eq!(store.verify().expect("looked"), [], "{change}");
            assert_eq!(printed(&store), before, "{change}");
        }
    }
}

#[test]
fn a_damaged_page_is_mended_by_adding_it_again_or_by_forgetting_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = closed(folder.path());
    let before = printed(&Store::open(&file).expect("opened"));
    let sql = "UPDATE page SET body = zeroblob(9) WHERE key = 2";
    for mend in [true, false] {
        Connection::open(&file).expect("opened").execute(sql, []).expect("damaged");
        let store = Store::open(&file).expect("opened");
        let named = store.verify().expect("looked").iter().find_map(|fault| {
            let (_, id) = fault.at.strip_prefix("page 2 ")?.split_once('(')?;
            id.strip_suffix(')').map(str::to_owned)
        });
        let named = named.expect("the page is named with its id");
        assert!(store.settle_anew(knowledge()).is_err(), "it cannot be read");
        if mend {
            assert_eq!(put(&store, demo()).known, demo().len());
            assert_eq!(printed(&store), before);
        } else {
            assert_eq!(store.forget(&named, knowledge()).expect("forgotten").articles, 1);
        }
        assert_eq!(store.verify().expect("looked"), []);
    }
}

#[test]
fn damage_is_an_error_and_no_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = closed(folder.path());
    let store = Store::open(&file).expect("opened");
    let first = store.story_numbered(1).expect("asked").expect("a story");
    let other = Connection::open(&file).expect("opened");
    other.execute("UPDATE article SET place = place || '.' WHERE key = 1", []).expect("damaged");
    other
        .execute("UPDATE signature SET body = (SELECT body FROM signature WHERE key = 2) WHERE key = 1", [])
        .expect("damaged");
    let id: String = other.query_row("SELECT id FROM article WHERE key = 1", [], |row| row.get(0)).expect("there");
    assert!(matches!(store.article(&id), Err(StoreError::Damaged { .. })));
    assert!(matches!(store.records(), Err(StoreError::Damaged { .. })));
    store.add([crate::page("new.txt", "A ferry sank.")], knowledge(), &mut |_| {}).expect("added");
    assert!(matches!(store.settle(knowledge()), Err(StoreError::Damaged { .. })));
    store.settle_anew(knowledge()).expect("settled");
    assert_eq!(store.verify().expect("looked"), []);
    assert!(store.story(&first).expect("asked").is_some());
}

/// What a store says of itself, or that it says it is damaged.
fn asked(file: &Path) -> Result<(String, usize), StoreError> {
    let store = Store::open(file)?;
    let records = crate::lines(&store.records()?);
    Ok((records, store.verify()?.len()))
}

#[test]
fn a_flipped_bit_of_the_file_is_noticed_or_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = closed(folder.path());
    let sound = std::fs::read(&file).expect("read");
    let (before, _) = asked(&file).expect("sound");
    // Most of a small store is room for more, all zero: bits there change nothing.
    let written: Vec<usize> = (0..sound.len()).filter(|at| sound[*at] != 0).collect();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut noticed, rounds) = (0, 200 * rounds());
    for _ in 0..rounds {
        let mut bytes = sound.clone();
        let at = written[dice.below(written.len())];
        bytes[at] ^= 1 << dice.below(8);
        std::fs::write(&file, &bytes).expect("written");
        match asked(&file) {
            Ok((records, 0)) => assert_eq!(records, before, "byte {at}: another answer, and no fault"),
            Ok(_) | Err(_) => noticed += 1,
        }
        for end in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path().join(format!("news.hw{end}")));
        }
    }
    assert!(rounds / 3 < noticed, "{noticed} of {rounds}");
    eprintln!("tried: {rounds} bits in the file, {noticed} noticed, the others changed no answer");
}

#[test]
fn a_file_cut_short_is_an_error_and_no_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = closed(folder.path());
    let sound = std::fs::read(&file).expect("read");
    let mut dice = Dice(0x1234_5678_9ABC_DEF1);
    let cuts = 40 * rounds();
    for _ in 0..cuts {
        let length = dice.below(sound.len());
        std::fs::write(&file, &sound[..length]).expect("written");
        if let Ok((_, faults)) = asked(&file) {
            assert!(0 < faults, "cut to {length} bytes");
        }
        for end in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path().join(format!("news.hw{end}")));
        }
    }
    eprintln!("tried: {cuts} cuts");
}

#[test]
fn a_full_disk_is_said_so_and_what_was_saved_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("news.hw");
    let store = Store::create_or_open(&file).expect("made");
    let mut saved = Vec::new();
    let bytes = std::fs::metadata(&file).expect("there").len();
    store.limit_size(bytes + (64 << 10)).expect("limited");
    let mut outcome = Ok(());
    for number in 0..500 {
        let text =
            format!("Ferry {number} sank off Tolmeza, officer Ola Venn {number} said. {}", "Word. ".repeat(number));
        let added = store.add([crate::page(&format!("{number}.txt"), &text)], knowledge(), &mut |page| {
            saved.push(page.id.clone());
        });
        if let Err(error) = added {
            outcome = Err(error);
            break;
        }
    }
    let error = outcome.expect_err("no room in the end");
    assert!(matches!(error, StoreError::Full(_)), "{error}");
    drop(store);
    let store = Store::open(&file).expect("opened");
    assert!(!saved.is_empty());
    store.settle(knowledge()).expect("settled");
    for id in saved {
        assert!(store.article(&id).expect("asked").is_some(), "{id}");
    }
    assert_eq!(store.verify().expect("looked"), []);
}
