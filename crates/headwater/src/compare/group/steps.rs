//! Grouping in steps, for an engine that spreads many articles over many machines.
//!
//! The steps are those of [`crate::Heap::stories`], each over as much as one machine holds, and they come to the same
//! stories. Articles are numbered in the order of their days and, within a day, of their ids; those of no day last.
//!
//! 1. [`Terms::telling_weights`]: the terms that an article is looked up by.
//! 2. [`reach`], for each term: the articles that have it, by stripe of numbers.
//! 3. [`meet`], for each stripe: whom each of its articles is compared with.
//! 4. [`alike`], for each two that met, and [`nearest`], for each article.
//! 5. [`pair`]: the pairs that may be one story.
//! 6. [`link`], for each set of articles that pairs hold together.
//!
//! What is given twice counts once: an engine that does some of its work again may hand it on twice.

use std::collections::BTreeMap;

use super::near;
use super::terms::{Dated, MOST_TERMS, Term};

pub use super::near::Pair;
pub use super::terms::Terms;

/// An article that has a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// Its number.
    pub article: u32,
    /// The term.
    pub term: u32,
    /// What the term weighs in it.
    pub weight: u16,
}

/// Whom an article met, or is near to, with how alike they are.
pub type Neighbour = (u32, f32);

/// How bytes of terms begin. The number grows when what is in them changes its meaning.
const VERSION: u8 = 1;

impl Terms {
    /// The terms that an article is looked up by, each with its weight, weightiest first.
    pub fn telling_weights(&self) -> impl Iterator<Item = (u32, u16)> {
        self.telling().into_iter().map(|term| (term.word(), term.weight))
    }

    /// The day of publication, counted in days, if known.
    pub fn day(&self) -> Option<i32> {
        self.dated.day
    }

    /// The terms as bytes: at most 740.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for at in [self.dated.day, self.dated.year] {
            bytes.extend(at.unwrap_or(i32::MIN).to_le_bytes());
        }
        for term in &self.weights {
            bytes.extend(term.word().to_le_bytes());
            bytes.extend(term.weight.to_le_bytes());
        }
        bytes
    }

    /// The terms that [`Terms::to_bytes`] wrote; `None` for other bytes, also those of another version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Terms> {
        let (day, rest) = bytes.strip_prefix(&[VERSION])?.split_first_chunk::<4>()?;
        let (year, rest) = rest.split_first_chunk::<4>()?;
        let (terms, left) = rest.as_chunks::<6>();
        let at = |bytes: &[u8; 4]| Some(i32::from_le_bytes(*bytes)).filter(|at| *at != i32::MIN);
        let term = |[a, b, c, d, e, f]: &[u8; 6]| {
            Term::new(u32::from_le_bytes([*a, *b, *c, *d]), u16::from_le_bytes([*e, *f]))
        };
        let weights: Box<[Term]> = terms.iter().map(term).collect();
        let ordered = weights.is_sorted_by(|a, b| a.word() < b.word());
        let whole = left.is_empty() && ordered && weights.len() <= MOST_TERMS;
        whole.then_some(Terms { weights, dated: Dated { day: at(day), year: at(year) } })
    }
}

/// The articles that have a term, given with their weights, by stripe of `size` numbers: those of the stripe, and those
/// before it that they may meet.
pub fn reach(mut articles: Vec<(u32, u16)>, size: u32) -> Vec<(u32, Vec<(u32, u16)>)> {
    articles.sort_unstable();
    articles.dedup();
    let mut stripes = Vec::new();
    let mut from = 0;
    while let Some((first, _)) = articles.get(from) {
        let stripe = first / size.max(1);
        let to = from + articles[from..].partition_point(|(article, _)| article / size.max(1) == stripe);
        stripes.push((stripe, articles[near::reach(from)..to].to_vec()));
        from = to;
    }
    stripes
}

