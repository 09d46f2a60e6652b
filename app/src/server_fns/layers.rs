//! The layers of the account.

use crate::error::UiError;
use api::layer::LayerVersionArn;
use api::time::UnixMillis;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A version of a layer, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerRow {
    /// Its ARN.
    pub arn: LayerVersionArn,
    /// What it is for.
    pub description: String,
    /// Size of its zip.
    pub zip_bytes: u64,
    /// When it was published.
    pub created_at: UnixMillis,
}

/// All versions of all layers: by name, newest first.
#[server]
pub async fn list_layers() -> Result<Vec<LayerRow>, UiError> {
    let (account, layers) = (crate::context::account()?, crate::context::layers()?);
    let rows = layers.layer_versions(&account).await?.into_iter().map(|version| LayerRow {
        arn: version.arn,
        description: version.facts.description,
        zip_bytes: version.zip_bytes,
        created_at: version.created_at,
    });
    Ok(rows.collect())
}

/// Deletes a version for all but the functions that have it.
#[server]
pub async fn delete_layer_version(
    /// Its ARN.
    arn: LayerVersionArn,
) -> Result<(), UiError> {
    let (account, layers) = (crate::context::account()?, crate::context::layers()?);
    if arn.account != account {
        return Err(api::error::ApiError::new(api::error::ErrorCode::NotFound, "this layer is not yours").into());
    }
    layers.delete_layer_version(&arn).await?;
    crate::context::redirect_form(&crate::path::layers());
    Ok(())
}
