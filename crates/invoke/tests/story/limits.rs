//! Bounds: how much at once, how much log, how large, and what belongs to whom.

use crate::app::{App, HELLO, seconds};
use api::error::ErrorCode;
use api::event::{InvocationEvent, LOG_LINES_MAX};
use api::id::{AccountId, RunId};
use api::invoker::Invoker;
use api::run::RunState;
use billing::PriceBook;
use invoke::InvokeConfig;
use store::Store;

const LOOP: &str = "export const handler = async () => { console.log('on'); while (true) {} };";

#[tokio::test]
async fn a_million_lines_are_counted_and_the_first_are_kept() {
    let app = App::new().await;
    let source =
        "export const handler = async () => { for (let i = 0; i < 1_000_000; i++) console.log(i); return 'done'; };";
    let story =
        app.create_with(&[("index.mjs", source)], |config| config.timeout = seconds(300)).await.invoke("{}").await;
    assert_eq!((story.state(), story.response()), (RunState::Succeeded, "\"done\""));
    assert_eq!(story.function_lines().len() as u64, LOG_LINES_MAX);
    let dropped = story.events.iter().rev().find_map(|event| match event.event {
        InvocationEvent::LogsDropped { lines, .. } => Some(lines),
        _ => None,
    });
    assert_eq!(dropped, Some(1_000_000 - LOG_LINES_MAX));
}

#[tokio::test]
async fn one_function_loops_and_another_answers() {
    let app = App::new().await;
    let looping = app.create_with(&[("index.mjs", LOOP)], |config| config.timeout = seconds(900)).await;
    let mut page = looping.subscribe(Vec::new());
    let run = looping.start("{}").await.unwrap();
    page.until(crate::app::line_with("on")).await;
    let hello = app.create("index.mjs", HELLO).await;
    assert_eq!(hello.invoke("{}").await.response(), r#"{"ok":true}"#);
    app.invoke.cancel(&app.account, &run).await.unwrap();
    looping.ended(&run).await;
}

#[tokio::test]
async fn what_is_over_the_accounts_concurrency_is_refused_and_what_waits_can_be_cancelled() {
    let app = App::with(InvokeConfig { account_concurrency_max: 2, guests_max: 1, ..InvokeConfig::default() }).await;
    let function = app.create_with(&[("index.mjs", LOOP)], |config| config.timeout = seconds(900)).await;
    let mut page = function.subscribe(Vec::new());
    let running = function.start("{}").await.unwrap();
    page.until(crate::app::line_with("on")).await;
    let waiting = function.start("{}").await.unwrap();
    let refused = function.start("{}").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManyRequests);
    assert!(
        refused.message.starts_with("Rate Exceeded. Reason: ConcurrentInvocationLimitExceeded"),
        "{}",
        refused.message
    );
    app.invoke.cancel(&app.account, &waiting).await.unwrap();
    let never_started = function.ended(&waiting).await;
    assert_eq!((never_started.state(), never_started.kinds().as_str()), (RunState::Cancelled, "queued, finished"));
    assert_eq!(never_started.record.summary.charge, None);
    app.invoke.cancel(&app.account, &running).await.unwrap();
    function.ended(&running).await;
}

#[tokio::test]
async fn a_function_gets_new_environments_only_so_fast() {
    let app = App::with(InvokeConfig { environments_burst_max: 2, ..InvokeConfig::default() }).await;
    let crash = app.create("index.mjs", "export const handler = async () => process.exit(1);").await;
    for _ in 0..2 {
        assert_eq!(crash.invoke("{}").await.error_type(), "Runtime.ExitError");
    }
    let refused = crash.start("{}").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManyRequests);
    assert!(refused.message.contains("2 new environments in 10 s"), "{}", refused.message);
    let hello = app.create("index.mjs", HELLO).await;
    for _ in 0..4 {
        assert_eq!(hello.warm().await.response(), r#"{"ok":true}"#);
    }
}

#[tokio::test]
async fn two_hundred_at_once_all_end_well() {
    let app = App::with(InvokeConfig { guests_max: 4, ..InvokeConfig::default() }).await;
    let function = app.create("index.mjs", "export const handler = async (event) => event.n;").await;
    let runs = (0..200).map(|n| {
        let request = function.request(&format!("{{\"n\":{n}}}"));
        app.invoke.invoke(&app.account, request)
    });
    for (n, record) in futures::future::join_all(runs).await.into_iter().enumerate() {
        assert_eq!(record.unwrap().response, Some(n.to_string()));
    }
}

#[tokio::test]
async fn an_event_is_checked_before_anything_runs() {
    let app = App::new().await;
    let hello = app.create("index.mjs", HELLO).await;
    let refused = hello.start("{oops").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidRequestContent);
    assert!(refused.message.starts_with("Could not parse request body into json: Could not parse payload into json: "));
    let large = format!("\"{}\"", "x".repeat(6_291_555));
    assert_eq!(hello.start(&large).await.unwrap_err().code, ErrorCode::TooLarge);
    assert_eq!(hello.start(&"[".repeat(1_000_000)).await.unwrap_err().code, ErrorCode::InvalidRequestContent);
    assert_eq!(hello.invoke("").await.response(), r#"{"ok":true}"#);
}

#[tokio::test]
async fn what_belongs_to_another_account_does_not_exist() {
    let app = App::new().await;
    let hello = app.create("index.mjs", HELLO).await;
    let trigger = hello.schedule("rate(1 minute)").await;
    let story = hello.invoke("{}").await;
    let run = &story.record.summary.id;
    let stranger = AccountId::from_number(1);
    let code = |error: api::error::ApiError| error.code;
    assert_eq!(app.invoke.start(&stranger, hello.request("{}")).await.map_err(code), Err(ErrorCode::NotFound));
    assert_eq!(app.invoke.wait(&stranger, run).await.map_err(code).err(), Some(ErrorCode::NotFound));
    assert_eq!(app.invoke.run(&stranger, run).await.map_err(code).err(), Some(ErrorCode::NotFound));
    assert_eq!(app.invoke.cancel(&stranger, run).await.map_err(code), Err(ErrorCode::NotFound));
    assert_eq!(app.invoke.fire_trigger(&stranger, &trigger).await.map_err(code), Err(ErrorCode::NotFound));
    assert!(app.invoke.run_events(&stranger, run, 0, 10).await.unwrap().is_empty());
    assert!(app.invoke.runs(&stranger, None, None, 10).await.unwrap().is_empty());
    let missing = RunId::parse(uuid::Uuid::new_v4().to_string()).unwrap();
    assert_eq!(app.invoke.run(&app.account, &missing).await.map_err(code).err(), Some(ErrorCode::NotFound));
}

#[tokio::test]
async fn the_price_book_in_force_decides() {
    let app = App::new().await;
    let source = "export const handler = () => new Promise((done) => setTimeout(done, 110));";
    let function = app.create("index.mjs", source).await;
    for book in PriceBook::ALL {
        let mut db = app.store.write().await.unwrap();
        store::account::set_price_book(&mut db, &app.account, book).await.unwrap();
        Store::commit(db).await.unwrap();
        let summary = function.invoke("{}").await.record.summary;
        let (charge, metrics) = (summary.charge.unwrap(), summary.metrics);
        let expected_us = metrics.duration_us + if book.bills_init() { metrics.init_us.unwrap_or(0) } else { 0 };
        let step_us = book.granularity_ms() * 1_000;
        assert_eq!((charge.book, charge.billed_ms * 1_000), (book, expected_us.div_ceil(step_us) * step_us));
        assert!(charge.charge_nanousd > 200, "more than the request alone");
    }
}
