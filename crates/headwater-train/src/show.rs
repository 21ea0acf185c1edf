//! What a model finds, and how fast.

use std::path::Path;

use anyhow::Result;
use headwater::training::tag;
use headwater::{Knowledge, Span, Tagger};

use crate::corpus::documents;
use crate::reading;

/// Writes a record for each article of a folder: what `score_attribution.py --records` reads.
#[allow(clippy::print_stdout, reason = "records go to standard output")]
pub(crate) fn records(model: &Path, folder: &Path) -> Result<()> {
    let tagger = model_at(model)?;
    let knowledge = Knowledge::bundled();
    for document in documents(folder)? {
        let (article, sentences, ruled) = reading::read(&document.text, &knowledge);
        let place = |at: usize| document.text[..at].chars().count();
        let pair = |span: Span| serde_json::json!([place(span.start()), place(span.end())]);
        let pairs = |spans: Vec<Span>| spans.into_iter().map(pair).collect::<Vec<_>>();
        let found = tag(&article, &sentences, &ruled, &tagger).into_iter().map(|one| {
            serde_json::json!({"source": one.source.map(pair), "cue": pairs(one.cue), "content": pairs(one.content)})
        });
        let found: Vec<serde_json::Value> = found.collect();
        let (name, text) = (&document.name, &document.text);
        println!(
            "{}",
            serde_json::json!({"type": "article", "id": name, "ref": name, "text": text, "attributions": found})
        );
    }
    Ok(())
}

/// Says how many words a second a model reads.
#[allow(clippy::disallowed_methods, reason = "a trainer may look at the clock")]
pub(crate) fn speed(model: &Path, folder: &Path) -> Result<()> {
    let start = std::time::Instant::now();
    let tagger = model_at(model)?;
    eprintln!("loaded in {:?}", start.elapsed());
    let knowledge = Knowledge::bundled();
    let documents = documents(folder)?;
    let read: Vec<_> = documents.iter().map(|document| reading::read(&document.text, &knowledge)).collect();
    let words: usize = documents.iter().map(|document| document.text.split_whitespace().count()).sum();
    let mut best = f64::MAX;
    for _ in 0..10 {
        let start = std::time::Instant::now();
        let found: usize =
            read.iter().map(|(article, sentences, ruled)| tag(article, sentences, ruled, &tagger).len()).sum();
        best = best.min(start.elapsed().as_secs_f64() + f64::from(u8::from(found == usize::MAX)));
    }
    eprintln!("{words} words, {:.0} words/s in the best of ten rounds", words as f64 / best);
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a trainer reads files")]
fn model_at(path: &Path) -> Result<Tagger> {
    Ok(Tagger::from_bytes(&std::fs::read(path)?))
}
