//! Ruby functions from the request to the record.

use crate::app::App;
use api::event::LogLevel::{self, Debug, Error, Info, Warn};
use api::run::RunState;
use insta::assert_snapshot;

const SOURCE: &str = "\
require 'logger'
LOG = Logger.new($stdout)
def lambda_handler(event:, context:)
  puts 'printed'
  warn 'to stderr'
  %i[debug info warn error fatal].each { |level| LOG.send(level, 'logged') }
  event.fetch('missing')
end
";

#[tokio::test]
async fn a_ruby_function_has_lambdas_lines_levels_and_errors() {
    let app = App::new().await;
    let function = app.create("lambda_function.rb", SOURCE).await;
    let story = function.invoke(r#"{"missing": [1]}"#).await;
    assert_eq!((story.state(), story.response()), (RunState::Succeeded, "[1]"));
    assert_snapshot!(story.platform_lines(), @r"
    INIT_START Runtime Version: ruby:N⇥Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:N
    START RequestId: ID Version: $LATEST
    END RequestId: ID
    REPORT RequestId: ID⇥Duration: N ms⇥Billed Duration: N ms⇥Memory Size: N MB⇥Max Memory Used: N MB⇥Init Duration: N ms⇥
    ");
    let levels: Vec<LogLevel> = story.levels().into_iter().map(|(level, _)| level).collect();
    assert_eq!(levels, [Info, Error, Debug, Info, Warn, Error, Error]);

    let failed = function.invoke("{}").await;
    assert_eq!((failed.state(), failed.error_type()), (RunState::Failed, "Function<KeyError>"));
    let error = failed.record.error.clone().unwrap();
    let position = error.position.unwrap();
    assert_eq!((position.file.as_str(), position.line), ("lambda_function.rb", 7));
    assert_eq!(error.trace.len(), 2, "{:?}", error.trace);
    assert!(failed.report().ends_with("\tStatus: error\tError Type: Function<KeyError>"), "{}", failed.report());
}

#[tokio::test]
async fn leaving_a_ruby_process_is_an_exit_error() {
    let app = App::new().await;
    let source = "def lambda_handler(event:, context:) = exit!(3)";
    let story = app.create("lambda_function.rb", source).await.invoke("{}").await;
    assert_snapshot!(story.shown_response(), @r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with error: exit status 3"}"#);
}
