//! What commands on a store share: it is opened and settled, a number or id is found, notes are shown.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, bail};
use headwater::Knowledge;
use headwater_store::{Store, StoreError, StoryFound};

/// What a number or an id means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    /// A story, by id.
    Story(String),
    /// A claim, by its id and its story's.
    Claim { story: String, claim: String },
    /// An article, by id.
    Article(String),
}

/// The store, with all its pages in stories. One that may only be read is shown as it was last settled.
pub(crate) fn open(file: &Path) -> anyhow::Result<Store> {
    let store = Store::open(file)?;
    if !store.is_settled()? {
        match store.settle(&Knowledge::bundled()) {
            Ok(_) => {}
            Err(StoreError::ReadOnly(_)) => {
                eprintln!("headwater: pages were added that are in no story yet, and the store may only be read");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(store)
}

/// What `asked` means: `2` the second story, `2.1` its first claim; an id or its beginning.
pub(crate) fn find(store: &Store, asked: &str) -> anyhow::Result<Thing> {
    if let Ok(number) = asked.parse() {
        return Ok(Thing::Story(numbered(store, number)?));
    }
    if let Some((story, claim)) = asked.split_once('.')
        && let (Ok(story), Ok(claim)) = (story.parse(), claim.parse::<usize>())
    {
        let story = numbered(store, story)?;
        let (found, number) = self::story(store, &story)?;
        let there = found.story.claims.len();
        let claim = claim.checked_sub(1).and_then(|claim| found.story.claims.get(claim));
        let claim = claim.with_context(|| format!("there is no claim `{asked}`; story {number} has {there}"))?;
        return Ok(Thing::Claim { story, claim: claim.id.clone() });
    }
    let id = store.id(asked)?;
    if let Some(found) = store.claim(&id)? {
        return Ok(Thing::Claim { story: found.story, claim: id });
    }
    Ok(if id.starts_with("s-") { Thing::Story(id) } else { Thing::Article(id) })
}

fn numbered(store: &Store, number: usize) -> anyhow::Result<String> {
    let Some(id) = store.story_numbered(number)? else {
        let total = store.stories(&headwater_store::StoryQuery::default())?.total;
        bail!("there is no story `{number}`; stories there: {total} (`headwater show` lists them)");
    };
    Ok(id)
}

/// A story and its number.
pub(crate) fn story(store: &Store, id: &str) -> anyhow::Result<(StoryFound, usize)> {
    let found = store.story(id)?.with_context(|| format!("there is no story `{id}`"))?;
    let number = store.number_of(id)?.with_context(|| format!("there is no story `{id}`"))?;
    Ok((found, number))
}

/// The notes beside something, to set under it. Nothing where there are none.
pub(crate) fn notes(store: &Store, id: &str, width: usize) -> anyhow::Result<String> {
    let notes = store.notes(id)?;
    let mut out = String::new();
    if !notes.is_empty() {
        out.push_str("\n  NOTES\n");
    }
    for note in notes {
        let first = format!("   {:<6} ", note.id);
        let rest = " ".repeat(first.len());
        let options = textwrap::Options::new(width.max(40)).initial_indent(&first).subsequent_indent(&rest);
        let day = note.written.get(..10).unwrap_or(&note.written);
        let _ = writeln!(out, "{}", textwrap::fill(&format!("{} ({day})", note.text), options));
    }
    Ok(out)
}

/// "1 article", "2 articles".
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
