//! Dead letters and records in queues.

use crate::app::App;
use crate::events::{ECHO, FAILS};
use api::error::ErrorCode;
use api::queue::{EventAction, EventQueue, EventState};
use api::run::RunSource;
use api::sqs::message::MessageAttribute;
use api::sqs::settings::QueueSettings;
use api::sqs::{QueueArn, QueueName};
use serde_json::{Value, json};
use store::Store;
use store::queue::Settled;
use store::run::RunWrite;
use store::sqs::message::LyingRow;

impl App {
    fn queue_arn(&self, name: &str) -> QueueArn {
        QueueArn::new(&self.account, QueueName::parse(name).unwrap())
    }

    async fn make_queue(&self, name: &str) -> QueueArn {
        let (arn, now) = (self.queue_arn(name), self.clock.now());
        let mut db = self.store.write().await.unwrap();
        store::sqs::insert(&mut db, &arn, &QueueSettings::new(arn.name.is_fifo()), now).await.unwrap();
        Store::commit(db).await.unwrap();
        arn
    }

    async fn messages(&self, queue: &QueueArn) -> Vec<LyingRow> {
        let mut db = self.store.read().await.unwrap();
        let row = store::sqs::get(&mut db, queue).await.unwrap().unwrap();
        store::sqs::message::peek(&mut db, &row, self.clock.now(), 100).await.unwrap()
    }
}

#[tokio::test]
async fn an_event_that_is_given_up_is_in_the_dead_letter_queue_and_its_record_in_the_destination() {
    let app = App::new().await;
    let (dead, records) = (app.make_queue("dead").await, app.make_queue("records").await);
    let failing =
        app.create_with(&[("index.mjs", FAILS)], |config| config.dead_letter = Some(app.queue_arn("dead"))).await;
    failing.settle_by(|config| (config.on_failure, config.retries) = (Some(records.to_string()), Some(0))).await;
    let event = failing.send(r#"{"order":12345678901234567890}"#).await;
    let view = app.events_until(|view| view.done == 1).await;
    assert_eq!(view.events, [], "it is in the queue, so it is not here any more");

    let letters = app.messages(&dead).await;
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(letter.body, r#"{"order":12345678901234567890}"#, "the event itself");
    let attribute = |name: &str| letter.attributes.get(name).cloned();
    assert_eq!(attribute("RequestID"), Some(MessageAttribute::string(event.as_str())));
    assert_eq!(attribute("ErrorCode"), Some(MessageAttribute::number(200)));
    assert_eq!(attribute("ErrorMessage"), Some(MessageAttribute::string("not today")));
    let records = app.messages(&records).await;
    let record: Value = serde_json::from_str(&records[0].body).unwrap();
    assert_eq!(record["requestContext"]["condition"], "RetriesExhausted");
    assert_eq!(record["responsePayload"]["errorMessage"], "not today");
}

#[tokio::test]
async fn a_success_is_recorded_in_a_queue_and_is_no_dead_letter() {
    let app = App::new().await;
    let (dead, records) = (app.make_queue("dead").await, app.make_queue("records").await);
    let good = app.create_with(&[("index.mjs", ECHO)], |config| config.dead_letter = Some(app.queue_arn("dead"))).await;
    good.settle_by(|config| config.on_success = Some(records.to_string())).await;
    good.send("[1]").await;
    app.events_until(|view| view.done == 1).await;
    let record: Value = serde_json::from_str(&app.messages(&records).await[0].body).unwrap();
    assert_eq!((&record["requestContext"]["condition"], &record["responsePayload"]), (&json!("Success"), &json!([1])));
    assert!(app.messages(&dead).await.is_empty());
}

#[tokio::test]
async fn an_event_whose_queue_is_not_there_stays_until_a_person_sends_it_on() {
    let app = App::new().await;
    let queue = app.queue_arn("late");
    let failing =
        app.create_with(&[("index.mjs", FAILS)], |config| config.dead_letter = Some(app.queue_arn("late"))).await;
    failing.settle_by(|config| config.retries = Some(0)).await;
    let event = failing.send("7").await;
    let view = app.all_over().await;
    assert_eq!(view.events[0].state, EventState::Dead);
    assert_eq!(view.events[0].dead_letter.as_ref(), Some(&queue));
    let why = "Error: not today; its dead-letter queue `late` does not exist";
    assert_eq!(view.events[0].reason, why);
    let send = || app.invoke.act(&app.account, &event, EventAction::DeadLetter);
    let refused = send().await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    assert!(refused.message.contains("`late` does not exist"), "{}", refused.message);

    app.make_queue("late").await;
    send().await.unwrap();
    let letters = app.messages(&queue).await;
    assert_eq!((letters.len(), letters[0].body.as_str()), (1, "7"));
    assert_eq!(letters[0].attributes.get("ErrorMessage"), Some(&MessageAttribute::string(why)));
    assert_eq!(app.all_over().await.events, []);
    assert_eq!(send().await.unwrap_err().code, ErrorCode::NotFound, "once");
}

#[tokio::test]
async fn a_queue_that_is_deleted_at_the_last_moment_leaves_the_event_where_it_was() {
    let app = App::new().await;
    let queue = app.make_queue("dead").await;
    let failing = app.create("index.mjs", FAILS).await;
    failing.settle_by(|config| config.retries = Some(0)).await;
    let event = failing.send("7").await;
    let view = app.all_over().await;
    assert_eq!(view.events[0].dead_letter, None);
    let send = app.invoke.act(&app.account, &event, EventAction::DeadLetter).await.unwrap_err();
    assert!(send.message.contains("has no dead-letter queue"), "{}", send.message);

    let letter = store::sqs::message::NewRow {
        id: uuid::Uuid::new_v4().to_string(),
        body: "7".to_owned(),
        attributes: std::collections::BTreeMap::new(),
        sender: failing.name.to_string(),
        trace_header: None,
        group: None,
        deduplication: None,
        bytes: 1,
        sent_at: app.clock.now(),
        visible_at: app.clock.now(),
    };
    let unsent = Settled::Dead { attempts: 1, at: app.clock.now(), reason: "a queue was deleted".to_owned() };
    let messages = vec![(queue, letter.clone()), (app.queue_arn("gone"), letter)];
    let forward = RunWrite::Forward { event: event.clone(), settled: Settled::Done, unsent, messages };
    store::run::write(&app.store, &[forward]).await.unwrap();
    let view = app.invoke.events(&app.account).await.unwrap();
    assert_eq!((view.events[0].id.as_str(), view.events[0].reason.as_str()), (event.as_str(), "a queue was deleted"));
    assert_eq!(view.events[0].source, RunSource::ApiEvent);
}
