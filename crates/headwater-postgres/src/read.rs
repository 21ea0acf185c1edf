//! Pages into the queue, and out of it: read by whoever takes them.

use headwater::{Knowledge, Page, Reading};
use headwater_store::{Saved, StoreError, pack_page, unpack_page};
use postgres::Transaction;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::SharedStore;

/// The most pages that are taken together: what a worker that dies has done for nothing.
const MOST_TAKEN: i64 = 16;

/// A page that was taken, and what was found in it.
struct Taken {
    came: i64,
    body: Vec<u8>,
    page: Page,
    reading: Reading,
}

impl SharedStore {
    /// Puts pages into the queue; their numbers in it.
    pub(crate) fn enqueue(&self, pages: &[Page]) -> Result<Vec<i64>, StoreError> {
        let bodies: Vec<Vec<u8>> = pages.iter().map(pack_page).collect();
        let sql = "INSERT INTO headwater.waiting (body) SELECT body FROM unnest($1::bytea[]) WITH ORDINALITY \
                   AS given (body, turn) ORDER BY turn RETURNING came";
        let rows = self.tried(|client| client.query(sql, &[&bodies]))?;
        Ok(rows.into_iter().map(|row| row.get(0)).collect())
    }

    /// Takes some pages, reads them, keeps them. None if no page waits that another worker has not taken.
    pub(crate) fn read_some(&self, knowledge: &Knowledge, saved: &mut dyn FnMut(&Saved)) -> Result<usize, StoreError> {
        let mut unreadable = None;
        let kept = self.tried(|client| {
            let mut whole = client.transaction()?;
            let take = "DELETE FROM headwater.waiting WHERE came IN (SELECT came FROM headwater.waiting ORDER BY came \
                        LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING came, body";
            let rows = whole.query(take, &[&MOST_TAKEN])?;
            let bodies: Vec<(i64, Vec<u8>)> = rows.into_iter().map(|row| (row.get(0), row.get(1))).collect();
            let read = |(came, body): &(i64, Vec<u8>)| {
                let page = unpack_page(body)?;
                let reading = headwater::read(&page, knowledge);
                Ok(Taken { came: *came, body: body.clone(), page, reading })
            };
            let taken: Result<Vec<Taken>, String> = bodies.par_iter().map(read).collect();
            let mut taken = match taken {
                Ok(taken) => taken,
                Err(why) => {
                    unreadable = Some(why);
                    return Ok(Vec::new());
                }
            };
            // All workers write rows in one order, so that none waits for one that waits for it.
            taken.sort_by(|a, b| (&a.reading.article.id, a.came).cmp(&(&b.reading.article.id, b.came)));
            let kept = taken.iter().map(|one| keep(&mut whole, one)).collect::<Result<Vec<_>, _>>()?;
            whole.commit()?;
            Ok(kept)
        })?;
        if let Some(why) = unreadable {
            return Err(self.damaged(why));
        }
        kept.iter().for_each(saved);
        Ok(kept.len())
    }

    /// What became of pages that came.
    pub(crate) fn became(&self, came: &[i64]) -> Result<Vec<Saved>, StoreError> {
        let sql = "SELECT came.id, page.place, came.how FROM headwater.came JOIN headwater.page USING (id) \
                   WHERE came.came = ANY($1) ORDER BY came.came";
        let rows = self.tried(|client| client.query(sql, &[&came]))?;
        let saved = rows.iter().map(|row| Saved {
            id: row.get(0),
            place: String::from_utf8_lossy(row.get(1)).into_owned(),
            how: how(row.get(2)),
        });
        Ok(saved.collect())
    }
}

/// Keeps a page, and notes what became of it.
///
/// The order in which workers come to pages must not matter: of several that are one article, the first that came
/// counts, and the first of their places in order names it.
fn keep(whole: &mut Transaction<'_>, taken: &Taken) -> Result<Saved, postgres::Error> {
    let article = &taken.reading.article;
    let (id, url) = (&article.id.0, article.url.as_ref().map(|url| url.as_bytes()));
    // Pages at one address are revisions of one article; one without is a document of its own.
    let document = url.map_or_else(|| [b"i", id.as_bytes()].concat(), |url| [b"u", url].concat());
    let revised = "SELECT FROM headwater.page WHERE document = $1 AND id <> $2 LIMIT 1";
    let revised = whole.query_opt(revised, &[&document, id])?.is_some();
    let keep = "INSERT INTO headwater.page (id, came, document, url, place, added, body, signature) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET \
         came = least(page.came, excluded.came), \
         place = least(page.place, excluded.place), \
         body = CASE WHEN excluded.place < page.place THEN excluded.body ELSE page.body END, \
         planned = page.planned AND page.came <= excluded.came AND page.place <= excluded.place, \
         stale = page.stale OR excluded.place < page.place \
         RETURNING xmax = 0";
    let signature = headwater::signature(&taken.reading).to_bytes();
    let (place, added) = (taken.page.place.as_bytes(), now());
    let row = whole.query_one(keep, &[id, &taken.came, &document, &url, &place, &added, &taken.body, &signature])?;
    let how = match (row.get(0), revised) {
        (false, _) => "known",
        (true, true) => "revised",
        (true, false) => "new",
    };
    whole.execute("INSERT INTO headwater.came (came, id, how) VALUES ($1, $2, $3)", &[&taken.came, id, &how])?;
    Ok(Saved { id: id.clone(), place: taken.page.place.clone(), how: self::how(how) })
}

fn how(word: &str) -> headwater_store::Kept {
    match word {
        "known" => headwater_store::Kept::Known,
        "revised" => headwater_store::Kept::Revised,
        _ => headwater_store::Kept::New,
    }
}

#[expect(clippy::disallowed_methods, reason = "when a page was added is told to users; no answer depends on it")]
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}
