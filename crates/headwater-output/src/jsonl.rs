//! Records as JSON Lines, out and in.

use std::io::{BufRead, Write};

use crate::wire::Record;

/// Writes one record a line.
pub fn jsonl(records: &[Record], out: &mut impl Write) -> std::io::Result<()> {
    for record in records {
        serde_json::to_writer(&mut *out, record)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A line of a records file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct ReadError {
    /// Counted from 1.
    pub line: usize,
    /// What was wrong with it.
    pub why: String,
}

/// Reads records that [`jsonl`] wrote. Lines of an unknown type are left out: a later version may have more.
pub fn read_jsonl(input: impl BufRead) -> Result<Vec<Record>, ReadError> {
    let mut records = Vec::new();
    for (index, line) in input.lines().enumerate() {
        let broken = |why: String| ReadError { line: index + 1, why };
        let line = line.map_err(|error| broken(error.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let value: serde_json::Value = serde_json::from_str(&line).map_err(|error| broken(error.to_string()))?;
        let known = matches!(value["type"].as_str(), Some("run" | "article" | "story" | "unread"));
        if known {
            records.push(serde_json::from_value(value).map_err(|error| broken(error.to_string()))?);
        }
    }
    Ok(records)
}
