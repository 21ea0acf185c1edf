//! All that was learned from one page.

use super::{Article, Attribution, Chain, Credit, Entity, Link, Mention, Sentence, Statement, Time};

/// All that one page taught. Depends on that page and the knowledge, on nothing else; built once, never changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The article in the page.
    pub article: Article,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// The names in it.
    pub mentions: Vec<Mention>,
    /// The things they name.
    pub entities: Vec<Entity>,
    /// The time expressions in it.
    pub times: Vec<Time>,
    /// Who is credited with what, as written.
    pub attributions: Vec<Attribution>,
    /// The same resolved: one for each of `attributions`.
    pub credits: Vec<Credit>,
    /// What is stated.
    pub statements: Vec<Statement>,
}

/// The most chains followed behind one attribution. Real articles have one or two; a crafted one could have millions.
pub const MOST_CHAINS: usize = 8;
/// The most links of one chain. Real ones have two to five; words without end that credit each other could have hundreds.
const LONGEST_CHAIN: usize = 16;

/// The chains behind an attribution: its own source, then what it rests on, each path to its end.
/// A circle is cut where it closes, and a chain where it has had many links.
pub fn chains(credits: &[Credit], attribution: usize) -> Vec<Chain> {
    let mut found = Vec::new();
    follow(credits, attribution, &mut Vec::new(), &mut found);
    found
}

fn follow(credits: &[Credit], attribution: usize, path: &mut Vec<Link>, found: &mut Vec<Chain>) {
    let Some(credit) = credits.get(attribution) else { return };
    path.push(Link { source: credit.source.clone(), attribution });
    let open = if path.len() < LONGEST_CHAIN { credit.via.as_slice() } else { &[] };
    let onward: Vec<usize> =
        open.iter().copied().filter(|next| path.iter().all(|link| link.attribution != *next)).collect();
    if onward.is_empty() {
        found.extend(Chain::new(path.clone()));
    }
    for next in onward {
        if found.len() < MOST_CHAINS {
            follow(credits, next, path, found);
        }
    }
    path.pop();
}
