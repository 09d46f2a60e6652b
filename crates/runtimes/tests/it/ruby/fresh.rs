//! What one environment or event leaves, and what is new in the next.

use std::collections::HashSet;

use super::{expression, ruby};
use crate::function::LINES_MAX;
use crate::rewinds::answers;
use tokio::sync::mpsc;

#[tokio::test]
async fn what_an_event_changed_is_gone_at_the_next() {
    let source = "
$count = 0
File.write('/tmp/init', 'init')
def lambda_handler(event:, context:)
  before = [$count, String.method_defined?(:secret), ENV['SECRET'], Dir.children('/tmp').sort, Dir.pwd, File.read('/tmp/init'),
            $LOADED_FEATURES.include?('late')]
  $count += 1
  String.define_method(:secret) { 1 }
  ENV['SECRET'] = event
  File.write(\"/tmp/#{event}\", event)
  File.write('/tmp/init', event)
  Dir.chdir('/tmp')
  $LOADED_FEATURES << 'late'
  before
end";
    let clean = r#"[0,false,null,["init"],"/var/task","init",false]"#;
    assert_eq!(answers(&ruby(source), [r#""one""#, r#""two""#, r#""three""#]).await, [clean; 3]);
}

#[tokio::test]
async fn reused_environments_keep_what_an_event_left() {
    let function = ruby("$count = 0\ndef lambda_handler(event:, context:) = $count += 1");
    let (output, _nobody) = mpsc::channel(LINES_MAX);
    let mut environment = function.start(output.clone()).await.unwrap();
    for expected in ["1", "2", "3"] {
        let invoked = environment.invoke(crate::function::input("{}", crate::function::LONG), output.clone()).await;
        assert_eq!(invoked.outcome, sandbox::Outcome::Returned(expected.into()));
        environment = invoked.used.unwrap().reuse().await.unwrap();
    }
}

const RANDOM: &str = "
require 'securerandom'
require 'tmpdir'
OWN = Random.new
EARLY = rand
def lambda_handler(event:, context:)
  [rand, Random.rand, OWN.rand, Random.new.rand, SecureRandom.uuid, Random.bytes(8).unpack1('H*'), Dir.mktmpdir, (1..100).to_a.shuffle]
end";

#[tokio::test]
async fn random_values_are_new_in_each_event_and_environment() {
    let mut seen = HashSet::new();
    for _environment in 0..3 {
        for answer in answers(&ruby(RANDOM), ["1"; 3]).await {
            for value in serde_json::from_str::<Vec<serde_json::Value>>(&answer).unwrap() {
                assert!(seen.insert(value.to_string()), "{value} twice");
            }
        }
    }
    let early = expression("EARLY = rand", "EARLY");
    assert_ne!(early.invoke("{}").await.answer(), early.invoke("{}").await.answer());
}

#[tokio::test]
async fn a_seed_of_the_functions_own_is_obeyed() {
    let function = expression("srand(42)\nOWN = Random.new(7)", "[rand(1000), OWN.rand(1000), Random.seed]");
    let [first, second] = answers(&function, ["1"; 2]).await;
    assert_eq!(first, second);
    assert!(first.starts_with("[102,") && first.ends_with(",42]"), "{first}");
}

#[tokio::test]
async fn after_an_error_the_environment_goes_on_clean() {
    let source = "
$broken = false
def lambda_handler(event:, context:)
  return 'not clean' if $broken
  $broken = true
  raise KeyError, 'no' if event == 1
  'clean'
end";
    assert_eq!(answers(&ruby(source), ["0", "1", "0"]).await, ["\"clean\"", "Function<KeyError>", "\"clean\""]);
}

#[tokio::test]
async fn nothing_is_left_of_what_was_done_while_the_image_was_made() {
    let names = "[defined?(GREETING), defined?(JS), respond_to?(:coldstart_rehearsed, true), $_global_aws_request_id == \
                 context.aws_request_id, $LOADED_FEATURES.grep(/rehearsed/), ENV.keys.grep(/COLDSTART/), $LOAD_PATH.first]";
    let answer = r#"[null,null,false,true,[],[],"/var/task"]"#;
    assert_eq!(expression("", names).invoke("{}").await.answer(), answer);
}
