//! One round: every feed is asked, and every page that is new in it; what comes is in the store before it counts.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use headwater::{Knowledge, Page};
use headwater_store::{Added, Asked, Kept, Settled, Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::client::{Client, Failure, Stamp};
use crate::feed::Announced;
use crate::gate;
use crate::manners::{Hosts, Next};
use crate::network::{Network, OpenWeb};
use crate::robots::NAME;
use crate::round::{Came, Done, Job, MOST_AT_ONCE, Task, What, Workers};

/// Pages that are saved together.
const MOST_TOGETHER: usize = 16;
/// The longest that a host may ask to be left alone and still be asked again in the same round.
const SHORT: Duration = Duration::from_secs(30);
/// How often it may ask that.
const MOST_AGAIN: u8 = 2;
/// When what failed is tried again: what may be otherwise soon, and what will hardly be.
const SOON: SignedDuration = SignedDuration::from_hours(1);
const LATE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How often a round looks up from waiting.
const TICK: Duration = Duration::from_millis(100);

/// How a round is done.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The way out.
    pub network: Arc<dyn Network>,
    /// Where hosts can reach whoever runs this: sent along with the program's name.
    pub contact: Option<String>,
    /// The longest that one answer may take.
    pub patience: Duration,
    /// The least between two requests to a host.
    pub pause: Duration,
    /// The least between two requests for a feed.
    pub rest: SignedDuration,
    /// What tells the time.
    pub clock: headwater_store::Clock,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            network: Arc::new(OpenWeb),
            contact: None,
            patience: Duration::from_secs(20),
            pause: Duration::from_secs(1),
            rest: SignedDuration::from_mins(15),
            clock: today,
        }
    }
}

/// Ends a round early: what came by then is saved.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Ends it.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was ended.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a round tells while it goes on.
#[derive(Debug)]
pub enum Told<'a> {
    /// How many requests are done, of so many that are known of.
    Progress(usize, usize),
    /// A page is on disk: its article's id, its address, and how it is there.
    Saved(&'a str, &'a str, Kept),
    /// An address could not be had, for this reason.
    Problem(&'a str, &'a str),
}

/// What a round came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// Feeds that were read.
    pub read: usize,
    /// Feeds that had nothing new since they were last asked.
    pub same: usize,
    /// Feeds that were asked so lately that they were left alone.
    pub early: usize,
    /// Feeds that could not be had.
    pub failed: usize,
    /// Pages that came.
    pub added: Added,
    /// Pages that were asked for again and are as they were.
    pub unchanged: usize,
    /// Pages that could not be had.
    pub missing: usize,
    /// When the first feed may be asked again.
    pub next: Option<Timestamp>,
    /// What became of the stories; nothing where the round was stopped.
    pub settled: Option<Settled>,
}

/// Asks every feed and every page that is new in it, adds what comes to the store, and tells its stories.
pub fn watch(
    store: &Store,
    knowledge: &Knowledge,
    feeds: &[Url],
    settings: &Settings,
    stop: &Stop,
    tell: &mut dyn FnMut(Told),
) -> Result<Watched, StoreError> {
    let mut round = Round::new(store, knowledge, settings, tell);
    for feed in feeds {
        round.begin(feed)?;
    }
    let name = match &settings.contact {
        Some(contact) => format!("{NAME}/{} (+{contact})", env!("CARGO_PKG_VERSION")),
        None => format!("{NAME}/{}", env!("CARGO_PKG_VERSION")),
    };
    let workers = Workers::start(Client::new(settings.network.clone(), &name, settings.patience));
    while !stop.is_asked() && round.step(&workers)? {}
    workers.stop();
    round.save()?;
    let mut watched = round.watched;
    if !stop.is_asked() {
        watched.settled = Some(store.settle(knowledge)?);
    }
    Ok(watched)
}

struct Round<'a> {
    store: &'a Store,
    knowledge: &'a Knowledge,
    settings: &'a Settings,
    tell: &'a mut dyn FnMut(Told),
    hosts: Hosts<Job>,
    under_way: usize,
    known: usize,
    done: usize,
    /// Pages that came and are not on disk yet, with what is to be noted of their addresses then.
    came: Vec<(Page, Url, Asked)>,
    /// The addresses that were in line: two feeds may announce one page.
    in_line: BTreeSet<Url>,
    watched: Watched,
}

