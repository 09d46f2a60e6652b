//! Function URLs.

use super::configuration::last_modified;
use super::functions::{page, paged};
use super::input::Fields;
use super::{Call, Done, model, reference};
use crate::error::AwsError;
use api::error::ErrorCode;
use api::id::FunctionName;
use api::lambda::Qualifier;
use api::trigger::{Trigger, TriggerConfig};
use serde_json::{Value, json};

/// A function and perhaps the alias of it that a URL is of. A version has none.
async fn holder_of(call: &Call<'_>, fields: &Fields) -> Result<(FunctionName, TriggerConfig), AwsError> {
    let wanted = reference::of(call, fields).await?;
    match wanted.qualifier {
        None => Ok((wanted.name, TriggerConfig::FunctionUrl)),
        Some(Qualifier::Alias(alias)) => Ok((wanted.name, TriggerConfig::AliasUrl { alias })),
        Some(qualifier @ (Qualifier::Latest | Qualifier::Version(_))) => Err(AwsError::validation(format!(
            "1 validation error detected: Value '{qualifier}' at 'qualifier' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)"
        ))),
    }
}

/// As AWS shows it. The address leads to this server by its path, so that no name has to be looked up.
fn shown(call: &Call<'_>, url: &Trigger) -> Value {
    let made = last_modified(url.created_at);
    let plain = url.function.arn(&call.caller.account);
    let arn = match &url.config {
        TriggerConfig::AliasUrl { alias } => format!("{plain}:{alias}"),
        TriggerConfig::FunctionUrl | TriggerConfig::Schedule { .. } => plain,
    };
    json!({
        "FunctionUrl": format!("http://{}/lambda-url/{}/", call.caller.host, url.id),
        "FunctionArn": arn,
        "AuthType": "NONE",
        "CreationTime": made,
        "LastModifiedTime": made,
        "InvokeMode": "BUFFERED",
    })
}

async fn needed(call: &Call<'_>, (name, config): (FunctionName, TriggerConfig)) -> Result<Trigger, AwsError> {
    let triggers = call.endpoint.pages.triggers(&call.caller.account, &name).await;
    let found = triggers.map(|triggers| triggers.into_iter().find(|trigger| trigger.config == config));
    let missing = || AwsError::not_found("The resource you requested does not exist.");
    match found {
        Err(error) if error.code == ErrorCode::NotFound => Err(missing()),
        found => found?.ok_or_else(missing),
    }
}

pub(super) async fn create(call: &Call<'_>) -> Done {
    let fields = call.fields(model::CREATE_FUNCTION_URL_CONFIG, &["FunctionName", "Qualifier", "AuthType"])?;
    if fields.text("AuthType") != Some("NONE") {
        let message =
            "`AuthType` AWS_IAM is not simulated by Coldstart yet; a function URL of type NONE is open to all";
        return Err(AwsError::parameter(message));
    }
    let (name, config) = holder_of(call, &fields).await?;
    let account = &call.caller.account;
    let url = call.endpoint.pages.create_trigger(account, &name, config).await?;
    let mut answer = shown(call, &url);
    if let Some(fields) = answer.as_object_mut() {
        fields.shift_remove("LastModifiedTime");
    }
    call.json(&answer)
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_FUNCTION_URL_CONFIG, &["FunctionName", "Qualifier"])?;
    let url = needed(call, holder_of(call, &fields).await?).await?;
    call.json(&shown(call, &url))
}

pub(super) async fn delete(call: &Call<'_>) -> Done {
    let fields = call.fields(model::DELETE_FUNCTION_URL_CONFIG, &["FunctionName", "Qualifier"])?;
    let url = needed(call, holder_of(call, &fields).await?).await?;
    call.endpoint.pages.delete_trigger(&call.caller.account, &url.id).await?;
    call.empty()
}

/// That of the function and those of its aliases, by their ids.
pub(super) async fn list(call: &Call<'_>) -> Done {
    let fields = call.fields(model::LIST_FUNCTION_URL_CONFIGS, &["FunctionName", "Marker", "MaxItems"])?;
    let (items, after) = page(&fields)?;
    let name = reference::unqualified(call, &fields).await?;
    let mut urls = call.endpoint.pages.triggers(&call.caller.account, &name).await?;
    urls.retain(|url| !matches!(url.config, TriggerConfig::Schedule { .. }));
    urls.sort_by_key(|url| url.id.to_string());
    urls.retain(|url| after.as_ref().is_none_or(|after| url.id.as_str() > after.as_str()));
    let has_more = urls.len() > items;
    urls.truncate(items);
    let next = urls.last().filter(|_| has_more).map(|last| last.id.to_string());
    call.json(&paged("FunctionUrlConfigs", urls.iter().map(|url| shown(call, url)).collect(), next))
}
