//! Which articles tell one story: one worker at a time groups them all, and says which stories are to be told again.

use std::collections::{BTreeMap, BTreeSet};

use headwater::{Heap, Knowledge, Signature};
use headwater_store::StoreError;
use postgres::{IsolationLevel, Transaction};

use crate::SharedStore;
use crate::connect::PLANNING;

impl SharedStore {
    /// Plans the stories, or shows those of the last plan if all are told. Whether there was anything to do, and no other
    /// worker was doing it.
    pub(crate) fn plan(&self, knowledge: &Knowledge) -> Result<bool, StoreError> {
        let held = self.tried(|client| client.query_one("SELECT pg_try_advisory_lock($1)", &[&PLANNING]))?;
        if !held.get::<_, bool>(0) {
            return Ok(false);
        }
        let mut damaged = None;
        let done = self.tried(|client| {
            let begin = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead);
            let mut whole = begin.start()?;
            if exists(&mut whole, "waiting")? || exists(&mut whole, "untold")? {
                return Ok(false);
            }
            let shown = show(&mut whole)?;
            let planned = match exists(&mut whole, "page WHERE NOT planned")? {
                true => group(&mut whole, knowledge, &mut damaged)?,
                false => false,
            };
            match damaged {
                Some(_) => return Ok(false),
                None => whole.commit()?,
            }
            Ok(shown || planned)
        });
        self.tried(|client| client.query_one("SELECT pg_advisory_unlock($1)", &[&PLANNING]))?;
        match damaged {
            Some(id) => Err(self.damaged(format!("the signature of article {id}"))),
            None => done,
        }
    }
}

/// Whether there are such rows. Those too that another worker has taken and not yet done.
pub(crate) fn exists(whole: &mut Transaction<'_>, rows: &str) -> Result<bool, postgres::Error> {
    Ok(whole.query_one(&format!("SELECT EXISTS (SELECT FROM headwater.{rows})"), &[])?.get(0))
}

/// Shows what was told, and nothing that is no longer wanted; whether that changes anything.
fn show(whole: &mut Transaction<'_>) -> Result<bool, postgres::Error> {
    let gone = whole.execute("DELETE FROM headwater.told WHERE NOT wanted", &[])?;
    let new = whole.execute("UPDATE headwater.told SET shown = true WHERE NOT shown", &[])?;
    Ok(0 < gone + new)
}

/// Groups the newest revisions. Their order is that of their ids, whoever read them first.
fn group(
    whole: &mut Transaction<'_>,
    knowledge: &Knowledge,
    damaged: &mut Option<String>,
) -> Result<bool, postgres::Error> {
    let sql = "SELECT id, signature, stale FROM (SELECT DISTINCT ON (document) id, signature, stale FROM headwater.page \
               ORDER BY document, came DESC) AS newest ORDER BY id COLLATE \"C\"";
    let mut heap = Heap::new(knowledge);
    let mut ids: Vec<String> = Vec::new();
    let mut stale = BTreeSet::new();
    for row in whole.query(sql, &[])? {
        let id: String = row.get(0);
        let Some(signature) = Signature::from_bytes(row.get(1)) else {
            *damaged = Some(id);
            return Ok(false);
        };
        heap.add(&signature);
        if row.get(2) {
            stale.insert(id.clone());
        }
        ids.push(id);
    }
    let told = whole.query("SELECT members, key FROM headwater.told", &[])?;
    let mut told: BTreeMap<Vec<String>, i64> = told.into_iter().map(|row| (row.get(0), row.get(1))).collect();
    let mut untold = Vec::new();
    for group in heap.stories() {
        let mut members: Vec<String> = group.into_iter().map(|index| ids[index].clone()).collect();
        members.sort();
        let same = !members.iter().any(|id| stale.contains(id)) && told.remove(&members).is_some();
        if !same {
            untold.push(members);
        }
    }
    let gone: Vec<i64> = told.into_values().collect();
    whole.execute("UPDATE headwater.told SET wanted = false WHERE key = ANY($1)", &[&gone])?;
    let put = whole.prepare("INSERT INTO headwater.untold (members) VALUES ($1)")?;
    // The largest first: it takes longest, and the others are told meanwhile.
    untold.sort_by_key(|members| std::cmp::Reverse(members.len()));
    for members in &untold {
        whole.execute(&put, &[members])?;
    }
    whole.execute("UPDATE headwater.page SET planned = true, stale = false WHERE NOT planned OR stale", &[])?;
    Ok(true)
}
