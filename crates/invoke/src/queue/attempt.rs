//! One attempt at an event, from the store to what follows from its end.

use super::destination::Delivery;
use super::entries::{Again, Trial};
use super::settle::{Condition, Next, after_throttle, is_expired, next};
use crate::Inner;
use crate::writer::When;
use api::error::{ApiError, ErrorCode};
use api::id::RunId;
use api::queue::EventState;
use api::run::{FunctionError, RunRequest, RunState, Variation};
use api::time::UnixMillis;
use std::sync::Arc;
use store::event_config::EventRules;
use store::queue::{EventRow, Settled};
use store::run::RunWrite;
use tokio::sync::oneshot;

/// How an attempt ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending<'a> {
    pub(crate) state: RunState,
    pub(crate) response: Option<&'a str>,
    pub(crate) error: Option<&'a FunctionError>,
    /// Attempts, this one included.
    pub(crate) attempts: u32,
}

/// What follows from an attempt: what is to be written with its end, and what is to be done once that is on disk.
#[derive(Debug)]
pub(crate) struct Settlement {
    settled: Option<Settled>,
    /// What becomes of the event if a queue that is to get a message is deleted meanwhile.
    unsent: Option<Settled>,
    deliveries: Vec<Delivery>,
}

impl Settlement {
    /// Left as it is: a server that starts later goes on with it.
    fn left() -> Self {
        Self { settled: None, unsent: None, deliveries: Vec::new() }
    }

    /// Settled, and nobody gets anything.
    pub(super) fn alone(settled: Settled) -> Self {
        Self { settled: Some(settled), unsent: None, deliveries: Vec::new() }
    }

    /// Settled, and a queue gets a message; `unsent`, if that queue is deleted meanwhile.
    pub(super) fn sent(settled: Settled, unsent: Settled, letter: Delivery) -> Self {
        Self { settled: Some(settled), unsent: Some(unsent), deliveries: vec![letter] }
    }

    /// The changes that belong together.
    pub(crate) fn writes(&self, event: &RunId) -> Vec<RunWrite> {
        let (mut messages, mut writes) = (Vec::new(), Vec::new());
        for delivery in self.deliveries.iter().cloned() {
            match delivery {
                Delivery::Event { row, payload } => writes.push(RunWrite::Enqueue { event: *row, payload }),
                Delivery::Message(queue, message) => messages.push((queue, *message)),
            }
        }
        let Some(settled) = self.settled.clone() else { return writes };
        let event = event.clone();
        writes.push(match self.unsent.clone() {
            Some(unsent) if !messages.is_empty() => RunWrite::Forward { event, settled, unsent, messages },
            _ => RunWrite::Settle { event, settled },
        });
        writes
    }
}

impl Inner {
    /// Makes these attempts, each in a task of its own.
    pub(super) fn try_all(self: &Arc<Self>, trials: Vec<Trial>) {
        for trial in trials {
            self.tasks.spawn(Arc::clone(self).attempt(trial));
        }
    }

    async fn attempt(self: Arc<Self>, trial: Trial) {
        if let Err(error) = self.begin(&trial).await {
            match error.code {
                ErrorCode::NotFound => {
                    let settlement = given_up(&trial.row, self.now_of(&trial.row), error.message);
                    self.settle_without_run(&trial, settlement).await;
                }
                _ => self.put_off(&trial, error.message),
            }
        }
    }

    fn now_of(&self, row: &EventRow) -> UnixMillis {
        self.clock.now_of(&row.account)
    }

    /// Starts the run, whose end settles the event; or settles it when it is too old.
    async fn begin(self: &Arc<Self>, trial: &Trial) -> Result<(), ApiError> {
        let row = &trial.row;
        let rules = self.rules_of(row).await?;
        let Some(payload) = self.payload_of(row).await? else {
            self.forget(row, false);
            return Ok(());
        };
        if is_expired(row, &rules, self.now_of(row)) {
            let reason = format!("it is older than {} seconds, its maximum age", rules.age_s);
            let over = self.over(row, &rules, Condition::EventAgeExceeded, None, &payload, reason).await;
            self.settle_without_run(trial, over).await;
            return Ok(());
        }
        let request = RunRequest {
            function: row.function.clone(),
            target: row.target,
            payload,
            source: row.source.clone(),
            variation: Variation::default(),
            said: row.said.clone(),
        };
        self.take(&row.account, request, Some(trial.clone()), (When::Soon, None)).await?;
        Ok(())
    }

