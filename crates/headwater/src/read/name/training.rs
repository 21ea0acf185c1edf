//! Trains the tagger: `training/names/train.sh` runs this and nothing else does.

#![allow(clippy::disallowed_methods, reason = "training reads its text and tells how long it took")]

use foldhash::HashMap;

use crate::{EntityKind, Names, Span, knowledge::names::class};

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
    /// For text where only proper nouns are known: which words are.
    proper: Option<Vec<bool>>,
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
        let guess = tag(&sentence.rows, self, |_| true);
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

    /// A byte a weight; the largest hundredth is cut off.
    fn bytes(&self) -> Vec<u8> {
        let mut sizes: Vec<f32> = self.weights.iter().map(|weight| weight.abs()).filter(|size| 0.0 < *size).collect();
        sizes.sort_by(f32::total_cmp);
        let top = sizes.get(sizes.len() * 999 / 1000).copied().unwrap_or(1.0);
        self.weights.iter().map(|weight| ((weight / top * 127.0).round().clamp(-127.0, 127.0) as i8) as u8).collect()
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
    let mut proper = None;
    for mark in marks.split(',').filter(|mark| !mark.is_empty()) {
        let mut parts = mark.split(':');
        let (start, end) = (parts.next().unwrap().parse().unwrap(), parts.next().unwrap().parse().unwrap());
        let kind = parts.next().unwrap();
        let first = match kind {
            "PER" => 1,
            "LOC" => 3,
            "ORG" => 5,
            _ => 0,
        };
        let mark = Span::new(start, end);
        let inside: Vec<usize> =
            (0..tokens.len()).filter(|at| tokens[*at].span.len() <= 2 * mark.overlap(tokens[*at].span)).collect();
        if first == 0 {
            let proper = proper.get_or_insert_with(|| vec![false; tokens.len()]);
            inside.iter().for_each(|at| proper[*at] = true);
            continue;
        }
        for (count, at) in inside.iter().enumerate() {
            tags[*at] = if count == 0 { first } else { first + 1 };
        }
    }
    Sentence { tokens, rows, tags, proper }
}

/// Runs of proper nouns whose kind the word lists tell get that kind, whatever the tagger guessed.
fn correct(sentence: &mut Sentence, proper: &[bool]) {
    let mut start = 0;
    while start < proper.len() {
        let mut end = start;
        while proper.get(end).copied().unwrap_or(false) {
            end += 1;
        }
        if start < end {
            let run = &sentence.tokens[start..end];
            if let Some(first) = listed_kind(run) {
                sentence.tags[start..end].fill(if first == 0 { 0 } else { first + 1 });
                sentence.tags[start] = first;
            }
        }
        start = end.max(start + 1);
    }
}

/// The first tag of a run's kind, if the word lists are sure of it.
fn listed_kind(run: &[Token]) -> Option<u8> {
    let (first, last) = (run[0], run[run.len() - 1]);
    let whole = first.begins & run[1..].iter().fold(u32::MAX, |classes, token| classes & token.continues);
    let places = class::STATE | class::TOWN | class::REGION;
    let unsure = class::TITLE | class::CALENDAR | class::PLACE_WORD | class::BODY_WORD;
    match run.len() {
        _ if run.iter().all(|token| (token.classes | token.begins) & (class::DEMONYM | class::CALENDAR) != 0) => {
            Some(0)
        }
        _ if whole & class::BODY != 0 => Some(5),
        _ if whole & class::STATE != 0 => Some(3),
        1 if first.classes & class::GIVEN != 0 && first.begins & places == 0 => Some(1),
        1 => None,
        2 | 3 if first.classes & class::GIVEN != 0 && last.classes & unsure == 0 && first.begins & places == 0 => {
            Some(1)
        }
        _ if last.classes & class::BODY_WORD != 0 && first.classes & class::TITLE == 0 => Some(5),
        _ if whole & places != 0 => Some(3),
        _ if last.classes & class::PLACE_WORD != 0 && first.classes & class::TITLE == 0 => Some(3),
        _ => None,
    }
}

/// Universal NER's development part in the form of the training text; empty where it is not at hand.
fn development() -> String {
    let file = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/entities/uner_ewt/dev.iob2"
    ))
    .unwrap_or_default();
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
        let found = spans(&sentence.tokens, &tag(&sentence.rows, weights, |_| true));
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
    let mut sentences = load(&text, &names);
    let development = load(&development(), &names);
    let sure: Vec<&Sentence> = sentences.iter().filter(|sentence| sentence.proper.is_none()).collect();
    let mut tagger = train(&sure);
    eprintln!("{} sentences: {:?}", sure.len(), score(&tagger, &development));
    for sentence in &mut sentences {
        if let Some(proper) = sentence.proper.clone() {
            sentence.tags = tag(&sentence.rows, &tagger, |at| proper[at]);
            correct(sentence, &proper);
        }
    }
    tagger = train(&sentences.iter().collect::<Vec<&Sentence>>());
    eprintln!("{} sentences: {:?}", sentences.len(), score(&tagger, &development));
    std::fs::write(std::env::var("NAMES_OUT").unwrap(), tagger.bytes()).unwrap();
}

/// Exact names of persons, places and organizations in Universal NER's development part, as `score_entities` counts.
#[test]
fn names_on_the_web_are_found() {
    let Ok(file) = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/entities/uner_ewt/dev.iob2"
    )) else {
        eprintln!("skipped: Universal NER's development part is not here");
        return;
    };
    let knowledge = crate::Knowledge::bundled();
    let (mut hits, mut system, mut gold, mut bare, mut words) = (0, 0, 0, 0, 0);
    let mut errors = Vec::new();
    let started = std::time::Instant::now();
    for document in file.split("# newdoc id").skip(1) {
        let (text, wanted) = document_of(document);
        words += text.split_whitespace().count();
        let page = crate::Page { place: "p".into(), body: crate::Body::Exact(text), hints: crate::Hints::default() };
        let article = crate::read::strip(&page, &knowledge.furniture, &knowledge.outlets, &knowledge.calendar);
        let sentences = crate::read::split(&article, &knowledge.abbreviations);
        let (mentions, entities) = super::name(&article, &sentences, &knowledge.names, &knowledge.outlets);
        let found: Vec<(Span, u8)> =
            mentions.iter().map(|mention| (mention.span, kind_of(entities[mention.entity].kind))).collect();
        hits += found.iter().filter(|name| wanted.contains(name)).count();
        let show = |sign: &str, name: &(Span, u8)| format!("{sign}{} {}", name.0.of(&article.text), name.1);
        errors.extend(found.iter().filter(|name| !wanted.contains(name)).map(|name| show("+", name)));
        errors.extend(wanted.iter().filter(|name| !found.contains(name)).map(|name| show("-", name)));
        bare += found.iter().filter(|name| wanted.iter().any(|wanted| wanted.0 == name.0)).count();
        (system, gold) = (system + found.len(), gold + wanted.len());
    }
    eprintln!("{}", errors.join("; "));
    let f1 = |hits: usize| 2.0 * hits as f64 / (system + gold) as f64;
    eprintln!(
        "F1 {:.3} P {:.3} R {:.3}, spans {:.3}; {words} words in {:?}",
        f1(hits),
        hits as f64 / system as f64,
        hits as f64 / gold as f64,
        f1(bare),
        started.elapsed()
    );
    assert!(0.5 < f1(hits));
}

fn kind_of(kind: EntityKind) -> u8 {
    match kind {
        EntityKind::Person => 1,
        EntityKind::Place => 2,
        EntityKind::Organization | EntityKind::Outlet => 3,
        EntityKind::Other => 4,
    }
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
