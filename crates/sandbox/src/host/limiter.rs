use wasmtime::ResourceLimiter;

use super::Stop;

/// Elements of all tables together: a table lives in the host's memory.
const TABLE_ELEMENTS_MAX: usize = 200_000;

/// Holds a guest to its memory and remembers the most it has had.
pub(crate) struct Limiter {
    memory_max: u64,
    high_water: u64,
}

impl Limiter {
    pub(crate) fn new(memory_max: u64) -> Limiter {
        Limiter { memory_max, high_water: 0 }
    }

    pub(crate) fn high_water(&self) -> u64 {
        self.high_water
    }

    /// The memory has `bytes` again.
    pub(crate) fn restart(&mut self, bytes: u64) {
        self.high_water = bytes;
    }
}

impl ResourceLimiter for Limiter {
    /// Wanting more than the limit ends the guest, as the kernel ends a process on AWS: a program that could go on would
    /// behave differently here and there.
    fn memory_growing(&mut self, _current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        if desired as u64 > self.memory_max {
            return Err(Stop::OutOfMemory.into());
        }
        self.high_water = self.high_water.max(desired as u64);
        Ok(true)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= TABLE_ELEMENTS_MAX)
    }

    fn instances(&self) -> usize {
        1
    }

    fn tables(&self) -> usize {
        4
    }

    fn memories(&self) -> usize {
        1
    }
}
