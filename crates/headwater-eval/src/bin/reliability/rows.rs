//! The promises, and which tests stand behind each: `eval/reliability.toml`.

use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

/// A promise.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Row {
    /// `A1`.
    pub(crate) id: String,
    /// `P0`: before anyone outside is told; `P1`: the first stable release.
    pub(crate) level: String,
    /// What is promised, in one line.
    pub(crate) promise: String,
    /// `file name`: the file from the root, and the test's name in it.
    #[serde(default)]
    pub(crate) tests: Vec<String>,
    /// The same, for the long set alone.
    #[serde(default)]
    pub(crate) long: Vec<String>,
    /// What the tests do not cover, or why there are none.
    pub(crate) lacks: Option<String>,
}

#[derive(Deserialize)]
struct File {
    row: Vec<Row>,
}

pub(crate) fn load(root: &Path) -> anyhow::Result<Vec<Row>> {
    let path = root.join("eval/reliability.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let file: File = toml::from_str(&text).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(file.row)
}

/// The file and the name of a test.
pub(crate) fn parts(test: &str) -> (&str, &str) {
    test.split_once(' ').unwrap_or((test, ""))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{load, parts};

    #[test]
    fn every_row_names_tests_that_are_there_or_says_what_it_lacks() {
        let root = crate::root().expect("the workspace");
        let page = std::fs::read_to_string(root.join("docs/RELIABILITY.md")).expect("the page");
        let mut ids = BTreeSet::new();
        for row in load(&root).expect("rows") {
            assert!(ids.insert(row.id.clone()), "{} stands twice", row.id);
            assert!(["P0", "P1"].contains(&row.level.as_str()), "{}", row.id);
            assert!(!row.tests.is_empty() || row.lacks.is_some(), "{} has no test and does not say why", row.id);
            let line = format!("| {} {} | {} |", row.id, row.level, row.promise);
            assert!(page.contains(&line), "docs/RELIABILITY.md lacks `{line}`: run the command");
            for test in row.tests.iter().chain(&row.long) {
                let (file, name) = parts(test);
                let text = std::fs::read_to_string(root.join(file)).unwrap_or_default();
                let there = [format!("fn {name}("), format!("def {name}("), format!("test(\"{name}\"")];
                let there = name.is_empty() && !text.is_empty() || there.iter().any(|mark| text.contains(mark));
                assert!(there, "{}: {file} has no test `{name}`", row.id);
            }
        }
    }
}
