//! Annotated articles as numbers.

use std::collections::{BTreeMap, HashMap};

use headwater::training::feature::View;
use headwater::training::hint::{Hint, hints};
use headwater::training::lattice::State;
use headwater::training::token::{Passage, passages};
use headwater::training::word_class::{Class, classes};
use headwater::{Knowledge, Tagger};

use crate::corpus::Document;
use crate::crf::Example;
use crate::gold;
use crate::likelihoods::Counted;
use crate::reading;
use crate::settings::Settings;

/// A passage with its classes and the right states.
struct Marked {
    passage: Passage,
    classes: Vec<Class>,
    hints: Vec<Hint>,
    states: Vec<State>,
}

/// The articles, and what was counted in each and in all.
pub(crate) struct Marks {
    articles: Vec<(Vec<Marked>, Counted)>,
    /// Counted over all articles.
    pub(crate) counted: Counted,
}

/// Passages as numbers, and which features the numbers stand for.
pub(crate) struct Examples {
    /// The passages.
    pub(crate) passages: Vec<Example>,
    /// Row by feature of labels.
    pub(crate) labels: BTreeMap<u32, u32>,
    /// Row by feature of states.
    pub(crate) states: BTreeMap<u32, u32>,
}

/// Reads articles as headwater does and marks what is right in them.
pub(crate) fn mark(documents: &[Document], classifier: &Tagger) -> Marks {
    let knowledge = Knowledge::bundled();
    let mut marks = Marks { articles: Vec::new(), counted: Counted::default() };
    for document in documents {
        let (article, sentences, ruled) = reading::read(&document.text, &knowledge);
        let mut own = Counted::default();
        let mut marked = Vec::new();
        let passages = passages(&article, &sentences);
        let hints = hints(&passages, &ruled);
        for (passage, hints) in passages.into_iter().zip(hints) {
            let classes = classes(&passage, classifier);
            let states = gold::states(&passage, &document.attributions);
            own.add(&passage, &classes, &states);
            marks.counted.add(&passage, &classes, &states);
            marked.push(Marked { passage, classes, hints, states });
        }
        marks.articles.push((marked, own));
    }
    marks
}

/// Makes features of all passages. Each article is seen as by a model that did not count it.
pub(crate) fn number(marks: &Marks, classifier: &Tagger, settings: &Settings) -> Examples {
    let mut seen = Seen::default();
    visit(marks, classifier, &mut |view, _| {
        each_token(view, &mut |labels, states, _| labels.iter().chain(states).for_each(|key| seen.add(*key)));
    });
    let mut labels = HashMap::new();
    let mut states = HashMap::new();
    let mut passages = Vec::new();
    visit(marks, classifier, &mut |view, gold| {
        let mut example = Example { labels: Vec::new(), states: Vec::new(), gaps: Vec::new(), gold: gold.to_vec() };
        each_token(view, &mut |label_keys, state_keys, gap| {
            example.labels.push(rows(label_keys, &seen, settings.least, &mut labels));
            example.states.push(rows(state_keys, &seen, settings.least_states, &mut states));
            example.gaps.push(gap);
        });
        passages.push(example);
    });
    Examples { passages, labels: labels.into_iter().collect(), states: states.into_iter().collect() }
}

fn visit(marks: &Marks, classifier: &Tagger, visitor: &mut dyn FnMut(&View, &[State])) {
    for (passages, own) in &marks.articles {
        let likelihoods = marks.counted.without(own, classifier);
        for marked in passages {
            let view = View::with_classes(&marked.passage, marked.classes.clone(), marked.hints.clone(), &likelihoods);
            visitor(&view, &marked.states);
        }
    }
}

/// Takes what one token shows, what its surroundings show, and its label.
type Visitor<'a> = dyn FnMut(&[u32], &[u32], u8) + 'a;

fn each_token(view: &View, visitor: &mut Visitor) {
    let (mut labels, mut states) = (Vec::new(), Vec::new());
    for index in 0..view.len() {
        view.label_keys(index, &mut labels);
        view.state_keys(index, &mut states);
        visitor(&labels, &states, view.gap(index));
    }
}

/// The rows of the features seen often enough; new ones get the next row.
fn rows(keys: &[u32], seen: &Seen, least: u8, rows: &mut HashMap<u32, u32>) -> Vec<u32> {
    let known = keys.iter().filter(|key| least <= seen.count(**key));
    known
        .map(|key| {
            let next = rows.len() as u32;
            *rows.entry(*key).or_insert(next)
        })
        .collect()
}

/// How often each feature was seen, up to 255. Few enough share a place for that not to matter.
struct Seen {
    counts: Vec<u8>,
}

impl Default for Seen {
    fn default() -> Seen {
        Seen { counts: vec![0; 1 << 28] }
    }
}

impl Seen {
    fn add(&mut self, key: u32) {
        let count = &mut self.counts[(key >> 4) as usize];
        *count = count.saturating_add(1);
    }

    fn count(&self, key: u32) -> u8 {
        self.counts[(key >> 4) as usize]
    }
}
