//! Statements of layer versions' resource policies.

use super::LayerVersionKey;
use crate::convert::{from_json, parsed, to_json};
use crate::error::StoreError;
use api::id::RevisionId;
use api::policy::Statement;
use api::time::UnixMillis;
use sqlx::SqliteConnection;

/// Adds a statement; the policy is at `revision` then.
///
/// # Errors
/// When the database fails.
pub async fn add_permission(
    db: &mut SqliteConnection,
    layer: LayerVersionKey,
    statement: &Statement,
    revision: &RevisionId,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("insert into layer_permission (layer_version_id, sid, statement, created_at) values (?, ?, ?, ?)")
        .bind(layer.0)
        .bind(statement.sid.as_str())
        .bind(to_json("layer_permission.statement", statement)?)
        .bind(now.0)
        .execute(&mut *db)
        .await?;
    set_revision(db, layer, revision).await
}

async fn set_revision(
    db: &mut SqliteConnection,
    layer: LayerVersionKey,
    revision: &RevisionId,
) -> Result<(), StoreError> {
    sqlx::query("update layer_version set policy_revision = ? where id = ?")
        .bind(revision.as_str())
        .bind(layer.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The revision of the policy, if it ever had a statement.
///
/// # Errors
/// When the database fails.
pub async fn policy_revision(
    db: &mut SqliteConnection,
    layer: LayerVersionKey,
) -> Result<Option<RevisionId>, StoreError> {
    let text: Option<Option<String>> = sqlx::query_scalar("select policy_revision from layer_version where id = ?")
        .bind(layer.0)
        .fetch_optional(db)
        .await?;
    text.flatten().map(|text| parsed("layer_version.policy_revision", RevisionId::parse(text))).transpose()
}

/// The statements of a policy, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn permissions(db: &mut SqliteConnection, layer: LayerVersionKey) -> Result<Vec<Statement>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar("select statement from layer_permission where layer_version_id = ? order by id")
            .bind(layer.0)
            .fetch_all(db)
            .await?;
    rows.iter().map(|text| from_json("layer_permission.statement", text)).collect()
}

/// Takes a statement away; the policy is at `revision` then.
///
/// # Errors
/// When the database fails.
pub async fn delete_permission(
    db: &mut SqliteConnection,
    layer: LayerVersionKey,
    sid: &str,
    revision: &RevisionId,
) -> Result<(), StoreError> {
    sqlx::query("delete from layer_permission where layer_version_id = ? and sid = ?")
        .bind(layer.0)
        .bind(sid)
        .execute(&mut *db)
        .await?;
    set_revision(db, layer, revision).await
}
