//! A server that is killed while an environment is in INIT, runs, or waits.

use crate::app::{App, Function, line_with, seconds};
use api::id::{AccountId, FunctionName};
use api::invoker::Invoker;
use api::run::{RunState, RunSummary};
use api::time::UnixMillis;
use invoke::InvokeConfig;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use store::Store;

/// Set in the child: the folder that it writes to.
const FOLDER: &str = "COLDSTART_TEST_KILL_FOLDER";
/// What the child says, before its function's name, when its environment is where it is to be.
const THERE: &str = "the child is there: ";

const IN_INIT: &str = "console.log('on'); while (true) {}";
const IN_INVOKE: &str =
    "export const handler = async (event) => { console.log('on'); while (event.wait) {} return 'whole'; };";

/// The tests start themselves as the child, whose role is this.
async fn run_until_killed(folder: &Path, source: &str, is_idle: bool) {
    let store = Store::open(folder).await.unwrap();
    let account = account();
    let mut db = store.write().await.unwrap();
    store::account::insert(&mut db, &account, UnixMillis(1)).await.unwrap();
    Store::commit(db).await.unwrap();
    let app = App::over(InvokeConfig::default(), store, account).await;
    let function = app.create_with(&[("index.mjs", source)], |config| config.timeout = seconds(900)).await;
    if is_idle {
        function.warm().await;
    } else {
        let mut page = function.subscribe(Vec::new());
        function.start(r#"{"wait":true}"#).await.unwrap();
        page.until(line_with("on")).await;
    }
    let mut output = std::io::stdout();
    writeln!(output, "{THERE}{}", function.name).unwrap();
    std::future::pending::<()>().await;
}

fn account() -> AccountId {
    AccountId::from_number(123_456_789_012)
}

/// Kills a child that runs `source`, and gives the newest run as the next start has it, and the next run.
async fn killed(test: &str, source: &str, is_idle: bool) -> Option<(RunSummary, RunSummary)> {
    if let Some(folder) = std::env::var_os(FOLDER) {
        run_until_killed(Path::new(&folder), source, is_idle).await;
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let name = kill_child(test, folder.path());
    let store = Store::open(folder.path()).await.unwrap();
    let after = App::over(InvokeConfig::default(), store, account()).await;
    let runs = after.invoke.runs(&after.account, Some(&name), None, 10).await.unwrap();
    let before = runs.first().unwrap().clone();
    let function = Function { app: &after, name };
    let events = function.ended(&before.id).await.events;
    assert!(events.iter().map(|event| event.seq).eq(1..=events.len() as u64), "whole, in order: {events:?}");
    function.save(&[("index.mjs", IN_INVOKE)]).await;
    let next = function.invoke("{}").await.record.summary;
    let listed = after.invoke.runs(&after.account, Some(&function.name), None, 10).await.unwrap();
    assert_eq!((listed.len(), &listed[0].id, &listed[1]), (runs.len() + 1, &next.id, &before));
    Some((before, next))
}

fn kill_child(test: &str, folder: &Path) -> FunctionName {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("kill::{test}"), "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let name = lines.find_map(|line| Some(line.unwrap().split_once(THERE)?.1.to_owned()));
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    FunctionName::parse(name.expect("the child says where it is")).unwrap()
}

#[tokio::test]
async fn a_kill_in_init_leaves_an_interrupted_run() {
    let Some((before, next)) = killed("a_kill_in_init_leaves_an_interrupted_run", IN_INIT, false).await else { return };
    assert_eq!((before.state, before.charge), (RunState::Interrupted, None));
    assert!(next.cold && next.state == RunState::Succeeded, "{next:?}");
}

#[tokio::test]
async fn a_kill_while_the_handler_runs_leaves_an_interrupted_run() {
    let name = "a_kill_while_the_handler_runs_leaves_an_interrupted_run";
    let Some((before, next)) = killed(name, IN_INVOKE, false).await else { return };
    assert_eq!((before.state, before.charge), (RunState::Interrupted, None));
    assert!(next.cold && next.state == RunState::Succeeded, "{next:?}");
}

#[tokio::test]
async fn a_kill_while_an_environment_waits_loses_no_run() {
    let name = "a_kill_while_an_environment_waits_loses_no_run";
    let Some((before, next)) = killed(name, IN_INVOKE, true).await else { return };
    assert!(before.state == RunState::Succeeded && before.charge.is_some() && !before.cold, "{before:?}");
    assert!(next.cold && next.state == RunState::Succeeded, "environments do not outlive the server: {next:?}");
}
