//! Deploying, and what was deployed.

use super::draft::SaveDraft;
use crate::error::UiError;
use api::error::ApiError;
use api::function::{VersionDetail, VersionSummary};
use api::id::{FunctionName, RevisionId, VersionNumber};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

/// What deploying gave. The draft may have been saved although it was not deployed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployed {
    /// The version, or why there is none.
    pub version: Result<VersionSummary, ApiError>,
    /// The draft's revision, if it was saved on the way.
    pub revision: Option<RevisionId>,
}

/// Saves the draft, if there is one to save, and deploys it as a new version.
#[server(input = Json)]
pub async fn deploy(
    /// What to save first; nothing if the server has it.
    draft: Option<SaveDraft>,
    /// The function.
    function: FunctionName,
    /// A note to the version.
    description: String,
) -> Result<Deployed, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let revision = match draft {
        Some(SaveDraft { base, draft }) => Some(control.save_draft(&account, &function, base, draft).await?),
        None => None,
    };
    let version = control.deploy(&account, &function, description).await;
    Ok(Deployed { version, revision })
}

/// Versions, newest first.
#[server]
pub async fn versions(
    /// The function.
    function: FunctionName,
) -> Result<Vec<VersionSummary>, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.versions(&account, &function).await?)
}

/// One version with its content.
#[server]
pub async fn version(
    /// The function.
    function: FunctionName,
    /// Which.
    number: VersionNumber,
) -> Result<VersionDetail, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    Ok(control.version(&account, &function, number).await?)
}
