//! What receivers do with messages.

use super::message::{LyingRow, MessageKey, Row, lying_columns};
use super::{QueueKey, QueueRow};
use crate::convert::to_unsigned;
use crate::error::StoreError;
use api::id::AccountId;
use api::sqs::RECEIVED_BYTES_MAX;
use api::time::UnixMillis;
use sqlx::SqliteConnection;

/// A receive that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receive {
    /// Now.
    pub now: UnixMillis,
    /// Until when the messages are hidden.
    pub visible_at: UnixMillis,
    /// At most so many.
    pub max: u32,
}

/// In a FIFO queue a group waits while one of its messages is in flight, and behind one that is delayed.
macro_rules! select_open {
    ($columns:expr) => {
        concat!(
            "with blocked as materialized (\
               select group_id, min(case when receive_count > 0 then 0 else key end) as from_key \
               from queue_message indexed by queue_message_visible where queue_id = ?1 and visible_at > ?2 group by group_id) \
             select ",
            $columns,
            " from queue_message m indexed by queue_message_queue_id left join blocked b on b.group_id = m.group_id \
             where m.queue_id = ?1 and m.visible_at <= ?2 and m.kept_from > ?3 and (b.from_key is null or m.key < b.from_key) \
             order by m.key limit ?4"
        )
    };
}

/// Takes messages that are visible: counts the receive, hides them, and gives each the receipt that `receipt` makes. They are as
/// they were before, but for the count.
///
/// # Errors
/// When the database fails.
pub async fn receive(
    db: &mut SqliteConnection,
    queue: &QueueRow,
    receive: Receive,
    mut receipt: impl FnMut(MessageKey) -> String,
) -> Result<Vec<(LyingRow, String)>, StoreError> {
    let mut taken = Vec::new();
    let mut bytes = 0;
    for mut row in open(db, queue, receive.now, receive.max).await? {
        bytes += row.bytes;
        if bytes > RECEIVED_BYTES_MAX && !taken.is_empty() {
            break;
        }
        let receipt = receipt(row.key);
        hide(db, row.key, &receipt, receive).await?;
        row.system.receive_count = row.system.receive_count.saturating_add(1);
        row.system.first_received_at.get_or_insert(receive.now);
        taken.push((row, receipt));
    }
    Ok(taken)
}

/// What can be received now, in the order in which it is.
async fn open(
    db: &mut SqliteConnection,
    queue: &QueueRow,
    now: UnixMillis,
    limit: u32,
) -> Result<Vec<LyingRow>, StoreError> {
    let is_fifo = queue.settings.fifo.is_some();
    let query = match is_fifo {
        true => sqlx::query_as(select_open!(lying_columns!("m.body"))),
        false => sqlx::query_as(concat!(
            "select ",
            lying_columns!("m.body"),
            " from queue_message m indexed by queue_message_visible where m.queue_id = ?1 and m.visible_at <= ?2 and m.kept_from > ?3 \
             order by m.visible_at, m.key limit ?4"
        )),
    };
    let rows: Vec<Row> = query
        .bind(queue.key.0)
        .bind(now.0)
        .bind(queue.expired_before(now).0)
        .bind(i64::from(limit))
        .fetch_all(db)
        .await?;
    rows.into_iter().map(|row| row.read(is_fifo)).collect()
}

