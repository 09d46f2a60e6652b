//! Asynchronous events, from their acceptance to their end.

use crate::app::{App, Function};
use api::error::ErrorCode;
use api::id::RunId;
use api::invoker::Invoker;
use api::queue::{EventAction, EventQueue, EventState, EventsView};
use api::run::{RunSource, RunState, RunSummary};
use serde_json::{Value, json};
use std::time::Duration;
use store::Store;
use store::event_config::EventConfigRow;

pub const FAILS: &str = "export const handler = async () => { throw new Error('not today'); };";
pub const ECHO: &str =
    "export const handler = async (event) => { console.log('got', JSON.stringify(event)); return event; };";

impl App {
    /// Returns when what there is of events is as wanted.
    pub async fn events_until(&self, wanted: impl Fn(&EventsView) -> bool) -> EventsView {
        let mut changed = self.invoke.events_changed();
        loop {
            changed.borrow_and_update();
            let view = self.invoke.events(&self.account).await.unwrap();
            if wanted(&view) {
                return view;
            }
            changed.changed().await.unwrap();
        }
    }

    /// Returns when no event waits or runs.
    pub async fn all_over(&self) -> EventsView {
        self.events_until(|view| view.counts[..4].iter().sum::<u64>() == 0).await
    }

    async fn skip(&self, seconds: u64) {
        self.clock.skip(&self.account, Duration::from_secs(seconds));
    }
}

fn count(view: &EventsView, state: EventState) -> u64 {
    view.counts[EventState::ALL.iter().position(|other| *other == state).unwrap()]
}

impl Function<'_> {
    pub async fn send(&self, payload: &str) -> RunId {
        let request = api::run::RunRequest { source: RunSource::ApiEvent, ..self.request(payload) };
        self.app.invoke.enqueue(&self.app.account, request).await.unwrap()
    }

    async fn runs(&self) -> Vec<RunSummary> {
        let mut runs = self.app.invoke.runs(&self.app.account, Some(&self.name), None, 100).await.unwrap();
        runs.reverse();
        runs
    }

    fn arn(&self) -> String {
        self.name.arn(&self.app.account)
    }

    /// Sets what becomes of events to the draft.
    pub async fn settle_by(&self, change: impl FnOnce(&mut EventConfigRow)) {
        let mut config = EventConfigRow {
            qualifier: "$LATEST".to_owned(),
            retries: None,
            age_s: None,
            on_success: None,
            on_failure: None,
            modified_at: self.app.clock.now(),
        };
        change(&mut config);
        let mut db = self.app.store.write().await.unwrap();
        let row = store::function::get(&mut db, &self.app.account, &self.name).await.unwrap().unwrap();
        store::event_config::put(&mut db, row.key, &config).await.unwrap();
        Store::commit(db).await.unwrap();
    }

    pub async fn reserve(&self, reserved: Option<u32>) {
        let mut db = self.app.store.write().await.unwrap();
        let row = store::function::get(&mut db, &self.app.account, &self.name).await.unwrap().unwrap();
        store::event_config::set_reserved(&mut db, row.key, reserved).await.unwrap();
        Store::commit(db).await.unwrap();
    }

    /// The events that it got, as it logged them.
    async fn got(&self) -> Vec<Value> {
        let mut got = Vec::new();
        for run in self.runs().await {
            let story = self.ended(&run.id).await;
            got.push(serde_json::from_str(story.response()).unwrap());
        }
        got
    }
}

