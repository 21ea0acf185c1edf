//! Holds grouping to what it reaches on the shared story sets, where they are at hand.

#![allow(clippy::disallowed_methods, reason = "a test of measured data reads its files")]

use std::collections::BTreeMap;

use super::{Signature, group, signature};
use crate::{Article, ArticleId, How, Knowledge, Published, Reading, When};

const SETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/stories");
/// B-cubed F1 over all sets mixed; a little below what was measured, so that only a real loss fails.
const FLOOR: f64 = 0.915;

#[test]
fn stories_of_the_shared_sets_are_found() {
    let rows: Vec<(String, Reading)> = ["fnc", "ecbplus", "basil"].iter().flat_map(|set| rows(set)).collect();
    if rows.is_empty() {
        eprintln!("skipped: no story sets at {SETS}");
        return;
    }
    let gold: Vec<&str> = rows.iter().map(|(story, _)| story.as_str()).collect();
    let readings: Vec<Reading> = rows.iter().map(|(_, reading)| reading.clone()).collect();
    let signatures: Vec<Signature> = readings.iter().map(signature).collect();
    let stories = group(&signatures, Knowledge::once());
    let found = f1(&gold, &stories);
    eprintln!("B-cubed F1 {found:.4}, {} stories", stories.len());
    assert!(FLOOR <= found, "B-cubed F1 {found:.4}");
}

#[expect(clippy::disallowed_methods, reason = "a test reads the shared sets where they are")]
fn rows(set: &str) -> Vec<(String, Reading)> {
    let lines = std::fs::read_to_string(format!("{SETS}/{set}.jsonl")).unwrap_or_default();
    let rows = lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    rows.map(|row| (format!("{set} {}", row["story"]), reading(&row))).collect()
}

fn reading(row: &serde_json::Value) -> Reading {
    let field = |name: &str| row[name].as_str().map(str::to_owned);
    let id = field("id").unwrap_or_default();
    let day = field("published").and_then(|published| published.get(..10)?.parse().ok());
    let article = Article {
        id: ArticleId(blake3::hash(id.as_bytes()).to_hex().to_string()),
        place: id,
        url: field("url"),
        outlet: field("outlet"),
        title: field("title"),
        byline: None,
        dateline: None,
        published: day.map(|day| Published { when: When::day(day), how: How::Metadata, because: Vec::new() }),
        language: "en".to_owned(),
        text: field("text").unwrap_or_default(),
        paragraphs: Vec::new(),
        furniture: Vec::new(),
        notes: Vec::new(),
    };
    Reading {
        article,
        sentences: Vec::new(),
        mentions: Vec::new(),
        entities: Vec::new(),
        times: Vec::new(),
        attributions: Vec::new(),
        credits: Vec::new(),
        statements: Vec::new(),
    }
}

/// B-cubed F1 of the stories found.
fn f1(gold: &[&str], stories: &[Vec<usize>]) -> f64 {
    let mut size: BTreeMap<&str, f64> = BTreeMap::new();
    gold.iter().for_each(|story| *size.entry(story).or_default() += 1.0);
    let (mut precision, mut recall) = (0.0, 0.0);
    for story in stories {
        let mut both: BTreeMap<&str, f64> = BTreeMap::new();
        story.iter().for_each(|reading| *both.entry(gold[*reading]).or_default() += 1.0);
        precision += both.values().map(|count| count * count / story.len() as f64).sum::<f64>();
        recall += both.iter().map(|(name, count)| count * count / size[name]).sum::<f64>();
    }
    let (precision, recall) = (precision / gold.len() as f64, recall / gold.len() as f64);
    2.0 * precision * recall / (precision + recall)
}
