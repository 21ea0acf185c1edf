//! What is done to any bytes: the functions that the tests drive with mutants too.

#[allow(dead_code, reason = "tests use more of it")]
#[path = "../../crates/headwater-cli/tests/cli/oracle.rs"]
mod oracle;
#[path = "../../crates/headwater-cli/tests/cli/targets.rs"]
mod targets;

pub fn decode(bytes: &[u8]) {
    targets::decode(bytes);
}

pub fn read(bytes: &[u8]) {
    targets::read(bytes);
}

pub fn dates(bytes: &[u8]) {
    targets::dates(bytes);
}

pub fn html(bytes: &[u8]) {
    targets::html(bytes);
}

pub fn feed(bytes: &[u8]) {
    targets::feed(bytes);
}

pub fn opml(bytes: &[u8]) {
    targets::opml(bytes);
}

pub fn warc(bytes: &[u8]) {
    targets::warc(bytes);
}

pub fn table(bytes: &[u8]) {
    targets::table(bytes);
}

pub fn json_lines(bytes: &[u8]) {
    targets::json_lines(bytes);
}

pub fn story(bytes: &[u8]) {
    targets::story(bytes);
}

pub fn sinks(bytes: &[u8]) {
    targets::sinks(bytes);
}

pub fn open_store(bytes: &[u8]) {
    targets::open_store(bytes);
}
