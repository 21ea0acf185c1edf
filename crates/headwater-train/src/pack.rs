//! Weights as small numbers: rounded, and left out where they say next to nothing.

use std::collections::BTreeMap;

use headwater::TaggerParts;

use crate::crf::Field;
use crate::examples::{Examples, Marks};
use crate::settings::Settings;
use crate::word_classes::WordClasses;

/// What a weight for a word class is multiplied by, and the least size that is kept.
const CLASSES: (f32, f32) = (8.0, 9.5);

/// What was learnt of word classes.
pub(crate) fn classes(learnt: &WordClasses) -> TaggerParts {
    let only = learnt.only.iter().map(|(word, class)| (*word, [*class as i8])).collect();
    let weights = learnt.weights.iter().map(|(key, row)| (*key, small(row, CLASSES.0, CLASSES.1)));
    TaggerParts { only, classes: weights.filter(|(_, row)| says_something(row)).collect(), ..TaggerParts::default() }
}

/// Adds what was learnt of attributions.
pub(crate) fn attributions(
    parts: TaggerParts,
    marks: &Marks,
    examples: &Examples,
    field: &Field,
    settings: &Settings,
) -> TaggerParts {
    let mut steps = Vec::new();
    for gap in &field.steps {
        for before in 0..gap.len() {
            let weights: Vec<f32> = gap.iter().map(|row| row[before][0]).collect();
            steps.extend(small::<32>(&weights, settings.scale, 0.5));
        }
    }
    TaggerParts {
        cues: marks.counted.steps(0),
        sources: marks.counted.steps(1),
        labels: kept(&examples.labels, settings.scale, settings.prune, |row| &field.labels[row][..7]),
        states: kept(&examples.states, settings.scale, settings.prune_states, |row| &field.states[row][..32]),
        steps,
        ..parts
    }
}

/// Rows with a weight that says something, whole: small weights beside a large one count too. (Linked F1 on dev 0.657 for
/// 1.75 MB; leaving out small weights everywhere gave 0.648 for 2.16 MB, all of them 0.663 for 3.7 MB; 2026-11-22.)
fn kept<'field, const ROW: usize>(
    rows: &BTreeMap<u32, u32>,
    scale: f32,
    least: f32,
    weights: impl Fn(usize) -> &'field [f32],
) -> Vec<(u32, [i8; ROW])> {
    let all = rows.iter().map(|(key, row)| (*key, weights(*row as usize)));
    let kept = all.filter(|(_, weights)| weights.iter().any(|weight| least <= (weight * scale).abs()));
    kept.map(|(key, weights)| (key, small(weights, scale, 0.5))).collect()
}

fn says_something(row: &[i8]) -> bool {
    row.iter().any(|weight| *weight != 0)
}

fn small<const ROW: usize>(weights: &[f32], scale: f32, least: f32) -> [i8; ROW] {
    let mut row = [0; ROW];
    for (small, weight) in row.iter_mut().zip(weights) {
        let scaled = weight * scale;
        *small = if scaled.abs() < least { 0 } else { scaled.round().clamp(-127.0, 127.0) as i8 };
    }
    row
}
