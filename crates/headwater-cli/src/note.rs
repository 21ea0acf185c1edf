//! `headwater note`: a user's words beside what was found.

use crate::args::Note;
use crate::store::{self, Thing};
use crate::{Outcome, screen};

pub(crate) fn run(note: &Note) -> anyhow::Result<Outcome> {
    let store = store::open(store::in_file(&note.keep.store, "note")?)?;
    let id = match store::find(&store, &note.id)? {
        Thing::Story(id) | Thing::Article(id) | Thing::Claim { claim: id, .. } => id,
    };
    let written = store.note(&id, &note.text.join(" "))?;
    screen::say(&format!("{} is beside {id}; `headwater forget {}` takes it back\n", written.id, written.id))?;
    Ok(Outcome::Found)
}
