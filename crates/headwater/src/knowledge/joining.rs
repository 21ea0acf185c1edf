//! How much each sign counts for two statements being one claim.

use serde::Deserialize;

/// How much each sign counts for two statements being one claim; `models/align/CARD.md` tells where it is from.
pub struct Joining {
    threshold: f32,
    bias: f32,
    weights: [f32; 8],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    threshold: f32,
    bias: f32,
    weights: Weights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    /// What the words weigh that both have.
    shared: f32,
    /// Their share of all words of both.
    overlap: f32,
    /// Their share of the shorter one's words.
    held: f32,
    /// The longest run of words that both have.
    run: f32,
    /// A number that both have.
    number: f32,
    /// Both have numbers, and none in common.
    rival: f32,
    /// Both stand in one article.
    inside: f32,
    /// The longest run's share of the shorter one.
    copied: f32,
}

impl Joining {
    /// The weights that come with headwater.
    pub fn bundled() -> Joining {
        let table: Table =
            toml::from_str(include_str!("../../models/align/weights.toml")).expect("bundled, and tested");
        let weights = table.weights;
        Joining {
            threshold: table.threshold,
            bias: table.bias,
            weights: [
                weights.shared,
                weights.overlap,
                weights.held,
                weights.run,
                weights.number,
                weights.rival,
                weights.inside,
                weights.copied,
            ],
        }
    }

    /// From where on statements are joined.
    pub(crate) fn threshold(&self) -> f32 {
        self.threshold
    }

    /// How likely two statements are one claim, by the signs of it.
    pub(crate) fn likely(&self, signs: &[f32; 8]) -> f32 {
        let sum: f32 = self.weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum();
        1.0 / (1.0 + (-(self.bias + sum)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_common_is_no_claim_and_a_copy_is_one() {
        let joining = Joining::bundled();
        assert!(joining.likely(&[0.0; 8]) < joining.threshold());
        assert!(joining.likely(&[3.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0]) > 0.9);
    }
}
