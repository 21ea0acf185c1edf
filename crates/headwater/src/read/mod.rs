//! One page in, one reading out. No stage here ever sees a second page (invariant 3).

mod strip;
mod split;
mod name;
mod date;
mod attribute;
pub(crate) mod tag;
mod resolve;
mod state;

pub(crate) use self::attribute::attribute;
pub(crate) use self::date::date;
pub(crate) use self::name::name;
pub(crate) use self::resolve::resolve;
pub(crate) use self::split::split;
pub(crate) use self::state::state;
pub(crate) use self::strip::strip;
pub(crate) use self::tag::complete;
