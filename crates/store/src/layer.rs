//! Layers and their versions. What a function has stays, even if it was deleted.

mod permission;

pub use permission::{add_permission, delete_permission, permissions, policy_revision};

use crate::code::CodeHash;
use crate::convert::{corrupt, from_json, parsed, to_i64, to_json, to_unsigned};
use crate::error::StoreError;
use crate::zip::ZipHash;
use api::id::{AccountId, LayerName};
use api::layer::{LayerFacts, LayerVersion, LayerVersionArn};
use api::time::UnixMillis;
use billing::Architecture;
use sqlx::{FromRow, SqliteConnection};

/// The row number of a layer version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerVersionKey(pub i64);

/// A layer version as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerVersionRow {
    /// Its row.
    pub key: LayerVersionKey,
    /// As others see it.
    pub shown: LayerVersion,
    /// Its files.
    pub code: CodeHash,
    /// Bytes of its files together.
    pub file_bytes: u64,
    /// Whether it is only there for functions that have it.
    pub is_deleted: bool,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    account_id: String,
    name: String,
    number: i64,
    code_sha256: Vec<u8>,
    zip_sha256: Vec<u8>,
    zip_bytes: i64,
    file_bytes: i64,
    description: String,
    license: Option<String>,
    runtimes: Option<String>,
    architectures: Option<String>,
    created_at: i64,
    deleted_at: Option<i64>,
}

/// Selects what [`Row`] holds, with the rest of the query.
macro_rules! select_layer {
    ($rest:literal) => {
        concat!(
            "select v.id, l.account_id, l.name, v.number, v.code_sha256, v.zip_sha256, length(z.content) as zip_bytes, \
               v.file_bytes, v.description, v.license, v.runtimes, v.architectures, v.created_at, v.deleted_at \
             from layer l join layer_version v on v.layer_id = l.id join zip z on z.sha256 = v.zip_sha256 ",
            $rest
        )
    };
}

impl TryFrom<Row> for LayerVersionRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let architectures = row.architectures.as_deref().map(architectures_of).transpose()?;
        let runtimes = row.runtimes.as_deref().map(|text| from_json("layer_version.runtimes", text)).transpose()?;
        let arn = LayerVersionArn {
            account: parsed("layer.account_id", AccountId::parse(row.account_id))?,
            layer: parsed("layer.name", LayerName::parse(row.name))?,
            number: to_unsigned("layer_version.number", row.number)?,
        };
        Ok(Self {
            key: LayerVersionKey(row.id),
            shown: LayerVersion {
                arn,
                facts: LayerFacts { description: row.description, license: row.license, runtimes, architectures },
                zip_sha256: ZipHash::from_column("layer_version.zip_sha256", &row.zip_sha256)?.0,
                zip_bytes: to_unsigned("zip.content", row.zip_bytes)?,
                created_at: UnixMillis(row.created_at),
            },
            code: CodeHash::from_column("layer_version.code_sha256", &row.code_sha256)?,
            file_bytes: to_unsigned("layer_version.file_bytes", row.file_bytes)?,
            is_deleted: row.deleted_at.is_some(),
        })
    }
}

fn architectures_of(text: &str) -> Result<Vec<Architecture>, StoreError> {
    let names: Vec<String> = from_json("layer_version.architectures", text)?;
    let architecture =
        |name: String| Architecture::from_identifier(&name).ok_or_else(|| corrupt("layer_version.architectures", name));
    names.into_iter().map(architecture).collect()
}

/// What a new layer version is made of.
#[derive(Debug, Clone, Copy)]
pub struct NewLayerVersion<'a> {
    /// The layer; made, if there is none of this name.
    pub layer: &'a LayerName,
    /// Its files, stored already.
    pub code: CodeHash,
    /// Its zip, stored already.
    pub zip: ZipHash,
    /// Bytes of its files together.
    pub file_bytes: u64,
    /// What its publisher says.
    pub facts: &'a LayerFacts,
    /// When it is published.
    pub now: UnixMillis,
}

