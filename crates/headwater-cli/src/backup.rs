//! `headwater backup`: a second file with what a store holds.

use headwater_store::Store;

use crate::args::Backup;
use crate::store::{counted, in_file};
use crate::{Outcome, read, screen};

pub(crate) fn run(backup: &Backup) -> anyhow::Result<Outcome> {
    let to = in_file(&backup.to, "backup")?;
    Store::open(in_file(&backup.keep.store, "backup")?)?.back_up(to)?;
    let held = Store::open(to)?.doctor()?;
    let articles = counted(held.articles, "article", "articles");
    let stories = counted(held.stories, "story", "stories");
    screen::say(&format!("wrote {}, looked at every row of it: {articles}, {stories}\n", read::quoted(to)))?;
    Ok(Outcome::Found)
}
