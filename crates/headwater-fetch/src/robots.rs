//! What a host asks of robots, as RFC 9309 has it.

use std::time::Duration;

use texting_robots::Robot;
use url::Url;

use crate::client::{Answer, Failure};

/// The name that rules are looked for under.
pub(crate) const NAME: &str = "headwater";
/// The most of a file that is read.
const MOST_BYTES: usize = 500 << 10;
/// The longest pause between two requests that is kept to; who asks for more is asked less often by hand.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What a host allows.
pub(crate) enum Robots {
    /// It has no rules.
    All,
    /// Whether it has rules cannot be told: nothing is asked.
    Nothing(String),
    /// It has rules.
    Rules(Box<Robot>),
}

impl Robots {
    /// What the answer to `/robots.txt` means.
    pub(crate) fn of(answer: Result<Answer, Failure>) -> Robots {
        match answer {
            Ok(Answer::Words(words)) => {
                let bytes = &words.bytes[..words.bytes.len().min(MOST_BYTES)];
                // A file that is no such file has no rules in it.
                Robot::new(NAME, bytes).map_or(Robots::All, |rules| Robots::Rules(Box::new(rules)))
            }
            Ok(Answer::Same | Answer::Elsewhere(_)) => Robots::All,
            Err(Failure::Status(status)) if (400..500).contains(&status) => Robots::All,
            Err(Failure::Other(_) | Failure::Packed(_)) => Robots::All,
            Err(failure) => Robots::Nothing(failure.to_string()),
        }
    }

    /// Why an address is not to be asked; `None` if it may be.
    pub(crate) fn forbid(&self, url: &Url) -> Option<String> {
        match self {
            Robots::All => None,
            Robots::Nothing(why) => Some(format!("its robots.txt could not be asked ({why})")),
            Robots::Rules(rules) if rules.allowed(url.as_str()) => None,
            Robots::Rules(_) => Some("its robots.txt asks that robots stay away".to_owned()),
        }
    }

    /// The pause between two requests that the host asks for.
    pub(crate) fn pause(&self) -> Duration {
        match self {
            Robots::Rules(rules) => {
                let seconds = rules.delay.filter(|delay| delay.is_finite()).unwrap_or(0.0).max(0.0);
                Duration::from_secs_f32(seconds.min(LONGEST_PAUSE.as_secs_f32()))
            }
            Robots::All | Robots::Nothing(_) => Duration::ZERO,
        }
    }
}
