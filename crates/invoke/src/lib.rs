//! The data plane: takes invocations, runs them in environments, records them, and shows them as they happen.
//!
//! Reading order: [`scheduler`] (who may run), [`run`] (what a run is), [`pool`] (environments that are ready), [`writer`] (to the
//! disk), [`feed`] and [`lives`] (to the pages), [`queue`] (events that nobody waits for), [`schedule`] (what invokes by the clock), [`provision`] (environments that are kept ready), [`snapshots`] (what SnapStart starts from), [`poller`] (what reads queues), [`plane`] (what others may ask).
//!
//! ```text
//! Invoke::start ─┬─ admission::own      one task: the scheduler's state
//!                ├─ writer::write_all   one task: transactions
//!                ├─ tidy                one task: drops idle environments
//!                ├─ queue::try_due      one task: events that are due
//!                ├─ schedule::run       one task, once `run_schedules` was called
//!                ├─ provision::run      one task, once `keep_provisioned` was called
//!                ├─ poller::run         one task, once `run_mappings` was called
//!                ├─ poller::task        one task a mapping that is on ── its receives, batches and deletions
//!                ├─ snapshots::run      one task, once `keep_snapshots` was called ── make_image, one task an image
//!                ├─ Run::run            one task a run ── guest task of the sandbox
//!                └─ go_back             one task a run: brings its environment back
//! ```

mod accept;
mod admission;
mod burst;
pub mod config;
mod feed;
mod lives;
mod outcome;
mod package;
mod plane;
mod platform;
mod poller;
mod pool;
mod provision;
mod queue;
mod run;
mod schedule;
mod scheduler;
mod snapshots;
mod streaming;
mod tasks;
mod writer;

pub use accept::Answer;
pub use config::{InvokeConfig, PoolConfig, SnapshotConfig};
pub use plane::FunctionUrl;
pub use streaming::{Received, Streaming};

use admission::Admissions;
use api::clock::Clock;
use api::code::Code;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName};
use api::layer::LayerVersionArn;
use api::message::{RunPosition, ServerMessage};
use api::sqs::queues::Queues;
use billing::PriceBook;
use burst::Bursts;
use feed::{LiveRun, Registry, Stop, Subscription};
use futures::{Stream, StreamExt};
use lives::Lives;
use poller::PollerSet;
use pool::Pool;
use queue::Queue;
use runtimes::Runtimes;
use scheduler::Limits;
use snapshots::Snapshots;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;
use store::Store;
use store::code::CodeHash;
use tasks::Tasks;
use tokio::sync::watch;
use writer::Writer;

/// How often idle environments are looked for.
const TIDY_EVERY: Duration = Duration::from_secs(30);
/// Ended runs of a function after which its history is trimmed.
const TRIM_EVERY_RUNS: u32 = 64;
/// How long runs that were told to end at a shutdown may take to leave their record.
const INTERRUPTION_GRACE: Duration = Duration::from_secs(2);

/// The data plane. Clones share it.
#[derive(Clone)]
pub struct Invoke {
    inner: Arc<Inner>,
}

/// Whether invocations are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// Those that run may end.
    Stopping,
    /// None runs any more.
    Closed,
}

pub(crate) struct Inner {
    store: Store,
    runtimes: Runtimes,
    clock: Arc<Clock>,
    admissions: Admissions,
    writer: Writer,
    registry: Registry,
    pool: Pool,
    bursts: Bursts,
    snapshots: Snapshots,
    lives: Lives,
    queue: Queue,
    pollers: PollerSet,
    /// Queues of messages, which events are sent to that were given up.
    queues: OnceLock<Arc<dyn Queues>>,
    tasks: Tasks,
    /// Code of runs that wait or are being prepared, so that many of one function hold it once.
    codes: Mutex<HashMap<CodeHash, Weak<Code>>>,
    /// Ended runs of each function since its history was trimmed.
    untrimmed: Mutex<HashMap<(AccountId, FunctionName), u32>>,
    phase: watch::Sender<Phase>,
}

