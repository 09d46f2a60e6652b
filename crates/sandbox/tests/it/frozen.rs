//! Environments that go on from where another one was.

use std::collections::HashSet;

use sandbox::{Call, CaptureError, Entry, Environment, Image, Limits, Outcome, Started};
use tokio::sync::mpsc;

use crate::guest::{LONG, SHORT, binary, call, limits, returned, sandbox, settings, words};

const LEFT_BY_INIT: u32 = 0x4954_4E49;
/// More than any image here has.
const BYTES_MAX: usize = 64 << 20;

fn text(bytes: &[u8; 4]) -> u32 {
    u32::from_le_bytes(*bytes)
}

async fn started(name: &str) -> Environment {
    let (output, _lines) = mpsc::channel(16);
    let image = sandbox().base_image(&binary(name)).unwrap();
    match sandbox().start(&image, settings(limits(), output)).await {
        Started::Ready { environment, .. } => environment,
        Started::Failed { outcome, .. } => panic!("{name} does not start: {outcome:?}"),
    }
}

async fn after_init(name: &str, payload: &[u8]) -> Environment {
    let (output, _lines) = mpsc::channel(16);
    let entry = Entry::Init { export: "coldstart_init", payload: payload.to_vec() };
    let call = Call { entry, context: Vec::new(), env: Vec::new(), timeout: LONG, output, answers: None };
    let ended = started(name).await.call(call).await;
    assert!(matches!(ended.outcome, Outcome::Returned(_)), "{:?}", ended.outcome);
    ended.environment.unwrap()
}

async fn frozen(name: &str, payload: &[u8]) -> Image {
    after_init(name, payload).await.freeze(BYTES_MAX).unwrap()
}

async fn restored(image: &Image) -> Environment {
    match sandbox().restore(image, &limits()).await {
        Started::Ready { environment, .. } => environment,
        Started::Failed { outcome, .. } => panic!("is not restored: {outcome:?}"),
    }
}

#[tokio::test]
async fn files_descriptors_and_the_clock_go_on_and_random_bytes_are_new() {
    let image = frozen("frozen.wat", b"kept").await;
    let mut seen = HashSet::new();
    for _ in 0..3 {
        let ended = call(restored(&image).await, b"mine", LONG).await;
        let answer = returned(ended.outcome);
        assert_eq!(answer[..16], words(&[text(b"kept"), text(b"mine"), 0, 1]));
        assert!(seen.insert(answer[16..].to_vec()), "random bytes came again");
        let again = ended.environment.unwrap().rewind().await.unwrap();
        let ended = call(again, b"next", LONG).await;
        assert_eq!(returned(ended.outcome)[..16], words(&[text(b"kept"), text(b"next"), 0, 1]));
    }
}

#[tokio::test]
async fn the_secrets_of_a_run_are_in_no_other_environment_and_in_no_later_run() {
    let image = frozen("secrets.wat", &words(&[LEFT_BY_INIT])).await;
    let mut left = 0x5EC2_0000;
    let mut beside = restored(&image).await;
    for _ in 0..6 {
        let one = call(restored(&image).await, &words(&[left, left + 1]), LONG).await;
        assert_eq!(returned(one.outcome), words(&[0, 0, 101, LEFT_BY_INIT]));
        let other = call(beside, &words(&[left + 1, left + 2]), LONG).await;
        assert_eq!(returned(other.outcome), words(&[0, 0, 101, LEFT_BY_INIT]));
        let again = call(one.environment.unwrap().rewind().await.unwrap(), &words(&[left + 1, left]), LONG).await;
        assert_eq!(returned(again.outcome), words(&[0, 0, 101, LEFT_BY_INIT]));
        beside = other.environment.unwrap().rewind().await.unwrap();
        left += 10;
    }
}

#[tokio::test]
async fn memory_that_another_environment_left_has_nothing_of_it() {
    let image = frozen("secrets.wat", &words(&[LEFT_BY_INIT])).await;
    for wanted in 0x5EC3_0000..0x5EC3_0010 {
        // The environment is gone after this, and the next one may get its memory.
        let ended = call(restored(&image).await, &words(&[wanted, wanted + 1]), LONG).await;
        assert_eq!(returned(ended.outcome), words(&[0, 0, 101, LEFT_BY_INIT]));
    }
}

