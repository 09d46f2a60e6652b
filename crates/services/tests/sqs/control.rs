//! Making, listing, purging and deleting queues.

use crate::world::World;
use api::region::Region;
use api::sqs::QueueArn;
use api::sqs::error::QueueError;
use api::sqs::queues::{QueueControl, Queues};
use api::sqs::settings::{Setting, SettingsChange};
use std::collections::BTreeMap;

#[tokio::test]
async fn a_queue_is_made_once_and_the_same_again_is_no_error() {
    let world = World::start().await;
    let change = SettingsChange { visibility_s: Some(5), ..SettingsChange::default() };
    let queue = world.queue("jobs", change.clone()).await;
    world.send(&queue, "kept").await;
    world.queue("jobs", change).await;
    world.queue("jobs", SettingsChange::default()).await;
    let other = SettingsChange { visibility_s: Some(6), ..SettingsChange::default() };
    let refused = world.sqs.create(&queue, other, BTreeMap::new()).await;
    assert_eq!(refused, Err(QueueError::Exists(Setting::Visibility)));
    assert_eq!(world.counts(&queue).await, [1, 0, 0]);
}

#[tokio::test]
async fn settings_have_their_ranges_and_standard_queues_no_fifo_settings() {
    let world = World::start().await;
    let queue = world.queue("jobs", SettingsChange::default()).await;
    let default = SettingsChange::default;
    for (change, setting) in [
        (SettingsChange { visibility_s: Some(43_201), ..default() }, Setting::Visibility),
        (SettingsChange { delay_s: Some(901), ..default() }, Setting::Delay),
        (SettingsChange { retention_s: Some(59), ..default() }, Setting::Retention),
        (SettingsChange { wait_s: Some(21), ..default() }, Setting::Wait),
        (SettingsChange { message_bytes_max: Some(1_023), ..default() }, Setting::MessageBytes),
        (SettingsChange { is_fifo: Some(true), ..default() }, Setting::Fifo),
        (SettingsChange { content_deduplication: Some(true), ..default() }, Setting::ContentDeduplication),
    ] {
        let refused = world.sqs.set(&queue, change).await;
        assert!(matches!(&refused, Err(QueueError::Setting { setting: of, .. }) if *of == setting), "{refused:?}");
    }
    let facts = world.sqs.facts(&queue).await.unwrap();
    assert_eq!(facts.settings, api::sqs::settings::QueueSettings::new(false), "nothing was changed");
}

#[tokio::test]
async fn queues_are_listed_by_name_purged_and_deleted() {
    let world = World::start().await;
    for name in ["b", "a_1", "a%2", "a-3.fifo"].map(|name| name.replace('%', "-")) {
        world.queue(&name, SettingsChange::default()).await;
    }
    let names = |prefix: &'static str, after: Option<&'static str>, limit| {
        let world = &world;
        async move {
            let after = after.map(|name| world.arn(name).name);
            let names = world.sqs.list(&world.account, prefix, after.as_ref(), limit).await.unwrap();
            names.into_iter().map(String::from).collect::<Vec<_>>()
        }
    };
    assert_eq!(names("", None, 10).await, ["a-2", "a-3.fifo", "a_1", "b"]);
    assert_eq!(names("a-", Some("a-2"), 10).await, ["a-3.fifo"]);
    assert_eq!(names("", None, 1).await, ["a-2"]);

    let queue = world.arn("b");
    world.send(&queue, "one").await;
    world.sqs.purge(&queue).await.unwrap();
    assert_eq!(world.counts(&queue).await, [0, 0, 0]);
    assert_eq!(world.sqs.purge(&queue).await, Err(QueueError::Purged(queue.name.clone())));
    world.skip(60);
    world.sqs.purge(&queue).await.unwrap();
    world.send(&queue, "two").await;
    world.sqs.delete_queue(&queue).await.unwrap();
    assert_eq!(world.sqs.delete_queue(&queue).await, Err(QueueError::NoQueue(queue.clone())));
    world.queue("b", SettingsChange::default()).await;
    assert_eq!(world.counts(&queue).await, [0, 0, 0], "a queue of the same name begins empty");
}

#[tokio::test]
async fn tags_are_kept_and_limited() {
    let world = World::start().await;
    let queue = world.queue("jobs", SettingsChange::default()).await;
    let tags =
        |range: std::ops::Range<u32>| range.map(|n| (format!("t{n}"), "x".to_owned())).collect::<BTreeMap<_, _>>();
    world.sqs.change_tags(&queue, tags(0..50), Vec::new()).await.unwrap();
    assert!(world.sqs.change_tags(&queue, tags(50..51), Vec::new()).await.is_err());
    world.sqs.change_tags(&queue, BTreeMap::new(), vec!["t0".to_owned(), "none".to_owned()]).await.unwrap();
    assert_eq!(world.sqs.tags(&queue).await.unwrap(), tags(1..50));
    let reserved = BTreeMap::from([("aws:x".to_owned(), String::new())]);
    assert!(world.sqs.change_tags(&queue, reserved, Vec::new()).await.is_err());
}

#[tokio::test]
async fn a_region_has_queues_of_its_own() {
    let world = World::start().await;
    let here = world.queue("jobs", SettingsChange::default()).await;
    let there = QueueArn::new(&world.account.in_region(Region::parse("eu-west-1").unwrap()), here.name.clone());
    assert!(matches!(world.sqs.facts(&there).await, Err(QueueError::NoQueue(_))));
    world.sqs.create(&there, SettingsChange::default(), BTreeMap::new()).await.unwrap();
    world.send(&there, "far").await;
    assert_eq!((world.counts(&there).await, world.counts(&here).await), ([1, 0, 0], [0, 0, 0]));
    assert_eq!(world.bodies(&there).await, ["far"]);
}
