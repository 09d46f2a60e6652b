//! Queues: what there is, what is in them, and what a person does with them.

use crate::error::UiError;
use api::sqs::QueueName;
use api::sqs::message::PeekedMessage;
use api::sqs::settings::QueueFacts;
use api::time::UnixMillis;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Queues in the list.
pub const QUEUES_SHOWN_MAX: u32 = 100;
/// Messages that are shown of a queue.
pub const MESSAGES_SHOWN_MAX: u32 = 50;

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueList {
    /// By name, at most [`QUEUES_SHOWN_MAX`].
    pub queues: Vec<QueueFacts>,
    /// Whether there are more.
    pub has_more: bool,
    /// The queue that is looked at, if one is.
    pub opened: Option<Opened>,
}

/// A queue that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its name.
    pub name: QueueName,
    /// What is in it, or why that cannot be shown.
    pub content: Result<QueueContent, UiError>,
}

/// What is in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueContent {
    /// The queue.
    pub facts: QueueFacts,
    /// The first messages, at most [`MESSAGES_SHOWN_MAX`].
    pub messages: Vec<PeekedMessage>,
    /// Now, on the account's clock.
    pub now: UnixMillis,
}

/// All queues, and what is in one of them.
#[server]
pub async fn read_queues(
    /// The queue that is looked at.
    opened: Option<String>,
) -> Result<QueueList, UiError> {
    ssr::read(opened).await
}

/// Makes a queue.
#[server]
pub async fn create_queue(
    /// Its name; that of a FIFO queue ends with `.fifo`.
    name: String,
    /// `standard` or `fifo`.
    kind: String,
    /// Seconds for which a received message is hidden.
    visibility_s: u32,
    /// The name of its dead-letter queue; empty for none.
    redrive_to: String,
    /// After how many receives a message goes there.
    receives_max: u32,
) -> Result<QueueName, UiError> {
    let name = ssr::create(ssr::Wanted { name, kind, visibility_s, redrive_to, receives_max }).await?;
    crate::context::redirect_form(&crate::path::queue(&name));
    Ok(name)
}

/// Deletes a queue with all that is in it.
#[server]
pub async fn delete_queue(
    /// Which.
    name: QueueName,
) -> Result<QueueName, UiError> {
    ssr::control(&name)?.delete().await?;
    crate::context::redirect_form(&crate::path::queues());
    Ok(name)
}

/// Deletes all messages of a queue.
#[server]
pub async fn purge_queue(
    /// Which.
    name: QueueName,
) -> Result<(), UiError> {
    ssr::control(&name)?.purge().await?;
    crate::context::redirect_form(&crate::path::queue(&name));
    Ok(())
}

/// Sends a message.
#[server]
pub async fn send_message(
    /// To which queue.
    name: QueueName,
    /// The message.
    body: String,
    /// Its group, in a FIFO queue.
    #[server(default)]
    group: String,
    /// Its deduplication id, in a FIFO queue; empty for one of its own.
    #[server(default)]
    deduplication: String,
) -> Result<(), UiError> {
    ssr::send(&name, body, group, deduplication).await?;
    crate::context::redirect_form(&crate::path::queue(&name));
    Ok(())
}

/// Deletes a message, received or not.
#[server]
pub async fn delete_message(
    /// Of which queue.
    name: QueueName,
    /// Its id.
    id: String,
) -> Result<(), UiError> {
    ssr::control(&name)?.delete_message(&id).await?;
    crate::context::redirect_form(&crate::path::queue(&name));
    Ok(())
}

#[cfg(feature = "ssr")]
mod ssr;
