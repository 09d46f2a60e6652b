//! Hundreds of histories from seeds: messages arrive, batches are done, fail in whole or in part, time out and find no room, answers
//! get lost, deletions fail, the server crashes at any moment, the mapping is switched off and on, and the clock is skipped ahead
//! and set back. A model of the queue says what must be true.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::machine::{Action, Arrival, BatchId, End, Event, Key, Limits, Machine};
use api::time::UnixMillis;
use std::collections::{BTreeMap, HashMap, HashSet};

const SEEDS: u64 = 10_000;
const STEPS: u64 = 250;
const VISIBILITY_MS: i64 = 30_000;
const RECEIVES_MAX: u32 = 4;
const GROUPS: u64 = 3;

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

    fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }
}

/// A message in the queue.
#[derive(Debug, Clone)]
struct Message {
    group: Option<String>,
    is_wanted: bool,
    visible_at: i64,
    receives: u32,
    receipt: u64,
    /// The function was done with it, at least once.
    was_done: bool,
}

/// The queue survives a crash; what is on the way does not.
struct World {
    random: Random,
    now: i64,
    is_fifo: bool,
    limits: Limits,
    is_on: bool,
    queue: BTreeMap<u64, Message>,
    sent: u64,
    receipts: u64,
    dead: HashSet<u64>,
    machine: Machine,
    /// What the process knows: of each key the message and its receipt.
    held: HashMap<Key, (u64, u64)>,
    last_key: u64,
    receives: Vec<usize>,
    running: Vec<(BatchId, Vec<Key>)>,
    deletions: Vec<(BatchId, Vec<Key>)>,
    /// Of each group the messages in the order in which the function was first done with them.
    order: HashMap<String, Vec<u64>>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let is_fifo = random.one_in(2);
        let window_ms = if is_fifo { 0 } else { [0, 1_000, 20_000][random.below(3) as usize] };
        let batch_size = if window_ms > 0 { 12 } else { 1 + random.below(5) as usize };
        let limits = Limits { batch_size, window_ms, concurrency_max: [2, 3, 1_000][random.below(3) as usize] };
        let mut world = Self {
            random,
            now: 1_000_000,
            is_fifo,
            limits,
            is_on: true,
            queue: BTreeMap::new(),
            sent: 0,
            receipts: 0,
            dead: HashSet::new(),
            machine: Machine::new(),
            held: HashMap::new(),
            last_key: 0,
            receives: Vec::new(),
            running: Vec::new(),
            deletions: Vec::new(),
            order: HashMap::new(),
        };
        world.tell(Event::Set(Some(limits)));
        world
    }

    fn tell(&mut self, event: Event) {
        let actions = self.machine.step(event, UnixMillis(self.now));
        for action in actions {
            self.carry_out(action);
        }
        self.check();
    }

    fn carry_out(&mut self, action: Action) {
        match action {
            Action::Receive { max } => {
                assert!(self.is_on, "a queue is read whose mapping is off");
                assert!((1..=self.limits.batch_size).contains(&max), "{max} messages are asked for");
                self.receives.push(max);
            }
            Action::Invoke { batch, keys } => {
                assert!(self.is_on, "a batch is begun whose mapping is off");
                assert!(!keys.is_empty() && keys.len() <= self.limits.batch_size, "a batch of {} messages", keys.len());
                self.running.push((batch, keys));
            }
            Action::Delete { batch, keys } => {
                for key in &keys {
                    let message = &self.queue.get(&self.held[key].0);
                    let may = message.is_none_or(|message| message.was_done || !message.is_wanted);
                    assert!(may, "a message is deleted that was neither done nor filtered out");
                }
                self.deletions.push((batch, keys));
            }
            Action::GiveBack(keys) => {
                for key in keys {
                    let (id, receipt) = self.held.remove(&key).unwrap();
                    if let Some(message) = self.queue.get_mut(&id).filter(|message| message.receipt == receipt) {
                        message.visible_at = self.now;
                    }
                }
            }
            Action::Forget(keys) => {
                for key in keys {
                    assert!(self.held.remove(&key).is_some(), "forgotten twice");
                }
            }
        }
    }

    /// What is true at any time.
    fn check(&self) {
        assert!(self.receives.len() <= 1, "two receives at once");
        assert!(self.running.len() <= self.limits.concurrency_max as usize, "too many batches at once");
        let begun: Vec<HashSet<&String>> = self.running.iter().map(|(_, keys)| self.groups_of(keys)).collect();
        for (i, groups) in begun.iter().enumerate() {
            let shared = begun[..i].iter().any(|others| !others.is_disjoint(groups));
            assert!(!shared, "messages of one group are in two batches at once");
        }
        let named: usize = self.running.iter().chain(&self.deletions).map(|(_, keys)| keys.len()).sum();
        assert!(named + self.machine.gathered() <= self.held.len(), "something is worked on that is not held");
    }

    fn groups_of(&self, keys: &[Key]) -> HashSet<&String> {
        keys.iter().filter_map(|key| self.queue.get(&self.held[key].0)?.group.as_ref()).collect()
    }

    fn send(&mut self) {
        self.sent += 1;
        let group = self.is_fifo.then(|| format!("g{}", self.random.below(GROUPS)));
        let is_wanted = !self.random.one_in(5);
        let message = Message { group, is_wanted, visible_at: self.now, receives: 0, receipt: 0, was_done: false };
        self.queue.insert(self.sent, message);
        // The signal is lost now and then: time brings the message all the same.
        if !self.random.one_in(10) {
            self.tell(Event::News);
        }
    }

    /// What SQS does: hides, counts, moves to the dead-letter queue, and holds back the rest of a group.
    fn receive(&mut self, max: usize) -> Vec<Arrival> {
        let mut arrivals = Vec::new();
        let mut locked: HashSet<String> = HashSet::new();
        for message in self.queue.values().filter(|message| message.visible_at > self.now) {
            locked.extend(message.group.clone());
        }
        let mut dead = Vec::new();
        for (id, message) in &mut self.queue {
            if arrivals.len() == max || message.visible_at > self.now {
                continue;
            }
            if message.group.as_ref().is_some_and(|group| locked.contains(group)) {
                continue;
            }
            if message.receives == RECEIVES_MAX {
                dead.push(*id);
                continue;
            }
            message.receives += 1;
            self.receipts += 1;
            (message.receipt, message.visible_at) = (self.receipts, self.now + VISIBILITY_MS);
            self.last_key += 1;
            let key = Key(self.last_key);
            self.held.insert(key, (*id, self.receipts));
            let bytes = if self.random.one_in(20) { 3_000_000 } else { 500 };
            let (group, is_wanted) = (message.group.clone(), message.is_wanted);
            arrivals.push(Arrival { key, group, bytes, hidden_until: UnixMillis(self.now + VISIBILITY_MS), is_wanted });
        }
        for id in dead {
            self.queue.remove(&id);
            self.dead.insert(id);
        }
        arrivals
    }

    fn answer_receive(&mut self) {
        let Some(max) = self.receives.pop() else { return };
        if self.random.one_in(12) {
            return self.tell(Event::Trouble);
        }
        let arrivals = self.receive(max);
        let is_drained = arrivals.len() < max;
        let next_visible = self.queue.values().map(|message| UnixMillis(message.visible_at)).min();
        self.tell(Event::Received { arrivals, is_drained, next_visible });
    }

    fn end_batch(&mut self) {
        if self.running.is_empty() {
            return;
        }
        let place = self.random.below(self.running.len() as u64) as usize;
        let (batch, keys) = self.running.swap_remove(place);
        let end = match self.random.below(8) {
            0 | 1 => End::Failed,
            2 => End::NoRoom,
            3 => End::TooLate,
            4 => self.done(&keys, self.random_cut(keys.len())),
            _ => self.done(&keys, keys.len()),
        };
        self.tell(Event::Ended { batch, end });
    }

    fn random_cut(&self, length: usize) -> usize {
        (self.now as usize / 7) % (length + 1)
    }

    /// The function is done with the first `count`, as one does that keeps the order of groups.
    fn done(&mut self, keys: &[Key], count: usize) -> End {
        for key in &keys[..count] {
            let id = self.held[key].0;
            let Some(message) = self.queue.get_mut(&id) else { continue };
            assert!(message.is_wanted, "the function gets what no filter lets through");
            if let Some(group) = message.group.as_ref().filter(|_| !message.was_done) {
                self.order.entry(group.clone()).or_default().push(id);
            }
            message.was_done = true;
        }
        End::Done { failed: keys[count..].to_vec() }
    }

    fn end_deletion(&mut self) {
        let Some((batch, keys)) = self.deletions.pop() else { return };
        let fails = self.random.one_in(6);
        let mut kept = Vec::new();
        for key in keys {
            let (id, receipt) = self.held[&key];
            let is_newest = self.queue.get(&id).is_none_or(|message| message.receipt == receipt);
            if fails || !is_newest {
                kept.push(key);
                continue;
            }
            self.queue.remove(&id);
            self.held.remove(&key);
        }
        self.tell(Event::Deleted { batch, kept });
    }

    /// Memory is gone; the queue is not.
    fn crash(&mut self) {
        self.machine = Machine::new();
        self.held.clear();
        self.receives.clear();
        self.running.clear();
        self.deletions.clear();
        self.switch(self.is_on);
    }

    fn switch(&mut self, is_on: bool) {
        self.is_on = is_on;
        self.tell(Event::Set(is_on.then_some(self.limits)));
    }

    fn pass_time(&mut self) {
        self.now += match self.random.below(12) {
            0 => -(self.random.below(120_000) as i64),
            1 => self.random.below(3_600_000) as i64,
            2..=5 => self.random.below(20_000) as i64,
            _ => self.random.below(1_500) as i64,
        };
        self.tell(Event::Tick);
    }

    fn step(&mut self) {
        match self.random.below(20) {
            0..=4 => self.send(),
            5..=8 => self.answer_receive(),
            9..=12 => self.end_batch(),
            13..=15 => self.end_deletion(),
            16..=18 => self.pass_time(),
            _ => match self.random.below(6) {
                0 => self.crash(),
                1 => self.switch(!self.is_on),
                _ => {}
            },
        }
    }

    /// Once nothing new comes and the function is always done, everything is worked off.
    fn drain(&mut self) {
        self.switch(true);
        for _ in 0..5_000 {
            if self.queue.is_empty() && self.machine.in_flight() == 0 {
                break;
            }
            if let Some(max) = self.receives.pop() {
                let arrivals = self.receive(max);
                let is_drained = arrivals.len() < max;
                let next_visible = self.queue.values().map(|message| UnixMillis(message.visible_at)).min();
                self.tell(Event::Received { arrivals, is_drained, next_visible });
            } else if let Some((batch, keys)) = self.running.pop() {
                let end = self.done(&keys, keys.len());
                self.tell(Event::Ended { batch, end });
            } else if !self.deletions.is_empty() {
                self.end_deletion();
            } else {
                let next = self.machine.waits().map_or(self.now + 1_000, |waiting| waiting.until.0);
                self.now = next.max(self.now + 1);
                self.tell(Event::Tick);
            }
        }
        assert!(self.queue.is_empty(), "{} messages are left that nobody reads", self.queue.len());
        self.switch(false);
        for _ in 0..50 {
            self.end_deletion();
            if let Some(max) = self.receives.pop() {
                let arrivals = self.receive(max);
                self.tell(Event::Received { arrivals, is_drained: true, next_visible: None });
            }
            self.now += 60_000;
            self.tell(Event::Tick);
        }
        assert!(self.machine.is_idle() && self.held.is_empty(), "something is left in memory: {:?}", self.machine);
    }

    /// Within a group the function was first done with messages in their order; none was lost.
    fn check_end(&self) {
        for (group, done) in &self.order {
            assert!(done.is_sorted(), "the order of {group} was broken: {done:?}");
        }
    }
}

