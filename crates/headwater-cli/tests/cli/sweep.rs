//! Killed, refused room and refused a sync at each single call that changes a file: strace(1) does it. Whatever the call,
//! what was said to be saved is there, the store is sound, and the same command run again ends where it always ends.
//!
//! With `HEADWATER_ROUNDS` over 1 it is every call; on each change some of them, spread over all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use headwater_store::Store;

use crate::kill::{check, line, saved};
use crate::{bounds, root, rounds};

/// What changes a file, or its name, or puts it on disk.
const CALLS: [&str; 6] = [
    "pwrite64,pwritev",
    "write,writev",
    "fsync,fdatasync",
    "rename,renameat,renameat2,link,linkat",
    "unlink,unlinkat",
    "ftruncate,fallocate",
];

/// Why the sweeps are left out here, if they are. Installs strace where apt-get is there and allowed.
pub(crate) fn skipped() -> Option<&'static str> {
    static WHY: OnceLock<Option<&'static str>> = OnceLock::new();
    *WHY.get_or_init(|| {
        let works = || {
            Command::new("strace")
                .args(["-f", "-o", "/dev/null", "true"])
                .output()
                .is_ok_and(|out| out.status.success())
        };
        if works() {
            return None;
        }
        let _installed =
            Command::new("apt-get").args(["install", "-y", "-qq", "--no-install-recommends", "strace"]).output();
        (!works()).then_some("strace does not work here")
    })
}

/// A command on a store, and how the store is before it.
pub(crate) struct Scene {
    folder: tempfile::TempDir,
    /// The store's files as they are before, by the end of their names.
    before: BTreeMap<&'static str, Vec<u8>>,
    args: Vec<String>,
    /// What the command leaves when nothing happens to it.
    pub(crate) finished: String,
}

/// The ends of the names of a store's files.
const FILES: [&str; 3] = ["", "-wal", "-shm"];

impl Scene {
    pub(crate) fn new(before: BTreeMap<&'static str, Vec<u8>>, args: &[&str], pages: &str) -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("pages.jsonl"), pages).expect("written");
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        let mut scene = Scene { folder, before, args, finished: String::new() };
        scene.reset();
        assert!(scene.run(&[]).status.success(), "{:?}", scene.args);
        scene.finished = scene.shown();
        scene
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.folder.path().join("news.hw")
    }

    /// Puts the store's files back.
    pub(crate) fn reset(&self) {
        for entry in self.folder.path().read_dir().expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if !entry.ends_with("pages.jsonl") {
                std::fs::remove_file(entry).expect("removed");
            }
        }
        for (end, bytes) in &self.before {
            std::fs::write(self.folder.path().join(format!("news.hw{end}")), bytes).expect("written");
        }
    }

    /// Runs the command under strace with these arguments, or by itself.
    pub(crate) fn run(&self, strace: &[&str]) -> bounds::Ended {
        let own = env!("CARGO_BIN_EXE_headwater");
        let mut command = Command::new(if strace.is_empty() { own } else { "strace" });
        if !strace.is_empty() {
            command.args(["-f", "-qq", "-o", "calls"]).args(strace).arg(own);
        }
        command
            .args(&self.args)
            .args(["--store", "news.hw"])
            .current_dir(self.folder.path())
            .env("HEADWATER_THREADS", "1");
        bounds::run(command, self.folder.path())
    }

    pub(crate) fn calls(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("calls")).expect("strace's log")
    }

    /// How many of these calls the busiest thread makes: strace counts them thread by thread.
    fn count(&self, calls: &str) -> usize {
        self.reset();
        self.run(&["-e", &format!("trace={calls}")]);
        let mut of_threads: BTreeMap<String, usize> = BTreeMap::new();
        for line in self.calls().lines().filter(|line| line.contains('(') && !line.contains("resumed>")) {
            *of_threads.entry(line.split(' ').next().unwrap_or_default().to_owned()).or_default() += 1;
        }
        of_threads.into_values().max().unwrap_or_default()
    }

    pub(crate) fn shown(&self) -> String {
        shown(&Store::open(self.store()).expect("it opens"))
    }

    /// Does this to the command at some of these calls, and looks at what it leaves; how many calls it was done to.
    fn sweep(&self, calls: &str, what: &str, most: usize, look: &dyn Fn(&bounds::Ended, &str)) -> usize {
        let count = self.count(calls);
        let step = if rounds() == 1 { count.div_ceil(most).max(1) } else { 1 };
        let mut done = 0;
        for at in (1..=count).step_by(step) {
            self.reset();
            // A disk that is full stays so.
            let on = if what.ends_with("ENOSPC") { "+" } else { "" };
            let inject = format!("inject={calls}:{what}:when={at}{on}");
            let ended = self.run(&["-e", &format!("trace={calls}"), "-e", &inject]);
            let log = self.calls();
            assert!(log.contains("INJECTED") || log.contains("killed by SIGKILL"), "nothing happened at {calls} {at}");
            let place = format!("{:?}, {what} at {calls} {at}", self.args);
            look(&ended, &place);
            let acknowledged: BTreeSet<String> = saved(&ended.error).collect();
            check(&self.store(), &acknowledged);
            if done % 4 == 0 {
                let again = self.run(&[]);
                // What was forgotten cannot be forgotten again, and a copy that is there is not made again.
                let said = ["nothing in the store", "is there already"];
                let done = again.status.success() || said.iter().any(|said| again.error.contains(said));
                assert!(done, "{place}: it does not run again: {}", again.error);
                assert_eq!(self.shown(), self.finished, "{place}");
            }
            done += 1;
        }
        done
    }

    fn kill(&self, most: usize) -> usize {
        self.kill_and(most, &|_| {})
    }

    /// Kills it at single calls, and has a look at what it leaves.
    fn kill_and(&self, most: usize, look: &dyn Fn(&str)) -> usize {
        let killed = |ended: &bounds::Ended, place: &str| {
            assert!(!ended.status.success(), "{place}");
            look(place);
        };
        CALLS.iter().map(|calls| self.sweep(calls, "signal=KILL", most, &killed)).sum()
    }

    /// A file beside the store, if it is there.
    fn beside(&self, name: &str) -> Option<Vec<u8>> {
        std::fs::read(self.folder.path().join(name)).ok()
    }
}

