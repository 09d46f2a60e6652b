//! What a stop of the server leaves behind.

use crate::app::{App, HELLO, line_with, seconds};
use api::error::ErrorCode;
use api::event::InvocationEvent;
use api::invoker::Invoker;
use api::run::RunState;
use invoke::InvokeConfig;
use std::time::Duration;

const LOOP: &str = "export const handler = async () => { console.log('on'); while (true) {} };";

#[tokio::test]
async fn a_run_in_flight_is_interrupted_by_the_next_start() {
    let app = App::new().await;
    let function = app.create_with(&[("index.mjs", LOOP)], |config| config.timeout = seconds(900)).await;
    let mut page = function.subscribe(Vec::new());
    let run = function.start("{}").await.unwrap();
    page.until(line_with("on")).await;
    // A second data plane over the same store is what a start after a crash sees.
    let after = App::over(InvokeConfig::default(), app.store.clone(), app.account.clone()).await;
    let record = after.invoke.run(&app.account, &run).await.unwrap();
    assert_eq!((record.summary.state, record.summary.charge), (RunState::Interrupted, None));
    app.invoke.cancel(&app.account, &run).await.unwrap();
}

#[tokio::test]
async fn a_shutdown_takes_nothing_new_and_marks_what_does_not_end() {
    let app = App::new().await;
    let function = app.create_with(&[("index.mjs", LOOP)], |config| config.timeout = seconds(900)).await;
    let mut page = function.subscribe(Vec::new());
    let run = function.start("{}").await.unwrap();
    page.until(line_with("on")).await;
    app.invoke.shutdown(Duration::ZERO).await;
    assert_eq!(function.start("{}").await.unwrap_err().code, ErrorCode::Unavailable);
    let story = function.ended(&run).await;
    assert_eq!((story.state(), story.record.summary.charge.clone()), (RunState::Interrupted, None));
    assert!(matches!(story.events.last().unwrap().event, InvocationEvent::Finished(_)));
}

#[tokio::test]
async fn a_shutdown_waits_for_what_ends_in_time() {
    let app = App::new().await;
    let source = "export const handler = () => new Promise((done) => setTimeout(() => done('whole'), 50));";
    let function = app.create("index.mjs", source).await;
    let run = function.start("{}").await.unwrap();
    app.invoke.shutdown(Duration::from_secs(60)).await;
    assert_eq!(function.ended(&run).await.response(), "\"whole\"");
}

#[tokio::test]
async fn what_was_recorded_is_there_after_a_restart() {
    let app = App::new().await;
    let hello = app.create("index.mjs", HELLO).await;
    let (name, before) = (hello.name.clone(), hello.invoke(r#"{"name":"Ada"}"#).await);
    let (store, account, _folder) = app.into_parts();
    let after = App::over(InvokeConfig::default(), store, account).await;
    let hello = crate::app::Function { app: &after, name };
    let again = hello.ended(&before.record.summary.id).await;
    assert_eq!((again.record, again.events), (before.record, before.events));
}
