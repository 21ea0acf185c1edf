//! A power cut: what was written and not synced may be on disk, or not, or in part, in any order. The program's own calls
//! are written down by strace(1), and disks are made of them as a cut at any moment could leave them.

use std::collections::BTreeSet;
use std::path::Path;

use headwater_store::Store;

use crate::kill::{Dice, saved};
use crate::rounds;
use crate::sweep::{READ, Scene, files, pages, skipped};

/// How many cuts on each change, and after how many of them the same command is run again to its end.
const CUTS: usize = 300;
const AGAIN: usize = 30;
/// The bytes that a disk writes whole or not at all.
const SECTOR: usize = 512;

/// What a call did to the store's file or, with `log`, to its log.
enum Call {
    Write {
        log: bool,
        at: usize,
        bytes: Vec<u8>,
    },
    Shorten {
        log: bool,
        to: usize,
    },
    Sync {
        log: bool,
    },
    /// The folder was synced: the log's name, or that it has none, is on disk.
    Named,
    /// The log was removed.
    Removed,
    /// Something was said on standard error.
    Said(String),
}

/// Bytes as strace prints them: `\x6e\x65`.
fn bytes(printed: &str) -> Vec<u8> {
    printed.split("\\x").skip(1).map(|two| u8::from_str_radix(two, 16).expect("two digits")).collect()
}

/// The call of a line like `4711 pwrite64(4<path>, "bytes", 2, 0) = 2`.
fn call(line: &str, folder: &str) -> Option<Call> {
    assert!(!line.contains("unfinished"), "calls of two threads are mixed");
    let (name, rest) = line.split_once(' ')?.1.trim_start().split_once('(')?;
    if name == "unlink" {
        let path = String::from_utf8(bytes(rest.split('"').nth(1)?)).ok()?;
        return path.ends_with("news.hw-wal").then_some(Call::Removed);
    }
    let path = String::from_utf8(bytes(rest.split(['<', '>']).nth(1)?)).ok()?;
    let written = || rest.split('"').nth(1).map(bytes);
    let last = || rest.rsplit_once(") = ")?.0.rsplit(", ").next()?.parse().ok();
    if name == "write" {
        return path
            .ends_with("/error")
            .then(|| Call::Said(String::from_utf8(written().expect("bytes")).expect("UTF-8")));
    }
    if path == folder {
        return Some(Call::Named);
    }
    let log = match path.strip_prefix(folder)? {
        "/news.hw" => false,
        "/news.hw-wal" => true,
        _ => return None,
    };
    match name {
        "pwrite64" => Some(Call::Write { log, at: last()?, bytes: written()? }),
        "ftruncate" => Some(Call::Shorten { log, to: last()? }),
        "fsync" | "fdatasync" => Some(Call::Sync { log }),
        other => panic!("{other} is not known here"),
    }
}

/// A file as it is on disk, and what was done to it since it was synced.
#[derive(Default)]
struct File<'a> {
    durable: Vec<u8>,
    pending: Vec<&'a Call>,
}

impl<'a> File<'a> {
    fn sync(&mut self) {
        for call in std::mem::take(&mut self.pending) {
            self.apply(call, &mut |_| true);
        }
    }

    /// Does what a call did, as far as its sectors came to the disk.
    fn apply(&mut self, call: &Call, came: &mut dyn FnMut(usize) -> bool) {
        match call {
            Call::Write { at, bytes, .. } => {
                for (number, sector) in bytes.chunks(SECTOR).enumerate().filter(|(number, _)| came(*number)) {
                    let start = at + number * SECTOR;
                    self.durable.resize(self.durable.len().max(start + sector.len()), 0);
                    self.durable[start..start + sector.len()].copy_from_slice(sector);
                }
            }
            Call::Shorten { to, .. } if came(0) => self.durable.resize(*to, 0),
            _ => {}
        }
    }

    /// What a cut leaves of it: each call that was not synced came to the disk, or did not, or in part.
    fn cut(mut self, dice: &mut Dice) -> Vec<u8> {
        for call in std::mem::take(&mut self.pending) {
            match dice.below(3) {
                0 => {}
                1 => self.apply(call, &mut |_| true),
                _ => self.apply(call, &mut |_| dice.below(2) == 0),
            }
        }
        self.durable
    }
}

