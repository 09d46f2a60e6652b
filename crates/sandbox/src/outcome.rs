use std::time::Duration;

/// Where a line of output came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output, or the language's logger.
    Stdout,
    /// Standard error.
    Stderr,
}

/// One log event. Its text may hold several lines, and never ends with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputLine {
    /// Where it came from.
    pub stream: Stream,
    /// The text; bytes that are not UTF-8 are replaced.
    pub text: String,
}

/// A part of an answer that comes in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerPart {
    /// The first part.
    Begin {
        /// What the answer is of, such as `text/html`; as the guest says it.
        content_type: String,
    },
    /// Its next bytes.
    Bytes(Vec<u8>),
}

/// A place in the guest's own source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLocation {
    /// The file as the guest names it, such as `/var/task/index.mjs`.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// A failure that the guest reported itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestError {
    /// Such as `TypeError` or `Runtime.HandlerNotFound`.
    pub error_type: String,
    /// What the guest handed over; a language runtime hands over the JSON that the caller gets.
    pub payload: Vec<u8>,
    /// Where in the source, when the guest knows it.
    pub location: Option<SourceLocation>,
}

/// How a call of guest code ended. Every fault of a guest is one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It answered.
    Returned(Vec<u8>),
    /// It reported a failure.
    Failed(GuestError),
    /// It ran longer than it may.
    TimedOut,
    /// It wanted more linear memory than its limit.
    OutOfMemory,
    /// It left by an exit call, or without an answer (code 0).
    Exited {
        /// The exit code.
        code: i32,
    },
    /// It broke a rule of WebAssembly or of a host call.
    Trapped {
        /// What happened, with the guest's call stack.
        message: String,
    },
    /// Its answer is larger than [`crate::RESPONSE_BYTES_MAX`], or, read in pieces, than [`crate::STREAM_BYTES_MAX`].
    ResponseTooLarge {
        /// How large; for a stream, how much had come when it was stopped.
        bytes: u64,
    },
}

/// What a call used. Measured, never configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Wall-clock time.
    pub duration: Duration,
    /// Processor time of the thread while the guest ran.
    pub cpu: Duration,
    /// Time in which the guest wanted to run and its processor share was used up.
    pub throttled: Duration,
    /// The most linear memory the environment has had so far, in bytes.
    pub memory_bytes: u64,
    /// Pages of linear memory, of 4 KiB, that the environment no longer shares with its image: those that were written since it was
    /// made. `None` where the kernel cannot tell, and where no export was called.
    pub dirty_pages: Option<u64>,
}

impl Measured {
    /// Two phases of one environment, one after the other.
    #[must_use]
    pub fn followed_by(self, next: Measured) -> Measured {
        Measured {
            duration: self.duration + next.duration,
            cpu: self.cpu + next.cpu,
            throttled: self.throttled + next.throttled,
            memory_bytes: self.memory_bytes.max(next.memory_bytes),
            dirty_pages: next.dirty_pages.or(self.dirty_pages),
        }
    }
}
