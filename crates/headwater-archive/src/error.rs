//! What goes wrong.

use std::path::{Path, PathBuf};

use datafusion::common::DataFusionError;

/// Why an archive could not be read or grouped.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file or a folder.
    #[error("cannot {what} `{}`: {why}", .path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// With which one.
        path: PathBuf,
        /// What was wrong.
        why: String,
    },
    /// Two shards would be one file.
    #[error("`{}` and `{}` would both become `{name}`: give one of them another name, or extract them to two folders", .one.display(), .other.display())]
    SameName {
        /// One shard.
        one: PathBuf,
        /// The other.
        other: PathBuf,
        /// The name of the file that both would make.
        name: String,
    },
    /// There is nothing to group.
    #[error("no Parquet files that `headwater archive extract` made are in {0}")]
    NoShards(String),
    /// A shard that this build would have read differently.
    #[error("`{}` was extracted by another build of headwater ({by}): extract it again", .path.display())]
    OtherReader {
        /// The shard.
        path: PathBuf,
        /// What read it.
        by: String,
    },
    /// The engine.
    #[error("{step}: {why}")]
    Engine {
        /// What it was doing.
        step: String,
        /// What it says.
        why: String,
    },
}

impl ArchiveError {
    pub(crate) fn file(what: &'static str, path: &Path, why: impl ToString) -> ArchiveError {
        ArchiveError::File { what, path: path.to_owned(), why: why.to_string() }
    }

    pub(crate) fn engine(step: &str) -> impl Fn(DataFusionError) -> ArchiveError {
        move |error| ArchiveError::Engine { step: step.to_owned(), why: error.strip_backtrace() }
    }
}
