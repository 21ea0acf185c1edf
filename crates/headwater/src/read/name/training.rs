//! Trains the tagger: `training/names/train.sh` runs this and nothing else does.

#![allow(clippy::disallowed_methods, reason = "training reads its text and tells how long it took")]

use foldhash::HashMap;

use crate::{Names, Span};

use super::{
    tag::{Rows, STEPS, Seen, TAGS, Weights, features, spans, tag},
    tokens::{Token, tokens},
    written,
};

/// How often the training text is gone through.
const ROUNDS: usize = 12;

struct Sentence {
    tokens: Vec<Token>,
    rows: Rows,
    tags: Vec<u8>,
}

struct Perceptron {
    weights: Vec<f32>,
    totals: Vec<f64>,
    touched: Vec<u32>,
    now: u32,
}

impl Weights for Perceptron {
    fn add(&self, row: usize, scores: &mut [f32; TAGS]) {
        for (score, weight) in scores.iter_mut().zip(&self.weights[row * TAGS..]) {
            *score += weight;
        }
    }
}

/// The weights, with a lead for every wrong tag: the right one must win by it.
struct Harder<'a> {
    weights: &'a Perceptron,
    right: &'a [u8],
}

/// How far ahead of a wrong tag the right one has to be.
const LEAD: f32 = 30.0;

/// The same where a name would be passed over: what is no name is marked more seldom than names are missed.
const LEAD_OVER_NONE: f32 = 60.0;

impl Weights for Harder<'_> {
    fn add(&self, row: usize, scores: &mut [f32; TAGS]) {
        self.weights.add(row, scores);
    }

    fn lead(&self, at: usize, tag: usize) -> f32 {
        match (usize::from(self.right[at]), tag) {
            (right, tag) if right == tag => 0.0,
            (_, 0) => LEAD_OVER_NONE,
            _ => LEAD,
        }
    }
}

impl Perceptron {
    fn new() -> Perceptron {
        let size = (STEPS + TAGS + 1) * TAGS;
        Perceptron { weights: vec![0.0; size], totals: vec![0.0; size], touched: vec![0; size], now: 0 }
    }

    fn change(&mut self, row: usize, tag: usize, by: f32) {
        let at = row * TAGS + tag;
        self.totals[at] += f64::from(self.weights[at]) * f64::from(self.now - self.touched[at]);
        self.touched[at] = self.now;
        self.weights[at] += by;
    }

    fn learn(&mut self, sentence: &Sentence) {
        self.now += 1;
        let guess = tag(&sentence.rows, &Harder { weights: self, right: &sentence.tags });
        let mut before = (TAGS, TAGS);
        for (at, (right, wrong)) in sentence.tags.iter().zip(&guess).enumerate() {
            let (right, wrong) = (usize::from(*right), usize::from(*wrong));
            if right != wrong {
                for row in sentence.rows.of(at) {
                    self.change(*row as usize, right, 1.0);
                    self.change(*row as usize, wrong, -1.0);
                }
            }
            if (before.0, right) != (before.1, wrong) {
                self.change(STEPS + before.0, right, 1.0);
                self.change(STEPS + before.1, wrong, -1.0);
            }
            before = (right, wrong);
        }
    }

    fn averaged(mut self) -> Perceptron {
        for at in 0..self.weights.len() {
            let total = self.totals[at] + f64::from(self.weights[at]) * f64::from(self.now - self.touched[at]);
            self.weights[at] = (total / f64::from(self.now.max(1))) as f32;
        }
        self
    }

    /// A byte a weight, its root.
    fn bytes(&self) -> Vec<u8> {
        let top = self.weights.iter().fold(f32::MIN_POSITIVE, |top, weight| top.max(weight.abs()));
        let root = |weight: f32| ((weight.abs() / top).sqrt() * 127.0).round().copysign(weight);
        self.weights.iter().map(|weight| (root(*weight) as i8) as u8).collect()
    }
}

fn train(sentences: &[&Sentence]) -> Perceptron {
    let mut perceptron = Perceptron::new();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = 88_172_645_463_325_252u64;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(at, (random % (at as u64 + 1)) as usize);
        }
        order.iter().for_each(|at| perceptron.learn(sentences[*at]));
    }
    perceptron.averaged()
}

fn load(text: &str, names: &Names) -> Vec<Sentence> {
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.splitn(3, '\t').collect()).collect();
    let mut sentences = Vec::new();
    for document in lines.chunk_by(|left, right| left[0] == right[0]) {
        let read: Vec<Vec<Token>> =
            document.iter().map(|line| tokens(line[2], Span::new(0, line[2].len()), names)).collect();
        let mut seen: HashMap<u64, u8> = HashMap::default();
        read.iter().for_each(|tokens| written(tokens, &mut seen));
        for (line, tokens) in document.iter().zip(read) {
            sentences.push(sentence(line[2], line[1], tokens, &seen));
        }
    }
    sentences
}

