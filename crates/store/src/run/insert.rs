//! New runs: many rows a statement.
//!
//! A short run begins and ends within one batch. What came of it is put into its row at once, so that it is written once.

use super::write::RunWrite;
use crate::convert::{to_i64, to_json};
use crate::error::StoreError;
use api::id::{AccountId, FunctionName, RunId};
use api::run::{FunctionError, RunState, RunSummary};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use std::collections::{HashMap, HashSet};

/// Rows of one statement, largest first: few different statements, so that all stay prepared.
const ROW_CHUNKS: [usize; 3] = [32, 4, 1];

/// A run that begins in this batch, as it is at the end of it.
pub(super) struct NewRun<'a> {
    account: &'a AccountId,
    summary: &'a RunSummary,
    state: RunState,
    cold: bool,
    payload: &'a str,
    response: Option<&'a str>,
    error: Option<&'a FunctionError>,
    /// Of its events in this batch.
    event_bytes: usize,
}

/// The new runs of a batch, in order, and where each is.
#[derive(Default)]
pub(super) struct NewRuns<'a> {
    runs: Vec<NewRun<'a>>,
    places: HashMap<&'a RunId, usize>,
}

impl<'a> NewRuns<'a> {
    /// Takes over a change of a run that begins in this batch; gives the place of that run.
    pub(super) fn take(&mut self, write: &'a RunWrite) -> Option<usize> {
        match write {
            RunWrite::Insert { account, summary, payload } => {
                let (state, cold) = (summary.state, summary.cold);
                let run =
                    NewRun { account, summary, state, cold, payload, response: None, error: None, event_bytes: 0 };
                self.places.insert(&summary.id, self.runs.len());
                self.runs.push(run);
                Some(self.runs.len() - 1)
            }
            RunWrite::State { run, state, cold } => {
                let place = *self.places.get(run)?;
                let run = self.runs.get_mut(place)?;
                if !run.state.is_final() {
                    (run.state, run.cold) = (*state, *cold);
                }
                Some(place)
            }
            RunWrite::Finish { summary, response, error } => {
                let place = *self.places.get(&summary.id)?;
                let run = self.runs.get_mut(place)?;
                (run.summary, run.state, run.cold) = (summary, summary.state, summary.cold);
                (run.response, run.error) = (response.as_deref(), error.as_ref());
                Some(place)
            }
            RunWrite::Events(_)
            | RunWrite::LogStream { .. }
            | RunWrite::ScheduleFired { .. }
            | RunWrite::Enqueue { .. }
            | RunWrite::Forward { .. }
            | RunWrite::Settle { .. } => None,
        }
    }

    /// Counts events of a new run into its row; false for other runs.
    pub(super) fn add_event_bytes(&mut self, run: &RunId, bytes: usize) -> bool {
        let place = self.places.get(run).copied();
        match place.and_then(|place| self.runs.get_mut(place)) {
            Some(run) => {
                run.event_bytes += bytes;
                true
            }
            None => false,
        }
    }

    /// Writes the rows; the key of each, or nothing where its function is gone.
    pub(super) async fn insert(&self, db: &mut SqliteConnection) -> Result<Vec<Option<i64>>, StoreError> {
        let functions = functions(db, &self.runs).await?;
        let function = |run: &NewRun<'_>| functions.get(&(run.account, &run.summary.function)).copied();
        let living: Vec<(i64, &NewRun<'_>)> = self.runs.iter().filter_map(|run| Some((function(run)?, run))).collect();
        let mut keys: HashMap<String, i64> = HashMap::new();
        for rows in chunks(&living) {
            keys.extend(insert_rows(db, rows).await?);
        }
        let key = |run: &NewRun<'_>| keys.get(run.summary.id.as_str()).copied();
        let bodies: Vec<Body<'_>> = self.runs.iter().filter_map(|run| Some(bodies(key(run)?, run))).flatten().collect();
        for rows in chunks(&bodies) {
            insert_bodies(db, rows).await?;
        }
        Ok(self.runs.iter().map(key).collect())
    }

    /// Which run each place is.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'a RunId> {
        self.runs.iter().map(|run| &run.summary.id)
    }
}

/// `rows` in pieces of the chunk sizes.
fn chunks<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let size = ROW_CHUNKS.into_iter().find(|size| *size <= rest.len())?;
        let (now, later) = rest.split_at_checked(size)?;
        rest = later;
        Some(now)
    })
}

type Functions<'a> = HashMap<(&'a AccountId, &'a FunctionName), i64>;

