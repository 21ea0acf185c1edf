//! What other programs are handed: the same bytes each time, and records that come back as they went.

use std::path::Path;

use crate::run;

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("UTF-8").to_owned()
}

#[test]
fn records_come_back_as_they_went() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, again, twice) =
        (path(folder.path(), "1.jsonl"), path(folder.path(), "2.jsonl"), path(folder.path(), "3.jsonl"));
    let (read, _, _) = run(&["read", "--quiet", "--format", "jsonl", "corpus/harbour-talks"]);
    run(&["export", "--quiet", "--format", "jsonl", "--out", &first, "corpus/harbour-talks"]);
    run(&["export", "--format", "jsonl", "--out", &again, &first]);
    run(&["export", "--format", "jsonl", "--out", &twice, &again]);
    let bytes = |name: &str| std::fs::read_to_string(name).expect("a file");
    assert_eq!(read, bytes(&first));
    assert_eq!(bytes(&first), bytes(&again));
    assert_eq!(bytes(&again), bytes(&twice));
}

#[test]
fn every_format_is_the_same_from_pages_from_a_saved_run_and_from_a_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, saved) = (path(folder.path(), "news.hw"), path(folder.path(), "run.jsonl"));
    let folders = ["pages", "saved", "store"].map(|name| path(folder.path(), name));
    run(&["read", "--quiet", "--store", &store, "corpus/clinic-fire"]);
    run(&["read", "--quiet", "--out", &folders[0], "corpus/clinic-fire"]);
    run(&["export", "--quiet", "--format", "jsonl", "--out", &saved, "corpus/clinic-fire"]);
    run(&["export", "--quiet", "--all", "--out", &folders[1], &saved]);
    run(&["export", "--quiet", "--all", "--out", &folders[2], "--store", &store]);
    let expected = files(&folders[0]);
    assert!(25 < expected.len());
    for folder in &folders[1..] {
        assert!(expected == files(folder), "{folder}");
    }
}

#[test]
fn a_saved_run_that_another_program_wrote_anew_is_one_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (saved, spaced) = (path(folder.path(), "run.jsonl"), path(folder.path(), "spaced.jsonl"));
    run(&["export", "--quiet", "--format", "jsonl", "--out", &saved, "corpus/clinic-fire"]);
    let text = std::fs::read_to_string(&saved).expect("it is written");
    std::fs::write(&spaced, text.replacen("{\"type\":\"run\"", "{ \"type\": \"run\"", 1)).expect("it is written");
    let markdown = |file: &str| run(&["read", "--quiet", "--format", "markdown", file]);
    assert!(text.starts_with("{\"type\":\"run\"") && markdown(&saved).2 == 0);
    assert_eq!(markdown(&spaced), markdown(&saved));
}

/// The files below a folder, with what is in them.
fn files(folder: &str) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let below = |file: &Path| file.strip_prefix(folder).expect("below").to_owned();
    walk(Path::new(folder)).iter().map(|file| (below(file), std::fs::read(file).expect("a file"))).collect()
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() { found.extend(walk(&entry)) } else { found.push(entry) }
    }
    found.sort();
    found
}

#[test]
fn what_cannot_be_written_says_why() {
    let (_, error, status) = run(&["export", "--demo", "--format", "csv"]);
    assert_eq!(status, 2);
    assert!(error.contains("tables are 16 files; name a folder with --out"), "{error}");
    let (_, error, status) = run(&["export", "--demo", "--format", "html", "--out", "no/such/folder.html"]);
    assert_eq!(status, 2);
    assert!(error.contains("cannot write `no/such/folder.html`: "), "{error}");
    let (_, _, status) = run(&["export", "--demo"]);
    assert_eq!(status, 2);
}
