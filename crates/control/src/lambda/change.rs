//! Changing: new functions, new code, new settings, new versions.

use super::check_tags;
use super::state::{latest_from, latest_of, shown, zip_facts};
use crate::functions::{REVISION_MISMATCH, already_exists, find, new_revision};
use crate::limits::VERSIONS_MAX;
use crate::package::Unpacked;
use crate::versions::check_description;
use crate::{Control, ControlChange, layers, quota};
use api::alias::{Alias, FunctionVersion};
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName, VersionNumber};
use api::lambda::{CodeChange, ConfigChange, LambdaFunction, NewFunction, PublishRequest};
use api::sqs::QueueArn;
use api::time::UnixMillis;
use store::function::{FunctionKey, FunctionRow, NewDraft};
use store::latest::{LatestRow, VersionOrigin};
use store::version::VersionRow;
use store::{Connection, Store};

fn check_revision(latest: &LatestRow, wanted: Option<&String>) -> Result<(), ApiError> {
    match wanted {
        Some(wanted) if wanted != latest.revision.as_str() => {
            Err(ApiError::new(ErrorCode::RevisionMismatch, REVISION_MISMATCH))
        }
        _ => Ok(()),
    }
}

impl Control {
    pub(super) async fn lambda_create(
        &self,
        account: &AccountId,
        new: NewFunction,
    ) -> Result<LambdaFunction, ApiError> {
        let NewFunction { name, package, config, description, role, tags, publish } = new;
        check_description(&description)?;
        check_tags(tags.len())?;
        config.check_snap_start()?;
        self.account_of(account).await?;
        let Unpacked { zip, code: files, .. } = &self.unpacked(account, package).await?;
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        layers::check(&mut transaction, account, &config.layers, &[]).await?;
        check_dead_letter(&mut transaction, account, config.dead_letter.as_ref()).await?;
        layers::check_size(&mut transaction, &config.layers, layers::bytes_of(files)).await?;
        let code = store::code::insert(&mut transaction, files, now).await?;
        let zip = store::zip::insert(&mut transaction, zip, now).await?;
        let draft = NewDraft { revision: &new_revision()?, code, config: &config, now };
        let function = store::function::insert(&mut transaction, account, &name, draft).await;
        let function = function.map_err(|error| already_exists(error, &name))?;
        let latest = LatestRow {
            function,
            revision: new_revision()?,
            code,
            zip: Some(zip),
            config,
            description,
            role,
            last_version: 0,
            modified_at: now,
        };
        store::latest::set(&mut transaction, &latest).await?;
        for (key, value) in &tags {
            store::tag::set(&mut transaction, function, key, value, now).await?;
        }
        let answer = answer(&mut transaction, account, &name, latest, publish, now).await?;
        quota::check_functions(&mut transaction, account).await?;
        quota::check_code(&mut transaction, account).await?;
        Store::commit(transaction).await?;
        self.announce_snapshot(account, answer.snapshot.as_ref());
        Ok(answer)
    }

    pub(super) async fn lambda_update_code(
        &self,
        account: &AccountId,
        name: &FunctionName,
        change: CodeChange,
    ) -> Result<LambdaFunction, ApiError> {
        let CodeChange { revision, package, architecture, publish, dry_run } = change;
        let Unpacked { zip, code: files, .. } = &self.unpacked(account, package).await?;
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        let row = find(&mut transaction, account, name).await?;
        let before = latest_of(&mut transaction, &row).await?;
        check_revision(&before, revision.as_ref())?;
        layers::check_size(&mut transaction, &before.config.layers, layers::bytes_of(files)).await?;
        let mut latest = before.clone();
        latest.code = store::code::insert(&mut transaction, files, now).await?;
        latest.zip = Some(store::zip::insert(&mut transaction, zip, now).await?);
        latest.config.architecture = architecture.unwrap_or(latest.config.architecture);
        let draft_revision = replace(&mut transaction, &row, &before, &mut latest, now).await?;
        quota::check_code(&mut transaction, account).await?;
        let answer = answer(&mut transaction, account, name, latest, publish, now).await?;
        if dry_run {
            // The transaction is dropped: nothing changes.
            return Ok(answer);
        }
        Store::commit(transaction).await?;
        self.announce_draft(account, name, draft_revision);
        self.announce_snapshot(account, answer.snapshot.as_ref());
        Ok(answer)
    }

