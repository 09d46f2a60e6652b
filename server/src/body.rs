//! How much a request may bring.

use crate::refuse::Refusal;
use api::code::ZIP_BYTES_MAX;
use api::error::{ApiError, ErrorCode};
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use http_body_util::Limited;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// Largest body. Above the code limit, so that 10 MB of code get the code's own message.
pub const BODY_BYTES_MAX: usize = 16 * 1_024 * 1_024;
/// Largest body that brings a zip, in base64: Lambda's limit.
pub const PACKAGE_BODY_BYTES_MAX: usize = 70_167_211;
/// Bodies above [`BODY_BYTES_MAX`] that are taken at once; others wait.
const LARGE_AT_ONCE: usize = 2;
/// How long a large body may take to arrive.
const LARGE_TIMEOUT: Duration = Duration::from_secs(300);

static LARGE: Semaphore = Semaphore::const_new(LARGE_AT_ONCE);

/// What is read of a body that is too large and thrown away: a browser shows the answer only when it could send its request.
const DRAINED_BYTES_MAX: usize = 4 * BODY_BYTES_MAX;

/// Refuses what is announced as too large.
pub async fn limit(request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let length = length.and_then(|length| length.parse::<usize>().ok());
    let (head, body) = request.into_parts();
    let bytes_max = bytes_max(&head);
    match length {
        Some(bytes) if bytes > bytes_max => {
            drain(body).await;
            if aws::is_signed(&head) {
                return crate::aws::sent(aws::too_large(&head, bytes_max));
            }
            let message = format!("the request is {bytes} bytes, the limit is {bytes_max}");
            Refusal(ApiError::new(ErrorCode::TooLarge, message)).into_response()
        }
        // What only turns out to be too large is cut off.
        _ => next.run(Request::from_parts(head, Body::new(Limited::new(body, bytes_max)))).await,
    }
}

fn bytes_max(head: &Parts) -> usize {
    if aws::brings_package(head) {
        PACKAGE_BODY_BYTES_MAX
    } else if is_zip_upload(head) {
        ZIP_BYTES_MAX
    } else {
        BODY_BYTES_MAX
    }
}

/// Whether a page uploads a zip as it is: see [`crate::packages`], [`crate::layers`] and [`crate::sam`].
fn is_zip_upload(head: &Parts) -> bool {
    let path = head.uri.path();
    let is_package = path.ends_with("/package") && (path.starts_with("/functions/") || path.starts_with("/layers/"));
    head.method == Method::PUT && (is_package || path == "/sam")
}

/// A body, with the place that a large one takes until it is worked off.
pub struct Received {
    /// The body.
    pub bytes: Bytes,
    _place: Option<SemaphorePermit<'static>>,
}

/// Reads the zip that a page uploads.
///
/// # Errors
/// Says the limit that it breaks.
pub async fn zip(request: Request) -> Result<Received, ApiError> {
    let (head, body) = request.into_parts();
    let too_large =
        |bytes_max| ApiError::new(ErrorCode::TooLarge, format!("the zip is too large; the limit is {bytes_max} bytes"));
    receive(&head, body).await.map_err(too_large)
}

/// Reads a body that may be large.
///
/// # Errors
/// The limit that it breaks, in bytes.
pub async fn receive(head: &Parts, body: Body) -> Result<Received, usize> {
    let bytes_max = bytes_max(head);
    let size = body.size_hint();
    let is_large = size.upper().is_none_or(|upper| upper > BODY_BYTES_MAX as u64);
    if bytes_max == BODY_BYTES_MAX || !is_large {
        let bytes = to_bytes(body, bytes_max).await.map_err(|_cut| bytes_max)?;
        return Ok(Received { bytes, _place: None });
    }
    let place = LARGE.acquire().await.map_err(|_closed| bytes_max)?;
    match timeout(LARGE_TIMEOUT, to_bytes(body, bytes_max)).await {
        Ok(Ok(bytes)) => Ok(Received { bytes, _place: Some(place) }),
        Ok(Err(_)) | Err(_) => Err(bytes_max),
    }
}

/// Reads what is left of a body that nobody wants, up to a limit.
pub async fn drain(body: Body) {
    let mut frames = body.into_data_stream();
    let mut drained = 0;
    while let Some(Ok(frame)) = frames.next().await {
        drained += frame.len();
        if drained > DRAINED_BYTES_MAX {
            return;
        }
    }
}
