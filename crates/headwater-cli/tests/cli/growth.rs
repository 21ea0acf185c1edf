//! Time grows with the length of what goes in, and not with its square: each shape of input in three sizes, each twice as
//! large as the one before, by the time of a processor that the real program took.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use crate::bounds;
use crate::shelf::{SLOWER, large};

/// The most that the exponent of growth may be: 1 where time doubles with the length, 2 where it is four times as much.
const MOST: f64 = 1.5;
/// The sizes are run again as long as the exponent is over this, so often at most: what runs beside them only ever makes
/// them slower, so the fastest run of each counts.
const PLAIN: f64 = 1.3;
const TRIES: usize = 5;
/// The fewest seconds over an empty start that tell anything: the system counts in hundredths.
const LEAST: f64 = 0.08;

/// Makes input of so many units.
type Make = fn(usize) -> String;

/// Invented words, so that names, places and things differ from one to the next.
fn word(number: usize) -> String {
    const HEADS: [&str; 11] = ["Ost", "Mer", "Brun", "Quer", "Tol", "Vark", "Hal", "Nor", "Pel", "Gres", "Dan"];
    const TAILS: [&str; 13] =
        ["aval", "endal", "del", "lin", "meza", "nik", "devik", "vane", "laska", "sund", "orra", "ingen", "elby"];
    format!("{}{}", HEADS[number % 11], TAILS[number / 11 % 13])
}

fn name(number: usize) -> String {
    const FIRST: [&str; 7] = ["Ola", "Ina", "Per", "Ilse", "Jor", "Mette", "Tam"];
    format!("{} {}", FIRST[number % 7], word(number / 7 * 5 + number))
}

/// A paragraph of a report as they are written: a statement with a source, a quotation, a denial or a day.
fn paragraph(number: usize) -> String {
    let (person, place, thing) = (name(number), word(number * 3 + 1), word(number * 7 + 2));
    match number % 4 {
        0 => format!("The {thing} bridge near {place} will close for {number} days, mayor {person} said on Tuesday."),
        1 => format!("“Nobody told the {place} council of it,” {person} told the {thing} Courier. “We will ask.”"),
        2 => format!("Two people familiar with the plan said {person} had left {place} on {} May.", 1 + number % 30),
        _ => format!("{person} of the {thing} union denied that the ferry to {place} would stop, citing a letter."),
    }
}

fn prose(paragraphs: usize) -> String {
    (0..paragraphs).map(|number| paragraph(number) + "\n\n").collect()
}

fn quotations(count: usize) -> String {
    (0..count).map(|at| format!("“It is the {} one,” he said, and she said: “Not the {at}.”\n\n", word(at))).collect()
}

fn names_and_days(count: usize) -> String {
    let day =
        |at| format!("{} met {} in {} on {} June {}. ", name(at), name(at * 3), word(at), 1 + at % 28, 1990 + at % 30);
    (0..count).map(day).collect()
}

fn html(paragraphs: usize) -> String {
    let part = |at| {
        let text = paragraph(at);
        format!("<div class=p{at}><p>{text} <a href=\"/{at}\">More on <b>{}</b></a></p></div>", word(at))
    };
    let body: String = (0..paragraphs).map(part).collect();
    format!(
        "<!doctype html><html><head><title>Bridge to close</title></head><body><article>{body}</article></body></html>"
    )
}

/// Short articles, each of something else.
fn lines(articles: usize) -> String {
    let mut lines = String::new();
    for at in 0..articles {
        let (text, more) = (paragraph(at * 17 + 3), paragraph(at * 31 + 8));
        let _ = writeln!(lines, "{{\"url\": \"https://n.example/{at}\", \"text\": \"{text}\\n\\n{more}\"}}");
    }
    lines
}

fn feed(entries: usize) -> String {
    let entry = |at| {
        let text = format!("{} {}", paragraph(at * 17 + 3), paragraph(at * 31 + 8));
        format!(
            "<item><title>{}</title><link>https://f.example/{at}</link><description>{text}</description></item>",
            word(at)
        )
    };
    let entries: String = (0..entries).map(entry).collect();
    format!("<rss version=\"2.0\"><channel><title>Courier</title>{entries}</channel></rss>")
}

/// One report under as many mastheads.
fn copies(articles: usize) -> String {
    let text = (0..6).map(|at| paragraph(at + 40)).collect::<Vec<_>>().join("\\n\\n");
    let line = |at| {
        format!(
            "{{\"url\": \"https://c{at}.example/a\", \"outlet\": \"{} Post {at}\", \"text\": \"{text}\"}}\n",
            word(at)
        )
    };
    (0..articles).map(line).collect()
}

/// One story, told by each in words of its own.
fn accounts(articles: usize) -> String {
    let line = |at: usize| {
        let (thing, outlet) = (["bow door", "car deck", "radio"][at % 3], word(at));
        let said = [
            format!("A {thing} of the ferry Alvina had been left open, harbour master Per Ekdal said on Tuesday."),
            format!("The ferry Alvina sank off Tolmeza on Monday night with {} people on board.", 38 + at % 4),
            format!(
                "The {outlet} Post, citing two people familiar with the inquiry, reported that a {thing} was open."
            ),
        ];
        let text = [&said[at % 3], &said[(at + 1) % 3], &paragraph(at + 5)].map(String::as_str).join("\\n\\n");
        format!("{{\"url\": \"https://c{at}.example/a\", \"outlet\": \"{outlet} Post\", \"text\": \"{text}\"}}\n")
    };
    (0..articles).map(line).collect()
}