/// All that a store says.
fn shown(store: &Store) -> String {
    let mut out = Vec::new();
    headwater_output::jsonl(&store.records().expect("records"), &mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

pub(crate) fn pages(numbers: std::ops::Range<usize>) -> String {
    numbers.map(line).collect()
}

pub(crate) const READ: [&str; 4] = ["read", "--quiet", "--show-saved", "pages.jsonl"];

/// The store's files after a command was run to its end.
pub(crate) fn files(scene: &Scene) -> BTreeMap<&'static str, Vec<u8>> {
    let read =
        |end: &&'static str| Some((*end, std::fs::read(scene.folder.path().join(format!("news.hw{end}"))).ok()?));
    FILES.iter().filter_map(read).collect()
}

#[test]
fn killed_at_single_calls_while_a_store_is_made_and_filled() {
    if let Some(why) = skipped() {
        return eprintln!("skipped: {why}");
    }
    let made = Scene::new(BTreeMap::new(), &READ, &pages(0..20));
    let points = made.kill(8);
    let updated = Scene::new(files(&made), &READ, &pages(10..30));
    let points = points + updated.kill(8);
    let forgotten = Scene::new(files(&made), &["forget", "https://n.example/3"], "");
    let points = points + forgotten.kill(4);
    eprintln!("tried: {points} kills at single calls of making, updating and forgetting");
}

#[test]
fn killed_at_single_calls_of_a_backup_there_is_a_whole_copy_or_none() {
    if let Some(why) = skipped() {
        return eprintln!("skipped: {why}");
    }
    let made = Scene::new(BTreeMap::new(), &READ, &pages(0..20));
    let copied = Scene::new(files(&made), &["backup", "copy.hw"], "");
    let whole = |place: &str| {
        if copied.beside("copy.hw").is_some() {
            let copy = Store::open(copied.folder.path().join("copy.hw")).expect("it opens");
            assert_eq!(copy.verify().expect("looked"), [], "{place}");
            assert_eq!(shown(&copy), copied.finished, "{place}");
        }
    };
    eprintln!("tried: {} kills at single calls", copied.kill_and(8, &whole));
}

#[test]
fn killed_at_single_calls_of_an_export_the_file_before_or_the_new_one_is_there() {
    if let Some(why) = skipped() {
        return eprintln!("skipped: {why}");
    }
    let made = Scene::new(BTreeMap::new(), &READ, &pages(0..20));
    let export = ["export", "--quiet", "--format", "html", "--out", "news.hw.html"];
    let mut before = files(&made);
    before.insert(".html", b"yesterday's".to_vec());
    let exported = Scene::new(before, &export, "");
    let new = exported.beside("news.hw.html").expect("it is written");
    let whole = |place: &str| {
        let found = exported.beside("news.hw.html").unwrap_or_default();
        assert!(found == b"yesterday's" || found == new, "{place}: {} bytes", found.len());
    };
    eprintln!("tried: {} kills at single calls", exported.kill_and(8, &whole));
}

#[test]
fn killed_at_single_calls_of_an_upgrade() {
    if let Some(why) = skipped() {
        return eprintln!("skipped: {why}");
    }
    let packed =
        std::fs::File::open(root().join("crates/headwater-store/tests/frozen/1.hw.gz")).expect("a frozen store");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed), &mut bytes).expect("unpacked");
    let scene = Scene::new(BTreeMap::from([("", bytes)]), &["show"], "");
    eprintln!("tried: {} kills at single calls", scene.kill(6));
}

