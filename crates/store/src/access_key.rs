//! Access keys: which account a signature is of, in whichever region. Secrets are not here (see [`crate::Store::installation_key`]).

use crate::convert::parsed;
use crate::error::StoreError;
use api::id::AccountId;
use api::time::UnixMillis;
use sqlx::SqliteConnection;

/// Gives `account` the key of this id.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    db: &mut SqliteConnection,
    id: &str,
    account: &AccountId,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("insert into access_key (id, account_id, created_at) values (?, ?, ?)")
        .bind(id)
        .bind(account.digits())
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Whose key this is.
///
/// # Errors
/// When the database fails.
pub async fn owner(db: &mut SqliteConnection, id: &str) -> Result<Option<AccountId>, StoreError> {
    let account: Option<String> =
        sqlx::query_scalar("select account_id from access_key where id = ?").bind(id).fetch_optional(db).await?;
    account.map(|account| parsed("access_key.account_id", AccountId::parse(account))).transpose()
}

/// The account's keys, oldest first, with the time when each was made.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut SqliteConnection, account: &AccountId) -> Result<Vec<(String, UnixMillis)>, StoreError> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("select id, created_at from access_key where account_id = ? order by created_at, id")
            .bind(account.digits())
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().map(|(id, at)| (id, UnixMillis(at))).collect())
}

/// Takes a key away; false when the account has no such key.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, account: &AccountId, id: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from access_key where id = ? and account_id = ?")
        .bind(id)
        .bind(account.digits())
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}
