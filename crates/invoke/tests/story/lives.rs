//! The lives of environments, as a page sees them.

use crate::app::{App, Page, seconds};
use api::config::{FunctionConfig, MemoryMib};
use api::environment::{Gone, Lane, Lanes, Phase};
use api::invoker::Invoker;
use api::message::ServerMessage;
use invoke::{InvokeConfig, PoolConfig};

const VARIOUS: &str = "export const handler = async (event) => {
    if (event.loop) while (true) {}
    if (event.exit) process.exit(1);
    if (event.fill) { const all = []; while (true) all.push(new Uint8Array(1 << 20).fill(1)); }
    if (event.wait) await new Promise((done) => setTimeout(done, 900_000));
    return 'done';
};";

fn phases(lane: &Lane) -> Vec<Phase> {
    lane.spans.iter().map(|span| span.phase).collect()
}

fn all_idle_or_gone(lanes: &Lanes) -> bool {
    lanes.lanes.iter().all(|lane| lane.gone.is_some() || lane.phase() == Some(Phase::Idle))
}

/// How the environment of one run with this event ended.
async fn gone_after(source: &str, event: &str) -> Option<Gone> {
    let app = App::new().await;
    let small = |config: &mut FunctionConfig| {
        config.memory = MemoryMib::new(256).unwrap();
        config.timeout = seconds(1);
    };
    let function = app.create_with(&[("index.mjs", source)], small).await;
    let mut page = function.subscribe(Vec::new());
    function.invoke(event).await;
    let mut lanes = Lanes::default();
    page.lanes(&mut lanes, |lanes| !lanes.lanes.is_empty() && all_idle_or_gone(lanes)).await;
    lanes.lanes[0].gone
}

#[tokio::test]
async fn a_page_sees_an_environment_begin_work_wait_and_work_again() {
    let app = App::new().await;
    let function = app.create("index.mjs", VARIOUS).await;
    let mut page = function.subscribe(Vec::new());
    let mut lanes = Lanes::default();
    let first = function.invoke("{}").await.record.summary.id;
    page.lanes(&mut lanes, |lanes| lanes.lanes.first().is_some_and(|lane| lane.phase() == Some(Phase::Idle))).await;
    let lane = &lanes.lanes[0];
    assert_eq!((phases(lane), lane.last_run.as_ref()), (vec![Phase::Init, Phase::Busy, Phase::Idle], Some(&first)));
    assert!(lane.spans.iter().zip(lane.spans.iter().skip(1)).all(|(one, next)| one.end_us == Some(next.start_us)));
    let second = function.invoke("{}").await.record.summary.id;
    page.lanes(&mut lanes, |lanes| lanes.lanes[0].runs == 2 && all_idle_or_gone(lanes)).await;
    assert_eq!((lanes.lanes.len(), lanes.lanes[0].last_run.as_ref()), (1, Some(&second)));
    assert_eq!(phases(&lanes.lanes[0]).len(), 5);
    // Who comes later sees the same.
    let (mut late, mut seen) = (function.subscribe(Vec::new()), Lanes::default());
    late.lanes(&mut seen, |lanes| !lanes.lanes.is_empty()).await;
    assert_eq!(seen, lanes);
}

