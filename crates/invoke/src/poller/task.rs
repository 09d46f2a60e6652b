//! The task of one mapping: carries out what its machine decides, and tells it what happens.
//!
//! ```text
//! Task::run ─┬─ Tools::receive    at most one
//!            ├─ Tools::invoke     one a batch, as many as the machine allows
//!            ├─ Tools::delete     one a batch that was done
//!            └─ Tools::give_back  one a batch that is not begun when the mapping is switched off
//! ```

use super::machine::{Action, Arrival, Event, Key, Limits, Machine};
use super::record;
use super::work::{Got, Held, Invocation, Report, Tools};
use crate::{Inner, Phase};
use api::clock::Clock;
use api::event_pattern::EventPattern;
use api::mapping::{CONCURRENCY_MAX, LastResult, Mapping, Polling};
use api::sqs::queues::Queues;
use api::time::UnixMillis;
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

/// Longest nap before the queue is looked at although nothing says that there is something: for what no signal told of.
const NAP_MAX: Duration = Duration::from_secs(30);
/// Shortest nap.
const NAP_MIN: Duration = Duration::from_millis(10);

/// What woke a task.
enum Woken {
    Done(Result<Report, JoinError>),
    News,
    Time,
    NothingForLong,
    Wanted,
}

/// What changes outside.
struct Signals {
    news: watch::Receiver<u64>,
    clocks: watch::Receiver<u64>,
    phase: watch::Receiver<Phase>,
    wanted: watch::Receiver<Option<Mapping>>,
}

pub(super) struct Task {
    inner: Weak<Inner>,
    clock: Option<Arc<Clock>>,
    queues: Arc<dyn Queues>,
    mapping: Arc<Mapping>,
    patterns: Arc<[EventPattern]>,
    machine: Machine,
    held: HashMap<Key, Held>,
    hidden: HashMap<Key, UnixMillis>,
    last_key: u64,
    last: Option<LastResult>,
    jobs: JoinSet<Report>,
}

impl Task {
    pub(super) fn new(inner: Weak<Inner>, queues: Arc<dyn Queues>, mapping: Mapping) -> Self {
        Self {
            clock: inner.upgrade().map(|inner| Arc::clone(&inner.clock)),
            inner,
            queues,
            mapping: Arc::new(mapping),
            patterns: Arc::default(),
            machine: Machine::new(),
            held: HashMap::new(),
            hidden: HashMap::new(),
            last_key: 0,
            last: None,
            jobs: JoinSet::new(),
        }
    }

    /// Returns when the mapping is switched off, or the server stops, and nothing is left to be done.
    pub(super) async fn run(mut self, wanted: watch::Receiver<Option<Mapping>>) {
        let Some(strong) = self.inner.upgrade() else { return };
        let news = self.queues.changes(&self.mapping.source);
        let mut signals = Signals { news, clocks: strong.clock.subscribe(), phase: strong.phase.subscribe(), wanted };
        drop(strong);
        self.set(&mut signals);
        loop {
            let woken = self.wait(&mut signals).await;
            match woken {
                Woken::Done(Ok(report)) => self.reported(report),
                Woken::Done(Err(error)) => self.begin_anew(&error, &mut signals),
                Woken::News | Woken::NothingForLong => self.step(Event::News),
                Woken::Time => self.step(Event::Tick),
                Woken::Wanted => self.set(&mut signals),
            }
            let Some(strong) = self.inner.upgrade() else { return };
            let is_stopping = strong.is_stopping();
            if self.machine.is_idle() && self.jobs.is_empty() && strong.pollers.end(&self.mapping.id, is_stopping) {
                return;
            }
        }
    }

    async fn wait(&mut self, signals: &mut Signals) -> Woken {
        let (nap, or_else) = self.nap();
        tokio::select! {
            Some(done) = self.jobs.join_next() => Woken::Done(done),
            () = changed(&mut signals.news) => Woken::News,
            () = changed(&mut signals.clocks) => Woken::Time,
            () = changed(&mut signals.wanted) => Woken::Wanted,
            () = changed(&mut signals.phase) => Woken::Wanted,
            () = tokio::time::sleep(nap) => or_else,
        }
    }

    /// Until what the machine waits for is due on the account's clock, if that goes.
    fn nap(&self) -> (Duration, Woken) {
        let due = self.machine.waits().map(|waiting| waiting.until);
        let left = due.zip(self.clock.as_ref()).and_then(|(due, clock)| clock.until(&self.mapping.account, due));
        match left {
            Some(left) if left < NAP_MAX => (left.max(NAP_MIN), Woken::Time),
            _ => (NAP_MAX, Woken::NothingForLong),
        }
    }

    /// Takes over how the mapping is to be.
    fn set(&mut self, signals: &mut Signals) {
        let wanted = signals.wanted.borrow_and_update().clone();
        let is_open = *signals.phase.borrow_and_update() == Phase::Open;
        let Some(mapping) = wanted.filter(|_| is_open) else { return self.step(Event::Set(None)) };
        match mapping.settings.patterns() {
            Ok(patterns) => self.patterns = patterns.into(),
            Err(error) => {
                tracing::error!(%error, mapping.id = %mapping.id, "a stored filter cannot be read; the mapping does nothing");
                self.say(Some(error.message));
                return self.step(Event::Set(None));
            }
        }
        let limits = limits_of(&mapping);
        self.mapping = Arc::new(mapping);
        self.step(Event::Set(Some(limits)));
    }

