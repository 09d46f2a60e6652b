//! Python 3.13 as it runs on Lambda: CPython itself in the sandbox, with our own library on top.
//!
//! Properties wanted: what CPython does, this does; the server's start and other languages do not wait for an engine that
//! takes seconds to compile; a function that comes before it is there waits and is not charged for it.
//!
//! The engine is `guests/python/python.wasm.gz`, compiled once per installation by a thread of its own and kept in the cache
//! folder; an interpreter that has imported what most functions use is captured once per process, and every environment
//! begins there. What is left to INIT is the function's configuration and the import of its module. The hash seed of `str` is
//! drawn when the interpreter boots, so it is new with each start of the server, not with each environment.

mod library;

use std::io::Read;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use flate2::read::GzDecoder;
use sandbox::{CaptureError, FileTree, Image, ImageError, OutputLine, Sandbox};
use tokio::sync::{mpsc, watch};

use crate::environment::Started;
use crate::interpreter::{self, Start, length, reason};
use crate::prepare::Prepared;
use crate::settings::EnvironmentSettings;
use library::{BOOT, LIBRARY, REHEARSED};

const ENGINE: &[u8] = include_bytes!("../../../guests/python/python.wasm.gz");
/// The engine unpacked; more is a damaged file.
const ENGINE_BYTES_MAX: u64 = 16 << 20;
const STANDARD_LIBRARY: &[u8] = include_bytes!("../../../guests/python/python313.zip");
const REHEARSED_PATH: &str = "/var/task/_lambda_rehearsed.py";
const STANDARD_LIBRARY_PATH: &str = "/var/lang/lib/python313.zip";
/// Variables that Lambda sets for this runtime.
const VARIABLES: [(&str, &str); 2] = [("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13"), ("PYTHONPATH", "/var/runtime")];

/// The standard library as environments share it.
static SHARED_LIBRARY: LazyLock<Arc<[u8]>> = LazyLock::new(|| Arc::from(STANDARD_LIBRARY));

/// The Python engine cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum EngineFault {
    /// The file that this program carries is damaged.
    #[error("interpreter cannot be unpacked")]
    Packed(#[source] std::io::Error),
    /// The interpreter does not compile.
    #[error("interpreter does not compile: {0}")]
    Image(#[source] ImageError),
    /// The interpreter does not start.
    #[error("interpreter does not boot: {reason}")]
    Boot {
        /// What it says.
        reason: String,
    },
    /// The booted interpreter cannot be kept.
    #[error("booted interpreter cannot be kept: {0}")]
    Capture(#[source] CaptureError),
    /// The thread that made it is gone.
    #[error("making it was cut off")]
    CutOff,
}

type Made = Option<Result<Engine, Arc<EngineFault>>>;

/// The engine, or the wait for it. Clones share it.
#[derive(Clone)]
pub(crate) struct Python {
    made: watch::Receiver<Made>,
}

/// The interpreter, booted. Clones share it.
#[derive(Clone)]
pub(crate) struct Engine {
    image: Image,
    /// The interpreter before it has booted.
    plain: Image,
}

impl Python {
    /// Begins to make the engine. Does not block.
    pub(crate) fn begin(sandbox: &Sandbox) -> std::io::Result<Python> {
        let (sender, made) = watch::channel(None);
        let sandbox = sandbox.clone();
        let make = move || {
            let engine = make(&sandbox).map_err(Arc::new);
            if let Err(fault) = &engine {
                tracing::error!(error = %fault, "python functions cannot run");
            }
            sender.send_replace(Some(engine));
        };
        std::thread::Builder::new().name("python-engine".to_owned()).spawn(make)?;
        Ok(Python { made })
    }

    /// The engine, as soon as it is there.
    pub(crate) async fn engine(&self) -> Result<Engine, Arc<EngineFault>> {
        let mut made = self.made.clone();
        match made.wait_for(Option::is_some).await {
            Ok(made) => made.clone().unwrap_or_else(|| Err(Arc::new(EngineFault::CutOff))),
            Err(_gone) => Err(Arc::new(EngineFault::CutOff)),
        }
    }
}

impl Engine {
    /// The interpreter before it has booted, and what it boots with.
    pub(crate) fn plain(&self, files: &mut FileTree) -> (&Image, Vec<u8>) {
        add_rehearsal(files);
        (&self.plain, archive())
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

/// Puts the standard library beside a function's files.
pub(crate) fn add_library(files: &mut FileTree) {
    files.insert(STANDARD_LIBRARY_PATH.to_owned(), Arc::clone(&SHARED_LIBRARY));
}

fn make(sandbox: &Sandbox) -> Result<Engine, EngineFault> {
    let mut wasm = Vec::new();
    GzDecoder::new(ENGINE).take(ENGINE_BYTES_MAX).read_to_end(&mut wasm).map_err(EngineFault::Packed)?;
    let compiled = sandbox.base_image(&wasm).map_err(EngineFault::Image)?;
    let (inside, plain) = (sandbox.clone(), compiled.clone());
    let booted = sandbox.run_blocking(async move { boot(&inside, &compiled).await });
    Ok(Engine { image: booted.unwrap_or(Err(EngineFault::CutOff))?, plain })
}

async fn boot(sandbox: &Sandbox, compiled: &Image) -> Result<Image, EngineFault> {
    let mut files = FileTree::default();
    add_library(&mut files);
    add_rehearsal(&mut files);
    let failed = |outcome| EngineFault::Boot { reason: reason(&outcome) };
    let environment = interpreter::instance(sandbox, compiled, files).await.map_err(failed)?;
    let environment = interpreter::boot(environment, archive()).await.map_err(failed)?;
    environment.capture().map_err(EngineFault::Capture)
}

/// What booting looks for beside the standard library.
fn add_rehearsal(files: &mut FileTree) {
    files.insert(REHEARSED_PATH.to_owned(), Arc::from(REHEARSED.as_bytes()));
}

/// The first file, NUL, then names and sources of the others.
fn archive() -> Vec<u8> {
    let mut archive = BOOT.as_bytes().to_vec();
    archive.push(0);
    for text in LIBRARY.iter().flat_map(|(name, source)| [name, source]) {
        archive.extend_from_slice(&length(text.len()));
        archive.extend_from_slice(text.as_bytes());
    }
    archive
}
