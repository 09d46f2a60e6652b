//! Triggers: what they are and when they fire next. Firing is the data plane's.

use crate::functions::find;
use crate::limits::{NEXT_TIMES_SHOWN, TRIGGERS_MAX};
use crate::{Control, ControlChange};
use api::alias::alias_not_found;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName, TriggerId};
use api::schedule::ScheduleExpression;
use api::time::UnixMillis;
use api::trigger::{SchedulePreview, Trigger, TriggerConfig, UrlSettings};
use store::trigger::TriggerRow;
use store::{Connection, Constraint, Store, StoreError};
use uuid::Uuid;

fn parse(expression: &str) -> Result<ScheduleExpression, ApiError> {
    ScheduleExpression::parse(expression).map_err(|error| ApiError::invalid("expression", error.to_string()))
}

/// The coming times of a schedule that counts from `anchor`.
fn next_times(expression: ScheduleExpression, anchor: UnixMillis, now: UnixMillis) -> Vec<UnixMillis> {
    let schedule = expression.anchored_at(anchor.into());
    schedule.next(NEXT_TIMES_SHOWN, now.into()).into_iter().map(UnixMillis::from).collect()
}

/// As pages see it. A schedule that is switched off has no coming times: a rate counts from when it is switched on.
fn trigger_of(row: TriggerRow, now: UnixMillis) -> Result<Trigger, ApiError> {
    let TriggerRow { id, account: _, function, enabled, config, url, url_modified_at, created_at, anchor_at, .. } = row;
    let url = is_url(&config).then_some((url, url_modified_at));
    let (description, next_times) = match &config {
        TriggerConfig::FunctionUrl => ("HTTP requests to the function's own address".to_owned(), Vec::new()),
        TriggerConfig::AliasUrl { alias } => (format!("HTTP requests to the address of alias `{alias}`"), Vec::new()),
        TriggerConfig::Schedule { expression } => {
            let expression = parse(expression)?;
            let description = expression.describe();
            (description, if enabled { next_times(expression, anchor_at, now) } else { Vec::new() })
        }
    };
    Ok(Trigger { id, function, enabled, config, created_at, url, description, next_times })
}

fn is_url(config: &TriggerConfig) -> bool {
    match config {
        TriggerConfig::FunctionUrl | TriggerConfig::AliasUrl { .. } => true,
        TriggerConfig::Schedule { .. } => false,
    }
}

async fn find_trigger(db: &mut Connection, account: &AccountId, id: &TriggerId) -> Result<TriggerRow, ApiError> {
    let row = store::trigger::get(db, id).await?.filter(|row| row.account == *account);
    row.ok_or_else(|| ApiError::new(ErrorCode::NotFound, format!("trigger `{id}` does not exist")))
}

impl Control {
    pub(crate) async fn list_triggers(
        &self,
        account: &AccountId,
        name: &FunctionName,
    ) -> Result<Vec<Trigger>, ApiError> {
        let now = self.clock.now_of(account);
        let mut db = self.store.snapshot().await?;
        let function = find(&mut db, account, name).await?;
        let rows = store::trigger::list(&mut db, function.key).await?;
        rows.into_iter().map(|row| trigger_of(row, now)).collect()
    }

    pub(crate) async fn add_trigger(
        &self,
        account: &AccountId,
        name: &FunctionName,
        (config, url): (TriggerConfig, UrlSettings),
    ) -> Result<Trigger, ApiError> {
        let config = match config {
            config @ (TriggerConfig::FunctionUrl | TriggerConfig::AliasUrl { .. }) => config,
            TriggerConfig::Schedule { expression } => {
                TriggerConfig::Schedule { expression: parse(&expression)?.to_string() }
            }
        };
        let now = self.clock.now_of(account);
        let id = TriggerId::parse(Uuid::new_v4().simple().to_string())?;
        let mut transaction = self.store.write().await?;
        let function = find(&mut transaction, account, name).await?;
        check_room(&mut transaction, name, function.key).await?;
        if let TriggerConfig::AliasUrl { alias } = &config {
            let known = store::alias::get(&mut transaction, function.key, alias).await?;
            known.ok_or_else(|| alias_not_found(account, name, alias))?;
        }
        let made = store::trigger::insert(&mut transaction, function.key, &id, (&config, &url), now).await;
        made.map_err(|error| url_exists(error, account, name, &config))?;
        let row = find_trigger(&mut transaction, account, &id).await?;
        Store::commit(transaction).await?;
        self.announce(ControlChange::TriggersChanged { account: account.clone() });
        trigger_of(row, now)
    }

