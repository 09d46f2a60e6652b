//! Logs as CloudWatch Logs reads them: streams, spans, retention.

use crate::app::{App, START, name};
use api::event::{InvocationEvent, LogLevel, LogLine, LogOrigin, RunEvent};
use api::id::{FunctionName, RunId};
use api::logs::{LogCursor, LogQuery, Logs};
use api::run::{Metrics, RunSettings, RunSource, RunState, RunSummary, Target};
use api::time::UnixMillis;
use billing::Architecture;
use store::run::RunWrite;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn hello() -> FunctionName {
    name("hello")
}

/// A run that ended, with one line, `at_ms` after the start.
async fn run(app: &App, number: u32, at_ms: i64, stream: Option<&str>) {
    let at = UnixMillis(START.0 + at_ms);
    let id = RunId::parse(format!("{number:08x}-0000-4000-8000-000000000000")).unwrap();
    let summary = RunSummary {
        id: id.clone(),
        function: hello(),
        target: Target::Latest,
        source: RunSource::Api,
        state: RunState::Succeeded,
        queued_at: at,
        cold: false,
        settings: RunSettings { memory_mib: 128, tmp_mib: 512, timeout_s: 3, architecture: Architecture::Arm64 },
        metrics: Metrics::default(),
        charge: None,
        attempt: None,
    };
    let line = LogLine { origin: LogOrigin::Function, level: LogLevel::Info, text: format!("line {number}") };
    let event = |seq, event| RunEvent { run: id.clone(), seq, at, event };
    let events = vec![event(1, InvocationEvent::InitStarted), event(2, InvocationEvent::Log(line))];
    let mut writes = vec![
        RunWrite::Insert { account: app.account.clone(), summary: summary.clone(), payload: "{}".to_owned() },
        RunWrite::Events(events),
        RunWrite::Finish { summary, response: None, error: None },
    ];
    let stream = stream.map(|stream| RunWrite::LogStream { run: id, name: stream.to_owned(), now: at });
    writes.extend(stream);
    store::run::write(&app.store, &writes).await.unwrap();
}

fn query(cursor: LogCursor) -> LogQuery {
    LogQuery { stream: None, from: UnixMillis(0), until: UnixMillis(i64::MAX), cursor, limit: 10 }
}

async fn lines(app: &App, query: LogQuery) -> Vec<String> {
    let events = app.control.log_events(&app.account, &hello(), query).await.unwrap();
    events.into_iter().map(|event| event.text).collect()
}

#[tokio::test]
async fn lines_are_in_the_order_of_their_time_and_in_the_stream_of_their_environment() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    run(&app, 2, 2_000, Some("2026/11/23/[$LATEST]a")).await;
    run(&app, 1, 1_000, Some("2026/11/23/[$LATEST]a")).await;
    run(&app, 3, 3_000, None).await;
    assert_eq!(lines(&app, query(LogCursor::FromOldest)).await, ["line 1", "line 2", "line 3"]);
    let newest = LogQuery { limit: 2, ..query(LogCursor::Newest) };
    assert_eq!(lines(&app, newest).await, ["line 2", "line 3"]);
    let until = LogQuery {
        from: UnixMillis(START.0 + 2_000),
        until: UnixMillis(START.0 + 3_000),
        ..query(LogCursor::FromOldest)
    };
    assert_eq!(lines(&app, until).await, ["line 2"]);
    let streams = app.control.log_streams(&app.account, &hello()).await.unwrap();
    let names: Vec<&str> = streams.iter().map(|stream| stream.name.as_str()).collect();
    // A run without an environment has a stream by its own id.
    assert_eq!(names, ["2026/11/23/[$LATEST]00000003000040008000000000000000", "2026/11/23/[$LATEST]a"]);
    assert_eq!((streams[1].first_at, streams[1].last_at), (UnixMillis(START.0 + 1_000), UnixMillis(START.0 + 2_000)));
    let of_one = LogQuery { stream: Some(names[0].to_owned()), ..query(LogCursor::FromOldest) };
    assert_eq!(lines(&app, of_one).await, ["line 3"]);
}

#[tokio::test]
async fn what_is_older_than_its_retention_is_not_shown_and_then_deleted() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    run(&app, 1, 0, None).await;
    run(&app, 2, 2 * DAY_MS, None).await;
    app.clock.advance_all(std::time::Duration::from_secs(3 * 86_400 - 3_600));
    app.control.set_retention(&app.account, &hello(), Some(3)).await.unwrap();
    assert_eq!(lines(&app, query(LogCursor::FromOldest)).await, ["line 1", "line 2"]);
    let rows = async || store::run::list(&app.store, &app.account, None, None, 10).await.unwrap().len();

    app.clock.advance_all(std::time::Duration::from_secs(7_200));
    assert_eq!(lines(&app, query(LogCursor::FromOldest)).await, ["line 2"]);
    assert_eq!(app.control.log_streams(&app.account, &hello()).await.unwrap().len(), 1);
    assert_eq!(rows().await, 2, "it is hidden at once");
    app.control.set_retention(&app.account, &hello(), Some(3)).await.unwrap();
    assert_eq!(rows().await, 1, "and deleted when the log is tidied");
    app.control.set_retention(&app.account, &hello(), None).await.unwrap();
    let [group] = app.control.log_groups(&app.account).await.unwrap().try_into().unwrap();
    assert_eq!((group.function, group.retention_days), (hello(), None));
    assert!(app.control.set_retention(&app.account, &hello(), Some(2)).await.is_err());
}
