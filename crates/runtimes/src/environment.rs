use std::sync::Arc;
use std::time::Duration;

use sandbox::{AnswerPart, Call, Entry, Environment, GuestError, Limits, Measured, Outcome, OutputLine};
use tokio::sync::mpsc;

use crate::engine::Plain;
use crate::prepare::{Kind, Prepared, Provided};
use crate::settings::EnvironmentSettings;
use crate::{Runtimes, interpreter, provided};

/// What came of boot and INIT.
pub enum Started {
    /// The environment waits for an event.
    Ready {
        /// It.
        environment: LanguageEnvironment,
        /// Boot and INIT together.
        measured: Measured,
    },
    /// INIT failed.
    Failed {
        /// How. A failure's payload is the JSON that the caller gets.
        outcome: Outcome,
        /// What was used until then.
        measured: Measured,
    },
}

/// A booted environment of a function.
pub struct LanguageEnvironment {
    pub(crate) environment: Environment,
    kind: InvokeKind,
    /// Code of the function is to run in each environment that is restored from an image of this one.
    pub(crate) has_restore_hooks: bool,
    /// Its own log stream, where it was restored from an image that has another's.
    log_stream: Option<Arc<str>>,
}

#[derive(Clone, Copy)]
enum InvokeKind {
    Interpreter,
    Command,
    Reactor,
}

/// One event.
pub struct InvokeInput {
    /// The request id.
    pub request_id: String,
    /// The event.
    pub payload: Vec<u8>,
    /// The function's timeout.
    pub timeout: Duration,
    /// With the qualifier that the caller used.
    pub invoked_function_arn: String,
    /// The caller's client context, JSON.
    pub client_context: Option<String>,
    /// The caller's Cognito identity, JSON.
    pub identity: Option<String>,
    /// The `_X_AMZN_TRACE_ID` of this run.
    pub trace_id: Option<String>,
    /// Who reads an answer that comes in pieces.
    pub answers: Option<mpsc::Sender<AnswerPart>>,
}

impl Runtimes {
    /// Boots an environment and runs INIT. Dropping the future ends it.
    pub async fn start(
        &self,
        prepared: &Prepared,
        settings: EnvironmentSettings,
        init_timeout: Duration,
        output: mpsc::Sender<OutputLine>,
    ) -> Started {
        match &prepared.kind {
            Kind::NodeJs => self.nodejs.start(&self.sandbox, prepared, settings, init_timeout, output).await,
            Kind::Engine(engine) => engine.start(&self.sandbox, prepared, settings, init_timeout, output).await,
            Kind::Provided(program) => {
                provided::start(&self.sandbox, prepared, program, settings, init_timeout, output).await
            }
        }
    }

    /// Boots the interpreter itself and drops it, as each start did before there were images: what benchmarks compare with. False where
    /// there is no interpreter, or it does not boot.
    pub async fn boot_plainly(&self, prepared: &Prepared) -> bool {
        let (plain, limits, files, archive) = match &prepared.kind {
            Kind::NodeJs => {
                let (plain, archive) = self.nodejs.plain();
                (plain, Limits::of_memory(interpreter::BOOT_MEMORY_MIB, 0), prepared.files.clone(), archive)
            }
            Kind::Engine(engine) => {
                let Plain { image, limits, files, payload } = engine.plain();
                (image, limits.clone(), files(), payload())
            }
            Kind::Provided(_) => return false,
        };
        match interpreter::instance(&self.sandbox, plain, limits, files).await {
            Ok(environment) => interpreter::boot(environment, archive).await.is_ok(),
            Err(_outcome) => false,
        }
    }
}

impl LanguageEnvironment {
    fn new(environment: Environment, kind: InvokeKind) -> LanguageEnvironment {
        LanguageEnvironment { environment, kind, has_restore_hooks: false, log_stream: None }
    }

    pub(crate) fn interpreter(environment: Environment, has_restore_hooks: bool) -> LanguageEnvironment {
        LanguageEnvironment { has_restore_hooks, ..Self::new(environment.keep(), InvokeKind::Interpreter) }
    }

    pub(crate) fn provided(environment: Environment, program: &Provided) -> LanguageEnvironment {
        let kind = if program.is_command { InvokeKind::Command } else { InvokeKind::Reactor };
        Self::new(environment.keep(), kind)
    }

    /// One that goes on from an image; what it goes back to is kept already.
    pub(crate) fn restored(environment: Environment, log_stream: Arc<str>) -> LanguageEnvironment {
        LanguageEnvironment { log_stream: Some(log_stream), ..Self::new(environment, InvokeKind::Interpreter) }
    }

