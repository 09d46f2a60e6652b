//! The state of a program at one moment, and environments that begin with it.
//!
//! State is one linear memory and the mutable globals: modules that have more (other tables' contents, imported state, a start
//! function) are refused when they are stripped. Descriptors, files and the clock belong to the host and are new in each
//! environment, so a program that is captured must not have looked at them.

use std::io;
use std::sync::Arc;

use wasmtime::{Instance, Store, Val};

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
}

impl State {
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
        let memory = instance.get_memory(&mut *store, "memory").ok_or(CaptureError::Stateless)?;
        let memory = MemoryImage::of(memory.data(&*store)).map_err(CaptureError::Memory)?;
        let values = self.globals_of(instance, store).map_err(|_missing| CaptureError::Stateless)?;
        Ok(State { memory: Arc::new(memory), globals: self.globals, values: Some(values) })
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
