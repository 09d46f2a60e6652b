//! Which part gets which.

use crate::aws::Invocations;
use crate::config::{Config, typescript_compiler};
use anyhow::{Context, Result};
use api::clock::Clock;
use aws::{Endpoint, Local};
use control::{Control, FolderBuckets};
use invoke::{Invoke, InvokeConfig};
use leptos::config::LeptosOptions;
use runtimes::{Runtimes, RuntimesConfig};
use services::sqs::Sqs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;

/// The started parts of the program. Clones share them.
#[derive(Clone)]
pub struct Parts {
    /// Functions, versions, triggers, accounts.
    pub control: Control,
    /// Runs.
    pub invoke: Invoke,
    /// Queues.
    pub sqs: Sqs,
    /// The AWS endpoint.
    pub aws: Endpoint,
    /// Time.
    pub clock: Arc<Clock>,
    /// How pages are built.
    pub leptos: LeptosOptions,
    /// Gives out new workspaces.
    pub workspaces: Arc<crate::session::Allowance>,
}

impl Parts {
    /// Starts everything but the listener.
    ///
    /// # Errors
    /// When the data folder, the database, the pages or the sandbox cannot be had.
    pub async fn start(config: &Config) -> Result<Self> {
        let site = config.site_folder()?;
        let data = config.data_folder()?;
        let clock = Arc::new(Clock::system());
        Self::over(config, &data, site, clock).await
    }

    /// The same with a given clock and given folders, for tests.
    ///
    /// # Errors
    /// As [`Parts::start`].
    pub async fn over(config: &Config, data: &Path, site: PathBuf, clock: Arc<Clock>) -> Result<Self> {
        let runtimes = start_runtimes(data.join("cache"), config.guest_threads());
        let store = Store::open(data)
            .await
            .with_context(|| format!("the database in `{}` (COLDSTART_DATA) cannot be opened", data.display()))?;
        let buckets = Arc::new(FolderBuckets::below(config.buckets(data)));
        let control = Control::start(store.clone(), Arc::clone(&clock), buckets).await?;
        let runtimes = runtimes.await.context("the sandbox did not start")??;
        let sqs = Sqs::start(store.clone(), Arc::clone(&clock));
        let invoke = Invoke::start(InvokeConfig::default(), store, runtimes, Arc::clone(&clock)).await?;
        invoke.wake_queues(Arc::new(sqs.clone()));
        invoke.run_schedules(control.changes());
        invoke.keep_provisioned(control.changes());
        invoke.keep_snapshots(control.changes());
        invoke.run_mappings(Arc::new(sqs.clone()), control.changes());
        let aws = endpoint(config, &control, &invoke, (&sqs, &clock)).await?;
        let workspaces = Arc::new(crate::session::Allowance::new(config.new_workspaces_per_minute));
        Ok(Self { control, invoke, sqs, aws, clock, leptos: leptos_options(site, config), workspaces })
    }
}

/// The key `test` opens a workspace only where nobody but programs on this machine can knock.
async fn endpoint(
    config: &Config,
    control: &Control,
    invoke: &Invoke,
    (sqs, clock): (&Sqs, &Arc<Clock>),
) -> Result<Endpoint> {
    let local = match config.is_reached_from_here_only() {
        true => Local::Opens(control.local_account().await?),
        false => Local::Refused,
    };
    Ok(Endpoint {
        control: Arc::new(control.clone()),
        settings: Arc::new(control.clone()),
        provisioned: Arc::new(control.clone()),
        allocations: Arc::new(invoke.clone()),
        aliases: Arc::new(control.clone()),
        urls: Arc::new(control.clone()),
        mappings: Arc::new(control.mappings_of(Arc::new(sqs.clone()))),
        pollers: Arc::new(invoke.clone()),
        layers: Arc::new(control.clone()),
        logs: Arc::new(control.clone()),
        policies: Arc::new(control.clone()),
        pages: Arc::new(control.clone()),
        invoker: Arc::new(Invocations(invoke.clone())),
        queues: Arc::new(sqs.clone()),
        queue_control: Arc::new(sqs.clone()),
        keys: Arc::new(control.clone()),
        clock: Arc::clone(clock),
        local,
    })
}

/// Compiling or loading the engines takes a while and blocks, so it goes on beside the opening of the database.
fn start_runtimes(cache_dir: PathBuf, threads: usize) -> tokio::task::JoinHandle<Result<Runtimes>> {
    tokio::task::spawn_blocking(move || {
        let config = RuntimesConfig { cache_dir, threads, typescript: typescript_compiler()? };
        Runtimes::new(config).context("the language runtimes cannot be set up")
    })
}

fn leptos_options(site: PathBuf, config: &Config) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("coldstart")
        .site_root(site.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(config.addr)
        .env(leptos::config::Env::PROD)
        .build()
}