/// Publishes a version and says its number.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    db: &mut SqliteConnection,
    account: &AccountId,
    new: NewLayerVersion<'_>,
) -> Result<u32, StoreError> {
    let NewLayerVersion { layer, code, zip, file_bytes, facts, now } = new;
    let LayerFacts { description, license, runtimes, architectures } = facts;
    crate::account::hold_region(&mut *db, account, now).await?;
    let (layer, number): (i64, i64) = sqlx::query_as(
        "insert into layer (account_id, name, last_version, created_at) values (?, ?, 1, ?) \
         on conflict (account_id, name) do update set last_version = last_version + 1 returning id, last_version",
    )
    .bind(account.as_str())
    .bind(layer.as_str())
    .bind(now.0)
    .fetch_one(&mut *db)
    .await?;
    let names = architectures.as_ref().map(|all| all.iter().map(|one| one.identifier()).collect::<Vec<_>>());
    sqlx::query(
        "insert into layer_version (layer_id, number, code_sha256, zip_sha256, file_bytes, description, license, runtimes, \
           architectures, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(layer)
    .bind(number)
    .bind(code.0.as_slice())
    .bind(zip.0.as_slice())
    .bind(to_i64(file_bytes))
    .bind(description.as_str())
    .bind(license.as_deref())
    .bind(runtimes.as_ref().map(|all| to_json("layer_version.runtimes", all)).transpose()?)
    .bind(names.map(|all| to_json("layer_version.architectures", &all)).transpose()?)
    .bind(now.0)
    .execute(db)
    .await?;
    to_unsigned("layer.last_version", number)
}

/// One version, deleted or not.
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut SqliteConnection, arn: &LayerVersionArn) -> Result<Option<LayerVersionRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(select_layer!("where l.account_id = ? and l.name = ? and v.number = ?"))
        .bind(arn.account.as_str())
        .bind(arn.layer.as_str())
        .bind(i64::from(arn.number))
        .fetch_optional(db)
        .await?;
    row.map(LayerVersionRow::try_from).transpose()
}

/// The versions of all layers of an account that are not deleted: by name, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut SqliteConnection, account: &AccountId) -> Result<Vec<LayerVersionRow>, StoreError> {
    let rows: Vec<Row> =
        sqlx::query_as(select_layer!("where l.account_id = ? and v.deleted_at is null order by l.name, v.number desc"))
            .bind(account.as_str())
            .fetch_all(db)
            .await?;
    rows.into_iter().map(LayerVersionRow::try_from).collect()
}

/// Deletes a version for all but the functions that have it; one that is not there is gone already.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, arn: &LayerVersionArn, now: UnixMillis) -> Result<(), StoreError> {
    sqlx::query(
        "update layer_version set deleted_at = ? where deleted_at is null and number = ? \
         and layer_id = (select id from layer where account_id = ? and name = ?)",
    )
    .bind(now.0)
    .bind(i64::from(arn.number))
    .bind(arn.account.as_str())
    .bind(arn.layer.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets deleted versions that no draft, no `$LATEST` and no version has any more.
///
/// # Errors
/// When the database fails.
pub async fn purge_unused(db: &mut SqliteConnection) -> Result<(), StoreError> {
    let rows: Vec<Row> = sqlx::query_as(select_layer!("where v.deleted_at is not null")).fetch_all(&mut *db).await?;
    for row in rows {
        let row = LayerVersionRow::try_from(row)?;
        // As it stands in a configuration, with its quotes, so that version 1 is not found in version 10.
        let named = to_json("function.config", &row.shown.arn)?;
        let deleted = sqlx::query(
            "delete from layer_version where id = ?1 and not exists (select 1 from function where instr(config, ?2) > 0) \
             and not exists (select 1 from version where instr(config, ?2) > 0) \
             and not exists (select 1 from latest where instr(config, ?2) > 0)",
        )
        .bind(row.key.0)
        .bind(named)
        .execute(&mut *db)
        .await?;
        if deleted.rows_affected() > 0 {
            crate::code::delete_unused(&mut *db, &[row.code]).await?;
            crate::zip::delete_unused(&mut *db, [ZipHash(row.shown.zip_sha256)]).await?;
        }
    }
    Ok(())
}
