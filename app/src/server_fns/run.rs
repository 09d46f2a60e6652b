//! Starting runs, and the events of earlier ones.

use super::draft::SaveDraft;
use crate::error::UiError;
use api::error::ApiError;
use api::id::{FunctionName, RevisionId, RunId};
use api::run::{RunSource, RunState};
use api::time::UnixMillis;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

/// Events that the list of earlier ones has.
pub const RECENT_EVENTS_MAX: u32 = 20;

/// What came of Run. The draft may have been saved although the run was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartedRun {
    /// The run, or why there is none.
    pub run: Result<RunId, ApiError>,
    /// The draft's revision, if it was saved on the way.
    pub revision: Option<RevisionId>,
}

/// An earlier run, to take its event from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentEvent {
    /// The run.
    pub run: RunId,
    /// When it was asked for.
    pub at: UnixMillis,
    /// Who invoked.
    pub source: RunSource,
    /// How it ended.
    pub state: RunState,
}

/// Saves the draft, if there is one to save, and runs it: one request, so that Run is one round trip.
#[server(input = Json)]
pub async fn start_run(
    /// What to save first; nothing if the server has it.
    draft: Option<SaveDraft>,
    /// The function.
    function: FunctionName,
    /// The event, as JSON text.
    payload: String,
) -> Result<StartedRun, UiError> {
    use api::run::{RunRequest, Said, Target, Variation};
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let revision = match draft {
        Some(SaveDraft { base, draft }) => Some(control.save_draft(&account, &function, base, draft).await?),
        None => None,
    };
    let (source, variation) = (RunSource::Test, Variation::default());
    let request = RunRequest { function, target: Target::Draft, payload, source, variation, said: Said::default() };
    let run = crate::context::invoker()?.start(&account, request).await;
    Ok(StartedRun { run, revision })
}

/// The last runs, newest first.
#[server]
pub async fn recent_events(
    /// The function.
    function: FunctionName,
) -> Result<Vec<RecentEvent>, UiError> {
    let (account, invoker) = (crate::context::account()?, crate::context::invoker()?);
    let runs = invoker.runs(&account, Some(&function), None, RECENT_EVENTS_MAX).await?;
    let row = |run: api::run::RunSummary| RecentEvent {
        run: run.id,
        at: run.queued_at,
        source: run.source,
        state: run.state,
    };
    Ok(runs.into_iter().map(row).collect())
}

/// The event that a run was given.
#[server]
pub async fn event_of_run(
    /// The run.
    run: RunId,
) -> Result<String, UiError> {
    let account = crate::context::account()?;
    Ok(crate::context::invoker()?.run(&account, &run).await?.payload)
}
