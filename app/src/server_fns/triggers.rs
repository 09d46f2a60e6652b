//! What invokes a function by itself. The forms of the page post to these, so they answer with a redirect where no program asked.

use crate::error::UiError;
use api::id::{FunctionName, RunId, TriggerId};
use api::trigger::{SchedulePreview, Trigger};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The triggers of a function, and where the dashboard was reached: the address of a function URL is made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriggerList {
    /// Scheme, host and port, as `http://localhost:3000`.
    pub origin: String,
    /// Oldest first.
    pub triggers: Vec<Trigger>,
}

/// The triggers of a function.
#[server]
pub async fn read_triggers(
    /// The function.
    function: FunctionName,
) -> Result<TriggerList, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let triggers = control.triggers(&account, &function).await?;
    Ok(TriggerList { origin: crate::context::origin_of_request(), triggers })
}

/// Gives the function a URL.
#[server]
pub async fn create_function_url(
    /// The function.
    function: FunctionName,
) -> Result<Trigger, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.create_trigger(&account, &function, api::trigger::TriggerConfig::FunctionUrl).await?)
}

/// Changes who may call a function URL, how it answers, and which other origins may use it.
#[server]
pub async fn change_function_url(
    /// The function URL.
    id: TriggerId,
    /// `NONE` or `AWS_IAM`.
    auth: String,
    /// `BUFFERED` or `RESPONSE_STREAM`.
    mode: String,
    /// Origins with commas between them; empty for none.
    origins: String,
) -> Result<(), UiError> {
    let function = ssr::change_url(&id, &auth, &mode, &origins).await?;
    crate::context::redirect_form(&crate::path::triggers(&function));
    Ok(())
}

/// Gives the function a schedule.
#[server]
pub async fn create_schedule(
    /// The function.
    function: FunctionName,
    /// `rate(…)` or `cron(…)`.
    expression: String,
) -> Result<Trigger, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.create_trigger(&account, &function, api::trigger::TriggerConfig::Schedule { expression }).await?)
}

/// Switches a trigger on or off.
#[server]
pub async fn enable_trigger(
    /// The trigger.
    id: TriggerId,
    /// Whether it invokes.
    enabled: bool,
) -> Result<Trigger, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.enable_trigger(&account, &id, enabled).await?)
}

/// Deletes a trigger.
#[server]
pub async fn delete_trigger(
    /// The trigger.
    id: TriggerId,
) -> Result<(), UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.delete_trigger(&account, &id).await?)
}

/// Invokes what a schedule invokes, now.
#[server]
pub async fn fire_trigger(
    /// The trigger.
    id: TriggerId,
) -> Result<RunId, UiError> {
    let (account, invoker) = (crate::context::account()?, crate::context::invoker()?);
    Ok(invoker.fire_trigger(&account, &id).await?)
}

/// What a schedule expression means.
#[server]
pub async fn preview_schedule(
    /// `rate(…)` or `cron(…)`.
    expression: String,
) -> Result<SchedulePreview, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.preview_schedule(&account, &expression).await?)
}

#[cfg(feature = "ssr")]
mod ssr;
