//! Aliases of functions.

use crate::convert::{corrupt, parsed, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::alias::{Alias, FunctionVersion, Split, Weight};
use api::id::{AliasName, RevisionId, VersionNumber};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};

#[derive(FromRow)]
struct Row {
    name: String,
    version: Option<i64>,
    other_version: Option<i64>,
    other_weight: Option<f64>,
    description: String,
    revision: String,
}

impl TryFrom<Row> for Alias {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { name, version, other_version, other_weight, description, revision } = row;
        let number = |column: &'static str, number: i64| to_unsigned(column, number).map(VersionNumber);
        let split = match (other_version, other_weight) {
            (None, None) => None,
            (Some(other), Some(weight)) => Some(Split {
                version: number("alias.other_version", other)?,
                weight: parsed("alias.other_weight", Weight::new(weight))?,
            }),
            _ => return Err(corrupt("alias.other_version", "a weight without a version")),
        };
        let version = version.map(|version| number("alias.version", version)).transpose()?;
        Ok(Self {
            name: parsed("alias.name", AliasName::parse(name))?,
            version: version.map_or(FunctionVersion::Latest, FunctionVersion::Number),
            split,
            description,
            revision: parsed("alias.revision", RevisionId::parse(revision))?,
        })
    }
}

/// Makes an alias, or replaces the one of its name.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut SqliteConnection,
    function: FunctionKey,
    alias: &Alias,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let Alias { name, version, split, description, revision } = alias;
    let version = match version {
        FunctionVersion::Latest => None,
        FunctionVersion::Number(number) => Some(i64::from(number.0)),
    };
    sqlx::query(
        "insert into alias (function_id, name, version, other_version, other_weight, description, revision, created_at) \
         values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (function_id, name) do update set version = excluded.version, \
           other_version = excluded.other_version, other_weight = excluded.other_weight, \
           description = excluded.description, revision = excluded.revision",
    )
    .bind(function.0)
    .bind(name.as_str())
    .bind(version)
    .bind(split.map(|split| i64::from(split.version.0)))
    .bind(split.map(|split| split.weight.get()))
    .bind(description.as_str())
    .bind(revision.as_str())
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The alias of this name.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut SqliteConnection,
    function: FunctionKey,
    name: &AliasName,
) -> Result<Option<Alias>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select name, version, other_version, other_weight, description, revision from alias \
         where function_id = ? and name = ?",
    )
    .bind(function.0)
    .bind(name.as_str())
    .fetch_optional(db)
    .await?;
    row.map(Alias::try_from).transpose()
}

/// All aliases of a function, by name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut SqliteConnection, function: FunctionKey) -> Result<Vec<Alias>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "select name, version, other_version, other_weight, description, revision from alias \
         where function_id = ? order by name",
    )
    .bind(function.0)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Alias::try_from).collect()
}

/// Takes an alias away with its function URL and its permissions; one that is not there is gone already.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, function: FunctionKey, name: &AliasName) -> Result<(), StoreError> {
    sqlx::query("delete from trigger where function_id = ? and alias = ?")
        .bind(function.0)
        .bind(name.as_str())
        .execute(&mut *db)
        .await?;
    crate::permission::delete_all(&mut *db, function, name.as_str()).await?;
    crate::event_config::delete(&mut *db, function, name.as_str()).await?;
    crate::provisioned::delete(&mut *db, function, name.as_str()).await?;
    sqlx::query("delete from alias where function_id = ? and name = ?")
        .bind(function.0)
        .bind(name.as_str())
        .execute(db)
        .await?;
    Ok(())
}
