//! Events of asynchronous invocations.

use crate::convert::{from_json, parsed, to_json, to_unsigned};
use crate::error::StoreError;
use api::id::{AccountId, FunctionName, RunId};
use api::queue::DEAD_EVENTS_KEPT_MAX;
use api::run::{RunSource, Said, Target};
use api::time::UnixMillis;
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeMap;

/// How often each function has been gone through on the way to an event.
pub type Lineage = BTreeMap<FunctionName, u32>;

/// An event without its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// The request id of all its attempts.
    pub id: RunId,
    /// Whose it is.
    pub account: AccountId,
    /// Whom it is for.
    pub function: FunctionName,
    /// Which of its code.
    pub target: Target,
    /// Who sent it.
    pub source: RunSource,
    /// What the caller said beside the event.
    pub said: Said,
    /// Through which functions it came.
    pub lineage: Lineage,
    /// Attempts that failed.
    pub attempts: u32,
    /// Why the last one did; empty before the first.
    pub reason: String,
    /// When it was accepted.
    pub accepted_at: UnixMillis,
    /// When it is to be tried; of a dead event when it died.
    pub due_at: UnixMillis,
    /// Bytes of its payload.
    pub bytes: u64,
}

/// What becomes of an event after an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It is done, and goes.
    Done,
    /// It is tried again.
    Again {
        /// Attempts that failed.
        attempts: u32,
        /// When.
        due_at: UnixMillis,
        /// Why it failed.
        reason: String,
    },
    /// A person wants it tried anew, with all its attempts.
    Anew {
        /// When.
        at: UnixMillis,
    },
    /// It was given up.
    Dead {
        /// Attempts that failed.
        attempts: u32,
        /// When it was.
        at: UnixMillis,
        /// Why.
        reason: String,
    },
}

#[derive(FromRow)]
struct Row {
    id: String,
    account_id: String,
    name: String,
    target: String,
    source: String,
    said: String,
    lineage: String,
    attempts: i64,
    reason: String,
    created_at: i64,
    due_at: i64,
    bytes: i64,
}

impl EventRow {
    /// The qualifier whose rules hold: the alias by which it was sent, or what runs.
    #[must_use]
    pub fn qualifier(&self) -> String {
        self.said.alias.as_ref().map_or_else(|| self.target.to_string(), ToString::to_string)
    }
}

impl TryFrom<Row> for EventRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, account_id, name, target, source, said, lineage, attempts, reason, created_at, due_at, bytes } =
            row;
        Ok(Self {
            id: parsed("queued_event.id", RunId::parse(id))?,
            account: parsed("queued_event.account_id", AccountId::parse(account_id))?,
            function: parsed("function.name", FunctionName::parse(name))?,
            target: from_json("queued_event.target", &target)?,
            source: from_json("queued_event.source", &source)?,
            said: from_json("queued_event.said", &said)?,
            lineage: from_json("queued_event.lineage", &lineage)?,
            attempts: to_unsigned("queued_event.attempts", attempts)?,
            reason,
            accepted_at: UnixMillis(created_at),
            due_at: UnixMillis(due_at),
            bytes: to_unsigned("queued_event.payload", bytes)?,
        })
    }
}

macro_rules! select_event {
    ($due:literal, $rest:literal) => {
        concat!(
            "select e.id, e.account_id, f.name, e.target, e.source, e.said, e.lineage, e.attempts, e.reason, e.created_at, ",
            $due,
            " as due_at, length(cast(e.payload as blob)) as bytes \
             from queued_event e join function f on f.id = e.function_id ",
            $rest
        )
    };
}

/// Accepts an event; false where its function does not exist.
///
/// # Errors
/// When the database fails, or the id is taken.
pub async fn insert(db: &mut SqliteConnection, event: &EventRow, payload: &str) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into queued_event (id, account_id, function_id, target, source, lineage, payload, created_at, due_at, said) \
         select ?1, ?2, f.id, ?3, ?4, ?5, ?6, ?7, ?8, ?10 from function f \
         where f.account_id = ?2 and f.name = ?9 and f.deleted_at is null",
    )
    .bind(event.id.as_str())
    .bind(event.account.as_str())
    .bind(to_json("queued_event.target", &event.target)?)
    .bind(to_json("queued_event.source", &event.source)?)
    .bind(to_json("queued_event.lineage", &event.lineage)?)
    .bind(payload)
    .bind(event.accepted_at.0)
    .bind(event.due_at.0)
    .bind(event.function.as_str())
    .bind(to_json("queued_event.said", &event.said)?)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Writes down what becomes of an event; false where it is not there any more.