    pub(crate) async fn switch_trigger(
        &self,
        account: &AccountId,
        id: &TriggerId,
        enabled: bool,
    ) -> Result<Trigger, ApiError> {
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        find_trigger(&mut transaction, account, id).await?;
        store::trigger::set_enabled(&mut transaction, id, enabled, now).await?;
        let row = find_trigger(&mut transaction, account, id).await?;
        Store::commit(transaction).await?;
        self.announce(ControlChange::TriggersChanged { account: account.clone() });
        trigger_of(row, now)
    }

    pub(crate) async fn one_trigger(&self, account: &AccountId, id: &TriggerId) -> Result<Trigger, ApiError> {
        let now = self.clock.now_of(account);
        trigger_of(find_trigger(&mut *self.store.snapshot().await?, account, id).await?, now)
    }

    pub(crate) async fn set_url(
        &self,
        account: &AccountId,
        id: &TriggerId,
        url: UrlSettings,
    ) -> Result<Trigger, ApiError> {
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        if !is_url(&find_trigger(&mut transaction, account, id).await?.config) {
            return Err(ApiError::new(ErrorCode::NotFound, format!("trigger `{id}` is no function URL")));
        }
        store::trigger::set_url(&mut transaction, id, &url, now).await?;
        let row = find_trigger(&mut transaction, account, id).await?;
        Store::commit(transaction).await?;
        trigger_of(row, now)
    }

    pub(crate) async fn drop_trigger(&self, account: &AccountId, id: &TriggerId) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        find_trigger(&mut transaction, account, id).await?;
        store::trigger::delete(&mut transaction, id).await?;
        Store::commit(transaction).await?;
        self.announce(ControlChange::TriggersChanged { account: account.clone() });
        Ok(())
    }

    pub(crate) fn preview(&self, account: &AccountId, expression: &str) -> Result<SchedulePreview, ApiError> {
        let expression = parse(expression)?;
        let now = self.clock.now_of(account);
        Ok(SchedulePreview { description: expression.describe(), next_times: next_times(expression, now, now) })
    }
}

async fn check_room(
    db: &mut Connection,
    name: &FunctionName,
    function: store::function::FunctionKey,
) -> Result<(), ApiError> {
    match store::trigger::count(db, function).await? {
        count if count < TRIGGERS_MAX => Ok(()),
        count => {
            let message = format!("`{name}` has {count} triggers, the limit is {TRIGGERS_MAX}");
            Err(ApiError::new(ErrorCode::Invalid, message))
        }
    }
}

/// In Lambda's words, its two blanks included.
fn url_exists(error: StoreError, account: &AccountId, name: &FunctionName, config: &TriggerConfig) -> ApiError {
    let arn = match config {
        TriggerConfig::AliasUrl { alias } => format!("{}:{alias}", name.arn(account)),
        TriggerConfig::FunctionUrl | TriggerConfig::Schedule { .. } => name.arn(account),
    };
    match error {
        StoreError::Conflict(Constraint::FunctionUrl) => {
            let message = format!(
                "Failed to create function url config for [functionArn = {arn}]. Error message:  \
                 FunctionUrlConfig exists for this Lambda function"
            );
            ApiError::new(ErrorCode::Conflict, message)
        }
        other => other.into(),
    }
}
