//! TimelineJS: what happened when, as its JSON has it. Texts there are HTML, so words are escaped.

use headwater_output::Book;
use headwater_output::wire::{Moment, Record, Story};
use serde_json::{Value, json};

use crate::safe::{self, Day};

/// The timelines of all stories of records.
pub(crate) fn timeline(records: &[Record]) -> String {
    let book = Book::new(records);
    let mut events = Vec::new();
    let mut titles = Vec::new();
    for record in records {
        if let Record::Story(story) = record {
            titles.push(safe::short(&story.title, 200));
            events.extend(
                story.timeline.iter().enumerate().filter_map(|(index, moment)| event(story, index, moment, &book)),
            );
        }
    }
    let headline = if let [only] = titles.as_slice() { only.clone() } else { format!("{} stories", titles.len()) };
    safe::json(&json!({
        "title": { "text": { "headline": safe::html(&headline), "text": "" } },
        "events": events,
    }))
}

/// A moment on its day. One that has none cannot be drawn.
fn event(story: &Story, index: usize, moment: &Moment, book: &Book) -> Option<Value> {
    let (start, end) = safe::days(&moment.date)?;
    let mut names: Vec<String> = Vec::new();
    for at in &moment.appearances {
        let name = safe::line(book.name(&at.article));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let text = format!("<p>{}</p>", safe::html(&names.join(" · ")));
    let mut event = json!({
        "start_date": day(start),
        "display_date": safe::html(&safe::line(&moment.date)),
        "text": { "headline": safe::html(&safe::line(&moment.text)), "text": text },
        "group": safe::html(&safe::short(&story.title, 80)),
        "unique_id": format!("{}-{}", safe::token(&story.id), index + 1),
    });
    if let Some(end) = end {
        event["end_date"] = day(end);
    }
    Some(event)
}

fn day(day: Day) -> Value {
    let mut value = json!({ "year": day.year });
    if let Some(month) = day.month {
        value["month"] = month.into();
    }
    if let Some(day) = day.day {
        value["day"] = day.into();
    }
    value
}
