use std::time::Duration;

use sandbox::{Limits, Outcome, Started, WhenFull};
use tokio::sync::mpsc;

use crate::guest::{LONG, SHORT, image, invoke, limits, returned, run, run_with, sandbox, settings, start};

/// A timeout is told within this on a machine that is busy with other tests; a quiet one needs milliseconds.
const LATE: Duration = Duration::from_secs(3);

#[tokio::test]
async fn loops_end_at_the_timeout() {
    for name in ["loop.wat", "loop_of_host_calls.wat", "sleep.wat"] {
        let (outcome, measured) = run_with(name, limits(), b"", SHORT).await;
        assert_eq!(outcome, Outcome::TimedOut, "{name}");
        assert!(measured.duration >= SHORT && measured.duration < SHORT + LATE, "{name}: {measured:?}");
    }
}

#[tokio::test]
async fn a_loop_in_the_start_function_ends_at_the_timeout() {
    let (output, _lines) = mpsc::channel(1);
    let settings = sandbox::Settings { timeout: SHORT, ..settings(limits(), output) };
    let started = sandbox().start(&image("loop_in_start.wat"), settings).await;
    assert!(matches!(started, Started::Failed { outcome: Outcome::TimedOut, .. }));
}

#[tokio::test]
async fn others_run_while_loops_fill_all_threads() {
    let (output, _lines) = mpsc::channel(1);
    let mut loops = Vec::new();
    for _ in 0..4 {
        let call = start("loop.wat", limits()).await.call(invoke(b"", LONG, output.clone()));
        loops.push(tokio::spawn(call));
    }
    for _ in 0..20 {
        assert_eq!(returned(run("answer.wat", b"here").await), b"here");
    }
    for running in &loops {
        assert!(!running.is_finished());
        running.abort();
    }
}

#[tokio::test]
async fn dropping_the_call_ends_the_guest() {
    let (output, mut lines) = mpsc::channel(1);
    let mut call = Box::pin(start("loop.wat", limits()).await.call(invoke(b"", LONG, output)));
    assert!(futures_poll_once(&mut call).await.is_none());
    drop(call);
    // The environment holds the only sender; it is gone when the guest is.
    assert_eq!(lines.recv().await, None);
}

async fn futures_poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    std::future::poll_fn(|context| {
        std::task::Poll::Ready(match std::pin::Pin::new(&mut *future).poll(context) {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        })
    })
    .await
}

#[tokio::test]
async fn an_engine_that_can_do_without_is_told_that_there_is_no_more() {
    let limits = Limits { when_full: WhenFull::Refuse, ..limits() };
    let (outcome, measured) = run_with("memory_refused.wat", limits, b"", LONG).await;
    assert_eq!(returned(outcome), (-1i32).to_le_bytes());
    assert_eq!(measured.memory_bytes, 65_536);
}

#[tokio::test]
async fn growing_beyond_the_limit_is_out_of_memory() {
    let (outcome, measured) = run_with("memory_grow.wat", limits(), b"", LONG).await;
    assert_eq!(outcome, Outcome::OutOfMemory);
    assert!(measured.memory_bytes <= 64 << 20 && measured.memory_bytes > 60 << 20, "{measured:?}");
}

#[tokio::test]
async fn a_module_larger_than_the_limit_does_not_start() {
    let (output, _lines) = mpsc::channel(1);
    let started = sandbox().start(&image("memory_initial.wat"), settings(limits(), output)).await;
    assert!(matches!(started, Started::Failed { outcome: Outcome::OutOfMemory, .. }));
}

#[tokio::test]
async fn a_huge_table_is_refused() {
    assert_eq!(returned(run("table_grow.wat", b"").await), [0xFF; 4]);
}

#[tokio::test]
async fn a_small_share_is_throttled_and_a_whole_one_is_not() {
    let timeout = Duration::from_millis(600);
    let small = Limits { cpu_share_millis: 72, ..limits() };
    let (_, small) = run_with("loop.wat", small, b"", timeout).await;
    let (_, whole) = run_with("loop.wat", limits(), b"", timeout).await;
    assert_eq!(whole.throttled, Duration::ZERO);
    let share = small.cpu.as_secs_f64() / small.duration.as_secs_f64();
    assert!(share < 0.12, "{small:?}");
    assert!(small.throttled > small.duration / 2, "{small:?}");
}

#[tokio::test]
async fn waiting_uses_no_processor() {
    let (_, measured) = run_with("sleep.wat", limits(), b"", SHORT).await;
    assert!(measured.cpu < Duration::from_millis(50), "{measured:?}");
}
