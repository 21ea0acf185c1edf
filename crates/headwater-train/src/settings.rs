//! How a model is learnt: what can be given as `name=value`.

use anyhow::{Context, Result, bail};

/// How a model is learnt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// How often weights are learnt from the beginning; their mean is taken.
    pub(crate) runs: usize,
    /// How often the articles are read in each run.
    pub(crate) rounds: usize,
    /// How far a weight goes at first.
    pub(crate) rate: f32,
    /// How much smaller that is in each round than in the one before, as a share of the first.
    pub(crate) decay: f32,
    /// From which round on weights go into the mean.
    pub(crate) mean_from: usize,
    /// The share of features that are passed over at random, so that no weight leans on another.
    pub(crate) dropout: f32,
    /// What it costs to miss a token, on top of being wrong.
    pub(crate) miss: f32,
    /// How hard a weight is drawn to 0 each time it is touched.
    pub(crate) shrink: f32,
    /// How often a feature of labels must be seen.
    pub(crate) least: u8,
    /// How often a feature of states must be seen.
    pub(crate) least_states: u8,
    /// What a weight is multiplied by before it is rounded.
    pub(crate) scale: f32,
    /// The least size of the largest weight of a feature of labels that is kept.
    pub(crate) prune: f32,
    /// The same for states.
    pub(crate) prune_states: f32,
}

impl Settings {
    /// What the bundled model was learnt with, changed by what is given.
    pub(crate) fn from_arguments(arguments: &[&str]) -> Result<Settings> {
        let mut settings = Settings {
            runs: 8,
            rounds: 4,
            rate: 0.05,
            decay: 0.14,
            mean_from: 1,
            dropout: 0.5,
            miss: 0.05,
            shrink: 0.0,
            least: 4,
            least_states: 20,
            scale: 40.0,
            prune: 2.5,
            prune_states: 2.5,
        };
        for argument in arguments {
            let (name, value) = argument.split_once('=').context("settings are given as name=value")?;
            settings.set(name, value.parse()?)?;
        }
        Ok(settings)
    }

    fn set(&mut self, name: &str, value: f32) -> Result<()> {
        match name {
            "runs" => self.runs = value as usize,
            "rounds" => self.rounds = value as usize,
            "rate" => self.rate = value,
            "decay" => self.decay = value,
            "mean_from" => self.mean_from = value as usize,
            "dropout" => self.dropout = value,
            "miss" => self.miss = value,
            "shrink" => self.shrink = value,
            "least" => self.least = value as u8,
            "least_states" => self.least_states = value as u8,
            "scale" => self.scale = value,
            "prune" => self.prune = value,
            "prune_states" => self.prune_states = value,
            _ => bail!("no setting is called {name}"),
        }
        Ok(())
    }
}
