//! How fast files become pages, and with how much memory:
//! `cargo run --release -p headwater-input --example pages -- FILE...`

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "it measures and says so")]

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use headwater::Body;
use headwater_input::{Cleaning, open};

/// Pages, words of main text, and problems.
#[derive(Default)]
struct Sum {
    pages: usize,
    words: usize,
    problems: usize,
}

fn main() {
    let start = Instant::now();
    let sum = Arc::new(Mutex::new(Sum::default()));
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    let threads = std::env::var("HEADWATER_THREADS").ok().and_then(|given| given.parse().ok()).unwrap_or(threads);
    // A short queue: one thread reads the file, the others make pages, and what waits in between is a few records.
    let (give, take) = sync_channel(2 * threads);
    let take = Arc::new(Mutex::new(take));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (take, sum) = (take.clone(), sum.clone());
            scope.spawn(move || {
                loop {
                    let next = take.lock().expect("no thread panics").recv();
                    let Ok(page): Result<headwater_input::ToMake, _> = next else { return };
                    let page = page();
                    count(page, &mut sum.lock().expect("no thread panics"));
                }
            });
        }
        for file in std::env::args().skip(1) {
            for page in open(Path::new(&file), Cleaning::Clean).to_make() {
                give.send(page).expect("a thread takes it");
            }
        }
        drop(give);
    });
    let sum = sum.lock().expect("no thread panics");
    let seconds = start.elapsed().as_secs_f64();
    let (pages, words, problems) = (sum.pages, sum.words, sum.problems);
    println!("{pages} pages, {words} words, {problems} problems in {seconds:.1} s on {threads} threads");
    println!("{:.0} pages/s, at most {} MB of memory", pages as f64 / seconds, most_memory());
}

fn count(page: Result<headwater::Page, headwater_input::Problem>, sum: &mut Sum) {
    match page {
        Ok(page) => {
            let (Body::Dump(text) | Body::Exact(text) | Body::Extracted { text, .. }) = page.body;
            sum.pages += 1;
            sum.words += text.split_whitespace().count();
        }
        Err(problem) => {
            eprintln!("{problem}");
            sum.problems += 1;
        }
    }
}

/// The most memory that was in use, as Linux tells it; 0 elsewhere.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default() / 1024
}