/// The shapes, with the extension of their files and the size of the smallest.
const SHAPES: [(&str, &str, usize, Make); 8] = [
    ("paragraphs", "txt", 500, prose),
    ("quotations", "txt", 400, quotations),
    ("names and days", "txt", 400, names_and_days),
    ("markup", "html", 500, html),
    ("lines of JSON", "jsonl", 150, lines),
    ("entries of a feed", "rss", 150, feed),
    ("copies of one story", "jsonl", 150, copies),
    ("accounts of one story", "jsonl", 100, accounts),
];

/// The seconds of a processor that reading a file takes.
fn seconds(file: &Path, threads: &str, folder: &Path) -> f64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(["read", "--quiet", "--format", "jsonl", "--threads", threads]).arg(file);
    command.env_remove("HEADWATER_STORE");
    let ended = bounds::run(command, folder);
    assert!(matches!(ended.status.code(), Some(0 | 1)), "{}: {}", file.display(), ended.error);
    assert!(1000 < ended.out.len() || file.ends_with("start.txt"), "something was read of {}", file.display());
    ended.processor
}

/// What an empty start takes: what the program knows is loaded.
fn start(folder: &Path) -> f64 {
    let file = folder.join("start.txt");
    std::fs::write(&file, "Ferries stop.").expect("written");
    (0..TRIES).map(|_| seconds(&file, "1", folder)).fold(f64::MAX, f64::min)
}

/// What the length is raised to, to give the time; of three sizes, each twice as large as the one before.
fn exponent_of(took: [f64; 3]) -> f64 {
    (took[2] / took[0].max(0.01)).log2() / 2.0
}

#[test]
fn a_square_would_be_noticed() {
    assert!(exponent_of([0.2, 0.8, 3.2]) > MOST && exponent_of([0.2, 0.4, 0.8]) < 1.01);
}

#[test]
fn time_grows_with_length_and_not_with_its_square() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = start(folder.path());
    if start == 0.0 {
        return eprintln!("skipped: the time of a processor is not told here");
    }
    let (mut steepest, mut wrong) = ((0.0, ""), Vec::new());
    for (shape, kind, size, make) in SHAPES {
        let files = [1, 2, 4].map(|times| {
            let file = folder.path().join(format!("{times}.{kind}"));
            std::fs::write(&file, make(size * times)).expect("written");
            file
        });
        let mut took = [f64::MAX; 3];
        let mut exponent = f64::MAX;
        for _ in 0..TRIES {
            for (file, took) in files.iter().zip(&mut took) {
                *took = took.min(seconds(file, "1", folder.path()) - start);
            }
            exponent = exponent_of(took);
            if exponent <= PLAIN {
                break;
            }
        }
        eprintln!("{shape}: {:.2} s, {:.2} s, {:.2} s: exponent {exponent:.2}", took[0], took[1], took[2]);
        assert!(LEAST <= took[0], "{shape}: too little to measure");
        steepest = if steepest.0 < exponent { (exponent, shape) } else { steepest };
        wrong.extend((MOST < exponent).then(|| format!("{shape}: {took:?}, exponent {exponent:.2}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let shapes = SHAPES.len();
    eprintln!("tried: {shapes} shapes in 3 sizes; the steepest, {}, has exponent {:.2}", steepest.1, steepest.0);
}

/// One report under thousands of mastheads, each with a few words of its own.
#[test]
fn a_story_of_thousands_of_near_copies_is_cheap() {
    const MOST_SECONDS: f64 = 60.0;
    const MOST_MEMORY: u64 = 600;
    let folder = tempfile::tempdir().expect("a folder");
    let (file, articles) = (folder.path().join("a.jsonl"), large(5_000));
    let near: String = copies(articles)
        .lines()
        .enumerate()
        .map(|(at, line)| line.replace("denied", &format!("of {} denied", word(at))) + "\n")
        .collect();
    std::fs::write(&file, near).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
    command.args(["read", "--quiet", "--format", "jsonl"]).arg(&file).env_remove("HEADWATER_STORE");
    let ended = bounds::run(command, folder.path());
    let out = String::from_utf8_lossy(&ended.out).into_owned();
    let count = |kind: &str| out.matches(&format!("{{\"type\":\"{kind}\"")).count();
    assert_eq!((count("article"), count("story")), (articles, 1), "{}", ended.error);
    let (seconds, memory) = (ended.processor, ended.memory);
    assert!(seconds <= MOST_SECONDS * SLOWER && memory <= MOST_MEMORY, "{seconds} s, {memory} MiB");
    eprintln!("tried: {articles} articles, {seconds:.1} s, {memory} MiB");
}

/// The time of all threads together: that none waits by turning round, and none does what another does.
#[test]
fn more_threads_take_little_more_of_the_processors() {
    const MOST: f64 = 1.7;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.jsonl");
    std::fs::write(&file, lines(600) + &accounts(60)).expect("written");
    if start(folder.path()) == 0.0 {
        return eprintln!("skipped: the time of a processor is not told here");
    }
    let threads = ["1", "2", "8"];
    let mut took = [f64::MAX; 3];
    for _ in 0..TRIES {
        for (threads, took) in threads.iter().zip(&mut took) {
            *took = took.min(seconds(&file, threads, folder.path()));
        }
        if took[1].max(took[2]) <= took[0] * MOST {
            break;
        }
    }
    assert!(took[1].max(took[2]) <= took[0] * MOST, "{took:?}");
    eprintln!("tried: {:.2} s of a processor with 1 thread, {:.2} with 2, {:.2} with 8", took[0], took[1], took[2]);
}
