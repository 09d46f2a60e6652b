//! Provisioned concurrency: how many environments are kept ready for a version or an alias.

use crate::alias;
use crate::convert::{parsed, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::alias::FunctionVersion;
use api::id::{AccountId, FunctionName, VersionNumber};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};

/// What is wanted for one qualifier of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionedRow {
    /// A version's number or an alias.
    pub qualifier: String,
    /// How many environments.
    pub requested: u32,
    /// When it was asked for last.
    pub modified_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    qualifier: String,
    requested: i64,
    modified_at: i64,
}

impl TryFrom<Row> for ProvisionedRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { qualifier, requested, modified_at } = row;
        let requested = to_unsigned("provisioned_concurrency.requested", requested)?;
        Ok(Self { qualifier, requested, modified_at: UnixMillis(modified_at) })
    }
}

/// Sets what is wanted for a qualifier.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &mut SqliteConnection, function: FunctionKey, row: &ProvisionedRow) -> Result<(), StoreError> {
    sqlx::query(
        "insert into provisioned_concurrency (function_id, qualifier, requested, created_at, modified_at) \
         values (?1, ?2, ?3, ?4, ?4) on conflict (function_id, qualifier) \
         do update set requested = excluded.requested, modified_at = excluded.modified_at",
    )
    .bind(function.0)
    .bind(row.qualifier.as_str())
    .bind(i64::from(row.requested))
    .bind(row.modified_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Wants nothing for a qualifier any more; false where nothing was wanted.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, function: FunctionKey, qualifier: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from provisioned_concurrency where function_id = ? and qualifier = ?")
        .bind(function.0)
        .bind(qualifier)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// All that is wanted for a function, in the order of the qualifiers.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut SqliteConnection, function: FunctionKey) -> Result<Vec<ProvisionedRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "select qualifier, requested, modified_at from provisioned_concurrency where function_id = ? order by qualifier",
    )
    .bind(function.0)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(ProvisionedRow::try_from).collect()
}

/// Environments that are wanted for one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The version.
    pub version: VersionNumber,
    /// How many.
    pub environments: u32,
}

/// What is wanted for one qualifier, by version: an alias of two versions shares its environments by its weights, as Lambda does.
///
/// # Errors
/// When the database fails.
pub async fn wanted_by(
    db: &mut SqliteConnection,
    function: FunctionKey,
    row: &ProvisionedRow,
) -> Result<Vec<Wanted>, StoreError> {
    let wanted = |version, environments| Wanted { version, environments };
    if let Ok(number) = row.qualifier.parse() {
        return Ok(vec![wanted(VersionNumber(number), row.requested)]);
    }
    let name = parsed("provisioned_concurrency.qualifier", api::id::AliasName::parse(row.qualifier.as_str()))?;
    let Some(alias) = alias::get(db, function, &name).await? else { return Ok(Vec::new()) };
    let FunctionVersion::Number(version) = alias.version else { return Ok(Vec::new()) };
    let Some(split) = alias.split else { return Ok(vec![wanted(version, row.requested)]) };
    let other = (f64::from(row.requested) * split.weight.get()).round() as u32;
    Ok(vec![wanted(version, row.requested.saturating_sub(other)), wanted(split.version, other.min(row.requested))])
}

/// What is wanted for a function, by version.
///
/// # Errors
/// When the database fails.
pub async fn wanted(db: &mut SqliteConnection, function: FunctionKey) -> Result<Vec<Wanted>, StoreError> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for row in list(db, function).await? {
        for more in wanted_by(db, function, &row).await? {
            match wanted.iter_mut().find(|known| known.version == more.version) {
                Some(known) => known.environments += more.environments,
                None => wanted.push(more),
            }
        }
    }
    Ok(wanted)
}

/// All living functions for which something is wanted.
///
/// # Errors
/// When the database fails.
pub async fn functions(db: &mut SqliteConnection) -> Result<Vec<(AccountId, FunctionName, FunctionKey)>, StoreError> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "select distinct f.account_id, f.name, f.id from provisioned_concurrency p join function f on f.id = p.function_id \
         where f.deleted_at is null",
    )
    .fetch_all(db)
    .await?;
    let row = |(account, name, id): (String, String, i64)| {
        let account = parsed("function.account_id", AccountId::parse(account))?;
        Ok((account, parsed("function.name", FunctionName::parse(name))?, FunctionKey(id)))
    };
    rows.into_iter().map(row).collect()
}

/// What is wanted in an account for functions that have no reserved concurrency, out of which it would be taken.
///
/// # Errors
/// When the database fails.
pub async fn unreserved_of_account(db: &mut SqliteConnection, account: &AccountId) -> Result<u32, StoreError> {
    let sum: i64 = sqlx::query_scalar(
        "select coalesce(sum(p.requested), 0) from provisioned_concurrency p join function f on f.id = p.function_id \
         where f.account_id = ? and f.reserved_concurrency is null and f.deleted_at is null",
    )
    .bind(account.as_str())
    .fetch_one(db)
    .await?;
    to_unsigned("provisioned_concurrency.requested", sum)
}
