//! The table, and the page it stands on.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;

use crate::outcome::Outcome;
use crate::rows::{Row, parts};

/// What stands above the rows.
const HEAD: &str = "| row | promise | tested by | tried | result |\n| --- | --- | --- | --- | --- |\n";

/// The rows of the table as Markdown, a line each.
pub(crate) fn lines(rows: &[Row], outcomes: &BTreeMap<String, Outcome>) -> Vec<String> {
    let line = |row: &Row| {
        let tests: Vec<String> = row.tests.iter().map(|test| named(test)).collect();
        let cells = [
            format!("{} {}", row.id, row.level),
            row.promise.clone(),
            if tests.is_empty() { "–".to_owned() } else { tests.join("<br>") },
            tried(row, outcomes),
            result(row, outcomes),
        ];
        format!("| {} |", cells.join(" | "))
    };
    rows.iter().map(line).collect()
}

fn named(test: &str) -> String {
    let (file, name) = parts(test);
    let file = file.strip_prefix("crates/").unwrap_or(file);
    if name.is_empty() { format!("`{file}`") } else { format!("`{file}`: {}", name.replace('_', " ")) }
}

/// How often each test tried, in its own words; once where it says nothing.
fn tried(row: &Row, outcomes: &BTreeMap<String, Outcome>) -> String {
    let words = row.tests.iter().map(|test| match outcomes.get(test) {
        Some(Outcome::Passed(Some(tried))) => tried.as_str(),
        Some(Outcome::Passed(None)) => "once",
        Some(Outcome::Skipped(_)) => "not here",
        Some(Outcome::Failed) | None => "–",
    });
    let words: Vec<&str> = words.collect();
    if words.is_empty() { "–".to_owned() } else { words.join("<br>") }
}

fn result(row: &Row, outcomes: &BTreeMap<String, Outcome>) -> String {
    let skipped = row.tests.iter().find_map(|test| match outcomes.get(test) {
        Some(Outcome::Skipped(why)) => Some(why),
        _ => None,
    });
    let result = match (fails(row, outcomes), row.tests.is_empty(), skipped) {
        (true, _, _) => "**fails**".to_owned(),
        (_, true, _) => "not yet".to_owned(),
        (_, _, Some(why)) => format!("skipped: {why}"),
        _ if row.lacks.is_some() => "holds, in part".to_owned(),
        _ => "holds".to_owned(),
    };
    row.lacks.iter().fold(result, |result, lacks| format!("{result}: {lacks}"))
}

/// Whether a test of the row failed.
pub(crate) fn fails(row: &Row, outcomes: &BTreeMap<String, Outcome>) -> bool {
    row.tests.iter().any(|test| matches!(outcomes.get(test), Some(Outcome::Failed) | None))
}

/// Puts the rows where the page has them: those of each change, or the long set. Rows that were not run stay as they are.
pub(crate) fn write(root: &Path, rounds: u32, all: &[Row], lines: &[String]) -> anyhow::Result<()> {
    let path = root.join("docs/RELIABILITY.md");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let set = if rounds == 1 { "each change" } else { "long" };
    let (begin, end) = (format!("<!-- {set} -->\n"), format!("<!-- end of {set} -->"));
    let (before, rest) = text.split_once(&begin).context("the page has no place for the table")?;
    let (old, after) = rest.split_once(&end).context("the page's place for the table has no end")?;
    let mut table = HEAD.to_owned();
    for row in all {
        let own = format!("| {} {} |", row.id, row.level);
        let mut known = lines.iter().map(String::as_str).chain(old.lines());
        if let Some(line) = known.find(|line| line.starts_with(&own)) {
            table += &format!("{line}\n");
        }
    }
    let head = if rounds == 1 { String::new() } else { format!("Run with `--rounds {rounds}`.\n\n") };
    std::fs::write(&path, format!("{before}{begin}\n{head}{table}\n{end}{after}"))
        .with_context(|| format!("cannot write {}", path.display()))
}
