//! Event source mappings: there are none, because there are no queues and streams yet that they could read. What is asked of
//! them is answered as AWS answers where there are none; making one is refused by what is missing.

use super::model::{self, Input};
use super::{Call, Done, reference};
use crate::error::AwsError;
use serde_json::json;

/// Services whose mappings must say where in the stream they start.
const STREAMS: [&str; 2] = ["kinesis", "dynamodb"];
const ALL: [&str; 2] = ["FunctionName", "EventSourceArn"];

pub(super) async fn create(call: &Call<'_>) -> Done {
    let fields = call.fields_of(model::CREATE_EVENT_SOURCE_MAPPING)?;
    let wanted = reference::of(call, &fields).await?;
    let Some(source) = fields.text("EventSourceArn") else {
        let message = "Coldstart reads no self-managed Kafka or Amazon MQ; an `EventSourceArn` is needed.";
        return Err(AwsError::parameter(message));
    };
    let service = source.split(':').nth(2).unwrap_or_default();
    if STREAMS.contains(&service) && fields.text("StartingPosition").is_none() {
        return Err(AwsError::parameter(
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be \
             null.",
        ));
    }
    call.endpoint.control.get(&wanted.account, &wanted.name, &wanted.state()).await?;
    Err(AwsError::parameter(format!(
        "Coldstart does not simulate the service `{}` yet, so that there is no event source {} to read. Invoke the function with \
         such an event, or send it events with the invocation type Event.",
        service.escape_debug(),
        source.escape_debug()
    )))
}

pub(super) async fn list(call: &Call<'_>) -> Done {
    let own = ["Marker", "MaxItems"];
    let fields = call.fields(model::LIST_EVENT_SOURCE_MAPPINGS, &[&ALL[..], &own].concat())?;
    if fields.text("FunctionName").is_some() {
        let wanted = reference::of(call, &fields).await?;
        call.endpoint.control.get(&wanted.account, &wanted.name, &wanted.state()).await?;
    }
    call.json(&json!({ "EventSourceMappings": [] }))
}

/// One by its UUID: there is none.
pub(super) fn none(call: &Call<'_>, input: Input) -> Done {
    call.fields_of(input)?;
    Err(AwsError::not_found("The resource you requested does not exist."))
}
