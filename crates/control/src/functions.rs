//! Functions and their drafts.

use crate::package::{self, Unpacked};
use crate::versions::summary_of;
use crate::{Control, ControlChange, layers, limits, quota};
use api::bucket::PackageSource;
use api::code::{Code, FileContent, INLINE_BYTES_MAX, INLINE_FILES_MAX, size_text};
use api::config::FunctionConfig;
use api::error::{ApiError, ErrorCode};
use api::function::{Change, CreateFunction, Draft, FunctionDetail, FunctionSummary};
use api::id::{AccountId, FunctionName, RevisionId, VersionNumber};
use api::time::UnixMillis;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::HashMap;
use store::code::{CodeHash, Shown};
use store::function::{FunctionKey, FunctionRow, NewDraft};
use store::run::Count;
use store::version::VersionRow;
use store::{Connection, Constraint, Store, StoreError, Write};
use uuid::Uuid;

const DAY_MS: i64 = 86_400_000;
pub(crate) const REVISION_MISMATCH: &str = "The Revision Id provided does not match the latest Revision Id. \
     Call the GetFunction/GetAlias API to retrieve the latest Revision Id";

/// The living function of this name, or Lambda's refusal.
pub(crate) async fn find(
    db: &mut Connection,
    account: &AccountId,
    name: &FunctionName,
) -> Result<FunctionRow, ApiError> {
    let row = store::function::get(db, account, name).await?;
    row.ok_or_else(|| ApiError::function_not_found(&name.arn(account)))
}

/// The files of a row that has them.
pub(crate) async fn files(db: &mut Connection, hash: CodeHash) -> Result<Code, ApiError> {
    Ok(store::code::get(db, hash).await?.ok_or_else(no_files)?)
}

/// A draft or a version as pages see it.
pub(crate) async fn draft_of(db: &mut Connection, hash: CodeHash, config: FunctionConfig) -> Result<Draft, ApiError> {
    let Shown { code, package } = store::code::shown(db, hash).await?.ok_or_else(no_files)?;
    Ok(Draft { code, config, package })
}

fn no_files() -> StoreError {
    StoreError::Corrupt { what: "code", why: "its files are not there".to_owned() }
}

/// The code that a page means with its draft. A large package is the one of the draft or of a version, and stays as it is.
async fn code_of_draft(
    db: &mut Connection,
    row: &FunctionRow,
    draft: &Draft,
    now: UnixMillis,
) -> Result<CodeHash, ApiError> {
    let Some(package) = &draft.package else {
        return Ok(store::code::insert(db, &draft.code, now).await?);
    };
    let versions = store::version::list(db, row.key).await?;
    let known = versions.iter().map(|version| version.code).chain([row.code]);
    let Some(hash) = known.into_iter().find(|hash| hash.text() == package.hash) else {
        return Err(ApiError::new(ErrorCode::RevisionMismatch, REVISION_MISMATCH));
    };
    if store::code::shown(db, hash).await?.ok_or_else(no_files)?.code == draft.code {
        return Ok(hash);
    }
    let message = format!(
        "the deployment package ({}) is too large to be edited here; the editor takes {INLINE_FILES_MAX} files, {}. Change it \
         where you have it and upload a new zip",
        package.size_text(),
        size_text(INLINE_BYTES_MAX)
    );
    Err(ApiError::invalid("code", message))
}

pub(crate) fn already_exists(error: StoreError, name: &FunctionName) -> ApiError {
    match error {
        StoreError::Conflict(Constraint::FunctionName) => {
            ApiError::new(ErrorCode::Conflict, format!("Function already exist: {name}"))
        }
        other => other.into(),
    }
}

pub(crate) fn new_revision() -> Result<RevisionId, ApiError> {
    RevisionId::parse(Uuid::new_v4().to_string())
}

/// What is uploaded as base64 must be base64: found here with the file's name rather than when the function runs.
fn check_encoding(code: &Code) -> Result<(), ApiError> {
    code.check_not_empty()?;
    for (path, content) in code.files() {
        if let FileContent::Base64(text) = content
            && let Err(error) = STANDARD.decode(text)
        {
            return Err(ApiError::invalid(format!("file:{path}"), format!("the file `{path}` is not base64: {error}")));
        }
    }
    Ok(())
}

