//! The arithmetic of a bill with its numbers filled in, line by line, for the screen.

use crate::format::grouped;
use crate::many::{FreeTier, MILLION, ManyBill};
use crate::money::Usd;
use crate::price::{REQUEST_PRICE, TMP_PRICE};
use crate::quantity::TMP_MIB_RANGE;
use crate::run::{ASYNC_FIRST_CHUNK_BYTES, ASYNC_NEXT_CHUNK_BYTES, Request, RunBill};
use std::fmt;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Measured time to Billed Duration.
    Rounding,
    /// Memory × time.
    GbSeconds,
    /// GB-s × price.
    Compute,
    /// `/tmp` above 512 MB; only where there is some.
    Tmp,
    /// Requests × price.
    Request,
    /// The run's total.
    Total,
    /// What of the total the cold start made.
    ColdStart,
    /// Compute of a million such runs.
    MillionCompute,
    /// A million such runs, the free tier used up.
    Million,
    /// A million such runs and nothing else in the month.
    MillionAfterFreeTier,
}

impl StepKind {
    /// What the line is headed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Rounding => "Billed duration",
            Self::GbSeconds => "Memory × time",
            Self::Compute => "Compute",
            Self::Tmp => "/tmp above 512 MB",
            Self::Request => "Request",
            Self::Total => "This run",
            Self::ColdStart => "of it, the cold start",
            Self::MillionCompute => "Compute of a million of these",
            Self::Million => "A million of these",
            Self::MillionAfterFreeTier => "A million, after the free tier",
        }
    }
}

/// One line: `formula` = `result`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is about.
    pub kind: StepKind,
    /// The numbers that go in.
    pub formula: String,
    /// The number that comes out, rounded for reading.
    pub result: String,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.formula, self.result)
    }
}

impl RunBill {
    /// The arithmetic in reading order: this run, the cold start's share, a million of these.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let million = self.many(MILLION, FreeTier::UsedUp);
        let after_free_tier = self.many(MILLION, FreeTier::Whole);
        let step = |kind, formula, result: &dyn fmt::Display| Step { kind, formula, result: result.to_string() };
        let mut steps = vec![
            step(StepKind::Rounding, self.rounding_formula(), &self.billed),
            step(StepKind::GbSeconds, self.gb_seconds_formula(), &self.compute),
            step(StepKind::Compute, format!("{} × {}", self.compute, self.compute_price), &self.compute_cost),
        ];
        if !self.tmp_cost.is_zero() {
            steps.push(step(StepKind::Tmp, self.tmp_formula(), &self.tmp_cost));
        }
        steps.extend([
            step(StepKind::Request, self.request_formula(), &self.request_cost),
            step(StepKind::Total, sum_formula(self.compute_cost, self.tmp_cost, self.request_cost), &self.total),
            step(StepKind::ColdStart, self.cold_start_formula(), &self.cold_start_cost),
            step(StepKind::MillionCompute, tiers_formula(&million), &million.compute_cost),
            step(
                StepKind::Million,
                sum_formula(million.compute_cost, million.tmp_cost, million.request_cost),
                &million.total,
            ),
            step(StepKind::MillionAfterFreeTier, free_tier_formula(&after_free_tier), &after_free_tier.total),
        ]);
        steps
    }

    fn rounding_formula(&self) -> String {
        let granularity = self.book.granularity_ms();
        let duration = self.usage.duration;
        let begin = match (self.usage.init.filter(|_| self.book.bills_init()), self.usage.restore) {
            (Some(init), _) => Some(format!("{init} INIT")),
            (None, Some(restore)) => Some(format!("{restore} RESTORE")),
            (None, None) => None,
        };
        match begin {
            Some(begin) => format!("ceil({begin} + {duration} → {granularity} ms)"),
            None if duration.get() == 0 => format!("ceil({duration} → {granularity} ms), at least {granularity} ms"),
            None => format!("ceil({duration} → {granularity} ms)"),
        }
    }

    fn gb_seconds_formula(&self) -> String {
        format!("{} / 1,000 × {} MB / 1,024", self.billed, grouped(self.usage.memory.get().into()))
    }

    fn tmp_formula(&self) -> String {
        let (size, free) = (grouped(self.usage.tmp.get().into()), TMP_MIB_RANGE.0);
        format!("{} / 1,000 × ({size} − {free}) MB / 1,024 × {TMP_PRICE}", self.billed)
    }

    fn request_formula(&self) -> String {
        match self.usage.request {
            Request::Asynchronous { event_bytes } if self.requests > 1 => {
                let [event, first, next] =
                    [event_bytes, ASYNC_FIRST_CHUNK_BYTES, ASYNC_NEXT_CHUNK_BYTES].map(|b| grouped(b.into()));
                format!("(1 + ceil(({event} − {first}) / {next} bytes)) requests × {REQUEST_PRICE}")
            }
            Request::Synchronous | Request::Asynchronous { .. } => format!("1 request × {REQUEST_PRICE}"),
        }
    }

    fn cold_start_formula(&self) -> String {
        let timed_cost = self.compute_cost + self.tmp_cost;
        match (self.usage.init, self.usage.restore) {
            (None, None) => "warm: no INIT".to_owned(),
            (Some(init), None) if !self.book.bills_init() => format!("INIT of {init} is free under this rule"),
            (Some(_), _) | (None, Some(_)) => format!("{} of {} × {timed_cost}", self.billed_for_init, self.billed),
        }
    }
}

/// The parts of a sum; `/tmp` only where it costs something.
fn sum_formula(compute: Usd, tmp: Usd, requests: Usd) -> String {
    if tmp.is_zero() { format!("{compute} + {requests}") } else { format!("{compute} + {tmp} + {requests}") }
}

fn tiers_formula(bill: &ManyBill) -> String {
    bill.tiers.iter().map(|t| format!("{} × {}", t.quantity, t.price)).collect::<Vec<_>>().join(" + ")
}

fn free_tier_formula(bill: &ManyBill) -> String {
    let paid = bill.compute.beyond(bill.free_compute);
    let (requests, free) = (grouped(bill.requests.into()), grouped(bill.free_requests.into()));
    let paid_requests = grouped((bill.requests - bill.free_requests).into());
    let parts = sum_formula(bill.compute_cost, bill.tmp_cost, bill.request_cost);
    let compute = format!("{} − {} free = {paid}", bill.compute, bill.free_compute);
    format!("{compute}; {requests} − {free} free = {paid_requests} requests; {parts}")
}
