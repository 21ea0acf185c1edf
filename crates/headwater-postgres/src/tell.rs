//! Stories out of the second queue, told by whoever takes them.

use headwater::{Knowledge, Page, Reading};
use headwater_output::wire::Record;
use headwater_store::{StoreError, pack_json, unpack_page};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::SharedStore;

/// The most stories that are taken together.
const MOST_TAKEN: i64 = 8;

impl SharedStore {
    /// Takes some stories and tells them; how many. None if none is untold that another worker has not taken.
    pub(crate) fn tell_some(&self, knowledge: &Knowledge) -> Result<usize, StoreError> {
        let mut damaged = None;
        let told = self.tried(|client| {
            let mut whole = client.transaction()?;
            let take = "DELETE FROM headwater.untold WHERE key IN (SELECT key FROM headwater.untold ORDER BY key \
                        LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING members";
            let stories: Vec<Vec<String>> =
                whole.query(take, &[&MOST_TAKEN])?.into_iter().map(|row| row.get(0)).collect();
            let bodies =
                whole.prepare("SELECT body FROM headwater.page WHERE id = ANY($1) ORDER BY id COLLATE \"C\"")?;
            let put = whole.prepare("INSERT INTO headwater.told (members, records) VALUES ($1, $2)")?;
            for members in &stories {
                let rows = whole.query(&bodies, &[members])?;
                let pages: Result<Vec<Page>, String> = rows.iter().map(|row| unpack_page(row.get(0))).collect();
                match pages {
                    Ok(pages) => whole.execute(&put, &[members, &pack_json(&told(&pages, knowledge))])?,
                    Err(why) => {
                        damaged = Some(why);
                        return Ok(0);
                    }
                };
            }
            whole.commit()?;
            Ok(stories.len())
        })?;
        match damaged {
            Some(why) => Err(self.damaged(why)),
            None => Ok(told),
        }
    }
}

/// The records of one story and its articles.
fn told(pages: &[Page], knowledge: &Knowledge) -> Vec<Record> {
    let readings: Vec<Reading> = pages.par_iter().map(|page| headwater::read(page, knowledge)).collect();
    let story = headwater::tell(&readings, knowledge);
    headwater_output::records(&readings, std::slice::from_ref(&story), Vec::new())
}
