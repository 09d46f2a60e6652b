//! Versions that start from an image.

use crate::app::{App, Function, Story};
use api::config::{FunctionConfig, MemoryMib, SnapStart};
use api::environment::{Lanes, Phase};
use api::error::ErrorCode;
use api::id::VersionNumber;
use api::invoker::Invoker;
use api::run::{RunRequest, RunState, Target, Variation};
use api::snapshot::Snapshot;
use insta::assert_snapshot;
use invoke::{InvokeConfig, SnapshotConfig};
use std::collections::HashSet;
use store::Store;
use tokio::sync::broadcast;

const COUNTING: &str = "import { writeFileSync, readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
console.log('init ran');
writeFileSync('/tmp/init', 'kept');
let count = 0;
export const handler = async () => ({
    count: ++count, file: readFileSync('/tmp/init', 'utf8'), random: [Math.random(), randomUUID()],
    why: process.env.AWS_LAMBDA_INITIALIZATION_TYPE, stream: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
});";
const FIRST: VersionNumber = VersionNumber(1);

fn on(config: &mut FunctionConfig) {
    config.snap_start = SnapStart::PublishedVersions;
}

impl Function<'_> {
    /// As publishing version 1 with SnapStart does.
    async fn want_image(&self) {
        let mut db = self.app.store.write().await.unwrap();
        let row = store::function::get(&mut db, &self.app.account, &self.name).await.unwrap().unwrap();
        store::snapshot::insert(&mut db, row.key, FIRST, self.app.clock.now()).await.unwrap();
        Store::commit(db).await.unwrap();
    }

    async fn snapshot(&self) -> Snapshot {
        let mut db = self.app.store.snapshot().await.unwrap();
        let row = store::function::get(&mut db, &self.app.account, &self.name).await.unwrap().unwrap();
        store::snapshot::get(&mut db, row.key, FIRST).await.unwrap().unwrap()
    }

    async fn published(&self, changes: &broadcast::Sender<()>) -> Snapshot {
        self.want_image().await;
        changes.send(()).unwrap();
        self.settled().await
    }

    /// How far the image is once that is known.
    async fn settled(&self) -> Snapshot {
        loop {
            match self.snapshot().await {
                Snapshot::Pending => tokio::task::yield_now().await,
                settled => return settled,
            }
        }
    }

    fn of_version(&self, payload: &str) -> RunRequest {
        RunRequest { target: Target::Version(FIRST), ..self.request(payload) }
    }

    async fn invoke_version(&self, fresh: bool) -> Story {
        let variation = Variation { memory: None, fresh };
        let request = RunRequest { variation, ..self.of_version("{}") };
        let run = self.app.invoke.start(&self.app.account, request).await.unwrap();
        self.ended(&run).await
    }
}

/// A data plane that makes images, and what tells it of changes.
async fn app_with(config: InvokeConfig) -> (App, broadcast::Sender<()>) {
    let app = App::with(config).await;
    let changes = broadcast::Sender::new(4);
    app.invoke.keep_snapshots(changes.subscribe());
    (app, changes)
}

fn answer(story: &Story) -> serde_json::Value {
    serde_json::from_str(story.response()).unwrap()
}

