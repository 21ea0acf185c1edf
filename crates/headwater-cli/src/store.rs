//! What commands on a store share: it is opened and settled, a number or id is found, notes are shown.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use headwater::Knowledge;
use headwater_store::{Keep, Store, StoreError, StoryFound};

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
    if let Some(address) = address(file) {
        return asked(shared(address)?.as_ref());
    }
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

/// What a database that is shared has, as its workers last told it.
fn asked(shared: &dyn Keep) -> anyhow::Result<Store> {
    if !shared.is_settled()? {
        eprintln!("headwater: pages wait in the database that are in no story yet; `headwater work` reads them");
    }
    Ok(shared.asked(&Knowledge::bundled())?)
}

/// Where pages are kept: in a file, made if it is not there, or in a database.
pub(crate) fn keeper(store: &Path) -> anyhow::Result<Box<dyn Keep>> {
    match address(store) {
        Some(address) => shared(address),
        None => Ok(Box::new(Store::create_or_open(store)?)),
    }
}

/// The address of a database, if that is what names a store.
pub(crate) fn address(store: &Path) -> Option<&str> {
    let kinds = ["postgres://", "postgresql://"];
    store.to_str().filter(|store| kinds.iter().any(|kind| store.starts_with(kind)))
}

#[cfg(feature = "postgres")]
fn shared(address: &str) -> anyhow::Result<Box<dyn Keep>> {
    Ok(Box::new(headwater_postgres::SharedStore::connect(address)?))
}

#[cfg(not(feature = "postgres"))]
fn shared(_: &str) -> anyhow::Result<Box<dyn Keep>> {
    Err(without_postgres())
}

#[cfg(not(feature = "postgres"))]
pub(crate) fn without_postgres() -> anyhow::Error {
    anyhow::anyhow!(
        "this headwater was built without the part that speaks to Postgres; build it with `cargo build --release -p \
         headwater-cli --features postgres`, or name a file with --store"
    )
}

/// A store as it is shown: of an address, not the name and the password in it.
pub(crate) fn shown(store: &Path) -> PathBuf {
    let Some((kind, rest)) = address(store).and_then(|address| address.split_once("://")) else {
        return store.to_owned();
    };
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    PathBuf::from(format!("{kind}://{}", rest.split('?').next().unwrap_or_default()))
}

/// A store for what can only be done in a file.
pub(crate) fn in_file<'a>(store: &'a Path, command: &str) -> anyhow::Result<&'a Path> {
    if address(store).is_some() {
        bail!(
            "cannot use `{}` for `headwater {command}`, which takes a store in a file; with a database, read, work, show, \
             search, why, export, serve and mcp do",
            shown(store).display()
        );
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

/// Says that another program has to end its writing first.
pub(crate) fn waits(file: &Path, by: Option<u32>) {
    let by = by.map_or_else(String::new, |by| format!(" (process {by})"));
    let file = headwater_output::for_terminal(&file.display().to_string());
    eprintln!("headwater: waiting, a minute at most, for another program{by} that is writing to `{file}`");
}

/// "1 article", "2 articles".
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