impl Control {
    pub(crate) async fn list_functions(&self, account: &AccountId) -> Result<Vec<FunctionSummary>, ApiError> {
        let now = self.clock.now_of(account);
        let mut db = self.store.snapshot().await?;
        let functions = store::function::list(&mut db, account).await?;
        let newest = store::version::newest_of_account(&mut db, account).await?;
        let runs = store::run::newest_of_account(&mut db, account).await?;
        let counts =
            store::run::counts_of_account(&mut db, account, UnixMillis(now.0.saturating_sub(DAY_MS)), now).await?;
        let newest: HashMap<FunctionKey, VersionRow> = newest.into_iter().map(|v| (v.function, v)).collect();
        let counts: HashMap<FunctionKey, Count> = counts.into_iter().map(|c| (c.function, c)).collect();
        let mut runs: HashMap<FunctionKey, _> = runs.into_iter().collect();
        let summary_of = |row: FunctionRow| {
            let deployed = newest.get(&row.key);
            let count = counts.get(&row.key);
            FunctionSummary {
                runtime: row.config.runtime,
                memory_mib: row.config.memory.get(),
                modified_at: row.modified_at,
                deployed: deployed.map(|v| v.number),
                has_undeployed_changes: deployed.is_none_or(|v| v.code != row.code || v.config != row.config),
                last_run: runs.remove(&row.key),
                runs_24h: count.map_or(0, |c| c.runs),
                errors_24h: count.map_or(0, |c| c.errors),
                name: row.name,
            }
        };
        Ok(functions.into_iter().map(summary_of).collect())
    }

    pub(crate) async fn make_function(
        &self,
        account: &AccountId,
        request: CreateFunction,
    ) -> Result<FunctionDetail, ApiError> {
        let CreateFunction { name, content } = request;
        if content.package.is_some() {
            return Err(ApiError::invalid("code", "a function is made of all its files, not of some of a package"));
        }
        check_encoding(&content.code)?;
        self.account_of(account).await?;
        let (now, revision) = (self.clock.now_of(account), new_revision()?);
        let mut transaction = self.store.write().await?;
        let code = store::code::insert(&mut transaction, &content.code, now).await?;
        content.config.check_snap_start()?;
        layers::check_config(&mut transaction, account, &content.config, &[], code).await?;
        let draft = NewDraft { revision: &revision, code, config: &content.config, now };
        let function = store::function::insert(&mut transaction, account, &name, draft).await;
        let function = function.map_err(|error| already_exists(error, &name))?;
        let version = VersionRow {
            function,
            number: VersionNumber(1),
            code,
            config: content.config,
            description: String::new(),
            created_at: now,
        };
        let snapshot = crate::versions::insert(&mut transaction, &version).await?;
        quota::check_functions(&mut transaction, account).await?;
        quota::check_code(&mut transaction, account).await?;
        let detail = detail(&mut transaction, account, &name).await?;
        Store::commit(transaction).await?;
        self.announce_snapshot(account, snapshot.as_ref());
        Ok(detail)
    }

    pub(crate) async fn function_of(
        &self,
        account: &AccountId,
        name: &FunctionName,
    ) -> Result<FunctionDetail, ApiError> {
        detail(&mut *self.store.snapshot().await?, account, name).await
    }

    pub(crate) async fn keep_draft(
        &self,
        account: &AccountId,
        name: &FunctionName,
        base: Option<RevisionId>,
        draft: Draft,
    ) -> Result<RevisionId, ApiError> {
        if draft.package.is_none() {
            check_encoding(&draft.code)?;
        }
        let mut transaction = self.store.write().await?;
        let row = find(&mut transaction, account, name).await?;
        let now = self.clock.now_of(account);
        let code = code_of_draft(&mut transaction, &row, &draft, now).await?;
        if code == row.code && draft.config == row.config {
            // Nothing changes, so nothing can be overwritten: a page that saves again after a lost answer gets its answer.
            return Ok(row.revision);
        }
        if base.is_some_and(|base| base != row.revision) {
            return Err(ApiError::new(ErrorCode::RevisionMismatch, REVISION_MISMATCH));
        }
        self.write_draft(account, name, transaction, (&row, code, &draft.config)).await
    }

