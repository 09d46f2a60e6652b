//! Zips: as they were uploaded, by their hash; and what is known of those that are made from files.

use crate::code::CodeHash;
use crate::convert::{corrupt, to_i64, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::time::UnixMillis;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

/// SHA-256 of a zip: Lambda's `CodeSha256`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ZipHash(pub [u8; 32]);

impl ZipHash {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(zip: &[u8]) -> Self {
        Self(Sha256::digest(zip).into())
    }

    pub(crate) fn from_column(what: &'static str, bytes: &[u8]) -> Result<Self, StoreError> {
        bytes.try_into().map(Self).map_err(|error| corrupt(what, error))
    }
}

/// Keeps an uploaded zip.
///
/// # Errors
/// When the database fails.
pub async fn insert(db: &mut SqliteConnection, zip: &[u8], now: UnixMillis) -> Result<ZipHash, StoreError> {
    let hash = ZipHash::of(zip);
    sqlx::query("insert into zip (sha256, content, created_at) values (?, ?, ?) on conflict do nothing")
        .bind(hash.0.as_slice())
        .bind(zip)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(hash)
}

/// An uploaded zip.
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut SqliteConnection, hash: ZipHash) -> Result<Option<Vec<u8>>, StoreError> {
    let query = sqlx::query_scalar("select content from zip where sha256 = ?").bind(hash.0.as_slice());
    Ok(query.fetch_optional(db).await?)
}

/// Size of an uploaded zip.
///
/// # Errors
/// When the database fails.
pub async fn bytes(db: &mut SqliteConnection, hash: ZipHash) -> Result<Option<u64>, StoreError> {
    let query = sqlx::query_scalar("select length(content) from zip where sha256 = ?").bind(hash.0.as_slice());
    let bytes: Option<i64> = query.fetch_optional(db).await?;
    bytes.map(|bytes| to_unsigned("zip.content", bytes)).transpose()
}

/// Hash and size of the zip that is made of this code, if they are known.
///
/// # Errors
/// When the database fails.
pub async fn made_of(db: &mut SqliteConnection, code: CodeHash) -> Result<Option<(ZipHash, u64)>, StoreError> {
    let row: Option<(Vec<u8>, i64)> =
        sqlx::query_as("select zip_sha256, zip_bytes from code_zip where code_sha256 = ?")
            .bind(code.0.as_slice())
            .fetch_optional(db)
            .await?;
    row.map(|(hash, bytes)| {
        Ok((ZipHash::from_column("code_zip.zip_sha256", &hash)?, to_unsigned("code_zip.zip_bytes", bytes)?))
    })
    .transpose()
}

/// Keeps hash and size of the zip that is made of this code, unless the code is gone.
///
/// # Errors
/// When the database fails.
pub async fn note_made_of(
    db: &mut SqliteConnection,
    code: CodeHash,
    zip: (ZipHash, u64),
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into code_zip (code_sha256, zip_sha256, zip_bytes, created_at) \
         select sha256, ?2, ?3, ?4 from code where sha256 = ?1 on conflict do nothing",
    )
    .bind(code.0.as_slice())
    .bind(zip.0.0.as_slice())
    .bind(to_i64(zip.1))
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The uploaded zips of a function: of `$LATEST` and of its versions.
///
/// # Errors
/// When the database fails.
pub async fn of_function(db: &mut SqliteConnection, function: FunctionKey) -> Result<Vec<ZipHash>, StoreError> {
    let hashes: Vec<Vec<u8>> = sqlx::query_scalar(
        "select zip_sha256 from latest where function_id = ?1 and zip_sha256 is not null \
         union select zip_sha256 from version_origin where function_id = ?1 and zip_sha256 is not null",
    )
    .bind(function.0)
    .fetch_all(db)
    .await?;
    hashes.iter().map(|hash| ZipHash::from_column("latest.zip_sha256", hash)).collect()
}

/// Deletes the uploaded zips of these hashes that no `$LATEST`, no version and no layer has any more.
///
/// # Errors
/// When the database fails.
pub async fn delete_unused(
    db: &mut SqliteConnection,
    hashes: impl IntoIterator<Item = ZipHash>,
) -> Result<(), StoreError> {
    for hash in hashes {
        sqlx::query(
            "delete from zip where sha256 = ?1 and not exists (select 1 from latest where zip_sha256 = ?1) \
             and not exists (select 1 from version_origin where zip_sha256 = ?1) \
             and not exists (select 1 from layer_version where zip_sha256 = ?1)",
        )
        .bind(hash.0.as_slice())
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