async fn functions<'a>(db: &mut SqliteConnection, runs: &[NewRun<'a>]) -> Result<Functions<'a>, StoreError> {
    let names: HashSet<(&AccountId, &FunctionName)> =
        runs.iter().map(|run| (run.account, &run.summary.function)).collect();
    let mut found = HashMap::new();
    for name in names {
        let sql = "select id from function where account_id = ? and name = ? and deleted_at is null";
        let query = sqlx::query_scalar(sql).bind(name.0.as_str()).bind(name.1.as_str());
        if let Some(id) = query.fetch_optional(&mut *db).await? {
            found.insert(name, id);
        }
    }
    Ok(found)
}

async fn insert_rows(db: &mut SqliteConnection, rows: &[(i64, &NewRun<'_>)]) -> Result<Vec<(String, i64)>, StoreError> {
    let texts = rows.iter().map(|(_, run)| Texts::of(run)).collect::<Result<Vec<_>, _>>()?;
    let mut sql = QueryBuilder::<Sqlite>::new(
        "insert into run (id, account_id, function_id, target, source, state, created_at, cold, memory_mib, tmp_mib, \
           timeout_s, architecture, duration_us, init_us, restore_us, cpu_us, throttled_us, max_memory_bytes, queued_us, dirty_pages, \
           provisioned, price_book, billed_ms, charge_nanousd, error, event_id, attempt, stored_bytes) ",
    );
    sql.push_values(rows.iter().zip(texts), |mut values, ((function, run), texts)| {
        let RunSummary { id, attempt, queued_at, settings, metrics, charge, .. } = run.summary;
        let charge = charge.as_ref();
        values
            .push_bind(id.as_str())
            .push_bind(run.account.as_str())
            .push_bind(*function)
            .push_bind(texts.target)
            .push_bind(texts.source)
            .push_bind(run.state.identifier())
            .push_bind(queued_at.0)
            .push_bind(i64::from(run.cold))
            .push_bind(i64::from(settings.memory_mib))
            .push_bind(i64::from(settings.tmp_mib))
            .push_bind(i64::from(settings.timeout_s))
            .push_bind(settings.architecture.identifier())
            .push_bind(to_i64(metrics.duration_us))
            .push_bind(metrics.init_us.map(to_i64))
            .push_bind(metrics.restore_us.map(to_i64))
            .push_bind(to_i64(metrics.cpu_us))
            .push_bind(to_i64(metrics.throttled_us))
            .push_bind(to_i64(metrics.max_memory_bytes))
            .push_bind(to_i64(metrics.queued_us))
            .push_bind(metrics.dirty_pages.map(to_i64))
            .push_bind(metrics.provisioned)
            .push_bind(charge.map(|charge| charge.book.identifier()))
            .push_bind(charge.map(|charge| to_i64(charge.billed_ms)))
            .push_bind(charge.map(|charge| to_i64(charge.charge_nanousd)))
            .push_bind(texts.error)
            .push_bind(attempt.as_ref().map(|attempt| attempt.event.as_str()))
            .push_bind(attempt.as_ref().map(|attempt| i64::from(attempt.number)))
            .push_bind(to_i64(run.payload.len() + run.response.map_or(0, str::len) + run.event_bytes));
    });
    sql.push(" returning id, key");
    Ok(sql.build_query_as().fetch_all(db).await?)
}

/// What is stored as JSON.
struct Texts {
    target: String,
    source: String,
    error: Option<String>,
}

impl Texts {
    fn of(run: &NewRun<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            target: to_json("run.target", &run.summary.target)?,
            source: to_json("run.source", &run.summary.source)?,
            error: run.error.map(|error| to_json("run.error", error)).transpose()?,
        })
    }
}

/// An event or an answer.
struct Body<'a> {
    run: i64,
    part: &'static str,
    content: &'a str,
    created_at: i64,
}

fn bodies<'a>(key: i64, run: &NewRun<'a>) -> impl Iterator<Item = Body<'a>> {
    let created_at = run.summary.queued_at.0;
    let response = run.response.map(|content| Body { run: key, part: "response", content, created_at });
    std::iter::once(Body { run: key, part: "payload", content: run.payload, created_at }).chain(response)
}

async fn insert_bodies(db: &mut SqliteConnection, rows: &[Body<'_>]) -> Result<(), StoreError> {
    let mut sql = QueryBuilder::<Sqlite>::new("insert into run_body (run_key, part, content, created_at) ");
    sql.push_values(rows, |mut values, Body { run, part, content, created_at }| {
        values.push_bind(*run).push_bind(*part).push_bind(*content).push_bind(*created_at);
    });
    sql.build().execute(db).await?;
    Ok(())
}
