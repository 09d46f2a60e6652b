//! Event source mappings, over queues that are only looked at.

use crate::app::{App, name};
use api::control_plane::ControlPlane;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName};
use api::mapping::{Mapping, MappingChange, MappingFilter, MappingSettings, Mappings, NewMapping};
use api::sqs::error::QueueError;
use api::sqs::message::{Message, NewMessage, ReceiptHandle, Sent};
use api::sqs::queues::{Queues, Take};
use api::sqs::settings::{QueueFacts, QueueSettings};
use api::sqs::{QueueArn, QueueName};
use api::time::UnixMillis;
use async_trait::async_trait;
use control::{ControlChange, SourceMappings};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::watch;

/// Every queue is there but `missing`, with SQS's own settings.
struct Looked;

#[async_trait]
impl Queues for Looked {
    async fn facts(&self, queue: &QueueArn) -> Result<QueueFacts, QueueError> {
        if queue.name.as_str() == "missing" {
            return Err(QueueError::NoQueue(queue.clone()));
        }
        let (settings, at) = (QueueSettings::new(queue.name.is_fifo()), UnixMillis(0));
        let arn = queue.clone();
        Ok(QueueFacts { arn, settings, visible: 0, in_flight: 0, delayed: 0, created_at: at, modified_at: at })
    }

    async fn send(&self, _: &QueueArn, _: Vec<NewMessage>) -> Result<Vec<Result<Sent, QueueError>>, QueueError> {
        panic!("the control plane sends nothing")
    }

    async fn receive(&self, _: &QueueArn, _: Take) -> Result<Vec<Message>, QueueError> {
        panic!("the control plane receives nothing")
    }

    async fn receive_waiting(&self, _: &QueueArn, _: Take, _: Option<u32>) -> Result<Vec<Message>, QueueError> {
        panic!("the control plane receives nothing")
    }

    async fn delete(&self, _: &QueueArn, _: &[ReceiptHandle]) -> Result<Vec<Result<(), QueueError>>, QueueError> {
        panic!("the control plane deletes nothing")
    }

    async fn change_visibility(
        &self,
        _: &QueueArn,
        _: &[(ReceiptHandle, u32)],
    ) -> Result<Vec<Result<(), QueueError>>, QueueError> {
        panic!("the control plane hides nothing")
    }

    async fn next_visible(&self, _: &QueueArn) -> Result<Option<UnixMillis>, QueueError> {
        Ok(None)
    }

    fn changes(&self, _: &QueueArn) -> watch::Receiver<u64> {
        watch::channel(0).1
    }

    fn arrived(&self, _: &QueueArn) {}
}

fn new(account: &AccountId, queue: &str, function: &str) -> NewMapping {
    NewMapping {
        source: QueueArn::new(account, QueueName::parse(queue).unwrap()),
        function: name(function),
        qualifier: None,
        settings: MappingSettings::default(),
        enabled: true,
        tags: BTreeMap::new(),
    }
}

async fn listed(mappings: &SourceMappings, account: &AccountId, function: Option<&FunctionName>) -> Vec<Mapping> {
    let wanted = MappingFilter { function, ..MappingFilter::default() };
    mappings.mappings(account, wanted, None, 100).await.unwrap()
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, ApiError>) -> (ErrorCode, String) {
    let error = answer.unwrap_err();
    (error.code, error.message)
}

#[tokio::test]
async fn a_mapping_is_made_changed_and_deleted_and_outlives_its_function() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let mappings = app.control.mappings_of(Arc::new(Looked));
    let mut changes = app.control.changes();
    let made = mappings.create_mapping(&app.account, new(&app.account, "orders", "hello")).await.unwrap();
    assert_eq!(changes.try_recv().unwrap(), ControlChange::MappingsChanged { account: app.account.clone() });
    assert_eq!(mappings.mapping(&app.account, &made.id).await.unwrap(), made);

    let change = MappingChange { batch_size: Some(5), enabled: Some(false), ..MappingChange::default() };
    let changed = mappings.update_mapping(&app.account, &made.id, change).await.unwrap();
    assert_eq!((changed.settings.batch_size, changed.enabled), (5, false));
    assert!(changed.modified_at > changed.created_at);
    let fifth = MappingChange { batch_size: Some(50), ..MappingChange::default() };
    let (code, message) = refusal(mappings.update_mapping(&app.account, &made.id, fifth).await);
    assert_eq!(code, ErrorCode::Invalid);
    assert!(message.starts_with("Maximum batch window in seconds"), "{message}");

    app.control.delete_function(&app.account, &name("hello")).await.unwrap();
    assert_eq!(listed(&mappings, &app.account, Some(&name("hello"))).await, std::slice::from_ref(&changed));
    // It can be switched off, and not on, while its function is not there.
    let on = |enabled| MappingChange { enabled: Some(enabled), ..MappingChange::default() };
    mappings.update_mapping(&app.account, &made.id, on(false)).await.unwrap();
    let refused = refusal(mappings.update_mapping(&app.account, &made.id, on(true)).await);
    assert_eq!(refused, (ErrorCode::Invalid, "Function does not exist".to_owned()));
    mappings.delete_mapping(&app.account, &made.id).await.unwrap();
    assert!(listed(&mappings, &app.account, None).await.is_empty());
    let gone = refusal(mappings.mapping(&app.account, &made.id).await);
    assert_eq!(gone, (ErrorCode::NotFound, "The resource you requested does not exist.".to_owned()));
}

#[tokio::test]
async fn what_belongs_to_another_account_does_not_exist() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let mappings = app.control.mappings_of(Arc::new(Looked));
    let made = mappings.create_mapping(&app.account, new(&app.account, "orders", "hello")).await.unwrap();
    let (_, stranger) = app.control.create_session().await.unwrap();
    assert!(listed(&mappings, &stranger, None).await.is_empty());
    assert_eq!(refusal(mappings.mapping(&stranger, &made.id).await).0, ErrorCode::NotFound);
    assert_eq!(refusal(mappings.delete_mapping(&stranger, &made.id).await).0, ErrorCode::NotFound);
    assert_eq!(refusal(mappings.mapping_tags(&stranger, &made.id).await).0, ErrorCode::NotFound);
    let change = MappingChange::default();
    assert_eq!(refusal(mappings.update_mapping(&stranger, &made.id, change).await).0, ErrorCode::NotFound);
    // Nor is a queue of another account read.
    let (code, message) = refusal(mappings.create_mapping(&app.account, new(&stranger, "orders", "hello")).await);
    assert_eq!(code, ErrorCode::Invalid);
    assert!(message.contains("does not read queues of another account"), "{message}");
}

#[tokio::test]
async fn a_pair_is_mapped_once_and_an_account_has_its_quota() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let mappings = app.control.mappings_of(Arc::new(Looked));
    let make = async |queue: &str| mappings.create_mapping(&app.account, new(&app.account, queue, "hello")).await;
    let first = make("q-0").await.unwrap();
    let (code, message) = refusal(make("q-0").await);
    assert_eq!(code, ErrorCode::Conflict);
    assert!(
        message
            .ends_with(&format!("already exists. Please update or delete the existing mapping with UUID {}", first.id))
    );
    let (_, message) = refusal(make("missing").await);
    assert!(message.contains("AWS.SimpleQueueService.NonExistentQueue"), "{message}");
    for i in 1..control::limits::MAPPINGS_MAX {
        make(&format!("q-{i}")).await.unwrap();
    }
    let (_, message) = refusal(make("one-more").await);
    assert_eq!(message, "the account has 100 event source mappings, the limit is 100");
}
