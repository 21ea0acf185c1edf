//! The small words of statements: how sure, on what condition, how many.

/// The small words of statements: how sure, on what condition, how many.
pub struct Wording {}

impl Wording {
    /// The table that comes with headwater.
    pub fn bundled() -> Wording {
        Wording {}
    }
}
