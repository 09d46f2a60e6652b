//! One instance of an image: started, called, gone.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use wasmtime::{Instance, Store, UpdateDeadline};

use crate::config::Limits;
use crate::files::FileTree;
use crate::host::{Host, StdoutUse, Stop};
use crate::image::Image;
use crate::kept::Kept;
use crate::meter::Metered;
use crate::outcome::{AnswerPart, Measured, Outcome, OutputLine};
use crate::pool::Sandbox;
use crate::snapshot::CaptureError;
use crate::wasi::Wasi;

/// Share during INIT: a whole processor, as on AWS.
const INIT_SHARE_MILLIS: u32 = 1000;
/// Frames of a guest's call stack that a trap message shows.
const TRAP_FRAMES_MAX: usize = 12;

/// What an environment is made with.
pub struct Settings {
    /// What it may use.
    pub limits: Limits,
    /// Program name and arguments.
    pub args: Vec<String>,
    /// Environment variables.
    pub env: Vec<(String, String)>,
    /// Read-only files.
    pub files: FileTree,
    /// How long making the instance may take.
    pub timeout: Duration,
    /// Where output goes meanwhile.
    pub output: mpsc::Sender<OutputLine>,
}

/// A running program between its calls. Dropping it frees everything it has.
pub struct Environment {
    sandbox: Sandbox,
    pub(crate) image: Image,
    pub(crate) store: Store<Host>,
    pub(crate) instance: Instance,
    cpu_share_millis: u32,
    /// Size of linear memory.
    memory_bytes: u64,
    /// What it goes back to; those of one frozen image have it in common.
    kept: Option<Arc<Kept>>,
    /// It was not called yet.
    is_new: bool,
    /// The ranges of memory that were written when the last call was over; nothing touches it until the next. `None` before the
    /// first call, and where the kernel cannot tell.
    written: Option<Vec<Range<usize>>>,
}

/// What to call.
pub enum Entry {
    /// A command: `_start`, with these bytes on standard input; what it prints is the answer.
    Command {
        /// Standard input.
        stdin: Vec<u8>,
    },
    /// An export that takes a pointer and a length, after the bytes were copied to where `coldstart_alloc` says. It need not answer.
    Init {
        /// The export.
        export: &'static str,
        /// The bytes.
        payload: Vec<u8>,
    },
    /// The same, but the program must answer by `coldstart.respond` or `coldstart.fail`.
    Invoke {
        /// The export.
        export: &'static str,
        /// The bytes.
        payload: Vec<u8>,
    },
}

/// One call of an environment.
pub struct Call {
    /// What to call.
    pub entry: Entry,
    /// What `coldstart.context` gives.
    pub context: Vec<u8>,
    /// More environment variables, for a command.
    pub env: Vec<(String, String)>,
    /// Wall-clock limit.
    pub timeout: Duration,
    /// Where output goes. A full channel makes the guest wait.
    pub output: mpsc::Sender<OutputLine>,
    /// Who reads an answer while it comes, if the guest gives it in pieces; without a reader it is put together.
    pub answers: Option<mpsc::Sender<AnswerPart>>,
}

/// What came of making an environment.
pub enum Started {
    /// It is there.
    Ready {
        /// The environment.
        environment: Environment,
        /// What making it used.
        measured: Measured,
    },
    /// It is not.
    Failed {
        /// Why.
        outcome: Outcome,
        /// What was used until then.
        measured: Measured,
    },
}

/// A call that is over.
pub struct Ended {
    /// How.
    pub outcome: Outcome,
    /// What it used.
    pub measured: Measured,
    /// The environment, unless it is to be thrown away: only after an answer or a reported failure it is not. A command has to
    /// be rewound before it can be called again.
    pub environment: Option<Environment>,
}

