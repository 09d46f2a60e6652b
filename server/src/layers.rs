//! Layers of a workspace, as a page publishes them: `PUT /layers/{name}/package`.

use crate::body;
use crate::packages::{Account, workspace};
use crate::refuse::Refusal;
use crate::wiring::Parts;
use api::bucket::PackageSource;
use api::id::LayerName;
use api::lambda::Layers;
use api::layer::LayerFacts;
use axum::Json;
use axum::extract::{Path, Query, Request, State};
use serde::Deserialize;
use serde_json::{Value, json};

/// What the publisher says beside the zip.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// What the version is for.
    description: String,
}

/// Makes the zip the layer's next version; answers its ARN.
pub async fn publish(
    State(parts): State<Parts>,
    account: Account,
    Path(name): Path<String>,
    Query(Said { description }): Query<Said>,
    request: Request,
) -> Result<Json<Value>, Refusal> {
    let (name, account) = (LayerName::parse(name)?, workspace(account)?);
    let package = PackageSource::Zip(body::zip(request).await?.bytes.to_vec());
    let facts = LayerFacts { description, ..LayerFacts::default() };
    let version = parts.control.publish_layer(&account, &name, package, facts).await?;
    Ok(Json(json!({ "arn": version.arn.to_string() })))
}
