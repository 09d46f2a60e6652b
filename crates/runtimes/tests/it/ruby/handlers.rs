//! Events, answers, the context, and how the handler is found.

use sandbox::Outcome;

use super::{expression, named, package, ruby};
use crate::function::REQUEST;

#[tokio::test]
async fn an_event_becomes_an_answer() {
    let source =
        "def lambda_handler(event:, context:)\n  puts \"hello #{event['name']}\"\n  { hello: event['name'] }\nend";
    let run = ruby(source).memory(128).invoke(r#"{"name":"wörld"}"#).await;
    assert_eq!(run.answer(), r#"{"hello":"wörld"}"#);
    assert_eq!(run.lines, ["hello wörld"]);
    assert!(run.measured.memory_bytes < 96 << 20, "{:?}", run.measured);
}

#[tokio::test]
async fn answers_are_written_as_lambdas_client_writes_them() {
    for (value, json) in [
        ("nil", "null"),
        ("event", r#"{"a":[1,2.5,"x"]}"#),
        (":symbol", "\"symbol\""),
        ("[1, true, 'ü € ' + \"\\n\"]", r#"[1,true,"ü € \n"]"#),
        ("{ 1 => 'one', nil => 0, a: { b: nil } }", r#"{"1":"one","":0,"a":{"b":null}}"#),
        ("Time.at(0).utc", "\"1970-01-01 00:00:00 UTC\""),
        ("12345678901234567890", "12345678901234567890"),
        ("1r / 3", "\"1/3\""),
        ("StringIO.new('raw text')", "raw text"),
        ("Class.new { def to_json(*) = '{\"own\":1}' }.new", r#"{"own":1}"#),
        ("''", "\"\""),
    ] {
        let run = expression("", value).invoke(r#"{"a":[1,2.5,"x"]}"#).await;
        assert_eq!(run.answer(), json, "{value}");
    }
}

#[tokio::test]
async fn what_is_no_json_is_an_error_of_the_function() {
    for (value, message) in
        [("{ a: Float::NAN }", "NaN not allowed in JSON"), ("\"\\xff\"", "source sequence is illegal/malformed utf-8")]
    {
        let run = expression("", value).invoke("{}").await;
        let (error, payload) = run.error();
        assert_eq!(error.error_type, "Function<JSON::GeneratorError>", "{value}");
        assert_eq!(payload["errorMessage"], message, "{value}");
    }
}

#[tokio::test]
async fn the_context_is_lambdas() {
    let source = "
def lambda_handler(event:, context:)
  left = context.get_remaining_time_in_millis
  raise left.to_s unless left.between?(1, 120_000)
  raise 'deadline' unless (context.deadline_ms - Time.now.to_f * 1000 - left).abs < 1000
  names = %i[aws_request_id function_name function_version invoked_function_arn memory_limit_in_mb log_group_name log_stream_name
             tenant_id identity client_context]
  names.map { |name| context.send(name) } + [ENV['_X_AMZN_TRACE_ID']]
end";
    let expected = serde_json::json!([
        REQUEST, "orders", "$LATEST", "arn:aws:lambda:eu-west-1:123456789012:function:orders:live", "1769",
        "/aws/lambda/orders", "2026/11/23/[$LATEST]0123", null, null, { "custom": { "a": 1 } }, "Root=1-2-3"
    ]);
    let run = ruby(source).invoke("{}").await;
    assert_eq!(serde_json::from_str::<serde_json::Value>(run.answer()).unwrap(), expected);
}

#[tokio::test]
async fn handlers_are_methods_of_files_modules_and_classes() {
    let nested = "module Shop\n  class Order\n    def self.take(event:, context:) = { taken: event }\n  end\nend";
    for (handler, file, source) in [
        ("app.run", "app.rb", "def run(event:, context:) = { taken: event }"),
        ("src/app.run", "src/app.rb", "def run(event:, context:) = { taken: event }"),
        ("app.Shop::Order.take", "app.rb", nested),
        ("app.Shop.take", "app.rb", "module Shop\n  def self.take(event:, context:) = { taken: event }\nend"),
        ("app.run", "app.rb", "def run(event:, **) = { taken: event }"),
    ] {
        assert_eq!(named(handler, &[(file, source)]).invoke("1").await.answer(), r#"{"taken":1}"#, "{handler}");
    }
}

#[tokio::test]
async fn files_are_found_from_each_other_and_from_the_package() {
    let main = "
require 'json'
require_relative 'lib/price'
require 'lib/tax'
load 'settings.rb'
def lambda_handler(event:, context:)
  [Price.of(event), Tax::RATE, SETTINGS, __FILE__, Dir.pwd, File.read('data/note.txt'), Dir.glob('lib/*.rb').sort]
end";
    let function = package(&[
        ("lambda_function.rb", main),
        ("lib/price.rb", "require_relative 'tax'\nmodule Price\n  def self.of(net) = net * Tax::RATE\nend"),
        ("lib/tax.rb", "module Tax\n  RATE = 2\nend"),
        ("settings.rb", "SETTINGS = { a: 1 }.freeze"),
        ("data/note.txt", "note"),
    ]);
    let answer = r#"[42,2,{"a":1},"/var/task/lambda_function.rb","/var/task","note",["lib/price.rb","lib/tax.rb"]]"#;
    assert_eq!(function.invoke("21").await.answer(), answer);
}

#[tokio::test]
async fn a_file_of_the_functions_own_goes_before_one_of_the_library() {
    let main = "require 'csv'\ndef lambda_handler(event:, context:) = OWN";
    let function = package(&[("lambda_function.rb", main), ("csv.rb", "OWN = 'mine'")]);
    assert_eq!(function.invoke("{}").await.answer(), "\"mine\"");
}

#[tokio::test]
async fn variables_are_those_of_lambda() {
    let names = "%w[GREETING AWS_REGION AWS_EXECUTION_ENV LAMBDA_TASK_ROOT _HANDLER GEM_PATH RUBYLIB TZ LANG COLDSTART_REHEARSAL_1]";
    let run = expression("FIRST = ENV['GREETING']", &format!("[FIRST] + ENV.values_at(*{names})")).invoke("{}").await;
    let expected = serde_json::json!([
        "hi",
        "hi",
        "eu-west-1",
        "AWS_Lambda_ruby4.0",
        "/var/task",
        "lambda_function.lambda_handler",
        "/var/task/vendor/bundle/ruby/4.0.0:/opt/ruby/gems/4.0.0",
        "/var/task:/var/runtime/lib:/opt/ruby/lib",
        ":UTC",
        "en_US.UTF-8",
        null
    ]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(run.answer()).unwrap(), expected);
}

#[tokio::test]
async fn variables_that_cannot_be_obeyed_are_refused_by_name() {
    for (name, value) in [("TZ", "Asia/Tokyo"), ("RUBYOPT", "-W0"), ("RUBY_YJIT_ENABLE", "1")] {
        let mut function = expression("", "1");
        function.settings.env.push((name.to_owned(), value.to_owned()));
        let run = function.invoke("{}").await;
        let (error, payload) = run.error();
        assert_eq!(error.error_type, "Runtime.InvalidEnvironment");
        let message =
            format!("environment variable `{name}` cannot be `{value}` in this sandbox: it is not obeyed here");
        assert_eq!(payload["errorMessage"], message);
    }
}

#[tokio::test]
async fn the_marshaller_may_be_replaced_as_on_lambda() {
    let before = "
class AwsLambda::Marshaller
  def self.marshall_request(request) = [request['Content-Type'], JSON.parse(request.body, symbolize_names: true)]
  def self.marshall_response(response) = ['given ' + response.inspect, 'text/plain']
end";
    let run = expression(before, "event").invoke(r#"{"a":1}"#).await;
    assert_eq!(run.answer(), r#"given ["application/json", {a: 1}]"#);
}

#[tokio::test]
async fn leaving_ends_the_process_where_ruby_ends_it() {
    let run = expression("", "exit!(3)").invoke("{}").await;
    assert_eq!(run.outcome, Outcome::Exited { code: 3 });
    let run = expression("", "exit(3)").invoke("{}").await;
    assert_eq!(run.error().0.error_type, "Function<SystemExit>");
    let run = expression("abort 'not today'", "1").invoke("{}").await;
    assert_eq!(run.error().1["errorMessage"], "not today");
    assert_eq!(run.error().0.error_type, "Init<SystemExit>");
    assert_eq!(run.lines[0], "not today");
}