#[tokio::test]
async fn runs_at_once_have_a_lane_each_and_a_stopped_one_ends() {
    let app = App::new().await;
    let function = app.create_with(&[("index.mjs", VARIOUS)], |config| config.timeout = seconds(900)).await;
    let (mut page, mut lanes) = (function.subscribe(Vec::new()), Lanes::default());
    let waiting = function.start(r#"{"wait":true}"#).await.unwrap();
    page.lanes(&mut lanes, |lanes| lanes.lanes.first().is_some_and(|lane| lane.phase() == Some(Phase::Busy))).await;
    function.invoke("{}").await;
    page.lanes(&mut lanes, |lanes| lanes.lanes.get(1).is_some_and(|lane| lane.phase() == Some(Phase::Idle))).await;
    assert_eq!((lanes.living(), lanes.lanes[0].gone), (2, None));
    app.invoke.cancel(&app.account, &waiting).await.unwrap();
    page.lanes(&mut lanes, |lanes| lanes.living() == 1).await;
    assert_eq!((lanes.lanes[0].gone, lanes.lanes[1].gone), (Some(Gone::Stopped), None));
}

#[tokio::test]
async fn a_page_learns_why_an_environment_is_gone() {
    assert_eq!(gone_after(VARIOUS, "{}").await, None);
    assert_eq!(gone_after(VARIOUS, r#"{"loop":1}"#).await, Some(Gone::TimedOut));
    assert_eq!(gone_after(VARIOUS, r#"{"exit":1}"#).await, Some(Gone::Crashed));
    assert_eq!(gone_after("throw new Error('no');", "{}").await, Some(Gone::InitFailed));
}

#[tokio::test]
async fn a_page_learns_of_memory_that_ran_out() {
    let app = App::new().await;
    let small = |config: &mut FunctionConfig| {
        config.memory = MemoryMib::new(128).unwrap();
        config.timeout = seconds(60);
    };
    let function = app.create_with(&[("index.mjs", VARIOUS)], small).await;
    let (mut page, mut lanes) = (function.subscribe(Vec::new()), Lanes::default());
    function.invoke(r#"{"fill":1}"#).await;
    page.lanes(&mut lanes, |lanes| lanes.lanes.first().is_some_and(|lane| lane.gone.is_some())).await;
    assert_eq!(lanes.lanes[0].gone, Some(Gone::OutOfMemory));
}

#[tokio::test]
async fn a_page_learns_which_environment_made_room_and_which_was_replaced() {
    let pool = PoolConfig { ready_total_max: 1, ..PoolConfig::default() };
    let app = App::with(InvokeConfig { pool, ..InvokeConfig::default() }).await;
    let first = app.create("index.mjs", VARIOUS).await;
    let (mut page, mut lanes) = (first.subscribe(Vec::new()), Lanes::default());
    first.invoke("{}").await;
    page.lanes(&mut lanes, |lanes| lanes.lanes.first().is_some_and(|lane| lane.phase() == Some(Phase::Idle))).await;
    let second = app.create("index.mjs", VARIOUS).await;
    second.invoke("{}").await;
    page.lanes(&mut lanes, |lanes| lanes.living() == 0).await;
    assert_eq!(lanes.lanes[0].gone, Some(Gone::Evicted));
}

#[tokio::test]
async fn an_environment_of_old_code_is_replaced() {
    let app = App::new().await;
    let function = app.create("index.mjs", VARIOUS).await;
    let (mut page, mut lanes) = (function.subscribe(Vec::new()), Lanes::default());
    for edit in 0..4 {
        function.save(&[("index.mjs", &format!("{VARIOUS}// {edit}"))]).await;
        function.invoke("{}").await;
    }
    page.lanes(&mut lanes, |lanes| lanes.lanes.first().is_some_and(|lane| lane.gone.is_some())).await;
    assert_eq!(lanes.lanes[0].gone, Some(Gone::Replaced));
}

#[tokio::test]
async fn a_page_that_reads_late_is_sent_the_picture_and_not_every_change() {
    let app = App::new().await;
    let function = app.create("index.mjs", VARIOUS).await;
    let mut page: Page = function.subscribe(Vec::new());
    while !matches!(page.next().await, ServerMessage::EnvironmentLanes { .. }) {}
    for _ in 0..80 {
        function.invoke("{}").await;
    }
    let told = loop {
        match page.next().await {
            ServerMessage::EnvironmentLanes { lanes, .. } => break lanes,
            ServerMessage::EnvironmentEvents { events, .. } => panic!("{} changes", events.len()),
            _ => {}
        }
    };
    assert_eq!((told.lanes.len(), told.lanes[0].runs), (1, 80));
}
