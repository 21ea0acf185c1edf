//! How a claim was counted, over files and over a saved run.

use crate::{records, run};

#[test]
fn a_saved_run_shows_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("run.jsonl");
    let (out, _, _) = run(&["demo", "--format", "jsonl"]);
    std::fs::write(&saved, &out).expect("a file");
    let saved = saved.to_str().expect("UTF-8");
    let (again, _, _) = run(&["read", "--format", "jsonl", saved]);
    assert_eq!(again, out);
    assert_eq!(run(&["why", "1.1", "--demo"]).0, run(&["why", "1.1", saved]).0);
}

#[test]
fn every_claim_of_the_demo_can_be_explained() {
    let records = records(&["demo", "--format", "jsonl"]);
    let story = &crate::of_type(&records, "story")[0];
    for (index, claim) in story["claims"].as_array().expect("claims").iter().enumerate().take(5) {
        let (by_number, _, _) = run(&["why", &format!("1.{}", index + 1), "--demo"]);
        let (by_id, _, _) = run(&["why", claim["id"].as_str().expect("an id"), "--demo"]);
        assert_eq!(by_number, by_id);
        assert!(by_number.contains("HOW IT WAS COUNTED"), "{by_number}");
    }
}

#[test]
fn a_claim_that_is_not_there_says_what_there_is() {
    let (_, error, status) = run(&["why", "9.1", "--demo"]);
    assert_eq!(status, 2);
    assert!(error.contains("there is no claim `9.1`; there are "), "{error}");
    let (_, error, _) = run(&["why", "first", "--demo"]);
    assert!(error.contains("`first` is no claim; claims are numbered like 1.2"), "{error}");
}

#[test]
fn a_saved_run_that_is_broken_names_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("run.jsonl");
    std::fs::write(&saved, "{\"type\":\"run\",\"schema\":1,\"headwater\":\"0\"}\n{oops\n").expect("a file");
    let (_, error, status) = run(&["read", saved.to_str().expect("UTF-8")]);
    assert_eq!(status, 2);
    assert!(error.contains("line 2"), "{error}");
}
