//! Pages, their workspaces, files and downloads.

use crate::client::send;
use crate::lab::{Lab, request};
use api::invoker::Invoker;
use std::time::Duration;

#[tokio::test]
async fn a_first_page_opens_a_workspace_and_a_second_uses_it() {
    let lab = Lab::new().await;
    let first = lab.get("/", &[]).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let cookie = first.header("set-cookie").unwrap().to_owned();
    assert!(
        cookie.starts_with("coldstart_session=")
            && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"),
        "{cookie}"
    );
    let pair = cookie.split(';').next().unwrap();
    assert_eq!(lab.get("/", &[("cookie", pair)]).await.header("set-cookie"), None);
    lab.parts.clock.advance_all(Duration::from_secs(200 * 86_400));
    let again = lab.get("/", &[("cookie", pair)]).await;
    assert_eq!(again.header("set-cookie"), Some(cookie.as_str()), "the session starts anew, in the browser too");
    let forged = lab.get("/", &[("cookie", "coldstart_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]).await;
    assert!(forged.header("set-cookie").is_some(), "an unknown token opens nothing");
}

#[tokio::test]
async fn files_health_and_refusals_open_no_workspace() {
    let lab = Lab::new().await;
    for path in [
        "/health",
        "/pkg/coldstart.css",
        "/favicon.ico",
        "/ws",
        "/live/runs?function=f",
        "/live/events",
        "/lambda-url/x/",
    ] {
        assert_eq!(lab.get(path, &[]).await.header("set-cookie"), None, "{path}");
    }
    assert_eq!(lab.get("/health", &[]).await.status, 200);
}

#[tokio::test]
async fn pages_say_what_may_run_on_them() {
    let lab = Lab::new().await;
    let page = lab.get("/", &[]).await;
    let policy = page.header("content-security-policy").unwrap();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
    assert!(page.text().contains(&format!("nonce=\"{nonce}\"")), "the page's scripts carry the nonce");
    let scripts = policy.split("; ").find(|part| part.starts_with("script-src")).unwrap();
    assert_eq!(scripts, format!("script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'"));
    for part in ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "worker-src 'self'"] {
        assert!(policy.contains(part), "{part} is not in {policy}");
    }
    for (name, value) in [("x-content-type-options", "nosniff"), ("cross-origin-opener-policy", "same-origin")] {
        assert_eq!(page.header(name), Some(value));
    }
    let other = lab.get("/", &[]).await;
    assert_ne!(other.header("content-security-policy"), Some(policy), "each page has a nonce of its own");
}

#[tokio::test]
async fn files_come_compressed_and_are_asked_for_again() {
    let lab = Lab::new().await;
    let plain = lab.get("/pkg/coldstart.css", &[]).await;
    assert_eq!((plain.status, plain.text().as_str(), plain.header("cache-control")), (200, "body{}", Some("no-cache")));
    let compressed = lab.get("/pkg/coldstart.css", &[("accept-encoding", "gzip")]).await;
    assert_eq!((compressed.header("content-encoding"), compressed.text().as_str()), (Some("gzip"), "not looked at"));
    let since = plain.header("last-modified").unwrap();
    assert_eq!(lab.get("/pkg/coldstart.css", &[("if-modified-since", since)]).await.status, 304);
    assert_eq!(lab.get("/pkg/../../coldstart.sqlite3", &[]).await.status, 404);
    assert_eq!(lab.get("/..%2f..%2fcoldstart.sqlite3", &[]).await.status, 404);
}

#[tokio::test]
async fn what_is_not_there_is_a_page_with_its_status() {
    let lab = Lab::new().await;
    let missing = lab.get("/no/such/page", &[]).await;
    assert_eq!(missing.status, 404);
    assert!(missing.header("content-type").unwrap().starts_with("text/html"));
}

#[tokio::test]
async fn another_sites_page_can_change_nothing() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let elsewhere: [&[(&str, &str)]; 3] =
        [&[("origin", "http://evil.example")], &[("origin", "null")], &[("sec-fetch-site", "cross-site")]];
    for headers in elsewhere {
        let headers = [headers, &[("cookie", visitor.cookie.as_str())]].concat();
        for path in ["/api/anything", "/runs/8f1c0000-0000-4000-8000-000000000000/cancel"] {
            assert_eq!(send(lab.address, "POST", path, &headers, b"").await.status, 403, "{path} {headers:?}");
        }
        let upgrade = [&headers[..], &UPGRADE].concat();
        let socket = send(lab.address, "GET", "/ws", &upgrade, b"").await;
        let expected = if headers[0].0 == "origin" { 403 } else { socket.status };
        assert_eq!(socket.status, expected, "{headers:?}");
    }
}

const UPGRADE: [(&str, &str); 4] = [
    ("connection", "upgrade"),
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

#[tokio::test]
async fn a_body_over_the_limit_is_refused_with_limit_and_value() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let body = vec![b'x'; 17 * 1_024 * 1_024];
    let headers = [("cookie", visitor.cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let answer = send(lab.address, "POST", "/api/save_draft", &headers, &body).await;
    assert_eq!(answer.status, 413, "{}", answer.text());
    assert!(answer.text().contains("the request is 17825792 bytes, the limit is 16777216"), "{}", answer.text());
}

#[tokio::test]
async fn new_workspaces_are_limited() {
    let lab = Lab::with(&["--new-workspaces-per-minute", "1"]).await;
    assert_eq!(lab.get("/", &[]).await.status, 200);
    let refused = lab.get("/", &[]).await;
    assert_eq!(refused.status, 429);
    assert!(refused.text().contains("too many new workspaces"), "{}", refused.text());
}

#[tokio::test]
async fn a_runs_log_and_answer_are_files_for_its_owner_only() {
    let lab = Lab::new().await;
    let (owner, stranger) = (lab.visitor().await, lab.visitor().await);
    let source =
        "export const handler = async () => { for (let i = 0; i < 3_000; i++) console.log('line', i); return '<b>'; };";
    let function = lab.create(&owner, "talker", source).await;
    let record = lab.parts.invoke.invoke(&owner.account, request(&function, "{}")).await.unwrap();
    let run = record.summary.id;
    let text = lab.get(&format!("/runs/{run}/log.txt"), &[("cookie", &owner.cookie)]).await;
    assert_eq!((text.status, text.header("content-type")), (200, Some("text/plain; charset=utf-8")));
    let text = text.text();
    assert_eq!(text.lines().filter(|line| line.contains("\tINFO\tline ")).count(), 3_000);
    assert!(
        text.starts_with("INIT_START ") && text.trim_end().lines().last().unwrap().starts_with("REPORT RequestId: ")
    );
    let lines = lab.get(&format!("/runs/{run}/log.ndjson"), &[("cookie", &owner.cookie)]).await.text();
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["origin"], "Platform");
    let response = lab.get(&format!("/runs/{run}/response"), &[("cookie", &owner.cookie)]).await;
    assert_eq!((response.text().as_str(), response.header("content-type")), ("\"<b>\"", Some("application/json")));
    for what in ["log.txt", "log.ndjson", "response"] {
        for cookie in [&[("cookie", stranger.cookie.as_str())][..], &[]] {
            assert_eq!(lab.get(&format!("/runs/{run}/{what}"), cookie).await.status, 404, "{what}");
        }
    }
    let cancel = format!("/runs/{run}/cancel");
    assert_eq!(send(lab.address, "POST", &cancel, &[("cookie", &stranger.cookie)], b"").await.status, 404);
    assert_eq!(send(lab.address, "POST", &cancel, &[("cookie", &owner.cookie)], b"").await.status, 204);
    assert_eq!(lab.parts.invoke.run(&owner.account, &run).await.unwrap().summary.state, record.summary.state);
}
