//! `headwater serve`: the real binary and its address. What the desk shows is tested in headwater-server and in a browser.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::root;

fn serve(browser: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(["serve", "--quiet", "--open"]).current_dir(root()).env("BROWSER", browser).env("PATH", "/nowhere");
    command.env_remove("HEADWATER_STORE").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs")
}

/// The address that it prints.
fn address(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("a line");
    line.trim().to_owned()
}

#[cfg(unix)]
#[test]
fn open_gives_the_browser_the_address_that_is_printed() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (browser, opened) = (folder.path().join("browser"), folder.path().join("opened"));
    let script = format!("#!/bin/sh\necho \"$1\" > {0}.part\n/bin/mv {0}.part {0}\n", opened.display());
    std::fs::write(&browser, script).expect("written");
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o700)).expect("set");
    let mut child = serve(&browser);
    let printed = address(&mut child);
    let begun = Instant::now();
    while !opened.exists() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().and_then(|()| child.wait()).expect("ended");
    assert!(printed.starts_with("http://127.0.0.1:"), "{printed}");
    assert_eq!(std::fs::read_to_string(&opened).expect("the browser was started").trim(), printed);
}

#[test]
fn without_a_browser_it_serves_and_says_so() {
    let mut child = serve(Path::new("/nowhere/browser"));
    assert!(address(&mut child).starts_with("http://127.0.0.1:"));
    let mut said = [0; 27];
    child.stderr.as_mut().expect("a pipe").read_exact(&mut said).expect("words");
    assert!(child.try_wait().expect("asked").is_none(), "it goes on");
    child.kill().and_then(|()| child.wait()).expect("ended");
    assert_eq!(String::from_utf8_lossy(&said), "no browser could be opened;");
}
