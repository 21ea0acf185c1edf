//! How much each sign counts for two statements being one claim.

use serde::Deserialize;

/// How many signs there are.
pub(crate) const SIGNS: usize = NAMES.len();

/// The signs, in order; `models/align/CARD.md` tells what each is.
const NAMES: [&str; 19] = [
    "shared",
    "overlap",
    "held",
    "run",
    "copied",
    "length",
    "numbers",
    "rivals",
    "names",
    "meaning",
    "around",
    "speaker",
    "quoted",
    "inside",
    "weight",
    "covered",
    "covering",
    "rare",
    "rare_held",
];

/// How much each sign counts for two statements being one claim; `models/align/CARD.md` tells where it is from.
pub struct Joining {
    threshold: f32,
    bias: f32,
    weights: [f32; SIGNS],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    threshold: f32,
    bias: f32,
    weights: std::collections::BTreeMap<String, f32>,
}

impl Joining {
    /// The weights that come with headwater.
    pub fn bundled() -> Joining {
        let table: Table =
            toml::from_str(include_str!("../../models/align/weights.toml")).expect("bundled, and tested");
        let weights = NAMES.map(|name| table.weights[name]);
        Joining { threshold: table.threshold, bias: table.bias, weights }
    }

    /// From where on statements are joined.
    pub(crate) fn threshold(&self) -> f32 {
        self.threshold
    }

    /// How likely two statements are one claim, by the signs of it.
    pub(crate) fn likely(&self, signs: &[f32; SIGNS]) -> f32 {
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
        assert!(joining.likely(&[0.0; SIGNS]) < joining.threshold());
        let copy = NAMES.map(|name| match name {
            "shared" | "weight" | "rare" => 3.0,
            "speaker" | "quoted" | "inside" | "numbers" | "rivals" => 0.0,
            "names" => 1.0 / 3.0,
            _ => 1.0,
        });
        assert!(joining.likely(&copy) > 0.9);
    }
}
