//! What is shipped by default cannot fetch: there is nothing in it that could.

use std::process::Command;

fn crates(features: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "--offline", "--package", "headwater-cli", "--edges", "normal", "--prefix", "none"]);
    let out = command.args(features).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}

#[test]
fn only_the_feature_brings_a_client() {
    let has = |tree: &str| {
        ["ureq ", "rustls ", "headwater-fetch "].map(|name| tree.lines().any(|line| line.starts_with(name)))
    };
    assert_eq!(has(&crates(&["--features", "fetch"])), [true; 3], "the test finds what is there");
    assert_eq!(has(&crates(&[])), [false; 3]);
}
