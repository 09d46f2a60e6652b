//! Making images: INIT of a version, and what is left of it.

use super::{Image, Making, RECONCILE_EVERY};
use crate::package::{new_log_stream, package_of, prepare_error, settings_of};
use crate::pool::ContentKey;
use crate::provision::first_lines;
use crate::{Inner, Invoke};
use api::error::ApiError;
use api::run::{FunctionError, Target};
use api::snapshot::{Snapshot, SnapshotFault};
use runtimes::{Initialization, Prepared, Started};
use sandbox::{GuestError, Outcome, OutputLine};
use std::collections::HashSet;
use std::sync::{Arc, Weak};
use std::time::Duration;
use store::content::Resolved;
use store::snapshot::Wanted;
use store::{Store, StoreError};
use tokio::sync::{broadcast, mpsc};

/// INIT has this long, or the function's timeout if that is longer: Lambda's rule where nobody waits for it.
const INIT_TIMEOUT_MIN: Duration = Duration::from_secs(130);
/// Lines of INIT that are kept for the log of the first run.
const INIT_LINES_MAX: usize = 256;

/// A version of which an image is to be made.
struct Job {
    key: ContentKey,
    resolved: Resolved,
    wanted: Wanted,
}

impl Invoke {
    /// Makes images of versions from now on. Anything that comes over `changes` makes it read again what is wanted.
    pub fn keep_snapshots<C: Clone + Send + 'static>(&self, changes: broadcast::Receiver<C>) {
        self.inner.tasks.spawn(run(Arc::downgrade(&self.inner), changes));
    }
}

async fn run<C: Clone + Send>(inner: Weak<Inner>, mut changes: broadcast::Receiver<C>) {
    loop {
        let Some(strong) = inner.upgrade() else { return };
        let mut wanted = strong.snapshots.wanted.subscribe();
        if let Err(error) = strong.reconcile_snapshots().await {
            tracing::error!(%error, "images that are wanted cannot be read; trying again later");
        }
        drop(strong);
        tokio::select! {
            changed = changes.recv() => if matches!(changed, Err(broadcast::error::RecvError::Closed)) { return },
            _ = wanted.changed() => {}
            () = tokio::time::sleep(RECONCILE_EVERY) => {}
        }
    }
}

impl Inner {
    async fn reconcile_snapshots(self: &Arc<Self>) -> Result<(), StoreError> {
        let jobs = self.snapshot_jobs().await?;
        self.snapshots.retain(&jobs.iter().map(|job| job.key.clone()).collect::<HashSet<_>>());
        for job in jobs {
            // An image that has been made before is only made again where someone waits for it, or there is room anyway.
            let is_due = job.wanted.is_pending || self.snapshots.is_asked(&job.key) || self.snapshots.has_room();
            if is_due && let Some(making) = self.snapshots.begin(&job.key) {
                self.tasks.spawn(Arc::clone(self).make_image(job, making));
            }
        }
        Ok(())
    }

    async fn snapshot_jobs(&self) -> Result<Vec<Job>, StoreError> {
        let mut db = self.store.snapshot().await?;
        let mut jobs = Vec::new();
        for wanted in store::snapshot::wanted(&mut db).await? {
            let target = Target::Version(wanted.number);
            let resolved = store::content::resolve(&mut db, &wanted.account, &wanted.name, target).await?;
            if let Some(resolved) = resolved {
                let key = ContentKey::new(&wanted.account, &wanted.name, &resolved, target);
                jobs.push(Job { key, resolved, wanted });
            }
        }
        Ok(jobs)
    }

    /// Makes an image and says so in the store. `making` is dropped last, so that who waits for it finds both.
    async fn make_image(self: Arc<Self>, job: Job, making: Making) {
        let permits = Arc::clone(&self.snapshots.permits);
        let Ok(_permit) = permits.acquire_owned().await else { return };
        let is_due = job.wanted.is_pending || self.snapshots.is_asked(&job.key) || self.snapshots.has_room();
        if self.is_stopping() || !is_due {
            return;
        }
        let made = self.image_of(&job).await;
        if self.is_stopping() {
            return;
        }
        let snapshot = match made {
            Ok((image, said)) => {
                self.snapshots.put(&job.key, image, said, self.clock.monotonic());
                Snapshot::Ready
            }
            Err(fault) => {
                tracing::info!(function = %job.key.name, version = %job.key.version, reason = %fault.reason, "no image");
                Snapshot::Failed(fault)
            }
        };
        // What worked when the version was published is tried again later: its runs show why not.
        if job.wanted.is_pending
            && let Err(error) = self.set_snapshot(&job.wanted, &snapshot).await
        {
            tracing::error!(%error, "how far an image is cannot be stored; it is made again later");
        }
        drop(making);
    }