/// The store's file, its log if there is one, and what was said before the cut.
fn cut(calls: &[Call], before: &[u8], heed_syncs: bool, dice: &mut Dice) -> (Vec<u8>, Option<Vec<u8>>, String) {
    let (mut file, mut log) = (File { durable: before.to_vec(), ..File::default() }, File::default());
    // Whether the log is there; and what its folder had on disk last.
    let (mut there, mut named, mut said) = (false, Some(false), String::new());
    for call in calls {
        match call {
            Call::Write { log: of_log, .. } | Call::Shorten { log: of_log, .. } => {
                if *of_log && !there {
                    (there, named) = (true, None);
                }
                if *of_log { &mut log } else { &mut file }.pending.push(call);
            }
            Call::Sync { log: of_log } if heed_syncs => if *of_log { &mut log } else { &mut file }.sync(),
            Call::Named if heed_syncs => named = Some(there),
            Call::Removed => (there, named) = (false, None),
            Call::Said(words) => said += words,
            Call::Sync { .. } | Call::Named => {}
        }
    }
    let keeps_log = named.unwrap_or_else(|| dice.below(2) == 0);
    (file.cut(dice), keeps_log.then(|| log.cut(dice)), said)
}

/// Whether what a cut left is sound, and has what was said to be saved.
fn look(store: &Path, said: &str) -> Result<(), String> {
    let opened = Store::open(store).map_err(|error| error.to_string())?;
    let faults = opened.verify().map_err(|error| error.to_string())?;
    if let Some(fault) = faults.first() {
        return Err(format!("{}: {}", fault.at, fault.what));
    }
    let acknowledged: BTreeSet<String> = saved(said).collect();
    match acknowledged.iter().find(|id| opened.id(id).is_err()) {
        Some(lost) => Err(format!("{lost} was saved and is lost")),
        None => Ok(()),
    }
}

#[test]
fn after_a_power_cut_at_any_moment_what_was_saved_is_there() {
    if let Some(why) = skipped() {
        return eprintln!("skipped: {why}");
    }
    let made = Scene::new(Default::default(), &READ, &pages(0..20));
    let before = files(&made)[""].clone();
    // More than a batch, so that pages are said to be saved long before the end.
    let scene = Scene::new(files(&made), &READ, &pages(10..150));
    scene.reset();
    let trace = "trace=pwrite64,pwritev,fsync,fdatasync,ftruncate,unlink,rename,write";
    assert!(scene.run(&["-xx", "-y", "-s", "10000000", "-e", trace]).status.success());
    let folder = scene.store().parent().expect("a folder").canonicalize().expect("a folder").display().to_string();
    let log = scene.calls();
    let calls: Vec<Call> = log.lines().filter_map(|line| call(line, &folder)).collect();
    let syncs = calls.iter().filter(|call| matches!(call, Call::Sync { .. })).count();
    assert!(3 < syncs && calls.iter().any(|call| matches!(call, Call::Named)), "{syncs} syncs");
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut lost_without_syncs = 0;
    let cuts = CUTS * rounds();
    for number in 0..cuts {
        let at = dice.below(calls.len() as u64 + 1) as usize;
        for heed_syncs in [true, false] {
            let (file, log, said) = cut(&calls[..at], &before, heed_syncs, &mut dice);
            scene.reset();
            let store = scene.store();
            std::fs::write(&store, file).expect("written");
            log.into_iter().for_each(|log| std::fs::write(store.with_extension("hw-wal"), log).expect("written"));
            match (look(&store, &said), heed_syncs) {
                (Err(why), true) => panic!("cut {number}, after {at} calls: {why}"),
                (Err(_), false) => lost_without_syncs += 1,
                (Ok(()), true) if number % AGAIN == 0 => {
                    assert!(scene.run(&[]).status.success());
                    assert_eq!(scene.shown(), scene.finished, "cut {number}, after {at} calls");
                }
                (Ok(()), _) => {}
            }
        }
    }
    assert!(0 < lost_without_syncs, "without its syncs it would lose something, or this finds nothing");
    eprintln!(
        "tried: {cuts} cuts among {} calls; {lost_without_syncs} would have done harm without syncs",
        calls.len()
    );
}
