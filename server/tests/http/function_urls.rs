//! Function URLs: the event that goes in and the answer that comes out.

use crate::client::{Answer, send};
use crate::lab::{Lab, Visitor};
use api::control_plane::ControlPlane;
use api::event::InvocationEvent;
use api::id::{FunctionName, TriggerId};
use api::invoker::Invoker;
use api::message::ServerMessage;
use api::run::{RunSource, RunState};
use futures::{Stream, StreamExt};
use insta::assert_snapshot;

async fn endpoint(lab: &Lab, source: &str) -> (Visitor, TriggerId) {
    let visitor = lab.visitor().await;
    let function = lab.create(&visitor, "endpoint", source).await;
    let url = lab.url(&visitor, &function).await;
    (visitor, url)
}

async fn by_host(lab: &Lab, id: &TriggerId, method: &str, path: &str, more: &[(&str, &str)], body: &[u8]) -> Answer {
    let host = format!("{id}.lambda-url.us-east-1.localhost:3000");
    let headers = [&[("host", host.as_str())], more].concat();
    send(lab.address, method, path, &headers, body).await
}

/// Waits for the end of a run: pages get it when it is on disk.
async fn written_down(messages: &mut (impl Stream<Item = ServerMessage> + Unpin)) {
    let is_end = |message: &ServerMessage| match message {
        ServerMessage::Event { event, .. } => matches!(event.event, InvocationEvent::Charged(_)),
        _ => false,
    };
    while !is_end(&messages.next().await.unwrap()) {}
}

#[tokio::test]
async fn answers_are_inferred() {
    let lab = Lab::new().await;
    let (_, id) = endpoint(&lab, "export const handler = async (event) => JSON.parse(event.body);").await;
    let table: [(&str, u16, &str, &str); 7] = [
        ("3", 200, "application/json", "3"),
        ("{\"a\":1}", 200, "application/json", "{\"a\":1}"),
        ("[1,2]", 200, "application/json", "[1,2]"),
        ("{\"statusCode\":201,\"body\":\"made\"}", 201, "application/json", "made"),
        ("{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/html\"},\"body\":\"<b>\"}", 200, "text/html", "<b>"),
        ("{\"statusCode\":200,\"body\":\"aGk=\",\"isBase64Encoded\":true}", 200, "application/json", "hi"),
        ("{\"statusCode\":\"nonsense\"}", 502, "text/plain; charset=utf-8", "Internal Server Error"),
    ];
    let json = [("content-type", "application/json")];
    for (value, status, kind, body) in table {
        let answer = by_host(&lab, &id, "POST", "/", &json, value.as_bytes()).await;
        let got = (answer.status, answer.header("content-type").unwrap_or_default(), answer.text());
        assert_eq!(got, (status, kind, body.to_owned()), "{value}");
    }
    let cookies = "{\"statusCode\":200,\"cookies\":[\"a=1; Secure\",\"b=2\"],\"headers\":{\"x-one\":\"1\"}}";
    let answer = by_host(&lab, &id, "POST", "/", &json, cookies.as_bytes()).await;
    let set: Vec<&str> = answer.headers.iter().filter(|(n, _)| n == "set-cookie").map(|(_, v)| v.as_str()).collect();
    assert_eq!((set, answer.header("x-one")), (vec!["a=1; Secure", "b=2"], Some("1")));
}

