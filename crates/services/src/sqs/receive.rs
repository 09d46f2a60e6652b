//! Receiving, deleting, hiding for longer or shorter.

use super::receipt::Receipt;
use super::{Inner, find};
use api::sqs::digest::{md5_of_attributes, md5_of_body};
use api::sqs::error::QueueError;
use api::sqs::message::{Message, ReceiptHandle};
use api::sqs::queues::Take;
use api::sqs::settings::{Redrive, RedriveAllow};
use api::sqs::{IN_FLIGHT_FIFO_MAX, IN_FLIGHT_MAX, QueueArn, RECEIVED_MAX, VISIBILITY_S_MAX, WAIT_S_MAX};
use api::time::UnixMillis;
use std::time::Duration;
use store::sqs::message::LyingRow;
use store::sqs::received::{self, Held, Receive};
use store::sqs::{QueueKey, QueueRow};
use store::{Connection, Store};

/// Shortest nap of a receiver who waits: another may have been quicker.
const NAP_MIN: Duration = Duration::from_millis(20);

impl Inner {
    pub(super) async fn receive(&self, queue: &QueueArn, take: Take) -> Result<Vec<Message>, QueueError> {
        check_take(take)?;
        let now = self.now_of(queue);
        // An empty queue costs no transaction that writes.
        if self.next_visible(queue).await?.is_none_or(|at| at > now) {
            return Ok(Vec::new());
        }
        let mut db = self.store.write().await?;
        let row = find(&mut db, queue).await?;
        store::sqs::message::expire(&mut db, &row, now).await?;
        let moved_to = redrive(&mut db, &row, now).await?;
        let max = match self.room_in_flight(&mut db, &row, now).await {
            Ok(room) => take.max.min(u32::try_from(room).unwrap_or(u32::MAX)),
            Err(full) => {
                Store::commit(db).await?;
                return Err(full);
            }
        };
        let visibility_s = take.visibility_s.unwrap_or(row.settings.visibility_s);
        let receive = Receive { now, visible_at: after(now, visibility_s), max };
        let taken = received::receive(&mut db, &row, receive, |_key| Receipt::nonce()).await?;
        Store::commit(db).await?;
        if let Some(target) = moved_to {
            self.wakers.wake(&target);
        }
        taken.into_iter().map(|(lying, nonce)| message(row.key, lying, nonce)).collect()
    }

    /// How many more messages can be in flight.
    async fn room_in_flight(&self, db: &mut Connection, queue: &QueueRow, now: UnixMillis) -> Result<u64, QueueError> {
        let in_flight = received::in_flight(db, queue.key, now).await?;
        match queue.settings.fifo {
            // A FIFO queue that is full answers as if it were empty.
            Some(_) => Ok(IN_FLIGHT_FIFO_MAX.saturating_sub(in_flight)),
            None if in_flight >= IN_FLIGHT_MAX => Err(QueueError::InFlight { in_flight, limit: IN_FLIGHT_MAX }),
            None => Ok(IN_FLIGHT_MAX - in_flight),
        }
    }

    pub(super) async fn receive_waiting(
        &self,
        queue: &QueueArn,
        take: Take,
        wait_s: Option<u32>,
    ) -> Result<Vec<Message>, QueueError> {
        let wait_s = match wait_s {
            Some(wait) if wait > WAIT_S_MAX => return Err(out_of_range("WaitTimeSeconds", wait, 0, WAIT_S_MAX)),
            Some(wait) => wait,
            None => find(&mut *self.store.read().await?, queue).await?.settings.wait_s,
        };
        let end = self.clock.monotonic() + Duration::from_secs(u64::from(wait_s));
        let mut changes = self.wakers.of(queue).subscribe();
        let mut clocks = self.clock.subscribe();
        loop {
            changes.borrow_and_update();
            clocks.borrow_and_update();
            let received = self.receive(queue, take).await?;
            let left = end.saturating_duration_since(self.clock.monotonic());
            if !received.is_empty() || left.is_zero() {
                return Ok(received);
            }
            let next = self.next_visible(queue).await?;
            let nap =
                next.and_then(|at| self.clock.until(&queue.account, at)).map_or(left, |nap| nap.max(NAP_MIN).min(left));
            tokio::select! {
                () = tokio::time::sleep(nap) => {}
                _ = changes.changed() => {}
                _ = clocks.changed() => {}
            }
        }
    }

    pub(super) async fn next_visible(&self, queue: &QueueArn) -> Result<Option<UnixMillis>, QueueError> {
        let mut db = self.store.snapshot().await?;
        let row = find(&mut db, queue).await?;
        Ok(received::next_visible(&mut db, &row, self.now_of(queue)).await?)
    }

    pub(super) async fn delete(
        &self,
        queue: &QueueArn,
        receipts: &[ReceiptHandle],
    ) -> Result<Vec<Result<(), QueueError>>, QueueError> {
        let now = self.now_of(queue);
        let mut db = self.store.write().await?;
        let row = find(&mut db, queue).await?;
        let mut answers = Vec::with_capacity(receipts.len());
        for handle in receipts {
            answers.push(delete_one(&mut db, &row, handle, now).await?);
        }
        Store::commit(db).await?;
        // What is behind it in its group can be received now.
        if row.settings.fifo.is_some() {
            self.wakers.wake(queue);
        }
        Ok(answers)
    }