/// Whom each article from the number `first` on is compared with, of postings as [`reach`] gives them for one stripe.
pub fn meet(first: u32, mut postings: Vec<Posting>) -> Vec<(u32, Vec<u32>)> {
    postings.sort_unstable();
    postings.dedup();
    let mut numbers: Vec<u32> = postings.iter().map(|posting| posting.article).collect();
    numbers.dedup();
    let mut index = near::Index::default();
    let mut met = Vec::new();
    for (place, of_one) in postings.chunk_by(|a, b| a.article == b.article).enumerate() {
        let telling: Vec<Term> = of_one.iter().map(|posting| Term::new(posting.term, posting.weight)).collect();
        if of_one[0].article < first {
            index.add(place as u32, &telling);
            continue;
        }
        let others = index.meet(place as u32, &telling).into_iter().map(|other| numbers[other as usize]).collect();
        met.push((of_one[0].article, others));
    }
    met
}

/// How alike two articles are by what they say and when, from 0 to 1.
pub fn alike(one: &Terms, other: &Terms) -> f32 {
    near::alike(one, other)
}

/// The nearest of all that an article met and that met it, nearest first, and the article's factor: among many that are
/// alike, likeness tells less.
pub fn nearest(met: &[Neighbour]) -> (f32, Vec<Neighbour>) {
    let met: BTreeMap<u32, f32> = met.iter().copied().collect();
    let mut kept = Vec::new();
    met.into_iter().for_each(|(other, alike)| near::keep(&mut kept, other, alike));
    (near::factor(&kept), kept)
}

/// Two articles, each with its factor, as a pair; `None` if they are not alike enough for one story.
pub fn pair(one: (u32, f32), other: (u32, f32), alike: f32) -> Option<Pair> {
    near::pair(one, other, alike)
}

