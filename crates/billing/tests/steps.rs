//! The arithmetic as the bill card shows it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use billing::quantity::{MemoryMib, Micros, TmpMib};
use billing::run::{Environment, Request};
use billing::{Architecture, PriceBook, RunUsage, bill_run};

fn timed_out() -> RunUsage {
    RunUsage {
        architecture: Architecture::X86_64,
        memory: MemoryMib::new(128).unwrap(),
        tmp: TmpMib::default(),
        duration: Micros::new(3_000_000).unwrap(),
        init: Some(Micros::new(110_000).unwrap()),
        restore: None,
        environment: Environment::OnDemand,
        request: Request::Synchronous,
    }
}

fn check(book: PriceBook, usage: RunUsage, expected: &str) {
    let lines: Vec<_> = bill_run(&book, &usage).steps().iter().map(|s| format!("{}: {s}", s.kind.label())).collect();
    let expected: Vec<_> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(lines, expected);
}

#[test]
fn the_run_of_the_design_under_the_seeds_rule() {
    check(
        PriceBook::HundredMs,
        timed_out(),
        "Billed duration: ceil(3,000.00 ms → 100 ms) = 3,000 ms
        Memory × time: 3,000 ms / 1,000 × 128 MB / 1,024 = 0.375 GB-s
        Compute: 0.375 GB-s × $0.0000166667 = $0.00000625
        Request: 1 request × $0.0000002 = $0.0000002
        This run: $0.00000625 + $0.0000002 = $0.00000645
        of it, the cold start: INIT of 110.00 ms is free under this rule = $0.00
        Compute of a million of these: 375,000 GB-s × $0.0000166667 = $6.25
        A million of these: $6.25 + $0.20 = $6.45
        A million, after the free tier: 375,000 GB-s − 375,000 GB-s free = 0 GB-s; 1,000,000 − 1,000,000 free = 0 requests; $0.00 + $0.00 = $0.00",
    );
}

#[test]
fn the_same_run_with_init_billed() {
    check(
        PriceBook::OneMsWithInit,
        timed_out(),
        "Billed duration: ceil(110.00 ms INIT + 3,000.00 ms → 1 ms) = 3,110 ms
        Memory × time: 3,110 ms / 1,000 × 128 MB / 1,024 = 0.38875 GB-s
        Compute: 0.38875 GB-s × $0.0000166667 = $0.000006479
        Request: 1 request × $0.0000002 = $0.0000002
        This run: $0.000006479 + $0.0000002 = $0.000006679
        of it, the cold start: 110 ms of 3,110 ms × $0.000006479 = $0.0000002292
        Compute of a million of these: 388,750 GB-s × $0.0000166667 = $6.48
        A million of these: $6.48 + $0.20 = $6.68
        A million, after the free tier: 388,750 GB-s − 388,750 GB-s free = 0 GB-s; 1,000,000 − 1,000,000 free = 0 requests; $0.00 + $0.00 = $0.00",
    );
}

#[test]
fn a_warm_run_with_tmp_a_large_event_and_a_paid_million() {
    let usage = RunUsage {
        architecture: Architecture::Arm64,
        memory: MemoryMib::new(10_240).unwrap(),
        tmp: TmpMib::new(1_536).unwrap(),
        duration: Micros::new(900_000_000).unwrap(),
        init: None,
        restore: None,
        environment: Environment::OnDemand,
        request: Request::Asynchronous { event_bytes: 300 * 1_024 },
    };
    check(
        PriceBook::OneMs,
        usage,
        "Billed duration: ceil(900,000.00 ms → 1 ms) = 900,000 ms
        Memory × time: 900,000 ms / 1,000 × 10,240 MB / 1,024 = 9,000 GB-s
        Compute: 9,000 GB-s × $0.0000133334 = $0.12
        /tmp above 512 MB: 900,000 ms / 1,000 × (1,536 − 512) MB / 1,024 × $0.0000000309 = $0.00002781
        Request: (1 + ceil((307,200 − 262,144) / 65,536 bytes)) requests × $0.0000002 = $0.0000004
        This run: $0.12 + $0.00002781 + $0.0000004 = $0.12
        of it, the cold start: warm: no INIT = $0.00
        Compute of a million of these: 7,500,000,000 GB-s × $0.0000133334 + 1,500,000,000 GB-s × $0.0000120001 = $118,000.65
        A million of these: $118,000.65 + $27.81 + $0.40 = $118,028.86
        A million, after the free tier: 9,000,000,000 GB-s − 400,000 GB-s free = 8,999,600,000 GB-s; 2,000,000 − 1,000,000 free = 1,000,000 requests; $117,995.85 + $27.81 + $0.20 = $118,023.86",
    );
}

#[test]
fn rounding_says_what_it_did() {
    let check = |book, duration_us, expected: &str| {
        let usage = RunUsage { duration: Micros::new(duration_us).unwrap(), init: None, ..timed_out() };
        let steps = bill_run(&book, &usage).steps();
        assert_eq!(steps.first().map(ToString::to_string), Some(expected.to_owned()));
    };
    check(PriceBook::HundredMs, 0, "ceil(0.00 ms → 100 ms), at least 100 ms = 100 ms");
    check(PriceBook::HundredMs, 99_999, "ceil(99.999 ms → 100 ms) = 100 ms");
    check(PriceBook::HundredMs, 100_001, "ceil(100.001 ms → 100 ms) = 200 ms");
    check(PriceBook::OneMs, 3_010, "ceil(3.01 ms → 1 ms) = 4 ms");
}
