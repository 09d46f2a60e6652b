//! Sessions: which account a browser's token opens.

use crate::convert::parsed;
use crate::error::StoreError;
use api::id::AccountId;
use api::time::UnixMillis;
use sqlx::SqliteConnection;

/// SHA-256 of a token.
pub type TokenHash = [u8; 32];

/// A session that has not expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// What it opens: the account itself.
    pub account: AccountId,
    /// When it ends, on the machine's clock.
    pub expires_at: UnixMillis,
}

/// Opens `account` to the token with this hash.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    db: &mut SqliteConnection,
    token: &TokenHash,
    account: &AccountId,
    now: UnixMillis,
    expires_at: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("insert into session (token_sha256, account_id, created_at, expires_at) values (?, ?, ?, ?)")
        .bind(token.as_slice())
        .bind(account.digits())
        .bind(now.0)
        .bind(expires_at.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The session of a token, unless it has expired.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut SqliteConnection,
    token: &TokenHash,
    now: UnixMillis,
) -> Result<Option<SessionRow>, StoreError> {
    let row: Option<(String, i64)> =
        sqlx::query_as("select account_id, expires_at from session where token_sha256 = ? and expires_at > ?")
            .bind(token.as_slice())
            .bind(now.0)
            .fetch_optional(db)
            .await?;
    row.map(|(account, expires_at)| {
        let account = parsed("session.account_id", AccountId::parse(account))?;
        Ok(SessionRow { account, expires_at: UnixMillis(expires_at) })
    })
    .transpose()
}

/// Lets a session end later.
///
/// # Errors
/// When the database fails.
pub async fn extend(db: &mut SqliteConnection, token: &TokenHash, expires_at: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("update session set expires_at = max(expires_at, ?) where token_sha256 = ?")
        .bind(expires_at.0)
        .bind(token.as_slice())
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets sessions that have ended, and says how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_expired(db: &mut SqliteConnection, now: UnixMillis) -> Result<u64, StoreError> {
    let done = sqlx::query("delete from session where expires_at <= ?").bind(now.0).execute(db).await?;
    Ok(done.rows_affected())
}
