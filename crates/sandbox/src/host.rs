//! What a guest's store holds, and the `coldstart` host module.

mod calls;
mod limiter;
mod memory;
mod output;
mod stream;

use std::collections::VecDeque;
use std::time::Instant;

use tokio::sync::mpsc;

pub(crate) use calls::add_to;
pub(crate) use memory::{Guest, NoMemory, OutOfBounds};
pub(crate) use output::StdoutUse;

use crate::config::Limits;
use crate::outcome::{AnswerPart, GuestError, OutputLine, SourceLocation};
use crate::wasi::Wasi;
use limiter::Limiter;
use output::Output;
use stream::AnswerStream;

/// Why guest code was ended from outside. Travels through wasmtime as an error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stop {
    #[error("exit with code {0}")]
    Exit(i32),
    #[error("out of memory")]
    OutOfMemory,
    #[error("answer of {bytes} bytes is too large")]
    ResponseTooLarge { bytes: u64 },
    #[error("deadline is over")]
    Deadline,
}

pub(crate) struct Host {
    pub(crate) limiter: Limiter,
    pub(crate) wasi: Wasi,
    /// When the monotonic clock was 0.
    pub(crate) started: Instant,
    pub(crate) stdin: VecDeque<u8>,
    pub(crate) stdout: StdoutUse,
    pub(crate) answer: Option<Vec<u8>>,
    pub(crate) failure: Option<GuestError>,
    pub(crate) location: Option<SourceLocation>,
    pub(crate) context: Vec<u8>,
    pub(crate) deadline: Instant,
    pub(crate) output: Output,
    pub(crate) stream: AnswerStream,
}

impl Host {
    pub(crate) fn new(limits: &Limits, wasi: Wasi, output: mpsc::Sender<OutputLine>, deadline: Instant) -> Host {
        Host { output: Output::new(output), deadline, ..Host::silent(limits, wasi, Instant::now()) }
    }

    /// One that prints to nobody before its first call.
    pub(crate) fn silent(limits: &Limits, wasi: Wasi, now: Instant) -> Host {
        Host {
            limiter: Limiter::new(limits),
            wasi,
            started: now,
            stdin: VecDeque::new(),
            stdout: StdoutUse::Log,
            answer: None,
            failure: None,
            location: None,
            context: Vec::new(),
            deadline: now,
            output: Output::default(),
            stream: AnswerStream::default(),
        }
    }

    /// Sets up one call.
    pub(crate) fn begin(
        &mut self,
        context: Vec<u8>,
        env: Vec<(String, String)>,
        (output, answers): (mpsc::Sender<OutputLine>, Option<mpsc::Sender<AnswerPart>>),
        stdout: StdoutUse,
        deadline: Instant,
    ) {
        self.stream = AnswerStream::to(answers);
        self.context = context;
        self.wasi.env.extend(env);
        self.output = Output::new(output);
        self.stdout = stdout;
        self.deadline = deadline;
        self.answer = None;
        self.failure = None;
        self.location = None;
    }

    /// Forgets everything of the runs since the state was kept whose files and descriptors these are.
    pub(crate) fn rewind(&mut self, wasi: Wasi, memory_bytes: u64) {
        self.wasi = wasi;
        self.limiter.restart(memory_bytes);
        self.stdin = VecDeque::new();
        self.context = Vec::new();
        self.answer = None;
        self.failure = None;
        self.location = None;
        self.stream.end();
        self.output.close();
    }

    /// Sends what was printed without an end of line.
    pub(crate) async fn flush(&mut self) {
        self.output.flush().await;
    }

    /// Lets the channel go, so that its reader sees the end.
    pub(crate) fn end(&mut self) {
        self.output.close();
    }
}
