//! Python functions from the request to the record.

use crate::app::App;
use api::event::LogLevel::{self, Debug, Error, Info, Warn};
use api::run::RunState;
use insta::assert_snapshot;

const SOURCE: &str = "\
import logging, sys
logging.getLogger().setLevel(logging.DEBUG)
def lambda_handler(event, context):
    print('printed')
    print('to stderr', file=sys.stderr)
    for level in (logging.debug, logging.info, logging.warning, logging.error, logging.critical):
        level('logged')
    return event['missing']
";

#[tokio::test]
async fn a_python_function_has_lambdas_lines_levels_and_errors() {
    let app = App::new().await;
    let function = app.create("lambda_function.py", SOURCE).await;
    let story = function.invoke(r#"{"missing": [1]}"#).await;
    assert_eq!((story.state(), story.response()), (RunState::Succeeded, "[1]"));
    assert_snapshot!(story.platform_lines(), @r"
    INIT_START Runtime Version: python:N⇥Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:N
    START RequestId: ID Version: $LATEST
    END RequestId: ID
    REPORT RequestId: ID⇥Duration: N ms⇥Billed Duration: N ms⇥Memory Size: N MB⇥Max Memory Used: N MB⇥Init Duration: N ms⇥
    ");
    let levels: Vec<LogLevel> = story.levels().into_iter().map(|(level, _)| level).collect();
    assert_eq!(levels, [Info, Error, Debug, Info, Warn, Error, Error]);

    let failed = function.invoke("{}").await;
    assert_eq!((failed.state(), failed.error_type()), (RunState::Failed, "KeyError"));
    assert_eq!(failed.levels().last(), Some(&(Error, "[ERROR] KeyError: 'missing'")));
    let error = failed.record.error.clone().unwrap();
    let position = error.position.unwrap();
    assert_eq!((position.file.as_str(), position.line, error.trace.len()), ("lambda_function.py", 8, 1));
    assert!(failed.report().ends_with("\tStatus: error\tError Type: KeyError"), "{}", failed.report());
}

#[tokio::test]
async fn leaving_a_python_process_is_an_exit_error() {
    let app = App::new().await;
    let source = "import sys\ndef lambda_handler(event, context): sys.exit(3)";
    let story = app.create("lambda_function.py", source).await.invoke("{}").await;
    assert_snapshot!(story.shown_response(), @r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with error: exit status 3"}"#);
}
