//! One run that has ended, of every function.

use super::NOW;
use api::config::Runtime;
use api::error::{ApiError, ErrorCode};
use api::event::RunEvent;
use api::id::{AccountId, FunctionName, RunId, TriggerId};
use api::invoker::Invoker;
use api::queue::{EventAction, EventQueue, EventState, EventsView, QueuedEvent};
use api::run::{Charge, Metrics, RunRecord, RunRequest, RunSettings, RunSource, RunState, RunSummary, Target};
use api::time::UnixMillis;
use async_trait::async_trait;
use billing::{Architecture, PriceBook};

pub const RUN: &str = "8f1c0000-0000-4000-8000-000000000000";
/// The function that the run belongs to when it is asked for by its id.
pub const FUNCTION: &str = "thumbnails";

/// The history.
#[derive(Default)]
pub struct Records;

pub fn summary(function: &FunctionName) -> RunSummary {
    RunSummary {
        attempt: None,
        id: RunId::parse(RUN).unwrap(),
        function: function.clone(),
        target: Target::Draft,
        source: RunSource::Test,
        state: RunState::Succeeded,
        queued_at: NOW,
        cold: true,
        settings: RunSettings { memory_mib: 128, tmp_mib: 512, timeout_s: 3, architecture: Architecture::X86_64 },
        metrics: Metrics { duration_us: 3_010, max_memory_bytes: 61 * 1_048_576, ..Metrics::default() },
        charge: Some(Charge { book: PriceBook::HundredMs, billed_ms: 100, charge_nanousd: 408 }),
    }
}

fn unused<T>() -> Result<T, ApiError> {
    Err(ApiError::new(ErrorCode::Internal, "no story asks this"))
}

#[async_trait]
impl Invoker for Records {
    fn awaited_runtimes(&self) -> Vec<Runtime> {
        vec![Runtime::Ruby40]
    }
    async fn start(&self, _: &AccountId, _: RunRequest) -> Result<RunId, ApiError> {
        unused()
    }
    async fn wait(&self, account: &AccountId, run: &RunId) -> Result<RunRecord, ApiError> {
        self.run(account, run).await
    }
    async fn cancel(&self, _: &AccountId, _: &RunId) -> Result<(), ApiError> {
        unused()
    }
    async fn fire_trigger(&self, _: &AccountId, _: &TriggerId) -> Result<RunId, ApiError> {
        unused()
    }
    async fn runs(
        &self,
        _: &AccountId,
        function: Option<&FunctionName>,
        before: Option<&RunId>,
        _: u32,
    ) -> Result<Vec<RunSummary>, ApiError> {
        super::think().await;
        Ok(function.filter(|_| before.is_none()).map(summary).into_iter().collect())
    }
    async fn filtered_runs(
        &self,
        account: &AccountId,
        function: &FunctionName,
        _: &api::run_filter::RunFilter,
        before: Option<&RunId>,
        limit: u32,
    ) -> Result<Vec<RunSummary>, ApiError> {
        self.runs(account, Some(function), before, limit).await
    }
    async fn run(&self, _: &AccountId, run: &RunId) -> Result<RunRecord, ApiError> {
        super::think().await;
        if run.as_str() != RUN {
            return Err(ApiError::new(ErrorCode::NotFound, format!("run `{run}` does not exist")));
        }
        Ok(RunRecord {
            summary: summary(&FunctionName::parse(FUNCTION)?),
            payload: "{}".to_owned(),
            response: Some("{\"message\":\"Hello, Ada!\"}".to_owned()),
            error: None,
            event_count: 0,
        })
    }
    async fn run_events(&self, _: &AccountId, _: &RunId, _: u64, _: u32) -> Result<Vec<RunEvent>, ApiError> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl EventQueue for Records {
    async fn send(&self, _: &AccountId, _: RunRequest, _: u32) -> Result<(), ApiError> {
        unused()
    }
    async fn events(&self, _: &AccountId) -> Result<EventsView, ApiError> {
        super::think().await;
        Ok(EventsView { now: NOW, counts: [0, 0, 0, 1, 0], done: 2, events: vec![event()] })
    }
    async fn event_payload(&self, _: &AccountId, _: &RunId) -> Result<String, ApiError> {
        unused()
    }
    async fn act(&self, _: &AccountId, _: &RunId, _: EventAction) -> Result<(), ApiError> {
        unused()
    }
    async fn next_due(&self, _: &AccountId) -> Result<Option<UnixMillis>, ApiError> {
        Ok(None)
    }
}

/// An event that failed once.
fn event() -> QueuedEvent {
    QueuedEvent {
        id: RunId::parse(RUN).unwrap(),
        function: FunctionName::parse(FUNCTION).unwrap(),
        target: Target::Latest,
        source: RunSource::ApiEvent,
        state: EventState::Retrying,
        attempts: 1,
        accepted_at: NOW,
        due_at: UnixMillis(NOW.0 + 60_000),
        reason: "Error: not today".to_owned(),
        dead_letter: None,
    }
}
