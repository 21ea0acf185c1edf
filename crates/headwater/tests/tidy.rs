//! The style as a test: who may use whom, how long a function may be, what no file may hold.

#![allow(clippy::disallowed_methods, reason = "a test reads its files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The most lines a function may have, from its signature to its closing brace: more does not fit a screen.
const LONGEST_FUNCTION: usize = 70;

/// Words that no tracked file may hold: paths of one machine, unfinished work.
const FORBIDDEN: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("to", "do!("), concat!("unimple", "mented!(")];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").to_owned()
}

/// The files below a folder with one of these extensions, in order; build output and hidden folders left out.
fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let extension = entry.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if entry.is_dir() && !["target", "node_modules"].contains(&name.as_str()) && !name.starts_with('.') {
                folders.push(entry);
            } else if extensions.contains(&extension) {
                found.push(entry);
            }
        }
    }
    found.sort();
    found
}

fn text_of(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The lines of a fenced block in `docs/ARCHITECTURE.md`, as `name -> names`.
fn listed(block: &str) -> BTreeMap<String, Vec<String>> {
    let text = text_of(&root().join("docs/ARCHITECTURE.md"));
    let (_, rest) = text.split_once(&format!("```{block}\n")).expect("the block");
    let (lines, _) = rest.split_once("```").expect("the block's end");
    let pair = |line: &str| {
        let (name, used) = line.split_once("->").expect("an arrow");
        (name.trim().to_owned(), used.split_whitespace().map(str::to_owned).collect())
    };
    lines.lines().map(pair).collect()
}

/// The files and folders that a document names in backquotes, as far as they are paths of the library or of the project.
fn named_paths(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let roots = ["crates/", "read/", "compare/", "docs/", "eval/", "data/"];
    quoted.filter(|words| !words.contains(' ') && roots.iter().any(|folder| words.starts_with(folder))).collect()
}

#[test]
fn the_map_names_only_what_is_there() {
    for document in ["docs/ARCHITECTURE.md", "CONTRIBUTING.md"] {
        for path in named_paths(&text_of(&root().join(document))) {
            let there = ["", "crates/headwater/src", "crates/headwater"].iter();
            assert!(there.map(|folder| root().join(folder).join(path)).any(|path| path.exists()), "{document}: {path}");
        }
    }
}

#[test]
fn modules_use_only_what_the_architecture_lists() {
    let uses = listed("uses");
    let source = root().join("crates/headwater/src");
    let owners = owners(&source);
    for (module, allowed) in &uses {
        for file in files(&source.join(module), &["rs"]) {
            for (line, path) in crate_paths(&text_of(&file)) {
                let owner = owners.get(path.as_str()).unwrap_or(&path);
                let fine = owner == module || allowed.contains(owner) || !uses.contains_key(owner);
                assert!(fine, "{}:{line}: `{module}` may not use `{path}` of `{owner}`", file.display());
            }
        }
    }
}

/// Which module a name re-exported at the crate's root comes from: every `pub` item of `model` and `knowledge`.
fn owners(source: &Path) -> BTreeMap<String, String> {
    let kinds = ["pub struct ", "pub enum ", "pub fn ", "pub type ", "pub const "];
    let mut owners = BTreeMap::new();
    for module in ["model", "knowledge"] {
        for file in files(&source.join(module), &["rs"]) {
            for line in text_of(&file).lines() {
                if let Some(item) = kinds.iter().find_map(|kind| line.strip_prefix(kind)) {
                    let end = item.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
                    owners.insert(item[..end.unwrap_or(item.len())].to_owned(), module.to_owned());
                }
            }
        }
    }
    owners
}

/// Every name directly behind `crate::` in a file's non-test part, with its line.
fn crate_paths(text: &str) -> Vec<(usize, String)> {
    // What is only for tests may use anything: the end of a file, or a whole one.
    let code =
        text.split("#[cfg(test)]").next().and_then(|code| code.split("#![cfg(test)]").next()).unwrap_or_default();
    let mut paths = Vec::new();
    for (index, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let list = rest.strip_prefix('{').and_then(|list| list.split('}').next()).unwrap_or(rest);
            let several = rest.starts_with('{');
            for name in list.split(',').take(if several { usize::MAX } else { 1 }) {
                let name = name.trim();
                let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(name.len());
                paths.push((index + 1, name[..end].to_owned()));
            }
        }
    }
    paths
}

#[test]
fn crates_use_only_what_the_architecture_lists() {
    let uses = listed("crates");
    for folder in root().join("crates").read_dir().expect("crates").map(|entry| entry.expect("an entry").path()) {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let allowed = uses.get(&name).unwrap_or_else(|| panic!("docs/ARCHITECTURE.md does not list {name}"));
        let manifest = text_of(&folder.join("Cargo.toml"));
        let (_, dependencies) = manifest.split_once("[dependencies]").unwrap_or_default();
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        for line in dependencies.lines().filter(|line| line.starts_with("headwater")) {
            let used = line.split(['.', ' ', '=']).next().unwrap_or_default();
            assert!(allowed.iter().any(|allowed| allowed == used), "{name} may not use {used}");
        }
    }
}

#[test]
fn functions_fit_a_screen() {
    let mut long = Vec::new();
    for file in files(&root().join("crates"), &["rs"]) {
        for (line, length) in functions(&text_of(&file)) {
            if LONGEST_FUNCTION < length {
                long.push(format!("{}:{line}: {length} lines", file.display()));
            }
        }
    }
    assert!(long.is_empty(), "functions over {LONGEST_FUNCTION} lines:\n{}", long.join("\n"));
}

/// Where functions start, and how many lines each has. rustfmt puts a closing brace under its signature's indent.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let heads = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "const fn ", "pub const fn "];
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        if heads.iter().any(|head| code.starts_with(head)) {
            let close = format!("{}}}", &line[..line.len() - code.len()]);
            let end = lines[start..].iter().position(|line| *line == close || line.ends_with(" {}"));
            found.push((start + 1, end.map_or(1, |end| end + 1)));
        }
    }
    found
}

#[test]
fn no_file_holds_what_no_file_may_hold() {
    for file in files(&root(), &["rs", "toml", "md", "py", "sh", "yml", "txt"]) {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        for word in FORBIDDEN {
            let here = file.ends_with("tests/tidy.rs");
            assert!(here || !text.contains(word), "{} holds `{word}`", file.display());
        }
    }
}

#[test]
fn every_model_has_a_card() {
    for folder in root().join("crates/headwater/models").read_dir().expect("models") {
        let card = folder.expect("a folder").path().join("CARD.md");
        let text = text_of(&card);
        for word in ["icence", "training/"] {
            assert!(text.contains(word), "{} says nothing of `{word}`", card.display());
        }
    }
}

#[test]
fn no_crate_may_be_unsafe() {
    let workspace = text_of(&root().join("Cargo.toml"));
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    for folder in root().join("crates").read_dir().expect("crates").map(|entry| entry.expect("an entry").path()) {
        let manifest = text_of(&folder.join("Cargo.toml"));
        assert!(manifest.contains("[lints]\nworkspace = true"), "{} has rules of its own", folder.display());
    }
}
