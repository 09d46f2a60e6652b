//! Saved events of a function.

use crate::error::UiError;
use api::id::FunctionName;
use api::test_event::{TestEvent, TestEventName};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Saved events, by name.
#[server]
pub async fn test_events(
    /// The function.
    function: FunctionName,
) -> Result<Vec<TestEvent>, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.test_events(&account, &function).await?)
}

/// Saves an event, over an older one of that name. Gives all saved events.
#[server(input = Json)]
pub async fn save_test_event(
    /// The function.
    function: FunctionName,
    /// Its name.
    name: TestEventName,
    /// Its text, which need not be JSON.
    payload: String,
) -> Result<Vec<TestEvent>, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    control.save_test_event(&account, &function, name, payload).await?;
    Ok(control.test_events(&account, &function).await?)
}

/// Deletes an event. Gives those that are left.
#[server(input = Json)]
pub async fn delete_test_event(
    /// The function.
    function: FunctionName,
    /// Its name.
    name: TestEventName,
) -> Result<Vec<TestEvent>, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    control.delete_test_event(&account, &function, &name).await?;
    Ok(control.test_events(&account, &function).await?)
}
