//! From runs to figures, and from figures to a recommendation.
//!
//! Cold and warm runs are told apart by what happened, not by what was asked for. A size at which any run did not succeed is not
//! recommended.

use crate::components::output::bill_of::bill_of;
use api::run::{Metrics, RunState, RunSummary};
use billing::PriceBook;
use billing::many::FreeTier;
use billing::money::Usd;

/// How many runs a cost is shown for.
const MILLION: u32 = 1_000_000;
/// Times this close to the least, in thousandths, count as equal.
const AS_FAST_MILLIS: u64 = 1_050;

/// The runs of one size that were alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How many there were.
    pub runs: usize,
    /// The median time that the caller waits: INIT, if there was one, and the handler.
    pub time_us: u64,
    /// A million runs like that one, without free tier.
    pub million: Usd,
}

/// One size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// In MB.
    pub memory_mib: u32,
    /// In new environments.
    pub cold: Option<Figures>,
    /// In environments that were there.
    pub warm: Option<Figures>,
    /// How the first run that did not succeed ended.
    pub failed: Option<RunState>,
}

/// All sizes, smallest first.
#[must_use]
pub fn rows(runs: &[RunSummary], book: PriceBook) -> Vec<Row> {
    let mut sizes: Vec<u32> = runs.iter().map(|run| run.settings.memory_mib).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let row = |memory_mib| {
        let of_size = || runs.iter().filter(move |run| run.settings.memory_mib == memory_mib);
        let alike = |cold| of_size().filter(move |run| run.cold == cold && run.state == RunState::Succeeded);
        let failed = of_size().map(|run| run.state).find(|state| *state != RunState::Succeeded);
        Row { memory_mib, cold: figures(alike(true), book), warm: figures(alike(false), book), failed }
    };
    sizes.into_iter().map(row).collect()
}

fn figures<'a>(runs: impl Iterator<Item = &'a RunSummary>, book: PriceBook) -> Option<Figures> {
    let time = |run: &RunSummary| {
        let Metrics { duration_us, init_us, restore_us, .. } = run.metrics;
        duration_us + init_us.or(restore_us).unwrap_or(0)
    };
    let mut runs: Vec<&RunSummary> = runs.collect();
    runs.sort_by_key(|run| time(run));
    let median = runs.get(runs.len() / 2)?;
    let bill = bill_of(book, &median.settings, &median.metrics).ok()?;
    Some(Figures { runs: runs.len(), time_us: time(median), million: bill.many(MILLION, FreeTier::UsedUp).total })
}

/// Which size to take, by what one wants. All by warm runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// The lowest product of time and cost.
    pub balanced_mib: u32,
    /// The smallest of those that take least time.
    pub fastest_mib: u32,
    /// The lowest cost.
    pub cheapest_mib: u32,
    /// Why the balanced one.
    pub reason: String,
}

/// The recommendation; nothing before two sizes have succeeded.
#[must_use]
pub fn recommend(rows: &[Row]) -> Option<Recommendation> {
    let good: Vec<(u32, Figures)> =
        rows.iter().filter(|row| row.failed.is_none()).filter_map(|row| Some((row.memory_mib, row.warm?))).collect();
    let [smallest, .., largest] = good.as_slice() else { return None };
    let least = good.iter().map(|(_, figures)| figures.time_us).min()?;
    let is_as_fast = |figures: &Figures| figures.time_us.saturating_mul(1_000) <= least.saturating_mul(AS_FAST_MILLIS);
    let product = |figures: &Figures| u128::from(figures.time_us.max(1)) * figures.million.nanos().max(1);
    let fastest = good.iter().find(|(_, figures)| is_as_fast(figures))?;
    let cheapest = good.iter().min_by_key(|(_, figures)| (figures.million, figures.time_us))?;
    let balanced = good.iter().min_by_key(|(_, figures)| product(figures))?;
    let reason = match balanced.0 == smallest.0 {
        true => format!("{} costs more than the time that it saves: {}.", mb(largest.0), against(largest, smallest)),
        false => {
            format!("{} has the lowest product of time and cost: {}.", mb(balanced.0), against(balanced, smallest))
        }
    };
    Some(Recommendation { balanced_mib: balanced.0, fastest_mib: fastest.0, cheapest_mib: cheapest.0, reason })
}

