//! Queues that are read for a function. The forms of the triggers page post to these.

use crate::error::UiError;
use api::id::{FunctionName, MappingId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An event source mapping as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueReader {
    /// Its UUID.
    pub id: MappingId,
    /// The queue's name.
    pub queue: String,
    /// Which state of the function it invokes, if one was named.
    pub qualifier: Option<String>,
    /// How it is set.
    pub settings: ReaderSettings,
    /// Whether it reads.
    pub enabled: bool,
    /// Lambda's name for where it stands.
    pub state: String,
    /// How the last batch ended; nothing before the first.
    pub last: Option<String>,
    /// What it waits for by the account's clock, in words.
    pub waits: Option<String>,
    /// Batches that are being worked off.
    pub in_flight: u32,
    /// Messages that wait for their batch to fill.
    pub gathered: u32,
}

impl QueueReader {
    /// Whether it is about to be in another state.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        matches!(self.state.as_str(), "Creating" | "Enabling" | "Disabling")
    }
}

/// The settings of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderSettings {
    /// Most messages of a batch.
    pub batch_size: u32,
    /// Seconds that a batch may wait for more.
    pub window_s: u32,
    /// Filter patterns, one after the other.
    pub filter: String,
    /// Whether the function reports which messages failed.
    pub reports_failures: bool,
    /// Most batches at once.
    pub concurrency_max: Option<u32>,
}

/// All of a function, and the queues of the account that it could read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueReaders {
    /// Those that there are.
    pub readers: Vec<QueueReader>,
    /// Names of queues.
    pub queues: Vec<String>,
}

/// The queues that are read for a function.
#[server]
pub async fn read_queue_readers(
    /// The function.
    function: FunctionName,
) -> Result<QueueReaders, UiError> {
    ssr::read(&function).await
}

/// Reads a queue for a function from now on.
#[server]
pub async fn add_queue_reader(
    /// The function.
    function: FunctionName,
    /// The queue's name.
    queue: String,
    /// Most messages of a batch.
    batch_size: u32,
    /// Seconds that a batch may wait for more.
    window_s: u32,
    /// A number; empty for Lambda's own limit.
    #[server(default)]
    concurrency_max: String,
    /// Filter patterns, one after the other; empty for none.
    #[server(default)]
    filter: String,
    /// Sent by a box that is ticked only.
    #[server(default)]
    reports_failures: Option<String>,
) -> Result<(), UiError> {
    let form = ssr::Form { batch_size, window_s, concurrency_max, filter, reports_failures };
    ssr::add(&function, &queue, form).await?;
    crate::context::redirect_form(&crate::path::triggers(&function));
    Ok(())
}

/// Changes how a queue is read.
#[server]
pub async fn change_queue_reader(
    /// The function, to go back to.
    function: FunctionName,
    /// The mapping.
    id: MappingId,
    /// Most messages of a batch.
    batch_size: u32,
    /// Seconds that a batch may wait for more.
    window_s: u32,
    /// A number; empty for Lambda's own limit.
    #[server(default)]
    concurrency_max: String,
    /// Filter patterns, one after the other; empty for none.
    #[server(default)]
    filter: String,
    /// Sent by a box that is ticked only.
    #[server(default)]
    reports_failures: Option<String>,
) -> Result<(), UiError> {
    let form = ssr::Form { batch_size, window_s, concurrency_max, filter, reports_failures };
    ssr::change(&id, form).await?;
    crate::context::redirect_form(&crate::path::triggers(&function));
    Ok(())
}

/// Switches a mapping on or off.
#[server]
pub async fn enable_queue_reader(
    /// The function, to go back to.
    function: FunctionName,
    /// The mapping.
    id: MappingId,
    /// Whether it reads.
    enabled: bool,
) -> Result<(), UiError> {
    ssr::enable(&id, enabled).await?;
    crate::context::redirect_form(&crate::path::triggers(&function));
    Ok(())
}

/// Deletes a mapping. What is in the queue stays there.
#[server]
pub async fn delete_queue_reader(
    /// The function, to go back to.
    function: FunctionName,
    /// The mapping.
    id: MappingId,
) -> Result<(), UiError> {
    ssr::delete(&id).await?;
    crate::context::redirect_form(&crate::path::triggers(&function));
    Ok(())
}

#[cfg(feature = "ssr")]
mod ssr;
