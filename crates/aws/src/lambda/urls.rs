//! Function URLs.

use super::configuration::last_modified;
use super::functions::{page, paged};
use super::input::Fields;
use super::{Call, Done, model, reference};
use crate::error::AwsError;
use api::id::FunctionName;
use api::trigger::{Trigger, TriggerConfig};
use serde_json::{Value, json};

/// The function as a whole: URLs of aliases come with aliases.
fn function_of(call: &Call<'_>, fields: &Fields) -> Result<FunctionName, AwsError> {
    reference::unqualified(call, fields)
}

/// As AWS shows it. The address leads to this server by its path, so that no name has to be looked up.
fn shown(call: &Call<'_>, url: &Trigger) -> Value {
    let made = last_modified(url.created_at);
    json!({
        "FunctionUrl": format!("http://{}/lambda-url/{}/", call.caller.host, url.id),
        "FunctionArn": url.function.arn(&call.caller.account),
        "AuthType": "NONE",
        "CreationTime": made,
        "LastModifiedTime": made,
        "InvokeMode": "BUFFERED",
    })
}

async fn url_of(call: &Call<'_>, name: &FunctionName) -> Result<Option<Trigger>, AwsError> {
    let triggers = call.endpoint.pages.triggers(&call.caller.account, name).await?;
    Ok(triggers.into_iter().find(|trigger| trigger.config == TriggerConfig::FunctionUrl))
}

async fn needed(call: &Call<'_>, name: &FunctionName) -> Result<Trigger, AwsError> {
    url_of(call, name).await?.ok_or_else(|| AwsError::not_found("The resource you requested does not exist."))
}

pub(super) async fn create(call: &Call<'_>) -> Done {
    let fields = call.fields(model::CREATE_FUNCTION_URL_CONFIG, &["FunctionName", "Qualifier", "AuthType"])?;
    if fields.text("AuthType") != Some("NONE") {
        let message =
            "`AuthType` AWS_IAM is not simulated by Coldstart yet; a function URL of type NONE is open to all";
        return Err(AwsError::parameter(message));
    }
    let name = function_of(call, &fields)?;
    let account = &call.caller.account;
    let url = call.endpoint.pages.create_trigger(account, &name, TriggerConfig::FunctionUrl).await?;
    let mut answer = shown(call, &url);
    if let Some(fields) = answer.as_object_mut() {
        fields.shift_remove("LastModifiedTime");
    }
    call.json(&answer)
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_FUNCTION_URL_CONFIG, &["FunctionName", "Qualifier"])?;
    let url = needed(call, &function_of(call, &fields)?).await?;
    call.json(&shown(call, &url))
}

pub(super) async fn delete(call: &Call<'_>) -> Done {
    let fields = call.fields(model::DELETE_FUNCTION_URL_CONFIG, &["FunctionName", "Qualifier"])?;
    let url = needed(call, &function_of(call, &fields)?).await?;
    call.endpoint.pages.delete_trigger(&call.caller.account, &url.id).await?;
    call.empty()
}

/// A function has one at most, so there is one page.
pub(super) async fn list(call: &Call<'_>) -> Done {
    let fields = call.fields(model::LIST_FUNCTION_URL_CONFIGS, &["FunctionName", "Marker", "MaxItems"])?;
    page(&fields)?;
    let url = url_of(call, &function_of(call, &fields)?).await?;
    call.json(&paged("FunctionUrlConfigs", url.iter().map(|url| shown(call, url)).collect(), None))
}
