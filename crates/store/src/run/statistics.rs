//! What the list of functions says about runs.

use super::row::{RunRow, select_run};
use crate::convert::to_unsigned;
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::id::AccountId;
use api::run::RunSummary;
use api::time::UnixMillis;
use sqlx::SqliteConnection;

/// Runs of a function in a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The function.
    pub function: FunctionKey,
    /// All runs.
    pub runs: u32,
    /// Those that ended otherwise than well.
    pub errors: u32,
}

/// Runs of each living function of an account that were asked for later than `after` and not later than `until`.
///
/// # Errors
/// When the database fails.
pub async fn counts_of_account(
    db: &mut SqliteConnection,
    account: &AccountId,
    after: UnixMillis,
    until: UnixMillis,
) -> Result<Vec<Count>, StoreError> {
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
        "select f.id, count(*), sum(r.state not in ('queued', 'running', 'succeeded')) \
         from function f join run r on r.function_id = f.id \
         where f.account_id = ? and f.deleted_at is null and r.created_at > ? and r.created_at <= ? group by f.id",
    )
    .bind(account.as_str())
    .bind(after.0)
    .bind(until.0)
    .fetch_all(db)
    .await?;
    let count_of = |(function, runs, errors)| {
        Ok(Count {
            function: FunctionKey(function),
            runs: to_unsigned("run", runs)?,
            errors: to_unsigned("run", errors)?,
        })
    };
    rows.into_iter().map(count_of).collect()
}

/// The newest run of each living function of an account.
///
/// # Errors
/// When the database fails.
pub async fn newest_of_account(
    db: &mut SqliteConnection,
    account: &AccountId,
) -> Result<Vec<(FunctionKey, RunSummary)>, StoreError> {
    let rows: Vec<RunRow> = sqlx::query_as(select_run!(
        "and r.key = (select max(key) from run where function_id = f.id) \
         where f.account_id = ? and f.deleted_at is null"
    ))
    .bind(account.as_str())
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| Ok((FunctionKey(row.function_id), row.try_into()?))).collect()
}
