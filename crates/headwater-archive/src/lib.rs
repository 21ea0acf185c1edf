//! Archives of any size, on one machine or on many.
//!
//! Reading is a map: [`extract`] makes one Parquet file of each shard, and any scheduler can spread the shards.
//! Comparing is a plan in SQL over those files, [`group()`], in one process or on a cluster of [`scheduler`] and
//! [`executor`] processes; what it asks of headwater are functions that every process has. Its stories are those of a
//! single run over the same pages, to the byte.

mod cluster;
mod engine;
mod error;
mod extract;
mod functions;
mod group;
mod plan;
mod shard;
mod tables;

pub use self::cluster::{Executor, executor, scheduler};
pub use self::engine::Engine;
pub use self::error::ArchiveError;
pub use self::extract::{Extract, Extracted, extract};
pub use self::group::{Group, Grouped, group};
pub use self::plan::Step;
