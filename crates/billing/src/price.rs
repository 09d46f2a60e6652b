//! The prices of AWS in us-east-1, November 2026, and what is free.

use crate::architecture::Architecture;
use crate::money::{UnitPrice, Usd};
use crate::quantity::GbSeconds;

/// One request: $0.20 per million.
pub const REQUEST_PRICE: UnitPrice = UnitPrice::new(2_000);
/// A GB-s of `/tmp` above 512 MB, on either architecture.
pub const TMP_PRICE: UnitPrice = UnitPrice::new(309);
/// Requests that are free each month.
pub const FREE_REQUESTS_PER_MONTH: u64 = 1_000_000;
/// Compute that is free each month, on either architecture.
pub const FREE_COMPUTE_PER_MONTH: GbSeconds = GbSeconds::whole(400_000);

/// A price that holds from a monthly amount on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    /// Where it begins; the next tier's beginning ends it.
    pub from: GbSeconds,
    /// Per GB-s.
    pub price: UnitPrice,
}

const fn tier(from_gb_seconds: u64, ten_billionths: u32) -> Tier {
    Tier { from: GbSeconds::whole(from_gb_seconds), price: UnitPrice::new(ten_billionths) }
}

/// To 6 billion, the next 9 billion, beyond.
const X86_64_TIERS: [Tier; 3] = [tier(0, 166_667), tier(6_000_000_000, 150_000), tier(15_000_000_000, 133_334)];
/// To 7.5 billion, the next 11.25 billion, beyond.
const ARM64_TIERS: [Tier; 3] = [tier(0, 133_334), tier(7_500_000_000, 120_001), tier(18_750_000_000, 106_667)];

/// The compute prices, from the first GB-s of a month on.
#[must_use]
pub fn tiers(architecture: Architecture) -> &'static [Tier; 3] {
    match architecture {
        Architecture::X86_64 => &X86_64_TIERS,
        Architecture::Arm64 => &ARM64_TIERS,
    }
}

/// The price of a month's first GB-s, which is the price of a single run.
#[must_use]
pub fn first_price(architecture: Architecture) -> UnitPrice {
    let [first, ..] = tiers(architecture);
    first.price
}

/// A GB-s of memory that provisioned concurrency keeps ready, whether it is used or not.
#[must_use]
pub fn provisioned_kept_price(architecture: Architecture) -> UnitPrice {
    match architecture {
        Architecture::X86_64 => UnitPrice::new(41_667),
        Architecture::Arm64 => UnitPrice::new(33_334),
    }
}

/// A GB-s of a run in an environment that provisioned concurrency kept ready; there is no volume price.
#[must_use]
pub fn provisioned_run_price(architecture: Architecture) -> UnitPrice {
    match architecture {
        Architecture::X86_64 => UnitPrice::new(97_222),
        Architecture::Arm64 => UnitPrice::new(77_778),
    }
}

/// The part of a month's compute that falls into one tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TierCharge {
    /// How much of it.
    pub quantity: GbSeconds,
    /// The tier's price.
    pub price: UnitPrice,
    /// Both multiplied.
    pub cost: Usd,
}

/// Spreads `quantity` over the tiers, the cheapest last; tiers that get nothing are left out.
#[must_use]
pub fn charge_by_tier(architecture: Architecture, quantity: GbSeconds) -> Vec<TierCharge> {
    let tiers = tiers(architecture);
    let ends = tiers.iter().skip(1).map(|next| next.from).chain([quantity]);
    tiers
        .iter()
        .zip(ends)
        .map(|(tier, end)| (end.min(quantity).beyond(tier.from), tier.price))
        .filter(|(quantity, _)| *quantity > GbSeconds::ZERO)
        .map(|(quantity, price)| TierCharge { quantity, price, cost: price.per_gb_second(quantity) })
        .collect()
}
