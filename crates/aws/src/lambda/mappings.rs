//! Event source mappings: queues that are read for functions. Other sources are refused by the service that is missing.

use super::functions::{Tags, page, paged};
use super::input::Fields;
use super::reference::Reference;
use super::{Call, Done, model, reference};
use crate::error::AwsError;
use api::error::ErrorCode;
use api::id::MappingId;
use api::mapping::{
    Mapping, MappingChange, MappingFilter, MappingSettings, MappingState, NewMapping, mapping_not_found,
};
use api::sqs::QueueArn;
use serde::Deserialize;
use serde_json::{Value, json};

/// Services whose mappings must say where in the stream they start.
const STREAMS: [&str; 2] = ["kinesis", "dynamodb"];
/// What mappings of queues are set by.
const SETTINGS: [&str; 7] = [
    "FunctionName",
    "Enabled",
    "BatchSize",
    "MaximumBatchingWindowInSeconds",
    "FilterCriteria",
    "FunctionResponseTypes",
    "ScalingConfig",
];
/// What only other sources have.
const OF_OTHER_SOURCES: [&str; 14] = [
    "ParallelizationFactor",
    "StartingPosition",
    "StartingPositionTimestamp",
    "DestinationConfig",
    "MaximumRecordAgeInSeconds",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "TumblingWindowInSeconds",
    "Topics",
    "Queues",
    "SourceAccessConfigurations",
    "AmazonManagedKafkaEventSourceConfig",
    "SelfManagedKafkaEventSourceConfig",
    "DocumentDBEventSourceConfig",
];
const ALL: [&str; 2] = ["FunctionName", "EventSourceArn"];

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Criteria {
    #[serde(default)]
    filters: Vec<Filter>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    #[serde(default)]
    pattern: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Scaling {
    maximum_concurrency: Option<u32>,
}

/// What the request sets.
fn change_of(fields: &Fields) -> Result<MappingChange, AwsError> {
    let filters = fields.get::<Criteria>("FilterCriteria")?;
    let reports = fields.get::<Vec<String>>("FunctionResponseTypes")?;
    Ok(MappingChange {
        function: None,
        enabled: fields.get("Enabled")?,
        batch_size: fields.get("BatchSize")?,
        window_s: fields.get("MaximumBatchingWindowInSeconds")?,
        filters: filters.map(|Criteria { filters }| filters.into_iter().map(|Filter { pattern }| pattern).collect()),
        reports_failures: reports.map(|types| !types.is_empty()),
        concurrency_max: fields.get::<Scaling>("ScalingConfig")?.map(|scaling| scaling.maximum_concurrency),
    })
}

/// Whether it asks for anything: tools send empty ones unasked.
fn is_set(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => fields.values().any(is_set),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => true,
    }
}

/// In Lambda's words, which differ.
fn check_fits_queues(fields: &Fields) -> Result<(), AwsError> {
    for name in OF_OTHER_SOURCES {
        if !fields.get::<Value>(name)?.is_some_and(|value| is_set(&value)) {
            continue;
        }
        return Err(AwsError::parameter(match name {
            "StartingPosition" | "StartingPositionTimestamp" => {
                "StartingPosition is not valid for SQS event sources.".to_owned()
            }
            _ => format!("Unsupported {name} parameter for given event source mapping type."),
        }));
    }
    Ok(())
}

/// The queue, or why there is none to read.
async fn source_of(call: &Call<'_>, fields: &Fields, wanted: &Reference) -> Result<QueueArn, AwsError> {
    let source = fields.text("EventSourceArn").ok_or_else(|| AwsError::parameter("Unrecognized event source."))?;
    let service = source.split(':').nth(2).unwrap_or_default();
    if service == "sqs" {
        return Ok(QueueArn::parse(source)?);
    }
    if STREAMS.contains(&service) && fields.text("StartingPosition").is_none() {
        return Err(AwsError::parameter(
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be \
             null.",
        ));
    }
    call.endpoint.control.get(&wanted.account, &wanted.name, &wanted.state()).await?;
    Err(AwsError::parameter(format!(
        "Coldstart does not simulate the service `{}` yet, so that there is no event source {} to read; it has `sqs`. Invoke \
         the function with such an event, or send it events with the invocation type Event.",
        service.escape_debug(),
        source.escape_debug()
    )))
}

