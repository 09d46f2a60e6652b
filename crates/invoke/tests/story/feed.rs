//! What pages get while functions run.

use crate::app::{App, is_charged, line_with, seconds};
use api::event::{InvocationEvent, RunEvent};
use api::invoker::Invoker;
use api::message::{EnvironmentCounts, RunPosition, ServerMessage};
use std::collections::BTreeSet;

const TALKER: &str = "export const handler = async (event) => {
    console.log('first');
    if (event.wait) await new Promise((done) => setTimeout(done, 900_000));
    for (let i = 0; i < (event.lines ?? 0); i++) console.log('line', i);
    return 'done';
};";

fn numbers(events: &[RunEvent]) -> Vec<u64> {
    events.iter().map(|event| event.seq).collect()
}

#[tokio::test]
async fn lines_arrive_while_the_function_runs() {
    let app = App::new().await;
    let talker = app.create_with(&[("index.mjs", TALKER)], |config| config.timeout = seconds(900)).await;
    let mut page = talker.subscribe(Vec::new());
    let run = talker.start(r#"{"wait":true}"#).await.unwrap();
    let events = page.until(line_with("first")).await;
    assert!(numbers(&events).into_iter().eq(1..=events.len() as u64));
    assert!(page.ready().is_none(), "it waits, and so does the page");
    app.invoke.cancel(&app.account, &run).await.unwrap();
    page.until(is_charged).await;
}

#[tokio::test]
async fn a_page_that_comes_back_misses_nothing_and_sees_nothing_twice() {
    let app = App::new().await;
    let talker = app.create("index.mjs", TALKER).await;
    let mut first = talker.subscribe(Vec::new());
    let run = talker.start(r#"{"lines":50}"#).await.unwrap();
    let mut seen: Vec<u64> = numbers(&first.until(line_with("line 7")).await);
    drop(first);
    // While the page is away the run ends; a later run of which the page knows nothing ends too.
    let whole = talker.ended(&run).await;
    talker.invoke("{}").await;
    let position = RunPosition { run: run.clone(), seq: *seen.last().unwrap() };
    let mut second = talker.subscribe(vec![position]);
    let rest = second.until(is_charged).await;
    assert!(rest.iter().all(|event| event.run == run));
    seen.extend(numbers(&rest));
    assert_eq!(seen, numbers(&whole.events));
    assert!(second.ready().is_none());
}

#[tokio::test]
async fn a_page_that_has_seen_everything_gets_nothing_again() {
    let app = App::new().await;
    let talker = app.create("index.mjs", TALKER).await;
    let story = talker.invoke("{}").await;
    let position = RunPosition { run: story.record.summary.id.clone(), seq: story.record.event_count };
    let mut page = talker.subscribe(vec![position]);
    let next = talker.invoke("{}").await.record.summary.id;
    assert_eq!(page.event().await.run, next);
}

#[tokio::test]
async fn a_page_that_comes_late_to_a_flood_skips_lines_but_nothing_else() {
    let app = App::new().await;
    let source = "export const handler = async () => {
        for (let i = 0; i < 6_000; i++) console.log('line', i);
        console.log('last');
        await new Promise((done) => setTimeout(done, 900_000));
    };";
    let flood = app.create_with(&[("index.mjs", source)], |config| config.timeout = seconds(900)).await;
    let mut fast = flood.subscribe(Vec::new());
    let run = flood.start("{}").await.unwrap();
    fast.until(line_with("last")).await;
    let mut late = flood.subscribe(Vec::new());
    let (mut events, mut skipped) = (Vec::new(), BTreeSet::new());
    loop {
        match late.next().await {
            ServerMessage::Event { event, .. } => events.push(event),
            ServerMessage::Skipped { lines, resume_seq, .. } => {
                let sent: BTreeSet<u64> = events.iter().map(|event: &RunEvent| event.seq).collect();
                let passed: Vec<u64> = (1..=resume_seq).filter(|seq| !sent.contains(seq)).collect();
                assert_eq!(passed.len() as u64, lines);
                skipped.extend(passed);
                break;
            }
            ServerMessage::Environments { .. }
            | ServerMessage::EnvironmentLanes { .. }
            | ServerMessage::EnvironmentEvents { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(skipped.len() > 5_000, "{}", skipped.len());
    app.invoke.cancel(&app.account, &run).await.unwrap();
    events.extend(late.until(is_charged).await);
    let whole = flood.ended(&run).await;
    let (missing, sent): (Vec<&RunEvent>, Vec<&RunEvent>) =
        whole.events.iter().partition(|event| skipped.contains(&event.seq));
    assert!(missing.iter().all(|event| matches!(event.event, InvocationEvent::Log(_))));
    assert!(sent.into_iter().eq(events.iter()));
}

#[tokio::test]
async fn a_page_that_reads_nothing_holds_up_no_run() {
    let app = App::new().await;
    let talker = app.create("index.mjs", TALKER).await;
    let mut idle = talker.subscribe(Vec::new());
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.push(talker.invoke(r#"{"lines":100}"#).await.record.summary.id);
    }
    let mut all = Vec::new();
    for _ in &ids {
        all.extend(idle.until(is_charged).await);
    }
    for id in &ids {
        let of_run: Vec<u64> = all.iter().filter(|event| event.run == *id).map(|event| event.seq).collect();
        assert!(of_run.len() > 100 && of_run.iter().copied().eq(1..=of_run.len() as u64));
    }
}

#[tokio::test]
async fn a_page_sees_how_many_environments_there_are() {
    let app = App::new().await;
    let function = app.create("index.mjs", TALKER).await;
    let mut page = function.subscribe(Vec::new());
    let mut counts = async |warm, busy| loop {
        if let ServerMessage::Environments { counts, .. } = page.next().await
            && counts == (EnvironmentCounts { warm, busy })
        {
            return;
        }
    };
    let waiting = function.start(r#"{"wait":true}"#).await.unwrap();
    counts(0, 1).await;
    function.invoke("{}").await;
    counts(1, 1).await;
    app.invoke.cancel(&app.account, &waiting).await.unwrap();
    counts(1, 0).await;
    let mut late = function.subscribe(Vec::new());
    let first = late.next().await;
    assert!(matches!(first, ServerMessage::Environments { counts: EnvironmentCounts { warm: 1, busy: 0 }, .. }));
}
