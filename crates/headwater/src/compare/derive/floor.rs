//! Holds copies to what is found of them among pairs that were labelled by reading, where the articles are at hand.

#![cfg(test)]
#![allow(clippy::disallowed_methods, reason = "a test of measured data reads its files")]

use std::collections::BTreeMap;

use super::super::Members;
use super::derive;
use crate::{Body, Derived, Hints, Knowledge, Page, Reading, Upstream, read};

const LABELS: &str = include_str!("../../../../../eval/copies.tsv");
const SETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/stories");
/// F1 of copies; a little below what was measured, so that only a real loss fails.
const FLOOR: f64 = 0.92;

#[test]
fn copies_among_the_labelled_pairs_are_found() {
    let texts = texts();
    if texts.is_empty() {
        eprintln!("skipped: no story sets at {SETS}");
        return;
    }
    let rows = LABELS.lines().filter(|line| !line.starts_with('#'));
    let pairs = rows.filter_map(|line| <[&str; 3]>::try_from(line.split('\t').collect::<Vec<&str>>()).ok());
    let mut counts: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for [one, other, label] in pairs {
        let found = is_copy(&texts[one], &texts[other]);
        *counts.entry((label, found)).or_default() += 1;
        if (label == "copy") != found {
            eprintln!("{label}, {}: {one} {other}", if found { "found" } else { "not found" });
        }
    }
    let of = |label: &str, found: bool| counts.get(&(label, found)).copied().unwrap_or_default() as f64;
    let found: f64 = counts.iter().filter(|((_, found), _)| *found).map(|(_, count)| *count as f64).sum();
    let f1 = 2.0 * of("copy", true) / (found + of("copy", true) + of("copy", false));
    eprintln!("copies F1 {f1:.3}: {counts:?}");
    assert!(FLOOR <= f1, "copies F1 {f1:.3}");
}

/// The texts of the sets by id.
fn texts() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for set in ["fnc", "ecbplus", "basil"] {
        let lines = std::fs::read_to_string(format!("{SETS}/{set}.jsonl")).unwrap_or_default();
        for row in lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
            let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            texts.insert(field("id"), field("text"));
        }
    }
    texts
}

/// Whether one of two texts is found to be a copy of the other.
fn is_copy(one: &str, other: &str) -> bool {
    let knowledge = Knowledge::once();
    let readings: Vec<Reading> = [one, other]
        .iter()
        .enumerate()
        .map(|(place, text)| {
            let body = Body::Exact((*text).to_owned());
            read(&Page { place: place.to_string(), body, hints: Hints::default() }, knowledge)
        })
        .collect();
    let members = Members::new(&readings, vec![0, 1], vec![None, None]);
    derive(&members, knowledge)
        .iter()
        .any(|derivation| derivation.how == Derived::Copies && matches!(derivation.from, Upstream::Article(_)))
}
