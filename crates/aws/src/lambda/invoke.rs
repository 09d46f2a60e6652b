//! Invoking: with an answer, as an event, or only to see whether one could.

use super::input::Fields;
use super::{Call, Done, model, reference};
use crate::Answer;
use crate::error::{AwsError, REQUEST_ID, answer};
use api::alias::FunctionVersion;
use api::lambda::{Qualifier, Responded};
use api::queue::EVENT_BYTES_MAX;
use api::run::{RunRequest, RunSource, RunState, Said, Target, Variation};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue};
use serde_json::{Map, Value};

/// Of a log, what goes into the answer.
const LOG_TAIL_BYTES: usize = 4 * 1_024;

/// Bytes of an answer in one piece of a stream.
/// Longest client context, as base64.
const CLIENT_CONTEXT_BYTES_MAX: usize = 3_583;

const FUNCTION_ERROR: HeaderName = HeaderName::from_static("x-amz-function-error");
const LOG_RESULT: HeaderName = HeaderName::from_static("x-amz-log-result");
pub(super) const EXECUTED_VERSION: HeaderName = HeaderName::from_static("x-amz-executed-version");

fn payload(call: &Call<'_>) -> Result<String, AwsError> {
    let text = std::str::from_utf8(call.body).map_err(|error| {
        let message = format!("Could not parse request body into json: Could not parse payload into json: {error}");
        AwsError::new(400, "InvalidRequestContentException", message)
    })?;
    Ok(text.to_owned())
}

pub(super) async fn invoke(call: &Call<'_>) -> Done {
    let fields =
        call.fields(model::INVOKE, &["FunctionName", "Qualifier", "InvocationType", "LogType", "ClientContext"])?;
    let wanted = reference::of(call, &fields).await?;
    let client_context = client_context(&fields)?;
    let with_tail = fields.text("LogType") == Some("Tail");
    match fields.text("InvocationType").unwrap_or("RequestResponse") {
        "Event" => enqueue(call, &wanted, 202).await,
        "DryRun" => {
            call.endpoint.control.get(&wanted.account, &wanted.name, &wanted.state()).await?;
            Ok(answer(204, "application/json", Vec::new(), &call.caller.request_id))
        }
        _ => {
            let (version, responded) = responded(call, &wanted, client_context, with_tail).await?;
            respond(responded, version)
        }
    }
}

/// Invokes and waits.
async fn responded(
    call: &Call<'_>,
    wanted: &reference::Reference,
    client_context: Option<String>,
    with_tail: bool,
) -> Result<(FunctionVersion, Responded), AwsError> {
    let (version, request) = awaited(call, wanted, client_context).await?;
    let responded = call.endpoint.invoker.respond(&wanted.account, request, tail_bytes(with_tail)).await?;
    Ok((version, responded))
}

/// The invocation of who waits for its answer, and which version it runs.
pub(super) async fn awaited(
    call: &Call<'_>,
    wanted: &reference::Reference,
    client_context: Option<String>,
) -> Result<(FunctionVersion, RunRequest), AwsError> {
    let (version, request) = request(call, wanted, RunSource::Api).await?;
    Ok((version, RunRequest { said: Said { client_context, ..request.said }, ..request }))
}

/// How much of the log a caller wants.
pub(super) fn tail_bytes(with_tail: bool) -> Option<usize> {
    with_tail.then_some(LOG_TAIL_BYTES)
}

/// The old way to send an event.
pub(super) async fn invoke_async(call: &Call<'_>) -> Done {
    let fields = call.fields(model::INVOKE_ASYNC, &["FunctionName"])?;
    let wanted = reference::of(call, &fields).await?;
    let mut done = enqueue(call, &wanted, 202).await?;
    *done.body_mut() = br#"{"Status":202}"#.to_vec().into();
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
    let (_, request) = request(call, wanted, RunSource::ApiEvent).await?;
    let run = call.endpoint.invoker.enqueue(&wanted.account, request).await?;
    Ok(answer(status, "application/json", Vec::new(), run.as_str()))
}

/// The invocation, and which version it runs: an alias chooses here.
async fn request(
    call: &Call<'_>,
    wanted: &reference::Reference,
    source: RunSource,
) -> Result<(FunctionVersion, RunRequest), AwsError> {
    let payload = payload(call)?;
    let (version, alias) = match wanted.state() {
        Qualifier::Latest => (FunctionVersion::Latest, None),
        Qualifier::Version(number) => (FunctionVersion::Number(number), None),
        Qualifier::Alias(alias) => {
            let chosen = call.endpoint.aliases.choose_version(&wanted.account, &wanted.name, &alias).await?;
            (chosen, Some(alias))
        }
    };
    let request = RunRequest {
        function: wanted.name.clone(),
        target: Target::from(version),
        payload,
        source,
        variation: Variation::default(),
        said: Said { alias, client_context: None },
    };
    Ok((version, request))
}

/// What the caller's program says of itself: a JSON object as base64. Only who waits for an answer has it passed on, as on Lambda.
pub(super) fn client_context(fields: &Fields) -> Result<Option<String>, AwsError> {
    let Some(text) = fields.text("ClientContext").filter(|text| !text.is_empty()) else { return Ok(None) };
    let invalid = |message: String| AwsError::new(400, "InvalidRequestContentException", message);
    if text.len() > CLIENT_CONTEXT_BYTES_MAX {
        let message =
            format!("Client context has {} bytes, the limit is {CLIENT_CONTEXT_BYTES_MAX} as base64.", text.len());
        return Err(invalid(message));
    }
    let object = STANDARD.decode(text).ok().and_then(|bytes| serde_json::from_slice::<Map<String, Value>>(&bytes).ok());
    match object {
        Some(object) => Ok(Some(Value::Object(object).to_string())),
        None => Err(invalid("Client context must be a valid Base64-encoded JSON object.".to_owned())),
    }
}

/// Whether the function failed; only what is no fault of its own is an error.
pub(super) fn is_fault(state: RunState) -> Result<bool, AwsError> {
    match state {
        RunState::Succeeded => Ok(false),
        RunState::Failed | RunState::TimedOut | RunState::OutOfMemory => Ok(true),
        RunState::Queued | RunState::Running | RunState::Cancelled | RunState::Interrupted => {
            let message = format!("the invocation was ended before it had an answer ({})", state.label());
            Err(AwsError::new(500, "ServiceException", message))
        }
    }
}

/// A function's fault is a 200 with a header that says so.
fn respond(responded: Responded, version: FunctionVersion) -> Done {
    let Responded { run, state, response, log_tail } = responded;
    let is_fault = is_fault(state)?;
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

pub(super) fn set(answer: &mut Answer, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}
