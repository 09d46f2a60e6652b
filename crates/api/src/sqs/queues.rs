//! The trait behind which queues stand.

use super::error::QueueError;
use super::message::{Message, NewMessage, PeekedMessage, ReceiptHandle, Sent};
use super::settings::{QueueFacts, SettingsChange};
use super::{QueueArn, QueueName};
use crate::id::AccountId;
use crate::time::UnixMillis;
use async_trait::async_trait;
use std::collections::BTreeMap;
use tokio::sync::watch;

/// What a receiver asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Take {
    /// At most so many messages: 1 to [`RECEIVED_MAX`](super::RECEIVED_MAX).
    pub max: u32,
    /// Seconds for which they are hidden; the queue's own visibility timeout if nothing.
    pub visibility_s: Option<u32>,
}

/// What senders and receivers do. Who calls is trusted to act for the queue's account. Times are on that account's clock.
#[async_trait]
pub trait Queues: Send + Sync {
    /// How the queue is set, and how much is in it.
    async fn facts(&self, queue: &QueueArn) -> Result<QueueFacts, QueueError>;
    /// Sends messages; one answer for each. When this returns, those that were taken are on disk.
    ///
    /// # Errors
    /// When the queue does not exist or the disk fails: then nothing was sent. What is wrong with one message is in its own answer.
    async fn send(
        &self,
        queue: &QueueArn,
        messages: Vec<NewMessage>,
    ) -> Result<Vec<Result<Sent, QueueError>>, QueueError>;
    /// Takes what is visible now, and hides it. It never waits for messages: see [`Queues::changes`] and [`Queues::next_visible`].
    ///
    /// # Errors
    /// [`QueueError::InFlight`] when as many are in flight as may be.
    async fn receive(&self, queue: &QueueArn, take: Take) -> Result<Vec<Message>, QueueError>;
    /// The same, waiting for so many seconds of real time until there is something; as long as the queue says if nothing is said.
    async fn receive_waiting(
        &self,
        queue: &QueueArn,
        take: Take,
        wait_s: Option<u32>,
    ) -> Result<Vec<Message>, QueueError>;
    /// Deletes received messages; one answer for each. One that is gone already is deleted; of one that was received again, only
    /// the newest receipt deletes it.
    async fn delete(
        &self,
        queue: &QueueArn,
        receipts: &[ReceiptHandle],
    ) -> Result<Vec<Result<(), QueueError>>, QueueError>;
    /// Hides received messages for so many seconds from now on; 0 makes them visible. One answer for each.
    async fn change_visibility(
        &self,
        queue: &QueueArn,
        changes: &[(ReceiptHandle, u32)],
    ) -> Result<Vec<Result<(), QueueError>>, QueueError>;
    /// When the next message becomes visible, on the account's clock; in the past if one is. Nothing if the queue is empty.
    async fn next_visible(&self, queue: &QueueArn) -> Result<Option<UnixMillis>, QueueError>;
    /// Changes whenever something in the queue may have become visible at another time than was thought: messages arrived, were
    /// hidden for shorter, or were freed by the end of their group. Now and then it changes for nothing: queues share a fixed number of these.
    /// That time goes by, or that the account's clock is moved, does not change it: see [`crate::clock::Clock::until`].
    fn changes(&self, queue: &QueueArn) -> watch::Receiver<u64>;
    /// Says that messages are in the queue which another part wrote in a transaction of its own.
    fn arrived(&self, queue: &QueueArn);
}

/// What makes, changes and shows queues. Every operation is within one account.
#[async_trait]
pub trait QueueControl: Send + Sync {
    /// Makes a queue. If it exists and is set as asked for, nothing happens.
    async fn create(
        &self,
        queue: &QueueArn,
        settings: SettingsChange,
        tags: BTreeMap<String, String>,
    ) -> Result<(), QueueError>;
    /// Names of queues that begin with `prefix`, in their order: those after `after`, at most `limit`.
    async fn list(
        &self,
        account: &AccountId,
        prefix: &str,
        after: Option<&QueueName>,
        limit: u32,
    ) -> Result<Vec<QueueName>, QueueError>;
    /// Deletes a queue with all that is in it.
    async fn delete_queue(&self, queue: &QueueArn) -> Result<(), QueueError>;
    /// Deletes all messages; at most once in 60 seconds.
    async fn purge(&self, queue: &QueueArn) -> Result<(), QueueError>;
    /// Changes settings.
    async fn set(&self, queue: &QueueArn, settings: SettingsChange) -> Result<(), QueueError>;
    /// Queues that have this one as their dead-letter queue, by name: those after `after`, at most `limit`.
    async fn sources(
        &self,
        queue: &QueueArn,
        after: Option<&QueueName>,
        limit: u32,
    ) -> Result<Vec<QueueName>, QueueError>;
    /// A queue's tags.
    async fn tags(&self, queue: &QueueArn) -> Result<BTreeMap<String, String>, QueueError>;
    /// Sets some tags and takes others away.
    async fn change_tags(
        &self,
        queue: &QueueArn,
        set: BTreeMap<String, String>,
        remove: Vec<String>,
    ) -> Result<(), QueueError>;
    /// When something in any queue of the account becomes visible that is not yet, on its clock.
    async fn next_due(&self, account: &AccountId) -> Result<Option<UnixMillis>, QueueError>;
    /// The first messages, without receiving them, at most `limit`: in the order in which they were sent.
    async fn peek(&self, queue: &QueueArn, limit: u32) -> Result<Vec<PeekedMessage>, QueueError>;
    /// Deletes one message, received or not; false if it is not there.
    async fn delete_message(&self, queue: &QueueArn, id: &str) -> Result<bool, QueueError>;
}
