//! A store in memory that holds what is kept elsewhere, to ask of it what a store can be asked.

use std::collections::BTreeMap;

use headwater::Knowledge;
use headwater_output::wire::Record;
use rusqlite::types::Value;

use crate::error::Trouble;
use crate::row::PAGE;
use crate::settle::{READ_BY, note, reader, superseded};
use crate::told::{self, Told};
use crate::{Store, StoreError};

/// A page as it is kept elsewhere.
#[derive(Clone, Debug)]
pub struct PageElsewhere {
    /// Its article's id.
    pub id: String,
    /// Its address; pages that share one are revisions of one article.
    pub url: Option<String>,
    /// What the caller named it by.
    pub place: String,
    /// When it was added.
    pub added: String,
    /// The page, as [`pack_page`] made it.
    ///
    /// [`pack_page`]: crate::pack_page
    pub body: Vec<u8>,
}

impl Store {
    /// A store in memory with these pages, in the order in which they came, and the records of each story.
    pub fn mirror(
        pages: &[PageElsewhere],
        stories: Vec<Vec<Record>>,
        knowledge: &Knowledge,
    ) -> Result<Store, StoreError> {
        let store = Store::in_memory()?;
        store.changing(|connection| {
            let mut keys = BTreeMap::new();
            let mut revisions: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
            for (index, page) in pages.iter().enumerate() {
                let key = index as i64 + 1;
                let (document, turn) = match &page.url {
                    Some(url) => {
                        let revision = revisions.entry(url).or_insert((key, -1));
                        revision.1 += 1;
                        *revision
                    }
                    None => (key, 0),
                };
                PAGE.put(connection, &row(key, document, turn, page))?;
                keys.insert(page.id.as_str(), key);
            }
            for records in stories {
                told::write(connection, &told(records, &keys)?)?;
            }
            superseded(connection, knowledge)?;
            note(connection, READ_BY, &reader())?;
            Ok(())
        })?;
        Ok(store)
    }
}

fn row(key: i64, document: i64, turn: i64, page: &PageElsewhere) -> [Value; 8] {
    [
        key.into(),
        page.id.clone().into(),
        document.into(),
        turn.into(),
        page.place.clone().into(),
        page.url.clone().into(),
        page.added.clone().into(),
        page.body.clone().into(),
    ]
}

fn told(records: Vec<Record>, keys: &BTreeMap<&str, i64>) -> Result<Told, Trouble> {
    let mut own = BTreeMap::new();
    for record in &records {
        if let Record::Article(article) = record {
            let key = keys.get(article.id.as_str());
            let key = key.ok_or_else(|| Trouble::Damaged(format!("article {}: its page is gone", article.id)))?;
            own.insert(article.id.clone(), *key);
        }
    }
    Ok(Told::new(records, own))
}
