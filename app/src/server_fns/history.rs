//! Looking back at runs, and ending one.

use crate::error::UiError;
use crate::live::stored::StoredRun;
use api::event::RunEvent;
use api::id::{FunctionName, RunId};
use api::run::RunSummary;
use api::run_filter::RunFilter;
use leptos::prelude::*;

/// Rows of one page of the history.
pub const HISTORY_ROWS_MAX: u32 = 50;

/// The newest runs of a function, or of those before `before`.
#[server]
pub async fn read_runs(
    /// The function.
    function: FunctionName,
    /// Only runs before this one.
    before: Option<RunId>,
) -> Result<Vec<RunSummary>, UiError> {
    let (account, invoker) = (crate::context::account()?, crate::context::invoker()?);
    Ok(invoker.runs(&account, Some(&function), before.as_ref(), HISTORY_ROWS_MAX).await?)
}

/// Those of them that `filter` lets through.
#[server]
pub async fn read_filtered_runs(
    /// The function.
    function: FunctionName,
    /// Which are wanted.
    filter: RunFilter,
    /// Only runs before this one.
    before: Option<RunId>,
) -> Result<Vec<RunSummary>, UiError> {
    let (account, invoker) = (crate::context::account()?, crate::context::invoker()?);
    Ok(invoker.filtered_runs(&account, &function, &filter, before.as_ref(), HISTORY_ROWS_MAX).await?)
}

/// One run with its first and last events.
#[server]
pub async fn read_run(
    /// The run.
    run: RunId,
) -> Result<StoredRun, UiError> {
    use crate::live::stored::{HEAD_EVENTS_MAX, TAIL_EVENTS_MAX};
    let (account, invoker) = (crate::context::account()?, crate::context::invoker()?);
    let record = invoker.run(&account, &run).await?;
    let head = invoker.run_events(&account, &run, 0, HEAD_EVENTS_MAX).await?;
    let head_last = head.last().map_or(0, |event| event.seq);
    let tail_after = record.event_count.saturating_sub(TAIL_EVENTS_MAX.into()).max(head_last);
    let tail = invoker.run_events(&account, &run, tail_after, TAIL_EVENTS_MAX).await?;
    Ok(StoredRun::new(record, head, tail))
}

/// Events of a run after a sequence number, for the lines that this page was not sent or has let go.
#[server]
pub async fn read_run_events(
    /// The run.
    run: RunId,
    /// The sequence number before the first one wanted.
    after: u64,
) -> Result<Vec<RunEvent>, UiError> {
    let (account, invoker) = (crate::context::account()?, crate::context::invoker()?);
    Ok(invoker.run_events(&account, &run, after, api::invoker::RUN_EVENTS_PAGE_MAX).await?)
}

/// Ends a run, where no socket is open to say so.
#[server]
pub async fn cancel_run(
    /// The run.
    run: RunId,
) -> Result<(), UiError> {
    let (account, invoker) = (crate::context::account()?, crate::context::invoker()?);
    Ok(invoker.cancel(&account, &run).await?)
}
