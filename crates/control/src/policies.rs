//! Resource policies of functions: of the whole, of a version, of an alias.

use crate::Control;
use crate::functions::{REVISION_MISMATCH, find, new_revision};
use crate::lambda::{latest_of, version_of};
use api::alias::alias_not_found;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, AliasName, FunctionName, RevisionId, VersionNumber};
use api::lambda::{FunctionUrls, Policies, Qualifier};
use api::policy::{Condition, Policy, Statement};
use api::time::UnixMillis;
use api::trigger::{Trigger, TriggerConfig, UrlAuth, UrlSettings};
use async_trait::async_trait;
use store::function::{FunctionKey, FunctionRow};
use store::latest::VersionOrigin;
use store::{Connection, Store};

/// Of `AddPermission`; the other operations name another one to call.
const POLICY_REVISION_MISMATCH: &str = "The Revision Id provided does not match the latest Revision Id. \
     Call the GetPolicy API to retrieve the latest Revision Id";
pub(crate) const NO_POLICY: &str = "No policy is associated with the given resource.";

/// What has a policy: its place in the table and its revision.
struct Holder {
    function: FunctionRow,
    qualifier: Option<Qualifier>,
    revision: RevisionId,
}

impl Holder {
    fn key(&self) -> (FunctionKey, String) {
        (self.function.key, text_of(self.qualifier.as_ref()))
    }
}

fn text_of(qualifier: Option<&Qualifier>) -> String {
    qualifier.map(Qualifier::to_string).unwrap_or_default()
}

/// The function, the version or the alias of this name, or Lambda's refusal.
async fn holder(
    db: &mut Connection,
    account: &AccountId,
    name: &FunctionName,
    qualifier: Option<&Qualifier>,
) -> Result<Holder, ApiError> {
    let function = find(db, account, name).await?;
    let revision = match qualifier {
        None | Some(Qualifier::Latest) => latest_of(db, &function).await?.revision,
        Some(Qualifier::Version(number)) => {
            let missing = || ApiError::function_not_found(&format!("{}:{number}", name.arn(account)));
            version_of(db, function.key, *number).await?.ok_or_else(missing)?.revision
        }
        Some(Qualifier::Alias(alias)) => {
            let found = store::alias::get(db, function.key, alias).await?;
            found.ok_or_else(|| alias_not_found(account, name, alias))?.revision
        }
    };
    Ok(Holder { function, qualifier: qualifier.cloned(), revision })
}

/// A change of the policy is a change of what has it.
async fn touch(db: &mut Connection, holder: &Holder, now: UnixMillis) -> Result<(), ApiError> {
    let (key, revision) = (holder.function.key, new_revision()?);
    match &holder.qualifier {
        None | Some(Qualifier::Latest) => {
            let mut latest = latest_of(db, &holder.function).await?;
            latest.revision = revision;
            Ok(store::latest::set(db, &latest).await?)
        }
        Some(Qualifier::Version(number)) => touch_version(db, key, *number, revision, now).await,
        Some(Qualifier::Alias(name)) => match store::alias::get(db, key, name).await? {
            None => Ok(()),
            Some(mut alias) => {
                alias.revision = revision;
                Ok(store::alias::set(db, key, &alias, now).await?)
            }
        },
    }
}

async fn touch_version(
    db: &mut Connection,
    function: FunctionKey,
    number: VersionNumber,
    revision: RevisionId,
    now: UnixMillis,
) -> Result<(), ApiError> {
    if store::latest::set_origin_revision(db, function, number, &revision).await? {
        return Ok(());
    }
    // A page published it.
    let origin = VersionOrigin { number, revision, zip: None, role: String::new() };
    Ok(store::latest::insert_origin(db, function, &origin, now).await?)
}

/// A policy has one statement of a name.
pub(crate) fn sid_taken(sid: &str) -> ApiError {
    let message = format!(
        "The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the existing statement."
    );
    ApiError::new(ErrorCode::Conflict, message)
}

fn not_found(message: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::NotFound, message)
}

