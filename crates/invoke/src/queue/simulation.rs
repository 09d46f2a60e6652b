//! Thousands of histories from seeds: events arrive, are tried, fail and are throttled, the server crashes at any moment, and the
//! clocks are skipped ahead and set back. A model of the disk says what must be true.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::entries::{Again, Entries, Trial};
use super::settle::{Condition, Next, after_throttle, is_expired, next};
use api::id::{AccountId, FunctionName, RunId};
use api::queue::EventState;
use api::run::{RunSource, RunState, Said, Target};
use api::time::UnixMillis;
use std::collections::{BTreeMap, HashMap};
use store::event_config::EventRules;
use store::queue::{EventRow, Lineage};

const SEEDS: u64 = 10_000;
const STEPS: u64 = 300;
const TRIED_MAX: usize = 4;
const ACCOUNTS: u64 = 3;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Living,
    Done,
    Dead,
}

struct World {
    random: Random,
    entries: Entries,
    /// The disk: what survives a crash. Ordered, as rows are read.
    disk: BTreeMap<u64, (EventRow, Fate)>,
    ids: HashMap<RunId, u64>,
    /// What runs, of this life of the server.
    running: Vec<Trial>,
    runs: HashMap<RunId, u32>,
    clocks: Vec<i64>,
}

fn rules() -> EventRules {
    EventRules { retries: 2, age_s: 3_600, on_success: None, on_failure: None, stops_loops: true }
}

fn index(account: &AccountId) -> usize {
    account.as_str().parse().unwrap()
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            random: Random(seed),
            entries: Entries::new(TRIED_MAX),
            disk: BTreeMap::new(),
            ids: HashMap::new(),
            running: Vec::new(),
            runs: HashMap::new(),
            clocks: vec![0; ACCOUNTS as usize],
        }
    }

    fn now(&self, account: &AccountId) -> UnixMillis {
        UnixMillis(self.clocks[index(account)])
    }

    fn with_entries(&mut self, change: impl FnOnce(&mut Entries, &dyn Fn(&AccountId) -> UnixMillis) -> Vec<Trial>) {
        let clocks = self.clocks.clone();
        let trials = change(&mut self.entries, &|account| UnixMillis(clocks[index(account)]));
        for trial in trials {
            self.begin(trial);
        }
    }

    fn begin(&mut self, trial: Trial) {
        let (row, fate) = &self.disk[&self.ids[&trial.row.id]];
        assert_eq!(*fate, Fate::Living, "tried after it was reported finished");
        assert_eq!(row.attempts, trial.row.attempts, "an attempt was forgotten or counted twice");
        let early = trial.row.due_at.since(self.now(&row.account));
        assert!(early == 0 || early > 300_000, "tried {early} ms before it is due, and its clock was not set back");
        assert!(self.running.iter().all(|other| other.row.id != trial.row.id), "tried twice at once");
        *self.runs.entry(trial.run.clone()).or_default() += 1;
        self.running.push(trial);
        assert!(self.running.len() <= TRIED_MAX, "more tried than there is room for");
    }

    fn arrive(&mut self, step: u64) {
        let account = AccountId::from_number(self.random.below(ACCOUNTS));
        let function = FunctionName::parse(format!("f{}", self.random.below(3))).unwrap();
        let now = self.now(&account);
        let id = RunId::parse(format!("{step:08x}-0000-4000-8000-000000000000")).unwrap();
        let row = EventRow {
            id: id.clone(),
            account,
            function,
            target: Target::Latest,
            source: RunSource::ApiEvent,
            said: Said::default(),
            lineage: Lineage::new(),
            attempts: 0,
            reason: String::new(),
            accepted_at: now,
            due_at: now,
            bytes: 2,
        };
        self.disk.insert(step, (row.clone(), Fate::Living));
        self.ids.insert(id, step);
        // A crash between the commit and this: the event is found at the next start.
        match self.random.below(20) {
            0 => self.crash(),
            _ => self.with_entries(|entries, now| entries.arrived(row, false, now)),
        }
    }

    /// An attempt ends: what follows is on disk before memory knows, or the server crashes in between, or the disk is full.
    fn end(&mut self) {
        if self.running.is_empty() {
            return;
        }
        let place = self.random.below(self.running.len() as u64) as usize;
        let trial = self.running.swap_remove(place);
        let now = self.now(&trial.row.account);
        let throttles = trial.throttles + 1;
        let put_off = Again {
            state: EventState::Throttled,
            attempts: trial.row.attempts,
            throttles,
            due: after_throttle(throttles, now),
            reason: String::new(),
        };
        let id = trial.row.id.clone();
        if self.random.below(6) == 0 {
            return self.with_entries(|entries, now| entries.again(&id, put_off, now));
        }
        let state = [RunState::Succeeded, RunState::Failed, RunState::TimedOut][self.random.below(3) as usize];
        let next = match is_expired(&trial.row, &rules(), now) {
            true => Next::Over(Condition::EventAgeExceeded),
            false => next(state, trial.number(), &rules(), now),
        };
        let is_last = trial.number() > u32::from(rules().retries);
        assert!(
            trial.number() <= 3 && (next != Next::Over(Condition::RetriesExhausted) || is_last),
            "{next:?} too early"
        );
        if self.random.below(12) == 0 {
            // The disk is full.
            return self.with_entries(|entries, now| entries.again(&id, put_off, now));
        }
        let (row, fate) = self.disk.get_mut(&self.ids[&id]).unwrap();
        match next {
            Next::Over(Condition::Success) => *fate = Fate::Done,
            Next::Over(_) | Next::Ended => *fate = Fate::Dead,
            Next::Retry { due } => (row.attempts, row.due_at) = (trial.number(), due),
            Next::Left => {}
        }
        if self.random.below(15) == 0 {
            return self.crash();
        }
        match next {
            Next::Retry { due } => {
                let (attempts, reason) = (trial.number(), String::new());
                let again = Again { state: EventState::Retrying, attempts, throttles: 0, due, reason };
                self.with_entries(|entries, now| entries.again(&id, again, now));
            }
            _ => self.with_entries(|entries, now| entries.gone(&id, state == RunState::Succeeded, now)),
        }
    }

    /// Memory is gone; the disk is not.
    fn crash(&mut self) {
        self.running.clear();
        self.entries = Entries::new(TRIED_MAX);
        let left: Vec<EventRow> =
            self.disk.values().filter(|(_, fate)| *fate == Fate::Living).map(|(row, _)| row.clone()).collect();
        for row in left {
            self.with_entries(|entries, now| entries.arrived(row, true, now));
        }
    }

    fn pass_time(&mut self) {
        let account = self.random.below(ACCOUNTS) as usize;
        let by = match self.random.below(10) {
            0 => -(self.random.below(600_000) as i64),
            1 => self.random.below(7_200_000) as i64,
            _ => self.random.below(90_000) as i64,
        };
        self.clocks[account] += by;
        self.with_entries(|entries, now| entries.tick(now));
    }

    fn step(&mut self, step: u64) {
        match self.random.below(10) {
            0..=3 => self.arrive(step),
            4..=6 => self.end(),
            7 | 8 => self.pass_time(),
            _ => {
                if self.random.below(10) == 0 {
                    self.crash();
                }
            }
        }
    }

    /// Everything ends once nothing new comes and time goes on.
    fn drain(&mut self) {
        for _ in 0..10_000 {
            if self.disk.values().all(|(_, fate)| *fate != Fate::Living) {
                assert!(self.entries.is_empty(), "something is left in memory");
                return;
            }
            if self.running.is_empty() {
                self.clocks.iter_mut().for_each(|clock| *clock += 60_000);
                self.with_entries(|entries, now| entries.tick(now));
            }
            self.end();
        }
        panic!("events are left that nobody tries");
    }
}

