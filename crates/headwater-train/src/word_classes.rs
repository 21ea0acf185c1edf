//! Learns word classes: an averaged perceptron over tokens from left to right.

use std::collections::BTreeMap;

use headwater::training::token::{Passage, passages};
use headwater::training::word_class::{CLASS_FEATURES, CLASSES, Class, class_keys, plain_class};

use crate::corpus::Sentence;
use crate::reading;

/// How often a word must be seen, and how often in one class, to be in that class without a look at it.
const SURE: (u32, f64) = (12, 0.995);

/// How often the treebank is read.
const ROUNDS: usize = 8;

/// What was learnt.
pub(crate) struct WordClasses {
    /// Words with one class only.
    pub(crate) only: BTreeMap<u32, Class>,
    /// Weights by feature.
    pub(crate) weights: BTreeMap<u32, [f32; CLASSES.len()]>,
}

type Example = (Passage, Vec<Option<Class>>);

/// Learns from a treebank.
pub(crate) fn learn(sentences: &[Sentence]) -> WordClasses {
    let examples: Vec<Example> = sentences.iter().flat_map(examples).collect();
    let only = only(&examples);
    let mut perceptron = Perceptron::default();
    for round in 0..ROUNDS {
        let mut wrong = 0;
        let mut all = 0;
        for (passage, gold) in &examples {
            let guessed = walk(passage, gold, &only, &mut perceptron, true);
            all += guessed.len();
            wrong += guessed.iter().zip(gold).filter(|(class, gold)| gold.is_some_and(|gold| gold != **class)).count();
        }
        eprintln!("word classes, round {round}: {:.4} right", 1.0 - wrong as f64 / all as f64);
    }
    WordClasses { only, weights: perceptron.averaged() }
}

/// The share of tokens in the right class.
pub(crate) fn accuracy(learnt: &WordClasses, sentences: &[Sentence]) -> f64 {
    let mut perceptron = Perceptron { weights: learnt.weights.clone(), ..Perceptron::default() };
    let (mut right, mut all) = (0, 0);
    for (passage, gold) in sentences.iter().flat_map(examples) {
        let guessed = walk(&passage, &gold, &learnt.only, &mut perceptron, false);
        all += gold.iter().flatten().count();
        right += guessed.iter().zip(&gold).filter(|(class, gold)| Some(**class) == **gold).count();
    }
    right as f64 / all as f64
}

/// A sentence cut as headwater cuts it, with the class of the treebank's last word in each token.
fn examples(sentence: &Sentence) -> Vec<Example> {
    let (article, sentences) = reading::whole(&sentence.text);
    let of = |passage: &Passage| -> Vec<Option<Class>> {
        let ends = passage.tokens.iter().map(|token| token.span.end());
        ends.map(|end| sentence.words.iter().find(|word| end <= word.0).map(|word| word.1)).collect()
    };
    passages(&article, &sentences).into_iter().map(|passage| (of(&passage), passage)).map(|(a, b)| (b, a)).collect()
}

fn only(examples: &[Example]) -> BTreeMap<u32, Class> {
    let mut counts: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    for (passage, gold) in examples {
        for (token, class) in passage.tokens.iter().zip(gold) {
            if let Some(class) = class {
                *counts.entry(token.word).or_default().entry(*class as u8).or_default() += 1;
            }
        }
    }
    let sure = |(word, classes): (u32, BTreeMap<u8, u32>)| {
        let all: u32 = classes.values().sum();
        let (class, most) = classes.iter().max_by_key(|(_, count)| **count)?;
        (SURE.0 <= all && SURE.1 <= f64::from(*most) / f64::from(all)).then(|| (word, Class::of(*class)))
    };
    counts.into_iter().filter_map(sure).collect()
}

fn walk(
    passage: &Passage,
    gold: &[Option<Class>],
    only: &BTreeMap<u32, Class>,
    perceptron: &mut Perceptron,
    learns: bool,
) -> Vec<Class> {
    let mut before = [Class::Other; 2];
    let mut keys = [0; CLASS_FEATURES];
    let mut classes = Vec::new();
    for (index, token) in passage.tokens.iter().enumerate() {
        let known = plain_class(token).or_else(|| only.get(&token.word).copied());
        let class = known.unwrap_or_else(|| {
            class_keys(&passage.tokens, index, before, &mut keys);
            let class = perceptron.guess(&keys);
            if let (true, Some(right)) = (learns, gold[index]) {
                perceptron.learn(&keys, right, class);
            }
            class
        });
        classes.push(class);
        before = [class, before[0]];
    }
    classes
}

/// Weights, and for averaging each weight times when it was changed.
#[derive(Default)]
struct Perceptron {
    weights: BTreeMap<u32, [f32; CLASSES.len()]>,
    changes: BTreeMap<u32, [f32; CLASSES.len()]>,
    now: f32,
}

impl Perceptron {
    fn guess(&self, keys: &[u32]) -> Class {
        let mut sums = [0.0; CLASSES.len()];
        for row in keys.iter().filter_map(|key| self.weights.get(key)) {
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
        }
        let best = (0..sums.len()).fold(0, |best, class| if sums[best] < sums[class] { class } else { best });
        CLASSES[best]
    }

    fn learn(&mut self, keys: &[u32], right: Class, guessed: Class) {
        self.now += 1.0;
        if right == guessed {
            return;
        }
        for key in keys {
            let weights = self.weights.entry(*key).or_default();
            weights[right as usize] += 1.0;
            weights[guessed as usize] -= 1.0;
            let changes = self.changes.entry(*key).or_default();
            changes[right as usize] += self.now;
            changes[guessed as usize] -= self.now;
        }
    }

    fn averaged(self) -> BTreeMap<u32, [f32; CLASSES.len()]> {
        let mut weights = self.weights;
        for (key, row) in &mut weights {
            let changes = self.changes[key];
            row.iter_mut().zip(changes).for_each(|(weight, change)| *weight -= change / self.now);
        }
        weights
    }
}
