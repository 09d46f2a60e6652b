//! When a function gets a newer version of its runtime.
//!
//! There is one version of each runtime here, that of the program: it is new for all functions at once, which is Lambda's `Auto`.

use super::input::Fields;
use super::{Call, Done, model, reference};
use crate::error::AwsError;
use serde_json::json;

async fn function_arn(call: &Call<'_>, fields: &Fields) -> Result<String, AwsError> {
    let wanted = reference::of(call, fields).await?;
    let state = wanted.state();
    call.endpoint.control.get(&call.caller.account, &wanted.name, &state).await?;
    Ok(format!("{}:{state}", wanted.name.arn(&call.caller.account)))
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_RUNTIME_MANAGEMENT_CONFIG, &["FunctionName", "Qualifier"])?;
    let arn = function_arn(call, &fields).await?;
    call.json(&json!({ "UpdateRuntimeOn": "Auto", "FunctionArn": arn }))
}

pub(super) async fn put(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "Qualifier", "UpdateRuntimeOn", "RuntimeVersionArn"];
    let fields = call.fields(model::PUT_RUNTIME_MANAGEMENT_CONFIG, &own)?;
    let arn = function_arn(call, &fields).await?;
    match (fields.text("UpdateRuntimeOn"), fields.text("RuntimeVersionArn")) {
        (Some("Auto"), None) => call.json(&json!({ "UpdateRuntimeOn": "Auto", "FunctionArn": arn })),
        (Some("Auto"), Some(_)) => {
            let message = "You must not specify a RuntimeVersionArn if UpdateRuntimeOn is Auto.";
            Err(AwsError::parameter(message))
        }
        (mode, _) => Err(AwsError::parameter(format!(
            "`UpdateRuntimeOn` {} is not simulated by Coldstart yet; there is one version of each runtime, which is `Auto`",
            mode.unwrap_or_default()
        ))),
    }
}
