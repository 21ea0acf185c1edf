//! The states a passage runs through, and the best run.
//!
//! A state is a label and what its attribution has had so far. So the model knows, many words later, that a source still
//! waits for its cue, and the best run also says which pieces belong together.

/// How many labels there are: outside, and begin and inside for each role.
pub const LABELS: usize = 7;

pub(crate) use crate::knowledge::STATES;

/// The parts of an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Who is credited.
    Source,
    /// The words that credit.
    Cue,
    /// What is credited.
    Content,
}

/// Every role, in the order of the labels.
pub const ROLES: [Role; 3] = [Role::Source, Role::Cue, Role::Content];

/// A label and what its attribution has had so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// The role of the token; `None` outside.
    pub role: Option<Role>,
    /// Whether a piece begins with it.
    pub begins: bool,
    /// The roles had so far, this one included: a bit each. Outside, 0 unless more of the attribution is to come.
    pub had: u8,
}

impl State {
    /// The state with this number.
    pub fn of(number: usize) -> State {
        if number < 8 {
            return State { role: None, begins: false, had: number as u8 };
        }
        let role = ROLES[(number / 8 - 1).min(2)];
        let bit = role as u8;
        let others = (number % 4) as u8;
        let low = others & ((1 << bit) - 1);
        let high = (others >> bit) << (bit + 1);
        State { role: Some(role), begins: number % 8 < 4, had: low | high | 1 << bit }
    }

    /// Its number.
    pub fn number(self) -> usize {
        let Some(role) = self.role else { return usize::from(self.had) };
        let bit = role as u8;
        let others = (self.had & ((1 << bit) - 1)) | (self.had >> (bit + 1)) << bit;
        8 + role as usize * 8 + usize::from(!self.begins) * 4 + usize::from(others)
    }

    /// The number of its label.
    pub fn label(self) -> usize {
        self.role.map_or(0, |role| 1 + 2 * role as usize + usize::from(!self.begins))
    }

    /// Whether `self` may come right after `before`.
    pub fn follows(self, before: State) -> bool {
        let waiting = before.role.is_none() && before.had != 0;
        match self.role {
            None if self.had == 0 => !waiting,
            None => self.had == before.had,
            Some(role) if !self.begins => before.role == Some(role) && before.had == self.had,
            Some(role) => {
                let bit = 1 << role as u8;
                self.had == before.had | bit || (self.had == bit && !waiting)
            }
        }
    }

    /// Whether a passage may begin with it.
    pub fn may_begin(self) -> bool {
        self.follows(State { role: None, begins: false, had: 0 })
    }

    /// Whether a passage may end with it.
    pub fn may_end(self) -> bool {
        self.role.is_some() || self.had == 0
    }

    /// Whether, coming right after `before`, it goes on with the same attribution.
    pub fn continues(self, before: State) -> bool {
        self.role.is_some() && before.had != 0 && self.had == before.had | self.had && {
            let bit = self.role.map_or(0, |role| 1 << role as u8);
            !self.begins || self.had == before.had | bit
        }
    }
}

/// The states of tokens of which each is in a role of one attribution, or in none.
pub fn states_of(owners: &[Option<(Role, usize)>]) -> Vec<State> {
    let mut coming = vec![None; owners.len()];
    let mut next = None;
    for (owner, coming) in owners.iter().zip(&mut coming).rev() {
        next = owner.map(|owner| owner.1).or(next);
        *coming = next;
    }
    let mut states = Vec::with_capacity(owners.len());
    let (mut had, mut last) = (0, None);
    for (index, owner) in owners.iter().enumerate() {
        let state = match owner {
            None => {
                let waits = coming[index].is_some() && coming[index] == last;
                State { role: None, begins: false, had: if waits { had } else { 0 } }
            }
            Some((role, attribution)) => {
                let same = last == Some(*attribution);
                had = if same { had } else { 0 } | 1 << *role as u8;
                last = Some(*attribution);
                State { role: Some(*role), begins: index == 0 || owners[index - 1] != *owner, had }
            }
        };
        states.push(state);
    }
    states
}

