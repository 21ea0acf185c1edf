//! One thing under several names, across the articles of a story: the annotated cases' `same_entity` joined, but for the
//! few that only a reader knows, and no `not_same_entity` joined.

#![allow(clippy::disallowed_methods, reason = "a test reads its files")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use headwater::{Body, Hints, Knowledge, Page, Reading, Story, compare, read};

/// Words that may stand before a name without being part of a mention of it.
const TITLES: [&str; 8] = ["mr", "ms", "dr", "professor", "prince", "king", "sheikh", "the"];

/// So many pairs of names of one thing are not joined: a body called by what it does, in words that fit another body too,
/// and a name written in letters that are alike only to the ear. No rule joins them that would not join others wrongly.
const LEFT: usize = 3;

/// An annotated case, as it is read.
struct Case {
    name: String,
    readings: Vec<Reading>,
    stories: Vec<Story>,
}

impl Case {
    /// The keys that the mentions of `name` have, by the things of the story that each stands in.
    fn keys(&self, name: &str) -> BTreeSet<String> {
        let wanted = name.to_lowercase();
        let mut keys = BTreeSet::new();
        for story in &self.stories {
            for (at, &article) in story.articles.iter().enumerate() {
                let reading = &self.readings[article];
                for mention in &reading.mentions {
                    if is_name(&mention.span.of(&reading.article.text).to_lowercase(), &wanted) {
                        let entity = &story.entities[at][mention.entity];
                        keys.insert(entity.key.clone().unwrap_or_else(|| format!("- {}", entity.name)));
                    }
                }
            }
        }
        keys
    }
}

/// Whether a mention's words are a name, titles and articles aside.
fn is_name(words: &str, wanted: &str) -> bool {
    let bare = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        let titles = words.iter().take_while(|word| TITLES.contains(&word.trim_end_matches('.'))).count();
        words[titles.min(words.len() - 1)..].join(" ")
    };
    !words.is_empty() && (words == wanted || bare(words) == bare(wanted))
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases");
    let Ok(folders) = std::fs::read_dir(root) else { return Vec::new() };
    let mut folders: Vec<PathBuf> = folders.flatten().map(|folder| folder.path()).collect();
    folders.retain(|folder| folder.join("expected.json").exists());
    folders.sort();
    folders.iter().map(|folder| case(folder)).collect()
}

fn case(folder: &Path) -> Case {
    let knowledge = Knowledge::bundled();
    let readings: Vec<Reading> = pages(folder).iter().map(|page| read(page, &knowledge)).collect();
    let stories = compare(&readings, &knowledge);
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Case { name, readings, stories }
}

fn pages(folder: &Path) -> Vec<Page> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a case").flatten().map(|file| file.path()).collect();
    files.sort();
    let mut pages = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("txt") => pages.push((file.display().to_string(), text, Hints::default())),
            Some("jsonl") => pages.extend(text.lines().filter_map(line)),
            _ => {}
        }
    }
    pages.into_iter().map(|(place, text, hints)| Page { place, body: Body::Dump(text), hints }).collect()
}

fn line(line: &str) -> Option<(String, String, Hints)> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| line[name].as_str().map(str::to_owned);
    let hints = Hints { url: field("url"), outlet: field("outlet"), title: field("title"), ..Hints::default() };
    Some((field("id")?, field("text")?, hints))
}

fn groups(folder: &str, field: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases").join(folder).join("expected.json");
    let expected: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("a case")).expect("a case is JSON");
    let names = |group: &serde_json::Value| {
        group.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    expected[field].as_array().into_iter().flatten().map(names).collect()
}

#[test]
fn names_of_one_thing_are_joined_and_others_kept_apart() {
    let cases = cases();
    if cases.is_empty() {
        eprintln!("skipped: the annotated cases are not here");
        return;
    }
    let (mut asked, mut unnamed, mut apart, mut joined) = (0, 0, Vec::new(), Vec::new());
    for case in &cases {
        for (field, same) in [("same_entity", true), ("not_same_entity", false)] {
            for group in groups(&case.name, field) {
                // A description ("the envoy") is no name, and is told in the attributions that it stands in.
                let named: Vec<(&String, BTreeSet<String>)> =
                    group.iter().map(|name| (name, case.keys(name))).filter(|(_, keys)| !keys.is_empty()).collect();
                unnamed += group.len() - named.len();
                for pair in named.windows(2) {
                    let told = || format!("{}: {:?} {:?}", case.name, pair[0], pair[1]);
                    asked += 1;
                    match !pair[0].1.is_disjoint(&pair[1].1) {
                        true if !same => joined.push(told()),
                        false if same => apart.push(told()),
                        _ => {}
                    }
                }
            }
        }
    }
    eprintln!("{asked} pairs of names, {unnamed} names without a mention");
    assert!(50 <= asked, "only {asked} pairs of names were found");
    assert!(joined.is_empty(), "two things under one key: {joined:#?}");
    assert!(apart.len() <= LEFT, "one thing under two keys: {apart:#?}");
}
