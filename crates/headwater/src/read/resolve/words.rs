//! The words of a source: where its noun is, and what describes it.

use crate::knowledge::Noun;
use crate::{Span, Unnamed};

/// A word of a text.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) lower: String,
    pub(super) span: Span,
    pub(super) capital: bool,
    /// Ends in 's: what follows belongs to it.
    pub(super) possessive: bool,
    /// A comma or another mark follows.
    pub(super) breaks: bool,
    /// A bracket opens before it.
    pub(super) bracketed: bool,
}

/// The words of a stretch of text.
pub(super) fn words(text: &str, span: Span) -> Vec<Word> {
    let base = span.start();
    let stretch = span.of(text);
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in stretch.char_indices().chain([(stretch.len(), ' ')]) {
        let glued = letter == ',' && !stretch[at + 1..].starts_with(char::is_numeric);
        match (letter.is_whitespace() || letter == '(' || letter == '—' || glued, start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                found.extend(word(text, Span::new(base + from, base + at)));
                if let (Some(last), '(' | '—' | ',') = (found.last_mut(), letter) {
                    last.breaks = true;
                }
                start = None;
            }
            _ => {}
        }
    }
    for word in &mut found {
        word.bracketed = text[..word.span.start()].ends_with(['(', '[']);
    }
    found
}

fn word(text: &str, span: Span) -> Option<Word> {
    let whole = span.of(text);
    let bare = whole.trim_matches(|c: char| !c.is_alphanumeric() && c != '@' && c != '#');
    if bare.is_empty() {
        return None;
    }
    let offset = whole.find(bare)?;
    let after = &whole[offset + bare.len()..];
    let possessive_end = ["'s", "’s"].iter().find(|end| bare.ends_with(**end));
    let name = possessive_end.map_or(bare, |end| &bare[..bare.len() - end.len()]);
    let keeps_point = after.starts_with('.') && name.len() < 6;
    let mut lower = name.to_lowercase().replace('’', "'");
    if keeps_point {
        lower.push('.');
    }
    let start = span.start() + offset;
    Some(Word {
        lower,
        span: Span::new(start, start + name.len()),
        capital: name.starts_with(char::is_uppercase) || particle_name(name),
        possessive: possessive_end.is_some() || after.starts_with(['\'', '’']) && name.ends_with('s'),
        bracketed: false,
        breaks: after.contains([',', ';', ':', ')', '"', '”']) || (after.contains('.') && !keeps_point),
    })
}

/// Whether a name begins with a small particle: "al-Bredi".
fn particle_name(name: &str) -> bool {
    let Some((particle, rest)) = name.split_once('-') else { return false };
    (2..=3).contains(&particle.len())
        && particle.chars().all(char::is_lowercase)
        && rest.starts_with(char::is_uppercase)
}

/// A source taken apart: what stands before its noun, the noun, and what describes it.
pub(super) struct Parts<'a> {
    /// All words.
    pub(super) all: &'a [Word],
    /// The words up to and with the noun, determiners left out.
    pub(super) core: &'a [Word],
    /// The determiners.
    pub(super) lead: &'a [Word],
    /// The words behind the noun.
    pub(super) rest: &'a [Word],
}

impl<'a> Parts<'a> {
    pub(super) fn new(all: &'a [Word], unnamed: &Unnamed) -> Parts<'a> {
        // "U.S. officials Tuesday": when something was said is no part of who said it.
        let timeless = all.iter().rposition(|word| !unnamed.is(&word.lower, Noun::When)).map_or(all.len(), |at| at + 1);
        let small = |word: &Word| unnamed.is(&word.lower, Noun::EndsNoun) && !word.capital;
        let dated = timeless < all.len() && 1 < timeless && small(&all[timeless - 1]);
        let all = &all[..timeless - usize::from(dated)];
        let opens = |word: &Word| unnamed.is(&word.lower, Noun::Determiner) || unnamed.number(&word.lower).is_some();
        let mut lead = all.iter().take_while(|word| opens(word) && !(word.capital && word.possessive)).count();
        if lead == all.len() {
            lead = all.len().saturating_sub(1);
        }
        let body = &all[lead..];
        // "Tarnish and Lowland websites": what joins two adjectives ends no noun.
        let joins = |at: usize| {
            let people = 0 < at && unnamed.is(&body[at - 1].lower, Noun::People);
            people && unnamed.is(&body[at].lower, Noun::JoinsTitle)
        };
        let ends = |at: usize| unnamed.is(&body[at].lower, Noun::EndsNoun) && !body[at].capital && !joins(at);
        let mut core = (0..body.len()).take_while(|at| !ends(*at)).count();
        if let Some(at) = body[..core].iter().position(|word| word.breaks) {
            core = at + 1;
        }
        Parts { all, core: &body[..core], lead: &all[..lead], rest: &body[core..] }
    }

    /// The noun.
    pub(super) fn noun(&self) -> &str {
        self.core.last().map_or("", |word| word.lower.as_str())
    }

    /// Whether the source has a noun of this sort in small letters, or at the beginning of a sentence.
    pub(super) fn is(&self, noun: Noun, unnamed: &Unnamed) -> bool {
        self.core.last().is_some_and(|word| unnamed.is(&word.lower, noun))
    }

    /// Whether what opens the source points back: "the", "this".
    pub(super) fn definite(&self, unnamed: &Unnamed) -> bool {
        self.lead.iter().any(|word| unnamed.is(&word.lower, Noun::Definite))
    }

    /// The words without their first article.
    pub(super) fn described(&self, text: &str) -> String {
        let all = self.all;
        let skip = usize::from(all.len() > 1 && all[0].lower == "the");
        match (all.get(skip), all.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span).of(text).to_owned(),
            _ => String::new(),
        }
    }
}
