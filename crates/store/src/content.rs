//! What a target names: the question that every invocation begins with.

use crate::code::{self, CodeHash};
use crate::convert::{corrupt, from_json, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use crate::provisioned::{self, Wanted};
use crate::snapshot;
use api::code::Code;
use api::config::FunctionConfig;
use api::id::{AccountId, FunctionName, VersionNumber};
use api::run::Target;
use api::snapshot::Snapshot;
use sqlx::{FromRow, SqliteConnection};

/// What a target names, without the files: enough to find an environment that is ready. Hash and settings together are the
/// content; equal ones may share environments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The function's row.
    pub function: FunctionKey,
    /// The version, unless it is the draft or a `$LATEST` that was set through the AWS API.
    pub version: Option<VersionNumber>,
    /// The files, for [`code::get`].
    pub code: CodeHash,
    /// The settings.
    pub config: FunctionConfig,
    /// Concurrency that is set aside for the function.
    pub reserved: Option<u32>,
    /// Environments that provisioned concurrency keeps ready for the function, by version.
    pub provisioned: Vec<Wanted>,
    /// Concurrency that is set aside for any function of the account.
    pub set_aside: u32,
    /// How far the image of the version is, if it has one.
    pub snapshot: Option<Snapshot>,
}

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    snapshot: snapshot::Columns,
    id: i64,
    number: Option<i64>,
    code_sha256: Vec<u8>,
    config: String,
    reserved: Option<i64>,
    has_provisioned: bool,
    set_aside: i64,
}

/// What is set aside for the function `f` and in its account; needs the account as `?1`.
macro_rules! select_content {
    ($columns:literal, $from:literal) => {
        concat!(
            "select ",
            $columns,
            ", f.reserved_concurrency as reserved, \
             exists (select 1 from provisioned_concurrency where function_id = f.id) as has_provisioned, \
             (select coalesce(sum(reserved_concurrency), 0) from function \
              where account_id = ?1 and reserved_concurrency is not null and deleted_at is null) + \
             (select coalesce(sum(p.requested), 0) from provisioned_concurrency p join function o on o.id = p.function_id \
              where o.account_id = ?1 and o.reserved_concurrency is null and o.deleted_at is null) as set_aside from ",
            $from
        )
    };
}

impl TryFrom<Row> for Resolved {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { snapshot, id, number, code_sha256, config, reserved, has_provisioned: _, set_aside } = row;
        let version = number.map(|n| to_unsigned("version.number", n)).transpose()?;
        Ok(Self {
            function: FunctionKey(id),
            version: version.map(VersionNumber),
            code: CodeHash::from_column("code_sha256", &code_sha256)?,
            config: from_json("config", &config)?,
            reserved: reserved.map(|n| to_unsigned("function.reserved_concurrency", n)).transpose()?,
            provisioned: Vec::new(),
            set_aside: to_unsigned("function.reserved_concurrency", set_aside)?,
            snapshot: snapshot.snapshot()?,
        })
    }
}

/// What `target` names now; `None` when the function or the version does not exist in this account.
///
/// # Errors
/// When the database fails.
pub async fn resolve(
    db: &mut SqliteConnection,
    account: &AccountId,
    function: &FunctionName,
    target: Target,
) -> Result<Option<Resolved>, StoreError> {
    let (sql, number) = match target {
        Target::Draft => (
            select_content!(
                "f.id, null as number, f.code_sha256, f.config, null as snapshot_state, null as snapshot_reason_code, \
                 null as snapshot_reason",
                "function f where f.account_id = ?1 and f.name = ?2 and f.deleted_at is null"
            ),
            None,
        ),
        Target::Latest => (
            select_content!(
                "f.id, case when l.function_id is null then v.number end as number, \
                 coalesce(l.code_sha256, v.code_sha256) as code_sha256, coalesce(l.config, v.config) as config, \
                 null as snapshot_state, null as snapshot_reason_code, null as snapshot_reason",
                "function f left join latest l on l.function_id = f.id left join version v on v.function_id = f.id \
                   and v.number = (select max(number) from version where function_id = f.id) \
                 where f.account_id = ?1 and f.name = ?2 and f.deleted_at is null \
                   and (l.function_id is not null or v.number is not null)"
            ),
            None,
        ),
        Target::Version(VersionNumber(number)) => (
            select_content!(
                "f.id, v.number, v.code_sha256, v.config, s.state as snapshot_state, \
                 s.reason_code as snapshot_reason_code, s.reason as snapshot_reason",
                "function f join version v on v.function_id = f.id \
                 left join snapshot s on s.function_id = v.function_id and s.number = v.number \
                 where f.account_id = ?1 and f.name = ?2 and f.deleted_at is null and v.number = ?3"
            ),
            Some(i64::from(number)),
        ),
    };
    let query = sqlx::query_as::<_, Row>(sql).bind(account.as_str()).bind(function.as_str());
    let query = match number {
        Some(number) => query.bind(number),
        None => query,
    };
    let Some(row) = query.fetch_optional(&mut *db).await? else { return Ok(None) };
    let has_provisioned = row.has_provisioned;
    let mut resolved = Resolved::try_from(row)?;
    if has_provisioned {
        resolved.provisioned = provisioned::wanted(db, resolved.function).await?;
    }
    Ok(Some(resolved))
}

/// What `target` names, with the files. To be asked within [`Store::snapshot`](crate::Store::snapshot), so that the files cannot be
/// tidied away in between.
///
/// # Errors
/// When the database fails.
pub async fn load(
    db: &mut SqliteConnection,
    account: &AccountId,
    function: &FunctionName,
    target: Target,
) -> Result<Option<(Resolved, Code)>, StoreError> {
    let Some(resolved) = resolve(db, account, function, target).await? else {
        return Ok(None);
    };
    let code = code::get(db, resolved.code).await?;
    let code = code.ok_or_else(|| corrupt("code", "its files are not there"))?;
    Ok(Some((resolved, code)))
}
