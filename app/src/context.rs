//! What the server gives to every request by Leptos context. A missing one is a fault of the wiring and is said so.

use crate::error::UiError;
use api::alias::Aliases;
use api::control_plane::ControlPlane;
use api::error::{ApiError, ErrorCode};
use api::event_settings::EventSettings;
use api::id::AccountId;
use api::invoker::Invoker;
use api::lambda::{AccessKeys, LambdaControl, Layers, Policies};
use api::mapping::{Mappings, Pollers};
use api::provisioned::{Allocations, ProvisionedConcurrency};
use api::queue::EventQueue;
use api::sqs::queues::{QueueControl, Queues};
use http::request::Parts;
use http::{Method, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// The control plane.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn control() -> Result<Arc<dyn ControlPlane>, UiError> {
    use_context().ok_or_else(|| missing("control plane"))
}

/// Aliases of functions.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn aliases() -> Result<Arc<dyn Aliases>, UiError> {
    use_context().ok_or_else(|| missing("aliases"))
}

/// Resource policies of functions.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn policies() -> Result<Arc<dyn Policies>, UiError> {
    use_context().ok_or_else(|| missing("policies"))
}

/// Functions as Lambda's API has them.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn lambda() -> Result<Arc<dyn LambdaControl>, UiError> {
    use_context().ok_or_else(|| missing("functions"))
}

/// Layers.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn layers() -> Result<Arc<dyn Layers>, UiError> {
    use_context().ok_or_else(|| missing("layers"))
}

/// What is to be kept ready.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn provisioned() -> Result<Arc<dyn ProvisionedConcurrency>, UiError> {
    use_context().ok_or_else(|| missing("provisioned concurrency"))
}

/// What is kept ready.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn allocations() -> Result<Arc<dyn Allocations>, UiError> {
    use_context().ok_or_else(|| missing("allocations"))
}

/// The data plane.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn invoker() -> Result<Arc<dyn Invoker>, UiError> {
    use_context().ok_or_else(|| missing("data plane"))
}

/// Asynchronous events.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn queue() -> Result<Arc<dyn EventQueue>, UiError> {
    use_context().ok_or_else(|| missing("queue of events"))
}

/// Queues of messages.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn queues() -> Result<Arc<dyn Queues>, UiError> {
    use_context().ok_or_else(|| missing("queues"))
}

/// What makes and shows queues of messages.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn queue_control() -> Result<Arc<dyn QueueControl>, UiError> {
    use_context().ok_or_else(|| missing("control of queues"))
}

/// What functions do with asynchronous events.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn event_settings() -> Result<Arc<dyn EventSettings>, UiError> {
    use_context().ok_or_else(|| missing("settings of events"))
}

/// Event source mappings.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn mappings() -> Result<Arc<dyn Mappings>, UiError> {
    use_context().ok_or_else(|| missing("event source mappings"))
}

/// What is done with event source mappings.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn pollers() -> Result<Arc<dyn Pollers>, UiError> {
    use_context().ok_or_else(|| missing("pollers"))
}

/// Access keys.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn access_keys() -> Result<Arc<dyn AccessKeys>, UiError> {
    use_context().ok_or_else(|| missing("access keys"))
}

/// The account of the session that asks.
///
/// # Errors
/// [`ErrorCode::Internal`] when the server did not provide it.
pub fn account() -> Result<AccountId, UiError> {
    use_context().ok_or_else(|| missing("account of the session"))
}

/// The account of programs on this machine that bring no key of their own.
#[derive(Debug, Clone)]
pub struct LocalAccount(pub AccountId);

/// That account, on a server that only this machine can reach.
#[must_use]
pub fn local_account() -> Option<AccountId> {
    use_context::<LocalAccount>().map(|LocalAccount(account)| account)
}

/// Where the dashboard was reached, as `http://localhost:3000`: by the `Host` header; behind a proxy that ends TLS, by what the proxy says about the scheme.
#[must_use]
pub fn origin_of_request() -> String {
    let parts = use_context::<Parts>();
    let header = |name: &str| parts.as_ref()?.headers.get(name)?.to_str().ok().map(str::to_owned);
    let scheme = if header("x-forwarded-proto").as_deref() == Some("https") { "https" } else { "http" };
    format!("{scheme}://{}", header("host").unwrap_or_else(|| "localhost".to_owned()))
}

/// Gives the page being rendered the HTTP status of `code`.
pub fn set_page_status(code: ErrorCode) {
    set_status(code);
}

/// Gives the answer of a server function its HTTP status, where a program called it. A page being rendered decides by
/// itself, and a plain form is answered by a redirect.
pub fn set_call_status(code: ErrorCode) {
    if use_context::<Parts>().is_some_and(|parts| is_call(&parts)) {
        set_status(code);
    }
}

/// Sends a browser without JavaScript on to `path` after its form. A page that is alive stays where it is.
pub fn redirect_form(path: &str) {
    if use_context::<Parts>().is_some_and(|parts| !is_call(&parts)) {
        leptos_axum::redirect(path);
    }
}

fn is_call(parts: &Parts) -> bool {
    let accept = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    parts.method == Method::POST && !accept.contains("text/html")
}

fn set_status(code: ErrorCode) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(code.http_status())) {
        response.set_status(status);
    }
}

fn missing(what: &str) -> UiError {
    ApiError::new(ErrorCode::Internal, format!("the server was started without its {what}")).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn check(method: Method, accept: &str, expected: bool) {
        let (parts, ()) =
            http::Request::builder().method(method).header(header::ACCEPT, accept).body(()).unwrap().into_parts();
        assert_eq!(is_call(&parts), expected);
    }

    #[test]
    fn only_a_call_by_a_program_gets_a_status_and_a_form_its_redirect() {
        check(Method::POST, "application/json", true);
        check(Method::POST, "text/html,application/xhtml+xml", false);
        check(Method::GET, "text/html", false);
    }
}
