//! How near two texts are in meaning.

/// How near two texts are in meaning.
pub struct Likeness {}

impl Likeness {
    /// The table that comes with headwater.
    pub fn bundled() -> Likeness {
        Likeness {}
    }
}
