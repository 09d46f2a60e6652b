//! Bills by example: AWS's published ones, the ones of the design, and every boundary.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use billing::many::FreeTier;
use billing::memory::{price_of_memory, vcpu_share_millis};
use billing::provisioned::{Kept, bill_kept};
use billing::quantity::{DURATION_US_MAX, GbSeconds, MemoryMib, Micros, TmpMib};
use billing::run::{Environment, Request};
use billing::{Architecture, PriceBook, RunBill, RunUsage, bill_run, price};

const BOOKS: [PriceBook; 3] = PriceBook::ALL;

fn usage(memory: u32, duration_us: u64) -> RunUsage {
    RunUsage {
        architecture: Architecture::X86_64,
        memory: MemoryMib::new(memory).unwrap(),
        tmp: TmpMib::default(),
        duration: Micros::new(duration_us).unwrap(),
        init: None,
        restore: None,
        environment: Environment::OnDemand,
        request: Request::Synchronous,
    }
}

fn cold(memory: u32, duration_us: u64, init_us: u64) -> RunUsage {
    RunUsage { init: Some(Micros::new(init_us).unwrap()), ..usage(memory, duration_us) }
}

fn bill(book: PriceBook, usage: RunUsage) -> RunBill {
    bill_run(&book, &usage)
}

#[test]
fn restoring_is_billed_with_the_duration_under_every_book() {
    let restore = Some(Micros::new(1_500).unwrap());
    let bills = BOOKS.map(|book| bill(book, RunUsage { restore, ..usage(128, 3_600) }));
    assert_eq!(bills.map(|bill| bill.billed.get()), [100, 6, 6]);
    assert_eq!(bills.map(|bill| bill.billed_for_init.get()), [0, 2, 2]);
    let [_, bill, _] = bills;
    let steps: Vec<String> = bill.steps().iter().map(|step| format!("{}: {step}", step.kind.label())).collect();
    assert_eq!(steps.first().unwrap(), "Billed duration: ceil(1.50 ms RESTORE + 3.60 ms → 1 ms) = 6 ms");
    assert!(steps.iter().any(|step| step.starts_with("of it, the cold start: 2 ms of 6 ms × ")), "{steps:?}");
}

#[test]
fn billed_duration_at_every_boundary() {
    // Duration, INIT (None: warm), then the billed milliseconds of the three books.
    let check = |duration_us, init_us: Option<u64>, expected: [u64; 3]| {
        let usage = RunUsage { init: init_us.map(|us| Micros::new(us).unwrap()), ..usage(128, duration_us) };
        let billed = BOOKS.map(|book| bill(book, usage).billed.get());
        assert_eq!(billed, expected, "{duration_us} us, INIT {init_us:?}");
    };
    check(0, None, [100, 1, 1]);
    check(1, None, [100, 1, 1]);
    check(1_000, None, [100, 1, 1]);
    check(1_001, None, [100, 2, 2]);
    check(99_999, None, [100, 100, 100]);
    check(100_000, None, [100, 100, 100]);
    check(100_001, None, [200, 101, 101]);
    check(3_010, None, [100, 4, 4]);
    check(900_000_000, None, [900_000, 900_000, 900_000]);
    check(900_000_001, None, [900_100, 900_001, 900_001]);
    // The run of the design's picture: 3,110 ms since August 2025.
    check(3_000_000, Some(110_000), [3_000, 3_000, 3_110]);
    check(3_000_000, Some(110_100), [3_000, 3_000, 3_111]);
    // INIT and duration are added before rounding: 0.6 + 0.6 ms are 2 ms, 0.4 + 0.4 ms are 1 ms.
    check(600, Some(600), [100, 1, 2]);
    check(400, Some(400), [100, 1, 1]);
    check(0, Some(0), [100, 1, 1]);
    check(DURATION_US_MAX, Some(DURATION_US_MAX), [86_400_000, 86_400_000, 172_800_000]);
}

#[test]
fn cost_of_one_run_to_the_last_digit() {
    let check = |architecture, memory, duration_us, compute: &str, cost: &str, total: &str| {
        let bill = bill(PriceBook::HundredMs, RunUsage { architecture, ..usage(memory, duration_us) });
        let shown = (bill.compute.to_string(), bill.compute_cost.exact(), bill.total.exact());
        assert_eq!(shown, (compute.to_owned(), cost.to_owned(), total.to_owned()), "{memory} MB, {duration_us} us");
    };
    let (x86, arm) = (Architecture::X86_64, Architecture::Arm64);
    check(x86, 128, 3_000_000, "0.375 GB-s", "$0.0000062500125", "$0.0000064500125");
    check(arm, 128, 3_000_000, "0.375 GB-s", "$0.000005000025", "$0.000005200025");
    check(x86, 128, 0, "0.0125 GB-s", "$0.00000020833375", "$0.00000040833375");
    check(x86, 1_024, 1_000_000, "1 GB-s", "$0.0000166667", "$0.0000168667");
    check(x86, 10_240, 900_000_000, "9,000 GB-s", "$0.1500003", "$0.1500005");
    // 129 / 10,240 GB-s × $0.0000166667 needs more decimals than a float has digits for in a sum.
    check(x86, 129, 100_000, "0.01259765625 GB-s", "$0.000000209961357421875", "$0.000000409961357421875");
}

