//! Records with an index: which article an id means, what to call it, which words an appearance has.

use std::collections::BTreeMap;

use crate::wire::{Appearance, Article, Claim, Origin, Record, Run, Story, Unread};

/// Records, looked up by id.
pub struct Book<'a> {
    pub(crate) run: Option<&'a Run>,
    pub(crate) articles: Vec<&'a Article>,
    pub(crate) stories: Vec<&'a Story>,
    pub(crate) unread: Vec<&'a Unread>,
    by_id: BTreeMap<&'a str, usize>,
    /// What each story is called by, if not by its place among these.
    numbers: &'a [usize],
    /// Where each character of each article starts, in bytes; built for the articles of small runs only when asked.
    names: Vec<String>,
}

/// Why a claim could not be found.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ClaimError {
    /// It is neither `STORY.CLAIM` nor an id.
    #[error("`{0}` is no claim; claims are numbered like 1.2 in the report, or have ids like c-1a2b")]
    NotAClaim(String),
    /// The numbers go beyond what there is.
    #[error("there is no claim `{asked}`; {there_are}")]
    NotThere {
        /// What was asked for.
        asked: String,
        /// What there is.
        there_are: String,
    },
    /// An id's beginning that several claims share.
    #[error("`{0}` is the beginning of several claims' ids")]
    Several(String),
}

impl<'a> Book<'a> {
    /// Indexes records. Stories are numbered as they come, from 1.
    pub fn new(records: &'a [Record]) -> Book<'a> {
        Book::numbered_as(records, &[])
    }

    /// Indexes records that are part of more: their stories have the numbers that they have there, in order.
    pub fn numbered_as(records: &'a [Record], numbers: &'a [usize]) -> Book<'a> {
        let mut book = Book {
            run: None,
            articles: Vec::new(),
            stories: Vec::new(),
            unread: Vec::new(),
            by_id: BTreeMap::new(),
            numbers,
            names: Vec::new(),
        };
        for record in records {
            match record {
                Record::Run(run) => book.run = Some(run),
                Record::Article(article) => book.articles.push(article),
                Record::Story(story) => book.stories.push(story),
                Record::Unread(unread) => book.unread.push(unread),
            }
        }
        book.by_id = book.articles.iter().enumerate().map(|(index, article)| (article.id.as_str(), index)).collect();
        book.names = names(&book.articles);
        book
    }

    /// The number of a story, by its place among these.
    pub(crate) fn number(&self, story: usize) -> usize {
        self.numbers.get(story).copied().unwrap_or(story + 1)
    }

    /// The article with this id.
    pub fn article(&self, id: &str) -> Option<&'a Article> {
        self.by_id.get(id).map(|index| self.articles[*index])
    }

    /// What to call an article: the shortest end of its path or address that no other has.
    pub fn name(&self, id: &str) -> &str {
        self.by_id.get(id).map_or("?", |index| self.names[*index].as_str())
    }

    /// The words of an appearance, to the letter; none if its article is not there.
    pub fn words(&self, at: &Appearance) -> &'a str {
        self.article(&at.article).map_or("", |article| cut(&article.text, at.start, at.end))
    }

    /// The claim that `asked` means: `2.3` is the third claim of the second story; an id or its beginning works too.
    pub fn claim(&self, asked: &str) -> Result<(usize, usize), ClaimError> {
        match asked.split_once('.').map(|(story, claim)| (story.parse(), claim.parse())) {
            Some((Ok(story), Ok(claim))) => self.numbered(asked, story, claim),
            _ if asked.starts_with("c-") && 4 <= asked.len() => self.identified(asked),
            _ => Err(ClaimError::NotAClaim(asked.to_owned())),
        }
    }

    fn numbered(&self, asked: &str, story: usize, claim: usize) -> Result<(usize, usize), ClaimError> {
        let missing = |there_are| Err(ClaimError::NotThere { asked: asked.to_owned(), there_are });
        let Some(at) = (0..self.stories.len()).find(|at| self.number(*at) == story) else {
            return missing(format!("there are {}", counted(self.stories.len(), "story", "stories")));
        };
        let told = self.stories[at];
        if claim == 0 || told.claims.len() < claim {
            let claims = counted(told.claims.len(), "claim", "claims");
            return missing(format!("story {story} has {claims}"));
        }
        Ok((at, claim - 1))
    }

    fn identified(&self, asked: &str) -> Result<(usize, usize), ClaimError> {
        let mut found = None;
        for (story, told) in self.stories.iter().enumerate() {
            for (claim, _) in told.claims.iter().enumerate().filter(|(_, claim)| claim.id.starts_with(asked)) {
                if found.replace((story, claim)).is_some() {
                    return Err(ClaimError::Several(asked.to_owned()));
                }
            }
        }
        let there_are = "no claim has an id that begins so".to_owned();
        found.ok_or_else(|| ClaimError::NotThere { asked: asked.to_owned(), there_are })
    }
}