impl Sandbox {
    /// Makes an environment: instance, start function, `_initialize`. Dropping the future ends the guest.
    pub async fn start(&self, image: &Image, settings: Settings) -> Started {
        if let Some(state) = image.state.as_ref().filter(|state| state.has_run()) {
            let Settings { limits, args, env, files, timeout, output } = settings;
            let wasi = Wasi::new(&limits, args, env, &files);
            let host = Host::new(&limits, wasi, output, Instant::now() + timeout);
            return self.go_on(image, state, host, (&limits, None)).await;
        }
        let (sandbox, image) = (self.clone(), image.clone());
        match self.spawn(async move { start(sandbox, image, settings).await }) {
            Some(task) => task
                .join()
                .await
                .unwrap_or_else(|error| Started::Failed { outcome: lost(&error), measured: Measured::default() }),
            None => Started::Failed { outcome: stopped(), measured: Measured::default() },
        }
    }
}

impl Environment {
    pub(crate) fn new(
        sandbox: Sandbox,
        image: Image,
        (instance, store): (Instance, Store<Host>),
        limits: &Limits,
        kept: Option<Arc<Kept>>,
    ) -> Environment {
        let (cpu_share_millis, memory_bytes) = (limits.cpu_share_millis, store.data().limiter.high_water());
        Environment {
            sandbox,
            image,
            store,
            instance,
            cpu_share_millis,
            memory_bytes,
            kept,
            is_new: true,
            written: None,
        }
    }

    /// An image whose environments begin where this one is now. Only for an image by [`Sandbox::base_image`]; the program must
    /// not have looked at what differs between environments (files, variables, clock, random bytes).
    ///
    /// # Errors
    /// When the image has no state, or the memory cannot be kept.
    pub fn capture(mut self) -> Result<Image, CaptureError> {
        let state = self.image.state.as_ref().ok_or(CaptureError::Stateless)?;
        let state = Arc::new(state.capture(&self.instance, &mut self.store)?);
        Ok(Image { pre: self.image.pre.clone(), state: Some(state) })
    }

    /// Keeps the state of now, which [`Environment::rewind`] goes back to. Programs whose state an image cannot hold have none that
    /// could be kept.
    #[must_use]
    pub fn keep(mut self) -> Environment {
        let kept =
            self.image.state.as_ref().map(|state| Kept::of(state, &self.instance, &mut self.store).map(Arc::new));
        self.kept =
            kept.and_then(|kept| kept.inspect_err(|error| tracing::error!(%error, "state cannot be kept")).ok());
        self
    }

    /// The environment as it was when its state was kept: nothing of what ran since is left. `None` when none was kept, or it cannot
    /// be had again.
    pub async fn rewind(self) -> Option<Environment> {
        let sandbox = self.sandbox.clone();
        let task = sandbox.spawn(self.go_back())?;
        task.join().await.ok().flatten()
    }

    /// What it may hold of this machine's memory while it waits: linear memory, files below `/tmp`, and the kept state.
    #[must_use]
    pub fn held_bytes(&self) -> u64 {
        let kept = self.kept.as_ref().map_or(0, |kept| kept.bytes());
        self.memory_bytes + self.store.data().wasi.file_bytes() + kept
    }

    async fn go_back(self) -> Option<Environment> {
        let Environment { sandbox, image, store, instance, cpu_share_millis, kept, written, is_new, memory_bytes: _ } =
            self;
        let (kept, state) = (kept?, image.state.clone()?);
        let restored = kept.restore(&image, &state, (instance, store), written).await;
        let (instance, store) =
            restored.inspect_err(|error| tracing::error!(%error, "kept state cannot be restored")).ok()?;
        let memory_bytes = store.data().limiter.high_water();
        let kept = Some(kept);
        let written = None;
        Some(Environment { sandbox, image, store, instance, cpu_share_millis, memory_bytes, kept, is_new, written })
    }

    /// Calls it. Dropping the future ends the guest.
    pub async fn call(self, call: Call) -> Ended {
        let sandbox = self.sandbox.clone();
        let task = sandbox.spawn(self.run(call));
        let failed = |outcome| Ended { outcome, measured: Measured::default(), environment: None };
        match task {
            Some(task) => task.join().await.unwrap_or_else(|error| failed(lost(&error))),
            None => failed(stopped()),
        }
    }