impl Invoke {
    /// Marks what a stopped server left behind as interrupted, and takes invocations.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start(
        config: InvokeConfig,
        store: Store,
        runtimes: Runtimes,
        clock: Arc<Clock>,
    ) -> Result<Self, ApiError> {
        let interrupted = store::run::interrupt_unfinished(&store, clock.now()).await?;
        if interrupted > 0 {
            tracing::warn!(runs = interrupted, "the server was stopped while these ran; they are shown as interrupted");
        }
        let InvokeConfig {
            account_concurrency_max,
            guests_max,
            queue_max,
            environments_burst_max,
            events_tried_max,
            batches_max,
            pool,
            snapshots,
        } = config;
        let (admissions, own) = Admissions::new(Limits { account_concurrency_max, guests_max, queue_max });
        let (writer, write_all) = Writer::new(store.clone());
        let inner = Arc::new(Inner {
            store,
            runtimes,
            lives: Lives::new(Arc::clone(&clock)),
            clock,
            admissions,
            writer,
            registry: Registry::default(),
            pool: Pool::new(pool),
            bursts: Bursts::new(environments_burst_max),
            snapshots: Snapshots::new(snapshots),
            queue: Queue::new(events_tried_max),
            pollers: PollerSet::new(batches_max),
            queues: OnceLock::new(),
            tasks: Tasks::default(),
            codes: Mutex::default(),
            untrimmed: Mutex::default(),
            phase: watch::Sender::new(Phase::Open),
        });
        inner.tasks.spawn(own);
        inner.tasks.spawn(write_all);
        inner.tasks.spawn(tidy(Arc::downgrade(&inner)));
        let started = Self { inner };
        started.run_queue().await?;
        Ok(started)
    }

    /// What happens to `function` from now on, and what a page that has got as far as `seen` has missed. It ends when a
    /// shutdown is over.
    ///
    /// A function that does not exist has no events.
    pub fn subscribe(
        &self,
        account: AccountId,
        function: FunctionName,
        seen: Vec<RunPosition>,
    ) -> impl Stream<Item = ServerMessage> + Send + 'static {
        let watched = (account.clone(), function.clone());
        let lives = self.inner.lives.of(&account, &function);
        let subscription =
            Subscription::new(&self.inner.registry, lives, self.inner.store.clone(), account, function, seen);
        self.inner.environments_changed(&watched.0, &watched.1);
        let mut phase = self.inner.phase.subscribe();
        let closed = async move {
            // A data plane that is dropped is closed too.
            let _ = phase.wait_for(|phase| *phase == Phase::Closed).await;
        };
        let messages = futures::stream::unfold(subscription, |mut subscription| async move {
            let message = subscription.next().await;
            Some((message, subscription))
        });
        messages.take_until(Box::pin(closed))
    }

    /// Takes no more invocations, lets those that run end within `grace`, and marks the others as interrupted.
    pub async fn shutdown(&self, grace: Duration) {
        self.inner.phase.send_replace(Phase::Stopping);
        if tokio::time::timeout(grace, self.inner.all_ended()).await.is_err() {
            for run in self.inner.registry.active() {
                run.stop(Stop::Interrupted);
            }
            if tokio::time::timeout(INTERRUPTION_GRACE, self.inner.all_ended()).await.is_err() {
                tracing::warn!("some runs left no record; the next start marks them as interrupted");
            }
        }
        if tokio::time::timeout(INTERRUPTION_GRACE, self.inner.pollers.all_ended()).await.is_err() {
            tracing::warn!("some messages that were done may not be deleted; their functions get them again");
        }
        self.inner.phase.send_replace(Phase::Closed);
    }
}

impl Inner {
    async fn all_ended(&self) {
        for run in self.registry.active() {
            run.wait().await;
        }
    }

    fn is_stopping(&self) -> bool {
        *self.phase.borrow() != Phase::Open
    }

    /// Today in UTC, on the account's clock.
    fn today(&self, account: &AccountId) -> jiff::civil::Date {
        jiff::Timestamp::from(self.clock.now_of(account)).to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// The price book in force; the default one if the database cannot say.
    async fn price_book(&self, account: &AccountId) -> PriceBook {
        let row = match self.store.read().await {
            Ok(mut db) => store::account::get(&mut db, account).await,
            Err(error) => Err(error),
        };
        match row {
            Ok(row) => row.map(|row| row.price_book).unwrap_or_default(),
            Err(error) => {
                tracing::error!(%error, "the price book is unknown, the default one is used");
                PriceBook::default()
            }
        }
    }

    /// Files by their hash.
    async fn code_of(&self, hash: CodeHash) -> Result<Arc<Code>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let code = store::code::get(&mut db, hash).await?;
        let code = code.ok_or_else(|| {
            ApiError::new(ErrorCode::Conflict, "the code was replaced while the invocation waited; run it again")
        })?;
        Ok(self.shared(hash, code))
    }

    /// The files of these layers, in order.
    async fn layers_of(&self, layers: &[LayerVersionArn]) -> Result<Vec<Arc<Code>>, ApiError> {
        let mut found = Vec::with_capacity(layers.len());
        for arn in layers {
            let row = store::layer::get(&mut *self.store.read().await?, arn).await?;
            let missing = || ApiError::new(ErrorCode::NotFound, format!("Layer version {arn} does not exist."));
            found.push(self.code_of(row.ok_or_else(missing)?.code).await?);
        }
        Ok(found)
    }

    /// The one copy of this code.
    fn shared(&self, hash: CodeHash, code: Code) -> Arc<Code> {
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = codes.get(&hash).and_then(Weak::upgrade) {
            return known;
        }
        codes.retain(|_, code| code.strong_count() > 0);
        let code = Arc::new(code);
        codes.insert(hash, Arc::downgrade(&code));
        code
    }

    /// Tells pages that watch the function how many environments it has now.
    fn environments_changed(&self, account: &AccountId, function: &FunctionName) {
        if let Some(topic) = self.registry.watched(account, function) {
            topic.set_environments(self.pool.counts(account, function));
        }
    }

    /// After a run: forgets it, and trims its function's history now and then.
    fn ended(self: &Arc<Self>, run: &LiveRun) {
        self.registry.end(run);
        let key = (run.account.clone(), run.function.clone());
        let mut untrimmed = self.untrimmed.lock().unwrap_or_else(PoisonError::into_inner);
        let count = untrimmed.entry(key.clone()).or_default();
        *count += 1;
        if *count >= TRIM_EVERY_RUNS {
            untrimmed.remove(&key);
            let (store, now) = (self.store.clone(), self.clock.now());
            self.tasks.spawn(async move {
                if let Err(error) = store::run::trim(&store, &key.0, &key.1, now).await {
                    tracing::warn!(%error, "the history could not be trimmed");
                }
            });
        }
    }
}

async fn tidy(inner: Weak<Inner>) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    loop {
        ticks.tick().await;
        let Some(inner) = inner.upgrade() else { return };
        for (account, function) in inner.pool.tidy(inner.clock.monotonic()) {
            inner.environments_changed(&account, &function);
        }
    }
}
