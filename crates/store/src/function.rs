//! Functions: names, drafts, the bin.

use crate::code::CodeHash;
use crate::convert::{from_json, parsed, to_json, to_unsigned};
use crate::error::StoreError;
use api::config::FunctionConfig;
use api::id::{AccountId, FunctionName, RevisionId};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};

/// The row number of a function: stays the same while its name may go to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionKey(pub i64);

/// A living function with its draft, without the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionRow {
    /// Its row.
    pub key: FunctionKey,
    /// Its name.
    pub name: FunctionName,
    /// The state of the draft.
    pub revision: RevisionId,
    /// The draft's files.
    pub code: CodeHash,
    /// The draft's settings.
    pub config: FunctionConfig,
    /// When the draft was saved last.
    pub modified_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    revision: String,
    code_sha256: Vec<u8>,
    config: String,
    modified_at: i64,
}

impl TryFrom<Row> for FunctionRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, name, revision, code_sha256, config, modified_at } = row;
        Ok(Self {
            key: FunctionKey(id),
            name: parsed("function.name", FunctionName::parse(name))?,
            revision: parsed("function.revision", RevisionId::parse(revision))?,
            code: CodeHash::from_column("function.code_sha256", &code_sha256)?,
            config: from_json("function.config", &config)?,
            modified_at: UnixMillis(modified_at),
        })
    }
}

/// What the draft becomes.
#[derive(Debug, Clone, Copy)]
pub struct NewDraft<'a> {
    /// Its new state.
    pub revision: &'a RevisionId,
    /// Its files, stored already.
    pub code: CodeHash,
    /// Its settings.
    pub config: &'a FunctionConfig,
    /// When it is saved.
    pub now: UnixMillis,
}

/// Makes a function.
///
/// # Errors
/// [`Constraint::FunctionName`](crate::Constraint::FunctionName) when the name is taken.
pub async fn insert(
    db: &mut SqliteConnection,
    account: &AccountId,
    name: &FunctionName,
    draft: NewDraft<'_>,
) -> Result<FunctionKey, StoreError> {
    crate::account::hold_region(&mut *db, account, draft.now).await?;
    let done = sqlx::query(
        "insert into function (account_id, name, revision, code_sha256, config, created_at, modified_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
    )
    .bind(account.as_str())
    .bind(name.as_str())
    .bind(draft.revision.as_str())
    .bind(draft.code.0.as_slice())
    .bind(to_json("function.config", draft.config)?)
    .bind(draft.now.0)
    .execute(db)
    .await?;
    Ok(FunctionKey(done.last_insert_rowid()))
}

/// Replaces the draft.
///
/// # Errors
/// When the database fails.
pub async fn update_draft(db: &mut SqliteConnection, key: FunctionKey, draft: NewDraft<'_>) -> Result<(), StoreError> {
    sqlx::query("update function set revision = ?, code_sha256 = ?, config = ?, modified_at = ? where id = ?")
        .bind(draft.revision.as_str())
        .bind(draft.code.0.as_slice())
        .bind(to_json("function.config", draft.config)?)
        .bind(draft.now.0)
        .bind(key.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The living function of this name.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut SqliteConnection,
    account: &AccountId,
    name: &FunctionName,
) -> Result<Option<FunctionRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select id, name, revision, code_sha256, config, modified_at from function \
         where account_id = ? and name = ? and deleted_at is null",
    )
    .bind(account.as_str())
    .bind(name.as_str())
    .fetch_optional(db)
    .await?;
    row.map(FunctionRow::try_from).transpose()
}

/// All living functions, newest change first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut SqliteConnection, account: &AccountId) -> Result<Vec<FunctionRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "select id, name, revision, code_sha256, config, modified_at from function \
         where account_id = ? and deleted_at is null order by modified_at desc, id desc",
    )
    .bind(account.as_str())
    .fetch_all(db)
    .await?;
    rows.into_iter().map(FunctionRow::try_from).collect()
}

/// How many living functions an account has.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &mut SqliteConnection, account: &AccountId) -> Result<u64, StoreError> {
    let count: i64 = sqlx::query_scalar("select count(*) from function where account_id = ? and deleted_at is null")
        .bind(account.as_str())
        .fetch_one(db)
        .await?;
    to_unsigned("function", count)
}

/// Puts the living function of this name into the bin; false when there is none.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    db: &mut SqliteConnection,
    account: &AccountId,
    name: &FunctionName,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let done =
        sqlx::query("update function set deleted_at = ? where account_id = ? and name = ? and deleted_at is null")
            .bind(now.0)
            .bind(account.as_str())
            .bind(name.as_str())
            .execute(db)
            .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes out of the bin what was put there last under this name, after `since`.
///
/// # Errors
/// [`Constraint::FunctionName`](crate::Constraint::FunctionName) when the name was taken again.
pub async fn undelete(
    db: &mut SqliteConnection,
    account: &AccountId,
    name: &FunctionName,
    since: UnixMillis,
) -> Result<Option<FunctionKey>, StoreError> {
    let key: Option<i64> = sqlx::query_scalar(
        "update function set deleted_at = null where id = (\
           select id from function where account_id = ? and name = ? and deleted_at > ? \
           order by deleted_at desc, id desc limit 1) returning id",
    )
    .bind(account.as_str())
    .bind(name.as_str())
    .bind(since.0)
    .fetch_optional(db)
    .await?;
    Ok(key.map(FunctionKey))
}

/// The functions in the bin, oldest deletion first.
///
/// # Errors
/// When the database fails.
pub async fn bin(db: &mut SqliteConnection, account: &AccountId) -> Result<Vec<FunctionKey>, StoreError> {
    let keys: Vec<i64> = sqlx::query_scalar(
        "select id from function where account_id = ? and deleted_at is not null order by deleted_at, id",
    )
    .bind(account.as_str())
    .fetch_all(db)
    .await?;
    Ok(keys.into_iter().map(FunctionKey).collect())
}

/// Functions that have been in the bin for `age_ms` or longer on their account's clock; `now` is the machine's.
///
/// # Errors
/// When the database fails.
pub async fn bin_older_than(
    db: &mut SqliteConnection,
    now: UnixMillis,
    age_ms: i64,
) -> Result<Vec<FunctionKey>, StoreError> {
    let keys: Vec<i64> = sqlx::query_scalar(
        "select f.id from function f join account a on a.id = substr(f.account_id, 1, 12) \
         where f.deleted_at <= ? + a.clock_offset_ms - ? order by f.id",
    )
    .bind(now.0)
    .bind(age_ms)
    .fetch_all(db)
    .await?;
    Ok(keys.into_iter().map(FunctionKey).collect())
}

/// Removes a function with everything that belongs to it, for good.
///
/// # Errors
/// When the database fails.
pub async fn purge(db: &mut SqliteConnection, key: FunctionKey) -> Result<(), StoreError> {
    let hashes: Vec<Vec<u8>> = sqlx::query_scalar(
        "select code_sha256 from function where id = ?1 union select code_sha256 from version where function_id = ?1 \
         union select code_sha256 from latest where function_id = ?1",
    )
    .bind(key.0)
    .fetch_all(&mut *db)
    .await?;
    let zips = crate::zip::of_function(&mut *db, key).await?;
    sqlx::query("delete from function where id = ?").bind(key.0).execute(&mut *db).await?;
    let hashes = hashes.iter().map(|h| CodeHash::from_column("version.code_sha256", h));
    crate::code::delete_unused(db, &hashes.collect::<Result<Vec<_>, _>>()?).await?;
    crate::zip::delete_unused(db, zips).await
}
