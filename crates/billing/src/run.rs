//! The bill of one run.

use crate::architecture::Architecture;
use crate::money::{UnitPrice, Usd};
use crate::price::{REQUEST_PRICE, TMP_PRICE, first_price, provisioned_run_price};
use crate::price_book::PriceBook;
use crate::quantity::{BilledMillis, GbSeconds, MemoryMib, Micros, TmpMib};

/// An asynchronous event up to this size is one request.
pub const ASYNC_FIRST_CHUNK_BYTES: u32 = 256 * 1_024;
/// Each further piece of this size, whole or begun, is one request more.
pub const ASYNC_NEXT_CHUNK_BYTES: u32 = 64 * 1_024;

/// How the function was asked to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// The caller waited: one request, whatever its size.
    Synchronous,
    /// The event was queued: its size counts.
    Asynchronous {
        /// Size of the event.
        event_bytes: u32,
    },
}

impl Request {
    /// As how many requests it is billed.
    #[must_use]
    pub fn billed(self) -> u64 {
        match self {
            Self::Synchronous => 1,
            Self::Asynchronous { event_bytes } => {
                let further = event_bytes.saturating_sub(ASYNC_FIRST_CHUNK_BYTES).div_ceil(ASYNC_NEXT_CHUNK_BYTES);
                1 + u64::from(further)
            }
        }
    }
}

/// What kind of environment a run had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// One that was made for a run.
    OnDemand,
    /// One that provisioned concurrency keeps ready: keeping it is paid for already, so the run is cheaper.
    Provisioned,
}

/// What a run used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunUsage {
    /// The price list.
    pub architecture: Architecture,
    /// Configured memory, not what was used of it.
    pub memory: MemoryMib,
    /// Configured `/tmp`.
    pub tmp: TmpMib,
    /// The handler's measured time.
    pub duration: Micros,
    /// INIT's measured time, only on a cold start.
    pub init: Option<Micros>,
    /// RESTORE's measured time, only on a cold start from an image.
    pub restore: Option<Micros>,
    /// Where it ran.
    pub environment: Environment,
    /// How it was asked for.
    pub request: Request,
}

/// A run's bill with every value on the way to it. Free tier and volume prices belong to a month: see [`crate::many`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunBill {
    /// The rule.
    pub book: PriceBook,
    /// What it was applied to.
    pub usage: RunUsage,
    /// Billed Duration.
    pub billed: BilledMillis,
    /// What of it the cold start added: nothing where INIT is free or the environment was warm.
    pub billed_for_init: BilledMillis,
    /// Memory × Billed Duration.
    pub compute: GbSeconds,
    /// Per GB-s of compute.
    pub compute_price: UnitPrice,
    /// Compute × price.
    pub compute_cost: Usd,
    /// `/tmp` above 512 MB × Billed Duration.
    pub tmp: GbSeconds,
    /// That × its price.
    pub tmp_cost: Usd,
    /// As how many requests the run counts.
    pub requests: u64,
    /// Requests × price.
    pub request_cost: Usd,
    /// What the cold start added to compute and `/tmp`; contained in `total`.
    pub cold_start_cost: Usd,
    /// Compute, `/tmp` and requests.
    pub total: Usd,
}

impl RunBill {
    /// The total in billionths of a dollar, rounded half up.
    #[must_use]
    pub fn charge_nanousd(&self) -> u64 {
        // The dearest run there can be costs under $100, see `quantity`.
        u64::try_from(self.total.nanos()).unwrap_or(u64::MAX)
    }
}

/// Bills one run under `book`.
#[must_use]
pub fn bill_run(book: &PriceBook, usage: &RunUsage) -> RunBill {
    let RunUsage { architecture, memory, tmp, duration, init, restore, environment, request } = *usage;
    let billed = book.billed(duration, init, restore);
    let billed_for_init = billed.beyond(book.billed(duration, None, None));
    let compute_price = match environment {
        Environment::OnDemand => first_price(architecture),
        Environment::Provisioned => provisioned_run_price(architecture),
    };
    let compute_cost = |time| compute_price.per_gb_second(GbSeconds::of(memory.get(), time));
    let tmp_cost = |time| TMP_PRICE.per_gb_second(GbSeconds::of(tmp.charged_mib(), time));
    let requests = request.billed();
    let request_cost = REQUEST_PRICE.each(requests);
    RunBill {
        book: *book,
        usage: *usage,
        billed,
        billed_for_init,
        compute: GbSeconds::of(memory.get(), billed),
        compute_price,
        compute_cost: compute_cost(billed),
        tmp: GbSeconds::of(tmp.charged_mib(), billed),
        tmp_cost: tmp_cost(billed),
        requests,
        request_cost,
        cold_start_cost: compute_cost(billed_for_init) + tmp_cost(billed_for_init),
        total: compute_cost(billed) + tmp_cost(billed) + request_cost,
    }
}
