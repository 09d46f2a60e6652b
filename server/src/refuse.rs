//! Refusals outside the pages: `application/problem+json` with the code, the message and the status.

use api::error::{ApiError, ErrorCode};
use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse;
use std::any::Any;

/// An [`ApiError`] as an HTTP answer.
pub struct Refusal(pub ApiError);

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> axum::response::Response {
        let Self(ApiError { code, message, field }) = self;
        let status = StatusCode::from_u16(code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::json!({ "status": status.as_u16(), "code": code, "detail": message, "field": field });
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
    }
}

/// A panic in a handler is a fault of ours; it is logged, and only this one request is answered with it.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("unknown"), "a request handler panicked");
    Refusal(ApiError::new(ErrorCode::Internal, "a fault in Coldstart; the server's log has the details"))
        .into_response()
}
