//! Thousands of histories from seeds, against a model that only counts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::{Action, Event, Limits, Refusal, Scheduler, Share, Ticket};
use api::id::{AccountId, FunctionName, VersionNumber};
use std::collections::{HashMap, HashSet};

const SEEDS: u64 = 500;
const STEPS: u64 = 400;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

/// Of the functions of each account one has this set aside.
const RESERVED: u32 = 2;
/// And another this kept ready for its version 1; what does not find it free takes part in what all share.
const KEPT: u32 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Common,
    Reserved,
    Kept,
}

/// Whose run it is, and on what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Owner {
    account: AccountId,
    kind: Kind,
}

fn submit(ticket: Ticket, owner: &Owner) -> Event {
    let (function, reserved, provisioned) = match owner.kind {
        Kind::Common => ("common", None, None),
        Kind::Reserved => ("reserved", Some(RESERVED), None),
        Kind::Kept => ("kept", None, Some((VersionNumber(1), KEPT))),
    };
    let provisioned_total = provisioned.map_or(0, |(_, kept)| kept);
    let share = Share { provisioned, provisioned_total, reserved, set_aside: RESERVED + KEPT };
    let function = FunctionName::parse(function).unwrap();
    Event::Submit { ticket, account: owner.account.clone(), function, share }
}

/// What must be true, whatever the order of events.
struct Model {
    limits: Limits,
    waiting: Vec<(Ticket, Owner)>,
    running: Vec<(Ticket, Owner)>,
    started: HashSet<Ticket>,
}

impl Model {
    fn active_of(&self, owner: &Owner) -> usize {
        self.waiting.iter().chain(&self.running).filter(|(_, other)| owner == other).count()
    }

    fn start(&mut self, ticket: Ticket) {
        let index = self.waiting.iter().position(|(waiting, _)| *waiting == ticket).unwrap();
        let entry = self.waiting.remove(index);
        assert!(self.started.insert(ticket), "{ticket:?} started twice");
        self.running.push(entry);
    }

    fn submitted(&mut self, ticket: Ticket, owner: &Owner, actions: &[Action]) {
        let of = |kind| Owner { kind, ..owner.clone() };
        let spills = owner.kind == Kind::Kept && self.active_of(owner) >= KEPT as usize;
        let counted = if spills { of(Kind::Common) } else { owner.clone() };
        let most = match counted.kind {
            Kind::Common => self.limits.account_concurrency_max.saturating_sub(RESERVED + KEPT),
            Kind::Reserved => RESERVED,
            Kind::Kept => KEPT,
        };
        let full_account = self.active_of(&counted) >= most as usize;
        let no_permit = self.running.len() >= self.limits.guests_max as usize;
        let full_queue = no_permit && self.waiting.len() >= self.limits.queue_max as usize;
        match actions {
            [Action::Refuse(refused, Refusal::AccountConcurrency { .. })] => {
                assert!(*refused == ticket && full_account && counted.kind == Kind::Common)
            }
            [Action::Refuse(refused, Refusal::FunctionConcurrency { .. })] => {
                assert!(*refused == ticket && full_account && counted.kind == Kind::Reserved)
            }
            [Action::Refuse(refused, Refusal::QueueFull { .. })] => assert!(*refused == ticket && full_queue),
            [Action::Admit(admitted), rest @ ..] => {
                assert!(*admitted == ticket && !full_account && !full_queue);
                self.waiting.push((ticket, counted));
                self.all_start(rest);
            }
            other => panic!("{other:?}"),
        }
    }

    fn left(&mut self, ticket: Ticket, actions: &[Action]) {
        self.waiting.retain(|(waiting, _)| *waiting != ticket);
        self.running.retain(|(running, _)| *running != ticket);
        self.all_start(actions);
    }

    fn all_start(&mut self, actions: &[Action]) {
        for action in actions {
            match action {
                Action::Start(ticket) => self.start(*ticket),
                other => panic!("{other:?}"),
            }
        }
        assert!(self.running.len() <= self.limits.guests_max as usize, "more guests than permits");
        let idle_permit = self.running.len() < self.limits.guests_max as usize;
        assert!(!idle_permit || self.waiting.is_empty(), "a permit is idle while a run waits");
    }

    fn any(&self, random: &mut Random) -> Option<Ticket> {
        let all = self.waiting.len() + self.running.len();
        let index = random.below(all.max(1) as u64) as usize;
        self.waiting.iter().chain(&self.running).nth(index).map(|(ticket, _)| *ticket)
    }
}

fn play(seed: u64) {
    let mut random = Random(seed);
    let limits = Limits {
        account_concurrency_max: 1 + random.below(8) as u32,
        guests_max: 1 + random.below(5) as u32,
        queue_max: random.below(12) as u32,
    };
    let mut scheduler = Scheduler::new(limits);
    let mut model = Model { limits, waiting: Vec::new(), running: Vec::new(), started: HashSet::new() };
    for step in 0..STEPS {
        if random.below(5) < 3 {
            let account = AccountId::from_number(random.below(4));
            let kind = [Kind::Common, Kind::Reserved, Kind::Kept][random.below(3) as usize];
            let (ticket, owner) = (Ticket(step), Owner { account, kind });
            let actions = scheduler.step(submit(ticket, &owner));
            model.submitted(ticket, &owner, &actions);
        } else if let Some(ticket) = model.any(&mut random) {
            let actions = scheduler.step(Event::Leave { ticket });
            model.left(ticket, &actions);
            assert!(scheduler.step(Event::Leave { ticket }).is_empty(), "left twice");
        }
    }
    while let Some(ticket) = model.any(&mut random) {
        let actions = scheduler.step(Event::Leave { ticket });
        model.left(ticket, &actions);
    }
    assert_eq!((scheduler.running, scheduler.waiting), (0, 0), "permits came back");
    assert!(scheduler.accounts.is_empty() && scheduler.tickets.is_empty() && scheduler.turns.is_empty());
}

#[test]
fn no_run_is_lost_or_started_twice_and_no_limit_is_passed() {
    for seed in 0..SEEDS {
        if std::panic::catch_unwind(|| play(seed)).is_err() {
            panic!("the history of seed {seed} breaks the scheduler");
        }
    }
}

#[test]
fn an_account_that_asks_for_much_does_not_starve_another() {
    let mut scheduler = Scheduler::new(Limits { account_concurrency_max: 1_000, guests_max: 2, queue_max: 1_000 });
    let owner = |number| Owner { account: AccountId::from_number(number), kind: Kind::Common };
    let (greedy, modest) = (owner(1), owner(2));
    let mut owners = HashMap::new();
    for number in 0..500 {
        owners.insert(Ticket(number), &greedy);
        scheduler.step(submit(Ticket(number), &greedy));
    }
    scheduler.step(submit(Ticket(500), &modest));
    let first = scheduler.step(Event::Leave { ticket: Ticket(0) });
    let second = scheduler.step(Event::Leave { ticket: Ticket(1) });
    assert_eq!((first, second), (vec![Action::Start(Ticket(2))], vec![Action::Start(Ticket(500))]));
}
