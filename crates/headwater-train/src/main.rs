//! Trains the model that finds attributions, and shows what it finds.
//!
//! ```text
//! headwater-train learn TRAIN TREEBANK MODEL [name=value ...]   learns, writes MODEL
//! headwater-train records MODEL FOLDER                          what MODEL finds in FOLDER, as records
//! headwater-train speed MODEL FOLDER                            how fast
//! headwater-train pairs CASE...                                 pairs of statements with their signs, for training/align
//! ```

mod corpus;
mod crf;
mod examples;
mod gold;
mod kinds;
mod likelihoods;
mod pack;
mod pairs;
mod reading;
mod settings;
mod show;
mod word_classes;

use std::path::Path;

use anyhow::{Context, Result, bail};
use headwater::{Tagger, TaggerParts};

use crate::crf::Field;
use crate::settings::Settings;

/// The parts of GUM that are under an open licence.
const OPEN: [&str; 6] = ["GUM_news", "GUM_interview", "GUM_bio", "GUM_voyage", "GUM_academic", "GUM_court"];

/// The word vectors that headwater ships: `models/likeness/CARD.md`.
const LIKENESS: &[u8] = include_bytes!("../../headwater/models/likeness/table.bin");

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["learn", train, treebank, model, ref settings @ ..] => {
            let settings = Settings::from_arguments(settings)?;
            learn(Path::new(train), Path::new(treebank), Path::new(model), &settings)
        }
        ["records", model, folder] => show::records(Path::new(model), Path::new(folder)),
        ["speed", model, folder] => show::speed(Path::new(model), Path::new(folder)),
        ["pairs", ref cases @ ..] => cases.iter().try_for_each(|case| pairs::pairs(Path::new(case))),
        _ => bail!(
            "headwater-train learn TRAIN TREEBANK MODEL [name=value ...] | records|speed MODEL FOLDER | pairs CASE..."
        ),
    }
}

#[allow(clippy::disallowed_methods, reason = "a trainer reads and writes files")]
fn learn(train: &Path, treebank: &Path, model: &Path, settings: &Settings) -> Result<()> {
    let mut parts = learn_classes(treebank)?;
    parts.kinds = kinds::kinds(LIKENESS).context("the table of word vectors is none")?;
    let classifier = Tagger::new(&parts);
    let marks = examples::mark(&corpus::documents(train)?, &classifier);
    let examples = examples::number(&marks, &classifier, settings);
    let tokens: usize = examples.passages.iter().map(|example| example.gold.len()).sum();
    let (labels, states) = (examples.labels.len(), examples.states.len());
    eprintln!("{} passages, {tokens} tokens, features: {labels} and {states}", examples.passages.len());
    let mut field = Field::new(labels, states);
    field.learn(&examples.passages, settings);
    let parts = pack::attributions(parts, &marks, &examples, &field, settings);
    let bytes = parts.to_bytes();
    eprintln!("kept {} and {}, {} bytes", parts.labels.len(), parts.states.len(), bytes.len());
    std::fs::write(model, bytes)?;
    Ok(())
}

fn learn_classes(treebank: &Path) -> Result<TaggerParts> {
    let mut sentences = corpus::sentences(&treebank.join("en_ewt-ud-train.conllu"), &[])?;
    sentences.extend(corpus::sentences(&treebank.join("en_gum-ud-train.conllu"), &OPEN)?);
    let learnt = word_classes::learn(&sentences);
    for (name, wanted) in [("en_ewt-ud-dev.conllu", &[][..]), ("en_gum-ud-dev.conllu", &OPEN[..])] {
        let held_out = corpus::sentences(&treebank.join(name), wanted)?;
        eprintln!("{name}: {:.4} of the word classes right", word_classes::accuracy(&learnt, &held_out));
    }
    Ok(pack::classes(&learnt))
}
