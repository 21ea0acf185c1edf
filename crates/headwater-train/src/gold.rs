//! The right states: annotations as the run of states that says the same.

use headwater::training::lattice::{Role, State, states_of};
use headwater::training::token::Passage;

/// A role and the attribution it is in.
type Owner = Option<(Role, usize)>;

/// The right state of each token. A token belongs to the first attribution that claims it, as in the scorer.
pub(crate) fn states(passage: &Passage, attributions: &[Vec<(Role, usize, usize)>]) -> Vec<State> {
    states_of(&owners(passage, attributions))
}

fn owners(passage: &Passage, attributions: &[Vec<(Role, usize, usize)>]) -> Vec<Owner> {
    let mut owners: Vec<Owner> = vec![None; passage.tokens.len()];
    let (Some(first), Some(last)) = (passage.tokens.first(), passage.tokens.last()) else { return owners };
    for (number, pieces) in attributions.iter().enumerate() {
        for (role, from, to) in pieces {
            if *to <= first.span.start() || last.span.end() <= *from {
                continue;
            }
            let begin = passage.tokens.partition_point(|token| token.span.end() <= *from);
            for (token, owner) in passage.tokens[begin..].iter().zip(&mut owners[begin..]) {
                let (start, end) = (token.span.start(), token.span.end());
                if *to <= start {
                    break;
                }
                let shared = end.min(*to).saturating_sub(start.max(*from));
                if end - start <= 2 * shared && owner.is_none() {
                    *owner = Some((*role, number));
                }
            }
        }
    }
    owners
}