#[tokio::test]
async fn a_failing_event_is_tried_three_times_and_is_there_to_be_tried_anew() {
    let app = App::new().await;
    let function = app.create("index.mjs", FAILS).await;
    let event = function.send(r#"{"n":1}"#).await;
    let waits = |seconds: i64| {
        move |view: &EventsView| {
            count(view, EventState::Retrying) == 1 && view.events[0].due_at.0 - view.now.0 == seconds * 1_000
        }
    };
    let view = app.events_until(waits(60)).await;
    assert_eq!((view.events[0].attempts, view.events[0].reason.as_str()), (1, "Error: not today"));
    assert_eq!(app.invoke.next_due(&app.account).await.unwrap(), Some(view.events[0].due_at));
    app.skip(60).await;
    app.events_until(waits(120)).await;
    app.skip(120).await;
    let view = app.all_over().await;
    assert_eq!((view.done, view.events.len(), view.events[0].state), (0, 1, EventState::Dead));

    let runs = function.runs().await;
    let attempts: Vec<_> = runs.iter().map(|run| run.attempt.clone().unwrap()).collect();
    assert_eq!(attempts.iter().map(|attempt| attempt.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(attempts.iter().all(|attempt| attempt.event == event));
    assert_eq!(runs[0].id, event, "the first attempt is found by what the caller was told");
    let last = function.ended(&runs[2].id).await;
    assert!(last.report().contains(event.as_str()), "all attempts have one request id: {}", last.report());

    function.save(&[("index.mjs", ECHO)]).await;
    assert_eq!(app.invoke.event_payload(&app.account, &event).await.unwrap(), r#"{"n":1}"#);
    app.invoke.act(&app.account, &event, EventAction::Retry).await.unwrap();
    let view = app.events_until(|view| view.done == 1).await;
    assert_eq!(view.events, []);
    let runs = function.runs().await;
    assert_eq!((runs.len(), runs[3].state), (4, RunState::Succeeded));
    assert_eq!(app.invoke.event_payload(&app.account, &event).await.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn destinations_get_a_record_of_how_it_ended() {
    let app = App::new().await;
    let (good, bad) = (app.create("index.mjs", ECHO).await, app.create("index.mjs", FAILS).await);
    let next = app.create("index.mjs", ECHO).await;
    good.settle_by(|config| config.on_success = Some(next.arn())).await;
    bad.settle_by(|config| (config.on_failure, config.retries) = (Some(next.arn()), Some(0))).await;

    let sent = good.send(r#"{"big":12345678901234567890}"#).await;
    app.events_until(|view| view.done == 2).await;
    let failed = bad.send("[1]").await;
    app.events_until(|view| view.done == 4).await;

    let got = next.got().await;
    let arn = |function: &Function<'_>| format!("{}:$LATEST", function.arn());
    let request = |id: &RunId, of: &Function<'_>, condition: &str| json!({ "requestId": id, "functionArn": arn(of), "condition": condition, "approximateInvokeCount": 1 });
    assert_eq!(got[0]["requestContext"], request(&sent, &good, "Success"));
    assert_eq!((&got[0]["version"], &got[0]["timestamp"]), (&"1.0".into(), &"2026-11-23T02:00:00.000Z".into()));
    assert_eq!(got[0]["responseContext"], json!({ "statusCode": 200, "executedVersion": "$LATEST" }));
    assert_eq!(got[1]["requestContext"], request(&failed, &bad, "RetriesExhausted"));
    assert_eq!(
        (&got[1]["requestPayload"], &got[1]["responsePayload"]["errorMessage"]),
        (&json!([1]), &"not today".into())
    );
    assert_eq!(got[1]["responseContext"]["functionError"], "Unhandled");
    let record = app.invoke.run(&app.account, &next.runs().await[0].id).await.unwrap();
    assert!(record.payload.contains(r#""requestPayload":{"big":12345678901234567890}"#), "no number is rounded");
    assert_eq!(record.summary.source, RunSource::Destination(good.name.clone()));
}

#[tokio::test]
async fn an_event_without_room_waits_and_dies_of_age() {
    let app = App::new().await;
    let function = app.create("index.mjs", ECHO).await;
    let next = app.create("index.mjs", ECHO).await;
    function.reserve(Some(0)).await;
    function.settle_by(|config| (config.age_s, config.on_failure) = (Some(60), Some(next.arn()))).await;
    let first = function.send("1").await;
    let view = app.events_until(|view| count(view, EventState::Throttled) == 1).await;
    assert!(view.events[0].reason.contains("ReservedFunctionConcurrentInvocationLimitExceeded"), "{view:?}");
    assert_eq!((view.events[0].attempts, view.events[0].due_at.0 - view.now.0), (0, 1_000));
    let refused = function.start("{}").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::FunctionThrottled);

    app.skip(61).await;
    app.events_until(|view| view.done == 2).await;
    let got = next.got().await;
    assert_eq!(got[0]["requestContext"]["condition"], "EventAgeExceeded");
    assert_eq!((&got[0]["requestContext"]["requestId"], got[0].get("responsePayload")), (&json!(first), None));

    function.reserve(None).await;
    function.send("2").await;
    app.events_until(|view| view.done == 3).await;
    assert_eq!(function.runs().await.len(), 1, "what was throttled is no run");
}

#[tokio::test]
async fn functions_that_send_to_each_other_are_stopped() {
    let app = App::new().await;
    let brief = "export const handler = async () => 1;";
    let (ping, pong) = (app.create("index.mjs", brief).await, app.create("index.mjs", brief).await);
    ping.settle_by(|config| config.on_success = Some(pong.arn())).await;
    pong.settle_by(|config| config.on_success = Some(ping.arn())).await;
    ping.send("{}").await;
    let view = app.events_until(|view| count(view, EventState::Dead) == 1).await;
    assert!(view.events[0].reason.contains("in a loop are stopped"), "{}", view.events[0].reason);
    assert_eq!((ping.runs().await.len(), pong.runs().await.len()), (16, 16));
}

#[tokio::test]
async fn what_a_stopped_server_left_is_gone_on_with() {
    let app = App::new().await;
    let function = app.create("index.mjs", FAILS).await;
    let name = function.name.clone();
    function.send("1").await;
    app.events_until(|view| count(view, EventState::Retrying) == 1).await;
    app.invoke.shutdown(Duration::from_secs(5)).await;
    let refused = function.send_refused().await;
    assert_eq!(refused, ErrorCode::Unavailable);
    let (store, account, folder) = app.into_parts();
    let after = App::over(invoke::InvokeConfig::default(), store, account).await;
    let view = after.invoke.events(&after.account).await.unwrap();
    assert_eq!((view.events[0].attempts, view.events[0].state), (1, EventState::Retrying));
    let function = Function { app: &after, name };
    function.save(&[("index.mjs", ECHO)]).await;
    after.skip(60).await;
    after.events_until(|view| view.done == 1).await;
    let runs = function.runs().await;
    assert_eq!((runs.len(), runs[1].attempt.as_ref().unwrap().number), (2, 2));
    drop(folder);
}

impl Function<'_> {
    async fn send_refused(&self) -> ErrorCode {
        self.app.invoke.enqueue(&self.app.account, self.request("1")).await.unwrap_err().code
    }
}

#[tokio::test]
async fn a_person_tries_gives_up_and_drops_events() {
    let app = App::new().await;
    let function = app.create("index.mjs", FAILS).await;
    let next = app.create("index.mjs", ECHO).await;
    function.settle_by(|config| config.on_failure = Some(next.arn())).await;
    let act = async |event: &RunId, action| app.invoke.act(&app.account, event, action).await;
    let first = function.send("1").await;
    app.events_until(|view| count(view, EventState::Retrying) == 1).await;
    act(&first, EventAction::Retry).await.unwrap();
    app.events_until(|view| view.events.first().is_some_and(|event| event.attempts == 2)).await;
    act(&first, EventAction::GiveUp).await.unwrap();
    app.events_until(|view| view.done == 2).await;
    assert_eq!(next.got().await[0]["requestContext"]["approximateInvokeCount"], 2);

    let second = function.send("2").await;
    app.events_until(|view| count(view, EventState::Retrying) == 1).await;
    act(&second, EventAction::Drop).await.unwrap();
    assert_eq!(app.all_over().await.events, []);
    let stranger = api::id::AccountId::from_number(7);
    assert_eq!(app.invoke.act(&stranger, &first, EventAction::Drop).await.unwrap_err().code, ErrorCode::NotFound);
    app.skip(3_600).await;
    assert_eq!(function.runs().await.len(), 3, "what was dropped is not tried");
}

#[tokio::test]
async fn bad_events_are_refused_before_anything_is_kept() {
    let app = App::new().await;
    let function = app.create("index.mjs", ECHO).await;
    let enqueue = async |payload: String| {
        let request = api::run::RunRequest { payload, ..function.request("") };
        app.invoke.enqueue(&app.account, request).await.unwrap_err()
    };
    assert_eq!(enqueue("{".to_owned()).await.code, ErrorCode::InvalidRequestContent);
    let large = enqueue(format!("\"{}\"", "x".repeat(1_048_576))).await;
    assert_eq!((large.code, large.message.contains("1048578 bytes")), (ErrorCode::TooLarge, true));
    let gone =
        api::run::RunRequest { function: api::id::FunctionName::parse("gone").unwrap(), ..function.request("1") };
    assert_eq!(app.invoke.enqueue(&app.account, gone).await.unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(app.all_over().await.events, []);
}
