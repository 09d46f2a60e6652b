//! A function with what is around it: what invokes it, what it is made of, where its results go.

use crate::error::UiError;
use api::id::FunctionName;
use api::trigger::Trigger;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The function's ARN.
    pub arn: String,
    /// What it is for.
    pub description: String,
    /// The language runtime, for people.
    pub runtime: String,
    /// Memory size, in MB.
    pub memory_mib: u32,
    /// Longest run, in seconds.
    pub timeout_s: u32,
    /// Whether a SAM template can say it.
    pub is_exportable: bool,
    /// What invokes it.
    pub triggers: Vec<Trigger>,
    /// The queues that are read for it, and whether they are read.
    pub queues: Vec<(String, bool)>,
    /// Where records of its asynchronous events go: the condition, and an ARN.
    pub destinations: Vec<(String, String)>,
    /// ARNs of its layers, in order.
    pub layers: Vec<String>,
    /// ARNs of the account's newest layer versions that it has not.
    pub other_layers: Vec<String>,
    /// Its tags by name.
    pub tags: Vec<(String, String)>,
}

/// What the page shows.
#[server]
pub async fn read_overview(
    /// The function.
    function: FunctionName,
) -> Result<Overview, UiError> {
    ssr::read(&function).await
}

/// Changes what the function is for.
#[server]
pub async fn save_description(
    /// The function.
    function: FunctionName,
    /// At most 256 characters.
    description: String,
) -> Result<(), UiError> {
    ssr::describe(&function, description).await
}

/// Sets a tag, or changes the one of this name.
#[server]
pub async fn save_tag(
    /// The function.
    function: FunctionName,
    /// The tag's name.
    key: String,
    /// Its value.
    value: String,
) -> Result<(), UiError> {
    ssr::tag(&function, key, value).await
}

/// Takes a tag away.
#[server]
pub async fn remove_tag(
    /// The function.
    function: FunctionName,
    /// The tag's name.
    key: String,
) -> Result<(), UiError> {
    ssr::untag(&function, key).await
}

/// Adds a layer over those that the function has.
#[server]
pub async fn add_layer(
    /// The function.
    function: FunctionName,
    /// ARN of a layer version.
    arn: String,
) -> Result<(), UiError> {
    ssr::add_layer(&function, &arn).await
}

/// Takes a layer away.
#[server]
pub async fn remove_layer(
    /// The function.
    function: FunctionName,
    /// ARN of a layer version.
    arn: String,
) -> Result<(), UiError> {
    ssr::remove_layer(&function, &arn).await
}

#[cfg(feature = "ssr")]
mod ssr;
