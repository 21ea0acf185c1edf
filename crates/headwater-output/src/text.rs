//! The report to read on a terminal: what was set aside, the stories, each claim with articles and origins side by
//! side, where the accounts differ, positions, timeline, and what to run next.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::book::{Book, articles_of, counted, in_circle, origin_words, range};
use crate::page::{FAINT, STRONG, Sheet, shorten};
use crate::wire::{Article, Claim, Derivation, Difference, Evidence, Published, Record, Story};

/// How much of a long result is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The first of everything, with a line that says how many more there are.
    Short,
    /// All of it.
    All,
}

impl Extent {
    fn first(self, most: usize) -> usize {
        if self == Extent::All { usize::MAX } else { most }
    }
}

/// The report on a run, `width` columns wide. `again` is what the reader typed after the command's name, for the next
/// command to offer. ANSI styles are in it; a stream that cannot show them should strip them.
pub fn text(records: &[Record], width: usize, extent: Extent, again: &str) -> String {
    let book = Book::new(records);
    let mut sheet = Sheet::new(width);
    read(&mut sheet, &book);
    stories(&mut sheet, &book, extent);
    closing(&mut sheet, &book, again);
    sheet.wrap("", "Nothing was stored, and nothing was sent over a network.", FAINT);
    sheet.finish()
}

/// The report on stories of a store, which have these numbers there. `store` is how the reader named it, for the next
/// command to offer.
pub fn text_of_store(records: &[Record], numbers: &[usize], width: usize, extent: Extent, store: &str) -> String {
    let book = Book::numbered_as(records, numbers);
    let mut sheet = Sheet::new(width);
    let articles = counted(book.articles.len(), "article", "articles");
    sheet.wrap("", &format!("{articles} in {}.", counted(book.stories.len(), "story", "stories")), STRONG);
    aside(&mut sheet, &book);
    stories(&mut sheet, &book, extent);
    closing(&mut sheet, &book, store);
    sheet.wrap("", "All of it is in the store; nothing was sent over a network.", FAINT);
    sheet.finish()
}

fn stories(sheet: &mut Sheet, book: &Book, extent: Extent) {
    let shown = extent.first(20);
    for (index, story) in book.stories.iter().take(shown).enumerate() {
        tell(sheet, book, story, book.number(index), extent);
    }
    more(sheet, book.stories.len(), shown, "stories");
}

/// What was read, and what could not be.
fn read(sheet: &mut Sheet, book: &Book) {
    let articles = counted(book.articles.len(), "article", "articles");
    let stories = counted(book.stories.len(), "story", "stories");
    let mut words = format!("Read {articles} in {stories}.");
    if !book.unread.is_empty() {
        words += &format!(" Could not read {}.", counted(book.unread.len(), "thing", "things"));
    }
    sheet.wrap("", &words, STRONG);
    aside(sheet, book);
}

fn aside(sheet: &mut Sheet, book: &Book) {
    let pieces: usize = book.articles.iter().map(|article| article.furniture.len()).sum();
    if 0 < pieces {
        let aside = format!(
            "Set aside {} that belong to no article: {}. (--show-dropped lists them)",
            counted(pieces, "piece of the pages", "pieces of the pages"),
            kinds(book.articles.iter().copied())
        );
        sheet.wrap("", &aside, FAINT);
    }
}

