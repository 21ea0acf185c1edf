//! The interface is frozen in `docs/openapi.json`: what changes there is a change for those who use it.

#![allow(clippy::disallowed_methods, reason = "a test reads its files and settings")]

use std::path::Path;

#[test]
fn the_interface_is_the_one_that_was_promised() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let now = headwater_server::openapi();
    if std::env::var("BLESS").is_ok() {
        std::fs::write(&path, &now).expect("docs/openapi.json can be written");
    }
    let frozen = std::fs::read_to_string(&path).expect("docs/openapi.json");
    assert!(
        frozen == now,
        "the interface differs from docs/openapi.json; if that is meant, BLESS=1 cargo test -p headwater-server --test openapi"
    );
}
