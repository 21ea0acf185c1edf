//! `headwater forget`: an article leaves the store, byte for byte.

use headwater::Knowledge;
use headwater_store::Store;

use crate::args::Forget;
use crate::store::{counted, in_file};
use crate::{Outcome, screen};

pub(crate) fn run(forget: &Forget) -> anyhow::Result<Outcome> {
    let store = Store::open(in_file(&forget.keep.store, "forget")?)?;
    let forgotten = store.forget(&forget.what, &Knowledge::bundled())?;
    let mut said = Vec::new();
    if 0 < forgotten.articles {
        let articles = counted(forgotten.articles, "article", "articles");
        let revisions = counted(forgotten.revisions, "revision", "revisions");
        let told = counted(forgotten.settled.told, "story", "stories");
        said.push(format!("forgot {articles} ({revisions}); told {told} again without it"));
    }
    if 0 < forgotten.notes {
        said.push(format!("forgot {}", counted(forgotten.notes, "note", "notes")));
    }
    screen::say(&(said.join("; ") + "\n"))?;
    if !forgotten.wiped {
        eprintln!("headwater: another program still reads the store; the words leave its file once that has ended");
    }
    Ok(Outcome::Found)
}