async fn hide(db: &mut SqliteConnection, key: MessageKey, receipt: &str, receive: Receive) -> Result<(), StoreError> {
    sqlx::query(
        "update queue_message set receive_count = receive_count + 1, receipt = ?2, visible_at = ?3, received_at = ?4, \
           first_received_at = coalesce(first_received_at, ?4) where key = ?1",
    )
    .bind(key.0)
    .bind(receipt)
    .bind(receive.visible_at.0)
    .bind(receive.now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// When the next message can be received; in the past if one can be now. Nothing if the queue is empty.
///
/// # Errors
/// When the database fails.
pub async fn next_visible(
    db: &mut SqliteConnection,
    queue: &QueueRow,
    now: UnixMillis,
) -> Result<Option<UnixMillis>, StoreError> {
    let expired = queue.expired_before(now);
    if queue.settings.fifo.is_some() {
        let open: Option<i64> = sqlx::query_scalar(select_open!("m.visible_at"))
            .bind(queue.key.0)
            .bind(now.0)
            .bind(expired.0)
            .bind(1)
            .fetch_optional(&mut *db)
            .await?;
        if let Some(at) = open {
            return Ok(Some(UnixMillis(at)));
        }
    }
    // Of a FIFO queue nothing that is visible is open, or it would have been found.
    let after = if queue.settings.fifo.is_some() { now } else { UnixMillis(i64::MIN) };
    let at: Option<i64> = sqlx::query_scalar(
        "select visible_at from queue_message indexed by queue_message_visible \
         where queue_id = ? and visible_at > ? and kept_from > ? order by visible_at limit 1",
    )
    .bind(queue.key.0)
    .bind(after.0)
    .bind(expired.0)
    .fetch_optional(db)
    .await?;
    Ok(at.map(UnixMillis))
}

/// When the next message of any queue of the account becomes visible that is not yet.
///
/// # Errors
/// When the database fails.
pub async fn next_of_account(
    db: &mut SqliteConnection,
    account: &AccountId,
    now: UnixMillis,
) -> Result<Option<UnixMillis>, StoreError> {
    let at: Option<i64> = sqlx::query_scalar(
        "select min((select min(m.visible_at) from queue_message m indexed by queue_message_visible \
                     where m.queue_id = q.id and m.visible_at > ?2)) \
         from queue q where q.account_id = ?1 and q.stored_messages > 0",
    )
    .bind(account.as_str())
    .bind(now.0)
    .fetch_one(db)
    .await?;
    Ok(at.map(UnixMillis))
}

/// How many messages are in flight.
///
/// # Errors
/// When the database fails.
pub async fn in_flight(db: &mut SqliteConnection, queue: QueueKey, now: UnixMillis) -> Result<u64, StoreError> {
    let count: i64 = sqlx::query_scalar(
        "select count(*) from queue_message indexed by queue_message_visible \
         where queue_id = ? and visible_at > ? and receive_count > 0",
    )
    .bind(queue.0)
    .bind(now.0)
    .fetch_one(db)
    .await?;
    to_unsigned("queue_message", count)
}

/// Moves what is visible again after `receives_max` receives to `target`; says how many. A FIFO queue keeps it anew, a standard
/// queue from when it was sent (SQS developer guide, «Dead-letter queues»).
///
/// # Errors
/// When the database fails.
pub async fn redrive(
    db: &mut SqliteConnection,
    queue: &QueueRow,
    (target, receives_max): (QueueKey, u32),
    now: UnixMillis,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "update queue_message set queue_id = ?4, source = ?5, receipt = null, visible_at = ?2, \
           kept_from = case when ?6 then ?2 else kept_from end \
         where queue_id = ?1 and receive_count >= ?3 and receive_count > 0 and visible_at <= ?2",
    )
    .bind(queue.key.0)
    .bind(now.0)
    .bind(i64::from(receives_max))
    .bind(target.0)
    .bind(queue.arn.to_string())
    .bind(queue.settings.fifo.is_some())
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// What a receipt stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The message is hidden since it was received with this receipt.
    InFlight {
        /// When that was.
        received_at: UnixMillis,
    },
    /// It was received with this receipt, and is visible again.
    Visible,
    /// It was received again, with another receipt.
    ByAnother,
    /// It is not there any more.
    Gone,
}

/// How a message stands to a receipt.
///
/// # Errors
/// When the database fails.
pub async fn held(
    db: &mut SqliteConnection,
    queue: QueueKey,
    (key, receipt): (MessageKey, &str),
    now: UnixMillis,
) -> Result<Held, StoreError> {
    let row: Option<(Option<String>, i64, Option<i64>)> =
        sqlx::query_as("select receipt, visible_at, received_at from queue_message where key = ? and queue_id = ?")
            .bind(key.0)
            .bind(queue.0)
            .fetch_optional(db)
            .await?;
    Ok(match row {
        None => Held::Gone,
        Some((held, ..)) if held.as_deref() != Some(receipt) => Held::ByAnother,
        Some((_, visible_at, Some(received_at))) if visible_at > now.0 => {
            Held::InFlight { received_at: UnixMillis(received_at) }
        }
        Some(_) => Held::Visible,
    })
}

/// Deletes a message.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, key: MessageKey) -> Result<(), StoreError> {
    sqlx::query("delete from queue_message where key = ?").bind(key.0).execute(db).await?;
    Ok(())
}

/// Hides a message until then.
///
/// # Errors
/// When the database fails.
pub async fn set_visible_at(db: &mut SqliteConnection, key: MessageKey, at: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("update queue_message set visible_at = ? where key = ?").bind(at.0).bind(key.0).execute(db).await?;
    Ok(())
}
