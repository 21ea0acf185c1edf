//! What runs the plan: DataFusion in this process, or the same on a cluster of Ballista's.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use ballista::extension::{SessionConfigExt, SessionContextExt};
use datafusion::arrow::array::RecordBatch;
use datafusion::common::Result;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use futures::StreamExt;

use crate::functions;

/// Rows handed on together: few, as one may be a whole story.
const BATCH: usize = 1024;
/// Rows in one group of an intermediate file.
const ROWS: usize = 1 << 16;

/// Where a plan runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engine {
    /// In this process.
    Here {
        /// How many threads.
        threads: usize,
        /// The most memory that sorting and collecting take before they use the disk, in bytes.
        memory: usize,
    },
    /// On the cluster of the scheduler at `HOST:PORT`.
    Cluster {
        /// Its address.
        scheduler: String,
        /// Into how many parts each step is split.
        parts: usize,
    },
}

impl Engine {
    /// A session in which plans can be run; `work` is for what does not fit into memory.
    pub(crate) async fn session(&self, work: &Path) -> Result<SessionContext> {
        let context = match self {
            Engine::Here { threads, memory } => {
                let runtime = RuntimeEnvBuilder::new()
                    .with_memory_pool(Arc::new(FairSpillPool::new(*memory)))
                    .with_temp_file_path(work)
                    .build_arc()?;
                SessionContext::new_with_state(state(SessionConfig::new().with_target_partitions(*threads), runtime))
            }
            Engine::Cluster { scheduler, parts } => {
                // With Ballista 55's adaptive planner, a job waits forever when an executor is lost while it runs.
                let config = SessionConfig::new_with_ballista()
                    .with_target_partitions(*parts)
                    .set_bool("ballista.planner.adaptive.enabled", false);
                let state = state(config, Arc::new(RuntimeEnv::default()));
                SessionContext::remote_with_state(&format!("df://{scheduler}"), state).await?
            }
        };
        // The cluster's session leaves out the functions of the state that it was made of.
        functions::all().into_iter().for_each(|function| context.register_udf(function.as_ref().clone()));
        Ok(context)
    }
}

/// A session with headwater's functions: the same in a run, on a scheduler and on an executor.
pub(crate) fn state(config: SessionConfig, runtime: Arc<RuntimeEnv>) -> SessionState {
    // Fields that are taken out of structures early get names that do not come through to a scheduler.
    let config = config.with_batch_size(BATCH).set_bool("datafusion.optimizer.enable_leaf_expression_pushdown", false);
    let builder = SessionStateBuilder::new().with_config(config).with_runtime_env(runtime).with_default_features();
    let mut state = builder.build();
    for function in functions::all() {
        let known = datafusion::execution::FunctionRegistry::register_udf(&mut state, function);
        debug_assert!(known.is_ok(), "{known:?}");
    }
    state
}

/// Makes a table of a Parquet file, or of a folder of such.
pub(crate) async fn table(context: &SessionContext, name: &str, path: &Path) -> Result<()> {
    context.deregister_table(name)?;
    context.register_parquet(name, path.to_string_lossy(), ParquetReadOptions::default()).await
}

/// Runs a plan, and hands what it finds to `take` as it comes.
pub(crate) async fn run(
    context: &SessionContext,
    sql: &str,
    mut take: impl FnMut(RecordBatch) -> Result<()>,
) -> Result<()> {
    let mut found = context.sql(sql).await?.execute_stream().await?;
    while let Some(batch) = found.next().await {
        take(batch?)?;
    }
    Ok(())
}

/// Runs a plan to a Parquet file, which is there when all of it is; how many rows it has.
pub(crate) async fn run_to(context: &SessionContext, sql: &str, path: &Path) -> Result<usize> {
    let part = path.with_extension("part");
    let mut found = context.sql(sql).await?.execute_stream().await?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_max_row_group_row_count(Some(ROWS))
        .build();
    let mut writer = ArrowWriter::try_new(File::create(&part)?, found.schema(), Some(properties))?;
    let mut rows = 0;
    while let Some(batch) = found.next().await {
        let batch = batch?;
        rows += batch.num_rows();
        writer.write(&batch)?;
    }
    writer.close()?;
    std::fs::rename(&part, path)?;
    Ok(rows)
}
