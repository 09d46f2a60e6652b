//! What functions do with asynchronous events, and how much they may run at once.

use crate::Control;
use crate::functions::find;
use api::error::{ApiError, ErrorCode};
use api::event_settings::{EventInvokeConfig, EventRules, EventSettings};
use api::id::{AccountId, FunctionName};
use api::lambda::{ACCOUNT_CONCURRENCY, Qualifier};
use api::queue::{AGE_S_DEFAULT, AGE_S_MIN, Destination, RETRIES_MAX, UNRESERVED_CONCURRENCY_MIN};
use api::run::Target;
use async_trait::async_trait;
use store::event_config::EventConfigRow;
use store::function::FunctionKey;
use store::{Connection, Store};

fn config_of(row: EventConfigRow) -> Result<EventInvokeConfig, ApiError> {
    let EventConfigRow { qualifier, retries, age_s, on_success, on_failure, modified_at } = row;
    let unread =
        |_error| ApiError::new(ErrorCode::Internal, format!("the stored qualifier `{qualifier}` cannot be read"));
    let qualifier = Qualifier::parse(&qualifier).map_err(unread)?;
    Ok(EventInvokeConfig { qualifier, rules: EventRules { retries, age_s, on_success, on_failure }, modified_at })
}

fn check(rules: &EventRules) -> Result<(), ApiError> {
    let EventRules { retries, age_s, .. } = rules;
    if let Some(retries) = retries.filter(|retries| *retries > RETRIES_MAX) {
        let message = format!("{retries} retries are wanted, at most {RETRIES_MAX} are made");
        return Err(ApiError::invalid("retries", message));
    }
    match age_s {
        Some(age) if !(AGE_S_MIN..=AGE_S_DEFAULT).contains(age) => {
            let message =
                format!("an event cannot be given up after {age} s; {AGE_S_MIN} to {AGE_S_DEFAULT} are possible");
            Err(ApiError::invalid("age_s", message))
        }
        _ => Ok(()),
    }
}

/// What `given` leaves out is as in `before`.
fn merged(given: EventRules, before: EventRules) -> EventRules {
    EventRules {
        retries: given.retries.or(before.retries),
        age_s: given.age_s.or(before.age_s),
        on_success: given.on_success.or(before.on_success),
        on_failure: given.on_failure.or(before.on_failure),
    }
}

/// An empty ARN takes a destination away, as the console and the CLI do.
fn without_empty(rules: EventRules) -> EventRules {
    let is_set = |arn: &String| !arn.is_empty();
    EventRules { on_success: rules.on_success.filter(is_set), on_failure: rules.on_failure.filter(is_set), ..rules }
}

/// In AWS's words.
fn none_set(account: &AccountId, name: &FunctionName, qualifier: &Qualifier) -> ApiError {
    let arn = format!("{}:{qualifier}", name.arn(account));
    ApiError::new(ErrorCode::NotFound, format!("The function {arn} doesn't have an EventInvokeConfig"))
}

/// The function, if it has such a state.
async fn function_of(
    db: &mut Connection,
    account: &AccountId,
    name: &FunctionName,
    qualifier: &Qualifier,
) -> Result<FunctionKey, ApiError> {
    let missing = || ApiError::new(ErrorCode::NotFound, "The function doesn't exist.");
    let target = match qualifier {
        Qualifier::Latest => Target::Latest,
        Qualifier::Version(number) => Target::Version(*number),
        Qualifier::Alias(alias) => {
            let row = store::function::get(db, account, name).await?.ok_or_else(missing)?;
            let found = store::alias::get(db, row.key, alias).await?;
            return found.map(|_| row.key).ok_or_else(missing);
        }
    };
    let found = store::content::resolve(db, account, name, target).await?;
    Ok(found.ok_or_else(missing)?.function)
}

impl Control {
    /// A destination must be a queue that is there, or a function that is and is not the one whose events it gets.
    async fn check_destination(&self, account: &AccountId, of: &FunctionName, arn: &str) -> Result<(), ApiError> {
        let service = arn.split(':').nth(2).unwrap_or_default();
        if matches!(service, "sns" | "events" | "s3") {
            let message = format!(
                "The destination ARN {arn} is invalid: Coldstart has no service `{service}` yet; a function or a queue can be a destination"
            );
            return Err(ApiError::invalid("destination", message));
        }
        let (function, target) = match Destination::parse(account, arn)? {
            Destination::Function { function, target } => (function, target),
            Destination::Queue(queue) => {
                let found = store::sqs::get(&mut *self.store.read().await?, &queue).await?;
                let missing = || format!("The destination ARN {arn} is invalid: the queue does not exist.");
                return found.map(drop).ok_or_else(|| ApiError::invalid("destination", missing()));
            }
        };
        if function == *of {
            let message = "You can't specify the function as a destination for itself.";
            return Err(ApiError::invalid("destination", message));
        }
        let found = store::content::resolve(&mut *self.store.read().await?, account, &function, target).await?;
        match found {
            Some(_) => Ok(()),
            None => Err(ApiError::invalid("destination", format!("The destination ARN {arn} is invalid."))),
        }
    }
}

