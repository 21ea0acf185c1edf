//! Hosts, and how they are asked: one request at a time, with a pause between two, as their robots.txt wants it, and
//! not at all once they say so or do not answer.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use url::Url;

use crate::robots::Robots;

/// How often a host may fail to answer, one time after another, before it is left alone until the next round.
const MOST_FAILURES: u32 = 3;

/// The hosts of a round, by scheme, name and port. `J` is what they are asked for.
pub(crate) struct Hosts<J> {
    hosts: BTreeMap<String, Host<J>>,
    pause: Duration,
}

struct Host<J> {
    waiting: VecDeque<J>,
    robots: Option<Robots>,
    busy: bool,
    /// When it may be asked next.
    due: Instant,
    failures: u32,
}

/// What to do next.
pub(crate) enum Next<J> {
    /// Ask for the robots.txt of the host of this address.
    Robots(Url),
    /// Ask for this.
    Ask(J),
    /// Leave this be, for this reason.
    Forbidden(J, String),
    /// Nothing until then.
    Wait(Instant),
    /// Nothing is left but what is under way.
    Nothing,
}

/// What a request knows of itself.
pub(crate) trait Request {
    fn url(&self) -> &Url;
}

impl<J: Request> Hosts<J> {
    pub(crate) fn new(pause: Duration) -> Hosts<J> {
        Hosts { hosts: BTreeMap::new(), pause }
    }

    pub(crate) fn add(&mut self, job: J, now: Instant) {
        let name = name(job.url());
        let new = || Host { waiting: VecDeque::new(), robots: None, busy: false, due: now, failures: 0 };
        self.hosts.entry(name).or_insert_with(new).waiting.push_back(job);
    }

    /// Takes what may be done now, from the host that has waited longest.
    pub(crate) fn next(&mut self, now: Instant) -> Next<J> {
        let idle = self.hosts.values_mut().filter(|host| !host.busy && !host.waiting.is_empty());
        let Some(host) = idle.min_by_key(|host| host.due) else { return Next::Nothing };
        if now < host.due {
            return Next::Wait(host.due);
        }
        let Some(job) = host.waiting.pop_front() else { return Next::Nothing };
        match &host.robots {
            None => {
                let url = job.url().clone();
                host.waiting.push_front(job);
                host.busy = true;
                Next::Robots(url)
            }
            Some(robots) => match robots.forbid(job.url()) {
                Some(why) => Next::Forbidden(job, why),
                None => {
                    host.busy = true;
                    Next::Ask(job)
                }
            },
        }
    }

    /// The host of this address told what it allows.
    pub(crate) fn allows(&mut self, url: &Url, robots: Robots, now: Instant) {
        let pause = self.pause_after(url, &robots);
        if let Some(host) = self.hosts.get_mut(&name(url)) {
            host.robots = Some(robots);
            host.busy = false;
            host.due = now + pause;
        }
    }

    /// The host of this address answered.
    pub(crate) fn answered(&mut self, url: &Url, now: Instant) {
        let pause = self
            .hosts
            .get(&name(url))
            .and_then(|host| host.robots.as_ref())
            .map(|robots| self.pause_after(url, robots));
        if let Some(host) = self.hosts.get_mut(&name(url)) {
            host.busy = false;
            host.failures = 0;
            host.due = now + pause.unwrap_or(self.pause);
        }
    }

    /// The host of this address did not answer. If that is so again and again, what it was to be asked comes back.
    pub(crate) fn failed(&mut self, url: &Url, now: Instant) -> Vec<J> {
        let pause = self.pause;
        let Some(host) = self.hosts.get_mut(&name(url)) else { return Vec::new() };
        host.busy = false;
        host.failures += 1;
        host.due = now + pause;
        if host.failures < MOST_FAILURES { Vec::new() } else { host.waiting.drain(..).collect() }
    }

    /// The host of this address wants to be left alone until then.
    pub(crate) fn rest(&mut self, url: &Url, until: Instant) {
        if let Some(host) = self.hosts.get_mut(&name(url)) {
            host.busy = false;
            host.due = until;
        }
    }

    /// The host of this address wants to be left alone: what it was to be asked comes back.
    pub(crate) fn left_alone(&mut self, url: &Url) -> Vec<J> {
        let Some(host) = self.hosts.get_mut(&name(url)) else { return Vec::new() };
        host.busy = false;
        host.waiting.drain(..).collect()
    }

    /// The pause after a request, up to half longer than it must be: hosts are not asked in lockstep.
    fn pause_after(&self, url: &Url, robots: &Robots) -> Duration {
        let share = f64::from(blake3::hash(url.as_str().as_bytes()).as_bytes()[0]) / 510.0;
        self.pause.max(robots.pause()).mul_f64(1.0 + share)
    }
}

fn name(url: &Url) -> String {
    url.origin().ascii_serialization()
}
