//! What invokes by the clock.

use crate::app::{App, is_charged};
use api::event::InvocationEvent;
use api::invoker::Invoker;
use api::run::{RunSource, RunState, RunSummary};
use std::time::Duration;
use tokio::sync::broadcast;

const ECHO: &str = "export const handler = async (event) => event;";

async fn runs(app: &App) -> Vec<RunSummary> {
    app.invoke.runs(&app.account, None, None, 100).await.unwrap()
}

#[tokio::test]
async fn a_schedule_fires_when_the_accounts_clock_is_skipped() {
    let app = App::new().await;
    let echo = app.create("index.mjs", ECHO).await;
    let trigger = echo.schedule("rate(5 minutes)").await;
    let (_changes, listener) = broadcast::channel::<()>(8);
    app.invoke.run_schedules(listener);
    let mut page = echo.subscribe(Vec::new());
    app.clock.skip(&app.account, Duration::from_secs(5 * 60));
    let events = page.until(is_charged).await;
    let source = RunSource::Schedule(trigger.clone());
    assert!(matches!(&events[0].event, InvocationEvent::Queued { source: by, .. } if *by == source));
    let story = echo.ended(&events[0].run).await;
    let event: serde_json::Value = serde_json::from_str(story.response()).unwrap();
    assert_eq!((&event["time"], &event["source"]), (&"2026-11-23T02:05:00Z".into(), &"aws.events".into()));
    assert_eq!((&event["detail-type"], &event["detail"]), (&"Scheduled Event".into(), &serde_json::json!({})));
    let arn = format!("arn:aws:events:us-east-1:{}:rule/{trigger}", app.account);
    assert_eq!(event["resources"], serde_json::json!([arn]));

    // Three times on the way fire, each once.
    app.clock.skip(&app.account, Duration::from_secs(15 * 60));
    for _ in 0..3 {
        let events = page.until(is_charged).await;
        echo.ended(&events[0].run).await;
    }
    assert!(page.ready().is_none());
    let history = runs(&app).await;
    assert_eq!(history.len(), 4);
    assert!(history.iter().all(|run| run.source == source && run.state == RunState::Succeeded));
}

#[tokio::test]
async fn a_new_schedule_is_heard_of_and_one_that_is_gone_fires_no_more() {
    let app = App::new().await;
    let echo = app.create("index.mjs", ECHO).await;
    let (changes, listener) = broadcast::channel::<()>(8);
    app.invoke.run_schedules(listener);
    let trigger = echo.schedule("cron(10 2 * * ? *)").await;
    changes.send(()).unwrap();
    let mut page = echo.subscribe(Vec::new());
    app.clock.skip(&app.account, Duration::from_secs(15 * 60));
    page.until(is_charged).await;
    let mut db = app.store.write().await.unwrap();
    store::trigger::delete(&mut db, &trigger).await.unwrap();
    store::Store::commit(db).await.unwrap();
    let other = echo.schedule("rate(1 day)").await;
    app.clock.skip(&app.account, Duration::from_secs(24 * 3_600));
    let events = page.until(is_charged).await;
    assert!(
        matches!(&events[0].event, InvocationEvent::Queued { source: RunSource::Schedule(by), .. } if *by == other)
    );
    assert_eq!(runs(&app).await.len(), 2);
}

#[tokio::test]
async fn a_schedule_is_fired_by_hand() {
    let app = App::new().await;
    let echo = app.create("index.mjs", ECHO).await;
    let trigger = echo.schedule("rate(1 day)").await;
    let run = app.invoke.fire_trigger(&app.account, &trigger).await.unwrap();
    let story = echo.ended(&run).await;
    assert_eq!(story.record.summary.source, RunSource::Schedule(trigger));
    assert!(story.response().contains(r#""time":"2026-11-23T02:00:00Z""#));
}
