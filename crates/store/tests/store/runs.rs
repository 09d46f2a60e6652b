//! The record of runs.

use crate::world::{NOW, World, log, name, run_id, summary};
use api::event::{InvocationEvent, LOG_LINES_MAX};
use api::id::AccountId;
use api::run::{Charge, FunctionError, Metrics, RunState, SourcePosition};
use api::time::UnixMillis;
use billing::PriceBook;
use store::run::{RUNS_KEPT_MAX, RunWrite, Written};

#[tokio::test]
async fn a_run_is_read_as_it_was_written() {
    let world = World::new().await;
    let mut run = world.insert_run(1).await;
    run.state = RunState::Failed;
    run.cold = true;
    run.metrics = Metrics {
        duration_us: 1,
        init_us: Some(2),
        restore_us: Some(9),
        cpu_us: 3,
        throttled_us: 4,
        max_memory_bytes: u64::from(u32::MAX) * 4,
        queued_us: 6,
        dirty_pages: Some(10),
        provisioned: true,
    };
    run.charge = Some(Charge { book: PriceBook::OneMsWithInit, billed_ms: 7, charge_nanousd: 8 });
    let error = FunctionError {
        error_type: "TypeError".to_owned(),
        message: "nul \0, quote ' and 🦀".to_owned(),
        trace: vec!["    at handler".to_owned()],
        position: Some(SourcePosition { file: "index.mjs".to_owned(), line: 1, column: 2 }),
        report_type: None,
    };
    let (response, error) = (Some("{\"errorType\":1}".to_owned()), Some(error));
    let writes = [
        RunWrite::State { run: run.id.clone(), state: RunState::Running, cold: true },
        RunWrite::Events(vec![log(&run.id, 1, "hi\0 '".to_owned())]),
        RunWrite::Finish { summary: run.clone(), response: response.clone(), error: error.clone() },
        RunWrite::State { run: run.id.clone(), state: RunState::Running, cold: false },
    ];
    let answers = store::run::write(&world.store, &writes).await.unwrap();
    assert_eq!(answers, [Written::Done, Written::Done, Written::Done, Written::Gone], "an ended run stays ended");

    let world = world.reopen().await;
    let record = store::run::get(&world.store, &world.account, &run.id).await.unwrap().unwrap();
    assert_eq!(
        (record.summary, record.payload.as_str(), record.response, record.error, record.event_count),
        (run.clone(), "{}", response, error, 1)
    );
    assert_eq!(world.all_events(&run.id).await, [log(&run.id, 1, "hi\0 '".to_owned())]);
}

#[tokio::test]
async fn the_longest_log_is_kept_whole_and_read_in_pages() {
    let world = World::new().await;
    let run = world.insert_run(1).await;
    let events: Vec<_> = (1..=LOG_LINES_MAX).map(|seq| log(&run.id, seq, format!("line {seq}"))).collect();
    for batch in events.chunks(500) {
        store::run::write(&world.store, &[RunWrite::Events(batch.to_vec())]).await.unwrap();
    }
    // A batch whose answer was lost is written again.
    store::run::write(&world.store, &[RunWrite::Events(events.iter().take(10).cloned().collect())]).await.unwrap();
    assert_eq!(world.all_events(&run.id).await, events);
    let middle = store::run::events(&world.store, &world.account, &run.id, 9_999, 3).await.unwrap();
    assert_eq!(middle.iter().map(|e| e.seq).collect::<Vec<_>>(), [10_000, 10_001, 10_002]);
}

