//! What pages may ask of the data plane.

use crate::config::Runtime;
use crate::error::ApiError;
use crate::event::RunEvent;
use crate::id::{AccountId, FunctionName, RunId, TriggerId};
use crate::run::{RunRecord, RunRequest, RunSummary};
use crate::run_filter::RunFilter;
use async_trait::async_trait;

/// Runs in one page of the history.
pub const RUNS_PAGE_MAX: u32 = 100;
/// Events in one page of a run's record.
pub const RUN_EVENTS_PAGE_MAX: u32 = 2_000;

/// Invocations: starting, following, ending, looking back.
#[async_trait]
pub trait Invoker: Send + Sync {
    /// The runtimes whose engines are still being made on this machine. Runs of their functions wait for that.
    fn awaited_runtimes(&self) -> Vec<Runtime>;
    /// Accepts an invocation and answers at once; what happens arrives as events.
    async fn start(&self, account: &AccountId, request: RunRequest) -> Result<RunId, ApiError>;
    /// Returns when the run has ended.
    async fn wait(&self, account: &AccountId, run: &RunId) -> Result<RunRecord, ApiError>;
    /// Ends a run. A run that has ended stays as it is.
    async fn cancel(&self, account: &AccountId, run: &RunId) -> Result<(), ApiError>;
    /// Invokes what a schedule invokes, now.
    async fn fire_trigger(&self, account: &AccountId, id: &TriggerId) -> Result<RunId, ApiError>;
    /// The newest runs of a function, or of all functions, older than `before`; at most [`RUNS_PAGE_MAX`].
    async fn runs(
        &self,
        account: &AccountId,
        function: Option<&FunctionName>,
        before: Option<&RunId>,
        limit: u32,
    ) -> Result<Vec<RunSummary>, ApiError>;
    /// The newest runs of a function that `filter` lets through, older than `before`; at most [`RUNS_PAGE_MAX`].
    async fn filtered_runs(
        &self,
        account: &AccountId,
        function: &FunctionName,
        filter: &RunFilter,
        before: Option<&RunId>,
        limit: u32,
    ) -> Result<Vec<RunSummary>, ApiError>;
    /// One run, whole.
    async fn run(&self, account: &AccountId, run: &RunId) -> Result<RunRecord, ApiError>;
    /// Events of a run after sequence number `after`, oldest first; at most [`RUN_EVENTS_PAGE_MAX`].
    async fn run_events(
        &self,
        account: &AccountId,
        run: &RunId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<RunEvent>, ApiError>;
}
