//! How people are described who are not named.

/// How people are described who are not named.
pub struct Unnamed {}

impl Unnamed {
    /// The table that comes with headwater.
    pub fn bundled() -> Unnamed {
        Unnamed {}
    }
}
