//! JavaScript as Node.js 24 runs it on Lambda: QuickJS-NG in the sandbox, with our own library on top.
//!
//! The engine is `guests/nodejs/nodejs.wasm`; the library is `guests/nodejs/lib`, compiled to bytecode by that engine
//! when the server starts. An interpreter that has loaded it is captured once, and every environment begins there: what is left
//! to INIT is the function's configuration and its code.

mod library;

use std::time::Duration;

use sandbox::{
    Call, CaptureError, Entry, Environment, FileTree, Image, ImageError, Limits, Measured, Outcome, OutputLine,
    Sandbox, Settings,
};
use tokio::sync::mpsc;

use crate::environment::{LanguageEnvironment, Started};
use crate::package::Package;
use crate::prepare::{PrepareError, Prepared};
use crate::settings::EnvironmentSettings;
use library::LIBRARY;

pub(crate) const INVOKE: &str = "coldstart_invoke";
const INIT: &str = "coldstart_init";
const BOOT: &str = "coldstart_boot";
const COMPILE: &str = "coldstart_compile";
const ENGINE: &[u8] = include_bytes!("../../../guests/nodejs/nodejs.wasm");
const COMPILE_TIMEOUT: Duration = Duration::from_secs(30);
const COMPILE_MEMORY_MIB: u32 = 256;

/// The interpreter, booted. Clones share it.
#[derive(Clone)]
pub(crate) struct Engine {
    image: Image,
}

