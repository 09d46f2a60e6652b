//! Layers: published, shared with other accounts, given to functions.

use crate::functions::{files, new_revision};
use crate::package::Unpacked;
use crate::versions::check_description;
use crate::{Control, package, quota};
use api::bucket::PackageSource;
use api::code::Code;
use api::config::FunctionConfig;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, LayerName, RevisionId};
use api::lambda::Layers;
use api::layer::{LAYERS_MAX, LayerFacts, LayerVersion, LayerVersionArn, UsedLayer, WITH_LAYERS_BYTES_MAX};
use api::policy::{Policy, Statement};
use async_trait::async_trait;
use store::code::CodeHash;
use store::layer::{LayerVersionRow, NewLayerVersion};
use store::{Connection, Store};

const ACTION: &str = "lambda:GetLayerVersion";
const REVISION_MISMATCH: &str = "The Revision Id provided does not match the latest Revision Id. \
     Call the GetLayerPolicy API to retrieve the latest Revision Id";

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::Invalid, message)
}

pub(crate) fn bytes_of(code: &Code) -> u64 {
    code.files().values().map(|content| content.byte_length() as u64).sum()
}

/// Lambda's rules for a function's layers. Those that it had `before` it keeps, deleted or not.
pub(crate) async fn check(
    db: &mut Connection,
    account: &AccountId,
    layers: &[LayerVersionArn],
    before: &[LayerVersionArn],
) -> Result<(), ApiError> {
    if layers.len() > LAYERS_MAX {
        return Err(invalid(format!("Cannot reference more than {LAYERS_MAX} layers.")));
    }
    for (at, arn) in layers.iter().enumerate() {
        arn.check_region(account)?;
        let twin = layers.iter().take(at).find(|other| other.layer_arn() == arn.layer_arn());
        if let Some(twin) = twin {
            return Err(invalid(format!(
                "Two different versions of the same layer are not allowed to be referenced in the same function. {twin} and \
                 {arn} are versions of the same layer."
            )));
        }
        if !before.contains(arn) {
            let found = permitted(db, account, arn).await?;
            found.ok_or_else(|| invalid(format!("Layer version {arn} does not exist.")))?;
        }
    }
    Ok(())
}

/// Refuses more files than a function may have with its layers, in Lambda's words.
pub(crate) async fn check_size(db: &mut Connection, layers: &[LayerVersionArn], code: u64) -> Result<(), ApiError> {
    let mut bytes = code;
    for arn in layers {
        bytes += store::layer::get(db, arn).await?.map_or(0, |row| row.file_bytes);
    }
    match bytes {
        bytes if layers.is_empty() || bytes <= WITH_LAYERS_BYTES_MAX as u64 => Ok(()),
        bytes => Err(invalid(format!(
            "Function code combined with layers exceeds the maximum allowed size of {WITH_LAYERS_BYTES_MAX} bytes. \
             The actual size is {bytes} bytes."
        ))),
    }
}

/// What a page or the API sets as a whole, against what was there.
pub(crate) async fn check_config(
    db: &mut Connection,
    account: &AccountId,
    config: &FunctionConfig,
    before: &[LayerVersionArn],
    code: CodeHash,
) -> Result<(), ApiError> {
    if config.layers.is_empty() {
        return Ok(());
    }
    check(db, account, &config.layers, before).await?;
    let (_, bytes) = store::code::size(db, code).await?;
    check_size(db, &config.layers, bytes).await
}

/// A function's layers with their sizes.
pub(crate) async fn used(db: &mut Connection, layers: &[LayerVersionArn]) -> Result<Vec<UsedLayer>, ApiError> {
    let mut used = Vec::with_capacity(layers.len());
    for arn in layers {
        let zip_bytes = store::layer::get(db, arn).await?.map_or(0, |row| row.shown.zip_bytes);
        used.push(UsedLayer { arn: arn.clone(), zip_bytes });
    }
    Ok(used)
}

/// A version that the account may have; nothing, if its own account has none. What another account does not share is denied alike
/// whether it exists or not.
async fn permitted(
    db: &mut Connection,
    account: &AccountId,
    arn: &LayerVersionArn,
) -> Result<Option<LayerVersionRow>, ApiError> {
    arn.check_region(account)?;
    let row = store::layer::get(db, arn).await?.filter(|row| !row.is_deleted);
    if arn.account == *account {
        return Ok(row);
    }
    if let Some(row) = row {
        let statements = store::layer::permissions(db, row.key).await?;
        if statements.iter().any(|statement| statement.allows(account, ACTION)) {
            return Ok(Some(row));
        }
    }
    let message = format!(
        "User: arn:aws:iam::{account}:root is not authorized to perform: {ACTION} on resource: {arn} because no \
         resource-based policy allows the {ACTION} action"
    );
    Err(ApiError::new(ErrorCode::Denied, message))
}

async fn readable(
    db: &mut Connection,
    account: &AccountId,
    arn: &LayerVersionArn,
) -> Result<LayerVersionRow, ApiError> {
    let missing = || ApiError::new(ErrorCode::NotFound, "The resource you requested does not exist.");
    permitted(db, account, arn).await?.ok_or_else(missing)
}

