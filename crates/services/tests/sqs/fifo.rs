//! FIFO queues: groups in order, one batch of a group at a time, each message once in five minutes.

use crate::world::{World, content_deduplication, text};
use api::sqs::error::QueueError;
use api::sqs::message::NewMessage;
use api::sqs::queues::Queues;
use api::sqs::settings::{DeduplicationScope, SettingsChange};

#[tokio::test]
async fn a_group_is_in_order_and_waits_while_one_of_its_messages_is_in_flight() {
    let world = World::start().await;
    let queue = world.queue("jobs.fifo", SettingsChange::default()).await;
    for (group, body) in [("a", "a1"), ("a", "a2"), ("b", "b1"), ("a", "a3"), ("b", "b2")] {
        world.send_to_group(&queue, group, body).await;
    }
    let first = world.receive(&queue, 2).await;
    assert_eq!(first.iter().map(|m| m.body.as_str()).collect::<Vec<_>>(), ["a1", "a2"], "of one group, in order");
    assert!(first[0].system.sequence < first[1].system.sequence);
    let second = world.receive(&queue, 10).await;
    assert_eq!(second.iter().map(|m| m.body.as_str()).collect::<Vec<_>>(), ["b1", "b2"], "the other group goes on");
    let next = world.sqs.next_visible(&queue).await.unwrap().unwrap();
    assert_eq!(next, api::time::UnixMillis(crate::world::START.0 + 30_000), "a3 is visible, but its group is not free");
    let changed = world.sqs.changes(&queue);
    world.delete(&queue, &first[0]).await.unwrap();
    assert!(changed.has_changed().unwrap());
    assert!(world.receive(&queue, 10).await.is_empty(), "a2 is in flight");
    world.hide(&queue, &first[1], 0).await.unwrap();
    assert_eq!(world.bodies(&queue).await, ["a2", "a3"], "what comes back comes first");
}

#[tokio::test]
async fn a_receipt_of_a_fifo_queue_ends_with_its_visibility() {
    let world = World::start().await;
    let queue = world.queue("jobs.fifo", SettingsChange::default()).await;
    world.send_to_group(&queue, "a", "a1").await;
    let first = world.receive(&queue, 1).await.remove(0);
    world.skip(30);
    assert_eq!(world.delete(&queue, &first).await, Err(QueueError::Expired));
    let second = world.receive(&queue, 1).await.remove(0);
    assert_eq!(world.delete(&queue, &first).await, Err(QueueError::Expired));
    world.delete(&queue, &second).await.unwrap();
    assert_eq!(world.counts(&queue).await, [0, 0, 0]);
}

#[tokio::test]
async fn a_message_is_taken_once_in_five_minutes_even_after_it_was_deleted() {
    let world = World::start().await;
    let queue = world.queue("jobs.fifo", content_deduplication()).await;
    let grouped = |group: &str, body: &str| NewMessage { group: Some(group.to_owned()), ..text(body) };
    let first = world.try_send(&queue, grouped("a", "pay")).await.unwrap();
    let again = world.try_send(&queue, grouped("b", "pay")).await.unwrap();
    assert_eq!((&again.id, again.sequence), (&first.id, first.sequence), "the queue has seen it, in whichever group");
    let message = world.receive(&queue, 10).await.remove(0);
    world.delete(&queue, &message).await.unwrap();
    world.skip(299);
    assert_eq!(world.try_send(&queue, grouped("a", "pay")).await.unwrap().id, first.id);
    assert!(world.receive(&queue, 10).await.is_empty());
    world.skip(1);
    assert_ne!(world.try_send(&queue, grouped("a", "pay")).await.unwrap().id, first.id);
    assert_eq!(world.bodies(&queue).await, ["pay"]);
}

#[tokio::test]
async fn deduplication_can_be_of_each_group() {
    let world = World::start().await;
    let scoped = SettingsChange { scope: Some(DeduplicationScope::MessageGroup), ..content_deduplication() };
    let queue = world.queue("jobs.fifo", scoped).await;
    let grouped = |group: &str| NewMessage { group: Some(group.to_owned()), ..text("pay") };
    let [a, b, again] = [
        world.try_send(&queue, grouped("a")).await.unwrap(),
        world.try_send(&queue, grouped("b")).await.unwrap(),
        world.try_send(&queue, grouped("a")).await.unwrap(),
    ];
    assert_ne!(a.id, b.id);
    assert_eq!(a.id, again.id);
}

#[tokio::test]
async fn what_a_fifo_queue_needs_and_what_it_does_not_take() {
    let world = World::start().await;
    let queue = world.queue("jobs.fifo", SettingsChange::default()).await;
    let group = Some("a".to_owned());
    let refused = [
        (text("x"), "The request must contain the parameter MessageGroupId."),
        (NewMessage { group: group.clone(), ..text("x") }, "ContentBasedDeduplication"),
        (
            NewMessage { group: group.clone(), deduplication: Some("d".to_owned()), delay_s: Some(5), ..text("x") },
            "Value 5 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.",
        ),
        (NewMessage { group: Some("g".repeat(129)), deduplication: Some("d".to_owned()), ..text("x") }, "1 to 128"),
        (
            NewMessage { group: Some("a b".to_owned()), deduplication: Some("d".to_owned()), ..text("x") },
            "MessageGroupId",
        ),
    ];
    for (message, why) in refused {
        let answer = world.try_send(&queue, message).await.unwrap_err().to_string();
        assert!(answer.contains(why), "{answer}");
    }
    assert_eq!(world.counts(&queue).await, [0, 0, 0]);
}
