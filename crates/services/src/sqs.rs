//! Amazon SQS: standard and FIFO queues, visibility timeouts, delays, deduplication, dead-letter queues.
//!
//! Wanted: a message is on disk before its sender hears of it, and stays there until it is deleted, expires or its queue goes;
//! one that is received comes back unless it is deleted, also after a crash; skipping the account's clock ahead makes it come back
//! at once. Receivers who wait cost nothing while nothing happens.
//!
//! Design: the store is the truth. A message is visible when its time has come, so that nobody has to make it visible: no timer
//! is kept for any message. Who waits is woken by a counter ([`wakers`]) when something was written, by the account's clock when
//! that was moved, and by a timer for the next message that becomes visible.
//!
//! ```text
//! Sqs::start ── sweep   one task: deletes what has expired
//! ```

mod control;
mod receipt;
mod receive;
mod send;
mod wakers;

use api::clock::Clock;
use api::sqs::QueueArn;
use api::sqs::error::QueueError;
use api::sqs::message::{Message, NewMessage, ReceiptHandle, Sent};
use api::sqs::queues::{Queues, Take};
use api::sqs::settings::QueueFacts;
use api::time::UnixMillis;
use async_trait::async_trait;
use std::sync::{Arc, Weak};
use std::time::Duration;
use store::sqs::QueueRow;
use store::{Connection, Store, StoreError};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use wakers::Wakers;

/// How often expired messages are looked for in queues that nobody receives from.
const SWEEP_EVERY: Duration = Duration::from_secs(300);

/// The queues of all accounts. Clones share them.
#[derive(Debug, Clone)]
pub struct Sqs {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    clock: Arc<Clock>,
    wakers: Wakers,
    sweeper: AbortHandle,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.sweeper.abort();
    }
}

impl Sqs {
    /// Answers for the queues in this store. Must be called within a runtime.
    #[must_use]
    pub fn start(store: Store, clock: Arc<Clock>) -> Self {
        let inner = Arc::new_cyclic(|inner: &Weak<Inner>| {
            let sweeper = tokio::spawn(sweep(Weak::clone(inner))).abort_handle();
            Inner { store, clock, wakers: Wakers::default(), sweeper }
        });
        Self { inner }
    }
}

/// The queue, if it exists.
async fn find(db: &mut Connection, queue: &QueueArn) -> Result<QueueRow, QueueError> {
    store::sqs::get(db, queue).await?.ok_or_else(|| QueueError::NoQueue(queue.clone()))
}

async fn sweep(inner: Weak<Inner>) {
    let mut ticks = tokio::time::interval(SWEEP_EVERY);
    loop {
        ticks.tick().await;
        let Some(inner) = inner.upgrade() else { return };
        if let Err(error) = inner.expire_all().await {
            tracing::warn!(%error, "expired messages could not be deleted; it is tried again");
        }
    }
}

impl Inner {
    fn now_of(&self, queue: &QueueArn) -> UnixMillis {
        self.clock.now_of(&queue.account)
    }

    /// Deletes what has expired, one queue after the other so that nobody waits long.
    async fn expire_all(&self) -> Result<(), StoreError> {
        let all = store::sqs::with_messages(&mut *self.store.read().await?).await?;
        for queue in all {
            let now = self.now_of(&queue);
            let mut db = self.store.write().await?;
            if let Some(row) = store::sqs::get(&mut db, &queue).await? {
                store::sqs::message::expire(&mut db, &row, now).await?;
            }
            Store::commit(db).await?;
        }
        Ok(())
    }

    async fn facts(&self, queue: &QueueArn) -> Result<QueueFacts, QueueError> {
        let mut db = self.store.snapshot().await?;
        let row = find(&mut db, queue).await?;
        let counts = store::sqs::message::counts(&mut db, &row, self.now_of(queue)).await?;
        let store::sqs::message::Counts { visible, in_flight, delayed } = counts;
        let QueueRow { key: _, arn, settings, purged_at: _, created_at, modified_at } = row;
        Ok(QueueFacts { arn, settings, visible, in_flight, delayed, created_at, modified_at })
    }
}

#[async_trait]
impl Queues for Sqs {
    async fn facts(&self, queue: &QueueArn) -> Result<QueueFacts, QueueError> {
        self.inner.facts(queue).await
    }

    async fn send(
        &self,
        queue: &QueueArn,
        messages: Vec<NewMessage>,
    ) -> Result<Vec<Result<Sent, QueueError>>, QueueError> {
        self.inner.send(queue, messages).await
    }

    async fn receive(&self, queue: &QueueArn, take: Take) -> Result<Vec<Message>, QueueError> {
        self.inner.receive(queue, take).await
    }

    async fn receive_waiting(
        &self,
        queue: &QueueArn,
        take: Take,
        wait_s: Option<u32>,
    ) -> Result<Vec<Message>, QueueError> {
        self.inner.receive_waiting(queue, take, wait_s).await
    }

    async fn delete(
        &self,
        queue: &QueueArn,
        receipts: &[ReceiptHandle],
    ) -> Result<Vec<Result<(), QueueError>>, QueueError> {
        self.inner.delete(queue, receipts).await
    }

    async fn change_visibility(
        &self,
        queue: &QueueArn,
        changes: &[(ReceiptHandle, u32)],
    ) -> Result<Vec<Result<(), QueueError>>, QueueError> {
        self.inner.change_visibility(queue, changes).await
    }

    async fn next_visible(&self, queue: &QueueArn) -> Result<Option<UnixMillis>, QueueError> {
        self.inner.next_visible(queue).await
    }

    fn changes(&self, queue: &QueueArn) -> watch::Receiver<u64> {
        self.inner.wakers.of(queue).subscribe()
    }

    fn arrived(&self, queue: &QueueArn) {
        self.inner.wakers.wake(queue);
    }
}
