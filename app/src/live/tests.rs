//! The fold under everything a connection can do to a sequence of events.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::lines::{LOG_ROWS_MAX, LogItem};
use super::runs::{RUNS_KEPT_MAX, Runs};
use super::stored::{RESPONSE_SHOWN_BYTES_MAX, StoredRun};
use super::view::{Folded, RunView};
use api::event::{InvocationEvent, LogLevel, LogLine, LogOrigin, RunEvent, Segment, SegmentKind};
use api::id::{FunctionName, RunId};
use api::run::{Charge, Metrics, RunOutcome, RunRecord, RunSettings, RunSource, RunState, RunSummary, Target};
use api::time::UnixMillis;
use billing::{Architecture, PriceBook};

const SETTINGS: RunSettings =
    RunSettings { memory_mib: 128, tmp_mib: 512, timeout_s: 3, architecture: Architecture::X86_64 };

fn id(number: u32) -> RunId {
    RunId::parse(format!("{number:08x}-0000-4000-8000-000000000000")).unwrap()
}

fn line(text: String) -> InvocationEvent {
    InvocationEvent::Log(LogLine { origin: LogOrigin::Function, level: LogLevel::Info, text })
}

fn outcome(state: RunState) -> RunOutcome {
    RunOutcome { state, response: None, error: None, metrics: Metrics::default() }
}

fn charge() -> Charge {
    Charge { book: PriceBook::HundredMs, billed_ms: 100, charge_nanousd: 408 }
}

/// A whole run with `lines` log lines, numbered from 1.
fn run(number: u32, lines: u64) -> Vec<RunEvent> {
    let queued = InvocationEvent::Queued { source: RunSource::Test, target: Target::Draft, settings: SETTINGS };
    let begin = [queued, InvocationEvent::InitStarted, InvocationEvent::Started { cold: true }];
    let segment = Segment { kind: SegmentKind::Invoke, start_us: 10, duration_us: 20 };
    let end = [
        InvocationEvent::LogsDropped { lines: 7, bytes: 70 },
        InvocationEvent::SegmentClosed(segment),
        InvocationEvent::Finished(outcome(RunState::Succeeded)),
        line("REPORT".to_owned()),
        InvocationEvent::Charged(charge()),
    ];
    let middle = (1..=lines).map(|i| line(format!("line {i}")));
    let events = begin.into_iter().chain(middle).chain(end);
    (1..)
        .zip(events)
        .map(|(seq, event)| RunEvent { run: id(number), seq, at: UnixMillis(seq.cast_signed()), event })
        .collect()
}

fn folded(events: &[RunEvent]) -> RunView {
    let mut view = RunView::begin(events.first().unwrap()).unwrap();
    events.iter().for_each(|event| _ = view.fold(event.clone()));
    view
}

/// Texts of the rows; a gap is `~lines`.
fn rows(view: &RunView) -> Vec<String> {
    let text = |item: &LogItem| match item {
        LogItem::Line(line) => line.text.clone(),
        LogItem::Skipped { lines, after } => format!("~{lines} after {after}"),
    };
    view.lines.rows().map(|row| text(&row.item)).collect()
}

#[test]
fn a_whole_run_in_order() {
    let view = folded(&run(1, 3));
    assert_eq!(rows(&view), ["line 1", "line 2", "line 3", "REPORT"]);
    assert_eq!((view.state, view.cold, view.last_seq), (RunState::Succeeded, Some(true), 11));
    assert_eq!((view.dropped.lines, view.segments.len(), view.skipped), (7, 1, 0));
    assert!(view.is_complete());
}

#[test]
fn nothing_is_counted_twice() {
    let events = run(1, 5);
    let mut view = folded(&events);
    let before = view.clone();
    for event in &events {
        assert_eq!(view.fold(event.clone()), Folded::Known);
    }
    assert_eq!(view, before);
}

#[test]
fn any_order_gives_the_same_view() {
    let events = run(1, 20);
    let expected = folded(&events);
    // Every rotation of what follows the first event, and the reverse.
    for turn in 1..events.len() {
        let mut mixed = events.clone();
        mixed[1..].rotate_left(turn % (events.len() - 1));
        assert_eq!(folded(&mixed), expected, "rotated by {turn}");
        mixed[1..].reverse();
        assert_eq!(folded(&mixed), expected, "rotated by {turn}, backwards");
    }
}

