//! One invocation, as it is stored and listed.

use crate::alias::FunctionVersion;
use crate::config::MemoryMib;
use crate::id::{AliasName, FunctionName, MappingId, RunId, TriggerId, VersionNumber};
use crate::time::UnixMillis;
use billing::{Architecture, PriceBook};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Largest event and largest answer of a synchronous invocation, in bytes (Lambda's 6 MB).
pub const PAYLOAD_BYTES_MAX: usize = 6_291_556;

/// Which code an invocation runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// What is in the editor.
    Draft,
    /// What was deployed last.
    Latest,
    /// A published version.
    Version(VersionNumber),
}

impl fmt::Display for Target {
    /// The `Version:` of the START line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draft | Self::Latest => f.write_str("$LATEST"),
            Self::Version(number) => number.fmt(f),
        }
    }
}

impl From<FunctionVersion> for Target {
    fn from(version: FunctionVersion) -> Self {
        match version {
            FunctionVersion::Latest => Self::Latest,
            FunctionVersion::Number(number) => Self::Version(number),
        }
    }
}

/// Who invoked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RunSource {
    /// The Run button or the form.
    Test,
    /// A request to the function's URL.
    FunctionUrl(TriggerId),
    /// A schedule came due, or was fired by hand.
    Schedule(TriggerId),
    /// A comparison of memory sizes.
    PowerTuning,
    /// The AWS API: `Invoke` of a program, with an answer.
    Api,
    /// The AWS API: an event, without an answer.
    ApiEvent,
    /// The end of another function's asynchronous invocation, whose destination it is.
    Destination(FunctionName),
    /// Messages of an SQS queue, by an event source mapping.
    Sqs(MappingId),
}

impl RunSource {
    /// What the history shows.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Test => "Test",
            Self::FunctionUrl(_) => "Function URL",
            Self::Schedule(_) => "Schedule",
            Self::PowerTuning => "Power tuning",
            Self::Api => "AWS API",
            Self::ApiEvent => "AWS API, event",
            Self::Destination(_) => "Destination",
            Self::Sqs(_) => "SQS",
        }
    }
}

/// What to invoke, with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRequest {
    /// The function.
    pub function: FunctionName,
    /// Which of its code.
    pub target: Target,
    /// The event, as JSON text of at most [`PAYLOAD_BYTES_MAX`] bytes.
    pub payload: String,
    /// Who invokes.
    pub source: RunSource,
    /// What is to be other than the function is set to.
    #[serde(default)]
    pub variation: Variation,
    /// What the caller says beside the event.
    #[serde(default)]
    pub said: Said,
}

/// What a caller says beside the event, for the function's context.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The alias by which the target was named: the function's ARN ends with it.
    pub alias: Option<AliasName>,
    /// The client context, a JSON object.
    pub client_context: Option<String>,
}

/// How one run differs from what its function is set to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variation {
    /// Another memory size.
    pub memory: Option<MemoryMib>,
    /// A new environment, although one may be ready.
    pub fresh: bool,
}

/// Where an invocation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RunState {
    /// Waiting for a free environment.
    Queued,
    /// Running.
    Running,
    /// The handler answered.
    Succeeded,
    /// The handler threw, or could not be loaded.
    Failed,
    /// The timeout ended it.
    TimedOut,
    /// It asked for more memory than it has.
    OutOfMemory,
    /// A person ended it.
    Cancelled,
    /// The server stopped while it ran.
    Interrupted,
}

impl RunState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Running,
        Self::Succeeded,
        Self::Failed,
        Self::TimedOut,
        Self::OutOfMemory,
        Self::Cancelled,
        Self::Interrupted,
    ];

    /// Its name in tables and addresses.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::TimedOut => "timed-out",
            Self::OutOfMemory => "out-of-memory",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }

    /// What the screen says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Queued => "Waiting",
            Self::Running => "Running",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
            Self::TimedOut => "Timed out",
            Self::OutOfMemory => "Out of memory",
            Self::Cancelled => "Cancelled",
            Self::Interrupted => "Interrupted",
        }
    }
}

