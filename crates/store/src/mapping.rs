//! Event source mappings. They name queue and function, which may be there or not.

use crate::convert::{from_json, parsed, to_json, to_unsigned};
use crate::error::StoreError;
use api::id::{AccountId, FunctionName, MappingId};
use api::lambda::Qualifier;
use api::mapping::{Mapping, MappingFilter, MappingSettings};
use api::sqs::QueueArn;
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeMap;

#[derive(FromRow)]
struct Row {
    id: String,
    account_id: String,
    source_arn: String,
    function_name: String,
    qualifier: Option<String>,
    enabled: bool,
    batch_size: i64,
    window_s: i64,
    filters: String,
    reports_failures: bool,
    concurrency_max: Option<i64>,
    created_at: i64,
    modified_at: i64,
}

impl TryFrom<Row> for Mapping {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row {
            id,
            account_id,
            source_arn,
            function_name,
            qualifier,
            enabled,
            batch_size,
            window_s,
            filters,
            reports_failures,
            concurrency_max,
            created_at,
            modified_at,
        } = row;
        let qualifier = qualifier.map(|text| parsed("event_source_mapping.qualifier", Qualifier::parse(&text)));
        let concurrency_max = concurrency_max.map(|n| to_unsigned("event_source_mapping.concurrency_max", n));
        Ok(Self {
            id: parsed("event_source_mapping.id", MappingId::parse(id))?,
            account: parsed("event_source_mapping.account_id", AccountId::parse(account_id))?,
            source: parsed("event_source_mapping.source_arn", QueueArn::parse(&source_arn))?,
            function: parsed("event_source_mapping.function_name", FunctionName::parse(function_name))?,
            qualifier: qualifier.transpose()?,
            settings: MappingSettings {
                batch_size: to_unsigned("event_source_mapping.batch_size", batch_size)?,
                window_s: to_unsigned("event_source_mapping.window_s", window_s)?,
                filters: from_json("event_source_mapping.filters", &filters)?,
                reports_failures,
                concurrency_max: concurrency_max.transpose()?,
            },
            enabled,
            created_at: UnixMillis(created_at),
            modified_at: UnixMillis(modified_at),
        })
    }
}

/// Selects what [`Row`] holds, with the rest of the query.
macro_rules! select_mapping {
    ($rest:literal) => {
        concat!(
            "select id, account_id, source_arn, function_name, qualifier, enabled, batch_size, window_s, filters, \
             reports_failures, concurrency_max, created_at, modified_at from event_source_mapping ",
            $rest
        )
    };
}

/// Adds a mapping, or replaces the one of its id.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &mut SqliteConnection, mapping: &Mapping) -> Result<(), StoreError> {
    let Mapping { id, account, source, function, qualifier, settings, enabled, created_at, modified_at } = mapping;
    let MappingSettings { batch_size, window_s, filters, reports_failures, concurrency_max } = settings;
    sqlx::query(
        "insert into event_source_mapping (id, account_id, source_arn, function_name, qualifier, enabled, batch_size, \
           window_s, filters, reports_failures, concurrency_max, created_at, modified_at) \
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set \
           function_name = excluded.function_name, qualifier = excluded.qualifier, enabled = excluded.enabled, \
           batch_size = excluded.batch_size, window_s = excluded.window_s, filters = excluded.filters, \
           reports_failures = excluded.reports_failures, concurrency_max = excluded.concurrency_max, \
           modified_at = excluded.modified_at",
    )
    .bind(id.as_str())
    .bind(account.as_str())
    .bind(source.to_string())
    .bind(function.as_str())
    .bind(qualifier.as_ref().map(ToString::to_string))
    .bind(*enabled)
    .bind(i64::from(*batch_size))
    .bind(i64::from(*window_s))
    .bind(to_json("event_source_mapping.filters", filters)?)
    .bind(*reports_failures)
    .bind(concurrency_max.map(i64::from))
    .bind(created_at.0)
    .bind(modified_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// A mapping of an account.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut SqliteConnection,
    account: &AccountId,
    id: &MappingId,
) -> Result<Option<Mapping>, StoreError> {
    let row: Option<Row> = sqlx::query_as(select_mapping!("where account_id = ? and id = ?"))
        .bind(account.as_str())
        .bind(id.as_str())
        .fetch_optional(db)
        .await?;
    row.map(Mapping::try_from).transpose()
}

