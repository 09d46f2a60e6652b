//! JavaScript as Node.js 24 runs it on Lambda: QuickJS-NG in the sandbox, with our own library on top.
//!
//! The engine is `guests/nodejs/nodejs.wasm`; the library is `guests/nodejs/lib`, compiled to bytecode by that engine
//! when the server starts. An interpreter that has loaded it is captured once, and every environment begins there: what is left
//! to INIT is the function's configuration and its code.

mod library;
pub(crate) mod typescript;

use std::sync::Arc;
use std::time::Duration;

use sandbox::{
    Call, CaptureError, Entry, Environment, FileTree, Image, ImageError, Limits, Outcome, OutputLine, Sandbox,
};
use tokio::sync::mpsc;

use crate::environment::Started;
use crate::interpreter::{self, Start, length, reason};
use crate::prepare::Prepared;
use crate::settings::EnvironmentSettings;
use library::LIBRARY;

const COMPILE: &str = "coldstart_compile";
const ENGINE: &[u8] = include_bytes!("../../../guests/nodejs/nodejs.wasm");
const COMPILE_TIMEOUT: Duration = Duration::from_secs(30);
/// Variables that Lambda sets for this runtime.
const VARIABLES: [(&str, &str); 2] = [
    ("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs24.x"),
    ("NODE_PATH", "/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules"),
];

/// The interpreter, booted. Clones share it.
#[derive(Clone)]
pub(crate) struct Engine {
    image: Image,
    /// The interpreter before it has booted, and what it boots with.
    plain: Image,
    archive: Arc<[u8]>,
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
        let (inside, plain) = (sandbox.clone(), engine.clone());
        let booted = sandbox.run_blocking(async move { boot(&inside, &engine).await });
        let (image, archive) = booted.unwrap_or_else(|| Err(cut_off("boot")))?;
        Ok(Engine { image, plain, archive: archive.into() })
    }

    /// What the interpreter boots with, and before it has.
    pub(crate) fn plain(&self) -> (&Image, Vec<u8>) {
        (&self.plain, self.archive.to_vec())
    }

    pub(crate) async fn start(
        &self,
        sandbox: &Sandbox,
        prepared: &Prepared,
        settings: EnvironmentSettings,
        timeout: Duration,
        output: mpsc::Sender<OutputLine>,
    ) -> Started {
        let configuration = interpreter::configuration(&prepared.handler, &settings, &VARIABLES);
        let (image, files, settings) = (&self.image, prepared.files.clone(), &settings);
        Start { image, files, settings, configuration, timeout, output }.run(sandbox).await
    }
}

fn push(archive: &mut Vec<u8>, name: &str, data: &[u8]) {
    archive.extend_from_slice(&length(name.len()));
    archive.extend_from_slice(&length(data.len()));
    archive.extend_from_slice(name.as_bytes());
    archive.extend_from_slice(data);
}

/// An interpreter that has loaded its library, as every environment begins; and the library.
async fn boot(sandbox: &Sandbox, engine: &Image) -> Result<(Image, Vec<u8>), EngineError> {
    let library = compile_library(sandbox, engine).await?;
    let mut archive = length(LIBRARY.len()).to_vec();
    archive.extend_from_slice(&library);
    let environment = fresh(sandbox, engine).await?;
    let booted = interpreter::boot(environment, archive.clone()).await;
    Ok((booted.map_err(|outcome| not_compiled("boot", &outcome))?.capture()?, archive))
}

async fn fresh(sandbox: &Sandbox, engine: &Image) -> Result<Environment, EngineError> {
    let limits = Limits::of_memory(interpreter::BOOT_MEMORY_MIB, 0);
    let made = interpreter::instance(sandbox, engine, limits, FileTree::default()).await;
    made.map_err(|outcome| not_compiled("boot", &outcome))
}

/// All in one environment of the engine.
async fn compile_library(sandbox: &Sandbox, engine: &Image) -> Result<Vec<u8>, EngineError> {
    let (output, _nobody) = mpsc::channel(1);
    let mut environment = fresh(sandbox, engine).await?;
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
    let call = Call { entry, context: Vec::new(), env: Vec::new(), timeout: COMPILE_TIMEOUT, output, answers: None };
    let ended = environment.call(call).await;
    match (ended.outcome, ended.environment) {
        (Outcome::Returned(bytecode), Some(environment)) => Ok((bytecode, environment)),
        (outcome, _) => Err(not_compiled(name, &outcome)),
    }
}

fn not_compiled(name: &'static str, outcome: &Outcome) -> EngineError {
    EngineError::Library { name, reason: reason(outcome) }
}

fn cut_off(name: &'static str) -> EngineError {
    EngineError::Library { name, reason: "the sandbox is shut down".to_owned() }
}
