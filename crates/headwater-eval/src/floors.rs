//! The floors: what has been reached and must not be lost. `eval/floors.toml` holds them.

use std::path::Path;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How far below a new figure its floor is set: machines differ in nothing that counts here, but rounding may.
const MARGIN: f64 = 0.005;

/// All floors, scorer by scorer, in the file's order.
#[derive(Serialize, Deserialize)]
pub(crate) struct Floors {
    #[serde(rename = "figure")]
    figures: Vec<Figure>,
}

/// One figure of one scorer.
#[derive(Serialize, Deserialize)]
pub(crate) struct Figure {
    /// Which scorer, by the name of its file without `.py`.
    scorer: String,
    /// What it is, as the table shows it.
    pub(crate) name: String,
    /// Where it stands in the scorer's JSON: row, then column.
    path: [String; 2],
    /// Below this the run fails.
    pub(crate) floor: Option<f64>,
    /// What the design asks for.
    pub(crate) bar: Option<f64>,
    /// Smaller is better.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    smaller: bool,
    #[serde(skip)]
    pub(crate) measured: Option<f64>,
}

impl Floors {
    pub(crate) fn load(path: &Path) -> anyhow::Result<Floors> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("cannot read {}", path.display()))
    }

    pub(crate) fn save(&self, path: &Path) -> anyhow::Result<()> {
        let head = "# What has been reached and must not be lost. `cargo run -p headwater-eval` measures; with `--raise` it\n\
                    # raises what was beaten. Lowering one is a decision: say why in the commit.\n\n";
        let text = head.to_owned() + &toml::to_string(self)?;
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// The scorers, each once.
    pub(crate) fn scorers(&self) -> Vec<String> {
        let mut names: Vec<String> = self.figures.iter().map(|figure| figure.scorer.clone()).collect();
        names.dedup();
        names
    }

    pub(crate) fn figures_mut(&mut self, scorer: &str) -> &mut [Figure] {
        let first = self.figures.iter().position(|figure| figure.scorer == scorer).unwrap_or(0);
        let count = self.figures[first..].iter().take_while(|figure| figure.scorer == scorer).count();
        &mut self.figures[first..first + count]
    }

    /// Raises every floor that was beaten by more than the margin.
    pub(crate) fn raise(&mut self) {
        for figure in &mut self.figures {
            figure.raise();
        }
    }
}

impl Figure {
    /// Takes the figure out of the scorer's JSON.
    pub(crate) fn measure(&mut self, scores: &Value) -> anyhow::Result<()> {
        let [row, column] = &self.path;
        let Some(value) = scores.get(row).and_then(|row| row.get(column)) else {
            bail!("{} gives no `{row}`, `{column}`", self.scorer);
        };
        self.measured = value.as_f64();
        Ok(())
    }

    /// Whether it is at its floor; a figure without a floor always is.
    pub(crate) fn holds(&self) -> bool {
        match (self.measured, self.floor) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(measured), Some(floor)) => self.reaches(measured, floor),
        }
    }

    fn reaches(&self, measured: f64, wanted: f64) -> bool {
        if self.smaller { measured <= wanted } else { wanted <= measured }
    }

    pub(crate) fn verdict(&self) -> &'static str {
        match (self.holds(), self.measured.zip(self.bar)) {
            (false, _) => "BELOW ITS FLOOR",
            (true, Some((measured, bar))) if self.reaches(measured, bar) => "at the bar",
            _ => "",
        }
    }

    fn raise(&mut self) {
        let Some(measured) = self.measured else { return };
        let reached = if self.smaller { measured + MARGIN } else { measured - MARGIN };
        let rounded = (reached * 1000.0).round() / 1000.0;
        let better = self.floor.is_none_or(|floor| rounded != floor && self.reaches(rounded, floor));
        if better {
            self.floor = Some(rounded);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Floors;

    fn check(text: &str, measured: f64) -> (bool, Option<f64>) {
        let mut floors: Floors = toml::from_str(text).expect("floors");
        let scores = serde_json::json!({ "all": { "F1": measured } });
        floors.figures_mut("score_x")[0].measure(&scores).expect("a figure");
        let held = floors.figures_mut("score_x")[0].holds();
        floors.raise();
        (held, floors.figures_mut("score_x")[0].floor)
    }

    const FLOOR: &str = "[[figure]]\nscorer = 'score_x'\nname = 'F1'\npath = ['all', 'F1']\nfloor = 0.8\n";

    #[test]
    fn a_floor_is_raised_and_never_lowered() {
        assert_eq!(check(FLOOR, 0.9), (true, Some(0.895)));
        assert_eq!(check(FLOOR, 0.8), (true, Some(0.8)));
        assert_eq!(check(FLOOR, 0.7), (false, Some(0.8)));
    }

    #[test]
    fn where_smaller_is_better_the_floor_is_a_ceiling() {
        let text = FLOOR.to_owned() + "smaller = true\n";
        assert_eq!(check(&text, 0.5), (true, Some(0.505)));
        assert_eq!(check(&text, 0.9), (false, Some(0.8)));
    }
}