/// The mapping by which a state of a function reads a queue.
///
/// # Errors
/// When the database fails.
pub async fn of_pair(
    db: &mut SqliteConnection,
    account: &AccountId,
    source: &QueueArn,
    (function, qualifier): (&FunctionName, Option<&Qualifier>),
) -> Result<Option<MappingId>, StoreError> {
    let id: Option<String> = sqlx::query_scalar(
        "select id from event_source_mapping where account_id = ? and source_arn = ? and function_name = ? \
         and coalesce(qualifier, '$LATEST') = coalesce(?, '$LATEST')",
    )
    .bind(account.as_str())
    .bind(source.to_string())
    .bind(function.as_str())
    .bind(qualifier.map(ToString::to_string))
    .fetch_optional(db)
    .await?;
    id.map(|id| parsed("event_source_mapping.id", MappingId::parse(id))).transpose()
}

/// Mappings of an account in the order of their ids: those after `after`, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut SqliteConnection,
    account: &AccountId,
    wanted: MappingFilter<'_>,
    after: Option<&MappingId>,
    limit: u32,
) -> Result<Vec<Mapping>, StoreError> {
    let MappingFilter { function, qualifier, source } = wanted;
    let rows: Vec<Row> = sqlx::query_as(select_mapping!(
        "where account_id = ?1 and id > ?2 and (?3 is null or function_name = ?3) \
         and (?4 is null or coalesce(qualifier, '$LATEST') = ?4) and (?5 is null or source_arn = ?5) order by id limit ?6"
    ))
    .bind(account.as_str())
    .bind(after.map_or("", MappingId::as_str))
    .bind(function.map(FunctionName::as_str))
    .bind(qualifier.map(ToString::to_string))
    .bind(source)
    .bind(i64::from(limit))
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Mapping::try_from).collect()
}

/// How many an account has.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &mut SqliteConnection, account: &AccountId) -> Result<u64, StoreError> {
    let count: i64 = sqlx::query_scalar("select count(*) from event_source_mapping where account_id = ?")
        .bind(account.as_str())
        .fetch_one(db)
        .await?;
    to_unsigned("event_source_mapping", count)
}

/// All that are switched on, of all accounts.
///
/// # Errors
/// When the database fails.
pub async fn enabled(db: &mut SqliteConnection) -> Result<Vec<Mapping>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(select_mapping!("where enabled = 1 order by id")).fetch_all(db).await?;
    rows.into_iter().map(Mapping::try_from).collect()
}

/// Deletes a mapping with its tags.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, id: &MappingId) -> Result<(), StoreError> {
    sqlx::query("delete from event_source_mapping where id = ?").bind(id.as_str()).execute(db).await?;
    Ok(())
}

/// All tags of a mapping.
///
/// # Errors
/// When the database fails.
pub async fn tags(db: &mut SqliteConnection, id: &MappingId) -> Result<BTreeMap<String, String>, StoreError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select name, value from event_source_mapping_tag where mapping_id = ?")
            .bind(id.as_str())
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().collect())
}

/// Sets a tag, over an older one of that name.
///
/// # Errors
/// When the database fails.
pub async fn set_tag(
    db: &mut SqliteConnection,
    id: &MappingId,
    (name, value): (&str, &str),
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into event_source_mapping_tag (mapping_id, name, value, created_at) values (?, ?, ?, ?) \
         on conflict (mapping_id, name) do update set value = excluded.value",
    )
    .bind(id.as_str())
    .bind(name)
    .bind(value)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a tag away; one that is not there is gone already.
///
/// # Errors
/// When the database fails.
pub async fn delete_tag(db: &mut SqliteConnection, id: &MappingId, name: &str) -> Result<(), StoreError> {
    sqlx::query("delete from event_source_mapping_tag where mapping_id = ? and name = ?")
        .bind(id.as_str())
        .bind(name)
        .execute(db)
        .await?;
    Ok(())
}
