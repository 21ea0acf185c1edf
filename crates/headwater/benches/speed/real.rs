//! Articles of ../shared, where that folder is there.

use std::io::{BufRead, BufReader};

use flate2::read::GzDecoder;

const ARTICLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/scale/allsides.jsonl.gz");

/// The first articles; none if the file is absent.
pub(crate) fn articles(count: usize) -> Vec<String> {
    let Ok(file) = std::fs::File::open(ARTICLES) else { return Vec::new() };
    let lines = BufReader::new(GzDecoder::new(file)).lines().map_while(Result::ok);
    let text = |line: String| {
        let row: serde_json::Value = serde_json::from_str(&line).ok()?;
        Some(row["text"].as_str()?.to_owned())
    };
    lines.filter_map(text).take(count).collect()
}