/// The articles of a claim, each once, in the order of its appearances.
pub fn articles_of(claim: &Claim) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for at in &claim.appearances {
        if !ids.contains(&at.article.as_str()) {
            ids.push(&at.article);
        }
    }
    ids
}

/// "1", or "1–3", or "–" where nobody is named.
pub fn range(claim: &Claim) -> String {
    match (claim.origins.len(), claim.independent) {
        (0, _) => "–".to_owned(),
        (_, [least, most]) if least == most => least.to_string(),
        (_, [least, most]) => format!("{least}–{most}"),
    }
}

/// Whether a claim has no origin because outlets only credit each other for it.
pub fn in_circle(claim: &Claim) -> bool {
    claim.independent == [0, 0]
}

/// An origin in words: "Financial Times: three people familiar with the talks (3 unnamed)".
pub fn origin_words(origin: &Origin) -> String {
    let outlet = origin.outlet.as_deref().filter(|outlet| *outlet != origin.name);
    let mut words = match outlet {
        Some(outlet) => format!("{outlet}: {}", origin.name),
        None => origin.name.clone(),
    };
    if origin.anonymous {
        words += &origin.count.map_or(" (unnamed)".to_owned(), |count| format!(" ({count} unnamed)"));
    }
    if !origin.via.is_empty() {
        words += &format!(", via {}", origin.via.join(", "));
    }
    words
}

/// "1 story", "2 stories".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The code points from `start` up to `end`.
pub fn cut(text: &str, start: usize, end: usize) -> &str {
    let mut bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).skip(start);
    let from = bytes.next().unwrap_or(text.len());
    let to = if start < end { bytes.nth(end - start - 1).unwrap_or(text.len()) } else { from };
    &text[from..to]
}

/// The shortest ends of the articles' paths that tell them apart.
fn names(articles: &[&Article]) -> Vec<String> {
    let end = |place: &str, parts: usize| {
        let mut cuts = place.trim_end_matches('/').rmatch_indices('/').map(|(at, _)| at + 1);
        let from = cuts.nth(parts - 1).unwrap_or(0);
        place[from..].to_owned()
    };
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for article in articles {
        *taken.entry(end(&article.place, 1)).or_default() += 1;
    }
    let name = |article: &&Article| {
        let short = end(&article.place, 1);
        if taken.get(&short) == Some(&1) { short } else { article.place.clone() }
    };
    articles.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::{Book, ClaimError, cut};

    #[test]
    fn words_are_cut_by_code_points() {
        assert_eq!(cut("“é” ok", 1, 2), "é");
        assert_eq!(cut("“é” ok", 4, 6), "ok");
        assert_eq!(cut("ok", 1, 9), "k");
        assert_eq!(cut("ok", 2, 1), "");
    }

    #[test]
    fn what_is_no_claim_is_said_so() {
        let book = Book::new(&[]);
        assert!(matches!(book.claim("one"), Err(ClaimError::NotAClaim(_))));
        let message = book.claim("1.1").expect_err("there is none").to_string();
        assert_eq!(message, "there is no claim `1.1`; there are 0 stories");
    }
}
