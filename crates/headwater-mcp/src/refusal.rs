//! Why a question has no answer, in words that say what to ask instead.

use headwater_store::StoreError;

/// Why a tool gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such tool.
    #[error("there is no tool `{0}`; tools/list names those that are")]
    Tool(String),
    /// The arguments are not what the tool takes.
    #[error("cannot take the arguments of `{tool}`: {why}")]
    Arguments {
        /// The tool.
        tool: &'static str,
        /// What is wrong with them.
        why: String,
    },
    /// An argument is outside its bounds.
    #[error("`{name}` {why}")]
    Bounds {
        /// The argument.
        name: &'static str,
        /// What it should be.
        why: String,
    },
    /// Nothing has this id.
    #[error("nothing here has the id `{0}`; list_stories and find_passages show ids")]
    Unknown(String),
    /// The beginning of several ids.
    #[error("`{0}` is the beginning of several ids; give more of it")]
    Several(String),
    /// The id of something else.
    #[error("`{id}` is the id of {is}, and the id of {wanted} is wanted; {hint}")]
    OtherKind {
        /// The id.
        id: String,
        /// What it is the id of.
        is: &'static str,
        /// What the tool takes.
        wanted: &'static str,
        /// How to go on.
        hint: &'static str,
    },
    /// Two articles of no common story.
    #[error("no story has two of these articles, so there is nothing to compare; get_story shows the articles of one")]
    Apart,
    /// The store could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}