    pub(crate) fn is_interpreter(&self) -> bool {
        matches!(self.kind, InvokeKind::Interpreter)
    }

    /// What it may hold of this machine's memory while it waits, in bytes.
    #[must_use]
    pub fn held_bytes(&self) -> u64 {
        self.environment.held_bytes()
    }

    /// Runs one event. Dropping the future ends the guest.
    pub async fn invoke(self, input: InvokeInput, output: mpsc::Sender<OutputLine>) -> Invoked {
        let LanguageEnvironment { environment, kind, has_restore_hooks: _, log_stream } = self;
        let call = call_of(kind, input, log_stream.as_deref(), output);
        let ended = environment.call(call).await;
        let outcome = match (kind, ended.outcome) {
            (InvokeKind::Command | InvokeKind::Reactor, Outcome::Failed(error)) => {
                Outcome::Failed(provided::as_json(error))
            }
            (_, outcome) => outcome,
        };
        let used = ended.environment.map(|environment| UsedEnvironment { environment, kind, log_stream });
        Invoked { outcome, measured: ended.measured, used }
    }
}

/// An event that was run.
pub struct Invoked {
    /// How it ended.
    pub outcome: Outcome,
    /// What it used.
    pub measured: Measured,
    /// The environment; nothing when it is thrown away, as after a timeout or a trap.
    pub used: Option<UsedEnvironment>,
}

/// An environment that has what a run left in it.
pub struct UsedEnvironment {
    environment: Environment,
    kind: InvokeKind,
    log_stream: Option<Arc<str>>,
}

impl UsedEnvironment {
    /// Leaves in it what the run left, as AWS does. A command has ended with its run and begins anew all the same.
    pub async fn reuse(self) -> Option<LanguageEnvironment> {
        match self.kind {
            InvokeKind::Command => self.rewind().await,
            InvokeKind::Interpreter | InvokeKind::Reactor => Some(self.ready()),
        }
    }

    /// Brings it back to what INIT left, so that the next run is clean. `None` when it cannot be had.
    pub async fn rewind(mut self) -> Option<LanguageEnvironment> {
        self.environment = self.environment.rewind().await?;
        Some(self.ready())
    }

    fn ready(self) -> LanguageEnvironment {
        let UsedEnvironment { environment, kind, log_stream } = self;
        LanguageEnvironment { log_stream, ..LanguageEnvironment::new(environment, kind) }
    }
}

fn call_of(kind: InvokeKind, input: InvokeInput, log_stream: Option<&str>, output: mpsc::Sender<OutputLine>) -> Call {
    let context = context_json(&input, log_stream);
    let InvokeInput { request_id, payload, timeout, invoked_function_arn, trace_id, answers, .. } = input;
    let (entry, env) = match kind {
        InvokeKind::Interpreter => (Entry::Invoke { export: interpreter::INVOKE, payload }, Vec::new()),
        InvokeKind::Reactor => (Entry::Invoke { export: provided::INVOKE, payload }, Vec::new()),
        InvokeKind::Command => {
            let mut env = vec![
                ("AWS_LAMBDA_REQUEST_ID".to_owned(), request_id),
                ("AWS_LAMBDA_INVOKED_FUNCTION_ARN".to_owned(), invoked_function_arn),
                ("AWS_LAMBDA_TIMEOUT_MS".to_owned(), timeout.as_millis().to_string()),
            ];
            env.extend(trace_id.map(|trace| ("_X_AMZN_TRACE_ID".to_owned(), trace)));
            (Entry::Command { stdin: payload }, env)
        }
    };
    Call { entry, context, env, timeout, output, answers }
}

/// What `coldstart.context` gives.
fn context_json(input: &InvokeInput, log_stream: Option<&str>) -> Vec<u8> {
    let parsed = |text: &Option<String>| -> serde_json::Value {
        text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    serde_json::json!({
        "requestId": input.request_id,
        "invokedFunctionArn": input.invoked_function_arn,
        "timeoutMs": u64::try_from(input.timeout.as_millis()).unwrap_or(u64::MAX),
        "clientContext": parsed(&input.client_context),
        "identity": parsed(&input.identity),
        "traceId": input.trace_id,
        "logStream": log_stream,
    })
    .to_string()
    .into_bytes()
}

/// The JSON of an error that a runtime reports itself.
pub(crate) fn error_json(error_type: &str, message: &str) -> GuestError {
    let payload = serde_json::json!({ "errorType": error_type, "errorMessage": message, "trace": [] });
    GuestError { error_type: error_type.to_owned(), payload: payload.to_string().into_bytes(), location: None }
}