impl<'a> Round<'a> {
    fn new(
        store: &'a Store,
        knowledge: &'a Knowledge,
        settings: &'a Settings,
        tell: &'a mut dyn FnMut(Told),
    ) -> Round<'a> {
        Round {
            store,
            knowledge,
            settings,
            tell,
            hosts: Hosts::new(settings.pause),
            under_way: 0,
            known: 0,
            done: 0,
            came: Vec::new(),
            in_line: BTreeSet::new(),
            watched: Watched::default(),
        }
    }

    /// Puts a feed in line, unless it was asked just now.
    fn begin(&mut self, feed: &Url) -> Result<(), StoreError> {
        let known = self.store.asked(feed.as_str())?.unwrap_or_default();
        if let Some(again) = known.again.filter(|again| (self.settings.clock)() < *again) {
            self.watched.early += 1;
            self.look_again(again);
            return Ok(());
        }
        self.add(Job::new(feed.clone(), What::Feed, Stamp { etag: known.etag, modified: known.modified }));
        Ok(())
    }

    fn add(&mut self, job: Job) {
        self.known += 1;
        self.hosts.add(job, instant());
    }

    /// Does what can be done now; whether anything is left.
    fn step(&mut self, workers: &Workers) -> Result<bool, StoreError> {
        let mut wait = TICK;
        while self.under_way < MOST_AT_ONCE {
            match self.hosts.next(instant()) {
                Next::Robots(url) => self.give(workers, Task::Robots(url)),
                Next::Ask(job) => self.give(workers, Task::Ask(Box::new(job))),
                Next::Forbidden(job, why) => self.failed(job, &why, LATE)?,
                Next::Wait(due) => {
                    wait = wait.min(due.saturating_duration_since(instant()));
                    break;
                }
                Next::Nothing if self.under_way == 0 => return Ok(false),
                Next::Nothing => break,
            }
        }
        match workers.done.recv_timeout(wait) {
            Ok(done) => {
                self.under_way -= 1;
                self.take(done)?;
            }
            Err(RecvTimeoutError::Timeout) => self.save_many(1)?,
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
        (self.tell)(Told::Progress(self.done, self.known));
        Ok(true)
    }

    fn give(&mut self, workers: &Workers, task: Task) {
        self.under_way += 1;
        workers.give(task);
    }

    fn take(&mut self, done: Done) -> Result<(), StoreError> {
        match done {
            Done::Robots(url, robots) => {
                self.hosts.allows(&url, robots, instant());
                Ok(())
            }
            Done::Asked(job, Ok(came)) => {
                self.hosts.answered(&job.url, instant());
                self.came(*job, came)
            }
            Done::Asked(job, Err(Failure::Later(wait))) => self.later(*job, wait),
            Done::Asked(job, Err(failure)) => {
                let silent = matches!(failure, Failure::Slow(_) | Failure::Broken(_));
                let dropped = match silent {
                    true => self.hosts.failed(&job.url, instant()),
                    false => {
                        self.hosts.answered(&job.url, instant());
                        Vec::new()
                    }
                };
                let again = if failure.lasts() { LATE } else { SOON };
                self.failed(*job, &failure.to_string(), again)?;
                let why = "its host did not answer several times";
                dropped.into_iter().try_for_each(|job| self.failed(job, why, SOON))
            }
        }
    }

    fn came(&mut self, job: Job, came: Came) -> Result<(), StoreError> {
        match (came, &job.what) {
            (Came::Elsewhere(url), _) => {
                let back = job.clone();
                match job.at(url) {
                    Ok(job) => self.hosts.add(job, instant()),
                    Err(failure) => self.failed(back, &failure.to_string(), LATE)?,
                }
                return Ok(());
            }
            (Came::Feed(announced, stamp, holds), _) => {
                self.watched.read += 1;
                self.note_feed(&job, stamp, holds)?;
                announced.into_iter().try_for_each(|announced| self.announced(announced))?;
            }
            (Came::Page(page, stamp), What::Page(announced)) => {
                let version = announced.version.clone();
                let asked = Asked { etag: stamp.etag, modified: stamp.modified, version, ..Asked::default() };
                self.came.push((*page, job.asked, asked));
                self.save_many(MOST_TOGETHER)?;
            }
            (Came::Same, What::Feed) => {
                self.watched.same += 1;
                self.note_feed(&job, job.known.clone(), Duration::ZERO)?;
            }
            (Came::Same, What::Page(announced)) => {
                self.watched.unchanged += 1;
                let Stamp { etag, modified } = job.known.clone();
                let asked = Asked { etag, modified, version: announced.version.clone(), ..Asked::default() };
                self.store.note_asked(job.asked.as_str(), &asked, None)?;
            }
            (Came::Page(..), What::Feed) => {}
        }
        self.done += 1;
        Ok(())
    }

    /// Puts a page in line that was never asked for, that the feed gives another date than then, or that is to be
    /// tried again.
    fn announced(&mut self, announced: Announced) -> Result<(), StoreError> {
        let url = match gate::address(&announced.address) {
            Ok(url) => url,
            Err(refusal) => {
                self.watched.missing += 1;
                (self.tell)(Told::Problem(&announced.address, &format!("refused: {refusal}")));
                return Ok(());
            }
        };
        let known = self.store.asked(url.as_str())?;
        let wanted = known.as_ref().is_none_or(|known| {
            let due = known.again.map_or(known.version != announced.version, |again| again <= (self.settings.clock)());
            due && !known.forgotten
        });
        if wanted && self.in_line.insert(url.clone()) {
            let known = known.unwrap_or_default();
            self.add(Job::new(url, What::Page(announced), Stamp { etag: known.etag, modified: known.modified }));
        }
        Ok(())
    }

    fn note_feed(&mut self, job: &Job, stamp: Stamp, holds: Duration) -> Result<(), StoreError> {
        let holds = SignedDuration::try_from(holds).unwrap_or_default().max(self.settings.rest);
        let again = (self.settings.clock)().saturating_add(holds).ok();
        let Stamp { etag, modified } = stamp;
        let asked = Asked { etag, modified, again, ..Asked::default() };
        again.into_iter().for_each(|again| self.look_again(again));
        self.store.note_asked(job.asked.as_str(), &asked, None)
    }

    fn look_again(&mut self, again: Timestamp) {
        self.watched.next = Some(self.watched.next.map_or(again, |next| next.min(again)));
    }

    /// A host asks to come again: in a moment, or not in this round.
    fn later(&mut self, mut job: Job, wait: Duration) -> Result<(), StoreError> {
        job.again += 1;
        if wait <= SHORT && job.again <= MOST_AGAIN {
            let url = job.url.clone();
            self.hosts.add(job, instant());
            self.hosts.rest(&url, instant() + wait);
            return Ok(());
        }
        let mut alone = self.hosts.left_alone(&job.url);
        alone.insert(0, job);
        let again = SignedDuration::try_from(wait).unwrap_or(SOON);
        let why = Failure::Later(wait).to_string();
        alone.into_iter().try_for_each(|job| self.failed(job, &why, again))
    }

    /// An address could not be had: that is said, and noted with when to try again. What was known of it stays.
    fn failed(&mut self, job: Job, why: &str, again: SignedDuration) -> Result<(), StoreError> {
        self.done += 1;
        let again = match job.what {
            What::Feed => self.settings.rest.max(again.min(SOON)),
            What::Page(_) => again,
        };
        let again = (self.settings.clock)().saturating_add(again).ok();
        match job.what {
            What::Feed => {
                self.watched.failed += 1;
                again.into_iter().for_each(|again| self.look_again(again));
            }
            What::Page(_) => self.watched.missing += 1,
        }
        (self.tell)(Told::Problem(job.asked.as_str(), why));
        let known = self.store.asked(job.asked.as_str())?.unwrap_or_default();
        self.store.note_asked(job.asked.as_str(), &Asked { again, ..known }, None)
    }

    fn save_many(&mut self, many: usize) -> Result<(), StoreError> {
        if self.came.len() < many { Ok(()) } else { self.save() }
    }

    /// Puts what came on disk, and only then notes that it was asked for: a stop in between asks for it again.
    fn save(&mut self) -> Result<(), StoreError> {
        let came = std::mem::take(&mut self.came);
        let (pages, notes): (Vec<Page>, Vec<(Url, Asked)>) =
            came.into_iter().map(|(page, url, asked)| (page, (url, asked))).unzip();
        let mut ids = Vec::new();
        let tell = &mut self.tell;
        let added = self.store.add(pages, self.knowledge, &mut |saved| {
            tell(Told::Saved(&saved.id, &saved.place, saved.how));
            ids.push(saved.id.clone());
        })?;
        self.watched.added.new += added.new;
        self.watched.added.known += added.known;
        self.watched.added.revised += added.revised;
        for ((url, asked), id) in notes.iter().zip(&ids) {
            self.store.note_asked(url.as_str(), asked, Some(id))?;
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "pauses between requests are of this machine's time, not of any answer")]
fn instant() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "the one place where fetching reads the clock: when to ask again")]
fn today() -> Timestamp {
    Timestamp::now()
}
