//! Queues and their tags; messages are in [`message`].

pub mod message;
pub mod received;

use crate::convert::{from_json, parsed, to_json, to_unsigned};
use crate::error::StoreError;
use api::id::AccountId;
use api::sqs::settings::QueueSettings;
use api::sqs::{QueueArn, QueueName};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeMap;

/// Which queue, in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueKey(pub i64);

/// A queue as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// Its key.
    pub key: QueueKey,
    /// Which it is.
    pub arn: QueueArn,
    /// What it is set to.
    pub settings: QueueSettings,
    /// When it was purged last.
    pub purged_at: Option<UnixMillis>,
    /// When it was made.
    pub created_at: UnixMillis,
    /// When its settings were changed last.
    pub modified_at: UnixMillis,
}

impl QueueRow {
    /// Messages that are kept from no later than this are gone.
    #[must_use]
    pub fn expired_before(&self, now: UnixMillis) -> UnixMillis {
        UnixMillis(now.0.saturating_sub(i64::from(self.settings.retention_s) * 1_000))
    }
}

/// How much an account has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Queues.
    pub queues: u64,
    /// Messages in them.
    pub messages: u64,
    /// Bytes of these.
    pub bytes: u64,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    settings: String,
    purged_at: Option<i64>,
    created_at: i64,
    modified_at: i64,
}

/// Makes a queue.
///
/// # Errors
/// When the database fails, or the name is taken.
pub async fn insert(
    db: &mut SqliteConnection,
    arn: &QueueArn,
    settings: &QueueSettings,
    now: UnixMillis,
) -> Result<QueueKey, StoreError> {
    crate::account::hold_region(&mut *db, &arn.account, now).await?;
    let done = sqlx::query(
        "insert into queue (account_id, name, settings, redrive_to, created_at, modified_at) values (?1, ?2, ?3, ?4, ?5, ?5)",
    )
    .bind(arn.account.as_str())
    .bind(arn.name.as_str())
    .bind(to_json("queue.settings", settings)?)
    .bind(redrive_to(settings))
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(QueueKey(done.last_insert_rowid()))
}

fn redrive_to(settings: &QueueSettings) -> Option<String> {
    settings.redrive.as_ref().map(|redrive| redrive.target.to_string())
}

/// A queue, if it exists.
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut SqliteConnection, arn: &QueueArn) -> Result<Option<QueueRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select id, settings, purged_at, created_at, modified_at from queue where account_id = ? and name = ?",
    )
    .bind(arn.account.as_str())
    .bind(arn.name.as_str())
    .fetch_optional(db)
    .await?;
    let Some(Row { id, settings, purged_at, created_at, modified_at }) = row else { return Ok(None) };
    Ok(Some(QueueRow {
        key: QueueKey(id),
        arn: arn.clone(),
        settings: from_json("queue.settings", &settings)?,
        purged_at: purged_at.map(UnixMillis),
        created_at: UnixMillis(created_at),
        modified_at: UnixMillis(modified_at),
    }))
}

/// Changes settings.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut SqliteConnection,
    queue: QueueKey,
    settings: &QueueSettings,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("update queue set settings = ?, redrive_to = ?, modified_at = ? where id = ?")
        .bind(to_json("queue.settings", settings)?)
        .bind(redrive_to(settings))
        .bind(now.0)
        .bind(queue.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Names that begin with `prefix`, in their order: those after `after`, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn names(
    db: &mut SqliteConnection,
    account: &AccountId,
    prefix: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<QueueName>, StoreError> {
    let names: Vec<String> = sqlx::query_scalar(
        "select name from queue where account_id = ?1 and name > ?3 and substr(name, 1, length(?2)) = ?2 order by name limit ?4",
    )
    .bind(account.as_str())
    .bind(prefix)
    .bind(after)
    .bind(i64::from(limit))
    .fetch_all(db)
    .await?;
    names.into_iter().map(|name| parsed("queue.name", QueueName::parse(name))).collect()
}

/// Names of the queues that have `target` as their dead-letter queue, in their order: those after `after`, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn sources(
    db: &mut SqliteConnection,
    target: &QueueArn,
    after: &str,
    limit: u32,
) -> Result<Vec<QueueName>, StoreError> {
    let names: Vec<String> = sqlx::query_scalar(
        "select name from queue where redrive_to = ? and account_id = ? and name > ? order by name limit ?",
    )
    .bind(target.to_string())
    .bind(target.account.as_str())
    .bind(after)
    .bind(i64::from(limit))
    .fetch_all(db)
    .await?;
    names.into_iter().map(|name| parsed("queue.name", QueueName::parse(name))).collect()
}

/// Deletes a queue with all that is in it.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, queue: QueueKey) -> Result<(), StoreError> {
    sqlx::query("delete from queue where id = ?").bind(queue.0).execute(db).await?;
    Ok(())
}

/// Deletes all messages. What was sent in the last minutes is still known to deduplication.
///
/// # Errors
/// When the database fails.
pub async fn purge(db: &mut SqliteConnection, queue: QueueKey, now: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("delete from queue_message where queue_id = ?").bind(queue.0).execute(&mut *db).await?;
    sqlx::query("update queue set purged_at = ? where id = ?").bind(now.0).bind(queue.0).execute(db).await?;
    Ok(())
}

/// How much an account has in all its queues.
///
/// # Errors
/// When the database fails.
pub async fn stored(db: &mut SqliteConnection, account: &AccountId) -> Result<Stored, StoreError> {
    let (queues, messages, bytes): (i64, i64, i64) = sqlx::query_as(
        "select count(*), coalesce(sum(stored_messages), 0), coalesce(sum(stored_bytes), 0) from queue where account_id = ?",
    )
    .bind(account.as_str())
    .fetch_one(db)
    .await?;
    Ok(Stored {
        queues: to_unsigned("queue", queues)?,
        messages: to_unsigned("queue.stored_messages", messages)?,
        bytes: to_unsigned("queue.stored_bytes", bytes)?,
    })
}

/// Every queue that has messages, of every account.
///
/// # Errors
/// When the database fails.
pub async fn with_messages(db: &mut SqliteConnection) -> Result<Vec<QueueArn>, StoreError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select account_id, name from queue where stored_messages > 0 order by id")
            .fetch_all(db)
            .await?;
    let arn = |(account, name)| {
        Ok(QueueArn {
            account: parsed("queue.account_id", AccountId::parse(account))?,
            name: parsed("queue.name", QueueName::parse(name))?,
        })
    };
    rows.into_iter().map(arn).collect()
}

/// A queue's tags.
///
/// # Errors
/// When the database fails.
pub async fn tags(db: &mut SqliteConnection, queue: QueueKey) -> Result<BTreeMap<String, String>, StoreError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select name, value from queue_tag where queue_id = ?").bind(queue.0).fetch_all(db).await?;
    Ok(rows.into_iter().collect())
}

/// Sets a tag, over an older one of that name.
///
/// # Errors
/// When the database fails.
pub async fn set_tag(
    db: &mut SqliteConnection,
    queue: QueueKey,
    (name, value): (&str, &str),
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into queue_tag (queue_id, name, value, created_at) values (?, ?, ?, ?) \
         on conflict (queue_id, name) do update set value = excluded.value",
    )
    .bind(queue.0)
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
pub async fn delete_tag(db: &mut SqliteConnection, queue: QueueKey, name: &str) -> Result<(), StoreError> {
    sqlx::query("delete from queue_tag where queue_id = ? and name = ?").bind(queue.0).bind(name).execute(db).await?;
    Ok(())
}
