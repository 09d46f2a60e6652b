//! The log of runs, as CloudWatch Logs reads it.

use crate::convert::{from_json, parsed, to_i64, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::event::InvocationEvent;
use api::id::{AccountId, FunctionName};
use api::logs::{LogCursor, LogEvent, LogGroup, LogPosition, LogQuery, LogStream};
use api::time::UnixMillis;
use sqlx::SqliteConnection;

/// A line is written at most so long after its run was asked for, retries included.
const RUN_MS_MAX: i64 = 86_400_000;
const DAY_MS: i64 = 86_400_000;

/// The logs of an account's living functions that have run, by name.
///
/// # Errors
/// When the database fails.
pub async fn groups(db: &mut SqliteConnection, account: &AccountId) -> Result<Vec<LogGroup>, StoreError> {
    let rows: Vec<(String, i64, i64, Option<i64>)> = sqlx::query_as(
        "select f.name, min(r.created_at), sum(r.stored_bytes), t.days from function f \
         join run r on r.function_id = f.id left join log_retention t on t.function_id = f.id \
         where f.account_id = ? and f.deleted_at is null group by f.id order by f.name",
    )
    .bind(account.as_str())
    .fetch_all(db)
    .await?;
    let group = |(name, created_at, bytes, days): (String, i64, i64, Option<i64>)| {
        Ok(LogGroup {
            function: parsed("function.name", FunctionName::parse(name))?,
            created_at: UnixMillis(created_at),
            stored_bytes: to_unsigned("run.stored_bytes", bytes)?,
            retention_days: days.map(|days| to_unsigned("log_retention.days", days)).transpose()?,
        })
    };
    rows.into_iter().map(group).collect()
}

/// The streams of a function's log with lines from `from` on, by name.
///
/// # Errors
/// When the database fails.
pub async fn streams(
    db: &mut SqliteConnection,
    function: FunctionKey,
    from: UnixMillis,
) -> Result<Vec<LogStream>, StoreError> {
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(
        "select stream, min(created_at), max(created_at) from log_line \
         where function_id = ? and created_at >= ? group by stream order by stream",
    )
    .bind(function.0)
    .bind(from.0)
    .fetch_all(db)
    .await?;
    let stream = |(name, first, last)| LogStream { name, first_at: UnixMillis(first), last_at: UnixMillis(last) };
    Ok(rows.into_iter().map(stream).collect())
}

/// Lines of a function's log, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn events(
    db: &mut SqliteConnection,
    function: FunctionKey,
    query: &LogQuery,
) -> Result<Vec<LogEvent>, StoreError> {
    let LogQuery { stream, from, until, cursor, limit } = query;
    let least = LogPosition { at: UnixMillis(i64::MIN), run: 0, seq: 0 };
    let most = LogPosition { at: UnixMillis(i64::MAX), run: 0, seq: 0 };
    let (sql, bound) = match cursor {
        LogCursor::FromOldest => (FORWARD, least),
        LogCursor::After(position) => (FORWARD, *position),
        LogCursor::Newest => (BACKWARD, most),
        LogCursor::Before(position) => (BACKWARD, *position),
    };
    let rows: Vec<(i64, i64, i64, String, String)> = sqlx::query_as(sql)
        .bind(function.0)
        .bind(from.0)
        .bind(until.0)
        .bind(stream.as_deref())
        .bind(bound.at.0)
        .bind(bound.run)
        .bind(bound.seq)
        .bind(to_i64(*limit))
        .bind(from.0.saturating_sub(RUN_MS_MAX))
        .fetch_all(db)
        .await?;
    let mut events = rows.into_iter().map(event_of).collect::<Result<Vec<_>, _>>()?;
    if sql == BACKWARD {
        events.reverse();
    }
    Ok(events)
}

const FORWARD: &str = "select created_at, run_key, seq, stream, event from log_line \
     where function_id = ?1 and created_at >= ?2 and created_at < ?3 and (?4 is null or stream = ?4) \
       and (created_at, run_key, seq) > (?5, ?6, ?7) and run_at >= ?9 order by created_at, run_key, seq limit ?8";
const BACKWARD: &str = "select created_at, run_key, seq, stream, event from log_line \
     where function_id = ?1 and created_at >= ?2 and created_at < ?3 and (?4 is null or stream = ?4) \
       and (created_at, run_key, seq) < (?5, ?6, ?7) and run_at >= ?9 \
     order by created_at desc, run_key desc, seq desc limit ?8";

fn event_of((at, run, seq, stream, event): (i64, i64, i64, String, String)) -> Result<LogEvent, StoreError> {
    let text = match from_json("run_event.event", &event)? {
        InvocationEvent::Log(line) => line.text,
        // The view has lines only.
        _ => String::new(),
    };
    Ok(LogEvent { position: LogPosition { at: UnixMillis(at), run, seq }, stream, text })
}

/// For how many days the log is kept, if that was set.
///
/// # Errors
/// When the database fails.
pub async fn retention(db: &mut SqliteConnection, function: FunctionKey) -> Result<Option<u32>, StoreError> {
    let days: Option<i64> = sqlx::query_scalar("select days from log_retention where function_id = ?")
        .bind(function.0)
        .fetch_optional(db)
        .await?;
    days.map(|days| to_unsigned("log_retention.days", days)).transpose()
}

/// Sets for how many days the log is kept.
///
/// # Errors
/// When the database fails.
pub async fn set_retention(
    db: &mut SqliteConnection,
    function: FunctionKey,
    days: Option<u32>,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("delete from log_retention where function_id = ?").bind(function.0).execute(&mut *db).await?;
    if let Some(days) = days {
        sqlx::query("insert into log_retention (function_id, days, created_at) values (?, ?, ?)")
            .bind(function.0)
            .bind(i64::from(days))
            .bind(now.0)
            .execute(db)
            .await?;
    }
    Ok(())
}

/// Forgets ended runs that are older than their function's log is kept, of all accounts; `now` is the machine's.
///
/// # Errors
/// When the database fails.
pub async fn expire(db: &mut SqliteConnection, now: UnixMillis) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "delete from run where key in (select r.key from log_retention t join run r on r.function_id = t.function_id \
           join account a on a.id = substr(r.account_id, 1, 12) \
           where r.created_at < ?1 + a.clock_offset_ms - t.days * ?2 and r.state not in ('queued', 'running'))",
    )
    .bind(now.0)
    .bind(DAY_MS)
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