#[async_trait]
impl Policies for Control {
    async fn permit(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: Option<&Qualifier>,
        statement: Statement,
        revision: Option<String>,
    ) -> Result<(), ApiError> {
        if qualifier == Some(&Qualifier::Latest) {
            let message = "We currently do not support adding policies for $LATEST.";
            return Err(ApiError::new(ErrorCode::Invalid, message));
        }
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        let holder = holder(&mut transaction, account, name, qualifier).await?;
        if revision.is_some_and(|wanted| wanted != holder.revision.as_str()) {
            return Err(ApiError::new(ErrorCode::RevisionMismatch, POLICY_REVISION_MISMATCH));
        }
        let (key, place) = holder.key();
        let others = store::permission::list(&mut transaction, key, &place).await?;
        if others.iter().any(|other| other.sid == statement.sid) {
            return Err(sid_taken(&statement.sid));
        }
        store::permission::insert(&mut transaction, key, &place, &statement, now).await?;
        touch(&mut transaction, &holder, now).await?;
        let statements = others.iter().chain(std::iter::once(&statement));
        api::policy::check_size(statements, &arn(account, name, qualifier))?;
        Ok(Store::commit(transaction).await?)
    }

    async fn revoke(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: Option<&Qualifier>,
        sid: &str,
        revision: Option<String>,
    ) -> Result<(), ApiError> {
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        let holder = holder(&mut transaction, account, name, qualifier).await;
        let holder = holder.map_err(|error| match error.code {
            ErrorCode::NotFound if error.message == ApiError::function_not_found(&name.arn(account)).message => {
                not_found(format!("No policy found for: {}", name.arn(account)))
            }
            _ => error,
        })?;
        let (key, place) = holder.key();
        if store::permission::list(&mut transaction, key, &place).await?.is_empty() {
            return Err(not_found(NO_POLICY));
        }
        if !store::permission::delete(&mut transaction, key, &place, sid).await? {
            return Err(not_found(format!("Statement {sid} is not found in resource policy.")));
        }
        if revision.is_some_and(|wanted| wanted != holder.revision.as_str()) {
            return Err(ApiError::new(ErrorCode::RevisionMismatch, REVISION_MISMATCH));
        }
        touch(&mut transaction, &holder, now).await?;
        Ok(Store::commit(transaction).await?)
    }

    async fn policy(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: Option<&Qualifier>,
    ) -> Result<Option<Policy>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let holder = holder(&mut db, account, name, qualifier).await?;
        let (key, place) = holder.key();
        let statements = store::permission::list(&mut db, key, &place).await?;
        Ok((!statements.is_empty()).then_some(Policy { statements, revision: holder.revision }))
    }

    async fn permits(
        &self,
        owner: &AccountId,
        name: &FunctionName,
        qualifier: Option<&Qualifier>,
        (caller, action): (&AccountId, &str),
    ) -> Result<bool, ApiError> {
        let mut db = self.store.snapshot().await?;
        let Some(function) = store::function::get(&mut db, owner, name).await? else { return Ok(false) };
        let statements = store::permission::list(&mut db, function.key, &text_of(qualifier)).await?;
        Ok(statements.iter().any(|statement| statement.allows(caller, action)))
    }
}

#[async_trait]
impl FunctionUrls for Control {
    async fn create_url(
        &self,
        account: &AccountId,
        name: &FunctionName,
        config: TriggerConfig,
        settings: UrlSettings,
    ) -> Result<Trigger, ApiError> {
        self.add_trigger(account, name, (config, settings)).await
    }

    async fn permits_url(
        &self,
        owner: &AccountId,
        name: &FunctionName,
        alias: Option<&AliasName>,
        caller: &AccountId,
    ) -> Result<bool, ApiError> {
        let facts = [
            Condition::FunctionUrlAuthType(UrlAuth::AwsIam.identifier().to_owned()),
            Condition::InvokedViaFunctionUrl(true),
        ];
        let qualifier = alias.cloned().map(Qualifier::Alias);
        let mut db = self.store.snapshot().await?;
        let Some(function) = store::function::get(&mut db, owner, name).await? else { return Ok(false) };
        let statements = store::permission::list(&mut db, function.key, &text_of(qualifier.as_ref())).await?;
        Ok(statements.iter().any(|one| one.allows_given(caller, "lambda:InvokeFunctionUrl", &facts)))
    }
}

fn arn(account: &AccountId, name: &FunctionName, qualifier: Option<&Qualifier>) -> String {
    match qualifier {
        None => name.arn(account),
        Some(qualifier) => format!("{}:{qualifier}", name.arn(account)),
    }
}