#[tokio::test]
async fn environments_of_a_version_go_on_from_its_image() {
    let (app, changes) = app_with(InvokeConfig::default()).await;
    let function = app.create_with(&[("index.mjs", COUNTING)], on).await;
    assert_eq!(function.published(&changes).await, Snapshot::Ready);
    let mut seen = HashSet::new();
    for round in 0..3 {
        let story = function.invoke_version(true).await;
        let answer = answer(&story);
        assert_eq!(
            (&answer["count"], &answer["file"], &answer["why"]),
            (&1.into(), &"kept".into(), &"snap-start".into())
        );
        assert!(answer["stream"].as_str().unwrap().starts_with("2026/11/23/[1]"));
        for different in [&answer["stream"], &answer["random"][0], &answer["random"][1]] {
            assert!(seen.insert(different.to_string()), "{different} came twice");
        }
        // INIT ran once, and what it wrote is in the log of the first run.
        let said = story.function_lines().iter().filter(|line| line.contains("init ran")).count();
        assert_eq!(said, usize::from(round == 0));
    }
    let story = function.invoke_version(true).await;
    assert_snapshot!(story.platform_lines(), @r"
    RESTORE_START Runtime Version: nodejs:N⇥Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:N
    RESTORE_REPORT Restore Duration: N ms
    START RequestId: ID Version: N
    END RequestId: ID
    REPORT RequestId: ID⇥Duration: N ms⇥Billed Duration: N ms⇥Memory Size: N MB⇥Max Memory Used: N MB⇥Restore Duration: N ms⇥Billed Restore Duration: N ms⇥
    ");
    assert_snapshot!(story.kinds(), @"queued, restore, log, started cold=true, log, Queue, Restore, Invoke, finished, log, charged");
    let metrics = story.record.summary.metrics;
    assert!(metrics.init_us.is_none() && metrics.restore_us.is_some_and(|us| us > 0), "{metrics:?}");
    let billed = story.record.summary.charge.unwrap().billed_ms;
    assert!(billed * 1_000 >= metrics.duration_us + metrics.restore_us.unwrap());
}

#[tokio::test]
async fn an_environment_that_was_restored_is_used_again_and_seen() {
    let (app, changes) = app_with(InvokeConfig::default()).await;
    let function = app.create_with(&[("index.mjs", COUNTING)], on).await;
    let (mut page, mut lanes) = (function.subscribe(Vec::new()), Lanes::default());
    assert_eq!(function.published(&changes).await, Snapshot::Ready);
    let first = answer(&function.invoke_version(false).await);
    page.lanes(&mut lanes, |lanes| lanes.lanes.first().is_some_and(|lane| lane.phase() == Some(Phase::Idle))).await;
    let phases: Vec<Phase> = lanes.lanes[0].spans.iter().map(|span| span.phase).collect();
    assert_eq!(phases, [Phase::Restore, Phase::Busy, Phase::Idle]);
    let story = function.invoke_version(false).await;
    let again = answer(&story);
    assert!(!story.record.summary.cold && story.record.summary.metrics.restore_us.is_none());
    assert_eq!((&again["count"], &again["stream"]), (&1.into(), &first["stream"]));
    assert_ne!(again["random"], first["random"]);
}

#[tokio::test]
async fn the_draft_and_latest_and_another_memory_size_run_init() {
    let (app, changes) = app_with(InvokeConfig::default()).await;
    let function = app.create_with(&[("index.mjs", COUNTING)], on).await;
    assert_eq!(function.published(&changes).await, Snapshot::Ready);
    let fresh = Variation { memory: None, fresh: true };
    let other = Variation { memory: Some(MemoryMib::new(512).unwrap()), ..fresh };
    let requests = [
        RunRequest { variation: fresh, ..function.request("{}") },
        RunRequest { target: Target::Latest, variation: fresh, ..function.request("{}") },
        RunRequest { variation: other, ..function.of_version("{}") },
    ];
    for request in requests {
        let run = app.invoke.start(&app.account, request).await.unwrap();
        let metrics = function.ended(&run).await.record.summary.metrics;
        assert!(metrics.init_us.is_some() && metrics.restore_us.is_none(), "{metrics:?}");
    }
}

#[tokio::test]
async fn a_version_whose_init_fails_is_not_invoked_and_says_why() {
    let (app, changes) = app_with(InvokeConfig::default()).await;
    let check = async |source: &str, code: &str, part: &str| {
        let function = app.create_with(&[("index.mjs", source)], on).await;
        let Snapshot::Failed(fault) = function.published(&changes).await else { panic!("{source} has an image") };
        assert_eq!((fault.code.as_str(), fault.reason.contains(part)), (code, true), "{}", fault.reason);
        let refused = app.invoke.start(&app.account, function.of_version("{}")).await.unwrap_err();
        assert!(refused.code == ErrorCode::SnapStart && refused.message.contains(part), "{refused:?}");
    };
    check("throw new TypeError('no luck');", "FunctionError", "TypeError").await;
    check("process.exit(3);", "FunctionError.RuntimeExitError", "status 3").await;
    check(
        "const all = []; while (true) all.push(new Uint8Array(1 << 24).fill(1));",
        "FunctionError.InitResourceExhausted",
        "memory",
    )
    .await;
}

#[tokio::test]
async fn before_the_image_is_there_a_version_is_not_ready() {
    // Nobody makes images here.
    let app = App::new().await;
    let function = app.create_with(&[("index.mjs", COUNTING)], on).await;
    function.want_image().await;
    let refused = app.invoke.start(&app.account, function.of_version("{}")).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::SnapStartNotReady);
}

