//! Functions that want too much.

use std::time::Duration;

use sandbox::Outcome;
use tokio::sync::mpsc;

use super::{expression, ruby};
use crate::function::{LONG, input, runtimes};

const SHORT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn loops_and_waits_end_at_the_timeout() {
    for body in
        ["loop { }", "while true; end", "sleep", "sleep 1_000_000", "begin; loop { }; rescue Exception; retry; end"]
    {
        let run = expression("", body).timeout(SHORT).invoke("{}").await;
        assert_eq!(run.outcome, Outcome::TimedOut, "{body}");
        assert!(run.measured.duration < SHORT + Duration::from_secs(3), "{body}: {:?}", run.measured);
    }
}

#[tokio::test]
async fn a_loop_in_init_ends_at_its_timeout() {
    let function = ruby("loop { }");
    let prepared = function.prepare().await.unwrap();
    let (output, _lines) = mpsc::channel(8);
    let started = runtimes().start(&prepared, function.settings, SHORT, output).await;
    assert!(matches!(started, runtimes::Started::Failed { outcome: Outcome::TimedOut, .. }));
}

#[tokio::test]
async fn too_much_memory_is_out_of_memory() {
    for body in ["a = []; loop { a << 'x' * 1_000_000 }", "('x' * (200 << 20)).size", "(1..10**8).map(&:to_s).size"] {
        let run = expression("", body).memory(128).invoke("{}").await;
        assert_eq!(run.outcome, Outcome::OutOfMemory, "{body}");
        assert!(run.measured.memory_bytes <= 128 << 20, "{body}");
    }
    let run = expression("", "('x' * (200 << 20)).size").memory(512).invoke("{}").await;
    assert_eq!(run.answer(), "209715200");
}

#[tokio::test]
async fn what_is_thrown_away_does_not_add_up() {
    let run = expression("", "2000.times { 'x' * 1_000_000 }; 1").memory(160).invoke("{}").await;
    assert_eq!(run.answer(), "1");
}

#[tokio::test]
async fn a_flood_of_lines_waits_for_its_reader() {
    let (output, mut lines) = mpsc::channel(1);
    let environment = expression("", "loop { puts 'x' * 1000 }").start(output.clone()).await.unwrap();
    let running = tokio::spawn(environment.invoke(input("{}", LONG), output));
    for _ in 0..2000 {
        assert_eq!(lines.recv().await.unwrap().text.len(), 1000);
    }
    running.abort();
    while lines.recv().await.is_some() {}
}

#[tokio::test]
async fn a_large_answer_passes_and_a_larger_one_does_not() {
    let largest = sandbox::RESPONSE_BYTES_MAX - 2;
    let run = expression("", "'x' * event").invoke(&largest.to_string()).await;
    assert_eq!(run.answer().len(), sandbox::RESPONSE_BYTES_MAX);
    let run = expression("", "'x' * event").invoke(&(largest + 1).to_string()).await;
    assert_eq!(run.outcome, Outcome::ResponseTooLarge { bytes: sandbox::RESPONSE_BYTES_MAX as u64 + 1 });
}

#[tokio::test]
async fn waiting_takes_time_but_no_processor() {
    let run = expression("", "sleep 0.4").invoke("{}").await;
    assert!(run.measured.duration >= Duration::from_millis(390), "{:?}", run.measured);
    assert!(run.measured.cpu < Duration::from_millis(100), "{:?}", run.measured);
}
