//! Which address leads where, and what stands before all of them.

use crate::wiring::Parts;
use crate::{downloads, function_url, live, pages, security, session};
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;

/// Largest body of a request to the dashboard. Above the code limit, so that 10 MB of code get the code's own message.
pub const BODY_BYTES_MAX: usize = 16 * 1_024 * 1_024;

/// Everything that the server answers.
pub fn router(parts: Parts) -> Router {
    let dashboard = pages::routes(&parts)
        .route("/ws", get(live::socket))
        .route("/events", get(live::events))
        .route("/runs/{id}/cancel", post(downloads::cancel))
        .route("/runs/{id}/log.txt", get(downloads::log_text))
        .route("/runs/{id}/log.ndjson", get(downloads::log_ndjson))
        .route("/runs/{id}/response", get(downloads::response))
        .layer(from_fn_with_state(parts.clone(), session::with_account))
        .layer(from_fn(security::same_origin))
        .layer(from_fn(security::headers));
    // A function's address takes no cookie, asks for no origin and sets no header but its own.
    Router::new()
        .route("/lambda-url/{id}", any(function_url::by_path))
        .route("/lambda-url/{id}/", any(function_url::by_path))
        .route("/lambda-url/{id}/{*path}", any(function_url::by_path))
        .route("/health", get(health))
        .merge(dashboard)
        .layer(from_fn_with_state(parts.clone(), function_url::by_host))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::custom(crate::refuse::panicked))
        .with_state(parts)
}

async fn health() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}
