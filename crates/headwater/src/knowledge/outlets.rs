//! Publishers of news: their names, nicknames, owners, and which are agencies.

/// Publishers of news: their names, nicknames, owners, and which are agencies.
pub struct Outlets {}

impl Outlets {
    /// The table that comes with headwater.
    pub fn bundled() -> Outlets {
        Outlets {}
    }
}