#[tokio::test]
async fn the_event_is_of_version_two() {
    let lab = Lab::new().await;
    let (visitor, id) = endpoint(&lab, "export const handler = async (event) => event;").await;
    let function = FunctionName::parse("endpoint").unwrap();
    let mut messages = Box::pin(lab.parts.invoke.subscribe(visitor.account.clone(), function, Vec::new()));
    let headers = [
        ("cookie", "a=1; b=2"),
        ("X-Many", "one"),
        ("x-many", "two"),
        ("content-type", "text/plain"),
        ("user-agent", "test"),
    ];
    let answer = by_host(&lab, &id, "POST", "/a%20b/c?x=1&y=a%20b&x=2&empty=", &headers, "grüße".as_bytes()).await;
    let mut event: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(event["requestContext"]["requestId"].as_str().unwrap().len(), 36);
    event["requestContext"]["requestId"] = "ID".into();
    let text = serde_json::to_string_pretty(&event).unwrap().replace(id.as_str(), "URL");
    assert_snapshot!(text, @r#"
    {
      "version": "2.0",
      "routeKey": "$default",
      "rawPath": "/a%20b/c",
      "rawQueryString": "x=1&y=a%20b&x=2&empty=",
      "headers": {
        "connection": "close",
        "content-length": "7",
        "host": "URL.lambda-url.us-east-1.on.aws",
        "x-many": "one,two",
        "content-type": "text/plain",
        "user-agent": "test",
        "cookie": "a=1; b=2",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http"
      },
      "requestContext": {
        "accountId": "anonymous",
        "apiId": "URL",
        "domainName": "URL.lambda-url.us-east-1.on.aws",
        "domainPrefix": "URL",
        "http": {
          "method": "POST",
          "path": "/a%20b/c",
          "protocol": "HTTP/1.1",
          "sourceIp": "127.0.0.1",
          "userAgent": "test"
        },
        "requestId": "ID",
        "routeKey": "$default",
        "stage": "$default",
        "time": "23/Nov/2026:02:00:00 +0000",
        "timeEpoch": 1795399200000
      },
      "isBase64Encoded": false,
      "queryStringParameters": {
        "x": "1,2",
        "y": "a b",
        "empty": ""
      },
      "cookies": [
        "a=1",
        "b=2"
      ],
      "body": "grüße"
    }
    "#);
    // The caller has its answer before the run is written down.
    written_down(&mut messages).await;
    let run = lab.parts.invoke.runs(&visitor.account, None, None, 10).await.unwrap().remove(0);
    assert_eq!((run.source, run.state), (RunSource::FunctionUrl(id), RunState::Succeeded));
}

#[tokio::test]
async fn binary_bodies_travel_as_base64() {
    let lab = Lab::new().await;
    let source =
        "export const handler = async ({ body, isBase64Encoded }) => ({ statusCode: 200, body, isBase64Encoded });";
    let (_, id) = endpoint(&lab, source).await;
    let bytes: Vec<u8> = (0..=255).collect();
    let answer = by_host(&lab, &id, "POST", "/", &[("content-type", "application/octet-stream")], &bytes).await;
    assert_eq!(answer.body, bytes);
}

#[tokio::test]
async fn by_path_a_function_is_kept_away_from_the_dashboard() {
    let lab = Lab::new().await;
    let source = "export const handler = async (event) => ({
        statusCode: 200, headers: { 'content-type': 'text/html', 'content-security-policy': 'default-src *' },
        cookies: ['coldstart_session=stolen'], body: JSON.stringify([event.cookies ?? null, event.headers.cookie ?? null, event.rawPath]),
    });";
    let (visitor, id) = endpoint(&lab, source).await;
    let answer = lab.get(&format!("/lambda-url/{id}/deep/er?x=1"), &[("cookie", &visitor.cookie)]).await;
    assert_eq!(answer.text(), "[null,null,\"/deep/er\"]");
    assert_eq!((answer.status, answer.header("set-cookie")), (200, None));
    assert_eq!(answer.header("content-security-policy"), Some("sandbox; frame-ancestors 'none'"));
    assert_eq!(lab.get(&format!("/lambda-url/{id}"), &[]).await.text(), "[null,null,\"/\"]");
}

#[tokio::test]
async fn what_is_not_there_or_off_is_forbidden() {
    let lab = Lab::new().await;
    let (visitor, id) = endpoint(&lab, "export const handler = async () => 1;").await;
    lab.parts.control.enable_trigger(&visitor.account, &id, false).await.unwrap();
    let unknown = TriggerId::parse("0".repeat(32)).unwrap();
    for id in [&id, &unknown] {
        let answer = by_host(&lab, id, "GET", "/", &[], b"").await;
        assert_eq!((answer.status, answer.text().as_str()), (403, "{\"Message\":\"Forbidden\"}"));
    }
    let hostile = send(lab.address, "GET", "/", &[("host", "<script>.lambda-url.x")], b"").await;
    assert_eq!(hostile.status, 403);
}

#[tokio::test]
async fn faults_are_bad_gateways_and_too_much_is_too_large() {
    let lab = Lab::new().await;
    let (_, id) = endpoint(&lab, "export const handler = async () => { throw new Error('no'); };").await;
    let thrown = by_host(&lab, &id, "GET", "/", &[], b"").await;
    assert_eq!((thrown.status, thrown.text().as_str()), (502, "Internal Server Error"));
    let large =
        by_host(&lab, &id, "POST", "/", &[("content-type", "text/plain")], &vec![b'x'; 6 * 1_024 * 1_024 + 1]).await;
    assert_eq!(large.status, 413);
}
