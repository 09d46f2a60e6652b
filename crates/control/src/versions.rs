//! Published versions.

use crate::functions::{draft_of, find, new_revision};
use crate::limits::{DESCRIPTION_LENGTH_MAX, VERSIONS_MAX};
use crate::{Control, ControlChange};
use api::config::SnapStart;
use api::error::{ApiError, ErrorCode};
use api::function::{VersionDetail, VersionSummary};
use api::id::{AccountId, FunctionName, VersionNumber};
use api::snapshot::Snapshot;
use api::time::UnixMillis;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use store::function::FunctionRow;
use store::version::VersionRow;
use store::{Connection, Store};

/// As pages see it. `code_sha256` is base64 of [`CodeHash`](store::code::CodeHash), in the form of Lambda's `CodeSha256`, which is
/// over a zip file; there is none here.
pub(crate) fn summary_of(row: VersionRow, snapshot: Option<Snapshot>) -> VersionSummary {
    let VersionRow { function: _, number, code, config: _, description, created_at } = row;
    VersionSummary { number, created_at, code_sha256: STANDARD.encode(code.0), description, snapshot }
}

/// Stores a new version, of which an image is to be made if its settings say so.
pub(crate) async fn insert(db: &mut Connection, version: &VersionRow) -> Result<Option<Snapshot>, ApiError> {
    store::version::insert(db, version).await?;
    match version.config.snap_start {
        SnapStart::None => Ok(None),
        SnapStart::PublishedVersions => {
            store::snapshot::insert(db, version.function, version.number, version.created_at).await?;
            Ok(Some(Snapshot::Pending))
        }
    }
}

pub(crate) fn check_description(description: &str) -> Result<(), ApiError> {
    match description.chars().count() {
        length if length <= DESCRIPTION_LENGTH_MAX => Ok(()),
        length => Err(ApiError::invalid(
            "description",
            format!("the description has {length} characters, the limit is {DESCRIPTION_LENGTH_MAX}"),
        )),
    }
}

/// Where `$LATEST` was set through the AWS API, deploying sets it anew. Answers the highest number of a version that is gone.
async fn keep_latest(db: &mut Connection, draft: &FunctionRow, now: UnixMillis) -> Result<u32, ApiError> {
    let Some(mut latest) = store::latest::get(db, draft.key).await? else { return Ok(0) };
    let last_version = latest.last_version;
    if latest.code != draft.code || latest.config != draft.config {
        let (before, zip_before) = (latest.code, latest.zip);
        if before != draft.code {
            (latest.code, latest.zip) = (draft.code, None);
        }
        latest.config = draft.config.clone();
        (latest.revision, latest.modified_at) = (new_revision()?, now);
        store::latest::set(db, &latest).await?;
        store::code::delete_unused(db, &[before]).await?;
        store::zip::delete_unused(db, zip_before).await?;
    }
    Ok(last_version)
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
        let latest = keep_latest(&mut transaction, &draft, self.clock.now_of(account)).await?;
        let last = match newest {
            Some(version) if version.code == draft.code && version.config == draft.config => {
                let snapshot = store::snapshot::get(&mut transaction, draft.key, version.number).await?;
                Store::commit(transaction).await?;
                return Ok(summary_of(version, snapshot));
            }
            Some(version) => version.number.0.max(latest),
            None => latest,
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
        let snapshot = insert(&mut transaction, &version).await?;
        Store::commit(transaction).await?;
        self.announce_snapshot(account, snapshot.as_ref());
        Ok(summary_of(version, snapshot))
    }

    pub(crate) async fn list_versions(
        &self,
        account: &AccountId,
        name: &FunctionName,
    ) -> Result<Vec<VersionSummary>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let function = find(&mut db, account, name).await?;
        let mut snapshots = store::snapshot::of_function(&mut db, function.key).await?;
        let versions = store::version::list(&mut db, function.key).await?.into_iter();
        let with_snapshot = |version: VersionRow| {
            let snapshot = snapshots.remove(&version.number);
            summary_of(version, snapshot)
        };
        Ok(versions.map(with_snapshot).collect())
    }

    pub(crate) fn announce_snapshot(&self, account: &AccountId, snapshot: Option<&Snapshot>) {
        if snapshot == Some(&Snapshot::Pending) {
            self.announce(ControlChange::SnapshotWanted { account: account.clone() });
        }
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
        let content = draft_of(&mut db, version.code, version.config.clone()).await?;
        let snapshot = store::snapshot::get(&mut db, function.key, number).await?;
        Ok(VersionDetail { summary: summary_of(version, snapshot), content })
    }
}