fn play(seed: u64) {
    let mut world = World::new(seed);
    for step in 0..STEPS {
        world.step(step);
    }
    world.drain();
    assert!(world.runs.values().all(|count| *count == 1), "two runs with one id");
}

#[test]
fn no_event_is_lost_and_none_is_tried_after_it_was_finished() {
    for seed in 0..SEEDS {
        if std::panic::catch_unwind(|| play(seed)).is_err() {
            panic!("the history of seed {seed} breaks the queue");
        }
    }
}

#[test]
fn functions_take_turns_however_many_events_one_of_them_has() {
    let mut entries = Entries::new(1);
    let account = AccountId::from_number(0);
    let row = |number: u64, function: &str| EventRow {
        id: RunId::parse(format!("{number:08x}-0000-4000-9000-000000000000")).unwrap(),
        account: account.clone(),
        function: FunctionName::parse(function).unwrap(),
        target: Target::Latest,
        source: RunSource::ApiEvent,
        said: Said::default(),
        lineage: Lineage::new(),
        attempts: 0,
        reason: String::new(),
        accepted_at: UnixMillis(0),
        due_at: UnixMillis(0),
        bytes: 2,
    };
    let now = |_: &AccountId| UnixMillis(0);
    let mut tried = Vec::new();
    for number in 0..100 {
        tried.extend(entries.arrived(row(number, "greedy"), false, now));
    }
    entries.arrived(row(100, "modest"), false, now);
    let order: Vec<String> = (0..3)
        .map(|_| {
            let trial = tried.pop().unwrap();
            tried.extend(entries.gone(&trial.row.id, true, now));
            trial.row.function.to_string()
        })
        .collect();
    assert_eq!(order, ["greedy", "greedy", "modest"]);
}
