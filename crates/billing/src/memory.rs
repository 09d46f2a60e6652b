//! What a memory size means: its price and its share of a CPU, for the slider.

use crate::architecture::Architecture;
use crate::money::Usd;
use crate::price::first_price;
use crate::quantity::{BilledMillis, GbSeconds};

/// Memory that comes with one whole vCPU.
pub const MEMORY_MIB_PER_VCPU: u32 = 1_769;
/// Most that a function gets, in thousandths of a vCPU.
pub const VCPU_MILLIS_MAX: u32 = 6_000;

/// What keeping a function of some size running costs, requests apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryPrice {
    /// For 100 ms.
    pub per_100_ms: Usd,
    /// For a second.
    pub per_second: Usd,
}

/// The price of a memory size.
#[must_use]
pub fn price_of_memory(architecture: Architecture, memory_mib: u32) -> MemoryPrice {
    let cost = |ms| first_price(architecture).per_gb_second(GbSeconds::of(memory_mib, BilledMillis::whole(ms)));
    MemoryPrice { per_100_ms: cost(100), per_second: cost(1_000) }
}

/// The share of a vCPU in thousandths, to the nearest: 128 MB have 72, 1,769 MB have 1,000, 10,240 MB have 5,789.
#[must_use]
pub fn vcpu_share_millis(memory_mib: u32) -> u32 {
    let millis = (u64::from(memory_mib) * 1_000 + u64::from(MEMORY_MIB_PER_VCPU / 2)) / u64::from(MEMORY_MIB_PER_VCPU);
    u32::try_from(millis).map_or(VCPU_MILLIS_MAX, |millis| millis.min(VCPU_MILLIS_MAX))
}
