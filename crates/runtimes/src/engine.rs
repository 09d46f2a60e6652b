//! Interpreters that take seconds to compile: each is compiled once per installation and booted once per process.
//!
//! Properties wanted: the server's start and other languages do not wait for them; a function that comes before its engine is there
//! waits and is not charged for it; who asks can tell which are not there yet.
//!
//! One thread makes them, one after the other, and keeps what it compiled in the cache folder. An interpreter that has loaded what most
//! functions use is captured, and every environment begins there. What is left to INIT is the function's configuration and its code.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use flate2::read::GzDecoder;
use sandbox::{CaptureError, FileTree, Image, ImageError, Limits, OutputLine, Sandbox};
use tokio::sync::{mpsc, watch};

use crate::environment::Started;
use crate::interpreter::{self, Start, reason};
use crate::prepare::Prepared;
use crate::settings::EnvironmentSettings;

/// How a language's interpreter is made.
pub(crate) struct Recipe {
    /// The language's name in messages.
    pub(crate) language: &'static str,
    /// The module, compressed.
    pub(crate) packed: &'static [u8],
    /// The module unpacked; more is a damaged file.
    pub(crate) bytes_max: u64,
    /// What it may use while it boots.
    pub(crate) limits: Limits,
    /// What it finds below `/` while it boots.
    pub(crate) files: fn() -> FileTree,
    /// What its boot is given.
    pub(crate) payload: fn() -> Vec<u8>,
    /// Variables that Lambda sets for this runtime.
    pub(crate) variables: &'static [(&'static str, &'static str)],
}

/// The engine cannot be set up.
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

/// An engine, or the wait for it. Clones share it.
#[derive(Clone)]
pub(crate) struct Awaited {
    made: watch::Receiver<Made>,
}

/// The interpreter, booted. Clones share it.
#[derive(Clone)]
pub(crate) struct Engine {
    image: Image,
    /// The interpreter before it has booted, and what it boots with.
    plain: Plain,
    variables: &'static [(&'static str, &'static str)],
}

/// An interpreter that has not booted.
#[derive(Clone)]
pub(crate) struct Plain {
    pub(crate) image: Image,
    pub(crate) limits: Limits,
    pub(crate) files: fn() -> FileTree,
    pub(crate) payload: fn() -> Vec<u8>,
}

/// Begins to make the engines, in this order. Does not block.
pub(crate) fn begin<const N: usize>(sandbox: &Sandbox, recipes: [fn() -> Recipe; N]) -> std::io::Result<[Awaited; N]> {
    let channels = recipes.map(|recipe| (recipe, watch::channel(None)));
    let awaited = channels.each_ref().map(|(_, (_, made))| Awaited { made: made.clone() });
    let sandbox = sandbox.clone();
    let make_all = move || {
        for (recipe, (sender, _)) in channels {
            let recipe = recipe();
            let engine = make(&sandbox, &recipe).map_err(Arc::new);
            if let Err(fault) = &engine {
                tracing::error!(error = %fault, language = recipe.language, "functions of a language cannot run");
            }
            sender.send_replace(Some(engine));
        }
    };
    std::thread::Builder::new().name("engines".to_owned()).spawn(make_all)?;
    Ok(awaited)
}

impl Awaited {
    /// The engine, as soon as it is there.
    pub(crate) async fn engine(&self) -> Result<Engine, Arc<EngineFault>> {
        let mut made = self.made.clone();
        match made.wait_for(Option::is_some).await {
            Ok(made) => made.clone().unwrap_or_else(|| Err(Arc::new(EngineFault::CutOff))),
            Err(_gone) => Err(Arc::new(EngineFault::CutOff)),
        }
    }

    /// Whether it is still being made.
    pub(crate) fn is_awaited(&self) -> bool {
        self.made.borrow().is_none()
    }
}

impl Engine {
    pub(crate) fn plain(&self) -> &Plain {
        &self.plain
    }

    pub(crate) async fn start(
        &self,
        sandbox: &Sandbox,
        prepared: &Prepared,
        settings: EnvironmentSettings,
        timeout: Duration,
        output: mpsc::Sender<OutputLine>,
    ) -> Started {
        let configuration = interpreter::configuration(&prepared.handler, &settings, self.variables);
        let (image, files, settings) = (&self.image, prepared.files.clone(), &settings);
        Start { image, files, settings, configuration, timeout, output }.run(sandbox).await
    }
}

fn make(sandbox: &Sandbox, recipe: &Recipe) -> Result<Engine, EngineFault> {
    let mut wasm = Vec::new();
    GzDecoder::new(recipe.packed).take(recipe.bytes_max).read_to_end(&mut wasm).map_err(EngineFault::Packed)?;
    let compiled = sandbox.engine_image(&wasm).map_err(EngineFault::Image)?;
    drop(wasm);
    let plain = Plain { image: compiled, limits: recipe.limits.clone(), files: recipe.files, payload: recipe.payload };
    let (inside, to_boot) = (sandbox.clone(), plain.clone());
    let booted = sandbox.run_blocking(async move { boot(&inside, to_boot).await });
    Ok(Engine { image: booted.unwrap_or(Err(EngineFault::CutOff))?, plain, variables: recipe.variables })
}

async fn boot(sandbox: &Sandbox, plain: Plain) -> Result<Image, EngineFault> {
    let Plain { image, limits, files, payload } = plain;
    let failed = |outcome| EngineFault::Boot { reason: reason(&outcome) };
    let environment = interpreter::instance(sandbox, &image, limits, files()).await.map_err(failed)?;
    let environment = interpreter::boot(environment, payload()).await.map_err(failed)?;
    environment.capture().map_err(EngineFault::Capture)
}
