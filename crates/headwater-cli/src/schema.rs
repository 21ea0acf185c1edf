//! `headwater schema`: what the records look like, for programs that check them.

use crate::{Outcome, screen};

pub(crate) fn run() -> anyhow::Result<Outcome> {
    screen::say(&headwater_export::schema())?;
    Ok(Outcome::Found)
}
