//! The clock tick at which busy guests yield. It only runs while a guest does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{JoinHandle, Thread};
use std::time::Duration;

const TICK: Duration = Duration::from_millis(1);

#[derive(Default)]
struct Shared {
    running: AtomicUsize,
    stop: AtomicBool,
}

pub(crate) struct EpochThread {
    shared: Arc<Shared>,
    thread: Thread,
    handle: Option<JoinHandle<()>>,
}

/// A guest runs as long as this lives.
pub(crate) struct Running {
    shared: Arc<Shared>,
}

impl EpochThread {
    pub(crate) fn start(engine: wasmtime::Engine) -> std::io::Result<EpochThread> {
        let shared = Arc::new(Shared::default());
        let seen = Arc::clone(&shared);
        let handle = std::thread::Builder::new().name("guest-epoch".into()).spawn(move || tick(&engine, &seen))?;
        Ok(EpochThread { shared, thread: handle.thread().clone(), handle: Some(handle) })
    }

    pub(crate) fn running(&self) -> Running {
        if self.shared.running.fetch_add(1, Ordering::SeqCst) == 0 {
            self.thread.unpark();
        }
        Running { shared: Arc::clone(&self.shared) }
    }
}

fn tick(engine: &wasmtime::Engine, shared: &Shared) {
    while !shared.stop.load(Ordering::SeqCst) {
        if shared.running.load(Ordering::SeqCst) == 0 {
            std::thread::park();
        } else {
            std::thread::sleep(TICK);
            engine.increment_epoch();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shared.running.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for EpochThread {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        self.thread.unpark();
        if let Some(handle) = self.handle.take() {
            // A panic there has nothing to clean up.
            let _ = handle.join();
        }
    }
}
