//! Aliases: names for versions, and the weights by which invocations are shared between two.

use crate::functions::{REVISION_MISMATCH, find, new_revision};
use crate::lambda::version_of;
use crate::limits::ALIASES_MAX;
use crate::versions::check_description;
use crate::{Control, ControlChange};
use api::alias::{Alias, AliasChange, Aliases, FunctionVersion, NewAlias, Split, alias_not_found};
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, AliasName, FunctionName, VersionNumber};
use async_trait::async_trait;
use store::function::FunctionKey;
use store::{Connection, Store};

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::Invalid, message)
}

/// Lambda's rules for what an alias may point to.
async fn check_target(
    db: &mut Connection,
    account: &AccountId,
    name: &FunctionName,
    function: FunctionKey,
    (version, split): (FunctionVersion, Option<Split>),
) -> Result<(), ApiError> {
    let FunctionVersion::Number(number) = version else {
        return match split {
            None => Ok(()),
            Some(_) => Err(invalid("$LATEST is not supported for an alias pointing to more than 1 version")),
        };
    };
    let missing = |number: VersionNumber| ApiError::function_not_found(&format!("{}:{number}", name.arn(account)));
    let first = version_of(db, function, number).await?.ok_or_else(|| missing(number))?;
    let Some(split) = split else { return Ok(()) };
    if split.version == number {
        return Err(invalid(format!(
            "Invalid function version {number}. Function version {number} is already included in routing configuration."
        )));
    }
    let second = version_of(db, function, split.version).await?.ok_or_else(|| missing(split.version))?;
    if first.role != second.role {
        return Err(invalid(format!(
            "The versions {number} and {} have different execution roles; the versions of an alias must have the same one",
            split.version
        )));
    }
    Ok(())
}

fn check_room(name: &FunctionName, count: usize) -> Result<(), ApiError> {
    match count {
        count if count < ALIASES_MAX => Ok(()),
        count => Err(invalid(format!("`{name}` has {count} aliases, the limit is {ALIASES_MAX}"))),
    }
}

#[async_trait]
impl Aliases for Control {
    async fn create_alias(
        &self,
        account: &AccountId,
        function: &FunctionName,
        new: NewAlias,
    ) -> Result<Alias, ApiError> {
        let NewAlias { name, version, split, description } = new;
        check_description(&description)?;
        let mut transaction = self.store.write().await?;
        let key = find(&mut transaction, account, function).await?.key;
        check_target(&mut transaction, account, function, key, (version, split)).await?;
        let others = store::alias::list(&mut transaction, key).await?;
        if others.iter().any(|other| other.name == name) {
            let message = format!("Alias already exists: {}:{name}", function.arn(account));
            return Err(ApiError::new(ErrorCode::Conflict, message));
        }
        check_room(function, others.len())?;
        let alias = Alias { name, version, split, description, revision: new_revision()? };
        store::alias::set(&mut transaction, key, &alias, self.clock.now_of(account)).await?;
        Store::commit(transaction).await?;
        Ok(alias)
    }

    async fn alias(&self, account: &AccountId, function: &FunctionName, name: &AliasName) -> Result<Alias, ApiError> {
        let mut db = self.store.snapshot().await?;
        let key = find(&mut db, account, function).await?.key;
        store::alias::get(&mut db, key, name).await?.ok_or_else(|| alias_not_found(account, function, name))
    }

    async fn aliases(&self, account: &AccountId, function: &FunctionName) -> Result<Vec<Alias>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let key = find(&mut db, account, function).await?.key;
        Ok(store::alias::list(&mut db, key).await?)
    }

    async fn update_alias(
        &self,
        account: &AccountId,
        function: &FunctionName,
        name: &AliasName,
        change: AliasChange,
    ) -> Result<Alias, ApiError> {
        let AliasChange { revision, version, split, description } = change;
        let mut transaction = self.store.write().await?;
        let key = find(&mut transaction, account, function).await?.key;
        let before = store::alias::get(&mut transaction, key, name).await?;
        let missing =
            || ApiError::new(ErrorCode::NotFound, format!("Alias not found: {}:{name}", function.arn(account)));
        let mut alias = before.ok_or_else(missing)?;
        if revision.is_some_and(|wanted| wanted != alias.revision.as_str()) {
            return Err(ApiError::new(ErrorCode::RevisionMismatch, REVISION_MISMATCH));
        }
        alias.version = version.unwrap_or(alias.version);
        alias.split = split.unwrap_or(alias.split);
        alias.description = description.unwrap_or(alias.description);
        alias.revision = new_revision()?;
        check_description(&alias.description)?;
        check_target(&mut transaction, account, function, key, (alias.version, alias.split)).await?;
        store::alias::set(&mut transaction, key, &alias, self.clock.now_of(account)).await?;
        crate::provisioned::check_no_images(&mut transaction, key).await?;
        Store::commit(transaction).await?;
        self.announce(ControlChange::ProvisionedChanged { account: account.clone() });
        Ok(alias)
    }

    async fn delete_alias(
        &self,
        account: &AccountId,
        function: &FunctionName,
        name: &AliasName,
    ) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        let key = find(&mut transaction, account, function).await?.key;
        store::alias::delete(&mut transaction, key, name).await?;
        Store::commit(transaction).await?;
        self.announce(ControlChange::ProvisionedChanged { account: account.clone() });
        Ok(())
    }

    async fn choose_version(
        &self,
        account: &AccountId,
        function: &FunctionName,
        name: &AliasName,
    ) -> Result<FunctionVersion, ApiError> {
        let missing = || ApiError::function_not_found(&format!("{}:{name}", function.arn(account)));
        let mut db = self.store.snapshot().await?;
        let row = store::function::get(&mut db, account, function).await?.ok_or_else(missing)?;
        let alias = store::alias::get(&mut db, row.key, name).await?.ok_or_else(missing)?;
        Ok(alias.choose(self.dice.roll()))
    }
}
