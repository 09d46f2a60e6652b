//! A function's answer as an HTTP answer (AWS: «Response payload format», version 2.0).

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// What goes out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Vec<u8>,
}

/// Reads the handler's JSON: an object with `statusCode` says everything itself, anything else is the body of a 200.
/// `None` where the object breaks the format, which AWS answers by 502.
pub(super) fn infer(json: &str) -> Option<Answer> {
    match serde_json::from_str(json).ok()? {
        Value::Object(fields) if fields.contains_key("statusCode") => explicit(&fields),
        Value::String(text) => Some(Answer { status: StatusCode::OK, headers: json_type(), body: text.into_bytes() }),
        other => Some(Answer { status: StatusCode::OK, headers: json_type(), body: other.to_string().into_bytes() }),
    }
}

/// Reads what a function says before the body of an answer in pieces: `statusCode`, `headers` and `cookies`, each if it likes.
pub(super) fn prelude(json: &[u8]) -> Option<Answer> {
    let mut fields: Map<String, Value> = serde_json::from_slice(json).ok()?;
    fields.entry("statusCode").or_insert_with(|| 200.into());
    fields.remove("body");
    let names = fields.get("headers").and_then(Value::as_object).map(|headers| headers.keys());
    let has_type = names.is_some_and(|mut names| names.any(|name| name.eq_ignore_ascii_case("content-type")));
    let mut answer = explicit(&fields)?;
    if !has_type {
        answer.headers.retain(|(name, _)| *name != header::CONTENT_TYPE);
        answer.headers.push((header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")));
    }
    Some(answer)
}

fn json_type() -> Vec<(HeaderName, HeaderValue)> {
    vec![(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]
}

fn explicit(fields: &Map<String, Value>) -> Option<Answer> {
    let status = match fields.get("statusCode")? {
        Value::Number(number) => u16::try_from(number.as_u64()?).ok()?,
        Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
    let status = StatusCode::from_u16(status).ok().filter(|status| (200..600).contains(&status.as_u16()))?;
    let mut headers = match fields.get("headers") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Object(given)) => {
            given.iter().map(|(name, value)| pair(name, value)).collect::<Option<Vec<_>>>()?
        }
        Some(_) => return None,
    };
    if !headers.iter().any(|(name, _)| *name == header::CONTENT_TYPE) {
        headers.extend(json_type());
    }
    headers.extend(cookies(fields)?);
    Some(Answer { status, headers, body: body(fields)? })
}

fn pair(name: &str, value: &Value) -> Option<(HeaderName, HeaderValue)> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return None,
    };
    Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(&text).ok()?))
}

fn cookies(fields: &Map<String, Value>) -> Option<Vec<(HeaderName, HeaderValue)>> {
    let Some(cookies) = fields.get("cookies").filter(|cookies| !cookies.is_null()) else { return Some(Vec::new()) };
    let one = |cookie: &Value| Some((header::SET_COOKIE, HeaderValue::from_str(cookie.as_str()?).ok()?));
    cookies.as_array()?.iter().map(one).collect()
}

fn body(fields: &Map<String, Value>) -> Option<Vec<u8>> {
    let is_base64 = fields.get("isBase64Encoded").and_then(Value::as_bool).unwrap_or(false);
    match fields.get("body") {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::String(text)) if is_base64 => STANDARD.decode(text).ok(),
        Some(Value::String(text)) => Some(text.clone().into_bytes()),
        Some(other) => Some(other.to_string().into_bytes()),
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            // How the body travels is the server's affair.
            if !matches!(name, header::CONTENT_LENGTH | header::TRANSFER_ENCODING | header::CONNECTION) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, status: u16, kind: &str, body: &str) {
        let answer = infer(json).map(|answer| {
            let kind = answer.headers.iter().find(|(name, _)| *name == header::CONTENT_TYPE);
            let kind = kind.and_then(|(_, value)| value.to_str().ok()).unwrap_or_default().to_owned();
            (answer.status.as_u16(), kind, String::from_utf8_lossy(&answer.body).into_owned())
        });
        assert_eq!(answer, Some((status, kind.to_owned(), body.to_owned())), "{json}");
    }

    #[test]
    fn answers_are_inferred_as_aws_does() {
        check("3", 200, "application/json", "3");
        check("\"hello\"", 200, "application/json", "hello");
        check("{\"a\":1}", 200, "application/json", "{\"a\":1}");
        check("null", 200, "application/json", "null");
        check("{\"statusCode\":201,\"body\":\"made\"}", 201, "application/json", "made");
        check(
            "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/html\"},\"body\":\"<b>\"}",
            200,
            "text/html",
            "<b>",
        );
        check("{\"statusCode\":200,\"body\":\"aGk=\",\"isBase64Encoded\":true}", 200, "application/json", "hi");
        check("{\"statusCode\":\"404\"}", 404, "application/json", "");
    }

    #[test]
    fn a_broken_answer_is_a_bad_gateway() {
        for broken in [
            "{\"statusCode\":\"x\"}",
            "{\"statusCode\":42}",
            "{\"statusCode\":200,\"headers\":3}",
            "{\"statusCode\":200,\"headers\":{\"a b\":\"c\"}}",
            "not json",
        ] {
            assert_eq!(infer(broken), None, "{broken}");
        }
    }
}
