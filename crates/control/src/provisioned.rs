//! Provisioned concurrency: what may be wanted.

use crate::functions::find;
use crate::{Control, ControlChange};
use api::alias::alias_not_found;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName};
use api::lambda::{ACCOUNT_CONCURRENCY, Qualifier};
use api::provisioned::{ProvisionedConcurrency, ProvisionedConfig, WantedSize};
use api::queue::UNRESERVED_CONCURRENCY_MIN;
use api::time::UnixMillis;
use async_trait::async_trait;
use store::function::FunctionKey;
use store::provisioned::{ProvisionedRow, Wanted};
use store::{Connection, Store};

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::Invalid, message)
}

fn unpublished() -> ApiError {
    invalid("Provisioned Concurrency Configs cannot be applied to unpublished function versions.")
}

async fn config_of(
    db: &mut Connection,
    function: FunctionKey,
    (row, now): (ProvisionedRow, UnixMillis),
) -> Result<ProvisionedConfig, ApiError> {
    let mut sizes = Vec::new();
    for Wanted { version, environments } in store::provisioned::wanted_by(db, function, &row).await? {
        if let Some(found) = store::version::get(db, function, version).await? {
            let (memory, architecture) = (found.config.memory, found.config.architecture);
            sizes.push(WantedSize { memory, architecture, environments });
        }
    }
    let ProvisionedRow { qualifier, requested, modified_at } = row;
    let kept_s = u64::try_from(now.0.saturating_sub(modified_at.0) / 1_000).unwrap_or(0);
    Ok(ProvisionedConfig { qualifier: Qualifier::parse(&qualifier)?, requested, sizes, modified_at, kept_s })
}

/// What would be kept of which version; an error where the qualifier names no published version.
async fn wanted_for(
    db: &mut Connection,
    (account, name): (&AccountId, &FunctionName),
    function: FunctionKey,
    (qualifier, row): (&Qualifier, &ProvisionedRow),
) -> Result<Vec<Wanted>, ApiError> {
    match qualifier {
        Qualifier::Latest => return Err(unpublished()),
        Qualifier::Version(number) => {
            let found = store::version::get(db, function, *number).await?;
            found.ok_or_else(|| ApiError::function_not_found(&format!("{}:{number}", name.arn(account))))?;
        }
        Qualifier::Alias(alias) => {
            store::alias::get(db, function, alias).await?.ok_or_else(|| alias_not_found(account, name, alias))?;
        }
    }
    match store::provisioned::wanted_by(db, function, row).await? {
        wanted if wanted.is_empty() => Err(unpublished()),
        wanted => Ok(wanted),
    }
}

/// A version is kept for one qualifier only.
async fn check_others(
    db: &mut Connection,
    function: FunctionKey,
    row: &ProvisionedRow,
    wanted: &[Wanted],
) -> Result<u32, ApiError> {
    let mut sum = 0;
    for other in store::provisioned::list(db, function).await? {
        if other.qualifier == row.qualifier {
            continue;
        }
        sum += other.requested;
        let taken = store::provisioned::wanted_by(db, function, &other).await?;
        if taken.iter().any(|taken| wanted.iter().any(|wanted| wanted.version == taken.version)) {
            let message = match row.qualifier.parse::<u32>() {
                Ok(_number) => "Version is pointed by a Provisioned Concurrency alias",
                Err(_alias) => {
                    "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version"
                }
            };
            return Err(ApiError::new(ErrorCode::Conflict, message));
        }
    }
    Ok(sum)
}

/// Lambda keeps no environments ready of a version that starts from an image.
pub(crate) async fn check_no_images(db: &mut Connection, function: FunctionKey) -> Result<(), ApiError> {
    for Wanted { version, .. } in store::provisioned::wanted(db, function).await? {
        if store::snapshot::get(db, function, version).await?.is_some() {
            let message = format!(
                "Provisioned Concurrency is not supported for SnapStart enabled functions; version {version} starts from an image"
            );
            return Err(invalid(message));
        }
    }
    Ok(())
}

/// It is taken out of what is reserved for the function, or of what all functions of the account share.
async fn check_room(
    db: &mut Connection,
    account: &AccountId,
    function: FunctionKey,
    (others, row): (u32, &ProvisionedRow),
) -> Result<(), ApiError> {
    let before = store::provisioned::list(db, function).await?;
    let before = before.iter().find(|before| before.qualifier == row.qualifier).map_or(0, |before| before.requested);
    let requested = row.requested;
    if let Some(reserved) = store::event_config::reserved(db, function).await? {
        return match others.saturating_add(requested) {
            sum if sum > reserved => Err(invalid(
                "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
            )),
            _ => Ok(()),
        };
    }
    let set_aside = store::event_config::reserved_of_account(db, account).await?
        + store::provisioned::unreserved_of_account(db, account).await?.saturating_sub(before);
    if set_aside.saturating_add(requested) > ACCOUNT_CONCURRENCY - UNRESERVED_CONCURRENCY_MIN {
        return Err(invalid(format!(
            "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum \
             value of [{UNRESERVED_CONCURRENCY_MIN}]."
        )));
    }
    Ok(())
}

#[async_trait]
impl ProvisionedConcurrency for Control {
    async fn provision(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
        requested: u32,
    ) -> Result<ProvisionedConfig, ApiError> {
        if requested == 0 {
            return Err(invalid(
                "1 validation error detected: Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: \
                 Member must have value greater than or equal to 1",
            ));
        }
        let now = self.clock.now_of(account);
        let row = ProvisionedRow { qualifier: qualifier.to_string(), requested, modified_at: now };
        let mut transaction = self.store.write().await?;
        let key = find(&mut transaction, account, name).await?.key;
        let wanted = wanted_for(&mut transaction, (account, name), key, (qualifier, &row)).await?;
        let others = check_others(&mut transaction, key, &row, &wanted).await?;
        check_room(&mut transaction, account, key, (others, &row)).await?;
        store::provisioned::put(&mut transaction, key, &row).await?;
        check_no_images(&mut transaction, key).await?;
        let config = config_of(&mut transaction, key, (row, now)).await?;
        Store::commit(transaction).await?;
        self.announce(ControlChange::ProvisionedChanged { account: account.clone() });
        Ok(config)
    }

    async fn provisioned(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<ProvisionedConfig>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let key = find(&mut db, account, name).await?.key;
        let (now, mut configs) = (self.clock.now_of(account), Vec::new());
        for row in store::provisioned::list(&mut db, key).await? {
            configs.push(config_of(&mut db, key, (row, now)).await?);
        }
        Ok(configs)
    }

    async fn release(&self, account: &AccountId, name: &FunctionName, qualifier: &Qualifier) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        let key = find(&mut transaction, account, name).await?.key;
        store::provisioned::delete(&mut transaction, key, &qualifier.to_string()).await?;
        Store::commit(transaction).await?;
        self.announce(ControlChange::ProvisionedChanged { account: account.clone() });
        Ok(())
    }
}
