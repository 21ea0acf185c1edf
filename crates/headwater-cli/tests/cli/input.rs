//! What goes in: files, folders, standard input; what is broken is named, and the rest is read.

use crate::{finish, headwater, of_type, records, run};

#[test]
fn text_html_and_json_lines_are_read_from_a_folder() {
    let records = records(&["read", "--quiet", "--format", "jsonl", "corpus/harbour-talks"]);
    let articles = of_type(&records, "article");
    let mut names: Vec<&str> = articles.iter().map(|article| article["ref"].as_str().expect("a ref")).collect();
    names.sort();
    let folder = "corpus/harbour-talks";
    let path = |name: &str| format!("{folder}/{name}");
    assert_eq!(names, [&path("a.txt"), &path("b.txt"), &path("c.html"), &path("other.txt"), "d-1", "d-2"]);
}

#[test]
fn what_is_passed_over_is_explained() {
    let (_, error, _) = run(&["read", "--why-skipped", "corpus/harbour-talks"]);
    let expected = "skipped corpus/harbour-talks/README.md: `.md` is not read from folders";
    assert!(error.contains(expected), "{error}");
    let (_, error, _) = run(&["read", "corpus/harbour-talks"]);
    assert!(error.contains("passed over 2 files that are no pages (--why-skipped says why)"), "{error}");
}

#[test]
fn a_broken_line_is_named_and_the_others_are_read() {
    let (out, error, status) = run(&["read", "--format", "jsonl", "corpus/hostile/broken.jsonl"]);
    assert_eq!(status, 2);
    assert!(error.contains("cannot read `corpus/hostile/broken.jsonl:2`: no JSON"), "{error}");
    assert!(error.contains("cannot read `corpus/hostile/broken.jsonl:3`: neither `text` nor `html`"), "{error}");
    assert!(out.contains(r#""ref":"ok-1""#) && out.contains(r#""ref":"ok-4""#), "{out}");
    assert!(out.contains(r#"{"type":"unread","ref":"corpus/hostile/broken.jsonl:2""#), "{out}");
}

#[test]
fn a_missing_file_a_binary_and_an_empty_file_are_named() {
    for (path, why) in [
        ("no-such.txt", "no such file or folder"),
        ("corpus/hostile/binary.dat", "no text: it has NUL bytes"),
        ("corpus/hostile/empty.txt", "nothing in it"),
    ] {
        let (_, error, status) = run(&["read", path]);
        assert_eq!(status, 2, "{path}");
        assert!(error.contains(&format!("headwater: cannot read `{path}`: {why}")), "{error}");
    }
}

#[test]
fn an_empty_folder_holds_no_story() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, error, status) = run(&["read", folder.path().to_str().expect("UTF-8")]);
    assert_eq!(status, 1);
    assert!(error.contains("no story was found: nothing was there to read"), "{error}");
}

#[test]
fn encodings_are_detected() {
    let paths = ["corpus/hostile/latin1.txt", "corpus/hostile/utf16.txt"];
    let records = records(&["read", "--format", "jsonl", paths[0], paths[1]]);
    for article in of_type(&records, "article") {
        let text = article["text"].as_str().expect("text");
        assert!(!text.contains('\u{FFFD}') && !text.is_empty(), "{article}");
        assert!(article["notes"].to_string().contains("read as "), "{article}");
    }
}

#[test]
fn standard_input_is_read() {
    let mut command = headwater(&["read", "--format", "jsonl", "-"]);
    command.write_stdin("The harbour reopened on Monday, the port authority said.\n");
    let (out, _, status) = finish(command);
    assert_eq!(status, 0);
    assert!(out.contains(r#""ref":"-""#), "{out}");
}

#[test]
fn a_page_given_twice_is_read_once() {
    let page = "corpus/clinic-fire/first.txt";
    let records = records(&["read", "--format", "jsonl", page, page, "./corpus/clinic-fire/first.txt"]);
    assert_eq!(of_type(&records, "article").len(), 1);
}

#[test]
fn no_clean_takes_text_to_the_letter() {
    let path = "corpus/harbour-talks/a.txt";
    let records = records(&["read", "--no-clean", "--format", "jsonl", path]);
    let text = std::fs::read_to_string(crate::root().join(path)).expect("the page");
    assert_eq!(of_type(&records, "article")[0]["text"], serde_json::Value::String(text));
}

#[test]
fn nothing_of_a_dump_is_lost() {
    for path in ["corpus/harbour-talks/a.txt", "corpus/harbour-talks/b.txt", "corpus/clinic-fire/third.txt"] {
        let records = records(&["read", "--format", "jsonl", path]);
        let article = of_type(&records, "article")[0];
        let mut kept: Vec<String> = words(article["text"].as_str().expect("text"));
        for piece in article["furniture"].as_array().expect("furniture") {
            kept.extend(words(piece["text"].as_str().expect("text")));
        }
        let mut page = words(&std::fs::read_to_string(crate::root().join(path)).expect("the page"));
        kept.sort();
        page.sort();
        assert_eq!(kept, page, "{path}");
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn html_keeps_its_metadata_and_sets_the_rest_aside() {
    let records = records(&["read", "--format", "jsonl", "corpus/harbour-talks/c.html"]);
    let article = of_type(&records, "article")[0];
    assert_eq!(article["published"]["date"], "2024-10-08");
    assert_eq!(article["published"]["how"], "metadata");
    assert!(article["title"].is_string() && article["outlet"].is_string(), "{article}");
    let body = article["text"].as_str().expect("text");
    assert!(!body.contains("six berths"), "a reader's comment is no body: {body}");
}

#[test]
fn hostile_nesting_is_read_in_one_pass() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deep.html");
    let page = format!("<html><body>{}<p>The mayor said the bridge would open on Monday.</p>", "<div>".repeat(140_000));
    std::fs::write(&path, page).expect("a file");
    let records = records(&["read", "--format", "jsonl", path.to_str().expect("UTF-8")]);
    let article = of_type(&records, "article")[0];
    assert!(article["text"].as_str().expect("text").contains("the bridge would open"), "{article}");
    assert!(article["notes"].to_string().contains("nested"), "{article}");
}

#[test]
fn without_the_part_that_fetches_watch_says_how_to_get_it() {
    let (_, error, status) = crate::run(&["watch", "--once", "https://news.example/feed"]);
    assert!(cfg!(feature = "fetch") || status == 2 && error.contains("--features fetch"), "{error}");
}

#[cfg(not(feature = "archive"))]
#[test]
fn without_the_engine_for_archives_archive_says_how_to_get_it() {
    let (out, error, status) = crate::run(&["archive", "group", "shards", "--out", "found"]);
    assert_eq!((out.as_str(), status), ("", 2));
    assert!(error.contains("--features archive") && error.contains("headwater read --store"), "{error}");
}
