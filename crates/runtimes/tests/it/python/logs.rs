//! `print`, the logging module, and what else reaches the log.

use sandbox::{OutputLine, Stream};
use tokio::sync::mpsc;

use super::python;
use crate::function::{LONG, REQUEST, input};

/// A record's time is checked for its form and put away.
fn without_time(line: &str) -> String {
    let mut parts: Vec<&str> = line.splitn(4, '\t').collect();
    if parts.len() == 4 {
        let form: String = parts[1].chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
        assert_eq!(form, "9999-99-99T99:99:99.999Z", "{line}");
        parts[1] = "TIME";
    }
    parts.join("\t")
}

#[tokio::test]
async fn printed_lines_come_one_by_one() {
    let source = "
import sys
def lambda_handler(event, context):
    print('a', 1, None, sep='-')
    print('no end', end='')
    print(' yet')
    print('two\\nlines')
    print('to stderr', file=sys.stderr)
    sys.stdout.write('last, without an end')";
    let run = python(source).invoke("{}").await;
    assert_eq!(run.lines, ["a-1-None", "no end yet", "two", "lines", "to stderr", "last, without an end"]);
}

#[tokio::test]
async fn a_line_is_there_while_the_function_still_runs() {
    let source = "
import time
def lambda_handler(event, context):
    print('on its way')
    time.sleep(1e6)";
    let (output, mut lines) = mpsc::channel(8);
    let environment = python(source).start(output.clone()).await.unwrap();
    let running = tokio::spawn(environment.invoke(input("{}", LONG), output));
    let first = lines.recv().await;
    assert_eq!(first, Some(OutputLine { stream: Stream::Stdout, text: "on its way".to_owned() }));
    running.abort();
    assert_eq!(lines.recv().await, None);
}

#[tokio::test]
async fn log_records_have_lambdas_form() {
    let source = "
import logging
logging.warning('in INIT')
logging.info('not shown')
logger = logging.getLogger('shop')
def lambda_handler(event, context):
    logger.info('not shown either')
    logging.getLogger().setLevel(logging.INFO)
    logger.info('%d items\\nin two lines', 3)
    logger.debug('not shown')
    try:
        {}['x']
    except KeyError:
        logger.exception('no such item')";
    let run = python(source).invoke("{}").await;
    let lines: Vec<String> = run.lines.iter().map(|line| without_time(line)).collect();
    assert_eq!(
        lines,
        [
            "[WARNING]\tTIME\t\tin INIT".to_owned(),
            format!("[INFO]\tTIME\t{REQUEST}\t3 items\nin two lines"),
            format!(
                "[ERROR]\tTIME\t{REQUEST}\tno such item\nTraceback (most recent call last):\n  \
                 File \"/var/task/lambda_function.py\", line 12, in lambda_handler\n    {{}}['x']\n    ~~^^^^^\nKeyError: 'x'"
            ),
        ]
    );
}

#[tokio::test]
async fn basic_config_does_nothing_as_on_lambda() {
    let source = "
import logging
logging.basicConfig(level=logging.DEBUG)
def lambda_handler(event, context):
    logging.info('not shown')
    return logging.getLogger().level";
    let run = python(source).invoke("{}").await;
    assert_eq!((run.answer(), run.lines.len()), ("30", 0));
}

#[tokio::test]
async fn warnings_and_odd_characters_reach_the_log() {
    let source = "
import warnings
def lambda_handler(event, context):
    warnings.warn('old')
    print('nul \\0 tab \\t ü \\U0001f600 lone \\udc80')";
    let run = python(source).invoke("{}").await;
    assert_eq!(run.lines[0], "/var/task/lambda_function.py:4: UserWarning: old");
    assert_eq!(run.lines[1], "  warnings.warn('old')");
    assert_eq!(run.lines[2], "nul \0 tab \t ü \u{1f600} lone \u{fffd}");
}

#[tokio::test]
async fn records_are_objects_where_the_format_is_json() {
    let source = "
import logging
log = logging.getLogger('shop')
def lambda_handler(event, context):
    log.debug('below')
    log.info('n = %d', 7, extra={'order': {'id': 1}})
    print('as it is')
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception('it failed')
    raise ValueError('boom')";
    let mut function = python(source);
    let set = [("AWS_LAMBDA_LOG_FORMAT", "JSON"), ("AWS_LAMBDA_LOG_LEVEL", "INFO")];
    function.settings.env.extend(set.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let run = function.invoke("{}").await;
    let [info, printed, failed, fault] = &run.lines[..] else { panic!("{:?}", run.lines) };
    let object = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let info = object(info);
    assert_eq!((&info["level"], &info["message"], &info["logger"]), (&"INFO".into(), &"n = 7".into(), &"shop".into()));
    assert_eq!((&info["order"]["id"], &info["requestId"]), (&1.into(), &REQUEST.into()));
    assert_eq!(printed, "as it is");
    let failed = object(failed);
    assert_eq!(
        (&failed["errorType"], &failed["errorMessage"]),
        (&"ZeroDivisionError".into(), &"division by zero".into())
    );
    assert!(
        failed["location"].as_str().unwrap().starts_with("/var/task/lambda_function.py:lambda_handler:"),
        "{failed}"
    );
    let fault = object(fault);
    assert_eq!(
        (&fault["log_level"], &fault["errorType"], &fault["errorMessage"]),
        (&"ERROR".into(), &"ValueError".into(), &"boom".into())
    );
}