/// As AWS shows it. Of a queue, the last result is told only where there is a problem.
fn shown(call: &Call<'_>, mapping: &Mapping, state: Option<MappingState>) -> Value {
    let polling = call.endpoint.pollers.polling(&mapping.id);
    let state = state.unwrap_or_else(|| mapping.state(&polling));
    let MappingSettings { batch_size, window_s, filters, reports_failures, concurrency_max } = &mapping.settings;
    let mut shown = json!({
        "UUID": mapping.id.as_str(),
        "BatchSize": batch_size,
        "MaximumBatchingWindowInSeconds": window_s,
        "EventSourceArn": mapping.source.to_string(),
        "FunctionArn": mapping.function_arn(),
        "LastModified": mapping.modified_at.0 as f64 / 1_000.0,
        "State": state.identifier(),
        "StateTransitionReason": "USER_INITIATED",
        "FunctionResponseTypes": if *reports_failures { json!(["ReportBatchItemFailures"]) } else { json!([]) },
        "EventSourceMappingArn": mapping.id.arn(&mapping.account),
    });
    if let Some(last) = polling.last.filter(|last| last.problem.is_some()) {
        shown["LastProcessingResult"] = last.text().into();
    }
    if !filters.is_empty() {
        let filters: Vec<Value> = filters.iter().map(|pattern| json!({ "Pattern": pattern })).collect();
        shown["FilterCriteria"] = json!({ "Filters": filters });
    }
    if let Some(most) = concurrency_max {
        shown["ScalingConfig"] = json!({ "MaximumConcurrency": most });
    }
    shown
}

pub(super) async fn create(call: &Call<'_>) -> Done {
    let own = ["EventSourceArn", "Tags"];
    let simulated = [&SETTINGS[..], &OF_OTHER_SOURCES, &own].concat();
    let fields = call.fields(model::CREATE_EVENT_SOURCE_MAPPING, &simulated)?;
    let wanted = reference::of(call, &fields).await?;
    let source = source_of(call, &fields, &wanted).await?;
    check_fits_queues(&fields)?;
    let change = change_of(&fields)?;
    let new = NewMapping {
        source,
        function: wanted.name,
        qualifier: wanted.qualifier,
        settings: change.applied_to(&MappingSettings::default()),
        enabled: change.enabled.unwrap_or(true),
        tags: fields.get::<Tags>("Tags")?.unwrap_or_default(),
    };
    let mapping = call.endpoint.mappings.create_mapping(&call.caller.account, new).await?;
    let state = if mapping.enabled { MappingState::Creating } else { MappingState::Disabled };
    call.json(&shown(call, &mapping, Some(state)))
}

/// The id of the path. What is none is the id of nothing.
fn id_of(fields: &Fields) -> Result<MappingId, AwsError> {
    let id = fields.text("UUID").unwrap_or_default().to_ascii_lowercase();
    MappingId::parse(id).map_err(|_no_id| mapping_not_found().into())
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let id = id_of(&call.fields_of(model::GET_EVENT_SOURCE_MAPPING)?)?;
    let mapping = call.endpoint.mappings.mapping(&call.caller.account, &id).await?;
    call.json(&shown(call, &mapping, None))
}