    async fn run(mut self, call: Call) -> Ended {
        let _running = self.sandbox.running();
        let share = match call.entry {
            Entry::Init { .. } => INIT_SHARE_MILLIS,
            Entry::Command { .. } | Entry::Invoke { .. } => self.cpu_share_millis,
        };
        let Call { entry, context, env, timeout, output, answers } = call;
        let stdout = if matches!(entry, Entry::Command { .. }) { StdoutUse::Answer } else { StdoutUse::Log };
        let must_answer = matches!(entry, Entry::Invoke { .. });
        self.store.data_mut().begin(context, env, (output, answers), stdout, Instant::now() + timeout);
        let (instance, store) = (self.instance, &mut self.store);
        let (result, measured) = limited(share, timeout, enter(instance, store, entry)).await;
        self.store.data_mut().flush().await;
        self.written = self.written_pages();
        if let (Some(state), Some(written), true) = (&self.image.state, &self.written, self.is_new) {
            state.memory.learn(written);
        }
        self.is_new = false;
        let measured = Measured {
            memory_bytes: self.store.data().limiter.high_water(),
            dirty_pages: self.written.as_deref().map(crate::pagemap::count),
            ..measured
        };
        self.memory_bytes = measured.memory_bytes;
        let outcome = self.outcome(result, must_answer);
        let reusable = matches!(outcome, Outcome::Returned(_) | Outcome::Failed(_));
        self.store.data_mut().end();
        Ended { outcome, measured, environment: reusable.then_some(self) }
    }

    fn written_pages(&mut self) -> Option<Vec<Range<usize>>> {
        let memory = self.instance.get_memory(&mut self.store, "memory")?;
        crate::pagemap::written(memory.data(&self.store))
    }

    fn outcome(&mut self, result: Option<wasmtime::Result<()>>, must_answer: bool) -> Outcome {
        let host = self.store.data_mut();
        let streamed = host.stream.end();
        // Who answered in pieces has said all of it already.
        let answer = host.answer.take().map(|answer| streamed.unwrap_or(answer));
        match (result, host.failure.take()) {
            (None, _) => Outcome::TimedOut,
            (Some(Ok(())), Some(failure)) => Outcome::Failed(failure),
            (Some(Ok(())), None) => match answer {
                Some(bytes) => Outcome::Returned(bytes),
                None if must_answer => Outcome::Exited { code: 0 },
                None => Outcome::Returned(Vec::new()),
            },
            (Some(Err(error)), _) => match error.downcast_ref::<Stop>() {
                Some(Stop::Exit(0)) if host.stdout == StdoutUse::Answer => {
                    Outcome::Returned(answer.unwrap_or_default())
                }
                _ => stop_outcome(&error),
            },
        }
    }
}

/// A store for an instance of `image`, under the limits that its host has.
pub(crate) fn store_of(image: &Image, host: Host) -> Store<Host> {
    let mut store = Store::new(image.pre.module().engine(), host);
    store.limiter(|host| &mut host.limiter);
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(|context| {
        if Instant::now() >= context.data().deadline {
            return Err(Stop::Deadline.into());
        }
        Ok(UpdateDeadline::Yield(1))
    });
    store
}

async fn start(sandbox: Sandbox, image: Image, settings: Settings) -> Started {
    let _running = sandbox.running();
    let Settings { limits, args, env, files, timeout, output } = settings;
    let deadline = Instant::now() + timeout;
    let wasi = Wasi::new(&limits, args, env, &files);
    let mut store = store_of(&image, Host::new(&limits, wasi, output, deadline));
    let (result, measured) = limited(INIT_SHARE_MILLIS, timeout, instantiate(&image, &mut store)).await;
    store.data_mut().flush().await;
    let measured = Measured { memory_bytes: store.data().limiter.high_water(), ..measured };
    match result {
        Some(Ok(instance)) => {
            store.data_mut().end();
            let environment = Environment::new(sandbox, image, (instance, store), &limits, None);
            Started::Ready { environment, measured }
        }
        Some(Err(error)) => Started::Failed { outcome: stop_outcome(&error), measured },
        None => Started::Failed { outcome: Outcome::TimedOut, measured },
    }
}

