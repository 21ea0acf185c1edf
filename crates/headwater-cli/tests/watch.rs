//! `headwater watch`, where it is built in: the real binary, which reaches nothing on this computer.

#![cfg(feature = "fetch")]
#![allow(clippy::disallowed_methods, reason = "a test reads its files")]

use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A name that no name server knows (RFC 2606).
const NOWHERE: &str = "http://nowhere.invalid/feed";

fn headwater(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(["watch", "--store"]).arg(folder.join("news.hw")).args(args).env("NO_COLOR", "1");
    command
}

fn run(folder: &Path, args: &[&str]) -> (String, i32) {
    let Output { status, stdout, stderr } = headwater(folder, args).output().expect("it runs");
    assert!(stdout.is_empty());
    (String::from_utf8(stderr).expect("UTF-8"), status.code().expect("a status"))
}

#[test]
fn this_computer_is_not_asked_however_it_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let canary = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = canary.local_addr().expect("an address").port();
    canary.set_nonblocking(true).expect("set");
    let hosts = ["127.0.0.1", "127.1", "0x7f000001", "localhost", "[::1]", "[::ffff:127.0.0.1]", "a.localhost"];
    for host in hosts {
        for port in [String::new(), format!(":{port}")] {
            let (said, status) = run(folder.path(), &["--once", &format!("http://{host}{port}/feed")]);
            assert!(status == 2 && said.contains("refused: ") && said.contains("no feed to watch"), "{host}: {said}");
        }
    }
    let (said, _) = run(folder.path(), &["--once", "file:///etc/passwd"]);
    assert!(said.contains("only http and https are asked"), "{said}");
    assert!(!folder.path().join("news.hw").exists(), "no store is made for nothing");
    assert_eq!(canary.accept().expect_err("nobody came").kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn a_feed_that_cannot_be_had_is_said_with_what_there_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("list.opml");
    std::fs::write(&list, format!("<opml version=\"2.0\"><body><outline xmlUrl=\"{NOWHERE}\"/></body></opml>"))
        .expect("written");
    let (said, status) = run(folder.path(), &["--once", list.to_str().expect("UTF-8")]);
    assert_eq!(status, 2);
    assert!(said.contains(&format!("cannot fetch `{NOWHERE}`: ")), "{said}");
    assert!(said.contains("asked 1 feed: 1 not to be had; pages saved in "), "{said}");
    assert!(said.contains(": 0 new; told 0 stories anew, 0 in all"), "{said}");
    let (said, _) = run(folder.path(), &["--once", NOWHERE]);
    assert!(said.contains("asked 0 feeds: 1 asked lately and left alone"), "{said}");
    assert_eq!(run(folder.path(), &["--every", "5", NOWHERE]).1, 2, "a quarter of an hour is the least");
}

#[cfg(unix)]
#[test]
fn ctrl_c_between_rounds_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = headwater(folder.path(), &[NOWHERE]).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut said = String::new();
    let mut byte = [0];
    let mut pipe = child.stderr.take().expect("a pipe");
    while !said.contains("in all") && pipe.read(&mut byte).expect("read") == 1 {
        said.push(char::from(byte[0]));
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(interrupt.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(0), "{said}");
}

#[test]
fn every_flag_is_in_the_usage_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace");
    let usage = std::fs::read_to_string(root.join("docs/USAGE.md")).expect("the page");
    let help =
        Command::new(env!("CARGO_BIN_EXE_headwater")).args(["watch", "--help"]).output().expect("it runs").stdout;
    let help = String::from_utf8(help).expect("UTF-8");
    for word in help.split_whitespace().filter(|word| word.starts_with("--") && 2 < word.len()) {
        let flag = word.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        assert!(usage.contains(flag), "docs/USAGE.md says nothing of `{flag}` of `headwater watch`");
    }
}
