//! Invoking: with an answer, as an event, or only to see whether one could.

use super::input::Fields;
use super::{Call, Done, event_stream, model, reference};
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
const CHUNK_BYTES_MAX: usize = 65_536;
/// Longest client context, as base64.
const CLIENT_CONTEXT_BYTES_MAX: usize = 3_583;

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

/// Invokes with an answer in pieces. A handler answers as a whole here, so that they all come when it is done.
pub(super) async fn invoke_with_response_stream(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "Qualifier", "InvocationType", "LogType", "ClientContext"];
    let fields = call.fields(model::INVOKE_WITH_RESPONSE_STREAM, &own)?;
    let wanted = reference::of(call, &fields).await?;
    let client_context = client_context(&fields)?;
    let with_tail = fields.text("LogType") == Some("Tail");
    if fields.text("InvocationType") == Some("DryRun") {
        call.endpoint.control.get(&wanted.account, &wanted.name, &wanted.state()).await?;
        return Ok(answer(204, "application/json", Vec::new(), &call.caller.request_id));
    }
    let (version, responded) = responded(call, &wanted, client_context, with_tail).await?;
    streamed(responded, version)
}

/// The pieces of the answer, then how it ended. What a function throws is an error at the end, not an answer.
fn streamed(responded: Responded, version: FunctionVersion) -> Done {
    let Responded { run, state, response, log_tail } = responded;
    let response = response.unwrap_or_else(|| "null".to_owned());
    let (mut body, mut end) = (Vec::new(), Map::new());
    if is_fault(state)? {
        end.insert("ErrorCode".to_owned(), "Unhandled".into());
        end.insert("ErrorDetails".to_owned(), response.into());
    } else {
        for chunk in response.as_bytes().chunks(CHUNK_BYTES_MAX) {
            body.extend(event_stream::event("PayloadChunk", "application/octet-stream", chunk));
        }
    }
    if let Some(log) = log_tail {
        end.insert("LogResult".to_owned(), STANDARD.encode(log).into());
    }
    let end = Value::Object(end).to_string();
    body.extend(event_stream::event("InvokeComplete", "application/json", end.as_bytes()));
    let mut done = answer(200, "application/vnd.amazon.eventstream", body, run.as_str());
    set(&mut done, EXECUTED_VERSION, &version.to_string());
    Ok(done)
}

/// Invokes and waits.
async fn responded(
    call: &Call<'_>,
    wanted: &reference::Reference,
    client_context: Option<String>,
    with_tail: bool,
) -> Result<(FunctionVersion, Responded), AwsError> {
    let (version, request) = request(call, wanted, RunSource::Api).await?;
    let request = RunRequest { said: Said { client_context, ..request.said }, ..request };
    let tail = with_tail.then_some(LOG_TAIL_BYTES);
    let responded = call.endpoint.invoker.respond(&wanted.account, request, tail).await?;
    Ok((version, responded))
}

/// The old way to send an event.
pub(super) async fn invoke_async(call: &Call<'_>) -> Done {
    let fields = call.fields(model::INVOKE_ASYNC, &["FunctionName"])?;
    let wanted = reference::of(call, &fields).await?;
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
fn client_context(fields: &Fields) -> Result<Option<String>, AwsError> {
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
fn is_fault(state: RunState) -> Result<bool, AwsError> {
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

fn set(answer: &mut Answer, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}