#[tokio::test]
async fn one_batch_carries_many_runs_and_says_which_were_gone() {
    let world = World::new().await;
    let insert = |number, function| RunWrite::Insert {
        account: world.account.clone(),
        summary: summary(number, &name(function)),
        payload: String::new(),
    };
    let events =
        |numbers: &[u32]| RunWrite::Events(numbers.iter().map(|n| log(&run_id(*n), 1, n.to_string())).collect());
    let writes = [insert(1, "hello"), insert(2, "nobody"), insert(3, "hello"), events(&[1, 3]), events(&[1, 2])];
    let answers = store::run::write(&world.store, &writes).await.unwrap();
    assert_eq!(answers, [Written::Done, Written::Gone, Written::Done, Written::Done, Written::Gone]);
    assert_eq!(world.runs().await.iter().map(|r| r.id.clone()).collect::<Vec<_>>(), [run_id(3), run_id(1)]);
    let older = store::run::list(&world.store, &world.account, Some(&world.hello), Some(&run_id(3)), 10).await.unwrap();
    assert_eq!(older.len(), 1);
    let stranger = AccountId::from_number(2);
    assert!(store::run::list(&world.store, &stranger, None, None, 10).await.unwrap().is_empty());
    assert!(store::run::get(&world.store, &stranger, &run_id(1)).await.unwrap().is_none());
    assert!(store::run::events(&world.store, &stranger, &run_id(1), 0, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn runs_that_begin_and_end_in_one_batch_are_as_those_that_take_their_time() {
    const RUNS: u32 = 71;
    let world = World::new().await;
    let mut writes = Vec::new();
    let mut expected = Vec::new();
    for number in 1..=RUNS {
        let begun = summary(number, &world.hello);
        let mut ended = begun.clone();
        ended.state = if number % 7 == 0 { RunState::Failed } else { RunState::Succeeded };
        ended.cold = number % 2 == 0;
        ended.metrics = Metrics { duration_us: number.into(), init_us: ended.cold.then_some(9), ..Metrics::default() };
        ended.charge = Some(Charge { book: PriceBook::HundredMs, billed_ms: 100, charge_nanousd: number.into() });
        let event = log(&begun.id, 1, format!("line of {number}"));
        let (run, payload) = (begun.id.clone(), format!("{{\"n\":{number}}}"));
        let response = (number % 3 > 0).then(|| format!("\"{number}\""));
        let account = world.account.clone();
        writes.push(RunWrite::Insert { account, summary: begun, payload: payload.clone() });
        writes.push(RunWrite::State { run: run.clone(), state: RunState::Running, cold: ended.cold });
        writes.push(RunWrite::Events(vec![event.clone()]));
        writes.push(RunWrite::Finish { summary: ended.clone(), response: response.clone(), error: None });
        writes.push(RunWrite::State { run, state: RunState::Running, cold: false });
        expected.push((ended, payload, response, event));
    }
    store::run::write(&world.store, &writes).await.unwrap();
    for (summary, payload, response, event) in expected.iter().rev() {
        let record = store::run::get(&world.store, &world.account, &summary.id).await.unwrap().unwrap();
        assert_eq!((&record.summary, &record.payload, &record.response), (summary, payload, response));
        assert_eq!((record.event_count, world.all_events(&summary.id).await), (1, vec![event.clone()]));
    }
    let newest_first: Vec<_> = world.runs().await.into_iter().map(|run| run.id).collect();
    assert_eq!(newest_first.first(), expected.last().map(|(summary, ..)| &summary.id));
}

#[tokio::test]
async fn runs_in_flight_come_back_interrupted() {
    let world = World::new().await;
    let mut transaction = world.store.write().await.unwrap();
    store::account::set_hand(&mut transaction, &world.account, api::clock::Hand::Ahead(60_000)).await.unwrap();
    store::Store::commit(transaction).await.unwrap();
    let (waiting, running, mut ended) =
        (world.insert_run(1).await, world.insert_run(2).await, world.insert_run(3).await);
    ended.state = RunState::Succeeded;
    let writes = [
        RunWrite::State { run: running.id.clone(), state: RunState::Running, cold: true },
        RunWrite::Events(vec![log(&running.id, 1, "one".to_owned()), log(&running.id, 2, "two".to_owned())]),
        RunWrite::Finish { summary: ended.clone(), response: None, error: None },
    ];
    store::run::write(&world.store, &writes).await.unwrap();

    let world = world.reopen().await;
    assert_eq!(store::run::interrupt_unfinished(&world.store, NOW).await.unwrap(), 2);
    assert_eq!(store::run::interrupt_unfinished(&world.store, NOW).await.unwrap(), 0, "only once");
    let states: Vec<_> = world.runs().await.iter().map(|r| r.state).collect();
    assert_eq!(states, [RunState::Succeeded, RunState::Interrupted, RunState::Interrupted]);
    let events = world.all_events(&running.id).await;
    let last = events.last().unwrap();
    assert_eq!((events.len(), last.seq, last.at), (3, 3, UnixMillis(NOW.0 + 60_000)));
    assert!(matches!(&last.event, InvocationEvent::Finished(outcome) if outcome.state == RunState::Interrupted));
    assert_eq!(world.all_events(&waiting.id).await.len(), 1);
}

#[tokio::test]
async fn the_oldest_ended_runs_go_first() {
    let world = World::new().await;
    let still_running = world.insert_run(0).await;
    let runs: Vec<_> = (1..=RUNS_KEPT_MAX + 5).map(|n| summary(n, &world.hello)).collect();
    let writes = runs.iter().flat_map(|run| {
        let (mut ended, account) = (run.clone(), world.account.clone());
        ended.state = RunState::Succeeded;
        let insert = RunWrite::Insert { account, summary: run.clone(), payload: "{}".to_owned() };
        [insert, RunWrite::Finish { summary: ended, response: None, error: None }]
    });
    store::run::write(&world.store, &writes.collect::<Vec<_>>()).await.unwrap();
    assert_eq!(store::run::trim(&world.store, &world.account, &world.hello, NOW).await.unwrap(), 5);
    assert_eq!(store::run::trim(&world.store, &world.account, &world.hello, NOW).await.unwrap(), 0);
    let kept = async |n| store::run::get(&world.store, &world.account, &run_id(n)).await.unwrap().is_some();
    assert_eq!((kept(5).await, kept(6).await), (false, true));
    let record = store::run::get(&world.store, &world.account, &still_running.id).await.unwrap();
    assert!(record.is_some(), "a run that has not ended is not forgotten");
    world.check_integrity().await;
}