/// "6 teasers, 3 navigation", most first.
fn kinds<'a>(articles: impl Iterator<Item = &'a Article>) -> String {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for piece in articles.flat_map(|article| &article.furniture) {
        *counts.entry(&piece.kind).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
    counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>().join(", ")
}

/// What was set aside, article by article, with the rule that did it.
pub fn set_aside(records: &[Record], width: usize) -> String {
    let book = Book::new(records);
    let mut sheet = Sheet::new(width);
    for article in book.articles.iter().filter(|article| !article.furniture.is_empty()) {
        sheet.wrap("", &format!("Set aside in {}", book.name(&article.id)), STRONG);
        for piece in &article.furniture {
            let label = format!("  {:<11}", piece.kind);
            sheet.wrap(&label, &format!("{} ({})", shorten(&piece.text, 240), piece.rule), FAINT);
        }
        sheet.blank();
    }
    sheet.finish()
}

fn tell(sheet: &mut Sheet, book: &Book, story: &Story, number: usize, extent: Extent) {
    sheet.blank();
    sheet.wrap(&format!("STORY {number}  "), &shorten(&story.title, 2 * sheet.width()), STRONG);
    let mut facts = vec![counted(story.articles.len(), "article", "articles")];
    facts.extend(days(story));
    facts.push(counted(story.claims.len(), "claim", "claims"));
    sheet.wrap("         ", &facts.join(" · "), FAINT);
    articles(sheet, book, story, extent);
    claims(sheet, book, story, number, extent);
    differences(sheet, book, story, number, extent);
    positions(sheet, book, story, extent);
    timeline(sheet, book, story, extent);
}

fn days(story: &Story) -> Option<String> {
    match (&story.first, &story.last) {
        (Some(first), Some(last)) if first == last => Some(format!("published {first}")),
        (Some(first), Some(last)) => Some(format!("published {first} to {last}")),
        _ => None,
    }
}

fn articles(sheet: &mut Sheet, book: &Book, story: &Story, extent: Extent) {
    sheet.heading("ARTICLES, and on whom they rest");
    let shown = extent.first(12);
    for id in story.articles.iter().take(shown) {
        let Some(article) = book.article(id) else { continue };
        let outlet = article.outlet.as_deref().map(|outlet| format!("{outlet}, ")).unwrap_or_default();
        let line = format!("{} — {outlet}{}", book.name(id), dated(book, article.published.as_ref()));
        sheet.wrap("   ", &line, anstyle::Style::new());
        for derivation in story.derivations.iter().filter(|derivation| derivation.article == *id) {
            sheet.wrap("     ← ", &derived(book, derivation), FAINT);
        }
    }
    more(sheet, story.articles.len(), shown, "articles");
}

fn dated(book: &Book, published: Option<&Published>) -> String {
    let Some(published) = published else { return "no date".to_owned() };
    let shown: Vec<String> = published.because.iter().take(2).map(|evidence| shown(book, evidence)).collect();
    match (published.how.as_str(), shown.is_empty()) {
        ("inferred", false) => format!("{} (worked out from {})", published.date, shown.join("; ")),
        ("inferred", true) => format!("{} (worked out)", published.date),
        (how, _) => format!("{} ({how})", published.date),
    }
}

/// Words with the article they stand in, if that needs saying.
fn shown(book: &Book, evidence: &Evidence) -> String {
    format!("“{}” in {}", shorten(&evidence.words, 70), book.name(&evidence.article))
}

fn derived(book: &Book, derivation: &Derivation) -> String {
    let from = match book.article(&derivation.from) {
        Some(article) => book.name(&article.id).to_owned(),
        None => format!("{} (not among these pages)", derivation.from),
    };
    let words = derivation.evidence.first().map(|evidence| format!(": “{}”", shorten(&evidence.words, 100)));
    format!("{} {from}{}", derivation.how, words.unwrap_or_default())
}

fn claims(sheet: &mut Sheet, book: &Book, story: &Story, number: usize, extent: Extent) {
    sheet.heading("CLAIMS");
    let shown = extent.first(12);
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(sheet.width() - 2).unwrap_or(u16::MAX));
    table.set_header(["", "", "articles", "origins", "resting on"]);
    for (index, claim) in story.claims.iter().take(shown).enumerate() {
        table.add_row([
            format!("{number}.{}", index + 1),
            shorten(&claim.text, 160),
            articles_of(claim).len().to_string(),
            range(claim),
            resting(book, claim),
        ]);
    }
    let third = u16::try_from(sheet.width() * 2 / 5).unwrap_or(60);
    if let Some(column) = table.column_mut(4) {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(third)));
    }
    for at in [2, 3] {
        if let Some(column) = table.column_mut(at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for line in table.to_string().lines() {
        sheet.line(&format!("  {line}"));
    }
    more(sheet, story.claims.len(), shown, "claims");
}

/// The origins of a claim in words; who tells it where nobody is credited.
fn resting(book: &Book, claim: &Claim) -> String {
    if claim.origins.is_empty() {
        let tellers: Vec<&str> = articles_of(claim).into_iter().map(|id| book.name(id)).take(3).collect();
        let why = if in_circle(claim) { "no origin: a circle" } else { "no source named" };
        return format!("{why} ({})", tellers.join(", "));
    }
    let names: Vec<String> = claim.origins.iter().take(4).map(origin_words).collect();
    let more = claim.origins.len().saturating_sub(4);
    if 0 < more { format!("{} · {more} more", names.join(" · ")) } else { names.join(" · ") }
}

fn differences(sheet: &mut Sheet, book: &Book, story: &Story, number: usize, extent: Extent) {
    let every: Vec<(usize, &Difference)> = story
        .claims
        .iter()
        .enumerate()
        .flat_map(|(index, claim)| claim.differences.iter().map(move |difference| (index + 1, difference)))
        .collect();
    if every.is_empty() {
        return;
    }
    let contradictions = every.iter().filter(|(_, difference)| difference.contradiction).count();
    let found = if contradictions == 0 { "no contradiction found" } else { "contradictions first" };
    sheet.heading(&format!("WHERE THE ACCOUNTS DIFFER ({found})"));
    let mut every = every;
    // What is put in other words, or told at more length, comes last.
    let soft = |difference: &Difference| matches!(difference.kind.as_str(), "wording" | "scope");
    every.sort_by_key(|(_, difference)| (!difference.contradiction, soft(difference)));
    let shown = extent.first(8);
    for (claim, difference) in every.iter().take(shown) {
        sheet.wrap(&format!("   {number}.{claim} "), &format!("{}: {}", difference.kind, difference.note), STRONG);
        for at in difference.appearances.iter().take(extent.first(4)) {
            let words = format!("{}: “{}”", book.name(&at.article), shorten(book.words(at), 200));
            sheet.wrap("       ", &words, anstyle::Style::new());
        }
    }
    more(sheet, every.len(), shown, "differences");
}

fn positions(sheet: &mut Sheet, book: &Book, story: &Story, extent: Extent) {
    if story.positions.is_empty() {
        return;
    }
    sheet.heading("WHERE THE PARTIES STAND");
    let shown = extent.first(10);
    for position in story.positions.iter().take(shown) {
        let condition = position.condition.as_deref().map(|words| format!(", if: {}", shorten(words, 80)));
        let toward = position.toward.as_deref().map(|words| format!(" (toward {words})"));
        let told: Vec<&str> = position.appearances.iter().map(|at| book.name(&at.article)).take(3).collect();
        let words = format!(
            "{} {}: {}{}{} [{}]",
            position.actor,
            position.stance,
            shorten(&position.on, 120),
            toward.unwrap_or_default(),
            condition.unwrap_or_default(),
            told.join(", ")
        );
        sheet.wrap("   ", &words, anstyle::Style::new());
    }
    more(sheet, story.positions.len(), shown, "positions");
}

fn timeline(sheet: &mut Sheet, book: &Book, story: &Story, extent: Extent) {
    if story.timeline.is_empty() {
        return;
    }
    sheet.heading("TIMELINE");
    let shown = extent.first(10);
    for moment in story.timeline.iter().take(shown) {
        let told: Vec<&str> = moment.appearances.iter().map(|at| book.name(&at.article)).take(3).collect();
        let words = format!("{} [{}]", shorten(&moment.text, 140), told.join(", "));
        sheet.wrap(&format!("   {:<12} ", moment.date), &words, anstyle::Style::new());
    }
    more(sheet, story.timeline.len(), shown, "moments");
}

fn more(sheet: &mut Sheet, all: usize, shown: usize, what: &str) {
    if shown < all {
        sheet.wrap("   ", &format!("… {} more {what} (--all shows them)", all - shown), FAINT);
    }
}

fn closing(sheet: &mut Sheet, book: &Book, again: &str) {
    sheet.blank();
    match book.stories.iter().position(|story| !story.claims.is_empty()) {
        Some(story) => {
            let next = format!("headwater why {}.1 {again}", book.number(story));
            sheet.line(&format!("Next:  {STRONG}{}{STRONG:#}", next.trim_end()));
            sheet.wrap("       ", "how that claim was counted, link by link, with the passages", FAINT);
        }
        None => sheet.wrap("", "No statement was found in what was read, so there is no story to tell.", FAINT),
    }
}
