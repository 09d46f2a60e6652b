//! Event source mappings: what may be made and changed. Reading queues is the data plane's.
//!
//! As on Lambda a mapping names its function and its queue, and outlives both: one whose function was deleted stays and says so, and
//! goes on when a function of that name is there again.

use crate::lambda::check_tags;
use crate::limits::MAPPINGS_MAX;
use crate::{Control, ControlChange};
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName, MappingId};
use api::lambda::Qualifier;
use api::mapping::{Mapping, MappingChange, MappingFilter, Mappings, NewMapping, mapping_not_found};
use api::run::Target;
use api::sqs::QueueArn;
use api::sqs::error::QueueError;
use api::sqs::queues::Queues;
use async_trait::async_trait;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Connection, Store};
use uuid::Uuid;

/// Event source mappings over the queues that they read. Clones share them.
#[derive(Clone)]
pub struct SourceMappings {
    control: Control,
    queues: Arc<dyn Queues>,
}

/// A state of a function, as a caller named it.
type Named<'a> = (&'a FunctionName, Option<&'a Qualifier>);

impl Control {
    /// Mappings that read these queues.
    #[must_use]
    pub fn mappings_of(&self, queues: Arc<dyn Queues>) -> SourceMappings {
        SourceMappings { control: self.clone(), queues }
    }
}

/// Seconds that the function may run; Lambda's refusal where there is none.
async fn timeout_of(db: &mut Connection, account: &AccountId, (name, qualifier): Named<'_>) -> Result<u32, ApiError> {
    let missing = || ApiError::invalid("function", "Function does not exist");
    let row = store::function::get(db, account, name).await?.ok_or_else(missing)?;
    let target = match qualifier {
        None | Some(Qualifier::Latest) => Target::Latest,
        Some(Qualifier::Version(number)) => Target::Version(*number),
        Some(Qualifier::Alias(alias)) => {
            store::alias::get(db, row.key, alias).await?.ok_or_else(missing)?.version.into()
        }
    };
    let resolved = store::content::resolve(db, account, name, target).await?.ok_or_else(missing)?;
    Ok(resolved.config.timeout.get())
}

async fn find(db: &mut Connection, account: &AccountId, id: &MappingId) -> Result<Mapping, ApiError> {
    store::mapping::get(db, account, id).await?.ok_or_else(mapping_not_found)
}

/// In Lambda's words, its blanks included.
async fn check_only(
    db: &mut Connection,
    account: &AccountId,
    source: &QueueArn,
    named: Named<'_>,
    except: Option<&MappingId>,
) -> Result<(), ApiError> {
    match store::mapping::of_pair(db, account, source, named).await? {
        Some(id) if Some(&id) != except => {
            let message = format!(
                "An event source mapping with SQS arn (\" {source} \") and function (\" {} \") already exists. Please update \
                 or delete the existing mapping with UUID {id}",
                named.0
            );
            Err(ApiError::new(ErrorCode::Conflict, message))
        }
        _ => Ok(()),
    }
}

async fn check_room(db: &mut Connection, account: &AccountId) -> Result<(), ApiError> {
    match store::mapping::count(db, account).await? {
        count if count < MAPPINGS_MAX => Ok(()),
        count => {
            let message = format!("the account has {count} event source mappings, the limit is {MAPPINGS_MAX}");
            Err(ApiError::new(ErrorCode::Invalid, message))
        }
    }
}

/// A message that is being worked off must stay hidden for as long as the function may take.
fn check_visibility(visibility_s: u32, timeout_s: u32) -> Result<(), ApiError> {
    match visibility_s >= timeout_s {
        true => Ok(()),
        false => {
            let message = format!(
                "Queue visibility timeout: {visibility_s} seconds is less than Function timeout: {timeout_s} seconds"
            );
            Err(ApiError::invalid("source", message))
        }
    }
}

impl SourceMappings {
    /// Seconds for which the queue hides a message that was received.
    async fn visibility_of(&self, account: &AccountId, source: &QueueArn) -> Result<u32, ApiError> {
        if source.account != *account {
            let message = format!("Coldstart does not read queues of another account yet, and {source} is one.");
            return Err(ApiError::invalid("source", message));
        }
        match self.queues.facts(source).await {
            Ok(facts) => Ok(facts.settings.visibility_s),
            Err(error @ QueueError::NoQueue(_)) => Err(ApiError::invalid(
                "source",
                format!(
                    "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS \
                     Error Message: {error}"
                ),
            )),
            Err(error) => Err(error.into()),
        }
    }

    fn changed(&self, account: &AccountId) {
        self.control.announce(ControlChange::MappingsChanged { account: account.clone() });
    }
}

