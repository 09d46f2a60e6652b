//! Queues that are read for functions, with the queues themselves.

use crate::app::{App, Function};
use api::id::MappingId;
use api::invoker::Invoker;
use api::mapping::{Mapping, MappingSettings, Pollers, Polling, WaitsFor};
use api::queue::EventQueue;
use api::run::{RunSource, RunState, RunSummary};
use api::sqs::message::NewMessage;
use api::sqs::queues::{QueueControl, Queues, Take};
use api::sqs::settings::{QueueFacts, Redrive, SettingsChange};
use api::sqs::{QueueArn, QueueName};
use serde_json::{Value, json};
use services::sqs::Sqs;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::sync::broadcast;

const ECHO: &str = "export const handler = async (event) => event;";
const FAILS: &str = "export const handler = async () => { throw new Error('not today'); };";
/// Fails messages whose body says so, and reports them.
const REPORTS: &str = "export const handler = async (event) => ({ batchItemFailures: event.Records \
    .filter((record) => record.body.startsWith('bad')).map((record) => ({ itemIdentifier: record.messageId })) });";

/// A data plane with queues.
struct Desk {
    app: App,
    sqs: Sqs,
    changes: broadcast::Sender<()>,
}

impl Desk {
    async fn new() -> Self {
        Self::over(App::new().await)
    }

    fn over(app: App) -> Self {
        let sqs = Sqs::start(app.store.clone(), Arc::clone(&app.clock));
        let (changes, listener) = broadcast::channel(8);
        app.invoke.run_mappings(Arc::new(sqs.clone()), listener);
        Self { app, sqs, changes }
    }

    async fn queue(&self, name: &str, settings: SettingsChange) -> QueueArn {
        let queue = QueueArn::new(&self.app.account, QueueName::parse(name).unwrap());
        self.sqs.create(&queue, settings, BTreeMap::new()).await.unwrap();
        queue
    }

    async fn send(&self, queue: &QueueArn, bodies: &[&str]) {
        let group = queue.name.is_fifo().then(|| "g".to_owned());
        let message = |(i, body): (usize, &&str)| NewMessage {
            body: (*body).to_owned(),
            group: group.clone(),
            deduplication: group.as_ref().map(|_| format!("{body}-{i}")),
            sender: "AKIA".to_owned(),
            ..NewMessage::default()
        };
        let messages = bodies.iter().enumerate().map(message).collect();
        self.sqs.send(queue, messages).await.unwrap().into_iter().for_each(|sent| drop(sent.unwrap()));
    }

    async fn facts(&self, queue: &QueueArn) -> QueueFacts {
        self.sqs.facts(queue).await.unwrap()
    }

    /// Writes a mapping down, and tells of it.
    async fn put(&self, mapping: &Mapping) {
        let mut db = self.app.store.write().await.unwrap();
        store::mapping::put(&mut db, mapping).await.unwrap();
        Store::commit(db).await.unwrap();
        let _ = self.changes.send(());
    }

    async fn read(&self, queue: &QueueArn, function: &Function<'_>, settings: MappingSettings) -> Mapping {
        let now = self.app.clock.now_of(&self.app.account);
        let mapping = Mapping {
            id: MappingId::parse(uuid::Uuid::new_v4().to_string()).unwrap(),
            account: self.app.account.clone(),
            source: queue.clone(),
            function: function.name.clone(),
            qualifier: None,
            settings,
            enabled: true,
            created_at: now,
            modified_at: now,
        };
        self.put(&mapping).await;
        mapping
    }

