//! How many articles a second are grouped, and in how much memory: `cargo bench -p headwater --bench grouping`.
//!
//! ```text
//! cargo bench -p headwater --bench grouping                     the table of docs/SPEED.md, each row in a process of its own
//! cargo bench -p headwater --bench grouping -- invented 100000  one row
//! cargo bench -p headwater --bench grouping -- write 10000      the invented articles as JSON Lines, for other programs
//! ```

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark reads the clock and prints its table")]

mod invented;

use headwater::{Article, ArticleId, Heap, How, Knowledge, Published, Reading, Signature, Stream, When};

use crate::invented::Invented;

/// What is measured, and on how many articles.
const ROWS: [(&str, usize); 9] = [
    ("invented", 10_000),
    ("invented", 100_000),
    ("invented", 1_000_000),
    ("invented, as a heap", 1_000_000),
    ("undated", 100_000),
    ("few names", 10_000),
    ("few names", 100_000),
    ("one story", 5_000),
    ("real", 12_000),
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.as_slice() {
        [what, count] if what == "write" => write(count.parse().expect("a number of articles")),
        [what, count] => row(what, count.parse().expect("a number of articles")),
        _ => table(),
    }
}

/// Each row in a process of its own, so that each has its own memory.
fn table() {
    println!(
        "| articles | | added, articles/s | last tenth | settle, s | articles/s in all | most memory, MiB | stories |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (what, count) in ROWS {
        let program = std::env::current_exe().expect("this program");
        let status = std::process::Command::new(program).args([what, &count.to_string()]).status();
        assert!(status.is_ok_and(|status| status.success()), "{what} {count}");
    }
}

/// Measures one row. Making up the articles is not counted.
fn row(what: &str, count: usize) {
    let knowledge = Knowledge::bundled();
    let mut signatures = signatures(what, count);
    let mut added: Vec<f64> = Vec::new();
    let mut stream = Stream::new(&knowledge);
    let mut heap = Heap::new(&knowledge);
    let (mut count, streamed) = (0, !what.ends_with("heap"));
    loop {
        let some: Vec<Signature> = signatures.by_ref().take(1_000).collect();
        if some.is_empty() {
            break;
        }
        count += some.len();
        let start = processor_time();
        match streamed {
            true => some.iter().for_each(|signature| stream.add(signature)),
            false => some.iter().for_each(|signature| heap.add(signature)),
        }
        added.push(processor_time() - start);
    }
    let start = processor_time();
    let stories = if streamed { stream.settle() } else { heap.stories() };
    let settled = processor_time() - start;
    let (all, last): (f64, f64) = (added.iter().sum(), added[added.len() - added.len().div_ceil(10)..].iter().sum());
    let last = (added.len().div_ceil(10) * 1_000).min(count) as f64 / last;
    println!(
        "| {what} | {count} | {:.0} | {last:.0} | {settled:.2} | {:.0} | {} | {} |",
        count as f64 / all,
        count as f64 / (all + settled),
        most_memory(),
        stories.len()
    );
}

/// Seconds that the processor worked for this thread, so that other work on the machine counts little; where the system
/// does not tell, seconds by the clock.
fn processor_time() -> f64 {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|field| field.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// The most memory that this process ever had, in MiB; 0 where the system does not tell.
fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<usize>().ok()).unwrap_or(0) / 1024
}

fn signatures(what: &str, count: usize) -> Box<dyn Iterator<Item = Signature>> {
    if what == "real" {
        return Box::new(real().into_iter().take(count));
    }
    let invented = match what {
        "few names" => Invented::few_names(count),
        "one story" => Invented::one_story(count),
        "undated" => Invented::undated(count),
        _ => Invented::stories(count),
    };
    Box::new(invented.map(|article| signature(&article.id, article.day.as_deref(), &article.text)))
}

fn write(count: usize) {
    for article in Invented::stories(count) {
        let row = serde_json::json!({"id": article.id, "published": article.day, "text": article.text, "story": article.story});
        println!("{row}");
    }
}

/// Articles of ../shared; none where that folder is absent.
fn real() -> Vec<Signature> {
    use std::io::{BufRead, BufReader};
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/scale/allsides.jsonl.gz");
    let Ok(file) = std::fs::File::open(path) else { return Vec::new() };
    let lines = BufReader::new(flate2::read::GzDecoder::new(file)).lines().map_while(Result::ok);
    let rows = lines.filter_map(|line| serde_json::from_str::<serde_json::Value>(&line).ok());
    rows.map(|row| {
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        signature(&field("id"), row["published"].as_str(), &field("text"))
    })
    .collect()
}

/// The signature of a text that was not read: grouping looks at words and days only.
fn signature(id: &str, day: Option<&str>, text: &str) -> Signature {
    let day = day.and_then(|day| day.get(..10)?.parse().ok());
    let article = Article {
        id: ArticleId(id.to_owned()),
        place: String::new(),
        url: None,
        outlet: None,
        title: None,
        byline: None,
        dateline: None,
        published: day.map(|day| Published { when: When::day(day), how: How::Metadata, because: Vec::new() }),
        language: "en".to_owned(),
        text: text.to_owned(),
        paragraphs: Vec::new(),
        furniture: Vec::new(),
        notes: Vec::new(),
    };
    headwater::signature(&Reading {
        article,
        sentences: Vec::new(),
        mentions: Vec::new(),
        entities: Vec::new(),
        times: Vec::new(),
        attributions: Vec::new(),
        credits: Vec::new(),
        statements: Vec::new(),
    })
}
