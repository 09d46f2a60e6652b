//! The events in memory, without their payloads: what the machine decides on, and what pages see.

use super::machine::{Event, Key, Machine};
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, RunId};
use api::queue::{EventState, QueuedEvent};
use api::time::UnixMillis;
use std::collections::HashMap;
use std::time::Duration;
use store::queue::EventRow;
use uuid::Uuid;

/// Events of one account that wait.
const EVENTS_MAX: u64 = 100_000;
/// Bytes of their payloads.
const EVENT_BYTES_OF_ACCOUNT_MAX: u64 = 1_024 * 1_024 * 1_024;

/// One attempt that is to be made now.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    /// The event.
    pub(crate) row: EventRow,
    /// The run that it is to be.
    pub(crate) run: RunId,
    /// Attempts that found no room, one after the other.
    pub(super) throttles: u32,
}

impl Trial {
    /// No attempt: an event that is given up while it waits.
    pub(super) fn given_up(row: EventRow) -> Self {
        let run = row.id.clone();
        Self { row, run, throttles: 0 }
    }

    /// Which attempt it is, from 1.
    pub(crate) fn number(&self) -> u32 {
        self.row.attempts + 1
    }
}

/// When an event is tried again, and why.
#[derive(Debug, Clone)]
pub(super) struct Again {
    pub(super) state: EventState,
    pub(super) attempts: u32,
    pub(super) throttles: u32,
    pub(super) due: UnixMillis,
    pub(super) reason: String,
}

#[derive(Debug)]
struct Entry {
    row: EventRow,
    state: EventState,
    throttles: u32,
    /// A run may have had the event's id already.
    is_id_used: bool,
}

#[derive(Debug, Default, Clone, Copy)]
struct Usage {
    events: u64,
    bytes: u64,
    done: u64,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Entries {
    machine: Machine,
    last: u64,
    keys: HashMap<RunId, Key>,
    entries: HashMap<Key, Entry>,
    usage: HashMap<AccountId, Usage>,
}

impl Entries {
    pub(super) fn new(tried_max: usize) -> Self {
        Self {
            machine: Machine::new(tried_max),
            last: 0,
            keys: HashMap::new(),
            entries: HashMap::new(),
            usage: HashMap::new(),
        }
    }

    /// Whether the account may have one more event of this size.
    pub(super) fn check_room(&self, account: &AccountId, bytes: u64) -> Result<(), ApiError> {
        let usage = self.usage.get(account).copied().unwrap_or_default();
        let message = if usage.events >= EVENTS_MAX {
            format!("{} events of this account wait, the limit is {EVENTS_MAX}", usage.events)
        } else if usage.bytes + bytes > EVENT_BYTES_OF_ACCOUNT_MAX {
            let waiting = usage.bytes;
            format!("events of {waiting} bytes wait in this account, the limit is {EVENT_BYTES_OF_ACCOUNT_MAX} bytes")
        } else {
            return Ok(());
        };
        Err(ApiError::new(ErrorCode::TooManyRequests, format!("{message}; wait until some are done, or drop them")))
    }

    /// An event is on disk. `is_left` says that an earlier server left it.
    pub(super) fn arrived(
        &mut self,
        row: EventRow,
        is_left: bool,
        now: impl Fn(&AccountId) -> UnixMillis,
    ) -> Vec<Trial> {
        self.last += 1;
        let key = Key(self.last);
        let usage = self.usage.entry(row.account.clone()).or_default();
        usage.events += 1;
        usage.bytes += row.bytes;
        let (lane, due) = ((row.account.clone(), row.function.clone()), row.due_at);
        self.keys.insert(row.id.clone(), key);
        let state = if row.attempts > 0 { EventState::Retrying } else { EventState::Waiting };
        let is_id_used = is_left || row.attempts > 0;
        self.entries.insert(key, Entry { row, state, throttles: 0, is_id_used });
        self.step(Event::Arrived { key, lane, due }, now)
    }

