//! Sending.

use super::{Inner, find};
use api::sqs::digest::{md5_of_attributes, md5_of_body, md5_of_trace_header};
use api::sqs::error::QueueError;
use api::sqs::message::{NewMessage, Sent};
use api::sqs::settings::{DeduplicationScope, FifoSettings};
use api::sqs::{DELAY_S_MAX, QueueArn, STORED_BYTES_MAX, STORED_MESSAGES_MAX};
use api::time::UnixMillis;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use store::sqs::message::NewRow;
use store::sqs::{QueueRow, Stored};
use store::{Connection, Store, StoreError};
use uuid::Uuid;

/// What SQS says of parameters that queues of the other type have.
const WRONG_TYPE: &str = "The request include parameter that is not valid for this queue type.";

impl Inner {
    pub(super) async fn send(
        &self,
        queue: &QueueArn,
        messages: Vec<NewMessage>,
    ) -> Result<Vec<Result<Sent, QueueError>>, QueueError> {
        let now = self.now_of(queue);
        let mut db = self.store.write().await?;
        let row = find(&mut db, queue).await?;
        let mut stored = store::sqs::stored(&mut db, &queue.account).await?;
        let mut answers = Vec::with_capacity(messages.len());
        for message in messages {
            answers.push(match prepared(&row, message, now) {
                Ok(new) => put(&mut db, &row, &mut stored, new).await?,
                Err(refused) => Err(refused),
            });
        }
        Store::commit(db).await?;
        if answers.iter().any(Result::is_ok) {
            self.wakers.wake(queue);
        }
        Ok(answers)
    }
}

/// The message as the queue takes it.
fn prepared(queue: &QueueRow, message: NewMessage, now: UnixMillis) -> Result<NewRow, QueueError> {
    message.check()?;
    let (bytes, bytes_max) = (message.bytes() as u64, u64::from(queue.settings.message_bytes_max));
    if bytes > bytes_max {
        return Err(QueueError::TooLarge { bytes_max });
    }
    let NewMessage { body, attributes, delay_s, group, deduplication, trace_header, sender } = message;
    let delay_s = match (queue.settings.fifo, delay_s) {
        (Some(_), Some(delay)) if delay > 0 => return Err(wrong("DelaySeconds", &delay.to_string(), WRONG_TYPE)),
        (None, Some(delay)) if delay > DELAY_S_MAX => {
            let reason = format!("Must be >= 0 and <= {DELAY_S_MAX}, if provided.");
            return Err(wrong("DelaySeconds", &delay.to_string(), &reason));
        }
        (None, Some(delay)) => delay,
        _ => queue.settings.delay_s,
    };
    let deduplication = match queue.settings.fifo {
        None => refuse_fifo_only(group.as_deref(), deduplication.as_deref()).map(|()| None)?,
        Some(_) if group.is_none() => return Err(QueueError::Missing("MessageGroupId")),
        Some(fifo) => Some(deduplication_of(fifo, deduplication, &body)?),
    };
    let visible_at = UnixMillis(now.0.saturating_add(i64::from(delay_s) * 1_000));
    let id = Uuid::new_v4().to_string();
    Ok(NewRow { id, body, attributes, sender, trace_header, group, deduplication, bytes, sent_at: now, visible_at })
}

fn wrong(parameter: &'static str, value: &str, reason: &str) -> QueueError {
    QueueError::Parameter { parameter, value: value.to_owned(), reason: reason.to_owned() }
}

/// A standard queue takes neither group nor deduplication id. Fair queues, which take a group, are not simulated.
fn refuse_fifo_only(group: Option<&str>, deduplication: Option<&str>) -> Result<(), QueueError> {
    match (group, deduplication) {
        (Some(group), _) => {
            let reason = "The request include parameter MessageGroupId which is not valid for this queue type: Coldstart \
                          does not simulate fair queues.";
            Err(wrong("MessageGroupId", group, reason))
        }
        (None, Some(id)) => Err(wrong("MessageDeduplicationId", id, WRONG_TYPE)),
        (None, None) => Ok(()),
    }
}

fn deduplication_of(fifo: FifoSettings, given: Option<String>, body: &str) -> Result<String, QueueError> {
    match given {
        Some(id) => Ok(id),
        None if fifo.content_deduplication => {
            let hash = Sha256::digest(body);
            Ok(hash.iter().fold(String::with_capacity(64), |mut text, byte| {
                // Writing to a string cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            }))
        }
        None => Err(QueueError::Parameter {
            parameter: "MessageDeduplicationId",
            value: "null".to_owned(),
            reason: "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
                .to_owned(),
        }),
    }
}

/// Writes it, unless its like was sent in the last five minutes: then the answer is that one's.
async fn put(
    db: &mut Connection,
    queue: &QueueRow,
    stored: &mut Stored,
    new: NewRow,
) -> Result<Result<Sent, QueueError>, StoreError> {
    let scope = queue.settings.fifo.map(|fifo| fifo.scope);
    if let Some(scope) = scope
        && let Some((id, key)) = store::sqs::message::duplicate_of(db, queue.key, scope, &new).await?
    {
        let sequence = Some(key.sequence());
        return Ok(Ok(Sent { id, sequence, ..sent(&new) }));
    }
    if let Err(full) = take_room(stored, new.bytes) {
        return Ok(Err(full));
    }
    let key = store::sqs::message::insert(db, queue.key, &new).await?;
    if let Some(scope) = scope {
        store::sqs::message::remember(db, queue.key, scope, (&new, key)).await?;
    }
    let sequence = scope.map(|_: DeduplicationScope| key.sequence());
    Ok(Ok(Sent { sequence, ..sent(&new) }))
}

/// Counts a message towards what the account may have.
fn take_room(stored: &mut Stored, bytes: u64) -> Result<(), QueueError> {
    let (messages, all) = (stored.messages + 1, stored.bytes + bytes);
    if messages > STORED_MESSAGES_MAX {
        return Err(QueueError::Quota(format!(
            "the account's queues have {} messages, the limit is {STORED_MESSAGES_MAX}; receive and delete some, or purge a queue",
            stored.messages
        )));
    }
    if all > STORED_BYTES_MAX {
        return Err(QueueError::Quota(format!(
            "the messages in the account's queues would have {all} bytes, the limit is {STORED_BYTES_MAX}; receive and delete \
             some, or purge a queue"
        )));
    }
    (stored.messages, stored.bytes) = (messages, all);
    Ok(())
}

fn sent(new: &NewRow) -> Sent {
    Sent {
        id: new.id.clone(),
        md5_of_body: md5_of_body(&new.body),
        md5_of_attributes: md5_of_attributes(&new.attributes),
        md5_of_system_attributes: new.trace_header.as_deref().and_then(md5_of_trace_header),
        sequence: None,
    }
}
