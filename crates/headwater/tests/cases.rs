//! Cases: prose, one or more articles, and what a stage makes of them. `BLESS=1 cargo test -p headwater --test cases`
//! writes what comes out into the lower block; the difference is then read by a person.
//!
//! A case is a Markdown file below `cases/`. A block `article outlet="Example Daily" date=2025-04-22` is a page (`title=`
//! and `dump` may follow); a block named after a view below holds what is expected of the pages since the last heading.

#![allow(clippy::disallowed_methods, reason = "a test reads its files")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use headwater::{Body, ClaimedDate, Hints, Knowledge, Page, Reading, Story};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::bundled);

#[test]
fn cases_say_what_comes_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").join("cases");
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in markdown(&folder) {
        let text = std::fs::read_to_string(&file).expect("a case");
        let (run, made) = remake(&text);
        count += run;
        if made != text && std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &made).expect("a writable case");
        } else if made != text {
            wrong.push(format!("{}\n{}", file.display(), first_difference(&text, &made)));
        }
    }
    assert!(0 < count, "no case was found below {}", folder.display());
    assert!(wrong.is_empty(), "{}\n\nBLESS=1 accepts what comes out", wrong.join("\n\n"));
}

fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().expect("cases").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            found.extend(markdown(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "md") {
            found.push(entry);
        }
    }
    found.sort();
    found
}

/// The case with its expectations as they come out, and how many there are.
fn remake(text: &str) -> (usize, String) {
    let (mut made, mut pages, mut count) = (String::new(), Vec::new(), 0);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(head) = line.strip_prefix("```").filter(|head| !head.is_empty()) else {
            let _ = writeln!(made, "{line}");
            if line.starts_with('#') {
                pages.clear();
            }
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let mut body = block.join("\n");
        if head.starts_with("article") {
            pages.push(page(head, &body, pages.len()));
        } else {
            count += 1;
            body = view(head, &pages);
        }
        let _ = writeln!(made, "```{head}\n{}\n```", body.trim_end_matches('\n'));
    }
    (count, made)
}

/// `article outlet="Example Daily" date=2025-04-22 dump` and the text below it.
fn page(head: &str, text: &str, index: usize) -> Page {
    let setting = |name: &str| {
        let (_, rest) = head.split_once(&format!("{name}="))?;
        let quoted = rest.strip_prefix('"').and_then(|rest| rest.split('"').next());
        Some(quoted.unwrap_or_else(|| rest.split(' ').next().unwrap_or_default()).to_owned())
    };
    let dates = setting("date").map(|written| ClaimedDate { written, place: "input".to_owned() });
    let hints = Hints {
        outlet: setting("outlet"),
        title: setting("title"),
        dates: dates.into_iter().collect(),
        ..Hints::default()
    };
    let body = if head.ends_with(" dump") { Body::Dump(text.to_owned()) } else { Body::Exact(text.to_owned()) };
    Page { place: char::from(b'a' + u8::try_from(index % 26).unwrap_or(0)).to_string(), body, hints }
}

/// What a stage makes of the pages, in lines.
fn view(name: &str, pages: &[Page]) -> String {
    let mut readings: Vec<Reading> = pages.iter().map(|page| headwater::read(page, &KNOWLEDGE)).collect();
    let each = |show: fn(&Reading) -> String| readings.iter().map(show).collect::<String>();
    match name {
        "body" => each(|reading| format!("{}\n", reading.article.text)),
        "furniture" => each(furniture),
        "sentences" => each(sentences),
        "times" => each(times),
        "names" => each(names),
        "attributions" => each(attributions),
        "chains" => each(chains),
        "statements" => each(statements),
        "stories" | "claims" | "published" | "timeline" => {
            readings.sort_by(|a, b| a.article.id.cmp(&b.article.id));
            compared(name, &readings)
        }
        other => panic!("`{other}` is no view of a case"),
    }
}

fn compared(name: &str, readings: &[Reading]) -> String {
    let mut stories = headwater::compare(readings, &KNOWLEDGE);
    stories.sort_by_key(|story| places(story, readings));
    let show = match name {
        "stories" => stories_view,
        "claims" => claims_view,
        "timeline" => timeline_view,
        _ => published_view,
    };
    stories.iter().map(|story| show(story, readings)).collect()
}

fn furniture(reading: &Reading) -> String {
    let line = |piece: &headwater::Furniture| format!("{:?}: {}\n", piece.kind, piece.text);
    reading.article.furniture.iter().map(line).collect()
}

fn sentences(reading: &Reading) -> String {
    let text = &reading.article.text;
    let mut lines = String::new();
    for sentence in &reading.sentences {
        let _ = writeln!(lines, "{}", sentence.span.of(text));
        for quote in &sentence.quotes {
            let _ = writeln!(lines, "  quote: {}", quote.of(text));
        }
    }
    lines
}