/// For each state, the states it may follow.
pub fn predecessors() -> [Vec<u8>; STATES] {
    std::array::from_fn(|number| {
        let fits = |before: &u8| State::of(number).follows(State::of(usize::from(*before)));
        (0..STATES as u8).filter(fits).collect()
    })
}

/// What the model says of the tokens of a passage.
pub(crate) struct Scores<'scores> {
    /// For each token, what each state is worth there.
    pub(crate) states: &'scores [[i16; STATES]],
    /// For each token, which kind of gap is before it.
    pub(crate) gaps: &'scores [u8],
    /// What each step is worth, by kind of gap, state before and state; `NEVER` for what cannot be.
    pub(crate) steps: &'scores [[[i16; STATES]; STATES]],
}

/// The worth of what cannot be. Far from both ends of its type, so that sums stay below what can be.
const NEVER: i16 = i16::MIN / 2;

/// Steps with what cannot be ruled out: [`Scores::steps`].
pub(crate) fn ruled(steps: &[[[i16; STATES]; STATES]]) -> Vec<[[i16; STATES]; STATES]> {
    let mut ruled = steps.to_vec();
    for before in 0..STATES {
        for state in 0..STATES {
            if !State::of(state).follows(State::of(before)) {
                ruled.iter_mut().for_each(|steps| steps[before][state] = NEVER);
            }
        }
    }
    ruled
}

/// The best run of states. Ties go to the lower number, so the same words give the same run everywhere.
pub(crate) fn best(scores: &Scores) -> Vec<State> {
    let mut worths: Vec<[i16; STATES]> = Vec::with_capacity(scores.states.len());
    let mut worth = [NEVER; STATES];
    worth[0] = 0;
    for (own, gap) in scores.states.iter().zip(scores.gaps) {
        worth = onward(&worth, own, &scores.steps[usize::from(*gap)]);
        worths.push(worth);
    }
    trace_back(scores, &worths)
}

/// What each state is worth one token on, the best of them at 0.
fn onward(worth: &[i16; STATES], own: &[i16; STATES], steps: &[[i16; STATES]; STATES]) -> [i16; STATES] {
    let mut next = [i16::MIN; STATES];
    for (before, steps) in worth.iter().zip(steps) {
        for (next, step) in next.iter_mut().zip(steps) {
            *next = (*next).max(before.saturating_add(*step));
        }
    }
    next.iter_mut().zip(own).for_each(|(next, own)| *next = next.saturating_add(*own));
    let most = next.iter().fold(i16::MIN, |most, worth| most.max(*worth));
    next.map(|worth| worth.saturating_sub(most))
}

fn trace_back(scores: &Scores, worths: &[[i16; STATES]]) -> Vec<State> {
    let Some(last) = worths.last() else { return Vec::new() };
    let ends = (0..STATES).filter(|state| State::of(*state).may_end());
    let mut state = ends.max_by_key(|state| (last[*state], STATES - state)).unwrap_or(0);
    let mut states = vec![State::of(state)];
    for index in (1..worths.len()).rev() {
        let steps = &scores.steps[usize::from(scores.gaps[index])];
        let total = |before: &usize| worths[index - 1][*before].saturating_add(steps[*before][state]);
        state = (0..STATES).max_by_key(|before| (total(before), STATES - before)).unwrap_or(0);
        states.push(State::of(state));
    }
    states.reverse();
    states
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_numbers() {
        for number in 0..STATES {
            assert_eq!(State::of(number).number(), number);
            assert!(!State::of(number).may_begin() || State::of(number).had.count_ones() < 2);
        }
    }

    #[test]
    fn a_waiting_source_is_not_forgotten() {
        let waiting = State { role: None, begins: false, had: 1 };
        let outside = State { role: None, begins: false, had: 0 };
        let cue = State { role: Some(Role::Cue), begins: true, had: 3 };
        assert!(!outside.follows(waiting));
        assert!(cue.follows(waiting) && cue.continues(waiting));
        assert!(!waiting.may_end());
    }
}
