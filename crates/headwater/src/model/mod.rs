//! The nouns: data only. They know nothing of rules, files or formats, and are not serializable (invariant 10).

mod span;
mod page;
mod article;
mod sentence;
mod mention;
mod when;
mod attribution;
mod statement;
mod reading;
mod story;

pub use self::article::*;
pub use self::attribution::*;
pub use self::mention::*;
pub use self::page::*;
pub use self::reading::*;
pub use self::sentence::*;
pub use self::span::*;
pub use self::statement::*;
pub use self::story::*;
pub use self::when::*;
