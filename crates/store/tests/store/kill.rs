//! A server that is killed while it writes.

use crate::world::{World, log, name};
use api::id::AccountId;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use store::Store;
use store::run::RunWrite;

/// Set in the child: the folder that it writes to.
const FOLDER: &str = "COLDSTART_TEST_KILL_FOLDER";
/// Acknowledged writes after which the child is killed.
const KILLED_AFTER: [u64; 3] = [1, 20, 100];

/// The test starts itself as the child, whose role is the first branch.
#[tokio::test]
async fn everything_acknowledged_survives_a_kill() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return write_until_killed(PathBuf::from(folder)).await;
    }
    for count in KILLED_AFTER {
        let world = World::new().await;
        let run = world.insert_run(1).await;
        let World { store, folder, account, hello } = world;
        store.close().await;
        drop(store);
        let acknowledged = kill_after(folder.path(), count);
        let world = World { store: Store::open(folder.path()).await.unwrap(), folder, account, hello };
        let stored = world.all_events(&run.id).await;
        assert!(stored.len() as u64 >= acknowledged, "{} of {acknowledged} are there", stored.len());
        let expected: Vec<_> = (1..=stored.len() as u64).map(|seq| log(&run.id, seq, format!("line {seq}"))).collect();
        assert_eq!(stored, expected, "whole batches, in order");
        world.check_integrity().await;
    }
}

/// Kills the child once it has acknowledged `count` writes, and says how many it had acknowledged by then.
fn kill_after(folder: &Path, count: u64) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::everything_acknowledged_survives_a_kill", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut acknowledged = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        if let Some((_, seq)) = line.unwrap().rsplit_once("acknowledged ") {
            acknowledged = seq.parse().unwrap();
            if acknowledged == count {
                child.kill().unwrap();
            }
        }
    }
    assert!(!child.wait().unwrap().success());
    assert!(acknowledged >= count);
    acknowledged
}

async fn write_until_killed(folder: PathBuf) {
    let store = Store::open(&folder).await.unwrap();
    let account = AccountId::from_number(123_456_789_012);
    let runs = store::run::list(&store, &account, Some(&name("hello")), None, 1).await.unwrap();
    let run = &runs.first().unwrap().id;
    let mut output = std::io::stdout();
    for seq in 1.. {
        let event = log(run, seq, format!("line {seq}"));
        store::run::write(&store, &[RunWrite::Events(vec![event])]).await.unwrap();
        writeln!(output, "acknowledged {seq}").unwrap();
        assert!(seq < 1_000_000, "the parent did not kill this process");
    }
}
