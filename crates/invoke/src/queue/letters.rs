//! Messages to queues: dead letters, and records for destinations that are queues. They are written in the transaction that ends the
//! event, so that none is lost and none is sent for an event that is tried again.

use super::destination::{Delivery, Undelivered};
use crate::Inner;
use api::error::ApiError;
use api::sqs::message::{MessageAttribute, MessageAttributes, NewMessage};
use api::sqs::{QueueArn, STORED_BYTES_MAX, STORED_MESSAGES_MAX};
use api::time::UnixMillis;
use store::queue::EventRow;
use store::sqs::message::NewRow;
use uuid::Uuid;

/// Longest error message of a dead letter, in bytes (Lambda developer guide, «Dead-letter queues»).
const ERROR_MESSAGE_BYTES_MAX: usize = 1_024;
/// The HTTP status of an invocation whose function failed.
const ERROR_CODE: i64 = 200;

impl Inner {
    /// The dead-letter queue of the code that an event is for.
    pub(super) async fn dead_letter_queue(&self, row: &EventRow) -> Result<Option<QueueArn>, ApiError> {
        let mut db = self.store.read().await?;
        let found = store::content::resolve(&mut db, &row.account, &row.function, row.target).await?;
        Ok(found.and_then(|found| found.config.dead_letter))
    }

    /// What the function's dead-letter queue gets, if it has one: the event itself.
    pub(super) async fn dead_letter(
        &self,
        row: &EventRow,
        payload: &str,
        reason: &str,
    ) -> Result<Option<Delivery>, Undelivered> {
        let unread = |error: ApiError| format!("its dead-letter queue cannot be looked up: {error}");
        let Some(queue) = self.dead_letter_queue(row).await.map_err(unread)? else { return Ok(None) };
        let mut attributes = MessageAttributes::from([
            ("RequestID".to_owned(), MessageAttribute::string(row.id.as_str())),
            ("ErrorCode".to_owned(), MessageAttribute::number(ERROR_CODE)),
        ]);
        let message = &reason[..reason.floor_char_boundary(ERROR_MESSAGE_BYTES_MAX)];
        if !message.is_empty() {
            attributes.insert("ErrorMessage".to_owned(), MessageAttribute::string(message));
        }
        let what = format!("its dead-letter queue `{}`", queue.name);
        self.message_of(row, (&queue, &what), payload.to_owned(), attributes).await.map(Some)
    }

    /// A message for a queue, if the queue is there and takes it.
    pub(super) async fn message_of(
        &self,
        row: &EventRow,
        (queue, what): (&QueueArn, &str),
        body: String,
        attributes: MessageAttributes,
    ) -> Result<Delivery, Undelivered> {
        let unread = |error: ApiError| format!("{what} cannot be looked up: {error}");
        let message = NewMessage { body, attributes, sender: row.function.to_string(), ..NewMessage::default() };
        let bytes = message.bytes() as u64;
        let mut db = self.store.read().await.map_err(|error| unread(error.into()))?;
        let found = store::sqs::get(&mut db, queue).await.map_err(|error| unread(error.into()))?;
        // A draft of a page can name any queue: that of another account is none.
        let found = found.filter(|_| queue.account == row.account).ok_or_else(|| format!("{what} does not exist"))?;
        if found.settings.fifo.is_some() {
            return Err(format!("{what} got nothing: Lambda sends to standard queues only, and it is a FIFO queue"));
        }
        let bytes_max = u64::from(found.settings.message_bytes_max);
        if bytes > bytes_max {
            return Err(format!("{what} got nothing: the message has {bytes} bytes, the limit is {bytes_max}"));
        }
        let stored = store::sqs::stored(&mut db, &row.account).await.map_err(|error| unread(error.into()))?;
        if stored.messages >= STORED_MESSAGES_MAX || stored.bytes + bytes > STORED_BYTES_MAX {
            return Err(format!(
                "{what} got nothing: the account's queues have {} messages of {} bytes, the limits are {STORED_MESSAGES_MAX} and \
                 {STORED_BYTES_MAX}",
                stored.messages, stored.bytes
            ));
        }
        let sent_at = self.clock.now_of(&row.account);
        let visible_at = UnixMillis(sent_at.0.saturating_add(i64::from(found.settings.delay_s) * 1_000));
        let NewMessage { body, attributes, sender, .. } = message;
        let new = NewRow {
            id: Uuid::new_v4().to_string(),
            body,
            attributes,
            sender,
            trace_header: None,
            group: None,
            deduplication: None,
            bytes,
            sent_at,
            visible_at,
        };
        Ok(Delivery::Message(queue.clone(), Box::new(new)))
    }
}
