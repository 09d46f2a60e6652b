//! Two queues: one with a message in it, and its dead-letter queue.

use super::{NOW, account};
use api::id::AccountId;
use api::sqs::error::QueueError;
use api::sqs::message::{
    Message, MessageAttributes, MessageState, NewMessage, PeekedMessage, ReceiptHandle, Sent, SystemAttributes,
};
use api::sqs::queues::{QueueControl, Queues, Take};
use api::sqs::settings::{QueueFacts, QueueSettings, Redrive, SettingsChange};
use api::sqs::{QueueArn, QueueName};
use api::time::UnixMillis;
use async_trait::async_trait;
use std::collections::BTreeMap;
use tokio::sync::watch;

/// The queues.
pub struct Pair;

fn arn(name: &str) -> QueueArn {
    QueueArn::new(&account(), QueueName::parse(name).unwrap())
}

fn unused<T>() -> Result<T, QueueError> {
    Err(QueueError::Quota("no story asks this".to_owned()))
}

#[async_trait]
impl Queues for Pair {
    async fn facts(&self, queue: &QueueArn) -> Result<QueueFacts, QueueError> {
        super::think().await;
        let redrive = match queue.name.as_str() {
            "orders" => Some(Redrive { target: arn("orders-dead"), receives_max: 3 }),
            "orders-dead" => None,
            _ => return Err(QueueError::NoQueue(queue.clone())),
        };
        let (visible, in_flight) = if redrive.is_some() { (41, 1) } else { (0, 0) };
        let settings = QueueSettings { redrive, ..QueueSettings::new(false) };
        Ok(QueueFacts {
            arn: queue.clone(),
            settings,
            visible,
            in_flight,
            delayed: 0,
            created_at: NOW,
            modified_at: NOW,
        })
    }
    async fn send(&self, _: &QueueArn, _: Vec<NewMessage>) -> Result<Vec<Result<Sent, QueueError>>, QueueError> {
        unused()
    }
    async fn receive(&self, _: &QueueArn, _: Take) -> Result<Vec<Message>, QueueError> {
        unused()
    }
    async fn receive_waiting(&self, _: &QueueArn, _: Take, _: Option<u32>) -> Result<Vec<Message>, QueueError> {
        unused()
    }
    async fn delete(&self, _: &QueueArn, _: &[ReceiptHandle]) -> Result<Vec<Result<(), QueueError>>, QueueError> {
        unused()
    }
    async fn change_visibility(
        &self,
        _: &QueueArn,
        _: &[(ReceiptHandle, u32)],
    ) -> Result<Vec<Result<(), QueueError>>, QueueError> {
        unused()
    }
    async fn next_visible(&self, _: &QueueArn) -> Result<Option<UnixMillis>, QueueError> {
        unused()
    }
    fn changes(&self, _: &QueueArn) -> watch::Receiver<u64> {
        watch::Sender::new(0).subscribe()
    }
    fn arrived(&self, _: &QueueArn) {}
}

#[async_trait]
impl QueueControl for Pair {
    async fn create(&self, _: &QueueArn, _: SettingsChange, _: BTreeMap<String, String>) -> Result<(), QueueError> {
        Ok(())
    }
    async fn list(&self, _: &AccountId, _: &str, _: Option<&QueueName>, _: u32) -> Result<Vec<QueueName>, QueueError> {
        Ok(vec![arn("orders").name, arn("orders-dead").name])
    }
    async fn delete_queue(&self, _: &QueueArn) -> Result<(), QueueError> {
        unused()
    }
    async fn purge(&self, _: &QueueArn) -> Result<(), QueueError> {
        unused()
    }
    async fn set(&self, _: &QueueArn, _: SettingsChange) -> Result<(), QueueError> {
        unused()
    }
    async fn sources(&self, _: &QueueArn, _: Option<&QueueName>, _: u32) -> Result<Vec<QueueName>, QueueError> {
        unused()
    }
    async fn tags(&self, _: &QueueArn) -> Result<BTreeMap<String, String>, QueueError> {
        unused()
    }
    async fn change_tags(&self, _: &QueueArn, _: BTreeMap<String, String>, _: Vec<String>) -> Result<(), QueueError> {
        unused()
    }
    async fn next_due(&self, _: &AccountId) -> Result<Option<UnixMillis>, QueueError> {
        Ok(None)
    }
    async fn peek(&self, _: &QueueArn, _: u32) -> Result<Vec<PeekedMessage>, QueueError> {
        let system = SystemAttributes {
            receive_count: 1,
            sent_at: NOW,
            sender: "tester".to_owned(),
            first_received_at: Some(NOW),
            group: None,
            deduplication: None,
            sequence: None,
            trace_header: None,
            source: None,
        };
        Ok(vec![PeekedMessage {
            id: "0f1c0000-0000-4000-8000-000000000000".to_owned(),
            body: "<b>one lamp</b>".to_owned(),
            body_bytes: 15,
            attributes: MessageAttributes::new(),
            system,
            state: MessageState::InFlight(UnixMillis(NOW.0 + 30_000)),
        }])
    }
    async fn delete_message(&self, _: &QueueArn, _: &str) -> Result<bool, QueueError> {
        unused()
    }
}
