//! Puts statements together that are one claim.

use std::collections::{BTreeMap, HashMap};

use super::profile::{Profile, may_join, signs};
use crate::Joining;

/// The most statements that one statement is weighed against.
const MOST_NEIGHBOURS: usize = 40;

/// A word that more statements have than this tells nothing about two of them.
const MOST_POSTINGS: usize = 400;

/// The most statements of a claim that another one is weighed against; a claim a thousand articles tell is not weighed
/// a million times.
const MOST_MEMBERS: usize = 8;

/// The statements by claim: indices into `profiles`, in order; claims in order of their first statement.
pub(super) fn clusters(profiles: &[Profile], joining: &Joining) -> Vec<Vec<usize>> {
    let mut clusters = Clusters::alone(profiles.len());
    let mut pairs = Vec::new();
    for (one, other) in neighbours(profiles) {
        let likely = clusters.likely(profiles, joining, one, other);
        if likely >= joining.threshold() {
            pairs.push((likely, one, other));
        }
    }
    pairs.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)).then(left.2.cmp(&right.2)));
    for (_, one, other) in pairs {
        clusters.join(profiles, joining, one, other);
    }
    let mut found = clusters.members;
    found.retain(|members| !members.is_empty());
    found.iter_mut().for_each(|members| members.sort_unstable());
    found.sort_unstable();
    found
}

/// Claims as they grow.
struct Clusters {
    /// By claim; empty where it was joined to another one.
    members: Vec<Vec<usize>>,
    /// By statement, its claim.
    of: Vec<usize>,
    known: HashMap<(usize, usize), f32>,
}

impl Clusters {
    fn alone(statements: usize) -> Clusters {
        let members = (0..statements).map(|index| vec![index]).collect();
        Clusters { members, of: (0..statements).collect(), known: HashMap::new() }
    }

    /// How likely two statements are one claim.
    fn likely(&mut self, profiles: &[Profile], joining: &Joining, one: usize, other: usize) -> f32 {
        let pair = (one.min(other), one.max(other));
        *self.known.entry(pair).or_insert_with(|| {
            let (one, other) = (&profiles[pair.0], &profiles[pair.1]);
            if may_join(one, other) { joining.likely(&signs(one, other)) } else { 0.0 }
        })
    }

    /// Joins the claims of two statements if they are likely one on average over their statements.
    fn join(&mut self, profiles: &[Profile], joining: &Joining, one: usize, other: usize) {
        let (into, from) = (self.of[one], self.of[other]);
        if into == from {
            return;
        }
        let left = self.sample(into, one);
        let right = self.sample(from, other);
        let mut sum = 0.0;
        for member in &left {
            for second in &right {
                sum += self.likely(profiles, joining, *member, *second);
            }
        }
        if sum / (left.len() * right.len()) as f32 >= joining.threshold() {
            let moved = std::mem::take(&mut self.members[from]);
            moved.iter().for_each(|member| self.of[*member] = into);
            self.members[into].extend(moved);
        }
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
    for (head, profile) in profiles.iter().enumerate() {
        let mut scores: BTreeMap<usize, f32> = BTreeMap::new();
        for (term, weight) in &profile.terms {
            let others = &postings[term];
            if others.len() <= MOST_POSTINGS {
                others
                    .iter()
                    .filter(|other| **other != head)
                    .for_each(|other| *scores.entry(*other).or_default() += weight);
            }
        }
        let mut near: Vec<(usize, f32)> = scores.into_iter().collect();
        near.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        near.truncate(MOST_NEIGHBOURS);
        pairs.extend(near.into_iter().map(|(other, _)| (head.min(other), head.max(other))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