    pub(super) async fn lambda_update_config(
        &self,
        account: &AccountId,
        name: &FunctionName,
        change: ConfigChange,
    ) -> Result<LambdaFunction, ApiError> {
        if let Some(description) = &change.description {
            check_description(description)?;
        }
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        let row = find(&mut transaction, account, name).await?;
        let before = latest_of(&mut transaction, &row).await?;
        check_revision(&before, change.revision.as_ref())?;
        let mut latest = changed(before.clone(), change);
        latest.config.check_snap_start()?;
        if latest.config.layers != before.config.layers {
            layers::check_config(&mut transaction, account, &latest.config, &before.config.layers, latest.code).await?;
        }
        if latest.config.dead_letter != before.config.dead_letter {
            check_dead_letter(&mut transaction, account, latest.config.dead_letter.as_ref()).await?;
        }
        let draft_revision = replace(&mut transaction, &row, &before, &mut latest, now).await?;
        let answer = answer(&mut transaction, account, name, latest, false, now).await?;
        Store::commit(transaction).await?;
        self.announce_draft(account, name, draft_revision);
        Ok(answer)
    }

    pub(super) async fn lambda_publish(
        &self,
        account: &AccountId,
        name: &FunctionName,
        request: PublishRequest,
    ) -> Result<LambdaFunction, ApiError> {
        let PublishRequest { revision, zip_sha256, description } = request;
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        let row = find(&mut transaction, account, name).await?;
        let mut latest = latest_of(&mut transaction, &row).await?;
        check_revision(&latest, revision.as_ref())?;
        let facts = zip_facts(&mut transaction, latest.code, latest.zip).await?;
        if zip_sha256.is_some_and(|wanted| wanted != facts.hash.0) {
            let message = "CodeSHA256 is different from the current CodeSHA256. Please try again with the CodeSHA256 of `$LATEST`";
            return Err(ApiError::new(ErrorCode::Invalid, message));
        }
        latest.description = description.unwrap_or(latest.description);
        check_description(&latest.description)?;
        let answer = answer(&mut transaction, account, name, latest, true, now).await?;
        Store::commit(transaction).await?;
        self.announce_snapshot(account, answer.snapshot.as_ref());
        Ok(answer)
    }

    pub(super) async fn lambda_delete_version(
        &self,
        account: &AccountId,
        name: &FunctionName,
        number: VersionNumber,
    ) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        let row = find(&mut transaction, account, name).await?;
        // As on Lambda, what is not there is gone already.
        let Some(version) = store::version::get(&mut transaction, row.key, number).await? else { return Ok(()) };
        check_unnamed(&mut transaction, row.key, number).await?;
        let mut latest = latest_of(&mut transaction, &row).await?;
        latest.last_version = latest.last_version.max(number.0);
        store::latest::set(&mut transaction, &latest).await?;
        let zips = store::zip::of_function(&mut transaction, row.key).await?;
        store::version::delete(&mut transaction, row.key, number).await?;
        store::code::delete_unused(&mut transaction, &[version.code]).await?;
        store::zip::delete_unused(&mut transaction, zips).await?;
        Ok(Store::commit(transaction).await?)
    }

    fn announce_draft(&self, account: &AccountId, name: &FunctionName, revision: Option<api::id::RevisionId>) {
        if let Some(revision) = revision {
            let (account, function) = (account.clone(), name.clone());
            self.announce(ControlChange::DraftSaved { account, function, revision });
        }
    }
}

/// A dead-letter queue must be there, a standard queue of the account.
async fn check_dead_letter(db: &mut Connection, account: &AccountId, queue: Option<&QueueArn>) -> Result<(), ApiError> {
    let Some(queue) = queue else { return Ok(()) };
    let refused = |why: &str| {
        Err(ApiError::invalid("deadLetterConfig", format!("Invalid dead letter queue ARN: {queue}. Reason: {why}.")))
    };
    if queue.name.is_fifo() {
        return refused("Lambda sends to standard queues only, not to FIFO queues");
    }
    if queue.account != *account {
        return refused("the queue is of another account");
    }
    match store::sqs::get(db, queue).await? {
        Some(_) => Ok(()),
        None => refused("the queue does not exist"),
    }
}

/// Refuses to delete a version that an alias points to.
async fn check_unnamed(db: &mut Connection, function: FunctionKey, number: VersionNumber) -> Result<(), ApiError> {
    let aliases = store::alias::list(db, function).await?;
    let points = |alias: &&Alias| {
        alias.version == FunctionVersion::Number(number) || alias.split.is_some_and(|split| split.version == number)
    };
    let names: Vec<&str> = aliases.iter().filter(points).map(|alias| alias.name.as_str()).collect();
    if names.is_empty() {
        return Ok(());
    }
    let message =
        format!("Unable to delete version because the following aliases reference it: [{}]", names.join(", "));
    Err(ApiError::new(ErrorCode::Conflict, message))
}

