//! Writing runs, many at a time.

use super::row::state_name;
use crate::convert::{to_i64, to_json};
use crate::error::StoreError;
use crate::open::Store;
use crate::trigger;
use api::event::RunEvent;
use api::id::{AccountId, RunId, TriggerId};
use api::run::{FunctionError, RunState, RunSummary};
use api::time::UnixMillis;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
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
}

/// What became of a [`RunWrite`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is on disk.
    Done,
    /// The function, or the run, was deleted meanwhile: nothing to write to. Of events of many runs, at least one.
    Gone,
}

/// Writes all of it in one transaction, in the given order; one answer for each.
///
/// # Errors
/// [`StoreError::Unavailable`] when the disk is full or fails. Then nothing of it was written, and it may be tried again.
pub async fn write(store: &Store, writes: &[RunWrite]) -> Result<Vec<Written>, StoreError> {
    let mut transaction = store.write().await?;
    let mut keys = Keys::default();
    let mut answers = Vec::with_capacity(writes.len());
    for write in writes {
        answers.push(apply(&mut transaction, &mut keys, write).await?);
    }
    Store::commit(transaction).await?;
    Ok(answers)
}

async fn apply(db: &mut SqliteConnection, keys: &mut Keys, write: &RunWrite) -> Result<Written, StoreError> {
    let found = match write {
        RunWrite::Insert { account, summary, payload } => insert(db, keys, account, summary, payload).await?,
        RunWrite::Events(events) => return append_events(db, keys, events).await,
        RunWrite::State { run, state, cold } => set_state(db, run, *state, *cold).await?,
        RunWrite::Finish { summary, response, error } => {
            finish(db, keys, summary, response.as_deref(), error.as_ref()).await?
        }
        RunWrite::ScheduleFired { trigger, due } => {
            trigger::record_fired(db, trigger, *due).await?;
            true
        }
    };
    Ok(if found { Written::Done } else { Written::Gone })
}

/// Keys of the runs of one batch; `None` for runs that are not there.
#[derive(Default)]
struct Keys(HashMap<RunId, Option<i64>>);

impl Keys {
    async fn of(&mut self, db: &mut SqliteConnection, run: &RunId) -> Result<Option<i64>, StoreError> {
        if let Some(known) = self.0.get(run) {
            return Ok(*known);
        }
        let key = sqlx::query_scalar("select key from run where id = ?").bind(run.as_str()).fetch_optional(db).await?;
        self.0.insert(run.clone(), key);
        Ok(key)
    }
}

async fn insert(
    db: &mut SqliteConnection,
    keys: &mut Keys,
    account: &AccountId,
    summary: &RunSummary,
    payload: &str,
) -> Result<bool, StoreError> {
    let RunSummary { id, function, target, source, state, queued_at, cold, settings, metrics: _, charge: _ } = summary;
    let key: Option<i64> = sqlx::query_scalar(
        "insert into run (id, account_id, function_id, target, source, state, created_at, cold, memory_mib, tmp_mib, \
           timeout_s, architecture, stored_bytes) \
         select ?, account_id, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from function \
         where account_id = ? and name = ? and deleted_at is null returning key",
    )
    .bind(id.as_str())
    .bind(to_json("run.target", target)?)
    .bind(to_json("run.source", source)?)
    .bind(state_name(*state))
    .bind(queued_at.0)
    .bind(i64::from(*cold))
    .bind(i64::from(settings.memory_mib))
    .bind(i64::from(settings.tmp_mib))
    .bind(i64::from(settings.timeout_s))
    .bind(settings.architecture.identifier())
    .bind(to_i64(payload.len()))
    .bind(account.as_str())
    .bind(function.as_str())
    .fetch_optional(&mut *db)
    .await?;
    keys.0.insert(id.clone(), key);
    if let Some(key) = key {
        insert_body(db, key, "payload", payload, *queued_at).await?;
    }
    Ok(key.is_some())
}

async fn insert_body(
    db: &mut SqliteConnection,
    run: i64,
    part: &'static str,
    content: &str,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into run_body (run_key, part, content, created_at) values (?, ?, ?, ?) \
         on conflict (run_key, part) do update set content = excluded.content",
    )
    .bind(run)
    .bind(part)
    .bind(content)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Rows of one `insert`, largest first: few different statements, so that all stay prepared.