#[test]
fn charge_for_the_wire_is_rounded_half_up() {
    let check = |memory, duration_us, expected| {
        assert_eq!(bill(PriceBook::OneMs, usage(memory, duration_us)).charge_nanousd(), expected);
    };
    check(128, 3_000_000, 6_450); // 6,450.0125
    check(128, 1_000, 202); // 202.0833375
    check(128, 100_000, 408); // 408.33375
    check(1_024, 1_000, 217); // 216.6667
    check(10_240, 900_000_000, 150_000_500);
}

#[test]
fn the_cold_start_has_its_share_only_where_init_is_billed() {
    let check = |book, expected_ms, expected: &str| {
        let bill = bill(book, cold(128, 3_000_000, 110_000));
        assert_eq!((bill.billed_for_init.get(), bill.cold_start_cost.exact()), (expected_ms, expected.to_owned()));
    };
    check(PriceBook::HundredMs, 0, "$0.00");
    check(PriceBook::OneMs, 0, "$0.00");
    check(PriceBook::OneMsWithInit, 110, "$0.000000229167125");
}

#[test]
fn tmp_above_512_mb_is_charged() {
    let check = |tmp, expected: &str| {
        let usage = RunUsage { tmp: TmpMib::new(tmp).unwrap(), ..usage(128, 1_000_000) };
        assert_eq!(bill(PriceBook::HundredMs, usage).tmp_cost.exact(), expected, "{tmp} MB");
    };
    check(512, "$0.00");
    check(1_536, "$0.0000000309");
    check(10_240, "$0.00000029355");
}

#[test]
fn asynchronous_events_count_by_size() {
    let check = |event_bytes, expected| {
        assert_eq!(Request::Asynchronous { event_bytes }.billed(), expected, "{event_bytes} bytes");
    };
    check(0, 1);
    check(256 * 1_024, 1);
    check(256 * 1_024 + 1, 2);
    check(320 * 1_024, 2);
    check(320 * 1_024 + 1, 3);
    check(1_024 * 1_024, 13);
    check(u32::MAX, 1 + 65_532);
    assert_eq!(Request::Synchronous.billed(), 1);
}

#[test]
fn a_month_of_runs() {
    let check = |usage, count, free_tier, expected: [&str; 3]| {
        let month = bill(PriceBook::HundredMs, usage).many(count, free_tier);
        let shown = [month.compute_cost, month.request_cost, month.total].map(|usd| usd.to_string());
        assert_eq!(shown, expected.map(str::to_owned));
    };
    let (used_up, whole) = (FreeTier::UsedUp, FreeTier::Whole);
    // The design's: a million timeouts of 3 s at 128 MB.
    check(usage(128, 3_000_000), 1_000_000, used_up, ["$6.25", "$0.20", "$6.45"]);
    check(usage(128, 3_000_000), 1_000_000, whole, ["$0.00", "$0.00", "$0.00"]);
    // AWS's pricing page until 2020. Its $18.34 came from a price rounded to $0.00001667.
    check(usage(512, 1_000_000), 3_000_000, whole, ["$18.33", "$0.40", "$18.73"]);
    check(usage(128, 200_000), 30_000_000, whole, ["$5.83", "$5.80", "$11.63"]);
    // One request more than free, and one GB-s more than free.
    check(usage(128, 0), 1_000_001, whole, ["$0.00", "$0.0000002", "$0.0000002"]);
    check(usage(1_024, 1_000_000), 400_001, whole, ["$0.00001667", "$0.00", "$0.00001667"]);
    // Several tiers, with separators: 9 billion GB-s, of which 3 billion at $0.000015.
    check(usage(10_240, 900_000_000), 1_000_000, used_up, ["$145,000.20", "$0.20", "$145,000.40"]);
}

#[test]
fn aws_example_of_a_mobile_back_end_since_2020() {
    let month = bill(PriceBook::OneMs, usage(1_536, 120_000)).many(3_000_000, FreeTier::Whole);
    assert_eq!(month.compute, GbSeconds::whole(540_000));
    let shown = [month.compute_cost, month.request_cost, month.total].map(|usd| usd.to_string());
    assert_eq!(shown, ["$2.33", "$0.40", "$2.73"].map(str::to_owned));
}

