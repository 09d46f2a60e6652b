//! What a function URL tells browsers of pages of other origins (AWS: «Cross-origin resource sharing» of function URLs). Where it
//! is set, what the function itself says of it does not count.

use api::trigger::Cors;
use axum::http::request::Parts as Head;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Whether a browser asks what it may do, which the function is not told of.
pub(super) fn is_question(head: &Head) -> bool {
    let asks = [header::ORIGIN, header::ACCESS_CONTROL_REQUEST_METHOD];
    head.method == Method::OPTIONS && asks.iter().all(|name| head.headers.contains_key(name))
}

/// The answer to such a question. What is not allowed is left out, and the browser refuses it.
pub(super) fn answer(cors: &Cors, head: &Head) -> Response {
    let mut response = StatusCode::OK.into_response();
    let origin = text(head, &header::ORIGIN);
    let method = text(head, &header::ACCESS_CONTROL_REQUEST_METHOD);
    if origin_allowed(cors, origin).is_none() || !holds(&cors.allow_methods, method) {
        return response;
    }
    add(cors, head, &mut response);
    set(&mut response, header::ACCESS_CONTROL_ALLOW_METHODS, &listed(&cors.allow_methods, method));
    let wanted = text(head, &header::ACCESS_CONTROL_REQUEST_HEADERS);
    let headers = listed(&cors.allow_headers, wanted);
    if !headers.is_empty() {
        set(&mut response, header::ACCESS_CONTROL_ALLOW_HEADERS, &headers);
    }
    if let Some(seconds) = cors.max_age_s {
        set(&mut response, header::ACCESS_CONTROL_MAX_AGE, &seconds.to_string());
    }
    response
}

/// Says who may read an answer.
pub(super) fn add(cors: &Cors, head: &Head, response: &mut Response) {
    const SAID: [HeaderName; 3] = [
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
    ];
    for name in SAID {
        response.headers_mut().remove(name);
    }
    let Some(origin) = origin_allowed(cors, text(head, &header::ORIGIN)) else { return };
    set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, &origin);
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Origin"));
    if cors.allow_credentials {
        set(response, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    if !cors.expose_headers.is_empty() {
        set(response, header::ACCESS_CONTROL_EXPOSE_HEADERS, &cors.expose_headers.join(","));
    }
}

/// As it is to be told: with credentials `*` would not do.
fn origin_allowed(cors: &Cors, origin: &str) -> Option<String> {
    if origin.is_empty() || !holds(&cors.allow_origins, origin) {
        return None;
    }
    let is_all = cors.allow_origins.iter().any(|one| one == "*") && !cors.allow_credentials;
    Some(if is_all { "*".to_owned() } else { origin.to_owned() })
}

fn holds(list: &[String], value: &str) -> bool {
    list.iter().any(|one| one == "*" || one.eq_ignore_ascii_case(value))
}

/// The list; where it is `*`, what was asked for, since `*` means itself to a request with credentials.
fn listed(list: &[String], asked: &str) -> String {
    if list.iter().any(|one| one == "*") { asked.to_owned() } else { list.join(",") }
}

fn text<'a>(head: &'a Head, name: &HeaderName) -> &'a str {
    head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