    /// It is tried again.
    pub(super) fn again(&mut self, event: &RunId, again: Again, now: impl Fn(&AccountId) -> UnixMillis) -> Vec<Trial> {
        let Some(key) = self.keys.get(event).copied() else { return Vec::new() };
        let Again { state, attempts, throttles, due, reason } = again;
        if let Some(entry) = self.entries.get_mut(&key) {
            (entry.state, entry.throttles) = (state, throttles);
            (entry.row.attempts, entry.row.due_at, entry.row.reason) = (attempts, due, reason);
        }
        self.step(Event::Due { key, due }, now)
    }

    /// Nothing more happens to it.
    pub(super) fn gone(&mut self, event: &RunId, is_done: bool, now: impl Fn(&AccountId) -> UnixMillis) -> Vec<Trial> {
        let Some(key) = self.keys.remove(event) else { return Vec::new() };
        if let Some(Entry { row, .. }) = self.entries.remove(&key)
            && let Some(usage) = self.usage.get_mut(&row.account)
        {
            usage.events -= 1;
            usage.bytes -= row.bytes;
            usage.done += u64::from(is_done);
        }
        self.step(Event::Gone { key }, now)
    }

    /// Time went by.
    pub(super) fn tick(&mut self, now: impl Fn(&AccountId) -> UnixMillis) -> Vec<Trial> {
        self.step(Event::Tick, now)
    }

    fn step(&mut self, event: Event, now: impl Fn(&AccountId) -> UnixMillis) -> Vec<Trial> {
        let keys = self.machine.step(event, now);
        keys.into_iter().filter_map(|key| self.trial(key)).collect()
    }

    fn trial(&mut self, key: Key) -> Option<Trial> {
        let entry = self.entries.get_mut(&key)?;
        entry.state = EventState::Running;
        let own = entry.row.id.clone();
        // The first attempt has the event's own id, so that it is found by what the caller was told.
        let run = if entry.is_id_used { RunId::parse(Uuid::new_v4().to_string()).ok()? } else { own };
        entry.is_id_used = true;
        Some(Trial { row: entry.row.clone(), run, throttles: entry.throttles })
    }

    /// An event of an account, and where it stands.
    pub(super) fn get(&self, account: &AccountId, event: &RunId) -> Option<(&EventRow, EventState)> {
        let entry = self.entries.get(self.keys.get(event)?)?;
        (entry.row.account == *account).then_some((&entry.row, entry.state))
    }

    pub(super) fn next_due(&self, account: &AccountId) -> Option<UnixMillis> {
        self.machine.next_due(account)
    }

    pub(super) fn shortest_wait(&self, until: impl Fn(&AccountId, UnixMillis) -> Option<Duration>) -> Option<Duration> {
        self.machine.shortest_wait(until)
    }

    /// Whether nothing is left.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.machine.is_empty() && self.keys.is_empty() && self.entries.is_empty()
    }

    /// Events of an account that are done.
    pub(super) fn done(&self, account: &AccountId) -> u64 {
        self.usage.get(account).map_or(0, |usage| usage.done)
    }

    /// Events of an account.
    pub(super) fn of(&self, account: &AccountId) -> impl Iterator<Item = (Key, EventState, &EventRow)> {
        let entries = self.entries.iter().filter(move |(_, entry)| entry.row.account == *account);
        entries.map(|(key, entry)| (*key, entry.state, &entry.row))
    }
}

/// As pages see it.
pub(super) fn shown(row: &EventRow, state: EventState) -> QueuedEvent {
    QueuedEvent {
        id: row.id.clone(),
        function: row.function.clone(),
        target: row.target,
        source: row.source.clone(),
        state,
        attempts: row.attempts,
        accepted_at: row.accepted_at,
        due_at: row.due_at,
        reason: row.reason.clone(),
        dead_letter: None,
    }
}
