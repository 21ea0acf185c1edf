//! What changed from one revision of an article to the next.

use similar::{ChangeTag, TextDiff};

use crate::{Revision, Store, StoreError};

/// One revision after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The earlier one.
    pub from: Revision,
    /// The later one.
    pub to: Revision,
    /// All words of both, in order: title first, then the text.
    pub pieces: Vec<(Change, String)>,
}

/// What happened to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// They are in both.
    Same,
    /// They are in the earlier one only.
    Gone,
    /// They are in the later one only.
    New,
}

impl Store {
    /// What changed from each revision of an article to the next, the first change first. Empty for an article that
    /// never changed.
    pub fn changes(&self, id: &str) -> Result<Vec<Changed>, StoreError> {
        let found = self.article(id)?.ok_or_else(|| StoreError::Unknown(id.to_owned()))?;
        let mut changes = Vec::new();
        for pair in found.revisions.windows(2) {
            let [from, to] = pair else { continue };
            let (earlier, later) = (self.words_of(&from.id)?, self.words_of(&to.id)?);
            changes.push(Changed { from: from.clone(), to: to.clone(), pieces: pieces(&earlier, &later) });
        }
        Ok(changes)
    }

    fn words_of(&self, id: &str) -> Result<String, StoreError> {
        let article = self.article(id)?.ok_or_else(|| StoreError::Unknown(id.to_owned()))?.article;
        Ok(article.title.map_or(article.text.clone(), |title| format!("{title}\n\n{}", article.text)))
    }
}

fn pieces(earlier: &str, later: &str) -> Vec<(Change, String)> {
    let difference = TextDiff::configure().timeout(std::time::Duration::from_secs(2)).diff_words(earlier, later);
    let mut pieces: Vec<(Change, String)> = Vec::new();
    for change in difference.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Change::Same,
            ChangeTag::Delete => Change::Gone,
            ChangeTag::Insert => Change::New,
        };
        match pieces.last_mut() {
            Some((last, words)) if *last == kind => words.push_str(change.value()),
            _ => pieces.push((kind, change.value().to_owned())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Change, pieces};

    #[test]
    fn words_are_the_same_gone_or_new() {
        let found = pieces("A ferry ran aground.", "A ferry sank.");
        let shown: Vec<(Change, &str)> = found.iter().map(|(change, words)| (*change, words.as_str())).collect();
        assert_eq!(shown, [(Change::Same, "A ferry "), (Change::Gone, "ran aground."), (Change::New, "sank.")]);
    }
}
