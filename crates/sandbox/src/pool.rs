use std::future::Future;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use wasmtime::{Config, Engine, Linker};

use crate::config::{SandboxConfig, SandboxError};
use crate::epoch::{EpochThread, Running};
use crate::host::{self, Host};
use crate::mapping::Memories;
use crate::stacks::Stacks;
use crate::wasi;

/// Stack of wasm frames of one guest.
const WASM_STACK_BYTES: usize = 16 << 20;
/// The fiber's whole stack: host calls run on it too.
const FIBER_STACK_BYTES: usize = 17 << 20;
/// After how many polls a guest thread looks at timers: each poll of a busy guest lasts a tick, so at every one.
const POLLS_BETWEEN_TIMERS: u32 = 1;
/// After how many polls a guest thread takes a newly started guest before those it already has.
const POLLS_BETWEEN_NEW_GUESTS: u32 = 3;

/// The engine and the threads that guest code runs on. Clones share them.
#[derive(Clone)]
pub struct Sandbox {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) engine: Engine,
    pub(crate) linker: Linker<Host>,
    pub(crate) config: SandboxConfig,
    epoch: EpochThread,
    runtime: Option<Runtime>,
}

impl Sandbox {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the engine, the threads or the cache folder cannot be made.
    pub fn new(config: SandboxConfig) -> Result<Sandbox, SandboxError> {
        if let Some(path) = &config.cache_dir {
            let made = std::fs::create_dir_all(path);
            made.map_err(|source| SandboxError::CacheDir { path: path.clone(), source })?;
        }
        let engine = Engine::new(&engine_config()).map_err(SandboxError::Engine)?;
        let linker = linker(&engine).map_err(SandboxError::Engine)?;
        let epoch = EpochThread::start(engine.clone()).map_err(SandboxError::Threads)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(config.threads.max(1))
            .thread_name("guest")
            .event_interval(POLLS_BETWEEN_TIMERS)
            .global_queue_interval(POLLS_BETWEEN_NEW_GUESTS)
            .enable_time()
            .build()
            .map_err(SandboxError::Threads)?;
        Ok(Sandbox { inner: Arc::new(Inner { engine, linker, config, epoch, runtime: Some(runtime) }) })
    }

    /// Runs a future on the guest threads and blocks the caller's thread until it is there. For setting up, not for serving.
    pub fn run_blocking<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        let task = self.spawn(async move {
            // The receiver below outlives this send.
            let _ = sender.send(future.await);
        })?;
        let answer = receiver.recv().ok();
        drop(task);
        answer
    }

    pub(crate) fn spawn<T: Send + 'static>(
        &self,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Option<GuestTask<T>> {
        self.inner.runtime.as_ref().map(|runtime| GuestTask { handle: runtime.spawn(future) })
    }

    pub(crate) fn running(&self) -> Running {
        self.inner.epoch.running()
    }
}

/// A task of the guest threads that ends when this is dropped.
pub(crate) struct GuestTask<T> {
    handle: JoinHandle<T>,
}

impl<T> GuestTask<T> {
    pub(crate) async fn join(mut self) -> Result<T, tokio::task::JoinError> {
        (&mut self.handle).await
    }
}

impl<T> Drop for GuestTask<T> {
    fn drop(&mut self) {
        self.handle.abort();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // The last clone may go in an async task, where waiting for the threads would panic.
            runtime.shutdown_background();
        }
    }
}

/// Only what guests need is on; guard pages and Spectre masks stay at wasmtime's defaults.
fn engine_config() -> Config {
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .max_wasm_stack(WASM_STACK_BYTES)
        .async_stack_size(FIBER_STACK_BYTES)
        .wasm_memory64(false)
        .wasm_multi_memory(false)
        .wasm_relaxed_simd(false)
        // Memories are ours, so that they can begin as an image; wasmtime has no images for such.
        .memory_init_cow(false)
        .with_host_memory(Arc::new(Memories))
        .with_host_stack(Arc::new(Stacks::default()));
    config
}

fn linker(engine: &Engine) -> wasmtime::Result<Linker<Host>> {
    let mut linker = Linker::new(engine);
    host::add_to(&mut linker)?;
    wasi::add_to(&mut linker)?;
    Ok(linker)
}