#[test]
fn killed_again_while_it_recovers() {
    if let Some(why) = skipped() {
        return eprintln!("skipped: {why}");
    }
    let made = Scene::new(BTreeMap::new(), &READ, &pages(0..20));
    let updated = Scene::new(files(&made), &READ, &pages(10..30));
    let half = updated.count("pwrite64") / 2;
    updated.reset();
    updated.run(&["-e", "trace=pwrite64", "-e", &format!("inject=pwrite64:signal=KILL:when={half}")]);
    let left = files(&updated);
    assert!(left.contains_key("-wal"), "it was killed while there was a log");
    // Twice in a row: the second finds what the first left.
    let first = Scene::new(left, &READ, &pages(10..30));
    let points = first.kill(3);
    let second = Scene::new(files(&first), &READ, &pages(10..30));
    eprintln!("tried: {} kills at single calls of opening after a kill", points + second.kill(3));
}

#[test]
fn without_room_at_any_write_it_says_so_and_keeps_what_it_saved() {
    if let Some(why) = skipped() {
        return eprintln!("skipped: {why}");
    }
    let made = Scene::new(BTreeMap::new(), &READ, &pages(0..20));
    let updated = Scene::new(files(&made), &READ, &pages(10..30));
    let said = |ended: &bounds::Ended, place: &str| {
        // What fails while the log is put into the file at the very end has nothing to lose: all is in the log.
        let done = ended.status.success();
        assert!(done || ended.status.code() == Some(2) && ended.error.contains("news.hw"), "{place}: {}", ended.error);
    };
    let mut points = 0;
    for scene in [&made, &updated] {
        points += scene.sweep("pwrite64", "error=ENOSPC", 10, &said);
        points += scene.sweep("fsync,fdatasync", "error=EIO", 4, &|_, _| {});
    }
    eprintln!("tried: {points} writes and syncs that failed");
}

#[test]
fn with_too_little_memory_it_answers_or_says_so_and_leaves_a_sound_store() {
    if !Command::new("prlimit").arg("--version").output().is_ok_and(|out| out.status.success()) {
        return eprintln!("skipped: there is no prlimit(1) here");
    }
    let made = Scene::new(BTreeMap::new(), &READ, &pages(0..20));
    let updated = Scene::new(files(&made), &READ, &pages(10..30));
    let (mut steps, mut answered) = (0, 0);
    let mebibytes = (0..).map(|step| 1024 * 3_usize.pow(step) / 4_usize.pow(step)).take_while(|size| 64 <= *size);
    for size in mebibytes.chain([64]) {
        updated.reset();
        let mut command = Command::new("prlimit");
        command.arg(format!("--as={}", size << 20)).arg(env!("CARGO_BIN_EXE_headwater")).args(&updated.args);
        command.args(["--store", "news.hw"]).current_dir(updated.folder.path()).env("HEADWATER_THREADS", "2");
        let ended = bounds::run(command, updated.folder.path());
        check(&updated.store(), &saved(&ended.error).collect());
        match ended.status.success() {
            true => assert_eq!(updated.shown(), updated.finished, "{size} MiB"),
            false => assert!(!ended.error.trim().is_empty(), "{size} MiB: {}", ended.status),
        }
        steps += 1;
        answered += usize::from(ended.status.success());
    }
    eprintln!("tried: {steps} sizes from 1024 to 64 MiB, {answered} of them enough");
}
