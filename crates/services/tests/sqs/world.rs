//! An account with queues, in a folder of its own.

use api::clock::Clock;
use api::id::AccountId;
use api::sqs::error::QueueError;
use api::sqs::message::{Message, NewMessage, Sent};
use api::sqs::queues::{QueueControl, Queues, Take};
use api::sqs::settings::{Redrive, SettingsChange};
use api::sqs::{QueueArn, QueueName};
use api::time::UnixMillis;
use services::sqs::Sqs;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tempfile::TempDir;

pub const START: UnixMillis = UnixMillis(1_796_000_000_000);

pub struct World {
    pub sqs: Sqs,
    pub store: Store,
    pub clock: Arc<Clock>,
    pub account: AccountId,
    pub folder: TempDir,
}

impl World {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let account = AccountId::from_number(123_456_789_012);
        let mut db = store.write().await.unwrap();
        store::account::insert(&mut db, &account, START).await.unwrap();
        Store::commit(db).await.unwrap();
        let clock = Arc::new(Clock::manual(START));
        let sqs = Sqs::start(store.clone(), Arc::clone(&clock));
        Self { sqs, store, clock, account, folder }
    }

    pub fn arn(&self, name: &str) -> QueueArn {
        QueueArn::new(&self.account, QueueName::parse(name).unwrap())
    }

    /// A queue with these settings.
    pub async fn queue(&self, name: &str, settings: SettingsChange) -> QueueArn {
        let arn = self.arn(name);
        self.sqs.create(&arn, settings, BTreeMap::new()).await.unwrap();
        arn
    }

    pub async fn try_send(&self, queue: &QueueArn, message: NewMessage) -> Result<Sent, QueueError> {
        self.sqs.send(queue, vec![message]).await?.remove(0)
    }

    pub async fn send(&self, queue: &QueueArn, body: &str) -> Sent {
        self.try_send(queue, text(body)).await.unwrap()
    }

    /// To a group of a FIFO queue, with a deduplication id of its own.
    pub async fn send_to_group(&self, queue: &QueueArn, group: &str, body: &str) -> Sent {
        let message = NewMessage { group: Some(group.to_owned()), deduplication: Some(body.to_owned()), ..text(body) };
        self.try_send(queue, message).await.unwrap()
    }

    pub async fn receive(&self, queue: &QueueArn, max: u32) -> Vec<Message> {
        self.sqs.receive(queue, Take { max, visibility_s: None }).await.unwrap()
    }

    pub async fn bodies(&self, queue: &QueueArn) -> Vec<String> {
        self.receive(queue, 10).await.into_iter().map(|message| message.body).collect()
    }

    pub async fn delete(&self, queue: &QueueArn, message: &Message) -> Result<(), QueueError> {
        self.sqs.delete(queue, std::slice::from_ref(&message.receipt)).await?.remove(0)
    }

    pub async fn hide(&self, queue: &QueueArn, message: &Message, seconds: u32) -> Result<(), QueueError> {
        self.sqs.change_visibility(queue, &[(message.receipt.clone(), seconds)]).await?.remove(0)
    }

    /// Visible, in flight, delayed.
    pub async fn counts(&self, queue: &QueueArn) -> [u64; 3] {
        let facts = self.sqs.facts(queue).await.unwrap();
        [facts.visible, facts.in_flight, facts.delayed]
    }

    pub fn skip(&self, seconds: u64) {
        self.clock.skip(&self.account, Duration::from_secs(seconds));
    }
}

pub fn text(body: &str) -> NewMessage {
    NewMessage { body: body.to_owned(), sender: "AKIATEST".to_owned(), ..NewMessage::default() }
}

pub fn redrive_to(target: &QueueArn, receives_max: u32) -> SettingsChange {
    let redrive = Redrive { target: target.clone(), receives_max };
    SettingsChange { redrive: Some(Some(redrive)), ..SettingsChange::default() }
}

pub fn content_deduplication() -> SettingsChange {
    SettingsChange { content_deduplication: Some(true), ..SettingsChange::default() }
}
