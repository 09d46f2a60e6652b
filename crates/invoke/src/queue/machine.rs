//! Which event is tried now: a state machine without IO, clock or locks, so that a seed plays thousands of histories in a test.
//!
//! Properties wanted: an event is tried only when it is due on its account's clock and never twice at once; no more are tried at
//! once than there is room for; functions take turns, however many events one of them has; of one function's events the one that
//! is due first goes first, and of those due at once the one that came first.

use api::id::{AccountId, FunctionName};
use api::time::UnixMillis;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::Duration;

/// Nothing waits longer than the longest wait after a throttle; what seems to was put off before its clock was set back, and is due.
const WAIT_MS_MAX: u64 = super::settle::THROTTLE_WAIT_MS_MAX.unsigned_abs();

/// An event, to the machine: 1, 2, 3 … in the order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(pub(crate) u64);

/// Whose event it is, and whom it is for.
pub(crate) type Lane = (AccountId, FunctionName);

/// What happens to the machine.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// An event is on disk.
    Arrived { key: Key, lane: Lane, due: UnixMillis },
    /// It is to be tried at another time; if it was being tried, that is over.
    Due { key: Key, due: UnixMillis },
    /// Nothing more happens to it.
    Gone { key: Key },
    /// Time went by.
    Tick,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Waiting { due: UnixMillis },
    Tried,
}

/// The state.
#[derive(Debug)]
pub(crate) struct Machine {
    tried_max: usize,
    tried: usize,
    events: HashMap<Key, (Lane, Place)>,
    lanes: HashMap<Lane, BTreeSet<(UnixMillis, Key)>>,
    /// Lanes with events that wait, the next one in front.
    turns: VecDeque<Lane>,
}

impl Machine {
    /// `tried_max` events are tried at once.
    pub(crate) fn new(tried_max: usize) -> Self {
        Self { tried_max, tried: 0, events: HashMap::new(), lanes: HashMap::new(), turns: VecDeque::new() }
    }

    /// Takes one event and says which events are to be tried now. `now` is each account's time.
    pub(crate) fn step(&mut self, event: Event, now: impl Fn(&AccountId) -> UnixMillis) -> Vec<Key> {
        match event {
            Event::Arrived { key, lane, due } => self.put(key, lane, due),
            Event::Due { key, due } => {
                if let Some(lane) = self.take(key) {
                    self.put(key, lane, due);
                }
            }
            Event::Gone { key } => {
                self.take(key);
            }
            Event::Tick => {}
        }
        self.try_due(now)
    }

    /// When the next event of an account that waits is due.
    pub(crate) fn next_due(&self, account: &AccountId) -> Option<UnixMillis> {
        let lanes = self.lanes.iter().filter(|((owner, _), _)| owner == account);
        lanes.filter_map(|(_, waiting)| waiting.first()).map(|(due, _)| *due).min()
    }

    /// Of all accounts the event that is waited for the shortest; nothing while there is no room anyway. `until` is how long it
    /// is until a time of an account, or nothing while its clock stands still.
    pub(crate) fn shortest_wait(&self, until: impl Fn(&AccountId, UnixMillis) -> Option<Duration>) -> Option<Duration> {
        if self.tried >= self.tried_max {
            return None;
        }
        let first = |((account, _), waiting): (&Lane, &BTreeSet<(UnixMillis, Key)>)| until(account, waiting.first()?.0);
        self.lanes.iter().filter_map(first).min()
    }

    fn put(&mut self, key: Key, lane: Lane, due: UnixMillis) {
        let waiting = self.lanes.entry(lane.clone()).or_default();
        if waiting.is_empty() {
            self.turns.push_back(lane.clone());
        }
        waiting.insert((due, key));
        self.events.insert(key, (lane, Place::Waiting { due }));
    }

    fn take(&mut self, key: Key) -> Option<Lane> {
        let (lane, place) = self.events.remove(&key)?;
        match place {
            Place::Tried => self.tried -= 1,
            Place::Waiting { due } => {
                let is_empty = self.lanes.get_mut(&lane).is_some_and(|waiting| {
                    waiting.remove(&(due, key));
                    waiting.is_empty()
                });
                if is_empty {
                    self.lanes.remove(&lane);
                    self.turns.retain(|turn| *turn != lane);
                }
            }
        }
        Some(lane)
    }

    /// Each lane in turn gives one that is due, until none has any or there is no more room.
    fn try_due(&mut self, now: impl Fn(&AccountId) -> UnixMillis) -> Vec<Key> {
        let mut tried = Vec::new();
        let mut without = 0;
        while self.tried < self.tried_max && without < self.turns.len() {
            let Some(lane) = self.turns.pop_front() else { break };
            match self.first_due(&lane, now(&lane.0)) {
                Some(key) => {
                    self.events.insert(key, (lane.clone(), Place::Tried));
                    self.tried += 1;
                    tried.push(key);
                    without = 0;
                }
                None => without += 1,
            }
            match self.lanes.get(&lane) {
                Some(waiting) if !waiting.is_empty() => self.turns.push_back(lane),
                _ => {
                    self.lanes.remove(&lane);
                }
            }
        }
        tried
    }

    fn first_due(&mut self, lane: &Lane, now: UnixMillis) -> Option<Key> {
        let waiting = self.lanes.get_mut(lane)?;
        match waiting.first() {
            Some((due, _)) if *due <= now || due.since(now) > WAIT_MS_MAX => waiting.pop_first().map(|(_, key)| key),
            _ => None,
        }
    }

    /// Whether nothing is left of what was there.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.lanes.is_empty() && self.turns.is_empty() && self.tried == 0
    }
}
