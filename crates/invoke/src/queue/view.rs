//! What pages see of events, and what a person can do with them.

use super::attempt::Settlement;
use super::entries::{Again, Trial, shown};
use super::settle::Condition;
use crate::admission::stopping;
use crate::writer::When;
use crate::{Inner, Invoke};
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, RunId};
use api::queue::{EVENTS_SHOWN_MAX, EventAction, EventQueue, EventState, EventsView, QueuedEvent};
use api::run::RunRequest;
use api::time::UnixMillis;
use async_trait::async_trait;
use std::collections::HashMap;
use std::sync::Arc;
use store::queue::{EventRow, Settled};
use store::run::{RunWrite, Written};
use tokio::sync::oneshot;

#[async_trait]
impl EventQueue for Invoke {
    async fn send(&self, account: &AccountId, request: RunRequest, count: u32) -> Result<(), ApiError> {
        let all = (0..count).map(|_| self.enqueue(account, request.clone()));
        futures::future::try_join_all(all).await.map(drop)
    }

    async fn events(&self, account: &AccountId) -> Result<EventsView, ApiError> {
        let inner = &self.inner;
        let (mut events, mut counts, done) = inner.living_events(account);
        let mut db = inner.store.read().await?;
        let (dead, dead_count) = store::queue::dead(&mut db, account, EVENTS_SHOWN_MAX).await?;
        if let Some(count) = counts.last_mut() {
            *count = dead_count;
        }
        drop(db);
        events.extend(inner.dead_events(&dead).await?);
        Ok(EventsView { now: inner.clock.now_of(account), counts, done, events })
    }

    async fn event_payload(&self, account: &AccountId, event: &RunId) -> Result<String, ApiError> {
        let payload = store::queue::payload(&mut *self.inner.store.read().await?, account, event).await?;
        payload.ok_or_else(|| gone(event))
    }

    async fn act(&self, account: &AccountId, event: &RunId, action: EventAction) -> Result<(), ApiError> {
        let inner = &self.inner;
        let found = inner.queue.entries().get(account, event).map(|(row, state)| (row.clone(), state));
        match found {
            Some((_, EventState::Running)) => {
                let message = format!("event `{event}` is being tried; end its run, or wait until it has ended");
                Err(ApiError::new(ErrorCode::Conflict, message))
            }
            Some((row, _)) => inner.act_on_living(row, action).await,
            None => inner.act_on_dead(account, event, action).await,
        }
    }

    async fn next_due(&self, account: &AccountId) -> Result<Option<UnixMillis>, ApiError> {
        let schedules = self.inner.next_schedule_due(account).await?;
        let mappings = self.inner.pollers.next_due(account);
        Ok(self.inner.queue.next_due(account).into_iter().chain(schedules).chain(mappings).min())
    }
}

fn gone(event: &RunId) -> ApiError {
    ApiError::new(ErrorCode::NotFound, format!("event `{event}` is done, or was never there"))
}

impl Inner {
    /// Events that are not dead, of each state those that are tried first; how many there are; how many are done.
    fn living_events(&self, account: &AccountId) -> (Vec<QueuedEvent>, [u64; 5], u64) {
        let entries = self.queue.entries();
        let mut all: Vec<_> = entries.of(account).map(|(key, state, row)| (state, row.due_at, key, row)).collect();
        all.sort_unstable_by_key(|(_, due, key, _)| (*due, *key));
        let mut counts = [0_u64; 5];
        let mut events = Vec::new();
        for (state, .., row) in all {
            let place = EventState::ALL.iter().position(|other| *other == state);
            let Some(count) = place.and_then(|place| counts.get_mut(place)) else { continue };
            *count += 1;
            if *count <= u64::from(EVENTS_SHOWN_MAX) {
                events.push(shown(row, state));
            }
        }
        (events, counts, entries.done(account))
    }

    /// Dead events, with the queues that they can be sent to.
    async fn dead_events(&self, rows: &[EventRow]) -> Result<Vec<QueuedEvent>, ApiError> {
        let mut queues = HashMap::new();
        let mut events = Vec::with_capacity(rows.len());
        for row in rows {
            let code = (row.function.clone(), row.target);
            let dead_letter = match queues.get(&code) {
                Some(known) => Clone::clone(known),
                None => {
                    let queue = self.dead_letter_queue(row).await?;
                    queues.insert(code, queue.clone());
                    queue
                }
            };
            events.push(QueuedEvent { dead_letter, ..shown(row, EventState::Dead) });
        }
        Ok(events)
    }

