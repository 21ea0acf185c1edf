//! One page in, one reading out. No stage here ever sees a second page (invariant 3).

mod strip;
mod split;
mod name;
mod date;
mod attribute;
pub(crate) mod tag;
mod resolve;
mod state;

pub use self::attribute::attribute;
pub use self::date::date;
pub use self::name::name;
pub use self::resolve::resolve;
pub use self::split::split;
pub use self::state::state;
pub use self::strip::strip;
pub use self::tag::complete;
