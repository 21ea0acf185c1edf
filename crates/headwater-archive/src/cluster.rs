//! The processes of a cluster. All are the same program, so that each has the same functions.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use ballista::extension::SessionConfigExt;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::prelude::SessionConfig;

use crate::{ArchiveError, engine, functions};

/// How often an executor says that it lives, in seconds.
const HEARTBEAT: u64 = 2;
/// After how long without that it counts as dead, in seconds.
const DEAD: u64 = 10;
/// How long a job waits for another executor when it has none, in seconds.
const WITHOUT: u64 = 120;

/// An executor: where it listens, for whom it works, and with what.
#[derive(Clone, Debug)]
pub struct Executor {
    /// The scheduler, as a host name or address and a port.
    pub scheduler: (String, u16),
    /// Where it listens: on this port and the next.
    pub listen: SocketAddr,
    /// By what name the others reach it; its address if none.
    pub host: Option<String>,
    /// The folder for what it hands on to other executors.
    pub work: PathBuf,
    /// How many tasks it does at one time.
    pub threads: usize,
    /// The most memory that sorting and collecting take before they use the disk, in bytes.
    pub memory: u64,
}

/// Runs a scheduler until it is stopped.
pub fn scheduler(listen: SocketAddr) -> Result<(), ArchiveError> {
    let config = SchedulerConfig {
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        bind_host: listen.ip().to_string(),
        bind_port: listen.port(),
        external_host: listen.ip().to_string(),
        executor_timeout_seconds: DEAD,
        expire_dead_executor_interval_seconds: HEARTBEAT,
        no_executors_grace_period_seconds: WITHOUT,
        override_config_producer: Some(Arc::new(SessionConfig::new_with_ballista)),
        override_session_builder: Some(Arc::new(|config: SessionConfig| {
            Ok(engine::state(config, Arc::new(RuntimeEnv::default())))
        })),
        ..SchedulerConfig::default()
    };
    block_on("scheduler", async {
        let cluster = BallistaCluster::new_from_config(&config).await?;
        start_server(cluster, listen, Arc::new(config)).await
    })
}

/// Runs an executor until it is stopped.
pub fn executor(executor: &Executor) -> Result<(), ArchiveError> {
    let mut registry = BallistaFunctionRegistry::default();
    for function in functions::all() {
        registry.scalar_functions.insert(function.name().to_owned(), function);
    }
    std::fs::create_dir_all(&executor.work).map_err(|why| ArchiveError::file("make", &executor.work, why))?;
    let config = ExecutorProcessConfig {
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        bind_host: executor.listen.ip().to_string(),
        external_host: Some(executor.host.clone().unwrap_or_else(|| executor.listen.ip().to_string())),
        port: executor.listen.port(),
        grpc_port: executor.listen.port() + 1,
        scheduler_host: executor.scheduler.0.clone(),
        scheduler_port: executor.scheduler.1,
        scheduler_connect_timeout_seconds: 30,
        vcores: executor.threads,
        work_dir: Some(executor.work.to_string_lossy().into_owned()),
        memory_pool_size: Some(executor.memory),
        executor_heartbeat_interval_seconds: HEARTBEAT,
        override_function_registry: Some(Arc::new(registry)),
        override_config_producer: Some(Arc::new(SessionConfig::new_with_ballista)),
        ..ExecutorProcessConfig::default()
    };
    block_on("executor", start_executor_process(Arc::new(config)))
}

fn block_on(
    what: &str,
    work: impl Future<Output = Result<(), ballista_core::error::BallistaError>>,
) -> Result<(), ArchiveError> {
    // What the engine has to say, as that an executor is gone; RUST_LOG=info says far more.
    let level = env_logger::Env::default().default_filter_or("warn");
    env_logger::Builder::from_env(level).try_init().ok();
    let failed = |why: String| ArchiveError::Engine { step: what.to_owned(), why };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|why| failed(why.to_string()))?.block_on(work).map_err(|why| failed(why.to_string()))
}
