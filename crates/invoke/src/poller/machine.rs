//! What a mapping does next: a state machine without IO, clock or locks, so that a seed plays thousands of histories in a test.
//!
//! Properties wanted: a message is deleted only after its batch was done, or because a filter does not let it through; no more
//! batches are worked off at once than may be; messages of one group are never in two batches that are worked off at once, nor does
//! a later one overtake; a batch without room is tried again for as long as its messages are hidden, so that it costs each of them
//! one receive and not many. What is in memory is lost in a crash and comes again when it is visible again.
//!
//! How many batches are worked off at once is as on Lambda: five at first, five more each second while there is work, half as many
//! after a failure or without room, never more than the mapping or Lambda allows.

use super::batch::{Batch, Stage};
use api::mapping::{Waiting, WaitsFor};
use api::run::PAYLOAD_BYTES_MAX;
use api::time::UnixMillis;
use std::collections::{BTreeMap, BTreeSet};

/// Batches that are worked off at once when a queue begins to be read.
const CONCURRENCY_AT_FIRST: u32 = 5;
/// One more batch at once each time this has gone by.
const GROWS_EVERY_MS: u64 = 200;
/// Wait before a batch without room, or a deletion that failed, is tried again; doubled each time.
const WAIT_MS: i64 = 1_000;
/// Longest such wait.
const WAIT_MS_MAX: i64 = 60_000;
/// No wait of the machine's own is longer than the longest window; what seems to be was set before its clock was set back.
const OWN_WAIT_MS_MAX: u64 = api::mapping::WINDOW_S_MAX as u64 * 1_000;
/// Bytes of an event beside its records.
const FRAME_BYTES: usize = 64;

/// A message, to the machine: 1, 2, 3 … in the order in which they were received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key(pub(super) u64);

/// A batch: 1, 2, 3 … in the order in which they were put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct BatchId(pub(super) u64);

/// How the mapping is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) batch_size: usize,
    pub(super) window_ms: i64,
    pub(super) concurrency_max: u32,
}

/// A message that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) key: Key,
    pub(super) group: Option<String>,
    /// Of its record in the event.
    pub(super) bytes: usize,
    pub(super) hidden_until: UnixMillis,
    /// Whether the filters let it through.
    pub(super) is_wanted: bool,
}

/// What happens to the machine.
#[derive(Debug, Clone)]
pub(super) enum Event {
    /// Time went by.
    Tick,
    /// There may be something in the queue.
    News,
    /// What the queue gave; if that is less than was asked for, when the next message becomes visible.
    Received { arrivals: Vec<Arrival>, is_drained: bool, next_visible: Option<UnixMillis> },
    /// The queue or the function could not be asked.
    Trouble,
    /// A batch that was to be invoked ended.
    Ended { batch: BatchId, end: End },
    /// Messages were to be deleted; these could not be.
    Deleted { batch: BatchId, kept: Vec<Key> },
    /// How it is set from now on; nothing if it is switched off.
    Set(Option<Limits>),
}

/// How a batch ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// The function is done with all but these.
    Done { failed: Vec<Key> },
    /// The function failed.
    Failed,
    /// The function had no room, or a fault of ours kept it from running.
    NoRoom,
    /// It waited so long for its turn that its messages are visible again.
    TooLate,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    /// Receive at most so many messages, and report.
    Receive { max: usize },
    /// Invoke the function with these messages, and report.
    Invoke { batch: BatchId, keys: Vec<Key> },
    /// Delete these messages, and report.
    Delete { batch: BatchId, keys: Vec<Key> },
    /// Make these messages visible again, and forget them.
    GiveBack(Vec<Key>),
    /// These become visible again by themselves.
    Forget(Vec<Key>),
}

/// When the queue is looked at next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Now,
    At(UnixMillis, WaitsFor),
    OnNews,
}

