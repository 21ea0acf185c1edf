//! Persons, bodies and places known by name; titles and roles.

/// Persons, bodies and places known by name; titles and roles.
pub struct Names {}

impl Names {
    /// The table that comes with headwater.
    pub fn bundled() -> Names {
        Names {}
    }
}