///
/// # Errors
/// When the database fails.
pub async fn settle(db: &mut SqliteConnection, event: &RunId, settled: &Settled) -> Result<bool, StoreError> {
    let query = match settled {
        Settled::Done => sqlx::query("delete from queued_event where id = ?1").bind(event.as_str()),
        Settled::Again { attempts, due_at, reason } => sqlx::query(
            "update queued_event set attempts = ?2, due_at = ?3, reason = ?4, died_at = null where id = ?1",
        )
        .bind(event.as_str())
        .bind(i64::from(*attempts))
        .bind(due_at.0)
        .bind(reason.as_str()),
        Settled::Anew { at } => sqlx::query(
            "update queued_event set attempts = 0, created_at = ?2, due_at = ?2, reason = '', died_at = null where id = ?1",
        )
        .bind(event.as_str())
        .bind(at.0),
        Settled::Dead { attempts, at, reason } => {
            sqlx::query("update queued_event set attempts = ?2, died_at = ?3, reason = ?4 where id = ?1")
                .bind(event.as_str())
                .bind(i64::from(*attempts))
                .bind(at.0)
                .bind(reason.as_str())
        }
    };
    let found = query.execute(&mut *db).await?.rows_affected() > 0;
    if found && matches!(settled, Settled::Dead { .. }) {
        trim_dead(db, event).await?;
    }
    Ok(found)
}

/// Forgets the oldest dead events of the account over [`DEAD_EVENTS_KEPT_MAX`].
async fn trim_dead(db: &mut SqliteConnection, event: &RunId) -> Result<(), StoreError> {
    sqlx::query(
        "delete from queued_event where key in (\
           select key from queued_event where died_at is not null and account_id = (\
             select account_id from queued_event where id = ?) \
           order by key desc limit -1 offset ?)",
    )
    .bind(event.as_str())
    .bind(i64::from(DEAD_EVENTS_KEPT_MAX))
    .execute(db)
    .await?;
    Ok(())
}

/// All events that are not dead, in the order of their arrival: what a started server goes on with.
///
/// # Errors
/// When the database fails.
pub async fn living(db: &mut SqliteConnection) -> Result<Vec<EventRow>, StoreError> {
    let sql = select_event!("e.due_at", "where e.died_at is null order by e.key");
    let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(db).await?;
    rows.into_iter().map(EventRow::try_from).collect()
}

/// The newest dead events of an account, and how many there are.
///
/// # Errors
/// When the database fails.
pub async fn dead(
    db: &mut SqliteConnection,
    account: &AccountId,
    limit: u32,
) -> Result<(Vec<EventRow>, u64), StoreError> {
    let sql =
        select_event!("e.died_at", "where e.account_id = ? and e.died_at is not null order by e.key desc limit ?");
    let rows: Vec<Row> = sqlx::query_as(sql).bind(account.as_str()).bind(i64::from(limit)).fetch_all(&mut *db).await?;
    let count: i64 =
        sqlx::query_scalar("select count(*) from queued_event where account_id = ? and died_at is not null")
            .bind(account.as_str())
            .fetch_one(db)
            .await?;
    let rows = rows.into_iter().map(EventRow::try_from).collect::<Result<_, _>>()?;
    Ok((rows, to_unsigned("queued_event", count)?))
}

/// A dead event of an account.
///
/// # Errors
/// When the database fails.
pub async fn dead_one(
    db: &mut SqliteConnection,
    account: &AccountId,
    event: &RunId,
) -> Result<Option<EventRow>, StoreError> {
    let sql = select_event!("e.died_at", "where e.account_id = ? and e.id = ? and e.died_at is not null");
    let row: Option<Row> = sqlx::query_as(sql).bind(account.as_str()).bind(event.as_str()).fetch_optional(db).await?;
    row.map(EventRow::try_from).transpose()
}

/// The payload of an event of an account.
///
/// # Errors
/// When the database fails.
pub async fn payload(
    db: &mut SqliteConnection,
    account: &AccountId,
    event: &RunId,
) -> Result<Option<String>, StoreError> {
    let payload = sqlx::query_scalar("select payload from queued_event where account_id = ? and id = ?")
        .bind(account.as_str())
        .bind(event.as_str())
        .fetch_optional(db)
        .await?;
    Ok(payload)
}
