//! Provisioned concurrency: environments that run INIT before anyone asks.
//!
//! Properties wanted: what is asked for is there again after a restart, after a crash of an environment and after a change of the
//! alias; nothing is made that was not asked for; a function whose INIT fails does not keep the machine busy.
//!
//! Design: one task reconciles what the store wants with what the pool has ([`crate::pool`], `kept`), whenever something changes, an
//! environment is lost, and every [`RECONCILE_EVERY`]. Environments are made one after the other, beside the invocations.

use crate::package::{new_log_stream, package_of, prepare_error, settings_of};
use crate::pool::{ContentKey, Ready, Slot};
use crate::{Inner, Invoke};
use api::alias::FunctionVersion;
use api::environment::Gone;
use api::error::ApiError;
use api::id::{AccountId, FunctionName, VersionNumber};
use api::lambda::Qualifier;
use api::provisioned::{Allocation, Allocations, PROVISIONED_MAX};
use api::run::Target;
use async_trait::async_trait;
use runtimes::{Initialization, Prepared, Started};
use sandbox::{GuestError, Outcome, OutputLine};
use std::sync::{Arc, Weak};
use std::time::Duration;
use store::StoreError;
use store::content::Resolved;
use tokio::sync::{broadcast, mpsc};

/// How often it is looked at when nothing says that something has changed.
const RECONCILE_EVERY: Duration = Duration::from_secs(60);
/// How long INIT of such an environment may take: Lambda gives it more than that of others.
const INIT_TIMEOUT: Duration = Duration::from_secs(130);
/// Lines of INIT that are kept for the log of the first run.
const INIT_LINES_MAX: usize = 256;

/// A content of which environments are to be kept.
struct Wanted {
    key: ContentKey,
    resolved: Resolved,
    target: Target,
    environments: u32,
}

impl Invoke {
    /// Keeps provisioned concurrency ready from now on. Anything that comes over `changes` makes it read again what is wanted.
    pub fn keep_provisioned<C: Clone + Send + 'static>(&self, changes: broadcast::Receiver<C>) {
        self.inner.tasks.spawn(run(Arc::downgrade(&self.inner), changes));
    }
}

async fn run<C: Clone + Send>(inner: Weak<Inner>, mut changes: broadcast::Receiver<C>) {
    loop {
        let Some(strong) = inner.upgrade() else { return };
        let mut lost = strong.pool.lost();
        strong.reconcile_provisioned().await;
        drop(strong);
        tokio::select! {
            changed = changes.recv() => if matches!(changed, Err(broadcast::error::RecvError::Closed)) { return },
            _ = lost.changed() => {}
            () = tokio::time::sleep(RECONCILE_EVERY) => {}
        }
    }
}

impl Inner {
    async fn reconcile_provisioned(self: &Arc<Self>) {
        let wanted = match self.provisioned_wanted().await {
            Ok(wanted) => wanted,
            Err(error) => {
                tracing::error!(%error, "provisioned concurrency cannot be read; trying again later");
                return;
            }
        };
        self.pool.keep(&wanted.iter().map(|wanted| (wanted.key.clone(), wanted.environments)).collect());
        for wanted in &wanted {
            while let Some(slot) = self.pool.slot(&wanted.key, PROVISIONED_MAX, self.clock.monotonic()) {
                if self.is_stopping() {
                    return;
                }
                if let Err(why) = self.make_ready(wanted, slot).await {
                    self.pool.slot_failed(&wanted.key, why, self.clock.monotonic());
                }
                self.environments_changed(&wanted.key.account, &wanted.key.name);
            }
        }
    }

    async fn provisioned_wanted(&self) -> Result<Vec<Wanted>, StoreError> {
        let mut db = self.store.snapshot().await?;
        let mut all = Vec::new();
        for (account, name, function) in store::provisioned::functions(&mut db).await? {
            for store::provisioned::Wanted { version, environments } in
                store::provisioned::wanted(&mut db, function).await?
            {
                let target = Target::Version(version);
                let Some(resolved) = store::content::resolve(&mut db, &account, &name, target).await? else { continue };
                let key = ContentKey::new(&account, &name, &resolved, target);
                all.push(Wanted { key, resolved, target, environments });
            }
        }
        Ok(all)
    }

