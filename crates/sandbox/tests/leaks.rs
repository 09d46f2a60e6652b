//! After many environments of each kind, however they ended, the process has no more descriptors and mappings than before. A program of
//! its own: nothing else here opens or maps anything.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "it/guest.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod guest;

use guest::{binary, invoke, limits, sandbox, settings};
use sandbox::{Image, Outcome, Started};
use std::fs;
use std::time::Duration;
use tokio::sync::mpsc;

/// Environments of each guest, each run twice where it can be.
const ROUNDS: usize = 20;
/// An environment that was abandoned tells its end a moment before its memory is gone.
const ON_THEIR_WAY_MAX: usize = 2;
/// Long enough for what ends by itself.
const TIMEOUT: Duration = Duration::from_millis(50);
/// They end by an answer, a failure, an exit, a trap, a timeout, or too much of memory, stack, tables or answer.
const GUESTS: [&str; 13] = [
    "answer.wat",
    "counter.wat",
    "exit.wat",
    "fail.wat",
    "loop.wat",
    "loop_in_start.wat",
    "memory_grow.wat",
    "memory_initial.wat",
    "recursion.wat",
    "secrets.wat",
    "table_grow.wat",
    "too_large.wat",
    "unreachable.wat",
];

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

/// Mappings of images, and of memory as large as a guest's reservation.
fn mappings() -> usize {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let is_large = |line: &str| {
        let range = line.split_whitespace().next().and_then(|range| range.split_once('-'));
        let at = |text| u64::from_str_radix(text, 16).unwrap();
        range.is_some_and(|(begin, end)| at(end) - at(begin) >= 1 << 30)
    };
    maps.lines().filter(|line| line.contains("coldstart-image") || is_large(line)).count()
}

/// One environment: two calls with going back in between, or however far it gets.
async fn live(image: &Image) -> Option<Outcome> {
    let (output, _lines) = mpsc::channel(64);
    let settings = sandbox::Settings { timeout: TIMEOUT, ..settings(limits(), output.clone()) };
    let Started::Ready { environment, .. } = sandbox().start(image, settings).await else { return None };
    let ended = environment.keep().call(invoke(b"", TIMEOUT, output.clone())).await;
    let again = ended.environment?.rewind().await?;
    Some(again.call(invoke(b"", TIMEOUT, output)).await.outcome)
}

/// A call that nobody waits for any more.
async fn abandon(image: &Image) {
    let (output, mut lines) = mpsc::channel(1);
    let Started::Ready { environment, .. } = sandbox().start(image, settings(limits(), output)).await else { return };
    let (output, mut news) = mpsc::channel(1);
    let call = environment.call(invoke(b"", guest::LONG, output));
    assert!(tokio::time::timeout(Duration::from_millis(1), call).await.is_err());
    // Both channels are closed once the guest is gone.
    assert!(lines.recv().await.is_none() && news.recv().await.is_none());
}

/// An image of a whole environment and three that go on from it: never called, called once, called twice with going back in between.
async fn freeze(image: &Image) -> Option<Outcome> {
    let (output, _lines) = mpsc::channel(64);
    let settings = sandbox::Settings { timeout: TIMEOUT, ..settings(limits(), output.clone()) };
    let Started::Ready { environment, .. } = sandbox().start(image, settings).await else { return None };
    let frozen = environment.freeze(1 << 24).unwrap();
    let mut outcome = None;
    for calls in 0..3 {
        let Started::Ready { mut environment, .. } = sandbox().restore(&frozen, &limits()).await else { return None };
        for _ in 0..calls {
            let ended = environment.call(invoke(b"", TIMEOUT, output.clone())).await;
            outcome = Some(ended.outcome);
            environment = ended.environment?.rewind().await?;
        }
    }
    outcome
}

async fn all(images: &[(Image, Option<Image>)], looping: &Image) {
    for (plain, base) in images {
        for image in std::iter::once(plain).chain(base) {
            live(image).await;
        }
        if let Some(base) = base {
            freeze(base).await;
        }
    }
    abandon(looping).await;
}

#[tokio::test]
async fn descriptors_and_mappings_return_to_where_they_were() {
    let image = |name: &str| (sandbox().image(&binary(name)).unwrap(), sandbox().base_image(&binary(name)).ok());
    let images = GUESTS.map(image);
    let looping = sandbox().image(&binary("loop.wat")).unwrap();
    all(&images, &looping).await;
    let before = (descriptors(), mappings());
    for _ in 0..ROUNDS {
        all(&images, &looping).await;
    }
    let after = (descriptors(), mappings());
    let returned = after.0 <= before.0 + ON_THEIR_WAY_MAX && after.1 <= before.1 + ON_THEIR_WAY_MAX;
    assert!(returned, "descriptors and mappings were {before:?} and are {after:?}");
}