    async fn rules_of(&self, row: &EventRow) -> Result<EventRules, ApiError> {
        let mut db = self.store.read().await?;
        let rules = store::event_config::rules(&mut db, &row.account, &row.function, &row.qualifier()).await?;
        rules.ok_or_else(|| crate::accept::not_found(&row.account, &row.function, row.target))
    }

    async fn payload_of(&self, row: &EventRow) -> Result<Option<String>, ApiError> {
        Ok(store::queue::payload(&mut *self.store.read().await?, &row.account, &row.id).await?)
    }

    /// What follows from the end of a run that was an attempt.
    pub(crate) async fn settlement(&self, trial: &Trial, ending: &Ending<'_>, payload: &str) -> Settlement {
        let row = &trial.row;
        let rules = match self.rules_of(row).await {
            Ok(rules) => rules,
            Err(error) if error.code == ErrorCode::NotFound => return given_up(row, self.now_of(row), error.message),
            Err(error) => {
                tracing::error!(%error, event.id = %row.id, "an event's rules cannot be read; it is tried again");
                return Settlement::left();
            }
        };
        let reason = reason_of(ending);
        match next(ending.state, ending.attempts, &rules, self.now_of(row)) {
            Next::Left => Settlement::left(),
            Next::Retry { due } => Settlement::alone(Settled::Again { attempts: ending.attempts, due_at: due, reason }),
            Next::Ended => Settlement::alone(Settled::Dead { attempts: ending.attempts, at: self.now_of(row), reason }),
            Next::Over(condition) => self.over(row, &rules, condition, Some(ending), payload, reason).await,
        }
    }

    /// Nothing more is tried: its destination and its dead-letter queue get it, or it stays for a person to look at.
    pub(super) async fn over(
        &self,
        row: &EventRow,
        rules: &EventRules,
        condition: Condition,
        ending: Option<&Ending<'_>>,
        payload: &str,
        reason: String,
    ) -> Settlement {
        let attempts = ending.map_or(row.attempts, |ending| ending.attempts);
        let at = self.now_of(row);
        let letter = match condition {
            Condition::Success => Ok(None),
            Condition::RetriesExhausted | Condition::EventAgeExceeded => {
                let message = ending.and_then(|ending| ending.error).map(|error| error.message.as_str());
                self.dead_letter(row, payload, message.unwrap_or(&reason)).await
            }
        };
        let record = self.delivery(row, rules, condition, ending, payload).await;
        let (mut deliveries, mut undelivered) = (Vec::new(), Vec::new());
        for answer in [letter, record] {
            match answer {
                Ok(delivery) => deliveries.extend(delivery),
                Err(why) => undelivered.push(why),
            }
        }
        let because = |more: Vec<String>| {
            let whole = std::iter::once(reason.clone()).chain(more).filter(|why| !why.is_empty());
            whole.collect::<Vec<_>>().join("; ")
        };
        let is_done = undelivered.is_empty() && (condition == Condition::Success || !deliveries.is_empty());
        let settled = match is_done {
            true => Settled::Done,
            false => Settled::Dead { attempts, at, reason: because(undelivered) },
        };
        let gone = "a queue that was to get it was deleted".to_owned();
        let unsent = Some(Settled::Dead { attempts, at, reason: because(vec![gone]) });
        Settlement { settled: Some(settled), unsent, deliveries }
    }

