//! Messages on their way into a queue, and as they lie there. What receivers do is in [`received`](super::received).

use super::{QueueKey, QueueRow};
use crate::convert::{from_json, parsed, to_i64, to_json, to_unsigned};
use crate::error::StoreError;
use api::sqs::message::{MessageAttributes, SequenceNumber, SystemAttributes};
use api::sqs::settings::DeduplicationScope;
use api::sqs::{DEDUPLICATION_MS, QueueArn};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};

/// A message that is put into a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRow {
    /// Its id, a UUID.
    pub id: String,
    /// The body.
    pub body: String,
    /// Its attributes.
    pub attributes: MessageAttributes,
    /// Who sent it.
    pub sender: String,
    /// The trace that it belongs to.
    pub trace_header: Option<String>,
    /// Its group.
    pub group: Option<String>,
    /// Its deduplication id.
    pub deduplication: Option<String>,
    /// What counts towards limits.
    pub bytes: u64,
    /// When it was sent.
    pub sent_at: UnixMillis,
    /// From when on it can be received.
    pub visible_at: UnixMillis,
}

/// Which message, in the database: the order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageKey(pub i64);

impl MessageKey {
    /// Its place in a FIFO queue.
    #[must_use]
    pub fn sequence(self) -> SequenceNumber {
        SequenceNumber(u64::try_from(self.0).unwrap_or(0))
    }
}

/// Puts a message into a queue.
///
/// # Errors
/// When the database fails.
pub async fn insert(db: &mut SqliteConnection, queue: QueueKey, row: &NewRow) -> Result<MessageKey, StoreError> {
    let NewRow { id, body, attributes, sender, trace_header, group, deduplication, bytes, sent_at, visible_at } = row;
    let done = sqlx::query(
        "insert into queue_message (queue_id, id, body, attributes, sender, trace_header, group_id, deduplication_id, bytes, \
           created_at, kept_from, visible_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)",
    )
    .bind(queue.0)
    .bind(id.as_str())
    .bind(body.as_str())
    .bind(to_json("queue_message.attributes", attributes)?)
    .bind(sender.as_str())
    .bind(trace_header.as_deref())
    .bind(group.as_deref())
    .bind(deduplication.as_deref())
    .bind(to_i64(*bytes))
    .bind(sent_at.0)
    .bind(visible_at.0)
    .execute(db)
    .await?;
    Ok(MessageKey(done.last_insert_rowid()))
}

/// Within what a deduplication id of this message is unique: nothing is the whole queue.
fn scope_of(scope: DeduplicationScope, group: Option<&str>) -> &str {
    match scope {
        DeduplicationScope::Queue => "",
        DeduplicationScope::MessageGroup => group.unwrap_or_default(),
    }
}

/// The message of the last five minutes that has the deduplication id of this one.
///
/// # Errors
/// When the database fails.
pub async fn duplicate_of(
    db: &mut SqliteConnection,
    queue: QueueKey,
    scope: DeduplicationScope,
    row: &NewRow,
) -> Result<Option<(String, MessageKey)>, StoreError> {
    let forgotten = row.sent_at.0.saturating_sub(DEDUPLICATION_MS);
    sqlx::query("delete from queue_deduplication where queue_id = ? and created_at <= ?")
        .bind(queue.0)
        .bind(forgotten)
        .execute(&mut *db)
        .await?;
    let found: Option<(String, i64)> = sqlx::query_as(
        "select message_id, message_key from queue_deduplication where queue_id = ? and scope = ? and deduplication_id = ?",
    )
    .bind(queue.0)
    .bind(scope_of(scope, row.group.as_deref()))
    .bind(row.deduplication.as_deref())
    .fetch_optional(db)
    .await?;
    Ok(found.map(|(id, key)| (id, MessageKey(key))))
}

/// Remembers a message for five minutes.
///
/// # Errors
/// When the database fails.
pub async fn remember(
    db: &mut SqliteConnection,
    queue: QueueKey,
    scope: DeduplicationScope,
    (row, key): (&NewRow, MessageKey),
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into queue_deduplication (queue_id, scope, deduplication_id, message_id, message_key, created_at) \
         values (?, ?, ?, ?, ?, ?)",
    )
    .bind(queue.0)
    .bind(scope_of(scope, row.group.as_deref()))
    .bind(row.deduplication.as_deref())
    .bind(row.id.as_str())
    .bind(key.0)
    .bind(row.sent_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// How many messages a queue has in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Those that can be received.
    pub visible: u64,
    /// Those that were received and are hidden.
    pub in_flight: u64,
    /// Those that cannot be received yet.
    pub delayed: u64,
}

