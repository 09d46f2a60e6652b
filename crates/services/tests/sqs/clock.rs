//! Visibility, delay, retention and waiting, on the account's clock.

use crate::world::{START, World, text};
use api::sqs::message::NewMessage;
use api::sqs::queues::{QueueControl, Queues, Take};
use api::sqs::settings::SettingsChange;
use api::time::UnixMillis;
use std::time::Duration;

#[tokio::test]
async fn skipping_the_clock_ahead_brings_hidden_and_delayed_messages_back() {
    let world = World::start().await;
    let slow = SettingsChange { visibility_s: Some(600), delay_s: Some(60), ..SettingsChange::default() };
    let queue = world.queue("jobs", slow).await;
    world.send(&queue, "delayed").await;
    world.try_send(&queue, NewMessage { delay_s: Some(0), ..text("at once") }).await.unwrap();
    assert_eq!(world.counts(&queue).await, [1, 0, 1]);
    assert_eq!(world.bodies(&queue).await, ["at once"]);
    assert_eq!(world.sqs.next_visible(&queue).await.unwrap(), Some(UnixMillis(START.0 + 60_000)));
    assert_eq!(world.sqs.next_due(&world.account).await.unwrap(), Some(UnixMillis(START.0 + 60_000)));
    world.skip(60);
    assert_eq!(world.bodies(&queue).await, ["delayed"]);
    world.skip(540);
    assert_eq!(world.bodies(&queue).await, ["at once"], "its 600 seconds are over");
    assert_eq!(world.counts(&queue).await, [0, 2, 0]);
}

#[tokio::test]
async fn messages_expire_when_the_queue_has_kept_them_long_enough() {
    let world = World::start().await;
    let queue = world.queue("jobs", SettingsChange::default()).await;
    world.send(&queue, "old").await;
    world.skip(4 * 86_400 - 1);
    world.send(&queue, "new").await;
    assert_eq!(world.counts(&queue).await, [2, 0, 0]);
    world.skip(1);
    assert_eq!(world.counts(&queue).await, [1, 0, 0], "kept for four days");
    assert_eq!(world.bodies(&queue).await, ["new"]);
    let shorter = SettingsChange { retention_s: Some(60), ..SettingsChange::default() };
    world.sqs.set(&queue, shorter).await.unwrap();
    world.skip(60);
    assert_eq!(world.counts(&queue).await, [0, 0, 0], "of messages that are there already, too");
    assert!(world.receive(&queue, 10).await.is_empty());
}

#[tokio::test]
async fn who_waits_is_woken_by_a_message_by_the_clock_and_by_the_end_of_the_queue() {
    let world = World::start().await;
    let queue = world.queue("jobs", SettingsChange::default()).await;
    let take = Take { max: 10, visibility_s: None };
    let waiting = || {
        let (sqs, queue) = (world.sqs.clone(), queue.clone());
        tokio::spawn(async move { sqs.receive_waiting(&queue, take, Some(20)).await })
    };
    let begun = world.clock.monotonic();
    let waits = waiting();
    world.send(&queue, "one").await;
    assert_eq!(waits.await.unwrap().unwrap().remove(0).body, "one");
    let waits = waiting();
    world.skip(30);
    assert_eq!(waits.await.unwrap().unwrap().remove(0).system.receive_count, 2);
    let waits = waiting();
    world.sqs.delete_queue(&queue).await.unwrap();
    // The task may not have begun to wait: then it finds no queue at all.
    assert!(waits.await.unwrap().is_err());
    assert!(begun.elapsed() < Duration::from_secs(10), "nobody waited for 20 seconds");
}

#[tokio::test]
async fn who_waits_in_vain_gets_nothing_when_the_time_is_over() {
    let world = World::start().await;
    let queue = world.queue("jobs", SettingsChange { wait_s: Some(0), ..SettingsChange::default() }).await;
    let take = Take { max: 1, visibility_s: None };
    let begun = world.clock.monotonic();
    assert!(world.sqs.receive_waiting(&queue, take, None).await.unwrap().is_empty());
    assert!(world.sqs.receive_waiting(&queue, take, Some(1)).await.unwrap().is_empty());
    assert!(begun.elapsed() >= Duration::from_secs(1), "in real time: the account's clock stands still");
    let too_long = world.sqs.receive_waiting(&queue, take, Some(21)).await.unwrap_err().to_string();
    assert_eq!(
        too_long,
        "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided."
    );
}
