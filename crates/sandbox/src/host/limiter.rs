use wasmtime::ResourceLimiter;

use super::Stop;
use crate::config::{Limits, WhenFull};

/// Elements of all tables together: a table lives in the host's memory.
const TABLE_ELEMENTS_MAX: usize = 200_000;

/// Holds a guest to its memory and remembers the most it has had.
pub(crate) struct Limiter {
    memory_max: u64,
    when_full: WhenFull,
    high_water: u64,
}

impl Limiter {
    pub(crate) fn new(limits: &Limits) -> Limiter {
        Limiter { memory_max: limits.memory_bytes, when_full: limits.when_full, high_water: 0 }
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
    fn memory_growing(&mut self, _current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        if desired as u64 > self.memory_max {
            return match self.when_full {
                WhenFull::End => Err(Stop::OutOfMemory.into()),
                WhenFull::Refuse => Ok(false),
            };
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