/// The JavaScript engine cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The interpreter does not compile.
    #[error("interpreter does not compile")]
    Image(#[from] ImageError),
    /// The booted interpreter cannot be kept.
    #[error("booted interpreter cannot be kept")]
    Capture(#[from] CaptureError),
    /// A file of the library does not.
    #[error("library file `{name}` does not compile: {reason}")]
    Library {
        /// The file.
        name: &'static str,
        /// Why.
        reason: String,
    },
}

impl Engine {
    pub(crate) fn new(sandbox: &Sandbox) -> Result<Engine, EngineError> {
        let engine = sandbox.base_image(ENGINE)?;
        let inside = sandbox.clone();
        let booted = sandbox.run_blocking(async move { boot(&inside, &engine).await });
        Ok(Engine { image: booted.unwrap_or_else(|| Err(cut_off("boot")))? })
    }

    pub(crate) async fn start(
        &self,
        sandbox: &Sandbox,
        prepared: &Prepared,
        settings: EnvironmentSettings,
        timeout: Duration,
        output: mpsc::Sender<OutputLine>,
    ) -> Started {
        let payload = configuration(prepared, &settings);
        let boot = Settings {
            limits: settings.limits(),
            args: Vec::new(),
            env: Vec::new(),
            files: prepared.files.clone(),
            timeout,
            output: output.clone(),
        };
        let (environment, booted) = match sandbox.start(&self.image, boot).await {
            sandbox::Started::Ready { environment, measured } => (environment, measured),
            sandbox::Started::Failed { outcome, measured } => return Started::Failed { outcome, measured },
        };
        let entry = Entry::Init { export: INIT, payload };
        let rest = timeout.saturating_sub(booted.duration);
        let call = Call { entry, context: Vec::new(), env: Vec::new(), timeout: rest, output };
        ready(environment, booted, call).await
    }
}

async fn ready(environment: Environment, booted: Measured, call: Call) -> Started {
    let ended = environment.call(call).await;
    let measured = booted.followed_by(ended.measured);
    match (ended.outcome, ended.environment) {
        (Outcome::Returned(_), Some(environment)) => {
            Started::Ready { environment: LanguageEnvironment::nodejs(environment), measured }
        }
        (outcome, _) => Started::Failed { outcome, measured },
    }
}

fn push(archive: &mut Vec<u8>, name: &str, data: &[u8]) {
    archive.extend_from_slice(&length(name.len()));
    archive.extend_from_slice(&length(data.len()));
    archive.extend_from_slice(name.as_bytes());
    archive.extend_from_slice(data);
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}

fn configuration(prepared: &Prepared, settings: &EnvironmentSettings) -> Vec<u8> {
    let runtime = [
        ("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs24.x"),
        ("NODE_PATH", "/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules"),
    ];
    serde_json::json!({
        "handler": prepared.handler,
        "env": settings.variables(&prepared.handler, &runtime),
        "functionName": settings.function_name,
        "functionVersion": settings.function_version,
        "memoryMib": settings.memory_mib,
        "logGroup": settings.log_group,
        "logStream": settings.log_stream,
    })
    .to_string()
    .into_bytes()
}

/// An interpreter that has loaded its library, as every environment begins.
async fn boot(sandbox: &Sandbox, engine: &Image) -> Result<Image, EngineError> {
    let library = compile_library(sandbox, engine).await?;
    let mut archive = length(LIBRARY.len()).to_vec();
    archive.extend_from_slice(&library);
    let environment = interpreter(sandbox, engine).await?;
    let (output, _nobody) = mpsc::channel(1);
    let entry = Entry::Init { export: BOOT, payload: archive };
    let call = Call { entry, context: Vec::new(), env: Vec::new(), timeout: COMPILE_TIMEOUT, output };
    let ended = environment.call(call).await;
    match (ended.outcome, ended.environment) {
        (Outcome::Returned(_), Some(environment)) => Ok(environment.capture()?),
        (outcome, _) => Err(not_compiled("boot", &outcome)),
    }
}

async fn interpreter(sandbox: &Sandbox, engine: &Image) -> Result<Environment, EngineError> {
    let (output, _nobody) = mpsc::channel(1);
    let settings = Settings {
        limits: Limits::of_memory(COMPILE_MEMORY_MIB, 0),
        args: Vec::new(),
        env: Vec::new(),
        files: FileTree::default(),
        timeout: COMPILE_TIMEOUT,
        output,
    };
    match sandbox.start(engine, settings).await {
        sandbox::Started::Ready { environment, .. } => Ok(environment),
        sandbox::Started::Failed { outcome, .. } => Err(not_compiled("boot", &outcome)),
    }
}

/// All in one environment of the engine.
async fn compile_library(sandbox: &Sandbox, engine: &Image) -> Result<Vec<u8>, EngineError> {
    let (output, _nobody) = mpsc::channel(1);
    let mut environment = interpreter(sandbox, engine).await?;
    let mut library = Vec::new();
    for (name, source) in LIBRARY {
        let (bytecode, next) = compile(environment, name, source, output.clone()).await?;
        push(&mut library, name, &bytecode);
        environment = next;
    }
    Ok(library)
}

async fn compile(
    environment: Environment,
    name: &'static str,
    source: &str,
    output: mpsc::Sender<OutputLine>,
) -> Result<(Vec<u8>, Environment), EngineError> {
    let payload = format!("node:internal/{name}\0{source}").into_bytes();
    let entry = Entry::Invoke { export: COMPILE, payload };
    let call = Call { entry, context: Vec::new(), env: Vec::new(), timeout: COMPILE_TIMEOUT, output };
    let ended = environment.call(call).await;
    match (ended.outcome, ended.environment) {
        (Outcome::Returned(bytecode), Some(environment)) => Ok((bytecode, environment)),
        (outcome, _) => Err(not_compiled(name, &outcome)),
    }
}

fn not_compiled(name: &'static str, outcome: &Outcome) -> EngineError {
    let reason = match outcome {
        Outcome::Failed(error) => String::from_utf8_lossy(&error.payload).into_owned(),
        outcome => format!("{outcome:?}"),
    };
    EngineError::Library { name, reason }
}

fn cut_off(name: &'static str) -> EngineError {
    EngineError::Library { name, reason: "the sandbox is shut down".to_owned() }
}

/// Endings of an entry file, in the order in which Lambda tries them.
const ENTRY_ENDINGS: [&str; 3] = ["js", "mjs", "cjs"];
const TYPESCRIPT_ENDINGS: [(&str, &str); 3] = [("ts", "js"), ("mts", "mjs"), ("cts", "cjs")];

/// Refuses an entry file that is TypeScript. Everything else is found by loading the module.
pub(crate) fn check(package: &Package) -> Result<(), PrepareError> {
    let (folder, file) = package.handler.rsplit_once('/').unwrap_or(("", &package.handler));
    let stem = file.split('.').next().unwrap_or(file);
    let path = if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") };
    if ENTRY_ENDINGS.iter().any(|ending| package.files.contains_key(&format!("{path}.{ending}"))) {
        return Ok(());
    }
    for (ending, compiled) in TYPESCRIPT_ENDINGS {
        let file = format!("{path}.{ending}");
        if package.files.contains_key(&file) {
            return Err(PrepareError::TypeScript { file, instead: format!("{path}.{compiled}") });
        }
    }
    Ok(())
}
