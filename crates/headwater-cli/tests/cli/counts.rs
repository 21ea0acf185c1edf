//! Counts add up: of folders drawn by chance, every file is an article, or several, or known already, or passed over, or
//! unread, and each is told.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use crate::kill::Dice;
use crate::{finish, headwater, of_type, rounds};

/// How many folders on each change; of so many, one goes into a store too.
const FOLDERS: usize = 50;
const STORED: usize = 5;
/// The most files of a folder, and the most pages of a file that can have several.
const FILES: u64 = 8;
const PAGES: u64 = 5;

/// What is in a folder.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    /// Pages that nothing is wrong with, each once.
    articles: usize,
    /// Pages that are there again, word for word and under the same address.
    again: usize,
    /// Files that are no pages.
    passed_over: usize,
    /// Files and pages that cannot be read.
    unread: usize,
}

/// Fills a folder, and counts what it puts there.
struct Draw<'a> {
    dice: &'a mut Dice,
    folder: &'a Path,
    count: Count,
    addresses: BTreeSet<u64>,
}

impl Draw<'_> {
    fn fill(&mut self) {
        for number in 0..self.dice.below(FILES + 1) {
            let folder = ["", "below", "below/deep"][self.dice.below(3) as usize];
            let folder = self.folder.join(folder);
            std::fs::create_dir_all(&folder).expect("a folder");
            self.file(&folder, number);
        }
    }

    fn file(&mut self, folder: &Path, number: u64) {
        let (name, bytes) = match self.dice.below(9) {
            0 => ("txt", self.text(number)),
            1 => ("html", [b"<!doctype html><p>".to_vec(), self.text(number)].concat()),
            2 => ("txt.gz", packed(&self.text(number))),
            3 => ("jsonl", self.lines()),
            4 => ("rss", self.feed(number)),
            5 => ("csv", self.table(number)),
            6 => (["md", "png", "docx"][self.dice.below(3) as usize], self.passed_over(b"no page".to_vec())),
            7 => ("txt", self.passed_over(Vec::new())),
            _ => ("txt", self.broken()),
        };
        std::fs::write(folder.join(format!("{number}.{name}")), bytes).expect("written");
    }

    fn text(&mut self, number: u64) -> Vec<u8> {
        self.count.articles += 1;
        format!("The ferry of Tolmeza closed, Ola Venn said. {number} people waited.").into_bytes()
    }

    /// Lines of JSON: some are broken, some say nothing, some stand there again.
    fn lines(&mut self) -> Vec<u8> {
        let mut lines = String::new();
        for _ in 0..1 + self.dice.below(PAGES) {
            match self.dice.below(5) {
                0 => lines += "{\"text\": \n",
                1 => lines += "{\"title\": \"Ferries\"}\n",
                _ => {
                    let address = self.dice.below(6);
                    let new = self.addresses.insert(address);
                    self.count.articles += usize::from(new);
                    self.count.again += usize::from(!new);
                    lines += &format!(
                        "{{\"url\": \"https://n.example/{address}\", \"text\": \"Mine {address} closed, Ola Venn said.\"}}\n"
                    );
                    continue;
                }
            }
            self.count.unread += 1;
        }
        lines.into_bytes()
    }

    fn feed(&mut self, number: u64) -> Vec<u8> {
        let entries = 1 + self.dice.below(PAGES);
        self.count.articles += entries as usize;
        let entry = |at| {
            format!(
                "<item><link>https://f{number}.example/{at}</link><description>Bank {at} of Querl closed, Ola Venn said.</description></item>"
            )
        };
        let entries: String = (0..entries).map(entry).collect();
        format!("<rss version=\"2.0\"><channel><title>Courier</title>{entries}</channel></rss>").into_bytes()
    }

    fn table(&mut self, number: u64) -> Vec<u8> {
        let rows = 1 + self.dice.below(PAGES);
        self.count.articles += rows as usize;
        let rows: String =
            (0..rows).map(|at| format!("r{number}-{at},\"School {at} closed, Ola Venn said.\"\n")).collect();
        format!("id,text\n{rows}").into_bytes()
    }

    fn passed_over(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        self.count.passed_over += 1;
        bytes
    }

    fn broken(&mut self) -> Vec<u8> {
        self.count.unread += 1;
        b"\0\x01\x02 no text\0".to_vec()
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// The number in front of some words of what was said; none where they were not said.
fn said(error: &str, words: &str) -> usize {
    let before = error.split(words).next().filter(|before| before.len() < error.len());
    let number = before.and_then(|before| before.split_whitespace().next_back());
    number.map_or(0, |number| number.parse().expect("a number"))
}

/// What the program says of a folder: in its records, and on standard error.
fn told(folder: &Path) -> Count {
    let path = folder.to_str().expect("UTF-8");
    let (out, error, _) = finish(headwater(&["read", "--format", "jsonl", path]));
    let records: Vec<_> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let unread = of_type(&records, "unread").len();
    assert_eq!(error.matches("cannot read `").count(), unread, "{error}");
    let passed_over = said(&error, " files that are no pages");
    let (_, reasons, _) = finish(headwater(&["read", "--quiet", "--why-skipped", path]));
    assert_eq!(reasons.matches("skipped ").count(), passed_over, "{reasons}");
    let again = error.lines().filter(|line| line.contains(" given again, ")).map(|line| said(line, " page")).sum();
    Count { articles: of_type(&records, "article").len(), again, passed_over, unread }
}

/// What adding it to a store says, once and again.
fn stored(folder: &Path, count: &Count) {
    let store = folder.parent().expect("a folder").join("news.hw");
    let add = || {
        let paths = [folder, &store].map(|path| path.to_str().expect("UTF-8"));
        finish(headwater(&["read", paths[0], "--store", paths[1]])).1
    };
    for (new, known) in [(count.articles, count.again), (0, count.articles + count.again)] {
        let error = add();
        assert_eq!((said(&error, " new"), said(&error, " known")), (new, known), "{error}");
        assert_eq!(error.matches("cannot read `").count(), count.unread, "{error}");
    }
    std::fs::remove_file(store).expect("removed");
}

#[test]
fn of_folders_drawn_by_chance_every_file_is_accounted_for() {
    let all = FOLDERS * rounds();
    let half = |seed: u64| move || folders(&mut Dice(seed), all / 2);
    let sums = std::thread::scope(|scope| {
        let halves = [scope.spawn(half(0x5DEE_CE66_D1CE_B00C)), scope.spawn(half(0x2545_F491_4F6C_DD1D))];
        halves.map(|half| half.join().expect("no half fails"))
    });
    let sum = |of: fn(&Count) -> usize| sums.iter().map(of).sum::<usize>();
    let sums = [sum(|one| one.articles), sum(|one| one.again), sum(|one| one.passed_over), sum(|one| one.unread)];
    assert!(sums.iter().all(|sum| 0 < *sum), "the folders have some of each: {sums:?}");
    let [articles, again, passed_over, unread] = sums;
    eprintln!(
        "tried: {all} folders: {articles} articles, {again} pages given again, {passed_over} files passed over, {unread} unread"
    );
}

fn folders(dice: &mut Dice, folders: usize) -> Count {
    let mut sum = Count::default();
    for number in 0..folders {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("pages");
        std::fs::create_dir(&folder).expect("a folder");
        let mut draw = Draw { dice, folder: &folder, count: Count::default(), addresses: BTreeSet::new() };
        draw.fill();
        let count = draw.count;
        assert_eq!(told(&folder), count, "folder {number}");
        if number % STORED == 0 {
            stored(&folder, &count);
        }
        sum.articles += count.articles;
        sum.again += count.again;
        sum.passed_over += count.passed_over;
        sum.unread += count.unread;
    }
    sum
}
