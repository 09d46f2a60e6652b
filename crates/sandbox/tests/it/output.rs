use sandbox::{LOG_EVENT_BYTES_MAX, Outcome, Stream};
use tokio::sync::mpsc;

use crate::guest::{LONG, invoke, limits, returned, start, words};

#[tokio::test]
async fn lines_arrive_while_the_guest_runs() {
    let (output, mut lines) = mpsc::channel(1);
    let environment = start("log.wat", limits()).await;
    let running = tokio::spawn(environment.call(invoke(&words(&[10]), LONG, output)));
    assert_eq!(lines.recv().await.unwrap().text, "a line");
    // Nine more do not fit into a channel of one, so the guest cannot be at its end.
    assert!(!running.is_finished());
    let mut count = 1;
    while lines.recv().await.is_some() {
        count += 1;
    }
    assert_eq!(count, 10);
    assert_eq!(returned(running.await.unwrap().outcome), b"a line");
}

#[tokio::test]
async fn a_million_lines_wait_for_their_reader() {
    let (output, mut lines) = mpsc::channel(64);
    let environment = start("log.wat", limits()).await;
    let running = tokio::spawn(environment.call(invoke(&words(&[1_000_000]), LONG, output)));
    let mut count = 0;
    while lines.recv().await.is_some() {
        count += 1;
        assert!(lines.len() <= 64);
    }
    assert_eq!(count, 1_000_000);
    assert!(matches!(running.await.unwrap().outcome, Outcome::Returned(_)));
}

#[tokio::test]
async fn a_long_event_is_cut() {
    let (output, mut lines) = mpsc::channel(8);
    let ended = start("log_long.wat", limits()).await.call(invoke(b"", LONG, output)).await;
    returned(ended.outcome);
    let mut lengths = Vec::new();
    while let Some(line) = lines.recv().await {
        assert_eq!(line.stream, Stream::Stderr);
        lengths.push(line.text.len());
    }
    assert_eq!(lengths, [LOG_EVENT_BYTES_MAX, LOG_EVENT_BYTES_MAX, 600_000 - 2 * LOG_EVENT_BYTES_MAX]);
}

#[tokio::test]
async fn lines_without_a_reader_do_not_stop_the_guest() {
    let (output, lines) = mpsc::channel(1);
    drop(lines);
    let ended = start("log.wat", limits()).await.call(invoke(&words(&[1000]), LONG, output)).await;
    returned(ended.outcome);
}