fn play(seed: u64) {
    let mut world = World::new(seed);
    for _ in 0..STEPS {
        world.step();
    }
    world.drain();
    world.check_end();
}

#[test]
fn no_message_is_lost_none_is_deleted_undone_and_groups_keep_their_order() {
    for seed in 0..SEEDS {
        if let Err(panic) = std::panic::catch_unwind(|| play(seed)) {
            eprintln!("the history of seed {seed} breaks the poller");
            std::panic::resume_unwind(panic);
        }
    }
}

fn arrivals(keys: std::ops::Range<u64>) -> Vec<Arrival> {
    let one =
        |key| Arrival { key: Key(key), group: None, bytes: 100, hidden_until: UnixMillis(30_000), is_wanted: true };
    keys.map(one).collect()
}

fn invoked(actions: &[Action]) -> Vec<usize> {
    let length = |action: &Action| match action {
        Action::Invoke { keys, .. } => Some(keys.len()),
        _ => None,
    };
    actions.iter().filter_map(length).collect()
}

#[test]
fn a_window_gathers_a_batch_until_it_is_full_or_over() {
    let mut machine = Machine::new();
    let limits = Limits { batch_size: 100, window_ms: 5_000, concurrency_max: 1_000 };
    assert_eq!(machine.step(Event::Set(Some(limits)), UnixMillis(0)), [Action::Receive { max: 100 }]);
    let first = Event::Received { arrivals: arrivals(0..30), is_drained: true, next_visible: None };
    assert!(machine.step(first, UnixMillis(0)).is_empty());
    assert_eq!(machine.waits().map(|waiting| waiting.until), Some(UnixMillis(5_000)));
    assert_eq!(machine.step(Event::News, UnixMillis(1_000)), [Action::Receive { max: 70 }]);
    let more = Event::Received { arrivals: arrivals(30..50), is_drained: true, next_visible: None };
    assert!(machine.step(more, UnixMillis(1_000)).is_empty());
    assert_eq!(invoked(&machine.step(Event::Tick, UnixMillis(5_000))), [50]);
}

