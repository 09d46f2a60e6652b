//! Writes down what happens to a run: for pages at once, for the store in batches.

use crate::feed::LiveRun;
use crate::outcome::Verdict;
use crate::platform::{Line, Report};
use crate::writer::{Reply, When, Writer};
use api::clock::Clock;
use api::error::ApiError;
use api::event::{
    InvocationEvent, LOG_BYTES_MAX, LOG_LINE_BYTES_MAX, LOG_LINES_MAX, LogLevel, LogLine, LogOrigin, RunEvent,
};
use api::logging::{ApplicationLevel, LogFormat};
use api::run::{Charge, FunctionError, Metrics, RunOutcome, RunState, RunSummary};
use api::time::UnixMillis;
use sandbox::{OutputLine, Stream};
use std::sync::Arc;
use store::run::{RunWrite, Written};
use tokio::sync::oneshot;

/// Dropped lines after which the first count is told; then after ten times as many each.
const DROPPED_TOLD_FIRST: u64 = 1_000;

/// The only one who adds events to a run, and so numbers them.
pub(crate) struct Recorder {
    live: Arc<LiveRun>,
    writer: Writer,
    clock: Arc<Clock>,
    /// When row and end are to be on disk.
    when: When,
    /// How the function's lines are written.
    format: LogFormat,
    last: u64,
    /// The end, which pages get once it is on disk: what they look up on seeing it is there then.
    end: Vec<RunEvent>,
    kept: Count,
    dropped: Count,
    dropped_told: u64,
}

#[derive(Default)]
struct Count {
    lines: u64,
    bytes: u64,
}

impl Count {
    fn add(&mut self, bytes: usize) {
        self.lines += 1;
        self.bytes += bytes as u64;
    }
}

impl Recorder {
    pub(crate) fn new(live: Arc<LiveRun>, writer: Writer, clock: Arc<Clock>, when: When, format: LogFormat) -> Self {
        let (kept, dropped) = (Count::default(), Count::default());
        Self { live, writer, clock, when, format, last: 0, end: Vec::new(), kept, dropped, dropped_told: 0 }
    }

    /// Now, on the account's clock.
    pub(super) fn now(&self) -> UnixMillis {
        self.clock.now_of(&self.live.account)
    }

    /// Events so far.
    pub(super) fn count(&self) -> u64 {
        self.last
    }

    /// The row, the first event, and what belongs to them; `accepted` is answered when they are on disk.
    pub(super) async fn queued(&mut self, summary: &RunSummary, mut writes: Vec<RunWrite>, accepted: Reply) {
        let RunSummary { source, target, settings, .. } = summary;
        let queued = InvocationEvent::Queued { source: source.clone(), target: *target, settings: *settings };
        let event = self.next(queued);
        let bytes = writes.iter().map(bytes_of_write).sum();
        writes.push(RunWrite::Events(vec![event]));
        self.writer.told(writes, bytes, self.mark(), accepted, self.when).await;
    }

    /// The handler is called.
    pub(super) async fn started(&mut self, cold: bool, log_stream: &str) {
        let event = self.next(InvocationEvent::Started { cold });
        let run = || self.live.id.clone();
        let state = RunWrite::State { run: run(), state: RunState::Running, cold };
        let stream = RunWrite::LogStream { run: run(), name: log_stream.to_owned(), now: self.now() };
        self.writer.later(vec![state, stream, RunWrite::Events(vec![event])], 0, self.mark()).await;
    }

    /// Anything else.
    pub(super) async fn event(&mut self, event: InvocationEvent) {
        let event = self.next(event);
        let bytes = crate::feed::bytes_of(&event);
        self.writer.later(vec![RunWrite::Events(vec![event])], bytes, self.mark()).await;
    }

    /// A line of the platform as the function's log is written; never dropped for want of room.
    pub(super) async fn platform(&mut self, line: Line<'_>) {
        if let Some(line) = self.written(line) {
            self.event(InvocationEvent::Log(line)).await;
        }
    }

    fn written(&self, line: Line<'_>) -> Option<LogLine> {
        let (level, text) = line.written(self.format, self.now())?;
        Some(LogLine { origin: LogOrigin::Platform, level, text })
    }

    /// A line of the function, kept or counted.
    pub(super) async fn output(&mut self, line: OutputLine) {
        let OutputLine { stream, mut text } = line;
        let told = told_level(self.format, &text);
        if told.is_some_and(|level| !self.format.keeps(level)) {
            return;
        }
        let has_room = self.kept.lines < LOG_LINES_MAX && self.kept.bytes + text.len() as u64 <= LOG_BYTES_MAX;
        // Once something was dropped, nothing is kept: what is shown is the beginning, without holes.
        if self.dropped.lines > 0 || !has_room {
            self.dropped.add(text.len());
            if self.dropped.lines >= (self.dropped_told * 10).max(DROPPED_TOLD_FIRST) {
                self.tell_dropped().await;
            }
            return;
        }
        text.truncate(text.floor_char_boundary(LOG_LINE_BYTES_MAX));
        self.kept.add(text.len());
        let level = told.map_or_else(|| level_of(stream, &text), LogLevel::from);
        self.event(InvocationEvent::Log(LogLine { origin: LogOrigin::Function, level, text })).await;
    }

