//! Writing runs, many at a time.

use super::event_rows::{EventRows, add_stored_bytes};
use super::insert::NewRuns;
use crate::convert::{to_i64, to_json};
use crate::error::StoreError;
use crate::open::Store;
use crate::queue::{self, EventRow, Settled};
use crate::sqs::message::NewRow;
use crate::{sqs, trigger};
use api::event::RunEvent;
use api::id::{AccountId, RunId, TriggerId};
use api::run::{FunctionError, RunState, RunSummary};
use api::sqs::QueueArn;
use api::time::UnixMillis;
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// One change to the record of runs.
#[derive(Debug, Clone)]
pub enum RunWrite {
    /// A run was accepted.
    Insert {
        /// Whose run it is.
        account: AccountId,
        /// Its row.
        summary: RunSummary,
        /// The event it is given.
        payload: String,
    },
    /// Things happened, to one run or to many. Writing an event again changes nothing, so a batch may be repeated.
    Events(Vec<RunEvent>),
    /// A run that has not ended moved on.
    State {
        /// The run.
        run: RunId,
        /// Where it stands now.
        state: RunState,
        /// Whether it is a cold start.
        cold: bool,
    },
    /// A run got an environment, which writes to this log stream.
    LogStream {
        /// The run.
        run: RunId,
        /// As `2026/11/24/[$LATEST]` and 32 digits.
        name: String,
        /// When.
        now: UnixMillis,
    },
    /// A run ended.
    Finish {
        /// Its row, with state, measurements and charge.
        summary: RunSummary,
        /// The whole answer or error JSON.
        response: Option<String>,
        /// The error, if it failed.
        error: Option<FunctionError>,
    },
    /// A schedule fired for the time `due`: to be written with the run that it made.
    ScheduleFired {
        /// The schedule.
        trigger: TriggerId,
        /// The time for which it fired.
        due: UnixMillis,
    },
    /// An asynchronous event was accepted.
    Enqueue {
        /// It.
        event: EventRow,
        /// What the function is to get.
        payload: String,
    },
    /// An event is over, and queues get messages of it.
    Forward {
        /// The event.
        event: RunId,
        /// What becomes of it when all messages are in their queues.
        settled: Settled,
        /// What becomes of it when a queue was deleted meanwhile.
        unsent: Settled,
        /// The messages.
        messages: Vec<(QueueArn, NewRow)>,
    },
    /// What becomes of an event: to be written with the run that was its attempt, and with what its destination gets.
    Settle {
        /// Which.
        event: RunId,
        /// What.
        settled: Settled,
    },
}

/// What became of a [`RunWrite`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is on disk.
    Done,
    /// The function, or the run, was deleted meanwhile: nothing to write to. Of events of many runs, at least one.
    Gone,
}

/// Writes all of it in one transaction; one answer for each. What happens to one run is written in the given order.
///
/// # Errors
/// [`StoreError::Unavailable`] when the disk is full or fails. Then nothing of it was written, and it may be tried again.
pub async fn write(store: &Store, writes: &[RunWrite]) -> Result<Vec<Written>, StoreError> {
    let mut new = NewRuns::default();
    let places: Vec<Option<usize>> = writes.iter().map(|write| new.take(write)).collect();
    let events = EventRows::of(writes, &mut new)?;
    let mut transaction = store.write().await?;
    let inserted = new.insert(&mut transaction).await?;
    let mut keys = Keys(new.ids().zip(inserted.iter().copied()).collect());
    events.insert(&mut transaction, &mut keys).await?;
    let mut answers = Vec::with_capacity(writes.len());
    for (write, place) in writes.iter().zip(places) {
        let found = match place {
            Some(place) => inserted.get(place).is_some_and(Option::is_some),
            None => apply(&mut transaction, &mut keys, write).await?,
        };
        answers.push(if found { Written::Done } else { Written::Gone });
    }
    Store::commit(transaction).await?;
    Ok(answers)
}

/// Applies a change of what was there before; says whether it was there. Events are written already.
async fn apply<'a>(db: &mut SqliteConnection, keys: &mut Keys<'a>, write: &'a RunWrite) -> Result<bool, StoreError> {
    match write {
        // Taken over by `NewRuns`, all of them.
        RunWrite::Insert { .. } => Ok(false),
        RunWrite::Events(events) => {
            let mut found = true;
            for event in events {
                found &= keys.of(db, &event.run).await?.is_some();
            }
            Ok(found)
        }
        RunWrite::State { run, state, cold } => set_state(db, run, *state, *cold).await,
        RunWrite::LogStream { run, name, now } => set_stream(db, keys, run, name, *now).await,
        RunWrite::Finish { summary, response, error } => {
            finish(db, keys, summary, response.as_deref(), error.as_ref()).await
        }
        RunWrite::ScheduleFired { trigger, due } => {
            trigger::record_fired(db, trigger, *due).await?;
            Ok(true)
        }
        RunWrite::Enqueue { event, payload } => queue::insert(db, event, payload).await,
        RunWrite::Forward { event, settled, unsent, messages } => {
            let is_sent = send_all(db, messages).await?;
            queue::settle(db, event, if is_sent { settled } else { unsent }).await
        }
        RunWrite::Settle { event, settled } => queue::settle(db, event, settled).await,
    }
}

