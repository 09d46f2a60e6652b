//! Runs of one event with other memory sizes than the function's.

use crate::error::UiError;
use api::config::MemoryMib;
use api::id::{FunctionName, RunId};
use api::run::RunSummary;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

/// What the page begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TuningData {
    /// The function.
    pub name: FunctionName,
    /// Its memory size, in MB.
    pub memory_mib: u32,
    /// The event of the last run, or `{}`.
    pub event: String,
}

/// Reads the function and the event of its last run.
#[server]
pub async fn open_tuning(
    /// The function.
    function: FunctionName,
) -> Result<TuningData, UiError> {
    let (account, control, invoker) =
        (crate::context::account()?, crate::context::control()?, crate::context::invoker()?);
    let detail = control.function(&account, &function).await?;
    let last = invoker.runs(&account, Some(&function), None, 1).await?.pop();
    let event = match last {
        Some(run) => invoker.run(&account, &run.id).await?.payload,
        None => "{}".to_owned(),
    };
    Ok(TuningData { name: detail.name, memory_mib: detail.draft.config.memory.get(), event })
}

/// Begins a run of the draft with this memory size.
#[server(input = Json)]
pub async fn start_tuning_run(
    /// The function.
    function: FunctionName,
    /// The event, as JSON text.
    payload: String,
    /// With how much memory.
    memory: MemoryMib,
    /// In a new environment.
    cold: bool,
) -> Result<RunId, UiError> {
    use api::run::{RunRequest, RunSource, Said, Target, Variation};
    let variation = Variation { memory: Some(memory), fresh: cold };
    let (target, source) = (Target::Draft, RunSource::PowerTuning);
    let request = RunRequest { function, target, payload, source, variation, said: Said::default() };
    Ok(crate::context::invoker()?.start(&crate::context::account()?, request).await?)
}

/// Waits for its end.
#[server]
pub async fn end_of_run(
    /// The run.
    run: RunId,
) -> Result<RunSummary, UiError> {
    let account = crate::context::account()?;
    Ok(crate::context::invoker()?.wait(&account, &run).await?.summary)
}

/// Sets the draft's memory size.
#[server]
pub async fn set_memory_size(
    /// The function.
    function: FunctionName,
    /// The size.
    memory: MemoryMib,
) -> Result<(), UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let detail = control.function(&account, &function).await?;
    let mut draft = detail.draft;
    draft.config.memory = memory;
    control.save_draft(&account, &function, Some(detail.revision), draft).await?;
    Ok(())
}
