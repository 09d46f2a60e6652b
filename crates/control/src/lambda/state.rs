//! Reading: what `$LATEST` and the versions are now.

use crate::Control;
use crate::functions::{files, find};
use crate::package;
use api::alias::FunctionVersion;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName, RevisionId, VersionNumber};
use api::lambda::{LambdaFunction, Qualifier};
use sha2::{Digest, Sha256};
use store::Connection;
use store::code::CodeHash;
use store::function::{FunctionKey, FunctionRow};
use store::latest::{LatestRow, VersionOrigin};
use store::version::VersionRow;
use store::zip::ZipHash;

/// Hash and size of a zip.
#[derive(Debug, Clone, Copy)]
pub(super) struct ZipFacts {
    pub(super) hash: ZipHash,
    pub(super) bytes: u64,
    /// They were worked out just now.
    is_new: bool,
}

/// What `$LATEST` is: as it was set through the API, else the newest version.
pub(crate) async fn latest_of(db: &mut Connection, row: &FunctionRow) -> Result<LatestRow, ApiError> {
    if let Some(latest) = store::latest::get(db, row.key).await? {
        return Ok(latest);
    }
    let newest = store::version::newest(db, row.key).await?;
    let from_draft = || LatestRow {
        function: row.key,
        revision: row.revision.clone(),
        code: row.code,
        zip: None,
        config: row.config.clone(),
        description: String::new(),
        role: String::new(),
        last_version: 0,
        modified_at: row.modified_at,
    };
    newest.map_or_else(|| Ok(from_draft()), |version| latest_from(version, None))
}

/// A version in the form of `$LATEST`.
pub(super) fn latest_from(version: VersionRow, origin: Option<VersionOrigin>) -> Result<LatestRow, ApiError> {
    let derived = derived_revision(&version)?;
    let VersionRow { function, number: _, code, config, description, created_at } = version;
    let (revision, zip, role) = match origin {
        Some(VersionOrigin { number: _, revision, zip, role }) => (revision, zip, role),
        None => (derived, None, String::new()),
    };
    Ok(LatestRow { function, revision, code, zip, config, description, role, last_version: 0, modified_at: created_at })
}

/// Versions that pages publish have no revision of their own, and never change.
fn derived_revision(version: &VersionRow) -> Result<RevisionId, ApiError> {
    let named = format!("version {} {} {}", version.function.0, version.number, version.created_at.0);
    let hash: [u8; 32] = Sha256::digest(named).into();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(byte, from)| *byte = from);
    RevisionId::parse(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
}

/// Hash and size of the zip: as it was uploaded, or of the one that is made of the files.
pub(super) async fn zip_facts(db: &mut Connection, code: CodeHash, zip: Option<ZipHash>) -> Result<ZipFacts, ApiError> {
    if let Some(hash) = zip
        && let Some(bytes) = store::zip::bytes(db, hash).await?
    {
        return Ok(ZipFacts { hash, bytes, is_new: false });
    }
    if let Some((hash, bytes)) = store::zip::made_of(db, code).await? {
        return Ok(ZipFacts { hash, bytes, is_new: false });
    }
    let made = package::packed(files(db, code).await?).await?;
    Ok(ZipFacts { hash: ZipHash::of(&made), bytes: made.len() as u64, is_new: true })
}

/// As the API shows it.
pub(super) async fn shown(
    db: &mut Connection,
    account: &AccountId,
    name: &FunctionName,
    version: FunctionVersion,
    state: LatestRow,
    zip: ZipFacts,
) -> Result<LambdaFunction, ApiError> {
    let LatestRow { function, revision, code: _, zip: _, config, description, role, last_version: _, modified_at } =
        state;
    // A function that was made in a page has a role that nobody had to name.
    let role = if role.is_empty() { format!("arn:aws:iam::{account}:role/coldstart") } else { role };
    let layers = crate::layers::used(db, &config.layers).await?;
    let snapshot = match version {
        FunctionVersion::Latest => None,
        FunctionVersion::Number(number) => store::snapshot::get(db, function, number).await?,
    };
    Ok(LambdaFunction {
        name: name.clone(),
        version,
        alias: None,
        config,
        description,
        role,
        zip_sha256: zip.hash.0,
        zip_bytes: zip.bytes,
        revision,
        modified_at,
        layers,
        snapshot,
    })
}