/// Counts what is not expired.
///
/// # Errors
/// When the database fails.
pub async fn counts(db: &mut SqliteConnection, queue: &QueueRow, now: UnixMillis) -> Result<Counts, StoreError> {
    let (visible, in_flight, delayed): (i64, i64, i64) = sqlx::query_as(
        "select count(*) filter (where visible_at <= ?2), \
           count(*) filter (where visible_at > ?2 and receive_count > 0), \
           count(*) filter (where visible_at > ?2 and receive_count = 0) \
         from queue_message indexed by queue_message_visible where queue_id = ?1 and kept_from > ?3",
    )
    .bind(queue.key.0)
    .bind(now.0)
    .bind(queue.expired_before(now).0)
    .fetch_one(db)
    .await?;
    Ok(Counts {
        visible: to_unsigned("queue_message", visible)?,
        in_flight: to_unsigned("queue_message", in_flight)?,
        delayed: to_unsigned("queue_message", delayed)?,
    })
}

/// Deletes what was kept for as long as the queue keeps messages; says how many.
///
/// # Errors
/// When the database fails.
pub async fn expire(db: &mut SqliteConnection, queue: &QueueRow, now: UnixMillis) -> Result<u64, StoreError> {
    let done = sqlx::query("delete from queue_message where queue_id = ? and kept_from <= ?")
        .bind(queue.key.0)
        .bind(queue.expired_before(now).0)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}

/// A message as it lies in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LyingRow {
    /// Its key.
    pub key: MessageKey,
    /// Its id.
    pub id: String,
    /// The body, or its beginning.
    pub body: String,
    /// Bytes of the whole body.
    pub body_bytes: u64,
    /// Its attributes.
    pub attributes: MessageAttributes,
    /// What SQS knows of it, as of its last receive.
    pub system: SystemAttributes,
    /// From when on it can be received.
    pub visible_at: UnixMillis,
    /// What counts towards limits.
    pub bytes: u64,
}

#[derive(FromRow)]
pub(super) struct Row {
    key: i64,
    id: String,
    body: String,
    body_bytes: i64,
    attributes: String,
    sender: String,
    trace_header: Option<String>,
    group_id: Option<String>,
    deduplication_id: Option<String>,
    source: Option<String>,
    receive_count: i64,
    first_received_at: Option<i64>,
    visible_at: i64,
    bytes: i64,
    created_at: i64,
}

/// The columns of [`Row`], with this as the body.
macro_rules! lying_columns {
    ($body:literal) => {
        concat!(
            "m.key, m.id, ",
            $body,
            " as body, octet_length(m.body) as body_bytes, m.attributes, m.sender, m.trace_header, m.group_id, \
             m.deduplication_id, m.source, m.receive_count, m.first_received_at, m.visible_at, m.bytes, m.created_at"
        )
    };
}
pub(super) use lying_columns;

impl Row {
    /// Of a queue that is FIFO or not.
    pub(super) fn read(self, is_fifo: bool) -> Result<LyingRow, StoreError> {
        let Self {
            key,
            id,
            body,
            body_bytes,
            attributes,
            sender,
            trace_header,
            group_id,
            deduplication_id,
            source,
            receive_count,
            first_received_at,
            visible_at,
            bytes,
            created_at,
        } = self;
        let key = MessageKey(key);
        Ok(LyingRow {
            key,
            id,
            body,
            body_bytes: to_unsigned("queue_message.body", body_bytes)?,
            attributes: from_json("queue_message.attributes", &attributes)?,
            system: SystemAttributes {
                receive_count: to_unsigned("queue_message.receive_count", receive_count)?,
                sent_at: UnixMillis(created_at),
                sender,
                first_received_at: first_received_at.map(UnixMillis),
                group: group_id,
                deduplication: deduplication_id,
                sequence: is_fifo.then(|| key.sequence()),
                trace_header,
                source: source.map(|arn| parsed("queue_message.source", QueueArn::parse(&arn))).transpose()?,
            },
            visible_at: UnixMillis(visible_at),
            bytes: to_unsigned("queue_message.bytes", bytes)?,
        })
    }
}

/// The first messages in the order of their arrival, at most `limit`, without receiving them. Of each body only the beginning:
/// 65,536 characters.
///
/// # Errors
/// When the database fails.
pub async fn peek(
    db: &mut SqliteConnection,
    queue: &QueueRow,
    now: UnixMillis,
    limit: u32,
) -> Result<Vec<LyingRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "select ",
        lying_columns!("substr(m.body, 1, 65536)"),
        " from queue_message m indexed by queue_message_queue_id where m.queue_id = ? and m.kept_from > ? order by m.key limit ?"
    ))
    .bind(queue.key.0)
    .bind(queue.expired_before(now).0)
    .bind(i64::from(limit))
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| row.read(queue.settings.fifo.is_some())).collect()
}

/// Deletes a message by its id; false if it is not there.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, queue: QueueKey, id: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from queue_message where queue_id = ? and id = ?")
        .bind(queue.0)
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}
