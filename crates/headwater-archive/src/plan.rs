//! The plan: steps in SQL, each from the tables of those before it to one file.

use std::time::Duration;

/// What a step did.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// How many rows it found.
    pub rows: usize,
    /// How many bytes its file has.
    pub bytes: u64,
    /// How long it took; none if an earlier run had done it.
    pub took: Option<Duration>,
}

/// The steps up to the pairs: the name of each, which is that of its table, and its plan.
pub(crate) const TO_PAIRS: [(&str, &str); 5] = [
    ("article", include_str!("sql/article.sql")),
    ("terms", include_str!("sql/terms.sql")),
    ("met", include_str!("sql/met.sql")),
    ("near", include_str!("sql/near.sql")),
    ("pair", include_str!("sql/pair.sql")),
];
/// The pairs as edges, which rounds then make stars of.
pub(crate) const EDGE: &str = include_str!("sql/edge.sql");
/// One round.
pub(crate) const ROUND: &str = include_str!("sql/round.sql");
/// Whether a round changed anything.
pub(crate) const CHANGED: &str = include_str!("sql/changed.sql");
/// From stars to stories.
pub(crate) const STORY: &str = include_str!("sql/story.sql");
/// From stories to rows.
const TOLD: &str = include_str!("sql/told.sql");
/// The rows in order.
pub(crate) const TABLES: &str = include_str!("sql/tables.sql");

/// From stories to rows, with the records or without.
pub(crate) fn told(lines: bool) -> String {
    TOLD.replace("{lines}", if lines { "true" } else { "false" })
}
