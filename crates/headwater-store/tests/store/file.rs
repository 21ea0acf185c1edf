//! The file: made whole, opened with care, used by several at once.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use headwater_store::{Store, StoreError, StoryQuery};

use crate::{demo, knowledge, printed, put};

fn names(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").file_name());
    entries.map(|name| name.into_string().expect("a name")).collect()
}

#[test]
fn a_store_is_made_and_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("news.hw");
    assert!(matches!(Store::open(&file), Err(StoreError::Missing(_))));
    let store = Store::create_or_open(&file).expect("made");
    put(&store, demo());
    let before = printed(&store);
    drop(store);
    assert_eq!(names(folder.path()), ["news.hw"], "nothing is left beside a closed store");
    assert_eq!(printed(&Store::open(&file).expect("opened")), before);
    assert_eq!(printed(&Store::create_or_open(&file).expect("opened")), before);
}

#[test]
fn what_is_no_store_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let sqlite = folder.path().join("other.db");
    rusqlite::Connection::open(&sqlite).expect("made").execute_batch("CREATE TABLE page (key)").expect("filled");
    for (name, bytes) in [("text.txt", b"no store".to_vec()), ("long.txt", vec![7; 9000]), ("empty", Vec::new())] {
        std::fs::write(folder.path().join(name), bytes).expect("written");
    }
    for name in ["other.db", "text.txt", "long.txt", "empty"] {
        let file = folder.path().join(name);
        let before = std::fs::read(&file).expect("read");
        for opened in [Store::open(&file), Store::create_or_open(&file)] {
            assert!(matches!(opened, Err(StoreError::NotAStore(_))), "{name}");
        }
        assert_eq!(std::fs::read(&file).expect("read"), before, "{name}");
    }
}

#[test]
fn a_newer_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("news.hw");
    drop(Store::create_or_open(&file).expect("made"));
    let other = rusqlite::Connection::open(&file).expect("opened");
    other.pragma_update(None, "user_version", 99).expect("changed");
    drop(other);
    let before = std::fs::read(&file).expect("read");
    let error = Store::open(&file).err().expect("refused");
    assert!(matches!(error, StoreError::Newer { found: 99, .. }));
    assert!(error.to_string().contains("newer headwater"), "{error}");
    assert_eq!(std::fs::read(&file).expect("read"), before);
}

#[test]
fn readers_see_a_whole_state_while_a_writer_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let on_disk = Store::create_or_open(folder.path().join("news.hw")).expect("made");
    for store in [on_disk, Store::in_memory().expect("a store")] {
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                // The readers must end also where this fails.
                let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| put(&store, demo())));
                done.store(true, Ordering::Relaxed);
                outcome.expect("written");
            });
            for _ in 0..2 {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        let query = StoryQuery { limit: 10, ..StoryQuery::default() };
                        let found = store.stories(&query).expect("listed");
                        assert_eq!(found.stories.len(), found.total.min(10));
                        for story in found.stories {
                            let told = store.story(&story.id).expect("asked").expect("a listed story");
                            assert_eq!(told.articles.len(), story.articles);
                        }
                    }
                });
            }
        });
        assert!(0 < store.stories(&StoryQuery::default()).expect("listed").total);
    }
}

#[test]
fn two_writers_take_turns() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("news.hw");
    let (one, other) = (Store::create_or_open(&file).expect("made"), Store::create_or_open(&file).expect("opened"));
    std::thread::scope(|scope| {
        for store in [&one, &other] {
            scope.spawn(move || {
                for page in demo() {
                    store.add([page], knowledge(), &mut |_| {}).expect("added");
                    store.settle(knowledge()).expect("settled");
                }
            });
        }
    });
    let alone = crate::store_of(demo());
    assert_eq!(printed(&one), printed(&alone));
}

#[cfg(unix)]
#[test]
fn a_store_is_its_owners_alone_and_a_folder_open_to_all_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("news.hw");
    let store = Store::create_or_open(&file).expect("made");
    put(&store, demo());
    store.back_up(folder.path().join("copy.hw")).expect("copied");
    for name in names(folder.path()) {
        let mode = folder.path().join(&name).metadata().expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let told = |mode| {
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(mode)).expect("changed");
        store.doctor().expect("looked").advice.iter().any(|advice| advice.contains("Anyone may write to the folder"))
    };
    assert!(told(0o777) && !told(0o1777) && !told(0o755));
}
