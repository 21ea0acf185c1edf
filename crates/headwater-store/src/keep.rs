//! What every place has in which pages can be kept: a file, or a database that several machines share.

use headwater::{Knowledge, Page};

use crate::{Added, Saved, Settled, Store, StoreError};

/// A place where pages are kept and stories told.
///
/// Questions are asked of the [`Store`] that [`Keep::asked`] gives: for a file it is the store itself, for what others
/// share it is a copy in memory, as it was at that moment.
pub trait Keep: Send + Sync {
    /// Adds pages; `saved` is called for each that is kept, and not before.
    fn add(
        &self,
        pages: &mut (dyn Iterator<Item = Page> + Send),
        knowledge: &Knowledge,
        saved: &mut (dyn FnMut(&Saved) + Send),
    ) -> Result<Added, StoreError>;

    /// Tells the stories of what was added.
    fn settle(&self, knowledge: &Knowledge) -> Result<Settled, StoreError>;

    /// Whether every page is in the stories.
    fn is_settled(&self) -> Result<bool, StoreError>;

    /// What answers questions.
    fn asked(&self, knowledge: &Knowledge) -> Result<Store, StoreError>;
}

impl Keep for Store {
    fn add(
        &self,
        pages: &mut (dyn Iterator<Item = Page> + Send),
        knowledge: &Knowledge,
        saved: &mut (dyn FnMut(&Saved) + Send),
    ) -> Result<Added, StoreError> {
        Store::add(self, pages, knowledge, saved)
    }

    fn settle(&self, knowledge: &Knowledge) -> Result<Settled, StoreError> {
        Store::settle(self, knowledge)
    }

    fn is_settled(&self) -> Result<bool, StoreError> {
        Store::is_settled(self)
    }

    fn asked(&self, _: &Knowledge) -> Result<Store, StoreError> {
        Ok(self.clone())
    }
}