#[async_trait]
impl Mappings for SourceMappings {
    async fn create_mapping(&self, account: &AccountId, new: NewMapping) -> Result<Mapping, ApiError> {
        let NewMapping { source, function, qualifier, settings, enabled, tags } = new;
        settings.check(source.name.is_fifo())?;
        check_tags(tags.len())?;
        let named = (&function, qualifier.as_ref());
        // As on Lambda, a function that is missing is told before a queue that is.
        timeout_of(&mut *self.control.store.snapshot().await?, account, named).await?;
        let visibility_s = self.visibility_of(account, &source).await?;
        let now = self.control.clock.now_of(account);
        let mut transaction = self.control.store.write().await?;
        check_visibility(visibility_s, timeout_of(&mut transaction, account, named).await?)?;
        check_only(&mut transaction, account, &source, named, None).await?;
        check_room(&mut transaction, account).await?;
        let id = MappingId::parse(Uuid::new_v4().to_string())?;
        let (account, created_at, modified_at) = (account.clone(), now, now);
        let mapping = Mapping { id, account, source, function, qualifier, settings, enabled, created_at, modified_at };
        store::mapping::put(&mut transaction, &mapping).await?;
        for (name, value) in &tags {
            store::mapping::set_tag(&mut transaction, &mapping.id, (name, value), now).await?;
        }
        Store::commit(transaction).await?;
        self.changed(&mapping.account);
        Ok(mapping)
    }

    async fn mapping(&self, account: &AccountId, id: &MappingId) -> Result<Mapping, ApiError> {
        find(&mut *self.control.store.snapshot().await?, account, id).await
    }

    async fn mappings(
        &self,
        account: &AccountId,
        wanted: MappingFilter<'_>,
        after: Option<&MappingId>,
        limit: u32,
    ) -> Result<Vec<Mapping>, ApiError> {
        Ok(store::mapping::list(&mut *self.control.store.snapshot().await?, account, wanted, after, limit).await?)
    }

    async fn update_mapping(
        &self,
        account: &AccountId,
        id: &MappingId,
        change: MappingChange,
    ) -> Result<Mapping, ApiError> {
        let before = find(&mut *self.control.store.snapshot().await?, account, id).await?;
        // One that is only switched off, because its queue is gone for instance, needs none.
        let is_off = change.enabled == Some(false);
        let visibility_s = if is_off { None } else { Some(self.visibility_of(account, &before.source).await?) };
        let mut transaction = self.control.store.write().await?;
        let before = find(&mut transaction, account, id).await?;
        let settings = change.applied_to(&before.settings);
        settings.check(before.source.name.is_fifo())?;
        let enabled = change.enabled.unwrap_or(before.enabled);
        let is_another = change.function.is_some();
        let (function, qualifier) = change.function.unwrap_or((before.function, before.qualifier));
        let named = (&function, qualifier.as_ref());
        if is_another || !is_off {
            let timeout_s = timeout_of(&mut transaction, account, named).await?;
            check_visibility(visibility_s.unwrap_or(u32::MAX), timeout_s)?;
            check_only(&mut transaction, account, &before.source, named, Some(id)).await?;
        }
        // Never the time at which it was made: a mapping that was changed is no new one.
        let modified_at = self.control.clock.now_of(account).max(api::time::UnixMillis(before.created_at.0 + 1));
        let mapping = Mapping { function, qualifier, settings, enabled, modified_at, ..before };
        store::mapping::put(&mut transaction, &mapping).await?;
        Store::commit(transaction).await?;
        self.changed(account);
        Ok(mapping)
    }

    async fn delete_mapping(&self, account: &AccountId, id: &MappingId) -> Result<Mapping, ApiError> {
        let mut transaction = self.control.store.write().await?;
        let mapping = find(&mut transaction, account, id).await?;
        store::mapping::delete(&mut transaction, id).await?;
        Store::commit(transaction).await?;
        self.changed(account);
        Ok(mapping)
    }

    async fn mapping_tags(&self, account: &AccountId, id: &MappingId) -> Result<BTreeMap<String, String>, ApiError> {
        let mut db = self.control.store.snapshot().await?;
        find(&mut db, account, id).await?;
        Ok(store::mapping::tags(&mut db, id).await?)
    }

    async fn change_mapping_tags(
        &self,
        account: &AccountId,
        id: &MappingId,
        set: BTreeMap<String, String>,
        remove: Vec<String>,
    ) -> Result<(), ApiError> {
        let now = self.control.clock.now_of(account);
        let mut transaction = self.control.store.write().await?;
        find(&mut transaction, account, id).await?;
        for (name, value) in &set {
            store::mapping::set_tag(&mut transaction, id, (name, value), now).await?;
        }
        for name in &remove {
            store::mapping::delete_tag(&mut transaction, id, name).await?;
        }
        check_tags(store::mapping::tags(&mut transaction, id).await?.len())?;
        Ok(Store::commit(transaction).await?)
    }
}
