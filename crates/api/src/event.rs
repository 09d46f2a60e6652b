//! The spine: what happens to one invocation, as one closed enum that the recorder writes, the socket sends and the browser folds.

use crate::id::RunId;
use crate::run::{Charge, RunOutcome, RunSettings, RunSource, Target};
use crate::time::UnixMillis;
use serde::{Deserialize, Serialize};

/// Log lines kept of one invocation; what comes after is counted and dropped.
pub const LOG_LINES_MAX: u64 = 20_000;
/// Log bytes kept of one invocation.
pub const LOG_BYTES_MAX: u64 = 10 * 1_024 * 1_024;
/// Longest log line; the rest of it is cut off (a CloudWatch event holds 256 KB).
pub const LOG_LINE_BYTES_MAX: usize = 256 * 1_024;

/// One thing that happened to one invocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEvent {
    /// The invocation.
    pub run: RunId,
    /// 1, 2, 3 … without gaps within the run: what a reader has seen is one number.
    pub seq: u64,
    /// When, on the account's clock.
    pub at: UnixMillis,
    /// What.
    pub event: InvocationEvent,
}

/// What can happen to an invocation, in the order in which it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(clippy::large_enum_variant, reason = "the last event of a run is the largest, and there is one of it")
)]
pub enum InvocationEvent {
    /// It was accepted.
    Queued {
        /// Who invoked.
        source: RunSource,
        /// Which code.
        target: Target,
        /// Under which limits.
        settings: RunSettings,
    },
    /// A new environment is made for it: a cold start.
    InitStarted,
    /// A new environment is made for it from its version's image: a cold start without INIT.
    RestoreStarted,
    /// The handler is called.
    Started {
        /// Whether an environment had to be made first.
        cold: bool,
    },
    /// A line of the log.
    Log(LogLine),
    /// The function wrote more than is kept.
    LogsDropped {
        /// Lines dropped so far.
        lines: u64,
        /// Bytes dropped so far.
        bytes: u64,
    },
    /// A bar of the timeline is complete.
    SegmentClosed(Segment),
    /// It ended.
    Finished(RunOutcome),
    /// It was charged. Nothing comes after it.
    Charged(Charge),
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Who wrote it: forged START lines are the function's, not the platform's.
    pub origin: LogOrigin,
    /// How serious.
    pub level: LogLevel,
    /// The text as Lambda would store it, with time and request id where the runtime puts them, without the final newline.
    pub text: String,
}

/// Who wrote a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LogOrigin {
    /// START, END, REPORT and the like.
    Platform,
    /// The function's code.
    Function,
}

/// How serious a log line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LogLevel {
    /// `console.trace`.
    Trace,
    /// `console.debug`.
    Debug,
    /// `console.log`, `console.info`, standard output.
    Info,
    /// `console.warn`.
    Warn,
    /// `console.error`, standard error.
    Error,
}

/// A bar of the timeline, in microseconds from the moment the run was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// What the time went into.
    pub kind: SegmentKind,
    /// Start.
    pub start_us: u64,
    /// Length.
    pub duration_us: u64,
}

/// What time goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SegmentKind {
    /// Waiting for a free environment.
    Queue,
    /// Starting the language runtime and loading the code.
    Init,
    /// Going on from the image of the version.
    Restore,
    /// The handler.
    Invoke,
}
