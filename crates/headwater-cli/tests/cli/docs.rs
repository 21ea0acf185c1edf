//! The documents are true: what they show is what comes out, and what there is they tell.

use crate::{root, run};

fn document(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A console block holds `$ headwater ...` and what it prints. A line `...` stands for any lines.
#[test]
fn the_readme_shows_what_comes_out() {
    let text = document("README.md");
    let blocks: Vec<&str> = text.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let (command, expected) = block.split_once('\n').expect("a command and its output");
        let Some(args) = command.strip_prefix("$ headwater ") else { continue };
        let args: Vec<&str> = args.split(' ').collect();
        let (out, _, _) = run(&args);
        let mut rest = out.as_str();
        for piece in expected.split("...\n").map(str::trim_end).filter(|piece| !piece.is_empty()) {
            let at = rest.find(piece).unwrap_or_else(|| panic!("{command}\nprints no\n{piece}\nbut\n{out}"));
            rest = &rest[at + piece.len()..];
        }
    }
}

#[test]
fn every_flag_is_in_the_usage_page() {
    let usage = document("docs/USAGE.md");
    for command in [
        "read", "why", "export", "schema", "serve", "mcp", "demo", "show", "search", "note", "forget", "backup",
        "verify", "doctor",
    ] {
        let (help, _, _) = run(&[command, "--help"]);
        for word in help.split_whitespace().filter(|word| word.starts_with("--") && 2 < word.len()) {
            let flag = word.trim_end_matches(|letter: char| !letter.is_alphanumeric());
            assert!(usage.contains(flag), "docs/USAGE.md says nothing of `{flag}` of `headwater {command}`");
        }
    }
}

#[test]
fn every_field_is_in_the_records_page() {
    let page = document("docs/RECORDS.md");
    let wire = document("crates/headwater-output/src/wire.rs");
    for line in wire.lines().filter_map(|line| line.strip_prefix("    pub ")) {
        let field = line.split(':').next().unwrap_or_default();
        let shown = match field {
            "place" => "ref",
            "kind" => "kind",
            other => other,
        };
        assert!(page.contains(&format!("`{shown}`")), "docs/RECORDS.md says nothing of `{shown}`");
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    for name in ["README.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/DESIGN.md", "docs/METHOD.md"] {
        let text = document(name);
        let folder = root().join(name).parent().expect("a folder").to_owned();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            let outside = link.contains("://") || path.is_empty();
            assert!(outside || folder.join(path).exists(), "{name} links to {link}, which is not there");
        }
    }
}
