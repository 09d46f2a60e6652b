//! Code by its hash: the files of a function, each stored once however many versions and functions have it.

use crate::convert::{corrupt, parsed, to_unsigned};
use crate::error::StoreError;
use api::code::{Code, FileContent, FilePath, INLINE_BYTES_MAX, INLINE_FILES_MAX, LargePackage};
use api::id::AccountId;
use api::time::UnixMillis;
use sha2::{Digest, Sha256};
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeMap;
use std::fmt;

/// How many files of a package that is too large to be edited are shown.
const EXCERPT_FILES: u32 = 20;
/// Largest of them.
const EXCERPT_FILE_BYTES_MAX: i64 = 64 * 1_024;

/// Names a file tree: equal hashes, equal files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeHash(pub [u8; 32]);

impl CodeHash {
    /// SHA-256 over each file in the order of paths: the path's length as eight bytes little-endian, the path, and the SHA-256 of
    /// the file, which is that of its encoding's name (`text` or `base64`), a zero byte and its content.
    #[must_use]
    pub fn of(code: &Code) -> Self {
        let mut hash = Sha256::new();
        for (path, content) in code.files() {
            hash.update((path.as_str().len() as u64).to_le_bytes());
            hash.update(path.as_str());
            hash.update(blob_hash(content));
        }
        Self(hash.finalize().into())
    }

    /// In hexadecimal.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{self:?}")
    }

    pub(crate) fn from_column(what: &'static str, bytes: &[u8]) -> Result<Self, StoreError> {
        bytes.try_into().map(Self).map_err(|error| corrupt(what, error))
    }
}

impl fmt::Debug for CodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

fn parts(content: &FileContent) -> (&'static str, &str) {
    match content {
        FileContent::Text(text) => ("text", text),
        FileContent::Base64(text) => ("base64", text),
    }
}

fn blob_hash(content: &FileContent) -> [u8; 32] {
    let (encoding, text) = parts(content);
    Sha256::new().chain_update(encoding).chain_update([0]).chain_update(text).finalize().into()
}

/// Stores what is not stored yet of `code`.
///
/// # Errors
/// When the database fails.
pub async fn insert(db: &mut SqliteConnection, code: &Code, now: UnixMillis) -> Result<CodeHash, StoreError> {
    let hash = CodeHash::of(code);
    let made = sqlx::query("insert into code (sha256, created_at) values (?, ?) on conflict do nothing")
        .bind(hash.0.as_slice())
        .bind(now.0)
        .execute(&mut *db)
        .await?;
    if made.rows_affected() > 0 {
        for (path, content) in code.files() {
            insert_file(db, hash, path, content, now).await?;
        }
    }
    Ok(hash)
}

async fn insert_file(
    db: &mut SqliteConnection,
    code: CodeHash,
    path: &FilePath,
    content: &FileContent,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let (encoding, text) = parts(content);
    let blob = blob_hash(content);
    sqlx::query("insert into blob (sha256, content, created_at) values (?, ?, ?) on conflict do nothing")
        .bind(blob.as_slice())
        .bind(text.as_bytes())
        .bind(now.0)
        .execute(&mut *db)
        .await?;
    sqlx::query("insert into code_file (code_sha256, path, encoding, blob_sha256, created_at) values (?, ?, ?, ?, ?)")
        .bind(code.0.as_slice())
        .bind(path.as_str())
        .bind(encoding)
        .bind(blob.as_slice())
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

#[derive(FromRow)]
struct FileRow {
    path: String,
    encoding: String,
    content: Vec<u8>,
}

/// The files of this hash; `None` when nothing has it any more.
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut SqliteConnection, hash: CodeHash) -> Result<Option<Code>, StoreError> {
    let rows: Vec<FileRow> = sqlx::query_as(
        "select f.path, f.encoding, b.content from code_file f join blob b on b.sha256 = f.blob_sha256 \
         where f.code_sha256 = ?",
    )
    .bind(hash.0.as_slice())
    .fetch_all(db)
    .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let files = rows.into_iter().map(file_of).collect::<Result<BTreeMap<_, _>, _>>()?;
    parsed("code", Code::new(files)).map(Some)
}

fn file_of(row: FileRow) -> Result<(FilePath, FileContent), StoreError> {
    let FileRow { path, encoding, content } = row;
    let path = parsed("code_file.path", FilePath::parse(path))?;
    let text = String::from_utf8(content).map_err(|error| corrupt("blob.content", error))?;
    let content = match encoding.as_str() {
        "text" => FileContent::Text(text),
        "base64" => FileContent::Base64(text),
        other => return Err(corrupt("code_file.encoding", other)),
    };
    Ok((path, content))
}

/// What a page shows of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// All files, or some of a large package: texts, those of the outer folders first.
    pub code: Code,
    /// The package, if it is too large to be edited.
    pub package: Option<LargePackage>,
}

