//! Sums over all runs of states: forward and backward.

use headwater::training::lattice::State;

use super::{STATES, Steps};

/// The smallest sum that is divided by.
const SMALL: f32 = 1e-30;

/// Sums over all runs, up to each token and from it on.
pub(super) struct Sums {
    own: Vec<[f32; STATES]>,
    forward: Vec<[f32; STATES]>,
    backward: Vec<[f32; STATES]>,
}

impl Sums {
    /// Sums; `own`: what each state of each token is worth, as a logarithm.
    pub(super) fn new(mut own: Vec<[f32; STATES]>, gaps: &[u8], steps: &[Steps], before: &[Vec<u8>; STATES]) -> Sums {
        for token in &mut own {
            let most = token.iter().fold(f32::MIN, |most, worth| most.max(*worth));
            token.iter_mut().for_each(|worth| *worth = (*worth - most).exp());
        }
        let mut sums = Sums { own, forward: Vec::new(), backward: Vec::new() };
        sums.go_forward(gaps, steps, before);
        sums.go_backward(gaps, steps, before);
        sums
    }

    fn go_forward(&mut self, gaps: &[u8], steps: &[Steps], before: &[Vec<u8>; STATES]) {
        let mut last = [0.0; STATES];
        last[0] = 1.0;
        for (own, gap) in self.own.iter().zip(gaps) {
            let steps = &steps[usize::from(*gap)];
            let mut forward = [0.0; STATES];
            for state in 0..STATES {
                let from = before[state].iter().map(|before| usize::from(*before));
                forward[state] = own[state] * from.map(|before| last[before] * steps[state][before]).sum::<f32>();
            }
            scale(&mut forward);
            self.forward.push(forward);
            last = forward;
        }
    }

    fn go_backward(&mut self, gaps: &[u8], steps: &[Steps], before: &[Vec<u8>; STATES]) {
        let count = self.own.len();
        self.backward = vec![[0.0; STATES]; count];
        self.backward[count - 1] = std::array::from_fn(|state| f32::from(u8::from(State::of(state).may_end())));
        for index in (1..count).rev() {
            let steps = &steps[usize::from(gaps[index])];
            let mut backward = [0.0; STATES];
            for state in 0..STATES {
                let onward = self.own[index][state] * self.backward[index][state];
                for before in before[state].iter().map(|before| usize::from(*before)) {
                    backward[before] += steps[state][before] * onward;
                }
            }
            scale(&mut backward);
            self.backward[index - 1] = backward;
        }
    }

    /// How likely each state of a token is.
    pub(super) fn shares(&self, index: usize) -> [f32; STATES] {
        let mut shares: [f32; STATES] =
            std::array::from_fn(|state| self.forward[index][state] * self.backward[index][state]);
        scale(&mut shares);
        shares
    }

    /// Adds how likely each step to a token is.
    pub(super) fn add_steps(&self, index: usize, steps: &Steps, before: &[Vec<u8>; STATES], to: &mut Steps) {
        let worth = |state: usize, before: usize| {
            self.forward[index - 1][before]
                * steps[state][before]
                * self.own[index][state]
                * self.backward[index][state]
        };
        let pairs =
            || before.iter().enumerate().flat_map(|(state, all)| all.iter().map(move |one| (state, usize::from(*one))));
        let all: f32 = pairs().map(|(state, before)| worth(state, before)).sum();
        let share = 1.0 / all.max(SMALL);
        pairs().for_each(|(state, before)| to[state][before] += worth(state, before) * share);
    }

    /// How unlikely the right states are, token by token.
    pub(super) fn loss(&self, gold: &[State]) -> f64 {
        let share = |(index, state): (usize, &State)| self.shares(index)[state.number()].max(SMALL);
        gold.iter().enumerate().map(|token| -f64::from(share(token).ln())).sum()
    }
}

/// Makes numbers sum to 1.
fn scale(numbers: &mut [f32; STATES]) {
    let sum: f32 = numbers.iter().sum::<f32>().max(SMALL);
    numbers.iter_mut().for_each(|number| *number /= sum);
}