#[test]
fn a_hole_is_noticed_and_closed_by_resuming() {
    let events = run(1, 5);
    let mut view = folded(&events[..4]);
    assert_eq!(view.fold(events[6].clone()), Folded::Early);
    assert!(view.has_hole());
    assert_eq!((view.last_seq, rows(&view).len()), (4, 1));
    // The server resumes after the position that was reported.
    for event in &events[4..] {
        view.fold(event.clone());
    }
    assert_eq!(view, folded(&events));
}

#[test]
fn too_many_early_events_come_again_later() {
    let events = run(1, 1_000);
    let mut view = folded(&events[..3]);
    events[4..].iter().for_each(|event| _ = view.fold(event.clone()));
    assert!(view.has_hole());
    view.fold(events[3].clone());
    assert!(view.last_seq < 1_000 && !view.has_hole());
    events[3..].iter().for_each(|event| _ = view.fold(event.clone()));
    assert_eq!(view, folded(&events));
}

#[test]
fn skipped_lines_are_marked_and_nothing_else_is_lost() {
    let events = run(1, 100);
    let mut view = folded(&events[..5]);
    assert_eq!(view.skip(95, 100), Folded::Changed);
    assert_eq!(view.skip(95, 100), Folded::Known);
    events[100..].iter().for_each(|event| _ = view.fold(event.clone()));
    assert_eq!(rows(&view), ["line 1", "line 2", "~95 after 5", "line 98", "line 99", "line 100", "REPORT"]);
    assert_eq!((view.skipped, view.state), (95, RunState::Succeeded));
    // Lines of the gap that come all the same are not shown at the wrong place.
    assert_eq!(view.fold(events[50].clone()), Folded::Known);
}

#[test]
fn what_is_no_line_may_come_before_or_after_the_gap_it_lies_in() {
    let mut events = run(1, 100);
    events[50].event = InvocationEvent::SegmentClosed(Segment { kind: SegmentKind::Init, start_us: 0, duration_us: 5 });
    let after = {
        let mut view = folded(&events[..5]);
        view.skip(94, 100);
        assert_eq!(view.fold(events[50].clone()), Folded::Changed);
        assert_eq!(view.fold(events[50].clone()), Folded::Known);
        view
    };
    let before = {
        let mut view = folded(&events[..5]);
        assert_eq!(view.fold(events[50].clone()), Folded::Early);
        view.skip(94, 100);
        view
    };
    assert_eq!(before, after);
    assert_eq!(after.segments.len(), 1);
    assert!(!after.has_hole());
}

#[test]
fn the_window_keeps_the_newest_rows() {
    let view = folded(&run(1, 20_000));
    assert!(view.lines.len() <= LOG_ROWS_MAX && view.lines.len() > LOG_ROWS_MAX - 100);
    let first = view.lines.rows().next().unwrap();
    assert_eq!(view.lines.trimmed() + view.lines.len() as u64, 20_001);
    assert_eq!(view.lines.trimmed_until_seq() + 1, first.seq);
    assert_eq!(rows(&view).last().unwrap(), "REPORT");
}

fn stored(number: u32, state: RunState, head: &[RunEvent], tail: &[RunEvent]) -> StoredRun {
    let summary = RunSummary {
        attempt: None,
        id: id(number),
        function: FunctionName::parse("f").unwrap(),
        target: Target::Draft,
        source: RunSource::Test,
        state,
        queued_at: UnixMillis(1),
        cold: true,
        settings: SETTINGS,
        metrics: Metrics::default(),
        charge: state.is_final().then(charge),
    };
    let record = RunRecord { summary, payload: "{}".to_owned(), response: None, error: None, event_count: 1_000 };
    StoredRun::new(record, head.to_vec(), tail.to_vec())
}

#[test]
fn a_stored_run_looks_like_one_that_was_followed() {
    let events = run(1, 40);
    let followed = folded(&events);
    let check = |head, tail| assert_eq!(stored(1, RunState::Succeeded, head, tail).into_view(), followed);
    check(&events[..20], &events[10..]);
    check(&events[..10], &events[10..]);
    check(&events, &[]);
    check(&[], &events);
}

