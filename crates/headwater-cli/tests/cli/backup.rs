//! `headwater backup`: a copy of one moment, while a program writes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use headwater_store::Store;

use crate::kill::{check, line, saved};
use crate::{rounds, run};

/// How many pages the writer is given, a round, and how many copies are made meanwhile at most.
const PAGES: usize = 400;
const COPIES: usize = 20;

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn write(store: &Path, pages: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(["read", "--show-saved", "--store"]).arg(store).arg(pages);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs")
}

/// What the copy is to be: sound, with all that was said to be saved before it was begun.
fn back_up(store: &Path, copy: &Path, said: &Mutex<String>) {
    let before = saved(&said.lock().expect("no panic")).collect();
    let (out, error, status) = run(&["backup", "--store", text(store), text(copy)]);
    assert!(status == 0 && out.contains("looked at every row"), "{error}");
    check(copy, &before);
}

/// All that a store says.
fn shown(store: &Path) -> String {
    run(&["export", "--format", "jsonl", "--store", text(store)]).0
}

#[test]
fn a_backup_while_a_program_writes_is_whole_and_sound() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let (store, pages, said) = (path("news.hw"), path("pages.jsonl"), Mutex::new(String::new()));
    std::fs::write(&pages, (0..PAGES * rounds()).map(line).collect::<String>()).expect("written");
    let mut writer = write(&store, &pages);
    let mut lines = BufReader::new(writer.stderr.take().expect("a pipe")).lines();
    let first = lines.next().expect("a line").expect("UTF-8");
    said.lock().expect("no panic").push_str(&format!("{first}\n"));
    let copies = std::thread::scope(|scope| {
        scope.spawn(|| {
            for line in lines.map_while(Result::ok) {
                said.lock().expect("no panic").push_str(&format!("{line}\n"));
            }
        });
        let mut copies = 0;
        while copies < COPIES * rounds() && writer.try_wait().expect("asked").is_none() {
            back_up(&store, &path(&format!("{copies}.hw")), &said);
            copies += 1;
        }
        assert!(writer.wait().expect("it ends").success());
        copies
    });
    assert!(0 < copies, "the writer had ended before the first copy");
    let last = path("last.hw");
    back_up(&store, &last, &said);
    let whole = shown(&store);
    assert_eq!(shown(&last), whole);
    // A copy is a store: given the same pages, it ends where the first ended.
    let early = path("0.hw");
    let held = |store: &Path| Store::open(store).expect("opened").doctor().expect("looked").articles;
    let (held, all) = (held(&early), held(&last));
    assert_eq!(run(&["read", "--quiet", "--store", text(&early), text(&pages)]).2, 0);
    assert_eq!(shown(&early), whole);
    eprintln!("tried: {copies} copies while {all} articles were added, the first of {held}");
}

#[test]
fn what_is_there_already_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let store = path("news.hw");
    assert_eq!(run(&["read", "--quiet", "--store", text(&store), "corpus/clinic-fire"]).2, 0);
    std::fs::write(path("letter.txt"), "Dear Ola").expect("written");
    std::fs::write(path("gone.hw-wal"), "a log of another store").expect("written");
    for (to, said) in [
        ("letter.txt", "letter.txt` is there already, and was left as it is"),
        ("gone.hw", "gone.hw-wal` is there already"),
        ("news.hw", "news.hw` is there already"),
        ("no-such/copy.hw", "no-such/copy.hw`: "),
    ] {
        let before = shown(&store);
        let (_, error, status) = run(&["backup", "--store", text(&store), text(&path(to))]);
        assert!(status == 2 && error.contains(said), "{to}: {error}");
        assert_eq!(shown(&store), before);
    }
    assert_eq!(std::fs::read_to_string(path("letter.txt")).expect("there"), "Dear Ola");
    assert!(!path("gone.hw").exists());
    let (_, error, status) = run(&["backup", "--store", text(&path("none.hw")), text(&path("copy.hw"))]);
    assert!(status == 2 && error.contains("there is no store at"), "{error}");
    assert!(!path("copy.hw").exists());
}

#[test]
fn a_damaged_store_is_not_copied() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, copy) = (folder.path().join("news.hw"), folder.path().join("copy.hw"));
    assert_eq!(run(&["read", "--quiet", "--store", text(&store), "corpus/harbour-talks"]).2, 0);
    let mut bytes = std::fs::read(&store).expect("there");
    let title = b"Brenovia weighs offer";
    let at: Vec<usize> = (0..bytes.len() - title.len()).filter(|at| bytes[*at..].starts_with(title)).collect();
    assert!(!at.is_empty(), "the title stands in the file as it is");
    at.iter().for_each(|at| bytes[*at] = b'T');
    std::fs::write(&store, bytes).expect("written");
    let (_, error, status) = run(&["backup", "--store", text(&store), text(&copy)]);
    assert!(status == 2 && error.contains("is damaged") && error.contains("doctor"), "{error}");
    assert!(!copy.exists());
    let left = folder.path().read_dir().expect("a folder").count();
    assert_eq!(left, 1, "nothing of the copy is left");
}