#[async_trait]
impl EventSettings for Control {
    async fn set_event_rules(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
        rules: EventRules,
        keeps: bool,
    ) -> Result<EventInvokeConfig, ApiError> {
        if rules == EventRules::default() {
            let message = "You must specify at least one of error handling or destination setting.";
            return Err(ApiError::invalid("rules", message));
        }
        check(&rules)?;
        for arn in rules.on_success.iter().chain(&rules.on_failure).filter(|arn| !arn.is_empty()) {
            self.check_destination(account, name, arn).await?;
        }
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        let key = function_of(&mut transaction, account, name, qualifier).await?;
        let stored = qualifier.to_string();
        let before = store::event_config::get(&mut transaction, key, &stored).await?.map(config_of).transpose()?;
        let rules = match (keeps, before) {
            (true, Some(before)) => merged(rules, before.rules),
            (true, None) => return Err(none_set(account, name, qualifier)),
            (false, _) => rules,
        };
        let rules = without_empty(rules);
        let EventRules { retries, age_s, on_success, on_failure } = rules.clone();
        let row = EventConfigRow { qualifier: stored, retries, age_s, on_success, on_failure, modified_at: now };
        store::event_config::put(&mut transaction, key, &row).await?;
        Store::commit(transaction).await?;
        Ok(EventInvokeConfig { qualifier: qualifier.clone(), rules, modified_at: now })
    }

    async fn event_rules(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<Option<EventInvokeConfig>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let row = find(&mut db, account, name).await?;
        store::event_config::get(&mut db, row.key, &qualifier.to_string()).await?.map(config_of).transpose()
    }

    async fn all_event_rules(
        &self,
        account: &AccountId,
        name: &FunctionName,
        after: &str,
        limit: u32,
    ) -> Result<Vec<EventInvokeConfig>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let row = find(&mut db, account, name).await?;
        let rows = store::event_config::list(&mut db, row.key, after, limit).await?;
        rows.into_iter().map(config_of).collect()
    }

    async fn delete_event_rules(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<bool, ApiError> {
        let mut transaction = self.store.write().await?;
        let row = find(&mut transaction, account, name).await?;
        let was_set = store::event_config::delete(&mut transaction, row.key, &qualifier.to_string()).await?;
        Store::commit(transaction).await?;
        Ok(was_set)
    }

    async fn reserved_concurrency(&self, account: &AccountId, name: &FunctionName) -> Result<Option<u32>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let row = find(&mut db, account, name).await?;
        Ok(store::event_config::reserved(&mut db, row.key).await?)
    }

    async fn reserve_concurrency(
        &self,
        account: &AccountId,
        name: &FunctionName,
        reserved: Option<u32>,
    ) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        let row = find(&mut transaction, account, name).await?;
        let others = store::event_config::reserved_of_account(&mut transaction, account).await?
            - store::event_config::reserved(&mut transaction, row.key).await?.unwrap_or(0);
        let kept = store::provisioned::list(&mut transaction, row.key).await?;
        let kept: u32 = kept.iter().map(|row| row.requested).sum();
        if reserved.is_some_and(|wanted| wanted < kept) {
            let message = "Requested ReservedConcurrentExecution for function should not be less than its Provisioned Concurrency";
            return Err(ApiError::invalid("reserved", message));
        }
        let left = ACCOUNT_CONCURRENCY.saturating_sub(others).saturating_sub(reserved.unwrap_or(0));
        if reserved.is_some_and(|wanted| wanted > 0) && left < UNRESERVED_CONCURRENCY_MIN {
            let message = format!(
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below \
                 its minimum value of [{UNRESERVED_CONCURRENCY_MIN}]."
            );
            return Err(ApiError::invalid("reserved", message));
        }
        store::event_config::set_reserved(&mut transaction, row.key, reserved).await?;
        Ok(Store::commit(transaction).await?)
    }

    async fn concurrency_set_aside(&self, account: &AccountId) -> Result<u32, ApiError> {
        Ok(store::event_config::reserved_of_account(&mut *self.store.read().await?, account).await?)
    }

    async fn stops_loops(&self, account: &AccountId, name: &FunctionName) -> Result<bool, ApiError> {
        let mut db = self.store.snapshot().await?;
        let row = find(&mut db, account, name).await?;
        Ok(store::event_config::stops_loops(&mut db, row.key).await?)
    }

    async fn set_stops_loops(&self, account: &AccountId, name: &FunctionName, stops: bool) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        let row = find(&mut transaction, account, name).await?;
        store::event_config::set_stops_loops(&mut transaction, row.key, stops).await?;
        Ok(Store::commit(transaction).await?)
    }
}
