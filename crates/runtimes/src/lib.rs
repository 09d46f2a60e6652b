//! From a function's files to an environment that answers events: one module a language.
//!
//! [`Runtimes`] compiles the language engines once. [`Runtimes::prepare`] looks at a package, [`Runtimes::start`] boots an
//! environment and runs INIT, [`LanguageEnvironment::invoke`] runs one event. Faults of the function are an
//! [`sandbox::Outcome`]; the lines `START`, `END` and `REPORT` are the caller's.

mod engine;
mod environment;
mod frozen;
mod interpreter;
mod nodejs;
mod package;
mod prepare;
mod provided;
mod python;
mod ruby;
mod settings;

use std::path::PathBuf;

use sandbox::{Sandbox, SandboxConfig, SandboxError};
use typescript::Compiler;

pub use engine::EngineFault;
pub use environment::{InvokeInput, Invoked, LanguageEnvironment, Started, UsedEnvironment};
pub use frozen::{FreezeError, FunctionImage, Restoration};
pub use nodejs::EngineError;
pub use package::{Package, RuntimeKind};
pub use prepare::{PrepareError, Prepared};
pub use settings::{EnvironmentSettings, Initialization};

/// How the runtimes are set up.
#[derive(Clone, Debug)]
pub struct RuntimesConfig {
    /// Where compiled engines and modules are kept.
    pub cache_dir: PathBuf,
    /// Threads that run guest code.
    pub threads: usize,
    /// What compiles TypeScript.
    pub typescript: Compiler,
}

/// All language runtimes. Clones share them.
#[derive(Clone)]
pub struct Runtimes {
    sandbox: Sandbox,
    nodejs: nodejs::Engine,
    python: engine::Awaited,
    ruby: engine::Awaited,
    typescript: Compiler,
}

/// The runtimes cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum RuntimesError {
    /// No sandbox.
    #[error("sandbox cannot be set up")]
    Sandbox(#[from] SandboxError),
    /// No JavaScript.
    #[error("javascript engine cannot be set up")]
    NodeJs(#[from] EngineError),
    /// No thread to compile Python and Ruby on.
    #[error("thread for the engines of python and ruby cannot be started")]
    Engines(#[source] std::io::Error),
}

impl Runtimes {
    /// Compiles JavaScript's engine, or loads it when it is in the cache folder. Blocks; the first time it takes about a second.
    /// The engines of Python and Ruby take longer: a thread of its own makes them, and who needs one before it is there waits.
    ///
    /// # Errors
    /// When the sandbox or an engine cannot be set up.
    pub fn new(config: RuntimesConfig) -> Result<Runtimes, RuntimesError> {
        let RuntimesConfig { cache_dir, threads, typescript } = config;
        let sandbox = Sandbox::new(SandboxConfig { threads, cache_dir: Some(cache_dir), ..SandboxConfig::default() })?;
        let nodejs = nodejs::Engine::new(&sandbox)?;
        let [python, ruby] = engine::begin(&sandbox, [python::recipe, ruby::recipe]).map_err(RuntimesError::Engines)?;
        Ok(Runtimes { sandbox, nodejs, python, ruby, typescript })
    }

    /// The runtimes whose engines are still being made: their functions wait for that.
    #[must_use]
    pub fn awaited(&self) -> Vec<RuntimeKind> {
        let engines = [(RuntimeKind::Python, &self.python), (RuntimeKind::Ruby, &self.ruby)];
        engines.into_iter().filter(|(_, engine)| engine.is_awaited()).map(|(kind, _)| kind).collect()
    }
}
