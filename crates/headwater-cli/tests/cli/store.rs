//! The commands on a store: the real binary on real files.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{finish, headwater, root, run};

/// A folder with a store of the demo's pages.
struct Kept {
    folder: tempfile::TempDir,
}

impl Kept {
    fn new() -> Kept {
        let kept = Kept { folder: tempfile::tempdir().expect("a folder") };
        let (out, error, status) = kept.run(&["read", "corpus/harbour-talks"]);
        assert_eq!(status, 0, "{error}");
        assert!(out.contains("All of it is in the store") && error.contains("6 new"), "{out}{error}");
        kept
    }

    fn file(&self) -> String {
        self.folder.path().join("news.hw").display().to_string()
    }

    /// Runs a command on it.
    fn run(&self, args: &[&str]) -> (String, String, i32) {
        let mut command = headwater(args);
        command.env("HEADWATER_STORE", self.file());
        finish(command)
    }

    /// What a command prints that is to succeed.
    fn shown(&self, args: &[&str]) -> String {
        let (out, error, status) = self.run(args);
        assert_eq!(status, 0, "{args:?}: {error}");
        out
    }
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).expect("written");
    file.display().to_string()
}

#[test]
fn everything_in_a_store_is_what_a_fresh_run_prints() {
    let kept = Kept::new();
    for format in ["jsonl", "json", "markdown"] {
        let fresh = run(&["read", "corpus/harbour-talks", "--format", format]).0;
        assert_eq!(kept.shown(&["show", "--format", format]), fresh, "{format}");
        assert_eq!(kept.shown(&["read", "corpus/harbour-talks", "--format", format]), fresh, "{format}, read again");
    }
}

#[test]
fn reading_again_adds_nothing_and_says_so() {
    let kept = Kept::new();
    let (_, error, status) = kept.run(&["read", "corpus/harbour-talks"]);
    assert!(status == 0 && error.contains("0 new, 6 known; told 0 stories anew, 2 in all"), "{error}");
    let (out, _, _) = kept.run(&["read", "corpus/harbour-talks", "--quiet"]);
    assert_eq!(out, "");
}

#[test]
fn stories_claims_and_articles_are_shown_by_number_and_by_id() {
    let kept = Kept::new();
    let list = kept.shown(&["show"]);
    let id = list.split_whitespace().find(|word| word.starts_with("s-")).expect("an id");
    assert_eq!(kept.shown(&["show", "1"]), kept.shown(&["show", id]));
    assert_eq!(kept.shown(&["show", "1"]), kept.shown(&["show", &id[..8]]));
    assert!(kept.shown(&["show", "2"]).contains("STORY 2"));
    let claim = kept.shown(&["why", "2.1"]);
    assert!(claim.contains("CLAIM 2.1") && claim.contains("HOW IT WAS COUNTED"), "{claim}");
    let id = claim.split_whitespace().find(|word| word.starts_with("c-")).expect("an id");
    for args in [["why", id], ["show", id], ["show", "2.1"]] {
        assert_eq!(kept.shown(&args), claim);
    }
    let story = kept.shown(&["show", "1"]);
    let article = story.split_whitespace().find(|word| word.starts_with("a-")).expect("an id");
    assert!(kept.shown(&["show", article]).contains(article));
    assert_eq!(kept.shown(&["show", "--outlet", "Norvane"]).matches("s-").count(), 1);
    assert_eq!(kept.run(&["show", "--from", "2030"]).2, 1);
}

