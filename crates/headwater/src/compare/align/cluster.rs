//! Puts statements together that are one claim.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt};

use super::profile::{Profile, Profiles, may_join, signs};
use crate::Joining;
use crate::knowledge::SIGNS;

/// The most statements that one statement is weighed against.
const MOST_NEIGHBOURS: usize = 40;

/// A word that more statements have than this tells nothing about two of them.
const MOST_POSTINGS: usize = 400;

/// The most statements of a claim that another one is weighed against; a claim a thousand articles tell is not weighed
/// a million times.
const MOST_MEMBERS: usize = 8;

/// What is asked above the threshold of two large claims that one article has both of: an article seldom says a thing
/// twice, so they are likely two. Claims joined, F1 over pairs, went from 0.67 to 0.70 on the six cases of
/// `../shared/cases` and from 0.52 to 0.54 on eleven further stories, each by weights learnt from the others. How much was
/// chosen over all stages on the same stories.
const BESIDE: f32 = 0.16;

/// From this many pairs on, in natural logarithm, two claims count as large.
const LARGE: f32 = 3.0;

/// The statements by claim: indices into `profiles`, in order; claims in order of their first statement.
pub(super) fn clusters(profiles: &Profiles, joining: &Joining) -> Vec<Vec<usize>> {
    let mut clusters = Clusters::alone(&profiles.list);
    let mut pairs = Vec::new();
    for (one, other, signs) in pairs_with_signs(profiles) {
        let likely = joining.likely(&signs);
        clusters.known.insert((one, other), likely);
        if likely >= joining.threshold() {
            pairs.push((likely, one, other));
        }
    }
    pairs.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)).then(left.2.cmp(&right.2)));
    for (_, one, other) in pairs {
        clusters.join(joining.threshold(), one, other);
    }
    let mut found = clusters.members;
    found.retain(|members| !members.is_empty());
    found.iter_mut().for_each(|members| members.sort_unstable());
    found.sort_unstable();
    found
}

/// The pairs of statements that may be one claim, with the signs that they are.
pub(super) fn pairs_with_signs(profiles: &Profiles) -> impl Iterator<Item = (usize, usize, [f32; SIGNS])> {
    let both = |(one, other): (usize, usize)| (&profiles.list[one], &profiles.list[other]);
    neighbours(&profiles.list).into_iter().filter_map(move |pair| {
        let (first, second) = both(pair);
        may_join(first, second).then(|| (pair.0, pair.1, signs(first, second, &profiles.alike)))
    })
}

/// Claims as they grow.
struct Clusters {
    /// By claim; empty where it was joined to another one.
    members: Vec<Vec<usize>>,
    /// By claim, the articles that make it.
    articles: Vec<BTreeSet<usize>>,
    /// By statement, its claim.
    of: Vec<usize>,
    known: HashMap<(usize, usize), f32>,
}

impl Clusters {
    fn alone(profiles: &[Profile]) -> Clusters {
        let articles = profiles.iter().map(|profile| profile.places.iter().map(|(at, _)| at.article).collect());
        Clusters {
            members: (0..profiles.len()).map(|index| vec![index]).collect(),
            articles: articles.collect(),
            of: (0..profiles.len()).collect(),
            known: HashMap::new(),
        }
    }

    /// How likely two statements are one claim; not at all if they are no neighbours.
    fn likely(&self, one: usize, other: usize) -> f32 {
        self.known.get(&(one.min(other), one.max(other))).copied().unwrap_or(0.0)
    }

    /// Joins the claims of two statements if they are likely one on average over their statements.
    fn join(&mut self, threshold: f32, one: usize, other: usize) {
        let (into, from) = (self.of[one], self.of[other]);
        if into == from {
            return;
        }
        let left = self.sample(into, one);
        let right = self.sample(from, other);
        let mut sum = 0.0;
        for member in &left {
            for second in &right {
                sum += self.likely(*member, *second);
            }
        }
        if sum / (left.len() * right.len()) as f32 >= threshold + self.beside(into, from) {
            let articles = std::mem::take(&mut self.articles[from]);
            self.articles[into].extend(articles);
            let moved = std::mem::take(&mut self.members[from]);
            moved.iter().for_each(|member| self.of[*member] = into);
            self.members[into].extend(moved);
        }
    }

    /// What is asked above the threshold of two claims, for the articles that make both.
    fn beside(&self, one: usize, other: usize) -> f32 {
        let (left, right) = (&self.articles[one], &self.articles[other]);
        let both = left.intersection(right).count() as f32 / left.len().min(right.len()).max(1) as f32;
        let pairs = (self.members[one].len() * self.members[other].len()) as f32;
        BESIDE * both * (pairs.ln() / LARGE).min(1.0)
    }

    /// Some statements of a claim, this one among them.
    fn sample(&self, cluster: usize, one: usize) -> Vec<usize> {
        let members = &self.members[cluster];
        let step = members.len().div_ceil(MOST_MEMBERS).max(1);
        let mut sample: Vec<usize> = members.iter().copied().step_by(step).collect();
        if !sample.contains(&one) {
            sample.push(one);
        }
        sample
    }
}

/// Pairs of statements that share telling words, for each statement the nearest ones; no pair twice.
fn neighbours(profiles: &[Profile]) -> Vec<(usize, usize)> {
    let mut postings: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, profile) in profiles.iter().enumerate() {
        for (term, _) in &profile.terms {
            postings.entry(*term).or_default().push(index);
        }
    }
    let mut pairs = Vec::new();
    let mut scores: Vec<f32> = vec![0.0; profiles.len()];
    for (head, profile) in profiles.iter().enumerate() {
        let mut near: Vec<usize> = Vec::new();
        for (term, weight) in &profile.terms {
            let others = &postings[term];
            if MOST_POSTINGS < others.len() || *weight <= 0.0 {
                continue;
            }
            for other in others.iter().filter(|other| **other != head) {
                if scores[*other] == 0.0 {
                    near.push(*other);
                }
                scores[*other] += weight;
            }
        }
        near.sort_unstable_by(|left, right| scores[*right].total_cmp(&scores[*left]).then(left.cmp(right)));
        pairs.extend(near.iter().take(MOST_NEIGHBOURS).map(|other| (head.min(*other), head.max(*other))));
        near.iter().for_each(|other| scores[*other] = 0.0);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
