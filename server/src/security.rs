//! What browsers are told, and which requests from other sites are refused.

use crate::refuse::Refusal;
use api::error::{ApiError, ErrorCode};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// On every answer of the dashboard.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// The policy of a page whose inline scripts carry `nonce`. Styles may be inline for Monaco.
#[must_use]
pub fn content_policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'; worker-src 'self'; \
         style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// The policy of everything that is no page: it may load nothing.
const FILE_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Adds the headers, and the strictest content policy where the page did not set its own.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_script = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.contains("javascript"));
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, value);
    }
    // A worker's policy is that of its own script, and Monaco's workers load further parts of themselves.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) && !is_script {
        headers.insert(header::CONTENT_SECURITY_POLICY, FILE_POLICY);
    }
    response
}

/// Refuses what another site's page sends: anything that changes something, and every socket.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let is_socket = request.headers().contains_key(header::UPGRADE);
    if (!reads || is_socket) && is_from_elsewhere(request.headers()) {
        let message = "this request comes from another site's page; open Coldstart itself";
        let refused = Refusal(ApiError::new(ErrorCode::Invalid, message));
        return (axum::http::StatusCode::FORBIDDEN, refused).into_response();
    }
    next.run(request).await
}

/// Browsers say where a request comes from; programs that say nothing carry no visitor's cookie by accident.
pub fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(origin) = text(header::ORIGIN) {
        let host = origin.split_once("://").map(|(_, host)| host);
        return host.is_none() || host != text(header::HOST);
    }
    matches!(text(HeaderName::from_static("sec-fetch-site")), Some("cross-site" | "same-site"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&'static str, &'static str)], expected: bool) {
        let headers =
            pairs.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v))).collect::<HeaderMap>();
        assert_eq!(is_from_elsewhere(&headers), expected, "{pairs:?}");
    }

    #[test]
    fn only_the_dashboards_own_pages_may_change_things() {
        check(&[("host", "127.0.0.1:3000"), ("origin", "http://127.0.0.1:3000")], false);
        check(&[("host", "127.0.0.1:3000"), ("origin", "http://evil.example")], true);
        check(&[("host", "127.0.0.1:3000"), ("origin", "http://abc.lambda-url.localhost:3000")], true);
        check(&[("host", "127.0.0.1:3000"), ("origin", "null")], true);
        check(&[("host", "127.0.0.1:3000"), ("sec-fetch-site", "cross-site")], true);
        check(&[("host", "127.0.0.1:3000")], false);
    }
}
