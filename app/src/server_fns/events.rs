//! Asynchronous events: what waits, and what a person does with it.

use crate::error::UiError;
use api::id::{FunctionName, RunId};
use api::queue::{EventAction, EventsView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Events that are sent at once.
pub const SENT_AT_ONCE_MAX: u32 = 1_000;

/// What the page needs at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventsPage {
    /// The events.
    pub view: EventsView,
    /// Functions that can be sent some, by name.
    pub functions: Vec<FunctionName>,
}

/// All events as they stand.
#[server]
pub async fn read_events() -> Result<EventsPage, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let view = crate::context::queue()?.events(&account).await?;
    let deployed = control.functions(&account).await?.into_iter().filter(|function| function.deployed.is_some());
    let mut functions: Vec<FunctionName> = deployed.map(|function| function.name).collect();
    functions.sort();
    Ok(EventsPage { view, functions })
}

/// The payload of one event.
#[server]
pub async fn read_event_payload(
    /// Which.
    event: RunId,
) -> Result<String, UiError> {
    Ok(crate::context::queue()?.event_payload(&crate::context::account()?, &event).await?)
}

/// Does something with one event.
#[server]
pub async fn act_on_event(
    /// Which.
    event: RunId,
    /// What.
    action: EventAction,
) -> Result<(), UiError> {
    Ok(crate::context::queue()?.act(&crate::context::account()?, &event, action).await?)
}

/// Sends events to what is deployed of a function, and says how many.
#[server]
pub async fn send_events(
    /// The function.
    function: FunctionName,
    /// The event, as JSON text.
    payload: String,
    /// How many.
    count: u32,
) -> Result<u32, UiError> {
    use api::error::ApiError;
    use api::run::{RunRequest, RunSource, Said, Target, Variation};
    if !(1..=SENT_AT_ONCE_MAX).contains(&count) {
        let message = format!("{count} events cannot be sent at once, 1 to {SENT_AT_ONCE_MAX} can");
        return Err(ApiError::invalid("count", message).into());
    }
    let (account, queue) = (crate::context::account()?, crate::context::queue()?);
    let (source, variation) = (RunSource::Test, Variation::default());
    let request = RunRequest { function, target: Target::Latest, payload, source, variation, said: Said::default() };
    queue.send(&account, request, count).await?;
    Ok(count)
}
