//! Reading and saving what is edited.

#[cfg(feature = "ssr")]
mod plain;

use crate::components::playground::plain_form::PlaygroundForm;
use crate::error::UiError;
use api::function::{Draft, FunctionDetail};
use api::id::{FunctionName, RevisionId};
use api::test_event::TestEvent;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

/// All that the playground needs for its first paint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaygroundData {
    /// The function with its draft.
    pub detail: FunctionDetail,
    /// Code and settings of the newest version.
    pub deployed: Option<Draft>,
    /// Saved events.
    pub events: Vec<TestEvent>,
    /// The event of the run that the address names.
    pub run_event: Option<String>,
}

/// A draft on its way to the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveDraft {
    /// What the page started from; `None` replaces whatever is there.
    pub base: Option<RevisionId>,
    /// Code and settings.
    pub draft: Draft,
}

/// Reads the function, its events and what is deployed of it.
#[server]
pub async fn open_playground(
    /// The function.
    function: FunctionName,
    /// The run that the address names.
    run: Option<String>,
) -> Result<PlaygroundData, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let detail = control.function(&account, &function).await?;
    let events = control.test_events(&account, &function).await?;
    let deployed = match &detail.deployed {
        Some(version) => Some(control.version(&account, &function, version.number).await?.content),
        None => None,
    };
    let run_event = plain::event_of(&account, run).await?;
    Ok(PlaygroundData { detail, deployed, events, run_event })
}

/// Reads the draft alone, to take over what another tab saved.
#[server]
pub async fn read_draft(
    /// The function.
    function: FunctionName,
) -> Result<FunctionDetail, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.function(&account, &function).await?)
}

/// Saves the draft if nobody else did meanwhile.
#[server(input = Json)]
pub async fn write_draft(
    /// The function.
    function: FunctionName,
    /// What to save.
    save: SaveDraft,
) -> Result<RevisionId, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.save_draft(&account, &function, save.base, save.draft).await?)
}

/// The whole page as a form that the browser posts by itself.
#[server]
pub async fn submit_playground(
    /// What was sent.
    form: PlaygroundForm,
) -> Result<(), UiError> {
    let to = plain::submit(crate::context::account()?, form).await?;
    leptos_axum::redirect(&to);
    Ok(())
}
