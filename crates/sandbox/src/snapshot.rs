//! The state of a program at one moment, and environments that begin with it.
//!
//! State is one linear memory and the mutable globals: modules that have more (other tables' contents, imported state, a start
//! function) are refused when they are stripped. Descriptors, files and the clock belong to the host. They are new in each
//! environment of a base image, so a program that is captured must not have looked at them; a frozen image ([`crate::frozen`]) has
//! them too.

use std::io;
use std::sync::Arc;

use wasmtime::{Instance, Store, Val};

use crate::frozen::Frozen;
use crate::host::Host;
use crate::image::Image;
use crate::mapping::{MemoryImage, with_image};
use crate::strip::{GLOBAL, PAGE_BYTES};

/// What an environment of an image begins with.
pub(crate) struct State {
    pub(crate) memory: Arc<MemoryImage>,
    /// How many the module has.
    pub(crate) globals: u32,
    /// Their values; nothing for a program that has not run yet.
    pub(crate) values: Option<Vec<Val>>,
    /// What else its environments begin with; nothing for a base image.
    pub(crate) frozen: Option<Frozen>,
}

/// The state of an environment cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// Its image holds no state.
    #[error("environment was not made from an image with state")]
    Stateless,
    /// The memory cannot be kept.
    #[error("memory image cannot be made")]
    Memory(#[source] io::Error),
    /// It would hold too much of this machine's memory.
    #[error("image would be {bytes} bytes, the limit is {limit}")]
    TooLarge {
        /// How much.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
}

impl State {
    pub(crate) fn new(memory: MemoryImage, globals: u32, values: Option<Vec<Val>>) -> State {
        State { memory: Arc::new(memory), globals, values, frozen: None }
    }

    /// Whether the program was initialized before it was captured.
    pub(crate) fn has_run(&self) -> bool {
        self.values.is_some()
    }

    /// Makes an instance and brings it to this state.
    pub(crate) async fn restore(&self, image: &Image, store: &mut Store<Host>) -> wasmtime::Result<Instance> {
        let instance = with_image(Arc::clone(&self.memory), image.pre.instantiate_async(&mut *store)).await?;
        let Some(memory) = instance.get_memory(&mut *store, "memory") else {
            wasmtime::bail!("module does not export `memory`");
        };
        let missing = self.memory.bytes().saturating_sub(memory.data_size(&*store)) / PAGE_BYTES;
        if missing > 0 {
            memory.grow_async(&mut *store, missing as u64).await?;
        }
        set_globals(&instance, store, self.values.as_deref().unwrap_or_default())?;
        Ok(instance)
    }

    /// The mutable globals of an instance of this program.
    pub(crate) fn globals_of(&self, instance: &Instance, store: &mut Store<Host>) -> wasmtime::Result<Vec<Val>> {
        (0..self.globals as usize).map(|index| Ok(global(instance, store, index)?.get(&mut *store))).collect()
    }

    /// The state of an instance that was made from this one.
    pub(crate) fn capture(&self, instance: &Instance, store: &mut Store<Host>) -> Result<State, CaptureError> {
        let (memory, values) = self.content_of(instance, store)?;
        Ok(State::new(memory, self.globals, Some(values)))
    }

    /// The same of a whole environment.
    pub(crate) fn freeze(
        &self,
        instance: &Instance,
        store: &mut Store<Host>,
        frozen: impl FnOnce(&[Val], &Host) -> Frozen,
    ) -> Result<State, CaptureError> {
        let (memory, values) = self.content_of(instance, store)?;
        let frozen = Some(frozen(&values, store.data()));
        Ok(State { frozen, ..State::new(memory.keep_left(), self.globals, Some(values)) })
    }

    fn content_of(
        &self,
        instance: &Instance,
        store: &mut Store<Host>,
    ) -> Result<(MemoryImage, Vec<Val>), CaptureError> {
        let memory = instance.get_memory(&mut *store, "memory").ok_or(CaptureError::Stateless)?;
        let memory = MemoryImage::of(memory.data(&*store)).map_err(CaptureError::Memory)?;
        let values = self.globals_of(instance, store).map_err(|_missing| CaptureError::Stateless)?;
        Ok((memory, values))
    }
}

pub(crate) fn set_globals(instance: &Instance, store: &mut Store<Host>, values: &[Val]) -> wasmtime::Result<()> {
    for (index, value) in values.iter().enumerate() {
        global(instance, store, index)?.set(&mut *store, *value)?;
    }
    Ok(())
}

fn global(instance: &Instance, store: &mut Store<Host>, index: usize) -> wasmtime::Result<wasmtime::Global> {
    let found = instance.get_global(&mut *store, &format!("{GLOBAL}{index}"));
    found.ok_or_else(|| wasmtime::format_err!("module does not export global {index}"))
}
