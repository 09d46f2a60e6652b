//! Asynchronous invocation: events are accepted, tried until they are done, and handed to their destinations.
//!
//! Properties wanted: what was accepted is on disk, and stays there until its outcome is: an event whose success was recorded is
//! never tried again, one that was not is tried again after a crash. A flood of one function's events keeps neither other functions
//! nor callers who wait for an answer from running.
//!
//! Design: the store is the truth. What waits is also in memory without its payload: [`machine`] says which event is tried now,
//! [`attempt`] tries it as an ordinary run, [`settle`] knows Lambda's rules for what follows, and that is committed together with the
//! run's own end and with what a destination or a dead-letter queue gets ([`destination`], [`letters`]). Times are on each account's clock.

mod attempt;
mod destination;
mod entries;
mod letters;
mod machine;
mod settle;
#[cfg(test)]
mod simulation;
mod view;

pub(crate) use attempt::Ending;
pub(crate) use entries::Trial;

use crate::accept::{checked, not_found};
use crate::admission::stopping;
use crate::schedule::Fired;
use crate::writer::When;
use crate::{Inner, Invoke};
use api::error::ApiError;
use api::id::{AccountId, RunId};
use api::queue::EVENT_BYTES_MAX;
use api::run::RunRequest;
use api::sqs::queues::Queues;
use api::time::UnixMillis;
use entries::Entries;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use store::queue::{EventRow, Lineage};
use store::run::{RunWrite, Written};
use tokio::sync::{Notify, oneshot, watch};
use uuid::Uuid;

/// Longest nap of the task that looks for due events.
const NAP_MAX: Duration = Duration::from_secs(30);

/// Events that wait or are tried. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    entries: Arc<Mutex<Entries>>,
    /// Something may be due earlier than was thought.
    sooner: Arc<Notify>,
    /// Counts changes, for pages that watch.
    changed: watch::Sender<u64>,
}

impl Queue {
    pub(crate) fn new(tried_max: usize) -> Self {
        Self {
            entries: Arc::new(Mutex::new(Entries::new(tried_max))),
            sooner: Arc::default(),
            changed: watch::Sender::new(0),
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes whenever something happens to any event.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn tell(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
        self.sooner.notify_one();
    }

    /// When the next event of an account that waits is due.
    pub(crate) fn next_due(&self, account: &AccountId) -> Option<UnixMillis> {
        self.entries().next_due(account)
    }
}

impl Invoke {
    /// Tries events from now on, first those that an earlier server left.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn run_queue(&self) -> Result<(), ApiError> {
        let left = store::queue::living(&mut *self.inner.store.read().await?).await?;
        if !left.is_empty() {
            tracing::info!(events = left.len(), "events that were accepted before the server stopped are tried now");
        }
        for row in left {
            let inner = &self.inner;
            let trials = inner.queue.entries().arrived(row, true, |account| inner.clock.now_of(account));
            inner.try_all(trials);
        }
        self.inner.tasks.spawn(try_due(Arc::downgrade(&self.inner), self.inner.queue.clone()));
        Ok(())
    }

    /// Accepts an event: when this returns it is on disk, and it is tried until it is done or given up.
    ///
    /// # Errors
    /// As [`api::invoker::Invoker::start`], and when too many events of the account wait.
    pub async fn enqueue(&self, account: &AccountId, request: RunRequest) -> Result<RunId, ApiError> {
        self.inner.enqueue(account, request, None).await
    }

    /// Wakes who waits for messages of these queues when an event has sent one.
    pub fn wake_queues(&self, queues: Arc<dyn Queues>) {
        // Called a second time it changes nothing: there is one service of queues.
        let _ = self.inner.queues.set(queues);
    }

    /// Changes whenever something happens to any event, of any account.
    #[must_use]
    pub fn events_changed(&self) -> watch::Receiver<u64> {
        self.inner.queue.subscribe()
    }
}

impl Inner {
    /// Accepts an event; one that a schedule made is written together with the time for which it fired.
    pub(crate) async fn enqueue(
        self: &Arc<Self>,
        account: &AccountId,
        request: RunRequest,
        fired: Option<Fired>,
    ) -> Result<RunId, ApiError> {
        if self.is_stopping() {
            return Err(stopping());
        }
        let RunRequest { function, target, payload, source, variation: _, said } = request;
        let payload = checked(payload, EVENT_BYTES_MAX)?;
        let now = self.clock.now_of(account);
        let row = EventRow {
            id: RunId::parse(Uuid::new_v4().to_string())?,
            account: account.clone(),
            function,
            target,
            source,
            said,
            lineage: Lineage::new(),
            attempts: 0,
            reason: String::new(),
            accepted_at: now,
            due_at: now,
            bytes: payload.len() as u64,
        };
        let known = store::content::resolve(&mut *self.store.read().await?, account, &row.function, target).await?;
        if known.is_none() {
            return Err(not_found(account, &row.function, target));
        }
        self.queue.entries().check_room(account, row.bytes)?;
        let id = row.id.clone();
        let (reply, accepted) = oneshot::channel();
        let inner = Arc::clone(self);
        // A task of its own: a caller who gives up now must not leave an event on disk that nobody tries.
        self.tasks.spawn(async move {
            // Who gave up hears nothing.
            let _ = reply.send(inner.keep(row, payload, fired).await);
        });
        accepted.await.map_err(|_closed| stopping())??;
        Ok(id)
    }

    /// Writes an event, and has it tried.
    async fn keep(self: &Arc<Self>, row: EventRow, payload: String, fired: Option<Fired>) -> Result<(), ApiError> {
        let (reply, written) = oneshot::channel();
        let bytes = payload.len();
        let fired = fired.map(|Fired { trigger, due }| RunWrite::ScheduleFired { trigger, due });
        let enqueue = RunWrite::Enqueue { event: row.clone(), payload };
        let writes = std::iter::once(enqueue).chain(fired).collect();
        self.writer.told(writes, bytes, None, reply, When::Now).await;
        match written.await.map_err(|_closed| stopping())?? {
            Written::Gone => Err(not_found(&row.account, &row.function, row.target)),
            Written::Done => {
                self.arrived(row);
                Ok(())
            }
        }
    }
}

/// Has events tried when they are due.
async fn try_due(inner: Weak<Inner>, queue: Queue) {
    loop {
        let Some(strong) = inner.upgrade() else { return };
        let mut clocks = strong.clock.subscribe();
        let trials = queue.entries().tick(|account| strong.clock.now_of(account));
        strong.try_all(trials);
        let wait = queue.entries().shortest_wait(|account, due| strong.clock.until(account, due));
        drop(strong);
        let nap = wait.unwrap_or(NAP_MAX).min(NAP_MAX);
        tokio::select! {
            () = tokio::time::sleep(nap) => {}
            () = queue.sooner.notified() => {}
            _ = clocks.changed() => {}
        }
    }
}
