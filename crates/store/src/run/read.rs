//! Looking back at runs.

use super::row::{RunRow, select_run};
use crate::convert::{from_json, to_unsigned};
use crate::error::StoreError;
use crate::open::Store;
use api::event::RunEvent;
use api::id::{AccountId, FunctionName, RunId};
use api::invoker::{RUN_EVENTS_PAGE_MAX, RUNS_PAGE_MAX};
use api::run::{RunRecord, RunSummary};
use api::run_filter::{RunFilter, StartKind};
use api::time::UnixMillis;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

/// The newest runs of a living function, or of all of them, older than `before`; at most [`RUNS_PAGE_MAX`].
///
/// # Errors
/// When the database fails.
pub async fn list(
    store: &Store,
    account: &AccountId,
    function: Option<&FunctionName>,
    before: Option<&RunId>,
    limit: u32,
) -> Result<Vec<RunSummary>, StoreError> {
    let sql = match function {
        Some(_) => select_run!(
            "where f.account_id = ?1 and f.name = ?4 and f.deleted_at is null \
             and (?2 is null or r.key < (select key from run where id = ?2 and account_id = ?1)) \
             order by r.key desc limit ?3"
        ),
        None => select_run!(
            "where r.account_id = ?1 and f.deleted_at is null \
             and (?2 is null or r.key < (select key from run where id = ?2 and account_id = ?1)) \
             order by r.key desc limit ?3"
        ),
    };
    let query = sqlx::query_as::<_, RunRow>(sql)
        .bind(account.as_str())
        .bind(before.map(RunId::as_str))
        .bind(i64::from(limit.min(RUNS_PAGE_MAX)));
    let query = match function {
        Some(name) => query.bind(name.as_str()),
        None => query,
    };
    let rows = query.fetch_all(&mut *store.read().await?).await?;
    rows.into_iter().map(RunSummary::try_from).collect()
}

/// The newest runs of a living function that `filter` lets through, older than `before`; at most [`RUNS_PAGE_MAX`].
///
/// # Errors
/// When the database fails.
pub async fn filtered(
    store: &Store,
    account: &AccountId,
    function: &FunctionName,
    filter: &RunFilter,
    before: Option<&RunId>,
    limit: u32,
) -> Result<Vec<RunSummary>, StoreError> {
    let RunFilter { state, trigger, start, cost_min_nanousd } = filter;
    let mut sql = QueryBuilder::<Sqlite>::new(select_run!("where f.account_id = "));
    sql.push_bind(account.as_str()).push(" and f.deleted_at is null and f.name = ").push_bind(function.as_str());
    if let Some(before) = before {
        sql.push(" and r.key < (select key from run where id = ").push_bind(before.as_str());
        sql.push(" and account_id = ").push_bind(account.as_str()).push(")");
    }
    if let Some(state) = state {
        let mut list = sql.push(" and r.state in (").separated(", ");
        for state in state.states() {
            list.push_bind(state.identifier());
        }
        sql.push(")");
    }
    if let Some(trigger) = trigger {
        let name = trigger.identifier();
        sql.push(" and (r.source = ").push_bind(format!("\"{name}\""));
        sql.push(" or r.source like ").push_bind(format!("{{\"{name}\":%")).push(")");
    }
    match start {
        Some(StartKind::Cold) => {
            sql.push(" and r.cold = 1");
        }
        Some(StartKind::Warm) => {
            sql.push(" and r.cold = 0 and r.provisioned = 0");
        }
        Some(StartKind::Provisioned) => {
            sql.push(" and r.provisioned = 1");
        }
        None => {}
    }
    if let Some(least) = cost_min_nanousd {
        sql.push(" and r.charge_nanousd >= ").push_bind(crate::convert::to_i64(*least));
    }
    sql.push(" order by r.key desc limit ").push_bind(i64::from(limit.min(RUNS_PAGE_MAX)));
    let rows: Vec<RunRow> = sql.build_query_as().fetch_all(&mut *store.read().await?).await?;
    rows.into_iter().map(RunSummary::try_from).collect()
}

/// One run, whole; also of a function in the bin, because a run may outlive its function.
///
/// # Errors
/// When the database fails.
pub async fn get(store: &Store, account: &AccountId, run: &RunId) -> Result<Option<RunRecord>, StoreError> {
    let mut db = store.snapshot().await?;
    let row: Option<RunRow> = sqlx::query_as(select_run!("where r.id = ? and r.account_id = ?"))
        .bind(run.as_str())
        .bind(account.as_str())
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let events: i64 = sqlx::query_scalar("select coalesce(max(seq), 0) from run_event where run_key = ?")
        .bind(row.key)
        .fetch_one(&mut *db)
        .await?;
    Ok(Some(RunRecord {
        payload: body(&mut db, row.key, "payload").await?.unwrap_or_default(),
        response: body(&mut db, row.key, "response").await?,
        error: row.error.as_deref().map(|text| from_json("run.error", text)).transpose()?,
        event_count: to_unsigned("run_event.seq", events)?,
        summary: row.try_into()?,
    }))
}

async fn body(db: &mut SqliteConnection, run: i64, part: &'static str) -> Result<Option<String>, StoreError> {
    let text = sqlx::query_scalar("select content from run_body where run_key = ? and part = ?")
        .bind(run)
        .bind(part)
        .fetch_optional(db)
        .await?;
    Ok(text)
}

/// Events of a run after sequence number `after`, oldest first; at most [`RUN_EVENTS_PAGE_MAX`]. Empty for a run that is not there.
///
/// # Errors
/// When the database fails.
pub async fn events(
    store: &Store,
    account: &AccountId,
    run: &RunId,
    after: u64,
    limit: u32,
) -> Result<Vec<RunEvent>, StoreError> {
    let rows: Vec<(i64, i64, String)> = sqlx::query_as(
        "select seq, created_at, event from run_event \
         where run_key = (select key from run where id = ? and account_id = ?) and seq > ? order by seq limit ?",
    )
    .bind(run.as_str())
    .bind(account.as_str())
    .bind(crate::convert::to_i64(after))
    .bind(i64::from(limit.min(RUN_EVENTS_PAGE_MAX)))
    .fetch_all(&mut *store.read().await?)
    .await?;
    let event_of = |(seq, at, event): (i64, i64, String)| {
        Ok(RunEvent {
            run: run.clone(),
            seq: to_unsigned("run_event.seq", seq)?,
            at: UnixMillis(at),
            event: from_json("run_event.event", &event)?,
        })
    };
    rows.into_iter().map(event_of).collect()
}
