use std::time::Duration;

use sandbox::{AnswerPart, Call, Entry, Environment, GuestError, Measured, Outcome, OutputLine};
use tokio::sync::mpsc;

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
    environment: Environment,
    kind: InvokeKind,
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
}

impl LanguageEnvironment {
    pub(crate) fn interpreter(environment: Environment) -> LanguageEnvironment {
        LanguageEnvironment { environment: environment.keep(), kind: InvokeKind::Interpreter }
    }

    pub(crate) fn provided(environment: Environment, program: &Provided) -> LanguageEnvironment {
        let kind = if program.is_command { InvokeKind::Command } else { InvokeKind::Reactor };
        LanguageEnvironment { environment: environment.keep(), kind }
    }

    /// What it may hold of this machine's memory while it waits, in bytes.
    #[must_use]
    pub fn held_bytes(&self) -> u64 {
        self.environment.held_bytes()
    }

    /// Runs one event. Dropping the future ends the guest.
    pub async fn invoke(self, input: InvokeInput, output: mpsc::Sender<OutputLine>) -> Invoked {
        let call = call_of(self.kind, input, output);
        let ended = self.environment.call(call).await;
        let outcome = match (self.kind, ended.outcome) {
            (InvokeKind::Command | InvokeKind::Reactor, Outcome::Failed(error)) => {
                Outcome::Failed(provided::as_json(error))
            }
            (_, outcome) => outcome,
        };
        let used = ended.environment.map(|environment| UsedEnvironment { environment, kind: self.kind });
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
}

impl UsedEnvironment {
    /// Leaves in it what the run left, as AWS does. A command has ended with its run and begins anew all the same.
    pub async fn reuse(self) -> Option<LanguageEnvironment> {
        match self.kind {
            InvokeKind::Command => self.rewind().await,
            InvokeKind::Interpreter | InvokeKind::Reactor => {
                Some(LanguageEnvironment { environment: self.environment, kind: self.kind })
            }
        }
    }

    /// Brings it back to what INIT left, so that the next run is clean. `None` when it cannot be had.
    pub async fn rewind(self) -> Option<LanguageEnvironment> {
        let environment = self.environment.rewind().await?;
        Some(LanguageEnvironment { environment, kind: self.kind })
    }
}

fn call_of(kind: InvokeKind, input: InvokeInput, output: mpsc::Sender<OutputLine>) -> Call {
    let context = context_json(&input);
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
fn context_json(input: &InvokeInput) -> Vec<u8> {
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
    })
    .to_string()
    .into_bytes()
}

/// The JSON of an error that a runtime reports itself.
pub(crate) fn error_json(error_type: &str, message: &str) -> GuestError {
    let payload = serde_json::json!({ "errorType": error_type, "errorMessage": message, "trace": [] });
    GuestError { error_type: error_type.to_owned(), payload: payload.to_string().into_bytes(), location: None }
}
