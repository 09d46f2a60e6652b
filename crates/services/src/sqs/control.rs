//! Making, changing, showing and deleting queues.

use super::receive::may_come;
use super::{Inner, Sqs, find};
use api::id::AccountId;
use api::sqs::error::QueueError;
use api::sqs::message::{MessageState, PeekedMessage};
use api::sqs::queues::QueueControl;
use api::sqs::settings::{QueueSettings, Setting, SettingsChange};
use api::sqs::{QUEUES_MAX, QueueArn, QueueName};
use api::time::UnixMillis;
use async_trait::async_trait;
use std::collections::BTreeMap;
use store::sqs::message::LyingRow;
use store::{Connection, Store};

/// Tags of one queue (SQS's limit).
const TAGS_MAX: usize = 50;
/// Longest name and longest value of a tag (SQS's limits).
const TAG_NAME_LENGTH_MAX: usize = 128;
const TAG_VALUE_LENGTH_MAX: usize = 256;
/// For how long a queue is not purged again.
const PURGE_EVERY_MS: u64 = 60_000;

#[async_trait]
impl QueueControl for Sqs {
    async fn create(
        &self,
        queue: &QueueArn,
        settings: SettingsChange,
        tags: BTreeMap<String, String>,
    ) -> Result<(), QueueError> {
        self.inner.create(queue, settings, tags).await
    }

    async fn list(
        &self,
        account: &AccountId,
        prefix: &str,
        after: Option<&QueueName>,
        limit: u32,
    ) -> Result<Vec<QueueName>, QueueError> {
        let mut db = self.inner.store.read().await?;
        let after = after.map_or("", QueueName::as_str);
        Ok(store::sqs::names(&mut db, account, prefix, after, limit).await?)
    }

    async fn delete_queue(&self, queue: &QueueArn) -> Result<(), QueueError> {
        let mut db = self.inner.store.write().await?;
        let row = find(&mut db, queue).await?;
        store::sqs::delete(&mut db, row.key).await?;
        Store::commit(db).await?;
        // Who waits for messages of it learns that it is gone.
        self.inner.wakers.wake(queue);
        Ok(())
    }

    async fn purge(&self, queue: &QueueArn) -> Result<(), QueueError> {
        let now = self.inner.now_of(queue);
        let mut db = self.inner.store.write().await?;
        let row = find(&mut db, queue).await?;
        if row.purged_at.is_some_and(|at| at <= now && now.since(at) < PURGE_EVERY_MS) {
            return Err(QueueError::Purged(queue.name.clone()));
        }
        store::sqs::purge(&mut db, row.key, now).await?;
        Ok(Store::commit(db).await?)
    }

    async fn set(&self, queue: &QueueArn, settings: SettingsChange) -> Result<(), QueueError> {
        let mut db = self.inner.store.write().await?;
        let row = find(&mut db, queue).await?;
        let changed = settings.applied_to(&row.settings)?;
        check_target(&mut db, queue, &settings, &changed).await?;
        store::sqs::set(&mut db, row.key, &changed, self.inner.now_of(queue)).await?;
        Store::commit(db).await?;
        self.inner.wakers.wake(queue);
        Ok(())
    }

    async fn sources(
        &self,
        queue: &QueueArn,
        after: Option<&QueueName>,
        limit: u32,
    ) -> Result<Vec<QueueName>, QueueError> {
        let mut db = self.inner.store.snapshot().await?;
        find(&mut db, queue).await?;
        Ok(store::sqs::sources(&mut db, queue, after.map_or("", QueueName::as_str), limit).await?)
    }

    async fn tags(&self, queue: &QueueArn) -> Result<BTreeMap<String, String>, QueueError> {
        let mut db = self.inner.store.snapshot().await?;
        let row = find(&mut db, queue).await?;
        Ok(store::sqs::tags(&mut db, row.key).await?)
    }

    async fn change_tags(
        &self,
        queue: &QueueArn,
        set: BTreeMap<String, String>,
        remove: Vec<String>,
    ) -> Result<(), QueueError> {
        let mut db = self.inner.store.write().await?;
        let row = find(&mut db, queue).await?;
        for name in remove {
            store::sqs::delete_tag(&mut db, row.key, &name).await?;
        }
        let now = self.inner.now_of(queue);
        for (name, value) in &set {
            check_tag(name, value)?;
            store::sqs::set_tag(&mut db, row.key, (name, value), now).await?;
        }
        check_tag_count(store::sqs::tags(&mut db, row.key).await?.len())?;
        Ok(Store::commit(db).await?)
    }

    async fn next_due(&self, account: &AccountId) -> Result<Option<UnixMillis>, QueueError> {
        let now = self.inner.clock.now_of(account);
        let mut db = self.inner.store.read().await?;
        Ok(store::sqs::received::next_of_account(&mut db, account, now).await?)
    }