/// The state.
#[derive(Debug)]
pub(super) struct Machine {
    limits: Option<Limits>,
    allowed: u32,
    grown_at: UnixMillis,
    last_batch: u64,
    /// Messages that wait for their batch to fill, until when, and their bytes.
    gathered: Vec<Arrival>,
    window_end: UnixMillis,
    batches: BTreeMap<BatchId, Batch>,
    look: Look,
    is_receiving: bool,
    has_news: bool,
    troubles: u32,
}

impl Machine {
    pub(super) fn new() -> Self {
        Self {
            limits: None,
            allowed: CONCURRENCY_AT_FIRST,
            grown_at: UnixMillis(0),
            last_batch: 0,
            gathered: Vec::new(),
            window_end: UnixMillis(0),
            batches: BTreeMap::new(),
            look: Look::Now,
            is_receiving: false,
            has_news: false,
            troubles: 0,
        }
    }

    /// Takes one event and says what is to be done. `now` is the account's time.
    pub(super) fn step(&mut self, event: Event, now: UnixMillis) -> Vec<Action> {
        let mut actions = Vec::new();
        match event {
            Event::Tick => {}
            Event::News => self.has_news = true,
            Event::Received { arrivals, is_drained, next_visible } => {
                self.received(is_drained, next_visible, now);
                self.take_in(arrivals, now);
            }
            Event::Trouble => {
                self.is_receiving = false;
                self.troubles += 1;
                self.look = Look::At(later(now, self.troubles), WaitsFor::Trouble);
            }
            Event::Ended { batch, end } => self.ended(batch, end, now, &mut actions),
            Event::Deleted { batch, kept } => self.deleted(batch, &kept, now),
            Event::Set(limits) => self.set(limits),
        }
        self.expire(now, &mut actions);
        self.close_batch(now);
        if self.limits.is_none() {
            self.give_back(&mut actions);
        }
        self.delete(now, &mut actions);
        self.start(now, &mut actions);
        self.look(now, &mut actions);
        actions
    }

    /// Whether there is nothing that it waits for or works on.
    pub(super) fn is_idle(&self) -> bool {
        self.limits.is_none() && !self.is_receiving && self.batches.is_empty() && self.gathered.is_empty()
    }

    /// Batches that are worked off.
    pub(super) fn in_flight(&self) -> usize {
        self.batches.values().filter(|batch| batch.is_worked_off()).count()
    }

    /// Messages that wait for their batch to fill.
    pub(super) fn gathered(&self) -> usize {
        self.gathered.len()
    }

    /// What it waits for by the clock, and until when.
    pub(super) fn waits(&self) -> Option<Waiting> {
        let has_room = self.limits.is_some() && !self.is_receiving && self.has_room();
        let look = match self.look {
            Look::At(until, why) if has_room => Some(Waiting { until, why }),
            Look::At(..) | Look::Now | Look::OnNews => None,
        };
        let window = (!self.gathered.is_empty()).then_some(Waiting { until: self.window_end, why: WaitsFor::Window });
        let may_begin = self.in_flight() < self.allowed as usize;
        let batches = self.batches.values().filter_map(|batch| batch.waits(may_begin));
        batches.chain(look).chain(window).min_by_key(|waiting| waiting.until)
    }

    fn set(&mut self, limits: Option<Limits>) {
        self.limits = limits;
        self.has_news = true;
        if let Some(limits) = limits {
            self.allowed = self.allowed.min(limits.concurrency_max);
        }
    }

    fn received(&mut self, is_drained: bool, next_visible: Option<UnixMillis>, now: UnixMillis) {
        self.is_receiving = false;
        self.troubles = 0;
        self.look = match (is_drained, next_visible) {
            (false, _) => Look::Now,
            (true, None) => Look::OnNews,
            // One that is visible and was not given is of a group that waits; its end is news. This is for what is no news.
            (true, Some(at)) => Look::At(at.max(UnixMillis(now.0.saturating_add(WAIT_MS))), WaitsFor::Visible),
        };
    }

