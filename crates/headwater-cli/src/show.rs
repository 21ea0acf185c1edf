//! `headwater show`: the stories of a store, or one story, claim or article.

use std::fmt::Write;

use anyhow::{Context, bail};
use headwater_output::wire::{self, Record};
use headwater_output::{Extent, text_of_store};
use headwater_store::{Change, Changed, Store, StoryLine, StoryQuery};

use crate::args::{Format, Show};
use crate::store::{Thing, counted};
use crate::{Outcome, read, screen, store, why};

/// How many stories a list shows without `--all`.
const LISTED: usize = 50;
/// The longest stretch of unchanged words between two changes that is shown whole.
const UNCHANGED: usize = 160;

pub(crate) fn run(show: &Show) -> anyhow::Result<Outcome> {
    let store = store::open(&show.keep.store)?;
    let Some(asked) = &show.id else {
        if show.revisions {
            bail!("--revisions needs an article's id; `headwater show STORY` lists them");
        }
        return list(show, &store);
    };
    match store::find(&store, asked)? {
        Thing::Article(id) => article(show, &store, &id),
        _ if show.revisions => bail!("`{asked}` is no article; only articles have revisions"),
        Thing::Story(id) => story(show, &store, &id),
        Thing::Claim { story, claim } => match show.format {
            Format::Text => {
                screen::show(&why::stored(&store, &story, &claim, screen::width(&show.look))?, &show.look)?;
                Ok(Outcome::Found)
            }
            _ => self::story(show, &store, &story),
        },
    }
}

fn list(show: &Show, store: &Store) -> anyhow::Result<Outcome> {
    if show.format != Format::Text {
        let records = store.records()?;
        read::show(&records, show.format, &show.look, String::new)?;
        return Ok(read::outcome(&records, true));
    }
    let limit = if show.all { usize::MAX } else { LISTED };
    let (outlet, from, to) = (show.outlet.clone(), show.from.clone(), show.to.clone());
    let page = store.stories(&StoryQuery { outlet, from, to, limit, ..StoryQuery::default() })?;
    let width = screen::width(&show.look);
    let mut out = String::new();
    let narrowed = [&show.outlet, &show.from, &show.to].iter().any(|given| given.is_some());
    for (index, line) in page.stories.iter().enumerate() {
        let number = if narrowed { store.number_of(&line.id)?.unwrap_or_default() } else { index + 1 };
        out += &listed(line, number, width);
    }
    let more = page.total - page.stories.len();
    if 0 < more {
        let _ = writeln!(out, "… {} more (--all shows them)", counted(more, "story", "stories"));
    }
    screen::show(&out, &show.look)?;
    Ok(if page.stories.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

fn listed(line: &StoryLine, number: usize, width: usize) -> String {
    let first = format!("{number:>4}  ");
    let options = textwrap::Options::new(width.max(40)).initial_indent(&first).subsequent_indent("      ");
    let mut facts = vec![counted(line.articles, "article", "articles"), counted(line.claims, "claim", "claims")];
    facts.extend(match (&line.first, &line.last) {
        (Some(first), Some(last)) if first == last => Some(first.clone()),
        (Some(first), Some(last)) => Some(format!("{first} to {last}")),
        _ => None,
    });
    facts.push(line.id.clone());
    format!("{}\n      {}\n", textwrap::fill(&line.title, options), facts.join(" · "))
}

fn story(show: &Show, store: &Store, id: &str) -> anyhow::Result<Outcome> {
    let (found, number) = store::story(store, id)?;
    let records = found.records();
    let width = screen::width(&show.look);
    let notes = store::notes(store, id, width)?;
    let typed = format!("--store {}", read::quoted(&store::shown(&show.keep.store)));
    read::show(&records, show.format, &show.look, || {
        let extent = if show.all { Extent::All } else { Extent::Short };
        text_of_store(&records, &[number], width, extent, &typed) + &articles(&found.articles) + &notes
    })?;
    Ok(Outcome::Found)
}

/// The ids of a story's articles, to go on with.
fn articles(articles: &[wire::Article]) -> String {
    let mut out = String::from("\n  IDS OF THE ARTICLES\n");
    for article in articles.iter().take(LISTED) {
        let _ = writeln!(out, "   {}  {}", article.id, article.title.as_deref().unwrap_or(&article.place));
    }
    out
}

fn article(show: &Show, store: &Store, id: &str) -> anyhow::Result<Outcome> {
    let found = store.article(id)?.with_context(|| format!("there is no article `{id}`"))?;
    let width = screen::width(&show.look);
    if show.revisions {
        let changes = store.changes(id)?;
        let report: String = changes.iter().map(|changed| changed_words(changed, width)).collect();
        let none = "It never changed: there is one revision of it.\n".to_owned();
        screen::show(if changes.is_empty() { &none } else { &report }, &show.look)?;
        return Ok(Outcome::Found);
    }
    let notes = store::notes(store, id, width)?;
    let article = &found.article;
    let mut head = article.title.iter().map(|title| format!("{title}\n")).collect::<String>();
    let published = article.published.as_ref().map(|published| published.date.clone());
    let facts = [article.outlet.clone(), published, article.url.clone(), Some(article.id.clone())];
    let _ = writeln!(head, "{}", facts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let revisions = found.revisions.len();
    match found.stories.first() {
        Some(story) => drop(writeln!(head, "in story {story}")),
        None => head.push_str("an earlier revision; the newest is the last of --revisions\n"),
    }
    if 1 < revisions {
        let _ = writeln!(head, "{} (--revisions shows what changed)", counted(revisions, "revision", "revisions"));
    }
    let records = [Record::Article(article.clone())];
    read::show(&records, show.format, &show.look, || {
        format!("{head}\n{}\n{notes}", textwrap::fill(&article.text, width.max(40)))
    })?;
    Ok(Outcome::Found)
}

/// What changed, marked by more than colour: `[-gone-]` and `{+new+}`.
fn changed_words(changed: &Changed, width: usize) -> String {
    let (gone, new) = (anstyle::AnsiColor::Red.on_default(), anstyle::AnsiColor::Green.on_default().bold());
    let mut words = String::new();
    for (change, piece) in &changed.pieces {
        let blank = &piece[piece.trim_end().len()..];
        let piece = piece.trim_end();
        match change {
            Change::Same => words.push_str(&shortened(piece)),
            Change::Gone => drop(write!(words, "{gone}[-{piece}-]{gone:#}")),
            Change::New => drop(write!(words, "{new}{{+{piece}+}}{new:#}")),
        }
        words.push_str(blank);
    }
    let day = |added: &str| added.replace('T', " ");
    let (from, to) = (&changed.from, &changed.to);
    let head = format!("{} ({}) → {} ({})", from.id, day(&from.added), to.id, day(&to.added));
    format!("{head}\n\n{}\n\n", textwrap::fill(&words, width.max(40)))
}

/// Unchanged words, the middle left out where they are many.
fn shortened(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    if letters.len() <= UNCHANGED {
        return words.to_owned();
    }
    let (start, end) = (&letters[..UNCHANGED / 2], &letters[letters.len() - UNCHANGED / 2..]);
    format!("{} […] {}", start.iter().collect::<String>(), end.iter().collect::<String>())
}