    async fn set_snapshot(&self, wanted: &Wanted, snapshot: &Snapshot) -> Result<(), StoreError> {
        let now = self.clock.now_of(&wanted.account);
        let mut transaction = self.store.write().await?;
        store::snapshot::set(&mut transaction, wanted.function, wanted.number, snapshot, now).await?;
        Store::commit(transaction).await
    }

    /// INIT in an environment of its own, and the image of it.
    async fn image_of(&self, job: &Job) -> Result<(Image, Vec<OutputLine>), SnapshotFault> {
        let Job { key, resolved, wanted } = job;
        let prepared = self.prepared_for_image(resolved).await?;
        let target = Target::Version(wanted.number);
        let log_stream = new_log_stream(target, self.today(&key.account));
        let mut settings = settings_of(&key.account, &key.name, target, &resolved.config, &log_stream);
        settings.initialization = Initialization::SnapStart;
        let timeout = INIT_TIMEOUT_MIN.max(Duration::from_secs(resolved.config.timeout.get().into()));
        let (output, lines) = mpsc::channel(INIT_LINES_MAX);
        let runtimes = self.runtimes.clone();
        let start = runtimes.start(&prepared, settings, timeout, output);
        let (started, said) = tokio::join!(start, first_lines(lines, INIT_LINES_MAX));
        let environment = match started {
            Started::Ready { environment, .. } => environment,
            Started::Failed { outcome, .. } => return Err(fault_of(outcome, timeout)),
        };
        let image = environment.freeze(self.snapshots.config.image_bytes_max).await;
        let image = image.map_err(|error| fault("InitResourceExhausted", error.to_string()))?;
        Ok((Image { image, prepared }, said))
    }

    async fn prepared_for_image(&self, resolved: &Resolved) -> Result<Prepared, SnapshotFault> {
        let unread = |error: ApiError| fault("InternalError", error.message);
        let code = self.code_of(resolved.code).await.map_err(unread)?;
        let layers = self.layers_of(&resolved.config.layers).await.map_err(unread)?;
        let invalid = |error: FunctionError| fault("InvalidZipFileException", error.message);
        let package = package_of(&code, &layers, &resolved.config).map_err(|error| invalid(*error))?;
        self.runtimes.prepare(&package).await.map_err(|error| invalid(prepare_error(&error)))
    }
}

fn fault(code: &str, reason: impl Into<String>) -> SnapshotFault {
    let code = match code {
        "InternalError" | "InvalidZipFileException" => code.to_owned(),
        code => format!("FunctionError.{code}"),
    };
    SnapshotFault { code, reason: reason.into() }
}

/// Lambda's reason code of an INIT that failed, and what happened.
fn fault_of(outcome: Outcome, timeout: Duration) -> SnapshotFault {
    match outcome {
        Outcome::Failed(GuestError { error_type, payload, .. }) => {
            let reason = format!("INIT failed: {error_type} {}", String::from_utf8_lossy(&payload));
            SnapshotFault { code: "FunctionError".to_owned(), reason }
        }
        Outcome::TimedOut => fault("InitTimeout", format!("INIT took longer than {} s", timeout.as_secs())),
        Outcome::OutOfMemory => fault("InitResourceExhausted", "INIT needed more memory than the function has"),
        Outcome::Exited { code } => fault("RuntimeExitError", format!("the runtime exited with status {code} in INIT")),
        Outcome::Trapped { message } => fault("RuntimeExitError", format!("the runtime stopped in INIT: {message}")),
        Outcome::Returned(_) | Outcome::ResponseTooLarge { .. } => fault("RuntimeExitError", "INIT did not end"),
    }
}