/// Puts messages into their queues; false if one of these is not there.
async fn send_all(db: &mut SqliteConnection, messages: &[(QueueArn, NewRow)]) -> Result<bool, StoreError> {
    let mut is_sent = true;
    for (queue, message) in messages {
        match sqs::get(db, queue).await? {
            Some(row) => {
                sqs::message::insert(db, row.key, message).await?;
            }
            None => is_sent = false,
        }
    }
    Ok(is_sent)
}

/// Keys of the runs of one batch; `None` for runs that are not there.
#[derive(Default)]
pub(super) struct Keys<'a>(HashMap<&'a RunId, Option<i64>>);

impl<'a> Keys<'a> {
    pub(super) async fn of(&mut self, db: &mut SqliteConnection, run: &'a RunId) -> Result<Option<i64>, StoreError> {
        if let Some(known) = self.0.get(run) {
            return Ok(*known);
        }
        let key = sqlx::query_scalar("select key from run where id = ?").bind(run.as_str()).fetch_optional(db).await?;
        self.0.insert(run, key);
        Ok(key)
    }
}

async fn set_stream<'a>(
    db: &mut SqliteConnection,
    keys: &mut Keys<'a>,
    run: &'a RunId,
    name: &str,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let Some(key) = keys.of(db, run).await? else {
        return Ok(false);
    };
    sqlx::query(
        "insert into run_stream (run_key, name, created_at) values (?, ?, ?) \
         on conflict (run_key) do update set name = excluded.name",
    )
    .bind(key)
    .bind(name)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(true)
}

async fn set_state(db: &mut SqliteConnection, run: &RunId, state: RunState, cold: bool) -> Result<bool, StoreError> {
    let done = sqlx::query("update run set state = ?, cold = ? where id = ? and state in ('queued', 'running')")
        .bind(state.identifier())
        .bind(i64::from(cold))
        .bind(run.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

async fn finish<'a>(
    db: &mut SqliteConnection,
    keys: &mut Keys<'a>,
    summary: &'a RunSummary,
    response: Option<&str>,
    error: Option<&FunctionError>,
) -> Result<bool, StoreError> {
    let Some(key) = keys.of(db, &summary.id).await? else {
        return Ok(false);
    };
    let RunSummary { state, cold, metrics, charge, .. } = summary;
    sqlx::query(
        "update run set state = ?, cold = ?, duration_us = ?, init_us = ?, restore_us = ?, cpu_us = ?, throttled_us = ?, \
           max_memory_bytes = ?, queued_us = ?, dirty_pages = ?, provisioned = ?, price_book = ?, billed_ms = ?, charge_nanousd = ?, error = ? \
         where key = ?",
    )
    .bind(state.identifier())
    .bind(i64::from(*cold))
    .bind(to_i64(metrics.duration_us))
    .bind(metrics.init_us.map(to_i64))
    .bind(metrics.restore_us.map(to_i64))
    .bind(to_i64(metrics.cpu_us))
    .bind(to_i64(metrics.throttled_us))
    .bind(to_i64(metrics.max_memory_bytes))
    .bind(to_i64(metrics.queued_us))
    .bind(metrics.dirty_pages.map(to_i64))
    .bind(metrics.provisioned)
    .bind(charge.as_ref().map(|c| c.book.identifier()))
    .bind(charge.as_ref().map(|c| to_i64(c.billed_ms)))
    .bind(charge.as_ref().map(|c| to_i64(c.charge_nanousd)))
    .bind(error.map(|e| to_json("run.error", e)).transpose()?)
    .bind(key)
    .execute(&mut *db)
    .await?;
    if let Some(response) = response {
        insert_response(db, key, response, summary.queued_at).await?;
        add_stored_bytes(db, key, response.len()).await?;
    }
    Ok(true)
}

async fn insert_response(
    db: &mut SqliteConnection,
    run: i64,
    content: &str,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into run_body (run_key, part, content, created_at) values (?, 'response', ?, ?) \
         on conflict (run_key, part) do update set content = excluded.content",
    )
    .bind(run)
    .bind(content)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}
