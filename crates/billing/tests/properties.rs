//! What holds for every bill, over a grid of boundaries and a fixed pseudo-random walk.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use billing::many::FreeTier;
use billing::quantity::{DURATION_US_MAX, MemoryMib, Micros, TmpMib};
use billing::run::{Environment, Request};
use billing::{Architecture, PriceBook, RunBill, RunUsage, bill_run};

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const DURATIONS_US: [u64; 12] =
    [0, 1, 999, 1_000, 1_001, 99_999, 100_000, 100_001, 3_000_000, 900_000_000, 900_000_001, DURATION_US_MAX];
const MEMORIES: [u32; 7] = [128, 129, 1_024, 1_769, 1_770, 10_239, 10_240];

/// Marsaglia's xorshift: the same cases on every machine.
struct Walk(u64);

impl Walk {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

fn usage(architecture: Architecture, memory: u32, duration_us: u64, init_us: Option<u64>) -> RunUsage {
    RunUsage {
        architecture,
        memory: MemoryMib::new(memory).unwrap(),
        tmp: TmpMib::new(512 + memory % 9_000).unwrap(),
        duration: Micros::new(duration_us).unwrap(),
        init: init_us.map(|us| Micros::new(us).unwrap()),
        restore: None,
        environment: Environment::OnDemand,
        request: Request::Asynchronous { event_bytes: memory * 100 },
    }
}

fn every_case(mut check: impl FnMut(RunBill)) {
    let mut walk = Walk(SEED);
    for book in PriceBook::ALL {
        for architecture in Architecture::ALL {
            for (memory, duration) in MEMORIES.iter().flat_map(|m| DURATIONS_US.map(|d| (*m, d))) {
                for init in [None, Some(0), Some(110_100), Some(DURATION_US_MAX)] {
                    check(bill_run(&book, &usage(architecture, memory, duration, init)));
                }
            }
            for _ in 0..2_000 {
                let memory = 128 + u32::try_from(walk.below(10_113)).unwrap();
                let init = (walk.below(2) == 0).then(|| walk.below(10_000_000));
                check(bill_run(&book, &usage(architecture, memory, walk.below(DURATION_US_MAX + 1), init)));
            }
        }
    }
}

/// The digits of an exact amount, as a whole number of 10^-23 dollar.
fn digits(exact: &str) -> u128 {
    let (whole, fraction) = exact.strip_prefix('$').unwrap().split_once('.').unwrap();
    format!("{}{fraction:0<23}", whole.replace(',', "")).parse().unwrap()
}

#[test]
fn cost_times_1_024_000_is_price_times_mib_millis() {
    every_case(|bill| {
        let price = digits(&bill.compute_price.to_string());
        let mib_millis = u128::from(bill.usage.memory.get()) * u128::from(bill.billed.get());
        // In tenths of a billionth of a dollar, which is how prices are quoted, so that the products fit.
        let (quoted, rest) = (price / 10_u128.pow(13), price % 10_u128.pow(13));
        let right = quoted * mib_millis * 10_u128.pow(13);
        let left = digits(&bill.compute_cost.exact()).checked_mul(1_024_000).unwrap();
        assert_eq!((left, rest), (right, 0), "{bill:?}");
    });
}

#[test]
fn billed_time_covers_the_measured_time_by_less_than_one_step() {
    every_case(|bill| {
        let init = bill.usage.init.filter(|_| bill.book.bills_init()).map_or(0, Micros::get);
        let measured_us = bill.usage.duration.get() + init;
        let step_us = bill.book.granularity_ms() * 1_000;
        let billed_us = bill.billed.get() * 1_000;
        assert!(billed_us >= measured_us && billed_us % step_us == 0, "{bill:?}");
        assert!(billed_us - measured_us < step_us || measured_us == 0, "{bill:?}");
    });
}

#[test]
fn the_parts_make_the_total_and_a_count_of_one_is_the_run() {
    every_case(|bill| {
        assert_eq!(bill.total, bill.compute_cost + bill.tmp_cost + bill.request_cost);
        assert!(bill.cold_start_cost <= bill.compute_cost + bill.tmp_cost);
        let once = bill.many(1, FreeTier::UsedUp);
        assert_eq!((once.compute, once.total), (bill.compute, bill.total));
    });
}

#[test]
fn the_free_tier_never_costs_and_more_runs_never_cost_less() {
    every_case(|bill| {
        let mut last = bill.many(0, FreeTier::UsedUp).total;
        assert!(last.is_zero());
        for count in [1, 1_000, 1_000_000, u32::MAX] {
            let (paid, free) = (bill.many(count, FreeTier::UsedUp), bill.many(count, FreeTier::Whole));
            assert!(free.total <= paid.total && paid.total > last, "{count} of {bill:?}");
            last = paid.total;
        }
    });
}

#[test]
fn longer_larger_or_colder_never_costs_less() {
    let total = |book: &PriceBook, memory, duration, init| {
        bill_run(book, &usage(Architecture::X86_64, memory, duration, init)).compute_cost
    };
    for book in &PriceBook::ALL {
        for pair in DURATIONS_US.windows(2) {
            for memory in MEMORIES {
                assert!(total(book, memory, pair[0], None) <= total(book, memory, pair[1], None));
                assert!(total(book, memory, pair[0], None) <= total(book, memory, pair[0], Some(pair[1])));
            }
        }
        for pair in MEMORIES.windows(2) {
            assert!(DURATIONS_US.iter().all(|d| total(book, pair[0], *d, None) < total(book, pair[1], *d, None)));
        }
    }
}

#[test]
fn a_finer_rule_is_never_dearer_and_arm_is_cheaper() {
    every_case(|bill| {
        let under = |book, architecture| bill_run(&book, &RunUsage { architecture, ..bill.usage }).total;
        let x86 = Architecture::X86_64;
        assert!(under(PriceBook::OneMs, x86) <= under(PriceBook::HundredMs, x86));
        assert!(under(PriceBook::OneMs, x86) <= under(PriceBook::OneMsWithInit, x86));
        assert!(under(bill.book, Architecture::Arm64) < under(bill.book, x86));
    });
}

#[test]
fn names_are_stable_and_go_both_ways() {
    assert_eq!(PriceBook::default(), PriceBook::HundredMs);
    assert_eq!(PriceBook::ALL.map(PriceBook::identifier), ["hundred-ms", "one-ms", "one-ms-with-init"]);
    assert!(PriceBook::ALL.iter().all(|b| PriceBook::from_identifier(b.identifier()) == Some(*b)));
    assert_eq!(Architecture::ALL.map(Architecture::identifier), ["x86_64", "arm64"]);
    assert!(Architecture::ALL.iter().all(|a| Architecture::from_identifier(a.identifier()) == Some(*a)));
    // The same names on the wire and in tables.
    assert!(PriceBook::ALL.iter().all(|b| serde_json::to_value(b).unwrap() == b.identifier()));
    assert!(Architecture::ALL.iter().all(|a| serde_json::to_value(a).unwrap() == a.identifier()));
    assert!(serde_json::from_str::<PriceBook>("\"HundredMs\"").is_err());
    assert_eq!((PriceBook::from_identifier("2ms"), Architecture::from_identifier("riscv")), (None, None));
}
