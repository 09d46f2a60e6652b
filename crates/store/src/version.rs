//! Published versions: immutable.

use crate::code::CodeHash;
use crate::convert::{from_json, to_json, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::config::FunctionConfig;
use api::id::{AccountId, VersionNumber};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};

/// A version without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// The function.
    pub function: FunctionKey,
    /// Its number.
    pub number: VersionNumber,
    /// Its files.
    pub code: CodeHash,
    /// Its settings.
    pub config: FunctionConfig,
    /// A note of who deployed it.
    pub description: String,
    /// When it was deployed.
    pub created_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    function_id: i64,
    number: i64,
    code_sha256: Vec<u8>,
    config: String,
    description: String,
    created_at: i64,
}

impl TryFrom<Row> for VersionRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { function_id, number, code_sha256, config, description, created_at } = row;
        Ok(Self {
            function: FunctionKey(function_id),
            number: VersionNumber(to_unsigned("version.number", number)?),
            code: CodeHash::from_column("version.code_sha256", &code_sha256)?,
            config: from_json("version.config", &config)?,
            description,
            created_at: UnixMillis(created_at),
        })
    }
}

/// Publishes a version.
///
/// # Errors
/// When the database fails.
pub async fn insert(db: &mut SqliteConnection, version: &VersionRow) -> Result<(), StoreError> {
    let VersionRow { function, number, code, config, description, created_at } = version;
    sqlx::query(
        "insert into version (function_id, number, code_sha256, config, description, created_at) \
         values (?, ?, ?, ?, ?, ?)",
    )
    .bind(function.0)
    .bind(i64::from(number.0))
    .bind(code.0.as_slice())
    .bind(to_json("version.config", config)?)
    .bind(description.as_str())
    .bind(created_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The newest version.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &mut SqliteConnection, function: FunctionKey) -> Result<Option<VersionRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select function_id, number, code_sha256, config, description, created_at from version \
         where function_id = ? order by number desc limit 1",
    )
    .bind(function.0)
    .fetch_optional(db)
    .await?;
    row.map(VersionRow::try_from).transpose()
}

/// The version of this number.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut SqliteConnection,
    function: FunctionKey,
    number: VersionNumber,
) -> Result<Option<VersionRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select function_id, number, code_sha256, config, description, created_at from version \
         where function_id = ? and number = ?",
    )
    .bind(function.0)
    .bind(i64::from(number.0))
    .fetch_optional(db)
    .await?;
    row.map(VersionRow::try_from).transpose()
}

/// Takes a version away with its permissions; false when there is none of this number.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    db: &mut SqliteConnection,
    function: FunctionKey,
    number: VersionNumber,
) -> Result<bool, StoreError> {
    crate::permission::delete_all(&mut *db, function, &number.to_string()).await?;
    crate::provisioned::delete(&mut *db, function, &number.to_string()).await?;
    let done = sqlx::query("delete from version where function_id = ? and number = ?")
        .bind(function.0)
        .bind(i64::from(number.0))
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// All versions of a function, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut SqliteConnection, function: FunctionKey) -> Result<Vec<VersionRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "select function_id, number, code_sha256, config, description, created_at from version \
         where function_id = ? order by number desc",
    )
    .bind(function.0)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(VersionRow::try_from).collect()
}

/// The newest version of each living function of an account.
///
/// # Errors
/// When the database fails.
pub async fn newest_of_account(db: &mut SqliteConnection, account: &AccountId) -> Result<Vec<VersionRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "select v.function_id, v.number, v.code_sha256, v.config, v.description, v.created_at from function f \
         join version v on v.function_id = f.id \
         and v.number = (select max(number) from version where function_id = f.id) \
         where f.account_id = ? and f.deleted_at is null",
    )
    .bind(account.as_str())
    .fetch_all(db)
    .await?;
    rows.into_iter().map(VersionRow::try_from).collect()
}