    /// Puts messages into the batch that fills, and those that no filter lets through on the way to their deletion.
    fn take_in(&mut self, arrivals: Vec<Arrival>, now: UnixMillis) {
        let (wanted, unwanted): (Vec<_>, Vec<_>) = arrivals.into_iter().partition(|arrival| arrival.is_wanted);
        if !unwanted.is_empty() {
            self.add(Batch::filtered_out(unwanted, now));
        }
        let (size, window_ms) = self.limits.map_or((1, 0), |limits| (limits.batch_size, limits.window_ms));
        for arrival in wanted {
            let bytes: usize = self.gathered.iter().map(|other| other.bytes).sum();
            if FRAME_BYTES + bytes + arrival.bytes > PAYLOAD_BYTES_MAX || self.gathered.len() >= size {
                self.send_off();
            }
            if self.gathered.is_empty() {
                self.window_end = UnixMillis(now.0.saturating_add(window_ms));
            }
            // A window that is longer than half of the time for which a message is hidden ends then, or it would come twice.
            let half = i64::try_from(arrival.hidden_until.since(now) / 2).unwrap_or(i64::MAX);
            self.window_end = self.window_end.min(UnixMillis(now.0.saturating_add(half)));
            self.gathered.push(arrival);
        }
    }

    /// The batch that fills is ready when it is full or its window has ended.
    fn close_batch(&mut self, now: UnixMillis) {
        let size = self.limits.map_or(usize::MAX, |limits| limits.batch_size);
        if self.gathered.len() >= size || (!self.gathered.is_empty() && is_due(self.window_end, now)) {
            self.send_off();
        }
    }

    fn send_off(&mut self) {
        let messages = std::mem::take(&mut self.gathered);
        if !messages.is_empty() {
            self.add(Batch::ready(messages));
        }
    }

    fn add(&mut self, batch: Batch) {
        self.last_batch += 1;
        self.batches.insert(BatchId(self.last_batch), batch);
    }

    fn ended(&mut self, id: BatchId, end: End, now: UnixMillis, actions: &mut Vec<Action>) {
        let Some(batch) = self.batches.get_mut(&id) else { return };
        match end {
            End::Done { failed } => {
                let is_good = failed.is_empty();
                let (failed, done): (Vec<_>, Vec<_>) =
                    std::mem::take(&mut batch.messages).into_iter().partition(|message| failed.contains(&message.key));
                (batch.messages, batch.stage) = (done, Stage::ToDelete { tries: 0, due: now });
                let is_over = batch.messages.is_empty();
                forget(&failed, actions);
                if is_over {
                    self.batches.remove(&id);
                }
                if is_good {
                    self.grow(now);
                }
            }
            End::NoRoom => {
                let tries = batch.tries() + 1;
                batch.stage = Stage::NoRoom { tries, due: later(now, tries) };
                self.shrink();
            }
            End::Failed | End::TooLate => {
                forget(&batch.messages, actions);
                self.batches.remove(&id);
                self.shrink();
            }
        }
    }

    fn deleted(&mut self, id: BatchId, kept: &[Key], now: UnixMillis) {
        let Some(batch) = self.batches.get_mut(&id) else { return };
        batch.messages.retain(|message| kept.contains(&message.key));
        let tries = batch.tries() + 1;
        batch.stage = Stage::ToDelete { tries, due: later(now, tries) };
        if batch.messages.is_empty() {
            self.batches.remove(&id);
        }
    }

    fn grow(&mut self, now: UnixMillis) {
        let most = self.limits.map_or(CONCURRENCY_AT_FIRST, |limits| limits.concurrency_max);
        if now.since(self.grown_at) >= GROWS_EVERY_MS || now < self.grown_at {
            self.allowed = self.allowed.saturating_add(1).min(most);
            self.grown_at = now;
        }
    }

    fn shrink(&mut self) {
        self.allowed = (self.allowed / 2).max(1);
    }