    /// Writes down what follows, where no run's end takes it along.
    pub(super) async fn settle_without_run(self: &Arc<Self>, trial: &Trial, settlement: Settlement) {
        let (reply, written) = oneshot::channel();
        let writes = settlement.writes(&trial.row.id);
        self.writer.told(writes, 0, None, reply, When::Now).await;
        let is_written = matches!(written.await, Ok(Ok(_)));
        self.settled(trial, settlement, is_written);
    }

    /// Goes on after an attempt, now that its end is on disk or cannot be written.
    pub(crate) fn settled(self: &Arc<Self>, trial: &Trial, settlement: Settlement, is_written: bool) {
        let Settlement { settled, unsent: _, deliveries } = settlement;
        if !is_written {
            return self.put_off(trial, "the end of its run could not be written to the disk".to_owned());
        }
        match settled {
            Some(Settled::Again { attempts, due_at: due, reason }) => {
                let again = Again { state: EventState::Retrying, attempts, throttles: 0, due, reason };
                self.try_again(&trial.row.id, again);
            }
            Some(Settled::Done) => self.forget(&trial.row, true),
            Some(Settled::Dead { .. } | Settled::Anew { .. }) => self.forget(&trial.row, false),
            None if self.is_stopping() => {}
            None => self.put_off(trial, "its run was interrupted".to_owned()),
        }
        for delivery in deliveries {
            self.delivered(delivery);
        }
    }

    /// What a destination gets is on disk.
    pub(super) fn delivered(self: &Arc<Self>, delivery: Delivery) {
        match delivery {
            Delivery::Event { row, .. } => self.arrived(*row),
            Delivery::Message(queue, _) => {
                if let Some(queues) = self.queues.get() {
                    queues.arrived(&queue);
                }
            }
        }
    }

    /// There was no room, or a fault of ours: it is tried again later, and no attempt is counted.
    fn put_off(self: &Arc<Self>, trial: &Trial, reason: String) {
        let throttles = trial.throttles + 1;
        let due = after_throttle(throttles, self.now_of(&trial.row));
        let attempts = trial.row.attempts;
        self.try_again(&trial.row.id, Again { state: EventState::Throttled, attempts, throttles, due, reason });
    }

    pub(super) fn try_again(self: &Arc<Self>, event: &RunId, again: Again) {
        let trials = self.queue.entries().again(event, again, |account| self.clock.now_of(account));
        self.queue.tell();
        self.try_all(trials);
    }

    pub(super) fn forget(self: &Arc<Self>, row: &EventRow, is_done: bool) {
        let trials = self.queue.entries().gone(&row.id, is_done, |account| self.clock.now_of(account));
        self.queue.tell();
        self.try_all(trials);
    }

    /// An event is on disk.
    pub(super) fn arrived(self: &Arc<Self>, row: EventRow) {
        self.arrived_as(row, false);
    }

    /// An event is on disk that was tried before: runs have had its id.
    pub(super) fn arrived_again(self: &Arc<Self>, row: EventRow) {
        self.arrived_as(row, true);
    }

    fn arrived_as(self: &Arc<Self>, row: EventRow, is_known: bool) {
        let trials = self.queue.entries().arrived(row, is_known, |account| self.clock.now_of(account));
        self.queue.tell();
        self.try_all(trials);
    }
}

/// It cannot be tried at all.
fn given_up(row: &EventRow, at: UnixMillis, reason: String) -> Settlement {
    Settlement::alone(Settled::Dead { attempts: row.attempts, at, reason })
}

/// Why an attempt failed, in words; empty if it did not.
fn reason_of(ending: &Ending<'_>) -> String {
    match (ending.state, ending.error) {
        (RunState::Succeeded, _) => String::new(),
        (RunState::Cancelled, _) => "a person ended its run".to_owned(),
        (_, Some(error)) => format!("{}: {}", error.error_type, shortened(&error.message)),
        (state, None) => state.label().to_owned(),
    }
}

/// Longest error message that is kept beside an event, in bytes.
const REASON_BYTES_MAX: usize = 500;

fn shortened(message: &str) -> &str {
    &message[..message.floor_char_boundary(REASON_BYTES_MAX)]
}