/// Runs guest code under its share and its time; `None` is a timeout.
async fn limited<T>(
    share_millis: u32,
    timeout: Duration,
    guest: impl Future<Output = wasmtime::Result<T>> + Send,
) -> (Option<wasmtime::Result<T>>, Measured) {
    let begun = Instant::now();
    let mut metered = Metered::new(share_millis, guest);
    let result = tokio::time::timeout_at((begun + timeout).into(), &mut metered).await;
    let (cpu, throttled) = metered.usage();
    let measured = Measured { duration: begun.elapsed(), cpu, throttled, ..Measured::default() };
    let deadline = |result: &wasmtime::Result<T>| matches!(result, Err(error) if matches!(error.downcast_ref(), Some(Stop::Deadline)));
    (result.ok().filter(|result| !deadline(result)), measured)
}

async fn instantiate(image: &Image, store: &mut Store<Host>) -> wasmtime::Result<Instance> {
    let instance = match &image.state {
        Some(state) => state.restore(image, store).await?,
        None => image.pre.instantiate_async(&mut *store).await?,
    };
    if let Some(initialize) = instance.get_func(&mut *store, "_initialize") {
        initialize.typed::<(), ()>(&mut *store)?.call_async(&mut *store, ()).await?;
    }
    Ok(instance)
}

async fn enter(instance: Instance, store: &mut Store<Host>, entry: Entry) -> wasmtime::Result<()> {
    match entry {
        Entry::Command { stdin } => {
            store.data_mut().stdin = stdin.into();
            instance.get_typed_func::<(), ()>(&mut *store, "_start")?.call_async(&mut *store, ()).await
        }
        Entry::Init { export, payload } | Entry::Invoke { export, payload } => {
            let length = u32::try_from(payload.len())?;
            let alloc = instance.get_typed_func::<u32, u32>(&mut *store, "coldstart_alloc")?;
            let pointer = alloc.call_async(&mut *store, length).await?;
            let Some(memory) = instance.get_memory(&mut *store, "memory") else {
                wasmtime::bail!("module does not export `memory`");
            };
            memory.write(&mut *store, pointer as usize, &payload)?;
            drop(payload);
            let entry = instance.get_typed_func::<(u32, u32), ()>(&mut *store, export)?;
            entry.call_async(&mut *store, (pointer, length)).await
        }
    }
}

pub(crate) fn stop_outcome(error: &wasmtime::Error) -> Outcome {
    match error.downcast_ref::<Stop>() {
        Some(Stop::Exit(code)) => Outcome::Exited { code: *code },
        Some(Stop::OutOfMemory) => Outcome::OutOfMemory,
        Some(Stop::ResponseTooLarge { bytes }) => Outcome::ResponseTooLarge { bytes: *bytes },
        Some(Stop::Deadline) => Outcome::TimedOut,
        None => Outcome::Trapped { message: trap_message(error) },
    }
}

/// The reason, then the guest's call stack by function name.
fn trap_message(error: &wasmtime::Error) -> String {
    let mut message = match error.downcast_ref::<wasmtime::Trap>() {
        Some(trap) => trap.to_string(),
        None => error.root_cause().to_string(),
    };
    let frames = error.downcast_ref::<wasmtime::WasmBacktrace>().map_or(&[][..], |trace| trace.frames());
    for frame in frames.iter().take(TRAP_FRAMES_MAX) {
        let name = frame.func_name().map_or_else(|| format!("function {}", frame.func_index()), str::to_owned);
        message.push_str("\n    at ");
        message.push_str(&name);
    }
    message
}

/// A guest task that ended without a result: its code panicked, or the sandbox is being shut down.
fn lost(error: &tokio::task::JoinError) -> Outcome {
    tracing::error!(%error, "guest task is lost");
    Outcome::Trapped { message: "the sandbox lost this environment".to_owned() }
}

fn stopped() -> Outcome {
    Outcome::Trapped { message: "the sandbox is shut down".to_owned() }
}