/// The stories of articles that pairs hold together: all of a set, with terms and factors.
pub fn link(articles: &BTreeMap<u32, (Terms, f32)>, pairs: &[Pair]) -> Vec<Vec<u32>> {
    let known = |pair: &&Pair| articles.contains_key(&pair.first) && articles.contains_key(&pair.second);
    let mut pairs: Vec<Pair> = pairs.iter().filter(known).copied().collect();
    pairs.sort_unstable_by_key(|pair| (pair.first, pair.second));
    pairs.dedup_by_key(|pair| (pair.first, pair.second));
    super::link::linked(&pairs, |article| {
        let (terms, factor) = &articles[&article];
        (terms, *factor)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Heap, Knowledge, Signature};

    /// Articles of `count` stories, some of no day, some days apart, whose words several stories share.
    fn signatures(count: usize) -> Vec<Signature> {
        let article = |story: usize, turn: usize| {
            let word = |at: usize| format!("w{}", (story * 7 + at * (1 + turn % 3)) % (count * 9 / 2));
            let words: Vec<String> = (0..60).map(word).collect();
            let unique: std::collections::BTreeSet<&String> = words.iter().collect();
            Signature {
                id: blake3::hash(format!("{story} {turn}").as_bytes()).to_hex().to_string(),
                day: (turn % 5 != 4).then_some((story / 3 + turn) as i32),
                words: unique.iter().flat_map(|word| [word.as_str(), " "]).collect(),
                counts: vec![1.0; unique.len()],
            }
        };
        (0..count).flat_map(|story| (0..1 + story % 9).map(move |turn| article(story, turn))).collect()
    }

    /// The stories by the steps alone, ids by story.
    fn by_steps(signatures: &[Signature], stripe: u32) -> Vec<Vec<String>> {
        let knowledge = Knowledge::once();
        let terms =
            |signature: &Signature| Terms::from_bytes(&signature.terms(knowledge).to_bytes()).expect("as written");
        let mut articles: Vec<(&Signature, Terms)> =
            signatures.iter().map(|signature| (signature, terms(signature))).collect();
        articles.sort_by_key(|(signature, _)| (signature.day.is_none(), signature.day, &signature.id));
        let mut by_term: BTreeMap<u32, Vec<(u32, u16)>> = BTreeMap::new();
        for (number, (_, terms)) in articles.iter().enumerate() {
            terms
                .telling_weights()
                .for_each(|(term, weight)| by_term.entry(term).or_default().push((number as u32, weight)));
        }
        let mut by_stripe: BTreeMap<u32, Vec<Posting>> = BTreeMap::new();
        for (term, having) in by_term {
            for (at, having) in reach(having, stripe) {
                let posting = |(article, weight)| Posting { article, term, weight };
                by_stripe.entry(at).or_default().extend(having.into_iter().map(posting));
            }
        }
        let mut met: BTreeMap<u32, Vec<Neighbour>> = BTreeMap::new();
        for (at, postings) in by_stripe {
            for (one, others) in meet(at * stripe, postings) {
                for other in others {
                    let alike = alike(&articles[one as usize].1, &articles[other as usize].1);
                    met.entry(one).or_default().push((other, alike));
                    met.entry(other).or_default().push((one, alike));
                }
            }
        }
        let near: BTreeMap<u32, (f32, Vec<Neighbour>)> = met.iter().map(|(one, met)| (*one, nearest(met))).collect();
        let factor = |of: u32| (of, near[&of].0);
        let pairs = near.iter().flat_map(|(one, (_, near))| {
            near.iter().filter_map(|(other, alike)| pair(factor(*one), factor(*other), *alike))
        });
        // Most pairs are there twice, once from each side.
        let pairs: Vec<Pair> = pairs.collect();
        let of = |number: u32| (number, (articles[number as usize].1.clone(), near[&number].0));
        let held = pairs.iter().flat_map(|pair| [of(pair.first), of(pair.second)]).collect();
        let mut stories = link(&held, &pairs);
        let alone = (0..articles.len() as u32).filter(|number| !held.contains_key(number)).map(|number| vec![number]);
        stories.extend(alone);
        let mut stories: Vec<Vec<String>> = stories
            .into_iter()
            .map(|story| story.into_iter().map(|number| articles[number as usize].0.id.clone()).collect())
            .collect();
        stories.iter_mut().for_each(|story| story.sort());
        stories.sort();
        stories
    }

    #[test]
    fn the_steps_come_to_the_stories_of_the_heap_whatever_the_stripes() {
        let signatures = signatures(120);
        let mut heap = Heap::new(Knowledge::once());
        signatures.iter().for_each(|signature| heap.add(signature));
        let ids = |story: &Vec<usize>| story.iter().map(|at| signatures[*at].id.clone()).collect();
        let expected: Vec<Vec<String>> = heap.stories().iter().map(ids).collect();
        assert!(expected.iter().any(|story| 3 < story.len()) && 20 < expected.len(), "{} stories", expected.len());
        for stripe in [1, 7, 64, 100_000] {
            assert_eq!(by_steps(&signatures, stripe), expected, "stripes of {stripe}");
        }
    }

    #[test]
    fn a_stripe_is_given_its_own_and_whom_they_may_meet() {
        let having: Vec<(u32, u16)> = (0..200).map(|article| (article, 1)).collect();
        let stripes = reach(having.into_iter().rev().collect(), 80);
        let shape: Vec<(u32, u32, usize)> =
            stripes.iter().map(|(at, having)| (*at, having[0].0, having.len())).collect();
        assert_eq!(shape, [(0, 0, 80), (1, 20, 140), (2, 100, 100)]);
    }

    #[test]
    fn other_bytes_are_no_terms() {
        let bytes = signatures(2)[0].terms(Knowledge::once()).to_bytes();
        assert!(Terms::from_bytes(&bytes).is_some());
        assert!(Terms::from_bytes(&[]).is_none() && Terms::from_bytes(&bytes[..bytes.len() - 1]).is_none());
        assert!(Terms::from_bytes(&[&[9], &bytes[1..]].concat()).is_none());
        assert!(Terms::from_bytes(&[&bytes[..], &bytes[9..15]].concat()).is_none(), "out of order");
    }
}
