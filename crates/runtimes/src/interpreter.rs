//! What interpreters have in common: an environment begins with the booted interpreter, and INIT is one call of it.

use std::time::Duration;

use sandbox::{Call, Entry, Environment, FileTree, Image, Limits, Measured, Outcome, OutputLine, Sandbox, Settings};
use tokio::sync::mpsc;

use crate::environment::{LanguageEnvironment, Started};
use crate::settings::{EnvironmentSettings, Initialization};

pub(crate) const INVOKE: &str = "coldstart_invoke";
pub(crate) const INIT: &str = "coldstart_init";
/// What INIT answers where code of the function is to run after each restore.
const HAS_RESTORE_HOOKS: &[u8] = b"restore-hooks";
const BOOT: &str = "coldstart_boot";
const BOOT_TIMEOUT: Duration = Duration::from_secs(60);
/// What an engine may use while it boots, unless it needs other limits.
pub(crate) const BOOT_MEMORY_MIB: u32 = 256;

/// An environment of a function, from the booted interpreter to the end of INIT.
pub(crate) struct Start<'a> {
    /// The booted interpreter.
    pub(crate) image: &'a Image,
    /// What it finds below `/`.
    pub(crate) files: FileTree,
    /// What it may use.
    pub(crate) settings: &'a EnvironmentSettings,
    /// The bytes that INIT gets.
    pub(crate) configuration: Vec<u8>,
    /// For all of it.
    pub(crate) timeout: Duration,
    /// Where output goes.
    pub(crate) output: mpsc::Sender<OutputLine>,
}

impl Start<'_> {
    pub(crate) async fn run(self, sandbox: &Sandbox) -> Started {
        let Start { image, files, settings, configuration, timeout, output } = self;
        let boot = Settings {
            limits: settings.limits(),
            args: Vec::new(),
            env: Vec::new(),
            files,
            timeout,
            output: output.clone(),
        };
        let (environment, booted) = match sandbox.start(image, boot).await {
            sandbox::Started::Ready { environment, measured } => (environment, measured),
            sandbox::Started::Failed { outcome, measured } => return Started::Failed { outcome, measured },
        };
        let entry = Entry::Init { export: INIT, payload: configuration };
        let rest = timeout.saturating_sub(booted.duration);
        let call = Call { entry, context: Vec::new(), env: Vec::new(), timeout: rest, output, answers: None };
        ready(environment, booted, call).await
    }
}

async fn ready(environment: Environment, booted: Measured, call: Call) -> Started {
    let ended = environment.call(call).await;
    let measured = booted.followed_by(ended.measured);
    match (ended.outcome, ended.environment) {
        (Outcome::Returned(answer), Some(environment)) => {
            let has_restore_hooks = answer == HAS_RESTORE_HOOKS;
            let environment = LanguageEnvironment::interpreter(environment, has_restore_hooks);
            Started::Ready { environment, measured }
        }
        (outcome, _) => Started::Failed { outcome, measured },
    }
}

/// The configuration that INIT gets, as JSON. `more` are the variables of the language.
pub(crate) fn configuration(handler: &str, settings: &EnvironmentSettings, more: &[(&str, &str)]) -> Vec<u8> {
    serde_json::json!({
        "handler": handler,
        "env": settings.variables(handler, more),
        "functionName": settings.function_name,
        "functionVersion": settings.function_version,
        "memoryMib": settings.memory_mib,
        "logGroup": settings.log_group,
        "logStream": settings.log_stream,
        "isFrozenNext": settings.initialization == Initialization::SnapStart,
    })
    .to_string()
    .into_bytes()
}

/// A fresh environment of an engine that nobody's code has run in.
///
/// # Errors
/// How it failed.
pub(crate) async fn instance(
    sandbox: &Sandbox,
    engine: &Image,
    limits: Limits,
    files: FileTree,
) -> Result<Environment, Outcome> {
    let (output, _nobody) = mpsc::channel(1);
    let settings = Settings { limits, args: Vec::new(), env: Vec::new(), files, timeout: BOOT_TIMEOUT, output };
    match sandbox.start(engine, settings).await {
        sandbox::Started::Ready { environment, .. } => Ok(environment),
        sandbox::Started::Failed { outcome, .. } => Err(outcome),
    }
}

/// Calls the engine's boot with `payload`; the interpreter is then what an image of it begins with.
///
/// # Errors
/// How it failed.
pub(crate) async fn boot(environment: Environment, payload: Vec<u8>) -> Result<Environment, Outcome> {
    // Nobody reads what is printed meanwhile; a channel that is closed makes nobody wait.
    let (output, reader) = mpsc::channel(1);
    drop(reader);
    let entry = Entry::Init { export: BOOT, payload };
    let call = Call { entry, context: Vec::new(), env: Vec::new(), timeout: BOOT_TIMEOUT, output, answers: None };
    let ended = environment.call(call).await;
    match (ended.outcome, ended.environment) {
        (Outcome::Returned(_), Some(environment)) => Ok(environment),
        (outcome, _) => Err(outcome),
    }
}

/// What went wrong in an engine's own code, as text.
pub(crate) fn reason(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Failed(error) => String::from_utf8_lossy(&error.payload).into_owned(),
        outcome => format!("{outcome:?}"),
    }
}

/// What boot is given: `first`, NUL, then names and sources, each as a length and that many bytes.
pub(crate) fn archive(first: &[u8], library: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = first.to_vec();
    archive.push(0);
    for text in library.iter().flat_map(|(name, source)| [name, source]) {
        archive.extend_from_slice(&length(text.len()));
        archive.extend_from_slice(text.as_bytes());
    }
    archive
}

/// A length in an archive.
pub(crate) fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}
