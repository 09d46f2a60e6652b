//! From what was measured to a bill.

use api::run::{Metrics, RunSettings};
use billing::quantity::{DURATION_US_MAX, MemoryMib, Micros, TmpMib, UsageError};
use billing::run::{Environment, Request};
use billing::{PriceBook, RunBill, RunUsage, bill_run};

/// The bill of a run under `book`.
///
/// # Errors
/// When the settings are outside what has a price, which no accepted function is.
pub fn bill_of(book: PriceBook, settings: &RunSettings, metrics: &Metrics) -> Result<RunBill, UsageError> {
    let RunSettings { memory_mib, tmp_mib, timeout_s: _, architecture } = *settings;
    let usage = RunUsage {
        architecture,
        memory: MemoryMib::new(memory_mib)?,
        tmp: TmpMib::new(tmp_mib)?,
        duration: Micros::new(metrics.duration_us.min(DURATION_US_MAX))?,
        init: metrics.init_us.map(|us| Micros::new(us.min(DURATION_US_MAX))).transpose()?,
        restore: metrics.restore_us.map(|us| Micros::new(us.min(DURATION_US_MAX))).transpose()?,
        environment: if metrics.provisioned { Environment::Provisioned } else { Environment::OnDemand },
        request: Request::Synchronous,
    };
    Ok(bill_run(&book, &usage))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use billing::Architecture;

    #[test]
    fn one_run_under_each_book() {
        let settings = RunSettings { memory_mib: 128, tmp_mib: 512, timeout_s: 3, architecture: Architecture::X86_64 };
        let metrics = Metrics { duration_us: 3_010, init_us: Some(110_000), ..Metrics::default() };
        let billed = PriceBook::ALL.map(|book| bill_of(book, &settings, &metrics).unwrap().billed.get());
        assert_eq!(billed, [100, 4, 114]);
        let outside = RunSettings { memory_mib: 64, ..settings };
        assert!(bill_of(PriceBook::HundredMs, &outside, &metrics).is_err());
    }
}
