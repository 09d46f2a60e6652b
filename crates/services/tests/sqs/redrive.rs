//! Dead-letter queues.

use crate::world::{START, World, redrive_to};
use api::sqs::QueueName;
use api::sqs::queues::{QueueControl, Queues};
use api::sqs::settings::{RedriveAllow, SettingsChange};

#[tokio::test]
async fn what_was_received_too_often_goes_to_the_dead_letter_queue_with_its_past() {
    let world = World::start().await;
    let dead = world.queue("dead", SettingsChange::default()).await;
    let queue = world.queue("jobs", redrive_to(&dead, 2)).await;
    let sent = world.send(&queue, "poison").await;
    for count in 1..=2 {
        assert_eq!(world.receive(&queue, 1).await.remove(0).system.receive_count, count);
        world.skip(30);
    }
    let changed = world.sqs.changes(&dead);
    assert!(world.receive(&queue, 1).await.is_empty(), "it was received twice");
    assert!(changed.has_changed().unwrap(), "who waits for the dead letters is woken");
    assert_eq!((world.counts(&queue).await, world.counts(&dead).await), ([0, 0, 0], [1, 0, 0]));
    let message = world.receive(&dead, 1).await.remove(0);
    assert_eq!((&message.id, message.body.as_str()), (&sent.id, "poison"));
    assert_eq!(message.system.source.as_ref(), Some(&queue));
    assert_eq!((message.system.sent_at, message.system.receive_count), (START, 3));
    world.delete(&dead, &message).await.unwrap();
    let stored = store::sqs::stored(&mut world.store.read().await.unwrap(), &world.account).await.unwrap();
    assert_eq!((stored.queues, stored.messages, stored.bytes), (2, 0, 0), "what was moved is counted once");
}

#[tokio::test]
async fn a_poisoned_fifo_group_goes_on_behind_its_dead_letter() {
    let world = World::start().await;
    let dead = world.queue("dead.fifo", SettingsChange::default()).await;
    let queue = world.queue("jobs.fifo", redrive_to(&dead, 1)).await;
    for body in ["poison", "fine"] {
        world.send_to_group(&queue, "a", body).await;
    }
    assert_eq!(world.receive(&queue, 1).await.remove(0).body, "poison");
    assert!(world.receive(&queue, 1).await.is_empty());
    world.skip(30);
    assert_eq!(world.bodies(&queue).await, ["fine"]);
    let letter = world.receive(&dead, 1).await.remove(0);
    assert_eq!((letter.body.as_str(), letter.system.group.as_deref()), ("poison", Some("a")));
}

#[tokio::test]
async fn a_dead_letter_queue_must_be_there_be_of_the_same_type_and_let_the_queue_in() {
    let world = World::start().await;
    let dead = world.queue("dead", SettingsChange::default()).await;
    let queue = world.queue("jobs", SettingsChange::default()).await;
    let refused = |change| {
        let (sqs, queue) = (world.sqs.clone(), queue.clone());
        async move { sqs.set(&queue, change).await.unwrap_err().to_string() }
    };
    assert!(refused(redrive_to(&world.arn("nowhere"), 1)).await.contains("Dead letter target does not exist."));
    assert!(refused(redrive_to(&world.arn("dead.fifo"), 1)).await.contains("must also be a standard queue"));
    assert!(refused(redrive_to(&dead, 0)).await.contains("between 1 and 1000"));
    let allow = |allow| SettingsChange { redrive_allow: Some(Some(allow)), ..SettingsChange::default() };
    world.sqs.set(&dead, allow(RedriveAllow::ByQueue(vec![world.arn("others")]))).await.unwrap();
    assert!(refused(redrive_to(&dead, 1)).await.contains("does not allow this queue"));
    world.sqs.set(&dead, allow(RedriveAllow::ByQueue(vec![queue.clone()]))).await.unwrap();
    world.sqs.set(&queue, redrive_to(&dead, 1)).await.unwrap();
    assert_eq!(world.sqs.sources(&dead, None, 10).await.unwrap(), [QueueName::parse("jobs").unwrap()]);

    // A letter that cannot be delivered is not lost.
    world.send(&queue, "poison").await;
    world.receive(&queue, 1).await;
    world.sqs.delete_queue(&dead).await.unwrap();
    world.skip(30);
    assert_eq!(world.bodies(&queue).await, ["poison"]);
}