/// A version of the caller's own whose policy is meant.
async fn own(db: &mut Connection, arn: &LayerVersionArn) -> Result<LayerVersionRow, ApiError> {
    let row = store::layer::get(db, arn).await?.filter(|row| !row.is_deleted);
    row.ok_or_else(|| ApiError::new(ErrorCode::NotFound, format!("Layer version {arn} does not exist.")))
}

async fn check_revision(db: &mut Connection, row: &LayerVersionRow, wanted: Option<String>) -> Result<(), ApiError> {
    let Some(wanted) = wanted else { return Ok(()) };
    let now = store::layer::policy_revision(db, row.key).await?;
    match now.is_some_and(|now| now.as_str() == wanted) {
        true => Ok(()),
        false => Err(ApiError::new(ErrorCode::RevisionMismatch, REVISION_MISMATCH)),
    }
}

#[async_trait]
impl Layers for Control {
    async fn publish_layer(
        &self,
        account: &AccountId,
        name: &LayerName,
        package: PackageSource,
        facts: LayerFacts,
    ) -> Result<LayerVersion, ApiError> {
        check_description(&facts.description)?;
        self.account_of(account).await?;
        let Unpacked { zip, code, .. } = &self.unpacked(account, package).await?;
        let (now, file_bytes) = (self.clock.now_of(account), bytes_of(code));
        let mut transaction = self.store.write().await?;
        let code = store::code::insert(&mut transaction, code, now).await?;
        let zip = store::zip::insert(&mut transaction, zip, now).await?;
        let new = NewLayerVersion { layer: name, code, zip, file_bytes, facts: &facts, now };
        let number = store::layer::insert(&mut transaction, account, new).await?;
        quota::check_layers(&mut transaction, account).await?;
        quota::check_code(&mut transaction, account).await?;
        let arn = LayerVersionArn { account: account.clone(), layer: name.clone(), number };
        let shown = readable(&mut transaction, account, &arn).await?.shown;
        Store::commit(transaction).await?;
        Ok(shown)
    }

    async fn layer_version(&self, account: &AccountId, arn: &LayerVersionArn) -> Result<LayerVersion, ApiError> {
        Ok(readable(&mut *self.store.snapshot().await?, account, arn).await?.shown)
    }

    async fn layer_zip(&self, account: &AccountId, arn: &LayerVersionArn) -> Result<Vec<u8>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let row = readable(&mut db, account, arn).await?;
        match store::zip::get(&mut db, store::zip::ZipHash(row.shown.zip_sha256)).await? {
            Some(zip) => Ok(zip),
            None => package::packed(files(&mut db, row.code).await?).await,
        }
    }

    async fn layer_versions(&self, account: &AccountId) -> Result<Vec<LayerVersion>, ApiError> {
        let rows = store::layer::list(&mut *self.store.snapshot().await?, account).await?;
        Ok(rows.into_iter().map(|row| row.shown).collect())
    }

    async fn delete_layer_version(&self, arn: &LayerVersionArn) -> Result<(), ApiError> {
        let now = self.clock.now_of(&arn.account);
        let mut transaction = self.store.write().await?;
        store::layer::delete(&mut transaction, arn, now).await?;
        store::layer::purge_unused(&mut transaction).await?;
        Ok(Store::commit(transaction).await?)
    }

    async fn permit_layer(
        &self,
        arn: &LayerVersionArn,
        statement: Statement,
        revision: Option<String>,
    ) -> Result<RevisionId, ApiError> {
        let now = self.clock.now_of(&arn.account);
        let mut transaction = self.store.write().await?;
        let row = own(&mut transaction, arn).await?;
        let others = store::layer::permissions(&mut transaction, row.key).await?;
        if others.iter().any(|other| other.sid == statement.sid) {
            return Err(crate::policies::sid_taken(&statement.sid));
        }
        check_revision(&mut transaction, &row, revision).await?;
        api::policy::check_size(others.iter().chain(std::iter::once(&statement)), &arn.to_string())?;
        let revision = new_revision()?;
        store::layer::add_permission(&mut transaction, row.key, &statement, &revision, now).await?;
        Store::commit(transaction).await?;
        Ok(revision)
    }

    async fn revoke_layer(&self, arn: &LayerVersionArn, sid: &str, revision: Option<String>) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        let row = own(&mut transaction, arn).await?;
        check_revision(&mut transaction, &row, revision).await?;
        let statements = store::layer::permissions(&mut transaction, row.key).await?;
        if !statements.iter().any(|statement| statement.sid == sid) {
            let message = format!("Statement {sid} is not found in resource policy.");
            return Err(ApiError::new(ErrorCode::NotFound, message));
        }
        store::layer::delete_permission(&mut transaction, row.key, sid, &new_revision()?).await?;
        Ok(Store::commit(transaction).await?)
    }

    async fn layer_policy(&self, arn: &LayerVersionArn) -> Result<Policy, ApiError> {
        let mut db = self.store.snapshot().await?;
        let row = own(&mut db, arn).await?;
        let statements = store::layer::permissions(&mut db, row.key).await?;
        let revision = store::layer::policy_revision(&mut db, row.key).await?;
        match revision.filter(|_| !statements.is_empty()) {
            Some(revision) => Ok(Policy { statements, revision }),
            None => Err(ApiError::new(ErrorCode::NotFound, crate::policies::NO_POLICY)),
        }
    }
}
