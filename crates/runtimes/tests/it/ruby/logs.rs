//! What reaches the log, and how it is cut into events.

use super::expression;
use crate::function::REQUEST;

#[tokio::test]
async fn puts_is_one_event_and_other_writing_is_one_a_line() {
    let body =
        "puts 'one', ['two', nil]; puts; $stdout.puts 'a', 'b'; p :c; print 'part'; $stderr.puts 'err'; warn 'warned'";
    let run = expression("", body).invoke("{}").await;
    assert_eq!(run.lines, ["one\ntwo", "", "a", "b", ":c", "err", "warned", "part"]);
}

#[tokio::test]
async fn loggers_write_lambdas_format() {
    let before = "require 'logger'\nLOG = Logger.new($stdout)\nOWN = Logger.new($stderr, formatter: ->(s, *, m) { \"#{s}|#{m}\" })";
    let body = "LOG.info(\"two\\nlines\"); LOG.progname = 'shop'; LOG.error(ArgumentError.new('bad')); OWN.warn('own'); LOG.level = :warn; LOG.info('no')";
    let run = expression(before, body).invoke("{}").await;
    let after = |line: &str| line.split_once(']').unwrap().1.to_owned();
    assert!(run.lines[0].starts_with("I, [20"), "{:?}", run.lines);
    assert_eq!(after(&run.lines[0]), format!("  INFO {REQUEST} -- : two\nlines"));
    assert_eq!(after(&run.lines[1]), format!(" ERROR {REQUEST} -- shop: bad (ArgumentError)"));
    assert_eq!(run.lines[2..], ["WARN|own"]);
}

#[tokio::test]
async fn a_logger_with_a_file_writes_there() {
    let body = "Logger.new('/tmp/log').info('in the file'); File.read('/tmp/log').lines.last[/in the file/]";
    let run = expression("require 'logger'", body).invoke("{}").await;
    assert_eq!(run.answer(), "\"in the file\"");
    assert!(run.lines.is_empty());
}
