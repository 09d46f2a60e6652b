use sandbox::{Outcome, RESPONSE_BYTES_MAX, SourceLocation};
use tokio::sync::mpsc;

use crate::guest::{call, command, limits, returned, run, start, words};

#[tokio::test]
async fn an_answer_comes_back() {
    assert_eq!(returned(run("answer.wat", b"{\"a\":1}").await), b"{\"a\":1}");
}

#[tokio::test]
async fn an_environment_can_be_called_again_after_an_answer() {
    let first = call(start("answer.wat", limits()).await, b"1", crate::guest::LONG).await;
    let second = call(first.environment.unwrap(), b"2", crate::guest::LONG).await;
    assert_eq!(returned(second.outcome), b"2");
}

#[tokio::test]
async fn no_answer_is_an_exit() {
    assert_eq!(run("silent.wat", b"").await, Outcome::Exited { code: 0 });
}

#[tokio::test]
async fn an_exit_keeps_its_code_and_ends_the_environment() {
    let ended = call(start("exit.wat", limits()).await, b"", crate::guest::LONG).await;
    assert_eq!(ended.outcome, Outcome::Exited { code: 7 });
    assert!(ended.environment.is_none());
}

#[tokio::test]
async fn a_failure_has_type_payload_and_place() {
    let Outcome::Failed(error) = run("fail.wat", b"").await else { panic!("did not fail") };
    assert_eq!(error.error_type, "OutOfLuck");
    assert_eq!(error.payload, b"no more luck");
    assert_eq!(error.location, Some(SourceLocation { file: "/var/task/main.wat".to_owned(), line: 3, column: 9 }));
}

#[tokio::test]
async fn a_trap_names_the_function() {
    let Outcome::Trapped { message } = run("unreachable.wat", b"").await else { panic!("did not trap") };
    assert!(message.contains("unreachable") && message.contains("give_up"), "{message}");
}

#[tokio::test]
async fn endless_recursion_traps() {
    let Outcome::Trapped { message } = run("recursion.wat", b"").await else { panic!("did not trap") };
    assert!(message.contains("call stack exhausted"), "{message}");
}

#[tokio::test]
async fn the_largest_answer_passes_and_one_byte_more_does_not() {
    let largest = u32::try_from(RESPONSE_BYTES_MAX).unwrap();
    assert_eq!(returned(run("too_large.wat", &words(&[largest])).await).len(), RESPONSE_BYTES_MAX);
    let too_large = run("too_large.wat", &words(&[largest + 1])).await;
    assert_eq!(too_large, Outcome::ResponseTooLarge { bytes: u64::from(largest) + 1 });
}

#[tokio::test]
async fn a_command_reads_standard_input_and_answers_on_standard_output() {
    let (output, mut lines) = mpsc::channel(8);
    let event = vec![b'x'; 10_000];
    let ended = start("command.wat", limits()).await.call(command(&event, output)).await;
    assert_eq!(returned(ended.outcome), event);
    let line = lines.recv().await.unwrap();
    assert_eq!((line.stream, line.text.as_str()), (sandbox::Stream::Stderr, "done"));
}

#[tokio::test]
async fn a_command_that_prints_for_ever_is_stopped_at_the_limit() {
    let (output, _lines) = mpsc::channel(8);
    let ended = start("command_flood.wat", limits()).await.call(command(b"", output)).await;
    let Outcome::ResponseTooLarge { bytes } = ended.outcome else { panic!("{:?}", ended.outcome) };
    assert!(bytes > RESPONSE_BYTES_MAX as u64 && bytes < 2 * RESPONSE_BYTES_MAX as u64);
}

#[tokio::test]
async fn no_byte_of_one_environment_is_seen_in_the_next() {
    for _ in 0..20 {
        assert_eq!(returned(run("canary.wat", b"").await), [0]);
    }
}

#[tokio::test]
async fn random_bytes_differ_between_environments() {
    let (one, other) = (returned(run("random.wat", b"").await), returned(run("random.wat", b"").await));
    assert_eq!(one.len(), 16);
    assert_ne!(one, other);
}