    /// Makes the files of a zip the draft's, if the draft is the one that is to be replaced; answers its new revision.
    ///
    /// # Errors
    /// The zip's faults, the account's limits, and [`ErrorCode::RevisionMismatch`].
    pub async fn replace_package(
        &self,
        account: &AccountId,
        name: &FunctionName,
        base: &RevisionId,
        zip: Vec<u8>,
    ) -> Result<RevisionId, ApiError> {
        let Unpacked { code: files, .. } = &self.unpacked(account, PackageSource::Zip(zip)).await?;
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        let row = find(&mut transaction, account, name).await?;
        if *base != row.revision {
            return Err(ApiError::new(ErrorCode::RevisionMismatch, REVISION_MISMATCH));
        }
        let code = store::code::insert(&mut transaction, files, now).await?;
        self.write_draft(account, name, transaction, (&row, code, &row.config)).await
    }

    /// A zip of the draft's files.
    ///
    /// # Errors
    /// When there is no such function, or the database fails.
    pub async fn draft_zip(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<u8>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let row = find(&mut db, account, name).await?;
        let files = files(&mut db, row.code).await?;
        drop(db);
        package::packed(files).await
    }

    /// Writes a draft that was checked.
    async fn write_draft(
        &self,
        account: &AccountId,
        name: &FunctionName,
        mut transaction: Write,
        (row, code, config): (&FunctionRow, CodeHash, &FunctionConfig),
    ) -> Result<RevisionId, ApiError> {
        config.check_snap_start()?;
        layers::check_config(&mut transaction, account, config, &row.config.layers, code).await?;
        let (now, revision) = (self.clock.now_of(account), new_revision()?);
        let new = NewDraft { revision: &revision, code, config, now };
        store::function::update_draft(&mut transaction, row.key, new).await?;
        if code != row.code {
            store::code::delete_unused(&mut transaction, &[row.code]).await?;
            quota::check_code(&mut transaction, account).await?;
        }
        Store::commit(transaction).await?;
        let (account, function) = (account.clone(), name.clone());
        self.announce(ControlChange::DraftSaved { account, function, revision: revision.clone() });
        Ok(revision)
    }

    pub(crate) async fn bin_function(&self, account: &AccountId, name: &FunctionName) -> Result<(), ApiError> {
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        if !store::function::delete(&mut transaction, account, name, now).await? {
            return Err(ApiError::function_not_found(&name.arn(account)));
        }
        quota::trim_bin(&mut transaction, account).await?;
        Store::commit(transaction).await?;
        self.announce(ControlChange::TriggersChanged { account: account.clone() });
        Ok(())
    }

    pub(crate) async fn unbin_function(&self, account: &AccountId, name: &FunctionName) -> Result<(), ApiError> {
        let now = self.clock.now_of(account);
        let since = UnixMillis(now.0.saturating_sub(limits::BIN_AGE_MS));
        let mut transaction = self.store.write().await?;
        let key = store::function::undelete(&mut transaction, account, name, since).await;
        let key = key.map_err(|error| already_exists(error, name))?;
        let key = key.ok_or_else(|| ApiError::function_not_found(&name.arn(account)))?;
        quota::check_functions(&mut transaction, account).await?;
        store::trigger::restart(&mut transaction, key, now).await?;
        Store::commit(transaction).await?;
        self.announce(ControlChange::TriggersChanged { account: account.clone() });
        Ok(())
    }
}

async fn detail(db: &mut Connection, account: &AccountId, name: &FunctionName) -> Result<FunctionDetail, ApiError> {
    let row = find(db, account, name).await?;
    let newest = store::version::newest(db, row.key).await?;
    let snapshot = match &newest {
        Some(version) => store::snapshot::get(db, row.key, version.number).await?,
        None => None,
    };
    let draft = draft_of(db, row.code, row.config).await?;
    let undeployed_changes = match &newest {
        Some(version) if version.code == row.code => {
            draft.changes_since(&Draft { config: version.config.clone(), ..draft.clone() })
        }
        Some(version) => draft.changes_since(&draft_of(db, version.code, version.config.clone()).await?),
        None => draft.code.files().keys().cloned().map(Change::FileAdded).collect(),
    };
    Ok(FunctionDetail {
        name: row.name,
        arn: name.arn(account),
        draft,
        revision: row.revision,
        modified_at: row.modified_at,
        deployed: newest.map(|version| summary_of(version, snapshot)),
        undeployed_changes,
    })
}