    /// Forgets what has become visible again before anything was done with it. What was done is deleted all the same, once.
    fn expire(&mut self, now: UnixMillis, actions: &mut Vec<Action>) {
        let is_late = |message: &Arrival| message.hidden_until <= now;
        let mut late: Vec<Arrival> = self.gathered.extract_if(.., |message| is_late(message)).collect();
        for batch in self.batches.values_mut().filter(|batch| batch.can_be_late()) {
            late.extend(batch.messages.extract_if(.., |message| is_late(message)));
        }
        self.batches.retain(|_, batch| !batch.messages.is_empty());
        forget(&late, actions);
    }

    /// What was received and not begun is for others.
    fn give_back(&mut self, actions: &mut Vec<Action>) {
        self.send_off();
        let unbegun = |batch: &Batch| matches!(batch.stage, Stage::Ready | Stage::NoRoom { .. });
        let ids: Vec<BatchId> = self.batches.iter().filter(|(_, batch)| unbegun(batch)).map(|(id, _)| *id).collect();
        for id in ids {
            if let Some(batch) = self.batches.remove(&id) {
                actions.push(Action::GiveBack(batch.keys()));
            }
        }
    }

    fn delete(&mut self, now: UnixMillis, actions: &mut Vec<Action>) {
        for (id, batch) in &mut self.batches {
            if let Stage::ToDelete { tries, due } = batch.stage
                && is_due(due, now)
            {
                batch.stage = Stage::Deleting { tries };
                actions.push(Action::Delete { batch: *id, keys: batch.keys() });
            }
        }
    }

    /// Begins batches in their order, as many as may be; one that shares a group with an earlier one waits for it.
    fn start(&mut self, now: UnixMillis, actions: &mut Vec<Action>) {
        let mut in_flight = self.in_flight();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (id, batch) in &mut self.batches {
            let is_due = match batch.stage {
                Stage::Ready => true,
                Stage::NoRoom { due, .. } => is_due(due, now),
                Stage::Running { .. } | Stage::ToDelete { .. } | Stage::Deleting { .. } => false,
            };
            let is_free = batch.groups().all(|group| !taken.contains(group));
            if is_due && is_free && in_flight < self.allowed as usize {
                batch.stage = Stage::Running { tries: batch.tries() };
                in_flight += 1;
                actions.push(Action::Invoke { batch: *id, keys: batch.keys() });
            }
            taken.extend(batch.groups().map(str::to_owned));
        }
    }

    /// Whether one more batch may be put together.
    fn has_room(&self) -> bool {
        let batches = self.batches.values().filter(|batch| batch.is_invocation).count();
        batches < self.allowed as usize
    }

    /// Asks the queue, when it is time and there is room for what it may give.
    fn look(&mut self, now: UnixMillis, actions: &mut Vec<Action>) {
        let Some(limits) = self.limits else { return };
        let is_time = match self.look {
            Look::Now => true,
            Look::At(at, WaitsFor::Visible) => at <= now,
            Look::At(at, _) => is_due(at, now),
            Look::OnNews => false,
        };
        if self.is_receiving || !self.has_room() || !(is_time || self.has_news) {
            return;
        }
        (self.is_receiving, self.has_news) = (true, false);
        actions.push(Action::Receive { max: limits.batch_size - self.gathered.len() });
    }
}

fn forget(messages: &[Arrival], actions: &mut Vec<Action>) {
    if !messages.is_empty() {
        actions.push(Action::Forget(messages.iter().map(|message| message.key).collect()));
    }
}

/// When something is tried again, the `tries`-th time.
fn later(now: UnixMillis, tries: u32) -> UnixMillis {
    let doubled = WAIT_MS.saturating_mul(1_i64 << tries.saturating_sub(1).min(16));
    UnixMillis(now.0.saturating_add(doubled.min(WAIT_MS_MAX)))
}

fn is_due(due: UnixMillis, now: UnixMillis) -> bool {
    due <= now || due.since(now) > OWN_WAIT_MS_MAX
}
