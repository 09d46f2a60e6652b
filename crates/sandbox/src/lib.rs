//! Untrusted code meets the host here, and nowhere else.
//!
//! Properties wanted: a guest sees only what it is given (an in-memory file tree, its own variables, a clock, random
//! bytes and the `coldstart` host calls); it can be stopped at any moment; what it uses is measured; whatever it does is
//! an [`Outcome`], never an error of ours.
//!
//! Design: an [`Image`] is a compiled module, an [`Environment`] is one instance of it with its own store, files and
//! limits. Guests run on threads of their own, as tasks that yield at every epoch tick, so that busy guests share the
//! processors and never starve the caller. This crate knows nothing of functions, languages or AWS.
//!
//! ```text
//! caller ── Sandbox::start / Environment::call ──> task on a guest thread (aborted when the caller's future is dropped)
//!                                                   └─ Metered (processor share, time) ─ wasmtime fiber ─ host calls
//! epoch thread: one tick a millisecond while a guest runs
//! ```

mod config;
mod delta;
mod environment;
mod epoch;
mod files;
mod frozen;
mod host;
mod image;
mod kept;
mod mapping;
mod meter;
mod outcome;
mod pagemap;
mod pool;
mod program;
mod snapshot;
mod stacks;
mod strip;
mod wasi;

pub use config::{Limits, SandboxConfig, SandboxError, WhenFull};
pub use environment::{Call, Ended, Entry, Environment, Settings, Started};
pub use files::FileTree;
pub use image::{Image, ImageError};
pub use outcome::{AnswerPart, GuestError, Measured, Outcome, OutputLine, SourceLocation, Stream};
pub use pool::Sandbox;
pub use snapshot::CaptureError;
pub use strip::StripError;

/// The largest answer a guest may give, in bytes: what AWS names in `Function.ResponseSizeTooLarge`.
pub const RESPONSE_BYTES_MAX: usize = 6_291_556;
/// Largest answer that is read in pieces, as on Lambda: 200 MB.
pub const STREAM_BYTES_MAX: u64 = 209_715_200;
/// The longest single log event, in bytes; longer text is cut into several events.
pub const LOG_EVENT_BYTES_MAX: usize = 256 * 1024;