    async fn peek(&self, queue: &QueueArn, limit: u32) -> Result<Vec<PeekedMessage>, QueueError> {
        let now = self.inner.now_of(queue);
        let mut db = self.inner.store.snapshot().await?;
        let row = find(&mut db, queue).await?;
        let lying = store::sqs::message::peek(&mut db, &row, now, limit).await?;
        Ok(lying.into_iter().map(|row| peeked(row, now)).collect())
    }

    async fn delete_message(&self, queue: &QueueArn, id: &str) -> Result<bool, QueueError> {
        let mut db = self.inner.store.write().await?;
        let row = find(&mut db, queue).await?;
        let is_deleted = store::sqs::message::delete(&mut db, row.key, id).await?;
        Store::commit(db).await?;
        self.inner.wakers.wake(queue);
        Ok(is_deleted)
    }
}

impl Inner {
    async fn create(
        &self,
        queue: &QueueArn,
        settings: SettingsChange,
        tags: BTreeMap<String, String>,
    ) -> Result<(), QueueError> {
        let new = settings.applied_to(&QueueSettings::new(queue.name.is_fifo()))?;
        let now = self.now_of(queue);
        let mut db = self.store.write().await?;
        if let Some(row) = store::sqs::get(&mut db, queue).await? {
            return settings.differs_from(&row.settings).map_or(Ok(()), |setting| Err(QueueError::Exists(setting)));
        }
        let stored = store::sqs::stored(&mut db, &queue.account).await?;
        if stored.queues >= QUEUES_MAX {
            let count = stored.queues;
            return Err(QueueError::Quota(format!(
                "the account has {count} queues, the limit is {QUEUES_MAX}; delete one first"
            )));
        }
        check_target(&mut db, queue, &settings, &new).await?;
        check_tag_count(tags.len())?;
        let key = store::sqs::insert(&mut db, queue, &new, now).await?;
        for (name, value) in &tags {
            check_tag(name, value)?;
            store::sqs::set_tag(&mut db, key, (name, value), now).await?;
        }
        Ok(Store::commit(db).await?)
    }
}

/// A dead-letter queue that is newly chosen must be there, in the account, and take messages of this queue.
async fn check_target(
    db: &mut Connection,
    queue: &QueueArn,
    change: &SettingsChange,
    settings: &QueueSettings,
) -> Result<(), QueueError> {
    let (Some(_), Some(redrive)) = (&change.redrive, &settings.redrive) else { return Ok(()) };
    let refused = |reason: &str| Err(QueueError::Setting { setting: Setting::Redrive, reason: reason.to_owned() });
    let target = match redrive.target.account == queue.account {
        true => store::sqs::get(db, &redrive.target).await?,
        false => None,
    };
    match target {
        None => refused("Dead letter target does not exist."),
        Some(target) if !may_come(target.settings.redrive_allow.as_ref(), queue) => {
            refused("The RedriveAllowPolicy of the dead letter target does not allow this queue.")
        }
        Some(_) => Ok(()),
    }
}

fn check_tag(name: &str, value: &str) -> Result<(), QueueError> {
    let (name_length, value_length) = (name.chars().count(), value.chars().count());
    let reason = match () {
        () if !(1..=TAG_NAME_LENGTH_MAX).contains(&name_length) => {
            format!("A tag's key has 1 to {TAG_NAME_LENGTH_MAX} characters, this one has {name_length}.")
        }
        () if value_length > TAG_VALUE_LENGTH_MAX => {
            format!("A tag's value has at most {TAG_VALUE_LENGTH_MAX} characters, this one has {value_length}.")
        }
        () if name.to_ascii_lowercase().starts_with("aws:") => "Keys that start with aws: are reserved.".to_owned(),
        () => return Ok(()),
    };
    let value = name.chars().take(TAG_NAME_LENGTH_MAX).collect();
    Err(QueueError::Parameter { parameter: "Tags", value, reason })
}

fn check_tag_count(count: usize) -> Result<(), QueueError> {
    if count <= TAGS_MAX {
        return Ok(());
    }
    let reason = format!("Too many tags added for queue: the limit is {TAGS_MAX}.");
    Err(QueueError::Parameter { parameter: "Tags", value: count.to_string(), reason })
}

fn peeked(row: LyingRow, now: UnixMillis) -> PeekedMessage {
    let LyingRow { key: _, id, body, body_bytes, attributes, system, visible_at, bytes: _ } = row;
    let state = match () {
        () if visible_at <= now => MessageState::Visible,
        () if system.receive_count > 0 => MessageState::InFlight(visible_at),
        () => MessageState::Delayed(visible_at),
    };
    PeekedMessage { id, body, body_bytes, attributes, system, state }
}
