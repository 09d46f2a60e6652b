//! An HTTP request as the event of payload format 2.0 (AWS: «Invoking Lambda function URLs»).

use super::Way;
use api::region::Region;
use api::time::UnixMillis;
use aws::Signer;
use axum::body::Bytes;
use axum::http::request::Parts as Head;
use axum::http::{HeaderName, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Where and when the request arrived.
pub(super) struct Place<'a> {
    /// Id of the function URL.
    pub id: &'a str,
    /// Where the function is.
    pub region: Region,
    /// Path below the function URL.
    pub path: &'a str,
    /// By host or by path.
    pub way: Way,
    /// The caller.
    pub source_ip: &'a str,
    /// Now, on the account's clock.
    pub now: UnixMillis,
}

/// The event. `caller` signed the request, where the function URL knows callers by that.
pub(super) fn of(head: &Head, body: &Bytes, place: Place<'_>, caller: Option<&Signer>) -> Value {
    let Place { id, region, path, way, source_ip, now } = place;
    let query = head.uri.query().unwrap_or_default();
    let domain = format!("{id}.lambda-url.{region}.on.aws");
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers(head, way, &domain, source_ip),
        "requestContext": {
            "accountId": "anonymous",
            "apiId": id,
            "domainName": domain,
            "domainPrefix": id,
            "http": {
                "method": head.method.as_str(),
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": source_ip,
                "userAgent": text(head, &header::USER_AGENT),
            },
            "requestId": Uuid::new_v4().to_string(),
            "routeKey": "$default",
            "stage": "$default",
            "time": access_log_time(now),
            "timeEpoch": now.0,
        },
        "isBase64Encoded": false,
    });
    if let Some(caller) = caller {
        event["requestContext"]["accountId"] = caller.account.digits().into();
        event["requestContext"]["authorizer"] = json!({ "iam": identity(caller) });
    }
    let parameters = parameters(query);
    if !parameters.is_empty() {
        event["queryStringParameters"] = Value::Object(parameters);
    }
    let cookies = cookies(head, way);
    if !cookies.is_empty() {
        event["cookies"] = cookies.into();
    }
    if !body.is_empty() {
        let (text, is_base64) = body_text(head, body);
        event["body"] = text.into();
        event["isBase64Encoded"] = is_base64.into();
    }
    event
}

/// Who called, as a root user: Coldstart has no others.
fn identity(caller: &Signer) -> Value {
    let account = caller.account.digits();
    json!({
        "accessKey": caller.key,
        "accountId": account,
        "callerId": account,
        "cognitoIdentity": null,
        "principalOrgId": null,
        "userArn": format!("arn:aws:iam::{account}:root"),
        "userId": account,
    })
}

/// Lower-case names, values of one name joined by commas. By path, the dashboard's cookies stay out.
fn headers(head: &Head, way: Way, domain: &str, source_ip: &str) -> Map<String, Value> {
    let mut all = Map::new();
    for name in head.headers.keys() {
        if *name == header::COOKIE {
            continue;
        }
        let values =
            head.headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        all.insert(name.as_str().to_owned(), values.collect::<Vec<_>>().join(",").into());
    }
    if way == Way::Host && head.headers.contains_key(header::COOKIE) {
        all.insert("cookie".to_owned(), cookies(head, way).join("; ").into());
    }
    all.insert("host".to_owned(), domain.into());
    all.entry("x-forwarded-for").or_insert_with(|| source_ip.into());
    all.entry("x-forwarded-proto").or_insert_with(|| "http".into());
    all
}

fn cookies(head: &Head, way: Way) -> Vec<String> {
    if way == Way::Path {
        return Vec::new();
    }
    let all = head.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';')).map(|pair| pair.trim().to_owned()).filter(|pair| !pair.is_empty()).collect()
}

/// Percent-decoded, values of one name joined by commas.
fn parameters(query: &str) -> Map<String, Value> {
    let mut all: Map<String, Value> = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let joined = match all.get(name.as_ref()).and_then(Value::as_str) {
            Some(before) => format!("{before},{value}"),
            None => value.into_owned(),
        };
        all.insert(name.into_owned(), joined.into());
    }
    all
}

/// Text where the content type says text and the bytes are UTF-8, else base64.
fn body_text(head: &Head, body: &Bytes) -> (String, bool) {
    let kind = text(head, &header::CONTENT_TYPE).to_ascii_lowercase();
    let is_text = ["text/", "application/json", "application/javascript", "application/xml"]
        .iter()
        .any(|start| kind.starts_with(start))
        || kind.contains("+json")
        || kind.contains("+xml");
    match std::str::from_utf8(body) {
        Ok(text) if is_text => (text.to_owned(), false),
        _ => (STANDARD.encode(body), true),
    }
}

fn text(head: &Head, name: &HeaderName) -> String {
    head.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

/// `23/Nov/2026:02:00:00 +0000`.
fn access_log_time(now: UnixMillis) -> String {
    jiff::Timestamp::from(now).strftime("%d/%b/%Y:%H:%M:%S +0000").to_string()
}
