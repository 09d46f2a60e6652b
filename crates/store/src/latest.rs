//! `$LATEST` where it was set through the AWS API. A function without a row has its newest version as `$LATEST`.

use crate::code::CodeHash;
use crate::convert::{from_json, parsed, to_json, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use crate::zip::ZipHash;
use api::config::FunctionConfig;
use api::id::{RevisionId, VersionNumber};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};

/// What `$LATEST` is, without the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatestRow {
    /// The function.
    pub function: FunctionKey,
    /// Changes with every change.
    pub revision: RevisionId,
    /// Its files.
    pub code: CodeHash,
    /// The zip that they were uploaded as.
    pub zip: Option<ZipHash>,
    /// Its settings.
    pub config: FunctionConfig,
    /// What it is for.
    pub description: String,
    /// The execution role's ARN; empty where nobody named one.
    pub role: String,
    /// The highest number of a version that was deleted; 0 if none was.
    pub last_version: u32,
    /// When it changed last.
    pub modified_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    function_id: i64,
    revision: String,
    code_sha256: Vec<u8>,
    zip_sha256: Option<Vec<u8>>,
    config: String,
    description: String,
    role: String,
    last_version: i64,
    modified_at: i64,
}

impl TryFrom<Row> for LatestRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row {
            function_id,
            revision,
            code_sha256,
            zip_sha256,
            config,
            description,
            role,
            last_version,
            modified_at,
        } = row;
        Ok(Self {
            function: FunctionKey(function_id),
            revision: parsed("latest.revision", RevisionId::parse(revision))?,
            code: CodeHash::from_column("latest.code_sha256", &code_sha256)?,
            zip: zip_sha256.map(|hash| ZipHash::from_column("latest.zip_sha256", &hash)).transpose()?,
            config: from_json("latest.config", &config)?,
            description,
            role,
            last_version: to_unsigned("latest.last_version", last_version)?,
            modified_at: UnixMillis(modified_at),
        })
    }
}

/// Makes or replaces what `$LATEST` is.
///
/// # Errors
/// When the database fails.
pub async fn set(db: &mut SqliteConnection, latest: &LatestRow) -> Result<(), StoreError> {
    let LatestRow { function, revision, code, zip, config, description, role, last_version, modified_at } = latest;
    sqlx::query(
        "insert into latest (function_id, revision, code_sha256, zip_sha256, config, description, role, last_version, \
           created_at, modified_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9) \
         on conflict (function_id) do update set revision = excluded.revision, code_sha256 = excluded.code_sha256, \
           zip_sha256 = excluded.zip_sha256, config = excluded.config, description = excluded.description, \
           role = excluded.role, last_version = excluded.last_version, modified_at = excluded.modified_at",
    )
    .bind(function.0)
    .bind(revision.as_str())
    .bind(code.0.as_slice())
    .bind(zip.map(|zip| zip.0.to_vec()))
    .bind(to_json("latest.config", config)?)
    .bind(description.as_str())
    .bind(role.as_str())
    .bind(i64::from(*last_version))
    .bind(modified_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// What was set for this function.
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut SqliteConnection, function: FunctionKey) -> Result<Option<LatestRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select function_id, revision, code_sha256, zip_sha256, config, description, role, last_version, modified_at from latest \
         where function_id = ?",
    )
    .bind(function.0)
    .fetch_optional(db)
    .await?;
    row.map(LatestRow::try_from).transpose()
}

/// What only a version has that was published through the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionOrigin {
    /// The version.
    pub number: VersionNumber,
    /// Its own revision.
    pub revision: RevisionId,
    /// The zip that its files were uploaded as.
    pub zip: Option<ZipHash>,
    /// The execution role's ARN.
    pub role: String,
}

/// Keeps where a version comes from.
///
/// # Errors
/// When the database fails.
pub async fn insert_origin(
    db: &mut SqliteConnection,
    function: FunctionKey,
    origin: &VersionOrigin,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let VersionOrigin { number, revision, zip, role } = origin;
    sqlx::query(
        "insert into version_origin (function_id, number, revision, zip_sha256, role, created_at) \
         values (?, ?, ?, ?, ?, ?)",
    )
    .bind(function.0)
    .bind(i64::from(number.0))
    .bind(revision.as_str())
    .bind(zip.map(|zip| zip.0.to_vec()))
    .bind(role.as_str())
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a version another revision; false when it was not published through the API.
///
/// # Errors
/// When the database fails.
pub async fn set_origin_revision(
    db: &mut SqliteConnection,
    function: FunctionKey,
    number: VersionNumber,
    revision: &RevisionId,
) -> Result<bool, StoreError> {
    let done = sqlx::query("update version_origin set revision = ? where function_id = ? and number = ?")
        .bind(revision.as_str())
        .bind(function.0)
        .bind(i64::from(number.0))
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Where the versions of a function come from that were published through the API.
///
/// # Errors
/// When the database fails.
pub async fn origins(db: &mut SqliteConnection, function: FunctionKey) -> Result<Vec<VersionOrigin>, StoreError> {
    let rows: Vec<(i64, String, Option<Vec<u8>>, String)> =
        sqlx::query_as("select number, revision, zip_sha256, role from version_origin where function_id = ?")
            .bind(function.0)
            .fetch_all(db)
            .await?;
    let origin = |(number, revision, zip, role): (i64, String, Option<Vec<u8>>, String)| {
        Ok(VersionOrigin {
            number: VersionNumber(to_unsigned("version_origin.number", number)?),
            revision: parsed("version_origin.revision", RevisionId::parse(revision))?,
            zip: zip.map(|hash| ZipHash::from_column("version_origin.zip_sha256", &hash)).transpose()?,
            role,
        })
    };
    rows.into_iter().map(origin).collect()
}
