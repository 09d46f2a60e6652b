//! How far the images of versions are.

use crate::convert::{corrupt, parsed, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::id::{AccountId, FunctionName, VersionNumber};
use api::snapshot::{Snapshot, SnapshotFault};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};
use std::collections::HashMap;

/// State and reason as they are stored.
#[derive(FromRow)]
pub(crate) struct Columns {
    pub(crate) snapshot_state: Option<String>,
    pub(crate) snapshot_reason_code: Option<String>,
    pub(crate) snapshot_reason: Option<String>,
}

impl Columns {
    pub(crate) fn snapshot(self) -> Result<Option<Snapshot>, StoreError> {
        let Self { snapshot_state, snapshot_reason_code, snapshot_reason } = self;
        let fault = || SnapshotFault {
            code: snapshot_reason_code.clone().unwrap_or_default(),
            reason: snapshot_reason.clone().unwrap_or_default(),
        };
        match snapshot_state.as_deref() {
            None => Ok(None),
            Some("pending") => Ok(Some(Snapshot::Pending)),
            Some("ready") => Ok(Some(Snapshot::Ready)),
            Some("failed") => Ok(Some(Snapshot::Failed(fault()))),
            Some(other) => Err(corrupt("snapshot.state", other)),
        }
    }
}

/// A version of which an image is to be made.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    db: &mut SqliteConnection,
    function: FunctionKey,
    number: VersionNumber,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("insert into snapshot (function_id, number, created_at, modified_at) values (?1, ?2, ?3, ?3)")
        .bind(function.0)
        .bind(i64::from(number.0))
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Sets how far an image is; false when the version is gone.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut SqliteConnection,
    function: FunctionKey,
    number: VersionNumber,
    snapshot: &Snapshot,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let fault = match snapshot {
        Snapshot::Failed(fault) => Some(fault),
        Snapshot::Pending | Snapshot::Ready => None,
    };
    let done = sqlx::query(
        "update snapshot set state = ?, reason_code = ?, reason = ?, modified_at = ? where function_id = ? and number = ?",
    )
    .bind(snapshot.identifier())
    .bind(fault.map(|fault| fault.code.as_str()))
    .bind(fault.map(|fault| fault.reason.as_str()))
    .bind(now.0)
    .bind(function.0)
    .bind(i64::from(number.0))
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// How far the image of a version is; nothing when it has none.
///
/// # Errors
/// When the database fails.
pub async fn get(
    db: &mut SqliteConnection,
    function: FunctionKey,
    number: VersionNumber,
) -> Result<Option<Snapshot>, StoreError> {
    let row: Option<Columns> = sqlx::query_as(
        "select state as snapshot_state, reason_code as snapshot_reason_code, reason as snapshot_reason from snapshot \
         where function_id = ? and number = ?",
    )
    .bind(function.0)
    .bind(i64::from(number.0))
    .fetch_optional(db)
    .await?;
    row.map_or(Ok(None), Columns::snapshot)
}

#[derive(FromRow)]
struct Numbered {
    number: i64,
    #[sqlx(flatten)]
    columns: Columns,
}

/// How far the images of a function's versions are.
///
/// # Errors
/// When the database fails.
pub async fn of_function(
    db: &mut SqliteConnection,
    function: FunctionKey,
) -> Result<HashMap<VersionNumber, Snapshot>, StoreError> {
    let rows: Vec<Numbered> = sqlx::query_as(
        "select number, state as snapshot_state, reason_code as snapshot_reason_code, reason as snapshot_reason \
         from snapshot where function_id = ?",
    )
    .bind(function.0)
    .fetch_all(db)
    .await?;
    let mut found = HashMap::new();
    for Numbered { number, columns } in rows {
        if let Some(snapshot) = columns.snapshot()? {
            found.insert(VersionNumber(to_unsigned("snapshot.number", number)?), snapshot);
        }
    }
    Ok(found)
}

/// A version that has an image, or is to have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Whose function it is.
    pub account: AccountId,
    /// The function.
    pub name: FunctionName,
    /// The function's row.
    pub function: FunctionKey,
    /// The version.
    pub number: VersionNumber,
    /// Its INIT has not ended yet.
    pub is_pending: bool,
}

#[derive(FromRow)]
struct WantedRow {
    account_id: String,
    name: String,
    id: i64,
    number: i64,
    state: String,
}

impl TryFrom<WantedRow> for Wanted {
    type Error = StoreError;
    fn try_from(row: WantedRow) -> Result<Self, StoreError> {
        let WantedRow { account_id, name, id, number, state } = row;
        Ok(Self {
            account: parsed("function.account_id", AccountId::parse(account_id))?,
            name: parsed("function.name", FunctionName::parse(name))?,
            function: FunctionKey(id),
            number: VersionNumber(to_unsigned("snapshot.number", number)?),
            is_pending: state == "pending",
        })
    }
}

/// All versions of living functions that have an image or are to have one: those that wait for it first, the newest of the others first.
///
/// # Errors
/// When the database fails.
pub async fn wanted(db: &mut SqliteConnection) -> Result<Vec<Wanted>, StoreError> {
    let rows: Vec<WantedRow> = sqlx::query_as(
        "select f.account_id, f.name, f.id, s.number, s.state from snapshot s join function f on f.id = s.function_id \
         where f.deleted_at is null and s.state in ('pending', 'ready') order by s.state, s.created_at desc",
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Wanted::try_from).collect()
}