/// Where in the code an error is, for the editor's mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcePosition {
    /// Path below the function's folder, as `lib/util.mjs`.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// A function's error in Lambda's shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionError {
    /// `errorType`, as `TypeError`, `Sandbox.Timedout`, `Runtime.ExitError`.
    pub error_type: String,
    /// `errorMessage`.
    pub message: String,
    /// `trace` or `stackTrace`.
    pub trace: Vec<String>,
    /// The first place in the function's own code, if one is known.
    pub position: Option<SourcePosition>,
    /// The `Error Type:` of the REPORT line where it differs from `error_type`, as `Runtime.OutOfMemory`.
    pub report_type: Option<String>,
}

/// What was measured. All of it is measured; nothing is configured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metrics {
    /// The handler's wall-clock time.
    pub duration_us: u64,
    /// INIT's wall-clock time, only where this invocation waited for it (a cold start).
    pub init_us: Option<u64>,
    /// RESTORE's wall-clock time, only where this invocation waited for an environment to be made from its version's image.
    #[serde(default)]
    pub restore_us: Option<u64>,
    /// CPU time of the handler.
    pub cpu_us: u64,
    /// Time that the handler was kept off the CPU because its share was used up.
    pub throttled_us: u64,
    /// High-water mark of linear memory.
    pub max_memory_bytes: u64,
    /// Time between the request and the start of INIT or handler.
    pub queued_us: u64,
    /// Pages of linear memory, of 4 KiB, that the environment had written since it was made; all others it shares. Nothing where the
    /// server's kernel cannot tell.
    #[serde(default)]
    pub dirty_pages: Option<u64>,
    /// Whether it ran in an environment that provisioned concurrency kept ready.
    #[serde(default)]
    pub provisioned: bool,
}

impl Metrics {
    /// Max Memory Used as REPORT prints it: whole MB, rounded up.
    #[must_use]
    pub fn max_memory_mib(&self) -> u64 {
        self.max_memory_bytes.div_ceil(1_048_576)
    }
}

/// What was charged when the run ended, under the price book in force then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// The price book in force.
    pub book: PriceBook,
    /// Billed Duration.
    pub billed_ms: u64,
    /// Compute and request together, in billionths of a dollar, rounded half up.
    pub charge_nanousd: u64,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunOutcome {
    /// A final state.
    pub state: RunState,
    /// What the caller gets: the handler's answer or Lambda's error JSON. Cut on the socket, whole in [`RunRecord`].
    pub response: Option<ResponseText>,
    /// The error, if it failed.
    pub error: Option<FunctionError>,
    /// What was measured.
    pub metrics: Metrics,
}

/// An answer, perhaps cut for the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseText {
    /// The text or its beginning.
    pub text: String,
    /// Bytes of the whole answer.
    pub bytes: u64,
}

impl ResponseText {
    /// Whether the text is only the beginning.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.bytes > self.text.len() as u64
    }
}

/// The settings that a run ran under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSettings {
    /// Memory size, in MB.
    pub memory_mib: u32,
    /// Size of `/tmp`, in MB.
    pub tmp_mib: u32,
    /// Timeout, in seconds.
    pub timeout_s: u32,
    /// Price list.
    pub architecture: Architecture,
}

/// Which attempt at which asynchronous event a run is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The event.
    pub event: RunId,
    /// From 1.
    pub number: u32,
}

/// A row of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// Its own id.
    pub id: RunId,
    /// Which attempt it is, if the invocation was asynchronous.
    #[serde(default)]
    pub attempt: Option<Attempt>,
    /// The function.
    pub function: FunctionName,
    /// Which of its code ran.
    pub target: Target,
    /// Who invoked.
    pub source: RunSource,
    /// Where it stands.
    pub state: RunState,
    /// When it was asked for, on the account's clock.
    pub queued_at: UnixMillis,
    /// Whether INIT was part of it.
    pub cold: bool,
    /// What it ran under.
    pub settings: RunSettings,
    /// What was measured; all zero until it has ended.
    pub metrics: Metrics,
    /// What was charged, once it has ended.
    pub charge: Option<Charge>,
}

impl RunSummary {
    /// Lambda's request id: an event keeps its own through all attempts.
    #[must_use]
    pub fn request_id(&self) -> &RunId {
        self.attempt.as_ref().map_or(&self.id, |attempt| &attempt.event)
    }
}

/// One run, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    /// The row of the history.
    pub summary: RunSummary,
    /// The event it was given.
    pub payload: String,
    /// The whole answer or error JSON.
    pub response: Option<String>,
    /// The error, if it failed.
    pub error: Option<FunctionError>,
    /// Events recorded, which is also the highest sequence number.
    pub event_count: u64,
}