fn times(reading: &Reading) -> String {
    let anchor = reading.article.published.as_ref().map(|published| published.when);
    let line = |time: &headwater::Time| {
        let when = time.meaning.when(anchor).map_or("–".to_owned(), |when| when.edtf());
        format!("{}: {when}\n", time.span.of(&reading.article.text))
    };
    reading.times.iter().map(line).collect()
}

fn names(reading: &Reading) -> String {
    let line = |mention: &headwater::Mention| {
        let entity = &reading.entities[mention.entity];
        format!("{}: {} ({:?})\n", mention.span.of(&reading.article.text), entity.name, entity.kind)
    };
    reading.mentions.iter().map(line).collect()
}

fn attributions(reading: &Reading) -> String {
    let text = &reading.article.text;
    let words = |spans: &[headwater::Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
    let line = |attribution: &headwater::Attribution| {
        let source = attribution.source.map_or("–", |source| source.of(text));
        format!("{source} | {} | {}\n", words(&attribution.cue), words(&attribution.content))
    };
    reading.attributions.iter().map(line).collect()
}

fn chains(reading: &Reading) -> String {
    let outlet = reading.article.outlet.as_deref().unwrap_or("this article");
    let mut lines = String::new();
    for index in heads(reading) {
        let attribution = &reading.attributions[index];
        let words: Vec<&str> = attribution.content.iter().map(|span| span.of(&reading.article.text)).collect();
        for chain in headwater::chains(&reading.credits, index) {
            let hops: Vec<&str> = chain.links().iter().map(|link| link.source.name()).collect();
            let _ = writeln!(lines, "{} | {outlet} ← {}", words.join(" … "), hops.join(" ← "));
        }
    }
    lines
}

/// The attributions that no other rests on.
fn heads(reading: &Reading) -> Vec<usize> {
    let rests = |index: usize| reading.credits.iter().any(|credit| credit.via.contains(&index));
    (0..reading.attributions.len()).filter(|index| !rests(*index)).collect()
}

fn statements(reading: &Reading) -> String {
    let line = |statement: &headwater::Statement| format!("{}\n", statement.span.of(&reading.article.text));
    reading.statements.iter().map(line).collect()
}

fn places(story: &Story, readings: &[Reading]) -> Vec<String> {
    let mut places: Vec<String> = story.articles.iter().map(|index| readings[*index].article.place.clone()).collect();
    places.sort();
    places
}

fn stories_view(story: &Story, readings: &[Reading]) -> String {
    format!("{}\n", places(story, readings).join(" "))
}

/// Claims with an origin or told by several articles; the rest would drown them.
fn claims_view(story: &Story, readings: &[Reading]) -> String {
    let mut lines = String::new();
    for claim in &story.claims {
        let place = |at: &headwater::StatementRef| readings[at.article].article.place.as_str();
        let articles: BTreeSet<&str> = claim.statements.iter().map(place).collect();
        if claim.origins.is_empty() && articles.len() < 2 {
            continue;
        }
        let articles: Vec<&str> = articles.into_iter().collect();
        let range = &claim.independent;
        let _ = writeln!(lines, "{} | {} | {}–{}", claim.text, articles.join(" "), range.at_least, range.at_most);
        for origin in &claim.origins {
            let outlet = origin.outlet.as_deref().map(|outlet| format!("{outlet}: ")).unwrap_or_default();
            let _ = writeln!(lines, "  ← {outlet}{}", origin.source.name());
        }
    }
    lines
}

fn timeline_view(story: &Story, readings: &[Reading]) -> String {
    let mut lines = String::new();
    for moment in &story.timeline {
        let place = |place: &headwater::Place| readings[place.article].article.place.as_str();
        let articles: BTreeSet<&str> = moment.places.iter().map(place).collect();
        let articles: Vec<&str> = articles.into_iter().collect();
        let _ = writeln!(lines, "{} | {} | {}", moment.when.edtf(), moment.text, articles.join(" "));
    }
    lines
}

fn published_view(story: &Story, readings: &[Reading]) -> String {
    let mut lines = BTreeSet::new();
    for (index, published) in story.articles.iter().zip(&story.published) {
        let published = published.as_ref().map(|published| format!("{} {:?}", published.when.edtf(), published.how));
        lines.insert(format!("{}: {}\n", readings[*index].article.place, published.unwrap_or("–".to_owned())));
    }
    lines.into_iter().collect()
}

fn first_difference(text: &str, made: &str) -> String {
    match text.lines().zip(made.lines()).enumerate().find(|(_, (was, is))| was != is) {
        Some((index, (was, is))) => format!("line {}\n  expected: {was}\n  comes out: {is}", index + 1),
        None => "one is longer than the other".to_owned(),
    }
}
