//! Who has whose words. A copy is a text with passages of another outside quotation marks.

use std::collections::BTreeMap;

use super::credits::Credited;
use super::passages::{Passage, passages};
use super::{Worded, shown, told};
use crate::{Derivation, Derived, Evidence, Span, Upstream};

use super::super::Members;

/// A passage counts with this many words outside quotation marks.
const TELLING: usize = 9;
/// A copy has this many words of the other text in such passages, whatever its length: an excerpt. What has fewer, and
/// is no short text, was written anew.
const EXCERPT: usize = 64;
/// Or this many, if they are this much of the shorter text: a short copy.
const SHORT_COPY: usize = 18;
const SHARE: f32 = 0.35;
/// The longest passages are shown, at most this many.
const MOST_EVIDENCE: usize = 3;

/// Two members with passages in common.
struct Pair {
    /// Which came first, as far as can be told: places among the members.
    from: usize,
    copy: usize,
    /// How that is known.
    how: Direction,
    /// How many words outside quotation marks are shared.
    words: usize,
    /// Where the longest shared passages stand, in `from` and in `copy`.
    places: Vec<(Span, Span)>,
}

/// How it is known which of two came first, surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    /// The copy credits it.
    Credited,
    /// It was published on an earlier day.
    Earlier,
    /// It is marked as an agency's own text.
    Wire,
    /// It is not told: the smaller id stands in.
    Open,
}

/// The copies among the members, each with the one text it is from.
pub(crate) fn copies(members: &Members, texts: &[Worded], credited: &[Credited]) -> Vec<Derivation> {
    let shared = passages(texts);
    let mut by_article: Credits = BTreeMap::new();
    credited.iter().for_each(|credit| by_article.entry(credit.article).or_default().push(credit));
    let found = shared.iter().filter_map(|((first, second), passages)| {
        let (words, places) = copied(&texts[*first], &texts[*second], passages)?;
        Some(directed(members, &by_article, *first, *second, words, places))
    });
    let mut pairs: Vec<Pair> = found.collect();
    pairs.sort_by_key(|pair| (pair.how, usize::MAX - pair.words, pair.from, pair.copy));
    forest(members, pairs)
}

/// How many words outside quotation marks two texts share, and where the longest passages stand; `None` if too few.
fn copied(first: &Worded, second: &Worded, passages: &[Passage]) -> Option<(usize, Vec<(Span, Span)>)> {
    let mut telling: Vec<(usize, Passage)> =
        passages.iter().map(|passage| (plain_words(first, second, *passage), *passage)).collect();
    telling.retain(|(words, _)| TELLING <= *words);
    telling.sort_by_key(|(words, passage)| (usize::MAX - words, passage.second));
    let words: usize = telling.iter().map(|(words, _)| words).sum();
    let shorter = first.words.len().min(second.words.len()).max(1);
    let enough = EXCERPT <= words || SHORT_COPY <= words && SHARE <= words as f32 / shorter as f32;
    let place = |passage: &Passage| (first.passage(passage.first, passage), second.passage(passage.second, passage));
    enough.then(|| (words, telling.iter().take(MOST_EVIDENCE).map(|(_, passage)| place(passage)).collect()))
}

/// How many words of a passage stand outside quotation marks in both texts.
fn plain_words(first: &Worded, second: &Worded, passage: Passage) -> usize {
    let outside = |word: &usize| !first.quoted[passage.first + word] && !second.quoted[passage.second + word];
    (0..passage.words).filter(outside).count()
}

impl Worded {
    fn passage(&self, start: usize, passage: &Passage) -> Span {
        self.spans[start].cover(self.spans[start + passage.words - 1])
    }
}

/// Whom the members credit, by article.
type Credits<'c> = BTreeMap<usize, Vec<&'c Credited>>;

fn directed(
    members: &Members,
    credits: &Credits,
    first: usize,
    second: usize,
    words: usize,
    places: Vec<(Span, Span)>,
) -> Pair {
    let of = |at: usize| credits.get(&members.articles[at]).into_iter().flatten();
    let credits =
        |copy: usize, from: usize| of(copy).any(|credit| credit.from == Upstream::Article(members.articles[from]));
    let wire = |at: usize| of(at).any(|credit| credit.wire);
    let earlier = |from: usize, copy: usize| match (&members.published[from], &members.published[copy]) {
        (Some(from), Some(copy)) => from.when.to < copy.when.from,
        _ => false,
    };
    let told = [
        (Direction::Credited, credits(second, first), credits(first, second)),
        (Direction::Earlier, earlier(first, second), earlier(second, first)),
        (Direction::Wire, wire(first), wire(second)),
    ];
    let turned = || places.iter().map(|(first, second)| (*second, *first)).collect();
    match told.into_iter().find(|(_, forth, back)| forth != back) {
        Some((how, true, _)) => Pair { from: first, copy: second, how, words, places },
        Some((how, ..)) => Pair { from: second, copy: first, how, words, places: turned() },
        None if id(members, first) <= id(members, second) => {
            Pair { from: first, copy: second, how: Direction::Open, words, places }
        }
        None => Pair { from: second, copy: first, how: Direction::Open, words, places: turned() },
    }
}

fn id<'a>(members: &Members<'a>, at: usize) -> &'a crate::ArticleId {
    &members.readings[members.articles[at]].article.id
}

/// Each copy with the one text it is from, the surest and longest first, never in a circle.
fn forest(members: &Members, pairs: Vec<Pair>) -> Vec<Derivation> {
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for pair in pairs {
        let circle = root(&from, pair.from) == pair.copy;
        if !circle && !from.contains_key(&pair.copy) {
            from.insert(pair.copy, pair.from);
            found.push(derivation(members, &pair));
        }
    }
    found
}

/// Where the way upstream from a text ends.
fn root(from: &BTreeMap<usize, usize>, mut at: usize) -> usize {
    while let Some(next) = from.get(&at) {
        at = *next;
    }
    at
}

fn derivation(members: &Members, pair: &Pair) -> Derivation {
    let (from, copy) = (members.articles[pair.from], members.articles[pair.copy]);
    let mut evidence: Vec<Evidence> = Vec::new();
    for (first, second) in &pair.places {
        evidence.push(shown(members, copy, *second));
        evidence.push(shown(members, from, *first));
    }
    evidence.push(told(members, copy, reason(members, pair)));
    Derivation { article: copy, from: Upstream::Article(from), how: Derived::Copies, evidence }
}

/// Why the copy is the copy, in words.
fn reason(members: &Members, pair: &Pair) -> String {
    let day = |at: usize| members.published[at].as_ref().map(|published| published.when.edtf()).unwrap_or_default();
    match pair.how {
        Direction::Credited => "direction: it credits the other".to_owned(),
        Direction::Earlier => format!("direction: {} is after {}", day(pair.copy), day(pair.from)),
        Direction::Wire => "direction: the other is marked as an agency's text".to_owned(),
        Direction::Open => "direction: not told".to_owned(),
    }
}