    /// Sends a dead event to the dead-letter queue of its function.
    async fn send_dead_letter(self: &Arc<Self>, row: EventRow) -> Result<(), ApiError> {
        let payload = store::queue::payload(&mut *self.store.read().await?, &row.account, &row.id).await?;
        let payload = payload.ok_or_else(|| gone(&row.id))?;
        let refused = |why: String| ApiError::new(ErrorCode::Conflict, format!("event `{}` stays: {why}", row.id));
        let letter = self.dead_letter(&row, &payload, &row.reason).await.map_err(refused)?;
        let Some(letter) = letter else {
            return Err(refused(format!("`{}` has no dead-letter queue", row.function)));
        };
        let EventRow { attempts, due_at: at, reason, .. } = row.clone();
        let stays = Settled::Dead { attempts, at, reason };
        let sent = Settlement::sent(Settled::Done, stays, letter.clone());
        self.write_now(sent.writes(&row.id)).await?;
        self.delivered(letter);
        self.queue.tell();
        Ok(())
    }

    async fn act_on_living(self: &Arc<Self>, row: EventRow, action: EventAction) -> Result<(), ApiError> {
        let now = self.clock.now_of(&row.account);
        match action {
            EventAction::Retry => {
                let EventRow { attempts, reason, .. } = row;
                let state = if attempts > 0 { EventState::Retrying } else { EventState::Waiting };
                self.try_again(&row.id, Again { state, attempts, throttles: 0, due: now, reason });
                Ok(())
            }
            EventAction::Drop => {
                self.write_now(vec![RunWrite::Settle { event: row.id.clone(), settled: Settled::Done }]).await?;
                self.forget(&row, false);
                Ok(())
            }
            EventAction::GiveUp => self.give_up(row).await,
            EventAction::DeadLetter => {
                let message =
                    format!("event `{}` is still to be tried; give it up, then its dead-letter queue gets it", row.id);
                Err(ApiError::new(ErrorCode::Conflict, message))
            }
        }
    }

    /// As if its retries were used up.
    async fn give_up(self: &Arc<Self>, row: EventRow) -> Result<(), ApiError> {
        let mut db = self.store.snapshot().await?;
        let (account, function) = (&row.account, &row.function);
        let rules = store::event_config::rules(&mut db, account, function, &row.qualifier()).await?;
        let payload = store::queue::payload(&mut db, account, &row.id).await?;
        drop(db);
        let (Some(rules), Some(payload)) = (rules, payload) else { return Err(gone(&row.id)) };
        let reason = match row.reason.is_empty() {
            true => "a person gave it up".to_owned(),
            false => format!("{}; a person gave it up", row.reason),
        };
        let over: Settlement = self.over(&row, &rules, Condition::RetriesExhausted, None, &payload, reason).await;
        let trial = Trial::given_up(row);
        self.settle_without_run(&trial, over).await;
        Ok(())
    }

    async fn act_on_dead(
        self: &Arc<Self>,
        account: &AccountId,
        event: &RunId,
        action: EventAction,
    ) -> Result<(), ApiError> {
        let row = store::queue::dead_one(&mut *self.store.read().await?, account, event).await?;
        let row = row.ok_or_else(|| gone(event))?;
        match action {
            EventAction::Retry => {
                let at = self.clock.now_of(account);
                self.write_now(vec![RunWrite::Settle { event: event.clone(), settled: Settled::Anew { at } }]).await?;
                let row = EventRow { attempts: 0, reason: String::new(), accepted_at: at, due_at: at, ..row };
                self.arrived_again(row);
                Ok(())
            }
            EventAction::Drop => {
                self.write_now(vec![RunWrite::Settle { event: event.clone(), settled: Settled::Done }]).await?;
                self.queue.tell();
                Ok(())
            }
            EventAction::DeadLetter => self.send_dead_letter(row).await,
            EventAction::GiveUp => {
                let message = format!("event `{event}` was given up already; try it anew or drop it");
                Err(ApiError::new(ErrorCode::Conflict, message))
            }
        }
    }

    async fn write_now(&self, writes: Vec<RunWrite>) -> Result<Written, ApiError> {
        let (reply, written) = oneshot::channel();
        self.writer.told(writes, 0, None, reply, When::Now).await;
        written.await.map_err(|_closed| stopping())?
    }
}
