//! The panels of a run as the server renders them: what a reader without JavaScript sees, and what the first paint is.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use api::event::{InvocationEvent, LogLevel, LogLine, LogOrigin, RunEvent, Segment, SegmentKind};
use api::id::{FunctionName, RunId};
use api::run::{
    Charge, FunctionError, Metrics, RunOutcome, RunRecord, RunSettings, RunSource, RunState, RunSummary,
    SourcePosition, Target,
};
use api::time::UnixMillis;
use app::components::output::bill::BillPanel;
use app::components::output::history::RunsTable;
use app::components::output::log::{LogPanel, LogScope};
use app::components::output::result::ResultPanel;
use app::components::output::status::ResultLine;
use app::components::output::timeline::TimelinePanel;
use app::live::Live;
use app::live::stored::StoredRun;
use app::live::view::RunView;
use billing::{Architecture, PriceBook};
use leptos::prelude::*;
use std::sync::Arc;

const ID: &str = "8f1c0000-0000-4000-8000-000000000000";

fn summary(state: RunState) -> RunSummary {
    RunSummary {
        attempt: None,
        id: RunId::parse(ID).unwrap(),
        function: FunctionName::parse("thumbnails").unwrap(),
        target: Target::Draft,
        source: RunSource::Test,
        state,
        queued_at: UnixMillis(1_795_430_587_120),
        cold: true,
        settings: RunSettings { memory_mib: 128, tmp_mib: 512, timeout_s: 3, architecture: Architecture::X86_64 },
        metrics: Metrics {
            duration_us: 3_010,
            init_us: Some(110_000),
            max_memory_bytes: 61 * 1_048_576,
            dirty_pages: Some(1_234),
            ..Metrics::default()
        },
        charge: Some(Charge { book: PriceBook::HundredMs, billed_ms: 100, charge_nanousd: 408 }),
    }
}

fn log(origin: LogOrigin, level: LogLevel, text: &str) -> InvocationEvent {
    InvocationEvent::Log(LogLine { origin, level, text: text.to_owned() })
}

fn stored(state: RunState, response: &str, error: Option<FunctionError>) -> StoredRun {
    let summary = summary(state);
    let RunSummary { source, target, settings, metrics, .. } = summary.clone();
    let segment = |kind, start_us, duration_us| InvocationEvent::SegmentClosed(Segment { kind, start_us, duration_us });
    let events = [
        InvocationEvent::Queued { source, target, settings },
        InvocationEvent::Started { cold: true },
        log(LogOrigin::Platform, LogLevel::Info, &format!("START RequestId: {ID} Version: $LATEST")),
        log(
            LogOrigin::Function,
            LogLevel::Warn,
            &format!("2026-11-23T02:00:00.000Z\t{ID}\tWARN\t\u{1b}[33mhello <b>\u{1b}[0m"),
        ),
        InvocationEvent::LogsDropped { lines: 980_000, bytes: 9_000_000 },
        segment(SegmentKind::Init, 0, 110_000),
        segment(SegmentKind::Invoke, 110_000, 3_010),
        InvocationEvent::Finished(RunOutcome { state, response: None, error: error.clone(), metrics }),
        InvocationEvent::Charged(summary.charge.clone().unwrap()),
    ];
    let event = |(seq, event)| RunEvent { run: summary.id.clone(), seq, at: summary.queued_at, event };
    let events: Vec<_> = (1..).zip(events).map(event).collect();
    let response = Some(response.to_owned());
    let record = RunRecord { summary: summary.clone(), payload: "{}".to_owned(), response, error, event_count: 9 };
    StoredRun::new(record, events, Vec::new())
}

