//! Triggers: function URLs and schedules.

use crate::convert::{corrupt, parsed, to_unsigned};
use crate::error::StoreError;
use crate::function::FunctionKey;
use api::id::{AccountId, AliasName, FunctionName, TriggerId};
use api::time::UnixMillis;
use api::trigger::{TriggerConfig, UrlSettings};
use sqlx::{FromRow, SqliteConnection};

/// A trigger of a living function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerRow {
    /// Its id.
    pub id: TriggerId,
    /// Whose it is.
    pub account: AccountId,
    /// What it invokes.
    pub function: FunctionName,
    /// Whether it does.
    pub enabled: bool,
    /// How.
    pub config: TriggerConfig,
    /// Of a function URL: its settings.
    pub url: UrlSettings,
    /// When these were changed last.
    pub url_modified_at: UnixMillis,
    /// When it was made.
    pub created_at: UnixMillis,
    /// From when a rate counts: when it was made or last switched on.
    pub anchor_at: UnixMillis,
    /// When it fired last by its schedule.
    pub last_fired_at: Option<UnixMillis>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    account_id: String,
    name: String,
    enabled: bool,
    kind: String,
    expression: Option<String>,
    alias: Option<String>,
    url_settings: Option<String>,
    url_modified_at: Option<i64>,
    created_at: i64,
    anchor_at: i64,
    last_fired_at: Option<i64>,
}

impl TryFrom<Row> for TriggerRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row {
            id, account_id, name, enabled, kind, expression, alias, created_at, anchor_at, last_fired_at, ..
        } = row;
        let url = row.url_settings.map_or_else(|| Ok(UrlSettings::default()), |json| serde_json::from_str(&json));
        Ok(Self {
            id: parsed("trigger.id", TriggerId::parse(id))?,
            account: parsed("function.account_id", AccountId::parse(account_id))?,
            function: parsed("function.name", FunctionName::parse(name))?,
            enabled,
            config: match (kind.as_str(), expression, alias) {
                (FUNCTION_URL, None, None) => TriggerConfig::FunctionUrl,
                (FUNCTION_URL, None, Some(alias)) => {
                    TriggerConfig::AliasUrl { alias: parsed("trigger.alias", AliasName::parse(alias))? }
                }
                (SCHEDULE, Some(expression), None) => TriggerConfig::Schedule { expression },
                _ => return Err(corrupt("trigger.kind", kind)),
            },
            url: url.map_err(|error| corrupt("trigger.url_settings", error.to_string()))?,
            url_modified_at: UnixMillis(row.url_modified_at.unwrap_or(created_at)),
            created_at: UnixMillis(created_at),
            anchor_at: UnixMillis(anchor_at),
            last_fired_at: last_fired_at.map(UnixMillis),
        })
    }
}

const FUNCTION_URL: &str = "function-url";
const SCHEDULE: &str = "schedule";

/// Adds a trigger, switched on.
///
/// # Errors
/// [`Constraint::FunctionUrl`](crate::Constraint::FunctionUrl) when the function, or the alias, has a URL already.
pub async fn insert(
    db: &mut SqliteConnection,
    function: FunctionKey,
    id: &TriggerId,
    (config, url): (&TriggerConfig, &UrlSettings),
    now: UnixMillis,
) -> Result<(), StoreError> {
    let (kind, expression, alias) = match config {
        TriggerConfig::FunctionUrl => (FUNCTION_URL, None, None),
        TriggerConfig::AliasUrl { alias } => (FUNCTION_URL, None, Some(alias.as_str())),
        TriggerConfig::Schedule { expression } => (SCHEDULE, Some(expression.as_str()), None),
    };
    sqlx::query(
        "insert into trigger (id, function_id, kind, expression, alias, created_at, anchor_at, url_settings) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)",
    )
    .bind(id.as_str())
    .bind(function.0)
    .bind(kind)
    .bind(expression)
    .bind(alias)
    .bind(now.0)
    .bind(json_of(url)?)
    .execute(db)
    .await?;
    Ok(())
}

/// The default settings are not written, so that older files need no other reading.
fn json_of(url: &UrlSettings) -> Result<Option<String>, StoreError> {
    if *url == UrlSettings::default() {
        return Ok(None);
    }
    serde_json::to_string(url).map(Some).map_err(|error| corrupt("trigger.url_settings", error.to_string()))
}

