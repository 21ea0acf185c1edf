//! A conditional random field over the states, learnt passage by passage with AdaGrad.

mod sums;

use headwater::training::lattice::{State, predecessors};

use self::sums::Sums;
use crate::settings::Settings;

/// How many states there are.
const STATES: usize = 32;

/// How many kinds of gap.
const GAPS: usize = 12;

/// What the sums of squares start from: the first steps are not too long.
const START: f32 = 1.0;

/// A number for each step from one state to another: by state, then state before.
type Steps = [[f32; STATES]; STATES];

/// A passage as numbers.
pub(crate) struct Example {
    /// For each token its label features, by row.
    pub(crate) labels: Vec<Vec<u32>>,
    /// For each token its state features, by row.
    pub(crate) states: Vec<Vec<u32>>,
    /// For each token the gap before it.
    pub(crate) gaps: Vec<u8>,
    /// The right states.
    pub(crate) gold: Vec<State>,
}

/// Weights, with the sums of squares of what changed them.
pub(crate) struct Field {
    /// 8 weights and 8 sums for each feature.
    pub(crate) labels: Vec<[f32; 16]>,
    /// 32 and 32.
    pub(crate) states: Vec<[f32; 64]>,
    /// By gap, state, state before: weight and sum.
    pub(crate) steps: Vec<[[[f32; 2]; STATES]; STATES]>,
    label_of: [usize; STATES],
    before: [Vec<u8>; STATES],
    random: u64,
}

/// Weights summed over rounds.
struct Mean {
    labels: Vec<[f32; 8]>,
    states: Vec<[f32; STATES]>,
    steps: Vec<[[f32; STATES]; STATES]>,
    rounds: f32,
}

impl Mean {
    /// Nothing yet, for a field of this size.
    fn of(field: &Field) -> Mean {
        Mean {
            labels: vec![[0.0; 8]; field.labels.len()],
            states: vec![[0.0; STATES]; field.states.len()],
            steps: vec![[[0.0; STATES]; STATES]; GAPS],
            rounds: 0.0,
        }
    }

    fn add(&mut self, field: &Field) {
        self.rounds += 1.0;
        let labels = self.labels.iter_mut().zip(&field.labels);
        labels.for_each(|(sums, row)| sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight));
        let states = self.states.iter_mut().zip(&field.states);
        states.for_each(|(sums, row)| sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight));
        let steps = self.steps.iter_mut().flatten().flatten().zip(field.steps.iter().flatten().flatten());
        steps.for_each(|(sum, [weight, _])| *sum += weight);
    }

    /// Sets the weights of a field to the mean; leaves them if nothing was added.
    fn write(&self, field: &mut Field) {
        if self.rounds == 0.0 {
            return;
        }
        let labels = field.labels.iter_mut().zip(&self.labels);
        labels.for_each(|(row, sums)| row.iter_mut().zip(sums).for_each(|(weight, sum)| *weight = sum / self.rounds));
        let states = field.states.iter_mut().zip(&self.states);
        states.for_each(|(row, sums)| row.iter_mut().zip(sums).for_each(|(weight, sum)| *weight = sum / self.rounds));
        let steps = field.steps.iter_mut().flatten().flatten().zip(self.steps.iter().flatten().flatten());
        steps.for_each(|([weight, _], sum)| *weight = sum / self.rounds);
    }
}

impl Field {
    /// All weights 0.
    pub(crate) fn new(labels: usize, states: usize) -> Field {
        let mut row = [0.0; 16];
        row[8..].fill(START);
        let mut wide = [0.0; 64];
        wide[32..].fill(START);
        Field {
            labels: vec![row; labels],
            states: vec![wide; states],
            steps: vec![[[[0.0, START]; STATES]; STATES]; GAPS],
            label_of: std::array::from_fn(|state| State::of(state).label()),
            before: predecessors(),
            random: 0x2545_f491_4f6c_dd1d,
        }
    }

    /// Learns. What comes of it is the mean of the weights after each of the later rounds of several runs, each in another
    /// order and with other features passed over: it leans less on single articles.
    pub(crate) fn learn(&mut self, examples: &[Example], settings: &Settings) {
        let mut mean = Mean::of(self);
        for _ in 0..settings.runs {
            let random = self.random;
            *self = Field { random, ..Field::new(self.labels.len(), self.states.len()) };
            self.run(examples, settings, &mut mean);
        }
        mean.write(self);
    }

    fn run(&mut self, examples: &[Example], settings: &Settings, mean: &mut Mean) {
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for round in 0..settings.rounds {
            self.shuffle(&mut order);
            let rate = settings.rate * (1.0 - settings.decay * round as f32).max(0.0);
            let loss: f64 = order.iter().map(|index| self.learn_one(&examples[*index], settings, rate)).sum();
            eprintln!("round {round}: loss {loss:.0}");
            if settings.mean_from <= round {
                mean.add(self);
            }
        }
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for index in (1..order.len()).rev() {
            let other = (self.next() as usize) % (index + 1);
            order.swap(index, other);
        }
    }