fn sentence(text: &str, marks: &str, tokens: Vec<Token>, seen: &impl Seen) -> Sentence {
    let rows = features(text, &tokens, seen);
    let mut tags = vec![0; tokens.len()];
    for mark in marks.split(',').filter(|mark| !mark.is_empty()) {
        let mut parts = mark.split(':');
        let (start, end) = (parts.next().unwrap().parse().unwrap(), parts.next().unwrap().parse().unwrap());
        let kind = parts.next().unwrap();
        let first = match kind {
            "PER" => 1,
            "LOC" => 3,
            "ORG" => 5,
            _ => continue,
        };
        let mark = Span::new(start, end);
        let inside: Vec<usize> =
            (0..tokens.len()).filter(|at| tokens[*at].span.len() <= 2 * mark.overlap(tokens[*at].span)).collect();
        for (count, at) in inside.iter().enumerate() {
            tags[*at] = if count == 0 { first } else { first + 1 };
        }
    }
    Sentence { tokens, rows, tags }
}

/// Universal NER's development part in the form of the training text; empty where it is not at hand.
fn development() -> String {
    let file = std::env::var("NAMES_DEV").ok().and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let mut lines = String::new();
    for (number, document) in file.split("# newdoc id").skip(1).enumerate() {
        let (text, names) = document_of(document);
        let mut start = 0;
        for line in text.split('\n') {
            let end = start + line.len();
            let here = names.iter().filter(|name| start <= name.0.start() && name.0.end() <= end);
            let marks: Vec<String> = here
                .map(|(span, kind)| {
                    let kind = ["", "PER", "LOC", "ORG"][usize::from(*kind)];
                    format!("{}:{}:{kind}", span.start() - start, span.end() - start)
                })
                .collect();
            lines.push_str(&format!("{number}\t{}\t{line}\n", marks.join(",")));
            start = end + 1;
        }
    }
    lines
}

/// The F1 of the tagger alone, with and without kinds.
fn score(weights: &impl Weights, sentences: &[Sentence]) -> (f64, f64) {
    let (mut hits, mut bare, mut all) = (0, 0, 0);
    for sentence in sentences {
        let gold = spans(&sentence.tokens, &sentence.tags);
        let found = spans(&sentence.tokens, &tag(&sentence.rows, weights));
        all += gold.len() + found.len();
        hits += found.iter().filter(|name| gold.contains(name)).count();
        bare += found.iter().filter(|name| gold.iter().any(|gold| (gold.0, gold.1) == (name.0, name.1))).count();
    }
    (2.0 * hits as f64 / all.max(1) as f64, 2.0 * bare as f64 / all.max(1) as f64)
}

#[test]
#[ignore = "trains the tagger; run by training/names/train.sh"]
fn train_names() {
    let names = Names::bundled();
    let text = std::fs::read_to_string(std::env::var("NAMES_TSV").unwrap()).unwrap();
    let sentences = load(&text, &names);
    let development = load(&development(), &names);
    let tagger = train(&sentences.iter().collect::<Vec<&Sentence>>());
    eprintln!("{} sentences: {:?}", sentences.len(), score(&tagger, &development));
    std::fs::write(std::env::var("NAMES_OUT").unwrap(), tagger.bytes()).unwrap();
}

/// A document's text, a sentence a line, and its names.
fn document_of(document: &str) -> (String, Vec<(Span, u8)>) {
    let (mut text, mut names, mut at): (String, Vec<(Span, u8)>, usize) = (String::new(), Vec::new(), 0);
    for line in document.lines() {
        if let Some(sentence) = line.strip_prefix("# text = ") {
            if !text.is_empty() {
                text.push('\n');
            }
            at = text.len();
            text.push_str(sentence);
        } else if line.starts_with(|first: char| first.is_ascii_digit()) {
            let columns: Vec<&str> = line.split('\t').collect();
            let start = text[at..].find(columns[1]).map_or(at, |offset| at + offset);
            at = text.len().min(start + columns[1].len());
            let kind = match columns[2].get(2..) {
                Some("PER") => 1,
                Some("LOC") => 2,
                Some("ORG") => 3,
                _ => continue,
            };
            match names.last_mut() {
                Some(last) if columns[2].starts_with('I') => last.0 = last.0.cover(Span::new(start, at)),
                _ => names.push((Span::new(start, at), kind)),
            }
        }
    }
    (text, names)
}