impl Control {
    pub(super) async fn lambda_get(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<LambdaFunction, ApiError> {
        let mut db = self.store.snapshot().await?;
        let (version, state) = state_of(&mut db, account, name, qualifier).await?;
        let (code, facts) = (state.code, zip_facts(&mut db, state.code, state.zip).await?);
        let shown = shown(&mut db, account, name, version, state, facts).await?;
        drop(db);
        self.note(&[(code, facts)]).await?;
        let alias = match qualifier {
            Qualifier::Alias(alias) => Some(alias.clone()),
            Qualifier::Latest | Qualifier::Version(_) => None,
        };
        Ok(LambdaFunction { alias, ..shown })
    }

    pub(super) async fn lambda_list(
        &self,
        account: &AccountId,
        after: Option<&FunctionName>,
        limit: usize,
    ) -> Result<Vec<LambdaFunction>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let mut rows = store::function::list(&mut db, account).await?;
        rows.retain(|row| after.is_none_or(|after| row.name > *after));
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        let (mut found, mut facts) = (Vec::new(), Vec::new());
        for row in rows.into_iter().take(limit) {
            let state = latest_of(&mut db, &row).await?;
            let zip = zip_facts(&mut db, state.code, state.zip).await?;
            facts.push((state.code, zip));
            found.push(shown(&mut db, account, &row.name, FunctionVersion::Latest, state, zip).await?);
        }
        drop(db);
        self.note(&facts).await?;
        Ok(found)
    }

    pub(super) async fn lambda_versions(
        &self,
        account: &AccountId,
        name: &FunctionName,
        after: VersionNumber,
        limit: usize,
    ) -> Result<Vec<LambdaFunction>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let row = find(&mut db, account, name).await?;
        let mut versions = store::version::list(&mut db, row.key).await?;
        versions.retain(|version| version.number > after);
        versions.reverse();
        let mut origins = store::latest::origins(&mut db, row.key).await?;
        let (mut found, mut facts) = (Vec::new(), Vec::new());
        for version in versions.into_iter().take(limit) {
            let number = version.number;
            let origin = origins.iter().position(|origin| origin.number == number).map(|at| origins.swap_remove(at));
            let state = latest_from(version, origin)?;
            let zip = zip_facts(&mut db, state.code, state.zip).await?;
            facts.push((state.code, zip));
            found.push(shown(&mut db, account, name, FunctionVersion::Number(number), state, zip).await?);
        }
        drop(db);
        self.note(&facts).await?;
        Ok(found)
    }

    pub(super) async fn lambda_zip(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<Vec<u8>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let (_, state) = state_of(&mut db, account, name, qualifier).await?;
        if let Some(hash) = state.zip
            && let Some(zip) = store::zip::get(&mut db, hash).await?
        {
            return Ok(zip);
        }
        package::packed(files(&mut db, state.code).await?).await
    }

    /// Keeps what was worked out, so that it is not worked out again.
    async fn note(&self, facts: &[(CodeHash, ZipFacts)]) -> Result<(), ApiError> {
        if !facts.iter().any(|(_, zip)| zip.is_new) {
            return Ok(());
        }
        let now = self.clock.now();
        let mut transaction = self.store.write().await?;
        for (code, zip) in facts.iter().filter(|(_, zip)| zip.is_new) {
            store::zip::note_made_of(&mut transaction, *code, (zip.hash, zip.bytes), now).await?;
        }
        Ok(store::Store::commit(transaction).await?)
    }
}

/// The state of this qualifier and which it is, or Lambda's refusal.
async fn state_of(
    db: &mut Connection,
    account: &AccountId,
    name: &FunctionName,
    qualifier: &Qualifier,
) -> Result<(FunctionVersion, LatestRow), ApiError> {
    let missing = || ApiError::function_not_found(&format!("{}:{qualifier}", name.arn(account)));
    let row = find(db, account, name).await;
    let row = row.map_err(|error| match (error.code, qualifier) {
        (ErrorCode::NotFound, Qualifier::Version(_) | Qualifier::Alias(_)) => missing(),
        _ => error,
    })?;
    let version = match qualifier {
        Qualifier::Latest => FunctionVersion::Latest,
        Qualifier::Version(number) => FunctionVersion::Number(*number),
        Qualifier::Alias(alias) => store::alias::get(db, row.key, alias).await?.ok_or_else(missing)?.version,
    };
    let state = match version {
        FunctionVersion::Latest => latest_of(db, &row).await?,
        FunctionVersion::Number(number) => version_of(db, row.key, number).await?.ok_or_else(missing)?,
    };
    Ok((version, state))
}

/// A published version in the form of `$LATEST`.
pub(crate) async fn version_of(
    db: &mut Connection,
    function: FunctionKey,
    number: VersionNumber,
) -> Result<Option<LatestRow>, ApiError> {
    let Some(version) = store::version::get(db, function, number).await? else { return Ok(None) };
    let mut origins = store::latest::origins(db, function).await?;
    origins.retain(|origin| origin.number == number);
    latest_from(version, origins.pop()).map(Some)
}
