//! Answers of a function URL of the mode `RESPONSE_STREAM`: sent while the function gives them.

use super::answer::{Answer, prelude};
use super::{Refused, fault};
use api::lambda::AnswerPiece;
use api::run::RunState;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use invoke::{Received, Streaming};
use std::io;

/// What a stream is of that begins with status, headers and cookies.
const HTTP_TYPE: &str = "application/vnd.awslambda.http-integration-response";
/// What ends these.
const PRELUDE_END: [u8; 8] = [0; 8];
/// How much they may be.
const PRELUDE_BYTES_MAX: usize = 64 * 1_024;
const BYTES: &str = "application/octet-stream";

/// Waits for the beginning of the answer. A function that does not answer in pieces has its answer sent as it is.
pub(super) async fn answer(mut streaming: Streaming) -> Result<Response, Refused> {
    match streaming.next().await.map_err(|error| fault(&error))? {
        Received::Piece(AnswerPiece::Begin { content_type }) if content_type == HTTP_TYPE => http(streaming).await,
        Received::Piece(AnswerPiece::Begin { content_type }) => Ok(plain(&content_type, body(Vec::new(), streaming))),
        Received::Piece(AnswerPiece::Bytes(bytes)) => Ok(plain(BYTES, body(bytes, streaming))),
        Received::End(invoke::Answer { state: RunState::Succeeded, response: Some(text) }) => {
            Ok(plain(BYTES, Body::from(text)))
        }
        Received::End(_) => Err(Refused::BadGateway),
    }
}

/// The function says status, headers and cookies first.
async fn http(mut streaming: Streaming) -> Result<Response, Refused> {
    let mut begun = Vec::new();
    let end = loop {
        if let Some(end) = begun.windows(PRELUDE_END.len()).position(|window| window == PRELUDE_END) {
            break end;
        }
        if begun.len() > PRELUDE_BYTES_MAX {
            return Err(Refused::BadGateway);
        }
        match streaming.next().await.map_err(|error| fault(&error))? {
            Received::Piece(AnswerPiece::Bytes(bytes)) => begun.extend(bytes),
            Received::Piece(AnswerPiece::Begin { .. }) => {}
            Received::End(_) => return Err(Refused::BadGateway),
        }
    };
    let rest = begun.split_off(end + PRELUDE_END.len());
    begun.truncate(end);
    let head: Answer = prelude(&begun).ok_or(Refused::BadGateway)?;
    let mut response = head.into_response();
    *response.body_mut() = body(rest, streaming);
    Ok(response)
}

fn plain(content_type: &str, body: Body) -> Response {
    let mut response = Response::new(body);
    let value = HeaderValue::from_str(content_type).unwrap_or(HeaderValue::from_static(BYTES));
    response.headers_mut().insert(header::CONTENT_TYPE, value);
    response
}

/// The first bytes, and then what comes. A function that fails half way breaks the answer off, so that nobody takes it for whole.
fn body(first: Vec<u8>, streaming: Streaming) -> Body {
    let pieces = stream::try_unfold((first, Some(streaming)), |(first, streaming)| async move {
        if !first.is_empty() {
            return Ok(Some((Bytes::from(first), (Vec::new(), streaming))));
        }
        let Some(mut streaming) = streaming else { return Ok(None) };
        match streaming.next().await {
            Ok(Received::Piece(AnswerPiece::Bytes(bytes))) => {
                Ok(Some((Bytes::from(bytes), (Vec::new(), Some(streaming)))))
            }
            Ok(Received::Piece(AnswerPiece::Begin { .. })) => Ok(Some((Bytes::new(), (Vec::new(), Some(streaming))))),
            Ok(Received::End(answer)) if answer.state == RunState::Succeeded => Ok(None),
            Ok(Received::End(_)) | Err(_) => {
                // What came before is sent when the connection finds nothing to do; a fault at once would take it along.
                tokio::task::yield_now().await;
                Err(io::Error::other("the function broke off its answer"))
            }
        }
    });
    Body::from_stream(pieces)
}