/// Changes the settings of a function URL.
///
/// # Errors
/// When the database fails.
pub async fn set_url(
    db: &mut SqliteConnection,
    id: &TriggerId,
    url: &UrlSettings,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("update trigger set url_settings = ?1, url_modified_at = ?2 where id = ?3")
        .bind(json_of(url)?)
        .bind(now.0)
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// Triggers of a function, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut SqliteConnection, function: FunctionKey) -> Result<Vec<TriggerRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "select t.id, f.account_id, f.name, t.enabled, t.kind, t.expression, t.alias, t.url_settings, t.url_modified_at, t.created_at, t.anchor_at, t.last_fired_at \
         from trigger t join function f on f.id = t.function_id \
         where t.function_id = ? and f.deleted_at is null order by t.rowid",
    )
    .bind(function.0)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(TriggerRow::try_from).collect()
}

/// How many triggers a function has.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &mut SqliteConnection, function: FunctionKey) -> Result<u64, StoreError> {
    let count: i64 =
        sqlx::query_scalar("select count(*) from trigger where function_id = ?").bind(function.0).fetch_one(db).await?;
    to_unsigned("trigger", count)
}

/// A trigger of any account, if its function lives. Who asks for a person compares [`TriggerRow::account`].
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut SqliteConnection, id: &TriggerId) -> Result<Option<TriggerRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select t.id, f.account_id, f.name, t.enabled, t.kind, t.expression, t.alias, t.url_settings, t.url_modified_at, t.created_at, t.anchor_at, t.last_fired_at \
         from trigger t join function f on f.id = t.function_id where t.id = ? and f.deleted_at is null",
    )
    .bind(id.as_str())
    .fetch_optional(db)
    .await?;
    row.map(TriggerRow::try_from).transpose()
}

/// All schedules that are switched on, of all accounts, by id.
///
/// # Errors
/// When the database fails.
pub async fn schedules_enabled(db: &mut SqliteConnection) -> Result<Vec<TriggerRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "select t.id, f.account_id, f.name, t.enabled, t.kind, t.expression, t.alias, t.url_settings, t.url_modified_at, t.created_at, t.anchor_at, t.last_fired_at \
         from trigger t join function f on f.id = t.function_id \
         where t.kind = 'schedule' and t.enabled = 1 and f.deleted_at is null order by t.id",
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(TriggerRow::try_from).collect()
}

/// Switches a trigger on or off. One that is switched on counts anew from `now`.
///
/// # Errors
/// When the database fails.
pub async fn set_enabled(
    db: &mut SqliteConnection,
    id: &TriggerId,
    enabled: bool,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("update trigger set anchor_at = iif(?1 > enabled, ?2, anchor_at), enabled = ?1 where id = ?3")
        .bind(i64::from(enabled))
        .bind(now.0)
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// Deletes a trigger.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &mut SqliteConnection, id: &TriggerId) -> Result<(), StoreError> {
    sqlx::query("delete from trigger where id = ?").bind(id.as_str()).execute(db).await?;
    Ok(())
}

/// Keeps that a schedule fired for the time `due`, so that it does not fire for it again after a restart.
///
/// # Errors
/// When the database fails.
pub async fn record_fired(db: &mut SqliteConnection, id: &TriggerId, due: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("update trigger set last_fired_at = ? where id = ?").bind(due.0).bind(id.as_str()).execute(db).await?;
    Ok(())
}

/// After an account's clock was set back to `now`: its schedules in all regions go on from there, not from a time that is in the
/// future again. Keys of an account's regions begin with its digits and `/`, and `0` comes after `/`.
///
/// # Errors
/// When the database fails.
pub async fn set_back(db: &mut SqliteConnection, account: &AccountId, now: UnixMillis) -> Result<(), StoreError> {
    sqlx::query(
        "update trigger set anchor_at = min(anchor_at, ?1), last_fired_at = min(last_fired_at, ?1) \
         where function_id in (select id from function where account_id >= ?2 and account_id < ?2 || '0')",
    )
    .bind(now.0)
    .bind(account.digits())
    .execute(db)
    .await?;
    Ok(())
}

/// After a function came back from the bin: its schedules count anew from `now`, and do not make up for what they missed.
///
/// # Errors
/// When the database fails.
pub async fn restart(db: &mut SqliteConnection, function: FunctionKey, now: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("update trigger set anchor_at = ? where function_id = ?")
        .bind(now.0)
        .bind(function.0)
        .execute(db)
        .await?;
    Ok(())
}