    /// The next of a fixed row of random numbers: the same command gives the same weights.
    fn next(&mut self) -> u32 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 32) as u32
    }

    fn learn_one(&mut self, example: &Example, settings: &Settings, rate: f32) -> f64 {
        if example.gold.is_empty() {
            return 0.0;
        }
        let features = self.keep_some(&example.labels, settings.dropout);
        let steps: Vec<Steps> = self.steps.iter().map(|steps| self.worths(steps)).collect();
        let own = (0..example.gold.len()).map(|index| self.own(&features[index], example, index, settings)).collect();
        let sums = Sums::new(own, &example.gaps, &steps, &self.before);
        self.change_steps(example, &sums, &steps, rate);
        self.change_features(example, &features, &sums, settings, rate);
        sums.loss(&example.gold)
    }

    fn keep_some(&mut self, features: &[Vec<u32>], dropout: f32) -> Vec<Vec<u32>> {
        let least = (f64::from(dropout) * f64::from(u32::MAX)) as u32;
        let kept = |row: &Vec<u32>| row.iter().copied().filter(|_| least <= self.next()).collect();
        features.iter().map(kept).collect()
    }

    fn worths(&self, steps: &[[[f32; 2]; STATES]; STATES]) -> Steps {
        let mut worths = [[0.0; STATES]; STATES];
        for (state, before) in self.before.iter().enumerate() {
            for &before in before {
                worths[state][usize::from(before)] = steps[state][usize::from(before)][0].exp();
            }
        }
        worths
    }

    /// What features say of each state of a token; wrong ones count more than they say, so that right ones must win
    /// by some distance.
    fn own(&self, labels: &[u32], example: &Example, index: usize, settings: &Settings) -> [f32; STATES] {
        let mut by_label = [0.0; 8];
        for &row in labels {
            by_label.iter_mut().zip(&self.labels[row as usize]).for_each(|(sum, weight)| *sum += weight);
        }
        let mut own = [0.0; STATES];
        for &row in &example.states[index] {
            own.iter_mut().zip(&self.states[row as usize]).for_each(|(sum, weight)| *sum += weight);
        }
        let missed = example.gold[index].role.is_some();
        for (state, sum) in own.iter_mut().enumerate() {
            *sum += by_label[self.label_of[state]];
            if missed && State::of(state).role.is_none() {
                *sum += settings.miss;
            }
        }
        own
    }

    fn change_steps(&mut self, example: &Example, sums: &Sums, steps: &[Steps], rate: f32) {
        let mut changes: Vec<Option<Steps>> = vec![None; GAPS];
        for index in 1..example.gold.len() {
            let gap = usize::from(example.gaps[index]);
            let changes = changes[gap].get_or_insert([[0.0; STATES]; STATES]);
            sums.add_steps(index, &steps[gap], &self.before, changes);
            changes[example.gold[index].number()][example.gold[index - 1].number()] -= 1.0;
        }
        for (gap, changes) in changes.iter().enumerate().filter_map(|(gap, changes)| Some((gap, changes.as_ref()?))) {
            for (state, before) in self.before.iter().enumerate() {
                for &before in before {
                    let change = changes[state][usize::from(before)];
                    let [weight, squares] = &mut self.steps[gap][state][usize::from(before)];
                    *squares += change * change;
                    *weight -= rate * change / squares.sqrt();
                }
            }
        }
    }

    fn change_features(
        &mut self,
        example: &Example,
        features: &[Vec<u32>],
        sums: &Sums,
        settings: &Settings,
        rate: f32,
    ) {
        for (index, gold) in example.gold.iter().enumerate() {
            let mut by_state = sums.shares(index);
            by_state[gold.number()] -= 1.0;
            let mut by_label = [0.0; 8];
            by_state.iter().zip(self.label_of).for_each(|(value, label)| by_label[label] += value);
            if by_state.iter().all(|value| value.abs() < 1e-4) {
                continue;
            }
            for &row in &features[index] {
                let (weights, squares) = self.labels[row as usize].split_at_mut(8);
                change(weights, squares, &by_label, rate, settings.shrink);
            }
            for &row in &example.states[index] {
                let (weights, squares) = self.states[row as usize].split_at_mut(32);
                change(weights, squares, &by_state, rate, settings.shrink);
            }
        }
    }
}

fn change(weights: &mut [f32], squares: &mut [f32], changes: &[f32], rate: f32, shrink: f32) {
    for ((weight, square), change) in weights.iter_mut().zip(squares).zip(changes) {
        *square += change * change;
        let rate = rate / square.sqrt();
        let moved = *weight - rate * change;
        *weight = moved.signum() * (moved.abs() - rate * shrink).max(0.0);
    }
}