    /// Makes one environment and leaves it in the pool; otherwise says why not.
    async fn make_ready(self: &Arc<Self>, wanted: &Wanted, mut slot: Slot) -> Result<(), String> {
        let Wanted { key, resolved, target, .. } = wanted;
        let (prepared, _, running) = self.pool.begin(key, true, self.clock.monotonic()).await;
        let prepared = match prepared {
            Some(prepared) => prepared,
            None => self.prepare_for(key, resolved).await?,
        };
        let log_stream = new_log_stream(*target, self.today(&key.account));
        let life = self.lives.begin(&key.account, &key.name, *target, None, &log_stream);
        let mut settings = settings_of(&key.account, &key.name, *target, &resolved.config, &log_stream);
        settings.initialization = Initialization::ProvisionedConcurrency;
        let (output, lines) = mpsc::channel(INIT_LINES_MAX);
        let runtimes = self.runtimes.clone();
        let start = runtimes.start(&prepared, settings, INIT_TIMEOUT, output);
        let (started, said) = tokio::join!(start, first_lines(lines, INIT_LINES_MAX));
        drop(running);
        match started {
            Started::Ready { environment, measured } => {
                let mut life = life;
                slot.made();
                life.keep(slot, said);
                life.idle();
                self.pool.add(key, Ready { environment, measured, life }, self.clock.monotonic());
                Ok(())
            }
            Started::Failed { outcome, .. } => {
                life.end(Gone::InitFailed);
                Err(init_failure(outcome))
            }
        }
    }

    async fn prepare_for(&self, key: &ContentKey, resolved: &Resolved) -> Result<Prepared, String> {
        let unread = |error: ApiError| error.message;
        let code = self.code_of(resolved.code).await.map_err(unread)?;
        let layers = self.layers_of(&resolved.config.layers).await.map_err(unread)?;
        let package = package_of(&code, &layers, &resolved.config).map_err(|error| error.message)?;
        let prepared = self.runtimes.prepare(&package).await.map_err(|error| prepare_error(&error).message)?;
        self.pool.remember(key, prepared.clone(), self.clock.monotonic());
        Ok(prepared)
    }
}

/// Lambda's reason, and what happened.
fn init_failure(outcome: Outcome) -> String {
    const REASON: &str = "FUNCTION_ERROR_INIT_FAILURE";
    match outcome {
        Outcome::Failed(GuestError { error_type, payload, .. }) => {
            format!("{REASON}: {error_type} {}", String::from_utf8_lossy(&payload))
        }
        Outcome::TimedOut => format!("{REASON}: INIT took longer than {} s", INIT_TIMEOUT.as_secs()),
        Outcome::OutOfMemory => format!("{REASON}: out of memory"),
        Outcome::Exited { code } => format!("{REASON}: the runtime exited with status {code}"),
        Outcome::Trapped { message } => format!("{REASON}: {message}"),
        Outcome::Returned(_) | Outcome::ResponseTooLarge { .. } => REASON.to_owned(),
    }
}

/// The first lines; the others are read, so that INIT does not wait for anyone to read them.
pub(crate) async fn first_lines(mut lines: mpsc::Receiver<OutputLine>, lines_max: usize) -> Vec<OutputLine> {
    let mut first = Vec::new();
    while let Some(line) = lines.recv().await {
        if first.len() < lines_max {
            first.push(line);
        }
    }
    first
}

#[async_trait]
impl Allocations for Invoke {
    async fn allocation(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<Allocation, ApiError> {
        let versions = self.inner.versions_of(account, name, qualifier).await?;
        let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
        Ok(self.inner.pool.allocation(account, name, &versions))
    }
}

impl Inner {
    /// The versions that a qualifier names.
    async fn versions_of(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<Vec<VersionNumber>, ApiError> {
        let alias = match qualifier {
            Qualifier::Latest => return Ok(Vec::new()),
            Qualifier::Version(number) => return Ok(vec![*number]),
            Qualifier::Alias(alias) => alias,
        };
        let mut db = self.store.snapshot().await?;
        let Some(row) = store::function::get(&mut db, account, name).await? else { return Ok(Vec::new()) };
        let Some(alias) = store::alias::get(&mut db, row.key, alias).await? else { return Ok(Vec::new()) };
        let first = match alias.version {
            FunctionVersion::Latest => None,
            FunctionVersion::Number(number) => Some(number),
        };
        Ok(first.into_iter().chain(alias.split.map(|split| split.version)).collect())
    }
}
