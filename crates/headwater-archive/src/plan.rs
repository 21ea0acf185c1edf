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

/// A step of the plan.
#[derive(Clone, Copy)]
pub(crate) struct Planned {
    /// The table that it makes.
    pub(crate) table: &'static str,
    /// Its plan.
    pub(crate) sql: &'static str,
    /// What no two of its rows have in common.
    pub(crate) key: &'static str,
    /// Two counts that are the same if no row is missing, where that can be told: in the table, and beforehand.
    pub(crate) counts: Option<[&'static str; 2]>,
}

/// The steps up to the pairs.
pub(crate) const TO_PAIRS: [Planned; 5] = [
    Planned {
        table: "article",
        sql: include_str!("sql/article.sql"),
        key: "id",
        counts: Some(["count(*) FROM article", "count(DISTINCT id) FROM shard"]),
    },
    Planned {
        table: "terms",
        sql: include_str!("sql/terms.sql"),
        key: "article",
        counts: Some(["count(*) FROM terms", "count(*) FROM article"]),
    },
    Planned { table: "met", sql: include_str!("sql/met.sql"), key: "article", counts: None },
    Planned { table: "near", sql: include_str!("sql/near.sql"), key: "article", counts: None },
    Planned { table: "pair", sql: include_str!("sql/pair.sql"), key: "first, second", counts: None },
];
/// The pairs as edges, which rounds then make stars of.
pub(crate) const EDGE: Planned = edge(include_str!("sql/edge.sql"));
/// One round.
pub(crate) const ROUND: Planned = edge(include_str!("sql/round.sql"));
/// How many edges a round made that were not there before.
pub(crate) const CHANGED: &str = "count(*) FROM (SELECT a, b FROM edge EXCEPT SELECT a, b FROM earlier)";
/// From stars to stories.
pub(crate) const STORY: Planned = Planned {
    table: "story",
    sql: include_str!("sql/story.sql"),
    key: "article",
    counts: Some(["count(*) FROM story", "count(*) FROM article"]),
};
/// From stories to rows.
const TOLD: [&str; 2] = [include_str!("sql/told.sql"), include_str!("sql/told-with-records.sql")];
/// The rows in order.
pub(crate) const TABLES: &str = include_str!("sql/tables.sql");

const fn edge(sql: &'static str) -> Planned {
    Planned { table: "edge", sql, key: "a, b", counts: None }
}

/// From stories to rows, with the records or without.
pub(crate) const fn told(records: bool) -> Planned {
    Planned {
        table: "told",
        sql: TOLD[records as usize],
        key: "\"table\", id, position",
        counts: Some(["count(*) FROM told WHERE \"table\" = 'stories'", "count(DISTINCT story) FROM story"]),
    }
}
