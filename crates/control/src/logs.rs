//! Logs of functions, as CloudWatch Logs reads them.

use crate::Control;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName};
use api::logs::{LOG_EVENTS_PAGE_MAX, LogEvent, LogGroup, LogQuery, LogStream, Logs, RETENTION_DAYS};
use api::time::UnixMillis;
use async_trait::async_trait;
use store::function::FunctionKey;
use store::{Connection, Store};

const DAY_MS: i64 = 86_400_000;

/// The function whose log it is, in CloudWatch's words if there is none.
async fn find(db: &mut Connection, account: &AccountId, name: &FunctionName) -> Result<FunctionKey, ApiError> {
    let row = store::function::get(db, account, name).await?;
    let missing = || ApiError::new(ErrorCode::NotFound, "The specified log group does not exist.");
    row.map(|row| row.key).ok_or_else(missing)
}

impl Control {
    /// What is older is not there any more, whether it was deleted yet or not.
    async fn oldest_kept(
        &self,
        db: &mut Connection,
        account: &AccountId,
        function: FunctionKey,
    ) -> Result<UnixMillis, ApiError> {
        let days = store::log::retention(db, function).await?;
        let now = self.clock.now_of(account);
        Ok(days.map_or(UnixMillis(0), |days| UnixMillis(now.0.saturating_sub(i64::from(days) * DAY_MS))))
    }
}

#[async_trait]
impl Logs for Control {
    async fn log_groups(&self, account: &AccountId) -> Result<Vec<LogGroup>, ApiError> {
        Ok(store::log::groups(&mut *self.store.snapshot().await?, account).await?)
    }

    async fn log_streams(&self, account: &AccountId, function: &FunctionName) -> Result<Vec<LogStream>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let key = find(&mut db, account, function).await?;
        let oldest = self.oldest_kept(&mut db, account, key).await?;
        Ok(store::log::streams(&mut db, key, oldest).await?)
    }

    async fn log_events(
        &self,
        account: &AccountId,
        function: &FunctionName,
        query: LogQuery,
    ) -> Result<Vec<LogEvent>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let key = find(&mut db, account, function).await?;
        let from = query.from.max(self.oldest_kept(&mut db, account, key).await?);
        let query = LogQuery { from, limit: query.limit.min(LOG_EVENTS_PAGE_MAX), ..query };
        Ok(store::log::events(&mut db, key, &query).await?)
    }

    async fn set_retention(
        &self,
        account: &AccountId,
        function: &FunctionName,
        days: Option<u32>,
    ) -> Result<(), ApiError> {
        if let Some(days) = days.filter(|days| !RETENTION_DAYS.contains(days)) {
            let known = RETENTION_DAYS.map(|days| days.to_string()).join(", ");
            let message = format!("`retentionInDays` is {days}; it is one of {known}");
            return Err(ApiError::new(ErrorCode::Invalid, message));
        }
        let mut transaction = self.store.write().await?;
        let key = find(&mut transaction, account, function).await?;
        store::log::set_retention(&mut transaction, key, days, self.clock.now_of(account)).await?;
        store::log::expire(&mut transaction, self.clock.now()).await?;
        Ok(Store::commit(transaction).await?)
    }
}
