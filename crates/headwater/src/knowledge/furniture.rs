//! What menus, teasers, captions and credits look like.

/// What menus, teasers, captions and credits look like.
pub struct FurnitureRules {}

impl FurnitureRules {
    /// The table that comes with headwater.
    pub fn bundled() -> FurnitureRules {
        FurnitureRules {}
    }
}
