//! What is kept of runs: how many, and what becomes of those that a stopped server left behind.

use crate::convert::{to_i64, to_json};
use crate::error::StoreError;
use crate::open::Store;
use api::event::InvocationEvent;
use api::id::{AccountId, FunctionName};
use api::run::{Metrics, RunOutcome, RunState};
use api::time::UnixMillis;
use sqlx::SqliteConnection;

/// Runs kept of one function; the oldest go first.
pub const RUNS_KEPT_MAX: u32 = 500;
/// Bytes of events, answers and logs kept of one function; the newest run is always kept.
pub const RUN_BYTES_KEPT_MAX: u64 = 256 * 1_024 * 1_024;

/// Forgets the oldest ended runs of a function over [`RUNS_KEPT_MAX`] and [`RUN_BYTES_KEPT_MAX`], and what any log's retention no
/// longer keeps; says how many. `now` is the machine's time.
///
/// # Errors
/// When the database fails.
pub async fn trim(
    store: &Store,
    account: &AccountId,
    function: &FunctionName,
    now: UnixMillis,
) -> Result<u64, StoreError> {
    let mut transaction = store.write().await?;
    let deleted = delete_over(&mut transaction, account, function, RUNS_KEPT_MAX, RUN_BYTES_KEPT_MAX).await?;
    let expired = crate::log::expire(&mut transaction, now).await?;
    Store::commit(transaction).await?;
    Ok(deleted + expired)
}

async fn delete_over(
    db: &mut SqliteConnection,
    account: &AccountId,
    function: &FunctionName,
    runs: u32,
    bytes: u64,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "delete from run where key in (select key from (\
           select r.key, r.state, row_number() over newest_first as place, sum(r.stored_bytes) over newest_first as bytes \
           from run r join function f on f.id = r.function_id \
           where f.account_id = ? and f.name = ? and f.deleted_at is null \
           window newest_first as (order by r.key desc)) \
         where (place > ? or (place > 1 and bytes > ?)) and state not in ('queued', 'running'))",
    )
    .bind(account.as_str())
    .bind(function.as_str())
    .bind(i64::from(runs))
    .bind(to_i64(bytes))
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// At start: what was waiting or running when the server stopped is over. Each such run becomes [`RunState::Interrupted`] and gets
/// its `Finished` event; it is not charged. `now` is the machine's time; the events are on the accounts' clocks.
///
/// # Errors
/// When the database fails; then no run was touched.
pub async fn interrupt_unfinished(store: &Store, now: UnixMillis) -> Result<u64, StoreError> {
    let mut transaction = store.write().await?;
    let runs: Vec<(i64, i64, i64)> = sqlx::query_as(
        "select r.key, a.clock_offset_ms, coalesce((select max(seq) from run_event where run_key = r.key), 0) + 1 \
         from run r join account a on a.id = substr(r.account_id, 1, 12) where r.state in ('queued', 'running') order by r.key",
    )
    .fetch_all(&mut *transaction)
    .await?;
    let outcome = RunOutcome { state: RunState::Interrupted, response: None, error: None, metrics: Metrics::default() };
    let event = to_json("run_event.event", &InvocationEvent::Finished(outcome))?;
    for (key, offset_ms, seq) in &runs {
        interrupt(&mut transaction, *key, *seq, now.0.saturating_add(*offset_ms), &event).await?;
    }
    Store::commit(transaction).await?;
    Ok(runs.len() as u64)
}

async fn interrupt(db: &mut SqliteConnection, key: i64, seq: i64, at: i64, event: &str) -> Result<(), StoreError> {
    sqlx::query("insert into run_event (run_key, seq, created_at, event) values (?, ?, ?, ?)")
        .bind(key)
        .bind(seq)
        .bind(at)
        .bind(event)
        .execute(&mut *db)
        .await?;
    sqlx::query("update run set state = ? where key = ?")
        .bind(RunState::Interrupted.identifier())
        .bind(key)
        .execute(db)
        .await?;
    Ok(())
}
