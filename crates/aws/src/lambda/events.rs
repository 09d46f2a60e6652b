//! What becomes of asynchronous events, and whether loops are stopped.

use super::functions::{page, paged};
use super::input::Fields;
use super::{Call, Done, model, reference};
use crate::error::AwsError;
use api::event_settings::{EventInvokeConfig, EventRules};
use api::lambda::Qualifier;
use serde::Deserialize;
use serde_json::{Value, json};

const OWN: [&str; 5] =
    ["FunctionName", "Qualifier", "MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig"];

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Destinations {
    #[serde(default)]
    on_success: Destination,
    #[serde(default)]
    on_failure: Destination,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Destination {
    destination: Option<String>,
}

fn rules(fields: &Fields) -> Result<EventRules, AwsError> {
    let destinations = fields.get::<Destinations>("DestinationConfig")?.unwrap_or_default();
    Ok(EventRules {
        retries: fields.get("MaximumRetryAttempts")?,
        age_s: fields.get("MaximumEventAgeInSeconds")?,
        on_success: destinations.on_success.destination,
        on_failure: destinations.on_failure.destination,
    })
}

fn shown(call: &Call<'_>, name: &api::id::FunctionName, config: &EventInvokeConfig) -> Value {
    let EventInvokeConfig { qualifier, rules, modified_at } = config;
    let destination = |arn: &Option<String>| match arn {
        Some(arn) => json!({ "Destination": arn }),
        None => json!({}),
    };
    let mut answer = json!({
        "LastModified": modified_at.0 as f64 / 1_000.0,
        "FunctionArn": format!("{}:{qualifier}", name.arn(&call.caller.account)),
        "DestinationConfig": {
            "OnSuccess": destination(&rules.on_success),
            "OnFailure": destination(&rules.on_failure),
        },
    });
    if let Some(retries) = rules.retries {
        answer["MaximumRetryAttempts"] = retries.into();
    }
    if let Some(age) = rules.age_s {
        answer["MaximumEventAgeInSeconds"] = age.into();
    }
    answer
}

async fn set(call: &Call<'_>, fields: &Fields, keeps: bool) -> Done {
    let wanted = reference::of(call, fields).await?;
    let (account, settings) = (&call.caller.account, &call.endpoint.settings);
    let config = settings.set_event_rules(account, &wanted.name, &wanted.state(), rules(fields)?, keeps).await?;
    call.json(&shown(call, &wanted.name, &config))
}

pub(super) async fn put(call: &Call<'_>) -> Done {
    set(call, &call.fields(model::PUT_FUNCTION_EVENT_INVOKE_CONFIG, &OWN)?, false).await
}

pub(super) async fn update(call: &Call<'_>) -> Done {
    set(call, &call.fields(model::UPDATE_FUNCTION_EVENT_INVOKE_CONFIG, &OWN)?, true).await
}

fn none_set(call: &Call<'_>, wanted: &reference::Reference) -> AwsError {
    let arn = format!("{}:{}", wanted.name.arn(&call.caller.account), wanted.state());
    AwsError::not_found(format!("The function {arn} doesn't have an EventInvokeConfig"))
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_FUNCTION_EVENT_INVOKE_CONFIG, &["FunctionName", "Qualifier"])?;
    let wanted = reference::of(call, &fields).await?;
    let found = call.endpoint.settings.event_rules(&call.caller.account, &wanted.name, &wanted.state()).await?;
    call.json(&shown(call, &wanted.name, &found.ok_or_else(|| none_set(call, &wanted))?))
}

pub(super) async fn delete(call: &Call<'_>) -> Done {
    let fields = call.fields(model::DELETE_FUNCTION_EVENT_INVOKE_CONFIG, &["FunctionName", "Qualifier"])?;
    let wanted = reference::of(call, &fields).await?;
    let settings = &call.endpoint.settings;
    match settings.delete_event_rules(&call.caller.account, &wanted.name, &wanted.state()).await? {
        true => call.empty(),
        false => Err(none_set(call, &wanted)),
    }
}

pub(super) async fn list(call: &Call<'_>) -> Done {
    let fields = call.fields(model::LIST_FUNCTION_EVENT_INVOKE_CONFIGS, &["FunctionName", "Marker", "MaxItems"])?;
    let name = reference::unqualified(call, &fields).await?;
    let (items, after) = page(&fields)?;
    let limit = u32::try_from(items + 1).unwrap_or(u32::MAX);
    let settings = &call.endpoint.settings;
    let mut found =
        settings.all_event_rules(&call.caller.account, &name, after.as_deref().unwrap_or_default(), limit).await?;
    let has_more = found.len() > items;
    found.truncate(items);
    let next = found.last().filter(|_| has_more).map(|last| last.qualifier.to_string());
    let shown = found.iter().map(|config| shown(call, &name, config)).collect();
    call.json(&paged("FunctionEventInvokeConfigs", shown, next))
}

fn recursion(call: &Call<'_>, stops: bool) -> Done {
    call.json(&json!({ "RecursiveLoop": if stops { "Terminate" } else { "Allow" } }))
}

pub(super) async fn get_recursion(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_FUNCTION_RECURSION_CONFIG, &["FunctionName"])?;
    let name = reference::unqualified(call, &fields).await?;
    recursion(call, call.endpoint.settings.stops_loops(&call.caller.account, &name).await?)
}

pub(super) async fn put_recursion(call: &Call<'_>) -> Done {
    let fields = call.fields(model::PUT_FUNCTION_RECURSION_CONFIG, &["FunctionName", "RecursiveLoop"])?;
    let name = reference::unqualified(call, &fields).await?;
    let stops = fields.text("RecursiveLoop") != Some("Allow");
    call.endpoint.settings.set_stops_loops(&call.caller.account, &name, stops).await?;
    recursion(call, stops)
}

fn reserved(call: &Call<'_>, reserved: Option<u32>) -> Done {
    match reserved {
        Some(reserved) => call.json(&json!({ "ReservedConcurrentExecutions": reserved })),
        None => call.json(&json!({})),
    }
}

pub(super) async fn put_concurrency(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "ReservedConcurrentExecutions"];
    let fields = call.fields(model::PUT_FUNCTION_CONCURRENCY, &own)?;
    let name = reference::unqualified(call, &fields).await?;
    let wanted: Option<u32> = fields.get("ReservedConcurrentExecutions")?;
    call.endpoint.settings.reserve_concurrency(&call.caller.account, &name, wanted).await?;
    reserved(call, wanted)
}

pub(super) async fn get_concurrency(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_FUNCTION_CONCURRENCY, &["FunctionName"])?;
    let name = reference::unqualified(call, &fields).await?;
    call.endpoint.control.get(&call.caller.account, &name, &Qualifier::Latest).await?;
    reserved(call, call.endpoint.settings.reserved_concurrency(&call.caller.account, &name).await?)
}

pub(super) async fn delete_concurrency(call: &Call<'_>) -> Done {
    let fields = call.fields(model::DELETE_FUNCTION_CONCURRENCY, &["FunctionName"])?;
    let name = reference::unqualified(call, &fields).await?;
    call.endpoint.settings.reserve_concurrency(&call.caller.account, &name, None).await?;
    call.empty()
}