const EVENT_CHUNKS: [usize; 4] = [256, 32, 4, 1];

async fn append_events(db: &mut SqliteConnection, keys: &mut Keys, events: &[RunEvent]) -> Result<Written, StoreError> {
    let mut answer = Written::Done;
    let mut rows = Vec::with_capacity(events.len());
    let mut bytes: HashMap<i64, usize> = HashMap::new();
    for RunEvent { run, seq, at, event } in events {
        let Some(key) = keys.of(db, run).await? else {
            answer = Written::Gone;
            continue;
        };
        let text = to_json("run_event.event", event)?;
        *bytes.entry(key).or_default() += text.len();
        rows.push((key, to_i64(*seq), at.0, text));
    }
    let mut rest = rows.as_slice();
    for chunk in EVENT_CHUNKS {
        while let Some((now, later)) = rest.split_at_checked(chunk) {
            insert_events(db, now).await?;
            rest = later;
        }
    }
    for (key, bytes) in bytes {
        add_stored_bytes(db, key, bytes).await?;
    }
    Ok(answer)
}

async fn insert_events(db: &mut SqliteConnection, rows: &[(i64, i64, i64, String)]) -> Result<(), StoreError> {
    let mut sql = QueryBuilder::<Sqlite>::new("insert into run_event (run_key, seq, created_at, event) ");
    sql.push_values(rows, |mut values, (key, seq, at, text)| {
        values.push_bind(*key).push_bind(*seq).push_bind(*at).push_bind(text.as_str());
    });
    sql.push(" on conflict (run_key, seq) do nothing");
    sql.build().execute(db).await?;
    Ok(())
}

async fn add_stored_bytes(db: &mut SqliteConnection, run: i64, bytes: usize) -> Result<(), StoreError> {
    sqlx::query("update run set stored_bytes = stored_bytes + ? where key = ?")
        .bind(to_i64(bytes))
        .bind(run)
        .execute(db)
        .await?;
    Ok(())
}

async fn set_state(db: &mut SqliteConnection, run: &RunId, state: RunState, cold: bool) -> Result<bool, StoreError> {
    let done = sqlx::query("update run set state = ?, cold = ? where id = ? and state in ('queued', 'running')")
        .bind(state_name(state))
        .bind(i64::from(cold))
        .bind(run.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

async fn finish(
    db: &mut SqliteConnection,
    keys: &mut Keys,
    summary: &RunSummary,
    response: Option<&str>,
    error: Option<&FunctionError>,
) -> Result<bool, StoreError> {
    let Some(key) = keys.of(db, &summary.id).await? else {
        return Ok(false);
    };
    let RunSummary { state, cold, metrics, charge, .. } = summary;
    sqlx::query(
        "update run set state = ?, cold = ?, duration_us = ?, init_us = ?, cpu_us = ?, throttled_us = ?, \
           max_memory_bytes = ?, queued_us = ?, price_book = ?, billed_ms = ?, charge_nanousd = ?, error = ? \
         where key = ?",
    )
    .bind(state_name(*state))
    .bind(i64::from(*cold))
    .bind(to_i64(metrics.duration_us))
    .bind(metrics.init_us.map(to_i64))
    .bind(to_i64(metrics.cpu_us))
    .bind(to_i64(metrics.throttled_us))
    .bind(to_i64(metrics.max_memory_bytes))
    .bind(to_i64(metrics.queued_us))
    .bind(charge.as_ref().map(|c| c.book.identifier()))
    .bind(charge.as_ref().map(|c| to_i64(c.billed_ms)))
    .bind(charge.as_ref().map(|c| to_i64(c.charge_nanousd)))
    .bind(error.map(|e| to_json("run.error", e)).transpose()?)
    .bind(key)
    .execute(&mut *db)
    .await?;
    if let Some(response) = response {
        insert_body(db, key, "response", response, summary.queued_at).await?;
        add_stored_bytes(db, key, response.len()).await?;
    }
    Ok(true)
}