#[test]
fn volume_prices_begin_where_they_should() {
    let check = |architecture, gb_seconds, expected: &[(u64, &str)]| {
        let charges = price::charge_by_tier(architecture, GbSeconds::whole(gb_seconds));
        let charges: Vec<_> = charges.iter().map(|c| (c.quantity, c.price.to_string())).collect();
        let expected: Vec<_> = expected.iter().map(|(q, p)| (GbSeconds::whole(*q), (*p).to_owned())).collect();
        assert_eq!(charges, expected, "{architecture}, {gb_seconds} GB-s");
    };
    const BN: u64 = 1_000_000_000;
    let (x86, arm) = (Architecture::X86_64, Architecture::Arm64);
    let [x1, x2, x3] = ["$0.0000166667", "$0.000015", "$0.0000133334"];
    let [a1, a2, a3] = ["$0.0000133334", "$0.0000120001", "$0.0000106667"];
    check(x86, 0, &[]);
    check(x86, 6 * BN, &[(6 * BN, x1)]);
    check(x86, 6 * BN + 1, &[(6 * BN, x1), (1, x2)]);
    check(x86, 15 * BN, &[(6 * BN, x1), (9 * BN, x2)]);
    check(x86, 20 * BN, &[(6 * BN, x1), (9 * BN, x2), (5 * BN, x3)]);
    check(arm, 7_500_000_000, &[(7_500_000_000, a1)]);
    check(arm, 20 * BN, &[(7_500_000_000, a1), (11_250_000_000, a2), (1_250_000_000, a3)]);
}

#[test]
fn what_the_memory_slider_shows() {
    // The per-100-ms prices of AWS's table.
    let check = |memory, per_100_ms: &str, per_second: &str, vcpu_millis| {
        let price = price_of_memory(Architecture::X86_64, memory);
        let shown = (price.per_100_ms.to_string(), price.per_second.to_string(), vcpu_share_millis(memory));
        assert_eq!(shown, (per_100_ms.to_owned(), per_second.to_owned(), vcpu_millis), "{memory} MB");
    };
    check(128, "$0.0000002083", "$0.000002083", 72);
    check(512, "$0.0000008333", "$0.000008333", 289);
    check(1_769, "$0.000002879", "$0.00002879", 1_000);
    check(10_240, "$0.00001667", "$0.0001667", 5_789);
    assert_eq!([vcpu_share_millis(10_614), vcpu_share_millis(10_615), vcpu_share_millis(u32::MAX)], [6_000; 3]);
    assert_eq!(vcpu_share_millis(0), 0);
}

#[test]
fn quantities_out_of_range_are_refused_with_limit_and_value() {
    let memory = |mib| MemoryMib::new(mib).map(MemoryMib::get).map_err(|e| e.to_string());
    assert_eq!(memory(127), Err("memory size is 127 MB, the range is 128-10240 MB".to_owned()));
    assert_eq!(memory(10_241), Err("memory size is 10241 MB, the range is 128-10240 MB".to_owned()));
    assert_eq!((memory(128), memory(10_240)), (Ok(128), Ok(10_240)));
    let tmp = TmpMib::new(511).map_err(|e| e.to_string());
    assert_eq!(tmp, Err("`/tmp` is 511 MB, the range is 512-10240 MB".to_owned()));
    let day = Micros::new(DURATION_US_MAX + 1).map_err(|e| e.to_string());
    assert_eq!(day, Err("duration is 86400000001 us, the limit is 86400000000 us (24 h)".to_owned()));
}

#[test]
fn what_is_kept_ready_costs_by_begun_five_minutes_and_makes_runs_cheaper() {
    let kept = |seconds| {
        let memory = MemoryMib::new(1_024).unwrap();
        bill_kept(&Kept { architecture: Architecture::X86_64, memory, environments: 2, seconds })
    };
    assert_eq!((kept(0).billed_s, kept(300).billed_s, kept(301).billed_s), (300, 300, 600));
    // 2 × 1 GB × 600 s × $0.0000041667
    assert_eq!(kept(301).cost.exact(), "$0.00500004");
    let on_demand = bill(PriceBook::OneMs, usage(1_024, 1_000_000));
    let usage = RunUsage { environment: Environment::Provisioned, ..usage(1_024, 1_000_000) };
    let provisioned = bill(PriceBook::OneMs, usage);
    assert_eq!(provisioned.compute_cost.exact(), "$0.0000097222");
    assert!(provisioned.total < on_demand.total);
    let month = provisioned.many(1_000_000, FreeTier::Whole);
    assert!(month.free_compute == GbSeconds::ZERO && month.free_requests == 1_000_000);
    assert_eq!(month.compute_cost.exact(), "$9.7222");
}
