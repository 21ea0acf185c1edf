//! The parts that the program is made of: from where, under which licence, in which version.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use serde_json::{Value, json};

/// A crate that is built into the program.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression.
    pub(crate) licence: String,
    /// The registry; `None` for our own.
    pub(crate) source: Option<String>,
}

/// Everything in the program with all that is built in on demand, in order of names.
pub(crate) fn parts(root: &Path) -> anyhow::Result<Vec<Part>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args(["metadata", "--format-version=1", "--all-features", "--locked", "--offline"]);
    let output = command.output().context("cannot run cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let built_in = reached(&metadata);
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let mut parts: Vec<Part> =
        packages.filter(|package| built_in.contains(package["id"].as_str().unwrap_or_default())).map(part).collect();
    parts.sort();
    Ok(parts)
}

fn part(package: &Value) -> Part {
    let text = |name: &str| package[name].as_str().map(str::to_owned);
    Part {
        name: text("name").unwrap_or_default(),
        version: text("version").unwrap_or_default(),
        // The older way to write a choice.
        licence: text("license").unwrap_or_default().replace('/', " OR "),
        source: text("source"),
    }
}

/// The ids of all that the program is built of, without what only builds or tests it.
fn reached(metadata: &Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().into_iter().flatten();
    let nodes: BTreeMap<&str, &Value> = nodes.filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let first = nodes.keys().find(|id| id.contains("headwater-cli")).copied();
    let mut open: Vec<&str> = first.into_iter().collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !reached.insert(id.to_owned()) {
            continue;
        }
        for dependency in nodes.get(id).and_then(|node| node["deps"].as_array()).into_iter().flatten() {
            let kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            if kinds.into_iter().any(|kind| kind["kind"].is_null()) {
                open.extend(dependency["pkg"].as_str());
            }
        }
    }
    reached
}

/// The list of parts as CycloneDX 1.5, the same for the same lock file.
pub(crate) fn cyclonedx(parts: &[Part]) -> Value {
    let component = |part: &Part| {
        json!({
            "type": "library", "name": part.name, "version": part.version,
            "purl": format!("pkg:cargo/{}@{}", part.name, part.version),
            "licenses": [{"expression": part.licence}],
        })
    };
    let others = parts.iter().filter(|part| part.source.is_some());
    json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "headwater", "version": env!("CARGO_PKG_VERSION")}},
        "components": others.map(component).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Part, cyclonedx, parts};

    /// Versions from which on known holes are mended: quick-xml RUSTSEC-2026-0194 and -0195, rmcp CVE-2026-42559,
    /// tracing-subscriber CVE-2025-58160, feed-rs for its bounds.
    const FLOORS: [(&str, [u64; 3]); 4] =
        [("quick-xml", [0, 41, 0]), ("rmcp", [1, 4, 0]), ("tracing-subscriber", [0, 3, 20]), ("feed-rs", [3, 0, 0])];

    fn here() -> Vec<Part> {
        let parts = parts(&crate::root().expect("the workspace")).expect("cargo metadata");
        assert!(100 < parts.len(), "{}", parts.len());
        parts
    }

    fn version(part: &Part) -> Vec<u64> {
        part.version.split(['.', '-', '+']).take(3).map(|number| number.parse().unwrap_or(0)).collect()
    }

    #[test]
    fn every_part_comes_from_the_registry_under_a_licence_that_is_allowed() {
        let rules =
            std::fs::read_to_string(crate::root().expect("the workspace").join("deny.toml")).expect("deny.toml");
        let rules: toml::Table = toml::from_str(&rules).expect("TOML");
        let allowed: Vec<&str> =
            rules["licenses"]["allow"].as_array().expect("a list").iter().filter_map(toml::Value::as_str).collect();
        let ours = here();
        for part in &ours {
            let plain = part.licence.replace(['(', ')'], "");
            let one = |choice: &str| choice.split(" AND ").all(|licence| allowed.contains(&licence.trim()));
            assert!(plain.split(" OR ").any(one), "{part:?}");
            let registry = part.source.as_deref().is_none_or(|source| source.contains("rust-lang/crates.io-index"));
            assert!(registry, "{part:?}");
        }
        eprintln!("tried: {} crates", ours.len());
    }

    #[test]
    fn parts_are_above_the_versions_that_mend_known_holes() {
        for part in here() {
            for (_, floor) in FLOORS.iter().filter(|(name, _)| *name == part.name) {
                assert!(floor.as_slice() <= version(&part).as_slice(), "{part:?}");
            }
            assert!(!["xml-rs", "ammonia", "openssl"].contains(&part.name.as_str()), "{part:?}");
        }
    }

    /// Engines for patterns that go back and try again: some patterns take them time without end. That of `regex` reads
    /// each letter once.
    const THAT_GO_BACK: [&str; 12] = [
        "fancy-regex",
        "onig",
        "onig_sys",
        "pcre",
        "pcre2",
        "pcre2-sys",
        "hyperscan",
        "regress",
        "rure",
        "re2",
        "oniguruma",
        "posix-regex",
    ];

    #[test]
    fn no_engine_for_patterns_goes_back() {
        let ours = here();
        let names = || ours.iter().map(|part| part.name.as_str());
        assert_eq!(names().find(|name| THAT_GO_BACK.contains(name)), None);
        assert!(names().any(|name| name == "regex-automata" || name == "regex"), "names are those of the registry");
        // What has pattern in its name and is not known here is to be looked at first.
        let known = ["regex", "regex-automata", "regex-lite", "regex-syntax", "serde_regex"];
        let new: Vec<&str> = names().filter(|name| name.contains("regex") && !known.contains(name)).collect();
        assert_eq!(new, [""; 0]);
        eprintln!("tried: {} crates", ours.len());
    }

    #[test]
    fn the_list_of_parts_names_each_with_its_licence() {
        let ours = here();
        let list = cyclonedx(&ours);
        let components = list["components"].as_array().expect("components");
        assert_eq!(components.len(), ours.iter().filter(|part| part.source.is_some()).count());
        assert!(
            components
                .iter()
                .all(|one| one["licenses"][0]["expression"].as_str().is_some_and(|words| !words.is_empty()))
        );
    }
}