    /// Returns when the queue is empty.
    async fn emptied(&self, queue: &QueueArn) {
        loop {
            let facts = self.facts(queue).await;
            if facts.visible + facts.in_flight + facts.delayed == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Returns when what is done with the mapping is as wanted.
    async fn polling(&self, mapping: &Mapping, wanted: impl Fn(&Polling) -> bool) -> Polling {
        loop {
            let polling = self.app.invoke.polling(&mapping.id);
            if wanted(&polling) {
                return polling;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Runs that have ended, oldest first, once there are so many.
    async fn ended(&self, function: &Function<'_>, count: usize) -> Vec<RunSummary> {
        loop {
            let mut runs = self.app.invoke.runs(&self.app.account, Some(&function.name), None, 100).await.unwrap();
            if runs.len() >= count && runs.iter().all(|run| run.state.is_final()) {
                runs.reverse();
                return runs;
            }
            tokio::task::yield_now().await;
        }
    }

    fn skip(&self, seconds: u64) {
        self.app.clock.skip(&self.app.account, Duration::from_secs(seconds));
    }

    /// What is in a queue that nobody else reads, with how often each message was received before.
    async fn taken(&self, queue: &QueueArn) -> Vec<(String, u32)> {
        let taken = self.sqs.receive(queue, Take { max: 10, visibility_s: Some(0) }).await.unwrap();
        taken.into_iter().map(|message| (message.body, message.system.receive_count)).collect()
    }
}

fn failed(polling: &Polling) -> bool {
    polling.in_flight == 0 && polling.last.as_ref().is_some_and(|last| last.problem.is_some())
}

fn visible_again(polling: &Polling) -> bool {
    polling.in_flight == 0 && matches!(polling.waits, Some(waiting) if waiting.why == WaitsFor::Visible)
}

#[tokio::test]
async fn messages_invoke_the_function_and_are_gone() {
    let desk = Desk::new().await;
    let echo = desk.app.create("index.mjs", ECHO).await;
    let queue = desk.queue("orders", SettingsChange::default()).await;
    let mapping = desk.read(&queue, &echo, MappingSettings::default()).await;
    desk.send(&queue, &["one", "two", "three"]).await;
    desk.emptied(&queue).await;
    let runs = desk.ended(&echo, 1).await;
    assert!(
        runs.iter().all(|run| run.source == RunSource::Sqs(mapping.id.clone()) && run.state == RunState::Succeeded)
    );
    assert_eq!(runs[0].source.label(), "SQS");
    let mut bodies = Vec::new();
    for run in &runs {
        let event: Value = serde_json::from_str(echo.ended(&run.id).await.response()).unwrap();
        for record in event["Records"].as_array().unwrap() {
            bodies.push(record["body"].as_str().unwrap().to_owned());
            assert_eq!(record["eventSource"], "aws:sqs");
            assert_eq!(record["eventSourceARN"], queue.to_string());
            assert_eq!(record["awsRegion"], "us-east-1");
            assert_eq!(record["attributes"]["ApproximateReceiveCount"], "1");
            assert_eq!(record["messageAttributes"], json!({}));
        }
    }
    bodies.sort();
    assert_eq!(bodies, ["one", "three", "two"]);
    assert_eq!(desk.polling(&mapping, |polling| polling.in_flight == 0).await.last.unwrap().text(), "OK");
}

#[tokio::test]
async fn a_poison_message_is_dead_after_exactly_as_many_receives_as_may_be() {
    let desk = Desk::new().await;
    let fails = desk.app.create("index.mjs", FAILS).await;
    let dead = desk.queue("dead", SettingsChange::default()).await;
    let redrive = Redrive { target: dead.clone(), receives_max: 3 };
    let settings = SettingsChange { redrive: Some(Some(redrive)), ..SettingsChange::default() };
    let queue = desk.queue("orders", settings).await;
    let mapping = desk.read(&queue, &fails, MappingSettings::default()).await;
    desk.send(&queue, &["poison"]).await;
    for tried in 1..=3 {
        desk.ended(&fails, tried).await;
        let polling = desk.polling(&mapping, |polling| failed(polling) && visible_again(polling)).await;
        assert_eq!(polling.last.unwrap().text(), "PROBLEM: Function call failed");
        assert_eq!((desk.facts(&queue).await.in_flight, desk.facts(&dead).await.visible), (1, 0), "try {tried}");
        // What it waits for is what the account's clock can be stepped to.
        assert_eq!(
            desk.app.invoke.next_due(&desk.app.account).await.unwrap(),
            polling.waits.map(|waiting| waiting.until)
        );
        desk.skip(30);
    }
    desk.emptied(&queue).await;
    assert_eq!(desk.ended(&fails, 3).await.len(), 3);
    assert_eq!(desk.taken(&dead).await.first().map(|(body, _)| body.clone()).as_deref(), Some("poison"));
}

#[tokio::test]
async fn messages_that_are_reported_come_again_and_the_others_do_not() {
    let desk = Desk::new().await;
    let reports = desk.app.create("index.mjs", REPORTS).await;
    let queue = desk.queue("orders", SettingsChange::default()).await;
    desk.send(&queue, &["good", "bad", "fine"]).await;
    let settings = MappingSettings { reports_failures: true, ..MappingSettings::default() };
    let mapping = desk.read(&queue, &reports, settings).await;
    desk.ended(&reports, 1).await;
    desk.polling(&mapping, visible_again).await;
    assert_eq!(desk.facts(&queue).await.in_flight, 1);
    desk.skip(30);
    let runs = desk.ended(&reports, 2).await;
    let again: Value = serde_json::from_str(&reports.ended(&runs[1].id).await.record.payload).unwrap();
    let records = again["Records"].as_array().unwrap();
    assert_eq!((records.len(), &records[0]["body"]), (1, &json!("bad")));
    assert_eq!(records[0]["attributes"]["ApproximateReceiveCount"], "2");
}

#[tokio::test]
async fn a_window_fills_a_batch_and_ends_when_the_clock_is_skipped() {
    let desk = Desk::new().await;
    let echo = desk.app.create("index.mjs", ECHO).await;
    let queue = desk.queue("orders", SettingsChange { visibility_s: Some(120), ..SettingsChange::default() }).await;
    let settings = MappingSettings { batch_size: 100, window_s: 20, ..MappingSettings::default() };
    let mapping = desk.read(&queue, &echo, settings).await;
    let bodies: Vec<String> = (0..15).map(|i| i.to_string()).collect();
    desk.send(&queue, &bodies.iter().map(String::as_str).collect::<Vec<_>>()).await;
    desk.polling(&mapping, |polling| polling.gathered == 15).await;
    desk.send(&queue, &["last"]).await;
    let polling = desk.polling(&mapping, |polling| polling.gathered == 16).await;
    let waits = polling.waits.unwrap();
    assert_eq!(waits.why, WaitsFor::Window);
    assert_eq!(desk.app.invoke.next_due(&desk.app.account).await.unwrap(), Some(waits.until));
    desk.skip(20);
    desk.emptied(&queue).await;
    let runs = desk.ended(&echo, 1).await;
    assert_eq!(runs.len(), 1);
    let event: Value = serde_json::from_str(&echo.ended(&runs[0].id).await.record.payload).unwrap();
    assert_eq!(event["Records"].as_array().unwrap().len(), 16);
}

#[tokio::test]
async fn without_room_a_batch_waits_and_loses_no_receives() {
    let desk = Desk::new().await;
    let echo = desk.app.create("index.mjs", ECHO).await;
    echo.reserve(Some(0)).await;
    let queue = desk.queue("orders", SettingsChange::default()).await;
    let mapping = desk.read(&queue, &echo, MappingSettings::default()).await;
    desk.send(&queue, &["patient"]).await;
    let no_room = |polling: &Polling| matches!(polling.waits, Some(waiting) if waiting.why == WaitsFor::Room);
    let first = desk.polling(&mapping, no_room).await;
    assert!(first.last.as_ref().unwrap().text().contains("ReservedFunctionConcurrentInvocationLimitExceeded"));
    desk.skip(1);
    desk.polling(&mapping, |polling| no_room(polling) && polling.waits != first.waits).await;
    assert_eq!(desk.facts(&queue).await.in_flight, 1);
    echo.reserve(None).await;
    desk.skip(2);
    desk.emptied(&queue).await;
    let runs = desk.ended(&echo, 1).await;
    let event: Value = serde_json::from_str(&echo.ended(&runs[0].id).await.record.payload).unwrap();
    assert_eq!(event["Records"][0]["attributes"]["ApproximateReceiveCount"], "1");
}

#[tokio::test]
async fn what_no_filter_lets_through_is_deleted_unseen() {
    let desk = Desk::new().await;
    let echo = desk.app.create("index.mjs", ECHO).await;
    let queue = desk.queue("orders", SettingsChange::default()).await;
    let filters = vec![r#"{"body":{"kind":["order"]}}"#.to_owned(), r#"{"body":["plain"]}"#.to_owned()];
    desk.send(&queue, &[r#"{"kind":"order"}"#, r#"{"kind":"other"}"#, "plain", "text"]).await;
    desk.read(&queue, &echo, MappingSettings { filters, ..MappingSettings::default() }).await;
    desk.emptied(&queue).await;
    let mut bodies = Vec::new();
    for run in desk.ended(&echo, 1).await {
        let event: Value = serde_json::from_str(&echo.ended(&run.id).await.record.payload).unwrap();
        bodies.extend(event["Records"].as_array().unwrap().iter().map(|record| record["body"].to_string()));
    }
    bodies.sort();
    assert_eq!(bodies, [r#""plain""#, r#""{\"kind\":\"order\"}""#]);
}

#[tokio::test]
async fn a_group_keeps_its_order_while_its_first_message_fails() {
    let desk = Desk::new().await;
    let source = "let tries = 0; export const handler = async (event) => { \
        if (event.Records[0].attributes.ApproximateReceiveCount === '1') throw new Error('not yet'); return event; };";
    let stubborn = desk.app.create("index.mjs", source).await;
    let queue = desk.queue("orders.fifo", SettingsChange::default()).await;
    desk.send(&queue, &["1", "2", "3"]).await;
    let mapping = desk.read(&queue, &stubborn, MappingSettings { batch_size: 1, ..MappingSettings::default() }).await;
    for done in 0..3 {
        desk.ended(&stubborn, done * 2 + 1).await;
        desk.polling(&mapping, failed).await;
        desk.polling(&mapping, visible_again).await;
        desk.skip(30);
        desk.ended(&stubborn, done * 2 + 2).await;
    }
    desk.emptied(&queue).await;
    let mut order = Vec::new();
    for run in desk.ended(&stubborn, 6).await {
        let event: Value = serde_json::from_str(&stubborn.ended(&run.id).await.record.payload).unwrap();
        order.push(event["Records"][0]["body"].as_str().unwrap().to_owned());
    }
    assert_eq!(order, ["1", "1", "2", "2", "3", "3"]);
}

#[tokio::test]
async fn a_mapping_that_is_off_reads_nothing_and_goes_on_when_it_is_on_again() {
    let desk = Desk::new().await;
    let echo = desk.app.create("index.mjs", ECHO).await;
    let queue = desk.queue("orders", SettingsChange::default()).await;
    let mapping = desk.read(&queue, &echo, MappingSettings::default()).await;
    desk.polling(&mapping, |polling| polling.is_on).await;
    desk.put(&Mapping { enabled: false, ..mapping.clone() }).await;
    desk.polling(&mapping, |polling| !polling.is_on).await;
    desk.send(&queue, &["later"]).await;
    assert_eq!(desk.facts(&queue).await.visible, 1);
    // As after a restart: another data plane over the same store.
    desk.app.invoke.shutdown(Duration::from_secs(5)).await;
    let name = echo.name.clone();
    let (store, account, _folder) = desk.app.into_parts();
    let desk = Desk::over(App::over(invoke::InvokeConfig::default(), store, account).await);
    let echo = Function { app: &desk.app, name };
    assert_eq!(desk.facts(&queue).await.visible, 1);
    desk.put(&mapping).await;
    desk.emptied(&queue).await;
    assert_eq!(desk.ended(&echo, 1).await.len(), 1);
}

#[tokio::test]
async fn nothing_is_read_for_a_function_that_is_gone_and_a_queue_that_is_gone_is_told() {
    let desk = Desk::new().await;
    let echo = desk.app.create("index.mjs", ECHO).await;
    let queue = desk.queue("orders", SettingsChange::default()).await;
    let mut db = desk.app.store.write().await.unwrap();
    let now = desk.app.clock.now_of(&desk.app.account);
    assert!(store::function::delete(&mut db, &desk.app.account, &echo.name, now).await.unwrap());
    Store::commit(db).await.unwrap();
    desk.send(&queue, &["waits"]).await;
    let mapping = desk.read(&queue, &echo, MappingSettings::default()).await;
    let problem = |part: &'static str| {
        move |polling: &Polling| polling.last.as_ref().is_some_and(|last| last.text().contains(part))
    };
    desk.polling(&mapping, problem("PROBLEM: Function not found")).await;
    assert_eq!(desk.facts(&queue).await.visible, 1, "it was not received in vain");

    let mut db = desk.app.store.write().await.unwrap();
    store::function::undelete(&mut db, &desk.app.account, &echo.name, api::time::UnixMillis(0)).await.unwrap();
    Store::commit(db).await.unwrap();
    desk.skip(60);
    desk.emptied(&queue).await;
    desk.sqs.delete_queue(&queue).await.unwrap();
    desk.skip(60);
    let _ = desk.changes.send(());
    desk.put(&Mapping { modified_at: api::time::UnixMillis(now.0 + 1), ..mapping.clone() }).await;
    desk.polling(&mapping, problem("PROBLEM: The specified queue does not exist")).await;
}
