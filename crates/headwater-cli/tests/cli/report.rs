//! The report adapts to where it goes.

use crate::{headwater, run};

#[test]
fn it_keeps_to_its_width() {
    for width in [60, 80, 120] {
        let (out, _, _) = run(&["demo", "--width", &width.to_string()]);
        for line in out.lines().filter(|line| !line.starts_with("Next:")) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let output = |args: &[&str], no_color: bool| {
        let mut command = headwater(args);
        command.env_remove("NO_COLOR");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        String::from_utf8(command.output().expect("it runs").stdout).expect("UTF-8")
    };
    assert!(!output(&["demo"], false).contains('\u{1b}'), "a pipe gets no colour");
    assert!(!output(&["demo"], true).contains('\u{1b}'));
    assert!(output(&["demo", "--color", "always"], false).contains('\u{1b}'));
}

#[test]
fn it_ends_with_what_to_run_next_and_that_runs() {
    let (out, _, status) = run(&["demo"]);
    assert_eq!(status, 0);
    let next = out.lines().find_map(|line| line.strip_prefix("Next:  headwater ")).expect("a next command");
    let words: Vec<&str> = next.split(' ').collect();
    let (out, error, status) = run(&words);
    assert_eq!(status, 0, "{error}");
    assert!(out.contains("WHERE IT IS SAID"), "{out}");
}

#[test]
fn what_was_set_aside_can_be_listed() {
    let (out, _, _) = run(&["demo", "--show-dropped"]);
    assert!(out.contains("Set aside in a.txt"), "{out}");
}

#[test]
fn help_teaches() {
    let (out, _, status) = run(&["--help"]);
    assert_eq!(status, 0);
    for word in ["headwater demo", "headwater why 1.1", "Exit status"] {
        assert!(out.contains(word), "{out}");
    }
    let (_, error, status) = run(&["read", "--fromat", "json", "x"]);
    assert_eq!(status, 2);
    assert!(error.contains("--format"), "{error}");
}

#[test]
fn a_terminal_gets_no_code_of_a_page_or_of_a_files_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let code = "\u{1B}]52;c;eA==\u{7}\u{1B}[8m\u{9B}31m\r\u{202E}";
    let path = folder.path().join("\u{1B}[31mname.txt");
    std::fs::write(&path, format!("The toll {code} will rise, mayor Ina {code} Pross said on Tuesday."))
        .expect("a file");
    let path = path.to_str().expect("UTF-8");
    for args in [["--color", "always"], ["--format", "markdown"]] {
        let (out, _, _) = crate::run(&["read", args[0], args[1], "--all", "--show-dropped", path]);
        let ours = ["\u{1B}[0m", "\u{1B}[1m", "\u{1B}[2m", "\u{1B}[31m", "\u{1B}[32m"];
        let bare = ours.iter().fold(out.clone(), |out, code| out.replace(code, ""));
        assert!(
            out.contains("will rise") && !bare.contains(['\u{1B}', '\u{7}', '\u{9B}', '\r', '\u{202E}']),
            "{bare:?}"
        );
    }
    let (_, error, _) = crate::run(&["read", "gone\u{1B}[8m.txt"]);
    assert!(error.contains("gone␛[8m.txt"), "{error:?}");
}