fn succeeded() -> StoredRun {
    stored(RunState::Succeeded, r#"{"greeting":"Hello <Ada>!"}"#, None)
}

/// The text of the HTML without its tags, blanks joined.
fn text_of(html: &str) -> String {
    let parts = html.split('<').enumerate().map(|(i, part)| match i {
        0 => part,
        _ => part.split_once('>').map_or("", |(_, text)| text),
    });
    parts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn rendered<V: IntoView + 'static>(stored: StoredRun, make: impl FnOnce(Signal<Option<Arc<RunView>>>) -> V) -> String {
    Owner::new().with(|| make(Signal::stored(Some(Arc::new(stored.into_view())))).into_view().to_html())
}

fn check(html: &str, expected: &[&str]) {
    let text = text_of(html);
    for part in expected {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}

#[test]
fn the_result_line_says_state_time_bill_and_start() {
    let html = rendered(succeeded(), |view| view! { <ResultLine view /> });
    check(
        &html,
        &["Succeeded in 3.01 ms", "billed 100 ms × 128 MB = $0.0000004083 (simulated)", "cold, INIT 110.00 ms"],
    );
    assert!(html.contains("role=\"status\"") && html.contains("aria-label=\"Run result\""));
}

#[test]
fn an_answer_is_laid_out_and_is_text_never_markup() {
    let html = rendered(succeeded(), |view| view! { <ResultPanel view /> });
    check(&html, &["Response", "27 bytes", "\"greeting\": \"Hello &lt;Ada&gt;!\"", "Download response"]);
    assert!(!html.contains("<Ada>") && !html.contains("role=\"alert\""));
}

#[test]
fn a_failure_has_a_sentence_a_place_a_fix_a_rule_and_the_raw_text() {
    let error = FunctionError {
        error_type: "Sandbox.Timedout".to_owned(),
        message: format!("RequestId: {ID} Error: Task timed out after 3.00 seconds"),
        trace: vec!["    at handler (/var/task/index.mjs:6:3)".to_owned()],
        position: Some(SourcePosition { file: "index.mjs".to_owned(), line: 6, column: 3 }),
        report_type: None,
    };
    let failed = stored(RunState::TimedOut, "{}", Some(error));
    let html = rendered(failed, |view| {
        let on_fix = Callback::new(|_fix: app::explain::Fix| ());
        view! { <ResultPanel view on_fix /> }
    });
    check(
        &html,
        &[
            "The function was still running when its 3 s were up, so it was stopped.",
            "index.mjs, line 6, column 3",
            "Set timeout to 10 s",
            "Why? The timeout may be 1 to 900 s",
            "Task timed out after 3.00 seconds at handler (/var/task/index.mjs:6:3)",
        ],
    );
    assert_eq!(html.matches("role=\"alert\"").count(), 1);
}

#[test]
fn the_log_is_stripped_lettered_and_honest_about_what_is_missing() {
    let stored = succeeded();
    let html = Owner::new().with(|| {
        let live = Live::provide(Signal::stored(FunctionName::parse("thumbnails").unwrap()));
        live.seed(stored);
        let view = live.run(Signal::stored(Some(RunId::parse(ID).unwrap())));
        view! { <LogPanel live view scope=LogScope::RecentRuns line=Signal::stored(None) /> }.into_view().to_html()
    });
    check(
        &html,
        &[
            &format!("START RequestId: {ID} Version: $LATEST"),
            "W warning hello &lt;b&gt;",
            "980,000 lines dropped (9,000,000 bytes): a run keeps 20,000 lines and 10 MB of log.",
        ],
    );
    assert!(html.contains("role=\"log\"") && html.contains(&format!("/runs/{ID}/log.ndjson")));
    assert!(!html.contains('\u{1b}') && !html.contains("hello <b>"));
}

#[test]
fn the_timeline_has_a_table_twin() {
    let html = rendered(succeeded(), |view| view! { <TimelinePanel view /> });
    check(&html, &["INIT 0 µs 110.00 ms", "Handler 110.00 ms 3.01 ms"]);
    assert!(html.contains("role=\"img\"") && html.contains("aria-label=\"Timeline in numbers\""));
    assert!(html.contains("had written 1,234 pages of 4 KiB"), "{html}");
}

#[test]
fn the_bill_shows_its_arithmetic_and_all_three_rules() {
    let bill = |book| {
        let mut stored = succeeded();
        stored.summary.charge = None;
        stored.head.pop();
        rendered(stored, move |view| view! { <BillPanel view default_book=Signal::stored(book) /> })
    };
    let compared = [
        "100 ms (until 2020) 100 ms $0.0000004083 $0.4083",
        "1 ms (2020 to 2025) 4 ms $0.0000002083 $0.2083",
        "1 ms with INIT (since 2025) 114 ms $0.0000004375 $0.4375",
        "simulated, nobody is charged",
        "Free each month: 1,000,000 requests and 400,000 GB-s.",
    ];
    check(&bill(PriceBook::HundredMs), &compared);
    check(&bill(PriceBook::HundredMs), &["Billed 100 ms × 128 MB", "ceil(3.01 ms → 100 ms) 100 ms"]);
    check(&bill(PriceBook::OneMs), &["Billed 4 ms × 128 MB", "INIT of 110.00 ms is free under this rule"]);
    check(&bill(PriceBook::OneMsWithInit), &["Billed 114 ms × 128 MB", "ceil(110.00 ms INIT + 3.01 ms → 1 ms) 114 ms"]);
}

#[test]
fn a_row_of_the_history_is_a_link_that_works_without_javascript() {
    let html = Owner::new().with(|| {
        let chosen = Callback::new(|_run: RunId| ());
        view! { <RunsTable runs=vec![summary(RunState::Succeeded)] on_choose=chosen /> }.into_view().to_html()
    });
    check(&html, &["Test ✓ Succeeded 3.01 ms 100 ms · $0.0000004083 ❄ cold 61 of 128 MB open"]);
    assert!(html.contains(&format!("href=\"/f/thumbnails?run={ID}\"")));
    assert!(html.contains(&format!("href=\"/f/thumbnails/runs/{ID}\"")));
}
