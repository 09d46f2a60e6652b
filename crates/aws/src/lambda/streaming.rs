//! `InvokeWithResponseStream`: the pieces of an answer as the function gives them, and then how it ended.

use super::invoke::{EXECUTED_VERSION, awaited, client_context, is_fault, set, tail_bytes};
use super::{Call, Done, event_stream, model, reference};
use crate::error::{AwsError, answer};
use crate::{Body, Frames};
use api::alias::FunctionVersion;
use api::error::ApiError;
use api::lambda::{AnswerPiece, Responded, Streamed, StreamedAnswer};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// The most of an answer that one message of the stream carries.
const CHUNK_BYTES_MAX: usize = 64 * 1_024;
const STREAM_TYPE: &str = "application/vnd.amazon.eventstream";

pub(super) async fn invoke_with_response_stream(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "Qualifier", "InvocationType", "LogType", "ClientContext"];
    let fields = call.fields(model::INVOKE_WITH_RESPONSE_STREAM, &own)?;
    let wanted = reference::of(call, &fields).await?;
    let client_context = client_context(&fields)?;
    let tail = tail_bytes(fields.text("LogType") == Some("Tail"));
    if fields.text("InvocationType") == Some("DryRun") {
        call.endpoint.control.get(&wanted.account, &wanted.name, &wanted.state()).await?;
        return Ok(answer(204, "application/json", Vec::new(), &call.caller.request_id));
    }
    let (version, request) = awaited(call, &wanted, client_context).await?;
    let mut streamed = call.endpoint.invoker.stream(&wanted.account, request, tail).await?;
    match streamed.next().await? {
        Streamed::End(responded) => whole(&responded, version),
        Streamed::Piece(first) => Ok(as_it_comes(streamed, &first, version)),
    }
}

/// A function that answers as a whole: all pieces of that at once.
fn whole(responded: &Responded, version: FunctionVersion) -> Done {
    let mut body = Vec::new();
    if !is_fault(responded.state)? {
        let response = responded.response.as_deref().unwrap_or("null");
        for chunk in response.as_bytes().chunks(CHUNK_BYTES_MAX) {
            body.extend(payload(chunk));
        }
    }
    body.extend(end_of(responded));
    let mut done = answer(200, STREAM_TYPE, body, responded.run.as_str());
    set(&mut done, EXECUTED_VERSION, &version.to_string());
    Ok(done)
}

fn as_it_comes(streamed: Box<dyn StreamedAnswer>, first: &AnswerPiece, version: FunctionVersion) -> crate::Answer {
    let mut done = answer(200, STREAM_TYPE, Vec::new(), streamed.run().as_str());
    set(&mut done, EXECUTED_VERSION, &version.to_string());
    *done.body_mut() = Body::Frames(Box::new(Messages { streamed, first: Some(frame_of(first)), is_over: false }));
    done
}

/// The messages of a stream.
struct Messages {
    streamed: Box<dyn StreamedAnswer>,
    first: Option<Vec<u8>>,
    is_over: bool,
}

#[async_trait]
impl Frames for Messages {
    async fn next(&mut self) -> Option<Vec<u8>> {
        if self.is_over {
            return None;
        }
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        Some(match self.streamed.next().await {
            Ok(Streamed::Piece(piece)) => frame_of(&piece),
            Ok(Streamed::End(responded)) => {
                self.is_over = true;
                end_of(&responded)
            }
            Err(error) => {
                self.is_over = true;
                broken_off(&error)
            }
        })
    }
}

/// What the stream is of is said by no message; the first one is empty.
fn frame_of(piece: &AnswerPiece) -> Vec<u8> {
    match piece {
        AnswerPiece::Begin { content_type: _ } => payload(b""),
        AnswerPiece::Bytes(bytes) => payload(bytes),
    }
}

fn payload(bytes: &[u8]) -> Vec<u8> {
    event_stream::event("PayloadChunk", "application/octet-stream", bytes)
}

/// What a function throws is an error at the end, not an answer.
fn end_of(responded: &Responded) -> Vec<u8> {
    let Responded { run: _, state, response, log_tail } = responded;
    let mut end = Map::new();
    if is_fault(*state).unwrap_or(true) {
        end.insert("ErrorCode".to_owned(), "Unhandled".into());
        let details = response.clone().unwrap_or_else(|| state.label().to_owned());
        end.insert("ErrorDetails".to_owned(), details.into());
    }
    if let Some(log) = log_tail {
        end.insert("LogResult".to_owned(), STANDARD.encode(log).into());
    }
    complete(end)
}

fn broken_off(error: &ApiError) -> Vec<u8> {
    let AwsError { code, message, .. } = AwsError::from(error.clone());
    let end = [("ErrorCode".to_owned(), code.into()), ("ErrorDetails".to_owned(), message.into())];
    complete(end.into_iter().collect())
}

fn complete(end: Map<String, Value>) -> Vec<u8> {
    event_stream::event("InvokeComplete", "application/json", Value::Object(end).to_string().as_bytes())
}
