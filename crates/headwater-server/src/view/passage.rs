//! One place where something is said: its words in their sentence, and the way to them.

use headwater_output::wire::Appearance;

use crate::link;
use crate::told::{Tale, Told};
use crate::view::Home;

/// A sentence longer than this is shown around the words only.
const LONGEST_SENTENCE: usize = 600;

/// Words of an article, quoted.
pub(crate) struct Passage {
    /// What the article is called.
    pub(crate) name: String,
    pub(crate) day: String,
    pub(crate) line: usize,
    pub(crate) language: String,
    /// The sentence up to the words.
    pub(crate) before: String,
    /// The words.
    pub(crate) words: String,
    /// The sentence after the words.
    pub(crate) after: String,
    /// The article's own page, at the sentence.
    pub(crate) here: String,
    /// The words where they were published.
    pub(crate) there: Option<Outside>,
}

/// A link out of the desk.
pub(crate) struct Outside {
    pub(crate) url: String,
    pub(crate) host: String,
}

/// The passage of an appearance; `None` if its article is not there.
pub(crate) fn passage(tale: &Tale, at: &Appearance, home: Home) -> Option<Passage> {
    tale.article(&at.article).map(|told| in_article(told, at.start, at.end, home))
}

/// The passage between two code points of an article.
pub(crate) fn in_article(told: &Told, start: usize, end: usize, home: Home) -> Passage {
    let sentence = told.sentence(start);
    let fits = |from: usize, to: usize| to - from <= LONGEST_SENTENCE;
    let around = sentence.map(|(_, [from, to])| (from, to.max(end))).filter(|(from, to)| fits(*from, *to));
    let (from, to) = around.unwrap_or((start, end));
    let words = told.cut(start, end);
    Passage {
        name: told.name.clone(),
        day: told.day(),
        line: told.line(start),
        language: told.article.language.clone(),
        before: told.cut(from, start).to_owned(),
        words: words.to_owned(),
        after: told.cut(end, to).to_owned(),
        here: home.article(&told.article.id, sentence.map(|(index, _)| index)),
        there: outside(told, words),
    }
}

/// The link to words where they were published.
pub(crate) fn outside(told: &Told, words: &str) -> Option<Outside> {
    let address = told.article.url.as_deref()?;
    Some(Outside { url: link::passage(address, words)?, host: link::address(address)?.host })
}
