//! All the ways in which a run can end.

use crate::app::{App, Story, handler, seconds};
use api::invoker::Invoker;
use api::run::RunState;
use insta::assert_snapshot;

async fn run(source: &str) -> Story {
    let app = App::new().await;
    app.create_with(&[("index.mjs", source)], |config| config.timeout = seconds(1)).await.invoke("{}").await
}

#[tokio::test]
async fn an_endless_loop_is_stopped_at_the_timeout() {
    let story = run("export const handler = async () => { while (true) {} };").await;
    assert_eq!((story.state(), story.error_type()), (RunState::TimedOut, "Sandbox.Timedout"));
    assert_snapshot!(story.shown_response(), @r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ID Error: Task timed out after 1.00 seconds"}"#);
    assert_snapshot!(story.platform_lines(), @r"
    INIT_START Runtime Version: nodejs:N⇥Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:N
    START RequestId: ID Version: $LATEST
    N:N:N ID Task timed out after N seconds
    END RequestId: ID
    REPORT RequestId: ID⇥Duration: N ms⇥Billed Duration: N ms⇥Memory Size: N MB⇥Max Memory Used: N MB⇥Init Duration: N ms⇥Status: timeout
    ");
    assert!(story.report().contains("\tDuration: 1000.00 ms\tBilled Duration: 1000 ms\t"), "{}", story.report());
}

#[tokio::test]
async fn a_thrown_error_keeps_its_words_and_its_place() {
    let story = run("export const handler = async () => {\n  throw new TypeError('no photo');\n};").await;
    let error = story.record.error.clone().unwrap();
    assert_eq!((error.error_type.as_str(), error.message.as_str()), ("TypeError", "no photo"));
    let position = error.position.unwrap();
    assert_eq!((position.file.as_str(), position.line), ("index.mjs", 2));
    assert!(
        story
            .response()
            .starts_with(r#"{"errorType":"TypeError","errorMessage":"no photo","trace":["TypeError: no photo""#)
    );
    assert!(story.report().ends_with("\tStatus: error\tError Type: TypeError"));
    story.expect_log("ERROR\tInvoke Error \t");
}

#[tokio::test]
async fn leaving_the_process_is_an_exit_error() {
    let silent = run("export const handler = async () => { process.exit(0); };").await;
    assert_snapshot!(silent.shown_response(), @r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited without providing a reason"}"#);
    let status = run("export const handler = async () => { process.exit(127); };").await;
    assert_snapshot!(status.shown_response(), @r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with error: exit status 127"}"#);
    assert!(status.report().ends_with("\tStatus: error\tError Type: Runtime.ExitError"));
}

#[tokio::test]
async fn more_memory_than_there_is_is_out_of_memory() {
    let source = "export const handler = async () => { const all = []; while (true) all.push(new Uint8Array(1 << 20).fill(1)); };";
    let app = App::new().await;
    let small = |config: &mut api::config::FunctionConfig| {
        config.memory = api::config::MemoryMib::new(128).unwrap();
        config.timeout = seconds(60);
    };
    let story = app.create_with(&[("index.mjs", source)], small).await.invoke("{}").await;
    match story.state() {
        RunState::OutOfMemory => {
            assert_snapshot!(story.shown_response(), @r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with error: signal: killed"}"#);
            assert!(story.report().ends_with("\tStatus: error\tError Type: Runtime.OutOfMemory"));
        }
        state => panic!("{state:?}: {}", story.response()),
    }
    let used = story.record.summary.metrics.max_memory_mib();
    assert!((100..=128).contains(&used), "{used} MB");
}

#[tokio::test]
async fn an_answer_of_seven_megabytes_is_too_large() {
    let story = run("export const handler = async () => 'x'.repeat(7 * 1024 * 1024);").await;
    assert_snapshot!(story.shown_response(), @r#"{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}"#);
}

#[tokio::test]
async fn an_answer_of_six_megabytes_is_whole_in_the_record() {
    let story = run("export const handler = async () => 'x'.repeat(6 * 1024 * 1024);").await;
    assert_eq!((story.state(), story.response().len()), (RunState::Succeeded, 6 * 1_024 * 1_024 + 2));
}

#[tokio::test]
async fn code_that_cannot_be_loaded_fails_in_init_with_its_place() {
    let story = run("export const handler = async () => {\n  const = 1;\n};").await;
    assert_eq!(story.error_type(), "Runtime.UserCodeSyntaxError");
    assert_eq!(story.record.error.as_ref().unwrap().position.as_ref().unwrap().line, 2);
    assert_snapshot!(story.platform_lines(), @r"
    INIT_START Runtime Version: nodejs:N⇥Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:N
    INIT_REPORT Init Duration: N ms⇥Phase: init⇥Status: error⇥Error Type: Runtime.UserCodeSyntaxError
    START RequestId: ID Version: $LATEST
    END RequestId: ID
    REPORT RequestId: ID⇥Duration: N ms⇥Billed Duration: N ms⇥Memory Size: N MB⇥Max Memory Used: N MB⇥Init Duration: N ms⇥Status: error⇥Error Type: Runtime.UserCodeSyntaxError
    ");
}

#[tokio::test]
async fn a_handler_that_is_not_there_is_named() {
    let app = App::new().await;
    let hello = [("index.mjs", crate::app::HELLO)];
    let missing = app.create_with(&hello, |config| config.handler = handler("index.nothing")).await.invoke("{}").await;
    assert_eq!(missing.error_type(), "Runtime.HandlerNotFound");
    let module = app.create_with(&hello, |config| config.handler = handler("other.handler")).await.invoke("{}").await;
    assert_eq!(module.error_type(), "Runtime.ImportModuleError");
}

#[tokio::test]
async fn webassembly_that_does_not_parse_or_traps_says_where_and_why() {
    let app = App::new().await;
    let broken = app.create("main.wat", "(module\n  (func $x (oops)))").await.invoke("{}").await;
    assert_eq!(broken.error_type(), "Runtime.InvalidModule");
    assert_eq!(broken.record.error.as_ref().unwrap().position.as_ref().unwrap().line, 2);
    let trap = "(module (memory (export \"memory\") 1) (func (export \"_start\") unreachable))";
    let trapped = app.create("main.wat", trap).await.invoke("{}").await;
    assert_eq!((trapped.state(), trapped.error_type()), (RunState::Failed, "Runtime.Trap"));
}

#[tokio::test]
async fn init_that_takes_too_long_goes_on_inside_the_invocation() {
    let source =
        "const until = Date.now() + 60_000; while (Date.now() < until) {} export const handler = async () => 1;";
    let story = run(source).await;
    assert_eq!(story.error_type(), "Sandbox.Timedout");
    let lines = story.platform_lines();
    assert!(
        lines.contains("INIT_REPORT Init Duration: N ms⇥Phase: init⇥Status: timeout\nSTART RequestId: ID"),
        "{lines}"
    );
    assert!(story.report().contains("\tDuration: 1000.00 ms\t"), "{}", story.report());
}

#[tokio::test]
async fn a_person_ends_a_run_that_runs() {
    let app = App::new().await;
    let function = app
        .create_with(
            &[("index.mjs", "export const handler = async () => { console.log('on'); while (true) {} };")],
            |config| {
                config.timeout = seconds(900);
            },
        )
        .await;
    let mut page = function.subscribe(Vec::new());
    let run = function.start("{}").await.unwrap();
    page.until(crate::app::line_with("on")).await;
    app.invoke.cancel(&app.account, &run).await.unwrap();
    let story = function.ended(&run).await;
    assert_eq!(story.state(), RunState::Cancelled);
    assert!(story.report().ends_with("\tStatus: cancelled"), "{}", story.report());
    app.invoke.cancel(&app.account, &run).await.unwrap();
    assert_eq!(function.ended(&run).await.state(), RunState::Cancelled);
}
