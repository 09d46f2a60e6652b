//! The row of the history, to and fro.

use crate::account::price_book_of;
use crate::convert::{corrupt, from_json, parsed, to_unsigned};
use crate::error::StoreError;
use api::id::{FunctionName, RunId};
use api::run::{Attempt, Charge, Metrics, RunSettings, RunState, RunSummary};
use api::time::UnixMillis;
use billing::Architecture;
use sqlx::FromRow;

/// Selects what [`RunRow`] holds, from `run r` and its `function f`, with the rest of the query.
macro_rules! select_run {
    ($rest:literal) => {
        concat!(
            "select r.key, r.function_id, r.id, f.name, r.target, r.source, r.state, r.created_at, r.cold, r.memory_mib, \
             r.tmp_mib, r.timeout_s, r.architecture, r.duration_us, r.init_us, r.restore_us, r.cpu_us, r.throttled_us, \
             r.max_memory_bytes, r.queued_us, r.dirty_pages, r.provisioned, r.price_book, r.billed_ms, r.charge_nanousd, r.error, r.event_id, r.attempt \
             from run r join function f on f.id = r.function_id ",
            $rest
        )
    };
}
pub(super) use select_run;

#[derive(FromRow)]
pub(super) struct RunRow {
    pub(super) key: i64,
    pub(super) function_id: i64,
    id: String,
    name: String,
    target: String,
    source: String,
    state: String,
    created_at: i64,
    cold: bool,
    memory_mib: i64,
    tmp_mib: i64,
    timeout_s: i64,
    architecture: String,
    duration_us: i64,
    init_us: Option<i64>,
    restore_us: Option<i64>,
    cpu_us: i64,
    throttled_us: i64,
    max_memory_bytes: i64,
    queued_us: i64,
    dirty_pages: Option<i64>,
    provisioned: bool,
    price_book: Option<String>,
    billed_ms: Option<i64>,
    charge_nanousd: Option<i64>,
    pub(super) error: Option<String>,
    event_id: Option<String>,
    attempt: Option<i64>,
}

impl TryFrom<RunRow> for RunSummary {
    type Error = StoreError;
    fn try_from(row: RunRow) -> Result<Self, StoreError> {
        let (settings, metrics, charge, attempt) = (row.settings()?, row.metrics()?, row.charge()?, row.attempt()?);
        Ok(Self {
            id: parsed("run.id", RunId::parse(row.id))?,
            attempt,
            function: parsed("function.name", FunctionName::parse(row.name))?,
            target: from_json("run.target", &row.target)?,
            source: from_json("run.source", &row.source)?,
            state: state_of(&row.state)?,
            queued_at: UnixMillis(row.created_at),
            cold: row.cold,
            settings,
            metrics,
            charge,
        })
    }
}

impl RunRow {
    fn settings(&self) -> Result<RunSettings, StoreError> {
        Ok(RunSettings {
            memory_mib: to_unsigned("run.memory_mib", self.memory_mib)?,
            tmp_mib: to_unsigned("run.tmp_mib", self.tmp_mib)?,
            timeout_s: to_unsigned("run.timeout_s", self.timeout_s)?,
            architecture: Architecture::from_identifier(&self.architecture)
                .ok_or_else(|| corrupt("run.architecture", &self.architecture))?,
        })
    }

    fn metrics(&self) -> Result<Metrics, StoreError> {
        Ok(Metrics {
            duration_us: to_unsigned("run.duration_us", self.duration_us)?,
            init_us: self.init_us.map(|us| to_unsigned("run.init_us", us)).transpose()?,
            restore_us: self.restore_us.map(|us| to_unsigned("run.restore_us", us)).transpose()?,
            cpu_us: to_unsigned("run.cpu_us", self.cpu_us)?,
            throttled_us: to_unsigned("run.throttled_us", self.throttled_us)?,
            max_memory_bytes: to_unsigned("run.max_memory_bytes", self.max_memory_bytes)?,
            queued_us: to_unsigned("run.queued_us", self.queued_us)?,
            dirty_pages: self.dirty_pages.map(|pages| to_unsigned("run.dirty_pages", pages)).transpose()?,
            provisioned: self.provisioned,
        })
    }

    fn attempt(&self) -> Result<Option<Attempt>, StoreError> {
        let (Some(event), Some(number)) = (&self.event_id, self.attempt) else {
            return Ok(None);
        };
        let event = parsed("run.event_id", RunId::parse(event.as_str()))?;
        Ok(Some(Attempt { event, number: to_unsigned("run.attempt", number)? }))
    }

    fn charge(&self) -> Result<Option<Charge>, StoreError> {
        let (Some(book), Some(billed_ms), Some(nanousd)) = (&self.price_book, self.billed_ms, self.charge_nanousd)
        else {
            return Ok(None);
        };
        Ok(Some(Charge {
            book: price_book_of(book)?,
            billed_ms: to_unsigned("run.billed_ms", billed_ms)?,
            charge_nanousd: to_unsigned("run.charge_nanousd", nanousd)?,
        }))
    }
}

fn state_of(name: &str) -> Result<RunState, StoreError> {
    RunState::ALL.into_iter().find(|s| s.identifier() == name).ok_or_else(|| corrupt("run.state", name))
}
