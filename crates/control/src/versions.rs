//! Published versions.

use crate::Control;
use crate::functions::{files, find};
use crate::limits::{DESCRIPTION_LENGTH_MAX, VERSIONS_MAX};
use api::error::{ApiError, ErrorCode};
use api::function::{Draft, VersionDetail, VersionSummary};
use api::id::{AccountId, FunctionName, VersionNumber};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use store::Store;
use store::version::VersionRow;

/// As pages see it. `code_sha256` is base64 of [`CodeHash`](store::code::CodeHash), in the form of Lambda's `CodeSha256`, which is
/// over a zip file; there is none here.
pub(crate) fn summary_of(row: VersionRow) -> VersionSummary {
    let VersionRow { function: _, number, code, config: _, description, created_at } = row;
    VersionSummary { number, created_at, code_sha256: STANDARD.encode(code.0), description }
}

fn check_description(description: &str) -> Result<(), ApiError> {
    match description.chars().count() {
        length if length <= DESCRIPTION_LENGTH_MAX => Ok(()),
        length => Err(ApiError::invalid(
            "description",
            format!("the description has {length} characters, the limit is {DESCRIPTION_LENGTH_MAX}"),
        )),
    }
}

impl Control {
    pub(crate) async fn publish(
        &self,
        account: &AccountId,
        name: &FunctionName,
        description: String,
    ) -> Result<VersionSummary, ApiError> {
        check_description(&description)?;
        let mut transaction = self.store.write().await?;
        let draft = find(&mut transaction, account, name).await?;
        let newest = store::version::newest(&mut transaction, draft.key).await?;
        let last = match newest {
            Some(version) if version.code == draft.code && version.config == draft.config => {
                return Ok(summary_of(version));
            }
            Some(version) => version.number.0,
            None => 0,
        };
        if last >= VERSIONS_MAX {
            let message = format!("`{name}` has {last} versions, the limit is {VERSIONS_MAX}");
            return Err(ApiError::new(ErrorCode::Invalid, message));
        }
        let version = VersionRow {
            function: draft.key,
            number: VersionNumber(last + 1),
            code: draft.code,
            config: draft.config,
            description,
            created_at: self.clock.now_of(account),
        };
        store::version::insert(&mut transaction, &version).await?;
        Store::commit(transaction).await?;
        Ok(summary_of(version))
    }

    pub(crate) async fn list_versions(
        &self,
        account: &AccountId,
        name: &FunctionName,
    ) -> Result<Vec<VersionSummary>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let function = find(&mut db, account, name).await?;
        Ok(store::version::list(&mut db, function.key).await?.into_iter().map(summary_of).collect())
    }

    pub(crate) async fn version_of(
        &self,
        account: &AccountId,
        name: &FunctionName,
        number: VersionNumber,
    ) -> Result<VersionDetail, ApiError> {
        let mut db = self.store.snapshot().await?;
        let function = find(&mut db, account, name).await?;
        let version = store::version::get(&mut db, function.key, number).await?;
        let version =
            version.ok_or_else(|| ApiError::function_not_found(&format!("{}:{number}", name.arn(account))))?;
        let content = Draft { code: files(&mut db, version.code).await?, config: version.config.clone() };
        Ok(VersionDetail { summary: summary_of(version), content })
    }
}