#[test]
fn what_is_not_there_is_said_so() {
    let kept = Kept::new();
    for (args, said) in [
        (["show", "9"], "there is no story `9`; stories there: 2"),
        (["why", "1.999"], "there is no claim `1.999`; story 1 has"),
        (["show", "s-0000"], "nothing in the store has the id or address `s-0000`"),
        (["why", "1"], "`1` is no claim"),
        (["forget", "https://nowhere.example/"], "nothing in the store has the id or address"),
    ] {
        let (_, error, status) = kept.run(&args);
        assert!(status == 2 && error.contains(said), "{args:?}: {error}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (_, error, status) = run(&["show", "--store", folder.path().join("none.hw").to_str().expect("UTF-8")]);
    assert!(status == 2 && error.contains("there is no store at"), "{error}");
    let other = write(folder.path(), "notes.txt", "no store");
    let (_, error, status) = run(&["read", "--store", &other, "corpus/harbour-talks"]);
    assert!(status == 2 && error.contains("is no headwater store, and was left as it is"), "{error}");
    assert_eq!(std::fs::read_to_string(&other).expect("there"), "no store");
}

#[test]
fn words_are_found_and_never_syntax() {
    let kept = Kept::new();
    assert!(kept.shown(&["search", "harbour"]).contains("in story s-"));
    assert_eq!(kept.shown(&["search", "harbour", "--limit", "1"]).matches("s-").count(), 1);
    for typed in ["\"harbour", "harbour*", "AND", "NOT harbour", "(harbour"] {
        assert_ne!(kept.run(&["search", typed]).2, 2, "{typed}");
    }
    let (out, error, status) = kept.run(&["search", "nobodyhasthis"]);
    assert!(out.is_empty() && status == 1 && error.contains("nothing has all of these words"), "{error}");
}

#[test]
fn notes_stay_beside_what_they_were_written_to() {
    let kept = Kept::new();
    assert!(kept.shown(&["note", "1.1", "It", "was two."]).starts_with("n-1 is beside c-"));
    assert!(kept.shown(&["why", "1.1"]).contains("n-1    It was two. ("));
    kept.shown(&["note", "1", "Older."]);
    kept.shown(&["doctor", "--rebuild"]);
    assert!(kept.shown(&["why", "1.1"]).contains("It was two."));
    assert!(kept.shown(&["show", "1"]).contains("n-2    Older."));
    assert_eq!(kept.shown(&["forget", "n-1"]), "forgot 1 note\n");
    assert!(!kept.shown(&["why", "1.1"]).contains("NOTES"));
}

#[test]
fn revisions_show_what_changed_and_are_forgotten_together() {
    let kept = Kept::new();
    let line = |words: &str| {
        format!(
            "{{\"url\": \"https://courier.example/ferry\", \"published\": \"2024-05-06\", \"text\": \"{words}\"}}\n"
        )
    };
    for words in ["A ferry ran aground off Tolmeza, Ola Venn said.", "A ferry sank off Tolmeza, Ola Venn said."] {
        let page = write(kept.folder.path(), "page.jsonl", &line(words));
        kept.shown(&["read", &page]);
    }
    let hit = kept.shown(&["search", "ferry", "sank"]);
    let id = hit.split_whitespace().find(|word| word.starts_with("a-")).expect("an id");
    assert!(kept.shown(&["show", id]).contains("2 revisions (--revisions shows what changed)"));
    let changes = kept.shown(&["show", id, "--revisions"]);
    assert!(changes.contains("A ferry [-ran aground-]{+sank+} off Tolmeza"), "{changes}");
    let said = kept.shown(&["forget", "https://courier.example/ferry"]);
    assert_eq!(said, "forgot 1 article (2 revisions); told 0 stories again without it\n");
    let bytes = std::fs::read(kept.file()).expect("there");
    assert!(!bytes.to_ascii_lowercase().windows(7).any(|window| window == b"tolmeza"));
    assert_eq!(
        kept.shown(&["show", "--format", "jsonl"]),
        run(&["read", "corpus/harbour-talks", "--format", "jsonl"]).0
    );
}

#[test]
fn verify_names_what_is_damaged_and_doctor_mends_it() {
    let kept = Kept::new();
    assert_eq!(kept.shown(&["verify"]), "sound: every row is as it was written\n");
    let before = kept.shown(&["show", "--format", "jsonl"]);
    let mut bytes = std::fs::read(kept.file()).expect("there");
    let title = b"Brenovia weighs offer";
    let at: Vec<usize> = (0..bytes.len() - title.len()).filter(|at| bytes[*at..].starts_with(title)).collect();
    assert!(!at.is_empty(), "the title stands in the file as it is");
    at.iter().for_each(|at| bytes[*at] = b'T');
    std::fs::write(kept.file(), bytes).expect("written");
    let (out, error, status) = kept.run(&["verify"]);
    assert!(status == 2 && out.contains("article ") && out.contains("its bytes are not"), "{out}{error}");
    assert!(error.contains("doctor --rebuild"), "{error}");
    let (out, _, status) = kept.run(&["verify", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&out).expect("one object");
    assert!(status == 2 && told["sound"] == false && told["store"] == kept.file(), "{out}");
    let first = &told["faults"][0];
    assert!(first["at"].is_string() && first["what"].is_string() && first["mends"].is_boolean(), "{out}");
    assert!(kept.shown(&["doctor", "--rebuild"]).contains("holds      6 articles"));
    assert_eq!(kept.shown(&["verify"]), "sound: every row is as it was written\n");
    let told: serde_json::Value = serde_json::from_str(&kept.shown(&["verify", "--format", "json"])).expect("JSON");
    assert_eq!(told, serde_json::json!({"store": kept.file(), "sound": true, "faults": []}));
    assert_eq!(kept.shown(&["show", "--format", "jsonl"]), before);
}

#[test]
fn a_saved_run_and_nothing_at_all_cannot_be_added() {
    let kept = Kept::new();
    let saved = write(kept.folder.path(), "run.jsonl", &run(&["demo", "--format", "jsonl"]).0);
    let (_, error, status) = kept.run(&["read", &saved]);
    assert!(status == 2 && error.contains("holds records, not pages"), "{error}");
    let (_, error, status) = kept.run(&["read"]);
    assert!(status == 2 && error.contains("nothing to read was named"), "{error}");
}

#[test]
fn the_example_pages_are_kept_nowhere() {
    let kept = Kept::new();
    let before = kept.shown(&["show", "--format", "jsonl"]);
    let (out, error, status) = kept.run(&["read", "--demo"]);
    assert_eq!((out, status), (run(&["read", "--demo"]).0, 0));
    assert!(error.contains("the example pages are kept nowhere: nothing is added to "), "{error}");
    kept.shown(&["demo"]);
    kept.shown(&["why", "1.1", "--demo"]);
    assert_eq!(kept.shown(&["show", "--format", "jsonl"]), before);
    let other = kept.folder.path().join("other.hw");
    run(&["read", "--demo", "--quiet", "--store", other.to_str().expect("UTF-8")]);
    assert!(!other.exists());
}

#[test]
fn two_programs_at_once_take_turns() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("news.hw");
    let start = |path: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
        command.args(["read", "--quiet", path, "--store"]).arg(&file).current_dir(root());
        command.stdout(Stdio::null()).spawn().expect("it runs")
    };
    let running = ["corpus/harbour-talks", "corpus/clinic-fire", "corpus/harbour-talks"].map(start);
    for mut child in running {
        assert!(child.wait().expect("it ends").success());
    }
    let shown = run(&["show", "--format", "jsonl", "--store", file.to_str().expect("UTF-8")]).0;
    assert_eq!(shown, run(&["read", "--format", "jsonl", "corpus/harbour-talks", "corpus/clinic-fire"]).0);
}

#[test]
fn who_waits_for_a_writer_says_whom_for() {
    let kept = Kept::new();
    let other = rusqlite::Connection::open(kept.file()).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("it writes now");
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(["note", "1.1", "A note.", "--store", &kept.file()]).stdout(Stdio::null());
    let mut waiting = command.stderr(Stdio::piped()).spawn().expect("it runs");
    let mut said = BufReader::new(waiting.stderr.take().expect("a pipe")).lines();
    let first = said.next().expect("a line").expect("UTF-8");
    assert!(first.contains("waiting, a minute at most, for another program"), "{first}");
    let own = format!("(process {})", std::process::id());
    assert!(!cfg!(target_os = "linux") || first.contains(&own), "{first}");
    assert!(kept.shown(&["show", "1"]).contains("STORY 1"), "who reads waits for nobody");
    other.execute_batch("ROLLBACK").expect("it ends");
    assert!(waiting.wait().expect("it ends").success(), "{:?}", said.collect::<Vec<_>>());
    assert!(kept.shown(&["why", "1.1"]).contains("A note."));
}

/// In a folder that is mounted to be read only: not even who may do anything can write there.
#[test]
fn a_store_where_nothing_may_be_written_can_be_read() {
    let kept = Kept::new();
    let shown = kept.shown(&["show", "--format", "jsonl"]);
    let folder = kept.folder.path().display().to_string();
    let still = |args: &[&str]| {
        let mount = format!("mount --bind '{folder}' '{folder}' && mount -o remount,ro,bind '{folder}' && exec \"$@\"");
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-c", &mount, "sh", env!("CARGO_BIN_EXE_headwater")]).args(args);
        let output = command.args(["--store", &kept.file()]).current_dir(root()).env("NO_COLOR", "1").output();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        output.map(|output| (text(output.stdout), text(output.stderr), output.status.code()))
    };
    match still(&["show", "--format", "jsonl"]) {
        Err(_) => return eprintln!("skipped: there is no unshare(1) here"),
        Ok((_, error, _)) if error.contains("unshare:") || error.contains("mount:") => {
            return eprintln!("skipped: a file system of its own is not allowed here");
        }
        Ok((out, error, _)) => assert!(out == shown, "{error}"),
    }
    for args in [&["verify"][..], &["doctor"], &["search", "harbour"], &["why", "1.1"]] {
        let (out, error, status) = still(args).expect("it runs");
        assert!(status == Some(0) && !out.is_empty(), "{args:?}: {error}");
    }
    for args in [&["note", "1.1", "words"][..], &["forget", "a-"], &["read", "corpus/clinic-fire"]] {
        let (_, error, status) = still(args).expect("it runs");
        let said = error.contains("may be read, not written") || error.contains("nothing in the store");
        assert!(status == Some(2) && said, "{args:?}: {error}");
    }
    std::fs::write(format!("{}-wal", kept.file()), "what is not in the file yet").expect("written");
    let (_, error, status) = still(&["show"]).expect("it runs");
    assert!(status == Some(2) && error.contains("copy both to another folder"), "{error}");
}

#[cfg(not(feature = "postgres"))]
#[test]
fn the_address_of_a_database_is_no_file() {
    let address = "postgres://ilse:secret@127.0.0.1:1/news";
    for command in [&["show"][..], &["search", "ferry"], &["read", "corpus"], &["serve"], &["mcp"], &["work"]] {
        let (out, error, code) = run(&[command, &["--store", address]].concat());
        assert_eq!((out.as_str(), code), ("", 2), "{command:?}");
        assert!(error.contains("--features postgres") && !error.contains("secret"), "{error}");
    }
    for command in [&["note", "1", "words"][..], &["forget", "a-1"], &["backup", "copy.hw"], &["verify"], &["doctor"]] {
        let (_, error, code) = run(&[command, &["--store", address]].concat());
        assert_eq!(code, 2, "{command:?}");
        assert!(error.contains("takes a store in a file") && !error.contains("secret"), "{error}");
    }
    assert!(!root().join("postgres:").exists());
}
