//! Saved test events.

use crate::convert::{parsed, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::test_event::{TestEvent, TestEventName};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};

#[derive(FromRow)]
struct Row {
    name: String,
    payload: String,
    saved_at: i64,
}

/// All saved events of a function, by name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut SqliteConnection, function: FunctionKey) -> Result<Vec<TestEvent>, StoreError> {
    let rows: Vec<Row> =
        sqlx::query_as("select name, payload, saved_at from test_event where function_id = ? order by name")
            .bind(function.0)
            .fetch_all(db)
            .await?;
    let event_of = |Row { name, payload, saved_at }| {
        let name = parsed("test_event.name", TestEventName::parse(name))?;
        Ok(TestEvent { name, payload, saved_at: UnixMillis(saved_at) })
    };
    rows.into_iter().map(event_of).collect()
}

/// How many events a function has beside `name`, and their bytes.
///
/// # Errors
/// When the database fails.
pub async fn usage_without(
    db: &mut SqliteConnection,
    function: FunctionKey,
    name: &TestEventName,
) -> Result<(u64, u64), StoreError> {
    let (count, bytes): (i64, i64) = sqlx::query_as(
        "select count(*), coalesce(sum(octet_length(payload)), 0) from test_event where function_id = ? and name <> ?",
    )
    .bind(function.0)
    .bind(name.as_str())
    .fetch_one(db)
    .await?;
    Ok((to_unsigned("test_event", count)?, to_unsigned("test_event.payload", bytes)?))
}

/// Saves an event over an older one of its name.
///
/// # Errors
/// When the database fails.
pub async fn save(db: &mut SqliteConnection, function: FunctionKey, event: &TestEvent) -> Result<(), StoreError> {
    let TestEvent { name, payload, saved_at } = event;
    sqlx::query(
        "insert into test_event (function_id, name, payload, created_at, saved_at) values (?1, ?2, ?3, ?4, ?4) \
         on conflict (function_id, name) do update set payload = excluded.payload, saved_at = excluded.saved_at",
    )
    .bind(function.0)
    .bind(name.as_str())
    .bind(payload.as_str())
    .bind(saved_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes an event; false when there is none of that name.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    db: &mut SqliteConnection,
    function: FunctionKey,
    name: &TestEventName,
) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from test_event where function_id = ? and name = ?")
        .bind(function.0)
        .bind(name.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}
