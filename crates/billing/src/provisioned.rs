//! What provisioned concurrency costs while it is kept, used or not.

use crate::architecture::Architecture;
use crate::money::{UnitPrice, Usd};
use crate::price::provisioned_kept_price;
use crate::quantity::{BilledMillis, GbSeconds, MemoryMib};

/// Kept time is rounded up to this.
pub const KEPT_GRANULARITY_S: u64 = 5 * 60;
/// Kept time that is counted at most: ten years, so that no product overflows.
const KEPT_S_MAX: u64 = 10 * 366 * 24 * 3_600;

/// Environments of one size that were kept ready for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The price list.
    pub architecture: Architecture,
    /// Memory of each.
    pub memory: MemoryMib,
    /// How many.
    pub environments: u32,
    /// For so many seconds.
    pub seconds: u64,
}

/// The bill of [`Kept`] with every value on the way to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptBill {
    /// The time that is billed, in seconds.
    pub billed_s: u64,
    /// Memory × environments × time.
    pub quantity: GbSeconds,
    /// Per GB-s.
    pub price: UnitPrice,
    /// Both multiplied.
    pub cost: Usd,
}

/// Bills what was kept: begun five minutes are whole ones, and the first begin at once.
#[must_use]
pub fn bill_kept(kept: &Kept) -> KeptBill {
    let Kept { architecture, memory, environments, seconds } = *kept;
    let billed_s = seconds.min(KEPT_S_MAX).div_ceil(KEPT_GRANULARITY_S).max(1) * KEPT_GRANULARITY_S;
    let quantity = GbSeconds::of(memory.get(), BilledMillis::whole(billed_s * 1_000)).times(environments);
    let price = provisioned_kept_price(architecture);
    KeptBill { billed_s, quantity, price, cost: price.per_gb_second(quantity) }
}
