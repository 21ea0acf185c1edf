//! Killed at any moment: what was said to be saved is there, once; nothing is half there. Longer runs:
//! `HEADWATER_ROUNDS=10 cargo test -p headwater-cli --test cli kill`.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use headwater_store::Store;

use crate::{rounds, run};

/// How many kills, and after how many of them a new store is begun.
const KILLS: u64 = 200;
const KILLS_OF_A_STORE: usize = 10;
/// Pages that one run is given, and how many of them the run before was given too.
const PAGES: usize = 20;
const AGAIN: usize = 10;

/// Numbers that look drawn by chance.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A small page; some tell one story, and some are another wording of an earlier one.
pub(crate) fn line(number: usize) -> String {
    let thing = ["ferry", "bank", "bridge", "mine", "court", "school", "harbour"][number % 7];
    let place = ["Tolmeza", "Querl", "Brundel", "Ostrevaal", "Merrendal"][number / 7 % 5];
    let address = if number % 10 == 9 { number - 3 } else { number };
    format!(
        "{{\"url\": \"https://n.example/{address}\", \"text\": \"The {thing} of {place} closed, Ola Venn {number} said.\"}}\n"
    )
}

fn start(store: &Path, pages: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(["read", "--show-saved", "--store"]).arg(store).arg(pages);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs")
}

/// The ids that it said are saved. A line that broke off was not said.
pub(crate) fn saved(said: &str) -> impl Iterator<Item = String> {
    let lines = said.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let ids = lines.filter_map(|line| line.strip_prefix("saved ")?.split(' ').next());
    ids.filter(|id| id.starts_with("a-")).map(str::to_owned)
}

fn said(mut child: Child) -> String {
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
    child.wait().expect("it ends");
    said
}

/// Opens what a kill left, as the next command would.
pub(crate) fn check(store: &Path, acknowledged: &BTreeSet<String>) {
    if !store.exists() {
        assert!(acknowledged.is_empty(), "something was saved, and there is no store");
        return;
    }
    let store = Store::open(store).expect("it opens");
    assert_eq!(store.verify().expect("looked"), []);
    for id in acknowledged {
        assert_eq!(store.id(id).expect("it is there"), *id);
    }
}

/// When to kill: after the program has loaded what it knows, and before it is done. How long that takes on this machine,
/// beside whatever else runs there, is learnt as it goes.
struct Moment {
    micros: f64,
    dice: Dice,
}

impl Moment {
    fn draw(&mut self) -> Duration {
        Duration::from_micros((self.micros * (0.7 + self.dice.below(600) as f64 / 1000.0)) as u64)
    }

    fn learn(&mut self, done: bool, something_was_saved: bool) {
        match (done, something_was_saved) {
            (true, _) => self.micros *= 0.9,
            (false, false) => self.micros *= 1.1,
            (false, true) => {}
        }
    }
}

/// What kills came to.
#[derive(Default)]
struct Count {
    stopped: usize,
    stopped_after_some: usize,
}

#[test]
fn killed_at_any_moment_what_was_saved_is_there_once() {
    let number = |name: &str, or: u64| std::env::var(name).ok().and_then(|given| given.parse().ok()).unwrap_or(or);
    let (kills, seed) = (KILLS as usize * rounds(), number("HEADWATER_SEED", 0x5DEE_CE66_D1CE_B00C));
    let half = |seed: u64| move || killed(Moment { micros: 3e5, dice: Dice(seed) }, kills / 2);
    let counts = std::thread::scope(|scope| {
        let halves = [scope.spawn(half(seed)), scope.spawn(half(seed ^ 0x9E37_79B9_7F4A_7C15))];
        halves.map(|half| half.join().expect("no half fails"))
    });
    let stopped: usize = counts.iter().map(|count| count.stopped).sum();
    let after_some: usize = counts.iter().map(|count| count.stopped_after_some).sum();
    eprintln!("tried: {kills} kills, {stopped} before the end, {after_some} of them after something was saved");
    assert!(kills < 50 || kills / 4 < stopped && kills / 20 < after_some, "{stopped}, {after_some} of {kills}");
}

fn killed(mut moment: Moment, kills: usize) -> Count {
    let folder = tempfile::tempdir().expect("a folder");
    let mut count = Count::default();
    for begun in 0..kills.div_ceil(KILLS_OF_A_STORE) {
        let store = folder.path().join(format!("{begun}.hw"));
        let mut acknowledged = BTreeSet::new();
        let mut given: BTreeSet<usize> = BTreeSet::new();
        for kill in 0..KILLS_OF_A_STORE.min(kills - begun * KILLS_OF_A_STORE) {
            let first = kill * (PAGES - AGAIN);
            given.extend(first..first + PAGES);
            let pages = folder.path().join("pages.jsonl");
            std::fs::write(&pages, (first..first + PAGES).map(line).collect::<String>()).expect("written");
            let mut child = start(&store, &pages);
            std::thread::sleep(moment.draw());
            let done = child.try_wait().expect("asked").is_some();
            child.kill().expect("killed");
            let ids: BTreeSet<String> = saved(&said(child)).collect();
            moment.learn(done, !ids.is_empty());
            count.stopped += usize::from(!done);
            count.stopped_after_some += usize::from(!done && !ids.is_empty());
            acknowledged.extend(ids);
            check(&store, &acknowledged);
        }
        if begun == 0 {
            finished(&store, folder.path(), &given);
        }
    }
    count
}

/// Run to its end, the store says what one that was never stopped says.
fn finished(store: &Path, folder: &Path, given: &BTreeSet<usize>) {
    let pages = folder.join("all.jsonl");
    std::fs::write(&pages, given.iter().map(|number| line(*number)).collect::<String>()).expect("written");
    let (pages, whole) = (pages.to_str().expect("UTF-8"), folder.join("whole.hw"));
    let shown = |store: &Path| {
        let store = store.to_str().expect("UTF-8");
        let (_, error, status) = run(&["read", "--quiet", pages, "--store", store]);
        assert_eq!(status, 0, "{error}");
        run(&["show", "--format", "jsonl", "--store", store]).0
    };
    assert_eq!(shown(store), shown(&whole));
    std::fs::remove_file(whole).expect("removed");
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_a_sound_store_and_says_how_many_are_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, pages) = (folder.path().join("news.hw"), folder.path().join("pages.jsonl"));
    std::fs::write(&pages, (0..2000).map(line).collect::<String>()).expect("written");
    let mut child = start(&store, &pages);
    let mut beginning = [0; 6];
    child.stderr.as_mut().expect("a pipe").read_exact(&mut beginning).expect("something is saved");
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(interrupt.success());
    let mut rest = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut rest).expect("UTF-8");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let all = String::from_utf8_lossy(&beginning).into_owned() + &rest;
    let acknowledged: BTreeSet<String> = saved(&all).collect();
    assert!(!acknowledged.is_empty() && acknowledged.len() < 2000);
    let last = all.lines().last().expect("a last line");
    assert!(last.starts_with("stopped: saved in ") && last.ends_with("run the same again for the rest"), "{last}");
    check(&store, &acknowledged);
}