/// `3.9 times as fast as 128 MB for 1.1 times the cost`.
fn against(one: &(u32, Figures), other: &(u32, Figures)) -> String {
    let (faster, dearer) =
        (ratio(other.1.time_us.into(), one.1.time_us.into()), ratio(one.1.million.nanos(), other.1.million.nanos()));
    format!("{faster} times as fast as {} for {dearer} times the cost", mb(other.0))
}

/// With one decimal, rounded half up.
fn ratio(one: u128, other: u128) -> String {
    let tenths = (one * 20 / other.max(1)).div_ceil(2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `1,769 MB`.
#[must_use]
pub fn mb(mib: u32) -> String {
    format!("{} MB", crate::components::output::text::grouped(mib.into()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use api::id::{FunctionName, RunId};
    use api::run::{RunSettings, RunSource, Target};
    use api::time::UnixMillis;
    use billing::Architecture;

    fn run(memory_mib: u32, ms: u64, init_ms: Option<u64>, state: RunState) -> RunSummary {
        RunSummary {
            attempt: None,
            id: RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap(),
            function: FunctionName::parse("f").unwrap(),
            target: Target::Draft,
            source: RunSource::PowerTuning,
            state,
            queued_at: UnixMillis(0),
            cold: init_ms.is_some(),
            settings: RunSettings { memory_mib, tmp_mib: 512, timeout_s: 3, architecture: Architecture::X86_64 },
            metrics: Metrics { duration_us: ms * 1_000, init_us: init_ms.map(|ms| ms * 1_000), ..Metrics::default() },
            charge: None,
        }
    }

    fn warm(memory_mib: u32, ms: u64) -> RunSummary {
        run(memory_mib, ms, None, RunState::Succeeded)
    }

    #[test]
    fn cold_and_warm_runs_have_their_own_medians() {
        let runs = [warm(128, 30), run(128, 40, Some(60), RunState::Succeeded), warm(128, 10), warm(128, 20)];
        let rows = rows(&runs, PriceBook::HundredMs);
        let times = |figures: Option<Figures>| figures.map(|figures| (figures.runs, figures.time_us));
        assert_eq!(rows.len(), 1);
        assert_eq!((times(rows[0].cold), times(rows[0].warm)), (Some((1, 100_000)), Some((3, 20_000))));
        // 100 ms × 128 MB × a million, and the requests.
        assert_eq!(rows[0].warm.unwrap().million.to_string(), "$0.4083");
    }

    #[test]
    fn a_function_that_computes_is_best_where_time_and_cost_are_low_together() {
        let runs = [warm(128, 1_000), warm(512, 250), warm(1_769, 72), warm(3_008, 72), warm(10_240, 72)];
        let rows = rows(&runs, PriceBook::HundredMs);
        let Recommendation { balanced_mib, fastest_mib, cheapest_mib, reason } = recommend(&rows).unwrap();
        assert_eq!((balanced_mib, fastest_mib, cheapest_mib), (1_769, 1_769, 128));
        let expected =
            "1,769 MB has the lowest product of time and cost: 13.9 times as fast as 128 MB for 1.3 times the cost.";
        assert_eq!(reason, expected);
    }

    #[test]
    fn a_function_that_waits_stays_small() {
        let rows = rows(&[warm(128, 205), warm(1_024, 200)], PriceBook::HundredMs);
        let found = recommend(&rows).unwrap();
        assert_eq!((found.balanced_mib, found.fastest_mib, found.cheapest_mib), (128, 128, 128));
        let expected =
            "1,024 MB costs more than the time that it saves: 1.0 times as fast as 128 MB for 4.3 times the cost.";
        assert_eq!(found.reason, expected);
    }

    #[test]
    fn a_size_that_failed_is_marked_and_not_recommended() {
        let runs = [run(128, 3, None, RunState::OutOfMemory), warm(256, 90), warm(512, 80)];
        let rows = rows(&runs, PriceBook::HundredMs);
        assert_eq!(rows[0].failed, Some(RunState::OutOfMemory));
        assert_eq!(recommend(&rows).unwrap().cheapest_mib, 256);
        assert_eq!(recommend(&rows[..2]), None, "one size is nothing to compare");
    }
}
