//! The bill of many runs alike in one month, with volume prices and, where wanted, the free tier.

use crate::money::Usd;
use crate::price::{
    FREE_COMPUTE_PER_MONTH, FREE_REQUESTS_PER_MONTH, REQUEST_PRICE, TMP_PRICE, TierCharge, charge_by_tier,
};
use crate::quantity::GbSeconds;
use crate::run::{Environment, RunBill};

/// «A million of these».
pub const MILLION: u32 = 1_000_000;

/// Whether the month's free requests and compute are taken off first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FreeTier {
    /// They are used up by something else.
    UsedUp,
    /// All of them are there.
    Whole,
}

/// A month in which one run was repeated, with every value on the way to its total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManyBill {
    /// How many runs.
    pub count: u32,
    /// Their compute.
    pub compute: GbSeconds,
    /// What of it is free.
    pub free_compute: GbSeconds,
    /// The rest by tier: the free tier comes first, volume prices count what is paid.
    pub tiers: Vec<TierCharge>,
    /// The sum of the tiers.
    pub compute_cost: Usd,
    /// `/tmp` above 512 MB.
    pub tmp_cost: Usd,
    /// Requests.
    pub requests: u64,
    /// What of them is free.
    pub free_requests: u64,
    /// The rest × price.
    pub request_cost: Usd,
    /// Compute, `/tmp` and requests.
    pub total: Usd,
}

impl RunBill {
    /// The month with `count` runs like this one, cold start included where this one had it.
    #[must_use]
    pub fn many(&self, count: u32, free_tier: FreeTier) -> ManyBill {
        let compute = self.compute.times(count);
        let requests = self.requests * u64::from(count);
        let (free_compute, free_requests) = match free_tier {
            FreeTier::UsedUp => (GbSeconds::ZERO, 0),
            FreeTier::Whole => {
                // The free compute is not for provisioned concurrency.
                let free = match self.usage.environment {
                    Environment::OnDemand => compute.min(FREE_COMPUTE_PER_MONTH),
                    Environment::Provisioned => GbSeconds::ZERO,
                };
                (free, requests.min(FREE_REQUESTS_PER_MONTH))
            }
        };
        let tiers = match self.usage.environment {
            Environment::OnDemand => charge_by_tier(self.usage.architecture, compute.beyond(free_compute)),
            Environment::Provisioned => {
                let price = self.compute_price;
                vec![TierCharge { quantity: compute, price, cost: price.per_gb_second(compute) }]
            }
        };
        let compute_cost = tiers.iter().map(|t| t.cost).sum();
        let tmp_cost = TMP_PRICE.per_gb_second(self.tmp.times(count));
        let request_cost = REQUEST_PRICE.each(requests - free_requests);
        let total = compute_cost + tmp_cost + request_cost;
        ManyBill {
            count,
            compute,
            free_compute,
            tiers,
            compute_cost,
            tmp_cost,
            requests,
            free_requests,
            request_cost,
            total,
        }
    }
}