fn changed(mut latest: LatestRow, change: ConfigChange) -> LatestRow {
    let ConfigChange {
        revision: _,
        runtime,
        handler,
        memory,
        timeout,
        tmp,
        environment,
        layers,
        logging,
        dead_letter,
        snap_start,
        description,
        role,
    } = change;
    let config = &mut latest.config;
    config.runtime = runtime.unwrap_or(config.runtime);
    config.memory = memory.unwrap_or(config.memory);
    config.timeout = timeout.unwrap_or(config.timeout);
    config.tmp = tmp.unwrap_or(config.tmp);
    config.logging = logging.unwrap_or(config.logging);
    config.snap_start = snap_start.unwrap_or(config.snap_start);
    if let Some(handler) = handler {
        config.handler = handler;
    }
    if let Some(environment) = environment {
        config.environment = environment;
    }
    if let Some(layers) = layers {
        config.layers = layers;
    }
    if let Some(dead_letter) = dead_letter {
        config.dead_letter = dead_letter;
    }
    latest.description = description.unwrap_or(latest.description);
    latest.role = role.unwrap_or(latest.role);
    latest
}

/// Makes `latest` what `$LATEST` is. What of the draft equals `before` follows; what a person has changed since stays theirs.
/// Answers the draft's new revision, if it has one.
async fn replace(
    db: &mut Connection,
    row: &FunctionRow,
    before: &LatestRow,
    latest: &mut LatestRow,
    now: UnixMillis,
) -> Result<Option<api::id::RevisionId>, ApiError> {
    latest.revision = new_revision()?;
    latest.modified_at = now;
    store::latest::set(db, latest).await?;
    let code = if row.code == before.code { latest.code } else { row.code };
    let config = if row.config == before.config { &latest.config } else { &row.config };
    let mut draft_revision = None;
    if code != row.code || *config != row.config {
        let revision = new_revision()?;
        store::function::update_draft(db, row.key, NewDraft { revision: &revision, code, config, now }).await?;
        draft_revision = Some(revision);
    }
    store::code::delete_unused(db, &[before.code]).await?;
    store::zip::delete_unused(db, before.zip).await?;
    Ok(draft_revision)
}

/// What the API answers after a change: `$LATEST`, or the version that was published of it.
async fn answer(
    db: &mut Connection,
    account: &AccountId,
    name: &FunctionName,
    latest: LatestRow,
    publish: bool,
    now: UnixMillis,
) -> Result<LambdaFunction, ApiError> {
    let facts = zip_facts(db, latest.code, latest.zip).await?;
    if !publish {
        return shown(db, account, name, FunctionVersion::Latest, latest, facts).await;
    }
    let (number, state) = published(db, name, latest, now).await?;
    shown(db, account, name, FunctionVersion::Number(number), state, facts).await
}

/// The version that `latest` is: the newest one if nothing changed since, else a new one.
async fn published(
    db: &mut Connection,
    name: &FunctionName,
    latest: LatestRow,
    now: UnixMillis,
) -> Result<(VersionNumber, LatestRow), ApiError> {
    let newest = store::version::newest(db, latest.function).await?;
    let mut last = latest.last_version;
    if let Some(newest) = newest {
        let number = newest.number;
        let mut origins = store::latest::origins(db, latest.function).await?;
        origins.retain(|origin| origin.number == number);
        let origin = origins.pop();
        // A page publishes without a role.
        let has_role = origin.as_ref().is_none_or(|origin| origin.role == latest.role);
        let state = latest_from(newest, origin)?;
        if state.code == latest.code && state.config == latest.config && state.zip == latest.zip && has_role {
            return Ok((number, state));
        }
        last = last.max(number.0);
    }
    if last >= VERSIONS_MAX {
        let message = format!("`{name}` has had {last} versions, the limit is {VERSIONS_MAX}");
        return Err(ApiError::new(ErrorCode::Invalid, message));
    }
    let number = VersionNumber(last + 1);
    let LatestRow { function, revision: _, code, zip, config, description, role, last_version: _, modified_at: _ } =
        latest;
    let version = VersionRow { function, number, code, config, description, created_at: now };
    crate::versions::insert(db, &version).await?;
    let origin = VersionOrigin { number, revision: new_revision()?, zip, role };
    store::latest::insert_origin(db, function, &origin, now).await?;
    Ok((number, latest_from(version, Some(origin))?))
}