#[test]
fn a_batch_is_no_larger_than_an_event_may_be() {
    let mut machine = Machine::new();
    let limits = Limits { batch_size: 10, window_ms: 0, concurrency_max: 1_000 };
    machine.step(Event::Set(Some(limits)), UnixMillis(0));
    let mut large = arrivals(0..10);
    large.iter_mut().for_each(|arrival| arrival.bytes = 1_000_000);
    let received = Event::Received { arrivals: large, is_drained: false, next_visible: None };
    assert_eq!(invoked(&machine.step(received, UnixMillis(0))), [6, 4]);
}

#[test]
fn without_room_a_batch_is_tried_again_while_its_messages_are_hidden() {
    let mut machine = Machine::new();
    let limits = Limits { batch_size: 10, window_ms: 0, concurrency_max: 2 };
    machine.step(Event::Set(Some(limits)), UnixMillis(0));
    let received = Event::Received { arrivals: arrivals(0..3), is_drained: true, next_visible: None };
    let mut actions = machine.step(received, UnixMillis(0));
    let mut tried = Vec::new();
    let mut now = 0;
    while let [Action::Invoke { batch, .. }] = actions[..] {
        tried.push(now);
        machine.step(Event::Ended { batch, end: End::NoRoom }, UnixMillis(now));
        now = machine.waits().unwrap().until.0;
        actions = machine.step(Event::Tick, UnixMillis(now));
    }
    assert_eq!(tried, [0, 1_000, 3_000, 7_000, 15_000]);
    assert_eq!((now, actions), (30_000, vec![Action::Forget(vec![Key(0), Key(1), Key(2)])]));
}
