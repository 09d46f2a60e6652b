//! A workspace's clock by HTTP, and events as they stand.

use crate::client::send;
use crate::lab::Lab;
use api::run::{RunRequest, RunSource, Said, Target, Variation};
use serde_json::Value;

const FAILS: &str = "export const handler = async () => { throw new Error('not today'); };";

#[tokio::test]
async fn the_clock_is_stopped_and_stepped_to_the_next_attempt() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let function = lab.create(&visitor, "failing", FAILS).await;
    let change = async |body: &str| {
        let answer = send(lab.address, "POST", "/clock", &[("cookie", &visitor.cookie)], body.as_bytes()).await;
        (answer.status, serde_json::from_str::<Value>(&answer.text()).unwrap())
    };
    assert_eq!(change("\"pause\"").await.1["isPaused"], true);
    assert_eq!(change("\"step\"").await.0, 404, "nothing waits yet");
    let (source, variation) = (RunSource::ApiEvent, Variation::default());
    let request = RunRequest {
        function,
        target: Target::Latest,
        payload: "1".to_owned(),
        source,
        variation,
        said: Said::default(),
    };
    let mut changed = lab.parts.invoke.events_changed();
    lab.parts.invoke.enqueue(&visitor.account, request).await.unwrap();
    let due = loop {
        let (_, clock) = change("\"pause\"").await;
        if let Some(due) = clock["nextDue"].as_i64() {
            assert_eq!(due - clock["now"].as_i64().unwrap(), 60_000);
            break due;
        }
        changed.changed().await.unwrap();
    };
    let (_, stepped) = change("\"step\"").await;
    assert_eq!((stepped["now"].as_i64(), &stepped["isPaused"]), (Some(due), &true.into()));
    assert_eq!(change(r#"{"skipMs":1000}"#).await.1["now"], due + 1_000);
    let (status, refused) = change(r#"{"skip":1}"#).await;
    assert_eq!(status, 400);
    assert!(refused["detail"].as_str().unwrap().contains("skipMs"), "{refused}");
    assert_eq!(change("\"realTime\"").await.1["aheadMs"], 0);
    assert_eq!(lab.get("/clock", &[]).await.status, 404, "no workspace, no clock");
}
