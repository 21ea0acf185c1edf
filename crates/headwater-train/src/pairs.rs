//! Pairs of statements of annotated stories, with the signs that they are one claim: what `training/align` learns from.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use headwater::{Body, Hints, Knowledge, Page, Reading, training};
use serde_json::{Value, json};

/// Prints a line for each story of a case (a folder as `../shared/cases` has them): its articles' texts, its statements
/// by article and place in characters, and its pairs.
#[allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a trainer reads and writes files")]
pub(crate) fn pairs(case: &Path) -> Result<()> {
    let knowledge = Knowledge::bundled();
    let read = |path: &Path| std::fs::read_to_string(path).with_context(|| path.display().to_string());
    let expected: Value = serde_json::from_str(&read(&case.join("expected.json"))?)?;
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    if let Ok(lines) = read(&case.join("articles.jsonl")) {
        for line in lines.lines() {
            let article: Value = serde_json::from_str(line)?;
            let field = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
            texts.insert(field("id"), field("text"));
        }
    }
    for story in expected["stories"].as_array().context("no stories")? {
        let names: Vec<&str> = story.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut readings = Vec::new();
        for name in &names {
            let text = texts.get(*name).cloned().map_or_else(|| read(&case.join(name)), Ok)?;
            let hints = Hints::default();
            readings
                .push(headwater::read(&Page { place: (*name).to_owned(), body: Body::Dump(text), hints }, &knowledge));
        }
        println!("{}", story_line(case, &names, &readings, &knowledge));
    }
    Ok(())
}

fn story_line(case: &Path, names: &[&str], readings: &[Reading], knowledge: &Knowledge) -> Value {
    let (statements, pairs) = training::pairs(readings, knowledge);
    let place = |at: &headwater::StatementRef| {
        let reading = &readings[at.article];
        let span = reading.statements[at.statement].span;
        let characters = |end: usize| reading.article.text[..end].chars().count();
        json!([names[at.article], characters(span.start()), characters(span.end())])
    };
    let texts: BTreeMap<&str, &str> =
        names.iter().zip(readings).map(|(name, reading)| (*name, reading.article.text.as_str())).collect();
    json!({
        "case": case.file_name().map(|name| name.to_string_lossy()),
        "texts": texts,
        "statements": statements.iter().map(|places| places.iter().map(place).collect()).collect::<Vec<Vec<Value>>>(),
        "pairs": pairs,
    })
}
