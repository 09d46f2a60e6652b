//! The server's side of the queues' functions.

use super::{MESSAGES_SHOWN_MAX, Opened, QUEUES_SHOWN_MAX, QueueContent, QueueList};
use crate::error::UiError;
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use api::sqs::error::QueueError;
use api::sqs::message::NewMessage;
use api::sqs::queues::QueueControl;
use api::sqs::settings::{Redrive, SettingsChange};
use api::sqs::{QueueArn, QueueName};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

fn refused(error: QueueError) -> UiError {
    ApiError::from(error).into()
}

/// One queue of the session's account, and what changes it.
pub(super) struct Controlled {
    arn: QueueArn,
    control: Arc<dyn QueueControl>,
}

pub(super) fn control(name: &QueueName) -> Result<Controlled, UiError> {
    let arn = QueueArn::new(&crate::context::account()?, name.clone());
    Ok(Controlled { arn, control: crate::context::queue_control()? })
}

impl Controlled {
    pub(super) async fn delete(&self) -> Result<(), UiError> {
        self.control.delete_queue(&self.arn).await.map_err(refused)
    }

    pub(super) async fn purge(&self) -> Result<(), UiError> {
        self.control.purge(&self.arn).await.map_err(refused)
    }

    pub(super) async fn delete_message(&self, id: &str) -> Result<(), UiError> {
        match self.control.delete_message(&self.arn, id).await.map_err(refused)? {
            true => Ok(()),
            false => Err(ApiError::new(ErrorCode::NotFound, "the message is not in the queue any more").into()),
        }
    }
}

pub(super) async fn read(opened: Option<String>) -> Result<QueueList, UiError> {
    let (account, queues) = (crate::context::account()?, crate::context::queues()?);
    let control = crate::context::queue_control()?;
    let mut names = control.list(&account, "", None, QUEUES_SHOWN_MAX + 1).await.map_err(refused)?;
    let has_more = names.len() > QUEUES_SHOWN_MAX as usize;
    names.truncate(QUEUES_SHOWN_MAX as usize);
    let mut shown = Vec::with_capacity(names.len());
    for name in names {
        match queues.facts(&QueueArn::new(&account, name)).await {
            Ok(facts) => shown.push(facts),
            // It was deleted meanwhile.
            Err(QueueError::NoQueue(_)) => {}
            Err(error) => return Err(refused(error)),
        }
    }
    let opened = match opened.map(QueueName::parse) {
        None => None,
        Some(Err(error)) => return Err(error.into()),
        Some(Ok(name)) => Some(Opened { content: content(&account, name.clone()).await, name }),
    };
    Ok(QueueList { queues: shown, has_more, opened })
}

async fn content(account: &AccountId, name: QueueName) -> Result<QueueContent, UiError> {
    let arn = QueueArn::new(account, name);
    let facts = crate::context::queues()?.facts(&arn).await.map_err(refused)?;
    let messages = crate::context::queue_control()?.peek(&arn, MESSAGES_SHOWN_MAX).await.map_err(refused)?;
    let now = crate::context::control()?.account(account).await?.now;
    Ok(QueueContent { facts, messages, now })
}

/// A queue that is to be made.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) visibility_s: u32,
    pub(super) redrive_to: String,
    pub(super) receives_max: u32,
}

pub(super) async fn create(wanted: Wanted) -> Result<QueueName, UiError> {
    let Wanted { name, kind, visibility_s, redrive_to, receives_max } = wanted;
    let (account, control) = (crate::context::account()?, crate::context::queue_control()?);
    let is_fifo = kind == "fifo";
    let typed = name.trim();
    // Who chooses FIFO need not know how its name ends.
    let name = match is_fifo && !typed.ends_with(".fifo") {
        true => QueueName::parse(format!("{typed}.fifo"))?,
        false => QueueName::parse(typed)?,
    };
    let redrive = match redrive_to.trim() {
        "" => None,
        target => Some(Redrive { target: QueueArn::new(&account, QueueName::parse(target)?), receives_max }),
    };
    let change = SettingsChange {
        visibility_s: Some(visibility_s),
        is_fifo: Some(is_fifo),
        content_deduplication: is_fifo.then_some(true),
        redrive: redrive.map(Some),
        ..SettingsChange::default()
    };
    control.create(&QueueArn::new(&account, name.clone()), change, BTreeMap::new()).await.map_err(refused)?;
    Ok(name)
}

pub(super) async fn send(name: &QueueName, body: String, group: String, deduplication: String) -> Result<(), UiError> {
    let (account, queues) = (crate::context::account()?, crate::context::queues()?);
    let is_fifo = name.is_fifo();
    // Who presses twice means it: without an id of their own, two equal messages are two.
    let own = || match deduplication.trim() {
        "" => Uuid::new_v4().to_string(),
        id => id.to_owned(),
    };
    let message = NewMessage {
        body,
        group: is_fifo.then(|| group.trim().to_owned()),
        deduplication: is_fifo.then(own),
        sender: account.to_string(),
        ..NewMessage::default()
    };
    let answers = queues.send(&QueueArn::new(&account, name.clone()), vec![message]).await.map_err(refused)?;
    answers.into_iter().try_for_each(|answer| answer.map(drop).map_err(refused))
}