    async fn tell_dropped(&mut self) {
        self.dropped_told = self.dropped.lines;
        let Count { lines, bytes } = self.dropped;
        self.event(InvocationEvent::LogsDropped { lines, bytes }).await;
    }

    /// The run has ended.
    pub(super) async fn finished(&mut self, verdict: &Verdict, metrics: Metrics) {
        if self.dropped.lines > self.dropped_told {
            self.tell_dropped().await;
        }
        let outcome = RunOutcome {
            state: verdict.state,
            response: verdict.shown_response(),
            error: verdict.error.clone(),
            metrics,
        };
        self.end(InvocationEvent::Finished(outcome));
    }

    /// REPORT and the charge, after [`Recorder::finished`].
    pub(super) fn charged(&mut self, report: &Report<'_>, charge: Charge) {
        if let Some(line) = self.written(Line::Report(report)) {
            self.end(InvocationEvent::Log(line));
        }
        self.end(InvocationEvent::Charged(charge));
    }

    fn end(&mut self, event: InvocationEvent) {
        let event = self.number(event);
        self.end.push(event);
    }

    /// Writes the row as it stays with the last events and what belongs to its end, then shows the events; says whether all of it
    /// is on disk.
    pub(super) async fn close(
        &mut self,
        summary: RunSummary,
        response: Option<String>,
        error: Option<FunctionError>,
        with: Vec<RunWrite>,
    ) -> Result<Written, ApiError> {
        let (reply, written) = oneshot::channel();
        let bytes = response.as_ref().map_or(0, String::len) + with.iter().map(bytes_of_write).sum::<usize>();
        let finish = RunWrite::Finish { summary, response, error };
        let writes = [RunWrite::Events(self.end.clone()), finish].into_iter().chain(with).collect();
        self.writer.told(writes, bytes, None, reply, self.when).await;
        let written = written.await.unwrap_or_else(|_closed| Err(crate::admission::stopping()));
        for event in self.end.drain(..) {
            self.live.push(event);
        }
        self.live.stored(self.last);
        written
    }

    /// Numbers an event and shows it to whoever follows the run.
    fn next(&mut self, event: InvocationEvent) -> RunEvent {
        let event = self.number(event);
        self.live.push(event.clone());
        event
    }

    fn number(&mut self, event: InvocationEvent) -> RunEvent {
        self.last += 1;
        RunEvent { run: self.live.id.clone(), seq: self.last, at: self.now(), event }
    }

    fn mark(&self) -> Option<(Arc<LiveRun>, u64)> {
        Some((Arc::clone(&self.live), self.last))
    }
}

fn bytes_of_write(write: &RunWrite) -> usize {
    match write {
        RunWrite::Insert { payload, .. } | RunWrite::Enqueue { payload, .. } => payload.len(),
        _ => 0,
    }
}

/// The level that a line of JSON says it has; of a line that says none, `INFO` is what Lambda takes it for.
fn told_level(format: LogFormat, text: &str) -> Option<ApplicationLevel> {
    #[derive(serde::Deserialize)]
    struct Said<'a> {
        #[serde(borrow, alias = "log_level")]
        level: Option<std::borrow::Cow<'a, str>>,
    }
    if format == LogFormat::Text || !text.starts_with('{') {
        return None;
    }
    let said = serde_json::from_str::<Said<'_>>(text).ok()?;
    Some(said.level.and_then(|name| ApplicationLevel::of_name(&name)).unwrap_or_default())
}

/// By Lambda's text formats, `TIME\tREQUEST-ID\tLEVEL\ttext` of Node.js and `[LEVEL]\tTIME\tREQUEST-ID\ttext` or
/// `[ERROR] Type: text` of Python, `L, [TIME #PROCESS] LEVEL …` of Ruby; else by the stream.
fn level_of(stream: Stream, text: &str) -> LogLevel {
    if let Some((letter, _)) = text.split_once(", [").filter(|(letter, _)| letter.len() == 1) {
        return match letter {
            "D" => LogLevel::Debug,
            "W" => LogLevel::Warn,
            "E" | "F" => LogLevel::Error,
            _ => LogLevel::Info,
        };
    }
    let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let bracketed = bracketed.filter(|(_, rest)| rest.starts_with(['\t', ' '])).map(|(level, _)| level);
    match bracketed.or_else(|| text.split('\t').nth(2)) {
        Some("TRACE") => LogLevel::Trace,
        Some("DEBUG") => LogLevel::Debug,
        Some("INFO") => LogLevel::Info,
        Some("WARN" | "WARNING") => LogLevel::Warn,
        Some("ERROR" | "FATAL" | "CRITICAL") => LogLevel::Error,
        _ if stream == Stream::Stderr => LogLevel::Error,
        _ => LogLevel::Info,
    }
}
