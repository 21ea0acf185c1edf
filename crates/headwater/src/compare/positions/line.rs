//! A sentence as words, with what is known of them.

use crate::knowledge::{Duties, Role, Word};
use crate::{Entity, EntityKind, Knowledge, Mention, Polarity, Reading, Source, Span};

/// A sentence as words, with what is known of them.
pub(super) struct Line<'a> {
    pub(super) reading: &'a Reading,
    pub(super) article: usize,
    pub(super) sentence: usize,
    /// The attributions with their source or content here.
    pub(super) credited: &'a [usize],
    pub(super) words: Vec<Word<'a>>,
    pub(super) knowledge: &'a Knowledge,
}

/// What stands between two words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing but white space.
    None,
    /// A comma.
    Comma,
    /// A quotation mark.
    Quote,
    /// Anything else that parts clauses.
    Break,
}

impl<'a> Line<'a> {
    pub(super) fn new(
        reading: &'a Reading,
        article: usize,
        sentence: usize,
        credited: &'a [usize],
        knowledge: &'a Knowledge,
    ) -> Line<'a> {
        let words = knowledge.wording.words(&reading.article.text, reading.sentences[sentence].span);
        Line { reading, article, sentence, credited, words, knowledge }
    }

    pub(super) fn text(&self) -> &'a str {
        &self.reading.article.text
    }

    /// The words from `at` on, in lower case.
    pub(super) fn from(&self, at: usize) -> impl Iterator<Item = &str> + Clone {
        self.words.iter().skip(at).map(|word| word.lower.as_ref())
    }

    pub(super) fn plays(&self, at: usize, role: Role) -> bool {
        self.words.get(at).is_some_and(|word| self.knowledge.stances.plays(&word.lower, role))
    }

    pub(super) fn does(&self, at: usize, duty: Duties) -> bool {
        self.words.get(at).is_some_and(|word| word.duties.does(duty))
    }

    /// What stands before the word at `at`, after the word before it.
    pub(super) fn gap(&self, at: usize) -> Gap {
        let (Some(before), Some(word)) = (at.checked_sub(1).and_then(|at| self.words.get(at)), self.words.get(at))
        else {
            return Gap::Break;
        };
        let between = Span::new(before.span.end(), word.span.start()).of(self.text());
        let rank = |letter: char| match letter {
            ',' => Gap::Comma,
            '"' | '“' | '”' | '‘' | '’' | '\'' | '«' | '»' => Gap::Quote,
            '.' | '-' | '%' | '$' | '£' | '€' | '#' | '/' | '&' | '@' | '*' => Gap::None,
            letter if letter.is_whitespace() && letter != '\n' => Gap::None,
            _ => Gap::Break,
        };
        let found = between.chars().map(rank);
        found.max_by_key(|gap| *gap as u8).unwrap_or(Gap::None)
    }

    /// The text of a run of words.
    pub(super) fn span(&self, from: usize, to: usize) -> Option<Span> {
        Some(self.words.get(from)?.span.cover(self.words.get(to.checked_sub(1)?)?.span))
    }

    /// The mention that the word at `at` belongs to, and what it names.
    pub(super) fn mention(&self, at: usize) -> Option<(&'a Mention, &'a Entity)> {
        let span = self.words.get(at)?.span;
        let mentions = &self.reading.mentions;
        let next = mentions.partition_point(|mention| mention.span.end() <= span.start());
        let mention = mentions.get(next).filter(|mention| mention.span.overlaps(span))?;
        Some((mention, self.reading.entities.get(mention.entity)?))
    }

    /// Whether the word at `at` is a name in the possessive.
    pub(super) fn is_owner(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at).filter(|word| word.capital) else { return false };
        let behind = self.text().get(word.span.end()..).unwrap_or_default();
        word.lower.ends_with("'s") || word.lower.ends_with('s') && behind.starts_with(['’', '\''])
    }

    /// Whether the word at `at` is part of a time expression.
    pub(super) fn is_time(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let next = self.reading.times.partition_point(|time| time.span.end() <= word.span.start());
        self.reading.times.get(next).is_some_and(|time| time.span.overlaps(word.span))
    }

    /// The attribution whose content the word stands in; the innermost, if one lies within another.
    pub(super) fn speaker(&self, at: usize) -> Option<usize> {
        let span = self.words.get(at)?.span;
        let content = |index: usize| &self.reading.attributions[index].content;
        let holds = |index: &usize| content(*index).iter().any(|part| part.contains(span));
        let length = |index: &usize| content(*index).iter().map(|part| part.len()).sum::<usize>();
        self.credited.iter().copied().filter(holds).min_by_key(length)
    }

    /// Whether the word at `at` stands in words that somebody denies.
    pub(super) fn is_denied(&self, at: usize) -> bool {
        self.speaker(at).is_some_and(|speaker| self.reading.attributions[speaker].polarity == Polarity::Denied)
    }

    /// The name of an attribution's source, if it can take a stand: a document or an outlet only reports one.
    pub(super) fn source(&self, attribution: usize) -> Option<String> {
        match &self.reading.credits.get(attribution)?.source {
            Source::Person(name) | Source::Organization(name) => Some(name.clone()),
            Source::Unnamed { described, .. } => Some(described.clone()),
            Source::Outlet(_) | Source::Document(_) | Source::Unresolved(_) => None,
        }
    }

    /// Whether an entity can take a stand.
    pub(super) fn is_party(entity: &Entity) -> bool {
        matches!(entity.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place)
    }
}
