//! What a function does with asynchronous events, and how much it may run at once.

use crate::error::UiError;
use api::id::FunctionName;
use api::sqs::QueueArn;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the form shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSettingsData {
    /// Retries after a failure.
    pub retries: u8,
    /// Seconds after which an event is given up.
    pub age_s: u32,
    /// What gets a record of each success: a function's name or a queue's ARN.
    pub on_success: Option<String>,
    /// What gets a record of each event that was given up, likewise.
    pub on_failure: Option<String>,
    /// Runs at once that are set aside, and the most.
    pub reserved: Option<u32>,
    /// Whether loops are stopped here.
    pub stops_loops: bool,
    /// Functions that can be destinations.
    pub others: Vec<FunctionName>,
    /// Queues that can be.
    pub queues: Vec<QueueArn>,
}

/// The settings of a function.
#[server]
pub async fn read_event_settings(
    /// The function.
    function: FunctionName,
) -> Result<EventSettingsData, UiError> {
    ssr::read(&function).await
}

/// Saves them, all together.
#[server]
pub async fn save_event_settings(
    /// The function.
    function: FunctionName,
    /// Retries after a failure.
    retries: u8,
    /// Seconds after which an event is given up.
    age_s: u32,
    /// The name of a function or the ARN of a queue; empty for none.
    on_success: String,
    /// The name of a function or the ARN of a queue; empty for none.
    on_failure: String,
    /// A number; empty for a part of what all share.
    reserved: String,
    /// Sent by a box that is ticked only.
    #[server(default)]
    stops_loops: Option<String>,
) -> Result<(), UiError> {
    let wanted = ssr::Wanted { retries, age_s, on_success, on_failure, reserved, stops_loops: stops_loops.is_some() };
    ssr::save(&function, wanted).await?;
    crate::context::redirect_form(&crate::path::triggers(&function));
    Ok(())
}

#[cfg(feature = "ssr")]
mod ssr;
