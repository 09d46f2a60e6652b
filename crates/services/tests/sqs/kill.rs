//! A server that is killed while it sends.

use crate::world::{START, World, text};
use api::clock::Clock;
use api::id::AccountId;
use api::sqs::queues::{QueueControl, Queues, Take};
use api::sqs::settings::SettingsChange;
use api::sqs::{QueueArn, QueueName};
use services::sqs::Sqs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use store::Store;

/// Set in the child: the folder that it writes to.
const FOLDER: &str = "COLDSTART_TEST_KILL_FOLDER";
/// Acknowledged messages after which the child is killed.
const KILLED_AFTER: usize = 50;

fn queue() -> QueueArn {
    QueueArn::new(&AccountId::from_number(123_456_789_012), QueueName::parse("jobs").unwrap())
}

/// The test starts itself as the child, whose role is the first branch.
#[tokio::test]
async fn every_acknowledged_message_survives_a_kill() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return send_until_killed(PathBuf::from(folder)).await;
    }
    let world = World::start().await;
    world.queue("jobs", SettingsChange::default()).await;
    let World { sqs, store, clock: _, account: _, folder } = world;
    store.close().await;
    drop((sqs, store));
    let acknowledged = kill_after(folder.path(), KILLED_AFTER);
    let store = Store::open(folder.path()).await.unwrap();
    let sqs = Sqs::start(store, Arc::new(Clock::manual(START)));
    let kept: Vec<String> = sqs.peek(&queue(), 1_000_000).await.unwrap().into_iter().map(|m| m.id).collect();
    let lost: Vec<_> = acknowledged.iter().filter(|id| !kept.contains(id)).collect();
    assert!(lost.is_empty(), "{lost:?} of {} are lost", acknowledged.len());
    let facts = sqs.facts(&queue()).await.unwrap();
    assert_eq!(facts.in_flight, 1, "what was received before is in flight still");
    assert_eq!(facts.visible + 1, kept.len() as u64);
}

/// Kills the child once so many messages are acknowledged, and says which were by then.
fn kill_after(folder: &Path, count: usize) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::every_acknowledged_message_survives_a_kill", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut acknowledged = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        if let Some((_, id)) = line.unwrap().rsplit_once("acknowledged ") {
            acknowledged.push(id.to_owned());
            if acknowledged.len() == count {
                child.kill().unwrap();
            }
        }
    }
    assert!(!child.wait().unwrap().success());
    assert!(acknowledged.len() >= count);
    acknowledged
}

async fn send_until_killed(folder: PathBuf) {
    let store = Store::open(&folder).await.unwrap();
    let sqs = Sqs::start(store, Arc::new(Clock::manual(START)));
    let mut output = std::io::stdout();
    for n in 0..100_000 {
        let sent = sqs.send(&queue(), vec![text(&format!("message {n}"))]).await.unwrap().remove(0).unwrap();
        if n == 0 {
            sqs.receive(&queue(), Take { max: 1, visibility_s: None }).await.unwrap();
        }
        writeln!(output, "acknowledged {}", sent.id).unwrap();
    }
    unreachable!("the parent did not kill this process");
}
