//! What a run costs, under its account's price book.

use crate::Inner;
use api::id::AccountId;
use api::run::{Charge, RunSource, RunSummary};
use billing::quantity::{DURATION_US_MAX, MemoryMib, Micros, TmpMib, UsageError};
use billing::run::{Environment, Request};
use billing::{PriceBook, RunUsage, bill_run};

/// The charge of an ended run.
pub(super) async fn charge(inner: &Inner, account: &AccountId, summary: &RunSummary, event_bytes: usize) -> Charge {
    let book = inner.price_book(account).await;
    let usage = usage_of(summary, event_bytes);
    match usage.map(|usage| bill_run(&book, &usage)) {
        Ok(bill) => Charge { book, billed_ms: bill.billed.get(), charge_nanousd: bill.charge_nanousd() },
        Err(error) => {
            // Settings and times are within billing's ranges by their types and limits; a run is never lost for its bill.
            tracing::error!(%error, run.id = %summary.id, "run cannot be billed");
            Charge { book: PriceBook::default(), billed_ms: 0, charge_nanousd: 0 }
        }
    }
}

fn usage_of(summary: &RunSummary, event_bytes: usize) -> Result<RunUsage, UsageError> {
    let RunSummary { settings, metrics, source, attempt, .. } = summary;
    let micros = |us: u64| Micros::new(us.min(DURATION_US_MAX));
    Ok(RunUsage {
        architecture: settings.architecture,
        memory: MemoryMib::new(settings.memory_mib)?,
        tmp: TmpMib::new(settings.tmp_mib)?,
        duration: micros(metrics.duration_us)?,
        init: metrics.init_us.map(micros).transpose()?,
        restore: metrics.restore_us.map(micros).transpose()?,
        environment: if metrics.provisioned { Environment::Provisioned } else { Environment::OnDemand },
        // A schedule that is fired by hand is no attempt at an event, and bills as the event that it stands for.
        request: match (attempt, source) {
            (
                None,
                RunSource::Test
                | RunSource::PowerTuning
                | RunSource::FunctionUrl(_)
                | RunSource::Api
                | RunSource::Sqs(_),
            ) => Request::Synchronous,
            (Some(_), _) | (None, RunSource::Schedule(_) | RunSource::ApiEvent | RunSource::Destination(_)) => {
                Request::Asynchronous { event_bytes: u32::try_from(event_bytes).unwrap_or(u32::MAX) }
            }
        },
    })
}