    /// Something of ours broke: as after a crash, what is in memory is let go and comes again.
    fn begin_anew(&mut self, error: &JoinError, signals: &mut Signals) {
        tracing::error!(%error, mapping.id = %self.mapping.id, "the work of a mapping broke off; it begins anew");
        (self.machine, self.jobs) = (Machine::new(), JoinSet::new());
        self.held.clear();
        self.hidden.clear();
        self.set(signals);
    }

    fn reported(&mut self, report: Report) {
        match report {
            Report::Received(Ok(got)) => {
                let event = self.take_in(got);
                self.step(event);
            }
            Report::Received(Err(problem)) => {
                self.say(Some(problem));
                self.step(Event::Trouble);
            }
            Report::Ended { batch, end, problem } => {
                self.say(problem);
                self.step(Event::Ended { batch, end });
            }
            Report::Deleted { batch, gone, kept } => {
                self.forget(&gone);
                self.step(Event::Deleted { batch, kept });
            }
            Report::GivenBack => self.step(Event::Tick),
        }
    }

    fn take_in(&mut self, got: Got) -> Event {
        let Got { messages, hidden_until, is_drained, next_visible } = got;
        let mut arrivals = Vec::with_capacity(messages.len());
        for held in messages {
            self.last_key += 1;
            let key = Key(self.last_key);
            let (group, bytes, is_wanted) = (held.group.clone(), held.record.len() + 1, held.is_wanted);
            arrivals.push(Arrival { key, group, bytes, hidden_until, is_wanted });
            self.held.insert(key, held);
            self.hidden.insert(key, hidden_until);
        }
        Event::Received { arrivals, is_drained, next_visible }
    }

    fn step(&mut self, event: Event) {
        let Some(inner) = self.inner.upgrade() else { return };
        let now = inner.clock.now_of(&self.mapping.account);
        for action in self.machine.step(event, now) {
            self.carry_out(&inner, action);
        }
        let seen = Polling {
            is_on: true,
            in_flight: u32::try_from(self.machine.in_flight()).unwrap_or(u32::MAX),
            gathered: u32::try_from(self.machine.gathered()).unwrap_or(u32::MAX),
            last: self.last.clone(),
            waits: self.machine.waits(),
        };
        inner.pollers.see(&self.mapping.id, seen);
    }

    fn carry_out(&mut self, inner: &Arc<Inner>, action: Action) {
        let tools = Tools {
            inner: Arc::clone(inner),
            queues: Arc::clone(&self.queues),
            mapping: Arc::clone(&self.mapping),
            patterns: Arc::clone(&self.patterns),
        };
        match action {
            Action::Receive { max } => {
                self.jobs.spawn(tools.receive(max));
            }
            Action::Invoke { batch, keys } => {
                let held: Vec<&Held> = keys.iter().filter_map(|key| self.held.get(key)).collect();
                let payload = record::event(held.iter().map(|held| held.record.as_str()));
                let ids = held.iter().map(|held| held.id.clone()).collect();
                let hidden_until = keys.iter().filter_map(|key| self.hidden.get(key)).min().copied();
                let hidden_until = hidden_until.unwrap_or(UnixMillis(i64::MIN));
                self.jobs.spawn(tools.invoke(Invocation { batch, keys, ids, payload, hidden_until }));
            }
            Action::Delete { batch, keys } => {
                let receipts =
                    keys.iter().filter_map(|key| Some((*key, self.held.get(key)?.receipt.clone()))).collect();
                self.jobs.spawn(tools.delete(batch, receipts));
            }
            Action::GiveBack(keys) => {
                let receipts = keys.iter().filter_map(|key| Some(self.held.get(key)?.receipt.clone())).collect();
                self.forget(&keys);
                self.jobs.spawn(tools.give_back(receipts));
            }
            Action::Forget(keys) => self.forget(&keys),
        }
    }

    fn forget(&mut self, keys: &[Key]) {
        for key in keys {
            self.held.remove(key);
            self.hidden.remove(key);
        }
    }

    /// What the last result is.
    fn say(&mut self, problem: Option<String>) {
        let Some(clock) = &self.clock else { return };
        self.last = Some(LastResult { at: clock.now_of(&self.mapping.account), problem });
    }
}

fn limits_of(mapping: &Mapping) -> Limits {
    let settings = &mapping.settings;
    Limits {
        batch_size: usize::try_from(settings.batch_size).unwrap_or(usize::MAX),
        window_ms: i64::from(settings.window_s) * 1_000,
        concurrency_max: settings.concurrency_max.unwrap_or(CONCURRENCY_MAX),
    }
}

/// Returns at the next change; never when nobody is left to change it.
async fn changed<T>(receiver: &mut watch::Receiver<T>) {
    if receiver.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}
