//! What a worker does: pages first, then stories, then the plan for more of these.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use headwater::{Knowledge, Page};
use headwater_store::{Added, Keep, Kept, Saved, Settled, Store, StoreError};

use crate::SharedStore;

/// How many pages are put into the queue together.
const TOGETHER: usize = 64;
/// How long a worker waits for others that have taken what it waits for, and for something to do.
const A_MOMENT: Duration = Duration::from_millis(50);
const A_WHILE: Duration = Duration::from_secs(1);

/// When a worker ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// When every page is in a story.
    Done,
    /// When it is told to.
    Stopped,
}

/// What a step did.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Something; how many stories it told.
    Did(usize),
    /// Others have taken what is left to do.
    Waits,
    /// Every page is in a story.
    Nothing,
}

impl SharedStore {
    /// Reads pages and tells stories, beside any number of others that do; how many stories were told here.
    ///
    /// When `stop` is set, it ends after what it has taken.
    pub fn work(
        &self,
        knowledge: &Knowledge,
        until: Until,
        stop: &AtomicBool,
        saved: &mut dyn FnMut(&Saved),
    ) -> Result<usize, StoreError> {
        let mut told = 0;
        while !stop.load(Ordering::Relaxed) {
            match self.step(knowledge, saved)? {
                Step::Did(stories) => told += stories,
                Step::Waits => std::thread::sleep(A_MOMENT),
                Step::Nothing if until == Until::Done => break,
                Step::Nothing => std::thread::sleep(A_WHILE),
            }
        }
        Ok(told)
    }

    /// Puts pages into the queue, and leaves them to workers; how many they are.
    pub fn queue(&self, pages: &mut dyn Iterator<Item = Page>) -> Result<usize, StoreError> {
        let mut queued = 0;
        loop {
            let some: Vec<Page> = pages.take(TOGETHER).collect();
            if some.is_empty() {
                return Ok(queued);
            }
            queued += self.enqueue(&some)?.len();
        }
    }

    fn step(&self, knowledge: &Knowledge, saved: &mut dyn FnMut(&Saved)) -> Result<Step, StoreError> {
        if 0 < self.read_some(knowledge, saved)? {
            return Ok(Step::Did(0));
        }
        let told = self.tell_some(knowledge)?;
        if 0 < told || self.plan(knowledge)? {
            return Ok(Step::Did(told));
        }
        Ok(if self.is_settled()? { Step::Nothing } else { Step::Waits })
    }

    /// Waits until pages that were put into the queue are kept, whoever takes them; takes some of them.
    fn kept(&self, knowledge: &Knowledge, first: i64, last: i64) -> Result<(), StoreError> {
        let sql = "SELECT EXISTS (SELECT FROM headwater.waiting WHERE came BETWEEN $1 AND $2)";
        while self.tried(|client| client.query_one(sql, &[&first, &last]))?.get(0) {
            if self.read_some(knowledge, &mut |_| {})? == 0 {
                std::thread::sleep(A_MOMENT);
            }
        }
        Ok(())
    }
}

impl Keep for SharedStore {
    fn add(
        &self,
        pages: &mut (dyn Iterator<Item = Page> + Send),
        knowledge: &Knowledge,
        saved: &mut (dyn FnMut(&Saved) + Send),
    ) -> Result<Added, StoreError> {
        let mut came = Vec::new();
        loop {
            let some: Vec<Page> = pages.take(TOGETHER).collect();
            if some.is_empty() {
                break;
            }
            came.extend(self.enqueue(&some)?);
            // This process reads too, while others take the rest.
            self.read_some(knowledge, &mut |_| {})?;
        }
        if let (Some(first), Some(last)) = (came.first(), came.last()) {
            self.kept(knowledge, *first, *last)?;
        }
        let mut added = Added::default();
        for page in came.chunks(TOGETHER).map(|some| self.became(some)) {
            for page in page? {
                match page.how {
                    Kept::New => added.new += 1,
                    Kept::Known => added.known += 1,
                    Kept::Revised => added.revised += 1,
                }
                saved(&page);
            }
        }
        Ok(added)
    }

    fn settle(&self, knowledge: &Knowledge) -> Result<Settled, StoreError> {
        let told = self.work(knowledge, Until::Done, &AtomicBool::new(false), &mut |_| {})?;
        let row = self.tried(|client| client.query_one("SELECT count(*) FROM headwater.told WHERE shown", &[]))?;
        Ok(Settled { stories: usize::try_from(row.get::<_, i64>(0)).unwrap_or_default(), told, gone: 0 })
    }

    fn is_settled(&self) -> Result<bool, StoreError> {
        let sql = "SELECT NOT EXISTS (SELECT FROM headwater.waiting) AND NOT EXISTS (SELECT FROM headwater.untold) \
                   AND NOT EXISTS (SELECT FROM headwater.page WHERE NOT planned) \
                   AND NOT EXISTS (SELECT FROM headwater.told WHERE NOT shown OR NOT wanted)";
        Ok(self.tried(|client| client.query_one(sql, &[]))?.get(0))
    }

    fn asked(&self, knowledge: &Knowledge) -> Result<Store, StoreError> {
        self.copied(knowledge)
    }
}
