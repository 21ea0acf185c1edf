//! The example pages that are built in: invented outlets, people and places, as messy as real ones.

use headwater::Page;
use headwater_input::{Cleaning, Problem, in_memory};

const PAGES: [(&str, &[u8]); 5] = [
    ("a.txt", include_bytes!("../../../corpus/harbour-talks/a.txt")),
    ("b.txt", include_bytes!("../../../corpus/harbour-talks/b.txt")),
    ("c.html", include_bytes!("../../../corpus/harbour-talks/c.html")),
    ("d.jsonl", include_bytes!("../../../corpus/harbour-talks/d.jsonl")),
    ("other.txt", include_bytes!("../../../corpus/harbour-talks/other.txt")),
];

/// The pages, as if they had been read from files.
pub(crate) fn pages(cleaning: Cleaning) -> impl Iterator<Item = Result<Page, Problem>> + Send {
    PAGES.iter().flat_map(move |(name, bytes)| in_memory(name, bytes, cleaning))
}