#[tokio::test]
async fn a_server_that_was_stopped_meanwhile_begins_again_and_makes_the_others_anew() {
    let (app, changes) = app_with(InvokeConfig::default()).await;
    let ready = app.create_with(&[("index.mjs", COUNTING)], on).await;
    assert_eq!(ready.published(&changes).await, Snapshot::Ready);
    let name = ready.name.clone();
    let (store, account, _folder) = {
        // Killed while INIT of another version ran: its row says so.
        let pending = app.create_with(&[("index.mjs", COUNTING)], on).await.name.clone();
        let function = Function { app: &app, name: pending };
        function.want_image().await;
        app.into_parts()
    };
    let app = App::over(InvokeConfig::default(), store, account).await;
    let changes = broadcast::Sender::<()>::new(4);
    app.invoke.keep_snapshots(changes.subscribe());
    let function = Function { app: &app, name };
    let story = function.invoke_version(true).await;
    assert!(story.record.summary.metrics.restore_us.is_some(), "{:?}", story.record.summary.metrics);
    let mut db = app.store.snapshot().await.unwrap();
    while store::snapshot::wanted(&mut db).await.unwrap().iter().any(|wanted| wanted.is_pending) {
        drop(db);
        tokio::task::yield_now().await;
        db = app.store.snapshot().await.unwrap();
    }
}

#[tokio::test]
async fn images_beyond_the_bound_are_dropped_and_made_again_for_who_waits() {
    let snapshots = SnapshotConfig { bytes_max: 1, ..SnapshotConfig::default() };
    let (app, changes) = app_with(InvokeConfig { snapshots, ..InvokeConfig::default() }).await;
    let one = app.create_with(&[("index.mjs", COUNTING)], on).await;
    let two = app.create_with(&[("index.mjs", COUNTING)], on).await;
    for function in [&one, &two] {
        assert_eq!(function.published(&changes).await, Snapshot::Ready);
    }
    for function in [&one, &two, &one] {
        let story = function.invoke_version(true).await;
        assert!(story.record.summary.metrics.restore_us.is_some(), "{:?}", story.record.summary.metrics);
    }
}

#[tokio::test]
async fn an_image_over_the_limit_is_refused_with_both_numbers() {
    let snapshots = SnapshotConfig { image_bytes_max: 4_096, ..SnapshotConfig::default() };
    let (app, changes) = app_with(InvokeConfig { snapshots, ..InvokeConfig::default() }).await;
    let function = app.create_with(&[("index.mjs", COUNTING)], on).await;
    let Snapshot::Failed(fault) = function.published(&changes).await else { panic!("has an image") };
    assert!(fault.reason.ends_with("the limit is 4096"), "{}", fault.reason);
    assert_eq!(fault.code, "FunctionError.InitResourceExhausted");
}

#[tokio::test]
async fn hooks_of_python_that_fail_end_the_run_and_not_the_version() {
    let source = "
import os, snapshot_restore_py
@snapshot_restore_py.register_after_restore
def check():
    print('restored in', os.environ['AWS_LAMBDA_LOG_STREAM_NAME'][:14])
    raise ConnectionError('nobody there')
def lambda_handler(event, context): return 1";
    let (app, changes) = app_with(InvokeConfig::default()).await;
    let function = app.create_with(&[("lambda_function.py", source)], on).await;
    assert_eq!(function.published(&changes).await, Snapshot::Ready);
    for _ in 0..2 {
        let story = function.invoke_version(false).await;
        assert_eq!((story.state(), story.error_type()), (RunState::Failed, "ConnectionError"));
        story.expect_log("restored in 2026/11/23/[1]");
        assert!(
            story
                .platform_lines()
                .contains("RESTORE_REPORT Restore Duration: N ms⇥Status: error⇥Error Type: ConnectionError")
        );
    }
}

#[tokio::test]
async fn many_restores_at_once_are_apart() {
    let (app, changes) = app_with(InvokeConfig::default()).await;
    let function = app.create_with(&[("index.mjs", COUNTING)], on).await;
    assert_eq!(function.published(&changes).await, Snapshot::Ready);
    let stories = futures::future::join_all((0..16).map(|_| function.invoke_version(true))).await;
    let values: HashSet<String> = stories.iter().map(|story| answer(story)["random"].to_string()).collect();
    assert_eq!(values.len(), 16);
    assert!(stories.iter().all(|story| answer(story)["count"] == 1));
}
