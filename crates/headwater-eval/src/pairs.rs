//! How well the joining of statements tells sentences that mean the same: on pairs that people judged. Measured only;
//! nothing is learnt from them.
//!
//! All sentences of a set are the statements of one story, a sentence an article. Two that are no neighbours there are
//! not likely one claim at all.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context;
use headwater::{Body, Hints, Knowledge, Modality, Page, Polarity, Reading, Span, Statement, StatementRef, training};
use serde::Deserialize;
use serde_json::{Value, json};

/// Two sentences, and what people said of them.
#[derive(Deserialize)]
struct Pair {
    a: String,
    b: String,
    /// Whether they mean the same.
    same: Option<u8>,
    /// How alike they are, from 0 to 5.
    score: Option<f64>,
}

/// Microsoft's paraphrases (MRPC): F1 of "same". Headlines of SemEval's STS: Pearson's correlation.
pub(crate) fn run(shared: &Path) -> anyhow::Result<Value> {
    let knowledge = Knowledge::bundled();
    let judged = |file: &str| load(&shared.join("data/pairs").join(file));
    let pairs = judged("mrpc_train.jsonl")?;
    let likely = likely_of(&pairs, &knowledge);
    let same: Vec<bool> = pairs.iter().map(|pair| pair.same == Some(1)).collect();
    let joined: Vec<bool> = likely.iter().map(|(_, joined)| *joined).collect();
    let mrpc =
        json!({"pairs": pairs.len(), "F1": f1(&same, &joined), "F1 of always yes": f1(&same, &vec![true; same.len()])});
    let pairs = judged("sts_headlines_2013_2014.jsonl")?;
    let scores: Vec<f64> = pairs.iter().map(|pair| pair.score.unwrap_or_default()).collect();
    let likely = likely_of(&pairs, &knowledge);
    let likely: Vec<f64> = likely.iter().map(|(likely, _)| log_odds(f64::from(*likely))).collect();
    let sts = json!({"pairs": pairs.len(), "Pearson": pearson(&scores, &likely)});
    Ok(json!({"MRPC": mrpc, "STS headlines": sts}))
}

fn load(path: &Path) -> anyhow::Result<Vec<Pair>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let pairs: Result<Vec<Pair>, _> = text.lines().map(serde_json::from_str).collect();
    pairs.with_context(|| format!("{} is not as expected", path.display()))
}

/// How likely the two of each pair are one claim, and whether they would be joined.
fn likely_of(pairs: &[Pair], knowledge: &Knowledge) -> Vec<(f32, bool)> {
    let texts = pairs.iter().flat_map(|pair| [&pair.a, &pair.b]);
    let read = |(number, text): (usize, &String)| {
        let page = Page { place: number.to_string(), body: Body::Exact(text.clone()), hints: Hints::default() };
        whole(headwater::read(&page, knowledge))
    };
    let readings: Vec<Reading> = texts.enumerate().map(read).collect();
    let (statements, weighed) = training::pairs(&readings, knowledge);
    let mut likeliest: HashMap<usize, (f32, bool)> = HashMap::new();
    let mut at_least = |one: &StatementRef, other: &StatementRef, found: (f32, bool)| {
        let (first, second) = (one.article.min(other.article), one.article.max(other.article));
        if first % 2 == 0 && second == first + 1 {
            let best = likeliest.entry(first / 2).or_insert(found);
            if best.0 < found.0 {
                *best = found;
            }
        }
    };
    // What is worded alike is one statement.
    for alike in &statements {
        alike.iter().for_each(|one| alike.iter().for_each(|other| at_least(one, other, (1.0, true))));
    }
    for (one, other, signs) in &weighed {
        let Some(found) = training::likely(signs, knowledge) else { continue };
        statements[*one].iter().for_each(|one| {
            statements[*other].iter().for_each(|other| at_least(one, other, found));
        });
    }
    (0..pairs.len()).map(|pair| likeliest.get(&pair).copied().unwrap_or_default()).collect()
}

/// The reading with all its words as one statement: what was judged are sentences, not the clauses in them.
fn whole(mut reading: Reading) -> Reading {
    let parts = std::mem::take(&mut reading.statements);
    reading.statements.push(Statement {
        span: Span::new(0, reading.article.text.len()),
        attribution: None,
        chains: Vec::new(),
        polarity: Polarity::Said,
        modality: parts.first().map_or(Modality::Is, |part| part.modality),
        negated: parts.iter().any(|part| part.negated),
        conditions: Vec::new(),
        times: (0..reading.times.len()).collect(),
        numbers: parts.into_iter().flat_map(|part| part.numbers).collect(),
        quoted: false,
    });
    reading
}

fn f1(gold: &[bool], found: &[bool]) -> f64 {
    let both = gold.iter().zip(found).filter(|(gold, found)| **gold && **found).count();
    let all = gold.iter().chain(found).filter(|yes| **yes).count();
    2.0 * both as f64 / all.max(1) as f64
}

/// A likelihood in steps of evidence; nothing is surer than 99 in 100.
fn log_odds(likely: f64) -> f64 {
    let likely = likely.clamp(0.01, 0.99);
    (likely / (1.0 - likely)).ln()
}

fn pearson(one: &[f64], other: &[f64]) -> f64 {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len().max(1) as f64;
    let (first, second) = (mean(one), mean(other));
    let sum = |of: &mut dyn Iterator<Item = f64>| of.sum::<f64>();
    let both = sum(&mut one.iter().zip(other).map(|(a, b)| (a - first) * (b - second)));
    let spread =
        sum(&mut one.iter().map(|a| (a - first).powi(2))) * sum(&mut other.iter().map(|b| (b - second).powi(2)));
    both / spread.sqrt()
}