#[tokio::test]
async fn memory_beyond_the_image_is_zero_and_goes_back() {
    let image = frozen("counter.wat", b"kept").await;
    let mut environment = restored(&image).await;
    for _ in 0..3 {
        let ended = call(environment, b"mine", LONG).await;
        assert_eq!(returned(ended.outcome), words(&[6, text(b"data"), text(b"kept"), text(b"kept"), 0]));
        assert_eq!(ended.measured.memory_bytes, 3 * 65_536);
        environment = ended.environment.unwrap().rewind().await.unwrap();
    }
}

#[tokio::test]
async fn two_images_at_once_stay_apart() {
    let (one, two) = (frozen("counter.wat", b"one.").await, frozen("counter.wat", b"two.").await);
    for (image, kept) in [(&one, b"one."), (&two, b"two."), (&one, b"one.")] {
        let ended = call(restored(image).await, b"mine", LONG).await;
        assert_eq!(returned(ended.outcome), words(&[6, text(b"data"), text(kept), text(kept), 0]));
    }
}

#[tokio::test]
async fn an_environment_can_be_frozen_in_each_of_its_states() {
    let expected = |count, kept| words(&[count, text(b"data"), text(kept), text(b"kept"), 0]);
    let used = || async {
        let ended = call(after_init("counter.wat", b"kept").await.keep(), b"mine", LONG).await;
        ended.environment.unwrap()
    };
    let again = restored(&frozen("counter.wat", b"kept").await).await;
    let states = [
        (after_init("counter.wat", b"kept").await, expected(6, b"kept")),
        (after_init("counter.wat", b"kept").await.keep(), expected(6, b"kept")),
        (used().await, expected(7, b"mine")),
        (used().await.rewind().await.unwrap(), expected(6, b"kept")),
        (again, expected(6, b"kept")),
    ];
    for (environment, expected) in states {
        let image = environment.freeze(BYTES_MAX).unwrap();
        for _ in 0..2 {
            let ended = call(restored(&image).await, b"next", LONG).await;
            assert_eq!(returned(ended.outcome), expected);
            let again = call(ended.environment.unwrap().rewind().await.unwrap(), b"next", LONG).await;
            assert_eq!(returned(again.outcome), expected);
        }
    }
}

#[tokio::test]
async fn what_ends_badly_harms_neither_the_image_nor_others() {
    for (name, expected) in [("loop.wat", "TimedOut"), ("unreachable.wat", "Trapped"), ("exit.wat", "Exited")] {
        let image = started(name).await.freeze(BYTES_MAX).unwrap();
        let beside = restored(&image).await;
        for environment in [restored(&image).await, beside, restored(&image).await] {
            let ended = call(environment, b"{}", SHORT).await;
            assert!(format!("{:?}", ended.outcome).starts_with(expected), "{name}: {:?}", ended.outcome);
            assert!(ended.environment.is_none(), "{name}");
        }
    }
}

#[tokio::test]
async fn an_image_over_the_memory_limit_is_out_of_memory_and_not_more() {
    let image = frozen("counter.wat", b"kept").await;
    match sandbox().restore(&image, &Limits { memory_bytes: 65_536, ..limits() }).await {
        Started::Failed { outcome: Outcome::OutOfMemory, .. } => {}
        Started::Failed { outcome, .. } => panic!("{outcome:?}"),
        Started::Ready { .. } => panic!("restored"),
    }
}

#[tokio::test]
async fn what_cannot_be_an_image_is_refused() {
    let error = after_init("secrets.wat", &words(&[1])).await.freeze(4_095).err();
    assert!(matches!(error, Some(CaptureError::TooLarge { bytes: 8_192, limit: 4_095 })), "{error:?}");
    let (output, _lines) = mpsc::channel(16);
    let plain = sandbox().image(&binary("counter.wat")).unwrap();
    let Started::Ready { environment, .. } = sandbox().start(&plain, settings(limits(), output)).await else {
        panic!("does not start")
    };
    assert!(matches!(environment.freeze(BYTES_MAX).err(), Some(CaptureError::Stateless)));
    let base = sandbox().base_image(&binary("counter.wat")).unwrap();
    assert!(matches!(
        sandbox().restore(&base, &limits()).await,
        Started::Failed { outcome: Outcome::Trapped { .. }, .. }
    ));
}
