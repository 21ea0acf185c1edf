//! Which full stops end no sentence.

/// Which full stops end no sentence.
pub struct Abbreviations {}

impl Abbreviations {
    /// The table that comes with headwater.
    pub fn bundled() -> Abbreviations {
        Abbreviations {}
    }
}
