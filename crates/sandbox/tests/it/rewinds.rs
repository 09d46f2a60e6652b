//! Environments that go back to what INIT left.

use std::fs;

use sandbox::{Call, Entry, Environment, Image, Outcome, Started};
use tokio::sync::mpsc;

use crate::guest::{LONG, SHORT, binary, call, command, limits, returned, sandbox, settings, words};

const LEFT_BY_INIT: u32 = 0x4954_4E49;

fn base(name: &str) -> Image {
    sandbox().base_image(&binary(name)).unwrap()
}

async fn started(image: &Image) -> Environment {
    let (output, _lines) = mpsc::channel(16);
    match sandbox().start(image, settings(limits(), output)).await {
        Started::Ready { environment, .. } => environment,
        Started::Failed { outcome, .. } => panic!("does not start: {outcome:?}"),
    }
}

/// After INIT, with its state kept.
async fn kept(image: &Image) -> Environment {
    let (output, _lines) = mpsc::channel(16);
    let entry = Entry::Init { export: "coldstart_init", payload: words(&[LEFT_BY_INIT]) };
    let call = Call { entry, context: Vec::new(), env: Vec::new(), timeout: LONG, output, answers: None };
    let ended = started(image).await.call(call).await;
    ended.environment.unwrap().keep()
}

#[tokio::test]
async fn the_secrets_of_a_run_are_nowhere_in_the_next_one() {
    let mut environment = kept(&base("secrets.wat")).await;
    let mut wanted = 0x5EC2_0000;
    for _ in 0..20 {
        let left = wanted + 1;
        let ended = call(environment, &words(&[wanted, left]), LONG).await;
        // Nothing found, no word in the global, the first run since INIT, and what INIT left.
        assert_eq!(returned(ended.outcome), words(&[0, 0, 101, LEFT_BY_INIT]));
        environment = ended.environment.unwrap().rewind().await.unwrap();
        wanted = left;
    }
}

#[tokio::test]
async fn without_going_back_the_secrets_are_there() {
    let environment = kept(&base("secrets.wat")).await;
    let ended = call(environment, &words(&[7, 0x5EC2_0000]), LONG).await;
    let again = call(ended.environment.unwrap(), &words(&[0x5EC2_0000, 8]), LONG).await;
    let answer = returned(again.outcome);
    let found = u32::from_le_bytes(answer[..4].try_into().unwrap());
    assert!(found > 300_000, "{found} words");
}

#[tokio::test]
async fn memory_that_has_grown_is_small_again_and_what_is_grown_anew_is_zero() {
    let mut environment = kept(&base("counter.wat")).await;
    for _ in 0..3 {
        let ended = call(environment, b"mine", LONG).await;
        let init = LEFT_BY_INIT;
        assert_eq!(returned(ended.outcome), words(&[6, u32::from_le_bytes(*b"data"), init, init, 0]));
        assert_eq!(ended.measured.memory_bytes, 3 * 65_536);
        let used = ended.environment.unwrap();
        let held = used.held_bytes();
        environment = used.rewind().await.unwrap();
        assert_eq!(held - environment.held_bytes(), 65_536);
    }
}

#[tokio::test]
async fn files_and_descriptors_of_a_run_are_gone() {
    const CREATE_NEW: [u8; 2] = [1 | 4, 64];
    let mut environment = started(&base("paths.wat")).await.keep();
    let event = [&CREATE_NEW[..], b"tmp/mine"].concat();
    for _ in 0..3 {
        let ended = call(environment, &event, LONG).await;
        assert_eq!(returned(ended.outcome), words(&[0]));
        let again = call(ended.environment.unwrap(), &event, LONG).await;
        assert_eq!(returned(again.outcome), words(&[20]), "it exists until the environment goes back");
        environment = again.environment.unwrap().rewind().await.unwrap();
    }
}

#[tokio::test]
async fn a_command_runs_again_from_its_start() {
    let mut environment = started(&base("command.wat")).await.keep();
    let mut first = None;
    for _ in 0..3 {
        let (output, _lines) = mpsc::channel(16);
        let ended = environment.call(command(b"in", output)).await;
        let answer = returned(ended.outcome);
        assert_eq!(first.get_or_insert_with(|| answer.clone()), &answer);
        environment = ended.environment.unwrap().rewind().await.unwrap();
    }
}

#[tokio::test]
async fn what_was_ended_from_outside_is_thrown_away() {
    for (name, expected) in [("loop.wat", "TimedOut"), ("unreachable.wat", "Trapped"), ("exit.wat", "Exited")] {
        let ended = call(started(&base(name)).await.keep(), b"{}", SHORT).await;
        assert!(format!("{:?}", ended.outcome).starts_with(expected), "{name}: {:?}", ended.outcome);
        assert!(ended.environment.is_none(), "{name}");
    }
}

#[tokio::test]
async fn without_a_kept_state_there_is_no_way_back() {
    let ended = call(started(&base("secrets.wat")).await, &words(&[0, 1]), LONG).await;
    assert!(ended.environment.unwrap().rewind().await.is_none());
    let plain = started(&sandbox().image(&binary("secrets.wat")).unwrap()).await.keep();
    let ended = call(plain, &words(&[0, 1]), LONG).await;
    assert!(matches!(ended.outcome, Outcome::Returned(_)));
    assert!(ended.environment.unwrap().rewind().await.is_none());
}

#[tokio::test]
async fn going_back_leaves_no_mapping_behind() {
    let mappings = || fs::read_to_string("/proc/self/maps").unwrap().matches("coldstart-image").count();
    let image = base("counter.wat");
    let mut environment = kept(&image).await;
    let mut most = 0;
    for _ in 0..50 {
        let ended = call(environment, b"mine", LONG).await;
        environment = ended.environment.unwrap().rewind().await.unwrap();
        most = most.max(mappings());
    }
    // Other tests of this program map images too, but not fifty.
    assert!(most < 40, "{most} mappings");
}
