//! What becomes of asynchronous events, and how much of the account's concurrency a function has.

use crate::convert::to_unsigned;
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::id::{AccountId, FunctionName};
use api::queue::{AGE_S_DEFAULT, RETRIES_DEFAULT};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};

/// What becomes of asynchronous events for one qualifier of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventConfigRow {
    /// `$LATEST`, a version's number or an alias.
    pub qualifier: String,
    /// Retries after a failure; Lambda's default if nothing.
    pub retries: Option<u8>,
    /// Seconds after which an event is given up; Lambda's default if nothing.
    pub age_s: Option<u32>,
    /// ARN that gets a record of each success.
    pub on_success: Option<String>,
    /// ARN that gets a record of each event that was given up.
    pub on_failure: Option<String>,
    /// When it was changed last.
    pub modified_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    qualifier: String,
    retries: Option<i64>,
    age_s: Option<i64>,
    on_success: Option<String>,
    on_failure: Option<String>,
    modified_at: i64,
}

impl TryFrom<Row> for EventConfigRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { qualifier, retries, age_s, on_success, on_failure, modified_at } = row;
        Ok(Self {
            qualifier,
            retries: retries.map(|n| to_unsigned("event_invoke_config.retries", n)).transpose()?,
            age_s: age_s.map(|n| to_unsigned("event_invoke_config.age_s", n)).transpose()?,
            on_success,
            on_failure,
            modified_at: UnixMillis(modified_at),
        })
    }
}

/// Sets all of it for a qualifier.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &mut SqliteConnection, function: FunctionKey, row: &EventConfigRow) -> Result<(), StoreError> {
    sqlx::query(
        "insert into event_invoke_config \
           (function_id, qualifier, retries, age_s, on_success, on_failure, created_at, modified_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7) \
         on conflict (function_id, qualifier) do update set retries = excluded.retries, age_s = excluded.age_s, \
           on_success = excluded.on_success, on_failure = excluded.on_failure, modified_at = excluded.modified_at",
    )
    .bind(function.0)
    .bind(row.qualifier.as_str())
    .bind(row.retries.map(i64::from))
    .bind(row.age_s.map(i64::from))
    .bind(row.on_success.as_deref())
    .bind(row.on_failure.as_deref())
    .bind(row.modified_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// What is set for a qualifier.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut SqliteConnection,
    function: FunctionKey,
    qualifier: &str,
) -> Result<Option<EventConfigRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select qualifier, retries, age_s, on_success, on_failure, modified_at from event_invoke_config \
         where function_id = ? and qualifier = ?",
    )
    .bind(function.0)
    .bind(qualifier)
    .fetch_optional(db)
    .await?;
    row.map(EventConfigRow::try_from).transpose()
}

/// What is set for all qualifiers of a function after `after`, in their order, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut SqliteConnection,
    function: FunctionKey,
    after: &str,
    limit: u32,
) -> Result<Vec<EventConfigRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "select qualifier, retries, age_s, on_success, on_failure, modified_at from event_invoke_config \
         where function_id = ? and qualifier > ? order by qualifier limit ?",
    )
    .bind(function.0)
    .bind(after)
    .bind(i64::from(limit))
    .fetch_all(db)
    .await?;
    rows.into_iter().map(EventConfigRow::try_from).collect()
}

/// Goes back to Lambda's defaults for a qualifier; false where nothing was set.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, function: FunctionKey, qualifier: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from event_invoke_config where function_id = ? and qualifier = ?")
        .bind(function.0)
        .bind(qualifier)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// What the data plane needs of a function when it settles one of its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRules {
    /// Retries after a failure.
    pub retries: u8,
    /// Seconds after which an event is given up.
    pub age_s: u32,
    /// ARN that gets a record of each success.
    pub on_success: Option<String>,
    /// ARN that gets a record of each event that was given up.
    pub on_failure: Option<String>,
    /// Whether loops are stopped.
    pub stops_loops: bool,
}

/// The rules for events to `qualifier` of a living function.
///
/// # Errors
/// When the database fails.
pub async fn rules(
    db: &mut SqliteConnection,
    account: &AccountId,
    function: &FunctionName,
    qualifier: &str,
) -> Result<Option<EventRules>, StoreError> {
    let row: Option<(i64, bool)> =
        sqlx::query_as("select id, stops_loops from function where account_id = ? and name = ? and deleted_at is null")
            .bind(account.as_str())
            .bind(function.as_str())
            .fetch_optional(&mut *db)
            .await?;
    let Some((id, stops_loops)) = row else { return Ok(None) };
    let set = get(db, FunctionKey(id), qualifier).await?;
    Ok(Some(EventRules {
        retries: set.as_ref().and_then(|row| row.retries).unwrap_or(RETRIES_DEFAULT),
        age_s: set.as_ref().and_then(|row| row.age_s).unwrap_or(AGE_S_DEFAULT),
        on_success: set.as_ref().and_then(|row| row.on_success.clone()),
        on_failure: set.and_then(|row| row.on_failure),
        stops_loops,
    }))
}

/// Whether loops are stopped at a function.
///
/// # Errors
/// When the database fails.
pub async fn stops_loops(db: &mut SqliteConnection, function: FunctionKey) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("select stops_loops from function where id = ?").bind(function.0).fetch_one(db).await?)
}

/// Chooses whether loops are stopped at a function.
///
/// # Errors
/// When the database fails.
pub async fn set_stops_loops(db: &mut SqliteConnection, function: FunctionKey, stops: bool) -> Result<(), StoreError> {
    sqlx::query("update function set stops_loops = ? where id = ?").bind(stops).bind(function.0).execute(db).await?;
    Ok(())
}

/// Concurrency that is set aside for a function.
///
/// # Errors
/// When the database fails.
pub async fn reserved(db: &mut SqliteConnection, function: FunctionKey) -> Result<Option<u32>, StoreError> {
    let reserved: Option<i64> = sqlx::query_scalar("select reserved_concurrency from function where id = ?")
        .bind(function.0)
        .fetch_one(db)
        .await?;
    reserved.map(|n| to_unsigned("function.reserved_concurrency", n)).transpose()
}

/// Sets concurrency aside for a function, or gives it back.
///
/// # Errors
/// When the database fails.
pub async fn set_reserved(
    db: &mut SqliteConnection,
    function: FunctionKey,
    reserved: Option<u32>,
) -> Result<(), StoreError> {
    sqlx::query("update function set reserved_concurrency = ? where id = ?")
        .bind(reserved.map(i64::from))
        .bind(function.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Concurrency that is set aside for all functions of an account together.
///
/// # Errors
/// When the database fails.
pub async fn reserved_of_account(db: &mut SqliteConnection, account: &AccountId) -> Result<u32, StoreError> {
    let sum: i64 = sqlx::query_scalar(
        "select coalesce(sum(reserved_concurrency), 0) from function \
         where account_id = ? and reserved_concurrency is not null and deleted_at is null",
    )
    .bind(account.as_str())
    .fetch_one(db)
    .await?;
    to_unsigned("function.reserved_concurrency", sum)
}
