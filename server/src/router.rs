//! Which address leads where, and what stands before all of them.

use crate::wiring::Parts;
use crate::{
    access_keys, aws, body, clock, downloads, function_url, layers, live, local_workspace, packages, pages, region,
    sam, security, session,
};
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, delete, get, post, put};
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;

/// Everything that the main port answers.
pub fn router(parts: Parts) -> Router {
    let dashboard = pages::routes(&parts)
        .route("/ws", get(live::socket))
        .route("/live/runs", get(live::events))
        .route("/live/events", get(live::queue::events))
        .route("/clock", get(clock::read).post(clock::change))
        .route("/runs/{id}/cancel", post(downloads::cancel))
        .route("/runs/{id}/log.txt", get(downloads::log_text))
        .route("/runs/{id}/log.ndjson", get(downloads::log_ndjson))
        .route("/runs/{id}/response", get(downloads::response))
        .route("/functions/{name}/package", get(packages::download).put(packages::upload))
        .route("/functions/{name}/sam", get(sam::export))
        .route("/sam", put(sam::import))
        .route("/layers/{name}/package", put(layers::publish))
        .route("/access-keys", get(access_keys::list).post(access_keys::create))
        .route("/access-keys/{id}", delete(access_keys::delete))
        .layer(from_fn_with_state(parts.clone(), session::with_account))
        // Changing workspaces or regions makes none.
        .route("/region", post(region::choose))
        .route("/local-workspace", post(local_workspace::enter))
        .route("/local-workspace/leave", post(local_workspace::leave))
        .layer(from_fn(security::same_origin))
        .layer(from_fn(security::headers));
    let all = function_urls().route("/health", get(health)).merge(dashboard);
    bounded(all.layer(from_fn_with_state(parts.clone(), aws::signed)), parts)
}

/// Everything that the port of the AWS endpoint answers.
pub fn aws_router(parts: Parts) -> Router {
    bounded(function_urls().route("/health", get(health)).fallback(aws::handle), parts)
}

/// A function's address takes no cookie, asks for no origin and sets no header but its own.
fn function_urls() -> Router<Parts> {
    Router::new()
        .route("/lambda-url/{id}", any(function_url::by_path))
        .route("/lambda-url/{id}/", any(function_url::by_path))
        .route("/lambda-url/{id}/{*path}", any(function_url::by_path))
}

/// What stands before everything, on both ports.
fn bounded(router: Router<Parts>, parts: Parts) -> Router {
    router
        .layer(from_fn_with_state(parts.clone(), function_url::by_host))
        // The limit is `body::limit`; axum's own, which is lower, would come before it.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(body::limit))
        .layer(CatchPanicLayer::custom(crate::refuse::panicked))
        .with_state(parts)
}

async fn health() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}
