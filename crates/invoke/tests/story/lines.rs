//! What the log and the events of a run look like.

use crate::app::{App, HELLO};
use api::config::{MemoryMib, Reuse};
use api::event::{LogLevel, LogOrigin};
use api::invoker::Invoker;
use api::logging::{ApplicationLevel, LogFormat, SystemLevel};
use api::run::{RunRequest, Variation};
use insta::assert_snapshot;

#[tokio::test]
async fn a_cold_run_tells_of_its_init_and_a_warm_one_does_not() {
    let app = App::new().await;
    let hello = app.create("index.mjs", HELLO).await;
    let cold = hello.invoke(r#"{"name":"Ada"}"#).await;
    assert_eq!(cold.response(), r#"{"ok":true}"#);
    cold.expect_log("INFO\thi Ada");
    assert_snapshot!(cold.platform_lines(), @r"
    INIT_START Runtime Version: nodejs:N⇥Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:N
    START RequestId: ID Version: $LATEST
    END RequestId: ID
    REPORT RequestId: ID⇥Duration: N ms⇥Billed Duration: N ms⇥Memory Size: N MB⇥Max Memory Used: N MB⇥Init Duration: N ms⇥
    ");
    assert_snapshot!(cold.kinds(), @"queued, init, log, started cold=true, log, Queue, Init, Invoke, finished, log, charged");

    let warm = hello.warm().await;
    assert_snapshot!(warm.platform_lines(), @r"
    START RequestId: ID Version: $LATEST
    END RequestId: ID
    REPORT RequestId: ID⇥Duration: N ms⇥Billed Duration: N ms⇥Memory Size: N MB⇥Max Memory Used: N MB⇥
    ");
    assert_snapshot!(warm.kinds(), @"queued, started cold=false, log, Queue, Invoke, finished, log, charged");
    assert!(warm.record.summary.metrics.init_us.is_none() && warm.record.summary.metrics.max_memory_bytes > 0);
    let pages = warm.record.summary.metrics.dirty_pages;
    assert!(
        pages.is_none_or(|pages| pages > 0 && pages * 4_096 < warm.record.summary.metrics.max_memory_bytes),
        "{pages:?}"
    );
}

#[tokio::test]
async fn each_run_is_clean_also_a_warm_one() {
    let app = App::new().await;
    let counter = app.create("index.mjs", "let n = 0; export const handler = async () => ++n;").await;
    assert_eq!(counter.invoke("{}").await.response(), "1");
    assert_eq!(counter.warm().await.response(), "1");
}

#[tokio::test]
async fn changed_code_is_what_runs_next() {
    let app = App::new().await;
    let function = app.create("index.mjs", "export const handler = async () => 'old';").await;
    function.warm().await;
    function.save(&[("index.mjs", "export const handler = async () => 'new';")]).await;
    let story = function.invoke("{}").await;
    assert_eq!((story.response(), story.record.summary.cold), ("\"new\"", true));
}

#[tokio::test]
async fn webassembly_text_runs_as_the_provided_runtime() {
    let app = App::new().await;
    let wat = include_str!("../../../../app/src/templates/code/hello.wat");
    let story = app.create("main.wat", wat).await.invoke("{}").await;
    assert_eq!(story.error_type(), "none", "{:?}", story.record.error);
    assert!(story.platform_lines().starts_with("INIT_START Runtime Version: provided:al2023.v"));
}

#[tokio::test]
async fn the_function_finds_its_surroundings() {
    let app = App::new().await;
    let source = "export const handler = async (event, context) => ({
        stage: process.env.STAGE, region: process.env.AWS_REGION, handler: process.env._HANDLER, root: process.env.LAMBDA_TASK_ROOT,
        tz: process.env.TZ, runtime: process.env.AWS_EXECUTION_ENV, memory: context.memoryLimitInMB, arn: context.invokedFunctionArn,
        group: context.logGroupName, stream: context.logStreamName.slice(0, 20), credentials: process.env.AWS_ACCESS_KEY_ID ?? null,
    });";
    let function = app
        .create_with(&[("index.mjs", source)], |config| {
            config.environment = crate::app::variables(&[("STAGE", "dev")]);
            config.memory = api::config::MemoryMib::new(256).unwrap();
        })
        .await;
    let story = function.invoke("{}").await;
    let name = function.name.as_str();
    assert_snapshot!(story.response().replace(name, "NAME").replace(",\"", ",\n\""), @r#"
    {"stage":"dev",
    "region":"us-east-1",
    "handler":"index.handler",
    "root":"/var/task",
    "tz":":UTC",
    "runtime":"AWS_Lambda_nodejs24.x",
    "memory":"256",
    "arn":"arn:aws:lambda:us-east-1:123456789012:function:NAME",
    "group":"/aws/lambda/NAME",
    "stream":"2026/11/23/[$LATEST]",
    "credentials":null}
    "#);
}

#[tokio::test]
async fn a_function_that_is_reused_like_on_aws_finds_what_the_run_before_left() {
    let app = App::new().await;
    let source = "import fs from 'node:fs';
        let count = 0;
        export const handler = async () => {
            fs.appendFileSync('/tmp/runs', 'x');
            return [++count, fs.readFileSync('/tmp/runs', 'utf8').length];
        };";
    let clean = app.create("index.mjs", source).await;
    let like_aws = app.create_with(&[("index.mjs", source)], |config| config.reuse = Reuse::LikeAws).await;
    for run in 1..=3 {
        assert_eq!(clean.invoke("{}").await.response(), "[1,1]");
        assert_eq!(like_aws.invoke("{}").await.response(), format!("[{run},{run}]"));
    }
}

#[tokio::test]
async fn a_run_can_have_another_memory_size_and_a_fresh_environment() {
    let app = App::new().await;
    let function =
        app.create("index.mjs", "export const handler = async (event, context) => context.memoryLimitInMB;").await;
    let varied = async |memory: Option<u32>, fresh: bool| {
        let memory = memory.map(|mib| MemoryMib::new(mib).unwrap());
        let request = RunRequest { variation: Variation { memory, fresh }, ..function.request("{}") };
        let run = app.invoke.start(&app.account, request).await.unwrap();
        let story = function.ended(&run).await;
        let summary = &story.record.summary;
        (story.response().to_owned(), summary.settings.memory_mib, summary.cold)
    };
    assert_eq!(varied(Some(256), false).await, ("\"256\"".to_owned(), 256, true));
    assert_eq!(varied(Some(256), false).await, ("\"256\"".to_owned(), 256, false));
    assert_eq!(varied(Some(256), true).await, ("\"256\"".to_owned(), 256, true));
    assert_eq!(varied(None, false).await, ("\"1769\"".to_owned(), 1_769, true));
}

#[tokio::test]
async fn a_function_with_json_logs_has_objects_of_its_level_and_the_platforms_events() {
    let app = App::new().await;
    let source = "export const handler = async () => { console.info('hidden'); console.warn('seen'); \
                  process.stdout.write('{\"level\":\"debug\",\"message\":\"hidden too\"}\\n'); \
                  process.stdout.write('{\"level\":\"error\",\"message\":\"own\"}\\n'); return 1; };";
    let format = |system| LogFormat::Json { application: ApplicationLevel::Warn, system };
    let chatty = app.create_with(&[("index.mjs", source)], |config| config.logging = format(SystemLevel::Debug)).await;
    let story = chatty.invoke("{}").await;
    let levels: Vec<LogLevel> = story.levels().into_iter().map(|(level, _)| level).collect();
    assert_eq!(levels, [LogLevel::Warn, LogLevel::Error]);
    let kinds: Vec<String> = story
        .log(LogOrigin::Platform)
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["platform.initStart", "platform.start", "platform.runtimeDone", "platform.report"]);

    let quiet = app.create_with(&[("index.mjs", source)], |config| config.logging = format(SystemLevel::Warn)).await;
    assert_eq!(quiet.invoke("{}").await.platform_lines(), "");
}