    pub(super) async fn change_visibility(
        &self,
        queue: &QueueArn,
        changes: &[(ReceiptHandle, u32)],
    ) -> Result<Vec<Result<(), QueueError>>, QueueError> {
        let now = self.now_of(queue);
        let mut db = self.store.write().await?;
        let row = find(&mut db, queue).await?;
        let mut answers = Vec::with_capacity(changes.len());
        for (handle, seconds) in changes {
            answers.push(hide_one(&mut db, &row, (handle, *seconds), now).await?);
        }
        Store::commit(db).await?;
        self.wakers.wake(queue);
        Ok(answers)
    }
}

fn after(now: UnixMillis, seconds: u32) -> UnixMillis {
    UnixMillis(now.0.saturating_add(i64::from(seconds) * 1_000))
}

fn out_of_range(parameter: &'static str, value: u32, least: u32, most: u32) -> QueueError {
    let reason = format!("Must be >= {least} and <= {most}, if provided.");
    QueueError::Parameter { parameter, value: value.to_string(), reason }
}

fn check_take(take: Take) -> Result<(), QueueError> {
    let Take { max, visibility_s } = take;
    if !(1..=RECEIVED_MAX).contains(&max) {
        return Err(out_of_range("MaxNumberOfMessages", max, 1, RECEIVED_MAX));
    }
    match visibility_s {
        Some(seconds) if seconds > VISIBILITY_S_MAX => {
            Err(out_of_range("VisibilityTimeout", seconds, 0, VISIBILITY_S_MAX))
        }
        _ => Ok(()),
    }
}

/// Moves what was received too often, if the queue's dead-letter queue is there and takes it; says where it went.
async fn redrive(db: &mut Connection, queue: &QueueRow, now: UnixMillis) -> Result<Option<QueueArn>, QueueError> {
    let Some(Redrive { target, receives_max }) = &queue.settings.redrive else { return Ok(None) };
    let Some(dead) = store::sqs::get(db, target).await? else { return Ok(None) };
    if !may_come(dead.settings.redrive_allow.as_ref(), &queue.arn) {
        return Ok(None);
    }
    let moved = received::redrive(db, queue, (dead.key, *receives_max), now).await?;
    Ok((moved > 0).then(|| target.clone()))
}

/// Whether a dead-letter queue takes messages of this queue.
pub(super) fn may_come(allow: Option<&RedriveAllow>, source: &QueueArn) -> bool {
    match allow {
        None | Some(RedriveAllow::All) => true,
        Some(RedriveAllow::Deny) => false,
        Some(RedriveAllow::ByQueue(sources)) => sources.contains(source),
    }
}

fn message(queue: QueueKey, lying: LyingRow, nonce: String) -> Result<Message, QueueError> {
    let LyingRow { key, id, body, body_bytes: _, attributes, system, visible_at: _, bytes: _ } = lying;
    Ok(Message {
        id,
        receipt: Receipt { queue, message: key, nonce }.handle()?,
        md5_of_body: md5_of_body(&body),
        md5_of_attributes: md5_of_attributes(&attributes),
        body,
        attributes,
        system,
    })
}

async fn delete_one(
    db: &mut Connection,
    queue: &QueueRow,
    handle: &ReceiptHandle,
    now: UnixMillis,
) -> Result<Result<(), QueueError>, QueueError> {
    let receipt = match Receipt::read(handle, queue.key) {
        Ok(receipt) => receipt,
        Err(refused) => return Ok(Err(refused)),
    };
    let is_fifo = queue.settings.fifo.is_some();
    match received::held(db, queue.key, (receipt.message, &receipt.nonce), now).await? {
        // In a FIFO queue others may be at work on the group by now.
        Held::Visible | Held::ByAnother if is_fifo => Ok(Err(QueueError::Expired)),
        Held::InFlight { .. } | Held::Visible => Ok(Ok(received::delete(db, receipt.message).await?)),
        // A standard queue says nothing of it.
        Held::ByAnother | Held::Gone => Ok(Ok(())),
    }
}

async fn hide_one(
    db: &mut Connection,
    queue: &QueueRow,
    (handle, seconds): (&ReceiptHandle, u32),
    now: UnixMillis,
) -> Result<Result<(), QueueError>, QueueError> {
    if seconds > VISIBILITY_S_MAX {
        return Ok(Err(out_of_range("VisibilityTimeout", seconds, 0, VISIBILITY_S_MAX)));
    }
    let receipt = match Receipt::read(handle, queue.key) {
        Ok(receipt) => receipt,
        Err(refused) => return Ok(Err(refused)),
    };
    let received_at = match received::held(db, queue.key, (receipt.message, &receipt.nonce), now).await? {
        Held::InFlight { received_at } => received_at,
        Held::Visible | Held::ByAnother => return Ok(Err(QueueError::NotInFlight)),
        Held::Gone => return Ok(Err(QueueError::NoMessage)),
    };
    let visible_at = after(now, seconds);
    if visible_at > after(received_at, VISIBILITY_S_MAX) {
        let reason =
            format!("Total VisibilityTimeout for the message is beyond the limit [{VISIBILITY_S_MAX} seconds]");
        return Ok(Err(QueueError::Parameter { parameter: "VisibilityTimeout", value: seconds.to_string(), reason }));
    }
    Ok(Ok(received::set_visible_at(db, receipt.message, visible_at).await?))
}
