//! Runs tests, each package and each script once, and takes from what they print how each ended and what it tried.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, bail};

use crate::rows::{Row, parts};

/// How a test ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It passed; how often it tried, in its own words.
    Passed(Option<String>),
    /// What it needs is not here; why, in its own words.
    Skipped(String),
    /// It failed.
    Failed,
}

/// What is built in on demand: `./test` tries it too.
const ON_DEMAND: &str = "headwater-cli/fetch,headwater-cli/parquet,headwater-cli/postgres";

/// The outcome of each test that a row names.
pub(crate) fn of(rows: &[Row], root: &Path, rounds: u32) -> anyhow::Result<BTreeMap<String, Outcome>> {
    let tests: BTreeSet<&str> = rows.iter().flat_map(|row| &row.tests).map(String::as_str).collect();
    let mut printed: BTreeMap<String, String> = BTreeMap::new();
    for program in programs(root)? {
        let own = tests.iter().filter(|test| package_of(test) == Some(&program.package));
        let names: Vec<&str> = own.map(|test| parts(test).1).collect();
        if !names.is_empty() {
            *printed.entry(program.package.clone()).or_default() += &program.run(&names, root, rounds)?;
        }
    }
    let mut outcomes = BTreeMap::new();
    for test in &tests {
        if let Some(package) = package_of(test) {
            let printed = printed.get(package).map_or("", String::as_str);
            outcomes.insert((*test).to_owned(), told(printed, parts(test).1));
        }
    }
    let scripts: BTreeSet<PathBuf> = tests.iter().filter_map(|test| script_of(test)).collect();
    for script in scripts {
        eprintln!("{}", script.display());
        let outcome = of_script(&script, root)?;
        for test in tests.iter().filter(|test| script_of(test).as_ref() == Some(&script)) {
            outcomes.insert((*test).to_owned(), outcome.clone());
        }
    }
    Ok(outcomes)
}

/// The package of a test written in Rust.
fn package_of(test: &str) -> Option<&str> {
    parts(test).0.strip_prefix("crates/")?.split('/').next()
}

/// The script that runs a test written in anything else.
fn script_of(test: &str) -> Option<PathBuf> {
    let folder = Path::new(parts(test).0).parent()?;
    (folder.starts_with("tests") || folder == Path::new("fuzz")).then(|| folder.join("run"))
}

/// A program of tests.
struct Program {
    package: String,
    file: PathBuf,
}

/// The programs of all tests in Rust, built as `./test` builds them.
fn programs(root: &Path) -> anyhow::Result<Vec<Program>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args(["test", "--workspace", "--exclude", "headwater-archive", "--tests"]);
    command.args(["--profile", "suite", "--no-run", "--quiet", "--features", ON_DEMAND]);
    let output = command.arg("--message-format=json").output().context("cannot run cargo")?;
    if !output.status.success() {
        bail!("the tests do not build:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(messages.lines().filter_map(program).collect())
}

/// The program that a line of cargo's messages tells of.
fn program(message: &str) -> Option<Program> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    let file = PathBuf::from(message["executable"].as_str().filter(|_| message["profile"]["test"] == true)?);
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?;
    Some(Program { package: folder.file_name()?.to_str()?.to_owned(), file })
}

impl Program {
    /// What it prints of these tests.
    fn run(&self, names: &[&str], root: &Path, rounds: u32) -> anyhow::Result<String> {
        eprintln!("{}", self.file.display());
        let mut command = Command::new(&self.file);
        command.current_dir(root.join("crates").join(&self.package)).env("HEADWATER_ROUNDS", rounds.to_string());
        let output = command.arg("--show-output").args(names).output();
        Ok(said(&output.with_context(|| format!("cannot run {}", self.file.display()))?))
    }
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).join("\n")
}

/// How one test ended, from all that was printed.
fn told(printed: &str, name: &str) -> Outcome {
    let is_it = |path: &str| path.rsplit("::").next() == Some(name);
    let ended = printed.lines().filter_map(|line| line.strip_prefix("test ")?.split_once(" ... "));
    let ended: Vec<&str> = ended.filter(|(path, _)| is_it(path)).map(|(_, how)| how).collect();
    if ended.is_empty() || ended.iter().any(|how| !how.starts_with("ok")) {
        return Outcome::Failed;
    }
    let own = printed.lines().skip_while(|line| !heads(line).is_some_and(is_it)).skip(1);
    let own: Vec<&str> = own.take_while(|line| !line.is_empty()).collect();
    let after = |mark: &str| own.iter().find_map(|line| line.strip_prefix(mark)).map(str::to_owned);
    after("skipped: ").map_or_else(|| Outcome::Passed(after("tried: ")), Outcome::Skipped)
}

/// The test whose words follow, if a line says so.
fn heads(line: &str) -> Option<&str> {
    line.strip_prefix("---- ")?.strip_suffix(" stdout ----")
}

fn of_script(script: &Path, root: &Path) -> anyhow::Result<Outcome> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let mut command = Command::new(root.join(script));
    command.current_dir(root);
    for (name, file) in [("HEADWATER", "headwater"), ("HEADWATER_WITH_ALL", "headwater-with-all")] {
        let program = target.join("suite").join(file);
        if std::env::var_os(name).is_none() && program.exists() {
            command.env(name, program);
        }
    }
    let output = command.output().with_context(|| format!("cannot run {}", script.display()))?;
    let printed = said(&output);
    let left_out = printed.lines().find(|line| line.contains(" left out: "));
    let tried = printed.lines().find_map(|line| line.strip_prefix("tried: ")).map(str::to_owned);
    Ok(match (output.status.success(), left_out) {
        (true, None) => Outcome::Passed(tried),
        (true, Some(line)) => Outcome::Skipped(line.to_owned()),
        (false, _) => {
            eprintln!("{printed}");
            Outcome::Failed
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Outcome, told};

    #[test]
    fn how_a_test_ended_is_taken_from_what_it_printed() {
        let printed = "test a::kept ... ok\ntest b::lost ... FAILED\ntest c::odd ... ok\n\nsuccesses:\n\n---- a::kept \
                       stdout ----\ntried: 200 kills\n\n---- c::odd stdout ----\nskipped: no strace\n\n";
        assert_eq!(told(printed, "kept"), Outcome::Passed(Some("200 kills".to_owned())));
        assert_eq!(told(printed, "lost"), Outcome::Failed);
        assert_eq!(told(printed, "odd"), Outcome::Skipped("no strace".to_owned()));
        assert_eq!(told(printed, "gone"), Outcome::Failed);
    }
}
