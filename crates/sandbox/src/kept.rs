//! The state that an environment goes back to after a run, so that each run is clean and none pays for INIT again.
//!
//! It is what INIT left: the pages that differ from the image, the globals, files and descriptors. Memory cannot shrink, so an
//! environment whose memory has grown since is made anew and brought to the kept state; others go back in place.

use std::ops::Range;

use wasmtime::{Instance, Store, Val};

use crate::delta::Delta;
use crate::host::Host;
use crate::image::Image;
use crate::snapshot::{State, set_globals};
use crate::wasi::Wasi;

/// What was kept.
pub(crate) struct Kept {
    delta: Delta,
    memory_bytes: usize,
    globals: Vec<Val>,
    wasi: Wasi,
}

impl Kept {
    /// The state of an instance that was made from `state`.
    pub(crate) fn of(state: &State, instance: &Instance, store: &mut Store<Host>) -> wasmtime::Result<Kept> {
        let memory = memory_of(instance, store)?;
        let bytes = memory.data(&*store);
        let (delta, memory_bytes) = (Delta::of(bytes, state.memory.content()), bytes.len());
        let globals = state.globals_of(instance, store)?;
        Ok(Kept { delta, memory_bytes, globals, wasi: store.data().wasi.clone() })
    }

    /// The state of an instance whose memory is all in its image.
    pub(crate) fn all_in_image(memory_bytes: usize, globals: Vec<Val>, wasi: Wasi) -> Kept {
        Kept { delta: Delta::none(), memory_bytes, globals, wasi }
    }

    /// Its files and descriptors.
    pub(crate) fn wasi(&self) -> &Wasi {
        &self.wasi
    }

    /// What it holds beside the instance.
    pub(crate) fn bytes(&self) -> u64 {
        self.delta.bytes() as u64 + self.wasi.file_bytes()
    }

    /// Brings the instance back to it, or makes one that is there. `written` is for [`Delta::put_back`].
    pub(crate) async fn restore(
        &self,
        image: &Image,
        state: &State,
        (instance, mut store): (Instance, Store<Host>),
        written: Option<Vec<Range<usize>>>,
    ) -> wasmtime::Result<(Instance, Store<Host>)> {
        store.data_mut().rewind(self.wasi.clone(), self.memory_bytes as u64);
        let memory = memory_of(&instance, &mut store)?;
        if memory.data_size(&store) == self.memory_bytes {
            self.delta.put_back(memory.data_mut(&mut store), state.memory.content(), written);
            set_globals(&instance, &mut store, &self.globals)?;
            return Ok((instance, store));
        }
        let mut store = crate::environment::store_of(image, store.into_data());
        let instance = state.restore(image, &mut store).await?;
        let memory = memory_of(&instance, &mut store)?;
        let missing = self.memory_bytes.saturating_sub(memory.data_size(&store)) / crate::strip::PAGE_BYTES;
        if missing > 0 {
            memory.grow_async(&mut store, missing as u64).await?;
        }
        self.delta.write(memory.data_mut(&mut store));
        set_globals(&instance, &mut store, &self.globals)?;
        Ok((instance, store))
    }
}

fn memory_of(instance: &Instance, store: &mut Store<Host>) -> wasmtime::Result<wasmtime::Memory> {
    let memory = instance.get_memory(&mut *store, "memory");
    memory.ok_or_else(|| wasmtime::format_err!("module does not export `memory`"))
}
