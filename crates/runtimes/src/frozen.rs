//! Function images, which SnapStart starts from: an environment after INIT, and environments that go on from there.
//!
//! What differs between environments is told to the guest with each event (its log stream) or asked of the host when it is needed (clock,
//! random bytes). Where the function has hooks that are to run after a restore, they are called before its first event.

use std::sync::Arc;
use std::time::Duration;

use sandbox::{Call, CaptureError, Entry, Environment, Image, Limits, Measured, Outcome, OutputLine};
use tokio::sync::mpsc;

use crate::Runtimes;
use crate::environment::{LanguageEnvironment, Started};
use crate::interpreter::INIT;

/// A function after INIT. Clones share it.
#[derive(Clone)]
pub struct FunctionImage {
    image: Image,
    has_restore_hooks: bool,
}

/// A function cannot be kept as an image.
#[derive(Debug, thiserror::Error)]
pub enum FreezeError {
    /// The image cannot be made.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// A module of one's own may ask the host for its variables at any time, so it cannot have those of another environment.
    #[error("only environments of interpreters can be kept as images")]
    NoInterpreter,
    /// The server is shutting down.
    #[error("making the image was cut off")]
    Cancelled,
}

/// What an environment that is restored has of its own.
pub struct Restoration {
    /// Memory size, at least that of the image.
    pub memory_mib: u32,
    /// `/tmp` size.
    pub tmp_mib: u32,
    /// Such as `2026/11/23/[1]…`.
    pub log_stream: Arc<str>,
    /// How long hooks may take.
    pub timeout: Duration,
    /// Where the output of hooks goes.
    pub output: mpsc::Sender<OutputLine>,
}

impl FunctionImage {
    /// What it holds of this machine's memory, in bytes.
    #[must_use]
    pub fn held_bytes(&self) -> u64 {
        self.image.held_bytes()
    }
}

impl LanguageEnvironment {
    /// An image of an environment that has run INIT as [`crate::Initialization::SnapStart`] and no event yet.
    ///
    /// # Errors
    /// When it is of more than `bytes_max`.
    pub async fn freeze(self, bytes_max: usize) -> Result<FunctionImage, FreezeError> {
        if !self.is_interpreter() {
            return Err(FreezeError::NoInterpreter);
        }
        let LanguageEnvironment { environment, has_restore_hooks, .. } = self;
        let made = tokio::task::spawn_blocking(move || environment.freeze(bytes_max)).await;
        let image = made.map_err(|_cut_off| FreezeError::Cancelled)??;
        Ok(FunctionImage { image, has_restore_hooks })
    }
}

impl Runtimes {
    /// An environment that goes on from where `image` was taken.
    pub async fn restore(&self, image: &FunctionImage, restoration: Restoration) -> Started {
        let Restoration { memory_mib, tmp_mib, log_stream, timeout, output } = restoration;
        let limits = Limits::of_memory(memory_mib, tmp_mib);
        let (environment, measured) = match self.sandbox.restore(&image.image, &limits).await {
            sandbox::Started::Ready { environment, measured } => (environment, measured),
            sandbox::Started::Failed { outcome, measured } => return Started::Failed { outcome, measured },
        };
        if image.has_restore_hooks {
            return after_restore(environment, measured, log_stream, timeout, output).await;
        }
        Started::Ready { environment: LanguageEnvironment::restored(environment, log_stream), measured }
    }
}

/// Runs the function's hooks; what they leave is what the environment goes back to.
async fn after_restore(
    environment: Environment,
    restored: Measured,
    log_stream: Arc<str>,
    timeout: Duration,
    output: mpsc::Sender<OutputLine>,
) -> Started {
    let payload = serde_json::json!({ "restored": { "logStream": &*log_stream } }).to_string().into_bytes();
    let entry = Entry::Init { export: INIT, payload };
    let call = Call { entry, context: Vec::new(), env: Vec::new(), timeout, output, answers: None };
    let ended = environment.call(call).await;
    let measured = restored.followed_by(ended.measured);
    match (ended.outcome, ended.environment) {
        (Outcome::Returned(_), Some(environment)) => {
            let environment = LanguageEnvironment::restored(environment.keep(), log_stream);
            Started::Ready { environment, measured }
        }
        (outcome, _) => Started::Failed { outcome, measured },
    }
}
