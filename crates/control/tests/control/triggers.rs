//! Function URLs and schedules.

use crate::app::{App, DAY_MS, START, name};
use api::control_plane::{ClockChange, ControlPlane};
use api::error::ErrorCode;
use api::time::UnixMillis;
use api::trigger::{Trigger, TriggerConfig};
use control::ControlChange;
use std::time::Duration;

const MINUTE_MS: i64 = 60_000;

async fn schedule(app: &App, expression: &str) -> Trigger {
    let config = TriggerConfig::Schedule { expression: expression.to_owned() };
    app.control.create_trigger(&app.account, &name("hello"), config).await.unwrap()
}

#[tokio::test]
async fn a_schedule_says_what_it_means_and_when_it_comes() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let mut changes = app.control.changes();
    let rate = schedule(&app, " rate(5 minutes) ").await;
    assert_eq!(changes.try_recv().unwrap(), ControlChange::TriggersChanged { account: app.account.clone() });
    assert_eq!(rate.config, TriggerConfig::Schedule { expression: "rate(5 minutes)".to_owned() });
    assert_eq!(rate.description, "Every 5 minutes");
    assert_eq!(rate.next_times.len(), 10);
    assert_eq!(rate.next_times.first(), Some(&UnixMillis(START.0 + 5 * MINUTE_MS)));

    let preview = app.control.preview_schedule(&app.account, "cron(15 12 ? * MON *)").await.unwrap();
    assert_eq!(preview.next_times.first().unwrap().iso(), "2026-11-23T12:15:00.000Z");
    for refused in ["", "rate(0 minutes)", "cron(* * * * *)", "every day"] {
        let error = app.control.preview_schedule(&app.account, refused).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("expression")), "{refused}");
        let config = TriggerConfig::Schedule { expression: refused.to_owned() };
        assert!(app.control.create_trigger(&app.account, &name("hello"), config).await.is_err());
    }
    let app = app.restart().await;
    assert_eq!(app.control.triggers(&app.account, &name("hello")).await.unwrap(), [rate]);
}

#[tokio::test]
async fn a_schedule_that_is_switched_on_counts_anew() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let rate = schedule(&app, "rate(5 minutes)").await;
    let switch = async |on| app.control.enable_trigger(&app.account, &rate.id, on).await.unwrap();
    let off = switch(false).await;
    assert!(!off.enabled && off.next_times.is_empty());
    let enabled = async || store::trigger::schedules_enabled(&mut app.store.read().await.unwrap()).await.unwrap();
    assert!(enabled().await.is_empty());
    app.clock.advance_all(Duration::from_secs(62 * 60));
    let on = switch(true).await;
    assert_eq!(on.next_times.first(), Some(&UnixMillis(START.0 + 67 * MINUTE_MS)));
    app.clock.advance_all(Duration::from_secs(60));
    assert_eq!(switch(true).await.next_times, on.next_times, "it was on already");
    assert_eq!(enabled().await.len(), 1);
    app.control.delete_function(&app.account, &name("hello")).await.unwrap();
    assert!(enabled().await.is_empty(), "a deleted function is not invoked");
    app.control.undelete_function(&app.account, &name("hello")).await.unwrap();
    assert_eq!(enabled().await.first().unwrap().anchor_at, UnixMillis(START.0 + 63 * MINUTE_MS));
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_silence_schedules() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    app.control.change_clock(&app.account, ClockChange::Skip(10 * DAY_MS)).await.unwrap();
    let rate = schedule(&app, "rate(5 minutes)").await;
    let mut transaction = app.store.write().await.unwrap();
    let fired_at = app.clock.now_of(&app.account);
    store::trigger::record_fired(&mut transaction, &rate.id, fired_at).await.unwrap();
    store::Store::commit(transaction).await.unwrap();
    app.control.change_clock(&app.account, ClockChange::RealTime).await.unwrap();
    let row = store::trigger::get(&mut app.store.read().await.unwrap(), &rate.id).await.unwrap().unwrap();
    assert_eq!((row.anchor_at, row.last_fired_at), (START, Some(START)));
}

#[tokio::test]
async fn a_function_has_one_url_and_twenty_triggers() {
    let app = App::start().await;
    app.create("hello", "v1").await.unwrap();
    let add = async |config| app.control.create_trigger(&app.account, &name("hello"), config).await;
    let url = add(TriggerConfig::FunctionUrl).await.unwrap();
    let second = add(TriggerConfig::FunctionUrl).await.unwrap_err();
    assert_eq!(second.code, ErrorCode::Conflict);
    assert!(second.message.ends_with("FunctionUrlConfig exists for this Lambda function"), "{}", second.message);
    for _ in 1..20 {
        schedule(&app, "rate(1 hour)").await;
    }
    let over = add(TriggerConfig::Schedule { expression: "rate(1 hour)".to_owned() }).await.unwrap_err();
    assert_eq!(over.message, "`hello` has 20 triggers, the limit is 20");
    app.control.delete_trigger(&app.account, &url.id).await.unwrap();
    let gone = app.control.delete_trigger(&app.account, &url.id).await.unwrap_err();
    assert_eq!(gone.message, format!("trigger `{}` does not exist", url.id));
    let again = add(TriggerConfig::FunctionUrl).await.unwrap();
    assert_ne!(again.id, url.id, "an address is never given again");
}
