//! Runs one scorer on the binary.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use serde_json::Value;

/// Scorers whose offsets count only against untouched text.
const TO_THE_LETTER: [&str; 4] = ["score_attribution", "score_chains", "score_entities", "score_times"];

/// What a scorer says, as JSON: row, column, figure. All but two are scripts beside the data.
pub(crate) fn run(scorer: &str, shared: &Path, binary: &Path) -> anyhow::Result<Value> {
    if scorer == "pronouns" {
        return crate::pronouns::run(shared, binary);
    }
    if scorer == "pairs" {
        return crate::pairs::run(shared);
    }
    let letter = if TO_THE_LETTER.contains(&scorer) { " --no-clean" } else { "" };
    let reader = format!("'{}' read --quiet --format jsonl{letter}", binary.display());
    let script = shared.join("eval").join(scorer).with_extension("py");
    let mut command = Command::new("python3");
    command.arg(&script).arg("--json").arg("--run").arg(reader).args(data(scorer, shared)?);
    let output = command.output().with_context(|| format!("cannot run {}", script.display()))?;
    if !output.status.success() {
        bail!("{scorer} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("{scorer} printed no JSON"))
}

/// The data that a scorer must be told of; the others find theirs.
fn data(scorer: &str, shared: &Path) -> anyhow::Result<Vec<PathBuf>> {
    match scorer {
        "score_cases" => cases(&shared.join("cases")),
        "score_chains" => Ok(vec![shared.join("data/chains/chains.jsonl")]),
        _ => Ok(Vec::new()),
    }
}

/// The folders that hold a case, in order of name.
fn cases(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = folder.read_dir().with_context(|| format!("cannot read {}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut cases: Vec<PathBuf> = paths.filter(|path| path.join("expected.json").is_file()).collect();
    cases.sort();
    Ok(cases)
}
