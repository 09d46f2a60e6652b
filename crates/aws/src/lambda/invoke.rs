//! Invoking: with an answer, as an event, or only to see whether one could.

use super::{Call, Done, model, reference};
use crate::Answer;
use crate::error::{AwsError, REQUEST_ID, answer};
use api::lambda::{Qualifier, Responded};
use api::queue::EVENT_BYTES_MAX;
use api::run::{RunRequest, RunSource, RunState, Target, Variation};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue};

/// Of a log, what goes into the answer.
const LOG_TAIL_BYTES: usize = 4 * 1_024;

const FUNCTION_ERROR: HeaderName = HeaderName::from_static("x-amz-function-error");
const LOG_RESULT: HeaderName = HeaderName::from_static("x-amz-log-result");
const EXECUTED_VERSION: HeaderName = HeaderName::from_static("x-amz-executed-version");

fn payload(call: &Call<'_>) -> Result<String, AwsError> {
    let text = std::str::from_utf8(call.body).map_err(|error| {
        let message = format!("Could not parse request body into json: Could not parse payload into json: {error}");
        AwsError::new(400, "InvalidRequestContentException", message)
    })?;
    Ok(text.to_owned())
}

pub(super) async fn invoke(call: &Call<'_>) -> Done {
    let fields = call.fields(model::INVOKE, &["FunctionName", "Qualifier", "InvocationType", "LogType"])?;
    let wanted = reference::of(call, &fields)?;
    let (account, state) = (&call.caller.account, wanted.state());
    let with_tail = fields.text("LogType") == Some("Tail");
    match fields.text("InvocationType").unwrap_or("RequestResponse") {
        "Event" => enqueue(call, &wanted, 202).await,
        "DryRun" => {
            call.endpoint.control.get(account, &wanted.name, state).await?;
            Ok(answer(204, "application/json", Vec::new(), &call.caller.request_id))
        }
        _ => {
            let request = request(call, &wanted, RunSource::Api)?;
            let tail = with_tail.then_some(LOG_TAIL_BYTES);
            let responded = call.endpoint.invoker.respond(account, request, tail).await?;
            respond(responded, state)
        }
    }
}

/// The old way to send an event.
pub(super) async fn invoke_async(call: &Call<'_>) -> Done {
    let fields = call.fields(model::INVOKE_ASYNC, &["FunctionName"])?;
    let wanted = reference::of(call, &fields)?;
    let mut done = enqueue(call, &wanted, 202).await?;
    *done.body_mut() = br#"{"Status":202}"#.to_vec();
    Ok(done)
}

/// Accepts an event: when the caller has its 202, the run is on disk.
async fn enqueue(call: &Call<'_>, wanted: &reference::Reference, status: u16) -> Done {
    if call.body.len() > EVENT_BYTES_MAX {
        let message = format!(
            "{} byte payload is too large for the Event invocation type (limit {EVENT_BYTES_MAX} bytes)",
            call.body.len()
        );
        return Err(AwsError::new(413, "RequestTooLargeException", message));
    }
    let request = request(call, wanted, RunSource::ApiEvent)?;
    let run = call.endpoint.invoker.enqueue(&call.caller.account, request).await?;
    Ok(answer(status, "application/json", Vec::new(), run.as_str()))
}

fn request(call: &Call<'_>, wanted: &reference::Reference, source: RunSource) -> Result<RunRequest, AwsError> {
    Ok(RunRequest {
        function: wanted.name.clone(),
        target: Target::from(wanted.state()),
        payload: payload(call)?,
        source,
        variation: Variation::default(),
    })
}

/// A function's fault is a 200 with a header that says so; only what is no fault of its own is an error.
fn respond(responded: Responded, version: Qualifier) -> Done {
    let Responded { run, state, response, log_tail } = responded;
    let is_fault = match state {
        RunState::Succeeded => false,
        RunState::Failed | RunState::TimedOut | RunState::OutOfMemory => true,
        RunState::Queued | RunState::Running | RunState::Cancelled | RunState::Interrupted => {
            let message = format!("the invocation was ended before it had an answer ({})", state.label());
            return Err(AwsError::new(500, "ServiceException", message));
        }
    };
    let body = response.unwrap_or_else(|| "null".to_owned()).into_bytes();
    let mut done = answer(200, "application/json", body, run.as_str());
    set(&mut done, EXECUTED_VERSION, &version.to_string());
    if is_fault {
        set(&mut done, FUNCTION_ERROR, "Unhandled");
    }
    if let Some(log) = log_tail {
        set(&mut done, LOG_RESULT, &STANDARD.encode(log));
    }
    set(&mut done, REQUEST_ID, run.as_str());
    Ok(done)
}

fn set(answer: &mut Answer, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}
