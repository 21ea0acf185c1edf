//! How somebody is credited.

/// How somebody is credited.
pub struct Cues {}

impl Cues {
    /// The table that comes with headwater.
    pub fn bundled() -> Cues {
        Cues {}
    }
}