/// How many files this hash names, and their bytes together.
///
/// # Errors
/// When the database fails.
pub async fn size(db: &mut SqliteConnection, hash: CodeHash) -> Result<(u64, u64), StoreError> {
    let (files, bytes): (i64, i64) = sqlx::query_as(
        "select count(*), coalesce(sum(case f.encoding when 'base64' then length(b.content) * 3 / 4 \
         else length(b.content) end), 0) \
         from code_file f join blob b on b.sha256 = f.blob_sha256 where f.code_sha256 = ?",
    )
    .bind(hash.0.as_slice())
    .fetch_one(db)
    .await?;
    Ok((to_unsigned("code_file", files)?, to_unsigned("blob.content", bytes)?))
}

/// What a page shows of this hash; `None` when nothing has it any more. A large package is never read as a whole.
///
/// # Errors
/// When the database fails.
pub async fn shown(db: &mut SqliteConnection, hash: CodeHash) -> Result<Option<Shown>, StoreError> {
    let (files, bytes) = size(db, hash).await?;
    if files <= INLINE_FILES_MAX as u64 && bytes <= INLINE_BYTES_MAX as u64 {
        return Ok(get(db, hash).await?.map(|code| Shown { code, package: None }));
    }
    let rows: Vec<FileRow> = sqlx::query_as(
        "select f.path, f.encoding, b.content from code_file f join blob b on b.sha256 = f.blob_sha256 \
         where f.code_sha256 = ? and f.encoding = 'text' and length(b.content) <= ? \
         order by length(f.path) - length(replace(f.path, '/', '')), f.path limit ?",
    )
    .bind(hash.0.as_slice())
    .bind(EXCERPT_FILE_BYTES_MAX)
    .bind(EXCERPT_FILES)
    .fetch_all(db)
    .await?;
    let shown = rows.into_iter().map(file_of).collect::<Result<BTreeMap<_, _>, _>>()?;
    let code = parsed("code", Code::excerpt(shown))?;
    Ok(Some(Shown { code, package: Some(LargePackage { hash: hash.text(), files, bytes }) }))
}

/// Bytes of all distinct files and uploaded zips that an account's functions, versions and layers hold, deleted ones that can be brought
/// back included.
///
/// # Errors
/// When the database fails.
pub async fn bytes_of_account(db: &mut SqliteConnection, account: &AccountId) -> Result<u64, StoreError> {
    let bytes: i64 = sqlx::query_scalar(
        "select (select coalesce(sum(length(content)), 0) from blob where sha256 in (\
           select blob_sha256 from code_file where code_sha256 in (\
             select code_sha256 from function where account_id = ?1 \
             union select v.code_sha256 from version v join function f on f.id = v.function_id \
             where f.account_id = ?1 \
             union select l.code_sha256 from latest l join function f on f.id = l.function_id \
             where f.account_id = ?1 \
             union select v.code_sha256 from layer_version v join layer y on y.id = v.layer_id \
             where y.account_id = ?1))) \
         + (select coalesce(sum(length(content)), 0) from zip where sha256 in (\
             select l.zip_sha256 from latest l join function f on f.id = l.function_id where f.account_id = ?1 \
             union select o.zip_sha256 from version_origin o join function f on f.id = o.function_id \
             where f.account_id = ?1 \
             union select v.zip_sha256 from layer_version v join layer y on y.id = v.layer_id \
             where y.account_id = ?1))",
    )
    .bind(account.as_str())
    .fetch_one(db)
    .await?;
    to_unsigned("blob.content", bytes)
}

/// Deletes the code of these hashes that no draft, no `$LATEST`, no version and no layer has any more.
///
/// # Errors
/// When the database fails.
pub async fn delete_unused(db: &mut SqliteConnection, hashes: &[CodeHash]) -> Result<(), StoreError> {
    for hash in hashes {
        let blobs: Vec<Vec<u8>> =
            sqlx::query_scalar("select distinct blob_sha256 from code_file where code_sha256 = ?")
                .bind(hash.0.as_slice())
                .fetch_all(&mut *db)
                .await?;
        let deleted = sqlx::query(
            "delete from code where sha256 = ?1 and not exists (select 1 from function where code_sha256 = ?1) \
             and not exists (select 1 from version where code_sha256 = ?1) \
             and not exists (select 1 from latest where code_sha256 = ?1) \
             and not exists (select 1 from layer_version where code_sha256 = ?1)",
        )
        .bind(hash.0.as_slice())
        .execute(&mut *db)
        .await?;
        if deleted.rows_affected() > 0 {
            delete_unused_blobs(db, &blobs).await?;
        }
    }
    Ok(())
}

async fn delete_unused_blobs(db: &mut SqliteConnection, blobs: &[Vec<u8>]) -> Result<(), StoreError> {
    for blob in blobs {
        sqlx::query(
            "delete from blob where sha256 = ?1 and not exists (select 1 from code_file where blob_sha256 = ?1)",
        )
        .bind(blob.as_slice())
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
