//! Messages of standard queues.

use crate::world::{START, World, text};
use api::sqs::error::QueueError;
use api::sqs::message::{AttributeData, MessageAttribute, MessageAttributes, MessageState, NewMessage, ReceiptHandle};
use api::sqs::queues::{QueueControl, Queues, Take};
use api::sqs::settings::SettingsChange;
use api::sqs::{DELAY_S_MAX, MESSAGE_ATTRIBUTES_MAX, MESSAGE_BYTES_MAX, VISIBILITY_S_MAX};
use api::time::UnixMillis;

#[tokio::test]
async fn a_message_arrives_with_all_that_was_sent_and_goes_when_it_is_deleted() {
    let world = World::start().await;
    let queue = world.queue("jobs", SettingsChange::default()).await;
    let binary = MessageAttribute { data_type: "Binary.png".to_owned(), data: AttributeData::Binary(vec![0, 255]) };
    let attributes = MessageAttributes::from([
        ("kind".to_owned(), MessageAttribute::string("büro")),
        ("tries".to_owned(), MessageAttribute::number(-3)),
        ("icon".to_owned(), binary),
    ]);
    let trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
    let new = NewMessage { attributes: attributes.clone(), trace_header: Some(trace.to_owned()), ..text("grüße") };
    let sent = world.try_send(&queue, new).await.unwrap();
    assert_eq!(world.counts(&queue).await, [1, 0, 0]);

    let received = world.receive(&queue, 10).await.remove(0);
    assert_eq!((received.body.as_str(), &received.attributes), ("grüße", &attributes));
    assert_eq!((&received.id, &received.md5_of_body), (&sent.id, &sent.md5_of_body));
    assert_eq!(received.md5_of_attributes, sent.md5_of_attributes);
    let named = received.system.named();
    let time = START.0.to_string();
    for (name, value) in [
        ("ApproximateReceiveCount", "1"),
        ("SentTimestamp", &time),
        ("ApproximateFirstReceiveTimestamp", &time),
        ("SenderId", "AKIATEST"),
        ("AWSTraceHeader", trace),
    ] {
        assert!(named.contains(&(name, value.to_owned())), "{name} of {named:?}");
    }
    assert_eq!(world.counts(&queue).await, [0, 1, 0]);
    assert!(world.receive(&queue, 10).await.is_empty());
    world.delete(&queue, &received).await.unwrap();
    world.delete(&queue, &received).await.unwrap();
    assert_eq!(world.counts(&queue).await, [0, 0, 0]);
    assert_eq!(world.sqs.next_visible(&queue).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_received_again_is_deleted_by_its_newest_receipt_only() {
    let world = World::start().await;
    let queue = world.queue("jobs", SettingsChange::default()).await;
    world.send(&queue, "one").await;
    let first = world.receive(&queue, 1).await.remove(0);
    world.skip(30);
    let second = world.receive(&queue, 1).await.remove(0);
    assert_ne!(first.receipt, second.receipt);
    assert_eq!(second.system.receive_count, 2);
    assert_eq!(second.system.first_received_at, Some(START));
    world.delete(&queue, &first).await.unwrap();
    assert_eq!(world.counts(&queue).await, [0, 1, 0], "an old receipt deletes nothing");
    assert_eq!(world.hide(&queue, &first, 0).await, Err(QueueError::NotInFlight));
    world.skip(30);
    world.delete(&queue, &second).await.unwrap();
    assert_eq!(world.counts(&queue).await, [0, 0, 0], "visible again, and not received since");
}

#[tokio::test]
async fn a_message_is_hidden_for_longer_or_shorter_and_for_12_hours_at_most() {
    let world = World::start().await;
    let queue = world.queue("jobs", SettingsChange::default()).await;
    world.send(&queue, "one").await;
    let message = world.receive(&queue, 1).await.remove(0);
    world.hide(&queue, &message, 100).await.unwrap();
    world.skip(99);
    assert!(world.receive(&queue, 1).await.is_empty());
    let too_long = world.hide(&queue, &message, VISIBILITY_S_MAX).await.unwrap_err().to_string();
    assert!(too_long.contains("beyond the limit [43200 seconds]"), "{too_long}");
    let changed = world.sqs.changes(&queue);
    world.hide(&queue, &message, 0).await.unwrap();
    assert!(changed.has_changed().unwrap(), "who waits is woken");
    assert_eq!(world.hide(&queue, &message, 10).await, Err(QueueError::NotInFlight), "it is visible");
    assert_eq!(world.bodies(&queue).await, ["one"]);
    assert!(world.hide(&queue, &message, VISIBILITY_S_MAX + 1).await.is_err());
}

#[tokio::test]
async fn limits_refuse_one_message_and_not_its_neighbours() {
    let world = World::start().await;
    let small = SettingsChange { message_bytes_max: Some(1_024), ..SettingsChange::default() };
    let queue = world.queue("jobs", small).await;
    let attribute = |name: &str, value: MessageAttribute| NewMessage {
        attributes: MessageAttributes::from([(name.to_owned(), value)]),
        ..text("x")
    };
    let many = (0..=MESSAGE_ATTRIBUTES_MAX).map(|n| (format!("a{n}"), MessageAttribute::number(1))).collect();
    let refused = [
        text(""),
        text("a\u{0}b"),
        text("\u{ffff}"),
        text(&"x".repeat(1_025)),
        attribute("big", MessageAttribute::string("x".repeat(1_020))),
        attribute("aws.trace", MessageAttribute::string("x")),
        attribute("a b", MessageAttribute::string("x")),
        attribute("..", MessageAttribute::string("x")),
        attribute(
            "n",
            MessageAttribute { data_type: "Number".to_owned(), data: AttributeData::Text("seven".to_owned()) },
        ),
        attribute("b", MessageAttribute { data_type: "Binary".to_owned(), data: AttributeData::Text("x".to_owned()) }),
        attribute("e", MessageAttribute::string("")),
        NewMessage { attributes: many, ..text("x") },
        NewMessage { delay_s: Some(DELAY_S_MAX + 1), ..text("x") },
        NewMessage { group: Some("g".to_owned()), ..text("x") },
        NewMessage { deduplication: Some("d".to_owned()), ..text("x") },
    ];
    let count = refused.len();
    let batch = refused.into_iter().chain([text("good"), text(&"x".repeat(1_024))]).collect();
    let answers = world.sqs.send(&queue, batch).await.unwrap();
    assert!(answers[..count].iter().all(Result::is_err), "{answers:?}");
    assert!(answers[count..].iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(world.counts(&queue).await, [2, 0, 0]);
    let whole = world.queue("whole", SettingsChange::default()).await;
    world.send(&whole, &"x".repeat(MESSAGE_BYTES_MAX)).await;
    let too_large = world.try_send(&whole, text(&"x".repeat(MESSAGE_BYTES_MAX + 1))).await;
    assert_eq!(too_large, Err(QueueError::TooLarge { bytes_max: MESSAGE_BYTES_MAX as u64 }));
}

#[tokio::test]
async fn strange_receipts_and_queues_that_are_not_there_are_refused() {
    let world = World::start().await;
    let (queue, other) = (world.queue("jobs", SettingsChange::default()).await, world.arn("other"));
    world.send(&queue, "one").await;
    let message = world.receive(&queue, 1).await.remove(0);
    let another = world.queue("another", SettingsChange::default()).await;
    assert_eq!(world.delete(&another, &message).await, Err(QueueError::Receipt), "of another queue");
    let forged = ReceiptHandle::parse("AQEB' or 1=1 --".replace(' ', "_")).unwrap();
    assert_eq!(world.sqs.delete(&queue, &[forged]).await.unwrap(), [Err(QueueError::Receipt)]);
    assert!(ReceiptHandle::parse("with space").is_err() && ReceiptHandle::parse("x".repeat(5_000)).is_err());
    let missing = Err(QueueError::NoQueue(other.clone()));
    assert_eq!(world.try_send(&other, text("x")).await, missing.clone().map(|()| unreachable!()));
    assert_eq!(world.sqs.receive(&other, Take { max: 1, visibility_s: None }).await.map(drop), missing);
    let stranger = api::sqs::QueueArn::new(&api::id::AccountId::from_number(7), queue.name.clone());
    assert!(world.sqs.facts(&stranger).await.is_err(), "another account's");
    for (max, visibility_s) in [(0, None), (u32::MAX, None), (1, Some(VISIBILITY_S_MAX + 1))] {
        assert!(world.sqs.receive(&queue, Take { max, visibility_s }).await.is_err(), "{max} {visibility_s:?}");
    }
}

#[tokio::test]
async fn a_page_sees_messages_without_receiving_them() {
    let world = World::start().await;
    let queue = world.queue("jobs", SettingsChange::default()).await;
    let [one, two] = [world.send(&queue, "one").await, world.send(&queue, "two").await];
    world.try_send(&queue, NewMessage { delay_s: Some(60), ..text("later") }).await.unwrap();
    world.receive(&queue, 1).await;
    let seen = world.sqs.peek(&queue, 10).await.unwrap();
    let after = |seconds: i64| UnixMillis(START.0 + seconds * 1_000);
    let states: Vec<_> = seen.iter().map(|message| (message.body.as_str(), message.state)).collect();
    let expected = [
        ("one", MessageState::InFlight(after(30))),
        ("two", MessageState::Visible),
        ("later", MessageState::Delayed(after(60))),
    ];
    assert_eq!(states, expected);
    assert_eq!(seen[0].id, one.id);
    assert!(world.sqs.delete_message(&queue, &two.id).await.unwrap());
    assert!(!world.sqs.delete_message(&queue, &two.id).await.unwrap());
    assert_eq!(world.counts(&queue).await, [0, 1, 1]);
}
