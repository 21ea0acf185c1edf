//! Records as one JSON object.

use std::io::Write;

use serde::Serialize;

use crate::wire::{Article, Record, Run, Story, Unread};

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    run: Option<&'a Run>,
    articles: Vec<&'a Article>,
    stories: Vec<&'a Story>,
    unread: Vec<&'a Unread>,
}

/// Writes all records as one object: `{"schema", "headwater", "articles", "stories", "unread"}`.
pub fn json(records: &[Record], out: &mut impl Write) -> std::io::Result<()> {
    let mut whole = Whole { run: None, articles: Vec::new(), stories: Vec::new(), unread: Vec::new() };
    for record in records {
        match record {
            Record::Run(run) => whole.run = Some(run),
            Record::Article(article) => whole.articles.push(article),
            Record::Story(story) => whole.stories.push(story),
            Record::Unread(unread) => whole.unread.push(unread),
        }
    }
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    out.write_all(b"\n")
}
