//! Holds grouping to what it reaches on the shared story sets, where they are at hand.

#![allow(clippy::disallowed_methods, reason = "a test of measured data reads its files")]

use std::collections::{BTreeMap, BTreeSet};

use super::{Signature, Stream, group, signature};
use crate::{Article, ArticleId, How, Knowledge, Published, Reading, When};

const SETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/stories");
/// B-cubed F1 over all sets mixed; a little below what was measured, so that only a real loss fails.
const FLOOR: f64 = 0.943;
/// The same of a stream that is not settled, in four orders.
const FLOOR_STREAMED: f64 = 0.93;

#[test]
fn stories_of_the_shared_sets_are_found() {
    let rows: Vec<(String, Reading)> = ["fnc", "ecbplus", "basil"].iter().flat_map(|set| rows(set)).collect();
    if rows.is_empty() {
        eprintln!("skipped: no story sets at {SETS}");
        return;
    }
    let signed: Vec<(&str, Signature)> =
        rows.iter().map(|(gold, reading)| (gold.as_str(), signature(reading))).collect();
    let (gold, signatures): (Vec<&str>, Vec<Signature>) = signed.iter().cloned().unzip();
    let stories = group(&signatures, Knowledge::once());
    let found = f1(&gold, &stories);
    eprintln!("B-cubed F1 {found:.4}, {} stories", stories.len());
    assert!(FLOOR <= found, "B-cubed F1 {found:.4}");
    let settled: BTreeSet<Vec<String>> = ids(&stories, &signatures);
    for order in 0..4 {
        check_streamed(order, signed.clone(), &settled);
    }
}

/// Streams in the given order or a shuffled one: near the batch at once, and the batch to the byte when settled.
fn check_streamed(order: u8, mut signed: Vec<(&str, Signature)>, settled: &BTreeSet<Vec<String>>) {
    if 0 < order {
        signed.sort_by_key(|(_, signature)| *blake3::hash(format!("{order} {}", signature.id).as_bytes()).as_bytes());
    }
    let (gold, signatures): (Vec<&str>, Vec<Signature>) = signed.into_iter().unzip();
    let mut stream = Stream::new(Knowledge::once());
    signatures.iter().for_each(|signature| stream.add(signature));
    let stories = stream.stories();
    let found = f1(&gold, &stories);
    eprintln!("streamed, order {order}: B-cubed F1 {found:.4}, {} stories", stories.len());
    assert!(FLOOR_STREAMED <= found, "order {order}: B-cubed F1 {found:.4}");
    assert_eq!(ids(&stream.settle(), &signatures), *settled, "order {order}");
    assert_eq!(stream.stories().len(), settled.len(), "order {order}");
}

fn ids(stories: &[Vec<usize>], signatures: &[Signature]) -> BTreeSet<Vec<String>> {
    stories.iter().map(|story| story.iter().map(|at| signatures[*at].id.clone()).collect()).collect()
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
