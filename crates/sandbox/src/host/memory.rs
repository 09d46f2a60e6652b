use wasmtime::{Caller, Extern, Memory};

use super::Host;
use super::output::event_cut;

/// A guest's linear memory during a host call. Every pointer and length that a guest gives goes through here and is checked.
pub(crate) struct Guest<'a, 'b> {
    caller: &'a mut Caller<'b, Host>,
    memory: Memory,
}

/// A pointer, a length or both lead out of the guest's memory.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("pointer {pointer:#x} with length {length} is outside of the memory")]
pub(crate) struct OutOfBounds {
    pointer: u32,
    length: u32,
}

/// The module calls the host without exporting a memory.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("module does not export `memory`")]
pub(crate) struct NoMemory;

impl<'a, 'b> Guest<'a, 'b> {
    pub(crate) fn of(caller: &'a mut Caller<'b, Host>) -> Result<Guest<'a, 'b>, NoMemory> {
        let Some(Extern::Memory(memory)) = caller.get_export("memory") else { return Err(NoMemory) };
        Ok(Guest { caller, memory })
    }

    pub(crate) fn host(&mut self) -> &mut Host {
        self.caller.data_mut()
    }

    /// The bytes, and the host's state beside them.
    pub(crate) fn bytes(&mut self, pointer: u32, length: u32) -> Result<(&mut [u8], &mut Host), OutOfBounds> {
        let (memory, host) = self.memory.data_and_store_mut(&mut *self.caller);
        let start = pointer as usize;
        let end = start.checked_add(length as usize);
        let bytes = end.and_then(|end| memory.get_mut(start..end));
        Ok((bytes.ok_or(OutOfBounds { pointer, length })?, host))
    }

    pub(crate) fn read(&mut self, pointer: u32, length: u32) -> Result<Vec<u8>, OutOfBounds> {
        Ok(self.bytes(pointer, length)?.0.to_vec())
    }

    pub(crate) fn text(&mut self, pointer: u32, length: u32) -> Result<String, OutOfBounds> {
        Ok(String::from_utf8_lossy(self.bytes(pointer, length)?.0).into_owned())
    }

    /// As much of a text as one log event may hold.
    pub(crate) fn log_piece(&mut self, pointer: u32, length: u32) -> Result<Vec<u8>, OutOfBounds> {
        let bytes = self.bytes(pointer, length)?.0;
        Ok(bytes[..event_cut(bytes)].to_vec())
    }

    pub(crate) fn write(&mut self, pointer: u32, bytes: &[u8]) -> Result<(), OutOfBounds> {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.bytes(pointer, length)?.0.copy_from_slice(bytes);
        Ok(())
    }

    pub(crate) fn write_u32(&mut self, pointer: u32, value: u32) -> Result<(), OutOfBounds> {
        self.write(pointer, &value.to_le_bytes())
    }

    pub(crate) fn write_u64(&mut self, pointer: u32, value: u64) -> Result<(), OutOfBounds> {
        self.write(pointer, &value.to_le_bytes())
    }

    pub(crate) fn read_u32(&mut self, pointer: u32) -> Result<u32, OutOfBounds> {
        let mut value = [0; 4];
        value.copy_from_slice(self.bytes(pointer, 4)?.0);
        Ok(u32::from_le_bytes(value))
    }
}