pub(super) async fn update(call: &Call<'_>) -> Done {
    let simulated = [&SETTINGS[..], &OF_OTHER_SOURCES, &["UUID"]].concat();
    let fields = call.fields(model::UPDATE_EVENT_SOURCE_MAPPING, &simulated)?;
    let (id, account, mappings) = (id_of(&fields)?, &call.caller.account, &call.endpoint.mappings);
    let before = mappings.mapping(account, &id).await?;
    check_fits_queues(&fields)?;
    let mut change = change_of(&fields)?;
    if fields.text("FunctionName").is_some() {
        let wanted = reference::of(call, &fields).await?;
        change.function = Some((wanted.name, wanted.qualifier));
    }
    let mapping = mappings.update_mapping(account, &id, change).await?;
    let state = match (before.enabled, mapping.enabled) {
        (true, true) => MappingState::Updating,
        (true, false) => MappingState::Disabling,
        (false, true) => MappingState::Enabling,
        (false, false) => MappingState::Disabled,
    };
    call.json(&shown(call, &mapping, Some(state)))
}

pub(super) async fn delete(call: &Call<'_>) -> Done {
    let id = id_of(&call.fields_of(model::DELETE_EVENT_SOURCE_MAPPING)?)?;
    let mapping = call.endpoint.mappings.delete_mapping(&call.caller.account, &id).await?;
    call.json(&shown(call, &mapping, Some(MappingState::Deleting)))
}

/// Those of a function outlive it; of one that never was there are none.
pub(super) async fn list(call: &Call<'_>) -> Done {
    let own = ["Marker", "MaxItems"];
    let fields = call.fields(model::LIST_EVENT_SOURCE_MAPPINGS, &[&ALL[..], &own].concat())?;
    let (items, after) = page(&fields)?;
    let wanted = match fields.text("FunctionName") {
        Some(_) => Some(reference::of(call, &fields).await?),
        None => None,
    };
    let filter = MappingFilter {
        function: wanted.as_ref().map(|wanted| &wanted.name),
        qualifier: wanted.as_ref().and_then(|wanted| wanted.qualifier.as_ref()),
        source: fields.text("EventSourceArn"),
    };
    let after = after.map(MappingId::parse).transpose()?;
    let limit = u32::try_from(items + 1).unwrap_or(u32::MAX);
    let mappings = &call.endpoint.mappings;
    let mut found = mappings.mappings(&call.caller.account, filter, after.as_ref(), limit).await?;
    if let (true, Some(wanted)) = (found.is_empty(), &wanted) {
        call.endpoint.control.get(&wanted.account, &wanted.name, &wanted.state()).await?;
    }
    let has_more = found.len() > items;
    found.truncate(items);
    let next = found.last().filter(|_| has_more).map(|last| last.id.to_string());
    let shown = found.iter().map(|mapping| shown(call, mapping, None)).collect();
    call.json(&paged("EventSourceMappings", shown, next))
}

/// The mapping whose tags a request is about, if it is about one.
pub(super) fn tagged(call: &Call<'_>, arn: &str) -> Option<MappingId> {
    let account = &call.caller.account;
    let own = format!("arn:aws:lambda:{}:{account}:event-source-mapping:", account.region());
    MappingId::parse(arn.strip_prefix(&own)?.to_ascii_lowercase()).ok()
}

/// In the words that Lambda has for tags.
fn untagged(error: api::error::ApiError, arn: &str) -> AwsError {
    match error.code {
        ErrorCode::NotFound => AwsError::not_found(format!("Event source mapping not found: {arn}")),
        _ => error.into(),
    }
}

pub(super) async fn tags(call: &Call<'_>, id: &MappingId) -> Result<Tags, AwsError> {
    let account = &call.caller.account;
    let tags = call.endpoint.mappings.mapping_tags(account, id).await;
    tags.map_err(|error| untagged(error, &id.arn(account)))
}

pub(super) async fn retag(call: &Call<'_>, id: &MappingId, set: Tags, remove: Vec<String>) -> Result<(), AwsError> {
    let account = &call.caller.account;
    let done = call.endpoint.mappings.change_mapping_tags(account, id, set, remove).await;
    done.map_err(|error| untagged(error, &id.arn(account)))
}
