//! What is asked is asked of a copy in memory, as the database was at one moment.

use std::collections::{BTreeMap, BTreeSet};

use headwater::Knowledge;
use headwater_output::wire::Record;
use headwater_store::{PageElsewhere, Store, StoreError, unpack_json};
use postgres::{IsolationLevel, Row};

use crate::SharedStore;

impl SharedStore {
    /// The stories that are shown, with all revisions of their articles.
    pub(crate) fn copied(&self, knowledge: &Knowledge) -> Result<Store, StoreError> {
        let (pages, told) = self.tried(|client| {
            let begin = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
            let mut whole = begin.start()?;
            let pages = "SELECT id, url, place, added, body, document FROM headwater.page ORDER BY came, id";
            let told = "SELECT members, records FROM headwater.told WHERE shown ORDER BY key";
            Ok((whole.query(pages, &[])?, whole.query(told, &[])?))
        })?;
        let stories: Result<Vec<Vec<Record>>, String> = told.iter().map(|row| unpack_json(row.get(1))).collect();
        let stories = stories.map_err(|why| self.damaged(why))?;
        let shown: BTreeSet<String> = told.iter().flat_map(|row| row.get::<_, Vec<String>>(0)).collect();
        Store::mirror(&seen(&pages, &shown), stories, knowledge)
    }
}

/// The pages that stories show, and what these said before. What came since is not seen until it is told.
fn seen(pages: &[Row], shown: &BTreeSet<String>) -> Vec<PageElsewhere> {
    let mut newest: BTreeMap<&[u8], usize> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        if shown.contains(page.get::<_, &str>(0)) {
            newest.insert(page.get(5), index);
        }
    }
    let seen = pages
        .iter()
        .enumerate()
        .filter(|(index, page)| newest.get(page.get::<_, &[u8]>(5)).is_some_and(|newest| index <= newest));
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let page = |(_, page): (usize, &Row)| PageElsewhere {
        id: page.get(0),
        url: page.get::<_, Option<&[u8]>>(1).map(words),
        place: words(page.get(2)),
        added: page.get(3),
        body: page.get(4),
    };
    seen.map(page).collect()
}
