//! Environments that begin with the state of another.

use std::fs;

use sandbox::{Call, Entry, Environment, Image, Limits, Outcome, Started};
use tokio::sync::mpsc;

use crate::guest::{LONG, binary, call, limits, returned, sandbox, settings, words};

/// Linear memory of the guest when it is captured.
const PAGES: u64 = 2;

fn text(bytes: &[u8; 4]) -> u32 {
    u32::from_le_bytes(*bytes)
}

async fn start(image: &Image, limits: Limits) -> Environment {
    let (output, _lines) = mpsc::channel(16);
    match sandbox().start(image, settings(limits, output)).await {
        Started::Ready { environment, .. } => environment,
        Started::Failed { outcome, .. } => panic!("does not start: {outcome:?}"),
    }
}

/// After INIT with `kept`.
async fn captured(kept: &[u8]) -> Image {
    let environment = start(&sandbox().base_image(&binary("counter.wat")).unwrap(), limits()).await;
    let (output, _lines) = mpsc::channel(16);
    let entry = Entry::Init { export: "coldstart_init", payload: kept.to_vec() };
    let ended = environment
        .call(Call { entry, context: Vec::new(), env: Vec::new(), timeout: LONG, output, answers: None })
        .await;
    assert!(matches!(ended.outcome, Outcome::Returned(_)), "{:?}", ended.outcome);
    ended.environment.unwrap().capture().unwrap()
}

#[tokio::test]
async fn memory_globals_and_size_are_those_of_the_capture_and_what_is_grown_is_zero() {
    let image = captured(b"kept").await;
    let ended = call(start(&image, limits()).await, b"mine", LONG).await;
    assert_eq!(returned(ended.outcome), words(&[6, text(b"data"), text(b"kept"), text(b"kept"), 0]));
    assert_eq!(ended.measured.memory_bytes, (PAGES + 1) * 65_536);
}

#[tokio::test]
async fn nothing_that_one_environment_writes_is_seen_by_another() {
    let image = captured(b"kept").await;
    let (first, beside) = (start(&image, limits()).await, start(&image, limits()).await);
    let ended = call(first, b"mine", LONG).await;
    let again = call(ended.environment.unwrap(), b"next", LONG).await;
    assert_eq!(returned(again.outcome), words(&[7, text(b"data"), text(b"mine"), text(b"kept"), 0]));
    for environment in [beside, start(&image, limits()).await] {
        let ended = call(environment, b"else", LONG).await;
        assert_eq!(returned(ended.outcome), words(&[6, text(b"data"), text(b"kept"), text(b"kept"), 0]));
    }
}

#[tokio::test]
async fn two_images_at_once_stay_apart() {
    let (one, two) = (captured(b"one.").await, captured(b"two.").await);
    for (image, kept) in [(&one, b"one."), (&two, b"two."), (&one, b"one.")] {
        let ended = call(start(image, limits()).await, b"mine", LONG).await;
        assert_eq!(returned(ended.outcome), words(&[6, text(b"data"), text(kept), text(kept), 0]));
    }
}

#[tokio::test]
async fn an_image_over_the_memory_limit_is_out_of_memory_and_not_more() {
    let image = captured(b"kept").await;
    let (output, _lines) = mpsc::channel(16);
    let small = Limits { memory_bytes: 65_536, ..limits() };
    match sandbox().start(&image, settings(small, output)).await {
        Started::Failed { outcome: Outcome::OutOfMemory, .. } => {}
        Started::Failed { outcome, .. } => panic!("{outcome:?}"),
        Started::Ready { .. } => panic!("started"),
    }
}

/// Mappings of images of this many pages.
fn mappings_of(pages: u64) -> usize {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let length = |line: &str| {
        let (begin, end) = line.split_whitespace().next()?.split_once('-')?;
        Some(u64::from_str_radix(end, 16).ok()? - u64::from_str_radix(begin, 16).ok()?)
    };
    maps.lines().filter(|line| line.contains("coldstart-image") && length(line) == Some(pages * 65_536)).count()
}

#[tokio::test]
async fn mappings_go_with_their_environments() {
    // A size that no other test has.
    const PAGES_HERE: u64 = 37;
    let source = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/guests/counter.wat")).unwrap();
    let source =
        source.replace("(memory (export \"memory\") 1)", &format!("(memory (export \"memory\") {PAGES_HERE})"));
    let image = sandbox().base_image(&wat::parse_str(source).unwrap()).unwrap();
    let environments = [start(&image, limits()).await, start(&image, limits()).await];
    assert_eq!(mappings_of(PAGES_HERE), 3, "one each, and the image's own to read it");
    drop(environments);
    assert_eq!(mappings_of(PAGES_HERE), 1);
    drop(image);
    assert_eq!(mappings_of(PAGES_HERE), 0);
}

#[tokio::test]
async fn a_program_whose_state_an_image_cannot_hold_is_refused() {
    for (wasm, reason) in [
        ("(module (memory 1) (func $f) (start $f))", "start function"),
        ("(module (import \"env\" \"memory\" (memory 1)))", "imports more than functions"),
        ("(module (memory 1) (data \"passive\"))", "passive data segment"),
        ("(module (func))", "no memory"),
        ("(module (memory 1) (table 1 funcref) (func (table.set (i32.const 0) (ref.null func))))", "changes a table"),
    ] {
        let error = sandbox().base_image(&wat::parse_str(wasm).unwrap()).err().map(|error| error.to_string());
        assert!(error.as_ref().is_some_and(|error| error.contains(reason)), "{reason}: {error:?}");
    }
    let plain = sandbox().image(&binary("counter.wat")).unwrap();
    assert!(start(&plain, limits()).await.capture().is_err());
}
