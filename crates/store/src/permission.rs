//! Statements of functions' resource policies.

use crate::convert::{from_json, to_json};
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::policy::Statement;
use api::time::UnixMillis;
use sqlx::SqliteConnection;

/// Adds a statement. `qualifier` is empty for the function as a whole.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    db: &mut SqliteConnection,
    function: FunctionKey,
    qualifier: &str,
    statement: &Statement,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("insert into permission (function_id, qualifier, sid, statement, created_at) values (?, ?, ?, ?, ?)")
        .bind(function.0)
        .bind(qualifier)
        .bind(statement.sid.as_str())
        .bind(to_json("permission.statement", statement)?)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The statements of a policy, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut SqliteConnection,
    function: FunctionKey,
    qualifier: &str,
) -> Result<Vec<Statement>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar("select statement from permission where function_id = ? and qualifier = ? order by id")
            .bind(function.0)
            .bind(qualifier)
            .fetch_all(db)
            .await?;
    rows.iter().map(|text| from_json("permission.statement", text)).collect()
}

/// Takes a statement away; false when there is none of this name.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    db: &mut SqliteConnection,
    function: FunctionKey,
    qualifier: &str,
    sid: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from permission where function_id = ? and qualifier = ? and sid = ?")
        .bind(function.0)
        .bind(qualifier)
        .bind(sid)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes the policy of a version or an alias away that is deleted.
///
/// # Errors
/// When the database fails.
pub async fn delete_all(db: &mut SqliteConnection, function: FunctionKey, qualifier: &str) -> Result<(), StoreError> {
    sqlx::query("delete from permission where function_id = ? and qualifier = ?")
        .bind(function.0)
        .bind(qualifier)
        .execute(db)
        .await?;
    Ok(())
}