#[test]
fn the_middle_of_a_long_stored_run_stays_on_the_server() {
    let events = run(1, 5_000);
    let view = stored(1, RunState::Succeeded, &events[..50], &events[4_000..]).into_view();
    assert_eq!(view.lines.trimmed(), 4_000 - 3);
    assert_eq!(view.lines.trimmed_until_seq(), 4_000);
    assert_eq!((view.last_seq, view.segments.len(), view.has_hole()), (5_008, 1, false));
}

#[test]
fn a_long_answer_is_cut_for_the_screen_between_characters() {
    let mut long = stored(1, RunState::Succeeded, &[], &[]);
    let text = "ü".repeat(RESPONSE_SHOWN_BYTES_MAX);
    let record = RunRecord {
        summary: long.summary.clone(),
        payload: String::new(),
        response: Some(format!("x{text}")),
        error: None,
        event_count: 0,
    };
    long = StoredRun::new(record, Vec::new(), Vec::new());
    let response = long.into_view().outcome.unwrap().response.unwrap();
    assert!(response.is_cut());
    assert_eq!((response.text.len(), response.bytes), (RESPONSE_SHOWN_BYTES_MAX - 1, text.len() as u64 + 1));
}

#[test]
fn a_stored_run_that_still_runs_goes_on_live() {
    let events = run(1, 30);
    let mut runs = Runs::default();
    runs.seed(stored(1, RunState::Running, &[], &events[..10]).into_view(), None);
    assert_eq!(runs.positions().first().map(|p| p.seq), Some(10));
    for event in &events[8..] {
        runs.fold(event.clone(), None);
    }
    assert_eq!(*runs.get(&id(1)).unwrap(), folded(&events));
    assert!(runs.positions().is_empty());
}

#[test]
fn a_loaded_run_never_replaces_what_is_known_better() {
    let events = run(1, 30);
    let mut runs = Runs::default();
    events.iter().for_each(|event| _ = runs.fold(event.clone(), None));
    runs.seed(stored(1, RunState::Running, &[], &events[..5]).into_view(), None);
    assert_eq!(*runs.get(&id(1)).unwrap(), folded(&events));
}

#[test]
fn events_of_an_unknown_run_ask_for_it_to_be_loaded() {
    let mut runs = Runs::default();
    assert_eq!(runs.fold(run(1, 3)[4].clone(), None), Folded::Early);
    assert_eq!(runs.skip(&id(1), 5, 9), Folded::Early);
    assert!(!runs.contains(&id(1)));
}

#[test]
fn old_runs_are_let_go_but_not_the_one_in_use_nor_one_that_runs() {
    let mut runs = Runs::default();
    let in_use = id(1);
    run(1, 1).into_iter().for_each(|event| _ = runs.fold(event, Some(&in_use)));
    run(2, 1).into_iter().take(3).for_each(|event| _ = runs.fold(event, Some(&in_use)));
    for number in 3..100 {
        run(number, 1).into_iter().for_each(|event| _ = runs.fold(event, Some(&in_use)));
    }
    let kept: Vec<_> = (1..100).filter(|number| runs.contains(&id(*number))).collect();
    assert_eq!(kept.len(), RUNS_KEPT_MAX);
    assert_eq!(kept[..3], [1, 2, 78]);
    assert_eq!(runs.positions().len(), 1);
}

#[test]
fn chunks_are_found_by_number_while_they_are_in_the_window() {
    let view = folded(&run(1, 5_000));
    let (first, end) = view.lines.numbers();
    assert_eq!(end - first, 20);
    assert_eq!(view.lines.chunk(first).unwrap().rows.first(), view.lines.rows().next());
    assert_eq!(view.lines.chunk(end - 1).unwrap().rows.last(), view.lines.rows().next_back());
    assert!(view.lines.chunk(first - 1).is_none() && view.lines.chunk(end).is_none());
    assert_eq!(folded(&run(2, 0)[..1]).lines.numbers(), (0, 0));
}
