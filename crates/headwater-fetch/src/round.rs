//! Requests: what is asked for, and what comes of it. Workers ask, and make pages of what they get; nothing here knows
//! the store.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use headwater::{ClaimedDate, Hints, Page};
use url::Url;

use crate::client::{Answer, Client, Failure, Kind, Stamp};
use crate::feed::{self, Announced};
use crate::gate;
use crate::manners::Request;
use crate::robots::Robots;

/// The most requests at one time.
pub(crate) const MOST_AT_ONCE: usize = 8;
/// The most redirects from one address.
const MOST_HOPS: u8 = 5;

/// Something to ask for.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Where it is to be asked for: another address than `asked` after a redirect.
    pub(crate) url: Url,
    /// The address that was named.
    pub(crate) asked: Url,
    pub(crate) what: What,
    /// What is known of the address as it was asked before.
    pub(crate) known: Stamp,
    hops: u8,
    /// How often the host asked to come again in a moment.
    pub(crate) again: u8,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) enum What {
    Feed,
    Page(Announced),
}

impl Job {
    pub(crate) fn new(url: Url, what: What, known: Stamp) -> Job {
        Job { asked: url.clone(), url, what, known, hops: 0, again: 0 }
    }

    /// The same at the address that a redirect leads to.
    pub(crate) fn at(self, url: Url) -> Result<Job, Failure> {
        match self.hops < MOST_HOPS {
            true => Ok(Job { url, hops: self.hops + 1, known: Stamp::default(), ..self }),
            false => Err(Failure::Broken(format!("over {MOST_HOPS} redirects"))),
        }
    }
}

impl Request for Job {
    fn url(&self) -> &Url {
        &self.url
    }
}

/// What a request came to.
pub(crate) enum Came {
    /// A feed, with the pages it announces, and how long that holds.
    Feed(Vec<Announced>, Stamp, Duration),
    Page(Box<Page>, Stamp),
    Same,
    Elsewhere(Url),
}

/// A task for a worker.
pub(crate) enum Task {
    Ask(Box<Job>),
    Robots(Url),
}

/// What a worker did.
pub(crate) enum Done {
    Asked(Box<Job>, Result<Came, Failure>),
    Robots(Url, Robots),
}

/// Threads that ask.
pub(crate) struct Workers {
    tasks: Sender<Task>,
    pub(crate) done: Receiver<Done>,
    client: Client,
}

impl Workers {
    pub(crate) fn start(client: Client) -> Workers {
        let (tasks, receiver) = mpsc::channel::<Task>();
        let (sender, done) = mpsc::channel();
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..MOST_AT_ONCE {
            let (receiver, sender, client) = (receiver.clone(), sender.clone(), client.clone());
            // They end when no task can come any more; one that still waits for a host is not waited for.
            std::thread::spawn(move || {
                loop {
                    let task = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(task) = task else { break };
                    if sender.send(work(&client, task)).is_err() {
                        break;
                    }
                }
            });
        }
        Workers { tasks, done, client }
    }

    pub(crate) fn give(&self, task: Task) {
        // The workers listen for as long as this end is there.
        let _ = self.tasks.send(task);
    }

    /// Ends what is under way.
    pub(crate) fn stop(self) {
        self.client.stop();
    }
}

fn work(client: &Client, task: Task) -> Done {
    match task {
        Task::Robots(url) => {
            let robots = guarded(|| Ok(robots(client, &url)));
            Done::Robots(url, robots.unwrap_or_else(|failure: Failure| Robots::Nothing(failure.to_string())))
        }
        Task::Ask(job) => {
            let came = guarded(|| ask(client, &job));
            Done::Asked(job, came)
        }
    }
}

/// The libraries that take answers apart are not ours to prove free of panics, and one answer must not end a watch.
fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    done.unwrap_or_else(|_| Err(Failure::Broken("its words could not be taken apart".to_owned())))
}

fn robots(client: &Client, url: &Url) -> Robots {
    let Ok(mut url) = gate::redirected(url, "/robots.txt") else { return Robots::All };
    for _ in 0..=MOST_HOPS {
        match client.get(&url, Kind::Robots, &Stamp::default()) {
            Ok(Answer::Elsewhere(to)) => url = to,
            answer => return Robots::of(answer),
        }
    }
    Robots::All
}

fn ask(client: &Client, job: &Job) -> Result<Came, Failure> {
    let kind = match job.what {
        What::Feed => Kind::Feed,
        What::Page(_) => Kind::Page,
    };
    let words = match client.get(&job.url, kind, &job.known)? {
        Answer::Same => return Ok(Came::Same),
        Answer::Elsewhere(url) => return Ok(Came::Elsewhere(url)),
        Answer::Words(words) => words,
    };
    match &job.what {
        What::Feed => {
            let announced = feed::announced(&words.bytes, &job.url).map_err(Failure::Broken)?;
            Ok(Came::Feed(announced, words.stamp, words.holds))
        }
        What::Page(announced) => {
            let page = page(&words.bytes, words.charset.as_deref(), &job.url, announced)?;
            Ok(Came::Page(Box::new(page), words.stamp))
        }
    }
}

/// A page of what was fetched. What the page says of itself goes before what the feed said of it.
fn page(bytes: &[u8], charset: Option<&str>, url: &Url, announced: &Announced) -> Result<Page, Failure> {
    let hints = Hints { url: Some(url.to_string()), ..Hints::default() };
    let page = headwater_input::page_of_bytes(bytes, charset, url.to_string(), hints);
    let mut page = page.map_err(|problem| Failure::Broken(problem.why))?;
    let hints = &mut page.hints;
    hints.title = hints.title.take().or_else(|| announced.title.clone());
    hints.byline = hints.byline.take().or_else(|| announced.byline.clone());
    let published = announced.published.clone();
    hints.dates.extend(published.map(|written| ClaimedDate { written, place: "feed published".to_owned() }));
    Ok(page)
}
