//! Tags of functions.

use crate::error::StoreError;
use crate::function::FunctionKey;
use api::time::UnixMillis;
use sqlx::SqliteConnection;
use std::collections::BTreeMap;

/// All tags of a function.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut SqliteConnection, function: FunctionKey) -> Result<BTreeMap<String, String>, StoreError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select name, value from tag where function_id = ?").bind(function.0).fetch_all(db).await?;
    Ok(rows.into_iter().collect())
}

/// Sets a tag, over an older one of that name.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut SqliteConnection,
    function: FunctionKey,
    name: &str,
    value: &str,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into tag (function_id, name, value, created_at) values (?, ?, ?, ?) \
         on conflict (function_id, name) do update set value = excluded.value",
    )
    .bind(function.0)
    .bind(name)
    .bind(value)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a tag away; one that is not there is gone already.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, function: FunctionKey, name: &str) -> Result<(), StoreError> {
    sqlx::query("delete from tag where function_id = ? and name = ?").bind(function.0).bind(name).execute(db).await?;
    Ok(())
}
