//! How much a request may bring.

use crate::refuse::Refusal;
use api::error::{ApiError, ErrorCode};
use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::StreamExt;

/// Largest body. Above the code limit, so that 10 MB of code get the code's own message.
pub const BODY_BYTES_MAX: usize = 16 * 1_024 * 1_024;
/// What is read of a body that is too large and thrown away: a browser shows the answer only when it could send its request.
const DRAINED_BYTES_MAX: usize = 4 * BODY_BYTES_MAX;

/// Refuses what is announced as too large. What only turns out to be is cut off by the layer below this one.
pub async fn limit(request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    match length.and_then(|length| length.parse::<usize>().ok()) {
        Some(bytes) if bytes > BODY_BYTES_MAX => {
            let (head, body) = request.into_parts();
            drain(body).await;
            if aws::is_signed(&head) {
                return crate::aws::sent(aws::too_large(BODY_BYTES_MAX));
            }
            let message = format!("the request is {bytes} bytes, the limit is {BODY_BYTES_MAX}");
            Refusal(ApiError::new(ErrorCode::TooLarge, message)).into_response()
        }
        _ => next.run(request).await,
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
