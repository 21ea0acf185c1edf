//! How days and stretches of time are worded.

/// How days and stretches of time are worded.
pub struct Calendar {}

impl Calendar {
    /// The table that comes with headwater.
    pub fn bundled() -> Calendar {
        Calendar {}
    }
}
