//! The hostile shelf: files that were made to do harm, each with what must come of it, and with bars on time and memory.
//!
//! They are made when the test runs, in a folder that is gone afterwards. With `HEADWATER_ROUNDS` over 1 the largest have
//! their full size.

mod feeds;
mod html;
mod text;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::{bounds, oracle, rounds};

/// The seconds of a processor that one file may take, in a program that was built for speed.
const MOST_SECONDS: f64 = 5.0;
/// How many times slower the program of the test suite is: built quickly, not to be quick.
pub(crate) const SLOWER: f64 = if cfg!(debug_assertions) { 4.0 } else { 1.0 };
/// The most MiB of memory that one file may take.
const MOST_MEMORY: u64 = 512;

/// A sentence that every good part of a file has.
pub(crate) const SAID: &str = "The toll at Haldevik will rise in May, mayor Ina Pross said on Tuesday.";

/// A file on the shelf.
pub(crate) struct Item {
    /// Its name; the extension tells its kind.
    name: &'static str,
    make: fn() -> Vec<u8>,
    /// `ok`, `ok: words of a note`, `skipped: why a part was` or `refused: why`.
    expected: &'static str,
}

pub(crate) const fn item(name: &'static str, make: fn() -> Vec<u8>, expected: &'static str) -> Item {
    Item { name, make, expected }
}

/// So many of something large: a tenth of it on each change.
pub(crate) fn large(full: usize) -> usize {
    if rounds() == 1 { full / 10 } else { full }
}

#[test]
fn every_file_of_the_shelf_comes_to_what_it_must_within_bars() {
    let folder = tempfile::tempdir().expect("a folder");
    let items: Vec<Item> = [text::items(), html::items(), feeds::items()].into_iter().flatten().collect();
    let (mut wrong, mut slowest, mut largest) = (Vec::new(), (0.0, ""), (0, ""));
    for item in &items {
        let path = folder.path().join(item.name);
        std::fs::write(&path, (item.make)()).expect("written");
        let ended = read(&path, folder.path());
        std::fs::remove_file(path).expect("removed");
        let found = outcome(&ended);
        eprintln!("{}: {:.1} s, {} MiB, {}", item.name, ended.processor, ended.memory, start(&found, 80));
        slowest = if slowest.0 < ended.processor { (ended.processor, item.name) } else { slowest };
        largest = if largest.0 < ended.memory { (ended.memory, item.name) } else { largest };
        let within = ended.processor <= MOST_SECONDS * SLOWER && ended.memory <= MOST_MEMORY;
        if !fits(&found, item.expected) || !within {
            let found = start(&found, 400);
            let cost = format!("{:.1} s, {} MiB", ended.processor, ended.memory);
            wrong.push(format!("{}: {cost}; expected {}, found {found}", item.name, item.expected));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), items.len(), wrong.join("\n"));
    let (slow, heavy) = (slowest.1, largest.1);
    eprintln!("tried: {} files; slowest {slow} {:.1} s, largest {heavy} {} MiB", items.len(), slowest.0, largest.0);
}

fn read(path: &Path, folder: &Path) -> bounds::Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(["read", "--quiet", "--format", "jsonl"]).arg(path).env_remove("HEADWATER_STORE");
    bounds::run(command, folder)
}

/// What came of a file, in the words of the table.
fn outcome(ended: &bounds::Ended) -> String {
    if ended.error.contains("panicked") || !matches!(ended.status.code(), Some(0..=2)) {
        return format!("broken: {} {}", ended.status, ended.error);
    }
    let out = String::from_utf8_lossy(&ended.out);
    if out.contains("root:x:0") {
        return "broken: a file that no page may name was read".to_owned();
    }
    let records: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    if let Some(fault) = oracle::fault(&records) {
        return format!("broken: {fault}");
    }
    let of = |kind: &'static str| records.iter().filter(move |record| record["type"] == kind);
    let why: Vec<&str> = of("unread").filter_map(|unread| unread["why"].as_str()).collect();
    let notes: Vec<String> = of("article").map(|article| article["notes"].to_string()).collect();
    match (of("article").count(), why.is_empty()) {
        (_, true) => format!("ok: {}", notes.join(" ")),
        (0, false) => format!("refused: {}", why.join("; ")),
        (_, false) => format!("skipped: {}", why.join("; ")),
    }
}

fn start(words: &str, most: usize) -> String {
    words.chars().take(most).collect()
}

fn fits(found: &str, expected: &str) -> bool {
    let (kind, words) = expected.split_once(": ").unwrap_or((expected, ""));
    found.split_once(": ").is_some_and(|(found, why)| found == kind && why.contains(words))
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_passed_over_and_what_never_ends_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).expect("a folder");
    std::fs::write(inside.join("a.txt"), SAID).expect("written");
    for (target, name) in [("/dev/zero", "zero.txt"), ("loop.txt", "loop.txt"), ("..", "up"), ("gone", "gone.txt")] {
        std::os::unix::fs::symlink(target, inside.join(name)).expect("a link");
    }
    assert!(Command::new("mkfifo").arg(inside.join("pipe.txt")).status().expect("mkfifo").success());
    let ended = read(&inside, folder.path());
    assert!(ended.status.success(), "{}", ended.error);
    assert_eq!(String::from_utf8_lossy(&ended.out).matches(r#"{"type":"article""#).count(), 1);
    let ended = read(Path::new("/dev/zero"), folder.path());
    assert!(ended.memory <= MOST_MEMORY && outcome(&ended).starts_with("refused: "), "{}", outcome(&ended));
}

#[test]
fn one_file_under_many_names_is_one_story() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).expect("a folder");
    let files = large(10_000);
    for number in 0..files {
        std::fs::write(inside.join(format!("{number}.txt")), SAID).expect("written");
    }
    let ended = read(&inside, folder.path());
    let count = |kind: &str| String::from_utf8_lossy(&ended.out).matches(&format!("{{\"type\":\"{kind}\"")).count();
    assert_eq!((count("article"), count("story")), (files, 1), "{}", ended.error);
    assert!(ended.processor <= 30.0 * SLOWER && ended.memory <= MOST_MEMORY, "{} {}", ended.processor, ended.memory);
    eprintln!("tried: {files} files, {:.1} s, {} MiB", ended.processor, ended.memory);
}
